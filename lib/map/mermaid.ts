import { exposuresByWidth } from '../inventory/exposures';
import type { BlastRadius, Effect, Exposure, Inventory } from '../inventory/inventory';
import { storesOf } from '../inventory/paths';
import { legible } from './legible';
import { blastRadii, effectsInShort, exposureWords } from './words';

/** What Mermaid draws unless it is configured otherwise: more edges, or more text, and it draws an error. */
export const MOST_EDGES = 500;
export const MOST_TEXT = 50_000;

/**
 * The inventory as a flowchart of Mermaid: a box for each stack, entry points coloured by exposure, functions by blast
 * radius. What would be more than Mermaid draws is drawn in groups, and the chart says so.
 */
export function mermaidMap(inventory: Inventory): string {
  let text = '';
  for (const detail of details) {
    const graph = graphOf(inventory, detail);
    text = drawn(graph, detail);
    if (graph.edges.size <= MOST_EDGES && text.length <= MOST_TEXT) return text;
  }
  return text;
}

/** How much is drawn, most first. */
interface Detail {
  /** What is said of it in the chart; empty for everything. */
  readonly said: string;
  /** Functions of CDK's own, and stores that nothing leads to. */
  readonly idle: boolean;
  readonly group: 'none' | 'alike' | 'stack' | 'all';
}

const details: readonly Detail[] = [
  { said: '', idle: true, group: 'none' },
  { said: 'left out: functions made by CDK, and what nothing leads to', idle: false, group: 'none' },
  {
    said: 'collapsed: functions of a stack with the same exposure and blast radius are one, and so are stores of a kind',
    idle: false,
    group: 'alike',
  },
  { said: 'collapsed: the functions of a stack are one, and so are its stores', idle: false, group: 'stack' },
  { said: 'collapsed: all functions are one, and so are all stores', idle: false, group: 'all' },
];

type Shape = 'entry' | 'function' | 'data' | 'passing' | 'machine';

interface Node {
  readonly key: string;
  readonly stack: string;
  readonly shape: Shape;
  /** For one thing. */
  readonly label: string;
  /** For several: `functions (anyone, high)`. */
  readonly plural: string;
  readonly style: string;
}

interface Graph {
  /** Nodes by key, with how many things each stands for. */
  readonly nodes: Map<string, { readonly node: Node; count: number }>;
  /** Labels by the two ends. */
  readonly edges: Map<string, { readonly from: string; readonly to: string; readonly labels: Set<string>; readonly effects: Set<Effect> }>;
}

function graphOf(inventory: Inventory, detail: Detail): Graph {
  const graph: Graph = { nodes: new Map(), edges: new Map() };
  const keys = new Map<string, string>();
  const all = nodesOf(inventory, detail);
  for (const [id, node] of all) keys.set(id, node.key);
  const connect = (from: string, to: string, label: string, effects: readonly Effect[]) => {
    const [start, end] = [keys.get(from), keys.get(to)];
    if (start === undefined || end === undefined || start === end) return;
    const key = JSON.stringify([start, end]);
    const edge = graph.edges.get(key) ?? { from: start, to: end, labels: new Set(), effects: new Set() };
    graph.edges.set(key, edge);
    if (label !== '') edge.labels.add(label);
    for (const effect of effects) edge.effects.add(effect);
  };
  const actors = new Map<string, string[]>();
  for (const { id, role } of [...inventory.functions, ...inventory.stores]) {
    if (role !== null) actors.set(role, [...(actors.get(role) ?? []), id]);
  }
  for (const { id, service, label, from, function: started, store } of inventory.entryPoints) {
    const source = from !== null && keys.has(from) ? from : `entry ${id}`;
    for (const to of [started, store])
      if (to !== null) connect(source, to, source === from ? service : detail.group === 'none' ? '' : label, []);
  }
  for (const permission of inventory.permissions) {
    if (permission.effects.length === 0) continue;
    for (const actor of actors.get(permission.holder) ?? []) {
      for (const store of storesOf(inventory, permission)) connect(actor, store, '', permission.effects);
    }
  }
  for (const { from, to, how } of inventory.flows) connect(from, to, how, []);
  const connected = new Set([...graph.edges.values()].flatMap(({ from, to }) => [from, to]));
  for (const node of all.values()) {
    if (!detail.idle && !connected.has(node.key)) continue;
    const known = graph.nodes.get(node.key);
    if (known === undefined) graph.nodes.set(node.key, { node, count: 1 });
    else known.count += 1;
  }
  return graph;
}

/** What is drawn, by id: entry points that come from nothing drawn, functions, stores. */
function nodesOf(inventory: Inventory, { idle, group }: Detail): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>();
  const key = (own: string, alike: readonly string[], stack: string, kind: string) =>
    JSON.stringify(
      group === 'none' ? [kind, own] : group === 'alike' ? [kind, stack, ...alike] : group === 'stack' ? [kind, stack] : [kind],
    );
  const place = (stack: string) => (group === 'all' ? '' : stack);
  for (const { id, name, stack, exposure, blastRadius, provided } of inventory.functions) {
    if (provided && !idle) continue;
    const alike = `functions (${exposureWords[exposure]}, ${blastRadius})`;
    nodes.set(id, {
      key: key(id, [exposure, blastRadius], stack, 'function'),
      stack: place(stack),
      shape: 'function',
      label: name,
      plural: group === 'alike' ? alike : 'functions',
      style: group === 'none' || group === 'alike' ? `radius_${blastRadius}` : '',
    });
  }
  for (const { id, name, stack, kind, type, data } of inventory.stores) {
    nodes.set(id, {
      key: key(id, [kind], stack, 'store'),
      stack: place(stack),
      shape: type.endsWith('::StateMachine') ? 'machine' : data ? 'data' : 'passing',
      label: `${name} (${kind})`,
      plural: group === 'alike' ? `of kind ${kind}` : 'stores',
      style: '',
    });
  }
  for (const { id, service, label, stack, exposure, from } of inventory.entryPoints) {
    if (from !== null && nodes.has(from)) continue;
    nodes.set(`entry ${id}`, {
      key: key(id, [service, exposure], stack, `entry ${group === 'none' ? '' : exposure}`),
      stack: place(stack),
      shape: 'entry',
      label: `${service}: ${label}`,
      plural: `entry points (${exposureWords[exposure]})`,
      style: `reach_${exposure.replace('-', '_')}`,
    });
  }
  return nodes;
}

