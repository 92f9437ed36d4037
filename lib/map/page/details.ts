import type {
  Inventory,
  InventoryApi,
  InventoryEntryPoint,
  InventoryFunction,
  InventoryHolder,
  InventoryPermission,
  InventoryStore,
} from '../../inventory/inventory';
import { storesOf } from '../../inventory/paths';
import { type MapGraph, type MapNode, nodeId } from '../graph';
import { grouped } from '../grouped';
import type { MapPath } from '../paths';
import { authenticationInWords, counted, effectsInWords, encryptionWords, exposureWords, invocationWords, yesNo } from '../words';
import { type Child, element } from './dom';

/** What the panel needs to know. */
export interface Known {
  readonly inventory: Inventory;
  readonly graph: MapGraph;
  readonly paths: readonly MapPath[];
}

/** What a reader can do from the panel. */
export interface DetailsActions {
  select(id: string): void;
  focus(): void;
  openStack(stack: string): void;
  showPath(index: number): void;
  close(): void;
}

/** The panel that tells all about one card. */
export class Details {
  private readonly functions: ReadonlyMap<string, InventoryFunction>;
  private readonly stores: ReadonlyMap<string, InventoryStore>;
  private readonly holders: ReadonlyMap<string, InventoryHolder>;
  private readonly entryPoints: ReadonlyMap<string, InventoryEntryPoint>;
  private readonly apis: ReadonlyMap<string, InventoryApi>;
  private readonly permissionsOf: ReadonlyMap<string, readonly InventoryPermission[]>;
  private readonly cardsOf: ReadonlyMap<string, readonly string[]>;

  public constructor(
    private readonly known: Known,
    private readonly panel: HTMLElement,
    private readonly actions: DetailsActions,
  ) {
    const { inventory } = known;
    this.functions = byCard('function', inventory.functions);
    this.stores = byCard('store', inventory.stores);
    this.holders = byCard('holder', inventory.holders);
    this.entryPoints = byCard('entry', inventory.entryPoints);
    this.apis = new Map(inventory.apis.map((api) => [api.id, api]));
    this.permissionsOf = grouped(inventory.permissions, ({ holder }) => holder);
    const cards = new Map<string, string[]>();
    const put = (id: string, card: string) => cards.set(id, [...(cards.get(id) ?? []), card]);
    for (const { id, role } of inventory.functions) {
      put(id, nodeId('function', id));
      if (role !== null && role !== id) put(role, nodeId('function', id));
    }
    for (const { id, role } of inventory.stores) {
      put(id, nodeId('store', id));
      if (role !== null && role !== id) put(role, nodeId('store', id));
    }
    for (const { id } of inventory.holders) put(id, nodeId('holder', id));
    this.cardsOf = cards;
  }

  /** Shows a card's details; nothing for what is not known. */
  public show(node: MapNode | undefined, isFocused: boolean): void {
    this.panel.replaceChildren();
    this.panel.hidden = node === undefined;
    if (node === undefined) return;
    const focus = element(
      'p',
      { class: 'actions' },
      element(
        'button',
        { type: 'button', id: 'focus', 'aria-pressed': String(isFocused), click: () => this.actions.focus() },
        'Show only what surrounds it',
      ),
    );
    const close = element(
      'button',
      { type: 'button', class: 'quiet close', 'aria-label': 'Close details', title: 'Close (Escape)', click: () => this.actions.close() },
      '×',
    );
    const content = [
      element('div', { class: 'details-top' }, element('p', { class: 'kind' }, kindWords[node.kind]), close),
      element('h2', { id: 'details-title', tabindex: '-1' }, node.name),
      ...this.bodyOf(node),
      ...this.pathsOf(node),
      node.kind === 'stack' ? null : focus,
    ];
    this.panel.append(...content.filter((child) => child !== null));
  }

  private bodyOf(node: MapNode): readonly Child[] {
    const own = this.functions.get(node.id);
    if (own !== undefined) return this.functionBody(own);
    const store = this.stores.get(node.id);
    if (store !== undefined) return this.storeBody(store);
    const entryPoint = this.entryPoints.get(node.id);
    if (entryPoint !== undefined) return this.entryPointBody(entryPoint);
    const holder = this.holders.get(node.id);
    if (holder !== undefined)
      return [
        facts([
          ['Id', holder.id],
          ['Type', holder.type],
          ['Source', sourceOf(holder)],
        ]),
        ...section('Who may take it on', lines(holder.trusts)),
        ...this.permissionSections(holder.id),
      ];
    if (node.kind === 'stack') return this.stackBody(node);
    return [element('p', {}, node.detail), ...section('Lines to it', this.neighbours(node.id))];
  }

