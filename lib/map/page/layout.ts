import { Graph, layout } from '@dagrejs/dagre';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A card to be placed. */
export interface Card {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** The frame that it stands in. */
  readonly group: string | null;
}

export interface Link {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Room for what is written on the line. */
  readonly labelWidth: number;
}

/** Where everything is: the middle of each card, and where lines that pass other cards bend. */
export interface Placement {
  readonly positions: ReadonlyMap<string, Point>;
  readonly bends: ReadonlyMap<string, readonly Point[]>;
}

/** Something placed by itself, from its own left upper corner. */
interface Block {
  readonly width: number;
  readonly height: number;
  readonly positions: ReadonlyMap<string, Point>;
  readonly bends: ReadonlyMap<string, readonly Point[]>;
}

const blockGap = 24;
const frameGap = 84;
const framePadding = { x: 22, top: 44, bottom: 22 };
/** What is larger is ordered by a faster method, which may leave lines a little longer. */
const largeComponent = 150;

/** Cards in layers from left to right, those of a frame together, what is not connected side by side. */
export function placementOf(cards: readonly Card[], links: readonly Link[], aspect: number, isOverview: boolean): Placement {
  const groups = new Map<string | null, Card[]>();
  for (const card of cards) groups.set(card.group, [...(groups.get(card.group) ?? []), card]);
  const groupOf = new Map(cards.map(({ id, group }) => [id, group]));
  if (groups.size === 1 && !groups.has(null)) return connectedBlocks(cards, links, aspect);
  if (groups.size === 1) return isOverview ? arranged(cards, links, aspect) : connectedBlocks(cards, links, aspect);

  // What stands in no frame is placed among the frames.
  const blocks = new Map<string, Block>();
  const blockOf = new Map<string, string>();
  for (const [group, members] of groups) {
    if (group === null) {
      for (const { id, width, height } of members) {
        blocks.set(`card ${id}`, { width, height, positions: new Map([[id, { x: width / 2, y: height / 2 }]]), bends: new Map() });
        blockOf.set(id, `card ${id}`);
      }
      continue;
    }
    const inner = links.filter(({ from, to }) => groupOf.get(from) === group && groupOf.get(to) === group);
    blocks.set(`frame ${group}`, framed(connectedBlocks(members, inner, aspect)));
    for (const { id } of members) blockOf.set(id, `frame ${group}`);
  }
  const outer = new Map<string, Link>();
  for (const { from, to } of links) {
    const [source, target] = [blockOf.get(from), blockOf.get(to)];
    if (source !== undefined && target !== undefined && source !== target)
      outer.set(`${source} ${target}`, { id: `${source} ${target}`, from: source, to: target, labelWidth: 0 });
  }
  const frames = [...blocks].map(([id, { width, height }]) => ({ id, width, height, group: null }));
  const placed = arranged(frames, [...outer.values()], aspect);
  return joined(
    [...blocks].flatMap(([id, block]) => {
      const middle = placed.positions.get(id);
      return middle === undefined ? [] : [{ block, x: middle.x - block.width / 2, y: middle.y - block.height / 2 }];
    }),
  );
}

function framed({ width, height, positions, bends }: Block): Block {
  const { x, top, bottom } = framePadding;
  const moved = joined([{ block: { width, height, positions, bends }, x, y: top }]);
  return { ...moved, width: width + 2 * x, height: height + top + bottom };
}

function connectedBlocks(cards: readonly Card[], links: readonly Link[], aspect: number, direction: 'LR' | 'TB' = 'LR'): Block {
  return packed(
    componentsOf(cards, links).map(([members, own]) => layered(members, own, direction)),
    aspect,
  );
}

/** How much of the best size the order from left to right may cost. */
const worthOfFlow = 0.85;

/**
 * What is connected only here and there: in layers from left to right where that fills the window about as well as layers
 * from top to bottom or plain rows, in which what begins still comes first.
 */
function arranged(cards: readonly Card[], links: readonly Link[], aspect: number): Block {
  const sizeOf = ({ width, height }: Block) => 1 / Math.max(width / aspect, height);
  const flowing = connectedBlocks(cards, links, aspect);
  const inOrder = [...cards].sort((a, b) => (flowing.positions.get(a.id)?.x ?? 0) - (flowing.positions.get(b.id)?.x ?? 0));
  const others = [
    connectedBlocks(cards, links, aspect, 'TB'),
    packed(
      inOrder.map((card) => layered([card], [])),
      aspect,
      frameGap,
    ),
  ];
  const best = others.reduce((one, other) => (sizeOf(other) > sizeOf(one) ? other : one));
  return sizeOf(flowing) >= worthOfFlow * sizeOf(best) ? flowing : best;
}

