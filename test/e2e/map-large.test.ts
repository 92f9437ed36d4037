import { assetsNow, cards, launch, type Opened, overlaps, Reader, zoom } from '../map/html/browser';
import { largeInventory } from '../map/html/inventories';

const services = largeInventory(400, 12);
const monolith = largeInventory(400, 1);

let reader: Reader;

beforeAll(async () => {
  reader = new Reader(await launch(), assetsNow());
});

afterAll(() => reader?.close());

async function withPage(open: Promise<Opened>, use: (page: Opened['page']) => Promise<void>): Promise<void> {
  const { page, problems } = await open;
  await use(page);
  await page.context().close();
  expect(problems).toEqual([]);
}

/** Below this, the names on the cards are left out. */
const legible = 0.5;

test('400 functions in 12 stacks begin with a card for each stack, which opens', async () => {
  await withPage(reader.open(services), async (page) => {
    expect(await page.title()).toBe('App map: 400 functions, 45 open to anyone');
    expect(await page.getByRole('radio', { name: 'Overview by stack' }).isChecked()).toBe(true);
    expect(await cards(page)).toEqual(Array.from({ length: 12 }, (_, index) => `stack:Service${String(index).padStart(2, '0')}`));
    expect(await overlaps(page)).toEqual([]);
    expect(await zoom(page)).toBeGreaterThan(legible);

    await page.locator('#canvas').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Open this stack' }).click();
    expect(await cards(page, 'function')).toHaveLength(34);
    expect(await cards(page, 'stack')).toHaveLength(11);
    expect(await overlaps(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show all again' }).click();
    expect(await cards(page, 'stack')).toHaveLength(12);

    // What the list names is found in its stack.
    await page.locator('#things button', { hasText: 'CreateOffers' }).first().click();
    expect(await cards(page, 'selected')).toHaveLength(1);
    expect(await zoom(page)).toBeGreaterThan(legible);

    await page.getByRole('button', { name: 'Paths from anyone 45' }).click();
    await page.locator('#path-list button').first().click();
    expect(await cards(page, 'path')).toHaveLength(3);
    expect((await cards(page)).length).toBeLessThan(20);
  });
});

test('400 functions are all drawn when that is asked for, without one card over another', async () => {
  await withPage(reader.open(services, '#view=everything'), async (page) => {
    expect(await cards(page, 'function')).toHaveLength(400);
    expect(await cards(page, 'entry')).toHaveLength(400);
    expect(await overlaps(page)).toEqual([]);
    await page.getByRole('checkbox', { name: 'critical 80' }).check();
    expect(await cards(page, 'function')).toHaveLength(80);
    await page.getByRole('radio', { name: 'Open to anyone' }).check();
    expect(await cards(page, 'function')).toHaveLength(9);
    await page.getByRole('button', { name: 'Clear search and filters' }).click();
    await page.getByRole('radio', { name: 'Everything' }).check();
    await page.locator('#status', { hasText: '400 functions, 45 open' }).waitFor();
    expect(await cards(page, 'function')).toHaveLength(400);
  });
});

test('400 functions in one stack begin with what anyone can reach', async () => {
  await withPage(reader.open(monolith), async (page) => {
    expect(await page.getByRole('radio', { name: 'Open to anyone' }).isChecked()).toBe(true);
    expect(await cards(page, 'function')).toHaveLength(45);
    expect(await overlaps(page)).toEqual([]);
    await page.getByRole('button', { name: 'Tables', exact: true }).click();
    expect(await page.locator('#functions tbody tr').count()).toBe(400);
    await page.getByRole('searchbox', { name: 'Search' }).fill('CreateOrders');
    await page.locator('#functions-title .count', { hasText: / of 400$/ }).waitFor();
    expect(await page.locator('#functions tbody tr:not(.out)').count()).toBeLessThan(60);
  });
});
