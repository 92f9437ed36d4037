import { version } from '../../package.json';
import { rules } from '../../policies';
import { runIn } from './shell';

test('--version prints the version of the package', () => {
  expect(runIn({}, ['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
});

test.each([[['--help']], [['check', '--help']], [['rules', '--help']], [['help']], [['help', 'check']]])(
  '%j prints help on stdout',
  (args) => {
    const { exitCode, stdout, stderr } = runIn({}, args);
    expect(stdout).toContain('Usage: cdk-least-privilege');
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  },
);

test('no command: the help on stderr and exit code 2', () => {
  const { exitCode, stdout, stderr } = runIn({}, []);
  expect(stderr).toContain('Usage: cdk-least-privilege');
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
});

test.each([
  ['an unknown format', ['check', '--format', 'xml'], 'Allowed choices are text, json'],
  ['an unknown pack', ['check', '--pack', 'lenient'], 'Allowed choices are recommended, strict, critical'],
  ['an unknown option', ['check', '--formt', 'json'], "unknown option '--formt'"],
  ['a misspelt command', ['chekc'], 'Did you mean check?'],
])('fails with its class, the place and exit code 2: %s', (_title, args, message) => {
  const { exitCode, stdout, stderr } = runIn({}, args);
  expect(stderr).toMatch(/^UsageError: /);
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/see "cdk-least-privilege --help"\n$/);
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
});

test('fails with the class of an unexpected error and exit code 2', () => {
  const { exitCode, stderr } = runIn({}, ['rules'], {
    stdout: {
      write: () => {
        throw new RangeError('out of paper');
      },
    },
  });
  expect(stderr).toMatch(/^RangeError: out of paper\n\s+at /);
  expect(exitCode).toBe(2);
});

test('rules --format json lists every rule with what finds it again elsewhere', () => {
  const { exitCode, stdout } = runIn({}, ['rules', '--format', 'json']);
  expect(exitCode).toBe(0);
  const listed = JSON.parse(stdout);
  expect(listed.map(({ id }: { id: string }) => id)).toEqual(rules.map(({ meta }) => meta.id).sort());
  expect(Object.keys(listed[0])).toEqual(['id', 'domain', 'title', 'severity', 'catalogue', 'peers', 'source', 'effective', 'configured']);
  expect(new Set(listed.map(({ configured }: { configured: boolean }) => configured))).toEqual(new Set([false]));
  expect(listed.find(({ id }: { id: string }) => id === 'iam/no-wildcard-action')).toMatchObject({
    domain: 'iam',
    severity: { recommended: 'error', strict: 'error' },
    catalogue: expect.arrayContaining(['IAM-WILDCARD-ACTION']),
    source: 'own',
    effective: 'error',
  });
});

test('rules prints a table: a line for each rule below the head', () => {
  const lines = runIn({}, ['rules']).stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(rules.length + 1);
  expect(lines[0]).toMatch(/^rule +recommended +strict +critical +a compliant template$/);
});

test('rules shows what the pack and the configuration make of each rule', () => {
  const files = {
    'least-privilege.json': JSON.stringify({
      rules: [
        { rule: 'iam/no-shared-role', severity: 'off' },
        { rule: 'iam/no-not-action', severity: 'off', constructs: ['Shop/Dev'] },
      ],
      customRules: ['./own.js'],
    }),
    'own.js': `module.exports = {
      meta: { id: 'acme/require-owner', title: 'Own', rationale: 'R.', severity: { recommended: 'info', strict: 'error', critical: 'off' } },
      messages: { m: { what: 'w', fix: 'f' } },
      *check() {},
    };`,
  };
  const listed = JSON.parse(runIn(files, ['rules', '--format', 'json', '--pack', 'strict']).stdout);
  const of = (wanted: string) => listed.find(({ id }: { id: string }) => id === wanted);
  expect(of('iam/no-shared-role')).toMatchObject({ effective: 'off', configured: true, severity: { recommended: 'warning' } });
  expect(of('iam/no-not-action')).toMatchObject({ effective: 'error', configured: true });
  expect(of('iam/no-wildcard-action')).toMatchObject({ effective: 'error', configured: false });
  expect(of('acme/require-owner')).toMatchObject({ effective: 'error', configured: false, source: 'custom' });
  const [head, ...lines] = runIn(files, ['rules']).stdout.trimEnd().split('\n');
  expect(head).toMatch(/^rule +recommended +strict +critical +configured +a compliant template$/);
  expect(lines.find((line) => line.startsWith('iam/no-shared-role'))).toMatch(/^iam\/no-shared-role +warning +\w+ +off +off +/);
});
