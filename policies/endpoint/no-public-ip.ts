import { isOpenThrough } from '../../lib/core/model/ingress';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import type { PropertyValue, Reading } from '../../lib/core/model/reading';
import type { Severity } from '../../lib/core/result';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'publicAddress' | 'bySubnet' | 'elasticAddress' | 'undecided';

/** Where a type says whether what it starts gets a public address. */
interface Shape {
  /** Paths of the objects that hold the switch; an empty one is the properties themselves. */
  readonly holders: readonly (readonly string[])[];
  readonly property: string;
  readonly opens: string;
  readonly closed: string;
  /** The security groups, in the holder; and those in the properties. */
  readonly groups?: string;
  readonly ownGroups?: readonly string[];
  /** The subnets, in the holder or in the properties, whose default counts without the switch. */
  readonly subnets?: readonly string[];
  readonly atMost?: Severity;
}

const instance = { property: 'AssociatePublicIpAddress', opens: 'true', closed: 'false' };
const task = { property: 'AssignPublicIp', opens: 'ENABLED', closed: 'DISABLED', groups: 'SecurityGroups' };

/** Both spellings occur, by type. */
const inVpc = (...path: readonly string[]) => [
  [...path, 'NetworkConfiguration', 'AwsvpcConfiguration'],
  [...path, 'NetworkConfiguration', 'AwsVpcConfiguration'],
];

const shapes: Readonly<Record<string, Shape>> = {
  'AWS::EC2::Instance': {
    ...instance,
    holders: [['NetworkInterfaces'], []],
    groups: 'GroupSet',
    ownGroups: ['SecurityGroupIds', 'SecurityGroups'],
    subnets: ['SubnetId'],
  },
  'AWS::EC2::LaunchTemplate': {
    ...instance,
    holders: [['LaunchTemplateData', 'NetworkInterfaces']],
    groups: 'Groups',
    subnets: ['SubnetId'],
  },
  'AWS::EC2::SpotFleet': {
    ...instance,
    holders: [['SpotFleetRequestConfigData', 'LaunchSpecifications', '*', 'NetworkInterfaces']],
    groups: 'Groups',
    subnets: ['SubnetId'],
  },
  'AWS::AutoScaling::LaunchConfiguration': { ...instance, holders: [[]], groups: 'SecurityGroups' },
  'AWS::OpsWorks::Layer': {
    property: 'AutoAssignPublicIps',
    opens: 'true',
    closed: 'false',
    holders: [[]],
    groups: 'CustomSecurityGroupIds',
  },
  'AWS::EMR::Cluster': {
    ...instance,
    holders: [['Instances']],
    subnets: ['Ec2SubnetId', 'Ec2SubnetIds'],
  },
  // A job listens to nobody, and its groups are those of the compute environment.
  'AWS::Batch::JobDefinition': {
    ...task,
    holders: [
      ['ContainerProperties', 'NetworkConfiguration'],
      ['EcsProperties', 'TaskProperties', '*', 'NetworkConfiguration'],
      ['NodeProperties', 'NodeRangeProperties', '*', 'Container', 'NetworkConfiguration'],
    ],
    atMost: 'warning',
  },
  'AWS::ECS::Service': { ...task, holders: inVpc() },
  'AWS::ECS::TaskSet': { ...task, holders: inVpc() },
  'AWS::Events::Rule': { ...task, holders: inVpc('Targets', '*', 'EcsParameters') },
  'AWS::Scheduler::Schedule': { ...task, holders: inVpc('Target', 'EcsParameters') },
  'AWS::Pipes::Pipe': { ...task, holders: inVpc('TargetParameters', 'EcsTaskParameters') },
};

const service = (assignPublicIp: string) => ({
  Type: 'AWS::ECS::Service',
  Properties: { NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: assignPublicIp, Subnets: ['subnet-1'] } } },
});
const machine = (more: object) => JSON.parse(JSON.stringify({ Type: 'AWS::EC2::Instance', Properties: { ImageId: 'ami-1', ...more } }));