  private functionBody(own: InventoryFunction): readonly Child[] {
    const starts = this.known.inventory.entryPoints.filter((entryPoint) => entryPoint.function === own.id);
    const sharing = own.sharesRoleWith.filter((id) => id !== own.id);
    return [
      element(
        'p',
        { class: 'chips' },
        chip(`blast-${own.blastRadius}`, `blast radius: ${own.blastRadius}`),
        chip(`exposure-${own.exposure}`, `reachable by ${exposureWords[own.exposure]}`),
        own.provided ? chip('provided', 'made by CDK') : null,
      ),
      ...section(
        'Who can reach it',
        starts.length === 0
          ? element('p', { class: 'nothing' }, 'nothing in the app starts it')
          : element('ul', {}, ...starts.map((entryPoint) => this.startItem(entryPoint))),
        own.exposedThrough.length > 1 && own.exposure !== own.directExposure
          ? element('p', {}, `${exposureWords[own.exposure]} through: `, ...joined(own.exposedThrough.map((id) => this.link(id))))
          : null,
      ),
      ...section('Why this blast radius', own.blastReasons.length === 0 ? null : lines(own.blastReasons)),
      ...this.permissionSections(own.role ?? own.id),
      ...section(
        'Shares its role with',
        sharing.length === 0 ? null : element('ul', {}, ...sharing.map((id) => element('li', {}, this.link(id)))),
      ),
      ...this.outboundSection(own.id, own.role),
      ...section(
        'Failures and traces',
        facts([
          ['Asynchronous failures', own.deadLetter === null ? 'not started asynchronously' : own.deadLetter ? 'go somewhere' : 'are lost'],
          ...(own.errorHandling.length === 0 ? [] : [['In words', own.errorHandling.join('; ')] as const]),
          ['Log group', yesNo(own.logGroup)],
          ['Traced', yesNo(own.tracing)],
          ['In a VPC', yesNo(own.vpc)],
          ['Concurrency', own.reservedConcurrency === null ? 'not limited' : String(own.reservedConcurrency)],
        ]),
      ),
      ...section(
        'Where it is',
        facts([
          ['Id', own.id],
          ['Stack', own.stack],
          ['Runtime', own.runtime ?? 'not known'],
          ['Role', own.role ?? 'not known'],
          ['Source', sourceOf(own)],
          ['Template', `${own.template} ${own.logicalId}`],
        ]),
      ),
    ];
  }

  private startItem(entryPoint: InventoryEntryPoint): HTMLElement {
    const card = nodeId('entry', entryPoint.id);
    const name = this.known.graph.nodeOf.has(card) ? this.cardLink(card) : (this.sourceLink(entryPoint) ?? entryPoint.label);
    const authentication = authenticationInWords(entryPoint.authentication);
    return element(
      'li',
      {},
      name,
      ` (${entryPoint.service}, ${invocationWords[entryPoint.invocation]}): ${entryPoint.who}`,
      authentication === '' ? null : `; authentication: ${authentication}`,
    );
  }

  private sourceLink({ from }: InventoryEntryPoint): Child {
    return from !== null && this.cardsOf.has(from) ? this.link(from) : null;
  }

