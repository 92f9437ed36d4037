import type { Json, JsonObject } from '../../../lib/core/json';
import { functionRole, rolePolicy, rolePolicyDocument } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-admin-statement';
import noNotAction from '../../../policies/iam/no-not-action';
import noPartialWildcardAction from '../../../policies/iam/no-partial-wildcard-action';
import noPassAnyRole from '../../../policies/iam/no-pass-any-role';
import noWildcardAction from '../../../policies/iam/no-wildcard-action';
import noWildcardResource from '../../../policies/iam/no-wildcard-resource';
import noWildcardResourceArn from '../../../policies/iam/no-wildcard-resource-arn';
import { findingsIn, reportsOn } from '../findings';

const everything: JsonObject = { Effect: 'Allow', Action: '*', Resource: '*' };

test.each(['*', '*:*', '**', '*:**', '?*:*'])('"%s" is every action', (action) => {
  expect(reportsOn(rule, rolePolicy({ ...everything, Action: action }))).toEqual([`error ${action} on *`]);
});

test.each(['*', 'arn:*', 'arn:*:*:*:*:*', '**'])('"%s" is every resource', (resource) => {
  expect(reportsOn(rule, rolePolicy({ ...everything, Resource: resource }))).toEqual([`error * on ${resource}`]);
});

test('the finding stands alone for its statement', () => {
  const resources = rolePolicy({ Effect: 'Allow', Action: ['*', 's3:*', 's3:Get*', 'iam:PassRole'], Resource: ['*', 'arn:aws:s3:::*'] });
  const others = [noPartialWildcardAction, noPassAnyRole, noWildcardAction, noWildcardResource, noWildcardResourceArn];
  expect(others.flatMap((other) => reportsOn(other, resources))).toEqual([]);
  expect(reportsOn(rule, resources)).toEqual(['error * on *']);
});

test('every action on all resources of one service is not the account', () => {
  const resources = rolePolicy({ ...everything, Resource: 'arn:aws:s3:::*' });
  expect(reportsOn(rule, resources)).toEqual([]);
  expect(reportsOn(noWildcardAction, resources)).toEqual(['error *']);
});

test('a NotAction without the administration of IAM is left to iam/no-not-action', () => {
  const resources = rolePolicy({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' });
  expect(reportsOn(rule, resources)).toEqual([]);
  expect(reportsOn(noNotAction, resources)).toEqual(['error all but iam:*, organizations:* on *']);
});

test('a NotAction that excludes only the reading of IAM leaves its administration in', () => {
  expect(reportsOn(rule, rolePolicy({ Effect: 'Allow', NotAction: 'iam:Get*', Resource: '*' }))).toEqual(['error all but iam:Get* on *']);
});

test('a condition does not make an administrator less of one', () => {
  const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
  expect(reportsOn(rule, rolePolicy({ ...everything, Condition }))).toEqual(['error * on *']);
});

test.each([
  ['has a condition', { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
  ['names one resource', { Effect: 'Deny', Action: '*', Resource: 'arn:aws:s3:::payroll' }],
  ['leaves a service out', { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }],
])('a Deny that %s takes nothing back for certain', (_, deny) => {
  expect(reportsOn(rule, rolePolicy(everything, deny))).toEqual(['error * on *']);
});

test('a Deny that is there in one branch only takes nothing back for certain', () => {
  const deny: Json = { 'Fn::If': ['IsTest', { Effect: 'Deny', Action: '*', Resource: '*' }, { Ref: 'AWS::NoValue' }] };
  const rest = { Parameters: { Stage: { Type: 'String' } }, Conditions: { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } } };
  expect(reportsOn(rule, rolePolicyDocument({ Version: '2012-10-17', Statement: [everything, deny] }), rest)).toEqual(['error * on *']);
});

test('an effect that only the deployment knows is taken for Allow', () => {
  const resources = rolePolicy({ ...everything, Effect: { Ref: 'Effect' } });
  expect(reportsOn(rule, resources, { Parameters: { Effect: { Type: 'String' } } })).toEqual(['error * on *']);
});

test('a boundary that is attached as well is a grant', () => {
  const resources = {
    ...functionRole({ PermissionsBoundary: { Ref: 'Ceiling' }, ManagedPolicyArns: [{ Ref: 'Ceiling' }] }),
    Ceiling: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: everything } } },
  };
  expect(reportsOn(rule, resources)).toEqual(['error * on *']);
});

test.each(['AWS::IAM::User', 'AWS::IAM::Group'])('inline policies of %s are grants', (type) => {
  const Policies = [{ PolicyName: 'all', PolicyDocument: { Version: '2012-10-17', Statement: everything } }];
  expect(reportsOn(rule, { Holder: { Type: type, Properties: { Policies } } })).toEqual(['error * on *']);
});

test('a permission set holds its policy as a text', () => {
  const InlinePolicy = JSON.stringify({ Version: '2012-10-17', Statement: everything });
  const resources = { Operators: { Type: 'AWS::SSO::PermissionSet', Properties: { Name: 'operators', InlinePolicy } } };
  expect(reportsOn(rule, resources)).toEqual(['error * on *']);
});

test('it blocks in every pack', () => {
  for (const pack of ['recommended', 'strict', 'critical'] as const) {
    expect(findingsIn(rule, { Resources: rolePolicy(everything) }, pack).map(({ severity }) => severity)).toEqual(['error']);
  }
});
