import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type AppProps, Aspects, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type Acknowledgement, Acknowledgements, LeastPrivilegeChecks, type LeastPrivilegeChecksProps } from '../../lib';
import { checkPaths } from '../../lib/check';
import { optionsOf } from '../../lib/config';
import type { Finding } from '../../lib/core/result';

const TODAY = '2027-04-12';

const folders: string[] = [];

beforeEach(() => {
  process.env.LEAST_PRIVILEGE_TODAY = TODAY;
});

afterEach(() => {
  delete process.env.LEAST_PRIVILEGE_TODAY;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-'));
  folders.push(folder);
  return folder;
}

function newApp(props: AppProps = {}): App {
  return new App({ outdir: join(newFolder(), 'cdk.out'), ...props });
}

function roleWith(scope: Construct, id: string, ...actions: string[]): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  for (const action of actions) {
    const service = action.split(':')[0];
    role.addToPolicy(new PolicyStatement({ actions: [action], resources: [`arn:aws:${service}:eu-west-1:111122223333:orders`] }));
  }
  return role;
}

interface Violation {
  readonly ruleName: string;
  readonly severity: string;
  readonly description: string;
  readonly reason?: string;
  readonly violatingConstructs: readonly { readonly constructPath?: string }[];
}

interface Outcome {
  readonly failed: boolean;
  readonly open: readonly Violation[];
  readonly accepted: readonly Violation[];
}

function synth(app: App, props: LeastPrivilegeChecksProps = {}): Outcome {
  Aspects.of(app).add(new LeastPrivilegeChecks(props));
  return synthesized(app);
}

function synthesized(app: App): Outcome {
  let failed = false;
  try {
    app.synth({ force: true });
  } catch (error) {
    if (!String(error).includes('Validation failed') && !String(error).includes('Suggested fix')) throw error;
    failed = true;
  }
  const { pluginReports } = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
  const reports = pluginReports.filter(({ pluginName }: { pluginName: string }) => pluginName === 'LeastPrivilege');
  return {
    failed,
    open: reports.flatMap(({ violations }: { violations: Violation[] }) => violations),
    accepted: reports.flatMap(({ suppressedViolations = [] }: { suppressedViolations?: Violation[] }) => suppressedViolations),
  };
}

const described = (violations: readonly Violation[]) => violations.map(({ severity, description }) => `${severity}: ${description}`);

const FINDING = 'iam/no-wildcard-action[sqs:*]';
const given = (fields: Partial<Acknowledgement> = {}): Acknowledgement => ({
  rule: FINDING,
  reason: 'empties a queue of tests',
  ...fields,
});

