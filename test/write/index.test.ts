import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../../lib/write';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('writes a file and the folders above it, and leaves nothing else', () => {
  const file = join(folder, 'reports', 'deep', 'report.json');
  writeWhole(file, 'ä'.repeat(100_000));
  writeWhole(file, '{}\n');
  expect(readFileSync(file, 'utf8')).toBe('{}\n');
  expect(readdirSync(join(folder, 'reports', 'deep'))).toEqual(['report.json']);
});

test('leaves what stands there when it cannot write', () => {
  mkdirSync(join(folder, 'report.json', 'kept'), { recursive: true });
  expect(() => writeWhole(join(folder, 'report.json'), '{}')).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
  expect(readdirSync(folder)).toEqual(['report.json']);
  expect(readdirSync(join(folder, 'report.json'))).toEqual(['kept']);
});
