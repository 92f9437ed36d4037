import type { BlastRadius, Exposure, Inventory, InventoryFunction } from '../inventory/inventory';
import { type AnonymousPath, pathsFromAnyone } from '../inventory/paths';
import { legible } from './legible';
import { blastRadii, counted, effectsInShort, exposures, exposureWords, shortName } from './words';

/** How many of a list are named. */
const MOST = 8;

const LINE = 90;
const NAME = 40;

/** The inventory in short, for a terminal: who can reach what, how much harm it can do, the ways from anyone to data. */
export function overview(inventory: Inventory): string {
  const lines = [
    ...summaryOf(inventory),
    '',
    ...groups('Who can reach the functions', exposures, inventory.functions, ({ exposure }) => exposure, exposureWords),
    '',
    ...groups('What they can do when taken over', blastRadii, inventory.functions, ({ blastRadius }) => blastRadius, radiusWords),
    ...gravest(inventory.functions),
    ...listed('From anyone to data', pathLines(inventory)),
    ...listed(
      'What leaves the account',
      inventory.outbound.map(({ from, how, to }) => `${nameIn(inventory, from)}: ${how} ${to}`),
    ),
    ...listed('Not known', inventory.unread),
  ];
  return `${lines.map(legible).join('\n')}\n`;
}

/** What there is, in one or two lines. */
export function summaryOf(inventory: Inventory): readonly string[] {
  const { functions, entryPoints, stores, apps, apis } = inventory;
  const provided = functions.filter((each) => each.provided).length;
  const data = stores.filter((each) => each.data).length;
  const open = functions.filter(({ directExposure }) => directExposure === 'anyone').length;
  const through = functions.filter(({ exposure, directExposure }) => exposure === 'anyone' && directExposure !== 'anyone').length;
  const unknown = functions.filter(({ exposure }) => exposure === 'unknown').length;
  const paths = pathsFromAnyone(inventory).filter(({ certain }) => certain);
  const reached = new Set(paths.map(({ store }) => store)).size;
  const first = [
    counted(functions.length, 'function') + (provided === 0 ? '' : ` (${provided} made by CDK)`),
    counted(entryPoints.length, 'entry point'),
    counted(apis.length, 'API'),
    `${counted(data, 'store')} of data`,
    counted(apps.length, 'stack'),
  ].join(', ');
  const second = [
    `${open} can be started by anyone`,
    ...(through === 0 ? [] : [`${through} more can be reached by anyone through them`]),
    ...(unknown === 0 ? [] : [`of ${unknown} it is not known who can reach them`]),
    reached === 0 ? 'no way from anyone to data' : `${counted(paths.length, 'way')} from anyone to ${counted(reached, 'store')} of data`,
  ].join('; ');
  return [first, second];
}

const radiusWords: Readonly<Record<BlastRadius, string>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  none: 'none',
};

function groups<Key extends Exposure | BlastRadius>(
  title: string,
  keys: readonly Key[],
  functions: readonly InventoryFunction[],
  keyOf: (own: InventoryFunction) => Key,
  words: Readonly<Record<Key, string>>,
): readonly string[] {
  const width = Math.max(...keys.map((key) => words[key].length));
  const rows = keys.flatMap((key) => {
    const own = functions.filter((each) => keyOf(each) === key);
    return own.length === 0
      ? []
      : [`  ${words[key].padEnd(width)} ${String(own.length).padStart(4)}  ${some(own.map(({ name }) => name))}`];
  });
  return rows.length === 0 ? [] : [title, ...rows];
}

function gravest(functions: readonly InventoryFunction[]): readonly string[] {
  const grave = functions.filter(({ blastRadius, provided }) => !provided && (blastRadius === 'critical' || blastRadius === 'high'));
  return listed(
    'Why',
    grave.map(({ name, blastReasons }) => `${name}: ${blastReasons.join('; ')}`),
  );
}

function pathLines(inventory: Inventory): readonly string[] {
  const paths = pathsFromAnyone(inventory);
  return [...paths.filter(({ certain }) => certain), ...paths.filter(({ certain }) => !certain)].map((path) => pathLine(inventory, path));
}

function pathLine(inventory: Inventory, { entryPoint, through, store, effects, certain }: AnonymousPath): string {
  const own = inventory.entryPoints.find(({ id }) => id === entryPoint);
  const start = own === undefined ? entryPoint : `${own.service} ${own.label}`;
  const way = [start, ...through.map((id) => nameIn(inventory, id)), nameIn(inventory, store)].join(' → ');
  return `${way} (${effectsInShort(effects)})${certain ? '' : ', if anyone can use it, which is not known'}`;
}

function nameIn({ functions, stores, holders }: Inventory, id: string): string {
  const own = functions.find((each) => each.id === id) ?? stores.find((each) => each.id === id) ?? holders.find((each) => each.id === id);
  return own?.name ?? id;
}

function listed(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const more = lines.length - MOST;
  return ['', title, ...lines.slice(0, MOST).map((line) => `  ${line}`), ...(more > 0 ? [`  … and ${more} more`] : [])];
}

/** As many names as fit on a line. */
function some(names: readonly string[]): string {
  let line = '';
  for (const [index, name] of names.entries()) {
    const longer = line === '' ? shortName(name, NAME) : `${line}, ${shortName(name, NAME)}`;
    if (index > 0 && longer.length > LINE) return `${line} … and ${names.length - index} more`;
    line = longer;
  }
  return line;
}
