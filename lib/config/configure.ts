import { readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { type Acknowledgement, plainId } from '../core/acknowledgement';
import type { Baseline } from '../core/baseline';
import { isDay } from '../core/day';
import type { Settings } from '../core/options';
import type { Rule } from '../core/rule';
import { type ConfiguredOptions, dayOf, type Given, TODAY } from '.';
import { type Configuration, ConfigurationError } from './configuration';
import { completed, isCustomRule, rulesExportedBy, shapeProblemsOf } from './custom-rules';
import { type Keys, readJson } from './json-source';
import { type ConfigurationProblem, problemsIn, unknownRulesIn } from './validate';

/** A configuration that holds what it may hold, and how its places are told. */
interface Source {
  readonly configuration: Configuration;
  /** What relative paths in it start from. */
  readonly folder: string;
  placeOf(keys: Keys, part: ConfigurationProblem['part']): string;
}

/** See `optionsOf`, which calls this when there is something to read. */
export function configure(given: Given, file: string | undefined): ConfiguredOptions {
  const sources = [...(file === undefined ? [] : [readSource(file, given.cwd)]), sourceOfCode(given)];
  const problems = sources.flatMap((source) => ('problems' in source ? source.problems : []));
  const today = todayOf(given, problems);
  const sound = sources.filter((source): source is Source => !('problems' in source));
  const rules = collectRules(sound, given, problems);
  const ruleIds = (): readonly string[] => [...given.ruleIds(), ...rules.map(({ meta }) => meta.id)];
  for (const { configuration, placeOf } of sound) {
    if ((configuration.rules ?? configuration.acknowledgements ?? configuration.notAcknowledgeable) === undefined) continue;
    problems.push(...unknownRulesIn(configuration, ruleIds()).map((problem) => told(problem, placeOf)));
  }
  const baseline = baselineOf(sound, given, problems);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const acknowledgements = sound.flatMap(acknowledgementsIn);
  return {
    ...optionsFrom(merged(sound.map(({ configuration }) => configuration)), rules, today),
    ...(baseline === undefined ? {} : { baseline }),
    ...(acknowledgements.length === 0 ? {} : { acknowledgements }),
  };
}

function acknowledgementsIn({ configuration, placeOf }: Source): readonly Acknowledgement[] {
  return (configuration.acknowledgements ?? []).map((each, index) => ({
    ...each,
    rule: plainId(each.rule),
    madeBy: placeOf(['acknowledgements', index], 'value'),
  }));
}

/** The baseline that the last source names. */
function baselineOf(sources: readonly Source[], { cwd, updatesBaseline = false }: Given, problems: string[]): Baseline | undefined {
  const source = sources.findLast(({ configuration }) => configuration.baseline !== undefined);
  const file = source?.configuration.baseline;
  if (source === undefined || file === undefined) return undefined;
  const path = resolve(source.folder, file);
  const { readBaseline } = require('../baseline/file') as typeof import('../baseline/file');
  const name = nameOf(cwd, path);
  const read = readBaseline(path, name);
  if ('entries' in read) return updatesBaseline ? { ...read, takesAll: true } : read;
  if (read.isMissing && updatesBaseline) return { name, path, entries: [], takesAll: true };
  problems.push(...read.problems.map((problem) => (read.isMissing ? `${source.placeOf(['baseline'], 'value')}: ${problem}` : problem)));
  return undefined;
}

/** A file as the user sees it. */
function nameOf(cwd: string, path: string): string {
  return relative(cwd, path).split(sep).join('/') || path;
}

function readSource(file: string, cwd: string): Source | { readonly problems: readonly string[] } {
  const path = resolve(cwd, file);
  const name = relative(cwd, path) || file;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { problems: [`${name}: configuration cannot be read: ${textOf(error)}`] };
  }
  const source = readJson(text);
  if ('mistake' in source)
    return { problems: [`${name}:${source.position.line}:${source.position.column}: not valid JSON: ${source.mistake}`] };
  const placeOf: Source['placeOf'] = (keys, part) => {
    const { line, column } = source.positionOf(keys, part);
    return `${name}:${line}:${column}`;
  };
  return checked(source.value, dirname(path), placeOf);
}

function sourceOfCode({ code = {}, codeName, cwd }: Given): Source | { readonly problems: readonly string[] } {
  return checked(code, cwd, (keys) => (keys.length === 0 ? codeName : `${codeName}: ${writtenAs(keys)}`));
}

