import type { JsonObject } from '../../../lib/core/json';
import rule from '../../../policies/iam/no-user-policy';
import { factsOf } from '../facts';
import { findingsIn, reportsOn } from '../findings';

const PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' }] };

function user(properties: JsonObject = {}): JsonObject {
  return { Type: 'AWS::IAM::User', Properties: properties };
}

test.each(['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'])('%s is reported for each user that it names', (Type) => {
  const Policy = { Type, Properties: { Users: ['jane', { Ref: 'John' }], Roles: ['orders'], PolicyDocument } };
  expect(factsOf(rule, { Resources: { John: user(), Policy } })).toEqual(['attachesTo Policy /Users/0', 'attachesTo Policy /Users/1']);
});

test.each<JsonObject>([
  { Roles: ['orders'] },
  { Groups: ['operators'] },
  { Users: [], Roles: ['orders'] },
  { Users: [{ Ref: 'AWS::NoValue' }] },
])('a policy of roles and groups is fine: %j', (holders) => {
  expect(reportsOn(rule, { Policy: { Type: 'AWS::IAM::Policy', Properties: { ...holders, PolicyDocument } } })).toEqual([]);
});

test('AWS::IAM::UserPolicy is always on a user', () => {
  const Policy = { Type: 'AWS::IAM::UserPolicy', Properties: { UserName: { Ref: 'Jane' }, PolicyName: 'own', PolicyDocument } };
  expect(reportsOn(rule, { Jane: user(), Policy })).toEqual(['warning UserName Jane']);
});

test('each inline and each attached policy of a user is reported', () => {
  const Jane = user({
    Policies: [
      { PolicyName: 'one', PolicyDocument },
      { PolicyName: 'two', PolicyDocument },
    ],
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
  });
  expect(factsOf(rule, { Resources: { Jane } })).toEqual([
    'inline Jane /Policies/0',
    'inline Jane /Policies/1',
    'attached Jane /ManagedPolicyArns/0',
  ]);
});

test.each<JsonObject>([
  {},
  { Policies: [], ManagedPolicyArns: [] },
  { Groups: ['operators'] },
  { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/c' },
])('a user without policies is fine: %j', (properties) => {
  expect(reportsOn(rule, { Jane: user(properties) })).toEqual([]);
});

test('a policy in one branch is a policy', () => {
  const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] } };
  const Policies = { 'Fn::If': ['IsProd', [{ PolicyName: 'own', PolicyDocument }], { Ref: 'AWS::NoValue' }] };
  expect(factsOf(rule, { Conditions, Resources: { Jane: user({ Policies }) } })).toEqual(['inline Jane /Policies/Fn::If/1/0']);
});

test('a list that only the deployment knows may be empty, a user in a list that only it knows is a user', () => {
  const Parameters = { People: { Type: 'CommaDelimitedList' }, Person: { Type: 'String' } };
  const policy = (Users: JsonObject | JsonObject[]) => ({ Type: 'AWS::IAM::Policy', Properties: { Users, PolicyDocument } });
  expect(reportsOn(rule, { Policy: policy({ Ref: 'People' }) }, { Parameters })).toEqual([expect.stringMatching(/^info /)]);
  expect(reportsOn(rule, { Policy: policy([{ Ref: 'Person' }]) }, { Parameters })).toEqual([expect.stringMatching(/^warning /)]);
});

test('the fix names the group that the user is in', () => {
  const Jane = user({ Groups: [{ Ref: 'Operators' }], ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] });
  const [finding] = findingsIn(rule, { Resources: { Jane, Operators: { Type: 'AWS::IAM::Group' } } });
  expect(finding?.fix).toContain('the group "<Operators>"');
});
