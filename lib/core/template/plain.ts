import { isObject, type Json, jsonTextOf } from '../json';
import type { Scope } from './scope';
import { parseSubstitution } from './substitution';
import { concat, holed, isEcho, type SymbolicString } from './symbolic';
import { PSEUDO_PARAMETERS } from './text';

/** Joins within joins: more than CDK writes, and far from what a stack holds. */
const DEEPEST_PLAIN = 16;

/**
 * The text of a node that can only have one: literal text, pseudo parameters, values of resources, and those joined or
 * substituted. That is nearly every value that CDK writes, so it is read without what alternatives need. `undefined`
 * means "ask in full", not "no value": anything that could be absent, several values, a mistake, or depend on the
 * deployment. The caller must have nothing taken for granted.
 */
export function plainText(scope: Scope, node: Json | undefined, depth = 0): SymbolicString | undefined {
  if (typeof node === 'string') return node.includes('{{') ? undefined : node;
  if (!isObject(node) || depth > DEEPEST_PLAIN) return undefined;
  let name: string | undefined;
  for (const key in node) {
    if (name !== undefined) return undefined;
    name = key;
  }
  switch (name) {
    case 'Ref':
      return typeof node.Ref === 'string' ? reference(scope, node.Ref) : undefined;
    case 'Fn::GetAtt':
      return attributeValue(scope, node[name]);
    case 'Fn::Join':
      return depth === 0 ? joinedOnce(scope, node[name]) : joinedText(scope, node[name], depth);
    case 'Fn::Sub':
      return substituted(scope, node[name]);
    default:
      return undefined;
  }
}

function reference(scope: Scope, name: string): SymbolicString | undefined {
  if (PSEUDO_PARAMETERS.has(name)) return holed({ kind: 'pseudo', name });
  return Object.hasOwn(scope.parameters, name) ? undefined : resourceValue(scope, name, 'Ref');
}

function resourceValue(scope: Scope, logicalId: string, name: string): SymbolicString | undefined {
  const { template } = scope;
  const resource = template.resources.get(logicalId);
  if (resource === undefined) return undefined;
  return holed({ kind: 'resource', template: template.name, logicalId, resourceType: resource.type, attribute: name });
}

function attributeValue(scope: Scope, argument: Json | undefined): SymbolicString | undefined {
  if (!Array.isArray(argument) || argument.length !== 2) return undefined;
  const [logicalId, name] = argument;
  if (typeof logicalId !== 'string' || typeof name !== 'string' || name === '' || name.startsWith('Outputs.')) return undefined;
  return isEcho(scope.template.resources.get(logicalId)?.type, name) ? undefined : resourceValue(scope, logicalId, name);
}

/** What the same `Fn::Join` gave before: the ARN of an AWS managed policy stands in every role of a template. */
function joinedOnce(scope: Scope, argument: Json | undefined): SymbolicString | undefined {
  const { joined } = scope;
  const text = argument === undefined ? undefined : jsonTextOf(argument);
  if (text === undefined) return undefined;
  const known = joined.get(text);
  if (known !== undefined) return known;
  const value = joinedText(scope, argument, 0);
  if (value !== undefined) joined.set(text, value);
  return value;
}

function joinedText(scope: Scope, argument: Json | undefined, depth: number): SymbolicString | undefined {
  if (!Array.isArray(argument) || argument.length !== 2) return undefined;
  const [delimiter, list] = argument;
  if (typeof delimiter !== 'string' || !Array.isArray(list)) return undefined;
  const pieces: SymbolicString[] = [];
  for (const member of list) {
    const piece = plainText(scope, member, depth + 1);
    if (piece === undefined) return undefined;
    if (delimiter !== '' && pieces.length > 0) pieces.push(delimiter);
    pieces.push(piece);
  }
  return withoutReference(concat(pieces));
}

function substituted(scope: Scope, argument: Json | undefined): SymbolicString | undefined {
  if (typeof argument !== 'string') return undefined;
  const pieces: SymbolicString[] = [];
  for (const part of parseSubstitution(argument)) {
    if (typeof part === 'string') {
      pieces.push(part);
      continue;
    }
    const dot = part.name.indexOf('.');
    const piece = dot < 0 || scope.template.resources.has(part.name) ? reference(scope, part.name) : dotted(scope, part.name, dot);
    if (piece === undefined) return undefined;
    pieces.push(piece);
  }
  return withoutReference(concat(pieces));
}

function dotted(scope: Scope, name: string, dot: number): SymbolicString | undefined {
  return attributeValue(scope, [name.slice(0, dot), name.slice(dot + 1)]);
}

/** Pieces may only together spell a dynamic reference, which must be read in full. */
function withoutReference(value: SymbolicString): SymbolicString | undefined {
  if (typeof value === 'string') return value.includes('{{') ? undefined : value;
  return value.parts.some((part) => typeof part === 'string' && part.includes('{{')) ? undefined : value;
}
