import { ordersTable, ordersTableArn, rolePolicy } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-not-action';
import { findingsIn, reportsOn } from '../findings';

test('the id names what is excluded and where, so that it changes with either', () => {
  const on = (NotAction: string[], Resource: string) => reportsOn(rule, rolePolicy({ Effect: 'Allow', NotAction, Resource }));
  expect(on(['s3:*'], 'arn:aws:s3:::payroll')).toEqual(['error all but s3:* on arn:aws:s3:::payroll']);
  expect(on(['s3:*'], '*')).toEqual(['error all but s3:* on *']);
  expect(on(['sqs:*', 's3:*'], '*')).toEqual(['error all but s3:*, sqs:* on *']);
});

test('a long list is in the id by its first names, its length and a hash of all', () => {
  const services = ['s3', 'sqs', 'sns', 'ec2', 'iam', 'kms', 'ssm'].map((service) => `${service}:*`);
  const evidence = (NotAction: string[]) => reportsOn(rule, rolePolicy({ Effect: 'Allow', NotAction, Resource: '*' }))[0];
  expect(evidence(services)).toMatch(/^error all but ec2:\*, iam:\*, kms:\*, s3:\* and 3 more #[0-9a-f]{8} on \*$/);
  expect(evidence([...services.slice(0, 6), 'sts:*'])).not.toBe(evidence(services));
  expect(evidence([...services].reverse())).toBe(evidence(services));
});

test('NotAction with NotResource names both', () => {
  const statement = { Effect: 'Allow', NotAction: 'iam:*', NotResource: ordersTableArn };
  expect(reportsOn(rule, { ...ordersTable, ...rolePolicy(statement) })).toEqual(['error all but iam:* on all but <Orders.Arn>']);
});

test('the finding points at NotAction', () => {
  const [finding] = findingsIn(rule, { Resources: rolePolicy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }) });
  expect(finding?.location).toBe('/Resources/OrdersPolicy/Properties/PolicyDocument/Statement/0/NotAction');
});

test('Deny with NotAction is a guard', () => {
  expect(reportsOn(rule, rolePolicy({ Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }))).toEqual([]);
});