describe('an acknowledgement', () => {
  test.each([FINDING, `LeastPrivilege::${FINDING}`, 'iam/no-wildcard-action'])('of %s accepts it, with all that was said', (rule) => {
    const app = newApp();
    const role = roleWith(new Stack(app, 'Orders'), 'Role', 'sqs:*');
    Acknowledgements.of(role).add(given({ rule, expires: '2027-04-12', owner: 'orders', ticket: 'SEC-12' }));
    const { failed, open, accepted } = synth(app);
    expect({ failed, open }).toEqual({ failed: false, open: [] });
    expect(accepted.map(({ reason }) => reason)).toEqual(['empties a queue of tests (until 2027-04-12, owner orders, ticket SEC-12)']);
  });

  test('holds on its construct and below, and nowhere else', () => {
    const app = newApp();
    const stack = new Stack(app, 'Orders');
    const group = new Construct(stack, 'Group');
    roleWith(group, 'One', 'sqs:*');
    roleWith(stack, 'GroupTwo', 'sqs:*');
    Acknowledgements.of(group).add(given());
    const { failed, open, accepted } = synth(app);
    expect(failed).toBe(true);
    expect(open.map(({ violatingConstructs }) => violatingConstructs[0]?.constructPath)).toEqual([
      'Orders/GroupTwo/DefaultPolicy/Resource',
    ]);
    expect(accepted.map(({ violatingConstructs }) => violatingConstructs[0]?.constructPath)).toEqual([
      'Orders/Group/One/DefaultPolicy/Resource',
    ]);
  });

  test('holds for paths below its construct', () => {
    const app = newApp();
    const shop = new Construct(app, 'Shop');
    for (const id of ['A', 'B']) {
      const stack = new Stack(shop, id);
      roleWith(stack, 'Handler', 'sqs:*');
      roleWith(stack, 'Other', 'sqs:*');
    }
    Acknowledgements.of(app).add(given({ paths: ['Shop/*/Handler'] }));
    const { open, accepted } = synth(app);
    const places = (violations: readonly Violation[]) => violations.map(({ violatingConstructs }) => violatingConstructs[0]?.constructPath);
    expect(places(open)).toEqual(['Shop/A/Other/DefaultPolicy/Resource', 'Shop/B/Other/DefaultPolicy/Resource']);
    expect(places(accepted)).toEqual(['Shop/A/Handler/DefaultPolicy/Resource', 'Shop/B/Handler/DefaultPolicy/Resource']);
  });

  test('that expired blocks again, and says since when', () => {
    const app = newApp();
    const role = roleWith(new Stack(app, 'Orders'), 'Role', 'sqs:*');
    Acknowledgements.of(role).add(given({ expires: '2027-03-31' }));
    const { failed, open, accepted } = synth(app);
    expect(failed).toBe(true);
    expect(accepted).toEqual([]);
    expect(open.map(({ ruleName }) => ruleName)).toEqual([FINDING]);
    expect(open[0]?.description).toContain(
      '(acknowledged until 2027-03-31 (expired 12 days ago), reason "empties a queue of tests"), at PolicyDocument',
    );
  });

  test('that matches nothing any more is a warning that says what to delete', () => {
    const app = newApp();
    const stack = new Stack(app, 'Orders');
    const role = roleWith(stack, 'Role', 'sqs:*');
    Acknowledgements.of(role).add(given());
    Acknowledgements.of(stack).add(given({ rule: 'iam/no-wildcard-action[sns:*]' }));
    Validations.of(stack).acknowledge({ id: 'LeastPrivilege::iam/no-wildcard-action[kms:*]', reason: 'gone' });
    const { failed, open } = synth(app);
    expect(failed).toBe(false);
    expect(described(open)).toEqual([
      expect.stringMatching(
        /^warning: "iam\/no-wildcard-action\[sns:\*\]" is acknowledged .* matches no finding any more; the rule finds "iam\/no-wildcard-action\[sqs:\*\]" there$/,
      ),
      expect.stringMatching(/^warning: "iam\/no-wildcard-action\[kms:\*\]" is acknowledged .* matches no finding any more/),
    ]);
    expect(open.map(({ violatingConstructs }) => violatingConstructs[0]?.constructPath)).toEqual(['Orders', 'Orders']);
  });

  test('that matches nothing is not told of where the checks do not look', () => {
    const app = newApp();
    const [checked, other] = [new Stack(app, 'Checked'), new Stack(app, 'Other')];
    for (const stack of [checked, other]) Acknowledgements.of(roleWith(stack, 'Role', 'sqs:SendMessage')).add(given());
    Aspects.of(checked).add(new LeastPrivilegeChecks());
    expect(synthesized(app).open.map(({ violatingConstructs }) => violatingConstructs[0]?.constructPath)).toEqual(['Checked/Role']);
  });

  test('that covers a finding of one registration is not told of by another, and everything is said once', () => {
    const app = newApp();
    const stack = new Stack(app, 'Orders');
    Acknowledgements.of(roleWith(stack, 'Role', 'sqs:SendMessage')).add(given());
    Aspects.of(app).add(new LeastPrivilegeChecks());
    Aspects.of(stack).add(new LeastPrivilegeChecks());
    Validations.of(app).addPlugins(new LeastPrivilegeChecks());
    expect(synthesized(app).open).toHaveLength(1);
  });

  test('of a rule that the pack does not run is information', () => {
    const app = newApp();
    const stack = new Stack(app, 'Orders');
    Acknowledgements.of(stack).add(given({ rule: 'iam/no-wildcard-action' }));
    const { open } = synth(app, { rules: [{ rule: 'iam/no-wildcard-action', severity: 'off' as never }] });
    expect(described(open)).toEqual(['info: "iam/no-wildcard-action" is acknowledged, and the rule does not run here']);
  });

  test('made by the call of the framework for a rule that does not exist names the nearest', () => {
    const app = newApp();
    const stack = new Stack(app, 'Orders');
    Validations.of(stack).acknowledge({ id: 'LeastPrivilege::iam/no-wildcard-actoin', reason: 'x' });
    expect(described(synth(app).open)).toEqual([
      'warning: "iam/no-wildcard-actoin" is acknowledged, and there is no rule "iam/no-wildcard-actoin", did you mean "iam/no-wildcard-action"',
    ]);
  });

  test('of another plugin is left alone', () => {
    const app = newApp();
    Validations.of(new Stack(app, 'Orders')).acknowledge(
      { id: 'AwsSolutions::AwsSolutions-IAM5', reason: 'x' },
      { id: 'LeastPrivilege::LeastPrivilege-iam/x', reason: 'x' },
    );
    expect(synth(app).open).toEqual([]);
  });

  test('is read anew in the next synthesis', () => {
    const app = newApp();
    const role = roleWith(new Stack(app, 'Orders'), 'Role', 'sqs:*');
    Acknowledgements.of(role).add(given());
    expect(synth(app).failed).toBe(false);
    const again = synthesized(app);
    expect({ failed: again.failed, open: again.open, accepted: again.accepted.length }).toEqual({ failed: false, open: [], accepted: 1 });
    process.env.LEAST_PRIVILEGE_TODAY = '2028-01-01';
    Acknowledgements.of(role).add(given({ rule: 'iam/no-wildcard-action[sqs:*]', expires: '2027-12-31' }));
    expect(synthesized(app).failed).toBe(false);
  });
});