export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-public-ip',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Instances and tasks have no public address',
    rationale:
      'With a public address only a security group stands between the internet and the host. Behind a load balancer, or in a private subnet with a NAT gateway or VPC endpoints, a wrong rule exposes nothing.',
    references: [
      'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html',
      'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-9',
      'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-2',
    ],
    catalogue: ['NET-EC2-PUBLIC-IP', 'NET-ECS-PUBLIC-IP'],
    peers: [
      'CKV_AWS_88',
      'CKV_AWS_333',
      'AWS-0009',
      'EC2_INSTANCE_NO_PUBLIC_IP',
      'AUTOSCALING_LAUNCH_CONFIG_PUBLIC_IP_DISABLED',
      'Security Hub EC2.9',
      'Security Hub EC2.25',
      'Security Hub AutoScaling.5',
      'Security Hub ECS.2',
      'Security Hub EMR.1',
      'prowler ecs_service_no_assign_public_ip',
    ],
  },
  messages: {
    publicAddress: {
      what: '{type} "{name}" has {property} {value}: what it starts gets a public address{groups}',
      fix: 'set {property} to "{closed}" ("associatePublicIpAddress: false" or "assignPublicIp: false") and use private subnets ("vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }") with a NAT gateway or VPC endpoints',
    },
    bySubnet: {
      what: '{type} "{name}" is in subnet "{subnet}", which gives every host a public address{groups}',
      fix: 'move it to a private subnet ("vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }"), or set AssociatePublicIpAddress to "false" ("associatePublicIpAddress: false")',
    },
    elasticAddress: {
      what: 'elastic IP "{name}" gives instance "{instance}" a public address',
      fix: 'put a load balancer or a NAT gateway in front of the instance, and remove InstanceId',
    },
    undecided: {
      what: 'whether {type} "{name}" gets a public address cannot be decided: {property} is "{value}"',
      fix: 'write {property} "{closed}", or give the parameter that decides it that value as its default',
    },
  },
  examples: {
    valid: [
      { title: 'a service without public addresses', resources: { Service: service('DISABLED') } },
      {
        title: 'an instance in a subnet that gives no addresses',
        resources: {
          Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/24' } },
          Instance: machine({ SubnetId: { Ref: 'Subnet' } }),
        },
      },
    ],
    invalid: [
      { title: 'a service with public addresses', resources: { Service: service('ENABLED') }, reports: ['publicAddress'] },
      {
        title: 'an instance in a subnet that gives every host a public address',
        resources: {
          Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: true } },
          Instance: machine({ SubnetId: { Ref: 'Subnet' } }),
        },
        reports: ['bySubnet'],
      },
      {
        title: 'an elastic IP of an instance',
        resources: { Instance: machine({}), Address: { Type: 'AWS::EC2::EIP', Properties: { InstanceId: { Ref: 'Instance' } } } },
        reports: ['elasticAddress'],
      },
      {
        title: 'a choice that is made at deployment',
        template: {
          Parameters: { Public: { Type: 'String' } },
          Resources: { Instance: machine({ NetworkInterfaces: [{ DeviceIndex: '0', AssociatePublicIpAddress: { Ref: 'Public' } }] }) },
        },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    for (const [type, shape] of Object.entries(shapes)) {
      for (const resource of model.resourcesOfType(type)) {
        if (!isPublicOnPurpose(model, resource)) yield* addressesOf(model, resource, shape);
      }
    }
    yield* groupsOfInstances(model);
    for (const type of ['AWS::EC2::EIP', 'AWS::EC2::EIPAssociation']) {
      for (const resource of model.resourcesOfType(type)) yield* elasticAddress(model, resource);
    }
  },
});

function* addressesOf(model: Model, resource: Resource, shape: Shape): Iterable<Fact<Message>> {
  const isNat = isNatInstance(model, resource);
  const common = { type: resource.type, name: model.nameOf(resource), property: shape.property, closed: shape.closed };
  for (const reading of model.readingsOf(resource)) {
    const holders = shape.holders
      .map((path) => (path.length === 0 ? [reading] : reading.objects(...path)))
      .find((found) => found.length > 0);
    for (const holder of holders ?? []) {
      const groups = groupsOf(reading, holder, shape);
      const isOpen = isOpenThrough(model, resource, groups);
      const atMost = isNat ? 'info' : isOpen === 'no' ? 'warning' : shape.atMost;
      const cap = atMost === undefined ? {} : { atMost };
      const shown = isOpen === 'yes' ? ', and its security groups let in the whole internet' : '';
      for (const { kind, text, at, shown: value } of holder.values(shape.property)) {
        if (kind === 'absent') continue;
        const data = { ...common, value, groups: shown };
        const evidence = `${shape.property} ${value}`;
        if (kind !== 'literal') yield { message: 'undecided', resource, at, evidence, data, ...cap };
        else if (text.toLowerCase() === shape.opens.toLowerCase()) yield { message: 'publicAddress', resource, at, evidence, data, ...cap };
      }
      if (!holder.lacks(shape.property)) continue;
      for (const subnet of publicSubnets(model, resource, subnetsOf(reading, holder, shape))) {
        yield { ...bySubnet(model, resource, subnet), data: { ...common, subnet: model.nameOf(subnet.resource), groups: shown }, ...cap };
      }
    }
  }
}

function groupsOf(reading: Reading, holder: Reading, shape: Shape): readonly PropertyValue[] {
  const own = shape.groups === undefined ? [] : holder.values(shape.groups, '*');
  const all = [...own, ...(shape.ownGroups ?? []).flatMap((property) => reading.values(property, '*'))];
  return all.filter(({ kind }) => kind !== 'absent');
}

function subnetsOf(reading: Reading, holder: Reading, shape: Shape): readonly PropertyValue[] {
  const paths = shape.subnets ?? [];
  return [
    ...paths.flatMap((property) => holder.values(property, '*')),
    ...(holder === reading ? [] : paths.flatMap((property) => reading.values(property, '*'))),
  ];
}

