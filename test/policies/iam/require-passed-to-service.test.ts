import type { Json, JsonObject } from '../../../lib/core/json';
import { rolePolicy } from '../../../policies/example-resources';
import rule from '../../../policies/iam/require-passed-to-service';
import { findingsIn, reportsOn } from '../findings';

const TASKS = 'arn:aws:iam::111122223333:role/tasks';

function statement(Resource: Json, Condition?: JsonObject, Action: Json = 'iam:PassRole'): JsonObject {
  return rolePolicy({ Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) });
}

test.each([
  [{ StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } }, 0],
  [{ StringLike: { 'IAM:passedtoservice': 'ecs-*.amazonaws.com' } }, 0],
  [{ ArnLike: { 'iam:AssociatedResourceArn': 'arn:aws:ec2:eu-central-1:111122223333:instance/i-1' } }, 0],
  [{ StringEqualsIfExists: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } }, 1],
  [{ StringNotEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } }, 1],
  [{ StringLike: { 'iam:PassedToService': '*' } }, 1],
  [{ StringLike: { 'iam:PassedToService': '*.amazonaws.com' } }, 1],
  [{ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, 1],
])('a named role under %j', (condition, count) => {
  expect(reportsOn(rule, statement(TASKS, condition))).toHaveLength(count);
});

test.each(['iam:PassRole', 'iam:passrole', 'iam:Pass*', 'iam:*'])('"%s" passes roles', (action) => {
  expect(reportsOn(rule, statement(TASKS, undefined, action))).toEqual([`warning iam:PassRole on ${TASKS}`]);
});

test.each(['*', 'arn:aws:iam::*:role/*', 'arn:aws:s3:::receipts/*'])('"%s" is left to others', (resource) => {
  expect(reportsOn(rule, statement(resource))).toEqual([]);
});

test('a statement is one finding for all its roles', () => {
  expect(reportsOn(rule, statement([TASKS, 'arn:aws:iam::111122223333:role/app-*', 'arn:aws:s3:::receipts/*']))).toEqual([
    `warning iam:PassRole on arn:aws:iam::111122223333:role/app-*, ${TASKS}`,
  ]);
});

test('a role of the app is information, with the service that it trusts', () => {
  const [finding] = findingsIn(rule, { Resources: statement({ 'Fn::GetAtt': ['OrdersRole', 'Arn'] }) });
  expect(finding?.severity).toBe('info');
  expect(finding?.fix).toContain('"iam:PassedToService": "lambda.amazonaws.com"');
});
