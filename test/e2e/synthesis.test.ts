import { blockOf, lineOf, type Outcome, placesIn, type Synthesis, suppressedIn, synthesizeAll, violationsIn } from './synthesis';

const CLI_FAILS = 'Synthesis finished with errors';
const STRICT_CLI_FAILS = 'Synthesis finished with warnings (--strict mode)';
const PROGRAM_FAILS = 'Validation failed';

const syntheses = {
  'every way in, CLI': { app: 'every-way-in', cli: [] },
  'every way in, program': { app: 'every-way-in' },
  'every way in, clean stack': { app: 'every-way-in', cli: ['Clean', '--quiet'] },
  'every way in, CDK validates too': { app: 'every-way-in', cli: ['Plain'], env: { CDK_VALIDATION: 'true' } },
  'stage, CLI': { app: 'stages', cli: [] },
  'stage, strict CLI': { app: 'stages', cli: ['--strict'] },
  'stage, all selected': { app: 'stages', cli: ['**'] },
  'stage, program': { app: 'stages' },
  'stage healthy, CLI': { app: 'stages', cli: [], env: { SHAPE: 'healthy' } },
  'stage healthy, program': { app: 'stages', env: { SHAPE: 'healthy' } },
  'stage validated, CLI': { app: 'stages', cli: [], env: { SHAPE: 'validated', CDK_VALIDATION: 'true' } },
  'stage validated, CLI without validation': { app: 'stages', cli: ['--no-validation'], env: { SHAPE: 'validated' } },
  'stage beside a stack, CLI': { app: 'stages', cli: [], env: { SHAPE: 'beside-a-stack' } },
  'stage beside a stack, healthy stage selected': { app: 'stages', cli: ['Dev/*', '--quiet'], env: { SHAPE: 'beside-a-stack' } },
  'stage, healthy stage exclusively': { app: 'stages', cli: ['Dev/*', '--exclusively', '--quiet'] },
  'stage acknowledged, CLI': { app: 'stages', cli: [], env: { SHAPE: 'acknowledged' } },
  'stage with a warning, CLI': { app: 'stages', cli: [], env: { SHAPE: 'warning' } },
  'stage with a warning, strict CLI': { app: 'stages', cli: ['--strict'], env: { SHAPE: 'warning' } },
  'app, aspect': { app: 'scopes', env: { SCOPE: 'app' } },
  'app, plugin': { app: 'scopes', env: { SCOPE: 'app', DOOR: 'plugin' } },
  'stage, aspect': { app: 'scopes', env: { SCOPE: 'stage' } },
  'stage, plugin': { app: 'scopes', env: { SCOPE: 'stage', DOOR: 'plugin' } },
  'stack, aspect': { app: 'scopes', env: { SCOPE: 'stack' } },
  'construct, aspect': { app: 'scopes', env: { SCOPE: 'construct' } },
  'construct, aspect, CLI': { app: 'scopes', cli: ['**'], env: { SCOPE: 'construct' } },
  'twice, CLI': { app: 'twice', cli: ['**'] },
  'twice, program': { app: 'twice' },
  'rule crashes, CLI': { app: 'crash', cli: [] },
  'rule crashes, program': { app: 'crash' },
  'engine crashes, CLI': { app: 'crash', cli: [], env: { CRASH: 'engine' } },
  'engine crashes, program': { app: 'crash', env: { CRASH: 'engine' } },
  'acknowledged, CLI': { app: 'acknowledged', cli: ['--quiet'] },
  'acknowledged, program': { app: 'acknowledged' },
  'acknowledged beside another value, CLI': { app: 'acknowledged', cli: [], env: { BESIDE: 'another-value' } },
  'acknowledged beside another value, program': { app: 'acknowledged', env: { BESIDE: 'another-value' } },
  'acknowledged beside another place, CLI': { app: 'acknowledged', cli: [], env: { BESIDE: 'another-place' } },
  'acknowledged beside another place, program': { app: 'acknowledged', env: { BESIDE: 'another-place' } },
  'acknowledged beside another place of the rule, program': { app: 'acknowledged', env: { BESIDE: 'another-place-of-the-rule' } },
  'warning, CLI': { app: 'warning', cli: [] },
  'warning, strict CLI': { app: 'warning', cli: ['--strict'] },
  'warning, program': { app: 'warning' },
  'beside cdk-nag, CLI': { app: 'beside-cdk-nag', cli: [] },
  'configured off, CLI': { app: 'configured', cli: ['--strict', '--quiet'], env: { CONFIGURATION: 'off' } },
  'configured off in one place, CLI': { app: 'configured', cli: [], env: { CONFIGURATION: 'off-in-one-place' } },
  'advice, CLI': { app: 'configured', cli: [], env: { CONFIGURATION: 'advice' } },
  'advice, strict CLI': { app: 'configured', cli: ['--strict'], env: { CONFIGURATION: 'advice' } },
  'misconfigured, CLI': { app: 'configured', cli: [], env: { CONFIGURATION: 'mistaken' } },
  'misconfigured, program': { app: 'configured', env: { CONFIGURATION: 'mistaken' } },
  'unreadable, CLI': { app: 'unreadable', cli: [] },
  'unreadable, program': { app: 'unreadable' },
} as const;

