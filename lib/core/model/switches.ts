import { type Path, pointerOf } from '../path';
import type { Resource } from '../template/template';
import type { Model } from './model';
import type { PropertyValue, Reading } from './reading';

/** A property with one meaning per value, of which some are found fault with: what opens an endpoint, or leaves a log off. */
export interface Switch {
  /** Property path below the resource; `*` visits the members of a list. */
  readonly path: readonly string[];
  /** The values that are found fault with, in any case of letters; or, with `except`, the only ones that are not. */
  readonly on?: readonly string[];
  readonly except?: readonly string[];
  /** Whether the absence of the property is found fault with as well. @default false */
  readonly onWithout?: boolean;
  /** Whether a list or an object is found fault with, whatever is in it. @default false */
  readonly onStructure?: boolean;
}

/**
 * How a switch stands, where fault is found with it.
 * - `on`: the value that is written
 * - `default`: nothing is written, and the default is the value
 * - `undecided`: a value that the input does not hold
 */
export interface SwitchPosition {
  readonly state: 'on' | 'default' | 'undecided';
  readonly at: Path;
  /** The last step of the path that is a name. */
  readonly property: string;
  /** The value as a person would write it; empty for a default. */
  readonly value: string;
  /** `PublicConnectivity true`, `AuthType absent`. */
  readonly evidence: string;
  /** The properties, in the world in which the switch stands so. */
  readonly reading: Reading;
}

/** Where the switch of a resource stands on a value that is found fault with, in any branch; each such value once. */
export function positionsOf(model: Model, resource: Resource, given: Switch): readonly SwitchPosition[] {
  const { path } = given;
  const positions = new Map<string, SwitchPosition>();
  const property = path.findLast((step) => step !== '*') ?? '';
  for (const reading of model.readingsOf(resource)) {
    for (const value of reading.values(...path)) {
      const state = stateOf(value, given);
      if (state === undefined) continue;
      const shown = value.kind === 'literal' ? value.text : value.shown;
      const evidence = state === 'default' ? `${property} absent` : `${property} ${shown}`;
      const key = `${evidence}\n${pointerOf(value.at)}`;
      if (!positions.has(key)) positions.set(key, { state, at: value.at, property, value: shown, evidence, reading });
    }
  }
  return [...positions.values()];
}

function stateOf({ kind, text }: PropertyValue, { on, except, onWithout, onStructure }: Switch): SwitchPosition['state'] | undefined {
  if (kind === 'absent') return onWithout === true ? 'default' : undefined;
  if (kind === 'symbolic') return 'undecided';
  if (kind === 'structure') return onStructure === true ? 'on' : undefined;
  const written = text.toLowerCase();
  const isOn = on === undefined ? !holds(except, written) : holds(on, written);
  return isOn ? 'on' : undefined;
}

function holds(texts: readonly string[] | undefined, written: string): boolean {
  return texts?.some((text) => text.toLowerCase() === written) === true;
}

/** A position as the fact of a rule: where, as what evidence, and the placeholders `{type}`, `{name}`, `{property}` and `{value}`. */
export function switchFact(model: Model, { at, property, value, evidence, reading: { resource } }: SwitchPosition) {
  return { resource, at, evidence, data: { type: resource.type, name: model.nameOf(resource), property, value } };
}
