import type { Resource } from '../template/template';
import type { Model } from './model';

/**
 * The resources of `type` that a property of `from` points at, in all templates: by reference, or by the name that they
 * are given in `nameProperty`.
 */
export function resourcesNamed(
  model: Model,
  from: Resource,
  path: readonly string[],
  type: string,
  nameProperty: string,
): readonly Resource[] {
  const found = new Set<Resource>();
  const resolver = model.resolverOf(from.template);
  for (const element of model.values(from, ...path)) {
    const target = resolver.target(element.value);
    if (target !== undefined) {
      if (target.type === type) found.add(target);
      continue;
    }
    for (const candidate of namesOf(model, type, nameProperty).get(model.show(element, from)) ?? []) found.add(candidate);
  }
  return [...found];
}

const names = new WeakMap<Model, Map<string, ReadonlyMap<string, readonly Resource[]>>>();

/** The resources of a type by the names that their properties give them. */
function namesOf(model: Model, type: string, nameProperty: string): ReadonlyMap<string, readonly Resource[]> {
  let known = names.get(model);
  if (known === undefined) {
    known = new Map();
    names.set(model, known);
  }
  const key = `${type} ${nameProperty}`;
  const indexed = known.get(key);
  if (indexed !== undefined) return indexed;
  const index = new Map<string, Resource[]>();
  for (const resource of model.resourcesOfType(type)) {
    for (const name of model.values(resource, nameProperty)) {
      const shown = model.show(name, resource);
      const same = index.get(shown);
      if (same === undefined) index.set(shown, [resource]);
      else same.push(resource);
    }
  }
  known.set(key, index);
  return index;
}
