import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../lib/cli';

const statement = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
const wildcard = JSON.stringify(
  {
    Resources: {
      Role: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [statement] } } },
    },
  },
  undefined,
  1,
);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-output-'));
  write('a.json', wildcard);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

function check(args: readonly string[], cwd = folder, stderrIsTerminal = false) {
  const written = { stdout: '', stderr: '' };
  const exitCode = main({
    args: ['check', ...args],
    cwd,
    env: { LEAST_PRIVILEGE_TODAY: '2026-01-31' },
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text), isTTY: stderrIsTerminal },
  });
  return { exitCode, ...written };
}

test('several reports at once, and the text on stdout', () => {
  const { exitCode, stdout, stderr } = check([
    'a.json',
    '-o',
    'report.sarif',
    '-o',
    'markdown=out/comment',
    '-o',
    'out/junit.xml',
    '-o',
    'gl-code-quality.json',
  ]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  expect(stdout).toBe(check(['a.json']).stdout);
  expect(JSON.parse(read('report.sarif')).version).toBe('2.1.0');
  expect(read('out/comment')).toContain('## ❌ Least privilege');
  expect(read('out/junit.xml')).toContain('<testsuites name="cdk-least-privilege"');
  expect(JSON.parse(read('gl-code-quality.json'))[0].location.path).toBe('a.json');
});

test('two runs write the same bytes', () => {
  const outputs = ['-o', 'a.sarif', '-o', 'b.md', '-o', 'c.xml', '-o', 'gitlab=d', '-o', 'github=e', '-o', 'f.txt', '-o', 'json=g'];
  const names = ['a.sarif', 'b.md', 'c.xml', 'd', 'e', 'f.txt', 'g'];
  check(['a.json', ...outputs]);
  const first = names.map(read);
  check(['a.json', ...outputs]);
  expect(names.map(read)).toEqual(first);
  expect(first.join('')).not.toContain(folder);
});

test('--format is the form on stdout, and of files that do not say theirs', () => {
  const { stdout } = check(['a.json', '--format', 'github', '--output', 'report.sarif', '--output', 'log']);
  expect(read('log')).toMatch(/^::error file=a\.json,/);
  expect(stdout).toContain('Why\n');
  expect(check(['a.json', '--format', 'github', '--output', 'report.sarif']).stdout).toMatch(/^::error file=a\.json,/);
});

test('--format sarif --output report.sarif: the file holds it, stdout the text', () => {
  const { stdout } = check(['a.json', '--format', 'sarif', '--output', 'report.sarif']);
  expect(JSON.parse(read('report.sarif')).runs).toHaveLength(1);
  expect(stdout).toContain('iam/no-wildcard-action[s3:*]');
  expect(JSON.parse(check(['a.json', '--format', 'sarif']).stdout).runs).toHaveLength(1);
});

test('--quiet prints nothing, and writes the files', () => {
  expect(check(['a.json', '--quiet', '-o', 'report.md'])).toEqual({ exitCode: 1, stdout: '', stderr: '' });
  expect(existsSync(join(folder, 'report.md'))).toBe(true);
});

test('places are lines of the template, and paths those of the repository', () => {
  mkdirSync(join(folder, '.git'));
  write('infra/cdk.out/a.json', wildcard);
  write(
    'infra/b.yaml',
    'Resources:\n  Url:\n    Type: AWS::Lambda::Url\n    Properties:\n      AuthType: NONE\n      TargetFunctionArn: f\n',
  );
  check(['cdk.out', 'b.yaml', '-o', 'report.sarif'], join(folder, 'infra'));
  const { results } = JSON.parse(read('infra/report.sarif')).runs[0];
  const places = results.map(
    (result: { ruleId: string; locations: { physicalLocation: { artifactLocation: { uri: string }; region: object } }[] }) => [
      result.ruleId,
      result.locations[0]?.physicalLocation.artifactLocation.uri,
      result.locations[0]?.physicalLocation.region,
    ],
  );
  expect(places).toContainEqual(['iam/no-wildcard-action', 'infra/cdk.out/a.json', { startLine: 11, startColumn: 8 }]);
  expect(places).toContainEqual(['endpoint/require-function-url-auth', 'infra/b.yaml', { startLine: 5, startColumn: 7 }]);
});

test('a file that cannot be written: exit code 2 with the reason; the others are written, and the report is printed', () => {
  write('taken', 'a file, no folder');
  const { exitCode, stdout, stderr } = check(['a.json', '-o', 'taken/report.sarif', '-o', 'report.md', '-o', 'json=.']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^report "taken\/report\.sarif" cannot be written: E\w+: .*\nreport "\." cannot be written: E\w+: .*\n$/);
  expect(stdout).toContain('iam/no-wildcard-action[s3:*]');
  expect(read('report.md')).toContain('## ❌');
  expect(read('taken')).toBe('a file, no folder');
});

test.each([
  [['-o', 'report'], 'UsageError: --output "report" does not say its format'],
  [['-o', 'sraif=report'], 'UsageError: unknown format "sraif"'],
  [
    ['-f', 'html'],
    "UsageError: option '-f, --format <format>' argument 'html' is invalid. Allowed choices are text, json, sarif, markdown, junit, github, gitlab.",
  ],
])('fails before anything is checked for %j', (args, message) => {
  const { exitCode, stdout, stderr } = check(['a.json', ...args]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(message);
});

test('a check that is over at once shows no progress, and none is ever shown with --quiet', () => {
  expect(check(['a.json', '--quiet'], folder, true).stderr).toBe('');
});
