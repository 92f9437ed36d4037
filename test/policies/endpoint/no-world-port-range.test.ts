import rule from '../../../policies/endpoint/no-world-port-range';
import { factsOf, firstFactOf, modelWith, resources } from '../facts';

const group = (...SecurityGroupIngress: object[]) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'demo', SecurityGroupIngress },
});
const open = (more: object) => ({ CidrIp: '0.0.0.0/0', ...more });
const place = '/SecurityGroupIngress/0/CidrIp';
const found = (each: object) => factsOf(rule, resources({ Group: group(each) }));
const evidence = (each: object) => firstFactOf(rule, resources({ Group: group(each) })).evidence;

test.each<[string, object]>([
  ['all traffic', { IpProtocol: '-1' }],
  ['all traffic', { IpProtocol: -1, FromPort: 443, ToPort: 443 }],
  ['every tcp port', { IpProtocol: 'tcp' }],
  ['every udp port', { IpProtocol: '17', FromPort: 0, ToPort: 65535 }],
  ['every tcp port', { IpProtocol: 'TCP', FromPort: '1', ToPort: '65535' }],
  ['every tcp port', { IpProtocol: 'tcp', FromPort: -1, ToPort: -1 }],
])('%s: %j', (text, each) => {
  expect(found(open(each))).toEqual([`allTraffic Group ${place}`]);
  expect(evidence(open(each))).toBe(`0.0.0.0/0 ${text}`);
});

test('a range names the ports of administration in it', () => {
  const range = open({ IpProtocol: 'tcp', FromPort: '20', ToPort: '30' });
  expect(found(range)).toEqual([`portRange Group ${place}`]);
  expect(firstFactOf(rule, resources({ Group: group(range) })).data?.among).toBe(', among them 20 (FTP), 21 (FTP), 22 (SSH), others');
  const harmless = open({ IpProtocol: 'tcp', FromPort: 8001, ToPort: 8009 });
  expect(firstFactOf(rule, resources({ Group: group(harmless) })).data?.among).toBe('');
});

test('one port, a ping and known networks are left to other rules', () => {
  expect(found(open({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22 }))).toEqual([]);
  expect(found(open({ IpProtocol: 'tcp', FromPort: 22 }))).toEqual([]);
  expect(found(open({ IpProtocol: 'icmp', FromPort: 0, ToPort: 65535 }))).toEqual([]);
  expect(found({ IpProtocol: '-1', CidrIp: '10.0.0.0/8' })).toEqual([]);
});

test('the ports of a game server are a warning, but not all of them', () => {
  const fleet = (...EC2InboundPermissions: object[]) => ({ Type: 'AWS::GameLift::Fleet', Properties: { EC2InboundPermissions } });
  const udp = (FromPort: number, ToPort: number) => ({ IpRange: '0.0.0.0/0', Protocol: 'UDP', FromPort, ToPort });
  expect(factsOf(rule, resources({ Fleet: fleet(udp(7000, 8000)) }))).toEqual([
    'portRange Fleet /EC2InboundPermissions/0/IpRange (at most warning)',
  ]);
  expect(factsOf(rule, resources({ Fleet: fleet(udp(1, 65535)) }))).toEqual(['allTraffic Fleet /EC2InboundPermissions/0/IpRange']);
});

test('a group that is public on purpose', () => {
  const template = resources({ Group: group(open({ IpProtocol: '-1' })) });
  expect([...rule.check(modelWith({ publicEndpoints: ['Group'] }, template))]).toEqual([]);
});
