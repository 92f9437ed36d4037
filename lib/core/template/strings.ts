import type { Json } from '../json';
import { below, type Path } from '../path';
import { together } from './conditions';
import type { Given } from './given';
import type { Shallow } from './resolver';
import {
  type Alternative,
  type Alternatives,
  type Context,
  cannotTell,
  DEEPEST,
  evaluate,
  LONGEST_TEXT,
  MOST_ALTERNATIVES,
  mistake,
  only,
  unknown,
  type Workspace,
} from './scope';
import { concat, partsOf, type SymbolicString } from './symbolic';

/** Whether a resolved value is text, with or without holes. A JSON object with a list `parts` is never handed out as it is. */
export function isText(value: Shallow): value is SymbolicString {
  if (typeof value === 'string') return true;
  return typeof value === 'object' && value !== null && 'parts' in value && Array.isArray(value.parts);
}

/** Whether a resolved value is a list. */
export function isList(value: Shallow): value is readonly Json[] {
  return Array.isArray(value);
}

/** All feasible texts of `node`. Nothing when it is absent; a list or an object is a hole. */
export function stringsOf(context: Context, node: Json | undefined, at: Path | undefined): Alternatives<SymbolicString> {
  if (typeof node === 'string' && !node.includes('{{')) return only(context, node, at);
  const strings: Alternative<SymbolicString>[] = [];
  for (const alternative of evaluate(context, node, at)) {
    const value = textOrAbsent(alternative.value);
    if (value !== undefined) strings.push({ value, at: alternative.at, given: alternative.given });
  }
  return strings;
}

/** The members of a list, each with its alternatives: what `Fn::Join` and `Fn::Select` work on. */
export interface Members {
  readonly members: readonly { readonly node: Json; readonly at: Path | undefined }[];
}

/** The feasible lists that `node` stands for; a value that is no list is one member. */
export function listsOf(context: Context, node: Json | undefined, at: Path | undefined): Alternatives<Members | SymbolicString> {
  const lists: Alternative<Members | SymbolicString>[] = [];
  for (const alternative of evaluate(context, node, at)) {
    const { value, given } = alternative;
    if (value === undefined || value === null) continue;
    if (isText(value)) lists.push({ value, at: alternative.at, given });
    else if (isList(value)) lists.push({ value: membersOf(context.scope.workspace, value, alternative.at), at: alternative.at, given });
    else lists.push({ value: unknown('an object where a list belongs'), at: alternative.at, given });
  }
  return lists;
}

/** The members of a list with their places: those of a derived list are where the list is. */
export function membersOf(workspace: Workspace, list: readonly Json[], at: Path | undefined): Members {
  const derived = workspace.derived.has(list);
  return { members: list.map((node, index) => ({ node, at: derived ? at : below(at, index) })) };
}

/** All elements of a string-or-list value, flattened. */
export function elementsOf(context: Context, node: Json | undefined, at: Path | undefined): Alternatives<SymbolicString> {
  const elements: Alternative<SymbolicString>[] = [];
  collect(context, node, at, elements);
  return elements;
}

function collect(context: Context, node: Json | undefined, at: Path | undefined, into: Alternative<SymbolicString>[]): void {
  if (context.depth > DEEPEST) {
    into.push(...cannotTell(context, `lists are nested deeper than ${DEEPEST} levels`, at));
    return;
  }
  for (const alternative of evaluate(context, node, at)) {
    const { value } = alternative;
    if (value === undefined || value === null) continue;
    if (isText(value)) into.push({ value, at: alternative.at, given: alternative.given });
    else if (!isList(value)) into.push({ value: unknown('an object where text belongs'), at: alternative.at, given: alternative.given });
    else {
      const { given, at: place } = alternative;
      const inner: Context = { scope: context.scope, given, open: context.open, depth: context.depth + 1 };
      const isDerived = context.scope.workspace.derived.has(value);
      for (let index = 0; index < value.length; index += 1) {
        const member = value[index];
        const memberAt = isDerived ? place : below(place, index);
        if (typeof member === 'string' && !member.includes('{{')) into.push({ value: member, at: memberAt, given });
        else collect(inner, member, memberAt, into);
      }
    }
  }
}

