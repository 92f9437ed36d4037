import rule from '../../../policies/endpoint/no-world-ingress';
import { factsOf, firstFactOf, resources } from '../facts';

const group = (...SecurityGroupIngress: object[]) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'demo', SecurityGroupIngress },
});
const ssh = (more: object) => ({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, ...more });
const found = (rule_: object, more: object = {}) => factsOf(rule, resources({ Group: group(rule_) }, { ...more }));
const place = '/SecurityGroupIngress/0';

test.each(['0.0.0.0/0', ' 0.0.0.0/0 ', '0.0.0.0/00', '128.0.0.0/1', '0.0.0.0/4'])('IPv4 %j is the world', (CidrIp) => {
  expect(found(ssh({ CidrIp }))).toEqual([`openToWorld Group ${place}/CidrIp`]);
});

test.each(['::/0', '0000::/0', '0:0:0:0:0:0:0:0/0', '::0/0', '0000:0000:0000:0000:0000:0000:0000:0000/0', '2000::/3'])(
  'IPv6 %j is the world',
  (CidrIpv6) => {
    expect(found(ssh({ CidrIpv6 }))).toEqual([`openToWorld Group ${place}/CidrIpv6`]);
  },
);

test.each(['10.0.0.0/8', '3.251.148.96/29', '255.255.255.255/32', '192.168.0.0/16', '54.0.0.0/8'])('%s is a network', (CidrIp) => {
  expect(found(ssh({ CidrIp }))).toEqual([]);
});

test('a single rule where a list belongs', () => {
  const single = {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { GroupDescription: 'demo', SecurityGroupIngress: ssh({ CidrIp: '0.0.0.0/0' }) },
  };
  expect(factsOf(rule, resources({ Group: single }))).toEqual(['openToWorld Group /SecurityGroupIngress/CidrIp']);
});

test('egress is not ingress', () => {
  const egress = {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { GroupDescription: 'demo', SecurityGroupEgress: [ssh({ CidrIp: '0.0.0.0/0' })] },
  };
  expect(factsOf(rule, resources({ Group: egress }))).toEqual([]);
});

test('ports are told as a person would', () => {
  const traffic = (more: object) => firstFactOf(rule, resources({ Group: group({ CidrIp: '0.0.0.0/0', ...more }) })).evidence;
  expect(traffic({ IpProtocol: 'tcp', FromPort: '22', ToPort: '22' })).toBe('0.0.0.0/0 tcp port 22');
  expect(traffic({ IpProtocol: '6', FromPort: 8000, ToPort: 8080 })).toBe('0.0.0.0/0 tcp ports 8000-8080');
  expect(traffic({ IpProtocol: -1 })).toBe('0.0.0.0/0 all traffic');
  expect(traffic({ IpProtocol: 'udp' })).toBe('0.0.0.0/0 every udp port');
  expect(traffic({ IpProtocol: 'tcp', FromPort: 0, ToPort: 65535 })).toBe('0.0.0.0/0 every tcp port');
  expect(traffic({ IpProtocol: '50' })).toBe('0.0.0.0/0 protocol 50');
});

test('answering a ping is a warning', () => {
  expect(found({ IpProtocol: 'icmp', FromPort: 8, ToPort: -1, CidrIp: '0.0.0.0/0' })).toEqual([
    `openToWorld Group ${place}/CidrIp (at most warning)`,
  ]);
});

test('a stand-alone rule is joined to its group', () => {
  const ingress = (more: object) => ({
    Type: 'AWS::EC2::SecurityGroupIngress',
    Properties: { GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, ...ssh(more) },
  });
  const template = resources({ Group: group(), Rule: ingress({ CidrIp: '0.0.0.0/0' }) });
  expect(factsOf(rule, template)).toEqual(['openToWorld Rule /CidrIp']);
  expect(firstFactOf(rule, template).data?.name).toBe('Group');
  const eighths = Array.from({ length: 256 }, (_, first) => ssh({ CidrIp: `${first}.0.0.0/8` }));
  const [last, ...others] = eighths.reverse();
  expect(factsOf(rule, resources({ Group: group(...others), Rule: ingress(last ?? {}) }))).toEqual([`openInParts Group ${place}/CidrIp`]);
});

test('parts for different ports or of different groups do not add up', () => {
  const halves = Array.from({ length: 256 }, (_, first) => ({
    IpProtocol: 'tcp',
    FromPort: first,
    ToPort: first,
    CidrIp: `${first}.0.0.0/8`,
  }));
  expect(factsOf(rule, resources({ Group: group(...halves) }))).toEqual([]);
});

test('a parameter is judged by its default, else said', () => {
  const rule_ = ssh({ CidrIp: { Ref: 'From' } });
  expect(found(rule_, { Parameters: { From: { Type: 'String', Default: '0.0.0.0/0' } } })).toEqual([`openToWorld Group ${place}/CidrIp`]);
  expect(found(rule_, { Parameters: { From: { Type: 'String', Default: '10.0.0.0/8' } } })).toEqual([]);
  expect(found(rule_, { Parameters: { From: { Type: 'String' } } })).toEqual([`undecidedSource Group ${place}/CidrIp (at most warning)`]);
});

