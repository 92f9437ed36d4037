import type { JsonObject } from '../../lib/core/json';
import { type IngressSource, prefixListNetworks, readIngress, useOf } from '../../lib/core/model/ingress';
import type { Model } from '../../lib/core/model/model';
import { isPrivate, isWorld, type Network } from '../../lib/core/network';
import { below } from '../../lib/core/path';
import { defineRule, type Fact } from '../../lib/core/rule';
import { partsOf } from '../../lib/core/template/symbolic';
import type { Resource } from '../../lib/core/template/template';

type Message = 'openToWorld' | 'openLoadBalancer' | 'openInternalLoadBalancer' | 'openInParts' | 'openPrefixList' | 'undecidedSource';

const group = (rules: JsonObject[]): JsonObject => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'demo', VpcId: 'vpc-0123456789abcdef0', SecurityGroupIngress: rules },
});
const tcp = (port: number, more: JsonObject): JsonObject => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...more });
const loadBalancer = (scheme: string): JsonObject => ({
  Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  Properties: { Scheme: scheme, SecurityGroups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] },
});

/**
 * A public load balancer stays an error: it is a public endpoint, and whether it is meant to be one is a person's
 * decision, which an acknowledgement records. Behind an internal one the same rule opens nothing to the internet.
 */
export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-world-ingress',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Security groups let in named networks, not the whole internet',
    rationale:
      'A rule for 0.0.0.0/0 or ::/0 lets every host of the internet knock on the port; scanners find it within minutes. Then only the software behind it stands between a stranger and the data.',
    references: [
      'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
      'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html',
    ],
    catalogue: ['NET-SG-INGRESS-WORLD'],
    peers: [
      'CKV_AWS_24',
      'CKV_AWS_25',
      'CKV_AWS_260',
      'cfn_nag W2',
      'AWS-0107',
      'EC2_SECURITY_GROUP_INGRESS_OPEN_TO_WORLD_RULE',
      'cdk-nag AwsSolutions-EC23',
      'Security Hub EC2.18',
    ],
  },
  messages: {
    openToWorld: {
      what: '{type} "{name}" lets the whole internet ({source}) reach {traffic}',
      fix: 'name who connects instead: another security group ("connections.allowFrom(...)"), "Peer.ipv4" of your own networks, or a prefix list; for administration use Session Manager, which needs no open port',
    },
    openLoadBalancer: {
      what: 'security group "{name}" lets the whole internet ({source}) reach {traffic} of load balancer "{user}", which makes it a public endpoint',
      fix: 'pass "open: false" to the listener and let in known networks or the prefix list of CloudFront, or make the load balancer internal; acknowledge it when it is meant to be public',
    },
    openInternalLoadBalancer: {
      what: 'security group "{name}" of the internal load balancer "{user}" lets every address ({source}) reach {traffic}: all networks that are routed to the VPC',
      fix: 'pass "open: false" to the listener and allow the clients with "connections.allowFrom(...)"',
    },
    openInParts: {
      what: 'the rules of "{name}" let the whole internet reach {traffic} in parts ({source})',
      fix: 'replace the ranges with the networks that have to connect',
    },
    openPrefixList: {
      what: 'prefix list "{name}" holds the whole internet ({source}): every rule that names it is open to the world',
      fix: 'list the networks that are meant',
    },
    undecidedSource: {
      what: 'whether {type} "{name}" lets the whole internet reach {traffic} cannot be decided: the source is "{source}"',
      fix: 'write the networks, or give the parameter that decides them a default or allowed values that are not the whole internet',
    },
  },
  examples: {
    valid: [
      {
        title: 'a group that lets in its own network and another group',
        resources: {
          Group: group([tcp(5432, { CidrIp: '10.0.0.0/16' }), tcp(5432, { SourceSecurityGroupId: 'sg-0123456789abcdef0' })]),
        },
      },
      { title: 'a narrow public range', resources: { Group: group([tcp(443, { CidrIp: '3.251.148.96/29' })]) } },
    ],
    invalid: [
      { title: 'SSH from everywhere', resources: { Group: group([tcp(22, { CidrIp: '0.0.0.0/0' })]) }, reports: ['openToWorld'] },
      {
        title: 'a stand-alone rule, in an unusual spelling of ::/0',
        resources: {
          Group: group([]),
          Rule: {
            Type: 'AWS::EC2::SecurityGroupIngress',
            Properties: { GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, IpProtocol: '-1', CidrIpv6: '0000::/0' },
          },
        },
        reports: ['openToWorld'],
      },
      {
        title: 'a public load balancer',
        resources: { Group: group([tcp(80, { CidrIp: '0.0.0.0/0' })]), Balancer: loadBalancer('internet-facing') },
        reports: ['openLoadBalancer'],
      },
      {
        title: 'an internal load balancer whose listener is open',
        resources: { Group: group([tcp(80, { CidrIp: '0.0.0.0/0' })]), Balancer: loadBalancer('internal') },
        reports: ['openInternalLoadBalancer'],
      },
      {
        title: 'the internet in two halves',
        resources: {
          Group: group([tcp(22, { CidrIp: '0.0.0.0/2' }), tcp(22, { CidrIp: '64.0.0.0/2' }), tcp(22, { CidrIp: '128.0.0.0/1' })]),
        },
        reports: ['openToWorld', 'openToWorld', 'openToWorld'],
      },
      {
        title: 'the internet in many parts, each of them narrow enough',
        resources: {
          Group: group(Array.from({ length: 256 }, (_, first) => tcp(22, { CidrIp: `${first}.0.0.0/8` }))),
        },
        reports: ['openInParts'],
      },
      {
        title: 'a prefix list of everything',
        resources: {
          Everywhere: {
            Type: 'AWS::EC2::PrefixList',
            Properties: { PrefixListName: 'all', AddressFamily: 'IPv4', MaxEntries: 1, Entries: [{ Cidr: '0.0.0.0/0' }] },
          },
        },
        reports: ['openPrefixList'],
      },
      {
        title: 'a network that whoever deploys chooses',
        template: { Parameters: { Office: { Type: 'String' } }, Resources: { Group: group([tcp(22, { CidrIp: { Ref: 'Office' } })]) } },
        reports: ['undecidedSource'],
      },
    ],
  },
  *check(model) {
    const sources = [...readIngress(model)];
    for (const source of sources) {
      if (isWide(source.networks)) yield openFact(model, source);
      else if (source.kind === 'hole' || source.kind === 'foreign-prefix-list') yield undecidedFact(model, source);
    }
    yield* openInParts(model, sources);
    yield* openPrefixLists(model, sources);
  },
});

