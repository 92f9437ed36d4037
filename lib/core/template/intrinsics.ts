import { isObject, type Json } from '../json';
import { below, type Path } from '../path';
import { assuming, formulaOf, variableOf } from './conditions';
import { conditionKey, NOTHING } from './given';
import { jsonText } from './json-text';
import { attributeOf, importedValue, referenceTo, stackOutput } from './references';
import type { Shallow } from './resolver';
import {
  type Alternative,
  type Alternatives,
  type Context,
  cannotTell,
  derivedList,
  evaluate,
  memberOf,
  mistake,
  only,
  unknown,
} from './scope';
import { combinations, isText, joined, listsOf, misshapen, stringsOf, TOO_MANY } from './strings';
import { parseSubstitution } from './substitution';
import { concat, type SymbolicString, soleHole } from './symbolic';
import { split, withDynamicReferences } from './text';

/** Resolves one intrinsic: `argument` is what stands below its key, `at` the place of the object that holds the key. */
type Intrinsic = (context: Context, argument: Json, at: Path | undefined) => Alternatives;

/** Every intrinsic that gives a value, by its key. */
export const intrinsics: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', ref],
  ['Fn::GetAtt', getAtt],
  ['Fn::If', choose],
  ['Fn::Join', join],
  ['Fn::Sub', substitute],
  ['Fn::Select', select],
  ['Fn::Split', splitText],
  ['Fn::FindInMap', findInMap],
  ['Fn::ImportValue', importedValue],
  ['Fn::GetStackOutput', stackOutput],
  ['Fn::Transform', macro],
  ['Fn::ToJsonString', toJsonString],
  ['Fn::Length', length],
  ['Fn::Base64', base64],
  [
    'Fn::GetAZs',
    (context, _argument, at) => cannotTell(context, 'Fn::GetAZs: the availability zones of the region are known at deployment', at),
  ],
  ['Fn::Cidr', (context, _argument, at) => cannotTell(context, 'Fn::Cidr computes address ranges at deployment', at)],
]);

const CONDITION_FUNCTIONS = new Set(['Fn::Equals', 'Fn::And', 'Fn::Or', 'Fn::Not']);

/** An object with one key that looks like an intrinsic and is none that gives a value. */
export function unknownIntrinsic(context: Context, name: string, at: Path | undefined): Alternatives {
  if (CONDITION_FUNCTIONS.has(name)) return mistake(context, `"${name}" only has a meaning in Conditions`, at);
  if (name.startsWith('Fn::ForEach')) return mistake(context, `"${name}" needs the transform AWS::LanguageExtensions`, at);
  return mistake(context, `unknown intrinsic "${name}"`, at);
}

function ref(context: Context, argument: Json, at: Path | undefined): Alternatives {
  if (typeof argument === 'string') return referenceTo(context, argument, at);
  return (
    ofNames(context, argument, below(at, 'Ref'), (here, name) => referenceTo(here, name, at)) ?? misshapen(context, 'Ref', 'a name', at)
  );
}

/** Applies `resolve` to each feasible text of an argument that is an intrinsic itself (AWS::LanguageExtensions). */
function ofNames(
  context: Context,
  argument: Json | undefined,
  place: Path | undefined,
  resolve: (context: Context, name: string) => Alternatives,
): Alternatives | undefined {
  if (!isObject(argument) && typeof argument !== 'string') return undefined;
  const names = stringsOf(context, argument, place);
  if (names.length === 0) return undefined;
  return names.flatMap(({ value, given }) => {
    const here = { ...context, given };
    return typeof value === 'string'
      ? resolve(here, value)
      : cannotTell(here, reasonOf(value, 'a name that is only known at deployment'), place);
  });
}

function reasonOf(value: SymbolicString, otherwise: string): string {
  const hole = soleHole(value);
  return hole?.kind === 'unknown' ? hole.reason : otherwise;
}

