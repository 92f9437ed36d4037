import type { Reference } from '../../reference/reference';
import type { Model } from '../model/model';
import type { Element } from '../template/resolver';
import { render } from '../template/symbolic';
import { type ActionPattern, type KnownAction, parseActionPattern, patternAllows } from './action';
import type { ResourceScope } from './arn';
import { describeResource, parseArn } from './arn';
import { parseOperator } from './condition';
import { globCovers, matchesGlob } from './pattern';
import { actionReplacement, resourceReplacement } from './replacement';
import type { ConditionTest, PolicyDocument, Statement } from './statement';

/** A resource of a statement with what its ARN pattern reaches. */
export interface GrantedResource extends Element {
  readonly scope: ResourceScope;
}

/** An action that is known in full, with its place. */
export interface GrantedAction extends Element {
  readonly value: string;
}

/** A statement that grants: an Allow (or an effect that cannot be read) of an identity policy, not taken back by a Deny beside it. */
export interface Grant {
  readonly statement: Statement;
  /** The actions that are known in full; the others belong to `iam/require-resolvable-policy`. */
  readonly actions: readonly GrantedAction[];
  readonly resources: readonly GrantedResource[];
  /** Whether it makes its holder an administrator, so that one finding says everything about it. */
  readonly administrative: boolean;
}

const grants = new WeakMap<Model, readonly Grant[]>();

/** Every grant of the identity policies of `model` that are not harmless, in template order. Permissions boundaries are ceilings, not grants. */
export function grantsOf(model: Model): readonly Grant[] {
  const known = grants.get(model);
  if (known !== undefined) return known;
  const found = model.documents
    .filter((document) => document.kind === 'identity' && document.guards !== 'AWS::IoT::Policy' && !document.harmless)
    .flatMap((document) => grantsIn(model.reference, document));
  grants.set(model, found);
  return found;
}

const grantsByDocument = new WeakMap<PolicyDocument, readonly Grant[]>();

/** The grants of one document, whatever its kind, harmless ones too. */
export function grantsIn(reference: Reference, document: PolicyDocument): readonly Grant[] {
  let found = grantsByDocument.get(document);
  if (found === undefined) {
    found = document.statements
      .filter((statement) => statement.effect !== 'Deny' && !isTakenBack(statement))
      .map((statement) => grantOf(reference, statement));
    grantsByDocument.set(document, found);
  }
  return found;
}

function grantOf(reference: Reference, statement: Statement): Grant {
  const actions = statement.actions.filter(isKnown);
  const resources = statement.resources.map((element) => ({ ...element, scope: describeResource(element.value) }));
  return { statement, actions, resources, administrative: isAdministrative(reference, statement, actions, resources) };
}

function isKnown(element: Element): element is GrantedAction {
  return typeof element.value === 'string';
}

/**
 * Actions by which a holder gives itself any other permission. A `NotAction` that leaves one of them out of its list
 * excludes nothing that would last.
 */
const selfAdministration = [
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreatePolicyVersion',
  'iam:PutGroupPolicy',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
];

function isAdministrative(
  reference: Reference,
  statement: Statement,
  actions: readonly GrantedAction[],
  resources: readonly GrantedResource[],
): boolean {
  if (!resources.some(({ scope }) => scope.kind === 'everything') && !isEverythingBut(statement)) return false;
  if (actions.some(({ value }) => parseActionPattern(reference, value).kind === 'all')) return true;
  if (statement.notActions.length === 0 || !statement.notActions.every(isKnown)) return false;
  return selfAdministration.some((action) => leavesIn(statement, action));
}

/** Whether a statement with `NotAction` still allows `action`. An entry that cannot be read is taken to exclude nothing. */
export function leavesIn(statement: Statement, action: string): boolean {
  return (
    statement.notActions.length > 0 && !statement.notActions.some(({ value }) => typeof value === 'string' && patternAllows(value, action))
  );
}

/** Whether the statement is about all resources but those of its `NotResource`. */
export function isEverythingBut(statement: Statement): boolean {
  return statement.notResources.length > 0 && !statement.notResources.some(({ value }) => describeResource(value).kind === 'everything');
}

/**
 * Whether a Deny in the same document takes back all that the statement allows. Only a Deny without conditions, on every
 * resource, that is there whenever the statement is, counts.
 */
