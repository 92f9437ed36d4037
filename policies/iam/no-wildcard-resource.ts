import { alwaysNamesOne, type KnownAction, nearestAction, needsEveryResource, parseActionPattern } from '../../lib/core/iam/action';
import { type Grant, grantsOf, listForEvidence, listForSentence, resourceFix, resourcePin } from '../../lib/core/iam/grant';
import { hasWildcard } from '../../lib/core/iam/pattern';
import { defineRule } from '../../lib/core/rule';
import type { Reference } from '../../lib/reference/reference';
import { keyWithPolicy, ordersTable, ordersTableArn, rolePolicy } from '../example-resources';

/**
 * Judges each action of a statement by itself: an action that supports no resource-level permissions needs `*`.
 * `iam:PassRole` by name is left to `iam/no-pass-any-role`.
 */
export default defineRule({
  meta: {
    id: 'iam/no-wildcard-resource',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Allow statements name the resources of every action that supports it',
    rationale:
      'On "*" an action reaches every resource of its kind in the account: one leaked credential or one injected key reads every table, not the one of this function.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
      'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
    ],
    catalogue: ['IAM-WILDCARD-RESOURCE'],
    peers: [
      'cfn_nag W11',
      'cfn_nag W12',
      'cfn_nag W13',
      'CKV_AWS_111',
      'guard IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE',
      'cdk-nag AwsSolutions-IAM5',
      'parliament RESOURCE_STAR',
      'Security Hub KMS.1',
      'Security Hub KMS.2',
    ],
  },
  messages: {
    everyResource: {
      what: 'statement allows {actions} on every resource through "{resource}"',
      fix: '{replacement}',
    },
    everyResourceUnderCondition: {
      what: 'statement allows {actions} on every resource through "{resource}", narrowed only by the condition on "{key}"',
      fix: 'keep the condition, and {replacement}',
    },
    optionalResource: {
      what: 'statement allows {actions} on every resource through "{resource}", which only a call that names no resource needs',
      fix: 'where the code names the resource in the call, {replacement}',
    },
    unknownAction: {
      what: 'statement allows "{action}" on "{resource}", and this action is not in the service authorization reference of {date}',
      fix: '{advice}, and name the ARNs that the code uses',
    },
  },
  examples: {
    valid: [
      {
        title: 'one table',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: ordersTableArn }) },
      },
      {
        title: 'actions that support no resource-level permissions',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: [
            'xray:PutTraceSegments',
            'xray:PutTelemetryRecords',
            'ec2:DescribeNetworkInterfaces',
            'ecr:GetAuthorizationToken',
            'cloudwatch:PutMetricData',
            'polly:SynthesizeSpeech',
            'logs:DescribeLogGroups',
            's3:ListAllMyBuckets',
          ],
          Resource: '*',
        }),
      },
      { title: 'a Deny on everything', resources: rolePolicy({ Effect: 'Deny', Action: 'dynamodb:DeleteItem', Resource: '*' }) },
      {
        title: 'iam:PassRole, which is left to iam/no-pass-any-role',
        resources: rolePolicy({ Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' }),
      },
      {
        title: 'a key policy, where "*" is the key itself',
        resources: keyWithPolicy('kms:CreateGrant'),
      },
    ],
    invalid: [
      {
        title: 'two actions on every table',
        resources: rolePolicy({ Effect: 'Allow', Action: ['dynamodb:PutItem', 'dynamodb:GetItem'], Resource: '*' }),
        reports: ['everyResource'],
      },
      {
        title: 'a mixed statement: only dynamodb:GetItem could name its table',
        resources: rolePolicy({ Effect: 'Allow', Action: ['xray:PutTraceSegments', 'dynamodb:GetItem'], Resource: ['*'] }),
        reports: ['everyResource'],
      },
      {
        title: 'an ARN pattern that is equal to "*", in one branch',
        template: {
          Parameters: { Stage: { Type: 'String' } },
          Conditions: { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } },
          Resources: {
            ...ordersTable,
            ...rolePolicy({
              Effect: 'Allow',
              Action: 'dynamodb:Query',
              Resource: { 'Fn::If': ['IsTest', 'arn:*:*:*:*:*', ordersTableArn] },
            }),
          },
        },
        reports: ['everyResource'],
      },
      {
        title: 'only what another service asks of any key',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: { StringEquals: { 'kms:ViaService': 'sqs.eu-central-1.amazonaws.com' } },
        }),
        reports: ['everyResourceUnderCondition'],
      },
      {
        title: 'an action whose resource a call need not name',
        resources: rolePolicy({ Effect: 'Allow', Action: 'rds:DescribeDBInstances', Resource: '*' }),
        reports: ['optionalResource'],
      },
      {
        title: 'an action that does not exist',
        resources: rolePolicy({ Effect: 'Allow', Action: ['s3:ListObjects'], Resource: '*' }),
        reports: ['unknownAction'],
      },
    ],
  },
  *check(model) {
    const { reference } = model;
    for (const grant of grantsOf(model)) {
      const { statement, resources, administrative } = grant;
      if (administrative || !resources.some(({ scope }) => scope.kind === 'everything')) continue;
      const { always, sometimes, unknown } = actionsByNeed(reference, grant);
      const pin = resourcePin(reference, statement);
      for (const element of resources) {
        if (element.scope.kind !== 'everything') continue;
        const resource = model.show(element, statement.document.resource);
        const common = { resource: statement.document.resource, at: element.at, statement };
        for (const named of [always, sometimes]) {
          if (named.length === 0) continue;
          const names = named.map(({ name }) => name);
          const replacement = resourceFix(
            reference,
            named.flatMap(({ scopable }) => scopable),
          );
          const data = { actions: listForSentence(names), resource, replacement, key: pin?.key ?? '' };
          const evidence = `${listForEvidence(names)} on ${resource}`;
          if (pin !== undefined) yield { ...common, message: 'everyResourceUnderCondition', evidence, data, atMost: 'warning' };
          else if (named === always) yield { ...common, message: 'everyResource', evidence, data };
          else yield { ...common, message: 'optionalResource', evidence, data, atMost: 'warning' };
        }
        for (const action of unknown) {
          const nearest = nearestAction(reference, action);
          const advice = nearest === undefined ? 'check its spelling' : `check its spelling, "${nearest}" is close`;
          const data = { action, resource, date: reference.date, advice };
          yield { ...common, message: 'unknownAction', evidence: `${action} on ${resource}`, data, atMost: 'warning' };
        }
      }
    }
  },
});

