import rule from '../../../policies/endpoint/no-public-cluster-endpoint';
import { factsOf, modelWith, resources } from '../facts';

const cluster = (ResourcesVpcConfig: object) => resources({ Cluster: { Type: 'AWS::EKS::Cluster', Properties: { ResourcesVpcConfig } } });
const custom = (resourcesVpcConfig: object) =>
  resources({ Cluster: { Type: 'Custom::AWSCDK-EKS-Cluster', Properties: { Config: { name: 'c', resourcesVpcConfig } } } });

test('the endpoint is public by default, to the whole internet', () => {
  expect(factsOf(rule, cluster({}))).toEqual(['open Cluster /ResourcesVpcConfig']);
  expect(factsOf(rule, resources({ Cluster: { Type: 'AWS::EKS::Cluster', Properties: {} } }))).toEqual(['open Cluster ']);
  expect(factsOf(rule, cluster({ EndpointPublicAccess: 'true' }))).toEqual(['open Cluster /ResourcesVpcConfig/EndpointPublicAccess']);
  expect(factsOf(rule, cluster({ EndpointPrivateAccess: true }))).toEqual(['open Cluster /ResourcesVpcConfig']);
  expect(factsOf(rule, cluster({ EndpointPublicAccess: 'false' }))).toEqual([]);
});

test.each([['0.0.0.0/0'], ['0.0.0.0/1', '128.0.0.0/1'], ['198.18.0.0/24', '::/0']])(
  'networks %j ... are the internet',
  (...PublicAccessCidrs) => {
    expect(factsOf(rule, cluster({ EndpointPublicAccess: true, PublicAccessCidrs }))).toHaveLength(1);
    expect(factsOf(rule, cluster({ EndpointPublicAccess: true, PublicAccessCidrs }))[0]).toMatch(/^open/);
    expect(factsOf(rule, cluster({ EndpointPublicAccess: false, PublicAccessCidrs }))).toEqual([]);
  },
);

test('named networks are a warning, own ones nothing', () => {
  const narrow = cluster({ PublicAccessCidrs: ['198.18.0.0/24'] });
  expect(factsOf(rule, narrow)).toEqual(['narrow Cluster /ResourcesVpcConfig/PublicAccessCidrs/0 (at most warning)']);
  expect([...rule.check(modelWith({ trustedNetworks: ['198.18.0.0/16'] }, narrow))]).toEqual([]);
  expect([...rule.check(modelWith({ publicEndpoints: ['Cluster'] }, narrow))]).toEqual([]);
});

test('the custom resource of CDK', () => {
  expect(factsOf(rule, custom({ endpointPublicAccess: true, endpointPrivateAccess: true }))).toEqual([
    'open Cluster /Config/resourcesVpcConfig/endpointPublicAccess',
  ]);
  expect(factsOf(rule, custom({ endpointPublicAccess: true, publicAccessCidrs: ['198.18.0.0/24'] }))).toEqual([
    'narrow Cluster /Config/resourcesVpcConfig/endpointPublicAccess (at most warning)',
  ]);
  expect(factsOf(rule, custom({ endpointPublicAccess: false, endpointPrivateAccess: true }))).toEqual([]);
});

test('what the deployment decides', () => {
  const Parameters = { Open: { Type: 'String' } };
  const template = resources(
    { Cluster: { Type: 'AWS::EKS::Cluster', Properties: { ResourcesVpcConfig: { EndpointPublicAccess: { Ref: 'Open' } } } } },
    { Parameters },
  );
  expect(factsOf(rule, template)).toEqual(['undecided Cluster /ResourcesVpcConfig/EndpointPublicAccess']);
});
