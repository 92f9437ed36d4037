import rule from '../../../policies/trust/no-mixed-principals';
import { factsWith } from '../settings-facts';

const found = (...principals: readonly unknown[]) =>
  factsWith(rule, {}, { Statement: principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' })) });
const LAMBDA = { Service: 'lambda.amazonaws.com' };

test.each([
  ['another account', { AWS: '111122223333' }],
  ['its own account', { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } }],
  ['a role', { AWS: 'arn:aws:iam::111122223333:role/ci' }],
  ['an identity provider', { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' }],
])('a function with %s, in one statement or two', (_title, other) => {
  expect(found({ ...LAMBDA, ...other })).toEqual(['computeAndIdentities']);
  expect(found(LAMBDA, other)).toEqual(['computeAndIdentities']);
});

test('services that run different code are information', () => {
  expect(found({ Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'] })).toEqual(['severalComputes (at most info)']);
});

test.each([
  ['functions, also at the edge', { Service: ['lambda.amazonaws.com', 'edgelambda.amazonaws.com'] }],
  ['API Gateway and Lambda', { Service: ['lambda.amazonaws.com', 'apigateway.amazonaws.com'] }],
  ['Step Functions and EventBridge', { Service: ['states.amazonaws.com', 'events.amazonaws.com'] }],
  ['a service that runs no code, and an account', { Service: 'cloudformation.amazonaws.com', AWS: '111122223333' }],
  ['an account and a provider', { AWS: '111122223333', Federated: 'accounts.google.com' }],
])('%s are fine', (_title, principal) => {
  expect(found(principal)).toEqual([]);
});

test('who is denied does not count', () => {
  const statements = [
    { Effect: 'Allow', Principal: LAMBDA, Action: 'sts:AssumeRole' },
    { Effect: 'Deny', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' },
  ];
  expect(factsWith(rule, {}, { Statement: statements })).toEqual([]);
});
