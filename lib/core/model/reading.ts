import type { Answer } from '../answer';
import { isObject, type Json, type JsonObject } from '../json';
import { below, type Path } from '../path';
import { isList, isText } from '../template';
import type { Element, Located, Resolver, World } from '../template/resolver';
import { holed, type SymbolicString } from '../template/symbolic';
import type { Resource } from '../template/template';
import type { Model } from './model';

/**
 * One feasible value of a property.
 * - `absent`: the property, or something above it, is missing, null or `AWS::NoValue`
 * - `literal`: a text that is known in full; numbers and booleans as JSON writes them
 * - `symbolic`: there, and known in part at most: a reference, a parameter without a default, what a macro writes
 * - `structure`: a list or an object
 */
export interface PropertyValue {
  readonly kind: 'absent' | 'literal' | 'symbolic' | 'structure';
  /** The literal, trimmed; empty for the other kinds. */
  readonly text: string;
  /** Place of the value; of the innermost thing that is there when it is absent. */
  readonly at: Path;
  /** The value as a person would write it (`<Key.Arn>`); empty when absent, `…` for a structure. */
  readonly shown: string;
  /** The value itself; absent for `absent` and `structure`. */
  readonly value?: SymbolicString;
}

/**
 * The properties of a resource, or an object within them, in one world of conditions: every `Fn::If` that the resource
 * depends on is decided, so that two properties read together are those that CloudFormation would see together.
 * Paths are property names; `'*'` visits the members of a list. Nothing here throws: what cannot be read is `symbolic`.
 */
export interface Reading {
  readonly resource: Resource;
  /** Place of this object. */
  readonly at: Path;
  /** The world it is read in; empty when the resource has no conditions. */
  readonly world: World;
  /** All feasible values of a property, its absence among them. An empty list has no values below `'*'`. */
  values(...path: readonly string[]): readonly PropertyValue[];
  /** The objects that a path leads to, lists flattened. Where one cannot be read, a reading that says `symbolic` to every question. */
  objects(...path: readonly string[]): readonly Reading[];
  /** Whether some feasible value is one of `texts`, in any case of letters. `absent` is what the property's absence stands for. */
  canBe(path: readonly string[], texts: readonly string[], absent?: Answer): Answer;
  /** Whether every feasible value is one of `texts`, in any case of letters. */
  isAlways(path: readonly string[], texts: readonly string[], absent?: Answer): Answer;
  /** Whether the property is missing in some feasible branch. */
  lacks(...path: readonly string[]): boolean;
}

/** The properties of a resource, once for each world of the conditions below it; nearly always once. */
export function readingsOf(model: Model, resource: Resource): readonly Reading[] {
  const resolver = model.resolverOf(resource.template);
  const place: Place = { value: resource.properties, at: model.propertiesOf(resource) };
  return resolver.worldsOf(resource.properties).map((world) => new PlacedReading(model, resource, resolver, world, place));
}

interface Place {
  readonly value: Json | undefined;
  readonly at: Path;
}

/** What a path leads to: a node still to be resolved, nothing, or something that cannot be followed. */
type Step = { readonly kind: 'node' | 'absent'; readonly place: Place } | { readonly kind: 'unreadable'; readonly element: PlacedElement };

interface PlacedElement extends Element {
  readonly at: Path;
}

class PlacedReading implements Reading {
  constructor(
    private readonly model: Model,
    readonly resource: Resource,
    private readonly resolver: Resolver,
    readonly world: World,
    private readonly place: Place,
  ) {}

  get at(): Path {
    return this.place.at;
  }

  values(...path: readonly string[]): readonly PropertyValue[] {
    const plain = this.plainValue(path);
    return plain === undefined ? this.resolvedValues(path) : [plain];
  }

  /** The value where nothing on the way needs resolving, as nearly everywhere. */
  private plainValue(path: readonly string[]): PropertyValue | undefined {
    let { value: node, at } = this.place;
    for (const key of path) {
      if (key === '*' || !isObject(node) || !isPlain(node)) return undefined;
      if (!Object.hasOwn(node, key)) return absentAt(at);
      node = node[key];
      at = below(at, key);
      if (node === null || node === undefined) return absentAt(at);
    }
    if (typeof node === 'string') return node.includes('{{') ? undefined : this.valueOf({ value: node, at });
    return typeof node === 'number' || typeof node === 'boolean' ? this.valueOf({ value: String(node), at }) : undefined;
  }

  private resolvedValues(path: readonly string[]): readonly PropertyValue[] {
    return this.follow(path).flatMap((step): PropertyValue[] => {
      if (step.kind === 'absent') return [absentAt(step.place.at)];
      if (step.kind === 'unreadable') return [this.valueOf(step.element)];
      return this.shallow(step.place).map(({ value, at }) => {
        if (value === undefined || value === null) return absentAt(at);
        return isText(value) ? this.valueOf({ value, at }) : { kind: 'structure', text: '', at, shown: '…' };
      });
    });
  }

  objects(...path: readonly string[]): readonly Reading[] {
    return this.follow(path).flatMap((step): Reading[] => {
      if (step.kind === 'absent') return [];
      if (step.kind === 'unreadable') return [this.unreadable(step.element)];
      return this.objectsAt(step.place, 0);
    });
  }

