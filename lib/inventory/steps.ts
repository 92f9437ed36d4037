import type { Effect, Inventory, InventoryPermission } from './inventory';
import { addTo, byText, sortedOnce } from './order';
import { storeKindOf } from './store-kinds';

/** What leads on from something: a function or store to the stores that it may use, a store to what it starts. */
export interface Step {
  readonly to: string;
  /** Sorted. */
  readonly effects: readonly Effect[];
}

/** Whether what comes in on one side of a step comes out on the other: what may only be read or listed passes nothing on. */
export function leadsOn({ effects }: Step): boolean {
  return effects.some((effect) => effect === 'write' || effect === 'delete' || effect === 'permissions');
}

/** What steps are read from: an inventory, or one that is being made. */
export interface StepSource extends Pick<Inventory, 'permissions' | 'flows' | 'entryPoints'> {
  readonly functions: readonly { readonly id: string; readonly role: string | null }[];
  readonly stores: readonly { readonly id: string; readonly role: string | null; readonly type: string }[];
}

/** The steps from every function and store, by id; sorted. */
export function readSteps(source: StepSource): ReadonlyMap<string, readonly Step[]> {
  const { permissions, flows, entryPoints } = source;
  const steps = new Map<string, Map<string, Set<Effect>>>();
  const add = (from: string, to: string, effects: readonly Effect[]) => {
    if (from === to) return;
    const own = steps.get(from) ?? new Map<string, Set<Effect>>();
    steps.set(from, own);
    const known = own.get(to) ?? new Set<Effect>();
    own.set(to, known);
    for (const effect of effects) known.add(effect);
  };
  const actors = new Map<string, string[]>();
  for (const { id, role } of [...source.functions, ...source.stores]) if (role !== null) addTo(actors, role, id);
  const functions = new Set(source.functions.map(({ id }) => id));
  const storesOf = coveredBy(source);
  for (const permission of permissions) {
    const own = actors.get(permission.holder);
    if (own === undefined || permission.effects.length === 0) continue;
    for (const store of storesOf(permission)) {
      // What may only look at a function, or set it up, does not start it.
      if (functions.has(store) && !mayInvoke(permission)) continue;
      for (const actor of own) add(actor, store, permission.effects);
    }
  }
  for (const { from, to } of flows) add(from, to, ['write']);
  for (const { from, function: started, store, effects } of entryPoints) {
    for (const to of [started, store]) if (from !== null && to !== null) add(from, to, effects ?? ['write']);
  }
  return new Map(
    [...steps].map(([from, all]) => [
      from,
      [...all].map(([to, effects]) => ({ to, effects: sortedOnce(effects) })).sort((a, b) => byText(a.to, b.to)),
    ]),
  );
}

/** Gives the ids of the stores and functions of the input that a permission takes in. */
export function coveredBy({ stores }: Pick<StepSource, 'stores'>): (permission: InventoryPermission) => readonly string[] {
  const byType = new Map<string, string[]>();
  for (const { type, id } of stores) addTo(byType, type, id);
  return ({ store, covers }) =>
    store !== null
      ? [store]
      : sortedOnce(covers.flatMap((cover) => byType.get(cover) ?? (storeKindOf(cover) === undefined ? [cover] : [])));
}

const INVOKE = /^(?:\*|lambda:(?:\*|invoke.*|i?\*.*))$/i;

/** Whether a permission on a function lets its holder start it. */
export function mayInvoke({ actions }: InventoryPermission): boolean {
  return actions.some((action) => INVOKE.test(action) || action.startsWith('all but '));
}
