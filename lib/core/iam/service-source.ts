import { isComputed, type SymbolicString, soleHole } from '../template/symbolic';
import { patternAllows } from './action';
import { parseArn } from './arn';
import { parseOperator, restrictsCaller } from './condition';
import type { ConditionTest, Statement } from './statement';

/**
 * On whose behalf a service may use an Allow.
 * - `account`: of named accounts or organisations, or of resources whose ARN says the account
 * - `resource`: of a resource whose ARN has no account, such as a bucket: whoever owns that name
 * - `wide`: a condition is there, but a wildcard in it lets every account in
 * - `undecided`: a value that is chosen at deployment decides
 * - `none`: of everybody: the confused deputy
 */
export interface ServiceSource {
  readonly kind: 'account' | 'resource' | 'wide' | 'undecided' | 'none';
  /** The test that says so; for `wide` the one that says too little. */
  readonly test?: ConditionTest;
}

/** Keys of a request that AWS fills in with the resource, the account or the organisation a service acts for. */
const SOURCE_KEYS = new Set([
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceowner',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:principalorgid',
  'kms:calleraccount',
  'lambda:eventsourcetoken',
]);

/** Keys of single services, whose value is the ARN of what the service acts for. */
const OWN_KEYS = /^(?:kms:encryptioncontext:|logs:loggeneratingresourcearns$)/;

const NONE: ServiceSource = { kind: 'none' };
const RANKS = ['none', 'wide', 'undecided', 'resource', 'account'] as const;

/** On whose behalf a service principal may use the statement; the strongest of its conditions decides. */
export function sourceOf(statement: Statement): ServiceSource {
  let best = NONE;
  for (const test of statement.conditions) {
    const source = judge(test, statement.conditions);
    if (RANKS.indexOf(source.kind) > RANKS.indexOf(best.kind)) best = source;
  }
  if (best.kind === 'account' || best.kind === 'resource') return best;
  return statement.document.statements.some((deny) => refusesOthers(deny, statement)) ? { kind: 'account' } : best;
}

function judge(test: ConditionTest, tests: readonly ConditionTest[]): ServiceSource {
  const key = test.key.toLowerCase();
  if (key === 'kms:viaservice') return isPositive(test) && test.values.length > 0 ? { kind: 'account', test } : NONE;
  if (OWN_KEYS.test(key)) return judgeOwnKey(test);
  if (!SOURCE_KEYS.has(key)) return NONE;
  const demanded = tests.filter(({ operator }) => parseOperator(operator).base === 'Null');
  // The key of Alexa's token says who calls for functions only; there is no other service that sets it.
  const answer = restrictsCaller([test, ...demanded], key.startsWith('kms:') ? 'AWS::KMS::Key' : 'AWS::Lambda::Function');
  if (answer === 'unknown') return { kind: 'undecided', test };
  if (answer === 'no') return { kind: 'wide', test };
  if (key !== 'aws:sourcearn') return { kind: 'account', test };
  return { kind: test.values.every(({ value }) => saysAccount(value)) ? 'account' : 'resource', test };
}

/** An encryption context, or the resources that made a log: an ARN with its account. */
function judgeOwnKey(test: ConditionTest): ServiceSource {
  if (!isPositive(test) && parseOperator(test.operator).qualifier !== 'ForAllValues') return NONE;
  return test.values.length > 0 && test.values.every(({ value }) => saysAccount(value))
    ? { kind: 'account', test }
    : { kind: 'wide', test };
}

function isPositive({ operator }: ConditionTest): boolean {
  const { known, negated, ifExists, qualifier, base } = parseOperator(operator);
  return known && !negated && !ifExists && qualifier !== 'ForAllValues' && base !== 'Null';
}

/** Types whose ARNs have no account. */
const WITHOUT_ACCOUNT = new Set(['AWS::S3::Bucket', 'AWS::Route53::HostedZone', 'AWS::ApiGateway::RestApi']);

/** Whether an ARN says the account of the resource, or is one of a resource of the input, which cannot be of another. */
function saysAccount(value: SymbolicString): boolean {
  const arn = parseArn(value);
  if (arn !== undefined) return arn.account !== '' && !(typeof arn.account === 'string' && /[*?]/.test(arn.account));
  const hole = typeof value === 'string' ? undefined : (soleHole(value) ?? value.parts[0]);
  if (hole === undefined || typeof hole === 'string') return false;
  return hole.kind === 'resource' && !isComputed(hole) && !WITHOUT_ACCOUNT.has(hole.resourceType);
}

const PERIMETER_KEYS = new Set(['aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths', 'aws:sourcearn']);

/** Keys that a Deny of a data perimeter asks besides: whether a service calls, and for whom at all. */
const BESIDES = new Set(['aws:principalisawsservice', 'aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid']);

/** Whether the Deny takes the statement back for every service that acts for somebody else. */
function refusesOthers(deny: Statement, allow: Statement): boolean {
  if (deny.effect !== 'Deny' || deny.optional || deny.unresolved.length > 0) return false;
  if (!deny.principals.some(({ value }) => value === '*')) return false;
  const perimeter = deny.conditions.find(({ operator, key }) => parseOperator(operator).negated && PERIMETER_KEYS.has(key.toLowerCase()));
  if (perimeter === undefined || perimeter.values.length === 0) return false;
  if (!deny.conditions.every((test) => test === perimeter || isBeside(test))) return false;
  const covers = allow.actions.every(
    ({ value }) =>
      typeof value === 'string' && deny.actions.some((denied) => typeof denied.value === 'string' && patternAllows(denied.value, value)),
  );
  return covers && allow.notActions.length === 0 && deny.notResources.length === 0;
}

function isBeside({ operator, key, values }: ConditionTest): boolean {
  if (!BESIDES.has(key.toLowerCase())) return false;
  const { base } = parseOperator(operator);
  const expected: readonly (readonly [string, string])[] = [
    ['Bool', 'true'],
    ['Null', 'false'],
  ];
  return expected.some(([operation, answer]) => base === operation && values.every(({ value }) => value === answer));
}