test('the own VPC, and one address whatever it is, are narrow', () => {
  const Vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
  expect(factsOf(rule, resources({ Vpc, Group: group(ssh({ CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } })) }))).toEqual([]);
  expect(found(ssh({ CidrIp: { 'Fn::Sub': '${Office}/32' } }), { Parameters: { Office: { Type: 'String' } } })).toEqual([]);
  expect(found(ssh({ CidrIp: { 'Fn::Sub': '${Office}/0' } }), { Parameters: { Office: { Type: 'String' } } })).toHaveLength(1);
});

test('rules that a macro writes are said', () => {
  const macro = { 'Fn::Transform': { Name: 'Rules', Parameters: {} } };
  const open = { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'demo', SecurityGroupIngress: macro } };
  expect(factsOf(rule, resources({ Group: open }))).toEqual(['undecidedSource Group /SecurityGroupIngress']);
});

test('prefix lists of the input are joined, others are said once per rule', () => {
  const list = (Cidr: string) => ({ Type: 'AWS::EC2::PrefixList', Properties: { PrefixListName: 'l', Entries: [{ Cidr }] } });
  const byList = group(ssh({ SourcePrefixListId: { 'Fn::GetAtt': ['List', 'PrefixListId'] } }));
  expect(factsOf(rule, resources({ List: list('0.0.0.0/0'), Group: byList }))).toEqual([`openToWorld Group ${place}/SourcePrefixListId`]);
  expect(factsOf(rule, resources({ List: list('10.0.0.0/8'), Group: byList }))).toEqual([]);
  expect(found(ssh({ SourcePrefixListId: 'pl-3b927c52' }))).toEqual([`undecidedSource Group ${place}/SourcePrefixListId (at most info)`]);
});

test.each<[string, string, object]>([
  ['AWS::RDS::DBSecurityGroup', '/DBSecurityGroupIngress/0/CIDRIP', { DBSecurityGroupIngress: [{ CIDRIP: '0.0.0.0/0' }] }],
  ['AWS::RDS::DBSecurityGroupIngress', '/CIDRIP', { DBSecurityGroupName: 'g', CIDRIP: '0.0.0.0/0' }],
  ['AWS::Redshift::ClusterSecurityGroupIngress', '/CIDRIP', { ClusterSecurityGroupName: 'g', CIDRIP: '0.0.0.0/0' }],
  [
    'AWS::GameLift::Fleet',
    '/EC2InboundPermissions/0/IpRange',
    { EC2InboundPermissions: [{ IpRange: '0.0.0.0/0', Protocol: 'UDP', FromPort: 1, ToPort: 2 }] },
  ],
  ['AWS::MediaLive::InputSecurityGroup', '/WhitelistRules/0/Cidr', { WhitelistRules: [{ Cidr: '0.0.0.0/0' }] }],
  ['AWS::Lightsail::Instance', '/Networking/Ports/0/Cidrs/0', { Networking: { Ports: [{ Cidrs: ['0.0.0.0/0'], FromPort: 22 }] } }],
  ['AWS::Lightsail::Instance', '/Networking/Ports/0/Ipv6Cidrs/0', { Networking: { Ports: [{ Ipv6Cidrs: ['::/0'], FromPort: 22 }] } }],
  ['AWS::Lightsail::Instance', '/Networking/Ports/0', { Networking: { Ports: [{ FromPort: 22, ToPort: 22, Protocol: 'tcp' }] } }],
])('%s at %s', (Type, at, Properties) => {
  expect(factsOf(rule, resources({ Host: { Type, Properties: { ...Properties } } }))).toEqual([`openToWorld Host ${at}`]);
});

describe('load balancers', () => {
  const balancer = (Scheme?: string) => ({
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    Properties: { ...(Scheme === undefined ? {} : { Scheme }), SecurityGroups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] },
  });
  const Group = group({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' });

  test('without a scheme a load balancer faces the internet', () => {
    expect(factsOf(rule, resources({ Group, Balancer: balancer() }))).toEqual([`openLoadBalancer Group ${place}/CidrIp`]);
  });

  test('an internal one is a warning', () => {
    expect(factsOf(rule, resources({ Group, Balancer: balancer('internal') }))).toEqual([
      `openInternalLoadBalancer Group ${place}/CidrIp (at most warning)`,
    ]);
  });

  test('rules of other groups do not use the group', () => {
    const Rule = {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: { GroupId: 'sg-1', SourceSecurityGroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, ...ssh({}) },
    };
    expect(factsOf(rule, resources({ Group, Rule, Balancer: balancer('internal') }))).toHaveLength(1);
  });

  test('a group that something else carries too, or that an output hands on, is judged as such', () => {
    const Instance = { Type: 'AWS::EC2::Instance', Properties: { SecurityGroupIds: [{ Ref: 'Group' }] } };
    expect(factsOf(rule, resources({ Group, Instance, Balancer: balancer('internal') }))).toEqual([`openToWorld Group ${place}/CidrIp`]);
    const Outputs = { Group: { Value: { Ref: 'Group' }, Export: { Name: 'group' } } };
    expect(factsOf(rule, resources({ Group, Balancer: balancer('internal') }, { Outputs }))).toEqual([`openToWorld Group ${place}/CidrIp`]);
  });
});