let outcomes: Record<keyof typeof syntheses, Outcome>;

beforeAll(async () => {
  outcomes = await synthesizeAll(syntheses);
}, 600_000);

/** Blocked by the checks, and by nothing else that happens to fail. */
function expectBlocked(name: keyof typeof syntheses) {
  const { text, exitCode } = outcomes[name];
  const { cli }: Synthesis = syntheses[name];
  const failure = cli === undefined ? PROGRAM_FAILS : cli.includes('--strict') ? STRICT_CLI_FAILS : CLI_FAILS;
  expect({ text, exitCode, says: text.includes(failure) }).toEqual({ text, exitCode: 1, says: true });
}

function expectPassed(name: keyof typeof syntheses) {
  const { text, exitCode } = outcomes[name];
  expect({ text, exitCode, says: /ERROR|FATAL|Synthesis finished|Validation failed/.exec(text) }).toEqual({
    text,
    exitCode: 0,
    says: null,
  });
}

describe.each(['every way in, CLI', 'every way in, program'] as const)('%s', (name) => {
  test('blocks', () => expectBlocked(name));

  test.each([
    ['a top-level stack', 'Plain/Role/DefaultPolicy/Resource', 'sqs', 'PolicyDocument.Statement[0]', '// plain'],
    ['a stack below a grouping construct', 'Group/Below/Role/DefaultPolicy/Resource', 'sns', 'PolicyDocument.Statement[0]', '// below'],
    ['a nested stack', 'Parent/Nested/Role/DefaultPolicy/Resource', 'kms', 'PolicyDocument.Statement[0]', '// nested'],
    ['a stack nested twice', 'Parent/Nested/Inner/Role/DefaultPolicy/Resource', 'ssm', 'PolicyDocument.Statement[0]', '// nested twice'],
    ['a property override', 'Overridden/Role/DefaultPolicy/Resource', 'sns', 'PolicyDocument.Statement[0]', '// overridden'],
    ['a generic resource', 'Generic/Policy', 'events', 'PolicyDocument.Statement', 'new CfnResource('],
    ['an included template', 'Included/Template/LegacyPolicy', 'glue', 'PolicyDocument.Statement[0]', 'new CfnInclude('],
    ['a later aspect', 'Changed/Role/DefaultPolicy/Resource', 'states', 'PolicyDocument.Statement[0]', '// changed'],
  ])('%s: names statement, value, replacement and source line', (_, path, service, place, marker) => {
    const block = blockOf(outcomes[name], path);
    expect(block).toContain('ERROR');
    expect(block).toContain(`"${service}:*"`);
    expect(block).toContain(place);
    expect(block).toContain('Suggested fix: ');
    expect(block).toContain(lineOf('every-way-in', marker));
    expect(block).toContain(`Acknowledge with 'LeastPrivilege::iam/no-wildcard-action[${service}:*]'`);
  });

  test('says nothing else', () => {
    expect(placesIn(violationsIn(outcomes[name]))).toEqual([
      'Changed/Role/DefaultPolicy/Resource iam/no-wildcard-action[states:*]',
      'Generic/Policy iam/no-wildcard-action[events:*]',
      'Group/Below/Role/DefaultPolicy/Resource iam/no-wildcard-action[sns:*]',
      'Included/Template/LegacyPolicy iam/no-wildcard-action[glue:*]',
      'Overridden/Role/DefaultPolicy/Resource iam/no-wildcard-action[sns:*]',
      'Parent/Nested/Inner/Role/DefaultPolicy/Resource iam/no-wildcard-action[ssm:*]',
      'Parent/Nested/Role/DefaultPolicy/Resource iam/no-wildcard-action[kms:*]',
      'Plain/Role/DefaultPolicy/Resource iam/no-wildcard-action[sqs:*]',
    ]);
  });

  test('the report gives template, logical id and property', () => {
    const [violation] = violationsIn(outcomes[name]).filter(({ ruleName }) => ruleName.endsWith('[kms:*]'));
    expect(violation?.violatingConstructs[0]?.cloudFormationResource).toEqual({
      templatePath: expect.stringMatching(/ParentNested\w+\.nested\.template\.json$/),
      logicalId: expect.stringMatching(/^RoleDefaultPolicy/),
      propertyPaths: ['Properties.PolicyDocument.Statement.0.Action'],
    });
  });

  test('the reason of a rule is printed once', () => {
    expect(outcomes[name].text.match(/^ {3}Why: /gm)).toHaveLength(1);
  });
});

