import { listForEvidence, listForSentence, namesOf } from '../../lib/core/iam/grant';
import { trustStatements } from '../../lib/core/iam/trust';
import { below } from '../../lib/core/path';
import { defineRule } from '../../lib/core/rule';
import { trustingRole, trustPolicy } from '../example-trust';

export default defineRule({
  meta: {
    id: 'trust/no-not-principal',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Trust policies name who may assume the role, not who may not',
    rationale:
      'An Allow with "NotPrincipal" lets everybody in but those it names, callers of all other AWS accounts and anonymous ones among them. IAM takes it in no trust policy any more.',
    references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html'],
    catalogue: ['TRUST-NOT-PRINCIPAL'],
    peers: [
      'cfn_nag F6',
      'guard IAM_ROLE_NO_ALLOW_PLUS_NOT_PRINCIPAL',
      'IAM Access Analyzer "Role trust policy syntax error notprincipal"',
    ],
  },
  messages: {
    everyoneElse: {
      what: '"NotPrincipal" lets everyone but {excluded} assume the role',
      fix: 'write "Principal" with the services, roles or accounts that assume the role; in CDK "assumedBy: new iam.ServicePrincipal(...)" or "new iam.ArnPrincipal(...)"',
    },
  },
  examples: {
    valid: [
      { title: 'a role that names its principal', resources: trustingRole({ Service: 'lambda.amazonaws.com' }) },
      {
        title: 'a Deny for everyone else',
        resources: trustPolicy(
          { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/ci' }, Action: 'sts:AssumeRole' },
          { Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/ci' }, Action: 'sts:AssumeRole' },
        ),
      },
    ],
    invalid: [
      {
        title: 'everyone but one account',
        resources: trustPolicy({ Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }),
        reports: ['everyoneElse'],
      },
    ],
  },
  *check(model) {
    for (const statement of trustStatements(model)) {
      const unread = statement.unresolved.some(({ element }) => element === 'NotPrincipal');
      if (statement.notPrincipals.length === 0 && !unread) continue;
      const names = namesOf(model, statement, statement.notPrincipals);
      if (names.length === 0) names.push('principals that could not be read');
      yield {
        message: 'everyoneElse',
        resource: statement.document.resource,
        at: below(statement.at, 'NotPrincipal'),
        evidence: `NotPrincipal ${listForEvidence(names)}`,
        data: { excluded: listForSentence(names) },
      };
    }
  },
});
