import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main, type Shell } from '../../lib/cli';
import { recipeOf } from '../../lib/init/recipes';

let folder: string;

const APP = "import * as cdk from 'aws-cdk-lib';\n\nconst app = new cdk.App();\nnew cdk.Stack(app, 'Shop');\n";
const CHANGED =
  "import * as cdk from 'aws-cdk-lib';\nimport { LeastPrivilegeChecks } from 'cdk-least-privilege';\n\nconst app = new cdk.App();\ncdk.Aspects.of(app).add(new LeastPrivilegeChecks());\nnew cdk.Stack(app, 'Shop');\n";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-init-'));
  write('cdk.json', '{ "app": "npx tsx bin/app.ts" }');
  write('bin/app.ts', APP);
  write('package.json', '{ "devDependencies": {} }');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

function init(args: readonly string[], change: Partial<Shell> = {}) {
  const written = { stdout: '', stderr: '' };
  const exitCode = main({
    args: ['init', ...args],
    cwd: folder,
    env: { LEAST_PRIVILEGE_TODAY: '2026-01-31' },
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    ...change,
  });
  return { exitCode, ...written };
}

test('shows the change and asks; after yes it is made, and a second run has nothing to do', () => {
  const questions: string[] = [];
  const { exitCode, stdout, stderr } = init([], { ask: (question) => questions.push(question) > 0 });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(questions).toEqual(['\nWrite this?']);
  expect(stdout).toBe(`
--- bin/app.ts
+++ bin/app.ts
 import * as cdk from 'aws-cdk-lib';
+import { LeastPrivilegeChecks } from 'cdk-least-privilege';
 
 const app = new cdk.App();
+cdk.Aspects.of(app).add(new LeastPrivilegeChecks());
 new cdk.Stack(app, 'Shop');

Next:
  1. run "npm install --save-dev cdk-least-privilege"
  2. run "npx cdk synth"
`);
  expect(read('bin/app.ts')).toBe(CHANGED);
  expect(init(['--yes'])).toEqual({ exitCode: 0, stdout: 'bin/app.ts: the checks are there already\n', stderr: '' });
  expect(read('bin/app.ts')).toBe(CHANGED);
});

test('after no, nothing is changed', () => {
  const { exitCode, stdout } = init([], { ask: () => false });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/nothing was written\n$/);
  expect(read('bin/app.ts')).toBe(APP);
});

test('fails without a terminal to ask at, and shows the change all the same', () => {
  const { exitCode, stdout, stderr } = init([]);
  expect(exitCode).toBe(2);
  expect(stdout).toContain('+cdk.Aspects.of(app)');
  expect(stderr).toContain('say "--yes"');
  expect(read('bin/app.ts')).toBe(APP);
});

test('fails with what to paste where it is not clear where the checks go', () => {
  write('bin/app.ts', `${APP}const other = new cdk.App();\n`);
  const { exitCode, stdout, stderr } = init(['--yes', '--ci', 'github']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toBe(`bin/app.ts: 2 Apps are made here. Nothing was changed. Add this where the app is made:

  import { Aspects } from 'aws-cdk-lib';
  import { LeastPrivilegeChecks } from 'cdk-least-privilege';

  Aspects.of(app).add(new LeastPrivilegeChecks());
`);
  expect(existsSync(join(folder, '.github'))).toBe(false);
});

test.each(['github', 'gitlab', 'codebuild'] as const)('--ci %s writes its workflow, and leaves one that is there already', (platform) => {
  const recipe = recipeOf(platform, '');
  const { stdout } = init(['--yes', '--ci', platform]);
  expect(read(recipe.file)).toBe(recipe.text);
  expect(stdout).toContain(recipe.next);
  expect(init(['--yes', '--ci', platform]).stdout).toBe(`bin/app.ts: the checks are there already\n${recipe.file}: is there already\n`);
});

test('a workflow of another text is shown before it is replaced, and stays after no', () => {
  const { file } = recipeOf('github', '');
  write(file, 'name: mine\n');
  const { stdout } = init(['--ci', 'github'], { ask: () => false });
  expect(stdout).toContain('-name: mine\n');
  expect(read(file)).toBe('name: mine\n');
});

test('in a folder of a repository, the workflow goes to its root and works in the folder', () => {
  const app = join(folder, 'infra');
  write('.git/HEAD', '');
  write('infra/cdk.json', '{ "app": "npx tsx bin/app.ts" }');
  write('infra/bin/app.ts', APP);
  expect(init(['--yes', '--ci', 'github'], { cwd: app }).exitCode).toBe(0);
  expect(read('.github/workflows/least-privilege.yml')).toContain('working-directory: infra');
  expect(existsSync(join(app, '.github'))).toBe(false);
});

describe('a baseline', () => {
  const wildcard = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
  const template = (statement: object) =>
    JSON.stringify({ Resources: { P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: [statement] } } } } });

  function assembly(statement: object): void {
    const artifact = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: 'A.json' },
    };
    write('cdk.out/manifest.json', JSON.stringify({ version: '36.0.0', artifacts: { A: artifact } }));
    write('cdk.out/A.json', template(statement));
  }

  test('records what blocks today, and the configuration names it', () => {
    assembly(wildcard);
    const { exitCode, stdout } = init(['--yes']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('+++ least-privilege.baseline.json');
    expect(JSON.parse(read('least-privilege.json')).baseline).toBe('least-privilege.baseline.json');
    expect(read('least-privilege.baseline.json')).toContain('iam/no-wildcard-action');
    expect(main({ args: ['check', '--quiet'], cwd: folder, env: {}, stdout: { write: () => true }, stderr: { write: () => true } })).toBe(
      0,
    );
    expect(init(['--yes']).stdout).toContain('least-privilege.baseline.json: is there already');
  });

  test('--no-baseline records nothing', () => {
    assembly(wildcard);
    init(['--yes', '--no-baseline']);
    expect(existsSync(join(folder, 'least-privilege.baseline.json'))).toBe(false);
  });

  test('a configuration that is there is left to the user', () => {
    assembly(wildcard);
    write('least-privilege.json', '{ "pack": "critical" }');
    const { stdout } = init(['--yes']);
    expect(read('least-privilege.json')).toBe('{ "pack": "critical" }');
    expect(stdout).toContain('1. add "baseline": "least-privilege.baseline.json" to least-privilege.json');
  });

  test('there is none where nothing blocks', () => {
    assembly({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/key' });
    expect(init(['--yes']).stdout).toContain('nothing blocks, so there is no need for a baseline');
  });

  test('there is none of an assembly that cannot be read', () => {
    assembly(wildcard);
    write('cdk.out/A.json', '{');
    const { exitCode, stderr } = init(['--yes']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('something in it cannot be checked, so no baseline is made');
    expect(existsSync(join(folder, 'least-privilege.baseline.json'))).toBe(false);
  });
});

test('fails whole: when one file cannot be written, the others are as they were', () => {
  write('.github', 'a file, no folder');
  const { exitCode, stderr } = init(['--yes', '--ci', 'github']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^Error: E/);
  expect(read('bin/app.ts')).toBe(APP);
  expect(readdirSync(join(folder, 'bin'))).toEqual(['app.ts']);
});

test('names the package manager by the lock file', () => {
  write('pnpm-lock.yaml', '');
  expect(init(['--yes']).stdout).toContain('run "pnpm add --save-dev cdk-least-privilege"');
});
