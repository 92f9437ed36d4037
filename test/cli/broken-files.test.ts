import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broken-'));
  writeFileSync(join(folder, 't.template.json'), JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } }));
  writeFileSync(join(folder, 'checks.json'), '{}');
  mkdirSync(join(folder, 'folder.lock.json'));
  writeFileSync(join(folder, 'file'), '');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function errorOf(...args: readonly string[]): string {
  let stderr = '';
  const code = main({
    args,
    cwd: folder,
    env: {},
    stdout: { write: () => true },
    stderr: {
      write: (text: string) => {
        stderr += text;
        return true;
      },
    },
  });
  expect(code).toBe(2);
  return stderr.trimEnd();
}

const check = ['check', 't.template.json', '--config', 'checks.json', '--baseline'];

test.each([
  ['', 'b.json:1:1: not valid JSON: expected a value, got the end of the file'],
  ['[]', 'b.json:1:1: expected an object with "schemaVersion" and "findings"'],
  ['{"schemaVersion":2,\n"more":[]}', 'b.json:1:18: expected schema version 1, got 2: write the baseline again with this version'],
  ['{"schemaVersion":1,\r\n"schemaVersion":1}', 'b.json:2:1: not valid JSON: key "schemaVersion" stands twice'],
  [
    '{"schemaVersion":1,"findings":[\r\n<<<<<<< main\r\n]}',
    'b.json:2:1: not valid JSON: expected a value, got "<", it holds a merge conflict: keep the lines of both sides, or write it again',
  ],
  [
    '{"schemaVersion":1,"findings":[\n{"place":"a","rule":"r","evidence":"e","severity":"error"}]}',
    'b.json:2:1: "since" takes a day, such as "2026-11-22"',
  ],
])('a baseline of %j is refused, with place and reason', (text, message) => {
  writeFileSync(join(folder, 'b.json'), text);
  expect(errorOf(...check, 'b.json')).toBe(`ConfigurationError: ${message}`);
});

test.each([
  [[...check, 'file/b.json', '--update-baseline'], 'file/b.json: cannot be written: a file is where its folder should be'],
  [['snapshot', 't.template.json', '-o', 'folder.lock.json'], 'folder.lock.json: cannot be read: a folder is in its place'],
  [['snapshot', 't.template.json', '-o', 'file/x.json'], 'file/x.json: cannot be read: a file is where its folder should be'],
  [
    ['diff', 't.template.json', 't.template.json', '-o', 'folder.lock.json'],
    'folder.lock.json: cannot be written: a folder is in its place',
  ],
  [['map', 't.template.json', '-o', 'file/map.html'], 'file/map.html: cannot be written: a file is where its folder should be'],
])('%j says which file, and leaves nothing behind', (args, message) => {
  const before = readdirSync(folder);
  expect(errorOf(...args)).toBe(`FileError: ${message}`);
  expect(readdirSync(folder)).toEqual(before);
});
