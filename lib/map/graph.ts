import type { BlastRadius, Effect, Exposure, Inventory, InventoryEntryPoint } from '../inventory/inventory';
import { storesOf } from '../inventory/paths';
import { exposureIcons, type IconName, storeIcon } from './icons';
import { counted, effectsInShort } from './words';

/** A pattern that takes in more stores than this is one card, not a line to each of them. */
const coveredOneByOne = 3;

export type NodeKind = 'entry' | 'function' | 'store' | 'holder' | 'other' | 'stack';

/** What is drawn as one card. */
export interface MapNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  /** The second line of the card: what it is. */
  readonly detail: string;
  /** The stack that it is part of; null outside of the app. */
  readonly stack: string | null;
  /** Of functions, entry points and stores. */
  readonly exposure: Exposure | null;
  /** Of functions; of stacks the widest of their functions. */
  readonly blastRadius: BlastRadius | null;
  readonly icon: IconName;
  /** A function that CDK's own constructs make. */
  readonly provided: boolean;
}

/** Everything that leads from one card to another, as one line. */
export interface MapEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: 'starts' | 'uses' | 'flows' | 'leaves';
  readonly label: string;
  readonly effects: readonly Effect[];
  readonly wildcard: boolean;
}

export interface MapGraph {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  /** The edges into and out of each node. */
  readonly edgesOf: ReadonlyMap<string, readonly MapEdge[]>;
  readonly nodeOf: ReadonlyMap<string, MapNode>;
}

/** The card of something of the inventory. Entry points and things have names of their own, so that none hides another. */
export function nodeId(kind: NodeKind, id: string): string {
  return `${kind}:${id}`;
}

/**
 * An event that comes from a store or a function of the input is a line from there; everything else that starts a function
 * is a card of its own.
 */
export function isLine(entryPoint: InventoryEntryPoint, isKnown: (id: string) => boolean): boolean {
  return (
    entryPoint.kind === 'trigger' &&
    (entryPoint.function !== null || entryPoint.store !== null) &&
    entryPoint.from !== null &&
    isKnown(entryPoint.from)
  );
}

