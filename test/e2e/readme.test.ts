import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { transformSync } from 'esbuild';
import { main } from '../../lib/cli';
import { bin, name as packageName, scripts } from '../../package.json';
import { fences, root, typeErrors } from './compiled';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const pages = ['configuration.md', 'custom-rules.md', 'adoption.md', 'reports.md', 'ci.md'].map((name) =>
  readFileSync(join(root, 'docs', name), 'utf8'),
);

function fenceWith(text: string): string {
  const found = fences('ts', readme).filter((fence) => fence.includes(text));
  expect(found).toHaveLength(1);
  return found[0] ?? '';
}

/** What the prose has introduced before a block that imports nothing itself. */
const introduced = `
import { App, Aspects, aws_dynamodb as dynamodb, aws_iam as iam, aws_lambda as lambda, aws_s3 as s3, aws_stepfunctions as sfn, Stack, Validations } from 'aws-cdk-lib';
import { Access, Acknowledgements, GrantWildcards, LeastPrivilege, LeastPrivilegeChecks, Pack, ReportFormat, RuleSeverity, SecureFunction } from '${packageName}';
declare const app: App;
declare const stack: Stack;
declare const role: iam.Role;
declare const orders: dynamodb.Table;
declare const receipts: s3.Bucket;
declare const thumbnails: lambda.Function;
declare const stateMachine: sfn.StateMachine;
`;

function snippetErrors(snippets: readonly string[]): string[] {
  return typeErrors(
    Object.fromEntries(
      snippets.map((snippet, index) => {
        // A block that begins with the name of its file may be imported by others.
        const name = /^\/\/ (\S+\.ts)\n/.exec(snippet)?.[1] ?? `readme-${index}.ts`;
        return [`example/${name}`, /^import /m.test(snippet) ? snippet : `${introduced}\n${snippet}`];
      }),
    ),
  );
}

