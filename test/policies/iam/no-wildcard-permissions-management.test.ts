import type { Json, JsonObject } from '../../../lib/core/json';
import { keyWithPolicy, rolePolicy } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-wildcard-permissions-management';
import { reportsOn } from '../findings';

function reports(Action: Json, Resource: Json = '*', rest: JsonObject = {}): string[] {
  return reportsOn(rule, rolePolicy({ Effect: 'Allow', Action, Resource, ...rest }));
}

test.each([
  's3:PutBucketPolicy',
  's3:PutBucketAcl',
  'lambda:AddPermission',
  'kms:CreateGrant',
  'kms:PutKeyPolicy',
  'sqs:AddPermission',
  'ram:AssociateResourceShare',
  'ec2:ModifySnapshotAttribute',
  'iam:DeleteRolePolicy',
  'secretsmanager:PutResourcePolicy',
])('%s on every resource', (action) => {
  expect(reports(action)).toEqual([`warning ${action} on *`]);
});

test.each(['iam:PutRolePolicy', 'iam:PassRole', 'iam:CreateServiceLinkedRole', 's3:GetBucketPolicy', 'rds-db:connect'])(
  '%s is left to others, or changes no access',
  (action) => {
    expect(reports(action)).toEqual([]);
  },
);

test('the policy of one bucket is fine', () => {
  expect(reports('s3:PutBucketPolicy', 'arn:aws:s3:::receipts')).toEqual([]);
});

test('grants for services of AWS only are information', () => {
  expect(reports('kms:CreateGrant', '*', { Condition: { Bool: { 'kms:GrantIsForAWSResource': true } } })).toEqual([
    'info kms:CreateGrant on *',
  ]);
});

test('a key policy is about its own key', () => {
  expect(reportsOn(rule, keyWithPolicy('kms:PutKeyPolicy'))).toEqual([]);
});