/** The inventory as cards and lines: entry points, what they start, what that may do to what, and what leaves the account. */
export function graphOf(inventory: Inventory): MapGraph {
  const nodes = new Map<string, MapNode>();
  const add = (node: MapNode) => {
    if (!nodes.has(node.id)) nodes.set(node.id, node);
    return node.id;
  };
  // Things of the input are found by their id, whatever they are.
  const cardsOf = new Map<string, string[]>();
  const addThing = (id: string, node: MapNode) => {
    add(node);
    cardsOf.set(id, [...(cardsOf.get(id) ?? []), node.id]);
  };
  for (const { id, name, stack, exposure, blastRadius, runtime, role, provided } of inventory.functions) {
    const node: MapNode = {
      id: nodeId('function', id),
      kind: 'function',
      name,
      detail: runtime ?? 'function',
      stack,
      exposure,
      blastRadius,
      icon: exposureIcons[exposure],
      provided,
    };
    addThing(id, node);
    if (role !== null && role !== id) cardsOf.set(role, [...(cardsOf.get(role) ?? []), node.id]);
  }
  for (const store of inventory.stores) {
    const { id, name, stack, kind, exposure, role } = store;
    const node: MapNode = {
      id: nodeId('store', id),
      kind: 'store',
      name,
      detail: kind,
      stack,
      exposure,
      blastRadius: null,
      icon: storeIcon(store),
      provided: false,
    };
    addThing(id, node);
    // A state machine acts with a role of its own.
    if (role !== null && role !== id) cardsOf.set(role, [...(cardsOf.get(role) ?? []), node.id]);
  }
  for (const { id, name, stack, trusts } of inventory.holders)
    addThing(id, {
      id: nodeId('holder', id),
      kind: 'holder',
      name,
      detail: trusts.join(', '),
      stack,
      exposure: null,
      blastRadius: null,
      icon: 'person',
      provided: false,
    });

  const lines = new Lines();
  const apis = new Map(inventory.apis.map(({ id, name }) => [id, name]));
  for (const entryPoint of inventory.entryPoints) {
    const started = [entryPoint.function, entryPoint.store].flatMap((target) => (target === null ? [] : (cardsOf.get(target) ?? [])));
    const sources = entryPoint.from === null ? [] : (cardsOf.get(entryPoint.from) ?? []);
    if (isLine(entryPoint, (id) => cardsOf.has(id))) {
      for (const source of sources) for (const target of started) lines.add(source, target, 'starts', entryPoint.invocation);
      continue;
    }
    const api = entryPoint.from === null ? undefined : apis.get(entryPoint.from);
    const id = add({
      id: nodeId('entry', entryPoint.id),
      kind: 'entry',
      name: entryPoint.label,
      detail: api ?? entryPoint.service,
      stack: entryPoint.stack,
      exposure: entryPoint.exposure,
      blastRadius: null,
      icon: entryPoint.invocation === 'schedule' ? 'clock' : exposureIcons[entryPoint.exposure],
      provided: false,
    });
    for (const target of started.length > 0 ? started : sources) lines.add(id, target, 'starts', entryPoint.invocation);
  }
  for (const permission of inventory.permissions) {
    const { holder, store, resource, effects, wildcard, actions } = permission;
    const stores = storesOf(inventory, permission).flatMap((id) => cardsOf.get(id) ?? []);
    // What is allowed everywhere and takes in nothing of the app, and logs, would hide what matters behind lines of every card.
    if (stores.length === 0 && (resource === '*' || actions.every((action) => /^logs:/i.test(action)))) continue;
    const targets =
      stores.length > 0 && (store !== null || stores.length <= coveredOneByOne)
        ? stores
        : [
            add({
              id: nodeId('other', store ?? resource),
              kind: 'other',
              name: resource === '*' ? 'any resource (*)' : resource,
              detail:
                stores.length > 0
                  ? `covers ${counted(stores.length, 'store')} here`
                  : store === null
                    ? 'outside of the app'
                    : 'resource of the app',
              stack: null,
              exposure: null,
              blastRadius: null,
              icon: store === null ? 'outside' : 'cube',
              provided: false,
            }),
          ];
    for (const source of cardsOf.get(holder) ?? [])
      for (const target of targets) if (source !== target) lines.add(source, target, 'uses', effects, wildcard);
  }
  for (const { from, to, how } of inventory.flows) {
    for (const source of cardsOf.get(from) ?? []) for (const target of cardsOf.get(to) ?? []) lines.add(source, target, 'flows', how);
  }
  for (const { from, to, how } of inventory.outbound) {
    const target = add({
      id: nodeId('other', to),
      kind: 'other',
      name: to,
      detail: 'outside of the account',
      stack: null,
      exposure: null,
      blastRadius: null,
      icon: 'outside',
      provided: false,
    });
    for (const source of cardsOf.get(from) ?? []) lines.add(source, target, 'leaves', how);
  }
  return graphFrom([...nodes.values()], lines.edges());
}

/** A graph of these cards and lines, with what the lines touch at hand. */
export function graphFrom(nodes: readonly MapNode[], edges: readonly MapEdge[]): MapGraph {
  const edgesOf = new Map<string, MapEdge[]>(nodes.map(({ id }) => [id, []]));
  for (const edge of edges) {
    edgesOf.get(edge.from)?.push(edge);
    edgesOf.get(edge.to)?.push(edge);
  }
  return { nodes, edges, edgesOf, nodeOf: new Map(nodes.map((node) => [node.id, node])) };
}

/** Lines between cards, the parallel ones merged. */
export class Lines {
  private readonly found = new Map<
    string,
    { from: string; to: string; kind: MapEdge['kind']; words: Set<string>; effects: Set<Effect>; wildcard: boolean }
  >();

  public add(from: string, to: string, kind: MapEdge['kind'], what: string | readonly Effect[], wildcard = false): void {
    const key = JSON.stringify([kind, from, to]);
    const line = this.found.get(key) ?? { from, to, kind, words: new Set(), effects: new Set(), wildcard: false };
    this.found.set(key, line);
    if (typeof what === 'string') line.words.add(what);
    else for (const effect of what) line.effects.add(effect);
    line.wildcard ||= wildcard;
  }

  public edges(): MapEdge[] {
    return [...this.found].map(([id, { from, to, kind, words, effects, wildcard }]) => ({
      id,
      from,
      to,
      kind,
      label: kind === 'uses' ? effectsInShort(effects) : [...words].sort().join(', '),
      effects: [...effects].sort(),
      wildcard,
    }));
  }
}
