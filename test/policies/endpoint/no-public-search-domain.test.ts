import rule from '../../../policies/endpoint/no-public-search-domain';
import { factsOf, resources } from '../facts';

const found = (properties: object, more: object = {}, type = 'AWS::OpenSearchService::Domain') =>
  factsOf(rule, resources({ Search: { Type: type, Properties: properties } }, more));

test.each(['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'])('%s without subnets is on the internet', (type) => {
  expect(found({}, {}, type)).toEqual(['publicEndpoint Search ']);
  expect(found({ VPCOptions: { SubnetIds: ['subnet-1'] } }, {}, type)).toEqual([]);
});

test('an empty list, AWS::NoValue and options without subnets are no VPC', () => {
  expect(found({ VPCOptions: { SubnetIds: [] } })).toEqual(['publicEndpoint Search /VPCOptions']);
  expect(found({ VPCOptions: { SecurityGroupIds: ['sg-1'] } })).toEqual(['publicEndpoint Search /VPCOptions']);
  expect(found({ VPCOptions: { Ref: 'AWS::NoValue' } })).toEqual(['publicEndpoint Search ']);
});

test('one branch on the internet is enough', () => {
  const Conditions = { InVpc: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  const VPCOptions = { 'Fn::If': ['InVpc', { SubnetIds: ['subnet-1'] }, { Ref: 'AWS::NoValue' }] };
  expect(found({ VPCOptions }, { Conditions })).toEqual(['publicEndpoint Search ']);
});

test('subnets that come from elsewhere are subnets', () => {
  const Parameters = { Subnet: { Type: 'AWS::EC2::Subnet::Id' } };
  expect(found({ VPCOptions: { SubnetIds: [{ Ref: 'Subnet' }] } }, { Parameters })).toEqual([]);
  expect(found({ VPCOptions: { SubnetIds: { 'Fn::Split': [',', { 'Fn::ImportValue': 'subnets' }] } } })).toEqual([]);
});

test('anonymous requests count wherever the domain is, whatever the text is', () => {
  const VPCOptions = { SubnetIds: ['subnet-1'] };
  expect(found({ VPCOptions, AdvancedSecurityOptions: { AnonymousAuthEnabled: 'True' } })).toEqual([
    'anonymous Search /AdvancedSecurityOptions/AnonymousAuthEnabled',
  ]);
  expect(found({ VPCOptions, AdvancedSecurityOptions: { AnonymousAuthEnabled: false } })).toEqual([]);
});
