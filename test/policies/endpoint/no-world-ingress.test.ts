import type { Settings } from '../../../lib/core/options';
import rule from '../../../policies/endpoint/no-world-ingress';
import { factsOf, firstFactOf, modelWith, resources } from '../facts';

const group = (...SecurityGroupIngress: object[]) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'demo', SecurityGroupIngress },
});
const web = (more: object) => ({ IpProtocol: 'tcp', FromPort: 8443, ToPort: 8443, ...more });
const found = (rule_: object, more: object = {}) => factsOf(rule, resources({ Group: group(rule_) }, { ...more }));
const place = '/SecurityGroupIngress/0';

test.each(['0.0.0.0/0', ' 0.0.0.0/0 ', '0.0.0.0/00', '128.0.0.0/1', '0.0.0.0/4'])('IPv4 %j is the world', (CidrIp) => {
  expect(found(web({ CidrIp }))).toEqual([`openToWorld Group ${place}/CidrIp`]);
});

test.each(['::/0', '0000::/0', '0:0:0:0:0:0:0:0/0', '::0/0', '0000:0000:0000:0000:0000:0000:0000:0000/0', '2000::/3'])(
  'IPv6 %j is the world',
  (CidrIpv6) => {
    expect(found(web({ CidrIpv6 }))).toEqual([`openToWorld Group ${place}/CidrIpv6`]);
  },
);

test.each(['10.0.0.0/8', '3.251.148.96/29', '255.255.255.255/32', '192.168.0.0/16', '54.0.0.0/8'])('%s is a network', (CidrIp) => {
  expect(found(web({ CidrIp }))).toEqual([]);
});

test('a single rule where a list belongs', () => {
  const single = {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { GroupDescription: 'demo', SecurityGroupIngress: web({ CidrIp: '0.0.0.0/0' }) },
  };
  expect(factsOf(rule, resources({ Group: single }))).toEqual(['openToWorld Group /SecurityGroupIngress/CidrIp']);
});

test('egress is not ingress', () => {
  const egress = {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { GroupDescription: 'demo', SecurityGroupEgress: [web({ CidrIp: '0.0.0.0/0' })] },
  };
  expect(factsOf(rule, resources({ Group: egress }))).toEqual([]);
});

test('ports are told as a person would', () => {
  const traffic = (more: object) => firstFactOf(rule, resources({ Group: group({ CidrIp: '0.0.0.0/0', ...more }) })).evidence;
  expect(traffic({ IpProtocol: 'tcp', FromPort: '443', ToPort: '443' })).toBe('0.0.0.0/0 tcp port 443');
  expect(traffic({ IpProtocol: '17', FromPort: 53 })).toBe('0.0.0.0/0 udp port 53');
  expect(traffic({ IpProtocol: 'tcp', FromPort: { Ref: 'AWS::Region' }, ToPort: 1 })).toBe('0.0.0.0/0 tcp ports ${AWS::Region}-1');
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
    Properties: { GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, ...web(more) },
  });
  const template = resources({ Group: group(), Rule: ingress({ CidrIp: '0.0.0.0/0' }) });
  expect(factsOf(rule, template)).toEqual(['openToWorld Rule /CidrIp']);
  expect(firstFactOf(rule, template).data?.name).toBe('Group');
  const eighths = Array.from({ length: 256 }, (_, first) => web({ CidrIp: `${first}.0.0.0/8` }));
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
  const rule_ = web({ CidrIp: { Ref: 'From' } });
  expect(found(rule_, { Parameters: { From: { Type: 'String', Default: '0.0.0.0/0' } } })).toEqual([`openToWorld Group ${place}/CidrIp`]);
  expect(found(rule_, { Parameters: { From: { Type: 'String', Default: '10.0.0.0/8' } } })).toEqual([]);
  expect(found(rule_, { Parameters: { From: { Type: 'String' } } })).toEqual([`undecidedSource Group ${place}/CidrIp (at most warning)`]);
});

test('the own VPC, and one address whatever it is, are narrow', () => {
  const Vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
  expect(factsOf(rule, resources({ Vpc, Group: group(web({ CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } })) }))).toEqual([]);
  expect(found(web({ CidrIp: { 'Fn::Sub': '${Office}/32' } }), { Parameters: { Office: { Type: 'String' } } })).toEqual([]);
  expect(found(web({ CidrIp: { 'Fn::Sub': '${Office}/0' } }), { Parameters: { Office: { Type: 'String' } } })).toHaveLength(1);
});

test('rules that a macro writes are said', () => {
  const macro = { 'Fn::Transform': { Name: 'Rules', Parameters: {} } };
  const open = { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'demo', SecurityGroupIngress: macro } };
  expect(factsOf(rule, resources({ Group: open }))).toEqual(['undecidedSource Group /SecurityGroupIngress']);
});

test('prefix lists of the input are joined, others are said once per rule', () => {
  const list = (Cidr: string) => ({ Type: 'AWS::EC2::PrefixList', Properties: { PrefixListName: 'l', Entries: [{ Cidr }] } });
  const byList = group(web({ SourcePrefixListId: { 'Fn::GetAtt': ['List', 'PrefixListId'] } }));
  expect(factsOf(rule, resources({ List: list('0.0.0.0/0'), Group: byList }))).toEqual([`openToWorld Group ${place}/SourcePrefixListId`]);
  expect(factsOf(rule, resources({ List: list('10.0.0.0/8'), Group: byList }))).toEqual([]);
  expect(found(web({ SourcePrefixListId: 'pl-3b927c52' }))).toEqual([`undecidedSource Group ${place}/SourcePrefixListId (at most info)`]);
});

