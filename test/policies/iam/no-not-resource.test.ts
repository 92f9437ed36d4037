import { rolePolicy } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-not-resource';
import { findingsIn, reportsOn } from '../findings';

test('the id names the actions and the excluded resources', () => {
  const statement = { Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject'], NotResource: ['arn:aws:s3:::payroll/*'] };
  expect(reportsOn(rule, rolePolicy(statement))).toEqual(['error s3:GetObject, s3:PutObject on all but arn:aws:s3:::payroll/*']);
});

test('the finding points at NotResource', () => {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::payroll/*' };
  const [finding] = findingsIn(rule, { Resources: rolePolicy(statement) });
  expect(finding?.location).toBe('/Resources/OrdersPolicy/Properties/PolicyDocument/Statement/0/NotResource');
});

test('Deny with NotResource is a guard', () => {
  expect(reportsOn(rule, rolePolicy({ Effect: 'Deny', Action: 's3:*', NotResource: 'arn:aws:s3:::payroll' }))).toEqual([]);
});
