import { isObject, type Json, type JsonObject } from '../json';
import { type Path, pointerOf } from '../path';
import type { Formula } from './formula';
import type { Given } from './given';
import type { Located, Shallow } from './resolver';
import { type Holed, holed, type SymbolicString } from './symbolic';
import type { InputProblem, Template } from './template';

/** More alternatives than this for one value are not told apart. */
export const MOST_ALTERNATIVES = 64;
/** Intrinsics nested deeper than this are not followed. */
export const DEEPEST = 200;
/** Evaluations for one question. A template that needs more is built to be expensive. */
export const MOST_STEPS = 50_000;
/** Characters of one resolved value: beyond CloudFormation's own template limit (1 MB). */
export const LONGEST_TEXT = 1_100_000;

/** One of the values a node can have, and what it takes for granted. */
export interface Alternative<T> extends Located<T> {
  readonly given: Given;
}

export type Alternatives<T = Shallow> = readonly Alternative<T>[];

/** One template and what was learnt about it. */
export interface Scope {
  readonly template: Template;
  readonly workspace: Workspace;
  readonly parameters: JsonObject;
  readonly conditions: JsonObject;
  readonly mappings: JsonObject;
  readonly outputs: JsonObject;
  readonly formulas: Map<string, Formula>;
  /** What an `Fn::Join` gives that can only give one text, by its argument as JSON. */
  readonly joined: Map<string, SymbolicString>;
  /** Results of nodes that were resolved while nothing else was taken for granted. */
  readonly resolved: WeakMap<object, { readonly at: Path | undefined; readonly alternatives: Alternatives }>;
  /** Object nodes of resources with a condition → that condition; filled on first use. */
  owners: WeakMap<object, Given> | undefined;
}

/** All templates of one input: imports, nested-stack parameters and outputs lead from one to another. */
export interface Workspace {
  scopeOf(template: Template): Scope;
  readonly templates: readonly Template[];
  readonly templateByName: ReadonlyMap<string, Template>;
  /** Nested-stack resources → the templates they deploy. */
  readonly nested: ReadonlyMap<Template, ReadonlyMap<string, Template>>;
  /** Members of derived lists: already resolved, in whichever template. */
  readonly prepared: WeakMap<object, Alternatives>;
  /** Lists that no place of the template holds member by member: `Fn::Split`, a list parameter. Their members are where the list is. */
  readonly derived: WeakSet<object>;
  /** Members of derived lists that stand for everything behind them too. */
  readonly rests: WeakSet<object>;
  /** Values that a variable can take, for those that are limited. */
  readonly domains: Map<string, readonly string[]>;
  readonly satisfiable: Map<string, boolean>;
  /** What is being resolved right now, to notice circles. */
  readonly busy: Set<string>;
  readonly reported: Map<string, InputProblem>;
  exports: Exports | undefined;
  steps: number;
  readonly evaluate: (context: Context, node: Json | undefined, at: Path | undefined) => Alternatives;
}

/** One exported output. */
export interface Export {
  readonly scope: Scope;
  readonly output: string;
  readonly name: Alternative<SymbolicString>;
}

/** Exports by name; those whose names have holes apart. */
export interface Exports {
  readonly byName: ReadonlyMap<string, readonly Export[]>;
  readonly patterns: readonly Export[];
}

/** One evaluation. */
export interface Context {
  readonly scope: Scope;
  readonly given: Given;
  /** Keeps parameters with a default but without allowed values open: conditions and map keys must consider what else can be passed. */
  readonly open: boolean;
  readonly depth: number;
}

/** `node` one level deep. */
export function evaluate(context: Context, node: Json | undefined, at: Path | undefined): Alternatives {
  return context.scope.workspace.evaluate(context, node, at);
}

/** A hole for what cannot be read off the template. */
export function unknown(reason: string): Holed {
  return holed({ kind: 'unknown', reason });
}

/** The only alternative. */
export function only<T>(context: Context, value: T, at: Path | undefined): Alternatives<T> {
  return [{ value, at, given: context.given }];
}

/** An unknown hole as the only alternative. */
export function cannotTell(context: Context, reason: string, at: Path | undefined): Alternatives<Holed> {
  return only(context, unknown(reason), at);
}

/** An unknown hole for something that is wrong in the template, which is reported as such too. */
export function mistake(context: Context, reason: string, at: Path | undefined): Alternatives<Holed> {
  report(context.scope, reason, at);
  return cannotTell(context, reason, at);
}

/** Records a part of the template that has no meaning, when its place is known. */
export function report(scope: Scope, message: string, at: Path | undefined): void {
  const template = scope.template.name;
  const location = pointerOf(at);
  if (!/^\/(Resources|Conditions|Outputs)\//.test(location)) return;
  const key = `${template}\u0000${location}\u0000${message}`;
  if (scope.workspace.reported.has(key)) return;
  const [, section, logicalId] = /^\/(Resources)\/([^/]+)/.exec(location) ?? [];
  scope.workspace.reported.set(key, { template, location, message, ...(section === undefined ? {} : { logicalId }) });
}

/** A list whose members are resolved already. */
export function derivedList(workspace: Workspace, members: Alternatives<SymbolicString>): Json[] {
  const list = members.map((member) => prepare(workspace, member));
  workspace.derived.add(list);
  return list;
}

/** A node that stands for a value that is resolved already. */
export function prepare(workspace: Workspace, member: Alternative<SymbolicString>): Json {
  if (typeof member.value === 'string' && member.given.size === 0) return member.value;
  const node: JsonObject = {};
  workspace.prepared.set(node, [member]);
  return node;
}

/** An own member of an object, whatever its name (`constructor`, `__proto__`). */
export function memberOf(node: Json | undefined, key: string): Json | undefined {
  return isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
}

/** A section of a template: `{}` when it is absent or no object. */
export function sectionOf(body: JsonObject, name: string): JsonObject {
  const section = memberOf(body, name);
  return isObject(section) ? section : {};
}
