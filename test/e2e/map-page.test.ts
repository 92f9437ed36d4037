import type { Inventory } from '../../lib/inventory/inventory';
import { assetsNow, cardAt, cards, launch, type Opened, overlaps, packaged, Reader, zoom } from '../map/html/browser';
import { emptyInventory, functionOf, permissionOf, routeOf, shop, storeOf } from '../map/html/inventories';

let reader: Reader;
let assets: ReturnType<typeof assetsNow>;
const opened: Opened[] = [];

beforeAll(async () => {
  assets = assetsNow();
  reader = new Reader(await launch(), assets);
});

afterAll(() => reader?.close());

afterEach(async () => {
  const all = opened.splice(0);
  for (const { page } of all) await page.context().close();
  expect(all.flatMap(({ problems }) => problems)).toEqual([]);
});

async function open(
  inventory: Inventory = shop,
  ...more: [hash?: string, options?: Parameters<Reader['open']>[2]]
): Promise<Opened['page']> {
  const page = await reader.open(inventory, ...more);
  opened.push(page);
  return page.page;
}

const functions = ['CloseMonth', 'ListOrders', 'PingHealth', 'PlaceOrder', 'SendReceipt'];

/** Waits for what follows typing a moment later. */
async function eventually(claim: () => Promise<void>): Promise<void> {
  const until = Date.now() + 20_000;
  for (;;) {
    try {
      return await claim();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}

async function listed(page: Opened['page']): Promise<readonly string[]> {
  return page.locator('#things .list').first().locator('.name').allTextContents();
}

test('begins with the graph of the whole app, and asks the network for nothing', async () => {
  const page = await open();
  expect(await page.title()).toBe('App map: 5 functions, 3 open to anyone');
  expect(await cards(page, 'function')).toHaveLength(5);
  expect(await cards(page, 'entry')).toHaveLength(4);
  expect(await cards(page, 'store')).toHaveLength(4);
  expect(await overlaps(page)).toEqual([]);
  expect(await page.locator('#status').textContent()).toBe('5 functions, 3 open; 4 stores.');
});

test('a click on a card shows all about it, and lets its neighbours stand out', async () => {
  const page = await open();
  const { x, y } = await cardAt(page, 'function:Shop/PlaceOrder');
  await page.mouse.click(x, y);
  const details = page.getByRole('complementary', { name: 'Details' });
  await details.getByRole('heading', { name: 'PlaceOrder', exact: true }).waitFor();
  const text = await details.innerText();
  for (const part of [
    'blast radius: high',
    'reachable by signed-in users',
    'users of the pool Customers; authentication: Cognito',
    'may delete every item of Orders',
    'dynamodb:DeleteItem',
    'only if dynamodb:LeadingKeys is the caller',
    'lib/shop.ts:12:5',
  ])
    expect(text).toContain(part);
  expect(await cards(page, 'lit')).toEqual(['entry:Shop/POST /orders', 'function:Shop/PlaceOrder', 'store:Shop/Orders']);
  expect(await cards(page, 'faded')).toContain('function:Shop/ListOrders');

  await details.getByRole('button', { name: 'Orders', exact: true }).first().click();
  await details.getByRole('heading', { name: 'Orders', exact: true }).waitFor();
  expect(await details.innerText()).toContain('customer-managed key');

  const { x: left, y: top } = await page
    .locator('#canvas')
    .boundingBox()
    .then((box) => box ?? { x: 0, y: 0 });
  await page.mouse.click(left + 5, top + 5);
  await details.waitFor({ state: 'hidden' });
  expect(await cards(page, 'faded')).toEqual([]);
});

test.each([
  ['entry:Shop/POST /orders', ['Cognito', 'Only TLS', 'API Api', 'Web ACL', 'PlaceOrder']],
  [
    'store:Shop/Receipts',
    [
      'its policy lets in other accounts',
      'account 444455556666 may use s3:GetObject',
      'SendReceipt',
      'What leaves the account',
      'may be read by account 444455556666',
    ],
  ],
  ['holder:Shop/Auditor', ['Who may take it on', 'account 444455556666', 'Orders']],
  ['function:Shop/SendReceipt', ['anyone through:', 'GET /orders', 'dead-letter queue Failed', 's3:Get*']],
  ['other:account 444455556666', ['outside of the account', 'Receipts']],
])('the details of %s', async (id, parts) => {
  const page = await open(shop, `#f=${encodeURIComponent(id)}`);
  const text = await page.locator('#details').innerText();
  for (const part of parts) expect(text).toContain(part);
});

test('searching finds names, stores, paths, and who holds an action through a pattern', async () => {
  const page = await open();
  const search = page.getByRole('searchbox', { name: 'Search' });
  for (const [query, found] of [
    ['listorders', ['ListOrders']],
    ['s3:GetObject', ['CloseMonth', 'SendReceipt']],
    ['s3:DeleteBucket', ['CloseMonth']],
    ['POST /orders', ['PlaceOrder']],
    ['receipts', ['CloseMonth', 'SendReceipt']],
    ['nothing of the kind', []],
  ] as const) {
    await search.fill(query);
    await eventually(async () => {
      expect((await cards(page, 'function')).map((id) => id.split('/').at(-1))).toEqual(found);
    });
    expect(await page.locator('#status').textContent()).toContain(`${found.length} of 5 functions`);
    if (found.length > 0) expect([...(await listed(page))].sort()).toEqual(found);
  }
  await page.getByText('Nothing fits the search and the filters.').waitFor();
  await search.press('Escape');
  await page.locator('#status', { hasText: /^5 functions, 3 open; 4 stores\.$/ }).waitFor();
  expect([...(await listed(page))].sort()).toEqual(functions);
});

test('filters by exposure, blast radius and stack work together, count what they would show, and are kept in the address', async () => {
  const page = await open();
  await page.getByRole('checkbox', { name: 'anyone 3' }).check();
  expect([...(await listed(page))].sort()).toEqual(['ListOrders', 'PingHealth', 'SendReceipt']);
  await page.getByRole('checkbox', { name: 'medium 1' }).check();
  expect(await listed(page)).toEqual(['ListOrders']);
  expect(await page.locator('#status').textContent()).toContain('1 of 5 functions');
  await page.getByRole('checkbox', { name: 'Billing 0' }).check();
  expect(await page.locator('#things').textContent()).toBe('');
  await page.getByRole('checkbox', { name: 'Billing 0' }).uncheck();
  expect(new URL(page.url()).hash).toBe('#by=anyone&blast=medium');
  await page.reload();
  expect(await listed(page)).toEqual(['ListOrders']);
  expect(await page.getByRole('checkbox', { name: 'anyone 1' }).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  expect([...(await listed(page))].sort()).toEqual(functions);
  expect(new URL(page.url()).hash).toBe('');
});

test('a path from anyone to a store stands out, in the graph and in words', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Paths from anyone 2' }).click();
  expect(await page.locator('#path-list li').count()).toBe(2);
  await page.getByLabel('To', { exact: true }).selectOption({ label: 'Receipts' });
  expect(await page.locator('#path-list li').count()).toBe(1);
  await page.locator('#path-list button').click();
  const path = [
    'entry:Shop/GET /orders',
    'function:Shop/ListOrders',
    'function:Shop/SendReceipt',
    'store:Shop/Mails',
    'store:Shop/Receipts',
  ];
  expect(await cards(page, 'path')).toEqual(path);
  const all = await cards(page);
  expect(await cards(page, 'faded')).toEqual(all.filter((id) => !path.includes(id)));
  expect(await page.evaluate(`document.getElementById('canvas')._cyreg.cy.edges('.path').length`)).toBe(4);
  expect(await page.locator('#banner-text').textContent()).toBe(
    'anyone on the internet → GET /orders → ListOrders → Mails → SendReceipt → may read, write: Receipts',
  );
  expect(await page.locator('#path-list button').getAttribute('aria-current')).toBe('true');
  await page.getByLabel('From', { exact: true }).selectOption({ label: 'GET /orders' });
  await page.getByRole('button', { name: 'Show all again' }).click();
  expect(await cards(page, 'faded')).toEqual([]);
});

test('everything can be reached by the keyboard', async () => {
  const page = await open();
  const focused = () => page.evaluate(`document.activeElement.id || document.activeElement.textContent`);
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Skip to the tables');
  await page.keyboard.press('/');
  expect(await focused()).toBe('query');
  const first = page.locator('#things button').first();
  await first.focus();
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toContain('PlaceOrder');
  await page.keyboard.press('Enter');
  await page.locator('#details').getByRole('heading', { name: 'PlaceOrder', exact: true }).waitFor();
  expect(await focused()).toBe('details-title');
  await page.keyboard.press('Escape');
  await page.locator('#details').waitFor({ state: 'hidden' });
  expect(await focused()).toContain('PlaceOrder');

  await page.locator('#canvas').focus();
  for (let steps = 0; steps < 2; steps++) await page.keyboard.press('ArrowRight');
  expect(await page.locator('#details h2').textContent()).not.toBe('');
  const selected = await cards(page, 'selected');
  expect(selected).toHaveLength(1);
  await page.keyboard.press('ArrowLeft');
  expect(await cards(page, 'selected')).not.toEqual(selected);
  await page.keyboard.press('f');
  expect((await cards(page)).length).toBeLessThan(13);
  await page.keyboard.press('Escape');
  expect((await cards(page)).length).toBeGreaterThan(12);
  const before = await zoom(page);
  await page.keyboard.press('+');
  expect(await zoom(page)).toBeGreaterThan(before);
  await page.keyboard.press('0');
  expect(await zoom(page)).toBeCloseTo(before, 1);
});

test('a double click, and a button, leave only what surrounds a card', async () => {
  const page = await open();
  const { x, y } = await cardAt(page, 'function:Shop/ListOrders');
  await page.mouse.dblclick(x, y);
  await page.getByText('Only what surrounds ListOrders').waitFor();
  const around = ['entry:Shop/GET /orders', 'function:Shop/ListOrders', 'store:Shop/Mails', 'store:Shop/Orders'];
  expect(await cards(page)).toEqual(around);
  await page.getByRole('button', { name: 'Show only what surrounds it', pressed: true }).click();
  expect((await cards(page)).length).toBeGreaterThan(around.length);
});

test('stacks are boxes, roles and what is outside are drawn when asked for', async () => {
  const page = await open();
  const boxes = () => page.evaluate(`document.getElementById('canvas')._cyreg.cy.nodes('.box').map((node) => node.data('name')).sort()`);
  expect(await boxes()).toEqual(['Billing', 'Shop']);
  await page.getByRole('checkbox', { name: 'Box by stack' }).uncheck();
  expect(await boxes()).toEqual([]);
  expect(await overlaps(page)).toEqual([]);
  expect(await cards(page, 'other')).toEqual(['other:account 444455556666']);
  await page.getByRole('checkbox', { name: 'Outside resources' }).uncheck();
  expect(await cards(page, 'other')).toEqual([]);
  await page.getByRole('checkbox', { name: 'Other roles' }).check();
  expect(await cards(page, 'holder')).toEqual(['holder:Shop/Auditor']);
  await page.getByRole('radio', { name: 'Open to anyone' }).check();
  expect(await cards(page, 'function')).toEqual(['function:Shop/ListOrders', 'function:Shop/PingHealth', 'function:Shop/SendReceipt']);
  await page.getByRole('radio', { name: 'Overview by stack' }).check();
  expect(await cards(page)).toEqual(['stack:Billing', 'stack:Shop']);
  await page.locator('#canvas').focus();
  await page.keyboard.press('ArrowRight');
});

test('the tables sort by keyboard, say so, and follow the filter', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Tables', exact: true }).click();
  const names = () => page.locator('#functions tbody tr:not(.out) th').allTextContents();
  const blast = page.locator('#functions').getByRole('columnheader', { name: 'Blast radius' });
  await blast.getByRole('button').focus();
  await page.keyboard.press('Enter');
  expect(await blast.getAttribute('aria-sort')).toBe('ascending');
  expect(await names()).toEqual(['CloseMonth', 'PlaceOrder', 'ListOrders', 'SendReceipt', 'PingHealth']);
  await page.keyboard.press('Enter');
  expect(await blast.getAttribute('aria-sort')).toBe('descending');
  expect((await names()).at(0)).toBe('PingHealth');
  expect(await page.locator('#functions [aria-sort="none"]').count()).toBe(8);
  await page.getByRole('checkbox', { name: 'anyone 3' }).check();
  expect(await names()).toEqual(['PingHealth', 'SendReceipt', 'ListOrders']);
  expect(await page.locator('#functions-title .count').textContent()).toBe('3 of 5');
  await page.locator('#functions').getByRole('link', { name: 'ListOrders' }).press('Enter');
  await page.locator('#details').getByRole('heading', { name: 'ListOrders', exact: true }).waitFor();
  expect(new URL(page.url()).hash).toContain('f=function%3AShop%2FListOrders');
});

test('links within the page lead to its tables', async () => {
  const page = await open();
  await page.getByRole('link', { name: '1 not read' }).click();
  expect(await page.locator('#unread').isVisible()).toBe(true);
  expect(await page.getByText('the macro "Expand" is not known').isVisible()).toBe(true);
  const other = await open(shop, '#permissions');
  expect(await other.locator('#permissions').isVisible()).toBe(true);
});

test('an address that says what cannot be is read as far as it makes sense', async () => {
  const page = await open(shop, '#f=function:Gone&path=99&by=everybody&blast=huge&stack=None&view=sideways&as=song&only=1&boxes=7');
  expect(await page.locator('#details').isHidden()).toBe(true);
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  expect(await cards(page, 'function')).toHaveLength(5);
});

test('print shows the tables, all of their rows, and nothing else', async () => {
  const page = await open();
  await page.getByRole('checkbox', { name: 'anyone 3' }).check();
  await page.emulateMedia({ media: 'print' });
  for (const id of ['graph', 'find', 'switch', 'details']) expect(await page.locator(`#${id}`).isVisible()).toBe(false);
  for (const id of ['functions', 'entry-points', 'paths', 'stores', 'permissions', 'outbound', 'apis', 'checklist', 'stacks', 'unread'])
    expect(await page.locator(`#${id}`).isVisible()).toBe(true);
  for (const row of await page.locator('#functions tbody tr').all()) expect(await row.isVisible()).toBe(true);
  expect(await page.evaluate(`getComputedStyle(document.querySelector('#functions thead')).display`)).toBe('table-header-group');
  expect((await page.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(10_000);
});

test('without JavaScript, the tables are there, and a note says why there is no map', async () => {
  const page = await open(shop, '', { javaScriptEnabled: false });
  expect(await page.locator('#note').isVisible()).toBe(true);
  expect(await page.locator('#functions').isVisible()).toBe(true);
  expect(await page.locator('#functions tbody tr').count()).toBe(5);
  for (const id of ['graph', 'find', 'switch', 'details']) expect(await page.locator(`#${id}`).isVisible()).toBe(false);
});

test('a narrow screen shows the tables first, and fits its width', async () => {
  const page = await open(shop, '', { viewport: { width: 390, height: 800 } });
  expect(await page.locator('#functions').isVisible()).toBe(true);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  expect(await cards(page, 'function')).toHaveLength(5);
  const wide = await open(shop, '#f=function:Shop%2FListOrders', { viewport: { width: 1024, height: 768 } });
  expect(await wide.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1024);
});

test('an app without functions is a page that says so', async () => {
  const page = await open(emptyInventory);
  await page.getByText('Nothing fits the search and the filters.').waitFor();
  await page.getByRole('button', { name: 'Paths from anyone 0' }).click();
  await page.getByText('No path leads from anyone to data that is known.').waitFor();
});

const hostile = '</script><script>window.taken = 1</script><img src="https://example.com/x" onerror="window.taken = 2"><!--<script>';

test.each([
  hostile,
  '"><svg onload=window.taken=3>',
  "'; window.taken = 4; //",
  '__proto__',
  'constructor',
  '\u202egnp.exe',
  '${window.taken = 5}',
  'x'.repeat(5000),
  '🦊 café',
  ' ',
])('a name like %j is text', async (name) => {
  const inventory: Inventory = {
    ...shop,
    functions: [functionOf(name, name, { exposure: 'anyone', blastReasons: [name] }), functionOf('Shop', name)],
    stores: [storeOf(name, name), storeOf('Shop', name, { kind: name })],
    entryPoints: [routeOf(name, name, name, { who: name })],
    permissions: [
      permissionOf(name, name, name, { actions: [name], resource: name, conditions: [name], note: name }),
      permissionOf(name, name, null, { resource: name }),
    ],
    outbound: [{ from: `${name}/${name}`, to: name, how: name }],
    unread: [name],
  };
  const page = await open(inventory);
  expect(await page.evaluate('window.taken')).toBe(undefined);
  expect(await cards(page, 'function')).toHaveLength(2);
  expect(await page.evaluate('document.scripts.length')).toBe(2);
  await page.locator('#things button').first().click();
  await page.getByRole('button', { name: 'Paths from anyone 1' }).click();
  await page.locator('#path-list button').click();
  await page.getByRole('button', { name: 'Tables', exact: true }).click();
  expect(await page.evaluate('window.taken')).toBe(undefined);
  expect(await page.evaluate(`document.querySelectorAll('img, main svg[onload]').length`)).toBe(0);
});

describe('accessibility', () => {
  const states = ['', '#f=function:Shop%2FPlaceOrder', '#path=0', '#as=tables', '#view=stacks'];

  test.each(states)('every control has a name at %j', async (hash) => {
    const page = await open(shop, hash);
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const roles =
      /^(?:button|link|checkbox|radio|textbox|searchbox|combobox|listbox|table|region|complementary|navigation|toolbar|group|application|dialog)$/;
    const controls = nodes.filter(({ ignored, role }) => !ignored && roles.test(String(role?.value)));
    expect(controls.length).toBeGreaterThan(20);
    expect(controls.filter(({ name }) => String(name?.value ?? '').trim() === '').map(({ role }) => role?.value)).toEqual([]);
  });

  test.each(states)('ids are unique, what refers to them finds them, and headings leave no level out at %j', async (hash) => {
    const page = await open(shop, hash);
    expect(
      await page.evaluate(`(() => {
        const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
        const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
        const lost = [...document.querySelectorAll('[for], [aria-labelledby], [aria-describedby]')].flatMap((element) =>
          ['for', 'aria-labelledby', 'aria-describedby'].flatMap((name) => (element.getAttribute(name) ?? '').split(' '))
        ).filter((id) => id !== '' && !document.getElementById(id));
        const levels = [...document.querySelectorAll('h1, h2, h3, h4')].filter((heading) => heading.checkVisibility()).map(({ tagName }) => Number(tagName[1]));
        const jumps = levels.filter((level, index) => index === 0 ? level !== 1 : level > levels[index - 1] + 1);
        const bare = [...document.querySelectorAll('table')].filter((table) => !table.caption || [...table.querySelectorAll('thead th')].some((head) => head.scope !== 'col') || [...table.querySelectorAll('tbody tr')].some((row) => row.cells.length > 1 && row.cells[0].scope !== 'row'));
        return { twice, lost, jumps, bare: bare.length, lang: document.documentElement.lang, mains: document.querySelectorAll('main').length };
      })()`),
    ).toEqual({ twice: [], lost: [], jumps: [], bare: 0, lang: 'en', mains: 1 });
  });

  test.each(['light', 'dark'] as const)('text stands out from what is behind it, %s', async (colorScheme) => {
    for (const hash of ['#f=function:Shop%2FListOrders', '#f=store:Shop%2FReceipts', '#path=0', '#as=tables']) {
      const page = await open(shop, hash, { colorScheme });
      expect(await page.evaluate(faintTexts)).toEqual([]);
    }
  });

  test('what has the focus can be seen', async () => {
    const page = await open();
    for (let presses = 0; presses < 24; presses++) {
      await page.keyboard.press('Tab');
      const outline = await page.evaluate(`getComputedStyle(document.activeElement).outlineStyle + ' ' + document.activeElement.id`);
      expect(outline).not.toMatch(/^none/);
    }
  });

  test('nothing moves for readers who asked for that', async () => {
    const page = await open(shop, '', { reducedMotion: 'reduce' });
    expect(
      await page.evaluate(
        `[...document.querySelectorAll('*')].filter((element) => getComputedStyle(element).transitionDuration !== '0s').length`,
      ),
    ).toBe(0);
  });
});

/** Texts with less contrast to their background than 4.5 to 1, or 3 to 1 where they are large. */
const faintTexts = `(() => {
  const luminance = ([r, g, b]) => [r, g, b].map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const parts = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a = 1] = parts(getComputedStyle(at).backgroundColor);
      if (a === 1) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility() || element.closest('script, noscript, option, :disabled')) continue;
    const style = getComputedStyle(element);
    const [one, two] = [luminance(parts(style.color)), luminance(behind(element))].sort((a, b) => b - a);
    const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    if ((one + 0.05) / (two + 0.05) < (isLarge ? 3 : 4.5)) found.add(element.tagName + '.' + element.className + ' ' + text.data.trim().slice(0, 30) + ' ' + style.color + ' on ' + behind(element));
  }
  return [...found];
})()`;

if (process.platform === 'linux' && process.arch === 'x64') {
  test('the browser that comes as a package shows the page too', async () => {
    const other = new Reader(await launch(packaged), assets);
    try {
      const { page, problems } = await other.open(shop);
      expect(await cards(page, 'function')).toHaveLength(5);
      expect(problems).toEqual([]);
    } finally {
      await other.close();
    }
  });
}
