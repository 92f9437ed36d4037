import rule from '../../../policies/endpoint/no-public-ip';
import { factsOf, modelWith, resources } from '../facts';

const of = (Type: string, Properties: object, more: object = {}) => resources({ Host: { Type, Properties }, ...more });
const on = (AssociatePublicIpAddress: unknown = true) => ({ AssociatePublicIpAddress });
const task = (spelling: string, AssignPublicIp = 'ENABLED', more: object = {}) => ({ [spelling]: { AssignPublicIp, ...more } });

test.each<[string, string, object]>([
  ['AWS::EC2::Instance', '/NetworkInterfaces/0', { NetworkInterfaces: [on()] }],
  ['AWS::EC2::LaunchTemplate', '/LaunchTemplateData/NetworkInterfaces/0', { LaunchTemplateData: { NetworkInterfaces: [on('true')] } }],
  ['AWS::AutoScaling::LaunchConfiguration', '', on()],
  [
    'AWS::EC2::SpotFleet',
    '/SpotFleetRequestConfigData/LaunchSpecifications/0/NetworkInterfaces/0',
    { SpotFleetRequestConfigData: { LaunchSpecifications: [{ NetworkInterfaces: [on()] }] } },
  ],
])('%s at %s', (type, at, properties) => {
  expect(factsOf(rule, of(type, properties))).toEqual([`publicAddress Host ${at}/AssociatePublicIpAddress`]);
  const off = JSON.parse(JSON.stringify(properties).replaceAll('"true"', 'true').replaceAll('true', 'false'));
  expect(factsOf(rule, of(type, off))).toEqual([]);
});

test.each<[string, string, object]>([
  ['AWS::ECS::Service', '/NetworkConfiguration/AwsvpcConfiguration', { NetworkConfiguration: task('AwsvpcConfiguration') }],
  ['AWS::ECS::TaskSet', '/NetworkConfiguration/AwsVpcConfiguration', { NetworkConfiguration: task('AwsVpcConfiguration') }],
  [
    'AWS::Events::Rule',
    '/Targets/0/EcsParameters/NetworkConfiguration/AwsVpcConfiguration',
    { Targets: [{ EcsParameters: { NetworkConfiguration: task('AwsVpcConfiguration') } }] },
  ],
  [
    'AWS::Scheduler::Schedule',
    '/Target/EcsParameters/NetworkConfiguration/AwsvpcConfiguration',
    { Target: { EcsParameters: { NetworkConfiguration: task('AwsvpcConfiguration') } } },
  ],
  [
    'AWS::Pipes::Pipe',
    '/TargetParameters/EcsTaskParameters/NetworkConfiguration/AwsvpcConfiguration',
    { TargetParameters: { EcsTaskParameters: { NetworkConfiguration: task('AwsvpcConfiguration') } } },
  ],
])('%s at %s', (type, at, properties) => {
  expect(factsOf(rule, of(type, properties))).toEqual([`publicAddress Host ${at}/AssignPublicIp`]);
  expect(factsOf(rule, of(type, JSON.parse(JSON.stringify(properties).replaceAll('ENABLED', 'DISABLED'))))).toEqual([]);
});

test('a batch job listens to nobody', () => {
  const job = { ContainerProperties: { NetworkConfiguration: { AssignPublicIp: 'ENABLED' } } };
  expect(factsOf(rule, of('AWS::Batch::JobDefinition', job))).toEqual([
    'publicAddress Host /ContainerProperties/NetworkConfiguration/AssignPublicIp (at most warning)',
  ]);
});

test('a layer of OpsWorks', () => {
  expect(factsOf(rule, of('AWS::OpsWorks::Layer', { AutoAssignPublicIps: true }))).toEqual(['publicAddress Host /AutoAssignPublicIps']);
});

describe('security groups', () => {
  const group = (...SecurityGroupIngress: object[]) => ({ Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress } });
  const service = {
    NetworkConfiguration: task('AwsvpcConfiguration', 'ENABLED', { SecurityGroups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] }),
  };
  const place = '/NetworkConfiguration/AwsvpcConfiguration/AssignPublicIp';

  test('that name who connects make it a warning', () => {
    expect(factsOf(rule, of('AWS::ECS::Service', service, { Group: group() }))).toEqual([`publicAddress Host ${place} (at most warning)`]);
    const narrow = group({ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '10.0.0.0/8' });
    expect(factsOf(rule, of('AWS::ECS::Service', service, { Group: narrow }))).toEqual([`publicAddress Host ${place} (at most warning)`]);
  });

  test('that are open, also by a rule of their own, do not', () => {
    const open = { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '0.0.0.0/0' };
    expect(factsOf(rule, of('AWS::ECS::Service', service, { Group: group(open) }))).toEqual([`publicAddress Host ${place}`]);
    const Rule = { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: { Ref: 'Group' }, ...open } };
    expect(factsOf(rule, of('AWS::ECS::Service', service, { Group: group(), Rule }))).toEqual([`publicAddress Host ${place}`]);
    const unknown = group({ ...open, CidrIp: { Ref: 'AWS::StackName' } });
    expect(factsOf(rule, of('AWS::ECS::Service', service, { Group: unknown }))).toEqual([`publicAddress Host ${place}`]);
  });
});

