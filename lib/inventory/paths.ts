import type { Effect, Inventory, InventoryEntryPoint, InventoryPermission, InventoryStore } from './inventory';

/** How somebody who is let in by nobody gets from an entry point to data. */
export interface AnonymousPath {
  /** Id of the entry point. */
  readonly entryPoint: string;
  /** Id of the store. */
  readonly store: string;
  /** Ids of what lies between them, in order: functions, queues, topics, state machines. Empty when the entry point leads right to the store. */
  readonly through: readonly string[];
  /** What the last of them may do to the store; what reaches it on the way counts as `write`. Sorted. */
  readonly effects: readonly Effect[];
}

/** The ids of the stores and functions of the input that a permission takes in. */
export function storesOf(inventory: Inventory, { store, covers }: InventoryPermission): readonly string[] {
  if (store !== null) return [store];
  if (covers.length === 0) return [];
  const types = indexOf(inventory).byType;
  return [...new Set(covers.flatMap((cover) => types.get(cover)?.map(({ id }) => id) ?? [cover]))].sort(compare);
}

/** What leads on from something: a function or store to the stores that it may use, a store to what it starts. */
export interface Step {
  readonly to: string;
  readonly effects: readonly Effect[];
}

/** The steps from every function, store and API, by id. */
export function stepsOf(inventory: Inventory): ReadonlyMap<string, readonly Step[]> {
  return indexOf(inventory).steps;
}

/**
 * The shortest path from each entry point that anyone can use to each store of data that it leads to. An entry point
 * whose exposure is not known counts as well: it may be open.
 */
export function pathsFromAnyone(inventory: Inventory): readonly AnonymousPath[] {
  const { steps, data } = indexOf(inventory);
  const found: AnonymousPath[] = [];
  for (const entryPoint of inventory.entryPoints) {
    if (entryPoint.exposure !== 'anyone' && entryPoint.exposure !== 'unknown') continue;
    found.push(...pathsFrom(entryPoint, steps, data));
  }
  return found;
}

interface Arrival {
  readonly id: string;
  readonly through: readonly string[];
  readonly effects: readonly Effect[];
}

function pathsFrom(
  entryPoint: InventoryEntryPoint,
  steps: ReadonlyMap<string, readonly Step[]>,
  data: ReadonlySet<string>,
): readonly AnonymousPath[] {
  const found: AnonymousPath[] = [];
  const seen = new Set<string>();
  let front: readonly Arrival[] = [entryPoint.function, entryPoint.store].flatMap((id) =>
    id === null ? [] : [{ id, through: [], effects: ['write'] as const }],
  );
  for (const { id } of front) seen.add(id);
  while (front.length > 0) {
    const next = new Map<string, Arrival>();
    for (const { id, through, effects } of front) {
      if (data.has(id)) found.push({ entryPoint: entryPoint.id, store: id, through, effects });
      for (const step of steps.get(id) ?? []) {
        if (seen.has(step.to)) continue;
        const same = next.get(step.to);
        if (same === undefined) next.set(step.to, { id: step.to, through: [...through, id], effects: step.effects });
      }
    }
    for (const id of next.keys()) seen.add(id);
    front = [...next.values()];
  }
  return found.sort((a, b) => compare(a.store, b.store));
}

interface Index {
  readonly byType: ReadonlyMap<string, readonly InventoryStore[]>;
  readonly data: ReadonlySet<string>;
  readonly steps: ReadonlyMap<string, readonly Step[]>;
}

const indexes = new WeakMap<Inventory, Index>();

function indexOf(inventory: Inventory): Index {
  let index = indexes.get(inventory);
  if (index === undefined) {
    const byType = new Map<string, InventoryStore[]>();
    for (const store of inventory.stores) addTo(byType, store.type, store);
    const steps = new Map<string, readonly Step[]>();
    index = { byType, data: new Set(inventory.stores.filter(({ data }) => data).map(({ id }) => id)), steps };
    indexes.set(inventory, index);
    for (const [from, all] of readSteps(inventory)) steps.set(from, all);
  }
  return index;
}

function readSteps(inventory: Inventory): ReadonlyMap<string, readonly Step[]> {
  const effects = new Map<string, Map<string, Set<Effect>>>();
  const add = (from: string, to: string, own: readonly Effect[]) => {
    if (from === to) return;
    const all = effects.get(from) ?? new Map<string, Set<Effect>>();
    effects.set(from, all);
    const known = all.get(to) ?? new Set<Effect>();
    all.set(to, known);
    for (const effect of own) known.add(effect);
  };
  const actors = actorsByHolder(inventory);
  const functions = new Set(inventory.functions.map(({ id }) => id));
  for (const permission of inventory.permissions) {
    if (permission.effects.length === 0) continue;
    const stores = storesOf(inventory, permission);
    for (const actor of actors.get(permission.holder) ?? []) {
      // What may only look at a function, or set it up, does not start it.
      for (const store of stores) if (!functions.has(store) || mayInvoke(permission)) add(actor, store, permission.effects);
    }
  }
  for (const { from, to } of inventory.flows) add(from, to, ['write']);
  for (const { from, function: started, store } of inventory.entryPoints) {
    for (const to of [started, store]) if (from !== null && to !== null) add(from, to, ['write']);
  }
  return new Map(
    [...effects].map(([from, all]) => [
      from,
      [...all].map(([to, own]) => ({ to, effects: [...own].sort(compare) })).sort((a, b) => compare(a.to, b.to)),
    ]),
  );
}

const INVOKE = /^(?:\*|lambda:(?:\*|invoke.*|i?\*.*))$/i;

function mayInvoke({ actions }: InventoryPermission): boolean {
  return actions.some((action) => INVOKE.test(action) || action.startsWith('all but '));
}

/** Who acts with the permissions of each holder: functions, and stores that act on their own. */
function actorsByHolder({ functions, stores }: Inventory): ReadonlyMap<string, readonly string[]> {
  const actors = new Map<string, string[]>();
  for (const { id, role } of [...functions, ...stores]) if (role !== null) addTo(actors, role, id);
  return actors;
}

function addTo<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
