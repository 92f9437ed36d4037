import { isObject, type JsonObject } from '../json';
import { below } from '../path';
import type { Located } from '../template/resolver';
import type { Resource } from '../template/template';
import type { Model } from './model';
import { membersOf, nodesAt, objectsOf } from './nodes';

/** One state of a definition in the Amazon States Language. */
export interface State {
  readonly name: string;
  readonly type: string;
  readonly definition: Located<JsonObject>;
  /** The Map and Parallel states around it, the outermost first: what they catch, it need not. */
  readonly around: readonly State[];
}

/** The definition of a state machine: an object, or JSON text in which references stand. Nothing when it is elsewhere, or no JSON. */
export function definitionsOf(model: Model, resource: Resource): readonly Located<JsonObject>[] {
  const resolver = model.resolverOf(resource.template);
  const root = model.propertiesOf(resource);
  for (const property of ['Definition', 'DefinitionString']) {
    const found = objectsOf(resolver, resource.properties[property], below(root, property));
    if (found.length > 0) return found;
  }
  return [];
}

/** Every state of a definition, those within Map and Parallel states too. */
export function statesOf(model: Model, resource: Resource, definition: Located<JsonObject>): readonly State[] {
  const resolver = model.resolverOf(resource.template);
  const found: State[] = [];
  const visit = (machine: Located<JsonObject>, around: readonly State[]) => {
    if (around.length > DEEPEST) return;
    for (const states of nodesAt(resolver, machine.value, machine.at, 'States')) {
      for (const { value, at } of objectsOf(resolver, states.value, states.at)) {
        for (const [name, node] of Object.entries(value)) {
          if (!isObject(node)) continue;
          const place = { value: node, at: below(at, name) };
          const state: State = { name, type: typeof node.Type === 'string' ? node.Type : '', definition: place, around };
          found.push(state);
          for (const inner of innerMachines(place)) visit(inner, [...around, state]);
        }
      }
    }
  };
  const innerMachines = ({ value, at }: Located<JsonObject>): readonly Located<JsonObject>[] => [
    ...membersOf(resolver, value.Branches, below(at, 'Branches')).flatMap((branch) => objectsOf(resolver, branch.value, branch.at)),
    ...['ItemProcessor', 'Iterator'].flatMap((property) => objectsOf(resolver, value[property], below(at, property))),
  ];
  visit(definition, []);
  return found;
}

/** Map states in Map states: deeper than anybody writes. */
const DEEPEST = 20;
