import type { BlastRadius, Exposure } from '../../inventory/inventory';
import type { View } from '../visible';
import { blastRadii, exposures } from '../words';

/** Everything that a reader chose: what the address of the page keeps. */
export interface State {
  readonly shows: 'map' | 'tables';
  readonly view: View;
  readonly query: string;
  readonly exposures: readonly Exposure[];
  readonly blastRadii: readonly BlastRadius[];
  readonly stacks: readonly string[];
  /** The card whose details are shown. */
  readonly selected: string | null;
  /** Whether only what surrounds it is drawn. */
  readonly focus: boolean;
  /** The path that stands out, by its place in the list. */
  readonly path: number | null;
  readonly opened: readonly string[];
  readonly boxes: boolean;
  readonly others: boolean;
  readonly holders: boolean;
  readonly provided: boolean;
}

/** What can be drawn or left out. */
export const options = ['boxes', 'others', 'holders', 'provided'] as const;

/** The part of the address after `#`: what differs from how the page begins, in one order. */
export function hashOf(state: State, first: State): string {
  const hash = new URLSearchParams();
  const put = (key: string, value: string | readonly string[], unchanged: string | readonly string[]) => {
    if (JSON.stringify(value) === JSON.stringify(unchanged)) return;
    if (typeof value === 'string') hash.append(key, value);
    else for (const each of value.length === 0 ? [''] : value) hash.append(key, each);
  };
  put('f', state.selected ?? '', '');
  put('only', state.focus ? '1' : '', '');
  put('path', state.path === null ? '' : String(state.path), '');
  put('q', state.query, '');
  put('by', state.exposures, []);
  put('blast', state.blastRadii, []);
  put('stack', state.stacks, []);
  put('open', state.opened, []);
  put('view', state.view, first.view);
  put('as', state.shows, first.shows);
  for (const option of options) put(option, state[option] ? '1' : '0', first[option] ? '1' : '0');
  return hash.toString();
}

/** The state that an address asks for. What it says that cannot be is left as the page begins. */
export function stateOf(hash: string, first: State): State {
  const asked = new URLSearchParams(hash.replace(/^#/, ''));
  const flag = (key: (typeof options)[number]) => (asked.has(key) ? asked.get(key) === '1' : first[key]);
  const path = Number(asked.get('path') || Number.NaN);
  const all = (key: string) => asked.getAll(key).filter((value) => value !== '');
  return {
    shows: oneOf(['map', 'tables'], asked.get('as')) ?? first.shows,
    view: oneOf(['stacks', 'exposed', 'everything'], asked.get('view')) ?? first.view,
    query: asked.get('q') ?? '',
    exposures: exposures.filter((exposure) => all('by').includes(exposure)),
    blastRadii: blastRadii.filter((radius) => all('blast').includes(radius)),
    stacks: all('stack'),
    selected: asked.get('f') || null,
    focus: asked.get('only') === '1',
    path: Number.isInteger(path) && path >= 0 ? path : null,
    opened: all('open'),
    boxes: flag('boxes'),
    others: flag('others'),
    holders: flag('holders'),
    provided: flag('provided'),
  };
}

function oneOf<Value extends string>(values: readonly Value[], value: string | null): Value | undefined {
  return values.find((each) => each === value);
}
