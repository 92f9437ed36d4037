import type { JsonObject } from '../../../lib/core/json';
import { rolePolicyDocument } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-faulty-condition';
import { factsOf, resources } from '../facts';

const judged = (Condition: JsonObject, Effect: string) => {
  const document = { Version: '2012-10-17', Statement: [{ Effect, Action: 's3:GetObject', Resource: 'arn:aws:s3:::media/*', Condition }] };
  return factsOf(rule, { Resources: rolePolicyDocument(document) }).map((fact) => fact.split(' ')[0]);
};
const allow = (operator: string, key: string, value: string) => judged({ [operator]: { [key]: value } }, 'Allow');
const deny = (operator: string, key: string, value: string) => judged({ [operator]: { [key]: value } }, 'Deny');

test.each(['StringEqual', 'Equals', 'StringContains', 'NullIfExists', 'ForSomeValues:StringEquals'])('"%s" is no operator', (operator) => {
  expect(allow(operator, 's3:prefix', 'home')).toEqual(['unknownOperator']);
});

test.each([
  ['StringEquals', 'aws:SourceIp', '198.51.100.7'],
  ['IpAddress', 'aws:PrincipalOrgID', '198.51.100.0/24'],
  ['NumericEquals', 'aws:PrincipalAccount', '111122223333'],
  ['NumericLessThan', 'aws:SourceVpce', '3'],
  ['Bool', 'aws:PrincipalOrgID', 'true'],
  ['StringLike', 'aws:CurrentTime', '2030-01-31T00:00:00Z'],
  ['ArnLike', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'],
  ['NumericEquals', 'aws:SecureTransport', '1'],
])('%s does not suit "%s"', (operator, key, value) => {
  expect(allow(operator, key, value)).toEqual(['wrongOperator']);
});

test.each([
  ['Bool', 'aws:SecureTransport', '1'],
  ['IpAddress', 'aws:SourceIp', '198.51.100.0/33'],
  ['IpAddress', 'aws:SourceIp', 'office'],
  ['NumericLessThan', 'aws:MultiFactorAuthAge', 'one hour'],
  ['DateLessThan', 'aws:CurrentTime', 'tomorrow'],
  ['ArnEquals', 'aws:PrincipalArn', 'ci'],
  ['Null', 'aws:TokenIssueTime', 'yes'],
])('%s cannot compare "%s" with "%s"', (operator, key, value) => {
  expect(allow(operator, key, value)).toEqual(['wrongValue']);
});

test.each([
  ['StringEquals', 's3:prefix', 'home/*'],
  ['StringEquals', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/ci-*'],
  ['StringEqualsIgnoreCase', 's3:prefix', 'home/?'],
  ['StringNotEquals', 's3:prefix', 'home/*'],
  ['ForAnyValue:StringEquals', 'aws:TagKeys', 'cost-*'],
])('%s takes a wildcard in "%s" for a character', (operator, key, value) => {
  expect(allow(operator, key, value)).toEqual(['literalWildcard']);
});

test.each([
  ['StringLike', 's3:prefix', 'home/*'],
  ['StringEquals', 's3:prefix', 'home/${*}'],
  ['stringequals', 'AWS:SourceVpce', 'vpce-0a1b2c3d'],
  ['ArnEquals', 'aws:SourceArn', 'arn:aws:sns:*:111122223333:orders'],
  ['ArnEquals', 'kms:EncryptionContext:aws:logs:arn', 'arn:aws:logs:eu-west-1:111122223333:*'],
  ['StringLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/ci-*'],
  ['StringEquals', 'aws:SecureTransport', 'true'],
  ['Bool', 'aws:SecureTransport', 'TRUE'],
  ['NumericLessThanEquals', 's3:max-keys', '10'],
  ['NumericGreaterThan', 'aws:EpochTime', '1900000000'],
  ['DateGreaterThan', 'aws:CurrentTime', '2030-01-31T00:00:00Z'],
  ['IpAddress', 'aws:SourceIp', '2001:db8::/32'],
  ['Null', 'aws:TokenIssueTime', 'true'],
  ['StringEqualsIfExists', 'ec2:InstanceType', 't3.micro'],
  ['ForAllValues:StringEquals', 'aws:TagKeys', 'team'],
])('%s on "%s" with "%s" is fine', (operator, key, value) => {
  expect(allow(operator, key, value)).toEqual([]);
});

test.each([
  ['StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'],
  ['BoolIfExists', 'aws:MultiFactorAuthPresent', 'true'],
  ['ArnLikeIfExists', 'aws:SourceArn', 'arn:aws:sns:eu-west-1:111122223333:orders'],
  ['StringLikeIfExists', 'token.actions.githubusercontent.com:sub', 'repo:my-org/orders:ref:refs/heads/main'],
])('%s on "%s" lets requests without it pass in an Allow, and is right in a Deny', (operator, key, value) => {
  expect(allow(operator, key, value)).toEqual(['optionalGuard']);
  expect(deny(operator, key, value)).toEqual([]);
});

test('a Deny without MFA needs IfExists, unless another Deny is for requests without the key', () => {
  expect(deny('Bool', 'aws:MultiFactorAuthPresent', 'false')).toEqual(['optionalMfa']);
  expect(deny('BoolIfExists', 'aws:MultiFactorAuthPresent', 'false')).toEqual([]);
  expect(deny('Bool', 'aws:SecureTransport', 'false')).toEqual([]);
  const both = ['Bool', 'Null'].map((operator) => ({
    Effect: 'Deny',
    Action: 's3:*',
    Resource: '*',
    Condition: { [operator]: { 'aws:MultiFactorAuthPresent': operator === 'Null' ? 'true' : 'false' } },
  }));
  expect(factsOf(rule, { Resources: rolePolicyDocument({ Version: '2012-10-17', Statement: both }) })).toEqual([]);
});

test('absent and equal to something never holds, unless IfExists', () => {
  const absent = { Null: { 's3:prefix': 'true' } };
  expect(judged({ ...absent, StringEquals: { 's3:prefix': 'home' } }, 'Allow')).toEqual(['contradiction']);
  expect(judged({ ...absent, StringEqualsIfExists: { 's3:prefix': 'home' } }, 'Allow')).toEqual([]);
  expect(judged({ ...absent, StringNotEquals: { 's3:prefix': 'home' } }, 'Allow')).toEqual([]);
});

test('a key in two spellings under one operator', () => {
  expect(judged({ StringEquals: { 's3:prefix': 'a', 's3:Prefix': 'b' } }, 'Allow')).toEqual(['sameKeyTwice']);
  expect(judged({ StringEquals: { 's3:prefix': 'a' }, StringLike: { 's3:Prefix': 'b*' } }, 'Allow')).toEqual([]);
});

test.each([
  ['no version', undefined, 'arn:aws:s3:::media/${aws:username}', 1],
  ['the old version', '2008-10-17', 'arn:aws:s3:::media/${aws:username}', 1],
  ['the new version', '2012-10-17', 'arn:aws:s3:::media/${aws:username}', 0],
  ['no version and no variable', undefined, 'arn:aws:s3:::media/*', 0],
])('%s', (_title, Version, Resource, count) => {
  const document = { ...(Version === undefined ? {} : { Version }), Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource }] };
  expect(factsOf(rule, { Resources: rolePolicyDocument(document) })).toHaveLength(count);
});

test('a version that is only known at deployment may be the new one', () => {
  const document = {
    Version: { Ref: 'AWS::StackName' },
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::media/${aws:username}' }],
  };
  expect(factsOf(rule, { Resources: rolePolicyDocument(document) })).toEqual([]);
});

test('the policies of resources and trust policies are read as well', () => {
  const statement = (Action: string) => ({
    Effect: 'Allow',
    Principal: { AWS: '111122223333' },
    Action,
    Condition: { Bool: { 'aws:SecureTransport': 'on' } },
  });
  const template = resources({
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [statement('sts:AssumeRole')] } } },
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'b', PolicyDocument: { Statement: [statement('s3:GetObject')] } } },
  });
  expect(factsOf(rule, template).map((fact) => fact.split(' ').slice(0, 2).join(' '))).toEqual(['wrongValue Role', 'wrongValue Policy']);
});

test('a value that a parameter leaves empty is filled in at deployment', () => {
  expect(allow('ArnLike', 'aws:SourceArn', '')).toEqual([]);
  expect(allow('ArnLike', 'aws:SourceArn', 'orders')).toEqual(['wrongValue']);
});
