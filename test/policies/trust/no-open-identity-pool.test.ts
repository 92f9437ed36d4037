import rule from '../../../policies/trust/no-open-identity-pool';
import { factsOf, resources } from '../facts';

const POOL = 'cognito-identity.amazonaws.com';
const trust = (Condition: object) => ({
  Statement: [{ Effect: 'Allow', Principal: { Federated: POOL }, Action: 'sts:AssumeRoleWithWebIdentity', Condition }],
});
const amr = (value: unknown) => ({ 'ForAnyValue:StringLike': { [`${POOL}:amr`]: value } });
const aud = { StringEquals: { [`${POOL}:aud`]: { Ref: 'Pool' } } };
const pool = (guests?: unknown) => ({
  Pool: { Type: 'AWS::Cognito::IdentityPool', Properties: guests === undefined ? {} : { AllowUnauthenticatedIdentities: guests } },
});
const role = (condition: object, more: object = {}) => ({
  Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust(condition), ...more } },
});
const found = (...parts: readonly object[]) =>
  factsOf(rule, resources(Object.assign({}, ...parts))).map((fact) => fact.replace(/ (\/.*?)?(?= \(|$)/, ''));
const inline = (Action: unknown, Resource: unknown) => ({
  Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } }],
});

test.each([
  ['no audience', amr('authenticated')],
  ['an audience that is a pattern', { StringLike: { [`${POOL}:aud`]: 'eu-west-1:*' } }],
  ['an audience that may be absent', { StringEqualsIfExists: { [`${POOL}:aud`]: 'eu-west-1:0f0f' } }],
  ['all of no audiences', { 'ForAllValues:StringEquals': { [`${POOL}:aud`]: 'eu-west-1:0f0f' } }],
])('%s takes any pool', (_title, condition) => {
  expect(found(role(condition))).toEqual(['anyPool Role']);
});

test('a pool that admits no guests, by default too, leaves a role for guests that nobody can assume', () => {
  expect(found(pool(false), role({ ...aud, ...amr('unauthenticated') }, inline('s3:*', '*')))).toEqual([]);
  expect(found(pool(), role({ ...aud, ...amr('unauthenticated') }))).toEqual([]);
});

test('guests of a pool outside of the input are information, with a wildcard an error', () => {
  const elsewhere = { StringEquals: { [`${POOL}:aud`]: 'eu-west-1:0f0f' }, ...amr('unauthenticated') };
  expect(found(role(elsewhere))).toEqual(['guests Role (at most info)']);
  expect(found(role(elsewhere, inline('s3:*', '*')))).toEqual(['guestsWithWildcard Role']);
});

test.each([
  ['a service-wide action', inline('s3:*', 'arn:aws:s3:::media/*')],
  ['a partial wildcard', inline('s3:Get*', 'arn:aws:s3:::media/*')],
  ['every resource', inline('dynamodb:GetItem', '*')],
  ['every resource of a service', inline('s3:GetObject', 'arn:aws:s3:::*')],
  [
    'NotAction',
    { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }] } }] },
  ],
  ["one of AWS's own policies", { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] }],
])('guests with %s', (_title, more) => {
  expect(found(pool(true), role({ ...aud, ...amr('unauthenticated') }, more))).toEqual(['guestsWithWildcard Role']);
});

test.each([
  ['a named action on a named resource', inline('rum:PutRumEvents', 'arn:aws:rum:eu-west-1:111122223333:appmonitor/shop')],
  ['an action that takes no resource', inline('mobileanalytics:PutEvents', '*')],
])('guests with %s are a warning', (_title, more) => {
  expect(found(pool(true), role({ ...aud, ...amr('unauthenticated') }, more))).toEqual(['guests Role (at most warning)']);
});

test('the policy may be attached to the role from its own side', () => {
  const policy = {
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] } },
    },
  };
  expect(found(pool(true), role({ ...aud, ...amr('unauthenticated') }), policy)).toEqual(['guestsWithWildcard Role']);
});

test('users who have signed in are fine; without a test on amr guests are among them', () => {
  expect(found(pool(true), role({ ...aud, ...amr('authenticated') }, inline('s3:*', '*')))).toEqual([]);
  expect(found(pool(true), role(aud))).toEqual(['guestsToo Role (at most warning)']);
  expect(found(pool(true), role({ ...aud, ...amr('*authenticated') }))).toEqual(['guests Role (at most warning)']);
});

test('an attachment makes a role one for guests', () => {
  const attachment = (value: unknown) => ({
    Roles: {
      Type: 'AWS::Cognito::IdentityPoolRoleAttachment',
      Properties: { IdentityPoolId: { Ref: 'Pool' }, Roles: { unauthenticated: value } },
    },
  });
  const own = { 'Fn::GetAtt': ['Role', 'Arn'] };
  const wide = role({ ...aud, ...amr('authenticated') }, inline('s3:*', '*'));
  expect(found(pool(true), wide, attachment(own))).toEqual(['guestsWithWildcard Role']);
  expect(found(pool(false), wide, attachment(own))).toEqual([]);
  expect(found(pool(true), role({ ...aud, ...amr('unauthenticated') }, inline('s3:*', '*')), attachment(own))).toEqual([
    'guestsWithWildcard Role',
  ]);
  expect(found(pool(true), attachment('arn:aws:iam::111122223333:role/guests'))).toEqual(['unknownGuestRole Roles (at most info)']);
});
