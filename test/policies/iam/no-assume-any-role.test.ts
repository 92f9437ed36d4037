import type { Json, JsonObject } from '../../../lib/core/json';
import { rolePolicy } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-assume-any-role';
import { reportsOn } from '../findings';

function statement(Action: Json, Resource: Json = '*', rest: JsonObject = {}): JsonObject {
  return rolePolicy({ Effect: 'Allow', Action, Resource, ...rest });
}

test.each(['*', 'arn:aws:iam::*:role/*', 'arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:*', 'arn:*:iam::*:*'])(
  '"%s" is any role',
  (resource) => {
    expect(reportsOn(rule, statement('sts:AssumeRole', resource))).toEqual([`error sts:AssumeRole on ${resource}`]);
  },
);

test.each(['arn:aws:iam::111122223333:role/scanner', 'arn:aws:iam::111122223333:role/app-*', 'arn:aws:iam::111122223333:policy/*'])(
  '"%s" is not any role',
  (resource) => {
    expect(reportsOn(rule, statement('sts:AssumeRole', resource))).toEqual([]);
  },
);

test('a role of one name in any account is a warning', () => {
  expect(reportsOn(rule, statement('sts:AssumeRole', 'arn:aws:iam::*:role/scanner'))).toEqual([
    'warning sts:AssumeRole on arn:aws:iam::*:role/scanner',
  ]);
});

test.each([
  ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithWebIdentity'],
  ['sts:SetSourceIdentity', 'sts:SetSourceIdentity'],
  ['sts:AssumeRoleW*', 'sts:AssumeRoleWithSAML, sts:AssumeRoleWithWebIdentity'],
])('%s counts', (action, named) => {
  expect(reportsOn(rule, statement(action))).toEqual([`error ${named} on *`]);
});

test.each(['sts:GetCallerIdentity', 'sts:TagSession', 'iam:PassRole'])('%s does not', (action) => {
  expect(reportsOn(rule, statement(action))).toEqual([]);
});

test.each([
  [{ StringEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } }, 'warning'],
  [{ StringEquals: { 'aws:ResourceAccount': '111122223333' } }, 'warning'],
  [{ StringLike: { 'aws:ResourceOrgID': '*' } }, 'error'],
  [{ StringEquals: { 'sts:ExternalId': 'orders' } }, 'error'],
  [{ 'ForAnyValue:StringEquals': { 'iam:ResourceTag/aws-cdk:bootstrap-role': ['deploy'] } }, 'info'],
])('under %j it is: %s', (Condition, severity) => {
  expect(reportsOn(rule, statement('sts:AssumeRole', '*', { Condition }))).toEqual([`${severity} sts:AssumeRole on *`]);
});

test('NotResource and NotAction are seen through', () => {
  const all = { Effect: 'Allow', Action: 'sts:AssumeRole', NotResource: 'arn:aws:iam::111122223333:role/admin' };
  expect(reportsOn(rule, rolePolicy(all))).toEqual(['error sts:AssumeRole on all but arn:aws:iam::111122223333:role/admin']);
  const others = { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' };
  expect(reportsOn(rule, rolePolicy(others))[0]).toMatch(/^error sts:AssumeRole, /);
});
