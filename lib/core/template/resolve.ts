import { isObject, type Json } from '../json';
import { below, type Path } from '../path';
import { assuming, feasible, formulaOf, together } from './conditions';
import { conditionKey, type Given, NOTHING } from './given';
import { intrinsics, unknownIntrinsic } from './intrinsics';
import { parseJsonText } from './json-text';
import { plainText } from './plain';
import type { Element, Located, Resolver, Shallow, World } from './resolver';
import {
  type Alternatives,
  type Context,
  cannotTell,
  DEEPEST,
  MOST_ALTERNATIVES,
  MOST_STEPS,
  mistake,
  only,
  report,
  type Scope,
  sectionOf,
  type Workspace,
} from './scope';
import { elementsOf, stringsOf } from './strings';
import { type SymbolicString, soleHole } from './symbolic';
import type { InputProblem, Resource, Template } from './template';
import { withDynamicReferences } from './text';

/** Resolvers of all templates of one input: values lead from one template to another. */
export interface Resolvers {
  (template: Template): Resolver;
  /** What was met so far that has no meaning: a reference to nothing, an unknown intrinsic, a wrong shape. */
  problems(): readonly InputProblem[];
}

/** Makes the resolvers of `templates`. Nothing is resolved before it is asked for. */
export function createResolvers(templates: readonly Template[]): Resolvers {
  const scopes = new Map<Template, Scope>();
  const nested = new Map<Template, Map<string, Template>>();
  for (const template of templates) {
    for (const parent of template.parents ?? []) {
      const children = nested.get(parent.template) ?? new Map<string, Template>();
      nested.set(parent.template, children.set(parent.logicalId, template));
    }
  }
  const workspace: Workspace = {
    templates,
    templateByName: new Map(templates.map((template) => [template.name, template])),
    nested,
    prepared: new WeakMap(),
    derived: new WeakSet(),
    rests: new WeakSet(),
    domains: new Map(),
    satisfiable: new Map(),
    busy: new Set(),
    reported: new Map(),
    exports: undefined,
    steps: 0,
    evaluate: evaluateNode,
    scopeOf(template) {
      let scope = scopes.get(template);
      if (scope === undefined) {
        scope = scopeFor(template, workspace);
        scopes.set(template, scope);
      }
      return scope;
    },
  };
  const resolvers = new Map<Template, Resolver>();
  const resolverOf = (template: Template): Resolver => {
    let resolver = resolvers.get(template);
    if (resolver === undefined) {
      resolver = resolverFor(workspace.scopeOf(template));
      resolvers.set(template, resolver);
    }
    return resolver;
  };
  return Object.assign(resolverOf, { problems: () => [...workspace.reported.values()] });
}

function scopeFor(template: Template, workspace: Workspace): Scope {
  return {
    template,
    workspace,
    parameters: sectionOf(template.body, 'Parameters'),
    conditions: sectionOf(template.body, 'Conditions'),
    mappings: sectionOf(template.body, 'Mappings'),
    outputs: sectionOf(template.body, 'Outputs'),
    formulas: new Map(),
    joined: new Map(),
    resolved: new WeakMap(),
    owners: undefined,
  };
}