describe('subnets', () => {
  const Subnet = { Type: 'AWS::EC2::Subnet', Properties: { MapPublicIpOnLaunch: true } };
  const SubnetId = { Ref: 'Subnet' };

  test('an instance, a cluster and a group of instances in a subnet that gives out addresses', () => {
    expect(factsOf(rule, of('AWS::EC2::Instance', { SubnetId }, { Subnet }))).toEqual(['bySubnet Host /SubnetId']);
    expect(factsOf(rule, of('AWS::EC2::Instance', { NetworkInterfaces: [{ SubnetId }] }, { Subnet }))).toEqual([
      'bySubnet Host /NetworkInterfaces/0/SubnetId',
    ]);
    expect(factsOf(rule, of('AWS::EC2::Instance', { NetworkInterfaces: [{ SubnetId, ...on(false) }] }, { Subnet }))).toEqual([]);
    expect(factsOf(rule, of('AWS::EMR::Cluster', { Instances: { Ec2SubnetId: SubnetId } }, { Subnet }))).toEqual([
      'bySubnet Host /Instances/Ec2SubnetId',
    ]);
    expect(factsOf(rule, of('AWS::EMR::Cluster', { Instances: { Ec2SubnetIds: [SubnetId] } }, { Subnet }))).toEqual([
      'bySubnet Host /Instances/Ec2SubnetIds/0',
    ]);
    expect(factsOf(rule, of('AWS::AutoScaling::AutoScalingGroup', { VPCZoneIdentifier: [SubnetId] }, { Subnet }))).toEqual([
      'bySubnet Host /VPCZoneIdentifier/0',
    ]);
  });

  test('a launch template that decides is judged itself', () => {
    const Launch = (data: object) => ({ Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: data } });
    const group = { VPCZoneIdentifier: [SubnetId], LaunchTemplate: { LaunchTemplateId: { Ref: 'Launch' } } };
    const found = (data: object) => factsOf(rule, of('AWS::AutoScaling::AutoScalingGroup', group, { Subnet, Launch: Launch(data) }));
    expect(found({ NetworkInterfaces: [on(false)] })).toEqual([]);
    expect(found({ NetworkInterfaces: [on()] })).toHaveLength(1);
    expect(found({})).toEqual(['bySubnet Host /VPCZoneIdentifier/0']);
  });

  test('a private subnet gives none', () => {
    const Private = { Type: 'AWS::EC2::Subnet', Properties: { MapPublicIpOnLaunch: false } };
    expect(factsOf(rule, of('AWS::EC2::Instance', { SubnetId }, { Subnet: Private }))).toEqual([]);
  });
});

test('an elastic IP of an instance, and not of anything else', () => {
  const Host = { Type: 'AWS::EC2::Instance', Properties: {} };
  const bound = { Type: 'AWS::EC2::EIPAssociation', Properties: { InstanceId: { Ref: 'Host' } } };
  expect(factsOf(rule, resources({ Host, bound }))).toEqual(['elasticAddress bound /InstanceId']);
  expect(factsOf(rule, resources({ Free: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } } }))).toEqual([]);
});

test('a NAT instance needs its address', () => {
  const nat = { SourceDestCheck: false, NetworkInterfaces: [on()] };
  const bound = { Type: 'AWS::EC2::EIP', Properties: { InstanceId: { Ref: 'Host' } } };
  expect(factsOf(rule, of('AWS::EC2::Instance', nat, { bound }))).toEqual([
    'publicAddress Host /NetworkInterfaces/0/AssociatePublicIpAddress (at most info)',
    'elasticAddress bound /InstanceId (at most info)',
  ]);
});

test('what is public on purpose', () => {
  const template = of('AWS::EC2::Instance', { NetworkInterfaces: [on()] });
  expect([...rule.check(modelWith({ publicEndpoints: ['Host'] }, template))]).toEqual([]);
});
