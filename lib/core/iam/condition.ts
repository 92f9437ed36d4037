import { type Answer, allOf, anyOf } from '../answer';
import { isBroad, type Network, parseCidr } from '../network';
import { type Hole, isComputed, partsOf, type SymbolicString, soleHole } from '../template/symbolic';
import { parseArn } from './arn';
import { hasWildcard } from './pattern';
import type { ConditionTest } from './statement';

/** A condition operator, taken apart. */
export interface Operator {
  /** In AWS's spelling, without qualifier and `IfExists`; as written when it is not known. */
  readonly base: string;
  /** For keys with several values. */
  readonly qualifier?: 'ForAllValues' | 'ForAnyValue';
  /** The test holds when the request has no such key. */
  readonly ifExists: boolean;
  readonly negated: boolean;
  readonly known: boolean;
}

const BASES: ReadonlyMap<string, string> = new Map(
  [
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    'StringLike',
    'StringNotLike',
    'NumericEquals',
    'NumericNotEquals',
    'NumericLessThan',
    'NumericLessThanEquals',
    'NumericGreaterThan',
    'NumericGreaterThanEquals',
    'DateEquals',
    'DateNotEquals',
    'DateLessThan',
    'DateLessThanEquals',
    'DateGreaterThan',
    'DateGreaterThanEquals',
    'Bool',
    'BinaryEquals',
    'IpAddress',
    'NotIpAddress',
    'ArnEquals',
    'ArnNotEquals',
    'ArnLike',
    'ArnNotLike',
    'Null',
  ].map((base) => [base.toLowerCase(), base]),
);

const operators = new Map<string, Operator>();
const MOST_REMEMBERED = 1000;

/**
 * The parts of a condition operator such as `ForAllValues:StringNotLikeIfExists`, in any case
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
 */
export function parseOperator(written: string): Operator {
  const remembered = operators.get(written);
  if (remembered !== undefined) return remembered;
  const [, prefix, name = '', ifExists] = /^(?:([^:]*):)?(.*?)(ifexists)?$/is.exec(written) ?? [];
  const base = BASES.get(name.toLowerCase());
  const qualifier = qualifierOf(prefix);
  const operator: Operator = {
    base: base ?? name,
    ...(qualifier === undefined ? {} : { qualifier }),
    ifExists: ifExists !== undefined,
    negated: base !== undefined && /Not/.test(base),
    known: base !== undefined && (prefix === undefined || qualifier !== undefined) && !(base === 'Null' && ifExists !== undefined),
  };
  if (operators.size >= MOST_REMEMBERED) operators.clear();
  operators.set(written, operator);
  return operator;
}

function qualifierOf(prefix: string | undefined): Operator['qualifier'] {
  switch (prefix?.toLowerCase()) {
    case 'forallvalues':
      return 'ForAllValues';
    case 'foranyvalue':
      return 'ForAnyValue';
    default:
      return undefined;
  }
}

/** How the values of a key say who calls. */
type KeyRule =
  /** Any wildcard lets others in. */
  | 'plain'
  /** The account decides; S3 ARNs have none, so there the bucket's name does. */
  | 'arn'
  /** Several values, `o-a1b2/r-c3d4/ou-e5f6/*`: the organisation decides. */
  | 'org-paths'
  | 'ip'
  /** `AROAEXAMPLEID:session`: the id decides. */
  | 'user-id'
  | 'is-true'
  /** Claims of a federated token. */
  | 'claim';

/** Keys that say who calls, whatever the service, in lower case. */
const GLOBAL_KEYS: ReadonlyMap<string, KeyRule> = new Map<string, KeyRule>([
  ['aws:principalorgid', 'plain'],
  ['aws:principalaccount', 'plain'],
  ['aws:principalarn', 'arn'],
  ['aws:principalorgpaths', 'org-paths'],
  ['aws:principalservicename', 'plain'],
  ['aws:sourcearn', 'arn'],
  ['aws:sourceaccount', 'plain'],
  ['aws:sourceowner', 'plain'],
  ['aws:sourceorgid', 'plain'],
  ['aws:sourceorgpaths', 'org-paths'],
  ['aws:sourcevpc', 'plain'],
  ['aws:sourcevpce', 'plain'],
  ['aws:sourcevpcarn', 'arn'],
  ['aws:vpceaccount', 'plain'],
  ['aws:vpceorgid', 'plain'],
  ['aws:vpceorgpaths', 'org-paths'],
  ['aws:sourceip', 'ip'],
  ['aws:userid', 'user-id'],
  ['aws:username', 'plain'],
]);

