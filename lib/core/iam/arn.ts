import type { Answer } from '../answer';
import { concat, type Hole, isComputed, partsOf, type ResourceHole, type SymbolicString } from '../template/symbolic';
import { globsIntersect, hasWildcard } from './pattern';

/** `arn:partition:service:region:account:resource`. */
export interface Arn {
  readonly partition: SymbolicString;
  readonly service: SymbolicString;
  /** Empty for global services. */
  readonly region: SymbolicString;
  /** Empty where names are global (`arn:aws:s3:::bucket`). */
  readonly account: SymbolicString;
  readonly resource: SymbolicString;
}

/** The ARN that `value` spells; a hole may stand inside or in place of any field. `undefined` when it is none, or a hole may hold several fields. */
export function parseArn(value: SymbolicString): Arn | undefined {
  const fields = typeof value === 'string' ? fieldsOfText(value) : fieldsOfParts(value.parts);
  if (fields.length !== 6 || fields[0] !== 'arn') return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = fields;
  return { partition, service, region, account, resource };
}

function fieldsOfText(text: string): string[] {
  const fields: string[] = [];
  let from = 0;
  while (fields.length < 5) {
    const colon = text.indexOf(':', from);
    if (colon < 0) break;
    fields.push(text.slice(from, colon));
    from = colon + 1;
  }
  fields.push(text.slice(from));
  return fields;
}

function fieldsOfParts(parts: readonly (string | Hole)[]): SymbolicString[] {
  const fields: SymbolicString[] = [];
  let field: SymbolicString[] = [];
  for (const part of parts) {
    if (typeof part !== 'string') {
      field.push({ parts: [part] });
      continue;
    }
    let from = 0;
    while (fields.length < 5) {
      const colon = part.indexOf(':', from);
      if (colon < 0) break;
      field.push(part.slice(from, colon));
      fields.push(concat(field));
      field = [];
      from = colon + 1;
    }
    field.push(part.slice(from));
  }
  fields.push(concat(field));
  return fields;
}

/**
 * How much a `Resource` pattern covers.
 * - `everything`: `*` or a pattern equal to it
 * - `service-wide`: all of a service's resources, of one type, or of every account
 * - `prefix`: the resources whose names start or end alike
 * - `wildcard-region`: one resource, in every region (or partition)
 * - `children`: what lies below one named resource
 * - `named`: one resource
 * - `unknown`: a hole decides
 */
export type ResourceScopeKind = 'everything' | 'service-wide' | 'prefix' | 'wildcard-region' | 'children' | 'named' | 'unknown';

export interface ResourceScope {
  readonly kind: ResourceScopeKind;
  /** The service field, where it is literal. */
  readonly service?: string;
  /** Fields of the ARN that hold a wildcard. */
  readonly wildcards: readonly ('partition' | 'service' | 'region' | 'account' | 'resource')[];
  /** Policy variables (`${aws:PrincipalTag/team}`) narrow it for each caller. */
  readonly hasVariables: boolean;
  /** `unknown`: the hole that decides. */
  readonly hole?: Hole;
  /** `unknown`: what it is when the hole holds a plain name; absent when the hole may be the ARN as a whole. */
  readonly otherwise?: Exclude<ResourceScopeKind, 'unknown'>;
}

const NO_WILDCARDS: ResourceScope['wildcards'] = [];

const NAMED: ResourceScope = { kind: 'named', wildcards: NO_WILDCARDS, hasVariables: false };

/** Stand for a hole, and for a policy variable, inside text that is judged: no ARN holds these characters. */
const HOLE = '\u0001';
const VARIABLE = '\u0002';

const literalScopes = new Map<string, ResourceScope>();
const MOST_REMEMBERED = 20_000;

/** How much of AWS a value of `Resource` covers. */
export function describeResource(value: SymbolicString): ResourceScope {
  if (typeof value !== 'string') return describeHoled(value.parts);
  const known = literalScopes.get(value);
  if (known !== undefined) return known;
  const scope = describeText(value);
  if (literalScopes.size >= MOST_REMEMBERED) literalScopes.clear();
  literalScopes.set(value, scope);
  return scope;
}