  private storeBody(store: InventoryStore): readonly Child[] {
    const users = this.known.inventory.permissions.filter((permission) => storesOf(this.known.inventory, permission).includes(store.id));
    const byHolder = grouped(users, ({ holder }) => holder);
    const starts = this.known.inventory.entryPoints.filter(({ from }) => from === store.id);
    const flows = this.known.inventory.flows.filter(({ from, to }) => from === store.id || to === store.id);
    return [
      element(
        'p',
        { class: 'chips' },
        chip('kind', store.kind),
        chip(`exposure-${store.exposure}`, `its policy lets in ${exposureWords[store.exposure]}`),
      ),
      ...section('Why', store.exposedBy.length === 0 ? null : lines(store.exposedBy)),
      ...section(
        'Who may use it',
        byHolder.size === 0
          ? element('p', { class: 'nothing' }, 'nothing in the app')
          : element(
              'ul',
              {},
              ...[...byHolder].map(([holder, permissions]) =>
                element(
                  'li',
                  {},
                  this.link(holder),
                  `: ${effectsInWords(permissions.flatMap(({ effects }) => effects)) || 'other actions'}`,
                  ...(permissions.some(({ wildcard }) => wildcard) ? [' ', chip('wildcard', 'through a wildcard')] : []),
                ),
              ),
            ),
      ),
      ...section(
        'What it starts',
        starts.length === 0
          ? null
          : element(
              'ul',
              {},
              ...starts
                .flatMap((each) => [each.function, each.store])
                .filter((id) => id !== null)
                .map((id) => element('li', {}, this.link(id))),
            ),
      ),
      ...section(
        'Without code',
        flows.length === 0
          ? null
          : element('ul', {}, ...flows.map(({ from, to, how }) => element('li', {}, this.link(from), ` ${how} `, this.link(to)))),
      ),
      ...(store.role === null ? [] : this.permissionSections(store.role)),
      ...this.outboundSection(store.id, store.role),
      ...section(
        'Where it is',
        facts([
          ['Id', store.id],
          ['Type', store.type],
          ['Stack', store.stack],
          ['Holds data', yesNo(store.data)],
          ['Encryption key', encryptionWords[store.encrypted]],
          ['Source', sourceOf(store)],
          ['Template', `${store.template} ${store.logicalId}`],
        ]),
      ),
    ];
  }

  private entryPointBody(entryPoint: InventoryEntryPoint): readonly Child[] {
    const api = entryPoint.from === null ? undefined : this.apis.get(entryPoint.from);
    const targets = [entryPoint.function, entryPoint.store].filter((id) => id !== null);
    return [
      element(
        'p',
        { class: 'chips' },
        chip(`exposure-${entryPoint.exposure}`, exposureWords[entryPoint.exposure]),
        chip('kind', entryPoint.service),
      ),
      facts([
        ['Who', entryPoint.who],
        ['Authentication', authenticationInWords(entryPoint.authentication) || 'not called by people'],
        ['Only TLS', yesNo(entryPoint.tls)],
        ['How', invocationWords[entryPoint.invocation]],
      ]),
      ...section(
        'Starts',
        targets.length === 0
          ? element('p', { class: 'nothing' }, 'nothing that is known')
          : element('ul', {}, ...targets.map((id) => element('li', {}, this.link(id)))),
      ),
      ...(api === undefined
        ? []
        : section(
            `API ${api.name}`,
            facts([
              ['Protocol', api.protocol],
              ['Definition in the template', yesNo(api.definition)],
              ['Access logs', yesNo(api.accessLogs)],
              ['Throttling', yesNo(api.throttling)],
              ['Request validation', yesNo(api.validation)],
              ['Web ACL', yesNo(api.webAcl)],
              ['Consumers', api.consumers.join('; ') || 'none named'],
            ]),
          )),
      ...section(
        'Where it is',
        facts([
          ['Stack', entryPoint.stack],
          ['Template', `${entryPoint.template} ${entryPoint.logicalId}`],
        ]),
      ),
    ];
  }

  private stackBody(node: MapNode): readonly Child[] {
    const stack = node.stack ?? '';
    const functions = this.known.graph.nodes.filter((each) => each.kind === 'function' && each.stack === node.stack);
    return [
      element('p', {}, node.detail),
      element(
        'p',
        { class: 'actions' },
        element('button', { type: 'button', id: 'open-stack', click: () => this.actions.openStack(stack) }, 'Open this stack'),
      ),
      ...section('Functions', element('ul', {}, ...functions.map(({ id }) => element('li', {}, this.cardLink(id))))),
    ];
  }

