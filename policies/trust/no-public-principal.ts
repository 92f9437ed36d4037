import { principalScope } from '../../lib/core/iam/principal';
import type { JsonObject } from '../../lib/core/json';
import { type PublicGrant, publicGrants } from '../../lib/core/model/public-grants';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'publicTrust' | 'undecidedTrust';

const role = (principal: JsonObject | string, more: JsonObject = {}): JsonObject => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more }],
    },
  },
});

/**
 * `NotPrincipal` is left to `trust/no-not-principal`, and identity providers that are named to the rules on what their
 * tokens say: `trust/require-oidc-subject`, `trust/no-open-identity-pool`.
 */
export default defineRule<Message>({
  meta: {
    id: 'trust/no-public-principal',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Roles are assumed by named services, accounts and identities',
    rationale:
      'Whoever may assume a role has all its rights. A role that everyone may assume hands them to every AWS account in the world.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html',
    ],
    catalogue: ['TRUST-PUBLIC-PRINCIPAL'],
    peers: ['CKV_AWS_60', 'Access Analyzer CheckNoPublicAccess', 'cloudsplaining AssumableByAnyPrincipal'],
  },
  messages: {
    publicTrust: {
      what: 'trust policy lets {who} assume the role: {why}',
      fix: 'name the service, account or role that assumes it ("new ServicePrincipal(...)", "new ArnPrincipal(...)"), or add a condition with a fixed value such as "aws:PrincipalOrgID" or the "sub" of the identity provider',
    },
    undecidedTrust: {
      what: 'whether strangers may assume the role cannot be decided: {why}',
      fix: 'write the principal and the condition values so that they are known before the deployment, or give their parameters a default',
    },
  },
  examples: {
    valid: [
      { title: 'a role of one service', resources: { Role: role({ Service: 'lambda.amazonaws.com' }) } },
      {
        title: 'a role for everyone in one organisation',
        resources: { Role: role({ AWS: '*' }, { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }) },
      },
    ],
    invalid: [
      { title: 'a role that every AWS account may assume', resources: { Role: role({ AWS: '*' }) }, reports: ['publicTrust'] },
      {
        title: 'a condition that does not say who calls',
        resources: { Role: role('*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }) },
        reports: ['publicTrust'],
      },
      {
        title: 'a principal that whoever deploys chooses',
        template: { Parameters: { Trusted: { Type: 'String' } }, Resources: { Role: role({ AWS: { Ref: 'Trusted' } }) } },
        reports: ['undecidedTrust'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const document of model.documents) {
      if (document.kind !== 'trust') continue;
      for (const grant of publicGrants(model, document)) {
        if (isLeftToOthers(grant)) continue;
        const { who, why, fact } = grant;
        const atMost = grant.chosenAtDeployment ? ('warning' as const) : ('error' as const);
        if (grant.answer === 'yes') yield { ...fact, message: 'publicTrust', data: { who, why } };
        else yield { ...fact, message: 'undecidedTrust', data: { why }, atMost };
      }
    }
  },
});

function isLeftToOthers({ statement, principal }: PublicGrant): boolean {
  if (statement.notPrincipals.length > 0) return true;
  return principal.type === 'Federated' && principalScope(principal).kind === 'federated';
}
