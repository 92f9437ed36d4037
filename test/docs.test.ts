import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedPages, writtenPages } from '../bin/dev/docs';
import { engineFindings } from '../bin/dev/docs/engine-pages';
import { docsOf } from '../lib/core/evaluate';
import { RULE_CRASHED, UNREADABLE_INPUT } from '../lib/core/result';
import { rules } from '../policies';

const root = join(__dirname, '..');
const generated = generatedPages(rules);
const written = writtenPages(root);

test('there is a page for each rule, and none of a rule that is gone: npm run docs', () => {
  expect([...written.keys()].sort()).toEqual([...generated.keys()].sort());
});

test('every page is what npm run docs writes', () => {
  expect([...generated].filter(([path, text]) => written.get(path) !== text).map(([path]) => path)).toEqual([]);
});

test('generating twice gives the same pages', () => {
  expect([...generatedPages([...rules].reverse())].sort()).toEqual([...generated].sort());
});

test('the link in findings leads to a page', () => {
  const ids = [...rules.map(({ meta }) => meta.id), UNREADABLE_INPUT, RULE_CRASHED, ...engineFindings.map(({ id }) => id)];
  const paths = ids.map((id) => docsOf(id).replace(/^https:\/\/github\.com\/[\w-]+\/[\w-]+\/blob\/main\//, ''));
  expect(paths.filter((path) => !generated.has(path))).toEqual([]);
});

/** The anchor that GitHub gives a heading. */
function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number} _-]/gu, '')
    .replaceAll(' ', '-');
}

test('every link inside of the pages leads somewhere', () => {
  const textAt = (path: string) =>
    generated.get(path) ?? (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);
  const pages = [
    ...generated,
    ...['configuration.md', 'custom-rules.md', 'cdk-integration.md', 'cdk-nag.md'].map((name) => [
      `docs/${name}`,
      textAt(`docs/${name}`) ?? '',
    ]),
  ];
  const broken = pages.flatMap(([path = '', text = '']) =>
    [...text.matchAll(/\]\((?!https:)([^)#\s]*)(?:#([^)]+))?\)/g)].flatMap(([, file = '', anchor]) => {
      const target = file === '' ? path : join(dirname(path), file);
      const found = textAt(target);
      const isThere =
        found !== undefined &&
        (anchor === undefined || [...found.matchAll(/^#+ (.+)$/gm)].some((match) => slugOf(match[1] ?? '') === anchor));
      return isThere ? [] : [`${path}: ${file}#${anchor ?? ''}`];
    }),
  );
  expect(broken).toEqual([]);
});

test('every catalogue id of a risk that a rule covers is on the risk map', () => {
  const map = generated.get('docs/risk-map.md') ?? '';
  expect(rules.map(({ meta }) => meta.id).filter((id) => !map.includes(`(rules/${id}.md)`))).toEqual([]);
});
