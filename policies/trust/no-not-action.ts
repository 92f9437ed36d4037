import { listForEvidence, listForSentence, namesOf } from '../../lib/core/iam/grant';
import { trustStatements } from '../../lib/core/iam/trust';
import { below } from '../../lib/core/path';
import { defineRule } from '../../lib/core/rule';
import { trustingRole, trustPolicy } from '../example-trust';

export default defineRule({
  meta: {
    id: 'trust/no-not-action',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Trust policies name the way a role is assumed',
    rationale:
      'A role is assumed by one action, "sts:AssumeRole" mostly. "NotAction" in an Allow permits all others: to assume it by other identity providers, to choose session tags and a source identity.',
    references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html'],
    catalogue: ['TRUST-NOT-ACTION'],
    peers: ['cfn_nag W14', 'guard IAM_ROLE_NO_ALLOW_PLUS_NOT_ACTION_ON_TRUST_POLICY'],
  },
  messages: {
    everyActionElse: {
      what: 'trust policy allows every action but {excluded} on the role',
      fix: 'write "Action" with the one action that the principal calls: "sts:AssumeRole" for services, roles and accounts, "sts:AssumeRoleWithWebIdentity" or "sts:AssumeRoleWithSAML" for an identity provider; in CDK that is what "assumedBy" writes',
    },
  },
  examples: {
    valid: [{ title: 'the one action', resources: trustingRole({ Service: 'lambda.amazonaws.com' }) }],
    invalid: [
      {
        title: 'every action but one',
        resources: trustPolicy({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, NotAction: 'sts:TagSession' }),
        reports: ['everyActionElse'],
      },
    ],
  },
  *check(model) {
    for (const statement of trustStatements(model)) {
      if (statement.notActions.length === 0) continue;
      const names = namesOf(model, statement, statement.notActions);
      yield {
        message: 'everyActionElse',
        resource: statement.document.resource,
        at: below(statement.at, 'NotAction'),
        evidence: `NotAction ${listForEvidence(names)}`,
        data: { excluded: listForSentence(names) },
      };
    }
  },
});