  canBe(path: readonly string[], texts: readonly string[], absent: Answer = 'no'): Answer {
    let answer: Answer = 'no';
    for (const value of this.values(...path)) {
      const own = matches(value, texts, absent);
      if (own === 'yes') return 'yes';
      if (own === 'unknown') answer = 'unknown';
    }
    return answer;
  }

  isAlways(path: readonly string[], texts: readonly string[], absent: Answer = 'no'): Answer {
    let answer: Answer = 'yes';
    for (const value of this.values(...path)) {
      const own = matches(value, texts, absent);
      if (own === 'no') return 'no';
      if (own === 'unknown') answer = 'unknown';
    }
    return answer;
  }

  lacks(...path: readonly string[]): boolean {
    return this.values(...path).some(({ kind }) => kind === 'absent');
  }

  private objectsAt(place: Place, depth: number): Reading[] {
    return this.shallow(place).flatMap(({ value, at }): Reading[] => {
      if (value === undefined || value === null) return [];
      if (isText(value)) return [this.unreadable({ value, at })];
      if (!isList(value)) return [new PlacedReading(this.model, this.resource, this.resolver, this.world, { value, at })];
      if (depth > DEEPEST) return [this.unreadable({ value: TOO_DEEP, at })];
      return value.flatMap((member, index) => this.objectsAt({ value: member, at: below(at, index) }, depth + 1));
    });
  }

  private follow(path: readonly string[]): readonly Step[] {
    let steps: readonly Step[] = [{ kind: 'node', place: this.place }];
    for (const key of path) {
      steps = steps.flatMap((step) =>
        step.kind !== 'node' ? [step] : key === '*' ? this.membersAt(step.place, 0) : this.propertyAt(step.place, key),
      );
    }
    return steps;
  }

  private propertyAt(place: Place, key: string): Step[] {
    return this.shallow(place).map(({ value, at }): Step => {
      if (value === undefined || value === null) return { kind: 'absent', place: { value: undefined, at } };
      if (isText(value)) return { kind: 'unreadable', element: { value: typeof value === 'string' ? NO_OBJECT : value, at } };
      if (isList(value)) return { kind: 'unreadable', element: { value: NO_OBJECT, at } };
      if (!Object.hasOwn(value, key)) return { kind: 'absent', place: { value: undefined, at } };
      return { kind: 'node', place: { value: value[key], at: below(at, key) } };
    });
  }

  private membersAt(place: Place, depth: number): Step[] {
    return this.shallow(place).flatMap(({ value, at }): Step[] => {
      if (value === undefined || value === null) return depth === 0 ? [{ kind: 'absent', place: { value: undefined, at } }] : [];
      if (isList(value)) {
        if (depth > DEEPEST) return [{ kind: 'unreadable', element: { value: TOO_DEEP, at } }];
        return value.flatMap((member, index) => this.membersAt({ value: member, at: below(at, index) }, depth + 1));
      }
      if (isText(value) && typeof value !== 'string') return [{ kind: 'unreadable', element: { value, at } }];
      return [{ kind: 'node', place: { value, at } }];
    });
  }

  private shallow(place: Place): readonly (Located<ReturnType<Resolver['shallow']>[number]['value']> & { readonly at: Path })[] {
    return this.resolver.shallow(place.value, place.at, this.world).map(({ value, at }) => ({ value, at: at ?? place.at }));
  }

  private unreadable(element: PlacedElement): Reading {
    return new UnreadableReading(this.resource, this.world, element.at, this.valueOf(element));
  }

  private valueOf(element: PlacedElement): PropertyValue {
    const { value, at } = element;
    if (typeof value === 'string') return { kind: 'literal', text: value.trim(), at, shown: value, value };
    const { model, resource } = this;
    return {
      kind: 'symbolic',
      text: '',
      at,
      value,
      get shown() {
        return model.show(element, resource);
      },
    };
  }
}

/** Whether an object is no intrinsic and holds no macro or loop: its keys are its properties. */
export function isPlain(node: JsonObject): boolean {
  for (const key in node) if (key === 'Ref' || key.startsWith('Fn::')) return false;
  return true;
}

/** Stands for an object that cannot be read: whatever is asked of it is not known. */
class UnreadableReading implements Reading {
  constructor(
    readonly resource: Resource,
    readonly world: World,
    readonly at: Path,
    private readonly value: PropertyValue,
  ) {}

  values(): readonly PropertyValue[] {
    return [this.value];
  }

  objects(): readonly Reading[] {
    return [this];
  }

  canBe(): Answer {
    return 'unknown';
  }

  isAlways(): Answer {
    return 'unknown';
  }

  lacks(): boolean {
    return false;
  }
}

/** Lists within lists: deeper than any template that CloudFormation takes. */
const DEEPEST = 64;
const TOO_DEEP = holed({ kind: 'unknown', reason: 'lists are nested too deeply' });
const NO_OBJECT = holed({ kind: 'unknown', reason: 'an object belongs here' });

function absentAt(at: Path): PropertyValue {
  return { kind: 'absent', text: '', at, shown: '' };
}

function matches({ kind, text }: PropertyValue, texts: readonly string[], absent: Answer): Answer {
  if (kind === 'absent') return absent;
  if (kind !== 'literal') return kind === 'symbolic' ? 'unknown' : 'no';
  return texts.some((wanted) => wanted.toLowerCase() === text.toLowerCase()) ? 'yes' : 'no';
}
