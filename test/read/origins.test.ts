import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, aws_iam as iam, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkPaths } from '../../lib/check';
import type { Json, JsonObject } from '../../lib/core/json';
import { sourcesOf } from '../../lib/read/origins';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'origins-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, content: Json): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

const wildcard: Json = {
  Resources: {
    P: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::orders/*' }] } },
      Metadata: { 'aws:cdk:path': 'A/P' },
    },
  },
};

function sourceIn(metadata: Json): string | undefined {
  return sourcesOf('', { metadata } as JsonObject, (file) => file)?.('A/P');
}

function trace(...frames: string[]): string | undefined {
  return sourceIn({ '/A/P': [{ type: 'aws:cdk:creationStack', data: frames }] });
}

describe('the first frame of the user', () => {
  test.each([
    ['new Orders (/app/lib/orders.ts:42:7)', '/app/lib/orders.ts:42:7'],
    ['at new Orders (/app/lib/orders.ts:42:7)', '/app/lib/orders.ts:42:7'],
    ['at /app/bin/app.ts:3:1', '/app/bin/app.ts:3:1'],
    ['/app/bin/app.ts:3:1', '/app/bin/app.ts:3:1'],
    ['at async main (file:///app/my%20app/app.mjs:3:1)', '/app/my app/app.mjs:3:1'],
    ['new Orders (C:\\app\\lib\\orders.ts:42:7)', 'C:\\app\\lib\\orders.ts:42:7'],
    ['Object.<anonymous> (/app/copy (2)/app.ts:42:7)', '/app/copy (2)/app.ts:42:7'],
  ])('%s', (frame, expected) => {
    expect(trace(frame)).toBe(expected);
  });

  test('comes after those of libraries, of Node.js, and what the CDK leaves out', () => {
    expect(
      trace(
        '...new Role2 in aws-cdk-lib...',
        'new Role (/app/node_modules/aws-cdk-lib/aws-iam/lib/role.js:1:2)',
        'build (C:\\app\\node_modules\\ours\\index.js:1:2)',
        'Module._compile (node:internal/modules/cjs/loader:1554:14)',
        'node:internal/main/run_main_module:28:49',
        'new Orders (/app/lib/orders.ts:42:7)',
        '<anonymous> (/app/bin/app.ts:5:1)',
      ),
    ).toBe('/app/lib/orders.ts:42:7');
  });

  test('does not exist in a trace of libraries alone', () => {
    expect(trace('...aws-cdk-lib...', '(no user code in 10 frames, use --stack-trace-limit to capture more)')).toBeUndefined();
  });

  test('is kept beside the logical id by older versions', () => {
    expect(sourceIn({ '/A/P': [{ type: 'aws:cdk:logicalId', data: 'P', trace: ['new A (/app/a.ts:1:2)'] }] })).toBe('/app/a.ts:1:2');
  });

  test.each([
    ['another construct', { '/A/Q': [{ type: 'aws:cdk:creationStack', data: ['new A (/app/a.ts:1:2)'] }] }],
    ['no list', { '/A/P': 'a.ts:1:2' }],
    ['no trace', { '/A/P': [{ type: 'aws:cdk:logicalId', data: 'P' }, 'text', null] }],
    ['a warning with a trace', { '/A/P': [{ type: 'aws:cdk:warning', data: 'w', trace: ['new A (/app/a.ts:1:2)'] }] }],
  ])('is not taken from %s', (_what, metadata) => {
    expect(sourceIn(metadata)).toBeUndefined();
  });

  test('is not looked for in a file that is gone or broken', () => {
    write('A.metadata.json', '{');
    for (const additionalMetadataFile of ['A.metadata.json', 'gone.json']) {
      expect(sourcesOf(folder, { additionalMetadataFile }, (file) => file)?.('A/P')).toBeUndefined();
    }
  });
});

function sourcesFrom(cwd: string): Record<string, string | null> {
  return Object.fromEntries(
    checkPaths([join(folder, 'cdk.out')], cwd).findings.map(({ constructPath, source }) => [constructPath ?? '', source]),
  );
}

test('a file below the working folder is named from there, another by its whole path', () => {
  write('cdk.out/A.template.json', wildcard);
  write('cdk.out/manifest.json', {
    version: '55.0.0',
    artifacts: {
      A: {
        type: 'aws:cloudformation:stack',
        properties: { templateFile: 'A.template.json' },
        metadata: { '/A/P': [{ type: 'aws:cdk:creationStack', data: [`new A (${join(folder, 'lib', 'a.ts')}:4:5)`] }] },
      },
    },
  });
  expect(sourcesFrom(folder)).toEqual({ 'A/P': 'lib/a.ts:4:5' });
  expect(sourcesFrom(join(folder, 'cdk.out'))).toEqual({ 'A/P': `${join(folder, 'lib', 'a.ts')}:4:5` });
});

test('what the installed CDK writes: stacks, stages and nested stacks', () => {
  const app = new App({ outdir: join(folder, 'cdk.out'), analyticsReporting: false });
  const policy = (scope: Construct) =>
    new iam.ManagedPolicy(scope, 'P', {
      statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['arn:aws:s3:::orders/*'] })],
    });
  policy(new Stack(app, 'A'));
  policy(new NestedStack(new Stack(app, 'B'), 'N'));
  policy(new Stack(new Stage(app, 'Prod'), 'C'));
  app.synth();

  const sources = sourcesFrom(join(__dirname, '..'));
  expect(Object.keys(sources).sort()).toEqual(['A/P/Resource', 'B/N/P/Resource', 'Prod/C/P/Resource']);
  for (const source of Object.values(sources)) expect(source).toMatch(/^read\/origins\.test\.ts:\d+:\d+$/);
});
