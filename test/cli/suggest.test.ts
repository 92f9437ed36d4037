import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'suggest-'));
  const Role = { 'Fn::GetAtt': ['Role', 'Arn'] };
  const Statement = [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['Work', 'Arn'] } }];
  const template = {
    Resources: {
      Fn: { Type: 'AWS::Lambda::Function', Properties: { Role, Code: { ZipFile: '' } } },
      Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'own', PolicyDocument: { Statement } }] } },
      Work: { Type: 'AWS::SQS::Queue' },
    },
  };
  writeFileSync(join(folder, 'app.json'), JSON.stringify(template));
  writeFileSync(join(folder, 'broken.json'), '{ "Resources": ');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]) {
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    isTTY: false,
    columns: 80,
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  const exitCode = main({ args: ['suggest', ...args], cwd: folder, env: {}, stdout: output('stdout'), stderr: output('stderr') });
  return { exitCode, ...written };
}

test('prints TypeScript, the same in every run', () => {
  const first = run('app.json');
  expect(first).toEqual({
    exitCode: 0,
    stdout:
      '// app.json#Fn\n//   work  app.json#Work (AWS::SQS::Queue)\naccess: [\n  Access.queue(work).send(),\n],\n\n// 1 function, 1 declaration, 0 choices to make\n',
    stderr: '',
  });
  expect(run('app.json')).toEqual(first);
});

test('prints the same as JSON', () => {
  const { exitCode, stdout } = run('app.json', '--format', 'json', '--function', 'F*');
  expect(exitCode).toBe(0);
  const { schemaVersion, tool, functions } = JSON.parse(stdout);
  expect([schemaVersion, tool.name]).toEqual([1, 'cdk-least-privilege']);
  expect(functions[0].access).toEqual([
    { code: 'Access.queue(work).send()', grants: [{ actions: ['sqs:SendMessage'], resource: '<Work.Arn>' }] },
  ]);
});

test.each([
  [['missing.json'], /^UnreadableInputError: missing\.json: /],
  [['broken.json'], /^UnreadableInputError: broken\.json: .*line 1/],
  [['app.json', '--function', 'Other'], /^UsageError: no function is called "Other"/],
  [['app.json', '--format', 'xml'], /^UsageError: .*'xml' is invalid/],
])('fails on %j with exit code 2 and a reason', (args, message) => {
  const { exitCode, stdout, stderr } = run(...args);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
});
