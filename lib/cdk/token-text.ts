import {
  CfnParameter,
  CfnResource,
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Reference,
  Stack,
  StringConcat,
  Token,
  Tokenization,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { concat, type Hole, holed, render, type SymbolicString } from '../core/template/symbolic';

/**
 * A string of a CDK app as the checks see it: literal text, and holes that know which resource they stand for. A token that
 * cannot be read yet is a hole of kind `unknown`.
 */
export function symbolicOf(scope: IConstruct, text: string): SymbolicString {
  if (!Token.isUnresolved(text)) return text;
  return concat(piecesOf(text).map((piece) => (typeof piece === 'string' ? piece : symbolicToken(scope, piece))));
}

/** The first resource whose value `text` holds: the bucket of `<bucket ARN>/in/*`. */
export function resourceIn(text: string): CfnResource | undefined {
  for (const piece of piecesOf(text)) {
    if (typeof piece !== 'string' && Reference.isReference(piece) && CfnResource.isCfnResource(piece.target)) return piece.target;
  }
  return undefined;
}

/** `text` with its references written out: two tokens that stand for one value of one resource are spelled alike. */
export function spelled(scope: IConstruct, text: string): string {
  if (!Token.isUnresolved(text)) return text;
  const spelling: unknown = Tokenization.resolve(text, { scope, preparing: false, resolver: new Spelling(new StringConcat()) });
  return typeof spelling === 'string' ? spelling : JSON.stringify(spelling);
}

class Spelling extends DefaultTokenResolver {
  override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (!Reference.isReference(token)) return super.resolveToken(token, context, postProcessor);
    const { displayName, target } = token;
    return displayName.startsWith('AWS::') ? `<${displayName}>` : `<${target.node.path}.${displayName}>`;
  }
}

/** Literal text and tokens of a string, in their order. */
export function piecesOf(text: string): readonly (string | IResolvable)[] {
  const joined: unknown = Tokenization.reverseString(text).join({
    join: (left: unknown, right: unknown) => [...(Array.isArray(left) ? left : [left]), right],
  });
  const pieces: readonly unknown[] = Array.isArray(joined) ? joined : [joined];
  return pieces.map((piece) => Tokenization.reverseCompleteString(String(piece)) ?? String(piece));
}

function symbolicToken(scope: IConstruct, token: IResolvable): SymbolicString {
  if (Reference.isReference(token)) {
    const hole = referenceHole(token);
    if (hole !== undefined) return holed(hole);
  }
  return symbolicValue(scope, resolved(scope, token));
}

function referenceHole({ target, displayName }: Reference): Hole | undefined {
  if (displayName.startsWith('AWS::')) return { kind: 'pseudo', name: displayName };
  if (CfnResource.isCfnResource(target)) {
    return {
      kind: 'resource',
      template: Stack.of(target).node.path,
      logicalId: ownerName(target),
      resourceType: target.cfnResourceType,
      attribute: displayName,
    };
  }
  if (target instanceof CfnParameter) return { kind: 'parameter', template: Stack.of(target).node.path, name: target.node.id };
  return undefined;
}

/** `text` for messages: resources by their names, other tokens left out. */
export function textOf(text: string): string {
  return piecesOf(text)
    .map((piece) => (typeof piece === 'string' ? piece : tokenName(piece)))
    .join('');
}

function tokenName(token: IResolvable): string {
  const hole = Reference.isReference(token) ? referenceHole(token) : undefined;
  return hole === undefined ? '<…>' : render(holed(hole));
}

/** The name a person gave a resource: the id of the construct that made it. */
export function ownerName(resource: CfnResource): string {
  const { id, scope } = resource.node;
  return (id === 'Resource' || id === 'Default') && scope !== undefined ? scope.node.id : id;
}

function resolved(scope: IConstruct, token: IResolvable): unknown {
  try {
    return Stack.of(scope).resolve(token);
  } catch {
    return undefined;
  }
}

function symbolicValue(scope: IConstruct, value: unknown): SymbolicString {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'object' && value !== null) {
    const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0 && name === 'Ref' && typeof argument === 'string' && argument.startsWith('AWS::')) {
      return holed({ kind: 'pseudo', name: argument });
    }
    if (others.length === 0 && name === 'Fn::Join' && Array.isArray(argument) && argument[0] === '' && Array.isArray(argument[1])) {
      return concat(argument[1].map((part) => symbolicValue(scope, part)));
    }
  }
  return holed({ kind: 'unknown', reason: 'a value that is known only at deployment' });
}
