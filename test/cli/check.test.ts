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
const clean = 'Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n';

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
  for (const finding of result.findings) expect(finding.docs).toContain('/policies/README.md#');
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
