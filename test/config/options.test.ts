import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Configuration, ConfigurationError, dayOf, type Given, optionsOf } from '../../lib/config';
import type { CheckOptions } from '../../lib/core/options';
import { rules } from '../../policies';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-config-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string | object>>) {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

function options(code: Configuration = {}, given: Partial<Given> = {}): CheckOptions {
  return optionsOf({ cwd: folder, env: {}, code, codeName: 'the code', ruleIds: () => rules.map(({ meta }) => meta.id), ...given });
}

function problems(code: Configuration = {}, given: Partial<Given> = {}): readonly string[] {
  try {
    options(code, given);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems;
  }
}

const rule = (id: string) => `module.exports = {
  meta: { id: '${id}', title: 'T', rationale: 'R.', severity: { recommended: 'error', strict: 'error', critical: 'off' } },
  messages: { m: { what: 'w', fix: 'f' } },
  *check() {},
};`;

test('without a configuration there is the day', () => {
  const before = dayOf(new Date());
  const { settings } = options();
  expect([before, dayOf(new Date())]).toContain(settings?.today);
  expect(options({ pack: 'strict' })).toEqual({ pack: 'strict', settings });
});

test('the environment names another day', () => {
  expect(options({}, { env: { LEAST_PRIVILEGE_TODAY: '2020-02-29' } }).settings?.today).toBe('2020-02-29');
});

test.each(['tomorrow', '2021-02-29', '2021-2-1', ''])('fails when the environment names no day: "%s"', (day) => {
  expect(problems({}, { env: { LEAST_PRIVILEGE_TODAY: day } })).toEqual([
    `environment variable LEAST_PRIVILEGE_TODAY: expected a day such as "2026-01-31", got "${day}"`,
  ]);
});

test('everything in the file reaches the checks', () => {
  write({
    'least-privilege.json': {
      $schema: 'x',
      pack: 'critical',
      trustedAccounts: ['111122223333'],
      trustedOrganizations: ['o-a1b2c3d4e5'],
      trustedNetworks: ['203.0.113.0/24'],
      layerAccounts: ['580247275435'],
      publicEndpoints: ['GET /health'],
      grantWildcards: 'warn',
      rules: [{ rule: 'iam/*', severity: 'info' }],
    },
  });
  expect(options()).toEqual({
    pack: 'critical',
    settings: {
      trustedAccounts: ['111122223333'],
      trustedOrganizations: ['o-a1b2c3d4e5'],
      trustedNetworks: ['203.0.113.0/24'],
      layerAccounts: ['580247275435'],
      publicEndpoints: ['GET /health'],
      grantWildcards: 'warn',
      today: dayOf(new Date()),
    },
    overrides: [{ rule: 'iam/*', severity: 'info' }],
    customRules: [],
  });
});

test('code stands over the file, field by field, and its overrides come last', () => {
  write({
    'least-privilege.json': {
      pack: 'critical',
      trustedAccounts: ['111122223333'],
      layerAccounts: ['580247275435'],
      rules: [{ rule: 'iam/*', severity: 'info' }],
    },
  });
  const merged = options({ pack: 'strict', trustedAccounts: [], layerAccounts: undefined, rules: [{ rule: 'iam/*', severity: 'off' }] });
  expect(merged.pack).toBe('strict');
  expect(merged.settings).toMatchObject({ trustedAccounts: [], layerAccounts: ['580247275435'] });
  expect(merged.overrides?.map(({ severity }) => severity)).toEqual(['info', 'off']);
});

describe('the file', () => {
  test('is found in the working folder', () => {
    write({ 'least-privilege.json': { pack: 'strict' } });
    expect(options().pack).toBe('strict');
  });

  test('is found beside cdk.json, from a folder below', () => {
    write({ 'cdk.json': {}, 'least-privilege.json': { pack: 'strict' }, 'lib/x.txt': '' });
    expect(options({}, { cwd: join(folder, 'lib') }).pack).toBe('strict');
  });

  test('of another app above is not taken', () => {
    write({ 'least-privilege.json': { pack: 'strict' }, 'app/cdk.json': {}, 'app/lib/x.txt': '' });
    expect(options({}, { cwd: join(folder, 'app', 'lib') }).pack).toBeUndefined();
  });

  test('without a cdk.json above is taken from the working folder alone', () => {
    write({ 'least-privilege.json': { pack: 'strict' }, 'lib/x.txt': '' });
    expect(options({}, { cwd: join(folder, 'lib') }).pack).toBeUndefined();
  });

  test('that is named stands in the place of the one that is found', () => {
    write({ 'least-privilege.json': { pack: 'strict' }, 'ci/other.json': { pack: 'critical' } });
    expect(options({}, { file: 'ci/other.json' }).pack).toBe('critical');
  });

  test('fails when the one that is named is missing', () => {
    expect(problems({}, { file: 'gone.json' })).toEqual([expect.stringMatching(/^gone\.json: configuration cannot be read: ENOENT/)]);
  });

  test('fails when it is a folder', () => {
    mkdirSync(join(folder, 'least-privilege.json'));
    expect(problems()).toEqual([expect.stringMatching(/^least-privilege\.json: configuration cannot be read: EISDIR/)]);
  });

  test('fails with line and column when it is broken', () => {
    write({ 'least-privilege.json': '{\n  "pack": "strict",\n}' });
    expect(problems()).toEqual(['least-privilege.json:3:1: not valid JSON: expected a key in double quotes, got "}"']);
  });

  test('fails with line and column of every mistake', () => {
    write({
      'least-privilege.json': `{
  "trustedAcounts": [],
  "trustedNetworks": ["10.0.0.0/8",
    "10.0.0.0"],
  "rules": [{ "rule": "iam/*", "severity": "of" }]
}`,
    });
    expect(problems()).toEqual([
      'least-privilege.json:2:3: unknown key "trustedAcounts", did you mean "trustedAccounts"',
      'least-privilege.json:4:5: expected a network in CIDR notation, such as "203.0.113.0/24", but not the whole internet, got "10.0.0.0"',
      'least-privilege.json:5:44: expected "error", "warning", "info" or "off", got "of"',
    ]);
  });
});

describe('rules that do not exist', () => {
  test.each([
    ['iam/no-wildcard-acton', 'unknown rule "iam/no-wildcard-acton", did you mean "iam/no-wildcard-action"'],
    ['data/no-wildcard-action', 'unknown rule "data/no-wildcard-action", did you mean "iam/no-wildcard-action"'],
    ['iam/no-wildcard-act', 'unknown rule "iam/no-wildcard-act", did you mean "iam/no-wildcard-action"'],
    ['imm/*', 'unknown rule "imm/*", did you mean "iam/*"'],
    ['acme/require-owner', 'unknown rule "acme/require-owner", see "cdk-least-privilege rules"'],
    ['engine/*', '"engine/*" says that something could not be checked, which no configuration can accept'],
  ])('%s, in the file and in code', (id, message) => {
    write({ 'least-privilege.json': `{ "rules": [\n  { "rule": "${id}", "severity": "off" }\n] }` });
    expect(problems()).toEqual([`least-privilege.json:2:13: ${message}`]);
    write({ 'least-privilege.json': {} });
    expect(problems({ rules: [{ rule: id, severity: 'off' }] })).toEqual([`the code: rules[0].rule: ${message}`]);
  });

  test('a custom rule exists', () => {
    write({
      'owner.js': rule('acme/require-owner'),
      'least-privilege.json': { customRules: ['./owner.js'], rules: [{ rule: 'acme/*', severity: 'info' }] },
    });
    expect(problems()).toEqual([]);
  });
});

test('what is given in code is told by its name', () => {
  expect(problems({ trustedAccounts: ['42'], layerAccounts: ['1'] })).toEqual([
    'the code: trustedAccounts[0]: expected an account id of 12 digits, in quotes, got "42"',
    'the code: layerAccounts[0]: expected an account id of 12 digits, in quotes, got "1"',
  ]);
});

describe('custom rules', () => {
  const idsOf = (checkOptions: CheckOptions) => checkOptions.customRules?.map(({ meta }) => [meta.id, meta.source, meta.docs]);

  test('come from files beside the configuration, and from code', () => {
    write({
      'ci/least-privilege.json': { customRules: ['./rules/a.js'] },
      'ci/rules/a.js': rule('acme/require-a'),
      'b.js': `exports.rules = [require('./c.js')];`,
      'c.js': rule('acme/require-c'),
    });
    const found = options({ customRules: ['b.js'] }, { file: 'ci/least-privilege.json' });
    expect(idsOf(found)?.map(([id]) => id)).toEqual(['acme/require-a', 'acme/require-c']);
    expect(found.customRules?.[0]?.meta).toMatchObject({
      source: 'custom',
      references: [],
      peers: [],
      docs: expect.stringContaining('custom-rules.md'),
    });
  });

  test('that are given twice are taken once', () => {
    write({ 'a.js': rule('acme/require-a'), 'least-privilege.json': { customRules: ['a.js', './a.js'] } });
    expect(idsOf(options())).toHaveLength(1);
  });

  test.each<[string, Record<string, string>, string]>([
    ['a missing file', {}, 'custom rules "./a.js" cannot be loaded: Cannot find module'],
    ['a file that throws', { 'a.js': 'throw new Error("no luck");' }, 'custom rules "./a.js" cannot be loaded: no luck'],
    ['a file that does not parse', { 'a.js': 'const = 1;' }, 'custom rules "./a.js" cannot be loaded: '],
    ['a file that exports nothing', { 'a.js': '' }, 'custom rules "./a.js" exports no rule: export one, or a list'],
    ['an empty list', { 'a.js': 'module.exports = [];' }, 'custom rules "./a.js" exports no rule'],
    ['something else', { 'a.js': 'module.exports = { rules: [1] };' }, './a.js: expected a rule, got number'],
    ['an id without a domain', { 'a.js': rule('require-a') }, './a.js: rule "require-a": "meta.id" takes a domain and a name'],
    ['the domain of the engine', { 'a.js': rule('engine/require-a') }, 'the domain "engine" is not for rules'],
    [
      'an id of the package',
      { 'a.js': rule('iam/no-wildcard-action') },
      './a.js: rule "iam/no-wildcard-action" exists already, in the package',
    ],
    [
      'a severity that is none',
      { 'a.js': rule('acme/require-a').replace("critical: 'off'", "critical: 'none'") },
      '"meta.severity.critical" takes',
    ],
    ['no check', { 'a.js': rule('acme/require-a').replace('*check() {},', '') }, 'rule "acme/require-a": "check" is missing'],
    ['no title', { 'a.js': rule('acme/require-a').replace("title: 'T',", '') }, '"meta.title" is missing'],
    ['no messages', { 'a.js': rule('acme/require-a').replace(/messages: .*/, '') }, '"messages" is missing'],
    ['a message without a fix', { 'a.js': rule('acme/require-a').replace(", fix: 'f'", '') }, 'message "m" takes "what" and "fix"'],
    ['no meta', { 'a.js': 'module.exports = [{}];' }, 'expected a rule, got an object without "meta"'],
  ])('fails with the place: %s', (_title, files, message) => {
    write({ ...files, 'least-privilege.json': { customRules: ['./a.js'] } });
    const [problem, ...more] = problems();
    expect(problem).toMatch(/^least-privilege\.json:1:\d+: /);
    expect(problem).toContain(message);
    expect(more).toEqual([]);
  });

  test('fails when two files have a rule of one id', () => {
    write({ 'a.js': rule('acme/require-a'), 'b.js': rule('acme/require-a'), 'least-privilege.json': { customRules: ['a.js', 'b.js'] } });
    expect(problems()).toEqual([
      'least-privilege.json:1:24: b.js: rule "acme/require-a" exists already, in least-privilege.json:1:17: a.js',
    ]);
  });
});
