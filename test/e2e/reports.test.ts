import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { sarifErrors } from '../report/sarif-schema';
import { parseXml } from '../report/xml';
import { cdk, makeApp, runIn } from './app-folder';

const APP = `
const { App, Aspects, Stack, Stage, Validations } = require('aws-cdk-lib');
const { PolicyStatement, Role, ServicePrincipal } = require('aws-cdk-lib/aws-iam');
const { LeastPrivilegeChecks, ReportFormat } = require('cdk-least-privilege');
const app = new App();
function role(stack, action) {
  const made = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  made.addToPolicy(new PolicyStatement({ actions: [action], resources: ['arn:aws:sqs:eu-west-1:111122223333:orders'] })); // made here
  return made;
}
role(new Stack(app, 'Shop'), 'sqs:*');
const accepted = role(new Stack(app, 'Old'), 'sqs:*');
role(new Stack(new Stage(app, 'Prod'), 'Orders'), 'sqs:*');
Validations.of(accepted).acknowledge({ id: 'LeastPrivilege::iam/no-wildcard-action[sqs:*]', reason: 'until March' });
Aspects.of(app).add(new LeastPrivilegeChecks({ reports: [
  { format: ReportFormat.SARIF },
  { format: ReportFormat.JUNIT, file: 'reports/junit.xml' },
  ...(process.env.UNWRITABLE ? [{ format: ReportFormat.MARKDOWN, file: 'manifest.json' }] : []),
] }));
`;

let folder: string;

beforeEach(() => {
  folder = makeApp(APP);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

jest.setTimeout(120_000);

function synth(env: Readonly<Record<string, string>> = {}) {
  return runIn(folder, process.execPath, [cdk, 'synth', '--quiet', '--no-notices'], env);
}

function read(name: string): string {
  return readFileSync(join(folder, 'cdk.out', name), 'utf8');
}

test('a plain "cdk synth" writes reports of the whole app, stages included, with lines of the code', () => {
  const { exitCode, stdout, stderr } = synth();
  expect(stdout + stderr).toContain('Synthesis finished with errors');
  expect(exitCode).toBe(1);
  const log: Log = JSON.parse(read('least-privilege.sarif'));
  expect(sarifErrors(log)).toEqual([]);
  const line = APP.split('\n').findIndex((text) => text.includes('// made here')) + 1;
  const results = log.runs[0]?.results?.filter(({ ruleId }) => ruleId === 'iam/no-wildcard-action') ?? [];
  expect(
    results.map(({ locations, relatedLocations, suppressions }) => [
      locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName,
      locations?.[0]?.physicalLocation?.artifactLocation?.uri,
      locations?.[0]?.physicalLocation?.region?.startLine,
      relatedLocations?.[1]?.physicalLocation?.artifactLocation?.uri,
      suppressions?.map(({ justification }) => justification),
    ]),
  ).toEqual([
    ['Old/Role/DefaultPolicy/Resource', 'app.js', line, 'cdk.out/Old.template.json', ['until March']],
    ['Shop/Role/DefaultPolicy/Resource', 'app.js', line, 'cdk.out/Shop.template.json', []],
    [
      'Prod/Orders/Role/DefaultPolicy/Resource',
      'app.js',
      line,
      expect.stringMatching(/^cdk\.out\/assembly-Prod\/\w+\.template\.json$/),
      [],
    ],
  ]);
  expect(parseXml(read('reports/junit.xml')).attributes).toMatchObject({ failures: '2', errors: '0' });

  const first = read('least-privilege.sarif');
  synth();
  expect(read('least-privilege.sarif')).toBe(first);
});

test('a report that cannot be written blocks, says why, and leaves the assembly whole', () => {
  const { exitCode, stdout, stderr } = synth({ UNWRITABLE: 'yes' });
  expect(stdout + stderr).toContain('report "manifest.json" would take the place of a file of the assembly');
  expect(exitCode).toBe(1);
  expect(JSON.parse(read('manifest.json'))).toHaveProperty('artifacts');
  expect(sarifErrors(JSON.parse(read('least-privilege.sarif')))).toEqual([]);
});
