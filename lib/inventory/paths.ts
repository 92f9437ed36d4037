import type { Effect, Inventory, InventoryEntryPoint, InventoryPermission } from './inventory';
import { byText } from './order';
import { coveredBy, leadsOn, readSteps, type Step } from './steps';

/** How somebody who is let in by nobody gets from an entry point to data. */
export interface AnonymousPath {
  /** Id of the entry point. */
  readonly entryPoint: string;
  /** False where it is not known whether anyone can use the entry point: it may be. */
  readonly certain: boolean;
  /** Id of the store. */
  readonly store: string;
  /** Ids of what lies between them, in order: functions, queues, topics, state machines. Empty when the entry point leads right to the store. */
  readonly through: readonly string[];
  /** What the last of them may do to the store; what reaches it on the way counts as `write`. Sorted. */
  readonly effects: readonly Effect[];
}

/** The ids of the stores and functions of the input that a permission takes in. Sorted. */
export function storesOf(inventory: Inventory, permission: InventoryPermission): readonly string[] {
  return indexOf(inventory).storesOf(permission);
}

/** The steps from every function and store, by id: what it may use, what it starts, what it hands messages to. */
export function stepsOf(inventory: Inventory): ReadonlyMap<string, readonly Step[]> {
  return indexOf(inventory).steps;
}

/**
 * The shortest path from each entry point that anyone can use to each store of data that it leads to. An entry point
 * whose exposure is not known counts as well: it may be open.
 */
export function pathsFromAnyone(inventory: Inventory): readonly AnonymousPath[] {
  const { steps, data } = indexOf(inventory);
  return inventory.entryPoints
    .filter(({ exposure }) => exposure === 'anyone' || exposure === 'unknown')
    .flatMap((entryPoint) => pathsFrom(entryPoint, steps, data));
}

interface Arrival {
  readonly id: string;
  readonly through: readonly string[];
  readonly step: Step;
}

function pathsFrom(
  { id: entryPoint, exposure, function: started, store, effects: own }: InventoryEntryPoint,
  steps: ReadonlyMap<string, readonly Step[]>,
  data: ReadonlySet<string>,
): readonly AnonymousPath[] {
  const found: AnonymousPath[] = [];
  const seen = new Set<string>();
  let front: readonly Arrival[] = [started, store].flatMap((id) =>
    id === null ? [] : [{ id, through: [], step: { to: id, effects: own ?? (['write'] as const) } }],
  );
  while (front.length > 0) {
    const next: Arrival[] = [];
    for (const arrival of unseen(front, seen)) {
      const { id, through, step } = arrival;
      if (data.has(id)) found.push({ entryPoint, certain: exposure === 'anyone', store: id, through, effects: step.effects });
      if (!leadsOn(step)) continue;
      for (const further of steps.get(id) ?? []) {
        if (!seen.has(further.to)) next.push({ id: further.to, through: [...through, id], step: further });
      }
    }
    front = next;
  }
  return found.sort((a, b) => byText(a.store, b.store));
}

/** Each arrival once; of several at the same place, one that leads on. */
function unseen(front: readonly Arrival[], seen: Set<string>): readonly Arrival[] {
  const arrivals = new Map<string, Arrival>();
  for (const arrival of front) {
    if (seen.has(arrival.id)) continue;
    const same = arrivals.get(arrival.id);
    if (same === undefined || (!leadsOn(same.step) && leadsOn(arrival.step))) arrivals.set(arrival.id, arrival);
  }
  for (const id of arrivals.keys()) seen.add(id);
  return [...arrivals.values()];
}

interface Index {
  readonly data: ReadonlySet<string>;
  readonly steps: ReadonlyMap<string, readonly Step[]>;
  readonly storesOf: (permission: InventoryPermission) => readonly string[];
}

const indexes = new WeakMap<Inventory, Index>();

function indexOf(inventory: Inventory): Index {
  let index = indexes.get(inventory);
  if (index === undefined) {
    index = {
      data: new Set(inventory.stores.filter(({ data }) => data).map(({ id }) => id)),
      steps: readSteps(inventory),
      storesOf: coveredBy(inventory),
    };
    indexes.set(inventory, index);
  }
  return index;
}
