import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Aspects, type IPolicyValidationContext, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { GrantWildcards, LeastPrivilegeChecks, type LeastPrivilegeChecksProps, Pack, RuleSeverity } from '../../lib';
import { useRules } from '../../lib/cdk/custom-rules';
import type { CustomRule } from '../../lib/config/custom-rules';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-config-'));
  jest.spyOn(process, 'cwd').mockReturnValue(folder);
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function configure(configuration: object) {
  writeFileSync(join(folder, 'least-privilege.json'), JSON.stringify(configuration, undefined, 2));
}

function roleWith(scope: Construct, id: string, action = 'sqs:*') {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: [action], resources: ['arn:aws:sqs:eu-west-1:111122223333:orders'] }));
  return role;
}

function appWith(...roles: string[]): App {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  for (const id of roles) roleWith(stack, id);
  return app;
}

function violationsOf(app: App, checks: LeastPrivilegeChecks) {
  const { stacksRecursively } = app.synth();
  const context: IPolicyValidationContext = {
    templatePaths: stacksRecursively.map(({ templateFullPath }) => templateFullPath),
    stackTemplates: [],
    appConstruct: app,
  };
  return checks.validate(context);
}

function severities(props: LeastPrivilegeChecksProps = {}, app = appWith('Role')) {
  return violationsOf(app, new LeastPrivilegeChecks(props))
    .violations.filter(({ ruleName }) => ruleName.startsWith('iam/no-wildcard-action') || ruleName.startsWith('engine/'))
    .map(({ severity }) => severity);
}

