import type { MapGraph, MapNode } from '../graph';
import type { MapPath } from '../paths';
import { blastRadii } from '../words';
import { secondLine } from './card';
import { element } from './dom';

/** Buttons among which the arrow keys go up and down, so that one press of Tab leaves the list. */
export class RovingList {
  private buttons: readonly HTMLButtonElement[] = [];

  public constructor(private readonly box: HTMLElement) {
    box.addEventListener('keydown', (event) => {
      const at = this.focused();
      const last = this.buttons.length - 1;
      const to = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last }[event.key];
      if (at < 0 || to === undefined) return;
      event.preventDefault();
      this.moveTo(to);
    });
    box.addEventListener('focusin', () => {
      const at = this.focused();
      if (at >= 0) this.allow(at);
    });
  }

  public fill(content: readonly HTMLElement[]): void {
    this.box.replaceChildren(...content);
    this.buttons = [...this.box.querySelectorAll('button')];
    const current = this.buttons.findIndex((button) => button.getAttribute('aria-current') === 'true');
    this.allow(Math.max(0, current));
  }

  /** Marks the button of what is selected. */
  public mark(isCurrent: (button: HTMLButtonElement) => boolean): void {
    for (const button of this.buttons) {
      if (isCurrent(button)) {
        button.setAttribute('aria-current', 'true');
        button.scrollIntoView({ block: 'nearest' });
      } else button.removeAttribute('aria-current');
    }
  }

  private focused(): number {
    return document.activeElement instanceof HTMLButtonElement ? this.buttons.indexOf(document.activeElement) : -1;
  }

  private moveTo(index: number): void {
    this.buttons[index]?.focus();
  }

  private allow(index: number): void {
    for (const [at, button] of this.buttons.entries()) button.tabIndex = at === index ? 0 : -1;
  }
}

/** The cards as a list: functions by blast radius, then stores, entry points and the rest by name. */
export function listOf(nodes: readonly MapNode[], select: (id: string) => void): readonly HTMLElement[] {
  const byName = (a: MapNode, b: MapNode) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1);
  const rank = ({ blastRadius }: MapNode) => (blastRadius === null ? 0 : blastRadii.indexOf(blastRadius));
  return sections.flatMap(([kind, title]) => {
    const own = nodes.filter((node) => node.kind === kind).sort((a, b) => rank(a) - rank(b) || byName(a, b));
    if (own.length === 0) return [];
    return [
      element('h2', { class: 'list-title' }, `${title} `, element('span', { class: 'count' }, String(own.length))),
      element(
        'ul',
        { class: 'list' },
        ...own.map((node) =>
          element(
            'li',
            {},
            element(
              'button',
              {
                type: 'button',
                'data-node': node.id,
                'data-sign': node.blastRadius === null ? `${kind}-card` : `blast-${node.blastRadius}`,
                click: () => select(node.id),
              },
              element('span', { class: 'name' }, node.name),
              element('span', { class: 'second' }, secondLine(node)),
            ),
          ),
        ),
      ),
    ];
  });
}

const sections: readonly (readonly [kind: MapNode['kind'], title: string])[] = [
  ['function', 'Functions'],
  ['store', 'Stores'],
  ['entry', 'Entry points'],
  ['holder', 'Other roles and users'],
  ['other', 'Outside of the app'],
];

/** The paths from anyone that begin and end where the reader chose. */
export function pathListOf(
  graph: MapGraph,
  paths: readonly MapPath[],
  from: string,
  to: string,
  show: (index: number) => void,
): readonly HTMLElement[] {
  const chosen = paths.flatMap((path, index) =>
    (from === '' || path.nodes.at(0) === from) && (to === '' || path.nodes.at(-1) === to) ? [{ path, index }] : [],
  );
  if (chosen.length === 0)
    return [
      element(
        'p',
        { class: 'nothing' },
        paths.length === 0 ? 'No path leads from anyone to data that is known.' : 'No path leads from there to there.',
      ),
    ];
  return [
    element(
      'ul',
      { class: 'list path-list' },
      ...chosen.map(({ path, index }) =>
        element(
          'li',
          {},
          element(
            'button',
            { type: 'button', class: 'path-button', 'data-path': String(index), click: () => show(index) },
            element('strong', {}, graph.nodeOf.get(path.nodes.at(-1) ?? '')?.name ?? ''),
            element('span', { class: 'second' }, path.words.join(' → ')),
          ),
        ),
      ),
    ),
  ];
}
