import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledDependencies, name as packageName, version } from '../../package.json';

const root = join(__dirname, '..', '..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** npm of this test run must not hand its own settings down (`npm_config_…`), or it would work on this package. */
const env = Object.fromEntries(
  Object.entries({ ...process.env, CDK_VALIDATION: 'false', NODE_ENV: '' }).filter(([key]) => !/^npm_/i.test(key)),
);

function run(program: string, args: readonly string[], cwd: string) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error !== undefined) throw error;
  return { exitCode: status, stdout, stderr };
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .sort();
}

jest.setTimeout(240_000);

let workplace: string;
let packed: readonly string[];
let app: string;

beforeAll(() => {
  workplace = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-package-'));
  const listing = execFileSync(npm, ['pack', '--json', '--ignore-scripts', '--pack-destination', workplace], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  const [{ filename, files }] = JSON.parse(listing);
  packed = files.map(({ path }: { path: string }) => path).sort();

  app = join(workplace, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{ "name": "app", "version": "0.0.0", "private": true }');
  // Peers come from this repository: the test needs no network.
  const install = ['install', '--offline', '--no-audit', '--no-fund', '--legacy-peer-deps', join(workplace, filename)];
  const installed = run(npm, install, app);
  if (installed.exitCode !== 0) throw new Error(installed.stderr);
});

afterAll(() => rmSync(workplace, { recursive: true, force: true }));

test('holds what a user needs, and nothing else', () => {
  const compiled = (folder: string) =>
    filesBelow(folder)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.startsWith('lib/map/page/'))
      .flatMap((file) => [file.replace(/\.ts$/, '.js'), file.replace(/\.ts$/, '.d.ts')]);
  const expected = [
    ...compiled('lib'),
    ...compiled('policies'),
    ...filesBelow('lib/reference/data').filter((file) => !file.endsWith('/')),
    'lib/config/config.schema.json',
    'lib/inventory/inventory.schema.json',
    'lib/report/result.schema.json',
    // The page of the map is one bundle.
    'lib/map/page/page.css',
    'lib/map/page/page.js',
    'policies/README.md',
    'bin/cdk-least-privilege.js',
    'bin/cdk-least-privilege.d.ts',
    '.jsii',
    'LICENSE',
    'NOTICE',
    'README.md',
    'package.json',
  ];
  const own = packed.filter((file) => !bundledDependencies.some((dependency) => file.startsWith(`node_modules/${dependency}/`)));
  expect(own).toEqual([...new Set(expected)].sort());
  for (const dependency of bundledDependencies) expect(packed).toContain(`node_modules/${dependency}/package.json`);
});

test('every file that package.json points at is in the package', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const entries = ['.', './rules', './nag', './python', './package.json', './.jsii'].flatMap((entry) => {
    const target: string | { readonly types: string; readonly default: string } = manifest.exports[entry];
    return typeof target === 'string' ? [target] : [target.types, target.default];
  });
  const files = [manifest.main, manifest.types, ...Object.values<string>(manifest.bin), ...entries].map((file) =>
    file.replace(/^\.\//, ''),
  );
  for (const file of files) expect(packed).toContain(file);
});

test('an ES module imports what the package exports by name', () => {
  const program = `import { Access, LeastPrivilegeChecks, SecureFunction } from '${packageName}';
import * as all from '${packageName}';
console.log(typeof Access.table, LeastPrivilegeChecks.name, SecureFunction.name, Object.values(all).every((value) => value !== undefined));`;
  const { stdout, stderr } = run(process.execPath, ['--input-type=module', '--eval', program], root);
  expect(stdout + stderr).toBe('function LeastPrivilegeChecks SecureFunction true\n');
});

test('the command line runs where aws-cdk-lib is not even installed', () => {
  const folder = join(app, 'templates');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'wait.yaml'), 'Resources: { Wait: { Type: AWS::CloudFormation::WaitConditionHandle } }');
  const bin = join(app, 'node_modules', '.bin', packageName);
  expect(existsSync(join(app, 'node_modules', 'aws-cdk-lib'))).toBe(false);
  expect(run(bin, ['--version'], app)).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  expect(run(bin, ['check', 'templates'], app)).toEqual({
    exitCode: 0,
    stdout: 'no findings in 1 template (1 resource, 0 statements)\n',
    stderr: '',
  });
});

test('the engine is one file beside the reference: a check spends no time on finding modules', () => {
  const folder = join(app, 'node_modules', packageName);
  const check = `require('./lib/check').checkPaths(['lib/reference/data'], '.');
    const { relative } = require('node:path');
    console.log(JSON.stringify(Object.keys(require.cache).map((file) => relative('.', file))));`;
  const { exitCode, stdout, stderr } = run(process.execPath, ['--preserve-symlinks', '-e', check], folder);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).sort()).toEqual([join('lib', 'check.js'), join('lib', 'reference', 'index.js'), 'package.json']);
});

