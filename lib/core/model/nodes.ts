import { isObject, type Json, type JsonObject } from '../json';
import { below, type Path } from '../path';
import type { Located, Resolver, Shallow } from '../template/resolver';
import type { Holed } from '../template/symbolic';

/**
 * Steps into raw template values. Every step answers with all that the value can be: both branches of an `Fn::If`, the
 * values of a map. What is a plain object or list is stepped into without asking the resolver.
 */

/** The feasible objects of a value; a JSON text of an object is one. Anything else (absent, a scalar, a hole) is left out. */
export function objectsOf(resolver: Resolver, node: Json | undefined, at: Path | undefined): readonly Located<JsonObject>[] {
  if (node === undefined || node === null) return [];
  // Inside of a JSON text, an object without members may stand for a text: the resolver knows.
  if (isObject(node) && !isIntrinsic(node) && Object.keys(node).length > 0) return [{ value: node, at }];
  return resolver.shallow(node, at).flatMap((alternative) => {
    const object = objectIn(alternative.value) ?? parsedObject(resolver, alternative.value);
    return object === undefined ? [] : [{ value: object, at: alternative.at }];
  });
}

/** The members of a list, flattened; a single object where a list belongs is a list of one, as CloudFormation takes it. */
export function membersOf(resolver: Resolver, node: Json | undefined, at: Path | undefined): readonly Located<Json>[] {
  if (node === undefined || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((member, index) => membersOf(resolver, member, below(at, index)));
  if (!isIntrinsic(node)) return [{ value: node, at }];
  return resolver.shallow(node, at).flatMap((alternative): readonly Located<Json>[] => {
    const { value } = alternative;
    if (value === undefined || value === null) return [];
    if (isList(value)) return value.flatMap((member, index) => membersOf(resolver, member, below(alternative.at, index)));
    const object = objectIn(value);
    return object === undefined ? [{ value: node, at }] : [{ value: object, at: alternative.at }];
  });
}

/** The nodes at `path` below an object: all feasible ones, unresolved; empty when the path leads nowhere. */
export function nodesAt(
  resolver: Resolver,
  node: Json | undefined,
  at: Path | undefined,
  ...path: readonly string[]
): readonly Located<Json>[] {
  let places: readonly Located<Json>[] = node === undefined || node === null ? [] : [{ value: node, at }];
  for (const key of path) {
    places = places.flatMap((place) =>
      objectsOf(resolver, place.value, place.at).flatMap((object) => {
        const next = Object.hasOwn(object.value, key) ? object.value[key] : undefined;
        return next === undefined || next === null ? [] : [{ value: next, at: below(object.at, key) }];
      }),
    );
  }
  return places;
}

/** Whether a value cannot be read as what it should be: neither absent, nor an object, nor a JSON text of one. */
export function isUnreadable(resolver: Resolver, node: Json | undefined, at: Path | undefined): boolean {
  if (node === undefined || node === null || (isObject(node) && !isIntrinsic(node))) return false;
  return resolver
    .shallow(node, at)
    .some(
      ({ value }) => value !== undefined && value !== null && objectIn(value) === undefined && parsedObject(resolver, value) === undefined,
    );
}

function isIntrinsic(node: Json): node is JsonObject {
  if (!isObject(node)) return false;
  const [key, ...others] = Object.keys(node);
  return key !== undefined && others.length === 0 && (key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'));
}

function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** `value` when it is an object of the template, not text with holes (whose `parts` are a list). */
function objectIn(value: Shallow): JsonObject | undefined {
  return isObject(value) && !Array.isArray(value.parts) ? value : undefined;
}

function parsedObject(resolver: Resolver, value: Shallow): JsonObject | undefined {
  if (value === undefined || value === null || isList(value)) return undefined;
  const text = typeof value === 'string' ? value : isHoled(value) ? value : undefined;
  const parsed = text === undefined ? undefined : resolver.parseText(text);
  return isObject(parsed) ? parsed : undefined;
}

function isHoled(value: object): value is Holed {
  return 'parts' in value && Array.isArray(value.parts);
}
