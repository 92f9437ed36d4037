import { anyOf } from '../../lib/core/answer';
import { needsEveryResource, parseActionPattern } from '../../lib/core/iam/action';
import { bindsKey, parseOperator } from '../../lib/core/iam/condition';
import { claimOfKey, federatedProviders } from '../../lib/core/iam/federation';
import { type Grant, grantsOf } from '../../lib/core/iam/grant';
import { hasWildcard, matchesGlob } from '../../lib/core/iam/pattern';
import type { ConditionTest, Statement } from '../../lib/core/iam/statement';
import { hasUnreadCondition, mayAllow, trustStatements } from '../../lib/core/iam/trust';
import type { Json, JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Element } from '../../lib/core/template/resolver';
import { render } from '../../lib/core/template/symbolic';
import type { Resource } from '../../lib/core/template/template';
import { trustingRole } from '../example-trust';

type Message = 'anyPool' | 'guestsWithWildcard' | 'guests' | 'guestsToo' | 'unknownGuestRole';

const POOL = 'cognito-identity.amazonaws.com';
const ASSUME = 'sts:AssumeRoleWithWebIdentity';

const pool = (allowGuests: boolean): JsonObject => ({
  Visitors: { Type: 'AWS::Cognito::IdentityPool', Properties: { AllowUnauthenticatedIdentities: allowGuests } },
});

const poolRole = (more: JsonObject, properties: JsonObject = {}): JsonObject => {
  const audience: Json = { [`${POOL}:aud`]: { Ref: 'Visitors' } };
  const role = trustingRole({ Federated: POOL }, ASSUME, { Condition: { StringEquals: audience, ...more } });
  const { Deployer } = role;
  return { Deployer: merged(Deployer ?? {}, properties) };
};

function merged(role: Json, properties: JsonObject): Json {
  if (typeof role !== 'object' || role === null || Array.isArray(role)) return role;
  const own = role.Properties;
  return { ...role, Properties: { ...(typeof own === 'object' && own !== null && !Array.isArray(own) ? own : {}), ...properties } };
}

const amr = (value: string): JsonObject => ({ 'ForAnyValue:StringLike': { [`${POOL}:amr`]: value } });

const inlinePolicy = (action: string, resource: string): JsonObject => ({
  Policies: [
    {
      PolicyName: 'guests',
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] },
    },
  ],
});

