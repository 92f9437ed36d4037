import type { Inventory } from '../../inventory/inventory';
import { type Filter, isActive, type Matches, searchIndexOf } from '../filter';
import { graphOf, type MapGraph, type MapNode, nodeId } from '../graph';
import type { MapPath } from '../paths';
import { firstView, isOpen, visibleOf } from '../visible';
import { counted } from '../words';
import { Canvas } from './canvas';
import { Details } from './details';
import { byId, element, inputs } from './dom';
import { listOf, pathListOf, RovingList } from './list';
import { hashOf, options, type State, stateOf } from './state';
import { filterTables, makeSortable } from './tables';

/** Below this width, tables are easier to use than the graph. */
const narrow = 800;

/** More cards than this take longer to draw than a reader waits without a word. */
const manyCards = 500;

/** Few enough that lines to what is outside of the app do no harm. */
const fewOthers = 24;

class Page {
  private readonly graph: MapGraph;
  private readonly paths: readonly MapPath[];
  private readonly first: State;
  private state: State;
  private readonly search: ReturnType<typeof searchIndexOf>;
  private readonly canvas: Canvas;
  private readonly details: Details;
  private readonly things = new RovingList(byId('things', HTMLElement));
  private readonly pathBox = element('div', { id: 'path-list' });
  private readonly pathList = new RovingList(this.pathBox);
  private readonly from = element('select', { id: 'path-from' });
  private readonly to = element('select', { id: 'path-to' });
  private listed = '';

  public constructor({ inventory, paths }: { readonly inventory: Inventory; readonly paths: readonly MapPath[] }) {
    this.graph = graphOf(inventory);
    this.paths = paths;
    this.search = searchIndexOf(inventory);
    const view = firstView(this.graph);
    const stacks = new Set(this.graph.nodes.flatMap(({ stack }) => (stack === null ? [] : [stack])));
    this.first = {
      shows: window.innerWidth < narrow ? 'tables' : 'map',
      view,
      query: '',
      exposures: [],
      blastRadii: [],
      stacks: [],
      selected: null,
      focus: false,
      path: null,
      opened: [],
      boxes: stacks.size > 1,
      others: this.graph.nodes.filter(({ kind }) => kind === 'other').length <= fewOthers,
      holders: false,
      provided: false,
    };
    this.state = stateOf(location.hash, this.first);
    const isAnchor = this.anchor() !== null;
    if (isAnchor) this.state = { ...this.first, shows: 'tables' };
    this.details = new Details({ inventory, graph: this.graph, paths }, byId('details', HTMLElement), {
      select: (id) => this.select(id, true),
      focus: () => this.change({ focus: !this.state.focus, path: null }),
      openStack: (stack) => this.openStack(stack),
      showPath: (index) => this.change({ path: index, focus: false, shows: 'map' }),
      close: () => this.closeDetails(),
    });
    this.reveal();
    const canvas = byId('canvas', HTMLElement);
    const tip = byId('tip', HTMLElement);
    this.canvas = new Canvas(canvas, {
      chosen: (id) => this.select(id, false),
      focused: (id) => this.focusOn(id),
      pointed: (text, x, y) => {
        tip.hidden = text === null;
        if (text === null) return;
        tip.textContent = text;
        tip.style.left = `${Math.max(8, Math.min(x + canvas.offsetLeft + 14, canvas.clientWidth - tip.offsetWidth - 8))}px`;
        tip.style.top = `${y + canvas.offsetTop + 18}px`;
      },
    });
    makeSortable();
    this.fillPathChoices();
    this.listen();
    this.show();
    if (isAnchor) this.goToAnchor();
  }

  private reveal(): void {
    document.documentElement.classList.add('js');
    // Before anything is measured: arranging large tables that are not shown takes long.
    this.showPart();
    for (const id of ['find', 'switch']) byId(id, HTMLElement).hidden = false;
    if (window.innerWidth < narrow) byId('filters', HTMLDetailsElement).open = false;
  }

  /** The part of the page that the address names, rather than a state. */
  private anchor(): HTMLElement | null {
    const id = location.hash.slice(1);
    return id === '' || id.includes('=') ? null : document.getElementById(id);
  }

  private goToAnchor(): void {
    const target = this.anchor();
    target?.scrollIntoView();
    (target?.closest<HTMLElement>('.scroll') ?? target)?.focus();
  }

  private change(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    const hash = hashOf(this.state, this.first);
    history.replaceState(null, '', hash === '' ? location.pathname + location.search : `#${hash}`);
    this.show();
  }

