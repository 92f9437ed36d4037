import fc from 'fast-check';
import { containsNetwork, isBroad, isPrivate, isWorld, mergeNetworks, type Network, parseCidr, sizeOf } from '../../lib/core/network';

function networks(...texts: string[]): Network[] {
  return texts.map((text) => {
    const network = parseCidr(text);
    if (network === undefined) throw new Error(`not a network: ${text}`);
    return network;
  });
}

const written = ({ version, address, prefixLength }: Network) => `${version}:${address.toString(16)}/${prefixLength}`;

describe('parseCidr', () => {
  test.each([
    ['0.0.0.0/0', '4:0/0'],
    [' 0.0.0.0/0 ', '4:0/0'],
    ['000.000.000.000/00', '4:0/0'],
    ['0/0', '4:0/0'],
    ['10/8', '4:a000000/8'],
    ['10.1/16', '4:a010000/16'],
    ['10.1.2.3/8', '4:a000000/8'],
    ['203.0.113.5', '4:cb007105/32'],
    ['0.0.0.0/0.0.0.0', '4:0/0'],
    ['10.0.0.0/255.0.0.0', '4:a000000/8'],
    ['::/0', '6:0/0'],
    ['0000::/0', '6:0/0'],
    ['::0/0', '6:0/0'],
    ['0:0:0:0:0:0:0:0/0', '6:0/0'],
    ['0000:0000:0000:0000:0000:0000:0000:0000/0', '6:0/0'],
    ['2001:DB8::/32', '6:20010db8000000000000000000000000/32'],
    ['2001:db8::1', '6:20010db8000000000000000000000001/128'],
    ['1:2:3:4:5:6:7::/128', '6:10002000300040005000600070000/128'],
    ['::1.2.3.4/128', '6:1020304/128'],
    ['::ffff:10.0.0.0/104', '4:a000000/8'],
    ['::ffff:0:0/96', '4:0/0'],
    ['::ffff:0.0.0.0/96', '4:0/0'],
    ['fe80::1%eth0/64', '6:fe800000000000000000000000000000/64'],
  ])('%j', (text, expected) => {
    const network = parseCidr(text);
    expect(network === undefined ? undefined : written(network)).toBe(expected);
  });

  test.each([
    '',
    '/0',
    '1.2.3',
    '1.2.3.4.5/8',
    '256.0.0.0/8',
    '1.2.3.4/33',
    '1.2.3.4/-1',
    '1.2.3.4/',
    'a.b.c.d/8',
    '10.0.0.0/255.0.255.0',
    '::/129',
    ':::/0',
    '1::2::3',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'sg-1234',
    'pl-1',
    '*',
  ])('fails on %j', (text) => expect(parseCidr(text)).toBeUndefined());

  test('reads back whatever is written', () => {
    const octet = fc.nat(255);
    fc.assert(
      fc.property(octet, octet, octet, octet, fc.nat(32), (a, b, c, d, length) => {
        const address = (BigInt(a) << 24n) | (BigInt(b) << 16n) | (BigInt(c) << 8n) | BigInt(d);
        const host = 1n << BigInt(32 - length);
        expect(parseCidr(`${a}.${b}.${c}.${d}/${length}`)).toEqual({
          version: 4,
          address: address - (address % host),
          prefixLength: length,
        });
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }), fc.nat(128), (groups, length) => {
        fc.pre(!(groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff && length >= 96));
        const address = groups.reduce((value, group) => value * 65536n + BigInt(group), 0n);
        const host = 1n << BigInt(128 - length);
        const text = groups.map((group) => group.toString(16)).join(':');
        expect(parseCidr(`${text}/${length}`)).toEqual({ version: 6, address: address - (address % host), prefixLength: length });
        expect(parseCidr(`${text.toUpperCase()}/${length}`)).toEqual(parseCidr(`${text}/${length}`));
      }),
    );
  });
});

test('`::` stands for the groups that are missing', () => {
  const groups = fc.array(
    fc.nat(0xffff).map((group) => group.toString(16)),
    { maxLength: 3 },
  );
  fc.assert(
    fc.property(groups, groups, (head, tail) => {
      const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
      expect(parseCidr(`${head.join(':')}::${tail.join(':')}/64`)).toEqual(parseCidr(`${[...head, ...zeros, ...tail].join(':')}/64`));
    }),
  );
});

