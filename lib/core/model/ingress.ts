import type { Answer } from '../answer';
import type { Json } from '../json';
import { isWide, type Network, parseCidr } from '../network';
import { pointerOf } from '../path';
import type { Element } from '../template/resolver';
import { soleHole } from '../template/symbolic';
import type { Resource, Template } from '../template/template';
import type { Model } from './model';
import { isPublicOnPurpose } from './public-endpoints';
import type { PropertyValue, Reading } from './reading';
import { isTrustedNetwork } from './trusted-networks';

/** One source (or destination) of one rule that lets traffic in (or out). */
export interface TrafficRule {
  /** The resource that writes the rule. */
  readonly resource: Resource;
  /** The group or host that it opens; rules of one `opens` add up. */
  readonly opens: Resource | undefined;
  readonly opensKey: string;
  /** The address as written. */
  readonly source: Element;
  /** The ranges it stands for; empty when they cannot be read off the input. */
  readonly networks: readonly Network[];
  /** Whether the ranges are all there is to know; a hole or a foreign prefix list is not. `group`: a security group, `self`: the one that is opened. */
  readonly kind: 'networks' | 'prefix-list' | 'foreign-prefix-list' | 'hole' | 'own-network' | 'group' | 'self';
  readonly traffic: Traffic;
  /** What the rule says about itself, where that is known. */
  readonly description: string;
}

/** Which traffic a rule lets through, normalised: rules with the same `key` add up. */
export interface Traffic {
  readonly key: string;
  /** For people: `tcp port 22`, `all traffic`. */
  readonly text: string;
  readonly isPing: boolean;
  /** How much of the ports: `unknown` when they cannot be read, `none` for a protocol without ports. */
  readonly spread: 'one' | 'several' | 'every' | 'none' | 'unknown';
  /** The ports, where the rule has a port range. */
  readonly ports: readonly [from: number, to: number] | undefined;
}

/** Rules whose source stands in the resource itself: type → list property, address properties, port properties. */
interface RuleShape {
  /** Path of the list of rules; empty when the resource is one rule. */
  readonly list: readonly string[];
  readonly addresses: readonly string[];
  /** The group that a stand-alone rule belongs to. */
  readonly group?: string;
  readonly protocol?: string;
  readonly from?: string;
  readonly to?: string;
  /** Fixed description for services without ports in the rule. */
  readonly traffic?: string;
  /** Without any of these properties the rule is open to everybody. */
  readonly openWithout?: readonly string[];
}

type RuleShapes = Readonly<Record<string, RuleShape>>;

const ec2 = { protocol: 'IpProtocol', from: 'FromPort', to: 'ToPort' };
const inward = { ...ec2, addresses: ['CidrIp', 'CidrIpv6', 'SourcePrefixListId', 'SourceSecurityGroupId', 'SourceSecurityGroupName'] };
const outward = { ...ec2, addresses: ['CidrIp', 'CidrIpv6', 'DestinationPrefixListId', 'DestinationSecurityGroupId'] };

const ingressShapes: RuleShapes = {
  'AWS::EC2::SecurityGroup': { ...inward, list: ['SecurityGroupIngress'] },
  'AWS::EC2::SecurityGroupIngress': { ...inward, list: [], group: 'GroupId' },
  'AWS::RDS::DBSecurityGroup': { list: ['DBSecurityGroupIngress'], addresses: ['CIDRIP'], traffic: 'the database port' },
  'AWS::RDS::DBSecurityGroupIngress': { list: [], addresses: ['CIDRIP'], group: 'DBSecurityGroupName', traffic: 'the database port' },
  'AWS::Redshift::ClusterSecurityGroupIngress': {
    list: [],
    addresses: ['CIDRIP'],
    group: 'ClusterSecurityGroupName',
    traffic: 'the cluster port',
  },
  'AWS::GameLift::Fleet': {
    list: ['EC2InboundPermissions'],
    addresses: ['IpRange'],
    protocol: 'Protocol',
    from: 'FromPort',
    to: 'ToPort',
  },
  'AWS::GameLift::ContainerFleet': {
    list: ['InstanceInboundPermissions'],
    addresses: ['IpRange'],
    protocol: 'Protocol',
    from: 'FromPort',
    to: 'ToPort',
  },
  'AWS::MediaLive::InputSecurityGroup': { list: ['WhitelistRules'], addresses: ['Cidr'], traffic: 'the inputs' },
  'AWS::Lightsail::Instance': {
    list: ['Networking', 'Ports'],
    addresses: ['Cidrs', 'Ipv6Cidrs'],
    protocol: 'Protocol',
    from: 'FromPort',
    to: 'ToPort',
    openWithout: ['Cidrs', 'Ipv6Cidrs', 'CidrListAliases'],
  },
};

