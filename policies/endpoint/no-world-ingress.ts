import type { JsonObject } from '../../lib/core/json';
import {
  describeRule,
  isOpenOnPurpose,
  isOpenToWorld,
  loadBalancersBehind,
  openingOf,
  prefixListNetworks,
  readIngress,
  type TrafficRule,
} from '../../lib/core/model/ingress';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { isWide, isWorld } from '../../lib/core/network';
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
      fix: 'pass "open: false" to the listener and let in known networks or the prefix list of CloudFront, or make the load balancer internal; when it is meant to be public, name it in the setting "publicEndpoints"',
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
      {
        title: 'a port that everybody reaches; ports of administration and ranges of ports have rules of their own',
        resources: { Group: group([tcp(8443, { CidrIp: '0.0.0.0/0' })]) },
        reports: ['openToWorld'],
      },
      {
        title: 'a stand-alone rule, in an unusual spelling of ::/0',
        resources: {
          Group: group([]),
          Rule: {
            Type: 'AWS::EC2::SecurityGroupIngress',
            Properties: {
              GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] },
              IpProtocol: 'tcp',
              FromPort: 8443,
              ToPort: 8443,
              CidrIpv6: '0000::/0',
            },
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
          Group: group([tcp(8443, { CidrIp: '0.0.0.0/2' }), tcp(8443, { CidrIp: '64.0.0.0/2' }), tcp(8443, { CidrIp: '128.0.0.0/1' })]),
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
    const rules = readIngress(model).filter((rule) => !isOpenOnPurpose(model, rule));
    for (const rule of rules) {
      if (rule.kind === 'hole' || rule.kind === 'foreign-prefix-list') yield undecidedFact(model, rule);
      else if (isOpenToWorld(rule) && openingOf(rule) === 'port') yield openFact(model, rule);
    }
    yield* openInParts(model, rules);
    yield* openPrefixLists(model, rules);
  },
});

/**
 * The web port of a public load balancer is the weaker finding: the load balancer itself is the endpoint, and
 * endpoint/no-internet-facing-load-balancer judges it. Behind an internal one the rule opens nothing to the internet.
 */
function openFact(model: Model, rule: TrafficRule): Fact<Message> {
  const described = describeRule(model, rule);
  const balancers = loadBalancersBehind(rule.opens);
  const [balancer] = balancers;
  if (balancer !== undefined) {
    const data = { ...described.data, user: model.nameOf(balancer) };
    const isInternal = balancers.every((user) =>
      model.readingsOf(user).every((reading) => reading.isAlways(['Scheme'], ['internal']) === 'yes'),
    );
    if (isInternal) return { ...described, data, message: 'openInternalLoadBalancer', atMost: 'warning' };
    return { ...described, data, message: 'openLoadBalancer', ...(isWebPort(rule) ? { atMost: 'warning' as const } : {}) };
  }
  // Answering a ping opens no service; players reach a game server from wherever they are.
  const isWeaker = rule.traffic.isPing || GAME_SERVERS.has(rule.resource.type);
  return { ...described, message: 'openToWorld', ...(isWeaker ? { atMost: 'warning' as const } : {}) };
}

const GAME_SERVERS = new Set(['AWS::GameLift::Fleet', 'AWS::GameLift::ContainerFleet']);

function isWebPort({ traffic: { ports } }: TrafficRule): boolean {
  return ports?.[0] === ports?.[1] && (ports?.[0] === 80 || ports?.[0] === 443);
}

/** A hole that somebody fills in by hand is most likely a narrow network; what cannot be read at all may be anything. */
function undecidedFact(model: Model, rule: TrafficRule): Fact<Message> {
  const isChosen = partsOf(rule.source.value).some((part) => typeof part !== 'string' && part.kind !== 'unknown');
  const atMost = rule.kind === 'foreign-prefix-list' ? ('info' as const) : isChosen ? ('warning' as const) : undefined;
  return { ...describeRule(model, rule), message: 'undecidedSource', ...(atMost === undefined ? {} : { atMost }) };
}

/** Rules of one group and the same traffic add up: 256 times /8 is the internet too. */
function* openInParts(model: Model, rules: readonly TrafficRule[]): Iterable<Fact<Message>> {
  const byTraffic = new Map<string, TrafficRule[]>();
  for (const rule of rules) {
    if (rule.networks.length === 0 || rule.kind === 'own-network' || isOpenToWorld(rule)) continue;
    const key = `${rule.opensKey}\n${rule.traffic.key}`;
    const others = byTraffic.get(key);
    if (others === undefined) byTraffic.set(key, [rule]);
    else others.push(rule);
  }
  for (const parts of byTraffic.values()) {
    const [first] = parts;
    if (first === undefined || parts.length < 2 || !isWorld(parts.flatMap(({ networks }) => networks))) continue;
    const described = describeRule(model, first);
    const written = parts.map((part) => model.show(part.source, part.resource));
    const shown = written.length <= 4 ? written.join(', ') : `${written.slice(0, 3).join(', ')} and ${written.length - 3} more`;
    const data = { ...described.data, source: shown };
    yield { ...described, message: 'openInParts', evidence: `${written.join(', ')} ${first.traffic.text}`.slice(0, 200), data };
  }
}

/** Lists of the input that hold the internet and that no rule of the input names; the others are reported where they are used. */
function* openPrefixLists(model: Model, rules: readonly TrafficRule[]): Iterable<Fact<Message>> {
  const lists = model.resourcesOfType('AWS::EC2::PrefixList').filter((list) => isWide(prefixListNetworks(model, list)));
  if (lists.length === 0) return;
  const used = new Set<Resource | undefined>(
    rules
      .filter(({ kind }) => kind === 'prefix-list')
      .map(({ resource, source }) => model.resolverOf(resource.template).target(source.value)),
  );
  for (const list of lists) {
    if (used.has(list) || isPublicOnPurpose(model, list)) continue;
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