function resolverFor(scope: Scope): Resolver {
  const { template, workspace } = scope;
  const worlds = new WeakMap<object, readonly World[]>();
  const hasGiven = (node: Json | undefined, world: World | undefined): boolean => givenOf(scope, node, world).size > 0;
  const contextOf = (node: Json | undefined, world: World | undefined): Context => {
    workspace.steps = 0;
    return { scope, given: givenOf(scope, node, world), open: false, depth: 0 };
  };
  const locate = <T>(alternatives: Alternatives<T>): readonly Located<T>[] =>
    alternatives.length > 1 ? distinct(alternatives) : alternatives;
  return {
    template,
    worldsOf(node) {
      if (typeof node !== 'object' || node === null || Object.keys(scope.conditions).length === 0) return EVERY_WORLD;
      const known = worlds.get(node) ?? worldsBelow(scope, node, givenOf(scope, node, undefined));
      worlds.set(node, known);
      return known;
    },
    shallow(node, at, world): readonly Located<Shallow>[] {
      const plain = hasGiven(node, world) ? undefined : plainText(scope, node);
      return plain === undefined ? locate(evaluateNode(contextOf(node, world), node, at)) : [{ value: plain, at }];
    },
    strings(node, at, world): readonly Element[] {
      const plain = hasGiven(node, world) ? undefined : plainText(scope, node);
      return plain === undefined ? locate(stringsOf(contextOf(node, world), node, at)) : [{ value: plain, at }];
    },
    list(node, at, world): readonly Element[] {
      const plain = hasGiven(node, world) ? undefined : plainElements(scope, node, at);
      return plain ?? elementsOf(contextOf(node, world), node, at);
    },
    canBeAbsent(node, world) {
      if (node === undefined || node === null) return true;
      return (
        isObject(node) && evaluateNode(contextOf(node, world), node, undefined).some(({ value }) => value === undefined || value === null)
      );
    },
    target(value: SymbolicString): Resource | undefined {
      const hole = soleHole(value);
      return hole?.kind === 'resource' ? workspace.templateByName.get(hole.template)?.resources.get(hole.logicalId) : undefined;
    },
    parseText: (value) => parseJsonText(workspace, value),
  };
}

/** The elements of a value that is plain text, or a list of nothing else. */
function plainElements(scope: Scope, node: Json | undefined, at: Path | undefined): readonly Element[] | undefined {
  if (!Array.isArray(node)) {
    const value = plainText(scope, node);
    return value === undefined ? undefined : [{ value, at }];
  }
  if (scope.workspace.derived.has(node)) return undefined;
  const elements: Element[] = [];
  for (let index = 0; index < node.length; index += 1) {
    const value = plainText(scope, node[index]);
    if (value === undefined) return undefined;
    elements.push({ value, at: below(at, index) });
  }
  return elements;
}

const EVERY_WORLD: readonly World[] = [new Map()];

/** Leaves out what says the same again. */
function distinct<T>(alternatives: Alternatives<T>): readonly Located<T>[] {
  const seen = new Set<unknown>();
  return alternatives.filter(({ value }) => {
    const key = typeof value === 'object' && value !== null && 'parts' in value ? JSON.stringify(value) : value;
    return !seen.has(key) && seen.add(key);
  });
}

/** What holds wherever `node` counts: the condition of its resource, and the choice that was asked for. */
function givenOf(scope: Scope, node: Json | undefined, world: World | undefined): Given {
  if (typeof node !== 'object' || node === null) return NOTHING;
  const own = ownersOf(scope).get(node) ?? NOTHING;
  if (world === undefined || world.size === 0) return own;
  const given = new Map(own);
  for (const [name, truth] of world) given.set(conditionKey(scope.template.name, name), String(truth));
  return given;
}

/** Nodes of resources that are created under a condition → that the condition holds. */
function ownersOf(scope: Scope): WeakMap<object, Given> {
  if (scope.owners !== undefined) return scope.owners;
  const owners = new WeakMap<object, Given>();
  scope.owners = owners;
  for (const resource of scope.template.resources.values()) {
    if (resource.condition === undefined) continue;
    if (formulaOf(scope, resource.condition) === undefined) {
      report(scope, `condition "${resource.condition}" is not declared`, {
        parent: { parent: { parent: undefined, key: 'Resources' }, key: resource.logicalId },
        key: 'Condition',
      });
      continue;
    }
    const given: Given = new Map([[conditionKey(scope.template.name, resource.condition), 'true']]);
    if (feasible(scope.workspace, given)) for (const node of objectsBelow(resource.properties)) owners.set(node, given);
  }
  return owners;
}

/** `node` and every object and list below it. */
function objectsBelow(node: Json): readonly object[] {
  const found: object[] = [];
  const waiting: Json[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    found.push(next);
    for (const member of Object.values(next)) if (typeof member === 'object') waiting.push(member);
  }
  return found;
}

/** The choices for the conditions of all `Fn::If` below `node` that can occur; a branch that is not taken adds none. */
function worldsBelow(scope: Scope, node: Json, own: Given): readonly World[] {
  const worlds: World[] = [];
  const waiting: { readonly world: World; readonly given: Given }[] = [{ world: new Map(), given: own }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const name = undecided(scope, node, next.world, next.given);
    if (name === undefined) {
      worlds.push(next.world);
      if (worlds.length > MOST_ALTERNATIVES) return EVERY_WORLD;
      continue;
    }
    for (const truth of [false, true]) {
      const given = assuming(scope.workspace, next.given, conditionKey(scope.template.name, name), String(truth));
      if (given !== undefined) waiting.push({ world: new Map(next.world).set(name, truth), given });
    }
  }
  return worlds.length === 0 ? EVERY_WORLD : worlds;
}

