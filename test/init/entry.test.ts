import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { entryOf } from '../../lib/init/entry';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-entry-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function entry(app: unknown, files: readonly string[], scripts: Readonly<Record<string, string>> = {}) {
  for (const name of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), '');
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts }));
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app }));
  return entryOf(folder);
}

test.each([
  ['npx tsc && npx tsx bin/app.ts', ['bin/app.ts'], 'bin/app.ts'],
  ['npx ts-node --prefer-ts-exts bin/app.ts', ['bin/app.ts'], 'bin/app.ts'],
  ['npx tsx ./bin/app.mts', ['bin/app.mts'], 'bin/app.mts'],
  ['node bin/app.js', ['bin/app.js'], 'bin/app.js'],
  ['node bin/app.js', ['bin/app.js', 'bin/app.ts'], 'bin/app.ts'],
  ['node dist/bin/app.js', ['bin/app.ts', 'dist/bin/app.js'], 'bin/app.ts'],
  ['node dist/main.js', ['src/main.ts', 'dist/main.js'], 'src/main.ts'],
  ['node "./my app/main.cjs"', ['my app/main.cjs'], 'my app/main.cjs'],
  ['node -r ./gone.js bin/app.js', ['bin/app.js'], 'bin/app.js'],
  ['npm run --silent app', ['infra/app.ts'], 'infra/app.ts'],
])('%s', (app, files, expected) => {
  expect(entry(app, files, { app: 'tsx infra/app.ts' })).toEqual({ file: expected });
});

test.each([
  ['python3 app.py', 'cdk.json runs "python3 app.py", which names no TypeScript or JavaScript file that is here'],
  ['node bin/gone.js', 'cdk.json runs "node bin/gone.js", which names no TypeScript or JavaScript file that is here'],
  ['npm run loop', 'cdk.json runs "npm run loop", which names no TypeScript or JavaScript file that is here'],
  [undefined, 'cdk.json has no "app" that is a command'],
])('fails for %s', (app, reason) => {
  expect(entry(app, [], { loop: 'npm run loop' })).toEqual({ reason });
});

test('fails without cdk.json, and for one that does not parse', () => {
  expect(entryOf(folder)).toEqual({ reason: 'there is no cdk.json here: run it in the folder of the app' });
  writeFileSync(join(folder, 'cdk.json'), '{');
  expect(entryOf(folder)).toEqual({ reason: expect.stringMatching(/^cdk\.json cannot be read: /) });
});
