import { type Answer, allOf, anyOf } from '../answer';
import { isObject } from '../json';
import type { Element, World } from '../template/resolver';
import { type Holed, holed, partsOf, render, type SymbolicString } from '../template/symbolic';
import { coversArn, meetsArn } from './arn';
import { type CallerQuestion, holdsForStrangers, isServicesOnly, restrictsCaller, SHARED_OIDC_HOSTS } from './condition';
import { reasonOf } from './document';
import { hasWildcard } from './pattern';
import { type PrincipalScope, principalScope } from './principal';
import type { PolicyDocument, Principal, Statement } from './statement';

/** Who is let in. `anyone`: everybody, or everybody with an account at a public identity provider. `any-aws-account`: everybody with an AWS account. */
export type Exposure = 'anyone' | 'any-aws-account';

/** One principal of an Allow that lets strangers in, or may. */
export interface PublicStatement {
  readonly statement: Statement;
  readonly exposure: Exposure;
  /** `unknown`: a hole decides whether strangers get in. */
  readonly answer: Exclude<Answer, 'no'>;
  /** The reason, in words for a finding: lower-case start, no final period. */
  readonly why: string;
  /** For `NotPrincipal`, the first that is left out. For a principal that could not be read, a value with an unknown hole. */
  readonly principal: Principal;
}

/**
 * The statements of a resource policy or trust policy that let strangers in: Allow to everyone, no condition with fixed
 * values that says who calls, and no Deny of the same document that refuses all strangers. Service principals are never
 * public. Empty for policies that have no principals, and for VPC endpoints, which only their own network reaches.
 */
export function publicStatements(document: PolicyDocument): readonly PublicStatement[] {
  if (document.harmless || document.kind === 'identity' || document.kind === 'boundary') return [];
  if (document.guards === 'AWS::EC2::VPCEndpoint') return [];
  const network = isNetworkOnly(document);
  if (network === 'yes') return [];
  const found: PublicStatement[] = [];
  for (const statement of document.statements) {
    if (statement.effect === 'Deny') continue;
    for (const candidate of candidatesOf(statement)) {
      const verdict = judge(statement, candidate);
      if (verdict === undefined) continue;
      const { exposure, principal } = candidate;
      const answer = network === 'unknown' ? 'unknown' : verdict.answer;
      found.push({ statement, exposure, answer, why: verdict.why, principal });
    }
  }
  return found;
}

/** An S3 access point with a VPC origin takes requests from that VPC only. */
function isNetworkOnly(document: PolicyDocument): Answer {
  const { type, properties } = document.resource;
  if (type !== 'AWS::S3::AccessPoint' || properties.VpcConfiguration === undefined || properties.VpcConfiguration === null) return 'no';
  const origin = properties.VpcConfiguration;
  return isObject(origin) && origin.VpcId !== undefined ? 'yes' : 'unknown';
}

/** A principal that may be a stranger. */
interface Candidate {
  readonly principal: Principal;
  readonly exposure: Exposure;
  /** Whether the principal itself lets strangers in. */
  readonly answer: Exclude<Answer, 'no'>;
  readonly who: string;
  readonly question: CallerQuestion;
}

function candidatesOf(statement: Statement): Candidate[] {
  const { document } = statement;
  const question: CallerQuestion = document.guards === undefined ? {} : { guards: document.guards };
  const candidates: Candidate[] = [];
  const [excluded] = statement.notPrincipals;
  if (excluded !== undefined) {
    const who = '"NotPrincipal" allows everyone else, anonymous callers included';
    candidates.push({ principal: excluded, exposure: 'anyone', answer: 'yes', who, question });
  }
  for (const principal of statement.principals) {
    const candidate = candidateOf(principal, statement, question);
    if (candidate !== undefined) candidates.push(candidate);
  }
  for (const { element, reason, at } of statement.unresolved) {
    if (element !== 'Principal' && element !== 'NotPrincipal') continue;
    if (statement.principals.some((principal) => isBelow(principal, at))) continue;
    const principal: Principal = { type: 'other', value: holed({ kind: 'unknown', reason }), at };
    candidates.push({ principal, exposure: 'anyone', answer: 'unknown', who: `the principal could not be read: ${reason}`, question });
  }
  return candidates;
}

