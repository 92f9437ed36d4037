import type { Settings } from '../../../lib/core/options';
import rule from '../../../policies/iam/no-wildcard-condition';
import { factsOf, resources } from '../facts';
import { factsWith } from '../settings-facts';

const found = (Condition: object, Effect = 'Allow', settings: Partial<Settings> = {}) =>
  factsWith(rule, { settings }, { Statement: [{ Effect, Principal: { AWS: '*' }, Action: 'sts:AssumeRole', Condition }] });
const like = (key: string, value: unknown) => found({ StringLike: { [key]: value } });
const from = (value: unknown, settings: Partial<Settings> = {}) => found({ IpAddress: { 'aws:SourceIp': value } }, 'Allow', settings);

test.each([
  ['aws:PrincipalOrgID', '*', 'anyValue'],
  ['aws:PrincipalOrgID', 'o-*', 'anyValue'],
  ['aws:PrincipalOrgPaths', 'o-*/r-ab12/*', 'anyValue'],
  ['aws:PrincipalOrgPaths', '*', 'anyValue'],
  ['aws:SourceAccount', '1111*', 'anyValue'],
  ['aws:SourceVpce', 'vpce-*', 'anyValue'],
  ['AWS:sourcevpc', 'vpc-*', 'anyValue'],
  ['sts:ExternalId', '*', 'anyValue'],
  ['iam:PassedToService', '*', 'anyValue'],
  ['cognito-identity.amazonaws.com:aud', '*', 'anyValue'],
  ['aws:SourceArn', '*', 'anyValue'],
  ['aws:SourceArn', 'arn:aws:*:*:*:*', 'anyValue'],
  ['aws:SourceArn', 'arn:aws:events:eu-west-1:*:rule/orders', 'anyAccount'],
  ['aws:PrincipalArn', 'arn:aws:iam::*:role/ci', 'anyAccount'],
  ['aws:SourceArn', 'arn:aws:s3:::media-*', 'anyOwner'],
  ['aws:SourceArn', 'arn:aws:s3:::*', 'anyValue'],
])('"%s" like "%s"', (key, value, message) => {
  expect(like(key, value)).toEqual([message]);
});

test.each([
  ['aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/*'],
  ['aws:PrincipalOrgID', 'o-a1b2c3d4e5'],
  ['aws:SourceArn', 'arn:aws:sns:*:111122223333:*'],
  ['aws:SourceArn', { 'Fn::Sub': 'arn:aws:events:*:${AWS::AccountId}:rule/*' }],
  ['aws:SourceArn', 'arn:aws:s3:::media'],
  ['aws:SourceArn', 'arn:aws:s3:*:*:media'],
  ['aws:PrincipalArn', 'arn:aws:iam::111122223333:role/*'],
  ['aws:RequestTag/team', '*'],
  ['s3:prefix', '*'],
  ['iam:PassedToService', 'ecs-*.amazonaws.com'],
  ['kms:ViaService', 's3.*.amazonaws.com'],
  ['token.actions.githubusercontent.com:sub', 'repo:my-org/*'],
])('"%s" like %j is fixed, or left to others', (key, value) => {
  expect(like(key, value)).toEqual([]);
});

test('ArnEquals takes patterns as ArnLike does, StringEquals does not', () => {
  const any = { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ci' };
  expect(found({ ArnEquals: any })).toEqual(['anyAccount']);
  expect(found({ ArnLike: any })).toEqual(['anyAccount']);
  expect(found({ StringEquals: any })).toEqual([]);
});

test('another condition that says who calls leaves the pattern to choose among its own', () => {
  const bucket = { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::media-*' } };
  expect(found({ ...bucket, StringEquals: { 'aws:SourceAccount': '111122223333' } })).toEqual([]);
  expect(found({ ...bucket, StringLike: { 'aws:SourceAccount': '*' } })).toEqual(['anyOwner', 'anyValue']);
});

test.each([
  ['0.0.0.0/0', ['broadNetwork']],
  [['0.0.0.0/1', '128.0.0.0/1'], ['broadNetwork']],
  ['::/0', ['broadNetwork']],
  ['16.0.0.0/7', ['broadNetwork']],
  ['2001:db8::/31', ['broadNetwork']],
  ['52.0.0.0/8', []],
  ['2001:db8::/32', []],
  ['10.0.0.0/8', []],
  ['192.168.0.0/16', []],
])('addresses %j', (networks, expected) => {
  expect(from(networks)).toEqual(expected);
});

test('networks that the owners trust are left out', () => {
  expect(from('16.0.0.0/7', { trustedNetworks: ['16.0.0.0/6'] })).toEqual([]);
});

test('a Deny and negated operators are left alone', () => {
  expect(found({ StringLike: { 'aws:PrincipalOrgID': '*' } }, 'Deny')).toEqual([]);
  expect(found({ StringNotLike: { 'aws:PrincipalOrgID': 'o-*' } })).toEqual([]);
});

test('the ARN of a caller whose account the principal names may be a pattern', () => {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: '111122223333' },
    Action: 'sts:AssumeRole',
    Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ci' } },
  };
  expect(factsWith(rule, {}, { Statement: [statement] })).toEqual([]);
});

test('the source of a permission to call a function is left to the rules of permissions', () => {
  const Properties = { FunctionName: 'orders', Action: 'lambda:InvokeFunction', Principal: '*', SourceArn: 'arn:aws:execute-api:*:*:*' };
  expect(factsOf(rule, resources({ Guard: { Type: 'AWS::Lambda::Permission', Properties } }))).toEqual([]);
});