function getAtt(context: Context, argument: Json, at: Path | undefined): Alternatives {
  const place = below(at, 'Fn::GetAtt');
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    if (dot <= 0) return misshapen(context, 'Fn::GetAtt', 'a resource and an attribute, "Resource.Attribute"', at);
    return attributeOf(context, argument.slice(0, dot), argument.slice(dot + 1), at);
  }
  const wrong = () => misshapen(context, 'Fn::GetAtt', 'a resource and an attribute', at);
  if (!Array.isArray(argument) || argument.length < 2) return wrong();
  if (argument.length === 2 && typeof argument[0] === 'string' && typeof argument[1] === 'string' && argument[1] !== '') {
    return attributeOf(context, argument[0], argument[1], at);
  }
  const [owner, ...attributes] = argument;
  const result = ofNames(context, owner, below(place, 0), (here, logicalId) => {
    const entries = attributes.map((attribute, index) => stringsOf(here, attribute, below(place, index + 1)));
    const names = combinations(here, entries, place, (values) =>
      concat(values.flatMap((value, index) => (index === 0 ? [value] : ['.', value]))),
    );
    return names.flatMap(({ value, given }) => {
      const inner = { ...here, given };
      if (value === '') return wrong();
      return typeof value === 'string'
        ? attributeOf(inner, logicalId, value, at)
        : cannotTell(inner, reasonOf(value, `an attribute of "${logicalId}" that is only known at deployment`), at);
    });
  });
  return result ?? wrong();
}

function choose(context: Context, argument: Json, at: Path | undefined): Alternatives {
  const place = below(at, 'Fn::If');
  if (!Array.isArray(argument) || argument.length !== 3 || typeof argument[0] !== 'string') {
    return misshapen(context, 'Fn::If', 'a condition and two values', at);
  }
  const [name, whenTrue = null, whenFalse = null] = argument;
  const { scope } = context;
  const formula = formulaOf(scope, name);
  if (formula === undefined) return mistake(context, `condition "${name}" is not declared`, at);
  const branch = (truth: boolean, here: Context) => evaluate(here, truth ? whenTrue : whenFalse, below(place, truth ? 1 : 2));
  if (formula.kind === 'constant') return branch(formula.value, context);
  const key = conditionKey(scope.template.name, name);
  const decided = context.given.get(key);
  if (decided !== undefined) return branch(decided === 'true', context);
  const feasible = [true, false].flatMap((truth) => {
    const given = assuming(scope.workspace, context.given, key, String(truth));
    return given === undefined ? [] : [{ truth, given }];
  });
  // Where neither can be, what is taken for granted cannot be either: no reason to leave one out.
  const branches = feasible.length > 0 ? feasible : [true, false].map((truth) => ({ truth, given: context.given }));
  return limited(
    context,
    branches.flatMap(({ truth, given }) => branch(truth, { ...context, given })),
    at,
  );
}

function limited(context: Context, alternatives: Alternatives, at: Path | undefined): Alternatives {
  return alternatives.length > 64 ? cannotTell(context, TOO_MANY, at) : alternatives;
}

function join(context: Context, argument: Json, at: Path | undefined): Alternatives {
  const place = below(at, 'Fn::Join');
  if (!Array.isArray(argument) || argument.length !== 2) return misshapen(context, 'Fn::Join', 'a delimiter and a list', at);
  const [delimiterNode, listNode] = argument;
  const delimiters = stringsOf(context, delimiterNode, below(place, 0));
  if (delimiters.length === 0) return misshapen(context, 'Fn::Join', 'a delimiter and a list', at);
  const results: Alternative<SymbolicString>[] = [];
  for (const delimiter of delimiters) {
    for (const list of listsOf({ ...context, given: delimiter.given }, listNode, below(place, 1))) {
      const here = { ...context, given: list.given };
      if (!isMembers(list.value)) results.push(...unlisted(here, 'Fn::Join', list.value, at));
      else results.push(...joined(here, list.value, delimiter.value, at));
    }
  }
  return limited(
    context,
    results.map((result) => ({ ...result, value: withDynamicReferences(result.value) })),
    at,
  );
}

function isMembers<T extends object>(value: T | SymbolicString): value is T & { readonly members: Members } {
  return typeof value !== 'string' && 'members' in value;
}

type Members = readonly { readonly node: Json; readonly at: Path | undefined }[];

/** Text where a list belongs: a list that is only known at deployment, or a mistake. */
function unlisted(context: Context, intrinsic: string, value: SymbolicString, at: Path | undefined): Alternatives<SymbolicString> {
  if (soleHole(value) !== undefined) return only(context, value, at);
  return mistake(context, `${intrinsic} expects a list`, at);
}

