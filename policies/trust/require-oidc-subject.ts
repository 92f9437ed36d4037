import { parseOperator } from '../../lib/core/iam/condition';
import { demandsKey, type FederatedProvider, federatedProviders, isAudienceKey, isSubjectKey } from '../../lib/core/iam/federation';
import type { Statement } from '../../lib/core/iam/statement';
import { hasUnreadCondition, isDeniedUnless, mayAllow, trustStatements } from '../../lib/core/iam/trust';
import { defineRule, type Fact } from '../../lib/core/rule';
import { GITHUB, githubRole, oidcProviderArn, trustingRole } from '../example-trust';

type Message = 'anyTenant' | 'anyWorkload' | 'anyUser' | 'audienceOnly';

const ASSUME = 'sts:AssumeRoleWithWebIdentity';

/**
 * A condition that could not be read (CDK's `CfnJson`, whose keys are tokens) may well be on the subject. Identity pools of
 * Cognito are left to `trust/no-open-identity-pool`.
 */
export default defineRule<Message>({
  meta: {
    id: 'trust/require-oidc-subject',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Roles for an identity provider name the workload that assumes them',
    rationale:
      'An identity provider vouches for all its users: everybody on GitHub, every pod of a cluster. Only a condition on the subject of the token says which one of them may assume the role.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
      'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws',
      'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
    ],
    catalogue: ['TRUST-OIDC-NO-SUB'],
    peers: [
      'CKV_AWS_358',
      'prowler iam_role_github_oidc',
      'IAM Access Analyzer "Missing github repo condition key"',
      'IAM Access Analyzer "Missing condition key for OIDC principal"',
    ],
  },
  messages: {
    anyTenant: {
      what: 'trust policy lets every user of "{host}" assume the role: no condition demands "{host}:sub"',
      fix: 'add the condition "StringEquals": {"{host}:sub": "{example}"}; in CDK the second argument of "new iam.WebIdentityPrincipal(...)"',
    },
    anyWorkload: {
      what: 'trust policy lets every workload that "{host}" vouches for assume the role: no condition demands its "sub"',
      fix: 'add the condition "StringEquals": {"<provider>:sub": "{example}"}; in CDK the second argument of "new iam.WebIdentityPrincipal(...)", or "cluster.addServiceAccount(...)" for a pod',
    },
    anyUser: {
      what: 'trust policy lets every user of "{host}", of any application, assume the role: no condition demands "sub" or "aud"',
      fix: 'add conditions with "StringEquals" on "<provider>:aud" (the id of your application) and "<provider>:sub"; in CDK the second argument of "new iam.WebIdentityPrincipal(...)"',
    },
    audienceOnly: {
      what: 'trust policy lets every user of an application at "{host}" assume the role: no condition demands "sub"',
      fix: 'add the condition "StringEquals": {"<provider>:sub": "{example}"}, unless every user of the application is meant',
    },
  },
  examples: {
    valid: [
      {
        title: 'one branch of a repository',
        resources: githubRole({
          StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com', [`${GITHUB}:sub`]: 'repo:my-org/orders:ref:refs/heads/main' },
        }),
      },
      {
        title: 'the users of one application of a provider for consumers',
        resources: trustingRole({ Federated: 'accounts.google.com' }, ASSUME, {
          Condition: { StringEquals: { 'accounts.google.com:aud': '1234567890.apps.googleusercontent.com' } },
        }),
      },
    ],
    invalid: [
      {
        title: 'the audience alone, which is the same for everybody on GitHub',
        resources: githubRole({ StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } }),
        reports: ['anyTenant'],
      },
      {
        title: 'every pod of a cluster',
        resources: trustingRole({ Federated: oidcProviderArn('oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C3D') }, ASSUME),
        reports: ['anyWorkload'],
      },
      {
        title: 'every user of a provider',
        resources: trustingRole({ Federated: oidcProviderArn('login.example.com') }, ASSUME),
        reports: ['anyUser'],
      },
      {
        title: 'every user of an application',
        resources: trustingRole({ Federated: oidcProviderArn('login.example.com') }, ASSUME, {
          Condition: { StringEquals: { 'login.example.com:aud': 'orders' } },
        }),
        reports: ['audienceOnly'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const statement of trustStatements(model)) {
      if (!mayAllow(statement, ASSUME)) continue;
      for (const provider of federatedProviders(model, statement)) {
        if (provider.kind !== 'oidc' || namesSubject(statement, provider)) continue;
        const { resource } = statement.document;
        const shown = model.show(provider.principal, resource);
        const hasAudience = demandsKey(statement, isAudienceKey) !== 'no';
        if (provider.family === 'consumer' && hasAudience) continue;
        const message = messageOf(provider, hasAudience);
        yield {
          message,
          resource,
          at: provider.principal.at,
          evidence: `${shown} without sub`,
          data: { host: provider.host ?? shown, example: EXAMPLES[provider.family] ?? 'the subject of the workload' },
          ...(message === 'audienceOnly' ? { atMost: 'warning' } : {}),
        };
      }
    }
  },
});

const EXAMPLES: Readonly<Record<string, string>> = {
  github: 'repo:my-org/my-repo:ref:refs/heads/main',
  gitlab: 'project_path:my-group/my-project:ref_type:branch:ref:main',
  terraform: 'organization:my-org:project:my-project:workspace:my-workspace:run_phase:apply',
  buildkite: 'organization:my-org:pipeline:my-pipeline:*',
  eks: 'system:serviceaccount:my-namespace:my-service-account',
};

function messageOf({ family, shared }: FederatedProvider, hasAudience: boolean): Message {
  if (family === 'consumer') return 'anyUser';
  if (shared) return 'anyTenant';
  if (family !== 'other') return 'anyWorkload';
  return hasAudience ? 'audienceOnly' : 'anyUser';
}

function namesSubject(statement: Statement, { family }: FederatedProvider): boolean {
  if (hasUnreadCondition(statement) || demandsKey(statement, (key) => isSubjectKey(key, family)) !== 'no') return true;
  return isDeniedUnless(statement, ASSUME, ({ operator, key }) => parseOperator(operator).negated && isSubjectKey(key, family));
}
