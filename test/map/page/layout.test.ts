import fc from 'fast-check';
import { type Card, type Link, placementOf } from '../../../lib/map/page/layout';

function card(id: string, group: string | null = null): Card {
  return { id, width: 200, height: 44, group };
}

function link(from: string, to: string): Link {
  return { id: `${from} ${to}`, from, to, labelWidth: 0 };
}

function overlapping(
  cards: readonly Card[],
  positions: ReadonlyMap<string, { readonly x: number; readonly y: number }>,
): readonly string[] {
  const placed = cards.map(({ id, width, height }) => ({ id, width, height, ...(positions.get(id) ?? { x: Number.NaN, y: Number.NaN }) }));
  return placed.flatMap((a, index) =>
    placed
      .slice(index + 1)
      .filter((b) => !(Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2))
      .map((b) => `${a.id} ${b.id}`),
  );
}

test('what starts stands to the left of what it starts, what they use to the right', () => {
  const { positions } = placementOf(
    [card('store'), card('function'), card('entry')],
    [link('entry', 'function'), link('function', 'store')],
    1.5,
    false,
  );
  const x = (id: string) => positions.get(id)?.x ?? Number.NaN;
  expect(x('entry')).toBeLessThan(x('function'));
  expect(x('function')).toBeLessThan(x('store'));
});

test('a label widens the gap that it stands in', () => {
  const gapWith = (labelWidth: number) => {
    const { positions } = placementOf([card('a'), card('b')], [{ ...link('a', 'b'), labelWidth }], 1.5, false);
    return (positions.get('b')?.x ?? 0) - (positions.get('a')?.x ?? 0);
  };
  expect(gapWith(200) - gapWith(0)).toBeGreaterThan(150);
});

test('what is not connected is spread over about the proportion of the window', () => {
  const cards = Array.from({ length: 60 }, (_, index) => card(`c${index}`));
  const { positions } = placementOf(cards, [], 1.5, false);
  const spread = (axis: 'x' | 'y') =>
    Math.max(...[...positions.values()].map((point) => point[axis])) - Math.min(...[...positions.values()].map((point) => point[axis]));
  expect(spread('x') / spread('y')).toBeGreaterThan(0.9);
  expect(spread('x') / spread('y')).toBeLessThan(2.5);
});

const anyGraph = fc
  .record({
    count: fc.integer({ min: 0, max: 25 }),
    lines: fc.array(fc.tuple(fc.nat(24), fc.nat(24)), { maxLength: 50 }),
    groups: fc.integer({ min: 1, max: 4 }),
    isOverview: fc.boolean(),
  })
  .map(({ count, lines, groups, isOverview }) => {
    const cards = Array.from({ length: count }, (_, index) => card(`c${index}`, index % groups === 0 ? null : `g${index % groups}`));
    const links = lines.filter(([from, to]) => from !== to && from < count && to < count).map(([from, to]) => link(`c${from}`, `c${to}`));
    return { cards, links: [...new Map(links.map((each) => [each.id, each])).values()], isOverview };
  });

test('every card has a place of its own, the same each time, loops or not', () => {
  fc.assert(
    fc.property(anyGraph, ({ cards, links, isOverview }) => {
      const placement = placementOf(cards, links, 1.6, isOverview);
      expect(overlapping(cards, placement.positions)).toEqual([]);
      expect(placementOf(cards, links, 1.6, isOverview)).toEqual(placement);
    }),
    { numRuns: 60 },
  );
});
