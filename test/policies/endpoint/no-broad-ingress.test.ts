import rule from '../../../policies/endpoint/no-broad-ingress';
import { factsOf, modelWith, resources } from '../facts';

const group = (...SecurityGroupIngress: object[]) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'demo', SecurityGroupIngress },
});
const range = { IpProtocol: 'tcp', FromPort: '45', ToPort: 46 };
const place = '/SecurityGroupIngress/0';
const found = (each: object, more: object = {}) => factsOf(rule, resources({ Group: group(each), ...more }));

test('all traffic, every port and ranges from a network', () => {
  expect(found({ IpProtocol: -1, FromPort: 45, ToPort: 46, CidrIp: '1.2.3.5/16' })).toEqual([`everyPort Group ${place}/CidrIp`]);
  expect(found({ IpProtocol: 'udp', CidrIpv6: '2001:db8::/32' })).toEqual([`everyPort Group ${place}/CidrIpv6`]);
  expect(found({ ...range, CidrIp: '1.2.3.5/16' })).toEqual([`portRange Group ${place}/CidrIp`]);
  expect(found({ ...range, ToPort: '45', CidrIp: '1.2.3.5/16' })).toEqual([]);
  expect(found({ IpProtocol: 'icmp', FromPort: 0, ToPort: 8, CidrIp: '1.2.3.5/16' })).toEqual([]);
});

test('stand-alone rules and game servers', () => {
  const Rule = { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: 'sg-1', ...range, CidrIp: '1.2.3.5/16' } };
  expect(factsOf(rule, resources({ Rule }))).toEqual(['portRange Rule /CidrIp']);
  const permission = { IpRange: '10.1.0.0/24', Protocol: 'TCP', FromPort: '5758', ToPort: 60000 };
  const Fleet = { Type: 'AWS::GameLift::Fleet', Properties: { EC2InboundPermissions: [permission] } };
  expect(factsOf(rule, resources({ Fleet }))).toEqual(['portRange Fleet /EC2InboundPermissions/0/IpRange']);
});

test('the own VPC, as a reference or as its range, and own networks', () => {
  const Vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
  expect(found({ IpProtocol: '-1', CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }, { Vpc })).toEqual([]);
  expect(found({ IpProtocol: '-1', CidrIp: '10.0.128.0/17' }, { Vpc })).toEqual([]);
  expect(found({ IpProtocol: '-1', CidrIp: '10.0.0.0/8' }, { Vpc })).toEqual([`everyPort Group ${place}/CidrIp`]);
  const model = modelWith(
    { trustedNetworks: ['172.16.0.0/12'] },
    resources({ Group: group({ IpProtocol: '-1', CidrIp: '172.16.4.0/24' }) }),
  );
  expect([...rule.check(model)]).toEqual([]);
});

test('members of the group itself are usual, of another group information, with ports nothing', () => {
  const from = (SourceSecurityGroupId: unknown) => ({
    Type: 'AWS::EC2::SecurityGroupIngress',
    Properties: { GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, IpProtocol: '-1', SourceSecurityGroupId },
  });
  const Group = group();
  expect(factsOf(rule, resources({ Group, Rule: from({ Ref: 'Group' }) }))).toEqual([]);
  expect(factsOf(rule, resources({ Group, Rule: from({ 'Fn::GetAtt': ['Other', 'GroupId'] }), Other: group() }))).toEqual([
    'everyPortOfGroup Rule /SourceSecurityGroupId (at most info)',
  ]);
  expect(found({ ...range, SourceSecurityGroupId: 'sg-1' })).toEqual([]);
});

test('the world and what cannot be read are left to other rules', () => {
  expect(found({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' })).toEqual([]);
  expect(found({ IpProtocol: '-1', CidrIp: { Ref: 'AWS::StackName' } })).toEqual([]);
});
