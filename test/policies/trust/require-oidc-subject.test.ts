import rule from '../../../policies/trust/require-oidc-subject';
import { factsWith } from '../settings-facts';

const ASSUME = 'sts:AssumeRoleWithWebIdentity';
const GITHUB = 'token.actions.githubusercontent.com';
const arn = (host: string) => `arn:aws:iam::111122223333:oidc-provider/${host}`;
const statement = (Federated: unknown, Condition: object = {}, Action: unknown = ASSUME) => ({
  Effect: 'Allow',
  Principal: { Federated },
  Action,
  Condition,
});
const found = (federated: unknown, condition: object = {}, beside: object = {}) =>
  factsWith(rule, { beside }, { Statement: [statement(federated, condition)] });
const github = (condition: object) => found(arn(GITHUB), condition);

test.each([GITHUB, 'gitlab.com', 'app.terraform.io', 'agent.buildkite.com'])(
  '%s serves everybody: without a subject all of them',
  (host) => {
    expect(found(arn(host), { StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com' } })).toEqual(['anyTenant']);
  },
);

test.each([
  'oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C',
  'oidc.circleci.com/org/0f0f0f',
  'api.bitbucket.org/2.0/workspaces/orders/pipelines-config/identity/oidc',
  'gitlab.example.com',
  'token.actions.githubusercontent.com/my-enterprise',
])('%s serves one owner: without a subject all its workloads', (host) => {
  expect(found(arn(host), { StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com' } })).toEqual(['anyWorkload']);
});

test.each([
  ['accounts.google.com', 'aud'],
  ['graph.facebook.com', 'app_id'],
  ['www.amazon.com', 'app_id'],
])('%s tells applications apart by "%s", which is enough', (host, claim) => {
  expect(found(host)).toEqual(['anyUser']);
  expect(found(host, { StringEquals: { [`${host}:${claim}`]: 'orders' } })).toEqual([]);
});

test('any other provider needs a subject, and an application at least', () => {
  expect(found(arn('orders.eu.auth0.com'))).toEqual(['anyUser']);
  expect(found(arn('orders.eu.auth0.com'), { StringEquals: { 'orders.eu.auth0.com:aud': 'app' } })).toEqual([
    'audienceOnly (at most warning)',
  ]);
});

test.each([
  ['StringEquals', 'sub', 'repo:my-org/orders:ref:refs/heads/main'],
  ['StringLike', 'sub', 'repo:my-org/orders:*'],
  ['ForAnyValue:StringEquals', 'sub', 'repo:my-org/orders:ref:refs/heads/main'],
  ['StringEquals', 'SUB', 'repo:my-org/orders:ref:refs/heads/main'],
  ['StringEquals', 'repository', 'my-org/orders'],
  ['StringEquals', 'repository_id', '123456'],
  ['StringEquals', 'job_workflow_ref', 'my-org/orders/.github/workflows/deploy.yml@refs/heads/main'],
])('%s on "%s" names the workload', (operator, claim, value) => {
  expect(github({ [operator]: { [`${GITHUB}:${claim}`]: value } })).toEqual([]);
});

test.each(['StringEqualsIfExists', 'ForAllValues:StringEquals', 'StringNotEquals', 'ForAllValues:StringLike'])(
  '%s holds without the claim, or for all others',
  (operator) => {
    expect(github({ [operator]: { [`${GITHUB}:sub`]: 'repo:my-org/orders:ref:refs/heads/main' } })).toEqual(['anyTenant']);
  },
);

test('ForAllValues with a Null test demands the claim', () => {
  const sub = `${GITHUB}:sub`;
  expect(github({ 'ForAllValues:StringEquals': { [sub]: 'repo:my-org/orders:ref:refs/heads/main' }, Null: { [sub]: 'false' } })).toEqual(
    [],
  );
});

test('the actor alone does not name the workload', () => {
  expect(github({ StringEquals: { [`${GITHUB}:actor`]: 'maria' } })).toEqual(['anyTenant']);
});

test('conditions that a token writes, as CDK does for service accounts, are not known', () => {
  const beside = {
    Conditions: { Type: 'Custom::AWSCDKCfnJson', Properties: {} },
    Provider: {
      Type: 'Custom::AWSCDKOpenIdConnectProvider',
      Properties: { Url: 'https://oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C', ClientIDList: ['sts.amazonaws.com'] },
    },
  };
  expect(found({ Ref: 'Provider' }, { StringEquals: { 'Fn::GetAtt': ['Conditions', 'Value'] } }, beside)).toEqual([]);
  expect(found({ Ref: 'Provider' }, {}, beside)).toEqual(['anyWorkload']);
});

test('the provider may be a resource of the input', () => {
  const beside = { Provider: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: `https://${GITHUB}/` } } };
  expect(found({ Ref: 'Provider' }, {}, beside)).toEqual(['anyTenant']);
  expect(found({ 'Fn::GetAtt': ['Provider', 'Arn'] }, {}, beside)).toEqual(['anyTenant']);
});

test("the issuer of a cluster of the input is the cluster's", () => {
  const beside = {
    Cluster: { Type: 'AWS::EKS::Cluster', Properties: {} },
    Provider: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: { 'Fn::GetAtt': ['Cluster', 'OpenIdConnectIssuerUrl'] } } },
  };
  expect(found({ Ref: 'Provider' }, {}, beside)).toEqual(['anyWorkload']);
});

test('keys within a text, with a hole in the name of the provider', () => {
  const text = {
    'Fn::Sub':
      '{"Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::${AWS::AccountId}:oidc-provider/oidc.eks.${AWS::Region}.amazonaws.com/id/A"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"oidc.eks.${AWS::Region}.amazonaws.com/id/A:sub":"system:serviceaccount:a:b"}}}]}',
  };
  expect(factsWith(rule, {}, text)).toEqual([]);
});

test('a Deny for all other subjects is as good as a condition', () => {
  const deny = {
    Effect: 'Deny',
    Principal: '*',
    Action: ASSUME,
    Condition: { StringNotLike: { [`${GITHUB}:sub`]: 'repo:my-org/orders:*' } },
  };
  expect(factsWith(rule, {}, { Statement: [statement(arn(GITHUB)), deny] })).toEqual([]);
});

test('SAML, identity pools, other actions and a Deny are not its business', () => {
  expect(found('arn:aws:iam::111122223333:saml-provider/Okta')).toEqual([]);
  expect(found('cognito-identity.amazonaws.com')).toEqual([]);
  expect(factsWith(rule, {}, { Statement: [statement(arn(GITHUB), {}, 'sts:TagSession')] })).toEqual([]);
  expect(factsWith(rule, {}, { Statement: [{ ...statement(arn(GITHUB)), Effect: 'Deny' }] })).toEqual([]);
});
