/** A range of IP addresses. IPv4-mapped IPv6 (`::ffff:10.0.0.0/104`) is the IPv4 range that it maps. */
export interface Network {
  readonly version: 4 | 6;
  /** First address of the range: host bits are cleared. */
  readonly address: bigint;
  readonly prefixLength: number;
}

const MAPPED_PREFIX = 0xffffn;
const MAPPED_LENGTH = 96;

/**
 * The network that `text` spells, IPv4 or IPv6, in any notation: surrounding blanks, leading zeros, `::`, embedded IPv4,
 * host bits, a netmask instead of a length, missing trailing octets before a length (`10/8`), no length (one address).
 * `undefined` when it is none.
 */
export function parseCidr(text: string): Network | undefined {
  const trimmed = text.trim();
  const slash = trimmed.indexOf('/');
  const address = slash < 0 ? trimmed : trimmed.slice(0, slash);
  const length = slash < 0 ? undefined : trimmed.slice(slash + 1);
  return address.includes(':') ? parseVersion6(address, length) : parseVersion4(address, length);
}

function parseVersion4(address: string, lengthText: string | undefined): Network | undefined {
  const value = parseAddress4(address, lengthText !== undefined);
  const length = parseLength(lengthText, 32) ?? parseNetmask(lengthText);
  return value === undefined || length === undefined ? undefined : network(4, value, length);
}

function parseVersion6(text: string, lengthText: string | undefined): Network | undefined {
  const zone = text.indexOf('%');
  const value = parseAddress6(zone < 0 ? text : text.slice(0, zone));
  const length = parseLength(lengthText, 128);
  if (value === undefined || length === undefined) return undefined;
  if (length >= MAPPED_LENGTH && value >> 32n === MAPPED_PREFIX) return network(4, value & 0xffff_ffffn, length - MAPPED_LENGTH);
  return network(6, value, length);
}

function network(version: 4 | 6, address: bigint, prefixLength: number): Network {
  const hostBits = BigInt((version === 4 ? 32 : 128) - prefixLength);
  return { version, address: (address >> hostBits) << hostBits, prefixLength };
}

function parseAddress4(text: string, mayBeShort: boolean): bigint | undefined {
  const octets = text.split('.');
  if (octets.length > 4 || (octets.length < 4 && !mayBeShort)) return undefined;
  let value = 0n;
  for (let index = 0; index < 4; index++) {
    const octet = parseDecimal(octets[index] ?? '0', 255);
    if (octet === undefined) return undefined;
    value = (value << 8n) | BigInt(octet);
  }
  return value;
}

