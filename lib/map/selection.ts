import { matchesGlob } from '../core/iam/pattern';
import type { Inventory, InventoryFunction } from '../inventory/inventory';
import { storesOf } from '../inventory/paths';

/** Which functions a map is about; all of them where nothing is said. */
export interface Selection {
  /** Patterns of ids or names; `*` stands for any text. */
  readonly functions: readonly string[];
  /** Only what strangers can reach, or may: anyone, any AWS account, not known. */
  readonly exposed: boolean;
}

/** The part of an inventory that is about some functions: what starts them, how they are reached, what they use. */
export function selected(inventory: Inventory, selection: Selection): Inventory {
  if (selection.functions.length === 0 && !selection.exposed) return inventory;
  const functions = inventory.functions.filter((each) => isSelected(each, selection));
  const kept = new Set(functions.flatMap(({ id, exposedThrough }) => [id, ...exposedThrough]));
  const started = new Set(functions.map(({ id }) => id));
  const roles = new Set(functions.flatMap(({ role }) => role ?? []));
  const permissions = inventory.permissions.filter(({ holder }) => roles.has(holder));
  const entryPoints = inventory.entryPoints.filter(({ id, function: to }) => kept.has(id) || (to !== null && started.has(to)));
  for (const permission of permissions) for (const store of storesOf(inventory, permission)) kept.add(store);
  for (const { id, from } of entryPoints) for (const each of [id, from]) if (each !== null) kept.add(each);
  return {
    ...inventory,
    functions: inventory.functions.filter(
      ({ id }) => started.has(id) || functions.some(({ exposedThrough }) => exposedThrough.includes(id)),
    ),
    entryPoints,
    apis: inventory.apis
      .filter(({ id }) => kept.has(id))
      .map((api) => ({ ...api, entryPoints: api.entryPoints.filter((id) => kept.has(id)) })),
    stores: inventory.stores.filter(({ id }) => kept.has(id)),
    holders: [],
    permissions,
    flows: inventory.flows.filter(({ from, to }) => kept.has(from) && kept.has(to)),
    outbound: inventory.outbound.filter(({ from }) => kept.has(from) || roles.has(from)),
  };
}

function isSelected({ id, name, exposure }: InventoryFunction, { functions, exposed }: Selection): boolean {
  if (exposed && exposure !== 'anyone' && exposure !== 'any-account' && exposure !== 'unknown') return false;
  return functions.length === 0 || functions.some((pattern) => matchesGlob(pattern, id) || matchesGlob(pattern, name));
}
