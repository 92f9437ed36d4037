import { noFilter, searchIndexOf } from '../../lib/map/filter';
import { graphOf } from '../../lib/map/graph';
import { firstView, type Selection, visibleOf } from '../../lib/map/visible';
import { emptyInventory, functionOf, largeInventory, permissionOf, shop, storeOf } from './html/inventories';

function selectionOf(given: Partial<Selection> = {}, inventory = shop): Selection {
  return {
    view: 'everything',
    matches: searchIndexOf(inventory).matches(noFilter),
    isFiltered: false,
    opened: new Set(),
    focus: null,
    selected: null,
    path: [],
    holders: false,
    provided: false,
    others: false,
    ...given,
  };
}

function seen(given: Partial<Selection> = {}, inventory = shop): readonly string[] {
  return visibleOf(graphOf(inventory), selectionOf(given, inventory))
    .nodes.map(({ id }) => id)
    .sort();
}

test('small apps begin with everything, large ones with their stacks, or with what anyone can reach', () => {
  expect(firstView(graphOf(shop))).toBe('everything');
  expect(firstView(graphOf(largeInventory(400, 12)))).toBe('stacks');
  expect(firstView(graphOf(largeInventory(400, 1)))).toBe('exposed');
  const closed = { ...emptyInventory, functions: Array.from({ length: 200 }, (_, index) => functionOf('S', `F${index}`)) };
  expect(firstView(graphOf(closed))).toBe('everything');
});

test('roles, and what is outside, are left out until they are asked for', () => {
  expect(seen().filter((id) => /^(?:holder|other)/.test(id))).toEqual([]);
  expect(seen({ holders: true, others: true }).filter((id) => /^(?:holder|other)/.test(id))).toEqual([
    'holder:Shop/Auditor',
    'other:account 444455556666',
  ]);
});

test('what anyone can reach, with the stores that it uses', () => {
  expect(seen({ view: 'exposed' })).toEqual([
    'entry:Shop/GET /health',
    'entry:Shop/GET /orders',
    'function:Shop/ListOrders',
    'function:Shop/PingHealth',
    'function:Shop/SendReceipt',
    'store:Shop/Mails',
    'store:Shop/Orders',
    'store:Shop/Receipts',
  ]);
});

test('a card and what surrounds it, whatever else is chosen', () => {
  const matches = searchIndexOf(shop).matches({ ...noFilter, query: 'nothing of the kind' });
  expect(seen({ focus: 'function:Shop/PlaceOrder', matches, isFiltered: true })).toEqual([
    'entry:Shop/POST /orders',
    'function:Shop/PlaceOrder',
    'store:Shop/Orders',
  ]);
  expect(seen({ selected: 'function:Shop/PlaceOrder', matches, isFiltered: true })).toEqual(['function:Shop/PlaceOrder']);
  expect(seen({ selected: 'function:Gone', focus: 'function:Gone', matches, isFiltered: true })).toEqual([]);
});

test('closed stacks are one card each, with one line between two', () => {
  const overview = visibleOf(graphOf(shop), selectionOf({ view: 'stacks', others: true }));
  expect(overview.nodes.map(({ id, detail, blastRadius }) => [id, detail, blastRadius])).toEqual([
    ['stack:Billing', '1 function · 1 store', 'critical'],
    ['stack:Shop', '4 functions · 3 open · 3 stores', 'high'],
  ]);
  expect(overview.edges.map(({ from, to, label }) => [from, to, label])).toEqual([['stack:Billing', 'stack:Shop', '1 line']]);
  const opened = seen({ view: 'stacks', opened: new Set(['Shop']), others: true });
  expect(opened).toContain('stack:Billing');
  expect(opened).toContain('function:Shop/ListOrders');
  expect(opened).toContain('other:account 444455556666');
});

test("CDK's own functions, and what only they use, are left out until they are asked for", () => {
  const inventory = {
    ...emptyInventory,
    functions: [functionOf('S', 'Own'), functionOf('S', 'Provider', { provided: true })],
    stores: [storeOf('S', 'Alone'), storeOf('S', 'Both'), storeOf('S', 'Theirs')],
    permissions: [permissionOf('S', 'Own', 'Both'), permissionOf('S', 'Provider', 'Both'), permissionOf('S', 'Provider', 'Theirs')],
  };
  expect(seen({}, inventory)).toEqual(['function:S/Own', 'store:S/Alone', 'store:S/Both']);
  expect(seen({ provided: true }, inventory)).toHaveLength(5);
  expect(seen({ selected: 'function:S/Provider' }, inventory)).toContain('function:S/Provider');
});
