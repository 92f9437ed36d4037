import { resourcesNamedIn } from '../../core/model/mentions';
import type { Model } from '../../core/model/model';
import { identityDocumentsOf } from '../../core/model/rights';
import type { Resource } from '../../core/template/template';
import { storeKindOf } from '../store-kinds';

/**
 * The store that an integration leads to which names none: the first that the role it acts with may use. The role at a
 * property path of `from` is meant.
 */
export function storeOfRole(model: Model, from: Resource, ...path: readonly string[]): Resource | undefined {
  const resolver = model.resolverOf(from.template);
  for (const { value } of model.values(from, ...path)) {
    const role = resolver.target(value);
    for (const document of role === undefined ? [] : (identityDocumentsOf(model).get(role) ?? [])) {
      for (const { effect, resources } of document.statements) {
        if (effect === 'Deny') continue;
        const named = resources.flatMap((element) => resourcesNamedIn(model, document.resource, element.value));
        const store = named.find(({ type }) => storeKindOf(type) !== undefined);
        if (store !== undefined) return store;
      }
    }
  }
  return undefined;
}