const egressShapes: RuleShapes = {
  'AWS::EC2::SecurityGroup': { ...outward, list: ['SecurityGroupEgress'] },
  'AWS::EC2::SecurityGroupEgress': { ...outward, list: [], group: 'GroupId' },
};

const ingress = new WeakMap<Model, readonly TrafficRule[]>();
const egress = new WeakMap<Model, readonly TrafficRule[]>();

/** Every source that a security group, or a firewall like one, lets in. */
export function readIngress(model: Model): readonly TrafficRule[] {
  return remembered(model, ingress, ingressShapes);
}

/** Every destination that a security group lets out to. */
export function readEgress(model: Model): readonly TrafficRule[] {
  return remembered(model, egress, egressShapes);
}

function remembered(model: Model, memory: WeakMap<Model, readonly TrafficRule[]>, shapes: RuleShapes): readonly TrafficRule[] {
  const known = memory.get(model);
  if (known !== undefined) return known;
  const made = Object.entries(shapes).flatMap(([type, shape]) =>
    model.resourcesOfType(type).flatMap((resource) => distinct([...rulesOf(model, resource, shape)])),
  );
  memory.set(model, made);
  return made;
}

/** A rule that reads the same in several worlds is one rule. */
function distinct(rules: readonly TrafficRule[]): readonly TrafficRule[] {
  if (rules.length < 2) return rules;
  const byPlace = new Map<string, TrafficRule>();
  for (const rule of rules) {
    const key = `${pointerOf(rule.source.at)}\n${JSON.stringify(rule.source.value)}\n${rule.traffic.key}`;
    if (!byPlace.has(key)) byPlace.set(key, rule);
  }
  return [...byPlace.values()];
}

function* rulesOf(model: Model, resource: Resource, shape: RuleShape): Iterable<TrafficRule> {
  for (const reading of model.readingsOf(resource)) {
    const group = shape.group === undefined ? { resource, key: keyOf(resource) } : groupOf(model, reading, shape.group);
    for (const rule of shape.list.length === 0 ? [reading] : reading.objects(...shape.list)) {
      const common = { resource, opens: group.resource, opensKey: group.key };
      const unread = rule.values().find(({ kind }) => kind !== 'structure');
      // Rules, or whole lists of rules, that a macro or a parameter writes.
      if (unread !== undefined)
        yield { ...common, traffic: UNKNOWN, source: elementOf(unread), networks: [], kind: 'hole', description: '' };
      else yield* sourcesOf(model, rule, shape, common);
    }
  }
}

const UNKNOWN: Traffic = { key: '?', text: 'traffic that its rules name', isPing: false, spread: 'unknown', ports: undefined };

type Opened = Pick<TrafficRule, 'resource' | 'opens' | 'opensKey'>;

function* sourcesOf(model: Model, rule: Reading, shape: RuleShape, opened: Opened): Iterable<TrafficRule> {
  const [description] = rule.values('Description');
  for (const traffic of trafficsOf(rule, shape)) {
    const common = { ...opened, traffic, description: description?.text ?? '' };
    for (const address of shape.addresses) {
      const values = rule.values(address, '*').filter(({ kind }) => kind !== 'absent');
      const foreign: PropertyValue[] = [];
      for (const value of values) {
        const read = addressesOf(model, opened, address, value);
        if (read.kind === 'foreign-prefix-list') foreign.push(value);
        else yield { ...common, ...read, source: elementOf(value) };
      }
      // A map of one list per region is one question, not one per region.
      const [first] = foreign;
      if (first !== undefined) {
        const source = foreign.length === 1 ? elementOf(first) : { value: foreign.map(({ shown }) => shown).join(', '), at: first.at };
        yield { ...common, source, networks: [], kind: 'foreign-prefix-list' };
      }
    }
    if (shape.openWithout?.every((property) => rule.lacks(property)) === true) {
      yield { ...common, source: { value: '0.0.0.0/0', at: rule.at }, networks: EVERYBODY, kind: 'networks' };
    }
  }
}

const EVERYBODY = ['0.0.0.0/0', '::/0'].map(parseCidr).filter((network) => network !== undefined);

function elementOf({ value, at }: PropertyValue): Element {
  return { value: value ?? '', at };
}

function keyOf(resource: Resource): string {
  return `${resource.template.name}\n${resource.logicalId}`;
}

