import rule from '../../../policies/endpoint/no-guest-identities';
import { factsOf, resources } from '../facts';

const pool = (properties: object) => ({ Visitors: { Type: 'AWS::Cognito::IdentityPool', Properties: properties } });
const guests = pool({ AllowUnauthenticatedIdentities: true });
const attachment = (role: object | string) => ({
  Roles: {
    Type: 'AWS::Cognito::IdentityPoolRoleAttachment',
    Properties: { IdentityPoolId: { Ref: 'Visitors' }, Roles: { authenticated: 'arn', unauthenticated: role } },
  },
});
const role = (properties: object) => ({ Guest: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, ...properties } } });
const policy = (...actions: string[]) => ({
  Policy: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: 'guest',
      Roles: [{ Ref: 'Guest' }],
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
    },
  },
});
const guestArn = { 'Fn::GetAtt': ['Guest', 'Arn'] };
const FOUND = ['guests Visitors /AllowUnauthenticatedIdentities'];

test('guests count, also as text, and in one branch', () => {
  expect(factsOf(rule, resources(pool({ AllowUnauthenticatedIdentities: 'True' })))).toEqual(FOUND);
  expect(factsOf(rule, resources(pool({ AllowUnauthenticatedIdentities: 'false' })))).toEqual([]);
  const Conditions = { Open: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  expect(factsOf(rule, resources(pool({ AllowUnauthenticatedIdentities: { 'Fn::If': ['Open', true, false] } }), { Conditions }))).toEqual([
    'guests Visitors /AllowUnauthenticatedIdentities/Fn::If/1',
  ]);
});

test('guests that send telemetry or draw maps and nothing else are fine', () => {
  const limited = { ...guests, ...attachment(guestArn), ...role({}) };
  expect(factsOf(rule, resources({ ...limited, ...policy('rum:PutRumEvents') }))).toEqual([]);
  expect(factsOf(rule, resources({ ...limited, ...policy('RUM:putrumevents', 'geo:GetMap*') }))).toEqual([]);
});

test('one more action, a managed policy, or a role without policies in the input is not', () => {
  const limited = { ...guests, ...attachment(guestArn) };
  expect(factsOf(rule, resources({ ...limited, ...role({}), ...policy('rum:PutRumEvents', 's3:GetObject') }))).toEqual(FOUND);
  expect(factsOf(rule, resources({ ...limited, ...role({}), ...policy('rum:*') }))).toEqual(FOUND);
  const ManagedPolicyArns = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];
  expect(factsOf(rule, resources({ ...limited, ...role({ ManagedPolicyArns }), ...policy('rum:PutRumEvents') }))).toEqual(FOUND);
  expect(factsOf(rule, resources({ ...limited, ...role({}) }))).toEqual(FOUND);
  expect(factsOf(rule, resources({ ...guests, ...attachment('arn:aws:iam::111122223333:role/guest') }))).toEqual(FOUND);
});

test('a role of another stack is known as well', () => {
  const roles = resources(
    { ...role({}), ...policy('rum:PutRumEvents') },
    { Outputs: { Arn: { Value: guestArn, Export: { Name: 'guest-arn' } } } },
  );
  expect(factsOf(rule, roles, resources({ ...guests, ...attachment({ 'Fn::ImportValue': 'guest-arn' }) }))).toEqual([]);
});

test('the role of a monitor is judged once, at its pool where that is in the input', () => {
  const monitor = (IdentityPoolId: object | string) => ({
    Monitor: {
      Type: 'AWS::RUM::AppMonitor',
      Properties: { AppMonitorConfiguration: { GuestRoleArn: guestArn, IdentityPoolId } },
    },
  });
  const wide = { ...role({}), ...policy('s3:GetObject') };
  expect(factsOf(rule, resources({ ...wide, ...monitor('eu-west-1:pool') }))).toEqual([
    'wideGuestRole Monitor /AppMonitorConfiguration/GuestRoleArn',
  ]);
  expect(factsOf(rule, resources({ ...wide, ...guests, ...attachment(guestArn), ...monitor({ Ref: 'Visitors' }) }))).toEqual(FOUND);
  expect(factsOf(rule, resources({ ...role({}), ...policy('rum:PutRumEvents'), ...monitor('eu-west-1:pool') }))).toEqual([]);
});