describe('isWorld', () => {
  test.each([
    [['0.0.0.0/0']],
    [['::/0']],
    [['::0/0']],
    [['::ffff:0:0/96']],
    [['0.0.0.0/1', '128.0.0.0/1']],
    [['128.0.0.0/1', '0.0.0.0/2', '64.0.0.0/2']],
    [['::/1', '8000::/1']],
    [['2000::/3']],
    [['10.0.0.0/8', '0.0.0.0/1', '128.0.0.0/1']],
    [['::ffff:0:0/97', '128.0.0.0/1']],
    [
      [
        ...['0.0.0.0/5', '8.0.0.0/7', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4', '32.0.0.0/3', '64.0.0.0/2', '128.0.0.0/3', '160.0.0.0/5'],
        ...['168.0.0.0/6', '172.0.0.0/12', '172.32.0.0/11', '172.64.0.0/10', '172.128.0.0/9', '173.0.0.0/8', '174.0.0.0/7', '176.0.0.0/4'],
        ...['192.0.0.0/9', '192.128.0.0/11', '192.160.0.0/13', '192.169.0.0/16', '192.170.0.0/15', '192.172.0.0/14', '192.176.0.0/12'],
        ...['192.192.0.0/10', '193.0.0.0/8', '194.0.0.0/7', '196.0.0.0/6', '200.0.0.0/5', '208.0.0.0/4'],
      ],
    ],
  ])('%j is', (texts) => expect(isWorld(networks(...texts))).toBe(true));

  test.each([
    [[]],
    [['0.0.0.0/1']],
    [['0.0.0.0/1', '128.0.0.0/2']],
    [['0.0.0.0/1', '8000::/1']],
    [['3.251.148.96/29']],
    [['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']],
    [['255.255.255.255/32']],
    [['2000::/4']],
    [['8000::/1']],
    [['fc00::/7']],
  ])('%j is not', (texts) => expect(isWorld(networks(...texts))).toBe(false));
});

test.each<[string, boolean]>([
  ['10.0.0.0/8', true],
  ['10.1.2.3', true],
  ['10.0.0.0/7', false],
  ['172.16.0.0/12', true],
  ['172.31.255.255', true],
  ['172.32.0.0/16', false],
  ['192.168.1.0/24', true],
  ['192.0.0.0/8', false],
  ['100.64.0.0/10', false],
  ['fd12::/16', true],
  ['2001:db8::/32', false],
])('isPrivate %s: %s', (text, expected) => expect(networks(text).map(isPrivate)).toEqual([expected]));

test.each<[string[], boolean]>([
  [['1.0.0.0/8'], false],
  [['2.0.0.0/7'], true],
  [['2.0.0.0/8', '3.0.0.0/8'], true],
  [['3.0.0.0/8', '4.0.0.0/8'], false],
  [['10.0.0.0/8'], false],
  [['fc00::/7'], false],
  [['2001:db8::/32'], false],
  [['2001:db8::/31'], true],
  [['0.0.0.0/1'], true],
  [[], false],
])('isBroad %j: %s', (texts, expected) => expect(isBroad(networks(...texts))).toBe(expected));

/** Networks in a space of 256 addresses, at the top of the IPv4 space, so that every address can be visited. */
const small = fc.record({ first: fc.nat(255), length: fc.integer({ min: 24, max: 32 }) }).map(({ first, length }) => {
  const size = 1 << (32 - length);
  return { version: 4 as const, address: 0xffff_ff00n + BigInt(first - (first % size)), prefixLength: length };
});

function members(list: readonly Network[]): Set<bigint> {
  const all = new Set<bigint>();
  for (const network of list) for (let host = 0n; host < sizeOf(network); host++) all.add(network.address + host);
  return all;
}

test('merging keeps the addresses and no two blocks can be merged further', () => {
  fc.assert(
    fc.property(fc.array(small, { maxLength: 8 }), (list) => {
      const merged = mergeNetworks(list);
      expect(members(merged)).toEqual(members(list));
      const keys = new Set(merged.map(written));
      for (const network of merged) {
        const sibling = { ...network, address: network.address ^ sizeOf(network) };
        expect(network.prefixLength > 0 && keys.has(written(sibling))).toBe(false);
      }
      expect(merged.reduce((sum, network) => sum + sizeOf(network), 0n)).toBe(BigInt(members(list).size));
    }),
  );
});

test('containment is that of the addresses', () => {
  fc.assert(
    fc.property(small, small, (outer, inner) => {
      const all = members([outer]);
      expect(containsNetwork(outer, inner)).toBe([...members([inner])].every((address) => all.has(address)));
    }),
  );
});

test('any split of the world is the world, and not without one of its public parts', () => {
  const cuts = fc.array(fc.nat(0xffff_ffff), { maxLength: 6 });
  fc.assert(
    fc.property(cuts, fc.integer({ min: 2, max: 7 }), (points, bits) => {
      let parts: Network[] = networks('0.0.0.0/0');
      for (const point of points) {
        parts = parts.flatMap((part) => {
          if (part.prefixLength >= bits || !containsNetwork(part, { version: 4, address: BigInt(point), prefixLength: 32 })) return [part];
          const prefixLength = part.prefixLength + 1;
          const half = { ...part, prefixLength };
          return [half, { ...half, address: part.address + sizeOf(half) }];
        });
      }
      expect(isWorld(parts)).toBe(true);
      const isPublic = (network: Network) => network.address < 0xe000_0000n;
      for (const part of parts) if (isPublic(part)) expect(isWorld(parts.filter((other) => other !== part))).toBe(false);
    }),
  );
});
