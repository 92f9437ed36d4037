import type { JsonObject } from '../../lib/core/json';
import {
  adminPortsIn,
  describeRule,
  isOpenOnPurpose,
  isOpenToWorld,
  openingOf,
  readIngress,
  type TrafficRule,
} from '../../lib/core/model/ingress';
import type { Model } from '../../lib/core/model/model';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'allTraffic' | 'portRange';

const group = (rule: JsonObject): JsonObject => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'demo', SecurityGroupIngress: [rule] },
});

export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-world-port-range',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'What is open to the internet is one port, never a range',
    rationale:
      'A range of ports that is open to the world also opens what nobody thought of: SSH, databases, agents, and whatever is installed later.',
    references: [
      'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
      'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18',
    ],
    catalogue: ['NET-SG-INGRESS-ADMIN-PORT', 'NET-SG-INGRESS-BROAD', 'NET-SG-INGRESS-WORLD'],
    peers: [
      'cfn_nag W2',
      'cfn_nag W27',
      'cfn_nag W42',
      'cfn_nag W65',
      'CKV_AWS_277',
      'AWS-0107',
      'SECURITY_GROUP_INGRESS_ALL_PROTOCOLS_RULE',
      'SECURITY_GROUP_INGRESS_PORT_RANGE_RULE',
      'Security Hub EC2.18',
      'Security Hub EC2.19',
    ],
  },
  messages: {
    allTraffic: {
      what: '{type} "{name}" lets the whole internet ({source}) reach {traffic}',
      fix: 'remove the rule, or replace it with one port and named sources: another security group ("connections.allowFrom(peer, Port.tcp(443))") or "Peer.ipv4" of your own networks',
    },
    portRange: {
      what: '{type} "{name}" lets the whole internet ({source}) reach {traffic}{among}',
      fix: 'write one rule per port that strangers have to reach ("Port.tcp(443)"), and name the sources of all others',
    },
  },
  examples: {
    valid: [
      {
        title: 'every port, for an own network only',
        resources: { Group: group({ IpProtocol: '-1', CidrIp: '10.0.0.0/16' }) },
      },
    ],
    invalid: [
      {
        title: 'everything from everywhere; protocol -1 ignores the ports',
        resources: { Group: group({ IpProtocol: '-1', FromPort: 443, ToPort: 443, CidrIpv6: '::/0' }) },
        reports: ['allTraffic'],
      },
      {
        title: 'a range with databases in it',
        resources: { Group: group({ IpProtocol: 'tcp', FromPort: 3000, ToPort: 6000, CidrIp: '0.0.0.0/0' }) },
        reports: ['portRange'],
      },
    ],
  },
  *check(model) {
    for (const rule of readIngress(model)) {
      if (isOpenToWorld(rule) && openingOf(rule) === 'port-range' && !isOpenOnPurpose(model, rule)) yield rangeFact(model, rule);
    }
  },
});

function rangeFact(model: Model, rule: TrafficRule): Fact<Message> {
  const { ports, spread } = rule.traffic;
  const described = describeRule(model, rule);
  if (spread === 'every' || ports === undefined) return { ...described, message: 'allTraffic' };
  const admin = adminPortsIn(ports);
  const shown = admin.length <= 3 ? admin : [...admin.slice(0, 3), 'others'];
  const among = shown.length === 0 ? '' : `, among them ${shown.join(', ')}`;
  return { ...described, message: 'portRange', data: { ...described.data, among }, ...weaker(rule) };
}

/** Players reach a game server from wherever they are, on the ports that its processes take. */
function weaker({ resource }: TrafficRule): { readonly atMost?: 'warning' } {
  return resource.type === 'AWS::GameLift::Fleet' || resource.type === 'AWS::GameLift::ContainerFleet' ? { atMost: 'warning' } : {};
}