/** `rules[2].severity`. */
function writtenAs(keys: Keys): string {
  return keys.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('');
}

function checked(value: unknown, folder: string, placeOf: Source['placeOf']): Source | { readonly problems: readonly string[] } {
  const problems = problemsIn(value);
  if (problems.length > 0) return { problems: problems.map((problem) => told(problem, placeOf)) };
  return { configuration: value as Configuration, folder, placeOf };
}

function told({ keys, part, message }: ConfigurationProblem, placeOf: Source['placeOf']): string {
  return `${placeOf(keys, part)}: ${message}`;
}

/**
 * Later sources stand over earlier ones, field by field; lists of rules are joined, so that the later ones count, and what one
 * forbids to accept no other allows.
 */
function merged(configurations: readonly Configuration[]): Configuration {
  const fields = configurations.map((configuration) =>
    Object.fromEntries(Object.entries(configuration).filter(([, value]) => value !== undefined)),
  );
  const forbidden = configurations.flatMap(({ notAcknowledgeable }) => notAcknowledgeable ?? []);
  return {
    ...Object.assign({}, ...fields),
    rules: configurations.flatMap(({ rules }) => rules ?? []),
    ...(forbidden.length === 0 ? {} : { notAcknowledgeable: forbidden }),
  };
}

function optionsFrom(configuration: Configuration, customRules: readonly Rule[], today: string): ConfiguredOptions {
  const {
    pack,
    trustedAccounts,
    trustedOrganizations,
    trustedNetworks,
    layerAccounts,
    publicEndpoints,
    grantWildcards,
    rules,
    notAcknowledgeable,
    reports,
  } = configuration;
  const said: Partial<Settings> = {
    trustedAccounts,
    trustedOrganizations,
    trustedNetworks,
    layerAccounts,
    publicEndpoints,
    grantWildcards,
    today,
  };
  const settings: Partial<Settings> = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return {
    ...(pack === undefined ? {} : { pack }),
    settings,
    ...(rules === undefined ? {} : { overrides: rules }),
    ...(notAcknowledgeable === undefined ? {} : { notAcknowledgeable }),
    ...(reports === undefined ? {} : { reports }),
    customRules,
  };
}

/** The rules of all sources, each once. What cannot be loaded is a problem, never left out. */
function collectRules(sources: readonly Source[], given: Given, problems: string[]): readonly Rule[] {
  const rules = new Map<unknown, Rule>();
  const owners = new Map<string, string>();
  const add = (value: unknown, place: string) => {
    if (rules.has(value)) return;
    if (!isCustomRule(value)) {
      problems.push(...shapeProblemsOf(value).map((problem) => `${place}: ${problem}`));
      return;
    }
    const { id } = value.meta;
    const owner = owners.get(id) ?? (given.ruleIds().includes(id) ? 'the package' : undefined);
    if (owner === undefined) {
      rules.set(value, completed(value));
      owners.set(id, place);
    } else problems.push(`${place}: rule "${id}" exists already, in ${owner}`);
  };
  for (const { configuration, folder, placeOf } of sources) {
    for (const [index, path] of (configuration.customRules ?? []).entries()) {
      const place = placeOf(['customRules', index], 'value');
      const loaded = load(resolve(folder, path), path);
      if ('problem' in loaded) problems.push(`${place}: ${loaded.problem}`);
      else for (const rule of loaded.rules) add(rule, `${place}: ${path}`);
    }
  }
  for (const rule of given.rules ?? []) add(rule, given.codeName);
  return [...rules.values()];
}

function load(path: string, written: string): { readonly rules: readonly unknown[] } | { readonly problem: string } {
  let module: unknown;
  try {
    module = require(path);
  } catch (error) {
    return { problem: `custom rules "${written}" cannot be loaded: ${textOf(error)}` };
  }
  const rules = rulesExportedBy(module);
  if (rules.length > 0) return { rules };
  return { problem: `custom rules "${written}" exports no rule: export one, or a list, as "module.exports", "default" or "rules"` };
}

function todayOf({ env }: Given, problems: string[]): string {
  const today = env[TODAY];
  if (today === undefined) return dayOf(new Date());
  if (!isDay(today)) {
    problems.push(`environment variable ${TODAY}: expected a day such as "2026-01-31", got "${today}"`);
  }
  return today;
}

/** The first line of a message: what follows in an error of `require` is the stack of modules. */
function textOf(error: unknown): string {
  // Not by class: a file may be loaded in another realm.
  const text = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  return text.split('\n')[0] ?? text;
}
