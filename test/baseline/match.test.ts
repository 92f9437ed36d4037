import fc from 'fast-check';
import { textOf } from '../../lib/baseline/entries';
import type { Matched } from '../../lib/baseline/match';
import { baselineOf, compared, type WrittenApp, type WrittenStatement } from './app';

const CONDITION = { StringEquals: { 'aws:SourceVpc': 'vpc-1234' } };

const app: WrittenApp = {
  stack: 'Shop',
  hash: '0A1B2C3D',
  tables: ['Orders', 'Data/Customers'],
  holders: {
    'Api/Handler/ServiceRole/DefaultPolicy': [
      { actions: ['dynamodb:*'], resources: ['Orders'] },
      { actions: ['sqs:*', 'sns:Publish'], resources: ['arn:aws:sqs:eu-west-1:111122223333:*'], condition: CONDITION },
    ],
    'Worker/DefaultPolicy': [{ actions: ['s3:*'], resources: ['arn:aws:s3:::logs-*/*'], sid: 'Logs' }],
    'Inbox/Policy': [{ actions: ['sqs:SendMessage'], resources: ['*'], principals: ['*'] }],
  },
};

const baseline = baselineOf(app);

test('an app has its findings before, and none against its baseline', () => {
  expect(compared(app).open.length).toBeGreaterThan(4);
  const { open, findings, matched } = compared(app, baseline);
  expect(open).toEqual([]);
  expect(matched.gone).toEqual([]);
  expect(findings.filter(({ severity }) => severity === 'error').map(({ acknowledged }) => acknowledged)).toEqual(
    expect.arrayContaining(['in the baseline since 2026-11-22']),
  );
});

test('a baseline names nothing that changes with a synth', () => {
  expect(textOf(baseline)).not.toContain(app.hash);
  expect(textOf(baseline)).toContain('"resource":["<Shop/Orders.Arn>"]');
});

const names = fc.constantFrom('Backend', 'Core', 'Shop2', 'Inner');

/** Puts what stands at the top of a stack below another construct. */
function nested(path: string, parent: string): string {
  return `${parent}/${path}`;
}

const refactoring = fc.record({
  stack: fc.constantFrom('Shop', 'Prod/Shop', 'Store'),
  hash: fc.constantFrom('0A1B2C3D', 'FFFFFFFF', '12345678'),
  others: fc.nat({ max: 3 }),
  parent: fc.option(names, { nil: undefined }),
  shuffle: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
  sid: fc.boolean(),
});

type Refactoring = typeof refactoring extends fc.Arbitrary<infer T> ? T : never;