  private select(id: string | null, isFromList: boolean): void {
    if (id === null) {
      if (this.state.selected !== null || this.state.path !== null) this.change({ selected: null, path: null, focus: false });
      return;
    }
    const node = this.graph.nodeOf.get(id);
    const stack = node?.stack ?? null;
    // In the overview, a card that is not drawn is found in its stack.
    const opened =
      isFromList && this.state.view === 'stacks' && stack !== null && node?.kind !== 'stack' && !this.state.opened.includes(stack)
        ? [...this.state.opened, stack]
        : this.state.opened;
    this.change({ selected: id, path: null, opened, focus: this.state.focus && isFromList });
    if (isFromList && this.state.shows === 'map') this.canvas.show(id);
    byId('details', HTMLElement).scrollTop = 0;
    if (isFromList) document.getElementById('details-title')?.focus({ preventScroll: true });
  }

  private focusOn(id: string): void {
    const node = this.graph.nodeOf.get(id);
    if (node !== undefined) this.change({ selected: id, focus: true, path: null });
    else if (id.startsWith('stack:')) this.openStack(id.slice('stack:'.length));
  }

  private openStack(stack: string): void {
    this.change({ selected: null, focus: false, path: null, opened: [...new Set([...this.state.opened, stack])] });
  }

  private closeDetails(): void {
    const { selected } = this.state;
    const button = [...document.querySelectorAll<HTMLElement>('#things button')].find((each) => each.dataset.node === selected);
    this.change({ selected: null, focus: false });
    (this.state.shows === 'map' ? (button ?? byId('canvas', HTMLElement)) : byId('tables', HTMLElement)).focus({ preventScroll: true });
  }

  private get filter(): Filter {
    const { query, exposures, blastRadii, stacks } = this.state;
    return { query, exposures, blastRadii, stacks };
  }

  private show(): void {
    const { state, graph } = this;
    const matches = this.search.matches(this.filter);
    const path = state.path === null ? [] : (this.paths[state.path]?.nodes ?? []);
    const visible = visibleOf(graph, {
      view: state.view,
      matches,
      isFiltered: isActive(this.filter),
      opened: new Set(state.opened),
      focus: state.focus ? state.selected : null,
      path,
      holders: state.holders,
      provided: state.provided,
      selected: state.selected,
      others: state.others,
    });
    this.showControls();
    this.showChoices();
    this.showPart();
    const isMap = state.shows === 'map';
    const selected = state.selected === null ? undefined : (graph.nodeOf.get(state.selected) ?? visible.nodeOf.get(state.selected));
    this.details.show(selected, state.focus);
    document.body.classList.toggle('has-details', selected !== undefined);
    if (isMap) {
      byId('empty', HTMLElement).hidden = visible.nodes.length > 0;
      const isNew = this.canvas.draw(visible, state.boxes || state.view === 'stacks');
      this.canvas.mark({ selected: state.selected, path });
      if (!isNew) this.canvas.resize();
      if (path.length > 0) this.canvas.fit();
    }
    this.showBanner(path);
    this.showList(matches, isMap ? visible : null);
    filterTables((node) => isShownIn(matches, node));
    this.announce(matches);
  }

  private showPart(): void {
    byId('graph', HTMLElement).hidden = this.state.shows !== 'map';
    byId('tables', HTMLElement).hidden = this.state.shows !== 'tables';
  }

  private showControls(): void {
    const { state } = this;
    const query = byId('query', HTMLInputElement);
    if (query.value !== state.query) query.value = state.query;
    for (const id of options) byId(id, HTMLInputElement).checked = state[id];
    for (const input of inputs('view')) input.checked = input.value === state.view;
    byId('show-map', HTMLElement).setAttribute('aria-pressed', String(state.shows === 'map'));
    byId('show-tables', HTMLElement).setAttribute('aria-pressed', String(state.shows === 'tables'));
    document.body.dataset.shows = state.shows;
  }

  /** The filter's boxes, each with the number of functions that it would show. */
  private showChoices(): void {
    const choices = this.search.choices(this.filter);
    const { exposures, blastRadii, stacks } = this.filter;
    const each: readonly (readonly [string, ReadonlyMap<string, number>, readonly string[]])[] = [
      ['exposure', choices.exposures, exposures],
      ['blast', choices.blastRadii, blastRadii],
      ['stack', choices.stacks, stacks],
    ];
    for (const [name, counts, chosen] of each) {
      for (const input of inputs(name)) {
        const count = counts.get(input.value) ?? 0;
        input.checked = chosen.includes(input.value);
        const label = input.closest('label');
        const shown = label?.querySelector('.count');
        if (shown) shown.textContent = String(count);
        label?.classList.toggle('none', count === 0 && !input.checked);
      }
    }
    const active = exposures.length + blastRadii.length + stacks.length;
    byId('filter-count', HTMLElement).textContent = active === 0 ? '' : `(${active} chosen)`;
    byId('clear', HTMLButtonElement).disabled = !isActive(this.filter);
  }