function parseAddress6(text: string): bigint | undefined {
  const [before = '', after, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const head = parseGroups(before, after === undefined);
  const tail = after === undefined ? [] : parseGroups(after, true);
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  let value = 0n;
  for (const group of head) value = (value << 16n) | BigInt(group);
  value <<= BigInt(16 * missing);
  for (const group of tail) value = (value << 16n) | BigInt(group);
  return value;
}

/** The 16-bit groups of one side of `::`; an IPv4 address may be the last two when the side ends the address. */
function parseGroups(text: string, endsAddress: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const written = text.split(':');
  for (const [index, group] of written.entries()) {
    if (endsAddress && index === written.length - 1 && group.includes('.')) {
      const embedded = parseAddress4(group, false);
      if (embedded === undefined) return undefined;
      groups.push(Number(embedded >> 16n), Number(embedded & 0xffffn));
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
      groups.push(Number.parseInt(group, 16));
    }
  }
  return groups;
}

function parseDecimal(text: string, most: number): number | undefined {
  if (!/^\d{1,3}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= most ? value : undefined;
}

function parseLength(text: string | undefined, bits: number): number | undefined {
  return text === undefined ? bits : parseDecimal(text.trim(), bits);
}

function parseNetmask(text: string | undefined): number | undefined {
  const mask = text === undefined ? undefined : parseAddress4(text.trim(), false);
  if (mask === undefined) return undefined;
  for (let length = 0; length <= 32; length++) {
    if (mask === 0xffff_ffffn - (0xffff_ffffn >> BigInt(length))) return length;
  }
  return undefined;
}

/** Number of addresses. */
export function sizeOf(network: Network): bigint {
  return 1n << BigInt(bitsOf(network) - network.prefixLength);
}

function bitsOf(network: Network): number {
  return network.version === 4 ? 32 : 128;
}

/** Whether every address of `inner` is one of `outer`. */
export function containsNetwork(outer: Network, inner: Network): boolean {
  if (outer.version !== inner.version || outer.prefixLength > inner.prefixLength) return false;
  const hostBits = BigInt(bitsOf(outer) - outer.prefixLength);
  return inner.address >> hostBits === outer.address >> hostBits;
}

interface Interval {
  readonly first: bigint;
  readonly last: bigint;
}

/** Sorted, disjoint, never adjacent intervals that hold the same addresses as `networks`. */
function intervalsOf(networks: readonly Network[], version: 4 | 6): Interval[] {
  const sorted = networks
    .filter((network) => network.version === version)
    .map((network) => ({ first: network.address, last: network.address + sizeOf(network) - 1n }))
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const merged: Interval[] = [];
  for (const interval of sorted) {
    const previous = merged.at(-1);
    if (previous === undefined || interval.first > previous.last + 1n) merged.push(interval);
    else if (interval.last > previous.last) merged[merged.length - 1] = { first: previous.first, last: interval.last };
  }
  return merged;
}

/** The fewest networks that hold the same addresses: `0.0.0.0/1` and `128.0.0.0/1` become `0.0.0.0/0`. */
export function mergeNetworks(networks: readonly Network[]): readonly Network[] {
  return [...blocksOf(networks, 4), ...blocksOf(networks, 6)];
}

function blocksOf(networks: readonly Network[], version: 4 | 6): Network[] {
  const bits = version === 4 ? 32 : 128;
  const blocks: Network[] = [];
  for (const { first, last } of intervalsOf(networks, version)) {
    let address = first;
    while (address <= last) {
      let hostBits = 0;
      while (hostBits < bits) {
        const size = 1n << BigInt(hostBits + 1);
        if (address % size !== 0n || address + size - 1n > last) break;
        hostBits++;
      }
      blocks.push({ version, address, prefixLength: bits - hostBits });
      address += 1n << BigInt(hostBits);
    }
  }
  return blocks;
}

/** Ranges that no host of the internet has (https://www.iana.org/assignments/iana-ipv4-special-registry). */
const UNROUTED_4 = parseAll([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]);

/** IPv6's global unicast addresses, 2000::/3: all that the internet uses. */
const GLOBAL_6: Network = { version: 6, address: 1n << 125n, prefixLength: 3 };

/** RFC 1918, and unique local and link-local IPv6 addresses: no host of the internet has one. */
const PRIVATE = parseAll(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fe80::/10']);

function parseAll(texts: readonly string[]): readonly Network[] {
  return texts.map(parseCidr).filter((network) => network !== undefined);
}

/**
 * Whether the networks together hold every address of the IPv4 or of the IPv6 internet: `0.0.0.0/0`, `::/0`, the two
 * `/1` halves, `2000::/3`, or a list of ranges that only leaves out private and reserved ones.
 */
export function isWorld(networks: readonly Network[]): boolean {
  if (networks.some((network) => network.prefixLength === 0)) return true;
  return holdsAll4(networks) || holdsAll6(networks);
}

function holdsAll4(networks: readonly Network[]): boolean {
  const own = networks.filter((network) => network.version === 4);
  const [only, ...further] = own.length === 0 ? [] : intervalsOf([...own, ...UNROUTED_4], 4);
  return only !== undefined && further.length === 0 && only.first === 0n && only.last === 0xffff_ffffn;
}

function holdsAll6(networks: readonly Network[]): boolean {
  const last = GLOBAL_6.address + sizeOf(GLOBAL_6) - 1n;
  return intervalsOf(networks, 6).some((interval) => interval.first <= GLOBAL_6.address && interval.last >= last);
}

/** Whether the network lies in RFC 1918 space, or is unique local or link-local IPv6. */
export function isPrivate(network: Network): boolean {
  return PRIVATE.some((range) => containsNetwork(range, network));
}

/**
 * Whether the networks, taken together, are wider than what S3 still calls a fixed set of addresses: a range broader
 * than /8 (IPv4) or /32 (IPv6), private ranges excepted
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status).
 */
export function isBroad(networks: readonly Network[]): boolean {
  if (isWorld(networks)) return true;
  return mergeNetworks(networks).some((block) => block.prefixLength < (block.version === 4 ? 8 : 32) && !isPrivate(block));
}

/** Whether one of the networks, or all together, are the internet or a large part of it: fewer than 8 fixed bits of public space. */
export function isWide(networks: readonly Network[]): boolean {
  if (networks.length === 0) return false;
  return isWorld(networks) || networks.some((network) => network.prefixLength < 8 && !isPrivate(network));
}