test('a stack without findings passes on its own', () => expectPassed('every way in, clean stack'));

test("the checks block beside CDK's own validation", () => {
  expectBlocked('every way in, CDK validates too');
  expect(blockOf(outcomes['every way in, CDK validates too'], 'Plain/Role/DefaultPolicy/Resource')).toContain('"sqs:*"');
});

describe('a plain stage', () => {
  const SUMMARY = /FATAL 1 finding in stage "Prod"/;

  test.each(['stage, CLI', 'stage, strict CLI'] as const)('%s: without arguments, one summary blocks', (name) => {
    expectBlocked(name);
    expect(outcomes[name].text).toMatch(SUMMARY);
    expect(outcomes[name].text).toContain("cdk synth '**'");
    expect(outcomes[name].text).toContain('- Prod/Orders/Role/DefaultPolicy/Resource: ');
    expect(outcomes[name].text).toContain('"sqs:*"');
  });

  test('with every stack selected, the finding blocks', () => {
    expectBlocked('stage, all selected');
    expect(blockOf(outcomes['stage, all selected'], 'Prod/Orders/Role/DefaultPolicy/Resource')).toContain('"sqs:*"');
  });

  test('as a program, the finding blocks, without a summary', () => {
    expectBlocked('stage, program');
    expect(placesIn(violationsIn(outcomes['stage, program']))).toEqual([
      'Prod/Orders/Role/DefaultPolicy/Resource iam/no-wildcard-action[sqs:*]',
    ]);
  });

  test.each(['stage healthy, CLI', 'stage healthy, program'] as const)('%s: passes in silence', (name) => {
    expectPassed(name);
    expect(violationsIn(outcomes[name])).toEqual([]);
  });

  test('one that is validated on synthesis needs no summary', () => {
    expectBlocked('stage validated, CLI');
    expect(outcomes['stage validated, CLI'].text).not.toMatch(SUMMARY);
    expect(blockOf(outcomes['stage validated, CLI'], 'Prod/Orders/Role/DefaultPolicy/Resource')).toContain('"sqs:*"');
  });

  test('fails under --no-validation, which takes validation on synthesis away', () => {
    expectBlocked('stage validated, CLI without validation');
    expect(outcomes['stage validated, CLI without validation'].text).toMatch(SUMMARY);
  });

  test('beside a top-level stack, the summary stands at that stack', () => {
    expectBlocked('stage beside a stack, CLI');
    expect(outcomes['stage beside a stack, CLI'].text).toMatch(SUMMARY);
    expect(placesIn(violationsIn(outcomes['stage beside a stack, CLI']))).toContain('Top engine/unselected-stage[Prod]');
  });

  test.each(['stage beside a stack, healthy stage selected', 'stage, healthy stage exclusively'] as const)(
    '%s: another stage does not block it',
    (name) => expectPassed(name),
  );

  test('one whose findings are acknowledged passes without a summary', () => {
    expectPassed('stage acknowledged, CLI');
    expect(violationsIn(outcomes['stage acknowledged, CLI'])).toEqual([]);
    expect(suppressedIn(outcomes['stage acknowledged, CLI']).map(({ reason }) => reason)).toEqual(['purges the queue after a test']);
  });

  test('a warning is summarised as a warning, and blocks under --strict', () => {
    expectPassed('stage with a warning, CLI');
    expect(outcomes['stage with a warning, CLI'].text).toMatch(/WARNING \d findings? in stage "Prod"/);
    expectBlocked('stage with a warning, strict CLI');
  });
});

