import Ajv from 'ajv';
import type { Result } from '../../lib/core/result';
import schema from '../../lib/report/result.schema.json';
import { runIn } from './shell';

const wildcard = JSON.stringify({
  Resources: {
    Role: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] } },
    },
  },
});
const clean = 'Resources:\n  Handle:\n    Type: AWS::CloudFormation::WaitConditionHandle\n';

function resultOf(stdout: string): Result {
  return JSON.parse(stdout);
}

test('a clean template: exit code 0 and one line', () => {
  expect(runIn({ 'a.yaml': clean }, ['check', 'a.yaml'])).toEqual({
    exitCode: 0,
    stdout: 'no findings in 1 template (1 resource, 0 statements)\n',
    stderr: '',
  });
});

test('a wildcard: exit code 1, the report on stdout, nothing on stderr', () => {
  const { exitCode, stdout, stderr } = runIn({ 'a.json': wildcard }, ['check', 'a.json']);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('iam/no-wildcard-action[s3:*]');
  expect(stderr).toBe('');
});

test('json: a document of the published schema, with a link to the rule in every finding', () => {
  const { exitCode, stdout } = runIn({ 'a.json': wildcard, 'b.yaml': clean }, ['check', '.', '--format', 'json']);
  expect(exitCode).toBe(1);
  const result = resultOf(stdout);
  const validate = new Ajv({ strict: true, strictTypes: false }).compile(schema);
  validate(result);
  expect(validate.errors).toBeNull();
  expect(result.summary).toMatchObject({ templates: 2, resources: 2, statements: 1 });
  expect(result.findings.map(({ ruleId }) => ruleId)).toContain('iam/no-wildcard-action');
  for (const finding of result.findings) expect(finding.docs).toMatch(/\/docs\/rules\/[\w-]+\/[\w-]+\.md$/);
});

test('two runs print the same bytes', () => {
  const run = () => runIn({ 'a.json': wildcard, 'b.yaml': clean }, ['check', 'a.json', 'b.yaml', '-f', 'json']).stdout;
  expect(run()).toBe(run());
});

test('without a path it checks cdk.out', () => {
  const { exitCode, stdout } = runIn({ 'cdk.out/A.template.json': wildcard }, ['check', '-f', 'json']);
  expect(exitCode).toBe(1);
  expect(resultOf(stdout).findings[0]?.template).toBe('cdk.out/A.template.json');
});

test.each(['gone', 'empty', 'notes.json'])('fails with the paths that it takes when given "%s"', (path) => {
  const { exitCode, stdout } = runIn({ 'notes.json': '{}', 'empty/readme.txt': '' }, ['check', path, '-f', 'json']);
  expect(exitCode).toBe(2);
  expect(resultOf(stdout).findings.map(({ ruleId, fix }) => [ruleId, fix])).toEqual([
    ['engine/unreadable-input', 'give the path of a cdk.out folder, of a template, or of a folder of templates'],
  ]);
});

test('a file that does not parse: exit code 2, a finding that names it, and the others are still checked', () => {
  const { exitCode, stdout } = runIn({ 'a.json': wildcard, 'bad.json': '{ "Resources": ' }, ['check', 'a.json', 'bad.json', '-f', 'json']);
  expect(exitCode).toBe(2);
  expect(resultOf(stdout).findings.map(({ template, ruleId }) => `${template} ${ruleId}`)).toEqual(
    expect.arrayContaining(['a.json iam/no-wildcard-action', 'bad.json engine/unreadable-input']),
  );
});

test('a path that does not exist: exit code 2 and its name', () => {
  const { exitCode, stdout } = runIn({}, ['check', 'nowhere.json']);
  expect(exitCode).toBe(2);
  expect(stdout).toContain('nowhere.json');
});

test('an empty folder: exit code 2, since nothing was checked', () => {
  expect(runIn({ 'empty/readme.txt': '' }, ['check', 'empty']).exitCode).toBe(2);
});

test('a pack decides the severities', () => {
  const severities = (pack: string) =>
    resultOf(runIn({ 'a.json': wildcard }, ['check', 'a.json', '-f', 'json', '-p', pack]).stdout).findings.length;
  expect(severities('strict')).toBeGreaterThanOrEqual(severities('critical'));
});

