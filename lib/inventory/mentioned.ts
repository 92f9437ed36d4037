import { isObject, type Json } from '../core/json';
import { resourcesNamedIn } from '../core/model/mentions';
import type { Model } from '../core/model/model';
import { isPlain } from '../core/model/reading';
import { isList, isText } from '../core/template';
import type { Resource } from '../core/template/template';

/** Definitions within definitions: deeper than anybody writes. */
const DEEPEST = 64;

/** Every resource of the input that a piece of a resource's properties names, once, in the order of the text. */
export function mentionedIn(model: Model, from: Resource, node: Json | undefined): readonly Resource[] {
  const found = new Set<Resource>();
  const resolver = model.resolverOf(from.template);
  const visit = (value: Json | undefined, depth: number): void => {
    if (depth > DEEPEST || (!isObject(value) && !Array.isArray(value))) return;
    if (Array.isArray(value)) {
      for (const member of value) visit(member, depth + 1);
      return;
    }
    if (isPlain(value)) {
      for (const member of Object.values(value)) visit(member, depth + 1);
      return;
    }
    for (const { value: shallow } of resolver.shallow(value, undefined)) {
      if (shallow === undefined || shallow === null) continue;
      if (isText(shallow)) for (const resource of resourcesNamedIn(model, from, shallow)) found.add(resource);
      else if (isList(shallow)) for (const member of shallow) visit(member, depth + 1);
      else visit(shallow, depth + 1);
    }
  };
  visit(node, 0);
  return [...found];
}
