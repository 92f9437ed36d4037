import type { Inventory } from '../../lib/inventory/inventory';
import { graphOf } from '../../lib/map/graph';
import { mapPathsOf } from '../../lib/map/paths';
import { shortName } from '../../lib/map/words';
import { emptyInventory, functionOf, permissionOf, routeOf, shop, storeOf } from './html/inventories';

function linesOf(inventory: Inventory): readonly string[] {
  return graphOf(inventory)
    .edges.map(({ from, to, kind, label }) => `${from} ${kind} ${to}: ${label}`)
    .sort();
}

test('entry points start functions, functions use stores, and what leaves the account is drawn', () => {
  expect(linesOf(shop)).toEqual([
    'entry:Billing/rate(30 days) starts function:Billing/CloseMonth: schedule',
    'entry:Shop/GET /health starts function:Shop/PingHealth: synchronous',
    'entry:Shop/GET /orders starts function:Shop/ListOrders: synchronous',
    'entry:Shop/POST /orders starts function:Shop/PlaceOrder: synchronous',
    'function:Billing/CloseMonth uses store:Billing/Invoices: read, write, delete, permissions',
    'function:Billing/CloseMonth uses store:Shop/Receipts: read, write, delete, permissions',
    'function:Shop/ListOrders uses store:Shop/Mails: write',
    'function:Shop/ListOrders uses store:Shop/Orders: read',
    'function:Shop/PlaceOrder uses store:Shop/Orders: write, delete',
    'function:Shop/SendReceipt uses store:Shop/Receipts: read, write',
    'holder:Shop/Auditor leaves other:account 444455556666: may be taken on by',
    'holder:Shop/Auditor uses store:Shop/Orders: read',
    // The queue starts the function, so there is no card between them.
    'store:Shop/Mails starts function:Shop/SendReceipt: poll',
    'store:Shop/Receipts leaves other:account 444455556666: may be read by',
  ]);
});

test('what runs in parallel is one line', () => {
  const inventory: Inventory = {
    ...emptyInventory,
    functions: [functionOf('S', 'F')],
    stores: [storeOf('S', 'T')],
    permissions: [
      permissionOf('S', 'F', 'T'),
      permissionOf('S', 'F', 'T', { effects: ['delete'], resource: '<T.Arn>/index/*', wildcard: true }),
    ],
  };
  expect(graphOf(inventory).edges).toEqual([
    expect.objectContaining({ label: 'read, delete', effects: ['delete', 'read'], wildcard: true }),
  ]);
});

test('functions that share a role have the same lines', () => {
  const inventory: Inventory = {
    ...emptyInventory,
    functions: [functionOf('S', 'A', { role: 'S/Role' }), functionOf('S', 'B', { role: 'S/Role' })],
    stores: [storeOf('S', 'T')],
    permissions: [{ ...permissionOf('S', 'A', 'T'), holder: 'S/Role' }],
  };
  expect(linesOf(inventory)).toEqual(['function:S/A uses store:S/T: read', 'function:S/B uses store:S/T: read']);
});

test('a state machine acts with its role, and messages flow without code', () => {
  const inventory: Inventory = {
    ...emptyInventory,
    functions: [functionOf('S', 'F')],
    stores: [storeOf('S', 'Bus', { data: false }), storeOf('S', 'Machine', { data: false, role: 'S/Machine/Role' })],
    permissions: [{ ...permissionOf('S', 'F', null), holder: 'S/Machine/Role', store: 'S/F', resource: '<F.Arn>', effects: ['write'] }],
    flows: [{ from: 'S/Bus', to: 'S/Machine', how: 'delivers to' }],
    entryPoints: [routeOf('S', 'POST /start', 'F', { function: null, store: 'S/Machine' })],
  };
  expect(linesOf(inventory)).toEqual([
    'entry:S/POST /start starts store:S/Machine: synchronous',
    'store:S/Bus flows store:S/Machine: delivers to',
    'store:S/Machine uses function:S/F: write',
  ]);
});

test('a pattern over many stores is one card, and what is allowed everywhere without touching the app is none', () => {
  const stores = Array.from({ length: 5 }, (_, index) => storeOf('S', `T${index}`));
  const all = permissionOf('S', 'F', null, { resource: 'arn:aws:dynamodb:*:*:table/*', covers: ['AWS::DynamoDB::Table'], wildcard: true });
  const logs = permissionOf('S', 'F', null, { actions: ['xray:PutTraceSegments'], effects: ['write'], wildcard: true });
  const inventory: Inventory = { ...emptyInventory, functions: [functionOf('S', 'F')], stores, permissions: [all, logs] };
  const { nodes, edges } = graphOf(inventory);
  expect(edges.map(({ to }) => to)).toEqual(['other:arn:aws:dynamodb:*:*:table/*']);
  expect(nodes.find(({ kind }) => kind === 'other')?.detail).toBe('covers 5 stores here');
});

test('things of the same id and name stay apart', () => {
  const inventory: Inventory = {
    ...emptyInventory,
    functions: [functionOf('S', 'Same')],
    stores: [storeOf('S', 'Same')],
    entryPoints: [routeOf('S', 'Same', 'Same', { from: null })],
  };
  expect(
    graphOf(inventory)
      .nodes.map(({ id }) => id)
      .sort(),
  ).toEqual(['entry:S/Same', 'function:S/Same', 'store:S/Same']);
});

test('paths from anyone, as cards and in words', () => {
  expect(mapPathsOf(shop)).toEqual([
    {
      nodes: ['entry:Shop/GET /orders', 'function:Shop/ListOrders', 'store:Shop/Orders'],
      words: ['anyone on the internet', 'GET /orders', 'ListOrders', 'may read: Orders'],
    },
    {
      nodes: ['entry:Shop/GET /orders', 'function:Shop/ListOrders', 'store:Shop/Mails', 'function:Shop/SendReceipt', 'store:Shop/Receipts'],
      words: ['anyone on the internet', 'GET /orders', 'ListOrders', 'Mails', 'SendReceipt', 'may read, write: Receipts'],
    },
  ]);
});

test('an entry point of which nobody knows who can use it begins a path too, and says so', () => {
  const inventory: Inventory = {
    ...emptyInventory,
    functions: [functionOf('S', 'F')],
    stores: [storeOf('S', 'T')],
    entryPoints: [routeOf('S', 'GET /', 'F', { exposure: 'unknown', authentication: ['unknown'], who: 'not known' })],
    permissions: [permissionOf('S', 'F', 'T')],
  };
  expect(mapPathsOf(inventory).map(({ words }) => words[0])).toEqual(['whoever is let in (not known)']);
});

test('every step of a path is a line of the graph', () => {
  const { edges } = graphOf(shop);
  const lines = new Set(edges.map(({ from, to }) => `${from} ${to}`));
  for (const { nodes } of mapPathsOf(shop))
    for (const [index, id] of nodes.slice(1).entries()) expect(lines).toContain(`${nodes[index]} ${id}`);
});

test.each([
  ['PlaceOrder', 'PlaceOrder'],
  ['Orders/PlaceOrder', 'Orders/PlaceOrder'],
  ['ClaimsService/Queue/ClaimsLambdaFunction', 'ClaimsLambdaFunction'],
  ['ClaimsService/Queue/CustomerTable', '…/CustomerTable'],
  // "Handler" alone would say nothing.
  ['EverythingEverywhere/Handler', 'EverythingEverywher…'],
  ['AVeryLongNameWithoutAnyPathAtAll', 'AVeryLongNameWithoutAnyPathAtAll'],
])('on a card, %j is %j', (name, short) => {
  expect(shortName(name, 20)).toBe(short);
});
