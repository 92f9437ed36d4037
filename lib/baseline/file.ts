import { existsSync, readFileSync } from 'node:fs';
import { type Keys, readJson } from '../config/json-source';
import type { Baseline, BaselineEntry, StatementContent } from '../core/baseline';
import { isDay } from '../core/day';
import { isObject, type Json, type JsonObject } from '../core/json';
import { nearest } from '../core/nearest';
import { SCHEMA_VERSION, STATEMENT_LISTS, sameEntry } from './entries';

/** A baseline that cannot be used, and each reason with its place. */
export interface BrokenBaseline {
  readonly problems: readonly string[];
  /** Whether there is no such file. */
  readonly isMissing: boolean;
}

/** Name of the baseline where nothing else is said. */
export const BASELINE_FILE = 'least-privilege.baseline.json';

/**
 * Reads a baseline. What is not understood in full is not used: an entry that is left out would block, and one that is read
 * wrong would hide.
 * @param name the file as the user sees it
 */
export function readBaseline(path: string, name: string): Baseline | BrokenBaseline {
  if (!existsSync(path)) {
    const advice = 'write it with "cdk-least-privilege check --update-baseline"';
    return { isMissing: true, problems: [`baseline "${name}" does not exist: ${advice}, and commit it`] };
  }
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { isMissing: false, problems: [`${name}: baseline cannot be read: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const source = readJson(text);
  if ('mistake' in source) {
    const hint = /^(?:<{7}|>{7}|={7})/m.test(text) ? ', it holds a merge conflict: keep the lines of both sides, or write it again' : '';
    return {
      isMissing: false,
      problems: [`${name}:${source.position.line}:${source.position.column}: not valid JSON: ${source.mistake}${hint}`],
    };
  }
  const found: Problem[] = [];
  const entries = entriesIn(source.value, found, (keys) => source.positionOf(keys, 'value').line);
  if (found.length === 0) return { name, path, entries };
  return {
    isMissing: false,
    problems: found.map(({ keys, part, message }) => {
      const { line, column } = source.positionOf(keys, part);
      return `${name}:${line}:${column}: ${message}`;
    }),
  };
}

interface Problem {
  readonly keys: Keys;
  readonly part: 'key' | 'value';
  readonly message: string;
}

const FIELDS = ['place', 'rule', 'evidence', 'severity', 'type', 'statement', 'value', 'since', 'count'];
const STATEMENT_FIELDS = ['effect', ...STATEMENT_LISTS, 'conditional'];

function entriesIn(value: Json, problems: Problem[], lineOf: (keys: Keys) => number): readonly BaselineEntry[] {
  const say = (keys: Keys, message: string, part: Problem['part'] = 'value') => problems.push({ keys, part, message });
  if (!isObject(value)) {
    say([], 'expected an object with "schemaVersion" and "findings"');
    return [];
  }
  if (value.schemaVersion !== SCHEMA_VERSION) {
    const got = value.schemaVersion === undefined ? 'none' : JSON.stringify(value.schemaVersion);
    say(
      value.schemaVersion === undefined ? [] : ['schemaVersion'],
      `expected schema version ${SCHEMA_VERSION}, got ${got}: write the baseline again with this version`,
    );
    return [];
  }
  refuseOthers(value, [], ['schemaVersion', 'findings'], say);
  if (!Array.isArray(value.findings)) {
    say(value.findings === undefined ? [] : ['findings'], '"findings" takes a list');
    return [];
  }
  const seen = new Map<string, Keys>();
  return value.findings.flatMap((written, index) => {
    const keys = ['findings', index];
    const before = problems.length;
    const entry = entryIn(written, keys, say);
    if (entry === undefined || problems.length > before) return [];
    const same = sameEntry(entry);
    const first = seen.get(same);
    if (first !== undefined) say(keys, `the same finding as at line ${lineOf(first)}: keep one of the two`);
    else seen.set(same, keys);
    return [entry];
  });
}

type Say = (keys: Keys, message: string, part?: Problem['part']) => unknown;

function entryIn(written: Json, keys: Keys, say: Say): BaselineEntry | undefined {
  if (!isObject(written)) {
    say(keys, 'expected an object');
    return undefined;
  }
  refuseOthers(written, keys, FIELDS, say);
  const { place, rule, evidence, severity, type, statement, value, since, count } = written;
  const text = (key: string, field: Json | undefined, isOptional = false): string => {
    if (typeof field === 'string' || (isOptional && field === undefined)) return typeof field === 'string' ? field : '';
    say(field === undefined ? keys : [...keys, key], `"${key}" ${field === undefined ? 'is missing' : 'takes a text'}`);
    return '';
  };
  if (severity !== 'error' && severity !== 'warning') say([...keys, 'severity'], '"severity" takes "error" or "warning"');
  if (typeof since !== 'string' || !isDay(since)) say([...keys, 'since'], '"since" takes a day, such as "2026-11-22"');
  if (count !== undefined && !(typeof count === 'number' && Number.isInteger(count) && count > 1))
    say([...keys, 'count'], '"count" takes a whole number above 1');
  const ruleId = text('rule', rule);
  if (ruleId.startsWith('engine/'))
    say([...keys, 'rule'], `"${ruleId}" says that something could not be checked, which no baseline can hold`);
  const content = statement === undefined ? undefined : statementIn(statement, [...keys, 'statement'], say);
  const [kind, digest] = [text('type', type, true), text('value', value, true)];
  return {
    place: text('place', place),
    rule: ruleId,
    evidence: text('evidence', evidence),
    severity: severity === 'error' ? 'error' : 'warning',
    ...(kind === '' ? {} : { type: kind }),
    ...(content === undefined ? {} : { statement: content }),
    ...(digest === '' ? {} : { value: digest }),
    since: typeof since === 'string' ? since : '',
    ...(typeof count === 'number' ? { count } : {}),
  };
}

function statementIn(written: Json, keys: Keys, say: Say): StatementContent | undefined {
  if (!isObject(written)) {
    say(keys, '"statement" takes an object');
    return undefined;
  }
  refuseOthers(written, keys, STATEMENT_FIELDS, say);
  const { effect, conditional } = written;
  if (effect !== undefined && typeof effect !== 'string') say([...keys, 'effect'], '"effect" takes a text');
  if (conditional !== undefined && conditional !== true) say([...keys, 'conditional'], '"conditional" takes true, or is left out');
  const lists = STATEMENT_LISTS.flatMap((key): [string, readonly string[]][] => {
    const list = written[key];
    if (list === undefined) return [];
    if (Array.isArray(list) && list.length > 0 && list.every((member) => typeof member === 'string')) return [[key, list]];
    say([...keys, key], `"${key}" takes a list of texts`);
    return [];
  });
  return {
    ...Object.fromEntries(lists),
    ...(typeof effect === 'string' ? { effect } : {}),
    ...(conditional === true ? { conditional } : {}),
  };
}

function refuseOthers(object: JsonObject, keys: Keys, known: readonly string[], say: Say): void {
  for (const key of Object.keys(object)) {
    if (known.includes(key)) continue;
    const close = nearest(key, known);
    say([...keys, key], `unknown field "${key}"${close === undefined ? '' : `, did you mean "${close}"`}`, 'key');
  }
}
