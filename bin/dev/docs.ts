/**
 * `npm run docs`: writes the index of the rules (policies/README.md), a page for each (docs/rules), the risk map
 * (docs/risk-map.md) and where they come from (docs/rule-sources.md) from the rules themselves.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Rule } from '../../lib/core/rule';
import { rules } from '../../policies';
import { packs } from '../../policies/packs';
import { domainOf, domains } from './docs/domains';
import { engineFindings, enginePage } from './docs/engine-pages';
import { cell, page, table } from './docs/markdown';
import { riskMap } from './docs/risk-map';
import { rulePage } from './docs/rule-page';
import { ruleSources } from './docs/rule-sources';

/** Where the pages of rules are: no other file belongs there. */
const RULE_PAGES = 'docs/rules';

/** Every generated page by its path in the repository. */
export function generatedPages(all: readonly Rule[]): ReadonlyMap<string, string> {
  const homeless = all.find(({ meta }) => !domains.has(domainOf(meta)));
  if (homeless !== undefined) throw new Error(`give the domain of "${homeless.meta.id}" a title`);
  const ordered = [...domains.keys()].flatMap((domain) =>
    all.filter(({ meta }) => domainOf(meta) === domain).sort((a, b) => (a.meta.id < b.meta.id ? -1 : 1)),
  );
  return new Map([
    ['policies/README.md', index(ordered)],
    ['docs/risk-map.md', riskMap(ordered)],
    ['docs/rule-sources.md', ruleSources(ordered)],
    ...ordered.map((rule): [string, string] => [`${RULE_PAGES}/${rule.meta.id}.md`, rulePage(rule)]),
    ...engineFindings.map((finding): [string, string] => [`${RULE_PAGES}/${finding.id}.md`, enginePage(finding)]),
  ]);
}

/** The generated pages that are there, by path. */
export function writtenPages(root: string): ReadonlyMap<string, string> {
  const pages = readdirSync(join(root, RULE_PAGES), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  const paths = [
    'policies/README.md',
    'docs/risk-map.md',
    'docs/rule-sources.md',
    ...pages.map((name) => `${RULE_PAGES}/${name.split(sep).join('/')}`),
  ];
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

function index(ordered: readonly Rule[]): string {
  return page([
    '# The rules',
    `${ordered.length} rules in ${domains.size} domains. Each has a page with its reasons, examples and fixes. [By risk](../docs/risk-map.md), as the lists of serverless risks have them. [Where they come from](../docs/rule-sources.md). [How to configure them](../docs/configuration.md). [How to write your own](../docs/custom-rules.md).`,
    'A rule is one file of this folder: `iam/no-wildcard-action` is `policies/iam/no-wildcard-action.ts`, and the name that a finding shows and an acknowledgement takes.',
    `A pack is a choice of severities:\n\n${packs.map(({ name, purpose }) => `- \`${name}\`: ${purpose}`).join('\n')}`,
    '`error` fails a synth and a check, `warning` fails `cdk synth --strict`, `info` never fails anything, `off` is not run.',
    ...[...domains].flatMap(([domain, title]) => {
      const own = ordered.filter(({ meta }) => domainOf(meta) === domain);
      return own.length === 0 ? [] : [`## ${title}\n\n${tableOf(own)}`];
    }),
    `## What could not be checked\n\n${table([
      ['finding', 'what happened'],
      ...engineFindings.map(({ id, title }) => [linkTo(id), cell(title)]),
    ])}`,
  ]);
}

function tableOf(own: readonly Rule[]): string {
  return table([
    ['rule', 'a compliant template', ...packs.map(({ name }) => name)],
    ...own.map(({ meta }) => [linkTo(meta.id), cell(meta.title), ...packs.map(({ name }) => meta.severity[name])]),
  ]);
}

function linkTo(id: string): string {
  return `[${id}](../${RULE_PAGES}/${id}.md)`;
}

/** Writes what differs, and removes the pages of rules that are gone. */
function write(root: string): void {
  mkdirSync(join(root, RULE_PAGES), { recursive: true });
  const pages = generatedPages(rules);
  for (const path of readdirSync(join(root, RULE_PAGES), { recursive: true, encoding: 'utf8' })) {
    if (path.endsWith('.md') && !pages.has(`${RULE_PAGES}/${path.split(sep).join('/')}`)) rmSync(join(root, RULE_PAGES, path));
  }
  for (const [path, text] of pages) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

if (require.main === module) write(process.cwd());
