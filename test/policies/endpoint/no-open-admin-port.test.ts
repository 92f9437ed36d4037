import rule from '../../../policies/endpoint/no-open-admin-port';
import world from '../../../policies/endpoint/no-world-ingress';
import range from '../../../policies/endpoint/no-world-port-range';
import { factsOf, firstFactOf, modelWith, resources } from '../facts';

const group = (...SecurityGroupIngress: object[]) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'demo', SecurityGroupIngress },
});
const tcp = (FromPort: unknown, more: object = {}) => ({ IpProtocol: 'tcp', FromPort, ToPort: FromPort, CidrIp: '0.0.0.0/0', ...more });
const place = '/SecurityGroupIngress/0/CidrIp';

test.each([
  20, 21, 22, 23, 135, 137, 138, 139, 445, 1433, 1434, 1521, 2483, 3306, 3389, 4333, 5432, 5500, 5601, 5900, 6379, 7199, 8080, 8888, 9092,
  9160, 9200, 9300, 11211, 27017, 27018,
])('port %i is one of administration', (port) => {
  expect(factsOf(rule, resources({ Group: group(tcp(port)) }))).toEqual([`openPort Group ${place}`]);
  expect(factsOf(rule, resources({ Group: group(tcp(String(port), { IpProtocol: '6' })) }))).toEqual([`openPort Group ${place}`]);
  expect(factsOf(rule, resources({ Group: group(tcp(port, { CidrIp: '10.0.0.0/8' })) }))).toEqual([]);
});

test.each([80, 443, 8443, 53])('port %i is another rule', (port) => {
  expect(factsOf(rule, resources({ Group: group(tcp(port)) }))).toEqual([]);
});

test('of ICMP the numbers are a type and a code', () => {
  expect(factsOf(rule, resources({ Group: group(tcp(22, { IpProtocol: 'icmp' })) }))).toEqual([]);
  expect(factsOf(rule, resources({ Group: group(tcp(22, { IpProtocol: 1 })) }))).toEqual([]);
});

test('a stand-alone rule, its group named in the finding', () => {
  const Rule = { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: { Ref: 'Group' }, ...tcp('22') } };
  const template = resources({ Group: group(), Rule });
  expect(factsOf(rule, template)).toEqual(['openPort Rule /CidrIp']);
  expect(firstFactOf(rule, template)).toMatchObject({ evidence: '0.0.0.0/0 tcp port 22', data: { name: 'Group', ports: '22 (SSH)' } });
});

test('the open branch of a condition counts, with its own port', () => {
  const Conditions = { Dev: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  const port = { 'Fn::If': ['Dev', 443, 22] };
  expect(factsOf(rule, resources({ Group: group(tcp(port)) }, { Conditions }))).toEqual([`openPort Group ${place}`]);
  const source = { 'Fn::If': ['Dev', '0.0.0.0/0', '10.0.0.0/8'] };
  expect(factsOf(rule, resources({ Group: group(tcp(port, { CidrIp: source })) }, { Conditions }))).toEqual([]);
});

test('a port that is one of the allowed values of a parameter', () => {
  const Parameters = { Port: { Type: 'Number', AllowedValues: [443, 22] } };
  expect(factsOf(rule, resources({ Group: group(tcp({ Ref: 'Port' })) }, { Parameters })).length).toBeGreaterThan(0);
});

test('each opening is one finding, of one of three rules', () => {
  const rules = [
    tcp(22),
    tcp(443),
    tcp(20, { ToPort: 30 }),
    { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
    { IpProtocol: 'tcp', CidrIp: '0.0.0.0/0' },
    { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, CidrIp: '0.0.0.0/0' },
  ];
  for (const each of rules) {
    const template = resources({ Group: group(each) });
    expect([rule, range, world].flatMap((one) => factsOf(one, template))).toHaveLength(1);
  }
});

test('a port that is public on purpose', () => {
  const model = modelWith({ publicEndpoints: ['Gro*'] }, resources({ Group: group(tcp(22)) }));
  expect([...rule.check(model)]).toEqual([]);
});