/** Runs `cdk synth` on a program in an app of its own that has this package installed. */
function synth(program: string): { readonly exitCode: number | null; readonly output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-readme-'));
  try {
    mkdirSync(join(folder, 'node_modules'));
    for (const name of ['aws-cdk-lib', 'constructs']) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    symlinkSync(root, join(folder, 'node_modules', packageName));
    const { code } = transformSync(program, { loader: 'ts', format: 'cjs', sourcemap: 'inline', sourcefile: 'app.ts' });
    writeFileSync(join(folder, 'app.js'), code);
    const cdk = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
    const { status, stdout, stderr } = spawnSync(process.execPath, [cdk, 'synth', '--quiet', '--no-notices', '--app', 'node app.js'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, CDK_VALIDATION: 'false', NODE_ENV: '', NODE_OPTIONS: '--enable-source-maps' },
    });
    return { exitCode: status, output: stripVTControlCharacters(stdout + stderr).trim() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

jest.setTimeout(120_000);

test('every TypeScript block compiles, and one that is wrong would not', () => {
  expect(fences('ts', readme).length).toBeGreaterThan(3);
  const wrong = [
    'new LeastPrivilegeChecks({ pack: "lenient" });',
    fences('ts', pages[1] ?? '')[0]
      ?.replace(/^.*\n/, '')
      .replace("message: 'any", "message: 'some") ?? '',
  ];
  const errors = snippetErrors([...fences('ts', readme), ...pages.flatMap((page) => fences('ts', page)), ...wrong]);
  expect(errors).toEqual([expect.stringContaining('"lenient"'), expect.stringContaining('"someOrganization"')]);
});

test('the first example fails a synth with the output that is shown', () => {
  const { exitCode, output } = synth(fenceWith('new App()'));
  expect(fences('text', readme)[0]?.trim()).toBe(`$ npx cdk synth\n${output}`);
  expect(exitCode).toBe(1);
});

test.each([
  ['Acknowledgements', 'Acknowledgements.of(role)', packageName],
  ['Validations', 'Validations.of(role)', 'aws-cdk-lib'],
])('the first example passes once its finding is accepted as shown, with %s', (name, code, module) => {
  const { exitCode, output } = synth(`${fenceWith('new App()')}\nimport { ${name} } from '${module}';\n${fenceWith(code)}`);
  expect(output).not.toContain('LeastPrivilege');
  expect(exitCode).toBe(0);
});

test.each(
  [readme, pages[0] ?? '', pages[3] ?? '']
    .flatMap((page) => fences('sh', page))
    .flatMap((fence) => fence.trim().split('\n'))
    .flatMap((line) => line.split(' && '))
    .map((command) => [command]),
)('the command exists: %s', (command) => {
  const [program = '', ...args] = command.split(' ');
  if (program === 'npx') {
    expect(Object.keys(bin)).toContain(args[0]);
    expect(exitCodeOf(args.slice(1))).toBe(0);
  } else if (args[0] === 'run' || args[0] === 'test') {
    expect(Object.keys(scripts)).toContain(args.at(-1));
  } else {
    expect([`npm ci`, `npm install --save-dev ${packageName}`]).toContain(command);
  }
});

/** Of our command line, in a folder that has what the README speaks of. */
function exitCodeOf(args: readonly string[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-readme-'));
  try {
    const template = 'Resources: { Wait: { Type: AWS::CloudFormation::WaitConditionHandle } }';
    for (const name of ['cdk.out', 'infra']) {
      mkdirSync(join(folder, name));
      writeFileSync(
        join(folder, name, 'Orders.template.json'),
        '{ "Resources": { "Wait": { "Type": "AWS::CloudFormation::WaitConditionHandle" } } }',
      );
    }
    writeFileSync(join(folder, 'template.yaml'), template);
    for (const page of [readme, ...pages]) {
      const configuration = fences('json', page).find((text) => text.includes('"$schema"'));
      if (configuration !== undefined) writeFileSync(join(folder, 'least-privilege.json'), configuration);
    }
    writeFileSync(
      join(folder, 'permissions.lock.json'),
      '{"lockfileVersion":1,"functions":{},"holders":{},"resources":{},"entryPoints":{}}',
    );
    writeFileSync(join(folder, 'cdk.json'), '{ "app": "npx ts-node bin/app.ts" }');
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'app.ts'), "import { App } from 'aws-cdk-lib';\n\nconst app = new App();\n");
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'ci'));
    writeFileSync(join(folder, 'ci', 'least-privilege.json'), readFileSync(join(folder, 'least-privilege.json')));
    const stderr: string[] = [];
    const exitCode = main({
      args,
      cwd: folder,
      env: {},
      stdout: { write: () => true },
      stderr: { write: (text) => stderr.push(text) },
      ask: () => true,
    });
    if (exitCode !== 0) throw new Error(stderr.join(''));
    return exitCode;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('every link into the repository leads to a file', () => {
  const links = [...readme.matchAll(/\]\((?!https:)([^)#]+)\)/g)].map((match) => match[1] ?? '');
  expect(links.length).toBeGreaterThan(3);
  for (const link of links) expect(() => readFileSync(join(root, link), { flag: 'r' })).not.toThrow(/ENOENT/);
});

test('every configuration that is shown can be used', () => {
  const { problemsIn } = require('../../lib/config/validate') as typeof import('../../lib/config/validate');
  const shown = [readme, ...pages].flatMap((page) => fences('json', page));
  expect(shown.length).toBeGreaterThan(2);
  for (const text of shown) expect(problemsIn(JSON.parse(text))).toEqual([]);
});

test('the mistake in a configuration is told as it is shown', () => {
  const [shown = ''] = fences('text', pages[0] ?? '');
  const folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-readme-'));
  try {
    const configuration = '{\n  "pack": "strict",\n  "rules": [\n    { "rule": "iam/no-wildcard-acton", "severity": "off" }\n  ]\n}';
    writeFileSync(join(folder, 'least-privilege.json'), configuration);
    const stderr: string[] = [];
    const shell = { cwd: folder, env: {}, stdout: { write: () => true }, stderr: { write: (text: string) => stderr.push(text) } };
    expect(main({ args: ['rules'], ...shell })).toBe(2);
    expect(stderr.join('')).toBe(shown);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('every rule id that is named exists', () => {
  const { rules } = require('../../policies') as typeof import('../../policies');
  const ids = rules.map(({ meta }) => meta.id);
  for (const match of readme.matchAll(/LeastPrivilege::([\w/-]+)/g)) expect(ids).toContain(match[1]);
});