function isTakenBack(statement: Statement): boolean {
  const { actions } = statement;
  if (actions.length === 0 || statement.effect !== 'Allow') return false;
  return statement.document.statements.some(
    (deny) =>
      deny.effect === 'Deny' &&
      deny.conditions.length === 0 &&
      deny.unresolved.length === 0 &&
      isPresentWith(deny, statement) &&
      deny.resources.some(({ value }) => value === '*') &&
      actions.every(({ value }) => typeof value === 'string' && deny.actions.some((denied) => covers(denied, value))),
  );
}

function covers(denied: Element, action: string): boolean {
  return typeof denied.value === 'string' && globCovers(denied.value.toLowerCase(), action.toLowerCase());
}

/** Whether a Deny of the same template is there in every world of conditions in which the Allow is. */
export function isPresentWith(deny: Statement, allow: Statement): boolean {
  if (deny.world.size === 0) return !deny.optional;
  return [...deny.world].every(([condition, truth]) => allow.world.get(condition) === truth);
}

/** Condition keys that tie a request to a resource, an account or a calling service, besides tags and keys whose value is an ARN. */
const pinningKeys = new Set([
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'cloudwatch:namespace',
  'iam:awsservicename',
  'iam:passedtoservice',
  'kms:grantisforawsresource',
  'kms:resourcealiases',
  'kms:viaservice',
  's3:resourceaccount',
]);

/** Keys with ARN values that say who calls, not what is called. */
const callerKeys = new Set(['lambda:sourcefunctionarn', 'ecs:service', 'ssm:sourceinstancearn', 'ec2:sourceinstancearn']);

const pinningOperators = new Set(['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike', 'bool']);

/**
 * The condition that narrows what a `*` resource of the statement reaches: a positive operator with fixed values on a key
 * of the resource (`aws:ResourceAccount`, `aws:ResourceTag/…`, `kms:ViaService`, `ec2:Vpc`). `undefined` when there is none.
 */
export function resourcePin(reference: Reference, statement: Statement): ConditionTest | undefined {
  return statement.conditions.find((test) => isOutOfCode(test) || (isPinningKey(reference, test.key.toLowerCase()) && isFixed(test)));
}

/**
 * Whether only the Lambda service itself can use the statement, to manage what it makes for a function: requests of the
 * function's code carry `lambda:SourceFunctionArn`, those of the service do not
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-best-practice).
 */
export function isOutOfReachOfCode(statement: Statement): boolean {
  return statement.conditions.some(isOutOfCode);
}

function isOutOfCode({ operator, key, values }: ConditionTest): boolean {
  return (
    key.toLowerCase() === 'lambda:sourcefunctionarn' &&
    operator.toLowerCase() === 'null' &&
    values.length > 0 &&
    values.every(({ value }) => value === 'true')
  );
}

/** The condition that limits `iam:PassRole` to named services, when the statement has one. */
export function passedToService(statement: Statement): ConditionTest | undefined {
  return statement.conditions.find(
    (test) => test.key.toLowerCase() === 'iam:passedtoservice' && isFixed(test) && test.values.every(({ value }) => namesService(value)),
  );
}

/** Whether a principal such as `ecs-*.amazonaws.com` names a service, at least in part; `*.amazonaws.com` is all of them. */
function namesService(value: Element['value']): boolean {
  return typeof value !== 'string' || /[a-z]/i.test(value.split('.')[0] ?? '');
}

function isPinningKey(reference: Reference, key: string): boolean {
  if (pinningKeys.has(key)) return true;
  const colon = key.indexOf(':');
  const service = key.slice(0, colon);
  const name = key.slice(colon + 1);
  if (name.startsWith('resourcetag/') || key.startsWith('kms:encryptioncontext:')) return true;
  if (service === 'aws' || callerKeys.has(key)) return false;
  const keys = reference.service(service)?.conditionKeys;
  if (keys === undefined) return false;
  for (const known of keys.values()) if (known.type === 'ARN' && known.name.toLowerCase() === key) return true;
  return false;
}

/** Whether the test holds for fixed values alone: a positive operator that asks for the key, without a pattern that takes everything in. */
export function isFixed(test: ConditionTest): boolean {
  const operator = parseOperator(test.operator);
  if (operator.negated || operator.ifExists || operator.qualifier === 'ForAllValues') return false;
  if (!pinningOperators.has(operator.base.toLowerCase())) return false;
  return test.values.length > 0 && test.values.every(({ value }) => isFixedValue(value));
}