/** Whether the principal was read from a place that was also reported. */
function isBelow(principal: Principal, at: Element['at']): boolean {
  for (let step = principal.at; step !== undefined; step = step.parent) if (step === at) return true;
  return false;
}

function candidateOf(principal: Principal, statement: Statement, question: CallerQuestion): Candidate | undefined {
  const { document } = statement;
  const { account } = document.resource.template;
  const scope = principalScope(principal, account === undefined ? undefined : { account });
  const federated = principal.type === 'Federated' ? { ...question, federated: true } : question;
  switch (scope.kind) {
    case 'anyone':
      return { principal, exposure: 'anyone', answer: 'yes', who: everyone(principal), question: federated };
    case 'any-account-member': {
      const who = `"${render(principal.value)}" is every AWS account`;
      return { principal, exposure: 'any-aws-account', answer: 'yes', who, question };
    }
    case 'federated': {
      const provider = providerOf(scope, principal, document);
      if (provider === undefined || !hasPublicTokens(provider)) return undefined;
      const who = `anyone can get a token of "${provider}"`;
      return { principal, exposure: 'anyone', answer: 'yes', who, question: federated };
    }
    case 'unknown': {
      const who = `whether "${render(principal.value)}" is everyone is only known at deployment: ${reasonOf(principal.value, 'not known')}`;
      return { principal, exposure: 'anyone', answer: 'unknown', who, question: federated };
    }
    case 'malformed': {
      if (!partsOf(principal.value).some((part) => typeof part === 'string' && hasWildcard(part))) return undefined;
      const who = `"${render(principal.value)}" is no principal that AWS documents: a wildcard stands there alone or not at all`;
      return { principal, exposure: 'anyone', answer: 'unknown', who, question: federated };
    }
    default:
      return undefined;
  }
}

function everyone(principal: Principal): string {
  switch (principal.type) {
    case 'Service':
      return 'service "*" is every AWS service, on whoever\'s behalf it calls';
    case 'Federated':
      return 'federated "*" is everyone with a token of any provider';
    case 'CanonicalUser':
      return 'canonical user "*" is everyone';
    default:
      return '"*" is everyone';
  }
}

/** Providers of consumer identities, and identity pools: without a condition on the application, any of them will do. */
const CONSUMER_PROVIDERS = new Set(['graph.facebook.com', 'accounts.google.com', 'www.amazon.com', 'cognito-identity.amazonaws.com']);

function hasPublicTokens(provider: string): boolean {
  return CONSUMER_PROVIDERS.has(provider) || SHARED_OIDC_HOSTS.has(provider);
}

