import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockfile-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function app(actions: readonly string[], authType = 'AWS_IAM'): string {
  return JSON.stringify({
    Resources: {
      PlaceOrder: {
        Type: 'AWS::Lambda::Function',
        Properties: { Role: { 'Fn::GetAtt': ['PlaceOrderRole', 'Arn'] }, Code: { ZipFile: ' ' } },
      },
      Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType: authType, TargetFunctionArn: { 'Fn::GetAtt': ['PlaceOrder', 'Arn'] } } },
      Receipts: { Type: 'AWS::S3::Bucket' },
      PlaceOrderRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
          },
          Policies: [
            {
              PolicyName: 'own',
              PolicyDocument: {
                Statement: [{ Effect: 'Allow', Action: actions, Resource: { 'Fn::Sub': '${Receipts.Arn}/*' } }],
              },
            },
          ],
        },
      },
    },
  });
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function run(...args: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const exitCode = main({
    args,
    cwd: folder,
    env: {},
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
  });
  return { exitCode, ...written };
}

test('what widens fails until the lockfile is written anew', () => {
  write('app.json', app(['s3:GetObject']));
  expect(run('snapshot', 'app.json')).toEqual({
    exitCode: 0,
    stderr: '',
    stdout: 'wrote permissions.lock.json: 1 function, 1 role or other holder, 1 entry point\n',
  });
  expect(readdirSync(folder).sort()).toEqual(['app.json', 'permissions.lock.json']);
  expect(run('diff', 'permissions.lock.json', 'app.json')).toMatchObject({
    exitCode: 0,
    stdout: 'no permission changed between permissions.lock.json and app.json\n',
  });

  write('app.json', app(['s3:GetObject', 's3:DeleteObject'], 'NONE'));
  const widened = run('diff', 'permissions.lock.json', 'app.json');
  expect(widened.exitCode).toBe(1);
  expect(widened.stdout).toContain('PlaceOrder may now delete objects in Receipts\n');
  expect(widened.stdout).toContain('can now be reached by anyone on the internet');
  expect(widened.stdout).toContain('PlaceOrder can now be started by anyone on the internet');
  expect(run('snapshot', 'app.json', '--check')).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('is not up to date') });

  expect(run('snapshot', 'app.json').exitCode).toBe(0);
  expect(run('snapshot', 'app.json', '--check')).toMatchObject({ exitCode: 0 });
  expect(run('diff', 'permissions.lock.json', 'app.json').exitCode).toBe(0);

  write('app.json', app(['s3:GetObject']));
  const narrowed = run('diff', 'permissions.lock.json', 'app.json');
  expect(narrowed.exitCode).toBe(0);
  expect(narrowed.stdout).toContain('keep it with "cdk-least-privilege snapshot"');
  expect(run('diff', 'permissions.lock.json', 'app.json', '--exact').exitCode).toBe(1);
});

test('two apps are compared without a lockfile, in any form', () => {
  write('old.json', app(['s3:GetObject']));
  write('new.json', app(['s3:GetObject', 's3:PutObject']));
  // Names of hand-written templates hold the template: the new one takes the place of the old one.
  const { exitCode, stdout } = run('diff', 'old.json', 'new.json', '--format', 'json');
  expect(exitCode).toBe(1);
  const { changes } = JSON.parse(stdout);
  expect(changes.filter(({ direction }: { direction: string }) => direction === 'widened')).toHaveLength(1);
  expect(run('diff', 'old.json', 'new.json', '--format', 'markdown', '--output', 'comment.md')).toMatchObject({ exitCode: 1, stdout: '' });
  expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toContain('may now write objects in Receipts');
});

test('an entry point is the same one in a template of another name', () => {
  write('old.json', app(['s3:GetObject'], 'NONE'));
  write('new.json', app(['s3:GetObject'], 'NONE'));
  expect(run('diff', 'old.json', 'new.json', '--exact')).toMatchObject({
    exitCode: 0,
    stdout: 'no permission changed between old.json and new.json\n',
  });
});

test('two snapshots of the same app are the same bytes', () => {
  write('app.json', app(['s3:GetObject', 's3:PutObject']));
  run('snapshot', 'app.json', '--output', 'a.lock.json');
  run('snapshot', 'app.json', '--output', 'b.lock.json');
  expect(readFileSync(join(folder, 'a.lock.json'))).toEqual(readFileSync(join(folder, 'b.lock.json')));
});

test('what cannot be compared is said, with exit code 2', () => {
  write('app.json', app(['s3:GetObject']));
  expect(run('diff', 'permissions.lock.json', 'app.json')).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('permissions.lock.json does not exist: write it with "cdk-least-privilege snapshot"'),
  });
  write('permissions.lock.json', '{\n  "lockfileVersion": 1,\n  "functions": []\n}');
  expect(run('diff', 'permissions.lock.json', 'app.json')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/^LockfileError: permissions\.lock\.json:3:16: functions: expected an object, got \[\]/),
  });
  write('app.json', '{');
  run('snapshot', 'app.json');
  expect(run('snapshot', 'app.json')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/^UnreadableInputError: app\.json: not valid JSON/),
  });
  expect(run('snapshot', 'missing')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('missing') });
  expect(readFileSync(join(folder, 'permissions.lock.json'), 'utf8')).toContain('"functions": []');
});
