import { ID_PATTERN, plainId, ruleOf } from '../core/acknowledgement';
import { isDay } from '../core/day';
import { isObject } from '../core/json';
import { nearest } from '../core/nearest';
import { namesRule } from '../core/overrides';
import { reportFormats } from '../report/format';
import type { Configuration } from './configuration';
import type { Keys } from './json-source';

/** A mistake in a configuration, and what it is about. */
export interface ConfigurationProblem {
  readonly keys: Keys;
  readonly part: 'key' | 'value';
  readonly message: string;
}

/** What texts of the configuration look like. The JSON Schema has the same patterns; a test compares them. */
export const PATTERNS = {
  account: '^\\d{12}$',
  organization: '^o-[a-z0-9]{10,32}$',
  network:
    '^((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}/([1-9]|[12]\\d|3[0-2])|(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}(:[0-9a-fA-F]{1,4}){1}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:(:[0-9a-fA-F]{1,4}){1,6}|:(:[0-9a-fA-F]{1,4}){1,7}|::)/([1-9]|[1-9]\\d|1[01]\\d|12[0-8]))$',
  endpoint: '^(?=.*[^*\\s/])\\S(.*\\S)?$',
  rule: '^(\\*|[A-Za-z0-9*-]+/[A-Za-z0-9*._-]+)$',
  path: '^(?![!/\\s])[^?\\[\\]{}\\\\]*[^?\\[\\]{}\\\\/\\s]$',
  logicalId: '^[A-Za-z0-9*]+$',
  file: '\\S',
  acknowledged: `^(LeastPrivilege::)?${ID_PATTERN.slice(1)}`,
  text: '\\S',
  day: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
} as const;

/** What a value may be, and what to say when it is not. */
type Check = (value: unknown, keys: Keys) => readonly ConfigurationProblem[];

const glob =
  'a path in which "*" stands for any text, and no other sign of a glob has a meaning (no "?", "[", "{", "!", "\\"; no "/" at an end)';

const places: Readonly<Record<string, Check>> = {
  constructs: listOf(textLike(PATTERNS.path, glob), 1),
  templates: listOf(textLike(PATTERNS.path, glob), 1),
  logicalIds: listOf(textLike(PATTERNS.logicalId, 'letters and digits, and "*" for any text'), 1),
};

const FIELDS: Readonly<Record<keyof Configuration | '$schema', Check>> = {
  $schema: textLike('', 'the address of the schema'),
  pack: oneOf('recommended', 'strict', 'critical'),
  trustedAccounts: listOf(textLike(PATTERNS.account, 'an account id of 12 digits, in quotes')),
  trustedOrganizations: listOf(textLike(PATTERNS.organization, 'the id of an organization, such as "o-a1b2c3d4e5"')),
  trustedNetworks: listOf(textLike(PATTERNS.network, 'a network in CIDR notation, such as "203.0.113.0/24", but not the whole internet')),
  layerAccounts: listOf(textLike(PATTERNS.account, 'an account id of 12 digits, in quotes')),
  publicEndpoints: listOf(
    textLike(
      PATTERNS.endpoint,
      'a route such as "GET /health", a construct path or a logical id, with "*" for any text but not for all of it',
    ),
  ),
  grantWildcards: oneOf('block', 'warn'),
  rules: listOf(
    objectOf(
      {
        rule: textLike(PATTERNS.rule, 'the id of a rule such as "iam/no-wildcard-action", or a pattern such as "data/*"'),
        severity: oneOf('error', 'warning', 'info', 'off'),
        ...places,
      },
      ['rule', 'severity'],
    ),
  ),
  customRules: listOf(textLike(PATTERNS.file, 'the path of a file that exports rules')),
  reports: listOf(
    objectOf({ format: oneOf(...reportFormats), file: textLike(PATTERNS.file, 'the path of a file, from the folder of the assembly') }, [
      'format',
    ]),
  ),
  acknowledgements: listOf(
    objectOf(
      {
        rule: textLike(PATTERNS.acknowledged, 'the id of a rule, or of a finding such as "iam/no-wildcard-action[s3:*]"'),
        reason: textLike(PATTERNS.text, 'the reason why it is fine'),
        expires: day,
        owner: textLike(PATTERNS.text, 'whom to ask'),
        ticket: textLike(PATTERNS.text, 'where it was decided'),
        ...places,
      },
      ['rule', 'reason'],
    ),
  ),
  notAcknowledgeable: listOf(
    textLike(PATTERNS.rule, 'the id of a rule such as "iam/no-admin-statement", or a pattern such as "iam/no-admin-*"'),
  ),
  baseline: textLike(PATTERNS.file, 'the path of a file, such as "least-privilege.baseline.json"'),
};

const checkConfiguration = objectOf(FIELDS, []);

