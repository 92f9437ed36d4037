import rule from '../../../policies/trust/no-foreign-oidc-subject';
import { factsWith } from '../settings-facts';

const found = (host: string, condition: object) =>
  factsWith(
    rule,
    {},
    {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${host}` },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: condition,
        },
      ],
    },
  );
const GITHUB = 'token.actions.githubusercontent.com';
const like = (host: string, sub: unknown) => found(host, { StringLike: { [`${host}:sub`]: sub } });

test.each([
  [GITHUB, '*'],
  [GITHUB, 'repo:*'],
  [GITHUB, 'repo:*/orders:*'],
  [GITHUB, 'repo:my-org*'],
  [GITHUB, 'repo:my-???/orders:ref:refs/heads/main'],
  [GITHUB, '*:ref:refs/heads/main'],
  [GITHUB, 'repo*'],
  ['gitlab.com', 'project_path:*:ref_type:branch:ref:main'],
  ['gitlab.com', 'project_path:my-group*/orders:*'],
  ['app.terraform.io', 'organization:*:project:orders:workspace:orders:run_phase:*'],
  ['app.terraform.io', 'organization:my-org*'],
  ['agent.buildkite.com', 'organization:*:pipeline:orders:*'],
])('%s: "%s" is also met by strangers', (host, sub) => {
  expect(like(host, sub)).toEqual(['strangers']);
});

test.each([
  [GITHUB, 'repo:my-org/*'],
  [GITHUB, 'repo:my-org/orders:*'],
  [GITHUB, 'job_workflow_ref:my-org/orders/.github/workflows/*'],
  ['gitlab.com', 'project_path:my-group/*:ref_type:branch:ref:main'],
  ['app.terraform.io', 'organization:my-org:*'],
  ['agent.buildkite.com', 'organization:my-org:*'],
  ['oidc.eks.eu-west-1.amazonaws.com/id/A', '*'],
])('%s: "%s" stays within the owner', (host, sub) => {
  expect(like(host, sub)).toEqual([]);
});

test('one value of several is enough', () => {
  expect(like(GITHUB, ['repo:my-org/orders:*', 'repo:*'])).toEqual(['strangers']);
});

test('the repository is judged like the subject', () => {
  expect(found(GITHUB, { StringLike: { [`${GITHUB}:repository`]: '*/orders' } })).toEqual(['strangers']);
});

test('under StringEquals a "*" is an ordinary character', () => {
  expect(found(GITHUB, { StringEquals: { [`${GITHUB}:sub`]: 'repo:*' } })).toEqual([]);
});

test('all conditions hold together: the narrowest decides', () => {
  const both = { StringLike: { [`${GITHUB}:sub`]: 'repo:*' }, StringEquals: { [`${GITHUB}:repository`]: 'my-org/orders' } };
  expect(found(GITHUB, both)).toEqual([]);
});