function isFixedValue(value: Element['value']): boolean {
  if (typeof value !== 'string') return true;
  if (value.startsWith('arn:')) {
    const { kind } = describeResource(value);
    return kind !== 'everything' && kind !== 'service-wide';
  }
  return value !== 'false' && /[^*?.:/-]/.test(value);
}

/** Whether an ARN pattern names every IAM role of an account, whatever the role's name: `*`, `arn:aws:iam::111122223333:role/*`. */
export function namesAnyRole(resource: GrantedResource): boolean {
  if (resource.scope.kind === 'everything' || resource.value === 'role/*') return true;
  const arn = parseArn(resource.value);
  if (arn === undefined || typeof arn.service !== 'string' || typeof arn.resource !== 'string') return false;
  return matchesGlob(arn.service, 'iam') && matchesGlob(arn.resource, 'role/0');
}

/** Elements of `statement` as a person would write them. */
export function namesOf(model: Model, statement: Statement, elements: readonly Element[]): string[] {
  return elements.map((element) => model.show(element, statement.document.resource));
}

/** A list of a statement, for a finding id and for a sentence. */
export interface ListInWords {
  readonly evidence: string;
  readonly sentence: string;
}

/** What a statement lists, or `all but` what it lists, when only the opposite element is there. */
export function listInWords(model: Model, statement: Statement, listed: readonly Element[], excluded: readonly Element[]): ListInWords {
  const isOpposite = listed.length === 0;
  const names = namesOf(model, statement, isOpposite ? excluded : listed);
  const but = isOpposite ? 'all but ' : '';
  return { evidence: `${but}${listForEvidence(names)}`, sentence: `${but}${listForSentence(names)}` };
}

const actionFixes = new WeakMap<ActionPattern, Map<string, string>>();

/**
 * What to write instead of an action pattern of `statement`. Remembered by the form of its resources: the names of the
 * resources do not matter to it, and the grants of an app are alike.
 */
export function actionFix(reference: Reference, pattern: ActionPattern, statement: Statement): string {
  const forms = statement.resources.map(({ value }) => render(value, () => 'Resource'));
  return remembered(actionFixes, pattern, forms.join(' '), () => actionReplacement(reference, pattern, forms));
}

const resourceFixes = new WeakMap<Reference, Map<string, string>>();

/** What to write instead of a wildcard resource of these actions; remembered by their names. */
export function resourceFix(reference: Reference, actions: readonly KnownAction[]): string {
  const names = actions.map(({ id }) => id).join(' ');
  return remembered(resourceFixes, reference, names, () => resourceReplacement(reference, actions));
}

function remembered<Owner extends object>(
  memory: WeakMap<Owner, Map<string, string>>,
  owner: Owner,
  key: string,
  make: () => string,
): string {
  let texts = memory.get(owner);
  if (texts === undefined) {
    texts = new Map();
    memory.set(owner, texts);
  }
  let text = texts.get(key);
  if (text === undefined) {
    text = make();
    texts.set(key, text);
  }
  return text;
}

const listedInFull = 6;
const listedOfMore = 4;

/**
 * Names for a finding id: sorted, each once. Of more than six, the first four, how many more, and a hash over all of
 * them, so that the id changes when the list grows.
 */
export function listForEvidence(names: readonly string[]): string {
  const sorted = sortedOnce(names);
  if (sorted.length <= listedInFull) return sorted.join(', ');
  const more = sorted.length - listedOfMore;
  return `${sorted.slice(0, listedOfMore).join(', ')} and ${more} more #${fingerprint(sorted.join(','))}`;
}

/** Names for a sentence: quoted, sorted, each once, and of more than six the first four and how many more. */
export function listForSentence(names: readonly string[]): string {
  const quoted = sortedOnce(names).map((name) => `"${name}"`);
  if (quoted.length <= listedInFull) return quoted.join(', ');
  return `${quoted.slice(0, listedOfMore).join(', ')} and ${quoted.length - listedOfMore} more`;
}

function sortedOnce(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/** FNV-1a, 32 bits, as hexadecimal: short, and the same on every machine. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
