import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blockOf, lineOf, type Outcome, placesIn, suppressedIn, synthesizeAll, violationsIn } from './synthesis';

const CLI_FAILS = 'Synthesis finished with errors';

const syntheses = {
  'pack, CLI': { app: 'nag-pack', cli: [] },
  'pack, program': { app: 'nag-pack' },
  'pack, strict': { app: 'nag-pack', cli: [], env: { PACK: 'strict' } },
  'pack, all accepted, CLI': { app: 'nag-pack', cli: ['--quiet'], env: { ACCEPTED: 'all' } },
  'pack, all accepted, program': { app: 'nag-pack', env: { ACCEPTED: 'all' } },
  'pack, stage, CLI': { app: 'nag-pack', cli: [], env: { SHAPE: 'stage' } },
  'pack, one scope': { app: 'nag-pack', env: { SCOPE: 'nested', ACCEPTED: 'all' } },
  'rules, strict, CLI': { app: 'nag-rules', cli: [], env: { PACK: 'strict' } },
  'rules, strict, program': { app: 'nag-rules', env: { PACK: 'strict' } },
  'rules, recommended': { app: 'nag-rules', env: { PACK: 'recommended' } },
} as const;

let outcomes: Record<keyof typeof syntheses, Outcome>;

beforeAll(async () => {
  outcomes = await synthesizeAll(syntheses);
}, 300_000);

const WILDCARD = 'LeastPrivilege-iam/no-wildcard-action';

describe.each(['pack, CLI', 'pack, program', 'pack, strict'] as const)('%s', (name) => {
  test('blocks, and both packs are printed', () => {
    const { text, exitCode } = outcomes[name];
    expect(exitCode).toBe(1);
    if (name !== 'pack, program') expect(text).toContain(CLI_FAILS);
    expect(text).toContain(`Acknowledge with 'LeastPrivilege::${WILDCARD}[sqs:*]'`);
    expect(text).toContain("Acknowledge with 'AwsSolutions::AwsSolutions-IAM5[Action::sqs:*]'");
  });

  test('finds what is nested, and leaves out what is accepted by its bare name', () => {
    const errors = violationsIn(outcomes[name]).filter(({ severity }) => severity === 'error');
    expect(placesIn(errors)).toEqual([`Orders/Nested/Role/DefaultPolicy/Resource ${WILDCARD}[sqs:*]`]);
  });

  test('keeps what is accepted by its full name, with the reason', () => {
    expect(suppressedIn(outcomes[name]).map(({ ruleName, reason }) => [ruleName, reason])).toEqual([
      [`${WILDCARD}[kms:*]`, 'accepted and kept in the report'],
    ]);
  });
});

test.each(['pack, all accepted, CLI', 'pack, all accepted, program'] as const)('%s: passes when all findings are accepted', (name) => {
  const { text, exitCode } = outcomes[name];
  expect({ text, exitCode }).toEqual({ text, exitCode: 0 });
});

test('a stage that the CLI does not select fails all the same', () => {
  const { text, exitCode } = outcomes['pack, stage, CLI'];
  expect({ text, exitCode, says: text.includes(CLI_FAILS) }).toEqual({ text, exitCode: 1, says: true });
});

test('validateScope reports what lies under one construct', () => {
  const { text, exitCode } = outcomes['pack, one scope'];
  expect(JSON.parse(text.split('\n').find((line) => line.startsWith('{')) ?? '')).toEqual({ success: true, rules: [] });
  expect(exitCode).toBe(0);
});

const MULTI_ZONE = 'resilience/require-database-multi-zone[MultiAZ-false]';

describe.each(['rules, strict, CLI', 'rules, strict, program'] as const)('%s', (name) => {
  test('sees constructs, overrides, generic resources and nested stacks', () => {
    const all = violationsIn(outcomes[name]).filter(({ ruleName }) => ruleName === MULTI_ZONE);
    const text = JSON.stringify(all);
    for (const path of ['Orders/Single', 'Orders/Overridden', 'Orders/Generic', 'Orders/Nested/Single']) expect(text).toContain(path);
    expect(text).not.toContain('Orders/Double');
    expect(text).not.toContain('Orders/Chosen');
    expect(all.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
  });

  test('names place and source, as for any rule', () => {
    const block = outcomes[name].text.split(/\n\s*\n/).find((each) => each.includes(MULTI_ZONE)) ?? '';
    expect(block).toContain(lineOf('nag-rules', 'new CfnResource('));
    expect(block).toContain('MultiAZ false');
  });

  test('says once of a resource what could not be evaluated', () => {
    const open = violationsIn(outcomes[name]).filter(({ ruleName }) => ruleName === 'engine/not-evaluated[cdk-nag]');
    expect(placesIn(open)).toEqual(['Orders/Chosen engine/not-evaluated[cdk-nag]']);
    expect(open.map(({ severity }) => severity)).toEqual(['info']);
    expect(blockOf(outcomes[name], 'Orders/Chosen')).not.toBe('');
    expect(outcomes[name].text).toContain('{"Ref":"Standby"} is known at deployment only');
  });
});

test('the default pack does not load cdk-nag, and the strict pack loads the rules that it needs', () => {
  expect(outcomes['rules, recommended'].text).toContain('loaded of cdk-nag: 0\n');
  expect(outcomes['rules, strict, program'].text).toMatch(/loaded of cdk-nag: (?:[1-9]|[1-4]\d)\n/);
});

describe('the command line', () => {
  const bin = join(__dirname, '..', '..', 'bin', 'cdk-least-privilege.js');
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'least-privilege-nag-'));
    const database = {
      Type: 'AWS::RDS::DBInstance',
      Properties: { Engine: 'postgres', MultiAZ: false, EnableCloudwatchLogsExports: ['postgresql'] },
    };
    const refused = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: { 'Fn::Unheard': 'of' } } };
    writeFileSync(join(folder, 'template.json'), JSON.stringify({ Resources: { Orders: database, Refused: refused } }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function check(...args: readonly string[]) {
    const { status, stdout } = spawnSync(process.execPath, [bin, 'check', 'template.json', '--format', 'json', ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, TMPDIR: folder },
    });
    const findings: { ruleId: string; findingId: string; logicalId: string; message: string; severity: string }[] =
      JSON.parse(stdout).findings;
    return { status, findings };
  }

  test('runs rules of cdk-nag on a bare template, and leaves nothing behind', () => {
    const { findings } = check('--pack', 'strict');
    const ids = findings.filter(({ logicalId }) => logicalId === 'Orders').map(({ findingId }) => findingId);
    expect(ids).toContain(MULTI_ZONE);
    expect(ids).toContain('observability/require-database-log[upgrade]');
    expect(readdirSync(folder)).toEqual(['template.json']);
  });

  test('says of a resource that CDK refuses why it was not evaluated', () => {
    const open = check('--pack', 'strict').findings.filter(({ ruleId }) => ruleId === 'engine/not-evaluated');
    expect(open).toMatchObject([{ logicalId: 'Refused', severity: 'info' }]);
    expect(open[0]?.message).toContain("Unsupported CloudFormation function 'Fn::Unheard'");
  });

  test('asks cdk-nag nothing in the default pack', () => {
    expect(check().findings.filter(({ ruleId }) => /multi-zone|not-evaluated/.test(ruleId))).toEqual([]);
  });
});