/** An action or pattern of a statement, by the name that a finding gives it, with the actions in it that could name a resource. */
interface ScopableAction {
  readonly name: string;
  readonly scopable: readonly KnownAction[];
}

interface ActionsByNeed {
  /** What always names a resource. */
  readonly always: readonly ScopableAction[];
  /** What also works without naming a resource: such a call is authorized on `*`. */
  readonly sometimes: readonly ScopableAction[];
  readonly unknown: readonly string[];
}

function actionsByNeed(reference: Reference, { actions }: Grant): ActionsByNeed {
  const always: ScopableAction[] = [];
  const sometimes: ScopableAction[] = [];
  const unknown = new Set<string>();
  for (const { value } of actions) {
    const pattern = parseActionPattern(reference, value);
    const isNamed = !hasWildcard(value);
    if (isNamed && pattern.actions.length === 0) unknown.add(value);
    const scopable = pattern.actions.filter((known) => !needsEveryResource(known) && !(isNamed && known.id === 'iam:PassRole'));
    const [first] = scopable;
    if (first === undefined) continue;
    const named = { name: isNamed ? first.id : value, scopable };
    if (scopable.some(alwaysNamesOne)) always.push(named);
    else sometimes.push(named);
  }
  return { always, sometimes, unknown: [...unknown].sort() };
}
