import { parseOperator } from '../core/iam/condition';
import { hasWildcard } from '../core/iam/pattern';
import type { ConditionTest, Statement } from '../core/iam/statement';

/** The conditions of a statement, as the options of builders that they come to. */
export type Narrowing =
  | { readonly kind: 'none' }
  /** Values by condition key in lower case: each of them is known, and exact. */
  | { readonly kind: 'options'; readonly key: string; readonly values: ReadonlyMap<string, readonly string[]> }
  /** A key of KMS, through a service: what belongs to encrypted resources. */
  | { readonly kind: 'through-service' }
  /** Conditions that no builder offers. */
  | { readonly kind: 'other'; readonly key: string };

export const UNNARROWED: Narrowing = { kind: 'none' };

/** The condition keys for which a builder has an option, with the operators that mean the same. */
const OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['cloudwatch:namespace', ['stringequals']],
  ['dynamodb:leadingkeys', ['forallvalues:stringequals']],
  ['events:detail-type', ['stringequals', 'forallvalues:stringequals']],
  ['events:source', ['stringequals', 'forallvalues:stringequals']],
  ['iam:passedtoservice', ['stringequals', 'stringlike']],
  ['lambda:functionurlauthtype', ['stringequals']],
  ['lambda:invokedviafunctionurl', ['bool']],
  ['s3:prefix', ['stringequals', 'stringlike']],
  ['ses:fromaddress', ['stringequals', 'stringlike']],
  ['ses:recipients', ['forallvalues:stringequals', 'forallvalues:stringlike']],
  ['sts:externalid', ['stringequals']],
  ['sts:rolesessionname', ['stringequals']],
]);

/** What the conditions of a statement come to. */
export function narrowingOf({ conditions }: Statement): Narrowing {
  const tests = conditions.filter((test) => !isPresence(test, conditions));
  if (tests.length === 0) return conditions.length === 0 ? UNNARROWED : other(conditions);
  if (tests.every(isThroughService)) return { kind: 'through-service' };
  const values = new Map<string, readonly string[]>();
  for (const test of tests) {
    const key = test.key.toLowerCase();
    const texts = test.values.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
    const isKnown = texts.length === test.values.length && texts.length > 0 && !values.has(key);
    if (!isKnown || !OPTIONS.get(key)?.includes(test.operator.toLowerCase()) || !isExact(key, texts)) return other(conditions);
    values.set(key, texts);
  }
  return { kind: 'options', key: keyOf(conditions), values };
}

/** The prefixes of keys end in a wildcard, which the builder writes itself. */
function isExact(key: string, texts: readonly string[]): boolean {
  return texts.every((text) => !text.includes('${') && !hasWildcard(key === 's3:prefix' ? text.replace(/\*$/, '') : text));
}

/** `Null: { key: false }` beside a test of the same key, which the builders write too. */
function isPresence(test: ConditionTest, tests: readonly ConditionTest[]): boolean {
  return (
    parseOperator(test.operator).base.toLowerCase() === 'null' &&
    test.values.every(({ value }) => value === 'false') &&
    tests.some((beside) => beside !== test && beside.key.toLowerCase() === test.key.toLowerCase())
  );
}

function isThroughService({ key }: ConditionTest): boolean {
  return /^kms:(?:viaservice|encryptioncontext:|encryptioncontextkeys|calleraccount|grantisforawsresource)/i.test(key);
}

function other(conditions: readonly ConditionTest[]): Narrowing {
  return { kind: 'other', key: keyOf(conditions) };
}

function keyOf(conditions: readonly ConditionTest[]): string {
  return JSON.stringify(conditions.map(({ operator, key, values }) => [operator, key, values.map(({ value }) => value)]));
}

/** Whether the builders of an action offer the conditions as options. */
export function fits(narrowing: Narrowing, action: string): boolean {
  if (narrowing.kind !== 'options') return narrowing.kind !== 'other';
  return [...narrowing.values.keys()].every((key) => ACTIONS.get(key)?.test(action) === true);
}

/** The actions whose builders take an option for a condition key. */
const ACTIONS: ReadonlyMap<string, RegExp> = new Map([
  ['cloudwatch:namespace', /^cloudwatch:PutMetricData$/],
  ['dynamodb:leadingkeys', /^dynamodb:(?!Scan$|GetRecords$|GetShardIterator$|Describe|List)/],
  ['events:detail-type', /^events:PutEvents$/],
  ['events:source', /^events:PutEvents$/],
  ['iam:passedtoservice', /^iam:PassRole$/],
  ['lambda:functionurlauthtype', /^lambda:InvokeFunctionUrl$/],
  ['lambda:invokedviafunctionurl', /^lambda:InvokeFunction$/],
  ['s3:prefix', /^s3:ListBucket$/],
  ['ses:fromaddress', /^ses:Send(?:Raw)?Email$/],
  ['ses:recipients', /^ses:Send(?:Raw)?Email$/],
  ['sts:externalid', /^sts:AssumeRole$/],
  ['sts:rolesessionname', /^sts:AssumeRole$/],
]);
