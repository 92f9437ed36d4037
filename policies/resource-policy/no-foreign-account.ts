import { parseActionPattern } from '../../lib/core/iam/action';
import { parseOperator, restrictsCaller } from '../../lib/core/iam/condition';
import type { ConditionTest, Principal, Statement } from '../../lib/core/iam/statement';
import type { Json, JsonObject } from '../../lib/core/json';
import { type AccountStanding, isTrustedOrganization, standingOf } from '../../lib/core/model/accounts';
import type { Model } from '../../lib/core/model/model';
import { accountIn, actionsOf, factAt, resourceAllows, resourcesOf, scopeOf, serviceOf } from '../../lib/core/model/resource-grants';
import type { Severity } from '../../lib/core/result';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Element } from '../../lib/core/template/resolver';
import { type SymbolicString, soleHole } from '../../lib/core/template/symbolic';

type Message = 'foreignAccount' | 'unpinnedAccount' | 'undecidedAccount' | 'foreignSource' | 'foreignOrganization' | 'unknownUser';

const bucketPolicy = (statement: JsonObject): JsonObject => ({
  Policy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: 'orders',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*', ...statement }],
      },
    },
  },
});

const allowing = (principal: Json): JsonObject => bucketPolicy({ Principal: { AWS: principal } });

const UNDECLARED = 'remove the account, or declare it with the "trustedAccounts" of the checks if it is yours or a partner\'s';