function describeHoled(parts: readonly (string | Hole)[]): ResourceScope {
  if (parts.every(isPlainPart) && typeof parts[0] !== 'string') return NAMED;
  const open = parts.find((part): part is Hole => typeof part !== 'string' && !isName(part));
  const [first] = parts;
  if (typeof first !== 'string') {
    if (open === first) return { kind: 'unknown', wildcards: NO_WILDCARDS, hasVariables: false, hole: open };
    return describeBelow(parts.slice(1), open);
  }
  const scope = describeText(parts.map((part) => (typeof part === 'string' ? part : textOf(part))).join(''), open === undefined);
  return open === undefined || scope.kind === 'unknown' ? scope : openedBy(scope, open);
}

/** A name, or text that widens nothing below it. */
function isPlainPart(part: string | Hole): boolean {
  return typeof part === 'string' ? !/[*?$]/.test(part) : isName(part);
}

/** `scope`, which was found with a plain name in place of `hole`, when `hole` may hold anything. */
function openedBy(scope: ResourceScope, hole: Hole): ResourceScope {
  if (scope.kind === 'everything' || scope.kind === 'service-wide' || scope.kind === 'unknown') return scope;
  return { ...scope, kind: 'unknown', hole, otherwise: scope.kind };
}

/** Whether the hole holds one name or ARN for certain: a value that AWS or the deployment's place gives, not a person. */
function isName(hole: Hole): boolean {
  return hole.kind === 'pseudo' || (hole.kind === 'resource' && !isComputed(hole));
}

/** A text of the hole's own shape, so that the fields around it are still read right. */
function textOf(hole: Hole): string {
  return hole.kind === 'pseudo' && hole.name === 'AWS::Partition' ? 'aws' : HOLE;
}

/** `<Bucket.Arn>` with what stands behind it. */
function describeBelow(rest: readonly (string | Hole)[], open: Hole | undefined): ResourceScope {
  const text = rest.map((part) => (typeof part === 'string' ? part : HOLE)).join('');
  const { bare, hasVariables } = withoutVariables(text);
  const wild = hasWildcard(bare);
  const separated = bare.startsWith('/') || bare.startsWith(':') || isSecretSuffix(bare);
  const kind = !wild ? 'named' : separated ? 'children' : 'prefix';
  const scope: ResourceScope = { kind, wildcards: wild ? ['resource'] : NO_WILDCARDS, hasVariables };
  // A hole below a named resource cannot reach beyond it, when a separator stands between.
  return open === undefined || separated ? scope : openedBy(scope, open);
}

/** Secrets Manager adds six characters to a secret's name; `-??????` matches any six. */
function isSecretSuffix(text: string): boolean {
  return text === '-??????' || text === '??????';
}

/** `isWhole`: no hole that may hold further fields of the ARN. */
function describeText(text: string, isWhole = true): ResourceScope {
  const { bare, hasVariables } = withoutVariables(text);
  const isShort = isWhole && isShortArn(bare);
  if (!hasWildcard(bare) && !isShort) return { kind: 'named', wildcards: NO_WILDCARDS, hasVariables, ...serviceIn(bare) };
  if (isAny(bare)) return { kind: 'everything', wildcards: ['resource'], hasVariables };
  const fields = fieldsOfText(bare);
  if (fields.length < 6) {
    // A `*` at the end stands for all fields behind it: `arn:aws:*`, `arn:aws:s3*`, `arn*`.
    if (!bare.endsWith('*') && !isShort) return { kind: 'named', wildcards: ['resource'], hasVariables };
    while (fields.length < 6) fields.push('*');
  }
  const [, partition = '', service = '', region = '', account = '', resource = ''] = fields;
  const wildcards: ('partition' | 'service' | 'region' | 'account' | 'resource')[] = [];
  if (hasWildcard(partition)) wildcards.push('partition');
  if (hasWildcard(service)) wildcards.push('service');
  if (hasWildcard(region)) wildcards.push('region');
  if (hasWildcard(account)) wildcards.push('account');
  if (hasWildcard(resource)) wildcards.push('resource');
  const kind = kindOf(service, region, account, resource, wildcards.includes('partition'));
  return { kind, wildcards, hasVariables, ...(hasWildcard(service) || service.includes(HOLE) ? {} : { service }) };
}

/** AWS puts `*` for the fields that an ARN lacks: `arn:aws:sqs` is every queue. */
function isShortArn(text: string): boolean {
  return (text.startsWith('arn:') || text.startsWith('*')) && fieldsOfText(text).length < 6;
}

function serviceIn(text: string): { service?: string } {
  const fields = fieldsOfText(text);
  const [prefix, , service = ''] = fields;
  return fields.length === 6 && prefix === 'arn' && service !== '' && !service.includes(HOLE) ? { service } : {};
}