const BRACKETS: Readonly<Record<Shape, readonly [open: string, close: string]>> = {
  entry: ['([', '])'],
  function: ['[', ']'],
  data: ['[(', ')]'],
  passing: ['[[', ']]'],
  machine: ['{{', '}}'],
};

function drawn({ nodes, edges }: Graph, { said }: Detail): string {
  const names = new Map([...nodes.keys()].map((key, index) => [key, `n${index + 1}`]));
  const lines = ['flowchart LR'];
  if (said !== '') lines.push(`  note["${escaped(said, NOTE)}"]`);
  const stacks = [...new Set([...nodes.values()].map(({ node }) => node.stack))].sort();
  for (const [index, stack] of stacks.entries()) {
    const own = [...nodes]
      .filter(([, { node }]) => node.stack === stack)
      .map(([key, { node, count }]) => {
        const [open, close] = BRACKETS[node.shape];
        const label = count === 1 ? node.label : `${count} ${node.plural}`;
        return `${names.get(key) ?? ''}${open}"${escaped(label)}"${close}`;
      });
    if (stack === '') lines.push(...own.map((line) => `  ${line}`));
    else lines.push(`  subgraph s${index + 1}["${escaped(stack)}"]`, ...own.map((line) => `    ${line}`), '  end');
  }
  for (const { from, to, labels, effects } of edges.values()) {
    const [start, end] = [names.get(from), names.get(to)];
    if (start === undefined || end === undefined) continue;
    const words = [...[...labels].sort().slice(0, LABELS), effectsInShort(effects)].filter((word) => word !== '').join(', ');
    lines.push(words === '' ? `  ${start} --> ${end}` : `  ${start} -->|"${escaped(words)}"| ${end}`);
  }
  return `${[...lines, ...stylesOf(nodes, names)].join('\n')}\n`;
}

/** How many labels of entry points stand on one line. */
const LABELS = 3;

function stylesOf(nodes: Graph['nodes'], names: ReadonlyMap<string, string>): readonly string[] {
  const used = new Map<string, string[]>();
  for (const [key, { node }] of nodes) {
    if (node.style !== '') used.set(node.style, [...(used.get(node.style) ?? []), names.get(key) ?? '']);
  }
  return [...used]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([style, own]) => [
      `  classDef ${style} ${STYLES[style] ?? 'fill:#eee,stroke:#666,color:#222'}`,
      `  class ${own.join(',')} ${style}`,
    ]);
}

const REACH: Readonly<Record<Exposure, string>> = {
  anyone: 'fill:#fde0dd,stroke:#b30000,color:#300',
  'any-account': 'fill:#fde0dd,stroke:#b30000,color:#300',
  unknown: 'fill:#f3e8fd,stroke:#6a1b9a,color:#2a0845',
  'signed-in': 'fill:#fff3cd,stroke:#a66f00,color:#332200',
  'other-account': 'fill:#fff3cd,stroke:#a66f00,color:#332200',
  organization: 'fill:#e3f2fd,stroke:#1565c0,color:#0d2a4d',
  account: 'fill:#e3f2fd,stroke:#1565c0,color:#0d2a4d',
  app: 'fill:#eeeeee,stroke:#666666,color:#222222',
};

const RADIUS: Readonly<Record<BlastRadius, string>> = {
  critical: 'fill:#b30000,stroke:#600000,color:#ffffff',
  high: 'fill:#f08a80,stroke:#b30000,color:#300',
  medium: 'fill:#ffe08a,stroke:#a66f00,color:#332200',
  low: 'fill:#d7ecd9,stroke:#2e7d32,color:#0f2e12',
  none: 'fill:#f5f5f5,stroke:#777777,color:#222222',
};

const STYLES: Readonly<Record<string, string>> = Object.fromEntries([
  ...exposuresByWidth.map((exposure) => [`reach_${exposure.replace('-', '_')}`, REACH[exposure]] as const),
  ...blastRadii.map((radius) => [`radius_${radius}`, RADIUS[radius]] as const),
]);

const LABEL = 70;
const NOTE = 200;

/**
 * Text within the quotes of a label. Only letters, digits and a few marks stand for themselves: everything else that
 * Mermaid, or the page around it, might take for its own is written as the number of its character.
 */
export function escaped(text: string, most = LABEL): string {
  const flat = legible(text).replace(/\s+/g, ' ').trim();
  const characters = [...flat];
  const short = characters.length > most ? [...characters.slice(0, most - 1), '…'] : characters;
  const safe = short
    .map((character) => (/[\p{L}\p{N} _/.,()+=-]/u.test(character) ? character : `#${character.codePointAt(0) ?? 0};`))
    .join('');
  return safe === '' ? ' ' : safe;
}