function groupOf(model: Model, rule: Reading, property: string): { readonly resource: Resource | undefined; readonly key: string } {
  const [group] = rule.values(property);
  if (group?.value === undefined) return { resource: undefined, key: keyOf(rule.resource) };
  const resource = model.resolverOf(rule.resource.template).target(group.value);
  return { resource, key: resource === undefined ? group.shown : keyOf(resource) };
}

function addressesOf(model: Model, opened: Opened, property: string, source: PropertyValue): Pick<TrafficRule, 'networks' | 'kind'> {
  const { value = '' } = source;
  const target = model.resolverOf(opened.resource.template).target(value);
  if (property.includes('SecurityGroup')) {
    const isSelf = target === undefined ? source.shown === opened.opensKey : target === opened.opens;
    return { networks: [], kind: isSelf ? 'self' : 'group' };
  }
  if (property.endsWith('PrefixListId')) {
    if (target?.type !== 'AWS::EC2::PrefixList') return { networks: [], kind: 'foreign-prefix-list' };
    return { networks: prefixListNetworks(model, target), kind: 'prefix-list' };
  }
  if (typeof value === 'string') {
    const network = parseCidr(value);
    if (network === undefined) return { networks: [], kind: 'hole' };
    return { networks: [network], kind: isTrustedNetwork(model, network) ? 'own-network' : 'networks' };
  }
  // The addresses of a VPC, a subnet or an elastic IP of the stack are never the whole internet.
  const hole = value.parts.find((part) => typeof part !== 'string');
  if (hole !== undefined && typeof hole !== 'string' && hole.kind === 'resource' && ADDRESSED_TYPES.has(hole.resourceType)) {
    return { networks: [], kind: 'own-network' };
  }
  // "<address>/32" is narrow whatever the address is.
  const tail = value.parts.at(-1);
  const length = typeof tail === 'string' && soleHole(value) === undefined ? LENGTH.exec(tail)?.[1] : undefined;
  if (length !== undefined && Number(length) >= 8) return { networks: [], kind: 'own-network' };
  return { networks: [], kind: 'hole' };
}

const LENGTH = /\/(\d+)\s*$/;

/** Types with addresses of their own, which are never the whole internet. */
const ADDRESSED_TYPES = new Set([
  'AWS::EC2::EIP',
  'AWS::EC2::IPAMAllocation',
  'AWS::EC2::IPAMPoolCidr',
  'AWS::EC2::Instance',
  'AWS::EC2::NatGateway',
  'AWS::EC2::NetworkInterface',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetCidrBlock',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCCidrBlock',
]);

/** The ranges of a prefix list of the input. */
export function prefixListNetworks(model: Model, list: Resource): readonly Network[] {
  return model.values(list, 'Entries', '*', 'Cidr').flatMap(({ value }) => {
    const network = typeof value === 'string' ? parseCidr(value) : undefined;
    return network === undefined ? [] : [network];
  });
}

/** Whether the rule alone is open to the internet, or to a large part of it, that the owners do not call their own. */
export function isOpenToWorld({ kind, networks }: TrafficRule): boolean {
  return kind !== 'own-network' && isWide(networks);
}

const protocolNames: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6' };

/** What a rule lets through: one traffic, but where its ports are a choice. */
function trafficsOf(rule: Reading, shape: RuleShape): readonly Traffic[] {
  if (shape.traffic !== undefined) {
    return [{ key: shape.traffic, text: shape.traffic, isPing: false, spread: 'none', ports: undefined }];
  }
  const choices = (property: string | undefined) => (property === undefined ? [''] : rule.values(property).map(textOf));
  const traffics = new Map<string, Traffic>();
  for (const protocol of choices(shape.protocol)) {
    for (const from of choices(shape.from)) {
      for (const to of choices(shape.to)) {
        const traffic = trafficOf(protocol, from, to);
        traffics.set(traffic.key, traffic);
      }
    }
  }
  return [...traffics.values()];
}

function textOf({ kind, text, shown }: PropertyValue): string {
  return kind === 'literal' ? text : kind === 'absent' ? '' : shown;
}

/**
 * `-1` as the protocol is everything, whatever the ports say; a protocol without ports is every port of it; of ICMP the
 * two numbers are a type and a code.
 */
