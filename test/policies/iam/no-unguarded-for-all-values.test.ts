import rule from '../../../policies/iam/no-unguarded-for-all-values';
import { factsOf, resources } from '../facts';

const policy = (Condition: object, Principal: unknown = '*', Effect = 'Allow') =>
  resources({
    Repository: {
      Type: 'AWS::ECR::Repository',
      Properties: {
        RepositoryPolicyText: { Version: '2012-10-17', Statement: [{ Effect, Principal, Action: 'ecr:BatchGetImage', Condition }] },
      },
    },
  });
const found = (condition: object, principal?: unknown, effect?: string) =>
  factsOf(rule, policy(condition, principal, effect)).map((fact) => fact.replace(/ Repository \S+/, ''));

test('the only restriction of everyone', () => {
  expect(found({ 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })).toEqual(['onlyGuard']);
  expect(found({ 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } })).toEqual(['onlyGuard']);
  expect(found({ 'forallvalues:stringequals': { 'aws:principalorgid': 'o-a1b2c3d4e5' } }, { AWS: '*' })).toEqual(['onlyGuard']);
});

test('with another restriction, or for named principals, it is a warning', () => {
  const guarded = { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } };
  expect(found({ ...guarded, StringEquals: { 'aws:PrincipalAccount': '111122223333' } })).toEqual(['singleValue (at most warning)']);
  expect(found(guarded, { AWS: '111122223333' })).toEqual(['singleValue (at most warning)']);
});

test('with a Null test, or any other that demands the key, it is fine', () => {
  const guarded = { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } };
  expect(found({ ...guarded, Null: { 'aws:PrincipalOrgID': 'false' } })).toEqual([]);
  expect(found({ ...guarded, Null: { 'aws:principalorgid': false } })).toEqual([]);
  expect(found({ ...guarded, Null: { 'aws:PrincipalOrgID': 'true' } })).toEqual(['onlyGuard']);
});

test.each(['aws:TagKeys', 'dynamodb:LeadingKeys', 'dynamodb:Attributes', 'kms:GrantOperations'])(
  '"%s" has several values: information',
  (key) => {
    expect(found({ 'ForAllValues:StringEquals': { [key]: 'x' } }, { AWS: '111122223333' })).toEqual(['severalValues (at most info)']);
  },
);

test('paths of organisations have several values, and strangers none', () => {
  expect(found({ 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }, { AWS: '111122223333' })).toEqual([
    'severalValues (at most warning)',
  ]);
});

test('ForAnyValue, a Deny and plain operators are fine', () => {
  expect(found({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } })).toEqual([]);
  expect(found({ 'ForAllValues:StringNotEquals': { 'aws:TagKeys': 'team' } }, '*', 'Deny')).toEqual([]);
  expect(found({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })).toEqual([]);
});

test('the subject of a token, of a provider outside of the well-known ones too', () => {
  const role = (host: string, claim: string) =>
    resources({
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${host}` },
                Action: 'sts:AssumeRoleWithWebIdentity',
                Condition: {
                  StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com' },
                  'ForAllValues:StringEquals': { [`${host}:${claim}`]: 'me' },
                },
              },
            ],
          },
        },
      },
    });
  const place = 'Role /AssumeRolePolicyDocument/Statement/0/Condition/ForAllValues:StringEquals';
  expect(factsOf(rule, role('login.example.com', 'sub'))[0]).toMatch(/^onlyGuard Role/);
  expect(factsOf(rule, role('login.example.com', 'team'))[0]).toContain(`singleValue ${place}`);
});