test('rules of your own are written, tested and run where aws-cdk-lib is not even installed', () => {
  writeFileSync(
    join(app, 'own.js'),
    `const { defineRule } = require('${packageName}/rules');
    module.exports = defineRule({
      meta: { id: 'acme/require-name', title: 'T', rationale: 'R.', severity: { recommended: 'error', strict: 'error', critical: 'off' } },
      messages: { nameless: { what: 'queue has no name', fix: 'set "QueueName"' } },
      examples: {
        valid: [{ title: 'none', resources: {} }],
        invalid: [{ title: 'one', resources: { Q: { Type: 'AWS::SQS::Queue' } }, reports: ['nameless'] }],
      },
      *check(model) {
        for (const resource of model.resourcesOfType('AWS::SQS::Queue'))
          for (const reading of model.readingsOf(resource))
            if (reading.lacks('QueueName')) yield { message: 'nameless', resource, at: reading.at, evidence: 'QueueName absent' };
      },
    });`,
  );
  writeFileSync(join(app, 'own.test.js'), `require('${packageName}/rules').testRule(require('./own.js'), require('node:test'));`);
  const { exitCode, stdout } = run(process.execPath, ['--test', 'own.test.js'], app);
  expect(stdout).toMatch(/pass 4\b/);
  expect(exitCode).toBe(0);
  writeFileSync(join(app, 'queue.json'), '{ "Resources": { "Q": { "Type": "AWS::SQS::Queue" } } }');
  const check = run(join(app, 'node_modules', '.bin', packageName), ['check', 'queue.json', '--rules', 'own.js'], app);
  expect(check.stdout).toContain('acme/require-name[QueueName-absent]');
  expect(check.exitCode).toBe(1);
});

test('rules of cdk-nag are said to be missing where it is not installed, and block when one is asked for', () => {
  const folder = join(app, 'databases');
  mkdirSync(folder, { recursive: true });
  const database = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres' } };
  writeFileSync(join(folder, 'template.json'), JSON.stringify({ Resources: { Orders: database, Receipts: database } }));
  const bin = join(app, 'node_modules', '.bin', packageName);
  const missing = (...args: readonly string[]) => {
    const { exitCode, stdout } = run(bin, ['check', 'template.json', '--format', 'json', ...args], folder);
    const findings: { ruleId: string; severity: string; message: string }[] = JSON.parse(stdout).findings;
    return { exitCode, found: findings.filter(({ ruleId }) => ruleId === 'engine/not-evaluated') };
  };
  expect(missing().found).toEqual([]);
  expect(missing('--pack', 'strict').found).toMatchObject([
    { severity: 'info', message: expect.stringContaining('cdk-nag is not installed') },
  ]);
  writeFileSync(
    join(folder, 'least-privilege.json'),
    JSON.stringify({ pack: 'critical', rules: [{ rule: 'resilience/require-database-multi-zone', severity: 'info' }] }),
  );
  expect(missing()).toMatchObject({ exitCode: 1, found: [{ severity: 'error' }] });
});

test('the schemas can be found by name', () => {
  const program = `for (const name of ['config/config', 'report/result']) require('${packageName}/lib/' + name + '.schema.json').title;
    require('${packageName}/package.json'); require.resolve('${packageName}/.jsii'); require('${packageName}/lib/check');`;
  expect(run(process.execPath, ['-e', program], app)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});

describe('beside aws-cdk-lib', () => {
  beforeAll(() => {
    for (const peer of ['aws-cdk-lib', 'constructs']) symlinkSync(join(root, 'node_modules', peer), join(app, 'node_modules', peer));
  });

  function synth(statement: string) {
    writeFileSync(
      join(app, 'app.js'),
      `const { App, Aspects, Stack, aws_iam: iam } = require('aws-cdk-lib');
      const { LeastPrivilegeChecks } = require('${packageName}');
      const app = new App({ outdir: 'cdk.out' });
      const role = new iam.Role(new Stack(app, 'Orders'), 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      role.addToPolicy(new iam.PolicyStatement(${statement}));
      Aspects.of(app).add(new LeastPrivilegeChecks());
      app.synth();`,
    );
    return run(process.execPath, ['app.js'], app);
  }

  test('the aspect blocks a wildcard, and the command line finds it in the assembly', () => {
    const { exitCode, stderr } = synth(`{ actions: ['sqs:*'], resources: ['arn:aws:sqs:eu-central-1:111122223333:orders'] }`);
    expect(stderr).toContain('LeastPrivilege::iam/no-wildcard-action[sqs:*]');
    expect(exitCode).toBe(1);
    const check = run(join(app, 'node_modules', '.bin', packageName), ['check', 'cdk.out', '--format', 'json'], app);
    expect(JSON.parse(check.stdout).findings.map(({ findingId }: { findingId: string }) => findingId)).toEqual([
      'iam/no-wildcard-action[sqs:*]',
    ]);
    expect(check.exitCode).toBe(1);
  });

  test('the aspect lets named actions pass', () => {
    const { exitCode, stderr } = synth(`{ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:eu-central-1:111122223333:orders'] }`);
    expect(stderr).not.toContain('LeastPrivilege');
    expect(exitCode).toBe(0);
  });
});
