import { isObject, type Json, type JsonObject } from '../json';

/**
 * Whether a property is certainly there, read off the template without resolving anything: every step on the way is a plain
 * object, and its value is no choice that may be `AWS::NoValue`. Functions and log groups are many, and most are of this form.
 */
export function isPlainlySet(properties: JsonObject, ...path: readonly string[]): boolean {
  const node = plainly(properties, path);
  if (node === undefined || node === null) return false;
  if (!isObject(node)) return true;
  return node.Ref === undefined ? !('Fn::If' in node || 'Fn::Transform' in node) : node.Ref !== 'AWS::NoValue';
}

/** The text, number or truth value at a path of plain objects, as JSON writes it; `undefined` when anything else is there. */
export function plainScalar(properties: JsonObject, ...path: readonly string[]): string | undefined {
  const node = plainly(properties, path);
  return typeof node === 'string' || typeof node === 'number' || typeof node === 'boolean' ? String(node) : undefined;
}

function plainly(properties: JsonObject, path: readonly string[]): Json | undefined {
  let node: Json | undefined = properties;
  for (const key of path) {
    if (!isObject(node) || !Object.hasOwn(node, key)) return undefined;
    node = node[key];
  }
  return node;
}
