import rule from '../../../policies/endpoint/no-internet-route';
import { factsOf, modelWith, resources } from '../facts';

const Gateway = { Type: 'AWS::EC2::InternetGateway' };
const route = (Properties: object, more: object = {}) => resources({ Gateway, Route: { Type: 'AWS::EC2::Route', Properties }, ...more });
const GatewayId = { Ref: 'Gateway' };

test.each([{ DestinationCidrBlock: '0.0.0.0/0' }, { DestinationIpv6CidrBlock: '::0/0' }, { DestinationCidrBlock: '0.0.0.0/1' }])(
  '%j to an internet gateway',
  (destination) => {
    expect(factsOf(rule, route({ ...destination, GatewayId }))).toEqual(['toInternetGateway Route /GatewayId']);
    expect(factsOf(rule, route({ ...destination, GatewayId: 'igw-0123' }))).toEqual(['toInternetGateway Route /GatewayId']);
  },
);

test('the route of a public subnet of CDK is information', () => {
  const Metadata = { 'aws:cdk:path': 'Stack/Vpc/PublicSubnet1/DefaultRoute' };
  const Route = { Type: 'AWS::EC2::Route', Metadata, Properties: { DestinationCidrBlock: '0.0.0.0/0', GatewayId } };
  expect(factsOf(rule, resources({ Gateway, Route }))).toEqual(['toInternetGateway Route /GatewayId (at most info)']);
});

test('other gateways and other destinations are not the internet', () => {
  const Vpn = { Type: 'AWS::EC2::VPNGateway', Properties: { Type: 'ipsec.1' } };
  const DestinationCidrBlock = '0.0.0.0/0';
  expect(factsOf(rule, route({ DestinationCidrBlock, GatewayId: { Ref: 'Vpn' } }, { Vpn }))).toEqual([]);
  expect(factsOf(rule, route({ DestinationCidrBlock, GatewayId: 'vgw-0123' }))).toEqual([]);
  expect(factsOf(rule, route({ DestinationCidrBlock, NatGatewayId: 'nat-0123' }))).toEqual([]);
  expect(factsOf(rule, route({ DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-0123' }))).toEqual([]);
  expect(factsOf(rule, route({ DestinationCidrBlock: '10.0.0.0/8', GatewayId }))).toEqual([]);
});

test('an exclusion that lets the internet in, or may', () => {
  const exclusion = (InternetGatewayExclusionMode: unknown, more: object = {}) =>
    resources({ Exclusion: { Type: 'AWS::EC2::VPCBlockPublicAccessExclusion', Properties: { InternetGatewayExclusionMode } } }, more);
  expect(factsOf(rule, exclusion('allow-bidirectional'))).toEqual(['excluded Exclusion /InternetGatewayExclusionMode']);
  expect(factsOf(rule, exclusion('allow-egress'))).toEqual([]);
  const Parameters = { Mode: { Type: 'String' } };
  expect(factsOf(rule, exclusion({ Ref: 'Mode' }, { Parameters }))).toEqual(['excluded Exclusion /InternetGatewayExclusionMode']);
});

test('blocking that blocks', () => {
  const options = (InternetGatewayBlockMode: string) =>
    resources({ Options: { Type: 'AWS::EC2::VPCBlockPublicAccessOptions', Properties: { InternetGatewayBlockMode } } });
  expect(factsOf(rule, options('block-ingress'))).toEqual([]);
  expect(factsOf(rule, options('block-bidirectional'))).toEqual([]);
  expect(factsOf(rule, options('off'))).toEqual(['notBlocked Options /InternetGatewayBlockMode']);
});

test('a route that is public on purpose', () => {
  const template = route({ DestinationCidrBlock: '0.0.0.0/0', GatewayId });
  expect([...rule.check(modelWith({ publicEndpoints: ['Route'] }, template))]).toEqual([]);
});
