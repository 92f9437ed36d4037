import type { Log } from 'sarif';
import type { Finding, Result } from '../../lib/core/result';
import type { ReportOptions } from '../../lib/report';
import { sarif } from '../../lib/report/sarif';
import { rules } from '../../policies';
import { finding, resultOf } from './result';
import { sarifErrors } from './sarif-schema';

const ruleOf = (id: string) => rules.find(({ meta }) => meta.id === id);

const unreadable = finding({
  ruleId: 'engine/unreadable-input',
  findingId: 'engine/unreadable-input[bad.json]',
  template: 'bad.json',
  stack: null,
  logicalId: null,
  resourceType: null,
  constructPath: null,
  location: '',
});
const crashed: Finding = { ...unreadable, ruleId: 'engine/rule-crashed', findingId: 'engine/rule-crashed[x/y]', template: '' };

function logOf(result: Result, options?: ReportOptions): Log {
  const log = JSON.parse(sarif(result, options).output);
  expect(sarifErrors(log)).toEqual([]);
  return log;
}

function runOf(...given: Parameters<typeof logOf>) {
  const [run] = logOf(...given).runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

test('is what the schema of the standard describes, whatever was found', () => {
  const options: ReportOptions = { ruleOf, locate: () => ({ line: 7, column: 3 }), pack: 'strict' };
  for (const found of [[], [finding()], [finding({ acknowledged: 'fine' }), finding()], [unreadable, crashed], rulesFindings()]) {
    logOf(resultOf(found));
    logOf(resultOf(found), options);
  }
  logOf(resultOf([], 0));
});

test('the schema refuses what it does not describe', () => {
  const broken = JSON.parse(sarif(resultOf([finding()])).output);
  broken.runs[0].results[0].level = 'fatal';
  broken.runs[0].tool.driver.rules[0].helpUri = 'no address';
  delete broken.runs[0].results[0].message;
  expect(sarifErrors(broken)).toEqual([
    '/runs/0/results/0 required',
    '/runs/0/results/0/level enum',
    '/runs/0/tool/driver/rules/0/helpUri format',
  ]);
});

/** A finding of every rule of the package. */
function rulesFindings(): Finding[] {
  return rules.map(({ meta }) => finding({ ruleId: meta.id, findingId: `${meta.id}[x]`, why: meta.rationale }));
}

test('describes each rule once, with help, and its rank at GitHub', () => {
  const run = runOf(resultOf([finding(), finding({ findingId: 'iam/no-wildcard-action[sqs:*]' })]), { ruleOf });
  expect(run.tool.driver.rules).toHaveLength(1);
  const [rule] = run.tool.driver.rules ?? [];
  expect(rule).toMatchObject({
    id: 'iam/no-wildcard-action',
    name: 'IamNoWildcardAction',
    shortDescription: { text: ruleOf('iam/no-wildcard-action')?.meta.title },
    fullDescription: { text: 'A service-wide wildcard also grants every action the service adds later.' },
    helpUri: 'https://example.org/policies/README.md#iam/no-wildcard-action',
    defaultConfiguration: { level: 'error' },
    properties: { 'security-severity': '8.0', tags: ['security', 'iam', 'aws', 'cdk'], precision: 'high' },
  });
  const admin = finding({ ruleId: 'iam/no-admin-statement', findingId: 'iam/no-admin-statement[*]' });
  expect(runOf(resultOf([admin]), { ruleOf }).tool.driver.rules?.[0]?.properties?.['security-severity']).toBe('9.5');
  expect(rule?.help?.text).toMatch(/How to fix:\n- [^{}]+\n/);
  expect(rule?.help?.markdown).toContain('[About this rule](https://example.org/policies/README.md#iam/no-wildcard-action)');
});

test('every rule of the package fits into what GitHub shows of one', () => {
  const run = runOf(resultOf(rulesFindings()), { ruleOf });
  for (const rule of run.tool.driver.rules ?? []) {
    expect(rule.shortDescription?.text.length).toBeLessThanOrEqual(1024);
    expect(rule.fullDescription?.text.length).toBeLessThanOrEqual(1024);
    expect(rule.properties?.tags?.length).toBeLessThanOrEqual(10);
    const score = Number(rule.properties?.['security-severity'] ?? Number.NaN);
    if (rule.properties?.tags?.includes('security')) expect(score > 0 && score <= 10).toBe(true);
    else expect(rule.properties?.['problem.severity']).toMatch(/^(?:error|warning|recommendation)$/);
  }
  for (const [index, result] of (run.results ?? []).entries()) {
    expect(run.tool.driver.rules?.[result.ruleIndex ?? -1]?.id).toBe(rulesFindings()[index]?.ruleId);
  }
});

test('a result names the code, the template, the construct and the resource', () => {
  const [result] =
    runOf(resultOf([finding({ source: 'lib/my orders#1.ts:42:7' })]), { locate: () => ({ line: 812, column: 15 }) }).results ?? [];
  const source = {
    artifactLocation: { uri: 'lib/my%20orders%231.ts', uriBaseId: '%SRCROOT%' },
    region: { startLine: 42, startColumn: 7 },
  };
  const template = {
    artifactLocation: { uri: 'cdk.out/Orders.template.json', uriBaseId: '%SRCROOT%' },
    region: { startLine: 812, startColumn: 15 },
  };
  expect(result).toMatchObject({
    ruleId: 'iam/no-wildcard-action',
    ruleIndex: 0,
    level: 'error',
    message: { text: 'statement allows every action of s3 through "s3:*"\nFix: name the actions: such code usually needs "s3:GetObject"' },
    locations: [
      {
        physicalLocation: source,
        logicalLocations: [
          { fullyQualifiedName: 'Orders/Role/DefaultPolicy/Resource', name: 'Resource', kind: 'module' },
          { fullyQualifiedName: 'Orders/RolePolicy72E7', name: 'RolePolicy72E7', kind: 'resource' },
        ],
      },
    ],
    relatedLocations: [
      { id: 1, physicalLocation: source },
      { id: 2, physicalLocation: template },
    ],
  });
});

test('without a place in the code it names the line of the template, and without that the app', () => {
  const results =
    runOf(resultOf([finding(), crashed]), { locate: ({ logicalId }) => (logicalId === null ? undefined : { line: 9, column: 1 }) })
      .results ?? [];
  expect(results.map(({ locations }) => locations?.[0]?.physicalLocation)).toEqual([
    { artifactLocation: { uri: 'cdk.out/Orders.template.json', uriBaseId: '%SRCROOT%' }, region: { startLine: 9, startColumn: 1 } },
    { artifactLocation: { uri: 'cdk.json', uriBaseId: '%SRCROOT%' } },
  ]);
});

test.each(['/home/me/app/lib/a.ts:1:2', '../elsewhere/a.ts:1:2', 'C:\\app\\a.ts:1:2'])(
  'never names a path outside of the repository: %s',
  (source) => {
    const { output } = sarif(resultOf([finding({ source })]));
    expect(output).not.toContain('a.ts');
    expect(output).toContain('cdk.out/Orders.template.json');
  },
);

test('paths are those of the repository, where the caller knows it', () => {
  const { output } = sarif(resultOf([finding({ source: '/repo/infra/lib/a.ts:1:2' }), crashed]), {
    inRepository: (path) => (path.startsWith('/repo/') ? path.slice(6) : `infra/${path}`),
  });
  const uris = [...output.matchAll(/"uri": "([^"]*)"/g)].map(([, uri]) => uri);
  expect(new Set(uris)).toEqual(new Set(['infra/lib/a.ts', 'infra/cdk.out/Orders.template.json', 'infra/cdk.json']));
});

test('no two results share a fingerprint, also on one line', () => {
  const line = { source: 'lib/orders.ts:42:7' };
  const found = [finding(line), finding(line), finding({ ...line, findingId: 'iam/no-wildcard-action[sqs:*]' })];
  const fingerprints = (runOf(resultOf(found)).results ?? []).map(
    ({ partialFingerprints }) => partialFingerprints?.primaryLocationLineHash,
  );
  expect(new Set(fingerprints).size).toBe(3);
  expect(fingerprints.every((fingerprint) => /^[0-9a-f]{32}:\d+$/.test(fingerprint ?? ''))).toBe(true);
});

test('what was accepted is suppressed with its reason, and then every result says whether it is', () => {
  const [accepted, open] = runOf(resultOf([finding({ acknowledged: 'log archive' }), finding()])).results ?? [];
  expect(accepted?.suppressions).toEqual([{ kind: 'inSource', status: 'accepted', justification: 'log archive' }]);
  expect(open?.suppressions).toEqual([]);
  const [known] = runOf(resultOf([finding({ acknowledged: 'in the baseline since 2026-01-31' })])).results ?? [];
  expect(known?.suppressions?.map(({ kind }) => kind)).toEqual(['external']);
  expect(runOf(resultOf([finding()])).results?.[0]).not.toHaveProperty('suppressions');
});

test.each([
  ['clean', resultOf([]), { executionSuccessful: true, exitCode: 0, toolExecutionNotifications: [] }],
  ['errors', resultOf([finding()]), { executionSuccessful: true, exitCode: 1, toolExecutionNotifications: [] }],
  [
    'a file that cannot be read',
    resultOf([unreadable]),
    {
      executionSuccessful: false,
      exitCode: 2,
      toolExecutionNotifications: [{ level: 'error', descriptor: { id: 'engine/unreadable-input' }, locations: [{}] }],
    },
  ],
  ['nothing to check', resultOf([], 0), { executionSuccessful: false, exitCode: 2, toolExecutionNotifications: [{ level: 'error' }] }],
])('says how the run went: %s', (_title, result, invocation) => {
  expect(runOf(result).invocations).toMatchObject([invocation]);
});

test('what looks like a link in a template is none', () => {
  const [result] = runOf(resultOf([finding({ message: 'see [here](https://evil.example) and [this]' })])).results ?? [];
  expect(result?.message.text).toMatch(/^see \\\[here\]\(https:\/\/evil\.example\) and \[this\]\n/);
  expect(result?.message.markdown).toContain('see \\[here\\](https://evil.example)');
});

test('half of a surrogate pair in a path is no crash', () => {
  expect(sarif(resultOf([finding({ template: 'a\ud800.json' })])).output).toContain('"a%EF%BF%BD.json"');
});