describe('fails at the line of the call', () => {
  test.each<[string, object, string]>([
    ['without a reason', { reason: undefined }, '"reason" is required: say why it is fine, got nothing'],
    ['with a blank reason', { reason: ' \n' }, '"reason" is required'],
    ['with an id of no form', { rule: 'no-wildcard-action' }, '"rule" takes the id of a rule or of a finding'],
    [
      'with a misspelt rule',
      { rule: 'iam/no-wildcard-actoin' },
      'unknown rule "iam/no-wildcard-actoin", did you mean "iam/no-wildcard-action"',
    ],
    ['with a misspelt rule of a finding', { rule: 'iam/no-wildcard-actoin[s3:*]' }, 'did you mean "iam/no-wildcard-action"'],
    ['with the engine', { rule: 'engine/rule-crashed' }, 'says that something could not be checked'],
    ['with a day of another form', { expires: '31.03.2027' }, '"expires" takes a day that exists, such as "2027-03-31", got "31.03.2027"'],
    ['with a day that does not exist', { expires: '2027-02-29' }, '"expires" takes a day that exists'],
    ['with an empty owner', { owner: '' }, '"owner" takes a text that is not empty'],
    ['without paths', { paths: [] }, '"paths" takes a list with a member'],
    ['with a path of another glob', { paths: ['Shop/{A,B}'] }, '"paths" takes paths below the construct'],
    ['with an unknown key', { until: '2027-03-31' }, 'unknown key "until"'],
  ])('%s', (_title, fields, message) => {
    const stack = new Stack(newApp(), 'Orders');
    const add = () => Acknowledgements.of(stack).add({ ...given(), ...fields });
    expect(add).toThrow(message);
    expect(add).toThrow('Acknowledgements.of("Orders").add: ');
    expect(stack.node.metadata.map(({ type }) => type)).not.toContain('cdk-least-privilege:acknowledgement');
  });

  test('but not with a rule that may be one of the app', () => {
    const stack = new Stack(newApp(), 'Orders');
    expect(() => Acknowledgements.of(stack).add(given({ rule: 'acme/require-owner' }))).not.toThrow();
  });
});