/** The first condition of an `Fn::If` below `node` that the world leaves open. */
function undecided(scope: Scope, node: Json, world: World, given: Given): string | undefined {
  const waiting: Json[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const branches = isObject(next) ? next['Fn::If'] : undefined;
    if (Array.isArray(branches) && typeof branches[0] === 'string') {
      const [name, whenTrue = null, whenFalse = null] = branches;
      const formula = formulaOf(scope, name);
      if (formula === undefined) continue;
      const truth =
        formula.kind === 'constant' ? formula.value : (world.get(name) ?? truthOf(given.get(conditionKey(scope.template.name, name))));
      if (truth === undefined) return name;
      waiting.push(truth ? whenTrue : whenFalse);
      continue;
    }
    const members = Object.values(next);
    for (let index = members.length - 1; index >= 0; index -= 1) {
      const member = members[index];
      if (typeof member === 'object') waiting.push(member);
    }
  }
  return undefined;
}

function truthOf(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : text === 'true';
}

/** `node` one level deep. */
function evaluateNode(context: Context, node: Json | undefined, at: Path | undefined): Alternatives {
  if (typeof node === 'string') return only(context, node.includes('{{') ? withDynamicReferences(node) : node, at);
  if (typeof node !== 'object') return only(context, node === undefined ? undefined : String(node), at);
  if (node === null || Array.isArray(node)) return only(context, node, at);

  const { scope } = context;
  const { workspace } = scope;
  const prepared = workspace.prepared.get(node);
  if (prepared !== undefined) {
    return prepared.flatMap((each) => {
      const given = together(workspace, context.given, each.given);
      return given === undefined ? [] : [{ value: each.value, at: each.at ?? at, given }];
    });
  }
  let name: string | undefined;
  let special: string | undefined;
  let isAlone = true;
  for (const key in node) {
    if (name !== undefined) isAlone = false;
    name ??= key;
    if (key.startsWith('Fn::')) special ??= key;
  }
  if (name === undefined || (special === undefined && !(isAlone && name === 'Ref'))) {
    return Array.isArray(node.parts) ? cannotTell(context, 'an object with a list "parts"', at) : only(context, node, at);
  }
  if (!isAlone) {
    if (special === 'Fn::Transform') return cannotTell(context, 'a macro of Fn::Transform may write this value at deployment', at);
    report(scope, `"${special}" stands beside other keys`, at);
    return cannotTell(context, `"${special}" stands beside other keys`, at);
  }
  if (context.depth > DEEPEST) return cannotTell(context, `intrinsics are nested deeper than ${DEEPEST} levels`, at);
  workspace.steps += 1;
  if (workspace.steps > MOST_STEPS) return cannotTell(context, `takes more than ${MOST_STEPS} steps to resolve`, at);

  const isPlain = context.given.size === 0 && !context.open;
  const known = isPlain ? scope.resolved.get(node) : undefined;
  if (known !== undefined && samePlace(known.at, at)) return known.alternatives;
  const intrinsic = intrinsics.get(name);
  const deeper: Context = { scope, given: context.given, open: context.open, depth: context.depth + 1 };
  const results = intrinsic === undefined ? unknownIntrinsic(context, name, at) : intrinsic(deeper, node[name] ?? null, at);
  // A value never disappears: what has none for lack of an argument is unknown.
  const alternatives = results.length > 0 ? results : mistake(context, `an argument of "${name}" is absent`, at);
  if (isPlain && workspace.busy.size === 0) scope.resolved.set(node, { at, alternatives });
  return alternatives;
}

function samePlace(left: Path | undefined, right: Path | undefined): boolean {
  let a = left;
  let b = right;
  while (a !== b) {
    if (a === undefined || b === undefined || a.key !== b.key) return false;
    a = a.parent;
    b = b.parent;
  }
  return true;
}
