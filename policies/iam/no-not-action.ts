import { grantsOf, listForEvidence, listForSentence, listInWords, namesOf } from '../../lib/core/iam/grant';
import { below } from '../../lib/core/path';
import { defineRule } from '../../lib/core/rule';
import { ordersTable, ordersTableArn, rolePolicy } from '../example-resources';

export default defineRule({
  meta: {
    id: 'iam/no-not-action',
    severity: { recommended: 'error', strict: 'error', critical: 'warning' },
    title: 'Allow statements list actions under "Action"',
    rationale: 'Allow with "NotAction" grants every action of AWS that is not in the list, of services that do not exist yet as well.',
    references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html'],
    catalogue: ['IAM-NOT-ACTION'],
    peers: [
      'cfn_nag W15',
      'cfn_nag W16',
      'cfn_nag W17',
      'guard IAM_ROLE_OR_POLICY_NO_ALLOW_PLUS_NOT_ACTION',
      'IAM Access Analyzer "Using NotAction with Allow"',
    ],
  },
  messages: {
    allButListed: {
      what: 'statement allows every action but {actions} on {resources}',
      fix: 'replace "NotAction" by an "Action" list of what the code calls; where the aim is to forbid the listed actions, use "Effect": "Deny" with "Action"',
    },
  },
  examples: {
    valid: [
      {
        title: 'actions under "Action"',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: 'dynamodb:Query', Resource: ordersTableArn }) },
      },
      {
        title: 'Deny with NotAction, the guard that asks for MFA',
        resources: rolePolicy({
          Effect: 'Deny',
          NotAction: ['iam:ChangePassword', 'sts:GetSessionToken'],
          Resource: '*',
          Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
        }),
      },
    ],
    invalid: [
      {
        title: 'all but some services on every resource, as PowerUserAccess has it',
        resources: rolePolicy({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }),
        reports: ['allButListed'],
      },
      {
        title: 'all but one action on one table',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', NotAction: 'dynamodb:DeleteTable', Resource: [ordersTableArn] }) },
        reports: ['allButListed'],
      },
    ],
  },
  *check(model) {
    for (const { statement } of grantsOf(model)) {
      if (statement.notActions.length === 0) continue;
      const actions = namesOf(model, statement, statement.notActions);
      const resources = listInWords(model, statement, statement.resources, statement.notResources);
      yield {
        message: 'allButListed',
        resource: statement.document.resource,
        at: below(statement.at, 'NotAction'),
        evidence: `all but ${listForEvidence(actions)} on ${resources.evidence}`,
        data: { actions: listForSentence(actions), resources: resources.sentence },
        statement,
      };
    }
  },
});