/** The provider's host: from the principal, or from the `Url` of the provider in the same template. */
function providerOf(scope: PrincipalScope, principal: Principal, document: PolicyDocument): string | undefined {
  if (scope.provider !== undefined) return scope.provider.toLowerCase();
  if (typeof principal.value === 'string') return undefined;
  for (const part of principal.value.parts) {
    if (typeof part === 'string' || part.kind !== 'resource' || part.template !== document.resource.template.name) continue;
    const properties = document.resource.template.resources.get(part.logicalId)?.properties;
    const url = properties?.Url ?? properties?.url;
    if (typeof url === 'string')
      return url
        .toLowerCase()
        .replace(/^https:\/\//, '')
        .replace(/\/$/, '');
  }
  return undefined;
}

function judge(statement: Statement, candidate: Candidate): { answer: Exclude<Answer, 'no'>; why: string } | undefined {
  const { conditions } = statement;
  const restricted = anyOf([restrictsCaller(conditions, undefined, candidate.question), isServicesOnly(conditions)]);
  if (restricted === 'yes') return undefined;
  const refused = isRefused(statement, candidate);
  if (refused === 'yes') return undefined;
  const who = candidate.who;
  // Of a provider that is chosen at deployment, a test on the claims of its tokens says who comes in, pattern or not.
  if (candidate.answer === 'unknown' && candidate.question.federated === true && restricted === 'unknown') return undefined;
  if (candidate.answer === 'unknown') return { answer: 'unknown', why: who };
  if (statement.effect === 'unknown') return { answer: 'unknown', why: `${who}, and the effect of the statement is not known` };
  const unread = statement.unresolved.find(({ element }) => element === 'Condition');
  if (unread !== undefined) return { answer: 'unknown', why: `${who}, and a condition could not be read: ${unread.reason}` };
  if (restricted === 'unknown') return { answer: 'unknown', why: `${who}, and values of its conditions are only known at deployment` };
  if (refused === 'unknown') return { answer: 'unknown', why: `${who}, and whether a Deny refuses strangers is only known at deployment` };
  if (conditions.length === 0) return { answer: 'yes', why: `${who}, and no condition says who may call` };
  const named = conditions.map(({ operator, key }) => `${operator} ${key}`).join(', ');
  return { answer: 'yes', why: `${who}, and no condition (${named}) fixes who may call` };
}

/** Whether the Denies of the document refuse strangers everything that the Allow grants, in every world in which it stands. */
function isRefused(allow: Statement, candidate: Candidate): Answer {
  const denies = allow.document.statements.filter((statement) => statement.effect === 'Deny');
  if (denies.length === 0) return 'no';
  const judged = denies.map((deny) => ({ deny, answer: refusesStrangers(deny, candidate) })).filter(({ answer }) => answer !== 'no');
  if (judged.length === 0) return 'no';
  return allOf(worldsWith(allow, denies).map((world) => isRefusedIn(world, allow, judged)));
}

interface Judged {
  readonly deny: Statement;
  readonly answer: Answer;
}

function isRefusedIn(world: World, allow: Statement, judged: readonly Judged[]): Answer {
  const present = judged.filter(({ deny }) => isPresent(deny, world));
  return allOf(
    grantsOf(allow).map(({ action, resource }) =>
      anyOf(present.map(({ deny, answer }) => allOf([answer, coversAction(deny, allow, action), coversResource(deny, allow, resource)]))),
    ),
  );
}

/** Whether the Deny certainly stands in `world`. */
function isPresent(deny: Statement, world: World): boolean {
  if (deny.world.size === 0) return !deny.optional;
  for (const [name, truth] of deny.world) if (world.get(name) !== truth) return false;
  return true;
}

const MOST_CONDITIONS = 6;

/** The worlds in which the Allow stands, as far as they matter to the Denies. */
function worldsWith(allow: Statement, denies: readonly Statement[]): readonly World[] {
  const names = new Set<string>();
  for (const deny of denies) for (const name of deny.world.keys()) if (!allow.world.has(name)) names.add(name);
  if (names.size > MOST_CONDITIONS) return [allow.world];
  let worlds: World[] = [allow.world];
  for (const name of names) worlds = worlds.flatMap((world) => [new Map(world).set(name, true), new Map(world).set(name, false)]);
  return worlds.filter((world) => isFeasible(world, denies));
}

/** A statement that always stands has a reading in every world that can be: a world without one cannot. */
function isFeasible(world: World, denies: readonly Statement[]): boolean {
  return denies.every((deny) => deny.optional || denies.some((reading) => reading.at === deny.at && isConsistent(reading, world)));
}

function isConsistent(statement: Statement, world: World): boolean {
  for (const [name, truth] of statement.world) if (world.get(name) !== truth) return false;
  return true;
}

/** Whether the Deny refuses every stranger that the candidate lets in, leaving aside what it refuses them. */
function refusesStrangers(deny: Statement, candidate: Candidate): Answer {
  const caller = isUnread(deny, 'Principal', 'NotPrincipal') ? 'unknown' : coversCaller(deny, candidate);
  const condition = holdsForStrangers(deny.conditions, undefined, candidate.question);
  return allOf([caller, condition, isUnread(deny, 'Condition', 'Effect', 'Statement') ? 'unknown' : 'yes']);
}

function isUnread(statement: Statement, ...elements: readonly string[]): boolean {
  return statement.unresolved.some(({ element }) => elements.includes(element));
}

function coversCaller(deny: Statement, candidate: Candidate): Answer {
  if (deny.notPrincipals.length > 0) {
    return allOf(
      deny.notPrincipals.map((principal): Answer => {
        const { kind } = principalScope(principal);
        return kind === 'anyone' || kind === 'any-account-member' ? 'no' : kind === 'unknown' ? 'unknown' : 'yes';
      }),
    );
  }
  return anyOf(
    deny.principals.map((principal): Answer => {
      const { kind } = principalScope(principal);
      if (kind === 'unknown') return 'unknown';
      if (kind === 'any-account-member') return candidate.exposure === 'any-aws-account' ? 'yes' : 'no';
      if (kind !== 'anyone') return 'no';
      const isAws = candidate.principal.type === 'AWS' || candidate.principal.type === '*' || candidate.principal.type === 'other';
      return principal.type === '*' || principal.type === candidate.principal.type || (principal.type === 'AWS' && isAws) ? 'yes' : 'no';
    }),
  );
}

interface Grant {
  /** `undefined`: everything but the statement's `NotAction`. */
  readonly action: SymbolicString | undefined;
  readonly resource: SymbolicString | undefined;
}

const EVERYTHING: Element = { value: '*', at: undefined };

function grantsOf(allow: Statement): readonly Grant[] {
  const actions = valuesOf(allow.actions, allow.notActions);
  const resources = valuesOf(allow.resources, allow.notResources);
  return actions.flatMap((action) => resources.map((resource) => ({ action, resource })));
}

function valuesOf(listed: readonly Element[], left: readonly Element[]): readonly (SymbolicString | undefined)[] {
  if (left.length > 0) return [undefined];
  return (listed.length === 0 ? [EVERYTHING] : listed).map(({ value }) => value);
}

function coversAction(deny: Statement, allow: Statement, action: SymbolicString | undefined): Answer {
  if (isUnread(deny, 'Action', 'NotAction') || deny.actions.length + deny.notActions.length === 0) return 'unknown';
  return covers(
    deny.actions.map(lowered),
    deny.notActions.map(lowered),
    action === undefined ? undefined : normalised(action),
    allow.notActions.map(lowered),
  );
}

function coversResource(deny: Statement, allow: Statement, resource: SymbolicString | undefined): Answer {
  if (isUnread(deny, 'Resource', 'NotResource')) return 'unknown';
  const listed = deny.resources.map(({ value }) => value);
  const left = deny.notResources.map(({ value }) => value);
  return covers(
    listed,
    left,
    resource,
    allow.notResources.map(({ value }) => value),
  );
}

/** Whether a list, or everything but a list, covers one pattern, or (without one) everything but `except`. */
function covers(
  listed: readonly SymbolicString[],
  left: readonly SymbolicString[],
  pattern: SymbolicString | undefined,
  except: readonly SymbolicString[],
): Answer {
  if (left.length > 0) {
    if (pattern === undefined) return allOf(left.map((value) => anyOf(except.map((outer) => coversArn(outer, value)))));
    return allOf(
      left.map((value): Answer => (meetsArn(value, pattern) === 'no' ? 'yes' : meetsArn(value, pattern) === 'yes' ? 'no' : 'unknown')),
    );
  }
  if (listed.length === 0) return 'yes';
  return anyOf(listed.map((outer) => coversArn(outer, pattern ?? '*')));
}

function lowered({ value }: Element): SymbolicString {
  return normalised(value);
}

/** Actions do not depend on case, and `*:*` is `*`. */
function normalised(value: SymbolicString): SymbolicString {
  if (typeof value === 'string') return value === '*:*' ? '*' : value.toLowerCase();
  const lower: Holed = { parts: value.parts.map((part) => (typeof part === 'string' ? part.toLowerCase() : part)) };
  return lower;
}