/** Every way to choose one alternative of each entry, of those that can hold together; `undefined` when there are too many. */
export function product<T>(context: Context, entries: readonly Alternatives<T>[]): Alternatives<readonly T[]> | undefined {
  const singles: T[] = [];
  for (const alternatives of entries) {
    const [first] = alternatives;
    if (first === undefined || alternatives.length > 1 || first.given !== context.given) break;
    singles.push(first.value);
  }
  if (singles.length === entries.length) return only(context, singles, undefined);
  const { workspace } = context.scope;
  let rows: { values: readonly T[]; given: Given }[] = [{ values: [], given: context.given }];
  for (const alternatives of entries) {
    const longer: typeof rows = [];
    for (const row of rows) {
      for (const { value, given } of alternatives) {
        const merged = together(workspace, row.given, given);
        if (merged === undefined) continue;
        if (longer.length === MOST_ALTERNATIVES) return undefined;
        longer.push({ values: [...row.values, value], given: merged });
      }
    }
    rows = longer;
  }
  return rows.map(({ values, given }) => ({ value: values, at: undefined, given }));
}

export const TOO_MANY = `more than ${MOST_ALTERNATIVES} alternatives`;

/** Every combination of `entries` put together by `combine`, at one place. */
export function combinations(
  context: Context,
  entries: readonly Alternatives<SymbolicString>[],
  at: Path | undefined,
  combine: (values: readonly SymbolicString[]) => SymbolicString,
): Alternatives<SymbolicString> {
  const rows = product(context, entries);
  if (rows === undefined) return cannotTell(context, TOO_MANY, at);
  return rows.map(({ value, given }) => ({ value: bounded(value, combine), at, given }));
}

function bounded(values: readonly SymbolicString[], combine: (values: readonly SymbolicString[]) => SymbolicString): SymbolicString {
  let length = 0;
  for (const value of values) length += lengthOf(value);
  return length > LONGEST_TEXT ? unknown('longer than a template can be') : combine(values);
}

function lengthOf(value: SymbolicString): number {
  if (typeof value === 'string') return value.length;
  return partsOf(value).reduce((length, part) => length + (typeof part === 'string' ? part.length : 1), 0);
}

/** Members joined: what `Fn::Join` does for one list, for each choice of its members. A member that is absent leaves no trace. */
export function joined(context: Context, list: Members, delimiter: SymbolicString, at: Path | undefined): Alternatives<SymbolicString> {
  const rows = product(
    context,
    list.members.map((member) => textsOrAbsent(context, member.node, member.at)),
  );
  if (rows === undefined) return cannotTell(context, TOO_MANY, at);
  return rows.map(({ value, given }) => {
    const present = value.filter((each) => each !== undefined);
    const pieces = present.flatMap((each, index) => (index === 0 ? [each] : [delimiter, each]));
    return { value: bounded(pieces, concat), at, given };
  });
}

function textsOrAbsent(context: Context, node: Json, at: Path | undefined): Alternatives<SymbolicString | undefined> {
  return evaluate(context, node, at).map(({ value, given, at: place }) => ({ value: textOrAbsent(value), at: place, given }));
}

function textOrAbsent(value: Shallow): SymbolicString | undefined {
  if (value === undefined || value === null) return undefined;
  if (isText(value)) return value;
  return unknown(`${isList(value) ? 'a list' : 'an object'} where text belongs`);
}

/** The wrong shape for an intrinsic. */
export function misshapen(context: Context, intrinsic: string, expected: string, at: Path | undefined): Alternatives {
  return mistake(context, `${intrinsic} expects ${expected}`, at);
}