/** `text` with every policy variable replaced by one ordinary character; `${*}`, `${?}`, `${$}` are those characters themselves. */
function withoutVariables(text: string): { readonly bare: string; readonly hasVariables: boolean } {
  if (!text.includes('${')) return { bare: text, hasVariables: false };
  let hasVariables = false;
  const bare = text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name === '*' || name === '?' || name === '$') return VARIABLE;
    hasVariables = true;
    return VARIABLE;
  });
  return { bare, hasVariables };
}

/** Whether the pattern matches every text (of some length): only wildcards, and a `*` among them. */
function isAny(text: string): boolean {
  if (!text.includes('*')) return false;
  for (const character of text) if (character !== '*' && character !== '?') return false;
  return true;
}

/** Services whose ARNs leave the account empty, for the resources named here; a wildcard there widens nothing. */
function hasAccount(service: string, resource: string): boolean {
  switch (service) {
    case 's3':
      return isS3Typed(resource);
    case 'apigateway':
    case 'route53':
      return false;
    default:
      return true;
  }
}

function isS3Typed(resource: string): boolean {
  return /^(accesspoint|job|storage-lens|storage-lens-group|access-grants|async-request|mrap)([/:]|$)/.test(resource);
}

function kindOf(service: string, region: string, account: string, resource: string, anyPartition: boolean): ResourceScopeKind {
  if (hasWildcard(service)) return isAny(service) && isAny(resource) ? 'everything' : 'service-wide';
  const below = kindOfResource(service, account, resource);
  if (below === 'service-wide') return below;
  if (hasWildcard(account) && hasAccount(service, resource) && !isServiceLinked(service, resource)) return 'service-wide';
  if (below === 'prefix') return below;
  return hasWildcard(region) || anyPartition ? 'wildcard-region' : below;
}

