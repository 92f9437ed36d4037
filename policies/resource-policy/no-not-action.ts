import type { JsonObject } from '../../lib/core/json';
import { factAt, listed, resourceAllows } from '../../lib/core/model/resource-grants';
import { defineRule } from '../../lib/core/rule';

const queuePolicy = (statement: JsonObject): JsonObject => ({
  Policy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: ['https://sqs.eu-west-1.amazonaws.com/111122223333/orders'],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Principal: { AWS: 'arn:aws:iam::111122223333:role/writer' }, Resource: '*', ...statement }],
      },
    },
  },
});

export default defineRule<'notAction'>({
  meta: {
    id: 'resource-policy/no-not-action',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Resource policies list what they allow, not what they leave out',
    rationale:
      'An Allow with "NotAction" grants every action but a few: deleting the resource and rewriting its policy included, and each action that AWS adds later.',
    references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html'],
    catalogue: ['RP-NOT-ACTION'],
    peers: ['cfn_nag W18', 'cfn_nag W19', 'cfn_nag W20', 'guard S3_POLICY_NO_ALLOW_PLUS_NOT_ACTION', 'parliament'],
  },
  messages: {
    notAction: {
      what: 'policy allows every action but {actions}',
      fix: 'name the actions in "Action" ("actions" of the PolicyStatement), and remove "NotAction" ("notActions"); what nobody may do belongs into a Deny',
    },
  },
  examples: {
    valid: [
      { title: 'a named action', resources: queuePolicy({ Effect: 'Allow', Action: 'sqs:SendMessage' }) },
      { title: 'a Deny of all but one action', resources: queuePolicy({ Effect: 'Deny', NotAction: 'sqs:SendMessage' }) },
    ],
    invalid: [
      {
        title: 'everything but one action',
        resources: queuePolicy({ Effect: 'Allow', NotAction: 'sqs:DeleteQueue' }),
        reports: ['notAction'],
      },
    ],
  },
  *check(model) {
    for (const statement of resourceAllows(model)) {
      const [first] = statement.notActions;
      if (first === undefined) continue;
      const actions = listed(model, statement, statement.notActions);
      yield {
        ...factAt(model, statement, first.at, `NotAction ${actions}`),
        message: 'notAction' as const,
        data: { actions: `"${actions}"` },
      };
    }
  },
});
