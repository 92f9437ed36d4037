import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../bin/dev/docs';
import { docsOf } from '../lib/core/evaluate';
import { RULE_CRASHED, UNREADABLE_INPUT } from '../lib/core/result';
import { rules } from '../policies';

const page = readFileSync(join(__dirname, '..', 'policies', 'README.md'), 'utf8');

/** The anchor that GitHub gives a heading. */
function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number} _-]/gu, '')
    .replaceAll(' ', '-');
}

test('policies/README.md is what npm run docs writes', () => {
  expect(page).toBe(catalogue(rules));
});

test.each([...rules.map(({ meta }) => meta.id), UNREADABLE_INPUT, RULE_CRASHED])(
  'the link in findings of %s leads to its section',
  (id) => {
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map((match) => slugOf(match[1] ?? ''));
    const anchor = docsOf(id).split('#')[1];
    expect(headings.filter((slug) => slug === anchor)).toHaveLength(1);
  },
);

test('every link inside the page leads somewhere', () => {
  const headings = new Set([...page.matchAll(/^#+ (.+)$/gm)].map((match) => slugOf(match[1] ?? '')));
  const broken = [...page.matchAll(/\]\(#([^)]+)\)/g)].map((match) => match[1] ?? '').filter((anchor) => !headings.has(anchor));
  expect(broken).toEqual([]);
});
