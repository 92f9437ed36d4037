import rule from '../../../policies/trust/no-not-action';
import { factsOf, resources } from '../facts';

const role = (statement: object, type = 'AWS::IAM::Role') =>
  resources({ Role: { Type: type, Properties: { AssumeRolePolicyDocument: { Statement: [statement] } } } });

test.each(['AWS::IAM::Role', 'AWS::Serverless::Function'])('the trust policy of %s', (type) => {
  const statement = { Effect: 'Allow', Principal: { AWS: '111122223333' }, NotAction: ['sts:TagSession', 'sts:SetSourceIdentity'] };
  expect(factsOf(rule, role(statement, type))).toEqual(['everyActionElse Role /AssumeRolePolicyDocument/Statement/0/NotAction']);
});

test('a Deny of all but one action is fine', () => {
  expect(factsOf(rule, role({ Effect: 'Deny', Principal: '*', NotAction: 'sts:AssumeRole' }))).toEqual([]);
});

test('an effect that cannot be read counts as Allow', () => {
  expect(factsOf(rule, role({ Effect: 'Permit', Principal: { AWS: '111122223333' }, NotAction: 'sts:TagSession' }))).toHaveLength(1);
});
