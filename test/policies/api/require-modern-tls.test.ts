import rule from '../../../policies/api/require-modern-tls';
import { factsOf, resources } from '../facts';

const found = (Type: string, Properties: object, more: object = {}) => factsOf(rule, resources({ It: { Type, Properties }, ...more }));

test.each([
  ['AWS::ApiGateway::DomainName', { SecurityPolicy: 'TLS_1_0' }, ['oldVersion It /SecurityPolicy']],
  ['AWS::ApiGateway::DomainName', { SecurityPolicy: 'TLS_1_2' }, []],
  ['AWS::ApiGateway::DomainName', { SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PQ_2025_09' }, []],
  ['AWS::ApiGateway::DomainName', {}, ['oldByDefault It ']],
  ['AWS::ApiGateway::DomainName', { EndpointConfiguration: { Types: ['EDGE'] } }, ['oldByDefault It ']],
  ['AWS::ApiGateway::DomainName', { EndpointConfiguration: { Types: ['REGIONAL'] } }, ['oldByDefault It  (at most info)']],
  ['AWS::ApiGateway::DomainNameV2', {}, []],
  [
    'AWS::ApiGatewayV2::DomainName',
    { DomainNameConfigurations: [{ SecurityPolicy: 'TLS_1_0' }] },
    ['oldVersion It /DomainNameConfigurations/0/SecurityPolicy'],
  ],
  ['AWS::ApiGatewayV2::DomainName', { DomainNameConfigurations: [{}] }, []],
  ['AWS::ApiGateway::RestApi', {}, []],
  ['AWS::ApiGateway::RestApi', { SecurityPolicy: 'TLS_1_0' }, ['oldVersion It /SecurityPolicy']],
  [
    'AWS::IoT::DomainConfiguration',
    { TlsConfig: { SecurityPolicy: 'IotSecurityPolicy_TLS12_1_0_2016_01' } },
    ['oldVersion It /TlsConfig/SecurityPolicy'],
  ],
  ['AWS::IoT::DomainConfiguration', { TlsConfig: { SecurityPolicy: 'IotSecurityPolicy_TLS13_1_2_2022_10' } }, []],
  ['AWS::ElasticLoadBalancingV2::Listener', { Protocol: 'HTTPS' }, ['oldByDefault It ']],
  ['AWS::ElasticLoadBalancingV2::Listener', { Protocol: 'TLS', SslPolicy: 'ELBSecurityPolicy-2016-08' }, ['oldVersion It /SslPolicy']],
  [
    'AWS::ElasticLoadBalancingV2::Listener',
    { Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-0-2021-06' },
    ['oldVersion It /SslPolicy'],
  ],
  ['AWS::ElasticLoadBalancingV2::Listener', { Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06' }, []],
  ['AWS::ElasticLoadBalancingV2::Listener', { Protocol: 'TCP' }, []],
  [
    'AWS::OpenSearchService::Domain',
    { DomainEndpointOptions: { EnforceHTTPS: true, TLSSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' } },
    [],
  ],
  ['AWS::OpenSearchService::Domain', { DomainEndpointOptions: { EnforceHTTPS: true } }, ['oldByDefault It /DomainEndpointOptions']],
  ['AWS::Elasticsearch::Domain', {}, ['oldByDefault It ', 'plainDomain It ']],
  ['AWS::Transfer::Server', {}, ['oldTransfer It ']],
  ['AWS::Transfer::Server', { SecurityPolicyName: 'TransferSecurityPolicy-2018-11' }, ['oldTransfer It /SecurityPolicyName']],
  ['AWS::Transfer::Server', { SecurityPolicyName: 'TransferSecurityPolicy-2024-01' }, []],
  ['AWS::Transfer::Server', { SecurityPolicyName: 'TransferSecurityPolicy-Restricted-2018-11' }, []],
  [
    'AWS::ElasticLoadBalancing::LoadBalancer',
    { Listeners: [{ Protocol: 'http' }, { Protocol: 'HTTPS' }] },
    ['plainListener It /Listeners/0/Protocol'],
  ],
])('%s with %j', (type, properties, facts) => {
  expect(found(type, properties)).toEqual(facts);
});

const listener = (actions: unknown[], LoadBalancerArn: unknown = 'arn') => ({
  Protocol: 'HTTP',
  Port: 80,
  DefaultActions: actions,
  LoadBalancerArn,
});
const redirect = (Protocol: string) => ({ Type: 'redirect', RedirectConfig: { Protocol, StatusCode: 'HTTP_301' } });
const type = 'AWS::ElasticLoadBalancingV2::Listener';
const plain = ['plainListener It /Protocol'];

test('a listener in plain HTTP may send to HTTPS and refuse, and nothing else', () => {
  expect(found(type, listener([{ Type: 'forward' }]))).toEqual(plain);
  expect(found(type, listener([redirect('HTTPS')]))).toEqual([]);
  expect(found(type, listener([redirect('HTTP')]))).toEqual(plain);
  expect(found(type, listener([redirect('#{protocol}')]))).toEqual(plain);
  expect(found(type, listener([{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }]))).toEqual([]);
  expect(found(type, listener([{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }]))).toEqual(plain);
});

test('the rules of a listener serve too', () => {
  const Rule = (action: object) => ({
    Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    Properties: { ListenerArn: { Ref: 'It' }, Actions: [action] },
  });
  expect(found(type, listener([redirect('HTTPS')]), { Rule: Rule({ Type: 'forward' }) })).toEqual(plain);
  expect(found(type, listener([redirect('HTTPS')]), { Rule: Rule(redirect('HTTPS')) })).toEqual([]);
});

test('plain HTTP within the network is information', () => {
  const Balancer = { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme: 'internal' } };
  expect(found(type, listener([{ Type: 'forward' }], { Ref: 'Balancer' }), { Balancer })).toEqual([
    'plainListener It /Protocol (at most info)',
  ]);
});
