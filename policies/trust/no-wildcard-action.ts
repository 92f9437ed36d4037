import { patternAllows } from '../../lib/core/iam/action';
import { type FederatedProvider, federatedProviders } from '../../lib/core/iam/federation';
import { hasWildcard } from '../../lib/core/iam/pattern';
import { principalScope } from '../../lib/core/iam/principal';
import type { Principal, Statement } from '../../lib/core/iam/statement';
import { trustFacts } from '../../lib/core/iam/trust';
import type { Model } from '../../lib/core/model/model';
import { defineRule, type Fact } from '../../lib/core/rule';
import { oidcProviderArn, trustingRole } from '../example-trust';

type Message = 'everyAction' | 'someActions' | 'unneededAction' | 'wrongAction';

const ASSUME = 'sts:AssumeRole';
const ASSUME_WITH_WEB_IDENTITY = 'sts:AssumeRoleWithWebIdentity';
const ASSUME_WITH_SAML = 'sts:AssumeRoleWithSAML';

/** What a session adds to itself: these services do, and few others. */
const SESSION_ACTIONS = ['sts:SetSourceIdentity', 'sts:TagSession'];
const TAGGING_SERVICES = new Set(['pods.eks.amazonaws.com', 'rolesanywhere.amazonaws.com']);

export default defineRule<Message>({
  meta: {
    id: 'trust/no-wildcard-action',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Trust policies allow the one action by which the principal assumes the role',
    rationale:
      'A wildcard in a trust policy also lets the principal tag its session, choose its source identity and come through any identity provider: what other policies rely on to tell callers apart.',
    references: [
      'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html',
    ],
    catalogue: ['TRUST-WILDCARD-ACTION'],
    peers: [
      'cfn_nag F2',
      'guard IAM_ROLE_NO_FULL_ACCESS_ON_TRUST_POLICY',
      'CKV2_AWS_68',
      'IAM Access Analyzer "Mismatched action for principal"',
    ],
  },
  messages: {
    everyAction: {
      what: 'trust policy allows "{action}", every way to assume the role and to tag the session',
      fix: 'write "{needed}" instead of "{action}"; in CDK that is what "assumedBy" writes',
    },
    someActions: {
      what: 'trust policy allows "{action}", which matches several ways to assume the role',
      fix: 'write "{needed}" instead of "{action}"; in CDK that is what "assumedBy" writes',
    },
    unneededAction: {
      what: 'trust policy allows {services} "{action}", which few services call',
      fix: 'remove "{action}" unless the documentation of the service asks for it, as EKS Pod Identity and IAM Roles Anywhere do',
    },
    wrongAction: {
      what: 'trust policy allows "{action}", by which none of its principals can assume the role',
      fix: 'write "{needed}"; in CDK "new iam.WebIdentityPrincipal(...)", "new iam.SamlPrincipal(...)" or the third argument of "new iam.FederatedPrincipal(...)"',
    },
  },
  examples: {
    valid: [
      { title: 'the one action', resources: trustingRole({ Service: 'lambda.amazonaws.com' }) },
      {
        title: 'session tags of EKS Pod Identity',
        resources: trustingRole({ Service: 'pods.eks.amazonaws.com' }, [ASSUME, 'sts:TagSession']),
      },
      {
        title: 'session tags that a caller chooses',
        resources: trustingRole({ AWS: 'arn:aws:iam::111122223333:role/ci' }, [ASSUME, 'sts:TagSession']),
      },
    ],
    invalid: [
      { title: 'every action of STS', resources: trustingRole({ Service: 'lambda.amazonaws.com' }, 'sts:*'), reports: ['everyAction'] },
      {
        title: 'every way to assume',
        resources: trustingRole({ Service: 'lambda.amazonaws.com' }, 'sts:Assume*'),
        reports: ['someActions'],
      },
      {
        title: 'session tags of a service that sets none',
        resources: trustingRole({ Service: 'lambda.amazonaws.com' }, [ASSUME, 'sts:TagSession']),
        reports: ['unneededAction'],
      },
      {
        title: 'an identity provider that calls the wrong action',
        resources: trustingRole({ Federated: oidcProviderArn('login.example.com') }, ASSUME),
        reports: ['wrongAction'],
      },
    ],
  },
  check(model) {
    return trustFacts(model, (statement) => factsOf(model, statement));
  },
});

function* factsOf(model: Model, statement: Statement): Iterable<Fact<Message>> {
  let providers: readonly FederatedProvider[] | undefined;
  for (const { value: action, at } of statement.actions) {
    if (typeof action !== 'string') continue;
    const isPattern = hasWildcard(action);
    if (!isPattern && action.toLowerCase() === 'sts:assumerole' && isOrdinary(statement)) continue;
    providers ??= federatedProviders(model, statement);
    const needed = neededAction(statement, providers);
    const common = { resource: statement.document.resource, at, evidence: action };
    if (isPattern) yield { ...common, ...patternFact(action, needed) };
    else if (isWrong(action, statement, providers)) {
      yield { ...common, message: 'wrongAction', data: { action, needed }, atMost: 'warning' };
    } else if (isUnneeded(action, statement)) {
      const services = [...new Set(statement.principals.map((principal) => `"${model.show(principal, common.resource)}"`))].join(', ');
      yield { ...common, message: 'unneededAction', data: { action, services }, atMost: 'info' };
    }
  }
}

function isOrdinary(statement: Statement): boolean {
  return statement.principals.some(({ type }) => type !== 'Federated') || statement.principals.length === 0;
}

function patternFact(action: string, needed: string): Pick<Fact<Message>, 'message' | 'data' | 'atMost'> {
  const isAll = patternAllows(action, ASSUME) && SESSION_ACTIONS.some((session) => patternAllows(action, session));
  return isAll
    ? { message: 'everyAction', data: { action, needed } }
    : { message: 'someActions', data: { action, needed }, atMost: 'warning' };
}

/** The action by which the first principal assumes a role. */
function neededAction(statement: Statement, providers: readonly FederatedProvider[]): string {
  if (statement.principals.some(({ type }) => type !== 'Federated')) return ASSUME;
  return providers.some(({ kind }) => kind === 'saml') ? ASSUME_WITH_SAML : ASSUME_WITH_WEB_IDENTITY;
}

/** Whether it is a way to assume a role that suits no principal of the statement. What is not known suits every way. */
function isWrong(action: string, { principals }: Statement, providers: readonly FederatedProvider[]): boolean {
  if (principals.length === 0 || principals.some(({ value }) => value === '*')) return false;
  const federated = principals.filter(({ type }) => type === 'Federated');
  switch (action.toLowerCase()) {
    case ASSUME.toLowerCase():
      return federated.length === principals.length;
    case ASSUME_WITH_WEB_IDENTITY.toLowerCase():
      return !principals.some(mayBeAnyone) && providers.every(({ kind }) => kind === 'saml');
    case ASSUME_WITH_SAML.toLowerCase():
      return !principals.some(mayBeAnyone) && providers.every(({ kind }) => kind === 'oidc' || kind === 'identity-pool');
    default:
      return false;
  }
}

function mayBeAnyone(principal: Principal): boolean {
  return principal.type !== 'Federated' && principalScope(principal).kind === 'unknown';
}

function isUnneeded(action: string, { principals }: Statement): boolean {
  if (!SESSION_ACTIONS.some((session) => session.toLowerCase() === action.toLowerCase())) return false;
  return (
    principals.length > 0 &&
    principals.every(({ type, value }) => type === 'Service' && typeof value === 'string' && !TAGGING_SERVICES.has(value))
  );
}