/** AWS writes these itself, once per account and service. */
function isServiceLinked(service: string, resource: string): boolean {
  return service === 'iam' && /^role\/aws-service-role\/[^/*?]+\//.test(resource);
}

type Named = 'service-wide' | 'prefix' | 'children' | 'named';

/** Services whose ARNs start with the resource's own name, without a type before it. */
const UNTYPED = new Set(['s3', 'sns', 'sqs', 'execute-api', 'codecommit', 'codepipeline', 'mediastore', 'sdb']);

/** Types whose names are paths: a wildcard behind a `/` covers several resources. */
const PATHS = new Set([
  'iam:role',
  'iam:user',
  'iam:group',
  'iam:policy',
  'iam:instance-profile',
  'iam:server-certificate',
  'ssm:parameter',
  'ecr:repository',
  'secretsmanager:secret',
  'logs:log-group',
  'kms:alias',
  'iot:topic',
  'iot:topicfilter',
  'elasticloadbalancing:loadbalancer',
  'elasticloadbalancing:listener',
  'elasticloadbalancing:listener-rule',
  'cloudwatch:alarm',
]);

/** Types that are written in two steps: `regional/webacl/name/id`. */
const TWO_STEP_TYPES = new Set([
  'wafv2:regional',
  'wafv2:global',
  'cloudformation:type',
  'elasticloadbalancing:loadbalancer',
  'elasticloadbalancing:listener',
  'elasticloadbalancing:listener-rule',
  'states:express',
]);

function kindOfResource(service: string, account: string, resource: string): Named {
  if (isAny(resource)) return 'service-wide';
  if (!hasWildcard(resource)) return 'named';
  if (service === 'autoscaling') return kindOfAutoScaling(resource);
  if (isServiceLinked(service, resource)) return 'children';
  const path = resource.startsWith('/') ? resource.slice(1) : resource;
  const untyped = service === 's3' ? !isS3Typed(path) : UNTYPED.has(service) && !isTypedException(service, path, account);
  if (untyped) return kindOfName(path, false);
  const [type, name] = splitAtSeparator(path);
  if (hasWildcard(type) || name === undefined || isAny(name)) return 'service-wide';
  if (TWO_STEP_TYPES.has(`${service}:${type}`)) {
    const [subtype, rest] = splitAtSeparator(name);
    if (hasWildcard(subtype) || rest === undefined || isAny(rest)) return 'service-wide';
    return kindOfName(rest, PATHS.has(`${service}:${type}`));
  }
  if (service === 'secretsmanager' && isSecretSuffix(name.slice(-7)) && !hasWildcard(name.slice(0, -7))) return 'children';
  return kindOfName(name, PATHS.has(`${service}:${type}`));
}

/** The typed ARNs of services that are mostly untyped: SNS platform applications, CodePipeline action types. */
function isTypedException(service: string, path: string, account: string): boolean {
  if (account === '') return false;
  return (service === 'sns' && /^(app|endpoint)\//.test(path)) || (service === 'codepipeline' && /^(webhook|actiontype):/.test(path));
}

/** `name`, with what lies below it: is the name itself a pattern, or only what is below? */
function kindOfName(name: string, isPath: boolean): Named {
  const end = isPath ? name.indexOf(':') : separatorIn(name);
  const own = end < 0 ? name : name.slice(0, end);
  if (!hasWildcard(own)) return 'children';
  return isAny(own) || own.startsWith('*/') ? 'service-wide' : 'prefix';
}

function separatorIn(text: string): number {
  const slash = text.indexOf('/');
  const colon = text.indexOf(':');
  return slash < 0 ? colon : colon < 0 ? slash : Math.min(slash, colon);
}

function splitAtSeparator(text: string): readonly [string, string | undefined] {
  const at = separatorIn(text);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** `autoScalingGroup:<uuid>:autoScalingGroupName/<name>`: the uuid is not known before the group is, so it is `*` by custom. */
function kindOfAutoScaling(resource: string): Named {
  const marker = /Name\//.exec(resource);
  if (marker === null) return 'service-wide';
  const name = resource.slice(marker.index + marker[0].length);
  return hasWildcard(name) ? kindOfName(name, false) : 'named';
}

/** One character, a wildcard, or a hole of a pattern. */
type Token = string | Hole;

function tokensOf(value: SymbolicString): readonly Token[] {
  if (typeof value === 'string') return [...value];
  return value.parts.flatMap((part): Token[] => (typeof part === 'string' ? [...part] : [part]));
}

/** Whether two holes hold the same text for certain. */
export function sameHole(left: Hole, right: Hole): boolean {
  switch (left.kind) {
    case 'resource':
      return (
        right.kind === 'resource' &&
        left.template === right.template &&
        left.logicalId === right.logicalId &&
        left.attribute === right.attribute
      );
    case 'pseudo':
      return right.kind === 'pseudo' && left.name === right.name;
    case 'parameter':
      return right.kind === 'parameter' && left.template === right.template && left.name === right.name;
    case 'import':
      return right.kind === 'import' && left.name === right.name;
    case 'dynamic':
      return right.kind === 'dynamic' && left.reference === right.reference;
    case 'unknown':
      return false;
  }
}

/** Whether the pattern certainly matches every text that `text` may be; a wildcard in `text` stands for any text. */
function certainlyMatches(pattern: readonly Token[], text: readonly Token[]): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const expected = pattern[p];
    const actual = text[t];
    if (expected === '*') {
      star = p++;
      resume = t;
    } else if (expected !== undefined && actual !== undefined && matchesToken(expected, actual)) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

function matchesToken(expected: Token, actual: Token): boolean {
  if (typeof expected !== 'string') return typeof actual !== 'string' && sameHole(expected, actual);
  if (typeof actual !== 'string' || actual === '*') return false;
  return expected === '?' || expected === actual;
}

/** Whether `outer` matches everything that `inner`, a pattern itself, matches. */
export function coversArn(outer: SymbolicString, inner: SymbolicString): Answer {
  if (certainlyMatches(tokensOf(outer), tokensOf(inner))) return 'yes';
  if (typeof outer === 'string' && typeof inner === 'string') return 'no';
  return mayIntersect(outer, inner) ? 'unknown' : 'no';
}

/** Whether `pattern`, with its wildcards and holes, matches the ARN `arn`, whose holes may be any text. */
export function matchesArn(pattern: SymbolicString, arn: SymbolicString): Answer {
  if (certainlyMatches(tokensOf(pattern), tokensOf(arn))) return 'yes';
  if (typeof pattern === 'string' && typeof arn === 'string') return 'no';
  return mayIntersect(pattern, arn) ? 'unknown' : 'no';
}

/** Whether two patterns share a text. */
export function meetsArn(left: SymbolicString, right: SymbolicString): Answer {
  if (!mayIntersect(left, right)) return 'no';
  if (typeof left === 'string' && typeof right === 'string') return 'yes';
  return certainlyMatches(tokensOf(left), tokensOf(right)) || certainlyMatches(tokensOf(right), tokensOf(left)) ? 'yes' : 'unknown';
}

/** Whether there is a text that both patterns match, whatever their holes hold. */
function mayIntersect(left: SymbolicString, right: SymbolicString): boolean {
  if (typeof left === 'string' && typeof right === 'string') return globsIntersect(left, right);
  const services = [serviceOf(left), serviceOf(right)];
  if (services[0] !== services[1] && !services.includes(undefined)) return false;
  const [a, b] = withoutCommonStart(partsOf(left), partsOf(right));
  return globsIntersect(widened(a), widened(b));
}

/** Equal holes at the start hold the same text. */
function withoutCommonStart(
  left: readonly (string | Hole)[],
  right: readonly (string | Hole)[],
): readonly [readonly (string | Hole)[], readonly (string | Hole)[]] {
  let index = 0;
  while (index < left.length && index < right.length && isSamePart(left[index], right[index])) index++;
  return [left.slice(index), right.slice(index)];
}

function isSamePart(left: string | Hole | undefined, right: string | Hole | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if (typeof left === 'string' || typeof right === 'string') return left === right && typeof left === 'string' && !hasWildcard(left);
  return sameHole(left, right);
}

/** The service of an ARN, where it is certain. */
function serviceOf(value: SymbolicString): string | undefined {
  const first = leadingHole(value);
  if (first !== undefined) return first.kind === 'resource' && !isComputed(first) ? arnServiceOf(first) : undefined;
  const service = parseArn(value)?.service;
  return typeof service === 'string' && !hasWildcard(service) ? service : undefined;
}

/** `value` as a pattern that matches whatever its holes may make of it. */
function widened(parts: readonly (string | Hole)[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : (shapeOf(part) ?? '*'))).join('');
}

function shapeOf(hole: Hole): string | undefined {
  if (hole.kind === 'pseudo') {
    if (hole.name === 'AWS::AccountId') return '????????????';
    if (hole.name === 'AWS::Partition') return 'aws*';
    return undefined;
  }
  if (hole.kind !== 'resource' || isComputed(hole)) return undefined;
  const service = arnServiceOf(hole);
  return service === undefined ? undefined : `arn:aws*:${service}:*`;
}

/** IAM prefix by the middle part of a CloudFormation type, where they differ in more than case. */
const ARN_SERVICES: ReadonlyMap<string, string> = new Map([
  ['ApiGateway', 'apigateway'],
  ['ApiGatewayV2', 'apigateway'],
  ['CertificateManager', 'acm'],
  ['Elasticsearch', 'es'],
  ['OpenSearchService', 'es'],
  ['ElasticLoadBalancingV2', 'elasticloadbalancing'],
  ['EFS', 'elasticfilesystem'],
  ['KinesisFirehose', 'firehose'],
  ['StepFunctions', 'states'],
  ['MSK', 'kafka'],
]);

/** Types whose ARN attribute has the service of their own name. */
const SAME_NAME = new Set([
  'S3',
  'SQS',
  'SNS',
  'DynamoDB',
  'Lambda',
  'KMS',
  'SecretsManager',
  'Kinesis',
  'Logs',
  'ECR',
  'IAM',
  'Events',
  'SSM',
]);

/** Types whose `Ref` is their ARN (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/). */
const REF_IS_ARN = new Set([
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
  'AWS::StepFunctions::Activity',
  'AWS::CertificateManager::Certificate',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::IAM::ManagedPolicy',
  'AWS::MSK::Cluster',
]);

/** The service in the ARN that the hole holds; `undefined` when it may hold something else than an ARN. */
function arnServiceOf(hole: ResourceHole): string | undefined {
  const isArn = hole.attribute === 'Ref' ? REF_IS_ARN.has(hole.resourceType) : hole.attribute === 'Arn';
  const name = isArn ? hole.resourceType.split('::')[1] : undefined;
  if (name === undefined) return undefined;
  return ARN_SERVICES.get(name) ?? (SAME_NAME.has(name) ? name.toLowerCase() : undefined);
}

/** The hole that the value starts with. */
export function leadingHole(value: SymbolicString): Hole | undefined {
  const first = typeof value === 'string' ? undefined : value.parts[0];
  return typeof first === 'string' ? undefined : first;
}
