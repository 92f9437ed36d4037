import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli';
import type { Ran } from './shell';

const BASELINE = 'least-privilege.baseline.json';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function read(name = BASELINE): string {
  return readFileSync(join(folder, name), 'utf8');
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const written = { stdout: '', stderr: '' };
  const exitCode = main({
    args: ['check', 'app.json', ...args],
    cwd: folder,
    env: { LEAST_PRIVILEGE_TODAY: '2026-11-22', ...env },
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
  });
  return { exitCode, ...written };
}

function policies(...actions: string[]): string {
  const resources = actions.map((action) => [
    action.replace(/\W/g, ''),
    {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        PolicyDocument: {
          Statement: [{ Effect: 'Allow', Action: action, Resource: `arn:aws:${action.split(':')[0]}:eu-west-1:111122223333:x` }],
        },
      },
    },
  ]);
  return JSON.stringify({ Resources: Object.fromEntries(resources) });
}

test('what is there today goes in, and only what is new blocks', () => {
  write('app.json', policies('sqs:*', 'sns:*'));
  expect(run([]).exitCode).toBe(1);
  const update = run(['--update-baseline']);
  expect(update.exitCode).toBe(0);
  expect(update.stdout).toContain('in the baseline since 2026-11-22');
  expect(update.stderr).toMatch(/^least-privilege\.baseline\.json: (\d+) findings, \1 of them new\n$/);
  const before = read();
  expect(run(['--baseline']).exitCode).toBe(0);
  expect(read()).toBe(before);
  expect(run([]).exitCode).toBe(1);

  write('app.json', policies('sqs:*', 'sns:*', 'kms:*'));
  const { exitCode, stdout } = run(['--baseline', '--format', 'json']);
  expect(exitCode).toBe(1);
  const open = JSON.parse(stdout).findings.filter(
    ({ severity, acknowledged }: Record<string, unknown>) => severity === 'error' && acknowledged === null,
  );
  expect(new Set(open.map(({ logicalId }: Record<string, unknown>) => logicalId))).toEqual(new Set(['kms']));
  expect(read()).toBe(before);
});

test('what is gone is taken out, but not in CI and not when frozen', () => {
  write('app.json', policies('sqs:*', 'sns:*'));
  run(['--update-baseline']);
  const before = read();
  write('app.json', policies('sqs:*'));
  for (const [args, env] of [
    [['--baseline', '--frozen'], {}],
    [['--baseline'], { CI: 'true' }],
  ] as const) {
    const { exitCode, stderr } = run(args, env);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('gone: run "cdk-least-privilege check --baseline" and commit the file');
    expect(read()).toBe(before);
  }
  const { exitCode, stdout, stderr } = run(['--baseline', '--quiet']);
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  expect(read()).not.toBe(before);
});

test('what is gone is named', () => {
  const two = policies('sqs:*', 'sns:*');
  write('app.json', two);
  run(['--update-baseline']);
  write('app.json', two.replace('"sns:*"', '"sns:Publish"'));
  const { exitCode, stderr } = run(['--baseline']);
  expect(exitCode).toBe(0);
  expect(stderr).toContain('gone, and taken out\n  - iam/no-wildcard-action[sns:*] at app.json#sns');
  expect(read()).not.toContain('sns:*');
  expect(read()).toContain('sqs:*');
});

test('a configuration names the file, and a plain check holds to it without writing', () => {
  write('app.json', policies('sqs:*'));
  write('least-privilege.json', JSON.stringify({ baseline: 'known.json' }));
  const missing = run([]);
  expect(missing).toMatchObject({ exitCode: 2, stdout: '' });
  expect(missing.stderr).toBe(
    'ConfigurationError: least-privilege.json:1:13: baseline "known.json" does not exist: write it with "cdk-least-privilege check --update-baseline", and commit it\n',
  );
  expect(run(['--update-baseline']).exitCode).toBe(0);
  expect(existsSync(join(folder, BASELINE))).toBe(false);
  expect(run([]).exitCode).toBe(0);
});

test('another file is named by the flag, and a folder after it is what to check', () => {
  write('app.json', policies('sqs:*'));
  expect(run(['--update-baseline', '--baseline', 'other.json']).exitCode).toBe(0);
  expect(run(['--baseline', 'other.json']).exitCode).toBe(0);
  expect(existsSync(join(folder, BASELINE))).toBe(false);
  expect(run(['--baseline', '.']).stderr).toContain('"least-privilege.baseline.json" does not exist');
});

test.each<[string, readonly string[], string]>([
  [
    'a missing baseline',
    ['--baseline'],
    'ConfigurationError: command line: baseline: baseline "least-privilege.baseline.json" does not exist: write it with',
  ],
  ['a broken one', ['--baseline', 'broken.json'], 'ConfigurationError: broken.json:1:3: not valid JSON'],
  [
    'a broken one, when it is to be written',
    ['--update-baseline', '--baseline', 'broken.json'],
    'ConfigurationError: broken.json:1:3: not valid JSON',
  ],
  [
    'flags that do not go together',
    ['--update-baseline', '--frozen'],
    'UsageError: "--update-baseline" writes the baseline, and "--frozen" forbids it',
  ],
  ['a flag alone', ['--frozen'], 'UsageError: "--frozen" is about "--baseline", which is not given'],
])('fails on %s', (_title, args, message) => {
  write('app.json', policies('sqs:*'));
  write('broken.json', '{ schemaVersion: 1 }');
  const { exitCode, stdout, stderr } = run(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(read('broken.json')).toBe('{ schemaVersion: 1 }');
});

test('nothing is written of what could not be checked', () => {
  write('app.json', '{ "Resources": ');
  const { exitCode, stderr } = run(['--update-baseline']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('not written, since something could not be checked');
  expect(existsSync(join(folder, BASELINE))).toBe(false);
});

test('what is acknowledged, and what nobody may accept, does not go in', () => {
  write('app.json', policies('sqs:*', 'sns:*', 'kms:*'));
  const acknowledgements = [
    { rule: 'iam/no-wildcard-action[sqs:*]', reason: 'empties a queue', expires: '2026-11-22', logicalIds: ['sqs'] },
  ];
  write('least-privilege.json', JSON.stringify({ acknowledgements, notAcknowledgeable: ['iam/no-wildcard-action'] }));
  expect(run(['--update-baseline']).stdout).toContain('engine/forbidden-acknowledgement[iam/no-wildcard-action[sqs:*]]');
  expect(read()).not.toContain('iam/no-wildcard-action');
  write('least-privilege.json', JSON.stringify({ acknowledgements }));
  const { stdout } = run(['--update-baseline']);
  expect(stdout).toContain('empties a queue (until 2026-11-22)');
  expect(read()).not.toContain('"rule":"iam/no-wildcard-action","evidence":"sqs:*"');
  expect(run(['--baseline'], { LEAST_PRIVILEGE_TODAY: '2026-11-23' })).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('(acknowledged until 2026-11-22 (expired 1 day ago), reason "empties a queue")'),
  });
});

test('an acknowledgement of the configuration that names no rule fails with its place', () => {
  write('app.json', policies('sqs:*'));
  write('least-privilege.json', '{\n  "acknowledgements": [{ "rule": "iam/no-wildcard-actoin[x]", "reason": "y" }]\n}\n');
  expect(run([])).toMatchObject({
    exitCode: 2,
    stderr: 'ConfigurationError: least-privilege.json:2:34: unknown rule "iam/no-wildcard-actoin", did you mean "iam/no-wildcard-action"\n',
  });
});
