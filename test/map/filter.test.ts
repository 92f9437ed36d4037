import { type Filter, isActive, noFilter, searchIndexOf } from '../../lib/map/filter';
import { shop } from './html/inventories';

const index = searchIndexOf(shop);

function found(filter: Partial<Filter>): readonly string[] {
  return [...index.matches({ ...noFilter, ...filter }).functions].map((id) => id.split('/')[1] ?? '').sort();
}

test('without a filter, everything is found', () => {
  const { functions, entryPoints, stores, holders } = index.matches(noFilter);
  expect([functions.size, entryPoints.size, stores.size, holders.size]).toEqual([5, 5, 4, 1]);
  expect(isActive(noFilter)).toBe(false);
  expect(isActive({ ...noFilter, query: ' ' })).toBe(false);
  expect(isActive({ ...noFilter, stacks: ['Shop'] })).toBe(true);
});

test.each([
  ['ORDERS', ['ListOrders', 'PlaceOrder']],
  ['s3:getobject', ['CloseMonth', 'SendReceipt']],
  ['s3:GetObject read,', []],
  ['s3:G*', ['CloseMonth', 'SendReceipt']],
  ['dynamodb:PutItem', ['PlaceOrder']],
  ['billing nodejs24', ['CloseMonth']],
  ['"(.*)+$"', []],
])('%j finds %j', (query, names) => {
  expect(found({ query })).toEqual(names);
});

test('choices of one kind add up, of different kinds narrow', () => {
  expect(found({ exposures: ['anyone', 'signed-in'] })).toEqual(['ListOrders', 'PingHealth', 'PlaceOrder', 'SendReceipt']);
  expect(found({ exposures: ['anyone', 'signed-in'], blastRadii: ['high', 'critical'] })).toEqual(['PlaceOrder']);
  expect(found({ blastRadii: ['critical'], stacks: ['Shop'] })).toEqual([]);
});

test('what starts a function that is found is found with it, and stores have no blast radius', () => {
  const { entryPoints, stores } = index.matches({ ...noFilter, blastRadii: ['high'] });
  expect([...entryPoints]).toEqual(['Shop/POST /orders']);
  expect([...stores]).toEqual([]);
});

test('each choice counts what it would show beside the choices of other kinds', () => {
  const { exposures, blastRadii, stacks } = index.choices({ ...noFilter, exposures: ['anyone'] });
  expect(Object.fromEntries(exposures)).toEqual({ account: 1, anyone: 3, 'signed-in': 1 });
  expect(Object.fromEntries(blastRadii)).toEqual({ low: 1, medium: 1, none: 1 });
  expect(Object.fromEntries(stacks)).toEqual({ Shop: 3 });
});
