import type { Json } from '../json';
import { below, type Path } from '../path';
import { isList, isText } from '../template';
import type { Model } from './model';
import type { Reading } from './reading';

/** A property that holds JSON, as a text or as it is. */
export interface JsonValue {
  /** What it says; `undefined` when it is absent or cannot be read. */
  readonly value: Json | undefined;
  readonly at: Path;
  /** The text as a person would write it, where it cannot be read; empty when it is absent. */
  readonly shown: string;
  /** The feasible texts of a scalar or list within the value; `undefined` stands for one that is not known in full. */
  texts(node: Json | undefined): readonly (string | undefined)[];
  /** The same as a person would write them. */
  shownTexts(node: Json | undefined): readonly string[];
}

/** The feasible JSON values of a top-level property, in the world of the reading. */
export function jsonOf(model: Model, { resource, at, world }: Reading, property: string): readonly JsonValue[] {
  const resolver = model.resolverOf(resource.template);
  const place = below(at, property);
  const list = (node: Json | undefined) => (node === undefined ? [] : resolver.list(node, place, world));
  const texts: JsonValue['texts'] = (node) => list(node).map(({ value }) => (typeof value === 'string' ? value.trim() : undefined));
  const shownTexts: JsonValue['shownTexts'] = (node) => list(node).map((element) => model.show(element, resource));
  const found = resolver.shallow(resource.properties[property], place, world);
  return found.map(({ value, at: own = place }): JsonValue => {
    const common = { at: own, texts, shownTexts };
    if (value === undefined || value === null) return { ...common, value: undefined, at, shown: '' };
    if (isText(value)) {
      const parsed = resolver.parseText(value);
      return { ...common, value: parsed, shown: parsed === undefined ? model.show({ value, at: own }, resource) : '' };
    }
    return { ...common, value: isList(value) ? [...value] : { ...value }, shown: '' };
  });
}