  private showBanner(path: readonly string[]): void {
    const { state, graph } = this;
    const text =
      path.length > 0 && state.path !== null
        ? (this.paths[state.path]?.words.join(' → ') ?? '')
        : state.focus && state.selected !== null
          ? `Only what surrounds ${graph.nodeOf.get(state.selected)?.name ?? ''}`
          : state.view === 'stacks' && state.opened.length > 0
            ? `Open: ${state.opened.join(', ')}`
            : '';
    byId('banner', HTMLElement).hidden = text === '';
    byId('banner-text', HTMLElement).textContent = text;
  }

  private showList(matches: Matches, drawn: MapGraph | null): void {
    const nodes = this.graph.nodes.filter(
      (node) => isShownIn(matches, node.id) || (isActive(this.filter) ? false : node.kind === 'other' && drawn !== null),
    );
    const listed = JSON.stringify(nodes.map(({ id }) => id));
    if (listed !== this.listed) {
      this.listed = listed;
      this.things.fill(listOf(nodes, (id) => this.select(id, true)));
    }
    this.things.mark((button) => button.dataset.node === this.state.selected);
    this.pathList.mark((button) => button.dataset.path === String(this.state.path));
  }

  private announce(matches: Matches): void {
    const all = this.graph.nodes;
    const count = (kind: MapNode['kind']) => all.filter((node) => node.kind === kind).length;
    const of = (found: number, total: number, one: string) =>
      found === total ? counted(total, one) : `${found} of ${counted(total, one)}`;
    const open = [...matches.functions].filter((id) => {
      const node = this.graph.nodeOf.get(nodeId('function', id));
      return node !== undefined && isOpen(node);
    }).length;
    const text = `${of(matches.functions.size, count('function'), 'function')}, ${open} open; ${of(matches.stores.size, count('store'), 'store')}.`;
    const status = byId('status', HTMLElement);
    if (status.textContent !== text) status.textContent = text;
  }

