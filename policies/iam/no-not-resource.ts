import { grantsOf, listForEvidence, listForSentence, listInWords, namesOf } from '../../lib/core/iam/grant';
import { below } from '../../lib/core/path';
import { defineRule } from '../../lib/core/rule';
import { ordersTable, ordersTableArn, rolePolicy } from '../example-resources';

export default defineRule({
  meta: {
    id: 'iam/no-not-resource',
    severity: { recommended: 'error', strict: 'error', critical: 'warning' },
    title: 'Allow statements list resources under "Resource"',
    rationale: 'Allow with "NotResource" grants the actions on every resource that is not in the list, in every service, now and later.',
    references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html'],
    catalogue: ['IAM-NOT-RESOURCE'],
    peers: [
      'cfn_nag W21',
      'cfn_nag W22',
      'cfn_nag W23',
      'guard IAM_ROLE_OR_POLICY_NO_ALLOW_PLUS_NOT_RESOURCE',
      'parliament NOTRESOURCE_WITH_ALLOW',
    ],
  },
  messages: {
    allButListed: {
      what: 'statement allows {actions} on every resource but {resources}',
      fix: 'replace "NotResource" by a "Resource" list of the ARNs that the code uses; where the aim is to forbid the listed ones, use "Effect": "Deny" with "Resource"',
    },
  },
  examples: {
    valid: [
      {
        title: 'resources under "Resource"',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: 'dynamodb:Query', Resource: ordersTableArn }) },
      },
      {
        title: 'Deny with NotResource',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Deny', Action: 'dynamodb:DeleteItem', NotResource: ordersTableArn }) },
      },
    ],
    invalid: [
      {
        title: 'every bucket but one',
        resources: rolePolicy({ Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::payroll/*' }),
        reports: ['allButListed'],
      },
    ],
  },
  *check(model) {
    for (const { statement } of grantsOf(model)) {
      if (statement.notResources.length === 0) continue;
      const resources = namesOf(model, statement, statement.notResources);
      const actions = listInWords(model, statement, statement.actions, statement.notActions);
      yield {
        message: 'allButListed',
        resource: statement.document.resource,
        at: below(statement.at, 'NotResource'),
        evidence: `${actions.evidence} on all but ${listForEvidence(resources)}`,
        data: { actions: actions.sentence, resources: listForSentence(resources) },
        statement,
      };
    }
  },
});