/** Keys that say who calls one service only. */
const SERVICE_KEYS: readonly { readonly guards: RegExp; readonly keys: ReadonlyMap<string, KeyRule> }[] = [
  { guards: /^AWS::KMS::/, keys: new Map<string, KeyRule>([['kms:calleraccount', 'plain']]) },
  {
    guards: /^AWS::S3|^AWS::FSx::S3AccessPointAttachment$|^AWS::Backup::BackupAccessPoint$/,
    keys: new Map<string, KeyRule>([
      ['s3:dataaccesspointaccount', 'plain'],
      ['s3:dataaccesspointarn', 'arn'],
      ['s3:x-amz-server-side-encryption-aws-kms-key-id', 'plain'],
    ]),
  },
  { guards: /^AWS::(Lambda|Serverless)::/, keys: new Map<string, KeyRule>([['lambda:eventsourcetoken', 'plain']]) },
  { guards: /^AWS::EFS::/, keys: new Map<string, KeyRule>([['elasticfilesystem:accessedviamounttarget', 'is-true']]) },
  {
    guards: /^AWS::VpcLattice::/,
    keys: new Map<string, KeyRule>([
      ['vpc-lattice-svcs:sourcevpc', 'plain'],
      ['vpc-lattice-svcs:sourcevpcowneraccount', 'plain'],
    ]),
  },
];

/** Providers whose tokens anyone can get, whoever configured them: only the subject tells their users apart. */
export const SHARED_OIDC_HOSTS: ReadonlySet<string> = new Set(['token.actions.githubusercontent.com', 'gitlab.com', 'app.terraform.io']);

/** Claims of shared providers that name a tenant. */
export const TENANT_CLAIMS: ReadonlySet<string> = new Set([
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'job_workflow_ref',
  'project_id',
  'project_path',
  'namespace_id',
  'namespace_path',
  'terraform_organization_id',
  'terraform_organization_name',
]);

/** Claims that say for which application, or for whom, a provider made the token. */
const CLIENT_CLAIMS = new Set(['aud', 'sub', 'app_id', 'oaud', 'azp', 'user_id', 'id']);

/** What a statement's conditions are asked about. */
export interface CallerQuestion {
  /** The CloudFormation type that the policy guards. */
  readonly guards?: string;
  /** Whether the callers are federated: then a token's claims say who they are. */
  readonly federated?: boolean;
}

/**
 * Whether the tests of one Allow statement leave only callers that are named by fixed values, so that a `*` principal is
 * not everyone. `no`: strangers pass. What counts is what AWS calls "public"
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status).
 */
export function restrictsCaller(tests: readonly ConditionTest[], guards?: string, question: CallerQuestion = {}): Answer {
  if (tests.length === 0) return 'no';
  const asked = guards === undefined ? question : { ...question, guards };
  return anyOf(tests.map((test) => restrictsBy(test, tests, asked)));
}

function restrictsBy(test: ConditionTest, tests: readonly ConditionTest[], question: CallerQuestion): Answer {
  const operator = parseOperator(test.operator);
  if (!operator.known || operator.negated) return 'no';
  const rule = ruleOf(test.key, question);
  if (rule === undefined || !suits(operator.base, rule)) return 'no';
  const fixed = areFixed(test, rule, operator.base, question);
  if (operator.ifExists || operator.qualifier === 'ForAllValues') return allOf([fixed, isRequired(test.key, tests)]);
  return rule === 'org-paths' && operator.qualifier === undefined ? 'no' : fixed;
}

/**
 * Whether the test holds only for requests that have the key with one of the values: not a negated one, not with
 * `IfExists`, and with `ForAllValues` only where another test demands the key.
 */
