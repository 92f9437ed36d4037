import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fences, root, typeErrors } from './compiled';

const page = readFileSync(join(root, 'docs', 'secure-function-defaults.md'), 'utf8');
const snippets = fences('ts', page);

test('every snippet of the page on defaults compiles, and one that is wrong would not', () => {
  expect(snippets).toHaveLength(2);
  const wrong = snippets[0]?.replace('getObjects()', 'takeObjects()') ?? '';
  const files = Object.fromEntries([...snippets, wrong].map((text, index) => [`example/secure-${index}.ts`, text]));
  expect(typeErrors(files)).toEqual([expect.stringContaining("'takeObjects' does not exist")]);
}, 300_000);

test('every property that the page names exists', () => {
  const own = readFileSync(join(root, 'lib', 'cdk', 'function-options.ts'), 'utf8');
  for (const name of [
    'access',
    'permissionsBoundary',
    'plaintextVariables',
    'allowDeprecatedRuntime',
    'unboundedConcurrency',
    'managedPolicyQuota',
  ]) {
    expect(page).toContain(`\`${name}`);
    expect(own).toContain(`readonly ${name}?:`);
  }
});
