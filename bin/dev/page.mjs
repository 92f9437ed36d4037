/**
 * Bundles the code of the map's page, and the libraries that it uses with their licences, into one file that browsers run.
 * `node bin/dev/page.mjs [file]`; part of `npm run build`.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const libraries = ['cytoscape', '@dagrejs/dagre', '@dagrejs/graphlib'];

/** Cytoscape.js brings parts of it along, without its licence. */
const lodash = `lodash (parts, within cytoscape), under the same license:

Copyright OpenJS Foundation and other contributors <https://openjsf.org/>
Based on Underscore.js, copyright Jeremy Ashkenas, DocumentCloud and Investigative Reporters & Editors`;

function licenceOf(name) {
  const folder = join(root, 'node_modules', name);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${name} ${version}\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8').trim()}`;
}

export async function bundlePage(outfile = join(root, 'lib', 'map', 'page', 'page.js')) {
  await build({
    absWorkingDir: root,
    entryPoints: ['lib/map/page/page.ts'],
    outfile,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'eof',
    banner: { js: `/*! This page contains:\n\n${[...libraries.map(licenceOf), lodash].join('\n\n')}\n*/` },
    logLevel: 'warning',
  });
}

if (argv[1] === fileURLToPath(import.meta.url)) await bundlePage(argv[2]);
