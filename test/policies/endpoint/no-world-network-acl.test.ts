import rule from '../../../policies/endpoint/no-world-network-acl';
import { factsOf, modelWith, resources } from '../facts';

const entry = (more: object) => ({
  Type: 'AWS::EC2::NetworkAclEntry',
  Properties: { NetworkAclId: { Ref: 'Acl' }, RuleNumber: 100, RuleAction: 'allow', CidrBlock: '0.0.0.0/0', Protocol: 6, ...more },
});
const Acl = { Type: 'AWS::EC2::NetworkAcl', Properties: {} };
const found = (more: object, others: object = {}) => factsOf(rule, resources({ Acl, Entry: entry(more), ...others }));
const ports = (From: unknown, To: unknown) => ({ PortRange: { From, To } });

test('everything from the internet', () => {
  expect(found({ Protocol: -1 })).toEqual(['everything Entry /CidrBlock']);
  expect(found({ Protocol: '-1', Egress: false })).toEqual(['everything Entry /CidrBlock']);
  expect(found({ Protocol: '-1', Egress: 'false', CidrBlock: undefined, Ipv6CidrBlock: '::/0' })).toEqual([
    'everything Entry /Ipv6CidrBlock',
  ]);
  expect(found({ Protocol: 17, ...ports(0, 65535) })).toEqual(['everything Entry /CidrBlock']);
  expect(found({})).toEqual(['everything Entry /CidrBlock']);
});

test('ports of administration', () => {
  expect(found(ports(22, 22))).toEqual(['adminPort Entry /CidrBlock']);
  expect(found(ports('3389', '3389'))).toEqual(['adminPort Entry /CidrBlock']);
  expect(found(ports(20, 1000))).toEqual(['adminPort Entry /CidrBlock']);
  expect(found(ports(3000, 4000))).toEqual(['adminPort Entry /CidrBlock']);
});

test('the ports for answers, the web, and what is no port', () => {
  expect(found(ports(1024, 65535))).toEqual([]);
  expect(found(ports(1025, 61000))).toEqual([]);
  expect(found(ports(443, 443))).toEqual([]);
  expect(found({ Protocol: 1, Icmp: { Type: 8, Code: -1 } })).toEqual([]);
});

test('outbound, denied and narrow entries', () => {
  expect(found({ Protocol: -1, Egress: true })).toEqual([]);
  expect(found({ Protocol: -1, RuleAction: 'deny' })).toEqual([]);
  expect(found({ Protocol: -1, CidrBlock: '10.0.0.0/8' })).toEqual([]);
  const Vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
  expect(found({ Protocol: -1, CidrBlock: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }, { Vpc })).toEqual([]);
});

test('a denial counts when it comes first, of the same list, for all of the network', () => {
  const deny = (more: object) => entry({ RuleAction: 'deny', RuleNumber: 10, ...ports(22, 22), ...more });
  const rdp = deny({ RuleNumber: 11, ...ports(3389, 3389) });
  const open = { Protocol: -1 };
  expect(found(open, { Ssh: deny({}), Rdp: rdp })).toEqual([]);
  expect(found(open, { Ssh: deny({}) })).toHaveLength(1);
  expect(found(open, { Ssh: deny({ RuleNumber: 200 }), Rdp: rdp })).toHaveLength(1);
  expect(found(open, { Ssh: deny({ CidrBlock: '10.0.0.0/8' }), Rdp: rdp })).toHaveLength(1);
  expect(found(open, { Ssh: deny({ NetworkAclId: 'acl-2' }), Rdp: rdp })).toHaveLength(1);
  expect(found(open, { Ssh: deny({ Egress: true }), Rdp: rdp })).toHaveLength(1);
});

test('an entry that is public on purpose', () => {
  const model = modelWith({ publicEndpoints: ['Entry'] }, resources({ Acl, Entry: entry({ Protocol: -1 }) }));
  expect([...rule.check(model)]).toEqual([]);
});
