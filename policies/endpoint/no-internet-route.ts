import { isMadeByCdk } from '../../lib/core/model/made-by-cdk';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import type { PropertyValue } from '../../lib/core/model/reading';
import { isWide, parseCidr } from '../../lib/core/network';
import { defineRule } from '../../lib/core/rule';

const route = (gateway: string) => ({
  Type: 'AWS::EC2::Route',
  Properties: { RouteTableId: 'rtb-0123456789abcdef0', DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: gateway } },
});

export default defineRule({
  meta: {
    id: 'endpoint/no-internet-route',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Subnets reach the internet through NAT or endpoints, and exclusions from blocking are egress only',
    rationale:
      'A route to an internet gateway makes a subnet public: its hosts can be reached as soon as they have an address. Load balancers and NAT gateways live there, and nothing else has to.',
    references: [
      'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html',
      'https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html',
    ],
    catalogue: ['NET-ROUTE-IGW'],
    peers: ['NO_UNRESTRICTED_ROUTE_TO_IGW', 'Security Hub EC2.172'],
  },
  messages: {
    toInternetGateway: {
      what: 'route "{name}" leads to internet gateway {gateway} for {destination}: the subnets of its route table are public',
      fix: 'keep hosts out of these subnets; for what only has to reach out, route to a NAT gateway or an egress-only internet gateway ("SubnetType.PRIVATE_WITH_EGRESS")',
    },
    excluded: {
      what: 'exclusion "{name}" has InternetGatewayExclusionMode {value}: the internet reaches what blocking public access of VPCs keeps closed',
      fix: 'set InternetGatewayExclusionMode to "allow-egress"',
    },
    notBlocked: {
      what: 'the options of blocking public access of VPCs "{name}" have InternetGatewayBlockMode {value}: nothing is blocked',
      fix: 'set InternetGatewayBlockMode to "block-bidirectional", or "block-ingress" where VPCs have to reach out',
    },
  },
  examples: {
    valid: [
      {
        title: 'a route to a NAT gateway',
        resources: {
          Route: {
            Type: 'AWS::EC2::Route',
            Properties: { RouteTableId: 'rtb-1', DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' },
          },
        },
      },
      {
        title: 'an exclusion that lets out only',
        resources: {
          Exclusion: { Type: 'AWS::EC2::VPCBlockPublicAccessExclusion', Properties: { InternetGatewayExclusionMode: 'allow-egress' } },
        },
      },
    ],
    invalid: [
      {
        title: 'a route to an internet gateway, which is information in a CDK app',
        resources: { Gateway: { Type: 'AWS::EC2::InternetGateway' }, Route: route('Gateway') },
        reports: ['toInternetGateway'],
      },
      {
        title: 'an exclusion that lets the internet in',
        resources: {
          Exclusion: {
            Type: 'AWS::EC2::VPCBlockPublicAccessExclusion',
            Properties: { VpcId: 'vpc-1', InternetGatewayExclusionMode: 'allow-bidirectional' },
          },
        },
        reports: ['excluded'],
      },
      {
        title: 'blocking that is switched off',
        resources: { Options: { Type: 'AWS::EC2::VPCBlockPublicAccessOptions', Properties: { InternetGatewayBlockMode: 'off' } } },
        reports: ['notBlocked'],
      },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::EC2::Route')) {
      if (isPublicOnPurpose(model, resource)) continue;
      const resolver = model.resolverOf(resource.template);
      for (const reading of model.readingsOf(resource)) {
        const destination = [...reading.values('DestinationCidrBlock'), ...reading.values('DestinationIpv6CidrBlock')].find(isInternet);
        if (destination === undefined) continue;
        for (const { kind, text, value, at, shown } of reading.values('GatewayId')) {
          // Virtual private, carrier and local gateways are not of the internet.
          const isOfInternet =
            kind === 'literal'
              ? text.startsWith('igw-')
              : value !== undefined && resolver.target(value)?.type === 'AWS::EC2::InternetGateway';
          if (!isOfInternet) continue;
          const data = { name: model.nameOf(resource), gateway: shown, destination: destination.shown };
          const evidence = `${destination.shown} ${shown}`;
          // The public subnets of CDK's own VPC construct are what one asks it for.
          const cap = isMadeByCdk(resource) ? { atMost: 'info' as const } : {};
          yield { message: 'toInternetGateway' as const, resource, at, evidence, data, ...cap };
        }
      }
    }
    for (const { type, property, value, message } of switches) {
      for (const resource of model.resourcesOfType(type)) {
        if (isPublicOnPurpose(model, resource)) continue;
        for (const { kind, text, at, shown } of model.readingsOf(resource).flatMap((reading) => reading.values(property))) {
          if (kind === 'absent' || (kind === 'literal' && text.toLowerCase() !== value)) continue;
          yield { message, resource, at, evidence: `${property} ${shown}`, data: { name: model.nameOf(resource), value: `"${shown}"` } };
        }
      }
    }
  },
});

const switches = [
  {
    type: 'AWS::EC2::VPCBlockPublicAccessExclusion',
    property: 'InternetGatewayExclusionMode',
    value: 'allow-bidirectional',
    message: 'excluded',
  },
  { type: 'AWS::EC2::VPCBlockPublicAccessOptions', property: 'InternetGatewayBlockMode', value: 'off', message: 'notBlocked' },
] as const;

function isInternet({ kind, text }: PropertyValue): boolean {
  const network = kind === 'literal' ? parseCidr(text) : undefined;
  return network !== undefined && isWide([network]);
}