function substitute(context: Context, argument: Json, at: Path | undefined): Alternatives {
  const place = below(at, 'Fn::Sub');
  const [text, variables, ...others]: readonly (Json | undefined)[] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== 'string' || others.length > 0 || (variables !== undefined && !isObject(variables))) {
    return misshapen(context, 'Fn::Sub', 'text, or text and an object of variables', at);
  }
  const entries = parseSubstitution(text).map((part): Alternatives<SymbolicString> => {
    if (typeof part === 'string') return only(context, part, at);
    const variable = memberOf(variables, part.name);
    const values = variable === undefined ? named(context, part.name, at) : evaluate(context, variable, below(below(place, 1), part.name));
    return values.flatMap((value): Alternatives<SymbolicString> => {
      if (isText(value.value)) return [{ value: value.value, at: value.at, given: value.given }];
      return mistake({ ...context, given: value.given }, `"\${${part.name}}" of Fn::Sub is no text`, at);
    });
  });
  return combinations(context, entries, at, (values) => withDynamicReferences(concat(values)));
}

/** What a name between braces stands for. */
function named(context: Context, name: string, at: Path | undefined): Alternatives {
  const dot = name.indexOf('.');
  if (dot < 0 || context.scope.template.resources.has(name)) return referenceTo(context, name, at);
  return attributeOf(context, name.slice(0, dot), name.slice(dot + 1), at);
}

function select(context: Context, argument: Json, at: Path | undefined): Alternatives {
  const place = below(at, 'Fn::Select');
  if (!Array.isArray(argument) || argument.length !== 2) return misshapen(context, 'Fn::Select', 'an index and a list', at);
  const [indexNode, listNode] = argument;
  const results: Alternative<Shallow>[] = [];
  const indexes = stringsOf(context, indexNode, below(place, 0));
  if (indexes.length === 0) return misshapen(context, 'Fn::Select', 'an index and a list', at);
  for (const index of indexes) {
    for (const list of listsOf({ ...context, given: index.given }, listNode, below(place, 1))) {
      const here = { ...context, given: list.given };
      if (!isMembers(list.value)) {
        results.push(...unlisted(here, 'Fn::Select', list.value, at));
        continue;
      }
      const { members } = list.value;
      if (typeof index.value !== 'string') {
        for (const member of members) results.push(...evaluate(here, member.node, member.at));
        continue;
      }
      const position = /^\d+$/.test(index.value.trim()) ? Number(index.value) : Number.NaN;
      const rest = members.at(-1);
      const chosen = members[position] ?? (rest !== undefined && isRest(here, rest.node) ? rest : undefined);
      if (chosen === undefined)
        results.push(...mistake(here, `Fn::Select has no member ${index.value} in a list of ${members.length}`, at));
      else results.push(...evaluate(here, chosen.node, chosen.at));
    }
  }
  return limited(context, results, at);
}

/** Whether a member stands for all members behind it too. */
function isRest(context: Context, node: Json): boolean {
  return isObject(node) && context.scope.workspace.rests.has(node);
}

function splitText(context: Context, argument: Json, at: Path | undefined): Alternatives {
  const place = below(at, 'Fn::Split');
  const wrong = () => misshapen(context, 'Fn::Split', 'a delimiter and text', at);
  if (!Array.isArray(argument) || argument.length !== 2) return wrong();
  const { workspace } = context.scope;
  const results: Alternative<Shallow>[] = [];
  for (const delimiter of stringsOf(context, argument[0], below(place, 0))) {
    for (const source of stringsOf({ ...context, given: delimiter.given }, argument[1], below(place, 1))) {
      if (delimiter.value === '') return wrong();
      if (typeof delimiter.value !== 'string') {
        results.push(...cannotTell({ ...context, given: source.given }, 'Fn::Split at a delimiter that is only known at deployment', at));
        continue;
      }
      const { certain, rest } = split(source.value, delimiter.value);
      const list = derivedList(
        workspace,
        [...certain, ...(rest === undefined ? [] : [rest])].map((value) => ({ value, at, given: NOTHING })),
      );
      const last = list.at(-1);
      if (rest !== undefined && isObject(last)) workspace.rests.add(last);
      results.push({ value: list, at, given: source.given });
    }
  }
  return results.length > 0 ? limited(context, results, at) : wrong();
}