function shuffled<T>(list: readonly T[], by: readonly number[]): readonly T[] {
  return list
    .map((item, index) => ({ item, key: by[index % by.length] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

function refactored(before: WrittenApp, { stack, hash, others, parent, shuffle, sid }: Refactoring): WrittenApp {
  const moved = (path: string) => (parent === undefined ? path : nested(path, parent));
  const statement = (each: WrittenStatement, index: number): WrittenStatement => ({
    ...each,
    actions: shuffled(each.actions, shuffle),
    resources: each.resources.map((on) => (before.tables.includes(on) ? moved(on) : on)),
    ...(sid ? { sid: `S${index}` } : {}),
  });
  const holders = shuffled(Object.entries(before.holders), shuffle).map(([path, statements]) => [
    moved(path),
    shuffled(statements, shuffle).map(statement),
  ]);
  return { stack, hash, others, tables: shuffled(before.tables, shuffle).map(moved), holders: Object.fromEntries(holders) };
}

test('a refactoring keeps every finding in the baseline', () => {
  fc.assert(
    fc.property(refactoring, (steps) => {
      const { open, matched } = compared(refactored(app, steps), baseline);
      expect(open).toEqual([]);
      expect(matched.gone).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

/** One statement that grants more than it did. */
const growths: Readonly<Record<string, (statement: WrittenStatement) => WrittenStatement>> = {
  'another action': (each) => ({ ...each, actions: [...each.actions, 'kms:Decrypt'] }),
  'a wider action': (each) => ({ ...each, actions: ['*'] }),
  'another resource': (each) => ({ ...each, resources: [...each.resources, 'arn:aws:s3:::others/*'] }),
  'another table': (each) => ({ ...each, resources: [...each.resources, 'Data/Customers'] }),
  'a wider resource': (each) => ({ ...each, resources: ['*'] }),
};

test.each(Object.entries(growths))('%s is new, whatever else changes', (_title, grow) => {
  fc.assert(
    fc.property(
      refactoring,
      fc.constantFrom('Api/Handler/ServiceRole/DefaultPolicy', 'Worker/DefaultPolicy'),
      fc.nat({ max: 1 }),
      (steps, holder, at) => {
        const statements = app.holders[holder] ?? [];
        const index = at % statements.length;
        const grown = {
          ...app,
          holders: { ...app.holders, [holder]: statements.map((each, other) => (other === index ? grow(each) : each)) },
        };
        expect(compared(refactored(grown, steps), baseline).open).not.toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
});

function withStatement(holder: string, index: number, change: (statement: WrittenStatement) => WrittenStatement): WrittenApp {
  const statements = (app.holders[holder] ?? []).map((each, other) => (other === index ? change(each) : each));
  return { ...app, holders: { ...app.holders, [holder]: statements } };
}

const HANDLER = 'Api/Handler/ServiceRole/DefaultPolicy';

test.each<[string, WrittenApp]>([
  ['a condition that is dropped', withStatement(HANDLER, 1, ({ condition: _dropped, ...rest }) => rest)],
  [
    'a condition with another value',
    withStatement(HANDLER, 1, (each) => ({ ...each, condition: { StringEquals: { 'aws:SourceVpc': ['vpc-1234', 'vpc-5678'] } } })),
  ],
  [
    'another table in the place of one that is still there',
    withStatement(HANDLER, 0, (each) => ({ ...each, resources: ['Data/Customers'] })),
  ],
  [
    'the same statement on another construct',
    { ...app, holders: { ...app.holders, 'Other/DefaultPolicy': app.holders['Worker/DefaultPolicy'] ?? [] } },
  ],
  [
    'the same statement once more',
    {
      ...app,
      holders: {
        ...app.holders,
        'Worker/DefaultPolicy': [...(app.holders['Worker/DefaultPolicy'] ?? []), ...(app.holders['Worker/DefaultPolicy'] ?? [])],
      },
    },
  ],
])('%s is new', (_title, grown) => {
  expect(compared(grown, baseline).open).not.toEqual([]);
});

test('another principal is new', () => {
  const shared = (...principals: string[]): WrittenApp => ({
    ...app,
    holders: { 'Inbox/Policy': [{ actions: ['sqs:SendMessage'], resources: ['*'], principals }] },
  });
  const before = baselineOf(shared('arn:aws:iam::999988887777:root'));
  expect(before).not.toEqual([]);
  const isNew = ({ held, known }: Matched) => held.filter((finding) => !known.has(finding)).map(({ findingId }) => findingId);
  expect(isNew(compared(shared('arn:aws:iam::999988887777:root'), before).matched)).toEqual([]);
  expect(
    isNew(compared(shared('arn:aws:iam::999988887777:root', 'arn:aws:iam::222233334444:root'), before).matched).length,
  ).toBeGreaterThan(1);
});

test('a table that comes to stand for two is new', () => {
  const one: WrittenApp = {
    ...app,
    tables: ['A/Table'],
    holders: { 'Fn/DefaultPolicy': [{ actions: ['dynamodb:*'], resources: ['A/Table'] }] },
  };
  const two: WrittenApp = {
    ...app,
    tables: ['B/Table', 'C/Table'],
    holders: { 'Fn/DefaultPolicy': [{ actions: ['dynamodb:*'], resources: ['B/Table', 'C/Table'] }] },
  };
  const moved: WrittenApp = {
    ...app,
    tables: ['B/Table'],
    holders: { 'Fn/DefaultPolicy': [{ actions: ['dynamodb:*'], resources: ['B/Table'] }] },
  };
  expect(compared(two, baselineOf(one)).open).not.toEqual([]);
  expect(compared(moved, baselineOf(one)).open).toEqual([]);
});

test('what is narrowed is known, and may not grow again once the baseline has shrunk', () => {
  const wide: WrittenApp = { ...app, holders: { 'Fn/DefaultPolicy': [{ actions: ['s3:*', 'sqs:*'], resources: ['*'] }] } };
  const narrow: WrittenApp = {
    ...app,
    holders: { 'Fn/DefaultPolicy': [{ actions: ['s3:*', 'sqs:SendMessage'], resources: ['arn:aws:s3:::logs/*'] }] },
  };
  const { open, matched } = compared(narrow, baselineOf(wide));
  expect(open).not.toContain('iam/no-wildcard-action[s3:*]');
  expect(matched.gone.map(({ rule, evidence }) => `${rule}[${evidence}]`)).toContain('iam/no-wildcard-action[sqs:*]');
  expect(compared(wide, matched.shrunk).open).toEqual(
    expect.arrayContaining(['iam/no-wildcard-action[s3:*]', 'iam/no-wildcard-action[sqs:*]']),
  );
});

test('a finding that became graver is new', () => {
  const lighter = baseline.map((entry) => ({ ...entry, severity: 'warning' as const }));
  expect(compared(app, lighter).open).toEqual(compared(app).open);
});

test('what is gone is taken out, and nothing is put in', () => {
  const { 'Worker/DefaultPolicy': _gone, ...holders } = app.holders;
  const added: WrittenApp = { ...app, holders: { ...holders, 'New/DefaultPolicy': [{ actions: ['kms:*'], resources: ['*'] }] } };
  const { matched } = compared(added, baseline);
  expect(new Set(matched.gone.map(({ place }) => place))).toEqual(new Set(['Shop/Worker/DefaultPolicy']));
  expect(matched.shrunk).toEqual(baseline.filter(({ place }) => place !== 'Shop/Worker/DefaultPolicy'));
  expect(
    matched
      .updated('2026-12-24')
      .filter(({ since }) => since === '2026-12-24')
      .map(({ place }) => place),
  ).toEqual(expect.arrayContaining(['Shop/New/DefaultPolicy']));
});

test('what was not read is not gone', () => {
  const part: WrittenApp = { ...app, stack: 'Other', holders: {}, tables: [] };
  expect(compared(part, baseline, false).matched.gone).toEqual([]);
  expect(compared(part, baseline, false).matched.updated('2026-12-24')).toEqual(baseline);
});

test('of several findings that are alike, as many are known as were recorded', () => {
  const twice = (count: number): WrittenApp => ({
    ...app,
    holders: { 'Fn/DefaultPolicy': Array.from({ length: count }, () => ({ actions: ['s3:*'], resources: ['arn:aws:s3:::logs/*'] })) },
  });
  const two = baselineOf(twice(2));
  expect(two.every(({ count }) => count === 2)).toBe(true);
  expect(compared(twice(2), two).open).toEqual([]);
  expect(compared(twice(3), two).open).toHaveLength(compared(twice(1)).open.length);
  expect(compared(twice(1), two).matched.gone.map(({ count }) => count)).toEqual(two.map(() => undefined));
});