describe('findings are limited to where the checks were added', () => {
  const inside = 'Stack/Inside/Role/DefaultPolicy/Resource iam/no-wildcard-action[sns:*]';
  const beside = 'Stack/Beside/DefaultPolicy/Resource iam/no-wildcard-action[sqs:*]';
  const nested = 'Stack/Nested/Role/DefaultPolicy/Resource iam/no-wildcard-action[kms:*]';
  const stackBeside = 'StackBeside/Role/DefaultPolicy/Resource iam/no-wildcard-action[events:*]';
  const stage = 'Stage/Stack/Role/DefaultPolicy/Resource iam/no-wildcard-action[states:*]';

  test.each([
    ['app, aspect', [stackBeside, stage, beside, inside, nested]],
    ['app, plugin', [stackBeside, stage, beside, inside, nested]],
    ['stage, aspect', [stage]],
    ['stage, plugin', [stage]],
    ['stack, aspect', [beside, inside, nested]],
    ['construct, aspect', [inside]],
    ['construct, aspect, CLI', [inside]],
  ] as const)('%s', (name, expected) => {
    expectBlocked(name);
    expect(placesIn(violationsIn(outcomes[name]))).toEqual([...expected].sort());
  });
});

test.each(['twice, CLI', 'twice, program'] as const)('%s: everything is said once', (name) => {
  expectBlocked(name);
  const said = placesIn(violationsIn(outcomes[name])).filter((place) => place.includes(' iam/'));
  expect(said).toEqual([
    'Orders/Other/DefaultPolicy/Resource iam/no-wildcard-action[sns:*]',
    'Orders/Role/DefaultPolicy/Resource iam/no-wildcard-action[sqs:*]',
    expect.stringContaining(' iam/no-shared-role['),
    'Prod/Orders/Role/DefaultPolicy/Resource iam/no-wildcard-action[kms:*]',
  ]);
});

test.each(['rule crashes, CLI', 'rule crashes, program'] as const)('%s: blocks, and the other rules still run', (name) => {
  expectBlocked(name);
  expect(outcomes[name].text).toContain('FATAL rule "iam/no-not-action" failed: boom');
  expect(blockOf(outcomes[name], 'Orders/Role/DefaultPolicy/Resource')).toContain('"sqs:*"');
});

test.each(['engine crashes, CLI', 'engine crashes, program'] as const)('%s: blocks, and cannot be acknowledged', (name) => {
  expectBlocked(name);
  expect(outcomes[name].text).toContain('FATAL the checks stopped before their end: boom');
  expect(outcomes[name].text).not.toContain('Acknowledge with');
});

describe('acknowledged findings', () => {
  test.each(['acknowledged, CLI', 'acknowledged, program'] as const)('%s: pass, and stay in the report with their reasons', (name) => {
    expectPassed(name);
    expect(violationsIn(outcomes[name])).toEqual([]);
    const trail = suppressedIn(outcomes[name]).map(({ violatingConstructs, acknowledgedId, reason }) => [
      violatingConstructs[0]?.constructPath,
      acknowledgedId,
      reason,
    ]);
    expect(trail.sort()).toEqual([
      [
        'Orders/All/Below/DefaultPolicy/Resource',
        'LeastPrivilege::iam/no-wildcard-action',
        'every finding of the rule below one construct',
      ],
      ['Orders/All/DefaultPolicy/Resource', 'LeastPrivilege::iam/no-wildcard-action', 'every finding of the rule below one construct'],
      [
        'Orders/Colons/DefaultPolicy/Resource',
        'LeastPrivilege::iam/no-wildcard-resource-arn[s3:GetObject-on-arn:aws:s3:::*/orders]',
        'an id with colons',
      ],
      ['Orders/Nested/Role/DefaultPolicy/Resource', 'LeastPrivilege::iam/no-wildcard-action[ssm:*]', 'a nested stack'],
      ['Orders/One/DefaultPolicy/Resource', 'LeastPrivilege::iam/no-wildcard-action[sqs:*]', 'one finding of one role'],
    ]);
  });

  test.each([
    ['acknowledged beside another value, CLI', 'Orders/Beside/DefaultPolicy/Resource', 'events'],
    ['acknowledged beside another value, program', 'Orders/Beside/DefaultPolicy/Resource', 'events'],
    ['acknowledged beside another place, CLI', 'Orders/Beside/DefaultPolicy/Resource', 'sqs'],
    ['acknowledged beside another place, program', 'Orders/Beside/DefaultPolicy/Resource', 'sqs'],
    ['acknowledged beside another place of the rule, program', 'Invoices/Beside/DefaultPolicy/Resource', 'sns'],
  ] as const)('%s: what nobody accepted still blocks', (name, path, service) => {
    expectBlocked(name);
    const open = violationsIn(outcomes[name]);
    expect(open.flatMap(({ violatingConstructs }) => violatingConstructs.map(({ constructPath }) => constructPath))).toEqual([path]);
    expect(blockOf(outcomes[name], path)).toContain(`"${service}:*"`);
    expect(suppressedIn(outcomes[name])).toHaveLength(5);
  });
});