export default defineRule<Message>({
  meta: {
    id: 'resource-policy/no-foreign-account',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Resource policies let in only accounts that the owners trust',
    rationale:
      'Whoever administers another account decides who of it uses the grant, and for how long. Accounts that are meant are declared once, so that a stranger or a mistyped digit stands out.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html#access-analyzer-zone-of-trust',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html',
    ],
    catalogue: ['RP-CROSS-ACCOUNT'],
    peers: ['Security Hub S3.6', 'Access Analyzer EXTERNAL_PRINCIPAL', 'prowler *_cross_account_access'],
  },
  messages: {
    foreignAccount: {
      what: 'policy lets "{who}" call {actions}, and account {account} is neither one of the input nor trusted',
      fix: UNDECLARED,
    },
    unpinnedAccount: {
      what: 'policy lets "{who}" call {actions}, and account {account} is written out, although no stack of the input says that it is for that account',
      fix: 'write the stack\'s own account as "AWS::AccountId" ("Stack.of(this).account"), or give the stack an "env"; if the account is another one, declare it with the "trustedAccounts" of the checks',
    },
    undecidedAccount: {
      what: 'policy lets "{who}" call {actions}, and which account that is is decided at deployment',
      fix: 'write the account out, so that it can be checked, or use "AWS::AccountId" if it is the stack\'s own',
    },
    foreignSource: {
      what: 'policy lets {service} call {actions} for "{source}", and account {account} is neither one of the input nor trusted',
      fix: UNDECLARED,
    },
    foreignOrganization: {
      what: 'policy lets accounts of "{organization}" call {actions}, which is none of the trusted organisations',
      fix: 'write the organisation you mean, or declare it with the "trustedOrganizations" of the checks',
    },
    unknownUser: {
      what: 'policy lets the canonical user "{who}" call {actions}, and such an id does not say whose it is',
      fix: 'name the account or role in "AWS" instead; for CloudFront, use origin access control with "cloudfront.amazonaws.com" and "aws:SourceArn"',
    },
  },
  examples: {
    valid: [
      { title: 'a role of the own account', resources: allowing({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/reader' }) },
      {
        title: 'an account that the owners trust',
        account: '999999999999',
        settings: { trustedAccounts: ['111122223333'] },
        resources: allowing('111122223333'),
      },
      { title: 'the account that AWS writes load balancer logs with', resources: allowing('arn:aws:iam::156460612806:root') },
    ],
    invalid: [
      {
        title: 'another account than that of the stack',
        account: '999999999999',
        resources: allowing('111122223333'),
        reports: ['foreignAccount'],
      },
      {
        title: 'topics of another account',
        account: '999999999999',
        resources: bucketPolicy({
          Principal: { Service: 'sns.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
        }),
        reports: ['foreignSource'],
      },
      {
        title: 'another organisation than the trusted one',
        settings: { trustedOrganizations: ['o-a1b2c3d4e5'] },
        resources: bucketPolicy({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-z9y8x7w6v5' } } }),
        reports: ['foreignOrganization'],
      },
      { title: 'an account that is written out', resources: allowing('111122223333'), reports: ['unpinnedAccount'] },
      {
        title: 'an account that whoever deploys chooses',
        template: {
          Parameters: { Partner: { Type: 'String' } },
          Resources: allowing({ 'Fn::Sub': 'arn:aws:iam::${Partner}:root' }),
        },
        reports: ['undecidedAccount'],
      },
      {
        title: 'a canonical user',
        resources: bucketPolicy({ Principal: { CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' } }),
        reports: ['unknownUser'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const statement of resourceAllows(model)) {
      const bounds = boundsOf(model, statement);
      if (bounds.some(({ kept }) => kept)) continue;
      for (const principal of statement.principals) {
        const fact = factOf(model, statement, principal);
        if (fact !== undefined) yield fact;
      }
      yield* strangersIn(model, statement, bounds);
    }
  },
});

/** A condition that says which accounts or organisations the callers are of. */
interface Bound {
  readonly test: ConditionTest;
  /** Whether it leaves none but own and trusted ones. */
  readonly kept: boolean;
  /** Values that are of other accounts or organisations. */
  readonly strangers: readonly Element[];
}

const ACCOUNT_KEYS: ReadonlySet<string> = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:sourceaccount',
  'aws:sourceowner',
  'aws:sourcearn',
  'kms:calleraccount',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
]);

const ORGANIZATION_KEYS: ReadonlySet<string> = new Set([
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
]);

const KEPT: ReadonlySet<AccountStanding> = new Set<AccountStanding>(['own', 'trusted', 'aws']);

function boundsOf(model: Model, statement: Statement): Bound[] {
  return statement.conditions.flatMap((test): Bound[] => {
    const key = test.key.toLowerCase();
    const { known, negated, ifExists, base } = parseOperator(test.operator);
    if (!known || negated || ifExists || base === 'Null') return [];
    if (ORGANIZATION_KEYS.has(key)) {
      // Nothing says which organisation is the own one, so only those who declared theirs hear of others.
      if (model.settings.trustedOrganizations.length === 0) return [];
      const strangers = test.values.filter(({ value }) => typeof value === 'string' && !isTrustedOrganization(model, value));
      return [{ test, kept: test.values.length > 0 && test.values.every(({ value }) => isTrustedOrganization(model, value)), strangers }];
    }
    if (!ACCOUNT_KEYS.has(key)) return [];
    const standings = test.values.map(({ value }) => standingOfValue(model, statement, value));
    const strangers = test.values.filter((_, index) => standings[index] === 'foreign');
    return [{ test, kept: standings.length > 0 && standings.every((standing) => KEPT.has(standing)), strangers }];
  });
}

/** Whose the account in an ARN or account id is; a resource of the input is the own account's. */
function standingOfValue(model: Model, statement: Statement, value: SymbolicString): AccountStanding {
  const { template } = statement.document.resource;
  const account = accountIn(value);
  if (account !== undefined) return standingOf(model, template, account);
  const hole = soleHole(value);
  if (hole?.kind === 'pseudo') return standingOf(model, template, value);
  return hole?.kind === 'resource' && hole.resourceType.startsWith('AWS::') ? 'own' : 'unknown';
}

function factOf(model: Model, statement: Statement, principal: Principal): Fact<Message> | undefined {
  const scope = scopeOf(statement, principal);
  if (scope.kind !== 'account' && scope.kind !== 'identity') return undefined;
  if (serviceOf(model, statement, principal) !== undefined) return undefined;
  const { resource } = statement.document;
  const actions = actionsOf(model, statement);
  const who = model.show(principal, resource);
  const on = resourcesOf(model, statement);
  const common = factAt(model, statement, principal.at, `${who}: ${actions}${on === '' ? '' : ` on ${on}`}`);
  if (principal.type === 'CanonicalUser') return { ...common, message: 'unknownUser', data: { who, actions }, atMost: 'info' };
  const account = accountIn(principal.value);
  if (account === undefined) return undefined;
  const data = { who, actions, account: model.show({ value: account, at: undefined }, resource) };
  switch (standingOf(model, resource.template, account)) {
    case 'foreign':
      return { ...common, message: 'foreignAccount', data, ...capOf(model, statement) };
    case 'unpinned':
      return { ...common, message: 'unpinnedAccount', data, atMost: 'warning' };
    case 'unknown':
      return { ...common, message: 'undecidedAccount', data, atMost: 'warning' };
    default:
      return undefined;
  }
}

/** Keys and secrets, and whatever changes something, weigh more than reading. */
function capOf(model: Model, statement: Statement): { readonly atMost?: Severity } {
  const { document, actions, notActions } = statement;
  if (document.guards === 'AWS::KMS::Key' || document.guards === 'AWS::SecretsManager::Secret' || notActions.length > 0) return {};
  return actions.every(({ value }) => typeof value === 'string' && isReading(model, value)) ? { atMost: 'warning' } : {};
}

function isReading(model: Model, written: string): boolean {
  const pattern = parseActionPattern(model.reference, written);
  if (pattern.kind !== 'exact' && pattern.kind !== 'partial') return false;
  return (
    pattern.actions.length > 0 &&
    pattern.actions.every(({ action }) => action.accessLevels.every((level) => level === 'Read' || level === 'List'))
  );
}

/** Other accounts and organisations that the conditions let in, where the principals are everyone or services. */
function* strangersIn(model: Model, statement: Statement, bounds: readonly Bound[]): Iterable<Fact<Message>> {
  if (bounds.length === 0) return;
  const services = statement.principals.flatMap((principal) => serviceOf(model, statement, principal) ?? []);
  const isForAll = statement.principals.some((principal) => {
    const { kind } = scopeOf(statement, principal);
    return kind === 'anyone' || kind === 'any-account-member';
  });
  if (services.length === 0 && !isForAll) return;
  const { guards, resource } = statement.document;
  const actions = actionsOf(model, statement);
  for (const { test, strangers } of bounds) {
    // What does not limit who calls is left to the rules about strangers and services without a source.
    if (restrictsCaller([test], guards) === 'no') continue;
    for (const element of strangers) {
      const source = model.show(element, resource);
      const isOrganization = ORGANIZATION_KEYS.has(test.key.toLowerCase());
      const service = services.length > 0 ? services.join(', ') : 'everyone';
      const account = accountIn(element.value);
      yield {
        ...factAt(model, statement, element.at, `${service} for ${source}: ${actions}`),
        message: isOrganization ? 'foreignOrganization' : 'foreignSource',
        data: {
          service,
          source,
          organization: source,
          actions,
          account: account === undefined ? source : model.show({ value: account, at: undefined }, resource),
        },
        ...(services.length > 0 || isOrganization ? { atMost: 'warning' as const } : capOf(model, statement)),
      };
    }
  }
}
