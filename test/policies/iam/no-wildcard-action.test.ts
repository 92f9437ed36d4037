import { ordersTable, ordersTableArn, rolePolicy } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-wildcard-action';
import { findingsIn, reportsOn } from '../findings';

function onTable(...actions: string[]) {
  return { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: actions, Resource: ordersTableArn }) };
}

test.each(['dynamodb:*', 'DYNAMODB:*', 'dynamodb:**', 'dynamodb:?*', 'dynamodb:*?'])('"%s" is a whole service', (action) => {
  expect(reportsOn(rule, onTable(action))).toEqual([`error ${action}`]);
});

test('a service of one action is still a wildcard', () => {
  expect(reportsOn(rule, onTable('rds-db:*'))).toEqual(['error rds-db:*']);
});

test.each(['dynamodb:Get*', 'dynamodb:*Item', '*:GetItem', 'dynamodb:GetItem', 'dynamodb'])('"%s" is not a whole service', (action) => {
  expect(reportsOn(rule, onTable(action))).toEqual([]);
});

test('each action is a finding of its own, at its own place', () => {
  const findings = findingsIn(rule, { Resources: onTable('sqs:*', 'dynamodb:GetItem', 'sns:*') });
  expect(findings.map(({ findingId, location }) => [findingId, location])).toEqual([
    ['iam/no-wildcard-action[sqs:*]', '/Resources/OrdersPolicy/Properties/PolicyDocument/Statement/0/Action/0'],
    ['iam/no-wildcard-action[sns:*]', '/Resources/OrdersPolicy/Properties/PolicyDocument/Statement/0/Action/2'],
  ]);
});

test('the fix names actions that fit the resource', () => {
  expect(findingsIn(rule, { Resources: onTable('dynamodb:*') })[0]?.fix).toContain('"dynamodb:GetItem"');
});

test('it warns, and does not block, in the critical pack', () => {
  expect(findingsIn(rule, { Resources: onTable('dynamodb:*') }, 'critical').map(({ severity }) => severity)).toEqual(['warning']);
});
