import rule from '../../../policies/endpoint/no-public-subnet';
import { factsOf, modelWith, resources } from '../facts';

const subnet = (Properties: object) => resources({ Subnet: { Type: 'AWS::EC2::Subnet', Properties } });

test.each([true, 'true', 'True'])('MapPublicIpOnLaunch %j gives public addresses', (MapPublicIpOnLaunch) => {
  expect(factsOf(rule, subnet({ MapPublicIpOnLaunch }))).toEqual(['publicAddresses Subnet /MapPublicIpOnLaunch']);
});

test.each([false, 'false', 'False', { Ref: 'AWS::NoValue' }, undefined])('MapPublicIpOnLaunch %j does not', (MapPublicIpOnLaunch) => {
  expect(factsOf(rule, subnet({ MapPublicIpOnLaunch }))).toEqual([]);
});

test("the public subnets of CDK's VPC are information", () => {
  const tags = (Value: string) => [
    { Key: 'aws-cdk:subnet-name', Value: 'Public' },
    { Key: 'aws-cdk:subnet-type', Value },
  ];
  expect(factsOf(rule, subnet({ MapPublicIpOnLaunch: true, Tags: tags('Public') }))).toEqual([
    'publicAddresses Subnet /MapPublicIpOnLaunch (at most info)',
  ]);
  expect(factsOf(rule, subnet({ MapPublicIpOnLaunch: true, Tags: tags('Private') }))).toEqual([
    'publicAddresses Subnet /MapPublicIpOnLaunch',
  ]);
});

test('IPv6 addresses are information', () => {
  expect(factsOf(rule, subnet({ AssignIpv6AddressOnCreation: 'true' }))).toEqual([
    'ipv6Addresses Subnet /AssignIpv6AddressOnCreation (at most info)',
  ]);
  expect(factsOf(rule, subnet({ AssignIpv6AddressOnCreation: false }))).toEqual([]);
});

test('a subnet that is public on purpose', () => {
  expect([...rule.check(modelWith({ publicEndpoints: ['Subnet'] }, subnet({ MapPublicIpOnLaunch: true })))]).toEqual([]);
});

test('a choice of the deployment is information', () => {
  const template = { ...subnet({ MapPublicIpOnLaunch: { Ref: 'Public' } }), Parameters: { Public: { Type: 'String' } } };
  expect(factsOf(rule, template)).toEqual(['undecided Subnet /MapPublicIpOnLaunch (at most info)']);
});