  /** What a holder may do, a block for each resource. */
  private permissionSections(holder: string): readonly Child[] {
    const permissions = this.permissionsOf.get(holder) ?? [];
    if (permissions.length === 0) return section('What it may do', element('p', { class: 'nothing' }, 'nothing that is known'));
    return section(
      'What it may do',
      ...permissions.map(({ store, resource, effects, actions, conditions, wildcard, note, covers }) =>
        element(
          'div',
          { class: 'permission' },
          element(
            'p',
            {},
            store === null ? element('code', {}, resource) : this.link(store),
            ' ',
            chip('effects', effectsInWords(effects) || 'other'),
            wildcard ? chip('wildcard', 'wildcard') : null,
          ),
          store !== null && resource !== '' ? element('p', { class: 'small' }, element('code', {}, resource)) : null,
          element('p', { class: 'small code-list' }, ...joined(actions.map((action) => element('code', {}, action)))),
          covers.length === 0 ? null : element('p', { class: 'small' }, `takes in: ${covers.join(', ')}`),
          conditions.length === 0 ? null : element('p', { class: 'small' }, `only if ${conditions.join(' and ')}`),
          note === null ? null : element('p', { class: 'small' }, note),
        ),
      ),
    );
  }

  private outboundSection(id: string, role: string | null): readonly Child[] {
    const outbound = this.known.inventory.outbound.filter(({ from }) => from === id || (role !== null && from === role));
    return section('What leaves the account', outbound.length === 0 ? null : lines(outbound.map(({ how, to }) => `${how} ${to}`)));
  }

  private pathsOf(node: MapNode): readonly Child[] {
    const through = this.known.paths.flatMap((path, index) => (path.nodes.includes(node.id) ? [{ path, index }] : []));
    if (through.length === 0) return [];
    const shown = through.slice(0, 20);
    return section(
      `Paths from anyone through it (${through.length})`,
      element(
        'ul',
        { class: 'path-list' },
        ...shown.map(({ path, index }) =>
          element(
            'li',
            {},
            element('button', { type: 'button', class: 'path-button', click: () => this.actions.showPath(index) }, path.words.join(' → ')),
          ),
        ),
      ),
      through.length > shown.length
        ? element('p', { class: 'small' }, `and ${counted(through.length - shown.length, 'more', 'more')}: see the list of paths`)
        : null,
    );
  }

  private neighbours(id: string): HTMLElement {
    const edges = this.known.graph.edgesOf.get(id) ?? [];
    return element(
      'ul',
      {},
      ...edges.map((edge) => element('li', {}, this.cardLink(edge.from === id ? edge.to : edge.from), `: ${edge.label || edge.kind}`)),
    );
  }

  /** Links to the cards of something of the inventory, or its id. */
  private link(id: string): Node {
    const cards = this.cardsOf.get(id) ?? (this.entryPoints.has(nodeId('entry', id)) ? [nodeId('entry', id)] : undefined);
    if (cards === undefined) return document.createTextNode(id);
    const links = document.createDocumentFragment();
    links.append(...joined(cards.map((card) => this.cardLink(card))));
    return links;
  }

  private cardLink(card: string): HTMLElement {
    const node = this.known.graph.nodeOf.get(card);
    if (node === undefined) return element('span', {}, this.entryPoints.get(card)?.label ?? card);
    return element('button', { type: 'button', class: 'link', click: () => this.actions.select(card) }, node.name);
  }
}

const kindWords: Readonly<Record<MapNode['kind'], string>> = {
  entry: 'Entry point',
  function: 'Function',
  store: 'Store',
  holder: 'Role or user',
  other: 'Resource',
  stack: 'Stack',
};

function byCard<Thing extends { readonly id: string }>(kind: MapNode['kind'], things: readonly Thing[]): ReadonlyMap<string, Thing> {
  return new Map(things.map((thing) => [nodeId(kind, thing.id), thing]));
}

function sourceOf({ source }: { readonly source: string | null }): string {
  return source ?? 'not recorded';
}

function section(title: string, ...content: readonly Child[]): readonly Child[] {
  const known = content.filter((child) => child !== null);
  return known.length === 0 ? [] : [element('section', {}, element('h3', {}, title), ...known)];
}

function facts(pairs: readonly (readonly [name: string, value: string])[]): HTMLElement {
  return element('dl', {}, ...pairs.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));
}

function lines(items: readonly string[]): HTMLElement {
  return items.length === 0
    ? element('p', { class: 'nothing' }, 'none')
    : element('ul', {}, ...items.map((item) => element('li', {}, item)));
}

function joined(parts: readonly Node[]): readonly (Node | string)[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [', ', part]));
}

function chip(sign: string, text: string): HTMLElement {
  return element('span', { class: 'chip', 'data-sign': sign }, text);
}
