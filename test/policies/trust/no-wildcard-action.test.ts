import rule from '../../../policies/trust/no-wildcard-action';
import { factsOf, firstFactOf, resources } from '../facts';

const role = (Principal: unknown, Action: unknown) =>
  resources({
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal, Action }] } } },
  });
const found = (principal: unknown, action: unknown) => factsOf(rule, role(principal, action)).map((fact) => fact.replace(/ Role \S+/, ''));

const LAMBDA = { Service: 'lambda.amazonaws.com' };
const GITHUB = { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' };
const SAML = { Federated: 'arn:aws:iam::111122223333:saml-provider/Okta' };

test.each(['*', 'sts:*', 'STS:*', 's*:*', '*:*', 'sts:*S*'])('"%s" is every action', (action) => {
  expect(found(LAMBDA, action)).toEqual(['everyAction']);
});

test.each(['sts:AssumeRole*', 'sts:Assume*', 'sts:AssumeRol?'])('"%s" is several ways to assume at most', (action) => {
  expect(found(LAMBDA, action)).toEqual(['someActions (at most warning)']);
});

test('the fix names the action that the principal calls', () => {
  expect(firstFactOf(rule, role(LAMBDA, 'sts:*')).data).toMatchObject({ needed: 'sts:AssumeRole' });
  expect(firstFactOf(rule, role(GITHUB, 'sts:*')).data).toMatchObject({ needed: 'sts:AssumeRoleWithWebIdentity' });
  expect(firstFactOf(rule, role(SAML, 'sts:*')).data).toMatchObject({ needed: 'sts:AssumeRoleWithSAML' });
});

test.each([
  ['a service', LAMBDA, 'sts:AssumeRoleWithWebIdentity'],
  ['a workflow on GitHub', GITHUB, 'sts:AssumeRole'],
  ['a workflow on GitHub', GITHUB, 'sts:AssumeRoleWithSAML'],
  ['a SAML provider', SAML, 'sts:AssumeRoleWithWebIdentity'],
  ['an identity pool', { Federated: 'cognito-identity.amazonaws.com' }, 'sts:AssumeRole'],
])('%s cannot call %s', (_who, principal, action) => {
  expect(found(principal, action)).toEqual(['wrongAction (at most warning)']);
});

test.each([
  ['mixed principals with both actions', { ...LAMBDA, ...GITHUB }, ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity']],
  ['a provider chosen at deployment', { Federated: { Ref: 'AWS::StackId' } }, 'sts:AssumeRoleWithSAML'],
  ['everyone', '*', 'sts:AssumeRoleWithWebIdentity'],
  ['SAML with its own action', SAML, ['sts:AssumeRoleWithSAML', 'sts:TagSession']],
  ['any case', LAMBDA, 'sts:assumerole'],
  ['Roles Anywhere', { Service: 'rolesanywhere.amazonaws.com' }, ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']],
  ['EKS Pod Identity', { Service: 'pods.eks.amazonaws.com' }, ['sts:AssumeRole', 'sts:TagSession']],
])('%s is fine', (_title, principal, action) => {
  expect(found(principal, action)).toEqual([]);
});

test('a service that tags no sessions needs no sts:TagSession, and one entry names it', () => {
  expect(found(LAMBDA, ['sts:AssumeRole', 'sts:TagSession'])).toEqual(['unneededAction (at most info)']);
});