  private fillPathChoices(): void {
    const options = (ids: readonly string[], all: string) => [
      element('option', { value: '' }, all),
      ...[...new Set(ids)]
        .map((id) => ({ id, name: this.graph.nodeOf.get(id)?.name ?? id }))
        .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1))
        .map(({ id, name }) => element('option', { value: id }, name)),
    ];
    this.from.append(
      ...options(
        this.paths.flatMap(({ nodes }) => nodes.slice(0, 1)),
        'every open entry point',
      ),
    );
    this.to.append(
      ...options(
        this.paths.flatMap(({ nodes }) => nodes.slice(-1)),
        'every store of data',
      ),
    );
    byId('paths-panel', HTMLElement).append(
      element('p', { class: 'hint' }, 'How somebody whom nobody lets in gets from an entry point to data.'),
      element('p', { class: 'choice' }, element('label', { for: 'path-from' }, 'From'), this.from),
      element('p', { class: 'choice' }, element('label', { for: 'path-to' }, 'To'), this.to),
      this.pathBox,
    );
    this.fillPaths();
  }

  private fillPaths(): void {
    this.pathList.fill(
      pathListOf(this.graph, this.paths, this.from.value, this.to.value, (index) =>
        this.change({ path: index, selected: null, focus: false, shows: 'map' }),
      ),
    );
  }

  private listen(): void {
    const on = (id: string, act: () => void) => byId(id, HTMLElement).addEventListener('click', act);
    on('show-map', () => this.change({ shows: 'map' }));
    on('show-tables', () => this.change({ shows: 'tables' }));
    on('clear', () => this.change({ query: '', exposures: [], blastRadii: [], stacks: [] }));
    on('fit', () => this.canvas.fit());
    on('zoom-in', () => this.canvas.zoomBy(1.3));
    on('zoom-out', () => this.canvas.zoomBy(1 / 1.3));
    on('banner-end', () => {
      this.change({ path: null, focus: false, opened: [] });
      byId('canvas', HTMLElement).focus({ preventScroll: true });
    });
    for (const list of ['things', 'paths'] as const) {
      on(`list-${list}`, () => {
        byId('things', HTMLElement).hidden = list === 'paths';
        byId('paths-panel', HTMLElement).hidden = list === 'things';
        byId('list-things', HTMLElement).setAttribute('aria-pressed', String(list === 'things'));
        byId('list-paths', HTMLElement).setAttribute('aria-pressed', String(list === 'paths'));
      });
    }
    for (const select of [this.from, this.to]) select.addEventListener('change', () => this.fillPaths());
    const query = byId('query', HTMLInputElement);
    let typing: number | undefined;
    query.addEventListener('input', () => {
      window.clearTimeout(typing);
      typing = window.setTimeout(() => this.change({ query: query.value, focus: false, path: null }), 120);
    });
    const chosen = (name: string) =>
      inputs(name)
        .filter(({ checked }) => checked)
        .map(({ value }) => value);
    for (const name of ['exposure', 'blast', 'stack']) {
      byId('filters', HTMLElement)
        .querySelector(`#choices-${name}`)
        ?.addEventListener('change', () => {
          const hash = new URLSearchParams();
          for (const value of chosen('exposure')) hash.append('by', value);
          for (const value of chosen('blast')) hash.append('blast', value);
          const { exposures, blastRadii } = stateOf(hash.toString(), this.first);
          this.change({ exposures, blastRadii, stacks: chosen('stack'), focus: false, path: null });
        });
    }
    for (const input of inputs('view')) {
      input.addEventListener('change', () => {
        const { view } = stateOf(`view=${input.value}`, this.first);
        const show = () => this.change({ view, focus: false, path: null, opened: [] });
        if (view === 'everything' && this.graph.nodes.length > manyCards) this.soon(show);
        else show();
      });
    }
    for (const id of options) {
      const input = byId(id, HTMLInputElement);
      input.addEventListener('change', () => this.change({ [id]: input.checked }));
    }
    document.addEventListener('click', (event) => this.followLink(event));
    document.addEventListener('keydown', (event) => this.onKey(event));
    byId('canvas', HTMLElement).addEventListener('keydown', (event) => this.onCanvasKey(event));
    window.addEventListener('hashchange', () => {
      if (this.anchor() !== null) this.goToAnchor();
      else {
        this.state = stateOf(location.hash, this.first);
        this.show();
      }
    });
    window.addEventListener('resize', () => this.canvas.resize());
  }

  /** Says first that something takes a moment. */
  private soon(act: () => void): void {
    byId('status', HTMLElement).textContent = 'Drawing…';
    document.body.classList.add('busy');
    window.requestAnimationFrame(() =>
      window.setTimeout(() => {
        act();
        document.body.classList.remove('busy');
      }),
    );
  }

  /** Links within the page lead to tables, or show the details of what they name. */
  private followLink(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const hash = link?.getAttribute('href') ?? '';
    if (!hash.startsWith('#')) return;
    event.preventDefault();
    const selected = stateOf(hash, this.first).selected;
    if (selected !== null) {
      this.select(selected, true);
      return;
    }
    this.change({ shows: 'tables' });
    const target = document.getElementById(hash.slice(1));
    target?.closest('section')?.scrollIntoView();
    (target?.closest<HTMLElement>('.scroll') ?? target)?.focus({ preventScroll: target?.id !== 'tables' });
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target instanceof HTMLInputElement && event.target.type === 'search';
    if (event.key === '/' && !isTyping) {
      event.preventDefault();
      byId('query', HTMLInputElement).select();
      byId('query', HTMLInputElement).focus();
    } else if (event.key === 'Escape') {
      if (isTyping && this.state.query !== '') this.change({ query: '' });
      else if (this.state.path !== null || this.state.focus) this.change({ path: null, focus: false });
      else if (this.state.selected !== null) this.closeDetails();
    }
  }

  private onCanvasKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = arrows[event.key];
    const { selected } = this.state;
    if (direction !== undefined) {
      const next = this.canvas.next(selected, direction);
      if (next !== undefined) {
        this.select(next, false);
        this.canvas.show(next);
        this.say(next);
      }
    } else if (event.key === 'Enter' && selected !== null) {
      if (selected.startsWith('stack:')) this.openStack(selected.slice('stack:'.length));
      else document.getElementById('details-title')?.focus();
    } else if (event.key === 'f' && selected !== null) this.focusOn(selected);
    else if (event.key === '+' || event.key === '=') this.canvas.zoomBy(1.3);
    else if (event.key === '-') this.canvas.zoomBy(1 / 1.3);
    else if (event.key === '0') this.canvas.fit();
    else return;
    event.preventDefault();
  }

  /** What is selected by the keyboard, for those who do not see it. */
  private say(id: string): void {
    const node = this.graph.nodeOf.get(id);
    if (node !== undefined) byId('status', HTMLElement).textContent = `${node.kind} ${node.name}, ${node.detail}`;
  }
}

const arrows: Readonly<Record<string, 'left' | 'right' | 'up' | 'down'>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Whether a card passes the filter; what is outside of the app does when nothing is filtered. */
function isShownIn(matches: Matches, card: string): boolean {
  const at = card.indexOf(':');
  const [kind, id] = [card.slice(0, at), card.slice(at + 1)];
  switch (kind) {
    case 'function':
      return matches.functions.has(id);
    case 'entry':
      return matches.entryPoints.has(id);
    case 'store':
      return matches.stores.has(id);
    case 'holder':
      return matches.holders.has(id);
    default:
      return false;
  }
}

new Page(JSON.parse(byId('data', HTMLElement).textContent ?? ''));