interface PublicSubnet {
  readonly resource: Resource;
  readonly named: PropertyValue;
}

/** The subnets of the input among these values that give every host a public address. */
function publicSubnets(model: Model, from: Resource, values: readonly PropertyValue[]): readonly PublicSubnet[] {
  const resolver = model.resolverOf(from.template);
  const found = new Map<Resource, PublicSubnet>();
  for (const named of values) {
    const subnet = named.value === undefined ? undefined : resolver.target(named.value);
    if (subnet?.type !== 'AWS::EC2::Subnet' || found.has(subnet)) continue;
    const isMapped = model.readingsOf(subnet).some((reading) => reading.canBe(['MapPublicIpOnLaunch'], ['true']) === 'yes');
    if (isMapped) found.set(subnet, { resource: subnet, named });
  }
  return [...found.values()];
}

function bySubnet(model: Model, resource: Resource, { resource: subnet, named }: PublicSubnet) {
  return { message: 'bySubnet' as const, resource, at: named.at, evidence: `${model.nameOf(subnet)} MapPublicIpOnLaunch true` };
}

/** Instances of a group get addresses from its subnets, where the launch template says nothing. */
function* groupsOfInstances(model: Model): Iterable<Fact<Message>> {
  for (const resource of model.resourcesOfType('AWS::AutoScaling::AutoScalingGroup')) {
    if (isPublicOnPurpose(model, resource)) continue;
    for (const reading of model.readingsOf(resource)) {
      const subnets = publicSubnets(model, resource, reading.values('VPCZoneIdentifier', '*'));
      const launch = subnets.length === 0 ? undefined : launchOf(model, resource, reading);
      if (subnets.length === 0 || (launch !== undefined && isDecided(model, launch))) continue;
      const isOpen = launch === undefined ? 'unknown' : isOpenThrough(model, launch, launchGroups(model, launch));
      const groups = isOpen === 'yes' ? ', and its security groups let in the whole internet' : '';
      for (const subnet of subnets) {
        const data = { type: resource.type, name: model.nameOf(resource), subnet: model.nameOf(subnet.resource), groups };
        yield { ...bySubnet(model, resource, subnet), data, ...(isOpen === 'no' ? { atMost: 'warning' as const } : {}) };
      }
    }
  }
}

function launchOf(model: Model, resource: Resource, reading: Reading): Resource | undefined {
  const resolver = model.resolverOf(resource.template);
  const paths = [
    ['LaunchConfigurationName'],
    ['LaunchTemplate', 'LaunchTemplateId'],
    ['LaunchTemplate', 'LaunchTemplateName'],
    ['MixedInstancesPolicy', 'LaunchTemplate', 'LaunchTemplateSpecification', 'LaunchTemplateId'],
  ];
  for (const path of paths) {
    for (const { value } of reading.values(...path)) {
      const target = value === undefined ? undefined : resolver.target(value);
      if (target !== undefined) return target;
    }
  }
  return undefined;
}

/** Whether the launch template or configuration itself says yes or no to public addresses. */
function isDecided(model: Model, launch: Resource): boolean {
  const path = launch.type === 'AWS::EC2::LaunchTemplate' ? ['LaunchTemplateData', 'NetworkInterfaces', '*'] : [];
  return model.readingsOf(launch).every((reading) => !reading.lacks(...path, 'AssociatePublicIpAddress'));
}

function launchGroups(model: Model, launch: Resource): readonly PropertyValue[] {
  const path = launch.type === 'AWS::EC2::LaunchTemplate' ? ['LaunchTemplateData', 'SecurityGroupIds', '*'] : ['SecurityGroups', '*'];
  return model.readingsOf(launch).flatMap((reading) => reading.values(...path));
}

function* elasticAddress(model: Model, resource: Resource): Iterable<Fact<Message>> {
  if (isPublicOnPurpose(model, resource)) return;
  for (const reading of model.readingsOf(resource)) {
    for (const { kind, at, shown, value } of reading.values('InstanceId')) {
      if (kind === 'absent' || value === undefined) continue;
      const target = model.resolverOf(resource.template).target(value);
      if (target !== undefined && isPublicOnPurpose(model, target)) continue;
      const instance = target === undefined ? shown : model.nameOf(target);
      const isNat = target !== undefined && isNatInstance(model, target);
      const data = { name: model.nameOf(resource), instance };
      yield {
        message: 'elasticAddress',
        resource,
        at,
        evidence: `InstanceId ${instance}`,
        data,
        ...(isNat ? { atMost: 'info' as const } : {}),
      };
    }
  }
}

/** A NAT instance forwards for others, so that its own address has to be public: the source check is off. */
function isNatInstance(model: Model, resource: Resource): boolean {
  if (resource.type !== 'AWS::EC2::Instance') return false;
  return model.readingsOf(resource).every((reading) => reading.isAlways(['SourceDestCheck'], ['false']) === 'yes');
}