/** Whether one source alone is the internet, or a large part of it: fewer than 8 fixed bits of public space. */
function isWide(networks: readonly Network[]): boolean {
  if (networks.length === 0) return false;
  return isWorld(networks) || networks.some((network) => network.prefixLength < 8 && !isPrivate(network));
}

function describe(model: Model, source: IngressSource) {
  const { opens, resource, traffic } = source;
  const written = model.show(source.source, resource);
  return {
    resource,
    at: source.source.at,
    evidence: `${written} ${traffic.text}`,
    data: {
      type: (opens ?? resource).type === 'AWS::EC2::SecurityGroup' ? 'security group' : resource.type,
      name: model.nameOf(opens ?? resource),
      source: written,
      traffic: traffic.text,
    },
  };
}

function openFact(model: Model, source: IngressSource): Fact<Message> {
  const described = describe(model, source);
  const balancers = source.opens === undefined ? [] : loadBalancersOf(source.opens);
  const [balancer] = balancers;
  if (balancer !== undefined) {
    const data = { ...described.data, user: model.nameOf(balancer) };
    const isInternal = balancers.every(
      (user) => model.values(user, 'Scheme').length > 0 && model.values(user, 'Scheme').every(({ value }) => value === 'internal'),
    );
    if (isInternal) return { ...described, data, message: 'openInternalLoadBalancer', atMost: 'warning' };
    return { ...described, data, message: 'openLoadBalancer' };
  }
  // Answering a ping opens no service.
  return { ...described, message: 'openToWorld', ...(source.traffic.isPing ? { atMost: 'warning' as const } : {}) };
}

const loadBalancerTypes = new Set(['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancing::LoadBalancer']);

/** The load balancers that carry the group, when nothing else does. */
function loadBalancersOf(group: Resource): readonly Resource[] {
  if (group.type !== 'AWS::EC2::SecurityGroup') return [];
  const { users, handedOn } = useOf(group);
  return !handedOn && users.every(({ type }) => loadBalancerTypes.has(type)) ? users : [];
}

/** A hole that somebody fills in by hand is most likely a narrow network; what cannot be read at all may be anything. */
function undecidedFact(model: Model, source: IngressSource): Fact<Message> {
  const isChosen = partsOf(source.source.value).some((part) => typeof part !== 'string' && part.kind !== 'unknown');
  const atMost = source.kind === 'foreign-prefix-list' ? ('info' as const) : isChosen ? ('warning' as const) : undefined;
  return { ...describe(model, source), message: 'undecidedSource', ...(atMost === undefined ? {} : { atMost }) };
}

/** Rules of one group and the same traffic add up: 256 times /8 is the internet too. */
function* openInParts(model: Model, sources: readonly IngressSource[]): Iterable<Fact<Message>> {
  const byTraffic = new Map<string, IngressSource[]>();
  for (const source of sources) {
    if (source.networks.length === 0 || isWide(source.networks)) continue;
    const key = `${source.opensKey}\n${source.traffic.key}`;
    const others = byTraffic.get(key);
    if (others === undefined) byTraffic.set(key, [source]);
    else others.push(source);
  }
  for (const parts of byTraffic.values()) {
    const [first] = parts;
    if (first === undefined || parts.length < 2 || !isWorld(parts.flatMap(({ networks }) => networks))) continue;
    const described = describe(model, first);
    const written = parts.map((part) => model.show(part.source, part.resource));
    const shown = written.length <= 4 ? written.join(', ') : `${written.slice(0, 3).join(', ')} and ${written.length - 3} more`;
    const data = { ...described.data, source: shown };
    yield { ...described, message: 'openInParts', evidence: `${written.join(', ')} ${first.traffic.text}`.slice(0, 200), data };
  }
}

/** Lists of the input that hold the internet and that no rule of the input names; the others are reported where they are used. */
function* openPrefixLists(model: Model, sources: readonly IngressSource[]): Iterable<Fact<Message>> {
  const lists = model.resourcesOfType('AWS::EC2::PrefixList').filter((list) => isWide(prefixListNetworks(model, list)));
  if (lists.length === 0) return;
  const used = new Set<Resource | undefined>(
    sources
      .filter(({ kind }) => kind === 'prefix-list')
      .map(({ resource, source }) => model.resolverOf(resource.template).target(source.value)),
  );
  for (const list of lists) {
    if (used.has(list)) continue;
    const ranges = model.values(list, 'Entries', '*', 'Cidr').map((element) => model.show(element, list));
    const data = { name: model.nameOf(list), source: ranges.join(', ') };
    yield {
      message: 'openPrefixList',
      resource: list,
      at: below(model.propertiesOf(list), 'Entries'),
      evidence: ranges.join(', '),
      data,
      atMost: 'warning',
    };
  }
}
