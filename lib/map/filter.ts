import { globsIntersect } from '../core/iam/pattern';
import type { BlastRadius, Exposure, Inventory, InventoryEntryPoint, InventoryFunction, InventoryPermission } from '../inventory/inventory';
import { storesOf } from '../inventory/paths';
import { grouped } from './grouped';
import { authenticationInWords, exposureWords } from './words';

/** What a reader asked to see. An empty choice is no choice: everything. */
export interface Filter {
  /** Words that must all appear; `s3:GetObject` also finds who holds `s3:Get*`. */
  readonly query: string;
  readonly exposures: readonly Exposure[];
  readonly blastRadii: readonly BlastRadius[];
  readonly stacks: readonly string[];
}

export const noFilter: Filter = { query: '', exposures: [], blastRadii: [], stacks: [] };

export function isActive({ query, exposures, blastRadii, stacks }: Filter): boolean {
  return query.trim() !== '' || exposures.length + blastRadii.length + stacks.length > 0;
}

/** Something that can be found. */
interface Subject {
  readonly id: string;
  readonly stack: string;
  readonly exposure: Exposure | null;
  readonly blastRadius: BlastRadius | null;
  readonly text: string;
  readonly actions: readonly string[];
}

/** Ids of what a filter lets through. */
export interface Matches {
  readonly functions: ReadonlySet<string>;
  readonly entryPoints: ReadonlySet<string>;
  readonly stores: ReadonlySet<string>;
  readonly holders: ReadonlySet<string>;
}

/** How many functions each choice would show, with the other choices as they are. */
export interface Choices {
  readonly exposures: ReadonlyMap<Exposure, number>;
  readonly blastRadii: ReadonlyMap<BlastRadius, number>;
  readonly stacks: ReadonlyMap<string, number>;
}

/** The inventory made ready for searching. */
export interface SearchIndex {
  matches(filter: Filter): Matches;
  choices(filter: Filter): Choices;
}

export function searchIndexOf(inventory: Inventory): SearchIndex {
  const functions = functionSubjects(inventory);
  const entryPoints = inventory.entryPoints.map(entryPointSubject);
  const stores: readonly Subject[] = inventory.stores.map(({ id, name, stack, kind, type, exposure }) => ({
    id,
    stack,
    exposure,
    blastRadius: null,
    text: textOf(id, name, kind, type),
    actions: [],
  }));
  const byHolder = permissionsByHolder(inventory);
  const holders: readonly Subject[] = inventory.holders.map((holder) => ({
    id: holder.id,
    stack: holder.stack,
    exposure: null,
    blastRadius: null,
    ...whatItMayDo(inventory, byHolder.get(holder.id) ?? [], [holder.id, holder.name, ...holder.trusts]),
  }));
  return {
    matches(filter) {
      const found = idsOf(functions, filter);
      return {
        functions: found,
        // What starts a function that is shown is shown with it, however people get to the function.
        entryPoints: new Set(
          entryPoints.filter((subject) => passes(subject, filter) || subject.starts.some((id) => found.has(id))).map(({ id }) => id),
        ),
        stores: idsOf(stores, filter),
        holders: idsOf(holders, filter),
      };
    },
    choices(filter) {
      const count = <Value>(values: (subject: Subject) => Value | null, others: Filter): ReadonlyMap<Value, number> => {
        const counts = new Map<Value, number>();
        for (const subject of functions) {
          const value = values(subject);
          if (value !== null && passes(subject, others)) counts.set(value, (counts.get(value) ?? 0) + 1);
        }
        return counts;
      };
      return {
        exposures: count(({ exposure }) => exposure, { ...filter, exposures: [] }),
        blastRadii: count(({ blastRadius }) => blastRadius, { ...filter, blastRadii: [] }),
        stacks: count(({ stack }) => stack, { ...filter, stacks: [] }),
      };
    },
  };
}

function idsOf(subjects: readonly Subject[], filter: Filter): ReadonlySet<string> {
  return new Set(subjects.filter((subject) => passes(subject, filter)).map(({ id }) => id));
}

/** Whether a filter lets something through; what has no blast radius is let through by none that asks for one. */
function passes({ exposure, blastRadius, stack, text, actions }: Subject, filter: Filter): boolean {
  return (
    isChosen(filter.exposures, exposure) &&
    isChosen(filter.blastRadii, blastRadius) &&
    isChosen(filter.stacks, stack) &&
    termsOf(filter.query).every((term) => text.includes(term) || (isAction(term) && actions.some((action) => globsIntersect(action, term))))
  );
}

function isChosen<Value>(chosen: readonly Value[], value: Value | null): boolean {
  return chosen.length === 0 || (value !== null && chosen.includes(value));
}

function termsOf(query: string): readonly string[] {
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '');
}

function isAction(term: string): boolean {
  return /^[a-z0-9-]+:[a-z0-9*?]+$/.test(term);
}

function textOf(...parts: readonly (string | null)[]): string {
  return parts
    .filter((part) => part !== null)
    .join('\n')
    .toLowerCase();
}

function functionSubjects(inventory: Inventory): readonly Subject[] {
  const byHolder = permissionsByHolder(inventory);
  const labels = new Map<string, string[]>();
  for (const { function: started, label, service } of inventory.entryPoints) {
    if (started !== null) labels.set(started, [...(labels.get(started) ?? []), label, service]);
  }
  return inventory.functions.map((each) => ({
    id: each.id,
    stack: each.stack,
    exposure: each.exposure,
    blastRadius: each.blastRadius,
    ...whatItMayDo(inventory, byHolder.get(each.role ?? each.id) ?? [], wordsOf(each, labels.get(each.id) ?? [])),
  }));
}

function wordsOf({ id, name, stack, runtime, role, logicalId, source, blastReasons }: InventoryFunction, labels: readonly string[]) {
  return [id, name, stack, runtime, role, logicalId, source, ...blastReasons, ...labels];
}

function whatItMayDo(inventory: Inventory, permissions: readonly InventoryPermission[], words: readonly (string | null)[]) {
  return {
    text: textOf(
      ...words,
      ...permissions.flatMap((permission) => [permission.resource, ...permission.actions, ...storesOf(inventory, permission)]),
    ),
    actions: [...new Set(permissions.flatMap(({ actions }) => actions))].map((action) => action.toLowerCase()),
  };
}

function permissionsByHolder({ permissions }: Inventory): ReadonlyMap<string, readonly InventoryPermission[]> {
  return grouped(permissions, ({ holder }) => holder);
}

function entryPointSubject(entryPoint: InventoryEntryPoint): Subject & { readonly starts: readonly string[] } {
  const { id, stack, exposure, label, service, who, authentication, from } = entryPoint;
  return {
    id,
    stack,
    exposure,
    blastRadius: null,
    text: textOf(id, label, service, who, from, entryPoint.function, authenticationInWords(authentication), exposureWords[exposure]),
    actions: [],
    starts: entryPoint.function === null ? [] : [entryPoint.function],
  };
}
