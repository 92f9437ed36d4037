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
    const shown = model.show(element, from);
    for (const candidate of model.resourcesOfType(type)) {
      if (model.values(candidate, nameProperty).some((name) => model.show(name, candidate) === shown)) found.add(candidate);
    }
  }
  return [...found];
}
