import { adminPortsIn, isOpenThrough, readEgress, readIngress, useOf } from '../../../lib/core/model/ingress';
import { modelOf, modelWith, resources } from '../../policies/facts';

const group = (...SecurityGroupIngress: object[]) => ({ Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress } });
const tcp = (port: number, CidrIp: unknown) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp });

test('rules are read once for a model', () => {
  const model = modelOf(resources({ Group: group(tcp(443, '10.0.0.0/8')) }));
  expect(readIngress(model)).toBe(readIngress(model));
  expect(readEgress(model)).toEqual([]);
});

test('what a source is', () => {
  const kindOf = (more: object, others: object = {}) =>
    readIngress(modelWith({ trustedNetworks: ['198.18.0.0/16'] }, resources({ Group: group({ IpProtocol: '-1', ...more }), ...others })))[0]
      ?.kind;
  const Vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
  const Computed = { Type: 'Custom::Network', Properties: {} };
  expect(kindOf({ CidrIp: '198.18.4.0/24' })).toBe('own-network');
  expect(kindOf({ CidrIp: '198.19.4.0/24' })).toBe('networks');
  expect(kindOf({ CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }, { Vpc })).toBe('own-network');
  expect(kindOf({ CidrIp: { 'Fn::GetAtt': ['Computed', 'Cidr'] } }, { Computed })).toBe('hole');
  expect(kindOf({ SourcePrefixListId: 'pl-1' })).toBe('foreign-prefix-list');
  expect(kindOf({ SourceSecurityGroupId: { Ref: 'Group' } })).toBe('self');
  expect(kindOf({ SourceSecurityGroupId: 'sg-1' })).toBe('group');
});

test('what a custom resource computes may be the internet', () => {
  const Computed = { Type: 'Custom::Network', Properties: {} };
  const Group = group(tcp(22, { 'Fn::GetAtt': ['Computed', 'Cidr'] }));
  expect(readIngress(modelOf(resources({ Group, Computed })))[0]?.kind).toBe('hole');
});

test('who uses a group: references, attributes and texts, but not rules of groups', () => {
  const model = modelOf(
    resources({
      Group: group(),
      Rule: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: { Ref: 'Group' } } },
      A: { Type: 'AWS::EC2::Instance', Properties: { SecurityGroupIds: [{ 'Fn::GetAtt': 'Group.GroupId' }] } },
      B: { Type: 'AWS::SSM::Parameter', Properties: { Value: { 'Fn::Sub': ['${Group.GroupId}', {}] } } },
      C: { Type: 'AWS::SSM::Parameter', Properties: { Value: 'Group' } },
    }),
  );
  const [own] = model.resourcesOfType('AWS::EC2::SecurityGroup');
  if (own === undefined) throw new Error('no group');
  expect(useOf(own).users.map(({ logicalId }) => logicalId)).toEqual(['A', 'B']);
  expect(useOf(own).handedOn).toBe(false);
});

test('whether the internet gets through groups', () => {
  const Host = (ids: unknown) => ({ Type: 'AWS::EC2::Instance', Properties: { SecurityGroupIds: ids } });
  const through = (ids: unknown, Group: object) => {
    const model = modelOf(resources({ Group, Host: Host(ids) }));
    const [host] = model.resourcesOfType('AWS::EC2::Instance');
    if (host === undefined) throw new Error('no host');
    const groups = model.readingsOf(host).flatMap((reading) => reading.values('SecurityGroupIds', '*'));
    return isOpenThrough(model, host, groups);
  };
  const own = [{ Ref: 'Group' }];
  expect(through(own, group())).toBe('no');
  expect(through(own, group(tcp(443, '0.0.0.0/0')))).toBe('yes');
  expect(through(own, group(tcp(443, { Ref: 'AWS::StackName' })))).toBe('unknown');
  expect(through([...own, 'sg-1'], group())).toBe('unknown');
  expect(through(undefined, group())).toBe('unknown');
});

test('ports of administration in a range', () => {
  expect(adminPortsIn([22, 22])).toEqual(['22 (SSH)']);
  expect(adminPortsIn([5000, 5600])).toEqual(['5432 (PostgreSQL)', '5439 (Redshift)', '5500 (VNC)']);
  expect(adminPortsIn([443, 443])).toEqual([]);
});