/** What is wrong with a configuration, apart from names of rules that do not exist: see {@link unknownRulesIn}. */
export function problemsIn(value: unknown): readonly ConfigurationProblem[] {
  return checkConfiguration(value, []);
}

/** What of a configuration names no rule: overrides, acknowledgements, and what it forbids to acknowledge. */
export function unknownRulesIn(configuration: Configuration, ruleIds: readonly string[]): readonly ConfigurationProblem[] {
  const { rules = [], acknowledgements = [], notAcknowledgeable = [] } = configuration;
  const named: readonly (readonly [Keys, string])[] = [
    ...rules.map(({ rule }, index) => [['rules', index, 'rule'], rule] as const),
    ...acknowledgements.map(({ rule }, index) => [['acknowledgements', index, 'rule'], ruleOf(plainId(rule))] as const),
    ...notAcknowledgeable.map((rule, index) => [['notAcknowledgeable', index], rule] as const),
  ];
  return named.flatMap(([keys, rule]) => (ruleIds.some((id) => namesRule({ rule }, id)) ? [] : [at(keys, unknownRule(rule, ruleIds))]));
}

/** What to say of a name that no rule has, with the nearest that one has. */
export function unknownRule(rule: string, ruleIds: readonly string[]): string {
  if (rule.startsWith('engine/')) return `"${rule}" says that something could not be checked, which no configuration can accept`;
  const domains = [...new Set(ruleIds.map((id) => `${id.split('/')[0]}/*`))];
  const close = rule.includes('*') ? nearest(rule, domains) : (nearest(rule, ruleIds) ?? sameName(rule, ruleIds));
  return `unknown rule "${rule}"${close === undefined ? ', see "cdk-least-privilege rules"' : `, did you mean "${close}"`}`;
}

/** A rule of that name in another domain, or one whose id begins like this. */
function sameName(rule: string, ruleIds: readonly string[]): string | undefined {
  const name = rule.slice(rule.indexOf('/'));
  return ruleIds.find((id) => id.endsWith(name)) ?? ruleIds.find((id) => id.startsWith(rule));
}

function objectOf(fields: Readonly<Record<string, Check>>, required: readonly string[]): Check {
  return (value, keys) => {
    if (!isObject(value)) return [at(keys, `expected an object, got ${shown(value)}`)];
    const known = Object.keys(fields);
    return [
      ...required.filter((key) => !Object.hasOwn(value, key)).map((key) => at(keys, `"${key}" is missing`)),
      // A prop that is undefined was not given.
      ...Object.keys(value)
        .filter((key) => value[key] !== undefined)
        .flatMap((key) => {
          const check = Object.hasOwn(fields, key) ? fields[key] : undefined;
          return check === undefined ? [unknownKey(keys, key, known)] : check(value[key], [...keys, key]);
        }),
    ];
  };
}

function unknownKey(keys: Keys, key: string, known: readonly string[]): ConfigurationProblem {
  const close = nearest(key, known);
  const hint = close === undefined ? `, expected one of ${quoted(known)}` : `, did you mean "${close}"`;
  return { keys: [...keys, key], part: 'key', message: `unknown key "${key}"${hint}` };
}

function listOf(check: Check, least = 0): Check {
  return (value, keys) => {
    if (!Array.isArray(value)) return [at(keys, `expected a list, got ${shown(value)}`)];
    if (value.length < least) return [at(keys, 'expected a list with a member, got none: leave it out to mean every place')];
    return value.flatMap((member, index) => check(member, [...keys, index]));
  };
}

function oneOf(...texts: readonly string[]): Check {
  return (value, keys) => {
    if (typeof value === 'string' && texts.includes(value)) return [];
    const close = typeof value === 'string' ? nearest(value.toLowerCase(), texts) : undefined;
    return [at(keys, `expected ${quoted(texts, 'or')}, got ${shown(value)}${close === undefined ? '' : `, did you mean "${close}"`}`)];
  };
}

function textLike(pattern: string, what: string): Check {
  let compiled: RegExp | undefined;
  return (value, keys) => {
    compiled ??= new RegExp(pattern, 'u');
    return typeof value === 'string' && compiled.test(value) ? [] : [at(keys, `expected ${what}, got ${shown(value)}`)];
  };
}

function day(value: unknown, keys: Keys): readonly ConfigurationProblem[] {
  return typeof value === 'string' && isDay(value)
    ? []
    : [at(keys, `expected a day that exists, such as "2027-03-31", got ${shown(value)}`)];
}

function at(keys: Keys, message: string): ConfigurationProblem {
  return { keys, part: 'value', message };
}

function quoted(texts: readonly string[], last = 'and'): string {
  const all = texts.map((text) => `"${text}"`);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} ${last} ${all.at(-1)}`;
}

const MOST_SHOWN = 60;

/** A value as it was written, on one line, and not too long for a message. */
function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`;
}
