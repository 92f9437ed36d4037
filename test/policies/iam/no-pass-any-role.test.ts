import type { Json, JsonObject } from '../../../lib/core/json';
import { rolePolicy } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-pass-any-role';
import { findingsIn, reportsOn } from '../findings';

function statement(Action: Json, Resource: Json = '*', rest: JsonObject = {}): JsonObject {
  return rolePolicy({ Effect: 'Allow', Action, Resource, ...rest });
}

test.each(['iam:Pass*', 'iam:Pas*', 'iam:*Role', 'iam:*Ro*', 'iam:*', 'IAM:PASS*', '*Role', 'i*:PassRole', 'iam:PassRol?'])(
  '"%s" takes iam:PassRole in',
  (action) => {
    expect(reportsOn(rule, statement(action))).toEqual([`error ${action} on *`]);
  },
);

test('iam:PassRole is named in one spelling, whatever its case', () => {
  expect(reportsOn(rule, statement('iam:passrole'))).toEqual(['error iam:PassRole on *']);
});

test.each(['*', 'arn:aws:iam::*:role/*', 'arn:aws:iam::111122223333:role/*', 'arn:*:iam::*:*', 'arn:aws:iam::111122223333:*', 'role/*'])(
  '"%s" is any role',
  (resource) => {
    expect(reportsOn(rule, statement('iam:PassRole', resource))).toEqual([`error iam:PassRole on ${resource}`]);
  },
);

test.each([
  'arn:aws:iam::111122223333:role/orders',
  'arn:aws:iam::*:role/orders',
  'arn:aws:iam::111122223333:role/app-*',
  'arn:aws:iam::111122223333:role/service-role/*',
  'arn:aws:iam::111122223333:policy/*',
  'arn:aws:s3:::*',
])('"%s" is not any role', (resource) => {
  expect(reportsOn(rule, statement('iam:PassRole', resource))).toEqual([]);
});

test('a role of the template is one role', () => {
  expect(reportsOn(rule, statement('iam:PassRole', { 'Fn::GetAtt': ['OrdersRole', 'Arn'] }))).toEqual([]);
});

test('several patterns that take it in are one finding per resource', () => {
  expect(reportsOn(rule, statement(['iam:PassRole', 'iam:*'], ['*', 'arn:aws:iam::111122223333:role/*']))).toEqual([
    'error iam:*, iam:PassRole on *',
    'error iam:*, iam:PassRole on arn:aws:iam::111122223333:role/*',
  ]);
});

test.each([
  ['StringEquals', 'lambda.amazonaws.com', 'anyRoleToNamedService'],
  ['StringLike', 'ecs-*.amazonaws.com', 'anyRoleToNamedService'],
  ['StringNotEquals', 'lambda.amazonaws.com', 'anyRole'],
  ['StringEqualsIfExists', 'lambda.amazonaws.com', 'anyRole'],
  ['StringLike', '*', 'anyRole'],
] as const)('%s "%s" on iam:PassedToService blocks, with a text of its own where it limits the service', (operator, value, message) => {
  const Condition = { [operator]: { 'iam:PassedToService': value } };
  const findings = findingsIn(rule, { Resources: statement('iam:PassRole', '*', { Condition }) });
  expect(findings.map(({ severity }) => severity)).toEqual(['error']);
  expect(findings[0]?.message.includes('limits the service')).toBe(message === 'anyRoleToNamedService');
});

test('a NotResource that excludes everything lets nothing pass', () => {
  expect(reportsOn(rule, rolePolicy({ Effect: 'Allow', Action: 'iam:PassRole', NotResource: '*' }))).toEqual([]);
});

test('a NotAction that excludes iam:PassRole is none of its business', () => {
  const NotAction = ['iam:Attach*', 'iam:Create*', 'iam:Put*', 'iam:Pass*'];
  expect(reportsOn(rule, rolePolicy({ Effect: 'Allow', NotAction, Resource: '*' }))).toEqual([]);
});
