import rule from '../../../policies/trust/no-public-principal';
import { factsOf, resources } from '../facts';

const statement = (Principal: unknown, more: object = {}) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });
const found = (AssumeRolePolicyDocument: unknown, type = 'AWS::IAM::Role') =>
  factsOf(rule, resources({ Role: { Type: type, Properties: JSON.parse(JSON.stringify({ AssumeRolePolicyDocument })) } }));
const allow = (principal: unknown, more: object = {}) => found({ Statement: [statement(principal, more)] });

test.each<[string, unknown]>([
  ['a bare star', '*'],
  ['AWS star', { AWS: '*' }],
  ['a star among others', { AWS: ['arn:aws:iam::111122223333:root', '*'] }],
  ['any federated identity', { Federated: '*' }],
  ['the root of any account', { AWS: 'arn:aws:iam::*:root' }],
  ['a join that makes a star', { AWS: { 'Fn::Join': ['', ['', '*']] } }],
])('%s is everyone', (_title, principal) => {
  expect(allow(principal)[0]).toMatch(/^publicTrust Role \/AssumeRolePolicyDocument\/Statement\/0\/Principal/);
});

test('NotPrincipal and named identity providers are left to the rules about them', () => {
  const notPrincipal = { Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' };
  expect(found({ Statement: notPrincipal })).toEqual([]);
  expect(allow({ Federated: 'accounts.google.com' }, { Action: 'sts:AssumeRoleWithWebIdentity' })).toEqual([]);
  expect(allow({ Federated: '*' }, { Action: 'sts:AssumeRoleWithWebIdentity' })).toHaveLength(1);
});

test('a fixed condition, a Deny, a service and a named account are not', () => {
  expect(allow({ AWS: '*' }, { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })).toEqual([]);
  expect(allow({ AWS: '*' }, { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/ci-*' } } })).toEqual([]);
  expect(allow('*', { Effect: 'Deny' })).toEqual([]);
  expect(allow({ Service: 'lambda.amazonaws.com' })).toEqual([]);
  expect(allow({ AWS: 'arn:aws:iam::111122223333:root' })).toEqual([]);
});

test('a condition with a wildcard or on something else than the caller does not help', () => {
  expect(allow({ AWS: '*' }, { Condition: { StringLike: { 'aws:PrincipalOrgID': '*' } } })).toHaveLength(1);
  expect(allow({ AWS: '*' }, { Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })).toHaveLength(1);
});

test('a document given as text', () => {
  expect(found(JSON.stringify({ Statement: [statement('*')] }))).toEqual(['publicTrust Role /AssumeRolePolicyDocument']);
});

test('the trust policy of a SAM function', () => {
  expect(found({ Statement: [statement({ AWS: '*' })] }, 'AWS::Serverless::Function')).toHaveLength(1);
});
