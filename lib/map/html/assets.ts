import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a page is made of besides the app's own data. */
export interface PageAssets {
  /** The page's code, with the libraries that it uses. */
  readonly script: string;
  readonly style: string;
}

const folder = join(__dirname, '..', 'page');

/** The assets that are published with the package. */
export function publishedAssets(): PageAssets {
  return { script: asset('page.js'), style: asset('page.css') };
}

function asset(name: string): string {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch (error) {
    throw new Error(
      `the page of the map needs "lib/map/page/${name}", which is missing from the package: install it again, or run npm run build in a clone`,
      {
        cause: error,
      },
    );
  }
}
