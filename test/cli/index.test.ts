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
  expect(Object.keys(listed[0])).toEqual(['id', 'domain', 'title', 'severity', 'catalogue', 'peers']);
  expect(listed.find(({ id }: { id: string }) => id === 'iam/no-wildcard-action')).toMatchObject({
    domain: 'iam',
    severity: { recommended: 'error', strict: 'error' },
    catalogue: expect.arrayContaining(['IAM-WILDCARD-ACTION']),
  });
});

test('rules prints a table: a line for each rule below the head', () => {
  const lines = runIn({}, ['rules']).stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(rules.length + 1);
  expect(lines[0]).toMatch(/^rule +recommended +strict +critical +a compliant template$/);
});
