import { createHash } from 'node:crypto';
import type { Inventory } from '../../inventory/inventory';
import { legible } from '../legible';
import { mapPathsOf } from '../paths';
import { blastRadii, counted, exposures, exposureWords } from '../words';
import { type PageAssets, publishedAssets } from './assets';
import { legendMarkup } from './legend';
import { embeddedJson, html, Markup } from './markup';
import { tableMarkup, tablesOf } from './tables';

/**
 * The map as one page that needs nothing else: no network, no other file. What it shows is in its tables already, so that it
 * can be read without JavaScript and printed; the graph, the filters and the details are made of the same data by its script.
 */
export function htmlMap(given: Inventory, assets: PageAssets = publishedAssets()): string {
  const inventory: Inventory = JSON.parse(JSON.stringify(given), (_, value) => (typeof value === 'string' ? legible(value) : value));
  const paths = mapPathsOf(inventory);
  const tables = tablesOf(inventory, paths);
  const script = `\n${assets.script.trim()}\n`;
  const style = `\n${assets.style.trim()}\n`;
  const { functions, entryPoints, stores, apps } = inventory;
  const open = functions.filter(({ exposure }) => exposure === 'anyone' || exposure === 'unknown').length;
  const stacks = [...new Set(functions.map(({ stack }) => stack))].sort();
  const title = `App map: ${counted(functions.length, 'function')}, ${open} open to anyone`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${inventory.tool.name} ${inventory.tool.version}">
<title>${title}</title>
<link rel="icon" href="data:,">
<style id="__________cytoscape_stylesheet">${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#tables">Skip to the tables</a>
<header class="top">
<h1>App map</h1>
<ul class="facts" aria-label="In short">
<li><strong>${functions.length}</strong> ${functions.length === 1 ? 'function' : 'functions'}</li>
<li class="${open > 0 ? 'warn' : 'calm'}"><strong>${open}</strong> open to anyone</li>
<li class="${paths.length > 0 ? 'warn' : 'calm'}"><strong>${paths.length}</strong> ${paths.length === 1 ? 'path' : 'paths'} from anyone to data</li>
<li><strong>${entryPoints.length}</strong> ${entryPoints.length === 1 ? 'entry point' : 'entry points'}</li>
<li><strong>${stores.length}</strong> ${stores.length === 1 ? 'store' : 'stores'}</li>
<li><strong>${apps.length}</strong> ${apps.length === 1 ? 'stack' : 'stacks'}</li>
${inventory.unread.length === 0 ? '' : html`<li class="warn"><a href="#unread"><strong>${inventory.unread.length}</strong> not read</a></li>`}
</ul>
<div class="switch" id="switch" role="group" aria-label="Show as" hidden>
<button type="button" id="show-map" aria-pressed="false">Map</button>
<button type="button" id="show-tables" aria-pressed="true">Tables</button>
</div>
</header>
<p class="note" id="note">The interactive map needs JavaScript. Everything that it shows is in the tables below.</p>
<div class="frame" id="frame">
<aside class="find" id="find" aria-label="Find and filter" hidden>
<div class="search">
<label for="query">Search</label>
<input type="search" id="query" placeholder="name, action, store or path" autocomplete="off" spellcheck="false" aria-describedby="query-hint">
<p class="hint" id="query-hint"><kbd>/</kbd> to search; <code>s3:GetObject</code> also finds <code>s3:Get*</code></p>
</div>
<details class="filters" id="filters" aria-label="Filter functions" open>
<summary>Filter functions <span id="filter-count"></span></summary>
${choices(
  'exposure',
  'Reachable by',
  exposures.filter((value) => functions.some(({ exposure }) => exposure === value)).map((value) => [value, exposureWords[value]]),
)}
${choices(
  'blast',
  'Blast radius',
  blastRadii.map((value) => [value, value]),
)}
${
  stacks.length < 2
    ? ''
    : choices(
        'stack',
        'Stack',
        stacks.map((value) => [value, value]),
      )
}
<button type="button" id="clear" class="quiet">Clear search and filters</button>
</details>
<p role="status" id="status" class="status"></p>
<div class="switch wide" role="group" aria-label="List">
<button type="button" id="list-things" aria-pressed="true">List</button>
<button type="button" id="list-paths" aria-pressed="false">Paths from anyone <span class="count">${paths.length}</span></button>
</div>
<div id="things"></div>
<div id="paths-panel" hidden></div>
</aside>
<main id="content">
<section class="graph" id="graph" aria-label="Map" hidden>
<div class="tools" role="toolbar" aria-label="Map">
<fieldset class="views"><legend class="unseen">Show</legend>
<label><input type="radio" name="view" value="stacks"> <span>Overview by stack</span></label>
<label><input type="radio" name="view" value="exposed"> <span>Open to anyone</span></label>
<label><input type="radio" name="view" value="everything"> <span>Everything</span></label>
</fieldset>
${option('boxes', 'Box by stack', stacks.length > 1)}
${option('others', 'Outside resources', true)}
${option('holders', 'Other roles', inventory.holders.length > 0)}
${option(
  'provided',
  'Functions of CDK',
  functions.some(({ provided }) => provided),
)}
</div>
<div class="banner" id="banner" hidden><span id="banner-text"></span> <button type="button" id="banner-end">Show all again</button></div>
<div id="canvas" tabindex="0" role="application" aria-label="Graph of the app" aria-describedby="canvas-hint"></div>
<div class="over"><div class="zoom" role="group" aria-label="Size">
<button type="button" id="zoom-out" aria-label="Zoom out" title="Zoom out (-)">&minus;</button>
<button type="button" id="zoom-in" aria-label="Zoom in" title="Zoom in (+)">+</button>
<button type="button" id="fit" title="Fit the map to the window (0)">Fit</button>
</div></div>
<p class="unseen" id="canvas-hint">Arrow keys go from card to card along the lines, Enter shows details, f shows only what surrounds a card, Escape goes back. The same is in the list and in the tables.</p>
<p class="empty" id="empty" hidden>Nothing fits the search and the filters.</p>
<p class="tip" id="tip" aria-hidden="true" hidden></p>
${legendMarkup()}
</section>
<div class="tables" id="tables" tabindex="-1">
<nav aria-label="Tables"><ul>${tables.map(({ id, title: name, rows }) => html`<li><a href="#${id}">${name}</a> <span class="count">${rows.length}</span></li>`)}</ul></nav>
${tables.map(tableMarkup)}
</div>
</main>
<aside class="details" id="details" aria-label="Details" tabindex="-1" hidden></aside>
</div>
<footer>Made by ${inventory.tool.name} ${inventory.tool.version} from synthesized templates, with the service authorization reference of ${inventory.tool.referenceDate}.</footer>
<script type="application/json" id="data">${embeddedJson({ inventory, paths })}</script>
<script>${new Markup(script)}</script>
</body>
</html>
`.text;
}

/** Nothing may be loaded, and nothing runs but the page's own script and style. */
function policyOf(script: string, style: string): string {
  return `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; img-src data:; base-uri 'none'; form-action 'none'`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

function option(id: string, words: string, isOffered: boolean): Markup {
  return html`<label class="option"${isOffered ? '' : new Markup(' hidden')}><input type="checkbox" id="${id}"> <span>${words}</span></label>`;
}

function choices(name: string, legend: string, values: readonly (readonly [value: string, words: string])[]): Markup {
  return html`<fieldset class="choices" id="choices-${name}"><legend>${legend}</legend>
${values.map(
  ([value, words]) =>
    html`<label data-sign="${name}-${name === 'stack' ? 'any' : value}"><input type="checkbox" name="${name}" value="${value}"> <span class="words">${words}</span> <span class="count"></span></label>
`,
)}</fieldset>`;
}