test('a warning is printed and passes, and blocks under --strict', () => {
  for (const name of ['warning, CLI', 'warning, program'] as const) {
    expectPassed(name);
    expect(outcomes[name].text).toContain('WARNING');
    expect(outcomes[name].text).toContain('LeastPrivilege::iam/no-shared-role[');
  }
  expectBlocked('warning, strict CLI');
});

describe('a configuration', () => {
  const [one, two] = ['Orders/One/DefaultPolicy/Resource', 'Orders/Two/DefaultPolicy/Resource'];
  const id = 'iam/no-partial-wildcard-action[sqs:Send*]';

  test('switches rules off', () => {
    expectPassed('configured off, CLI');
    expect(violationsIn(outcomes['configured off, CLI'])).toEqual([]);
  });

  test('switches rules off in one place', () => {
    expectBlocked('configured off in one place, CLI');
    expect(placesIn(violationsIn(outcomes['configured off in one place, CLI']))).toEqual([`${two} ${id}`]);
  });

  test('makes an error advice, which is said once for all places, and blocks under --strict', () => {
    expectPassed('advice, CLI');
    expectBlocked('advice, strict CLI');
    for (const name of ['advice, CLI', 'advice, strict CLI'] as const) {
      expect(placesIn(violationsIn(outcomes[name]))).toEqual([`${one} ${id}`]);
      expect(blockOf(outcomes[name], one)).toMatch(/^WARNING .*, and in 1 more place \(LeastPrivilege\)$/m);
      expect(blockOf(outcomes[name], one)).toContain(`The same holds for:\n   - ${two}`);
    }
  });

  test.each(['misconfigured, CLI', 'misconfigured, program'] as const)('%s: blocks with the place of the mistake', (name) => {
    expectBlocked(name);
    expect(outcomes[name].text).toContain(
      'FATAL configurations/mistaken.json:2:23: unknown rule "iam/no-partial-wildcard-acton", did you mean "iam/no-partial-wildcard-action"',
    );
    expect(outcomes[name].text).not.toContain('Acknowledge with');
  });
});

test.each(['unreadable, CLI', 'unreadable, program'] as const)(
  '%s: a template that cannot be read blocks, and the others are checked',
  (name) => {
    expectBlocked(name);
    expect(outcomes[name].text).toContain('FATAL template is not valid JSON');
    expect(outcomes[name].text).toContain('LeastPrivilege::engine/unreadable-input[Broken.template.json]');
    expect(blockOf(outcomes[name], 'Orders/Role/DefaultPolicy/Resource')).toContain('"sqs:*"');
  },
);

test('cdk-nag and the checks each say their own', () => {
  expectBlocked('beside cdk-nag, CLI');
  const outcome = outcomes['beside cdk-nag, CLI'];
  expect(placesIn(violationsIn(outcome))).toEqual([
    'Orders/Accepted/DefaultPolicy/Resource iam/no-wildcard-action[sns:*]',
    'Orders/Role/DefaultPolicy/Resource iam/no-wildcard-action[sqs:*]',
  ]);
  expect(outcome.text).toContain("Acknowledge with 'AwsSolutions::AwsSolutions-IAM5[Action::sqs:*]'");
  expect(outcome.text).not.toContain('AwsSolutions-IAM5[Action::sns:*]');
});