function trafficOf(writtenProtocol: string, writtenFrom: string, writtenTo: string): Traffic {
  const lowered = writtenProtocol.toLowerCase();
  const protocol = protocolNames[lowered] ?? lowered;
  if (protocol === '-1' || protocol === 'all' || protocol === '') {
    return { key: 'all', text: 'all traffic', isPing: false, spread: 'every', ports: EVERY_PORT };
  }
  if (protocol === 'icmp' || protocol === 'icmpv6') {
    return { key: `${protocol} ${writtenFrom} ${writtenTo}`, text: protocol, isPing: true, spread: 'none', ports: undefined };
  }
  if (protocol !== 'tcp' && protocol !== 'udp') {
    const spread = NUMBER.test(protocol) ? 'none' : 'unknown';
    return { key: protocol, text: `protocol ${writtenProtocol}`, isPing: false, spread, ports: undefined };
  }
  const to = writtenTo || writtenFrom;
  const first = Number(writtenFrom);
  const last = Number(to);
  if (writtenFrom === '' || first === -1 || (first <= 1 && last === 65535)) {
    return { key: `${protocol} all`, text: `every ${protocol} port`, isPing: false, spread: 'every', ports: EVERY_PORT };
  }
  const isKnown = Number.isInteger(first) && Number.isInteger(last);
  const isOne = writtenFrom === to;
  return {
    key: `${protocol} ${writtenFrom}-${to}`,
    text: isOne ? `${protocol} port ${writtenFrom}` : `${protocol} ports ${writtenFrom}-${to}`,
    isPing: false,
    spread: isOne ? 'one' : isKnown ? 'several' : 'unknown',
    ports: isKnown ? [first, last] : undefined,
  };
}

const EVERY_PORT = [0, 65535] as const;
const NUMBER = /^\d+$/;

/** Who uses a security group: the resources that carry it, and whether other stacks may too. */
export interface GroupUse {
  readonly users: readonly Resource[];
  /** An output hands the group on. */
  readonly handedOn: boolean;
}

const groupTypes = new Set(['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress']);

/** The resources of a template that name each logical id, and what its outputs name. */
interface References {
  readonly users: ReadonlyMap<string, readonly Resource[]>;
  readonly handedOn: ReadonlySet<string>;
}

const references = new WeakMap<Template, References>();

/** The uses of `group` in its template. Rules that name it as a source or destination do not use it. */
export function useOf(group: Resource): GroupUse {
  const { template, logicalId } = group;
  let known = references.get(template);
  if (known === undefined) {
    known = referencesOf(template);
    references.set(template, known);
  }
  return { users: (known.users.get(logicalId) ?? []).filter((user) => user !== group), handedOn: known.handedOn.has(logicalId) };
}

function referencesOf(template: Template): References {
  const users = new Map<string, Resource[]>();
  for (const resource of template.resources.values()) {
    if (groupTypes.has(resource.type)) continue;
    const named = new Set<string>();
    collectReferences(resource.properties, named);
    for (const id of named) {
      const known = users.get(id);
      if (known === undefined) users.set(id, [resource]);
      else known.push(resource);
    }
  }
  const handedOn = new Set<string>();
  collectReferences(template.body.Outputs, handedOn);
  return { users, handedOn };
}

const PLACEHOLDER = /\$\{([A-Za-z0-9]+)[.}]/g;

function collectReferences(node: Json | undefined, named: Set<string>): void {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const member of node) collectReferences(member, named);
    return;
  }
  if (typeof node.Ref === 'string') named.add(node.Ref);
  const attribute = node['Fn::GetAtt'];
  const target = Array.isArray(attribute) ? attribute[0] : typeof attribute === 'string' ? attribute.split('.', 1)[0] : undefined;
  if (typeof target === 'string') named.add(target);
  const substitution = node['Fn::Sub'];
  const text = Array.isArray(substitution) ? substitution[0] : substitution;
  if (typeof text === 'string') for (const [, id] of text.matchAll(PLACEHOLDER)) if (id !== undefined) named.add(id);
  for (const member of Object.values(node)) collectReferences(member, named);
}

const loadBalancerTypes = new Set(['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancing::LoadBalancer']);

/** The load balancers that carry the group, when nothing else does. */
export function loadBalancersBehind(group: Resource | undefined): readonly Resource[] {
  if (group?.type !== 'AWS::EC2::SecurityGroup') return [];
  const { users, handedOn } = useOf(group);
  return !handedOn && users.every(({ type }) => loadBalancerTypes.has(type)) ? users : [];
}

/** Whether the owners mean the opening: they name the rule, its group, or every load balancer that the group is for. */
export function isOpenOnPurpose(model: Model, { resource, opens }: TrafficRule): boolean {
  if (model.settings.publicEndpoints.length === 0) return false;
  if (isPublicOnPurpose(model, resource) || (opens !== undefined && isPublicOnPurpose(model, opens))) return true;
  const balancers = loadBalancersBehind(opens);
  return balancers.length > 0 && balancers.every((balancer) => isPublicOnPurpose(model, balancer));
}