function findInMap(context: Context, argument: Json, at: Path | undefined): Alternatives {
  const place = below(at, 'Fn::FindInMap');
  if (!Array.isArray(argument) || argument.length < 3 || argument.length > 4) {
    return misshapen(context, 'Fn::FindInMap', 'a map and two keys', at);
  }
  const { scope } = context;
  if (Object.hasOwn(scope.mappings, 'Fn::Transform')) return cannotTell(context, 'a macro writes the mappings at deployment', at);
  const keys = argument.slice(0, 3);
  let found: { readonly node: Json; readonly context: Context }[] = [{ node: scope.mappings, context }];
  let incomplete = false;
  for (const [index, key] of keys.entries()) {
    const next: typeof found = [];
    for (const entry of found) {
      for (const alternative of stringsOf({ ...entry.context, open: true }, key, below(place, index))) {
        const here = { ...entry.context, given: alternative.given };
        const entries = lookups(here, entry.node, alternative.value);
        if (entries.length === 0 || typeof alternative.value !== 'string') incomplete = true;
        next.push(...entries);
      }
    }
    found = next;
  }
  const defaultNode = memberOf(argument[3], 'DefaultValue');
  const results: Alternative<Shallow>[] = [];
  for (const { node, context: here } of found) {
    if (!Array.isArray(node)) results.push(...evaluate({ ...here, open: context.open }, node, at).map((each) => ({ ...each, at })));
    else results.push(...only(here, derivedCopy(here, node), at));
  }
  if (defaultNode !== undefined && (incomplete || results.length === 0)) {
    results.push(...evaluate(context, defaultNode, below(below(place, 3), 'DefaultValue')));
  }
  if (results.length === 0) return mistake(context, `no entry ${keys.map((key) => JSON.stringify(key)).join(', ')} in the mappings`, at);
  return limited(context, results, at);
}

/** The entries that a key can mean: its own, or every one when it is only known at deployment. */
function lookups(context: Context, node: Json, key: SymbolicString): readonly { readonly node: Json; readonly context: Context }[] {
  if (!isObject(node)) return [];
  if (typeof key === 'string') {
    const entry = memberOf(node, key);
    return entry === undefined ? [] : [{ node: entry, context }];
  }
  const variable = variableOf(soleHole(key));
  return Object.entries(node).flatMap(([name, entry]) => {
    const given = variable === undefined ? context.given : assuming(context.scope.workspace, context.given, variable, name);
    return given === undefined ? [] : [{ node: entry, context: { ...context, given } }];
  });
}

function derivedCopy(context: Context, list: readonly Json[]): readonly Json[] {
  const copy = [...list];
  context.scope.workspace.derived.add(copy);
  return copy;
}

function macro(context: Context, argument: Json, at: Path | undefined): Alternatives {
  const name = memberOf(argument, 'Name');
  return cannotTell(context, `macro ${typeof name === 'string' ? `"${name}"` : 'of Fn::Transform'} writes this value at deployment`, at);
}

function toJsonString(context: Context, argument: Json, at: Path | undefined): Alternatives {
  return jsonText(context, argument, below(at, 'Fn::ToJsonString'), at);
}

function length(context: Context, argument: Json, at: Path | undefined): Alternatives {
  return listsOf(context, argument, below(at, 'Fn::Length')).map((list): Alternative<Shallow> => {
    if (!isMembers(list.value)) return { value: unknown('the length of a list that is only known at deployment'), at, given: list.given };
    const { members } = list.value;
    const isCertain = members.every(({ node }) => !isObject(node));
    return {
      value: isCertain ? String(members.length) : unknown('the length of a list with members that may be absent'),
      at,
      given: list.given,
    };
  });
}

function base64(context: Context, argument: Json, at: Path | undefined): Alternatives {
  return stringsOf(context, argument, below(at, 'Fn::Base64')).map(({ value, given }) => {
    const encoded = typeof value === 'string' ? inBase64(value) : unknown('text in Base64 with values that are only known at deployment');
    return { value: encoded, at, given };
  });
}

function inBase64(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}