/** CDK makes a role for guests with every pool: where the pool admits none, nobody can assume it. */
export default defineRule<Message>({
  meta: {
    id: 'trust/no-open-identity-pool',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Roles of identity pools name their pool, and guests hold little',
    rationale:
      'Anyone can make an identity pool of their own, and a role that does not name its pool takes the tokens of all of them. A pool that admits guests gives its role for guests to everybody on the internet.',
    references: [
      'https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html',
      'https://securitylabs.datadoghq.com/articles/amplified-exposure-how-aws-flaws-made-amplify-iam-roles-vulnerable-to-takeover/',
    ],
    catalogue: ['TRUST-COGNITO-UNAUTH'],
    peers: ['cfn_nag W57', 'Security Hub Cognito.2'],
  },
  messages: {
    anyPool: {
      what: 'trust policy takes the tokens of any Cognito identity pool, in any account: no condition demands a fixed "cognito-identity.amazonaws.com:aud"',
      fix: 'add the condition "StringEquals": {"cognito-identity.amazonaws.com:aud": "<id of the pool>"}; in CDK "new iam.WebIdentityPrincipal(\'cognito-identity.amazonaws.com\', ...)" with "identityPool.ref", or "IdentityPool" of "aws-cognito-identitypool", which does it',
    },
    guestsWithWildcard: {
      what: 'everybody on the internet may assume the role, as a guest of the identity pool, and it holds {wildcard}',
      fix: 'name the actions and resources that guests need in the policies of the role, or set "AllowUnauthenticatedIdentities" ("allowUnauthenticatedIdentities") of the pool to false',
    },
    guests: {
      what: 'everybody on the internet may assume the role, as a guest of the identity pool',
      fix: 'set "AllowUnauthenticatedIdentities" ("allowUnauthenticatedIdentities") of the pool to false, or keep the role to what the whole internet may do',
    },
    guestsToo: {
      what: 'guests of the identity pool may assume the role as well: no condition demands "cognito-identity.amazonaws.com:amr"',
      fix: 'add the condition "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}',
    },
    unknownGuestRole: {
      what: 'what guests of the identity pool may do could not be judged: "{role}" is not in the input',
      fix: 'check the stack of the role in the same run, or define the role beside the pool',
    },
  },
  examples: {
    valid: [
      { title: 'users of one pool who have signed in', resources: { ...pool(true), ...poolRole(amr('authenticated')) } },
      { title: 'the role for guests of a pool that admits none', resources: { ...pool(false), ...poolRole(amr('unauthenticated')) } },
    ],
    invalid: [
      {
        title: 'any pool in the world',
        resources: trustingRole({ Federated: POOL }, ASSUME, { Condition: amr('authenticated') }),
        reports: ['anyPool'],
      },
      {
        title: 'guests with a wildcard',
        resources: { ...pool(true), ...poolRole(amr('unauthenticated'), inlinePolicy('s3:Get*', 'arn:aws:s3:::media/*')) },
        reports: ['guestsWithWildcard'],
      },
      { title: 'guests', resources: { ...pool(true), ...poolRole(amr('unauthenticated')) }, reports: ['guests'] },
      { title: 'users and guests alike', resources: { ...pool(true), ...poolRole({}) }, reports: ['guestsToo'] },
      {
        title: 'a role for guests from elsewhere',
        resources: {
          ...pool(true),
          Roles: {
            Type: 'AWS::Cognito::IdentityPoolRoleAttachment',
            Properties: { IdentityPoolId: { Ref: 'Visitors' }, Roles: { unauthenticated: 'arn:aws:iam::111122223333:role/guests' } },
          },
        },
        reports: ['unknownGuestRole'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    const told = new Set<Resource>();
    for (const statement of trustStatements(model)) {
      if (!mayAllow(statement, ASSUME)) continue;
      for (const { kind, principal } of federatedProviders(model, statement)) {
        if (kind !== 'identity-pool') continue;
        const { resource } = statement.document;
        const fact = judge(model, statement);
        if (fact === undefined) continue;
        told.add(resource);
        yield { resource, at: principal.at, ...fact };
      }
    }
    yield* attachedRoles(model, told);
  },
});

type Judged = Pick<Fact<Message>, 'message' | 'evidence' | 'data' | 'atMost'>;

function judge(model: Model, statement: Statement): Judged | undefined {
  const { resource } = statement.document;
  const audience = testsOn(statement, 'aud').filter((test) => !isPattern(test));
  const isNamed = audience.length > 0 || testsOn(statement, 'sub').some((test) => !isPattern(test));
  const unread = hasUnreadCondition(statement);
  if (!isNamed && !unread) return { message: 'anyPool', evidence: `${POOL} without aud` };
  const guests = admitsGuests(model, audience, resource);
  if (guests === 'no') return undefined;
  const methods = testsOn(statement, 'amr').flatMap(({ values }) => values);
  if (methods.length === 0) {
    if (unread) return undefined;
    return { message: 'guestsToo', evidence: `${POOL} without amr`, atMost: guests === 'yes' ? 'warning' : 'info' };
  }
  if (!methods.some(isGuest)) return undefined;
  const wildcard = wildcardOf(model, resource);
  if (wildcard !== undefined)
    return { message: 'guestsWithWildcard', evidence: `guests: ${wildcard}`, data: { wildcard: `"${wildcard}"` } };
  return { message: 'guests', evidence: 'guests', atMost: guests === 'yes' ? 'warning' : 'info' };
}

/** Roles that an attachment gives to guests, whatever their trust policy says. */
function* attachedRoles(model: Model, told: Set<Resource>): Iterable<Fact<Message>> {
  for (const attachment of model.resourcesOfType('AWS::Cognito::IdentityPoolRoleAttachment')) {
    const resolver = model.resolverOf(attachment.template);
    const guests = anyOf(model.values(attachment, 'IdentityPoolId').map(({ value }) => admits(model, resolver.target(value))));
    if (guests === 'no') continue;
    for (const element of model.values(attachment, 'Roles', 'unauthenticated')) {
      const role = resolver.target(element.value);
      if (role === undefined) {
        const shown = model.show(element, attachment);
        const common = { resource: attachment, at: element.at, evidence: `guests: ${shown}` };
        yield { ...common, message: 'unknownGuestRole', data: { role: shown }, atMost: 'info' };
        continue;
      }
      const wildcard = told.has(role) ? undefined : wildcardOf(model, role);
      if (wildcard === undefined) continue;
      told.add(role);
      yield {
        message: 'guestsWithWildcard',
        resource: role,
        at: model.propertiesOf(role),
        evidence: `guests: ${wildcard}`,
        data: { wildcard: `"${wildcard}"` },
      };
    }
  }
}

/** The tests on a claim of identity pools that hold only for tokens that have it. */
function testsOn({ conditions }: Statement, claim: string): readonly ConditionTest[] {
  return conditions.filter((test) => claimOfKey(test.key) === claim && bindsKey(test, conditions) !== 'no');
}

function isPattern({ operator, values }: ConditionTest): boolean {
  if (!parseOperator(operator).base.endsWith('Like')) return false;
  return values.some(({ value }) => typeof value === 'string' && hasWildcard(value));
}

function isGuest({ value }: Element): boolean {
  return typeof value === 'string' ? matchesGlob(value, 'unauthenticated') : true;
}

function admitsGuests(model: Model, audience: readonly ConditionTest[], from: Resource) {
  const resolver = model.resolverOf(from.template);
  return anyOf(audience.flatMap(({ values }) => values.map(({ value }) => admits(model, resolver.target(value)))));
}

function admits(model: Model, pool: Resource | undefined) {
  if (pool?.type !== 'AWS::Cognito::IdentityPool') return 'unknown';
  return anyOf(model.readingsOf(pool).map((reading) => reading.canBe(['AllowUnauthenticatedIdentities'], ['true'])));
}

/** A wildcard that the role holds, as a person would write it. */
function wildcardOf(model: Model, role: Resource): string | undefined {
  for (const grant of grantsOf(model)) {
    if (!model.holdersOf(grant.statement.document).includes(role)) continue;
    const wildcard = wildcardIn(model, grant);
    if (wildcard !== undefined) return wildcard;
  }
  const managed = model.attachments.find(({ resource, arn }) => resource === role && render(arn.value).includes(':iam::aws:policy/'));
  return managed === undefined ? undefined : model.show(managed.arn, role);
}

function wildcardIn(model: Model, { statement, actions, resources }: Grant): string | undefined {
  if (statement.notActions.length > 0) return 'NotAction';
  if (statement.notResources.length > 0) return 'NotResource';
  const patterns = actions.map(({ value }) => parseActionPattern(model.reference, value));
  const pattern = patterns.find(({ kind }) => kind === 'all' || kind === 'service-wide' || kind === 'partial');
  if (pattern !== undefined) return pattern.written;
  const wide = resources.find(({ scope }) => scope.kind === 'everything' || scope.kind === 'service-wide');
  const scopable = wide && patterns.find((known) => known.actions.some((action) => !needsEveryResource(action)));
  return wide && scopable && `${scopable.written} on ${model.show(wide, statement.document.resource)}`;
}
