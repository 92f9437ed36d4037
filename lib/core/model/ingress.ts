import type { Json, JsonObject } from '../json';
import { type Network, parseCidr } from '../network';
import { below, type Path } from '../path';
import type { Element, Located, Resolver } from '../template/resolver';
import { soleHole } from '../template/symbolic';
import type { Resource } from '../template/template';
import { propertiesOf } from './entry-point-reader';
import type { Model } from './model';
import { isUnreadable, membersOf, nodesAt, objectsOf } from './nodes';

/** One source of one rule that lets traffic in. */
export interface IngressSource {
  /** The resource that writes the rule. */
  readonly resource: Resource;
  /** The group or host that it opens; rules of one `opens` add up. */
  readonly opens: Resource | undefined;
  readonly opensKey: string;
  /** The address as written. */
  readonly source: Element;
  /** The ranges it stands for; empty when they cannot be read off the input. */
  readonly networks: readonly Network[];
  /** Whether the ranges are all there is to know; a hole or a foreign prefix list is not. */
  readonly kind: 'networks' | 'prefix-list' | 'foreign-prefix-list' | 'hole' | 'own-network';
  readonly traffic: Traffic;
}

/** Which traffic a rule lets in, normalised: rules with the same `key` add up. */
export interface Traffic {
  readonly key: string;
  /** For people: `tcp port 22`, `all traffic`. */
  readonly text: string;
  readonly isPing: boolean;
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

const ruleShapes: Readonly<Record<string, RuleShape>> = {
  'AWS::EC2::SecurityGroup': {
    list: ['SecurityGroupIngress'],
    addresses: ['CidrIp', 'CidrIpv6', 'SourcePrefixListId'],
    protocol: 'IpProtocol',
    from: 'FromPort',
    to: 'ToPort',
  },
  'AWS::EC2::SecurityGroupIngress': {
    list: [],
    addresses: ['CidrIp', 'CidrIpv6', 'SourcePrefixListId'],
    group: 'GroupId',
    protocol: 'IpProtocol',
    from: 'FromPort',
    to: 'ToPort',
  },
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

/** Every source address that a security group, or a firewall like one, lets in. */
export function* readIngress(model: Model): Iterable<IngressSource> {
  for (const [type, shape] of Object.entries(ruleShapes)) {
    for (const resource of model.resourcesOfType(type)) yield* ingressOf(model, resource, shape);
  }
}

function* ingressOf(model: Model, resource: Resource, shape: RuleShape): Iterable<IngressSource> {
  const resolver = model.resolverOf(resource.template);
  const group = shape.group === undefined ? undefined : groupOf(model, resource, shape.group);
  const opens = shape.group === undefined ? resource : group?.resource;
  const opensKey = opens === undefined ? (group?.key ?? '') : keyOf(opens);
  for (const source of unreadableRules(resolver, resource, shape)) {
    const traffic = { key: '?', text: 'traffic that its rules name', isPing: false, ports: undefined };
    yield { resource, opens, opensKey, traffic, source, networks: [], kind: 'hole' };
  }
  for (const rule of rulesOf(resolver, resource, shape)) {
    const traffic = trafficOf(resolver, rule, shape);
    const common = { resource, opens, opensKey, traffic };
    for (const address of shape.addresses) {
      const node = rule.value[address];
      if (node === undefined) continue;
      const sources = resolver
        .list(node, below(rule.at, address))
        .map((source) => ({ source, ...addressesOf(model, resolver, address, source) }));
      for (const source of sources) if (source.kind !== 'foreign-prefix-list') yield { ...common, ...source };
      // A map of one list per region is one question, not one per region.
      const foreign = sources.filter(({ kind }) => kind === 'foreign-prefix-list').map(({ source }) => model.show(source, resource));
      if (foreign.length > 0) {
        const source = { value: foreign.join(', '), at: below(rule.at, address) };
        yield { ...common, source, networks: [], kind: 'foreign-prefix-list' };
      }
    }
    if (shape.openWithout?.every((property) => resolver.canBeAbsent(rule.value[property])) === true) {
      yield { ...common, source: { value: '0.0.0.0/0', at: rule.at }, networks: everybody, kind: 'networks' };
    }
  }
}

const everybody = ['0.0.0.0/0', '::/0'].map(parseCidr).filter((network) => network !== undefined);

function rulesOf(resolver: Resolver, resource: Resource, shape: RuleShape): readonly Located<JsonObject>[] {
  const root = propertiesOf(resource);
  if (shape.list.length === 0) return [{ value: resource.properties, at: root }];
  return nodesAt(resolver, resource.properties, root, ...shape.list)
    .flatMap((list) => membersOf(resolver, list.value, list.at))
    .flatMap((member) => objectsOf(resolver, member.value, member.at));
}

/** Rules, or whole lists of rules, that a macro or a parameter writes. */
function unreadableRules(resolver: Resolver, resource: Resource, shape: RuleShape): readonly Element[] {
  if (shape.list.length === 0) return [];
  return nodesAt(resolver, resource.properties, propertiesOf(resource), ...shape.list)
    .flatMap((list) => membersOf(resolver, list.value, list.at))
    .filter((member) => isUnreadable(resolver, member.value, member.at))
    .flatMap((member) => resolver.strings(member.value, member.at).slice(0, 1));
}

function keyOf(resource: Resource): string {
  return `${resource.template.name}\n${resource.logicalId}`;
}

function groupOf(model: Model, rule: Resource, property: string): { readonly resource: Resource | undefined; readonly key: string } {
  const resolver = model.resolverOf(rule.template);
  const [group] = resolver.strings(rule.properties[property], undefined);
  if (group === undefined) return { resource: undefined, key: keyOf(rule) };
  return { resource: resolver.target(group.value), key: model.show(group, rule) };
}

function addressesOf(model: Model, resolver: Resolver, property: string, source: Element): Pick<IngressSource, 'networks' | 'kind'> {
  const { value } = source;
  if (property === 'SourcePrefixListId') {
    const list = resolver.target(value);
    if (list?.type !== 'AWS::EC2::PrefixList') return { networks: [], kind: 'foreign-prefix-list' };
    return { networks: prefixListNetworks(model, list), kind: 'prefix-list' };
  }
  if (typeof value === 'string') {
    const network = parseCidr(value);
    return network === undefined ? { networks: [], kind: 'hole' } : { networks: [network], kind: 'networks' };
  }
  // The addresses of a VPC, a subnet or an elastic IP of the stack are never the whole internet.
  const hole = value.parts.find((part) => typeof part !== 'string');
  if (hole !== undefined && typeof hole !== 'string' && hole.kind === 'resource') return { networks: [], kind: 'own-network' };
  // "<address>/32" is narrow whatever the address is.
  const tail = value.parts.at(-1);
  const length = typeof tail === 'string' && soleHole(value) === undefined ? /\/(\d+)\s*$/.exec(tail)?.[1] : undefined;
  if (length !== undefined && Number(length) >= 8) return { networks: [], kind: 'own-network' };
  return { networks: [], kind: 'hole' };
}

/** The ranges of a prefix list of the input. */
export function prefixListNetworks(model: Model, list: Resource): readonly Network[] {
  return model.values(list, 'Entries', '*', 'Cidr').flatMap(({ value }) => {
    const network = typeof value === 'string' ? parseCidr(value) : undefined;
    return network === undefined ? [] : [network];
  });
}

const protocolNames: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6' };

function trafficOf(resolver: Resolver, rule: Located<JsonObject>, shape: RuleShape): Traffic {
  if (shape.traffic !== undefined) return { key: shape.traffic, text: shape.traffic, isPing: false, ports: undefined };
  const text = (property: string | undefined) => (property === undefined ? '' : scalar(resolver, rule.value[property], rule.at));
  const written = text(shape.protocol).toLowerCase();
  const protocol = protocolNames[written] ?? written;
  if (protocol === '-1' || protocol === 'all' || protocol === '')
    return { key: 'all', text: 'all traffic', isPing: false, ports: [0, 65535] };
  const isPing = protocol === 'icmp' || protocol === 'icmpv6';
  const from = text(shape.from);
  const to = text(shape.to) || from;
  if (isPing) return { key: `${protocol} ${from} ${to}`, text: protocol, isPing, ports: undefined };
  if (protocol !== 'tcp' && protocol !== 'udp') return { key: protocol, text: `protocol ${protocol}`, isPing, ports: undefined };
  if (from === '' || from === '-1' || (from === '0' && to === '65535')) {
    return { key: `${protocol} all`, text: `every ${protocol} port`, isPing, ports: [0, 65535] };
  }
  const ports = Number.isInteger(Number(from)) && Number.isInteger(Number(to)) ? ([Number(from), Number(to)] as const) : undefined;
  return {
    key: `${protocol} ${from}-${to}`,
    text: from === to ? `${protocol} port ${from}` : `${protocol} ports ${from}-${to}`,
    isPing,
    ports,
  };
}

function scalar(resolver: Resolver, node: Json | undefined, at: Path | undefined): string {
  const [element] = node === undefined ? [] : resolver.strings(node, at);
  if (element === undefined) return '';
  return typeof element.value === 'string' ? element.value.trim() : '?';
}

/** Who uses a security group: the resources that carry it, and whether other stacks may too. */
export interface GroupUse {
  readonly users: readonly Resource[];
  /** An output hands the group on. */
  readonly handedOn: boolean;
}

const groupTypes = new Set(['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress']);

/** The uses of `group` in its template. Rules that name it as a source or destination do not use it. */
export function useOf(group: Resource): GroupUse {
  const { template, logicalId } = group;
  const users = [...template.resources.values()].filter(
    (resource) => resource !== group && !groupTypes.has(resource.type) && refersTo(resource.properties, logicalId),
  );
  return { users, handedOn: refersTo(template.body.Outputs, logicalId) };
}

function refersTo(node: Json | undefined, logicalId: string): boolean {
  if (node === null || typeof node !== 'object') return false;
  if (Array.isArray(node)) return node.some((member) => refersTo(member, logicalId));
  if (node.Ref === logicalId) return true;
  const attribute = node['Fn::GetAtt'];
  if (Array.isArray(attribute) ? attribute[0] === logicalId : typeof attribute === 'string' && attribute.startsWith(`${logicalId}.`))
    return true;
  return Object.values(node).some((member) => refersTo(member, logicalId));
}
