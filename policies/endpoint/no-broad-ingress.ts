import type { JsonObject } from '../../lib/core/json';
import { describeRule, isOpenOnPurpose, isOpenToWorld, readIngress, type TrafficRule } from '../../lib/core/model/ingress';
import type { Model } from '../../lib/core/model/model';
import { containsNetwork, type Network, parseCidr } from '../../lib/core/network';
import { defineRule } from '../../lib/core/rule';

const group = (rule: JsonObject): JsonObject => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'demo', SecurityGroupIngress: [rule] },
});

export default defineRule({
  meta: {
    id: 'endpoint/no-broad-ingress',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Security groups open the ports that are served, not ranges',
    rationale:
      'A rule for all traffic, or for a range of ports, also opens what is installed later. Within the own VPC, or between the members of one group, that is usual; from other networks each port deserves its own rule.',
    references: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
    catalogue: ['NET-SG-INGRESS-BROAD'],
    peers: [
      'cfn_nag W27',
      'cfn_nag W42',
      'cfn_nag W65',
      'SECURITY_GROUP_INGRESS_ALL_PROTOCOLS_RULE',
      'SECURITY_GROUP_INGRESS_PORT_RANGE_RULE',
    ],
  },
  messages: {
    everyPort: {
      what: '{type} "{name}" lets {source} reach {traffic}',
      fix: 'replace the rule with one per port that is served ("Port.tcp(443)")',
    },
    portRange: {
      what: '{type} "{name}" lets {source} reach {traffic}: a range',
      fix: 'replace the range with one rule per port that is served ("Port.tcp(443)")',
    },
    everyPortOfGroup: {
      what: '{type} "{name}" lets the members of {source} reach {traffic}',
      fix: 'allow the ports that they use: "connections.allowFrom(peer, Port.tcp(443))" instead of "Port.allTraffic()"',
    },
  },
  examples: {
    valid: [
      {
        title: 'everything from the own VPC',
        resources: {
          Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
          Group: group({ IpProtocol: '-1', CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }),
        },
      },
      { title: 'one port', resources: { Group: group({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '198.18.0.0/24' }) } },
      {
        title: 'everything from the world, which endpoint/no-world-port-range judges',
        resources: { Group: group({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }) },
      },
    ],
    invalid: [
      {
        title: 'everything from another network',
        resources: { Group: group({ IpProtocol: '-1', CidrIp: '172.16.0.0/12' }) },
        reports: ['everyPort'],
      },
      {
        title: 'a range of ports',
        resources: { Group: group({ IpProtocol: 'tcp', FromPort: 3000, ToPort: 4000, CidrIp: '172.16.0.0/12' }) },
        reports: ['portRange'],
      },
      {
        title: 'everything from another group, which is information',
        resources: { Group: group({ IpProtocol: '-1', SourceSecurityGroupId: 'sg-0123456789abcdef0' }) },
        reports: ['everyPortOfGroup'],
      },
    ],
  },
  *check(model) {
    const rules = readIngress(model).filter(isBroad);
    if (rules.length === 0) return;
    const own = vpcNetworks(model);
    for (const rule of rules) {
      if (isOpenToWorld(rule) || isOwn(rule, own) || isOpenOnPurpose(model, rule)) continue;
      const { spread } = rule.traffic;
      if (rule.kind === 'group') {
        if (spread === 'every') yield { ...describeRule(model, rule), message: 'everyPortOfGroup' as const, atMost: 'info' as const };
      } else yield { ...describeRule(model, rule), message: spread === 'every' ? ('everyPort' as const) : ('portRange' as const) };
    }
  },
});

function isBroad({ traffic: { spread } }: TrafficRule): boolean {
  return spread === 'every' || spread === 'several';
}

/** The group itself, the VPC, networks that the owners call theirs; what cannot be read is said by endpoint/no-world-ingress. */
function isOwn({ kind, networks }: TrafficRule, own: readonly Network[]): boolean {
  if (kind === 'self' || kind === 'own-network' || kind === 'hole' || kind === 'foreign-prefix-list') return true;
  return networks.length > 0 && networks.every((network) => own.some((vpc) => containsNetwork(vpc, network)));
}

function vpcNetworks(model: Model): readonly Network[] {
  return ['AWS::EC2::VPC', 'AWS::EC2::VPCCidrBlock'].flatMap((type) =>
    model.resourcesOfType(type).flatMap((vpc) =>
      model.values(vpc, 'CidrBlock').flatMap(({ value }) => {
        const network = typeof value === 'string' ? parseCidr(value) : undefined;
        return network === undefined ? [] : [network];
      }),
    ),
  );
}