export function bindsKey(test: ConditionTest, tests: readonly ConditionTest[]): Answer {
  const operator = parseOperator(test.operator);
  if (!operator.known || operator.ifExists || operator.negated || operator.base === 'Null') return 'no';
  return operator.qualifier === 'ForAllValues' ? isRequired(test.key, tests) : 'yes';
}

/** Whether a test demands that the request has the key: `ForAllValues` and `IfExists` hold without it. */
export function isRequired(key: string, tests: readonly ConditionTest[]): Answer {
  const name = key.toLowerCase();
  return anyOf(
    tests
      .filter((test) => test.key.toLowerCase() === name)
      .map((test): Answer => {
        const { base, known, ifExists, negated, qualifier } = parseOperator(test.operator);
        if (base === 'Null') return allValuesAre(test, 'false');
        return known && !ifExists && !negated && qualifier !== 'ForAllValues' && test.values.length > 0 ? 'yes' : 'no';
      }),
  );
}

function allValuesAre(test: ConditionTest, expected: string): Answer {
  if (test.values.length === 0) return 'no';
  return allOf(
    test.values.map(({ value }): Answer => (typeof value !== 'string' ? 'unknown' : value.toLowerCase() === expected ? 'yes' : 'no')),
  );
}

function ruleOf(key: string, question: CallerQuestion): KeyRule | undefined {
  const name = key.toLowerCase();
  const rule = GLOBAL_KEYS.get(name);
  if (rule !== undefined) return rule;
  if (question.federated === true && claimOf(name) !== undefined) return 'claim';
  const { guards } = question;
  if (guards === undefined) return undefined;
  return SERVICE_KEYS.find((service) => service.guards.test(guards))?.keys.get(name);
}

/** The claim that a key such as `token.actions.githubusercontent.com:sub` reads, when it says who the caller is. */
function claimOf(key: string): string | undefined {
  const colon = key.lastIndexOf(':');
  const provider = key.slice(0, colon);
  const claim = key.slice(colon + 1);
  if (colon <= 0 || provider === 'aws' || provider === 'sts') return undefined;
  if (SHARED_OIDC_HOSTS.has(provider)) return claim === 'sub' || TENANT_CLAIMS.has(claim) ? claim : undefined;
  return CLIENT_CLAIMS.has(claim) ? claim : undefined;
}

