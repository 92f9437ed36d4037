import { isDay } from './day';
import { isObject } from './json';
import type { Places } from './overrides';

/** What a person accepts, and on which terms. */
export interface Acceptance {
  /** Id of a rule, or of one finding: `iam/no-wildcard-action[s3:*]`. */
  readonly rule: string;
  readonly reason: string;
  /** The last day on which it holds. */
  readonly expires?: string;
  readonly owner?: string;
  readonly ticket?: string;
}

/** An acceptance, and where it holds. */
export interface Acknowledgement extends Acceptance, Places {
  /** Path of the construct that it was made on: it holds there and on all below. Absent for one of a configuration file. */
  readonly scope?: string;
  /** Paths below the scope that it holds for; `*` stands for any text. @default - all */
  readonly paths?: readonly string[];
  /** By which call or file it was made, for messages: `least-privilege.json:12:5`. */
  readonly madeBy: string;
}

/** What begins an id in the records of the framework. */
export const ID_PREFIX = 'LeastPrivilege::';

/** Types of the metadata that keep acknowledgements: ours, and that of the framework. */
export const OWN_METADATA = 'cdk-least-privilege:acknowledgement';
export const FRAMEWORK_METADATA = 'aws:cdk:acknowledged-rules';

/** The calls that make acknowledgements in code. */
export const OWN_CALL = 'Acknowledgements.add';
export const FRAMEWORK_CALL = 'Validations.acknowledge';

/** An id as findings have it: without the name of the plugin, and with dashes for spaces, as the framework records it. */
export function plainId(id: string): string {
  return (id.startsWith(ID_PREFIX) ? id.slice(ID_PREFIX.length) : id).replaceAll(' ', '-');
}

/** The rule that an id is of: `iam/no-wildcard-action` of `iam/no-wildcard-action[s3:*]`. */
export function ruleOf(id: string): string {
  const bracket = id.indexOf('[');
  return bracket === -1 ? id : id.slice(0, bracket);
}

/** What ids of rules and findings look like. */
export const ID_PATTERN = '^[A-Za-z][A-Za-z0-9-]*/[A-Za-z0-9][A-Za-z0-9._-]*(\\[.+\\])?$';

const FIELDS = ['rule', 'reason', 'expires', 'owner', 'ticket', 'paths'];

/** What is wrong with an acknowledgement of code, apart from names of rules that do not exist. */
export function mistakesOf(given: unknown): readonly string[] {
  if (!isObject(given)) return ['expected { rule, reason }'];
  const { rule, reason, expires, paths } = given;
  const unknown = Object.keys(given).filter((key) => !FIELDS.includes(key));
  const path = Array.isArray(paths) ? paths.find((each) => typeof each !== 'string' || !isPathPattern(each)) : undefined;
  return [
    ...unknown.map((key) => `unknown key "${key}", expected one of ${FIELDS.map((field) => `"${field}"`).join(', ')}`),
    ...(typeof rule === 'string' && new RegExp(ID_PATTERN).test(plainId(rule))
      ? []
      : [`"rule" takes the id of a rule or of a finding, such as "iam/no-wildcard-action[s3:*]", got ${JSON.stringify(rule)}`]),
    ...(isText(reason) ? [] : [`"reason" is required: say why it is fine, got ${JSON.stringify(reason) ?? 'nothing'}`]),
    ...(expires === undefined || (typeof expires === 'string' && isDay(expires))
      ? []
      : [`"expires" takes a day that exists, such as "2027-03-31", got ${JSON.stringify(expires)}`]),
    ...['owner', 'ticket']
      .filter((key) => given[key] !== undefined && !isText(given[key]))
      .map((key) => `"${key}" takes a text that is not empty`),
    ...(paths === undefined || (Array.isArray(paths) && paths.length > 0)
      ? []
      : ['"paths" takes a list with a member: leave it out to mean every path']),
    ...(path === undefined ? [] : [`"paths" takes paths below the construct, with "*" for any text, got ${JSON.stringify(path)}`]),
  ];
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

/** The signs of other globs have no meaning, and a slash at an end names nothing. */
function isPathPattern(text: string): boolean {
  return /^(?![!/\s])[^?[\]{}\\]*[^?[\]{}\\/\s]$/u.test(text);
}

/** Acknowledgements that metadata of constructs keeps, and what cannot be read of it. */
export interface RecordedAcknowledgements {
  readonly acknowledgements: readonly Acknowledgement[];
  readonly problems: readonly string[];
}

/** Reads the acknowledgements of one entry of metadata. */
export function acknowledgementsIn(type: unknown, data: unknown, scope: string): RecordedAcknowledgements {
  if (type === FRAMEWORK_METADATA) return { acknowledgements: frameworkRecords(data, scope), problems: [] };
  if (type !== OWN_METADATA) return NONE;
  const mistakes = mistakesOf(data);
  if (mistakes.length > 0 || !isObject(data)) {
    return { acknowledgements: [], problems: mistakes.map((mistake) => `an acknowledgement on "${scope}" cannot be read: ${mistake}`) };
  }
  const { rule, reason, expires, owner, ticket, paths } = data;
  return {
    acknowledgements: [
      {
        rule: plainId(String(rule)),
        reason: String(reason).trim(),
        ...(typeof expires === 'string' ? { expires } : {}),
        ...(typeof owner === 'string' ? { owner } : {}),
        ...(typeof ticket === 'string' ? { ticket } : {}),
        ...(Array.isArray(paths) ? { paths: paths.filter((path) => typeof path === 'string') } : {}),
        scope,
        madeBy: OWN_CALL,
      },
    ],
    problems: [],
  };
}

const NONE: RecordedAcknowledgements = { acknowledgements: [], problems: [] };

/** `{ "LeastPrivilege::iam/no-wildcard-action[s3:*]": "reason" }`; ids of other plugins are left alone. */
function frameworkRecords(data: unknown, scope: string): readonly Acknowledgement[] {
  if (!isObject(data)) return [];
  return Object.entries(data).flatMap(([id, reason]) =>
    id.startsWith(ID_PREFIX) ? [{ rule: plainId(id), reason: String(reason), scope, madeBy: FRAMEWORK_CALL }] : [],
  );
}
