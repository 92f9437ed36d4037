import rule from '../../../policies/trust/no-broad-oidc-subject';
import { factsWith } from '../settings-facts';

const GITHUB = 'token.actions.githubusercontent.com';
const EKS = 'oidc.eks.eu-west-1.amazonaws.com/id/A';
const found = (host: string, operator: string, sub: unknown) =>
  factsWith(
    rule,
    {},
    {
      Statement: {
        Effect: 'Allow',
        Principal: { Federated: { 'Fn::Sub': `arn:aws:iam::\${AWS::AccountId}:oidc-provider/${host}` } },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { [operator]: { [`${host}:sub`]: sub } },
      },
    },
  );

test.each([
  [GITHUB, 'repo:my-org/*', 'everyWorkload'],
  [GITHUB, 'repo:my-org/*:ref:refs/heads/main', 'everyWorkload'],
  [GITHUB, 'repo:my-org/orders*', 'severalWorkloads (at most warning)'],
  [GITHUB, 'repo:my-org/orders:*', 'anyRef (at most warning)'],
  [GITHUB, 'repo:my-org/orders:pull*', 'anyRef (at most warning)'],
  ['gitlab.com', 'project_path:my-group/*', 'everyWorkload'],
  ['gitlab.com', 'project_path:my-group/orders:*', 'anyRef (at most warning)'],
  ['app.terraform.io', 'organization:my-org:*', 'everyWorkload'],
  ['app.terraform.io', 'organization:my-org:project:orders:workspace:*:run_phase:*', 'severalWorkloads (at most warning)'],
  ['agent.buildkite.com', 'organization:my-org:*', 'everyWorkload'],
  [EKS, '*', 'everyWorkload'],
  [EKS, 'system:serviceaccount:*:*', 'everyWorkload'],
  [EKS, 'system:serviceaccount:*', 'everyWorkload'],
  [EKS, 'system:serviceaccount:orders:*', 'severalWorkloads (at most warning)'],
  [EKS, 'system:serviceaccount:*:orders', 'severalWorkloads (at most warning)'],
  ['login.example.com', '*', 'everyWorkload'],
])('%s: "%s"', (host, sub, expected) => {
  expect(found(host, 'StringLike', sub)).toEqual([expected]);
});

test.each([
  [GITHUB, 'repo:my-org/orders:ref:refs/heads/release/*'],
  [GITHUB, 'repo:my-org/orders:environment:*'],
  [GITHUB, 'repo:my-org/orders:ref:refs/heads/main'],
  [GITHUB, 'repo:*'],
  ['app.terraform.io', 'organization:my-org:project:orders:workspace:orders:run_phase:*'],
  ['agent.buildkite.com', 'organization:my-org:pipeline:orders:*'],
  [EKS, 'system:serviceaccount:orders:api'],
  ['login.example.com', 'auth0|*'],
])('%s: "%s" is fine, or left to another rule', (host, sub) => {
  expect(found(host, 'StringLike', sub)).toEqual([]);
});

test('pull requests are a warning, also without a pattern', () => {
  expect(found(GITHUB, 'StringEquals', 'repo:my-org/orders:pull_request')).toEqual(['pullRequests (at most warning)']);
});

test('a name that another resource gives is a name', () => {
  expect(found(GITHUB, 'StringLike', { 'Fn::Sub': 'repo:my-org/${AWS::StackName}:ref:refs/heads/main' })).toEqual([]);
  expect(found(GITHUB, 'StringLike', { 'Fn::Sub': 'repo:my-org/${AWS::StackName}:*' })).toEqual(['anyRef (at most warning)']);
});
