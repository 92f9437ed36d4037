import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Inventory } from '../../../lib/inventory/inventory';
import { htmlMap } from '../../../lib/map/html';
import { legible } from '../../../lib/map/legible';
import { emptyInventory, functionOf, largeInventory, permissionOf, routeOf, shop, storeOf } from './inventories';

const assets = { script: 'console.log("a page");', style: 'body { color: black; }' };

test('the same inventory gives the same bytes', () => {
  expect(htmlMap(structuredClone(shop), assets)).toBe(htmlMap(shop, assets));
});

test('nothing is loaded, and the policy lets only the script and the style of the page run', () => {
  const page = htmlMap(shop, assets);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
  const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
  const style = /<style[^>]*>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
  const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
  expect(policy.replaceAll('&#39;', "'")).toBe(
    `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; img-src data:; base-uri 'none'; form-action 'none'`,
  );
  expect(script).toContain(assets.script);
  expect(page).not.toMatch(/\b(?:src|srcset|style|on\w+)="/);
  expect(
    [...page.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href).filter((href) => !href.startsWith('#') && href !== 'data:,'),
  ).toEqual([]);
});

test('the page says everything that the inventory says', () => {
  const page = htmlMap(shop, assets);
  for (const text of [
    '111122223333',
    'eu-central-1',
    'dynamodb:LeadingKeys is the caller',
    'dead-letter queue Failed',
    'users of the pool Customers',
    'may be taken on by',
  ])
    expect(page).toContain(text);
  for (const { id } of [...shop.functions, ...shop.stores, ...shop.entryPoints]) expect(page).toContain(`:${id}"`);
});

test('an app of 400 functions takes at most 2 MB besides the libraries', () => {
  expect(htmlMap(largeInventory(400, 12), assets).length).toBeLessThan(2_000_000);
});

function dataOf(page: string): { readonly inventory: Inventory } {
  return JSON.parse(/<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '');
}

test('an inventory without anything is a page', () => {
  expect(dataOf(htmlMap(emptyInventory, assets)).inventory).toEqual(emptyInventory);
});

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '</script',
        '<!--',
        '-->',
        ']]>',
        '<script',
        '\u2028',
        '\u202e',
        '\ud800',
        '\0',
        '`',
        '${',
        '\\',
        '\n',
        '=',
        ' ',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

test('no name gets out of its place', () => {
  const count = (page: string, pattern: RegExp) => [...page.matchAll(pattern)].length;
  const inventoryOf = (name: string): Inventory => ({
    ...shop,
    functions: [functionOf('S', 'F', { name, blastReasons: [name], stack: name, source: name, exposure: 'anyone' })],
    stores: [storeOf('S', 'T', { name, kind: name, exposedBy: [name] })],
    entryPoints: [routeOf('S', 'R', 'F', { label: name, who: name, service: name })],
    permissions: [permissionOf('S', 'F', 'T', { actions: [name], conditions: [name], note: name, resource: name })],
    unread: [name],
  });
  const plain = htmlMap(inventoryOf('x'), assets);
  fc.assert(
    fc.property(nasty, (name) => {
      const page = htmlMap(inventoryOf(name), assets);
      for (const pattern of [/<script/gi, /<\/script/gi, /<!--/g, /<[a-z/!]/gi, /"/g]) {
        // Names stand in attributes and text, where no quote and no angle bracket is left; in the data, quotes are JSON's.
        const strip = (text: string) => (pattern.source === '"' ? text.replace(/<script type="application[\s\S]*?<\/script>/, '') : text);
        expect(count(strip(page), pattern)).toBe(count(strip(plain), pattern));
      }
      expect(dataOf(page).inventory.functions[0]?.name).toBe(legible(name));
    }),
  );
});

test('names read the way that they are written', () => {
  expect(legible('\u202egnp.exe')).toBe('\ufffdgnp.exe');
  expect(legible('a\u0000b\nc\ud800')).toBe('a\ufffdb\ufffdc\ufffd');
  expect(legible('Zürich 🦊 注文')).toBe('Zürich 🦊 注文');
});