/**
 * Which rule of the pack judges an opening to the world, so that one opening is one finding: more than one port, one
 * port of administration, or anything else. A load balancer that listens on 8080 serves the web there.
 */
export function openingOf(rule: TrafficRule): 'port-range' | 'admin-port' | 'port' {
  const { spread, ports } = rule.traffic;
  if (spread === 'several' || spread === 'every') return 'port-range';
  if (ports === undefined || adminPortsIn(ports).length === 0) return 'port';
  const isWeb = ALTERNATIVE_WEB_PORTS.has(ports[0]) && loadBalancersBehind(rule.opens).length > 0;
  return isWeb ? 'port' : 'admin-port';
}

const ALTERNATIVE_WEB_PORTS = new Set([8080, 8888]);

/** Ports of administration, of databases and of other services that never expect strangers. */
const ADMIN_PORTS: readonly (readonly [port: number, service: string])[] = [
  [20, 'FTP'],
  [21, 'FTP'],
  [22, 'SSH'],
  [23, 'Telnet'],
  [135, 'RPC'],
  [137, 'NetBIOS'],
  [138, 'NetBIOS'],
  [139, 'NetBIOS'],
  [445, 'SMB'],
  [1433, 'SQL Server'],
  [1434, 'SQL Server'],
  [1521, 'Oracle'],
  [2375, 'Docker'],
  [2376, 'Docker'],
  [2379, 'etcd'],
  [2380, 'etcd'],
  [2483, 'Oracle'],
  [2484, 'Oracle'],
  [3306, 'MySQL'],
  [3389, 'RDP'],
  [4333, 'mSQL'],
  [5432, 'PostgreSQL'],
  [5439, 'Redshift'],
  [5500, 'VNC'],
  [5601, 'Kibana'],
  [5900, 'VNC'],
  [5985, 'WinRM'],
  [5986, 'WinRM'],
  [6379, 'Redis'],
  [7199, 'Cassandra'],
  [8080, 'alternative HTTP'],
  [8888, 'alternative HTTP'],
  [9092, 'Kafka'],
  [9160, 'Cassandra'],
  [9200, 'Elasticsearch'],
  [9300, 'Elasticsearch'],
  [10250, 'kubelet'],
  [11211, 'Memcached'],
  [27017, 'MongoDB'],
  [27018, 'MongoDB'],
];

/** The ports of administration within a range, as a person would name them: `22 (SSH)`. */
export function adminPortsIn([from, to]: readonly [number, number]): readonly string[] {
  return ADMIN_PORTS.filter(([port]) => port >= from && port <= to).map(([port, service]) => `${port} (${service})`);
}

/** What findings say about a rule that lets traffic through. */
export function describeRule(model: Model, rule: TrafficRule) {
  const { opens, resource, traffic } = rule;
  const written = model.show(rule.source, resource);
  return {
    resource,
    at: rule.source.at,
    evidence: `${written} ${traffic.text}`,
    data: {
      type: (opens ?? resource).type === 'AWS::EC2::SecurityGroup' ? 'security group' : (opens ?? resource).type,
      name: model.nameOf(opens ?? resource),
      source: written,
      traffic: traffic.text,
    },
  };
}

const openGroups = new WeakMap<Model, ReadonlyMap<Resource, Answer>>();

/**
 * Whether the internet gets through one of these security groups, the values of a property: `no` when all of them are
 * groups of the input that name who connects, `unknown` when there are none, or groups of elsewhere.
 */
export function isOpenThrough(model: Model, from: Resource, groups: readonly PropertyValue[]): Answer {
  let open = openGroups.get(model);
  if (open === undefined) {
    open = openGroupsOf(model);
    openGroups.set(model, open);
  }
  const resolver = model.resolverOf(from.template);
  let answer: Answer = groups.some(({ kind }) => kind !== 'absent') ? 'no' : 'unknown';
  for (const { value } of groups) {
    const group = value === undefined ? undefined : resolver.target(value);
    const own = group === undefined ? 'unknown' : (open.get(group) ?? 'no');
    if (own === 'yes') return 'yes';
    if (own === 'unknown') answer = 'unknown';
  }
  return answer;
}

function openGroupsOf(model: Model): ReadonlyMap<Resource, Answer> {
  const open = new Map<Resource, Answer>();
  for (const rule of readIngress(model)) {
    if (rule.opens === undefined || open.get(rule.opens) === 'yes') continue;
    if (isOpenToWorld(rule)) open.set(rule.opens, 'yes');
    else if (rule.kind === 'hole') open.set(rule.opens, 'unknown');
  }
  return open;
}
