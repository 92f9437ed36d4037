import rule from '../../../policies/endpoint/no-world-egress';
import { factsOf, modelOf, modelWith, resources } from '../facts';

const group = (SecurityGroupEgress?: unknown, more: object = {}) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'demo', ...(SecurityGroupEgress === undefined ? {} : { SecurityGroupEgress }) },
  ...more,
});
const found = (egress?: unknown, more: object = {}) => factsOf(rule, resources({ Group: group(egress) }, more));
const place = '/SecurityGroupEgress/0';
const tcp = (port: number, more: object = { CidrIp: '0.0.0.0/0' }) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...more });

test.each([{ CidrIp: '0.0.0.0/0' }, { CidrIpv6: '0000::/0' }])('everything to %j', (to) => {
  const at = `${place}/${Object.keys(to)[0]}`;
  expect(found([{ IpProtocol: -1, ...to }])).toEqual([`everything Group ${at}`]);
  expect(found([{ IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, ...to }])).toEqual([`everything Group ${at}`]);
});

test('unusual ports to the world; the web, names and time are usual', () => {
  expect(found([tcp(22)])).toEqual([`someTraffic Group ${place}/CidrIp`]);
  expect(found(tcp(34))).toEqual(['someTraffic Group /SecurityGroupEgress/CidrIp']);
  expect(found([{ ...tcp(1000), ToPort: 2000 }])).toEqual([`someTraffic Group ${place}/CidrIp`]);
  for (const port of [53, 80, 123, 443]) expect(found([tcp(port)])).toEqual([]);
});

test('known networks, groups and prefix lists', () => {
  expect(found([tcp(22, { CidrIp: '10.0.0.0/8' })])).toEqual([]);
  expect(found([tcp(22, { DestinationSecurityGroupId: 'sg-1' })])).toEqual([]);
  expect(found([tcp(22, { DestinationPrefixListId: 'pl-1' })])).toEqual([]);
  expect([
    ...rule.check(modelWith({ trustedNetworks: ['8.0.0.0/6'] }, resources({ Group: group([tcp(22, { CidrIp: '8.0.0.0/7' })]) }))),
  ]).toEqual([]);
});

test("CDK's own default is information, what somebody wrote by hand is not", () => {
  const all = (Description: string) => [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0', Description }];
  expect(found(all('Allow all outbound traffic by default'))).toEqual([`everything Group ${place}/CidrIp (at most info)`]);
  expect(found(all('from 0.0.0.0/0:ALL TRAFFIC'))).toEqual([`everything Group ${place}/CidrIp`]);
});

test('no rule is everything, also as an empty list', () => {
  expect(found()).toEqual(['byDefault Group ']);
  expect(found([])).toEqual(['byDefault Group ']);
  expect(found({ Ref: 'AWS::NoValue' })).toEqual(['byDefault Group /SecurityGroupEgress']);
});

test('a group of an L2 construct without rules is information', () => {
  const Group = group(undefined, { Metadata: { 'aws:cdk:path': 'Stack/Group/Resource' } });
  expect([...rule.check(modelOf(resources({ Group })))].map(({ atMost }) => atMost)).toEqual(['info']);
  const L1 = group(undefined, { Metadata: { 'aws:cdk:path': 'Stack/Group' } });
  expect([...rule.check(modelOf(resources({ L1 })))].map(({ atMost }) => atMost)).toEqual([undefined]);
});

test('a stand-alone rule takes the default away, and is judged itself', () => {
  const Rule = (more: object) => ({ Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: { Ref: 'Group' }, ...more } });
  expect(factsOf(rule, resources({ Group: group(), Rule: Rule(tcp(443)) }))).toEqual([]);
  expect(factsOf(rule, resources({ Group: group(), Rule: Rule(tcp(46)) }))).toEqual(['someTraffic Rule /CidrIp']);
  expect(factsOf(rule, resources({ Rule: { ...Rule({}), Properties: { GroupId: 'sg-1', ...tcp(45) } } }))).toEqual([
    'someTraffic Rule /CidrIp',
  ]);
});

test('a rule in one branch of a condition', () => {
  const Conditions = { Dev: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  const open = { IpProtocol: '-1', FromPort: '-1', ToPort: '-1', CidrIp: { 'Fn::FindInMap': ['Cidrs', 'dev', 'all'] } };
  const Mappings = { Cidrs: { dev: { all: '0.0.0.0/0' } } };
  expect(found([{ 'Fn::If': ['Dev', open, tcp(443)] }], { Conditions, Mappings })).toEqual([`everything Group ${place}/Fn::If/1/CidrIp`]);
});
