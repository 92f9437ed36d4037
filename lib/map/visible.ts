import type { BlastRadius } from '../inventory/inventory';
import type { Matches } from './filter';
import { graphFrom, Lines, type MapEdge, type MapGraph, type MapNode, nodeId } from './graph';
import { grouped } from './grouped';
import { blastRadii, counted } from './words';

/** How much of the map is drawn: a card for each stack, what strangers can reach, or everything. */
export type View = 'stacks' | 'exposed' | 'everything';

/** More functions than this do not fit one readable picture. */
export const readableFunctions = 150;

/** The view that a map begins with. */
export function firstView(graph: MapGraph): View {
  const functions = graph.nodes.filter(({ kind }) => kind === 'function');
  if (functions.length <= readableFunctions) return 'everything';
  if (new Set(functions.map(({ stack }) => stack)).size > 1) return 'stacks';
  const open = functions.filter(isOpen);
  return open.length > 0 && open.length <= readableFunctions ? 'exposed' : 'everything';
}

/** Whether strangers can reach something, or nobody knows that they cannot. */
export function isOpen({ exposure }: MapNode): boolean {
  return exposure === 'anyone' || exposure === 'any-account' || exposure === 'unknown';
}

/** What of a graph is to be seen. */
export interface Selection {
  readonly view: View;
  /** Ids of the inventory that pass the filter. */
  readonly matches: Matches;
  readonly isFiltered: boolean;
  /** Stacks whose card is open. */
  readonly opened: ReadonlySet<string>;
  /** The card whose surroundings alone are drawn. */
  readonly focus: string | null;
  /** The card whose details are shown: it is drawn in any case. */
  readonly selected: string | null;
  /** So are these. */
  readonly path: readonly string[];
  /** Whether roles that no function holds are drawn. */
  readonly holders: boolean;
  /** Whether functions that CDK's own constructs make are drawn. */
  readonly provided: boolean;
  /** Whether resources outside of the input are drawn. */
  readonly others: boolean;
}

export function visibleOf(graph: MapGraph, selection: Selection): MapGraph {
  const { focus, path, view } = selection;
  if (focus !== null && graph.nodeOf.has(focus)) return part(graph, around(graph, [focus]));
  const shown = shownBy(graph, selection);
  if (view === 'stacks') {
    // A path leads through stacks, so what surrounds it takes the place of the overview.
    if (path.length > 0) return part(graph, around(graph, path));
    const stack = selection.selected === null ? undefined : graph.nodeOf.get(selection.selected)?.stack;
    return collapsed(part(graph, shown), new Set([...selection.opened, ...(stack === undefined || stack === null ? [] : [stack])]));
  }
  for (const id of selection.selected === null ? path : [...path, selection.selected]) shown.add(id);
  return part(graph, shown);
}

/** Some cards and all that touches them. */
function around(graph: MapGraph, ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.flatMap((id) => [id, ...(graph.edgesOf.get(id) ?? []).flatMap(({ from, to }) => [from, to])]));
}

function shownBy(graph: MapGraph, { view, matches, isFiltered, holders, others, provided }: Selection): Set<string> {
  const isWanted = (node: MapNode) => (view !== 'exposed' || isOpen(node)) && (provided || !isOnlyProvided(graph, node));
  const shown = new Set<string>();
  const take = (kind: MapNode['kind'], ids: ReadonlySet<string>) => {
    for (const id of ids) {
      const node = graph.nodeOf.get(nodeId(kind, id));
      if (node !== undefined && isWanted(node)) shown.add(node.id);
    }
  };
  take('function', matches.functions);
  take('entry', matches.entryPoints);
  take('store', matches.stores);
  if (holders && view !== 'exposed') for (const id of matches.holders) shown.add(nodeId('holder', id));
  for (const id of [...shown]) {
    const node = graph.nodeOf.get(id);
    if (node?.kind === 'store' && (isFiltered || view === 'exposed')) continue;
    for (const { from, to } of graph.edgesOf.get(id) ?? []) {
      const other = graph.nodeOf.get(from === id ? to : from);
      if (other?.kind === 'store' || other?.kind === 'entry' || (others && other?.kind === 'other')) shown.add(other.id);
    }
  }
  return shown;
}

/** Whether something is CDK's own, or connected with nothing else. */
function isOnlyProvided(graph: MapGraph, node: MapNode): boolean {
  if (node.kind === 'function') return node.provided;
  const edges = graph.edgesOf.get(node.id) ?? [];
  return edges.length > 0 && edges.every(({ from, to }) => graph.nodeOf.get(from === node.id ? to : from)?.provided === true);
}

function part(graph: MapGraph, ids: ReadonlySet<string>): MapGraph {
  return graphFrom(
    graph.nodes.filter(({ id }) => ids.has(id)),
    graph.edges.filter(({ from, to }) => ids.has(from) && ids.has(to)),
  );
}

/** One card for each stack that is not open, and one line for all between two of them. */
function collapsed(graph: MapGraph, opened: ReadonlySet<string>): MapGraph {
  const isClosed = (stack: string | null): stack is string => stack !== null && !opened.has(stack);
  const cardOf = (node: MapNode) => (isClosed(node.stack) ? nodeId('stack', node.stack) : node.id);
  const stacks = [...grouped(graph.nodes, ({ stack }) => stack)].flatMap(([stack, nodes]) =>
    isClosed(stack) ? [stackCard(stack, nodes)] : [],
  );
  // What is outside of the app is drawn for the stacks that are open.
  const isInOpen = (id: string) => {
    const stack = graph.nodeOf.get(id)?.stack;
    return stack !== undefined && stack !== null && opened.has(stack);
  };
  const open = graph.nodes.filter(
    ({ id, stack }) =>
      !isClosed(stack) && (stack !== null || (graph.edgesOf.get(id) ?? []).some(({ from, to }) => isInOpen(from) || isInOpen(to))),
  );
  const drawn = new Set(open.map(({ id }) => id));
  const lines = new Lines();
  const kept: MapEdge[] = [];
  const counts = new Map<string, number>();
  for (const edge of graph.edges) {
    const from = graph.nodeOf.get(edge.from);
    const to = graph.nodeOf.get(edge.to);
    if (from === undefined || to === undefined) continue;
    const [source, target] = [cardOf(from), cardOf(to)];
    if ([from, to].some(({ id, stack }) => stack === null && !drawn.has(id))) continue;
    if (source === edge.from && target === edge.to) kept.push(edge);
    else if (source !== target) {
      lines.add(source, target, 'uses', edge.effects, edge.wildcard);
      const key = JSON.stringify(['uses', source, target]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const merged = lines.edges().map((edge) => ({ ...edge, label: counted(counts.get(edge.id) ?? 0, 'line') }));
  return graphFrom([...stacks, ...open], [...kept, ...merged]);
}

function stackCard(stack: string, nodes: readonly MapNode[]): MapNode {
  const functions = nodes.filter(({ kind }) => kind === 'function');
  const open = functions.filter(isOpen).length;
  const stores = nodes.filter(({ kind }) => kind === 'store').length;
  return {
    id: nodeId('stack', stack),
    kind: 'stack',
    name: stack,
    detail: [counted(functions.length, 'function'), ...(open > 0 ? [`${open} open`] : []), counted(stores, 'store')].join(' · '),
    stack,
    exposure: open > 0 ? 'anyone' : null,
    blastRadius: widest(functions),
    icon: 'layers',
    provided: false,
  };
}

function widest(functions: readonly MapNode[]): BlastRadius {
  return blastRadii.find((radius) => functions.some(({ blastRadius }) => blastRadius === radius)) ?? 'none';
}