describe('what nobody may accept', () => {
  test.each<[string, (role: Role) => void]>([
    ['Acknowledgements', (role) => Acknowledgements.of(role).add(given())],
    ['the call of the framework', (role) => Validations.of(role).acknowledge({ id: `LeastPrivilege::${FINDING}`, reason: 'x' })],
    [
      'the call of the framework, by the rule',
      (role) => Validations.of(role).acknowledge({ id: 'LeastPrivilege::iam/no-wildcard-action', reason: 'x' }),
    ],
  ])('blocks in spite of %s, which blocks too', (_title, accept) => {
    const app = newApp();
    const role = roleWith(new Stack(app, 'Orders'), 'Role', 'sqs:*');
    accept(role);
    const { failed, open, accepted } = synth(app, { notAcknowledgeable: ['iam/no-wildcard-*'] });
    expect(failed).toBe(true);
    expect(accepted).toEqual([]);
    expect(open.map(({ severity, ruleName }) => `${severity} ${ruleName.split('[')[0]}`)).toEqual([
      'fatal iam/no-wildcard-action',
      'fatal engine/forbidden-acknowledgement',
    ]);
  });

  test('a warning stays a warning, and is not taken for accepted', () => {
    const app = newApp();
    const role = roleWith(new Stack(app, 'Orders'), 'Role', 'sqs:*');
    Validations.of(role).acknowledge({ id: `LeastPrivilege::${FINDING}`, reason: 'x' });
    const { open, accepted } = synth(app, {
      notAcknowledgeable: ['iam/no-wildcard-*'],
      rules: [{ rule: 'iam/no-wildcard-action', severity: 'warning' as never }],
    });
    expect(accepted).toEqual([]);
    expect(open.map(({ severity }) => severity).sort()).toEqual(['fatal', 'warning']);
  });
});

