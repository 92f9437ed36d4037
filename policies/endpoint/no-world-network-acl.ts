import type { Model } from '../../lib/core/model/model';
import { type AclEntry, isClosedBefore, isOpenEntry, readAclEntries } from '../../lib/core/model/network-acl';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'everything' | 'adminPort' | 'undecided';

const entry = (more: { readonly [property: string]: string | number | { readonly [bound: string]: number | string } }) => ({
  Type: 'AWS::EC2::NetworkAclEntry',
  Properties: { NetworkAclId: { Ref: 'Acl' }, RuleNumber: 100, RuleAction: 'allow', CidrBlock: '0.0.0.0/0', ...more },
});
const Acl = { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: 'vpc-0123456789abcdef0' } };
const office = entry({ Protocol: -1, CidrBlock: { Ref: 'Office' } });

export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-world-network-acl',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Network ACLs keep the internet from ports of administration',
    rationale:
      'A network ACL is the second lock behind the security groups. One that lets everything in from everywhere, or SSH and RDP, holds nothing when a group is opened by mistake.',
    references: [
      'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
      'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-21',
    ],
    catalogue: ['NET-NACL-WORLD'],
    peers: ['AWS-0102', 'AWS-0105', 'cfn_nag W66', 'cfn_nag W67', 'CKV_AWS_229', 'CKV_AWS_231', 'Security Hub EC2.21'],
  },
  messages: {
    everything: {
      what: 'entry "{name}" of a network ACL lets in {traffic} from the whole internet ({source})',
      fix: 'allow the ports that the subnet serves ("AclTraffic.tcpPort(443)") and the answers on 1024-65535, or write CidrBlock with the networks that connect',
    },
    adminPort: {
      what: 'entry "{name}" of a network ACL lets the whole internet ({source}) reach port {ports}',
      fix: 'narrow PortRange ("AclTraffic.tcpPort(443)"), write CidrBlock with the networks that connect, or deny the port with a lower RuleNumber',
    },
    undecided: {
      what: 'whether entry "{name}" of a network ACL lets in the whole internet cannot be decided: the source is "{source}"',
      fix: 'write CidrBlock, or give the parameter that decides it a default that is not the whole internet',
    },
  },
  examples: {
    valid: [
      {
        title: 'the web, and the answers to connections from inside',
        resources: {
          Acl,
          Web: entry({ Protocol: 6, PortRange: { From: 443, To: 443 } }),
          Answers: entry({ RuleNumber: 110, Protocol: 6, PortRange: { From: 1024, To: 65535 } }),
        },
      },
      {
        title: 'everything, after the ports of administration were denied',
        resources: {
          Acl,
          Ssh: entry({ RuleNumber: 10, RuleAction: 'deny', Protocol: 6, PortRange: { From: 22, To: 22 } }),
          Rdp: entry({ RuleNumber: 20, RuleAction: 'deny', Protocol: 6, PortRange: { From: 3389, To: 3389 } }),
          Rest: entry({ Protocol: -1 }),
        },
      },
    ],
    invalid: [
      { title: 'everything', resources: { Acl, Entry: entry({ Protocol: -1 }) }, reports: ['everything'] },
      {
        title: 'SSH',
        resources: { Acl, Entry: entry({ Protocol: '6', PortRange: { From: '22', To: '22' } }) },
        reports: ['adminPort'],
      },
      {
        title: 'a network that whoever deploys chooses',
        template: { Parameters: { Office: { Type: 'String' } }, Resources: { Acl, Entry: office } },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    if (model.resourcesOfType('AWS::EC2::NetworkAclEntry').length === 0) return;
    const entries = readAclEntries(model);
    for (const each of entries) {
      if (each.ports === undefined || !each.allows || isPublicOnPurpose(model, each.resource)) continue;
      const ports = openPorts(each, entries);
      if (ports.length > 0) yield* factOf(model, each, ports);
    }
  },
});

const ADMIN_PORTS: readonly (readonly [number, string])[] = [
  [22, '22 (SSH)'],
  [3389, '3389 (RDP)'],
];

/** The ports of administration that the entry opens. 3389 lies among the ports that answers arrive on, which every subnet needs. */
function openPorts(entry_: AclEntry, entries: readonly AclEntry[]): readonly string[] {
  const [from, to] = entry_.ports ?? [0, -1];
  const isForAnswers = from >= 1024 && to - from > 10_000;
  return ADMIN_PORTS.filter(
    ([port]) => from <= port && port <= to && !(isForAnswers && port === 3389) && !isClosedBefore(entry_, port, entries),
  ).map(([, text]) => text);
}

function* factOf(model: Model, entry_: AclEntry, ports: readonly string[]): Iterable<Fact<Message>> {
  const { resource, at, source, network, everyProtocol } = entry_;
  const [from, to] = entry_.ports ?? [0, 0];
  const isEverything = everyProtocol || (from <= 1 && to === 65535);
  const traffic = everyProtocol ? 'all traffic' : 'every port';
  const data = { name: model.nameOf(resource), source, traffic, ports: ports.join(', ') };
  if (network === undefined) {
    if (!entry_.isOwn) yield { message: 'undecided', resource, at, evidence: `${source} ${traffic}`, data };
  } else if (isOpenEntry(entry_)) {
    const message = isEverything ? 'everything' : 'adminPort';
    yield { message, resource, at, evidence: `${source} ${isEverything ? traffic : `ports ${from}-${to}`}`, data };
  }
}