const TEXT_OPERATORS = new Set(['StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'ArnEquals', 'ArnLike']);

function suits(base: string, rule: KeyRule): boolean {
  if (rule === 'is-true') return base === 'Bool';
  return TEXT_OPERATORS.has(base) || (rule === 'ip' && base === 'IpAddress');
}

function areFixed(test: ConditionTest, rule: KeyRule, base: string, question: CallerQuestion): Answer {
  if (test.values.length === 0) return 'unknown';
  if (rule === 'ip') return areFixedAddresses(test.values.map(({ value }) => value));
  const takesPatterns = base !== 'StringEquals' && base !== 'StringEqualsIgnoreCase';
  const isAccessPoint = question.guards !== undefined && /AccessPoint/.test(question.guards);
  const whole = isAccessPoint && test.key.toLowerCase() === 's3:dataaccesspointarn';
  return allOf(test.values.map(({ value }) => isFixed(value, whole ? 'plain' : rule, takesPatterns, test.key)));
}

function isFixed(value: SymbolicString, rule: KeyRule, takesPatterns: boolean, key: string): Answer {
  switch (rule) {
    case 'arn':
      return isFixedArn(value, takesPatterns);
    case 'org-paths':
      return isFixedUpTo(value, '/', takesPatterns);
    case 'user-id':
      return isFixedUserId(value, takesPatterns);
    case 'claim':
      return isFixedClaim(value, takesPatterns, key.toLowerCase());
    case 'is-true':
      return typeof value !== 'string' ? 'unknown' : value.toLowerCase() === 'true' ? 'yes' : 'no';
    default:
      return isFixedText(value, takesPatterns);
  }
}

/**
 * Whether a value has no wildcard and no policy variable. Under `StringEquals` a hole is fixed whatever it holds: a `*`
 * in it is an ordinary character. A `*` that is written out is not: AWS counts such a policy as public.
 */
function isFixedText(value: SymbolicString, takesPatterns: boolean): Answer {
  let answer: Answer = 'yes';
  for (const part of partsOf(value)) {
    if (typeof part === 'string') {
      if (hasWildcard(part) || part.includes('${')) return 'no';
    } else if (part.kind === 'unknown' || (takesPatterns && isOpen(part))) answer = 'unknown';
  }
  return answer;
}

/** Whether somebody chooses the value of the hole at deployment: it may be a pattern. */
function isOpen(hole: Hole): boolean {
  if (hole.kind === 'pseudo') return false;
  return hole.kind !== 'resource' || isComputed(hole);
}

/** Whether `value` is fixed up to and including the first `separator`, or as a whole. */
function isFixedUpTo(value: SymbolicString, separator: string, takesPatterns: boolean): Answer {
  let answer: Answer = 'yes';
  let seen = false;
  for (const part of partsOf(value)) {
    if (typeof part !== 'string') {
      if (part.kind === 'unknown' || (takesPatterns && isOpen(part))) answer = 'unknown';
      seen = true;
      continue;
    }
    const end = part.indexOf(separator);
    const own = end < 0 ? part : part.slice(0, end);
    if (hasWildcard(own) || own.includes('${')) return 'no';
    if (own !== '') seen = true;
    if (end >= 0) return seen ? answer : 'no';
  }
  return answer;
}

function isFixedArn(value: SymbolicString, takesPatterns: boolean): Answer {
  const whole = isFixedText(value, takesPatterns);
  if (whole === 'yes') return 'yes';
  const arn = parseArn(value);
  if (arn === undefined) return whole === 'unknown' ? 'unknown' : isFixedBelowHole(value, takesPatterns);
  if (arn.service === 's3' && (arn.account === '' || (takesPatterns && arn.account === '*' && isBucketName(arn.resource)))) {
    return isFixedUpTo(arn.resource, '/', takesPatterns);
  }
  return arn.account === '' ? whole : isFixedText(arn.account, takesPatterns);
}

/** Names of buckets are unique in the world, so that S3 itself documents `arn:aws:s3:*:*:name`. */
function isBucketName(resource: SymbolicString): boolean {
  return partsOf(resource).every((part) => typeof part !== 'string' || !/[/:]/.test(part));
}

/** `<Bucket.Arn>/*`: below the resource that the hole names. */
function isFixedBelowHole(value: SymbolicString, takesPatterns: boolean): Answer {
  if (typeof value === 'string') return 'no';
  const [first, second] = value.parts;
  if (first === undefined || typeof first === 'string' || typeof second !== 'string') return 'no';
  if (!second.startsWith('/') && !second.startsWith(':')) return 'no';
  return first.kind === 'unknown' || (takesPatterns && isOpen(first)) ? 'unknown' : 'yes';
}

/** An id fixes the caller, also with any session name behind it. */
function isFixedUserId(value: SymbolicString, takesPatterns: boolean): Answer {
  const whole = isFixedText(value, takesPatterns);
  if (whole !== 'no') return whole;
  if (typeof value === 'string') return /^A[A-Z]{3}[A-Z0-9]{4,}:/.test(value) ? 'yes' : 'no';
  const [first, second] = value.parts;
  if (first === undefined || typeof first === 'string' || typeof second !== 'string' || !second.startsWith(':')) return 'no';
  return first.kind === 'unknown' || (takesPatterns && isOpen(first)) ? 'unknown' : 'yes';
}

/**
 * A subject names its tenant before the first `/`, or the second `:` (`repo:org/name:ref:…`, `project_path:group/name:…`,
 * `organization:org:project:…`): what stands behind may be a pattern.
 */
function isFixedClaim(value: SymbolicString, takesPatterns: boolean, key: string): Answer {
  if (key === 'saml:aud' && typeof value === 'string' && /(^|\.|\/)signin\.(amazonaws|aws)\./.test(value)) return 'no';
  const whole = isFixedText(value, takesPatterns);
  if (whole !== 'no' || !key.endsWith(':sub') || !takesPatterns) return whole;
  const shape = partsOf(value)
    .map((part) => (typeof part === 'string' ? part : '\u0001'))
    .join('');
  if (!/^[^:*?$]+:[^/:*?$]+[/:]/.test(shape)) return 'no';
  return partsOf(value).some((part) => typeof part !== 'string' && isOpen(part)) ? 'unknown' : 'yes';
}

function areFixedAddresses(values: readonly SymbolicString[]): Answer {
  const networks: Network[] = [];
  let answer: Answer = 'yes';
  for (const value of values) {
    if (typeof value === 'string') {
      const network = parseCidr(value);
      if (network === undefined) return 'no';
      networks.push(network);
    } else if (!isNarrowAddress(value)) answer = 'unknown';
  }
  return isBroad(networks) ? 'no' : answer;
}

/** An address or range that AWS gave (an Elastic IP, a subnet), or one with a length that is narrow in any version. */
function isNarrowAddress(value: Exclude<SymbolicString, string>): boolean {
  const hole = soleHole(value);
  if (hole !== undefined) return !isOpen(hole) && hole.kind === 'resource';
  const last = value.parts.at(-1);
  const length = typeof last === 'string' ? /\/(\d{1,3})$/.exec(last) : null;
  return length !== null && Number(length[1]) >= 32;
}

/**
 * Whether the tests of one Deny statement hold for every stranger, whatever the stranger sends: then the Deny refuses
 * them all. A stranger's request lacks the keys of an organisation, an account, a network or a service, or has other
 * values in them; all else (TLS, referer, tags of the stranger's own role) the stranger chooses.
 */
export function holdsForStrangers(tests: readonly ConditionTest[], guards?: string, question: CallerQuestion = {}): Answer {
  const asked = guards === undefined ? question : { ...question, guards };
  return allOf(tests.map((test) => holdsFor(test, asked)));
}

const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotLike', 'StringLike'],
  ['ArnNotEquals', 'ArnEquals'],
  ['ArnNotLike', 'ArnLike'],
  ['NotIpAddress', 'IpAddress'],
]);

