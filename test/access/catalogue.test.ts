import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builders, verbsByClass } from './catalogue';

const guide = readFileSync(join(__dirname, '../../docs/secure-function.md'), 'utf8');

function rowsOf(markdown: string): readonly (readonly string[])[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('| `Access.'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

test('the guide lists every builder with every verb, in the words of the source', () => {
  const expected = builders().map(({ call, of, verbs }) => [`\`${call}\``, of, verbs.map((verb) => `\`${verb}\``).join(', ')]);
  expect(expected.length).toBeGreaterThan(50);
  expect(rowsOf(guide)).toEqual(expected);
});

test('every class of access has a builder', () => {
  const source = readFileSync(join(__dirname, '../../lib/cdk/access.ts'), 'utf8');
  const returned = new Set([...source.matchAll(/public static \w+\(.*?\): (\w+) \{/gs)].map(([, type]) => type));
  expect([...verbsByClass().keys()].filter((type) => !returned.has(type))).toEqual([]);
});
