import { adminPortsIn, describeRule, isOpenOnPurpose, isOpenToWorld, openingOf, readIngress } from '../../lib/core/model/ingress';
import { defineRule } from '../../lib/core/rule';

const group = (port: number, source: string) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: {
    GroupDescription: 'demo',
    SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: source }],
  },
});

export default defineRule({
  meta: {
    id: 'endpoint/no-open-admin-port',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Ports of administration and of databases are closed to the internet',
    rationale:
      'Bots try passwords and known holes on SSH, RDP and database ports of every address, all day. Such a port serves a few people and hosts, whose networks can be named; Session Manager needs no open port at all.',
    references: [
      'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19',
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
    ],
    catalogue: ['NET-SG-INGRESS-ADMIN-PORT', 'NET-SG-INGRESS-WORLD'],
    peers: [
      'CKV_AWS_24',
      'CKV_AWS_25',
      'AWS-0107',
      'INCOMING_SSH_DISABLED',
      'RESTRICTED_INCOMING_TRAFFIC',
      'cdk-nag EC2RestrictedSSH',
      'cdk-nag EC2RestrictedCommonPorts',
      'Security Hub EC2.13',
      'Security Hub EC2.14',
      'Security Hub EC2.19',
    ],
  },
  messages: {
    openPort: {
      what: '{type} "{name}" lets the whole internet ({source}) reach port {ports}',
      fix: 'remove the rule and use Session Manager, or name who connects: another security group ("connections.allowFrom(...)"), or "Peer.ipv4" of your own networks',
    },
  },
  examples: {
    valid: [
      { title: 'SSH from an own network', resources: { Group: group(22, '10.0.0.0/16') } },
      { title: 'a port of the web, which endpoint/no-world-ingress judges', resources: { Group: group(443, '0.0.0.0/0') } },
    ],
    invalid: [
      { title: 'SSH from everywhere', resources: { Group: group(22, '0.0.0.0/0') }, reports: ['openPort'] },
      { title: 'a database port from everywhere', resources: { Group: group(5432, '0.0.0.0/0') }, reports: ['openPort'] },
    ],
  },
  *check(model) {
    for (const rule of readIngress(model)) {
      const { ports } = rule.traffic;
      if (ports === undefined || !isOpenToWorld(rule) || openingOf(rule) !== 'admin-port' || isOpenOnPurpose(model, rule)) continue;
      const described = describeRule(model, rule);
      yield { ...described, message: 'openPort' as const, data: { ...described.data, ports: adminPortsIn(ports).join(', ') } };
    }
  },
});