/** True for calls that AWS makes, or that come through a network: false, or absent, for a stranger's. */
const FALSE_FOR_STRANGERS = new Set(['aws:principalisawsservice', 'aws:viaawsservice', 'elasticfilesystem:accessedviamounttarget']);

function holdsFor(test: ConditionTest, question: CallerQuestion): Answer {
  const operator = parseOperator(test.operator);
  if (!operator.known) return 'no';
  if (operator.base === 'Bool' && operator.qualifier === undefined && FALSE_FOR_STRANGERS.has(test.key.toLowerCase())) {
    // Without IfExists the test fails when the key is absent, and anonymous requests have none of these keys.
    return allOf([allValuesAre(test, 'false'), operator.ifExists ? 'yes' : 'unknown']);
  }
  const opposite = OPPOSITES.get(operator.base);
  const rule = opposite === undefined ? undefined : ruleOf(test.key, question);
  if (opposite === undefined || rule === undefined || !suits(opposite, rule)) return 'no';
  // `ForAnyValue` fails when the key is absent, as it is in a stranger's request.
  if (operator.qualifier === 'ForAnyValue') return operator.ifExists ? 'unknown' : 'no';
  if (rule === 'org-paths' && operator.qualifier === undefined) return allOf([areFixed(test, rule, opposite, question), 'unknown']);
  return areFixed(test, rule, opposite, question);
}

/** Whether the tests let only calls through that AWS services make for themselves: nobody's identity, so not public. */
export function isServicesOnly(tests: readonly ConditionTest[]): Answer {
  return anyOf(
    tests
      .filter((test) => test.key.toLowerCase() === 'aws:principalisawsservice')
      .map((test): Answer => {
        const { base, ifExists, qualifier } = parseOperator(test.operator);
        return base === 'Bool' && !ifExists && qualifier === undefined ? allValuesAre(test, 'true') : 'no';
      }),
  );
}
