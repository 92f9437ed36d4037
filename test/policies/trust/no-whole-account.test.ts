import type { Settings } from '../../../lib/core/options';
import rule from '../../../policies/trust/no-whole-account';
import { factsWith } from '../settings-facts';

const ROOT = 'arn:aws:iam::111122223333:root';
const found = (principal: unknown, more: object = {}, settings: Partial<Settings> = {}, account?: string) =>
  factsWith(
    rule,
    { settings, accounts: [account] },
    { Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more }] },
  );

test.each([
  ['an ARN', { AWS: ROOT }],
  ['twelve digits', { AWS: '111122223333' }],
  ['a join, as CDK writes it', { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:root']] } }],
  ['a number in a list', { AWS: ['111122223333'] }],
])('another account as %s', (_form, principal) => {
  expect(found(principal)).toEqual(['otherAccount']);
});

test('every statement is read, not the first alone', () => {
  const statements = [
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    { Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'sts:AssumeRole' },
  ];
  expect(factsWith(rule, {}, { Statement: statements })).toEqual(['otherAccount']);
});

test('its own account is information: by pseudo parameter, by the number that the input pins, by another stack of the input', () => {
  expect(found({ AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } })).toEqual(['ownAccount (at most info)']);
  expect(found({ AWS: { Ref: 'AWS::AccountId' } })).toEqual(['ownAccount (at most info)']);
  expect(found({ AWS: ROOT }, {}, {}, '111122223333')).toEqual(['ownAccount (at most info)']);
  const statement = { Statement: { Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'sts:AssumeRole' } };
  expect(factsWith(rule, { accounts: ['444455556666', '111122223333'] }, statement)).toEqual(['otherAccount (at most info)']);
});

test('trusted accounts are left out', () => {
  expect(found({ AWS: ROOT }, {}, { trustedAccounts: ['111122223333'] })).toEqual([]);
});

test.each([
  ['the ARN of a role', { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/ci' } }, []],
  ['any role of any account', { ArnLike: { 'aws:PrincipalArn': '*' } }, ['otherAccount']],
  ['a test that holds without the key', { ArnLikeIfExists: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/ci' } }, ['otherAccount']],
  ['an external id', { StringEquals: { 'sts:ExternalId': 'orders' } }, ['otherAccount (at most info)']],
  ['a condition that cannot be read', { 'Fn::Transform': { Name: 'Conditions' } }, ['otherAccount (at most info)']],
  ['MFA', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, ['otherAccount']],
])('with a condition on %s', (_title, Condition, expected) => {
  expect(found({ AWS: ROOT }, { Condition })).toEqual(expected);
});

test('a Deny for all other roles narrows it', () => {
  const deny = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'sts:AssumeRole',
    Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/ci' } },
  };
  expect(factsWith(rule, {}, { Statement: [{ Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'sts:AssumeRole' }, deny] })).toEqual([]);
});

test('identities, services and everyone are no whole account', () => {
  expect(found({ AWS: 'arn:aws:iam::111122223333:role/ci', Service: 'lambda.amazonaws.com' })).toEqual([]);
  expect(found('*')).toEqual([]);
  expect(found({ AWS: 'arn:aws:iam::*:root' })).toEqual([]);
});