/** Cards that lines connect, with those lines. */
function componentsOf(cards: readonly Card[], links: readonly Link[]): readonly (readonly [readonly Card[], readonly Link[]])[] {
  const parent = new Map(cards.map(({ id }) => [id, id]));
  const rootOf = (id: string): string => {
    let root = id;
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next;
    parent.set(id, root);
    return root;
  };
  for (const { from, to } of links) if (parent.has(from) && parent.has(to)) parent.set(rootOf(from), rootOf(to));
  const components = new Map<string, [Card[], Link[]]>();
  for (const card of cards) {
    const component = components.get(rootOf(card.id)) ?? [[], []];
    components.set(rootOf(card.id), component);
    component[0].push(card);
  }
  for (const link of links) if (parent.has(link.to)) components.get(rootOf(link.from))?.[1].push(link);
  return [...components.values()];
}

function layered(cards: readonly Card[], links: readonly Link[], direction: 'LR' | 'TB' = 'LR'): Block {
  const [only] = cards;
  if (cards.length === 1 && only !== undefined) {
    const { id, width, height } = only;
    return { width, height, positions: new Map([[id, { x: width / 2, y: height / 2 }]]), bends: new Map() };
  }
  const graph = new Graph({ multigraph: true });
  const ranker = cards.length > largeComponent ? 'tight-tree' : 'network-simplex';
  graph.setGraph({ rankdir: direction, nodesep: 12, edgesep: 8, ranksep: 84, acyclicer: 'greedy', ranker });
  for (const { id, width, height } of cards) graph.setNode(id, { width, height });
  // The label stands in the gap between two layers, which is made as wide as the widest of them.
  for (const { id, from, to, labelWidth } of links) graph.setEdge(from, to, { width: labelWidth, height: 1, labelpos: 'c' }, id);
  layout(graph);
  const positions = new Map<string, Point>();
  for (const { id } of cards) {
    const { x, y } = graph.node(id);
    positions.set(id, { x: x ?? 0, y: y ?? 0 });
  }
  const bends = new Map<string, readonly Point[]>();
  for (const { id, from, to } of links) {
    // The first and the last point are where the line meets the cards.
    const points: readonly Point[] = graph.edge(from, to, id).points ?? [];
    bends.set(id, points.slice(1, -1));
  }
  const { width, height } = graph.graph();
  return { width: width ?? 0, height: height ?? 0, positions, bends };
}

/** Blocks in rows, the highest first, within about this proportion of width to height. */
function packed(blocks: readonly Block[], aspect: number, gap = blockGap): Block {
  const [only] = blocks;
  if (blocks.length === 1 && only !== undefined) return only;
  const area = blocks.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0);
  const wide = Math.max(...blocks.map(({ width }) => width), Math.sqrt(area * aspect));
  const placed: { block: Block; x: number; y: number }[] = [];
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  for (const block of [...blocks].sort((a, b) => b.height - a.height || b.width - a.width)) {
    if (x > 0 && x + block.width > wide) {
      y += rowHeight + gap;
      x = 0;
      rowHeight = 0;
    }
    placed.push({ block, x, y });
    x += block.width + gap;
    rowHeight = Math.max(rowHeight, block.height);
  }
  return joined(placed);
}

function joined(placed: readonly { readonly block: Block; readonly x: number; readonly y: number }[]): Block {
  const positions = new Map<string, Point>();
  const bends = new Map<string, readonly Point[]>();
  for (const { block, x, y } of placed) {
    for (const [id, point] of block.positions) positions.set(id, { x: point.x + x, y: point.y + y });
    for (const [id, points] of block.bends)
      bends.set(
        id,
        points.map((point) => ({ x: point.x + x, y: point.y + y })),
      );
  }
  return {
    width: Math.max(0, ...placed.map(({ block, x }) => x + block.width)),
    height: Math.max(0, ...placed.map(({ block, y }) => y + block.height)),
    positions,
    bends,
  };
}
