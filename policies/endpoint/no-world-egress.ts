import type { JsonObject } from '../../lib/core/json';
import { describeRule, isOpenToWorld, readEgress, type TrafficRule } from '../../lib/core/model/ingress';
import type { Model } from '../../lib/core/model/model';
import type { Severity } from '../../lib/core/result';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'everything' | 'someTraffic' | 'byDefault' | 'undecided';

const group = (more: JsonObject): JsonObject => ({ Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'demo', ...more } });

export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-world-egress',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Security groups let out what the workload needs',
    rationale:
      'Code that was taken over sends data out and fetches its tools over whatever is open. A group that lets out HTTPS only, or only to known networks, makes that harder and visible.',
    references: [
      'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
      'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.SecurityGroup.html#allowalloutbound',
    ],
    catalogue: ['NET-SG-EGRESS-WORLD'],
    peers: ['cfn_nag W5', 'cfn_nag F1000', 'AWS-0104', 'EC2_SECURITY_GROUP_EGRESS_OPEN_TO_WORLD_RULE'],
  },
  messages: {
    everything: {
      what: '{type} "{name}" lets out {traffic} to the whole internet ({source})',
      fix: 'set "allowAllOutbound: false" and add the egress rules that are needed: "addEgressRule(Peer.anyIpv4(), Port.tcp(443))", or VPC endpoints and prefix lists for AWS services',
    },
    someTraffic: {
      what: '{type} "{name}" lets out {traffic} to the whole internet ({source})',
      fix: 'name the destination: another security group ("connections.allowTo(...)"), "Peer.ipv4" of the network, or a prefix list',
    },
    byDefault: {
      what: 'security group "{name}" names nothing in SecurityGroupEgress, so EC2 lets out all traffic to the whole internet',
      fix: 'list the egress rules that are needed in SecurityGroupEgress ("ec2.SecurityGroup" with "allowAllOutbound: false" and "addEgressRule")',
    },
    undecided: {
      what: 'whether {type} "{name}" lets out {traffic} to the whole internet cannot be decided: the destination is "{source}"',
      fix: 'write the networks, or give the parameter that decides them a default that is not the whole internet',
    },
  },
  examples: {
    valid: [
      {
        title: 'HTTPS to the world',
        resources: {
          Group: group({ SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }] }),
        },
      },
      {
        title: 'nothing at all, as CDK writes it',
        resources: {
          Group: group({
            SecurityGroupEgress: [
              { CidrIp: '255.255.255.255/32', Description: 'Disallow all traffic', IpProtocol: 'icmp', FromPort: 252, ToPort: 86 },
            ],
          }),
        },
      },
    ],
    invalid: [
      {
        title: 'everything to the world',
        resources: { Group: group({ SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] }) },
        reports: ['everything'],
      },
      {
        title: 'SSH to the world',
        resources: { Group: group({ SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv6: '::/0' }] }) },
        reports: ['someTraffic'],
      },
      { title: 'the default of EC2', resources: { Group: group({}) }, reports: ['byDefault'] },
      {
        title: 'a network that whoever deploys chooses',
        template: {
          Parameters: { Office: { Type: 'String' } },
          Resources: { Group: group({ SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: { Ref: 'Office' } }] }) },
        },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    const groups = model.resourcesOfType('AWS::EC2::SecurityGroup');
    if (groups.length === 0 && model.resourcesOfType('AWS::EC2::SecurityGroupEgress').length === 0) return;
    const rules = readEgress(model);
    for (const rule of rules) {
      if (rule.kind === 'hole' || isOpenToWorld(rule)) yield* egressFact(model, rule);
    }
    const limited = new Set(rules.map(({ opens }) => opens));
    for (const group_ of groups) if (!limited.has(group_)) yield* defaultFact(model, group_);
  },
});

function* egressFact(model: Model, rule: TrafficRule): Iterable<Fact<Message>> {
  const described = describeRule(model, rule);
  const atMost = capOf(model, rule);
  const cap = atMost === undefined ? {} : { atMost };
  if (rule.kind === 'hole') yield { ...described, message: 'undecided', atMost: 'info' };
  else if (rule.traffic.spread === 'every') yield { ...described, message: 'everything', ...cap };
  else if (!isUsual(rule)) yield { ...described, message: 'someTraffic', ...cap };
}

/** CDK's own default, and what its own providers carry, is what most apps have. */
function capOf(model: Model, { description, resource }: TrafficRule): Severity | undefined {
  return CDK_DEFAULTS.has(description) || model.isProvided(resource) ? 'info' : undefined;
}

/** What "ec2.SecurityGroup" writes for "allowAllOutbound" and "allowAllIpv6Outbound". */
const CDK_DEFAULTS = new Set(['Allow all outbound traffic by default', 'Allow all outbound ipv6 traffic by default']);

/** The web, names and time: what nearly every host asks the internet for. An answer to a ping tells nothing. */
function isUsual({ traffic: { ports, spread, isPing } }: TrafficRule): boolean {
  return isPing || (spread === 'one' && ports !== undefined && USUAL_PORTS.has(ports[0]));
}

const USUAL_PORTS = new Set([53, 80, 123, 443]);

/**
 * Without a rule of either kind EC2 lets out everything; an empty list is no rule. A stand-alone rule takes the default
 * away. The L2 construct always writes rules, so that a group of CDK without any is one that nobody filled in by hand.
 */
function* defaultFact(model: Model, resource: Resource): Iterable<Fact<Message>> {
  const isL2 = resource.constructPath?.endsWith('/Resource') === true;
  for (const reading of model.readingsOf(resource)) {
    const [first] = reading.values('SecurityGroupEgress', '*');
    if (first !== undefined && first.kind !== 'absent') continue;
    const data = { name: model.nameOf(resource) };
    const at = first?.at ?? reading.at;
    yield {
      message: 'byDefault',
      resource,
      at,
      evidence: 'SecurityGroupEgress absent',
      data,
      ...(isL2 ? { atMost: 'info' as const } : {}),
    };
    return;
  }
}