describe('check of the assembly', () => {
  const blocking = (findings: readonly Finding[]) =>
    findings
      .filter(({ severity, acknowledged }) => severity === 'error' && acknowledged === null)
      .map(({ constructPath, findingId }) => `${constructPath} ${findingId}`)
      .sort();

  function checked(folder: string): readonly Finding[] {
    const options = optionsOf({ cwd: folder, env: process.env, codeName: 'test', ruleIds: () => [] });
    return checkPaths([folder], folder, options).findings;
  }

  /** Findings on every kind of place, some accepted on every kind of scope by every call. */
  function everyScope(props: AppProps = {}): App {
    const app = newApp(props);
    const group = new Construct(app, 'Group');
    const stage = new Stage(app, 'Prod');
    const orders = new Stack(app, 'Orders');
    const nested = new NestedStack(orders, 'Nested');
    const places = [
      orders,
      nested,
      new Stack(group, 'Stack'),
      new Stack(stage, 'Stack'),
      new NestedStack(new Stack(stage, 'Outer'), 'Nested'),
    ];
    for (const place of places) roleWith(place, 'Role', 'sqs:*', 'sns:*', 'ssm:*', 'kms:*', 'states:*', 'events:*');
    Acknowledgements.of(app).add(given({ rule: 'iam/no-wildcard-action[sns:*]', paths: ['*/Nested/Role'] }));
    Acknowledgements.of(stage).add(given({ expires: '2027-12-31', owner: 'orders' }));
    Acknowledgements.of(nested).add(given({ rule: 'iam/no-wildcard-action[ssm:*]', expires: '2027-01-01' }));
    Acknowledgements.of(group).add(given({ rule: 'iam/no-wildcard-action[ssm:*]' }));
    Validations.of(app).acknowledge({ id: 'LeastPrivilege::iam/no-wildcard-action[kms:*]', reason: 'on the app' });
    Validations.of(stage).acknowledge({ id: 'LeastPrivilege::iam/no-wildcard-action[ssm:*]', reason: 'on a stage' });
    Validations.of(nested.node.findChild('Role')).acknowledge({ id: 'LeastPrivilege::iam/no-wildcard-action[states:*]', reason: 'below' });
    Validations.of(group).acknowledge({ id: 'LeastPrivilege::iam/no-wildcard-action', reason: 'a whole rule' });
    return app;
  }

  test.each<[string, AppProps]>([
    ['as it is', {}],
    ['without metadata of paths', { context: { 'aws:cdk:disable-asset-metadata': true, 'aws:cdk:disable-path-metadata': true } }],
    [
      'without stack traces, analytics and a tree',
      { analyticsReporting: false, stackTraces: false, treeMetadata: false, context: { 'aws:cdk:enable-path-metadata': true } },
    ],
  ])('blocks what the synthesis blocks, with the same reasons: %s', (_title, props) => {
    const app = everyScope(props);
    const { failed, open, accepted } = synth(app);
    expect(failed).toBe(true);
    const findings = checked(app.outdir);
    const errors = open
      .filter(({ severity }) => severity === 'error')
      .map(({ ruleName, violatingConstructs }) => `${violatingConstructs[0]?.constructPath} ${ruleName.replace(/@.*/, '')}`);
    expect(blocking(findings)).toEqual(errors.sort());
    expect(errors.length).toBeGreaterThan(5);
    expect(errors.length + accepted.length).toBe(30);
    expect(
      findings
        .filter(({ acknowledged }) => acknowledged !== null)
        .map(({ constructPath, acknowledged }) => `${constructPath} ${acknowledged}`)
        .sort(),
    ).toEqual(accepted.map(({ violatingConstructs, reason }) => `${violatingConstructs[0]?.constructPath} ${reason}`).sort());
    const remarks = (rules: readonly string[]) => rules.filter((rule) => rule.startsWith('engine/')).sort();
    expect(remarks(findings.map(({ findingId }) => findingId))).toEqual(remarks(open.map(({ ruleName }) => ruleName)));
  });

  test('of a stage alone knows what was accepted above it', () => {
    const app = everyScope();
    synth(app);
    const all = checked(app.outdir);
    const stage = checked(join(app.outdir, 'assembly-Prod'));
    expect(blocking(stage)).toEqual(blocking(all).filter((place) => place.startsWith('Prod/')));
    expect(stage.filter(({ ruleId }) => ruleId.startsWith('engine/'))).toEqual([]);
  });

  test('reads what a program without the checks accepts', () => {
    const app = newApp();
    roleWith(new Stack(app, 'Orders'), 'Role', 'sqs:*');
    Acknowledgements.of(app).add(given());
    app.synth();
    expect(checked(app.outdir).filter(({ ruleId }) => ruleId === 'iam/no-wildcard-action')).toMatchObject([
      { acknowledged: 'empties a queue of tests' },
    ]);
  });

  test('fails on an acknowledgement that it cannot read', () => {
    const app = newApp();
    const stack = new Stack(app, 'Orders');
    roleWith(stack, 'Role', 'sqs:*');
    Acknowledgements.of(stack).add(given());
    app.synth();
    const file = join(app.outdir, 'Orders.metadata.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('empties a queue of tests', ''));
    expect(checked(app.outdir).map(({ ruleId, message }) => `${ruleId}: ${message}`)).toContain(
      'engine/unreadable-input: an acknowledgement on "Orders" cannot be read: "reason" is required: say why it is fine, got ""',
    );
  });
});

test('the hook of somebody else on the app stays', () => {
  const { attachCustomSynthesis } = jest.requireActual<typeof import('aws-cdk-lib')>('aws-cdk-lib');
  const app = newApp();
  const onSynthesize = jest.fn();
  attachCustomSynthesis(app, { onSynthesize });
  roleWith(new Stack(app, 'Orders'), 'Role', 'sqs:*');
  Acknowledgements.of(app).add(given());
  app.synth();
  expect(onSynthesize).toHaveBeenCalledTimes(1);
  expect(readFileSync(join(app.outdir, 'manifest.json'), 'utf8')).toContain('empties a queue of tests');
});
