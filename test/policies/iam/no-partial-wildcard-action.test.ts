import { ordersTable, ordersTableArn, rolePolicy } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-partial-wildcard-action';
import { findingsIn, reportsOn } from '../findings';

function onTable(...actions: string[]) {
  return { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: actions, Resource: ordersTableArn }) };
}

test.each(['s3:GetObject*', 's3:List*', 's3:Abort*', 's3:DeleteObject*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'])(
  '"%s", which grant methods of CDK write, blocks',
  (action) => {
    expect(reportsOn(rule, onTable(action))).toEqual([`error ${action}`]);
  },
);

test('the fix for what CDK writes names the actions to write instead', () => {
  const fixes = findingsIn(rule, { Resources: onTable('kms:ReEncrypt*', 's3:GetObject*', 's3:Abort*') }).map(({ fix }) => fix);
  expect(fixes[0]).toContain('"kms:ReEncryptFrom" and "kms:ReEncryptTo"');
  expect(fixes[1]).toContain('"s3:GetObject"');
  expect(fixes[2]).toBe('write "s3:AbortMultipartUpload"');
});

test('case does not matter', () => {
  expect(reportsOn(rule, onTable('S3:gETobject*'))).toEqual(['error S3:gETobject*']);
});

test('a wildcard in the service part is partial when the action is named', () => {
  expect(findingsIn(rule, { Resources: onTable('*:GetItem') })[0]?.message).toBe('"*:GetItem" allows "dax:GetItem", "dynamodb:GetItem"');
});

test('a question mark is a wildcard', () => {
  expect(reportsOn(rule, onTable('dynamodb:GetIte?'))).toEqual(['error dynamodb:GetIte?']);
});

test('of many actions the message names three and counts the others', () => {
  const [finding] = findingsIn(rule, { Resources: onTable('dynamodb:Delete*') });
  expect(finding?.message).toMatch(
    /^"dynamodb:Delete\*" allows "dynamodb:Delete\w+", "dynamodb:Delete\w+", "dynamodb:Delete\w+" and \d+ more$/,
  );
});

test('what IAM would refuse is reported when it holds a wildcard', () => {
  expect(reportsOn(rule, onTable('s3.Get*', 'Get*', 's3 :Get*'))).toEqual(['error s3.Get*', 'error Get*', 'error s3 :Get*']);
});

test('an action without a wildcard is none of its business', () => {
  expect(reportsOn(rule, onTable('dynamodb:GetItem', 'dynamodb:NoSuchAction'))).toEqual([]);
});
