import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textOf } from '../../lib/baseline/entries';
import { readBaseline } from '../../lib/baseline/file';
import type { BaselineEntry } from '../../lib/core/baseline';

const entry: BaselineEntry = {
  place: 'Shop/Worker/DefaultPolicy',
  rule: 'iam/no-wildcard-action',
  evidence: 's3:*',
  severity: 'error',
  type: 'AWS::IAM::Policy',
  statement: { action: ['s3:*'], resource: ['<Shop/Logs.Arn>/*'], condition: ['stringequals aws:sourcevpc: vpc-1'] },
  since: '2026-11-22',
};
const other: BaselineEntry = { ...entry, place: 'Shop/Api', evidence: 'sqs:*', count: 2 };

function problemsOf(text: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-'));
  try {
    const file = join(folder, 'b.json');
    writeFileSync(file, text);
    const read = readBaseline(file, 'b.json');
    return 'problems' in read ? read.problems : [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('what is written is read again, sorted, one line for each entry', () => {
  const text = textOf([entry, other]);
  expect(problemsOf(text)).toEqual([]);
  expect(text.split('\n')).toHaveLength(8);
  expect(text.indexOf('Shop/Api')).toBeLessThan(text.indexOf('Shop/Worker'));
  expect(textOf([other, entry])).toBe(text);
  expect(textOf([])).toBe('{\n  "schemaVersion": 1,\n  "findings": []\n}\n');
});

test('fails on a file that is not there, with what writes it', () => {
  expect(readBaseline('/nowhere/b.json', 'b.json')).toEqual({
    isMissing: true,
    problems: ['baseline "b.json" does not exist: write it with "cdk-least-privilege check --update-baseline", and commit it'],
  });
});

const fine = textOf([entry]);
const changed = (from: string, to: string) => fine.replace(from, to);

test.each<[string, string, string]>([
  ['nothing', '', 'b.json:1:1: not valid JSON: expected a value, got the end of the file'],
  ['half a file', fine.slice(0, 90), 'b.json:4:'],
  ['a merge conflict', fine.replace('    {"place"', '<<<<<<< HEAD\n    {"place"'), 'merge conflict: keep the lines of both sides'],
  ['a list', '[]', 'b.json:1:1: expected an object with "schemaVersion" and "findings"'],
  ['another version', changed('"schemaVersion": 1', '"schemaVersion": 2'), 'b.json:2:20: expected schema version 1, got 2'],
  ['no version', '{ "findings": [] }', 'expected schema version 1, got none'],
  ['no findings', '{ "schemaVersion": 1 }', '"findings" takes a list'],
  [
    'an unknown field of the file',
    changed('"schemaVersion": 1,', '"schemaVersion": 1, "finding": [],'),
    'unknown field "finding", did you mean "findings"',
  ],
  ['an unknown field', changed('"place"', '"path": 1, "place"'), 'b.json:4:6: unknown field "path"'],
  ['a key that stands twice', changed('"place"', '"rule": "x", "place"'), 'key "rule" stands twice'],
  ['no rule', changed('"rule":"iam/no-wildcard-action",', ''), 'b.json:4:5: "rule" is missing'],
  ['a rule of the engine', changed('iam/no-wildcard-action', 'engine/rule-crashed'), 'which no baseline can hold'],
  ['another severity', changed('"severity":"error"', '"severity":"info"'), '"severity" takes "error" or "warning"'],
  ['a day that does not exist', changed('2026-11-22', '2026-11-31'), '"since" takes a day, such as "2026-11-22"'],
  ['a count of one', changed('"since"', '"count":1,"since"'), '"count" takes a whole number above 1'],
  ['a statement that is none', changed('"statement":{', '"statement":[],"value":{'), '"statement" takes an object'],
  ['an unknown element', changed('"action":[', '"actions":[],"action":['), 'unknown field "actions", did you mean "action"'],
  ['actions that are no list', changed('"action":["s3:*"]', '"action":"s3:*"'), '"action" takes a list of texts'],
  [
    'an entry twice',
    textOf([entry]).replace(/^( {4}\{.*\})$/m, '$1,\n$1'),
    'b.json:5:5: the same finding as at line 4: keep one of the two',
  ],
])('fails on %s', (_title, text, message) => {
  const problems = problemsOf(text);
  expect(problems[0]).toContain(message);
  expect(problems[0]).toMatch(/^b\.json:\d+:\d+: /);
});
