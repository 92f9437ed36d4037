import { CfnResource, type IResolvable, type aws_iam as iam, Reference, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { piecesOf } from './token-text';

/**
 * What IAM allows for one role, in characters without white space
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
export const IAM_LIMITS = {
  /** All inline policies of a role together. */
  inline: 10_240,
  /** One managed policy. */
  managed: 6_144,
  /** Managed policies of a role, unless the quota of the account was raised. */
  attached: 10,
} as const;

/** `{"Version":"2012-10-17","Statement":[]}` */
export const DOCUMENT_SIZE = 40;

/** Longest ARN that is to be expected where nothing is known of a value. It is what CDK counts for every token. */
const UNKNOWN_SIZE = 150;

/** `arn:aws-us-gov:` and `:us-gov-west-1:111122223333:` and `/`, around a service and a type. */
const ARN_SIZE = 45;

/** What CDK adds to the path of a construct for its logical id, and CloudFormation to that for a name. */
const GENERATED_SIZE = 8 + 15;

const PSEUDO_SIZES: Readonly<Record<string, number>> = {
  'AWS::AccountId': 12,
  'AWS::Partition': 10,
  'AWS::Region': 14,
  'AWS::URLSuffix': 16,
};

/** How long a statement is in IAM, with a comma. Names that CloudFormation makes are counted at their full length. */
export function sizeOf(scope: IConstruct, statement: iam.PolicyStatement): number {
  return sizeOfValue(scope, statement.toStatementJson()) + 1;
}

function sizeOfValue(scope: IConstruct, value: unknown): number {
  if (typeof value === 'string') return sizeOfText(scope, value) + 2;
  if (value === undefined) return 0;
  if (Token.isUnresolved(value)) return sizeOfValue(scope, Stack.of(scope).resolve(value));
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + sizeOfValue(scope, one) + 1, 1);
  if (typeof value !== 'object' || value === null) return String(value).length;
  if (isIntrinsic(value)) return UNKNOWN_SIZE;
  return Object.entries(value).reduce((sum, [key, inner]) => sum + sizeOfText(scope, key) + 4 + sizeOfValue(scope, inner), 1);
}

function isIntrinsic(value: object): boolean {
  const [key = '', ...others] = Object.keys(value);
  return others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
}

function sizeOfText(scope: IConstruct, text: string): number {
  if (!Token.isUnresolved(text)) return JSON.stringify(text).length - 2;
  const sizes = piecesOf(text).map((piece, index) => (typeof piece === 'string' ? piece.length : sizeOfToken(scope, piece, index === 0)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function sizeOfToken(scope: IConstruct, token: IResolvable, isFirst: boolean): number {
  if (!Reference.isReference(token)) {
    const resolved: unknown = Stack.of(scope).resolve(token);
    return typeof resolved === 'string' ? resolved.length : (pseudoSize(resolved) ?? UNKNOWN_SIZE);
  }
  const { target } = token;
  if (!CfnResource.isCfnResource(target)) return UNKNOWN_SIZE;
  const stack = Stack.of(target);
  if (Token.isUnresolved(stack.stackName)) return UNKNOWN_SIZE;
  const [, service = '', type = ''] = target.cfnResourceType.split('::');
  const path = target.node.path
    .slice(stack.node.path.length)
    .replace(/\/(?:Resource|Default)$/, '')
    .replaceAll('/', '');
  return (isFirst ? ARN_SIZE + service.length + type.length : 0) + stack.stackName.length + path.length + GENERATED_SIZE;
}

/** Of `{"Ref":"AWS::Region"}` and the like. */
function pseudoSize(value: unknown): number | undefined {
  const name: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'Ref') : undefined;
  return typeof name === 'string' ? PSEUDO_SIZES[name] : undefined;
}

/** How long CDK takes a statement to be, with which it decides what to move out of the default policy of a role. */
export function sizeForCdk(statement: iam.PolicyStatement): number {
  const listed = (values: readonly string[], token: number) =>
    values.reduce((sum, value) => sum + (Token.isUnresolved(value) ? token : value.length) + 3, 20);
  const { actions, notActions, resources, notResources, conditions } = statement;
  const named = listed([...actions, ...notActions], 20) + listed([...resources, ...notResources], UNKNOWN_SIZE);
  return named + JSON.stringify(conditions).length + 20;
}

/** The statement in parts of at most this size each, by the resources of its list; together they allow what it allows. */
export function partsOf(scope: IConstruct, statement: iam.PolicyStatement, limit: number): readonly iam.PolicyStatement[] {
  if (Token.isUnresolved(statement.resources) || statement.resources.length < 2) return [statement];
  const total = sizeOf(scope, statement);
  if (total <= limit) return [statement];
  const sizes = statement.resources.map((resource) => sizeOfText(scope, resource) + 3);
  const rest = total - sizes.reduce((sum, size) => sum + size, 0);
  const parts: string[][] = [];
  let room = 0;
  for (const [index, resource] of statement.resources.entries()) {
    const size = sizes[index] ?? UNKNOWN_SIZE;
    if (size > room) {
      parts.push([]);
      room = limit - rest;
    }
    parts.at(-1)?.push(resource);
    room -= size;
  }
  const { sid } = statement;
  return parts.map((resources, index) => statement.copy({ resources, ...(sid === undefined ? {} : { sid: `${sid}${index + 1}` }) }));
}
