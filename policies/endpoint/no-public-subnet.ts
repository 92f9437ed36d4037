import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import type { Reading } from '../../lib/core/model/reading';
import { defineRule } from '../../lib/core/rule';

const subnet = (more: { readonly [property: string]: boolean }) => ({
  Type: 'AWS::EC2::Subnet',
  Properties: { VpcId: 'vpc-0123456789abcdef0', CidrBlock: '10.0.0.0/24', ...more },
});

export default defineRule({
  meta: {
    id: 'endpoint/no-public-subnet',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Subnets give out no public addresses by themselves',
    rationale:
      'In a subnet with MapPublicIpOnLaunch every host gets a public address, also one that nobody meant to expose. Load balancers and NAT gateways, which belong into public subnets, get theirs without it.',
    references: ['https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html'],
    catalogue: ['NET-SUBNET-PUBLIC-IP'],
    peers: ['cfn_nag W33', 'AWS-0164', 'SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED', 'CKV_AWS_130', 'Security Hub EC2.15'],
  },
  messages: {
    publicAddresses: {
      what: 'subnet "{name}" has MapPublicIpOnLaunch {value}: every host in it gets a public address',
      fix: 'set MapPublicIpOnLaunch to "false" ("mapPublicIpOnLaunch: false" in the subnet configuration of "ec2.Vpc") and give a public address only to what needs one',
    },
    ipv6Addresses: {
      what: 'subnet "{name}" has AssignIpv6AddressOnCreation {value}: every host in it gets an IPv6 address, which is public where the route table has an internet gateway',
      fix: 'route "::/0" to an egress-only internet gateway, or set AssignIpv6AddressOnCreation to "false" ("ipv6AssignAddressOnCreation: false")',
    },
    undecided: {
      what: 'whether subnet "{name}" gives every host a public address cannot be decided: MapPublicIpOnLaunch is "{value}"',
      fix: 'write MapPublicIpOnLaunch "false", or give the parameter that decides it that value as its default',
    },
  },
  examples: {
    valid: [{ title: 'a subnet with the default', resources: { Subnet: subnet({}) } }],
    invalid: [
      {
        title: 'a subnet that gives out public addresses',
        resources: { Subnet: subnet({ MapPublicIpOnLaunch: true }) },
        reports: ['publicAddresses'],
      },
      {
        title: 'a subnet that gives out IPv6 addresses, which is information',
        resources: { Subnet: subnet({ AssignIpv6AddressOnCreation: true }) },
        reports: ['ipv6Addresses'],
      },
      {
        title: 'a choice that is made at deployment',
        template: {
          Parameters: { Public: { Type: 'String' } },
          Resources: { Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: 'vpc-1', MapPublicIpOnLaunch: { Ref: 'Public' } } } },
        },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::EC2::Subnet')) {
      if (isPublicOnPurpose(model, resource)) continue;
      const name = model.nameOf(resource);
      for (const reading of model.readingsOf(resource)) {
        // The public subnets of CDK's own VPC construct are what one asks it for.
        const cap = isOfCdkVpc(reading) ? { atMost: 'info' as const } : {};
        for (const { kind, text, at, shown: value } of reading.values('MapPublicIpOnLaunch')) {
          if (kind === 'absent' || text.toLowerCase() === 'false') continue;
          const common = { resource, at, evidence: `MapPublicIpOnLaunch ${value}`, data: { name, value } };
          if (kind === 'literal') yield { ...common, message: 'publicAddresses' as const, ...cap };
          else yield { ...common, message: 'undecided' as const, atMost: 'info' as const };
        }
        for (const { text, at, shown: value } of reading.values('AssignIpv6AddressOnCreation')) {
          if (text.toLowerCase() !== 'true') continue;
          const data = { name, value };
          const evidence = `AssignIpv6AddressOnCreation ${value}`;
          yield { message: 'ipv6Addresses' as const, resource, at, evidence, data, atMost: 'info' as const };
        }
      }
    }
  },
});

function isOfCdkVpc(reading: Reading): boolean {
  return reading
    .objects('Tags')
    .some((tag) => tag.isAlways(['Key'], ['aws-cdk:subnet-type']) === 'yes' && tag.isAlways(['Value'], ['Public']) === 'yes');
}
