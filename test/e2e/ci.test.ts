import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { cdk, cli, makeApp, root, runIn } from './app-folder';

const recipe = (name: string) => parse(readFileSync(join(root, 'docs', 'ci', `${name}.yml`), 'utf8'));

/** An app that is blocked: the recipes must get their reports out all the same. */
const APP = `
const { App, Aspects, Stack } = require('aws-cdk-lib');
const { PolicyStatement, Role, ServicePrincipal } = require('aws-cdk-lib/aws-iam');
const { LeastPrivilegeChecks } = require('cdk-least-privilege');
const app = new App();
const role = new Role(new Stack(app, 'Shop'), 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
role.addToPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['arn:aws:s3:::orders/*'] }));
Aspects.of(app).add(new LeastPrivilegeChecks());
`;

let folder: string;

beforeEach(() => {
  folder = makeApp(APP);
  program('npm', 'test "$1" = ci');
  program(
    'npx',
    `case "$1" in
  cdk) shift; exec "${process.execPath}" "${cdk}" "$@" ;;
  cdk-least-privilege) shift; exec "${process.execPath}" "${cli}" "$@" ;;
esac
exit 127`,
  );
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that the recipes find, in place of the real one or leading to it. */
function program(name: string, script: string): void {
  const file = join(folder, 'programs', name);
  mkdirSync(join(folder, 'programs'), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

/** Runs commands as a runner does: in one shell, which ends with the first that fails. */
function shell(commands: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return runIn(folder, 'bash', ['-e', '-o', 'pipefail', '-c', commands.join('\n')], {
    PATH: `${join(folder, 'programs')}${delimiter}${process.env.PATH ?? ''}`,
    ...env,
  });
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

jest.setTimeout(180_000);

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}

test('GitHub: the check fails with annotations, its report is uploaded, and the comment is made once and then brought up to date', () => {
  const steps: readonly Step[] = recipe('github').jobs.check.steps;
  const run = (name: string, env?: Readonly<Record<string, string>>) =>
    shell([steps.find((step) => step.name === name)?.run ?? 'false'], env);
  for (const name of ['Install', 'Synthesize']) expect({ name, ...run(name) }).toMatchObject({ exitCode: 0 });

  const { exitCode, stdout } = run('Check');
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^::error file=app\.js,line=7,col=\d+,title=iam\/no-wildcard-action\[s3%3A\*\]::/);
  const upload = steps.find(({ uses }) => uses?.startsWith('github/codeql-action/upload-sarif@'));
  expect(JSON.parse(read(upload?.with?.sarif_file ?? '')).runs[0].results).not.toEqual([]);

  program('gh', `echo "$@" >> calls\ncase "$*" in *--paginate*) cat comments ;; *body=@*) test -s least-privilege.md ;; esac`);
  writeFileSync(join(folder, 'comments'), '');
  const env = { GITHUB_REPOSITORY: 'me/shop', PULL_REQUEST: '7', GH_TOKEN: 'x' };
  expect(run('Comment on the pull request', env).exitCode).toBe(0);
  writeFileSync(join(folder, 'comments'), '41\n42\n');
  expect(run('Comment on the pull request', env).exitCode).toBe(0);
  const calls = read('calls')
    .split('\n')
    .filter((line) => line.includes('--method'));
  expect(calls).toEqual([
    'api --silent --method POST repos/me/shop/issues/7/comments --field body=@least-privilege.md',
    'api --silent --method PATCH repos/me/shop/issues/comments/41 --field body=@least-privilege.md',
  ]);
});

test('GitLab: the job fails, and its artifacts are there', () => {
  const { script, artifacts } = recipe('gitlab')['least-privilege'];
  expect(shell(script).exitCode).toBe(1);
  const { codequality, junit } = artifacts.reports;
  expect(JSON.parse(read(codequality))).toContainEqual(
    expect.objectContaining({ check_name: 'iam/no-wildcard-action', location: { path: 'app.js', lines: { begin: 7 } } }),
  );
  expect(read(junit)).toContain('<testsuite name="Shop"');
});

test('CodeBuild: the build fails, and its reports and artifacts are there', () => {
  const { phases, reports, artifacts } = recipe('codebuild');
  expect(shell([...phases.install.commands, ...phases.build.commands]).exitCode).toBe(1);
  const { 'base-directory': base, files } = reports['least-privilege'];
  for (const file of [...files.map((name: string) => join(base, name)), ...artifacts.files])
    expect({ file, exists: existsSync(join(folder, file)) }).toEqual({ file, exists: true });
});
