import rule from '../../../policies/endpoint/require-kafka-authentication';
import { factsOf, modelWith, resources } from '../facts';

const cluster = (ClientAuthentication?: object) =>
  resources({ Cluster: { Type: 'AWS::MSK::Cluster', Properties: { ClusterName: 'orders', ClientAuthentication } } });
const iam = { Sasl: { Iam: { Enabled: true } } };
const place = '/ClientAuthentication/Unauthenticated/Enabled';

test('clients without a name, also beside those that have one', () => {
  expect(factsOf(rule, cluster({ Unauthenticated: { Enabled: true } }))).toEqual([`unauthenticated Cluster ${place}`]);
  expect(factsOf(rule, cluster({ ...iam, Unauthenticated: { Enabled: 'true' } }))).toEqual([`unauthenticated Cluster ${place}`]);
});

test.each([
  iam,
  { ...iam, Unauthenticated: { Enabled: false } },
  { Sasl: { Scram: { Enabled: 'true' } } },
  { Tls: { Enabled: true } },
  { Tls: { CertificateAuthorityArnList: ['arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/1'] } },
])('%j names its clients', (authentication) => {
  expect(factsOf(rule, cluster(authentication))).toEqual([]);
});

test('a cluster that names no way, or switches every one off', () => {
  expect(factsOf(rule, cluster())).toEqual(['unauthenticatedByDefault Cluster  (at most info)']);
  expect(factsOf(rule, cluster({ Sasl: { Iam: { Enabled: false } } }))).toEqual(['unauthenticatedByDefault Cluster  (at most info)']);
  expect(factsOf(rule, cluster({ Unauthenticated: { Enabled: false } }))).toEqual(['unauthenticatedByDefault Cluster  (at most info)']);
});

test('a serverless cluster takes IAM only', () => {
  expect(factsOf(rule, resources({ Cluster: { Type: 'AWS::MSK::ServerlessCluster', Properties: {} } }))).toEqual([]);
});

test('a cluster that is open on purpose', () => {
  expect([...rule.check(modelWith({ publicEndpoints: ['Cluster'] }, cluster({ Unauthenticated: { Enabled: true } })))]).toEqual([]);
});
