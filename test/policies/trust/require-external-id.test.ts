import type { Settings } from '../../../lib/core/options';
import rule from '../../../policies/trust/require-external-id';
import { factsWith } from '../settings-facts';

const ROOT = 'arn:aws:iam::111122223333:root';
const statement = (AWS: unknown, more: object = {}) => ({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', ...more });
const found = (principal: unknown, more: object = {}, settings: Partial<Settings> = {}) =>
  factsWith(rule, { settings }, { Statement: [statement(principal, more)] });
const under = (Condition: object) => found(ROOT, { Condition });

test.each([
  ['a fixed external id', { StringEquals: { 'sts:ExternalId': 'orders' } }],
  ['an external id chosen at deployment', { StringEquals: { 'sts:ExternalId': { Ref: 'AWS::StackId' } } }],
  ['an organisation', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
  ['a unit of an organisation', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }],
  ['the ARN of the caller', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/scan-*' } }],
  ['a source identity', { StringEquals: { 'sts:SourceIdentity': 'maria' } }],
  ['MFA', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }],
  ['recent MFA', { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }],
])('%s is enough', (_title, condition) => {
  expect(under(condition)).toEqual([]);
});

test.each([
  ['an external id that is a pattern', { StringLike: { 'sts:ExternalId': '*' } }],
  ['a pattern among external ids', { StringLike: { 'sts:ExternalId': ['orders', 'ord*'] } }],
  ['an external id that may be absent', { StringEqualsIfExists: { 'sts:ExternalId': 'orders' } }],
  ['all of no external ids', { 'ForAllValues:StringEquals': { 'sts:ExternalId': 'orders' } }],
  ['another external id', { StringNotEquals: { 'sts:ExternalId': 'orders' } }],
  ['any organisation', { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }],
  ['MFA that may be absent', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }],
  ['the way the caller connects', { Bool: { 'aws:SecureTransport': 'true' } }],
  ['nothing', {}],
])('%s is not', (_title, condition) => {
  expect(under(condition)).toEqual(['account']);
});

test('a Deny without the external id, or without MFA, is as good as a condition', () => {
  const unless = (Condition: object) =>
    factsWith(rule, {}, { Statement: [statement(ROOT), { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Condition }] });
  expect(unless({ StringNotEquals: { 'sts:ExternalId': 'orders' } })).toEqual([]);
  expect(unless({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })).toEqual([]);
  expect(unless({ Bool: { 'aws:MultiFactorAuthPresent': 'false' } })).toEqual(['account']);
  expect(unless({ Bool: { 'aws:SecureTransport': 'false' } })).toEqual(['account']);
});

test('one identity of another account is a warning at most, one of a chosen account information', () => {
  expect(found('arn:aws:iam::111122223333:role/scan')).toEqual(['identity (at most warning)']);
  expect(found({ 'Fn::Sub': 'arn:aws:iam::${AWS::StackName}:role/scan' })).toEqual([]);
  const beside = { Hub: { Type: 'Custom::Hub', Properties: {} } };
  const chosen = (value: unknown) => factsWith(rule, { beside }, { Statement: [statement(value)] });
  expect(chosen({ 'Fn::Sub': 'arn:aws:iam::${Hub.Account}:role/scan' })).toEqual(['chosenAccount (at most info)']);
  expect(chosen({ 'Fn::Sub': 'arn:aws:iam::${Hub.Account}:root' })).toEqual(['chosenAccount (at most warning)']);
});

test('own, trusted and further accounts of the input are left out', () => {
  expect(found({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/ci' })).toEqual([]);
  expect(found(ROOT, {}, { trustedAccounts: ['111122223333'] })).toEqual([]);
  expect(factsWith(rule, { accounts: ['111122223333'] }, { Statement: [statement(ROOT)] })).toEqual([]);
  expect(factsWith(rule, { accounts: ['444455556666', '111122223333'] }, { Statement: [statement(ROOT)] })).toEqual([]);
});

test('a role of the input is its own', () => {
  const beside = { Ci: { Type: 'AWS::IAM::Role', Properties: {} } };
  expect(factsWith(rule, { beside }, { Statement: [statement({ 'Fn::GetAtt': ['Ci', 'Arn'] })] })).toEqual([]);
});

test('session tags alone let nobody assume', () => {
  expect(found(ROOT, { Action: 'sts:TagSession' })).toEqual([]);
  expect(found(ROOT, { Action: 'sts:*' })).toEqual(['account']);
});

test('a condition that cannot be read may be the one that is missed', () => {
  expect(under({ 'Fn::Transform': { Name: 'Conditions' } })).toEqual(['account (at most info)']);
});