test.each<[string, string, object]>([
  ['AWS::RDS::DBSecurityGroup', '/DBSecurityGroupIngress/0/CIDRIP', { DBSecurityGroupIngress: [{ CIDRIP: '0.0.0.0/0' }] }],
  ['AWS::RDS::DBSecurityGroupIngress', '/CIDRIP', { DBSecurityGroupName: 'g', CIDRIP: '0.0.0.0/0' }],
  ['AWS::Redshift::ClusterSecurityGroupIngress', '/CIDRIP', { ClusterSecurityGroupName: 'g', CIDRIP: '0.0.0.0/0' }],
  [
    'AWS::GameLift::Fleet',
    '/EC2InboundPermissions/0/IpRange (at most warning)',
    { EC2InboundPermissions: [{ IpRange: '0.0.0.0/0', Protocol: 'UDP', FromPort: 7777, ToPort: 7777 }] },
  ],
  ['AWS::MediaLive::InputSecurityGroup', '/WhitelistRules/0/Cidr', { WhitelistRules: [{ Cidr: '0.0.0.0/0' }] }],
  [
    'AWS::Lightsail::Instance',
    '/Networking/Ports/0/Cidrs/0',
    { Networking: { Ports: [{ Cidrs: ['0.0.0.0/0'], Protocol: 'tcp', FromPort: 443 }] } },
  ],
  [
    'AWS::Lightsail::Instance',
    '/Networking/Ports/0/Ipv6Cidrs/0',
    { Networking: { Ports: [{ Ipv6Cidrs: ['::/0'], Protocol: 'tcp', FromPort: 443 }] } },
  ],
  ['AWS::Lightsail::Instance', '/Networking/Ports/0', { Networking: { Ports: [{ FromPort: 443, ToPort: 443, Protocol: 'tcp' }] } }],
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
    expect(factsOf(rule, resources({ Group, Balancer: balancer() }))).toEqual([`openLoadBalancer Group ${place}/CidrIp (at most warning)`]);
  });

  test('a port that is not of the web stays an error; one of administration has a rule of its own unless it serves the web', () => {
    const open = (port: number) => group({ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: '0.0.0.0/0' });
    expect(factsOf(rule, resources({ Group: open(8443), Balancer: balancer() }))).toEqual([`openLoadBalancer Group ${place}/CidrIp`]);
    expect(factsOf(rule, resources({ Group: open(8080), Balancer: balancer() }))).toEqual([`openLoadBalancer Group ${place}/CidrIp`]);
    expect(factsOf(rule, resources({ Group: open(22), Balancer: balancer() }))).toEqual([]);
  });

  test('an internal one is a warning', () => {
    expect(factsOf(rule, resources({ Group, Balancer: balancer('internal') }))).toEqual([
      `openInternalLoadBalancer Group ${place}/CidrIp (at most warning)`,
    ]);
  });

  test('rules of other groups do not use the group', () => {
    const Rule = {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: { GroupId: 'sg-1', SourceSecurityGroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, ...web({}) },
    };
    expect(factsOf(rule, resources({ Group, Rule, Balancer: balancer('internal') }))).toHaveLength(1);
  });

  test('a group that something else carries too, or that an output hands on, is judged as such', () => {
    const Instance = { Type: 'AWS::EC2::Instance', Properties: { SecurityGroupIds: [{ Ref: 'Group' }] } };
    expect(factsOf(rule, resources({ Group, Instance, Balancer: balancer('internal') }))).toEqual([`openToWorld Group ${place}/CidrIp`]);
    const named = { Type: 'AWS::SSM::Parameter', Properties: { Value: { 'Fn::Sub': '${Group.GroupId}' } } };
    expect(factsOf(rule, resources({ Group, named, Balancer: balancer('internal') }))).toEqual([`openToWorld Group ${place}/CidrIp`]);
    const Outputs = { Group: { Value: { Ref: 'Group' }, Export: { Name: 'group' } } };
    expect(factsOf(rule, resources({ Group, Balancer: balancer('internal') }, { Outputs }))).toEqual([`openToWorld Group ${place}/CidrIp`]);
  });
});

describe('settings', () => {
  const Group = group(web({ CidrIp: '0.0.0.0/0' }), web({ CidrIp: '8.0.0.0/6' }));
  const with_ = (settings: Partial<Settings>) => [...rule.check(modelWith(settings, resources({ Group })))].map(({ evidence }) => evidence);

  test('an own network is no stranger, and the internet is never own', () => {
    expect(with_({})).toEqual(['0.0.0.0/0 tcp port 8443', '8.0.0.0/6 tcp port 8443']);
    expect(with_({ trustedNetworks: ['8.0.0.0/7', '10.0.0.0/7'] })).toEqual(['0.0.0.0/0 tcp port 8443']);
    expect(with_({ trustedNetworks: ['8.0.0.0/7'] })).toHaveLength(2);
  });

  test('a group that is public on purpose, by itself or by its load balancer', () => {
    expect(with_({ publicEndpoints: ['Group'] })).toEqual([]);
    const Balancer = { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { SecurityGroups: [{ Ref: 'Group' }] } };
    const check = (publicEndpoints: string[]) => [...rule.check(modelWith({ publicEndpoints }, resources({ Group, Balancer })))];
    expect(check(['Balancer'])).toEqual([]);
    expect(check(['Another'])).toHaveLength(2);
  });
});

test('the branches of a condition are read together', () => {
  const Conditions = { Open: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  const choice = (open: string | number, closed: string | number) => ({ 'Fn::If': ['Open', open, closed] });
  const both = web({ FromPort: choice(443, 22), ToPort: choice(443, 22), CidrIp: choice('0.0.0.0/0', '10.0.0.0/8') });
  expect(found(both, { Conditions })).toEqual([`openToWorld Group ${place}/CidrIp/Fn::If/1`]);
});