describe('the configuration', () => {
  const severityOf = (files: Record<string, string>, args: readonly string[] = []) => {
    const { stdout, stderr } = runIn({ 'a.json': wildcard, ...files }, ['check', 'a.json', '-f', 'json', ...args]);
    expect(stderr).toBe('');
    return resultOf(stdout).findings.find(({ ruleId }) => ruleId === 'iam/no-wildcard-action')?.severity;
  };

  test('in the working folder counts, and one that is named stands in its place', () => {
    const files = {
      'least-privilege.json': '{ "rules": [{ "rule": "iam/*", "severity": "info" }] }',
      'ci/checks.json': '{ "rules": [{ "rule": "iam/*", "severity": "warning" }] }',
    };
    expect(severityOf({})).toBe('error');
    expect(severityOf(files)).toBe('info');
    expect(severityOf(files, ['--config', 'ci/checks.json'])).toBe('warning');
  });

  test('chooses the pack, and --pack stands over it', () => {
    const own = JSON.stringify({
      Resources: {
        Role: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: {
            PolicyDocument: {
              Statement: [{ Effect: 'Allow', Action: 'sqs:Send*', Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders' }],
            },
          },
        },
      },
    });
    const errors = (...args: string[]) =>
      resultOf(
        runIn({ 'a.json': own, 'least-privilege.json': '{ "pack": "critical" }' }, ['check', 'a.json', '-f', 'json', ...args]).stdout,
      ).summary.errors;
    expect(errors()).toBe(0);
    expect(errors('--pack', 'recommended')).toBe(1);
  });

  test('switches a rule off in one template only', () => {
    const files = {
      'a.json': wildcard,
      'b.json': wildcard,
      'least-privilege.json': '{ "rules": [{ "rule": "*", "severity": "off", "templates": ["b.json"] }] }',
    };
    const { stdout } = runIn(files, ['check', 'a.json', 'b.json', '-f', 'json']);
    expect(new Set(resultOf(stdout).findings.map(({ template }) => template))).toEqual(new Set(['a.json']));
  });

  test.each<[string, Record<string, string>, string[], string[]]>([
    [
      'a mistake, with its place and nothing on stdout',
      { 'least-privilege.json': '{\n  "rules": [{ "rule": "iam/no-wildcard-acton", "severity": "off" }]\n}' },
      [],
      ['ConfigurationError: least-privilege.json:2:23: unknown rule "iam/no-wildcard-acton", did you mean "iam/no-wildcard-action"'],
    ],
    [
      'every mistake, each on its line',
      { 'least-privilege.json': '{ "pack": 1, "trustedAccounts": ["1"] }' },
      [],
      [
        'ConfigurationError: least-privilege.json:1:11: expected "recommended", "strict" or "critical", got 1',
        'ConfigurationError: least-privilege.json:1:34: expected an account id of 12 digits, in quotes, got "1"',
      ],
    ],
    [
      'broken JSON',
      { 'least-privilege.json': '{ "pack": }' },
      [],
      ['ConfigurationError: least-privilege.json:1:11: not valid JSON: expected a value, got "}"'],
    ],
    [
      'rules that cannot be loaded',
      { 'own.js': 'throw new Error("no luck")' },
      ['--rules', 'own.js'],
      ['ConfigurationError: command line: customRules[0]: custom rules "own.js" cannot be loaded: no luck'],
    ],
  ])('fails with exit code 2: %s', (_title, files, args, lines) => {
    for (const command of [['check', 'a.json'], ['rules']]) {
      const { exitCode, stdout, stderr } = runIn({ 'a.json': wildcard, ...files }, [...command, ...args]);
      expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: `${lines.join('\n')}\n` });
    }
  });

  test('fails with exit code 2 when the one that is named is missing', () => {
    const { exitCode, stderr } = runIn({ 'a.json': wildcard }, ['check', 'a.json', '--config', 'gone.json']);
    expect(stderr).toMatch(/^ConfigurationError: gone\.json: configuration cannot be read: ENOENT/);
    expect(exitCode).toBe(2);
  });
});

test('rules of the owners run beside those of the package', () => {
  const own = `exports.rules = [{
    meta: { id: 'acme/require-name', title: 'T', rationale: 'R.', severity: { recommended: 'error', strict: 'error', critical: 'off' } },
    messages: { nameless: { what: 'queue has no name', fix: 'set "QueueName"' } },
    *check(model) {
      for (const resource of model.resourcesOfType('AWS::SQS::Queue'))
        yield { message: 'nameless', resource, at: model.propertiesOf(resource), evidence: 'QueueName absent' };
    },
  }];`;
  const { exitCode, stdout } = runIn({ 'a.yaml': 'Resources: { Q: { Type: AWS::SQS::Queue } }', 'own.js': own }, [
    'check',
    'a.yaml',
    '-f',
    'json',
    '--rules',
    './own.js',
  ]);
  expect(exitCode).toBe(1);
  expect(resultOf(stdout).findings).toContainEqual(
    expect.objectContaining({
      findingId: 'acme/require-name[QueueName-absent]',
      severity: 'error',
      docs: expect.stringContaining('custom-rules.md'),
    }),
  );
});
