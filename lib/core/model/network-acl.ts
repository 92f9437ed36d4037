import { containsNetwork, isWide, type Network, parseCidr } from '../network';
import type { Path } from '../path';
import type { Resource } from '../template/template';
import type { Model } from './model';
import type { PropertyValue, Reading } from './reading';

/** One inbound entry of a network ACL, in one world of its conditions. */
export interface AclEntry {
  readonly resource: Resource;
  /** Entries with the same `acl` are one list, which the lowest number decides. */
  readonly acl: string;
  readonly number: number;
  readonly allows: boolean;
  /** Where the source is written, and how. */
  readonly at: Path;
  readonly source: string;
  readonly network: Network | undefined;
  /** Whether the source is the range of a VPC or subnet of the input. */
  readonly isOwn: boolean;
  /** Whether the protocol has the ports, or is every protocol. */
  readonly everyProtocol: boolean;
  readonly ports: readonly [from: number, to: number] | undefined;
}

/** The inbound entries of the network ACLs of the input. What cannot be read stands for the widest it can be. */
export function readAclEntries(model: Model): readonly AclEntry[] {
  return model
    .resourcesOfType('AWS::EC2::NetworkAclEntry')
    .flatMap((resource) => model.readingsOf(resource).flatMap((reading) => entriesOf(model, resource, reading)));
}

function entriesOf(model: Model, resource: Resource, reading: Reading): readonly AclEntry[] {
  if (reading.isAlways(['Egress'], ['true']) === 'yes') return [];
  const resolver = model.resolverOf(resource.template);
  const [acl] = reading.values('NetworkAclId');
  const [number] = reading.values('RuleNumber');
  const common = {
    resource,
    acl: `${resource.template.name}\n${acl?.shown ?? ''}`,
    number: Number(number?.text ?? ''),
    allows: reading.canBe(['RuleAction'], ['allow']) !== 'no',
  };
  const sources = [...reading.values('CidrBlock'), ...reading.values('Ipv6CidrBlock')].filter(({ kind }) => kind !== 'absent');
  return sources.flatMap((source) =>
    reading.values('Protocol').map((protocol) => ({
      ...common,
      at: source.at,
      source: source.shown,
      network: source.kind === 'literal' ? parseCidr(source.text) : undefined,
      isOwn: source.value !== undefined && OWN_TYPES.has(resolver.target(source.value)?.type ?? ''),
      ...trafficOf(protocol, reading),
    })),
  );
}

const OWN_TYPES = new Set(['AWS::EC2::VPC', 'AWS::EC2::VPCCidrBlock', 'AWS::EC2::Subnet']);

/** Protocol numbers: -1 is every one, 6 is TCP, 17 UDP; without a range a protocol is open on every port. */
function trafficOf(protocol: PropertyValue, reading: Reading): Pick<AclEntry, 'everyProtocol' | 'ports'> {
  if (protocol.kind === 'literal' && protocol.text !== '-1' && protocol.text !== '6' && protocol.text !== '17') {
    return { everyProtocol: false, ports: undefined };
  }
  if (protocol.kind !== 'literal' || protocol.text === '-1') return { everyProtocol: true, ports: EVERY_PORT };
  const bound = (name: string, otherwise: number) => {
    const [value] = reading.values('PortRange', name);
    return value?.kind === 'literal' ? Number(value.text) : otherwise;
  };
  const from = bound('From', 0);
  return { everyProtocol: false, ports: [from < 0 ? 0 : from, from < 0 ? 65535 : bound('To', 65535)] };
}

const EVERY_PORT = [0, 65535] as const;

/** Whether the entry lets in the internet. */
export function isOpenEntry({ allows, network }: AclEntry): boolean {
  return allows && network !== undefined && isWide([network]);
}

/** Whether an entry of the same list with a lower number keeps the port closed for everybody that `entry` lets in. */
export function isClosedBefore(entry: AclEntry, port: number, entries: readonly AclEntry[]): boolean {
  return entries.some(
    (other) =>
      !other.allows &&
      other.acl === entry.acl &&
      other.number < entry.number &&
      other.ports !== undefined &&
      other.ports[0] <= port &&
      port <= other.ports[1] &&
      other.network !== undefined &&
      entry.network !== undefined &&
      containsNetwork(other.network, entry.network),
  );
}