function messageOf(synth: () => unknown): string {
  try {
    synth();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
}

test('overrides in code change severities, everywhere or in some places', () => {
  expect(severities()).toEqual(['error']);
  expect(severities({ rules: [{ rule: 'iam/*', severity: RuleSeverity.INFO }] })).toEqual(['info']);
  expect(severities({ rules: [{ rule: 'iam/*', severity: RuleSeverity.OFF }] })).toEqual([]);
  const rules = [{ rule: 'iam/no-wildcard-action', severity: RuleSeverity.WARNING, constructs: ['Shop/Old*'] }];
  expect(severities({ rules }, appWith('Old', 'New')).sort()).toEqual(['error', 'warning']);
});

test('the configuration file of the working folder counts, and code stands over it', () => {
  configure({ pack: 'critical' });
  expect(severities()).toEqual(['warning']);
  expect(severities({ pack: Pack.STRICT })).toEqual(['error']);
  configure({ rules: [{ rule: 'iam/*', severity: 'off' }] });
  expect(severities()).toEqual([]);
  expect(severities({ rules: [{ rule: 'iam/no-wildcard-action', severity: RuleSeverity.WARNING }] })).toEqual(['warning']);
});

test('a configuration file that is named stands in the place of the one that is found', () => {
  configure({ rules: [{ rule: 'iam/*', severity: 'off' }] });
  writeFileSync(join(folder, 'other.json'), '{}');
  expect(severities({ configFile: 'other.json' })).toEqual(['error']);
});

test('grants of CDK are warnings while an app migrates', () => {
  const found = (props: LeastPrivilegeChecksProps) => {
    const app = appWith();
    const stack = new Stack(app, 'Stack');
    new Bucket(stack, 'Bucket').grantRead(new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
    const { violations } = violationsOf(app, new LeastPrivilegeChecks(props));
    return [...new Set(violations.filter(({ ruleName }) => ruleName.startsWith('iam/no-partial')).map(({ severity }) => severity))];
  };
  expect(found({})).toEqual(['error']);
  expect(found({ grantWildcards: GrantWildcards.WARN })).toEqual(['warning']);
});

describe('a mistake', () => {
  test('in the file blocks, names its place, and cannot be acknowledged', () => {
    configure({ rules: [{ rule: 'iam/no-wildcard-acton', severity: 'off' }] });
    const app = appWith();
    Aspects.of(app).add(new LeastPrivilegeChecks());
    Validations.of(app).acknowledge({ id: 'LeastPrivilege::engine/misconfiguration', reason: 'no' });
    const message = messageOf(() => app.synth());
    expect(message).toContain(
      'FATAL least-privilege.json:4:15: unknown rule "iam/no-wildcard-acton", did you mean "iam/no-wildcard-action"',
    );
    expect(message).toContain('Rule LeastPrivilege::engine/misconfiguration');
    expect(message).not.toContain('Acknowledge with');
  });

  test('in code blocks and names the line', () => {
    const { success, violations } = violationsOf(appWith(), new LeastPrivilegeChecks({ trustedAccounts: ['42'] }));
    expect(success).toBe(false);
    expect(violations).toMatchObject([
      {
        ruleName: 'engine/misconfiguration',
        severity: 'fatal',
        description: expect.stringMatching(
          /^LeastPrivilegeChecks at .*configuration\.test\.ts:\d+: trustedAccounts\[0\]: expected an account id of 12 digits, in quotes, got "42"$/,
        ),
      },
    ]);
  });

  test('is said once, however often the checks are added', () => {
    configure({ pack: 'none' });
    const app = appWith('Role');
    Aspects.of(app).add(new LeastPrivilegeChecks());
    Aspects.of(app).add(new LeastPrivilegeChecks());
    Validations.of(app).addPlugins(new LeastPrivilegeChecks());
    expect(messageOf(() => app.synth()).split('least-privilege.json:2:11').length).toBe(2);
  });

  test('of one choice does not keep another from its findings', () => {
    const app = appWith('Role');
    Aspects.of(app).add(new LeastPrivilegeChecks({ configFile: 'gone.json' }));
    Aspects.of(app).add(new LeastPrivilegeChecks());
    const message = messageOf(() => app.synth());
    expect(message).toContain('gone.json: configuration cannot be read');
    expect(message).toContain('no-wildcard-action[sqs:*]');
  });

  test('in the environment blocks', () => {
    process.env.LEAST_PRIVILEGE_TODAY = 'tomorrow';
    try {
      expect(severities()).toEqual(['fatal']);
    } finally {
      delete process.env.LEAST_PRIVILEGE_TODAY;
    }
  });
});

describe('rules of the owners', () => {
  const requireName: CustomRule = {
    meta: {
      id: 'acme/require-role-name',
      title: 'Roles have names',
      rationale: 'They are looked for by name.',
      severity: { recommended: 'error', strict: 'error', critical: 'off' },
    },
    messages: { nameless: { what: 'role has no name', fix: 'set "RoleName"' } },
    *check(model) {
      for (const resource of model.resourcesOfType('AWS::IAM::Role'))
        yield { message: 'nameless', resource, at: model.propertiesOf(resource), evidence: 'RoleName absent' };
    },
  };

  test('are given with useRules, before or after the checks are added', () => {
    const app = appWith('Role');
    const checks = new LeastPrivilegeChecks();
    Aspects.of(app).add(checks);
    expect(useRules(checks, [requireName])).toBe(checks);
    expect(messageOf(() => app.synth())).toContain("Acknowledge with 'LeastPrivilege::acme/require-role-name[RoleName-absent]'");
  });

  test('are given as files', () => {
    writeFileSync(
      join(folder, 'own.js'),
      `module.exports = { ...${JSON.stringify({ meta: requireName.meta, messages: requireName.messages })},
      *check(model) { for (const resource of model.resourcesOfType('AWS::IAM::Role')) yield { message: 'nameless', resource, at: undefined, evidence: 'x' }; } };`,
    );
    const { violations } = violationsOf(appWith('Role'), new LeastPrivilegeChecks({ customRules: ['./own.js'] }));
    expect(violations.map(({ ruleName }) => ruleName)).toContain('acme/require-role-name[x]');
  });

  test('two choices with different rules of one id are both heard', () => {
    const app = appWith('Role');
    const other: CustomRule = { ...requireName, messages: { nameless: { what: 'another rule', fix: 'set "RoleName"' } }, *check() {} };
    const [first, second] = [useRules(new LeastPrivilegeChecks(), [other]), useRules(new LeastPrivilegeChecks(), [requireName])];
    Aspects.of(app).add(first);
    Aspects.of(app).add(second);
    expect(messageOf(() => app.synth())).toContain('role has no name');
  });

  test('that are none, or cannot be loaded, block', () => {
    const broken = useRules(new LeastPrivilegeChecks(), [{ ...requireName, meta: { ...requireName.meta, id: 'iam/no-wildcard-action' } }]);
    expect(violationsOf(appWith(), broken).violations).toMatchObject([
      { severity: 'fatal', description: expect.stringContaining('rule "iam/no-wildcard-action" exists already, in the package') },
    ]);
    const missing = new LeastPrivilegeChecks({ customRules: ['./gone.js'] });
    expect(violationsOf(appWith(), missing).violations).toMatchObject([
      {
        severity: 'fatal',
        description: expect.stringContaining('customRules[0]: custom rules "./gone.js" cannot be loaded: Cannot find module'),
      },
    ]);
  });

  test('fails on what are no checks', () => {
    expect(() => useRules({} as LeastPrivilegeChecks, [])).toThrow(/useRules takes a LeastPrivilegeChecks/);
  });
});
