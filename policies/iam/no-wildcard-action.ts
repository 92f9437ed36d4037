import { parseActionPattern } from '../../lib/core/iam/action';
import { actionFix, grantsOf, listForSentence } from '../../lib/core/iam/grant';
import { hasWildcard } from '../../lib/core/iam/pattern';
import { defineRule, type Fact } from '../../lib/core/rule';
import { functionRole, keyWithPolicy, ordersTable, ordersTableArn, rolePolicy } from '../example-resources';

export default defineRule({
  meta: {
    id: 'iam/no-wildcard-action',
    severity: { recommended: 'error', strict: 'error', critical: 'warning' },
    title: 'Allow statements name the actions they need, not whole services',
    rationale:
      'A service-wide wildcard grants every action of the service, deleting and administrative ones included, and each action that AWS adds later.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html',
    ],
    catalogue: ['IAM-WILDCARD-ACTION'],
    peers: [
      'CKV_AWS_63',
      'cfn_nag F3',
      'cfn_nag F4',
      'cfn_nag F5',
      'guard IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS',
      'Trivy AWS-0057',
      'Trivy AWS-0345',
      'cdk-nag AwsSolutions-IAM5',
      'cdk-nag Serverless-IAMStarPermissions',
      'Security Hub IAM.21',
    ],
  },
  messages: {
    everyAction: {
      what: 'statement allows every action of every service through "{action}"',
      fix: 'name the actions that the code calls on this resource; in CDK, a grant method of the resource writes them, e.g. "table.grant(fn, \'dynamodb:GetItem\')"',
    },
    everyServiceAction: {
      what: 'statement allows every action of {service} through "{action}"',
      fix: '{replacement}',
    },
    everyActionOfSeveral: {
      what: 'statement allows every action of {count} services, e.g. {services}, through "{action}"',
      fix: 'name the actions that the code calls, each with its service in full',
    },
    unknownService: {
      what: 'statement allows every action through "{action}", of a service that is not in the service authorization reference',
      fix: 'name the actions that the code calls, and check the service prefix: AWS lists all of them in the service authorization reference',
    },
  },
  examples: {
    valid: [
      {
        title: 'named actions',
        resources: {
          ...ordersTable,
          ...rolePolicy({ Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: ordersTableArn }),
        },
      },
      { title: 'a Deny of a whole service', resources: rolePolicy({ Effect: 'Deny', Action: 's3:*', Resource: '*' }) },
      {
        title: 'the key policy that KMS writes by default: "kms:*" for the account itself',
        resources: keyWithPolicy('kms:*'),
      },
      {
        title: 'a partial wildcard, which is left to iam/no-partial-wildcard-action',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: 'dynamodb:Get*', Resource: ordersTableArn }) },
      },
      {
        title: 'every action on every resource, which is left to iam/no-admin-statement',
        resources: rolePolicy({ Effect: 'Allow', Action: '*', Resource: '*' }),
      },
    ],
    invalid: [
      {
        title: 'every action of one service, in any case and on any resource',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: 'DynamoDB:*', Resource: ordersTableArn }) },
        reports: ['everyServiceAction'],
      },
      {
        title: 'one finding for each action',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: ['sqs:*', 'sns:Publish', 'sns:?*'],
          Resource: 'arn:aws:sqs:eu-central-1:111122223333:orders',
        }),
        reports: ['everyServiceAction', 'everyServiceAction'],
      },
      {
        title: 'every action of every service on one table',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: '*', Resource: ordersTableArn }) },
        reports: ['everyAction'],
      },
      {
        title: 'a wildcard in the service part',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: 'dynamo*:*', Resource: ordersTableArn }) },
        reports: ['everyServiceAction'],
      },
      {
        title: 'a wildcard that takes in several services',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: 's*:*', Resource: ordersTableArn }) },
        reports: ['everyActionOfSeveral'],
      },
      {
        title: 'a service that does not exist',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: 'dynamo:*', Resource: ordersTableArn }) },
        reports: ['unknownService'],
      },
      {
        title: 'in one branch of a condition',
        template: {
          Parameters: { Stage: { Type: 'String' } },
          Conditions: { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } },
          Resources: {
            ...ordersTable,
            ...functionRole({
              Policies: [
                {
                  PolicyName: 'orders',
                  PolicyDocument: {
                    Version: '2012-10-17',
                    Statement: {
                      Effect: 'Allow',
                      Action: { 'Fn::If': ['IsTest', 'dynamodb:*', 'dynamodb:GetItem'] },
                      Resource: ordersTableArn,
                    },
                  },
                },
              ],
            }),
          },
        },
        reports: ['everyServiceAction'],
      },
    ],
  },
  *check(model): Iterable<Fact<'everyAction' | 'everyServiceAction' | 'everyActionOfSeveral' | 'unknownService'>> {
    for (const { statement, actions, administrative } of grantsOf(model)) {
      if (administrative) continue;
      for (const { value, at } of actions) {
        if (!hasWildcard(value)) continue;
        const pattern = parseActionPattern(model.reference, value);
        const common = { resource: statement.document.resource, at, evidence: value, statement };
        if (pattern.kind === 'all') yield { ...common, message: 'everyAction', data: { action: value } };
        if (pattern.kind !== 'service-wide') continue;
        const [service, another] = pattern.services;
        if (service === undefined) yield { ...common, message: 'unknownService', data: { action: value } };
        else if (another === undefined) {
          const replacement = actionFix(model.reference, pattern, statement);
          yield { ...common, message: 'everyServiceAction', data: { action: value, service, replacement } };
        } else {
          const services = listForSentence(pattern.services.slice(0, 3));
          yield {
            ...common,
            message: 'everyActionOfSeveral',
            data: { action: value, count: String(pattern.services.length), services },
          };
        }
      }
    }
  },
});
