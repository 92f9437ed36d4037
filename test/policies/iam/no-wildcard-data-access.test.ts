import type { Json, JsonObject } from '../../../lib/core/json';
import { rolePolicy } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-wildcard-data-access';
import { reportsOn } from '../findings';

function reports(Action: Json, Resource: Json = '*', rest: JsonObject = {}): string[] {
  return reportsOn(rule, rolePolicy({ Effect: 'Allow', Action, Resource, ...rest }));
}

test.each([
  ['s3:GetObject', '*'],
  ['s3:GetObject', 'arn:aws:s3:::*'],
  ['s3:GetObject', 'arn:aws:s3:::*/*'],
  ['dynamodb:Scan', 'arn:aws:dynamodb:*:*:table/*'],
  ['ssm:GetParametersByPath', 'arn:aws:ssm:eu-central-1:111122223333:*'],
  ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:*'],
  ['kms:Decrypt', '*'],
])('%s on "%s"', (action, resource) => {
  expect(reports(action, resource)).toEqual([`warning ${action} on ${resource}`]);
});

test.each([
  ['s3:GetObject', 'arn:aws:s3:::receipts/*'],
  ['s3:GetObject', 'arn:aws:s3:::receipts-*/*'],
  ['dynamodb:Scan', 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders'],
  ['dynamodb:Scan', 'arn:aws:s3:::*'],
  ['ec2:CreateSnapshot', 'arn:aws:ec2:*::snapshot/*'],
  ['s3:PutObject', '*'],
  ['s3:ListAllMyBuckets', '*'],
  ['secretsmanager:BatchGetSecretValue', '*'],
])('%s on "%s" lets nothing out of every store', (action, resource) => {
  expect(reports(action, resource)).toEqual([]);
});

test('of several resources the widest is named, once', () => {
  expect(reports(['s3:GetObject', 'sqs:ReceiveMessage'], ['arn:aws:s3:::receipts/*', 'arn:aws:s3:::*', '*'])).toEqual([
    'warning s3:GetObject, sqs:ReceiveMessage on arn:aws:s3:::*',
  ]);
});

test.each<JsonObject>([
  { StringEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } },
  { StringEquals: { 'kms:ViaService': 'sqs.eu-central-1.amazonaws.com' } },
])('a condition that narrows it makes it information: %j', (Condition) => {
  expect(reports('kms:Decrypt', '*', { Condition })).toEqual(['info kms:Decrypt on *']);
});

test('all but one bucket is every other one', () => {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::payroll/*' };
  expect(reportsOn(rule, rolePolicy(statement))).toEqual(['warning s3:GetObject on all but arn:aws:s3:::payroll/*']);
});

test('administrators and NotAction are left to their own rules, and a Deny allows nothing', () => {
  expect(reports('*')).toEqual([]);
  expect(reportsOn(rule, rolePolicy({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }))).toEqual([]);
  expect(reportsOn(rule, rolePolicy({ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }))).toEqual([]);
});
