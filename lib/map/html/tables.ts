import type { Inventory, InventoryEntryPoint, InventoryFunction, InventoryPermission } from '../../inventory/inventory';
import { storesOf } from '../../inventory/paths';
import { type Checklist, checklistOf } from '../checklist';
import { type NodeKind, nodeId } from '../graph';
import { grouped } from '../grouped';
import type { MapPath } from '../paths';
import {
  authenticationInWords,
  blastRadii,
  counted,
  effectsInWords,
  encryptionWords,
  exposures,
  exposureWords,
  invocationWords,
  yesNo,
} from '../words';
import { html, type Insertable, type Markup } from './markup';

/** One table of the page. */
export interface Table {
  /** Its anchor. */
  readonly id: string;
  readonly title: string;
  /** What it says, in a sentence. */
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

interface Row {
  /** The card that the row is about, for filtering. */
  readonly node: string | null;
  readonly cells: readonly Cell[];
}

interface Cell {
  readonly content: Insertable;
  /** What it is sorted by, where that is not its text. */
  readonly order?: number;
  readonly sign?: string;
  /** Whether it holds sentences, which need room. */
  readonly wide?: boolean;
}

/** Everything of the inventory as tables: for readers without a mouse, without JavaScript, and on paper. */
export function tablesOf(inventory: Inventory, paths: readonly MapPath[]): readonly Table[] {
  const names = new Names(inventory);
  const checklist = checklistOf(inventory);
  return [
    functionTable(inventory, names),
    entryPointTable(inventory, names),
    pathTable(paths),
    storeTable(inventory, names),
    permissionTable(inventory, names),
    outboundTable(inventory, names),
    apiTable(checklist),
    checklistTable(checklist),
    stackTable(inventory),
    unreadTable(inventory),
  ].filter(({ id, rows }) => rows.length > 0 || id !== 'unread');
}

export function tableMarkup({ id, title, caption, columns, rows }: Table): Markup {
  const nothing = html`<tr><td colspan="${columns.length}" class="nothing">none</td></tr>`;
  return html`<section class="table" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title} <span class="count">${rows.length}</span></h2>
<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}-title">
<table id="${id}">
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${rows.length === 0 ? nothing : rows.map(rowMarkup)}</tbody>
</table>
</div>
</section>
`;
}

function rowMarkup({ node, cells }: Row): Markup {
  const about = node === null ? '' : html` data-node="${node}"`;
  return html`<tr${about}>${cells.map((cell, index) => {
    const order = cell.order === undefined ? '' : html` data-order="${cell.order}"`;
    const sign = cell.sign === undefined ? '' : html` data-sign="${cell.sign}"`;
    const wide = cell.wide === true ? html` class="wide"` : '';
    return index === 0 ? html`<th scope="row"${order}${sign}>${cell.content}</th>` : html`<td${order}${sign}${wide}>${cell.content}</td>`;
  })}</tr>
`;
}

function text(content: Insertable): Cell {
  return { content };
}

/** A number of things, one a line. */
function list(items: readonly Insertable[]): Cell {
  if (items.length === 0) return { content: html`<span class="nothing">none</span>` };
  return { content: items.length === 1 ? (items[0] ?? '') : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`, wide: true };
}

function code(value: string): Markup {
  return html`<code>${value}</code>`;
}

function answer(value: Parameters<typeof yesNo>[0], good = true): Cell {
  const said = yesNo(value);
  const sign = said === 'yes' ? (good ? 'good' : 'bad') : said === 'no' ? (good ? 'bad' : 'good') : 'open';
  return { content: said, sign };
}

/** What things are called, and what they are called by in a link. */
class Names {
  public readonly permissions: ReadonlyMap<string, readonly InventoryPermission[]>;
  public readonly startedBy: ReadonlyMap<string | null, readonly InventoryEntryPoint[]>;
  private readonly cards = new Map<string, { readonly name: string; readonly kind: NodeKind }>();
  private readonly byRole: ReadonlyMap<string | null, readonly InventoryFunction[]>;

  public constructor(inventory: Inventory) {
    this.permissions = grouped(inventory.permissions, ({ holder }) => holder);
    this.startedBy = grouped(inventory.entryPoints, (entryPoint) => entryPoint.function);
    this.byRole = grouped(inventory.functions, ({ role }) => role);
    for (const { id, name } of inventory.holders) this.cards.set(id, { name, kind: 'holder' });
    for (const { id, name } of inventory.stores) this.cards.set(id, { name, kind: 'store' });
    for (const { id, name } of inventory.functions) this.cards.set(id, { name, kind: 'function' });
  }

  /** A link to the card of something, or its id where it has none. */
  public link(id: string): Insertable {
    const card = this.cards.get(id);
    if (card !== undefined) return link(nodeId(card.kind, id), card.name);
    const functions = this.byRole.get(id);
    if (functions === undefined) return id;
    return functions.map((each, index) => html`${index === 0 ? '' : ', '}${link(nodeId('function', each.id), each.name)}`);
  }

  /** The card of a thing, or of the first function that has it as its role. */
  public node(id: string): string | null {
    const card = this.cards.get(id);
    if (card !== undefined) return nodeId(card.kind, id);
    const first = this.byRole.get(id)?.[0];
    return first === undefined ? null : nodeId('function', first.id);
  }
}

function link(node: string, name: string): Markup {
  return html`<a href="#f=${encodeURIComponent(node)}">${name}</a>`;
}

function functionTable(inventory: Inventory, names: Names): Table {
  return {
    id: 'functions',
    title: 'Functions',
    caption: 'Every function: who can reach it, directly or through others, and what it could do if its code were taken over.',
    columns: ['Function', 'Stack', 'Blast radius', 'Why', 'Reachable by', 'Started by', 'May', 'Runtime', 'Source'],
    rows: inventory.functions.map((each) => {
      const node = nodeId('function', each.id);
      return {
        node,
        cells: [
          text(link(node, each.name)),
          text(each.stack),
          { content: each.blastRadius, order: blastRadii.indexOf(each.blastRadius), sign: `blast-${each.blastRadius}` },
          list(each.blastReasons),
          { content: exposureWords[each.exposure], order: exposures.indexOf(each.exposure), sign: `exposure-${each.exposure}` },
          list((names.startedBy.get(each.id) ?? []).map(({ label, service }) => `${label} (${service})`)),
          list(mayOf(inventory, names, each.role ?? each.id)),
          text(each.runtime ?? 'not known'),
          text(each.source ?? `${each.template} ${each.logicalId}`),
        ],
      };
    }),
  };
}

/** What a holder may do to which store, one line for each. */
function mayOf(inventory: Inventory, names: Names, holder: string): readonly Insertable[] {
  const byTarget = grouped(names.permissions.get(holder) ?? [], (permission) =>
    permission.store === null ? permission.resource : permission.store,
  );
  return [...byTarget].map(([target, permissions]) => {
    const effects = effectsInWords(permissions.flatMap((permission) => permission.effects));
    const covered = new Set(permissions.flatMap((permission) => (permission.store === null ? storesOf(inventory, permission) : [])));
    const width = covered.size === 0 ? '' : ` (${counted(covered.size, 'store')} of the app)`;
    return html`${effects === '' ? 'other' : effects}: ${names.link(target)}${width}`;
  });
}

function entryPointTable(inventory: Inventory, names: Names): Table {
  return {
    id: 'entry-points',
    title: 'Entry points',
    caption: 'What starts a function or leads to a store, and who can use it.',
    columns: ['Entry point', 'Service', 'Reachable by', 'Who', 'Authentication', 'Only TLS', 'Starts', 'How', 'Stack'],
    rows: inventory.entryPoints.map((each) => ({
      node: nodeId('entry', each.id),
      cells: [
        text(link(nodeId('entry', each.id), each.label)),
        text(each.service),
        { content: exposureWords[each.exposure], order: exposures.indexOf(each.exposure), sign: `exposure-${each.exposure}` },
        text(each.who),
        text(
          each.authentication.length === 0
            ? html`<span class="nothing">not called by people</span>`
            : authenticationInWords(each.authentication),
        ),
        answer(each.tls),
        list([each.function, each.store].flatMap((id) => (id === null ? [] : [names.link(id)]))),
        text(invocationWords[each.invocation]),
        text(each.stack),
      ],
    })),
  };
}

function pathTable(paths: readonly MapPath[]): Table {
  return {
    id: 'paths',
    title: 'Paths from anyone to data',
    caption: 'The shortest path from each entry point that anyone can use to each store of data that it leads to.',
    columns: ['Entry point', 'Path'],
    rows: paths.map(({ nodes, words }) => ({
      node: nodes.at(0) ?? null,
      cells: [text(words.at(1) ?? ''), text(html`<ol class="path">${words.map((word) => html`<li>${word}</li>`)}</ol>`)],
    })),
  };
}

function storeTable(inventory: Inventory, names: Names): Table {
  return {
    id: 'stores',
    title: 'Stores',
    caption: 'What functions and roles may use: tables, buckets, queues, topics, secrets and the like.',
    columns: ['Store', 'Kind', 'Holds data', 'Encryption key', 'Reachable by its own policy', 'Why', 'Stack', 'Source'],
    rows: inventory.stores.map((each) => ({
      node: nodeId('store', each.id),
      cells: [
        text(names.link(each.id)),
        text(each.kind),
        text(yesNo(each.data)),
        {
          content: encryptionWords[each.encrypted],
          sign: each.encrypted === 'none' ? 'bad' : each.encrypted === 'unknown' ? 'open' : 'good',
        },
        { content: exposureWords[each.exposure], order: exposures.indexOf(each.exposure), sign: `exposure-${each.exposure}` },
        list(each.exposedBy),
        text(each.stack),
        text(each.source ?? `${each.template} ${each.logicalId}`),
      ],
    })),
  };
}

function permissionTable(inventory: Inventory, names: Names): Table {
  return {
    id: 'permissions',
    title: 'Permissions',
    caption: 'What each function, and every other role and user, may do to which resource, and under which conditions.',
    columns: ['Holder', 'Resource', 'May', 'Actions', 'Conditions', 'Every resource of a kind', 'Note'],
    rows: inventory.permissions.map((permission) => {
      const { holder, store, resource, effects, actions, conditions, wildcard, note } = permission;
      return {
        node: names.node(holder),
        cells: [
          text(names.link(holder)),
          text(store === null ? code(resource) : html`${names.link(store)}<br>${code(resource)}`),
          text(effectsInWords(effects)),
          list(actions.map(code)),
          list(conditions),
          answer(wildcard, false),
          text(note ?? ''),
        ],
      };
    }),
  };
}

function outboundTable(inventory: Inventory, names: Names): Table {
  return {
    id: 'outbound',
    title: 'What leaves the account',
    caption: 'Everything of the app that other accounts, addresses or people outside of the account can get at.',
    columns: ['From', 'How', 'To'],
    rows: inventory.outbound.map(({ from, how, to }) => ({ node: names.node(from), cells: [text(names.link(from)), text(how), text(to)] })),
  };
}

function apiTable({ apis }: Checklist): Table {
  return {
    id: 'apis',
    title: 'API security checklist',
    caption: 'What each API says of itself.',
    columns: [
      'API',
      'Protocol',
      'Definition in the template',
      'Authentication',
      'Only TLS',
      'Access logs',
      'Throttling',
      'Request validation',
      'Web ACL',
      'Consumers',
      'Entry points',
      'To ask about',
      'Stack',
    ],
    rows: apis.map(({ api, gaps }) => ({
      node: null,
      cells: [
        text(api.name),
        text(api.protocol),
        answer(api.definition),
        { content: authenticationInWords(api.authentication), ...(api.authentication.includes('none') ? { sign: 'bad' } : {}) },
        answer(api.tls),
        answer(api.accessLogs),
        answer(api.throttling),
        answer(api.validation),
        answer(api.webAcl),
        list(api.consumers),
        { content: api.entryPoints.length },
        { ...list(gaps), ...(gaps.length > 0 ? { sign: 'open' } : {}) },
        text(api.stack),
      ],
    })),
  };
}

function checklistTable(checklist: Checklist): Table {
  return {
    id: 'checklist',
    title: 'API security checklist, per function',
    caption: 'The same questions for each function that the authors of the app wrote.',
    columns: [
      'Function',
      'Entry points',
      'API definition',
      'Authentication',
      'Only TLS',
      'Consumers',
      'Data sources',
      'Failures',
      'Logs',
      'To ask about',
    ],
    rows: checklist.functions.map((answers) => {
      const node = nodeId('function', answers.function.id);
      return {
        node,
        cells: [
          text(link(node, answers.function.name)),
          list(answers.entryPoints.map(({ label }) => label)),
          text(answers.definition),
          text(answers.authentication),
          text(answers.tls),
          list(answers.consumers),
          list(answers.dataSources),
          text(answers.errorHandling),
          text(answers.logging),
          { ...list(answers.gaps), ...(answers.gaps.length > 0 ? { sign: 'open' } : {}) },
        ],
      };
    }),
  };
}

function stackTable({ apps, functions }: Inventory): Table {
  const byStack = grouped(functions, ({ stack }) => stack);
  return {
    id: 'stacks',
    title: 'Stacks',
    caption: 'What was read.',
    columns: ['Stack', 'Template', 'Account', 'Region', 'Resources', 'Functions'],
    rows: apps.map(({ id, template, account, region, resources }) => ({
      node: null,
      cells: [
        text(id),
        text(template),
        text(account ?? 'any'),
        text(region ?? 'any'),
        { content: resources },
        { content: byStack.get(id)?.length ?? 0 },
      ],
    })),
  };
}

function unreadTable({ unread }: Inventory): Table {
  return {
    id: 'unread',
    title: 'What could not be read',
    caption: 'This is missing from the map.',
    columns: ['What'],
    rows: unread.map((what) => ({ node: null, cells: [text(what)] })),
  };
}
