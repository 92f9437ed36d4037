import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sparticuz from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Inventory } from '../../../lib/inventory/inventory';
import { htmlMap } from '../../../lib/map/html';
import type { PageAssets } from '../../../lib/map/html/assets';

const root = join(__dirname, '..', '..', '..');

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The browser to test with, and what it wants to be started with. */
export async function executable(): Promise<{ readonly executablePath: string; readonly args: readonly string[] }> {
  const asked = process.env.CHROMIUM_PATH;
  if (asked !== undefined && asked !== '') {
    if (existsSync(asked)) return { executablePath: asked, args: [] };
    throw new Error(`CHROMIUM_PATH names "${asked}", which does not exist`);
  }
  const found = installed.find((path) => existsSync(path));
  if (found !== undefined) return { executablePath: found, args: [] };
  if (process.platform === 'linux' && process.arch === 'x64') return packaged();
  throw new Error(
    'the tests of the page need a browser: install Chrome or Chromium, or name one in the environment variable CHROMIUM_PATH',
  );
}

/** The one that comes as a package, for Linux. */
export async function packaged(): Promise<{ readonly executablePath: string; readonly args: readonly string[] }> {
  return { executablePath: await sparticuz.executablePath(), args: sparticuz.args };
}

export async function launch(
  from: () => Promise<{ readonly executablePath: string; readonly args: readonly string[] }> = executable,
): Promise<Browser> {
  const { executablePath, args } = await from();
  return chromium.launch({
    executablePath,
    headless: true,
    args: [...args, '--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking'],
  });
}

/** The page's code and style as they are in this tree, rather than as they were last built. */
export function assetsNow(): PageAssets {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-page-'));
  try {
    const file = join(folder, 'page.js');
    execFileSync(process.execPath, [join(root, 'bin', 'dev', 'page.mjs'), file]);
    return { script: readFileSync(file, 'utf8'), style: readFileSync(join(root, 'lib', 'map', 'page', 'page.css'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A page in the browser, and what went wrong in it. */
export interface Opened {
  readonly page: Page;
  /** Errors, warnings of the console, and requests for anything but the file itself. */
  readonly problems: readonly string[];
}

/** Opens maps in one browser. */
export class Reader {
  private readonly folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-map-'));
  private readonly files = new Map<Inventory, string>();

  public constructor(
    private readonly browser: Browser,
    private readonly assets: PageAssets,
  ) {}

  public async open(inventory: Inventory, hash = '', options: BrowserContextOptions = {}): Promise<Opened> {
    let file = this.files.get(inventory);
    if (file === undefined) {
      file = join(this.folder, `${this.files.size}.html`);
      writeFileSync(file, htmlMap(inventory, this.assets));
      this.files.set(inventory, file);
    }
    const context = await this.browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    const problems: string[] = [];
    const address = pathToFileURL(file).href;
    page.on('console', (message) => problems.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(address) && !url.startsWith('data:')) problems.push(`request: ${url}`);
    });
    await page.goto(address + hash);
    return { page, problems };
  }

  public async close(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    await this.browser.close();
  }
}

/** The graph library keeps what it drew at the element that it drew in. */
const drawn = "document.getElementById('canvas')._cyreg.cy";

/** Where a card is on the screen. */
export async function cardAt(page: Page, id: string): Promise<{ readonly x: number; readonly y: number }> {
  return page.evaluate(`(() => {
    const { x, y } = ${drawn}.getElementById(${JSON.stringify(id)}).renderedPosition();
    const { left, top } = document.getElementById('canvas').getBoundingClientRect();
    return { x: left + x, y: top + y };
  })()`);
}

/** The ids of the cards that are drawn, and have this class. */
export async function cards(page: Page, className = 'card'): Promise<readonly string[]> {
  const ids: readonly string[] = await page.evaluate(`${drawn}.nodes('.card.${className}').map((node) => node.id())`);
  return [...ids].sort();
}

/** Pairs of cards that lie over each other. */
export async function overlaps(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const boxes = ${drawn}.nodes('.card').map((node) => ({ id: node.id(), ...node.position(), w: node.width(), h: node.height() }));
    const found = [];
    for (const [index, a] of boxes.entries()) {
      for (const b of boxes.slice(index + 1)) {
        if (Math.abs(a.x - b.x) < (a.w + b.w) / 2 && Math.abs(a.y - b.y) < (a.h + b.h) / 2) found.push(a.id + ' and ' + b.id);
      }
    }
    return found;
  })()`);
}

/** How much the graph is enlarged. */
export async function zoom(page: Page): Promise<number> {
  return page.evaluate(`${drawn}.zoom()`);
}
