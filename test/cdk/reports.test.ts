import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Aspects, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { LeastPrivilegeChecks, ReportFormat } from '../../lib';
import type { Result } from '../../lib/core/result';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cdk-least-privilege-reports-')));
  jest.spyOn(process, 'cwd').mockReturnValue(folder);
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function roleWith(scope: Construct, id: string, action = 'sqs:*') {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: [action], resources: ['arn:aws:sqs:eu-west-1:111122223333:orders'] }));
  return role;
}

function appOf(): App {
  return new App({ outdir: join(folder, 'cdk.out') });
}

/** What a synthesis throws; empty when it succeeds. */
function synth(app: App): string {
  try {
    app.synth();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function textOf(name: string): string {
  return readFileSync(join(folder, 'cdk.out', name), 'utf8');
}

function resultIn(name: string): Result {
  return JSON.parse(textOf(name));
}

function placesIn(name: string): readonly string[] {
  return resultIn(name)
    .findings.filter(({ ruleId }) => ruleId === 'iam/no-wildcard-action')
    .map(({ constructPath, findingId }) => `${constructPath} ${findingId}`);
}

const JSON_REPORT = { format: ReportFormat.JSON, file: 'report.json' };

test('each format has a name of its own in the folder of the assembly', () => {
  const app = appOf();
  roleWith(new Stack(app, 'Shop'), 'Role');
  Aspects.of(app).add(new LeastPrivilegeChecks({ reports: Object.values(ReportFormat).map((format) => ({ format })) }));
  expect(synth(app)).toContain('iam/no-wildcard-action[sqs:*]');
  expect(JSON.parse(textOf('least-privilege.sarif')).version).toBe('2.1.0');
  expect(textOf('least-privilege.md')).toContain('## ❌ Least privilege');
  expect(textOf('least-privilege.junit.xml')).toContain('<testsuite name="Shop"');
  expect(textOf('least-privilege.txt')).toContain('Shop/Role/DefaultPolicy/Resource');
  expect(textOf('least-privilege.github.txt')).toMatch(/^::error file=/);
  expect(JSON.parse(textOf('gl-code-quality-report.json'))).toContainEqual(
    expect.objectContaining({ check_name: 'iam/no-wildcard-action' }),
  );
  expect(resultIn('least-privilege-report.json').summary).toMatchObject({ templates: 1, errors: expect.any(Number) });
});

test('templates are named from the working folder, and lines found in them', () => {
  const app = appOf();
  roleWith(new Stack(app, 'Shop'), 'Role');
  Aspects.of(app).add(new LeastPrivilegeChecks({ reports: [{ format: ReportFormat.SARIF }, JSON_REPORT] }));
  synth(app);
  const [finding] = resultIn('report.json').findings;
  expect(finding?.template).toBe('cdk.out/Shop.template.json');
  const { results } = JSON.parse(textOf('least-privilege.sarif')).runs[0];
  const { artifactLocation, region } = results[0].locations[0].physicalLocation;
  expect(artifactLocation.uri).toBe('cdk.out/Shop.template.json');
  const line = textOf('Shop.template.json').split('\n')[region.startLine - 1];
  expect(line?.slice(region.startColumn - 1)).toMatch(/^"Action": "sqs:\*"/);
  expect(textOf('least-privilege.sarif')).not.toContain(folder);
});

test('a clean app has a clean report', () => {
  const app = appOf();
  new Stack(app, 'Shop');
  Aspects.of(app).add(new LeastPrivilegeChecks({ reports: [JSON_REPORT] }));
  expect(synth(app)).toBe('');
  expect(resultIn('report.json').findings).toEqual([]);
});

test('what was accepted stays, with its reason', () => {
  const app = appOf();
  const role = roleWith(new Stack(app, 'Shop'), 'Role');
  Validations.of(role).acknowledge({ id: 'LeastPrivilege::iam/no-wildcard-action[sqs:*]', reason: 'until March' });
  Aspects.of(app).add(new LeastPrivilegeChecks({ reports: [JSON_REPORT, { format: ReportFormat.SARIF }] }));
  synth(app);
  const { findings, summary } = resultIn('report.json');
  expect(findings.find(({ ruleId }) => ruleId === 'iam/no-wildcard-action')?.acknowledged).toContain('until March');
  expect(summary.acknowledged).toBe(1);
  expect(textOf('least-privilege.sarif')).toContain('"justification": "until March');
});

test('several choices, stages and nested stacks fill one file, and nothing stands in it twice', () => {
  const app = appOf();
  const shop = new Stack(app, 'Shop');
  roleWith(shop, 'Role');
  roleWith(new NestedStack(shop, 'Nested'), 'Inner', 'sns:*');
  const stage = new Stage(app, 'Prod');
  roleWith(new Stack(stage, 'Orders'), 'Role', 'kms:*');
  Aspects.of(app).add(new LeastPrivilegeChecks({ reports: [JSON_REPORT] }));
  Aspects.of(shop).add(new LeastPrivilegeChecks({ reports: [JSON_REPORT] }));
  Validations.of(app).addPlugins(new LeastPrivilegeChecks({ reports: [JSON_REPORT] }));
  Validations.of(stage).addPlugins(new LeastPrivilegeChecks({ reports: [JSON_REPORT, { format: ReportFormat.JSON, file: 'stage.json' }] }));
  synth(app);
  const inStage = 'Prod/Orders/Role/DefaultPolicy/Resource iam/no-wildcard-action[kms:*]';
  expect([...placesIn('report.json')].sort()).toEqual([
    inStage,
    'Shop/Nested/Inner/DefaultPolicy/Resource iam/no-wildcard-action[sns:*]',
    'Shop/Role/DefaultPolicy/Resource iam/no-wildcard-action[sqs:*]',
  ]);
  expect(placesIn('stage.json')).toEqual([inStage]);
});

test('a choice reports what lies below it, also what another choice has said already', () => {
  const app = appOf();
  const [shop, orders] = [new Stack(app, 'Shop'), new Stack(app, 'Orders')];
  roleWith(shop, 'Role');
  roleWith(orders, 'Role');
  Aspects.of(app).add(new LeastPrivilegeChecks());
  Aspects.of(orders).add(new LeastPrivilegeChecks({ reports: [JSON_REPORT] }));
  synth(app);
  expect(placesIn('report.json')).toEqual(['Orders/Role/DefaultPolicy/Resource iam/no-wildcard-action[sqs:*]']);
});

test('the configuration file asks for reports too', () => {
  writeFileSync(join(folder, 'least-privilege.json'), '{ "reports": [{ "format": "markdown", "file": "../out/comment.md" }] }');
  const app = appOf();
  roleWith(new Stack(app, 'Shop'), 'Role');
  Aspects.of(app).add(new LeastPrivilegeChecks());
  synth(app);
  expect(readFileSync(join(folder, 'out', 'comment.md'), 'utf8')).toContain('## ❌');
});

test('two syntheses write the same bytes', () => {
  const write = () => {
    const app = appOf();
    roleWith(new Stack(app, 'Shop'), 'Role');
    Aspects.of(app).add(new LeastPrivilegeChecks({ reports: [{ format: ReportFormat.SARIF }] }));
    synth(app);
    return textOf('least-privilege.sarif');
  };
  expect(write()).toBe(write());
});

describe('fails the synthesis', () => {
  test('when a report cannot be written, and writes the others', () => {
    writeFileSync(join(folder, 'taken'), '');
    const app = appOf();
    new Stack(app, 'Shop');
    Aspects.of(app).add(new LeastPrivilegeChecks({ reports: [{ format: ReportFormat.JSON, file: '../taken/report.json' }, JSON_REPORT] }));
    expect(synth(app)).toMatch(/report "\.\.\/taken\/report\.json" cannot be written: E/);
    expect(existsSync(join(folder, 'cdk.out', 'report.json'))).toBe(true);
  });

  test.each(['manifest.json', 'tree.json', 'Shop.template.json', './manifest.json'])('rather than replace "%s" of the assembly', (file) => {
    const app = appOf();
    new Stack(app, 'Shop');
    Aspects.of(app).add(new LeastPrivilegeChecks({ reports: [{ format: ReportFormat.JSON, file }] }));
    expect(synth(app)).toContain(`report "${file}" would take the place of a file of the assembly`);
    expect(textOf(file)).not.toContain('cdk-least-privilege');
  });

  test('when one file is asked for in two formats', () => {
    const app = appOf();
    new Stack(app, 'Shop');
    Aspects.of(app).add(new LeastPrivilegeChecks({ reports: [JSON_REPORT, { format: ReportFormat.SARIF, file: 'report.json' }] }));
    expect(synth(app)).toContain('report "report.json" is asked for as json and as sarif: give each a file of its own');
  });

  test('when the format is none', () => {
    writeFileSync(join(folder, 'least-privilege.json'), '{ "reports": [{ "format": "html" }] }');
    const app = appOf();
    new Stack(app, 'Shop');
    Aspects.of(app).add(new LeastPrivilegeChecks());
    expect(synth(app)).toContain(
      'least-privilege.json:1:27: expected "text", "json", "sarif", "markdown", "junit", "github" or "gitlab", got "html"',
    );
  });
});
