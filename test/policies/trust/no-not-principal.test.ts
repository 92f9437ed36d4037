import rule from '../../../policies/trust/no-not-principal';
import { factsOf, firstFactOf, resources } from '../facts';

const role = (statement: object) =>
  resources({ Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: statement } } } });

test('a condition does not make NotPrincipal a list of who may', () => {
  const statement = {
    Effect: 'Allow',
    NotPrincipal: { AWS: '111122223333' },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  };
  expect(factsOf(rule, role(statement))).toEqual(['everyoneElse Role /AssumeRolePolicyDocument/Statement/NotPrincipal']);
});

test('all that are left out are named', () => {
  const statement = { Effect: 'Allow', NotPrincipal: { AWS: ['111122223333'], Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
  expect(firstFactOf(rule, role(statement)).evidence).toBe('NotPrincipal 111122223333, ec2.amazonaws.com');
});

test('a Deny is the usual use of it, and fine', () => {
  expect(factsOf(rule, role({ Effect: 'Deny', NotPrincipal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }))).toEqual([]);
});

test('a list that cannot be read is said all the same', () => {
  const statement = { Effect: 'Allow', NotPrincipal: { Account: '111122223333' }, Action: 'sts:AssumeRole' };
  expect(factsOf(rule, role([statement]))).toHaveLength(1);
});
