import rule from '../../../policies/observability/require-request-log';
import { factsOf, resources } from '../facts';

const balancer = (properties: object) => ({ Lb: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: properties } });
const attribute = (Value: unknown) => ({
  LoadBalancerAttributes: [
    { Key: 'deletion_protection.enabled', Value: 'true' },
    { Key: 'access_logs.s3.enabled', Value },
  ],
});

test('an application load balancer says so in its attributes', () => {
  expect(factsOf(rule, resources(balancer({})))).toEqual(['balancerNotLogged Lb ']);
  expect(factsOf(rule, resources(balancer(attribute(true))))).toEqual([]);
  expect(factsOf(rule, resources(balancer(attribute('false'))))).toEqual(['balancerNotLogged Lb /LoadBalancerAttributes']);
  expect(factsOf(rule, resources(balancer(attribute({ 'Fn::ImportValue': 'logs' }))))).toEqual([]);
});

test('a network load balancer logs TLS alone, a gateway nothing', () => {
  const network = balancer({ Type: 'network' });
  const listener = (Protocol: string) => ({
    Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { Protocol, LoadBalancerArn: { Ref: 'Lb' } } },
  });
  expect(factsOf(rule, resources({ ...network, ...listener('TCP') }))).toEqual([]);
  expect(factsOf(rule, resources({ ...network, ...listener('TLS') }))).toEqual(['balancerNotLogged Lb ']);
  expect(factsOf(rule, resources(balancer({ Type: 'gateway' })))).toEqual([]);
});

test('a classic load balancer has a policy', () => {
  const classic = (properties: object) =>
    factsOf(rule, resources({ Lb: { Type: 'AWS::ElasticLoadBalancing::LoadBalancer', Properties: properties } }));
  expect(classic({})).toEqual(['classicBalancerNotLogged Lb ']);
  expect(classic({ AccessLoggingPolicy: { Enabled: 'true' } })).toEqual([]);
});

test('a distribution logs by its own word, by a delivery, or in real time', () => {
  const site = (config: object) => ({ Site: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: config } } });
  const source = (arn: unknown) => ({ Source: { Type: 'AWS::Logs::DeliverySource', Properties: { ResourceArn: arn } } });
  expect(factsOf(rule, resources(site({})))).toEqual(['distributionNotLogged Site ']);
  expect(factsOf(rule, resources(site({ DefaultCacheBehavior: { RealtimeLogConfigArn: 'arn' } })))).toEqual([]);
  expect(factsOf(rule, resources({ ...site({}), ...source({ 'Fn::Sub': 'arn:aws:cloudfront::1:distribution/${Site}' }) }))).toEqual([]);
  expect(factsOf(rule, resources({ ...site({}), ...source('arn:aws:cloudfront::1:distribution/OTHER') }))).toEqual([
    'distributionNotLogged Site ',
  ]);
});

test('a web ACL logs by a configuration that names it', () => {
  const acl = { Acl: { Type: 'AWS::WAFv2::WebACL', Properties: {} } };
  const logging = (arn: unknown) => ({ Logging: { Type: 'AWS::WAFv2::LoggingConfiguration', Properties: { ResourceArn: arn } } });
  expect(factsOf(rule, resources(acl))).toEqual(['webAclNotLogged Acl ']);
  expect(factsOf(rule, resources({ ...acl, ...logging({ 'Fn::GetAtt': ['Acl', 'Arn'] }) }))).toEqual([]);
});
