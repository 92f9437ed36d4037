import { join } from 'node:path';
import {
  App,
  Aspects,
  CfnParameter,
  CfnResource,
  type IPolicyValidationContext,
  NestedStack,
  type PolicyViolation,
  Stack,
  Stage,
  Validations,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CloudFormationProduct, CloudFormationTemplate, ProductStack } from 'aws-cdk-lib/aws-servicecatalog';
import { Construct, type IConstruct, RootConstruct } from 'constructs';
import { LeastPrivilegeChecks, type LeastPrivilegeChecksProps, Pack, RuleSeverity } from '../../lib';

const QUEUE = arnOf('sqs');

/** A queue or a topic, for the service of an action. */
function arnOf(service = ''): string {
  return `arn:aws:${service}:eu-west-1:111122223333:orders`;
}

function roleWith(scope: Construct, id: string, action: string, resource = arnOf(action.split(':')[0])): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
  return role;
}

/** The context that the framework gives a plugin registered on the app, after a synthesis without plugins. */
function contextOf(app: App): IPolicyValidationContext {
  const { stacksRecursively } = app.synth();
  return {
    templatePaths: stacksRecursively.map(({ templateFullPath }) => templateFullPath),
    stackTemplates: stacksRecursively.map((stack) => ({
      stackConstructPath: stack.hierarchicalId,
      templatePath: stack.templateFullPath,
      accountId: undefined,
      region: undefined,
    })),
    appConstruct: app,
  };
}

const named = (violations: readonly PolicyViolation[]) => violations.map(({ ruleName }) => ruleName);

const pathsIn = (violations: readonly PolicyViolation[]) =>
  violations.flatMap(({ violatingResources }) => violatingResources.map(({ constructPath }) => constructPath));

function messageOf(synth: () => unknown): string {
  try {
    synth();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
}

const timesIn = (text: string, part: string) => text.split(part).length - 1;

describe('in unit tests of an app', () => {
  test('Template.fromStack fails on a stack of an implicit app, and names the finding', () => {
    const stack = new Stack();
    roleWith(stack, 'Role', 'sqs:*');
    Aspects.of(stack).add(new LeastPrivilegeChecks());
    const message = messageOf(() => Template.fromStack(stack));
    expect(message).toContain("Acknowledge with 'LeastPrivilege::iam/no-wildcard-action[sqs:*]'");
    expect(message).toContain('least-privilege-checks.test.ts:');
  });

  test('Template.fromStack returns the template of a stack without findings', () => {
    const stack = new Stack();
    roleWith(stack, 'Role', 'sqs:SendMessage');
    Aspects.of(stack).add(new LeastPrivilegeChecks());
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 1);
  });

  test('a second attempt fails like the first', () => {
    const app = new App();
    roleWith(new Stack(app, 'Stack'), 'Role', 'sqs:*');
    Aspects.of(app).add(new LeastPrivilegeChecks());
    for (const attempt of [1, 2, 3]) {
      const message = messageOf(() => app.synth({ force: true }));
      expect([attempt, timesIn(message, 'no-wildcard-action[sqs:*]')]).toEqual([attempt, 1]);
    }
  });

  test('apps in one process do not know of each other', () => {
    const checks = new LeastPrivilegeChecks();
    const [first, second, third] = ['sqs:*', 'sqs:SendMessage', 'sqs:*'].map((action) => {
      const app = new App();
      Aspects.of(app).add(checks);
      roleWith(new Stack(app, 'Stack'), 'Role', action);
      return messageOf(() => app.synth());
    });
    expect(first).toContain('no-wildcard-action[sqs:*]');
    expect(second).toBe('');
    expect(third).toContain('no-wildcard-action[sqs:*]');
  });
});

describe('as an aspect', () => {
  test('added to a construct and to its stack, everything is said once', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const inner = new Construct(stack, 'Inner');
    roleWith(inner, 'Role', 'sqs:*');
    const checks = new LeastPrivilegeChecks();
    Aspects.of(inner).add(checks);
    Aspects.of(stack).add(checks);
    expect(
      timesIn(
        messageOf(() => app.synth()),
        'no-wildcard-action[sqs:*]',
      ),
    ).toBe(1);
  });

  test('of two packs on one place, the graver severity counts', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    Aspects.of(stack).add(new LeastPrivilegeChecks({ pack: Pack.CRITICAL }));
    Aspects.of(stack).add(new LeastPrivilegeChecks({ pack: Pack.STRICT }));
    roleWith(stack, 'Role', 'sqs:*');
    const message = messageOf(() => app.synth());
    expect(timesIn(message, 'no-wildcard-action[sqs:*]')).toBe(1);
    expect(message).toContain('ERROR');
  });

  test('refuses a tree without an app, whose plugins would never run', () => {
    const root = new RootConstruct('Root');
    expect(() => new LeastPrivilegeChecks().visit(new Construct(root, 'Child'))).toThrow(/add LeastPrivilegeChecks to an App or below one/);
  });

  test('names its scope also for a problem of the whole stack', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const scope = new Construct(stack, 'Scope');
    stack.addTransform('Unknown-Macro');
    roleWith(stack, 'Role', 'sqs:*');
    Aspects.of(scope).add(new LeastPrivilegeChecks());
    const message = messageOf(() => app.synth());
    expect(message).toContain('Unknown-Macro');
    expect(message).not.toContain('no-wildcard-action');
  });
});

describe('as a plugin', () => {
  test('a violation carries everything that the framework prints and records', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    roleWith(stack, 'Role', 'sqs:*');
    const { success, violations } = new LeastPrivilegeChecks().validate(contextOf(app));
    expect(success).toBe(false);
    expect(violations).toEqual([
      {
        ruleName: 'iam/no-wildcard-action[sqs:*]',
        description: expect.stringMatching(/"sqs:\*", at PolicyDocument\.Statement\[0\]\.Action$/),
        fix: expect.stringMatching(/sqs:SendMessage.*\nWhy: /),
        severity: 'error',
        violatingResources: [
          {
            constructPath: 'Stack/Role/DefaultPolicy/Resource',
            resourceLogicalId: expect.stringMatching(/^RoleDefaultPolicy/),
            templatePath: join(app.outdir, 'Stack.template.json'),
            locations: ['Properties.PolicyDocument.Statement.0.Action'],
          },
        ],
        ruleMetadata: expect.objectContaining({ ruleId: 'iam/no-wildcard-action', evidence: 'sqs:*' }),
      },
    ]);
  });

  test('a pack that does not know the rule finds nothing, a stricter one finds more', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    roleWith(stack, 'Role', 'sqs:Send*');
    const context = contextOf(app);
    const severities = (pack: Pack) => new LeastPrivilegeChecks({ pack }).validate(context).violations.map(({ severity }) => severity);
    expect(severities(Pack.STRICT)).toContain('error');
    expect(severities(Pack.CRITICAL)).not.toContain('error');
  });

  test('a template that does not exist is a violation, not an exception', () => {
    const app = new App();
    roleWith(new Stack(app, 'Stack'), 'Role', 'sqs:*');
    const context = contextOf(app);
    const missing = join(app.outdir, 'Missing.template.json');
    const { success, violations } = new LeastPrivilegeChecks().validate({ ...context, templatePaths: [...context.templatePaths, missing] });
    expect(success).toBe(false);
    expect(named(violations).sort()).toEqual(['engine/unreadable-input[Missing.template.json]', 'iam/no-wildcard-action[sqs:*]']);
  });

  test('a tree that fails while it is read is a violation that nobody can acknowledge', () => {
    const broken = { node: { children: undefined } } as unknown as IConstruct;
    const { success, violations } = new LeastPrivilegeChecks().validate({ templatePaths: [], stackTemplates: [], appConstruct: broken });
    expect(success).toBe(false);
    expect(violations).toMatchObject([{ ruleName: 'engine/checks-crashed', severity: 'fatal', violatingResources: [{ locations: [] }] }]);
  });

  test('information that holds in many places is said once', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    for (const id of ['One', 'Two', 'Three']) {
      const role = new Role(stack, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole'));
    }
    const { success, violations } = new LeastPrivilegeChecks({ pack: Pack.STRICT }).validate(contextOf(app));
    expect(success).toBe(true);
    expect(violations.map(({ severity, description }) => [severity, description])).toEqual([
      ['info', expect.stringMatching(/"AWSLambdaBasicExecutionRole".*, at ManagedPolicyArns\[0\], and in 2 more places$/)],
    ]);
  });

  describe('advice that holds for many resources', () => {
    function sharedRoles(...names: string[]) {
      const app = new App();
      const stack = new Stack(app, 'Stack');
      for (const name of names) {
        const scope = new Construct(stack, name);
        const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
        role.addToPolicy(new PolicyStatement({ actions: ['sqs:Send*'], resources: [QUEUE] }));
      }
      return { app, stack };
    }
    const warn: LeastPrivilegeChecksProps = { rules: [{ rule: 'iam/no-partial-wildcard-action', severity: RuleSeverity.WARNING }] };
    const partial = (violations: readonly PolicyViolation[]) =>
      violations.filter(({ ruleName }) => ruleName.startsWith('iam/no-partial-wildcard-action'));

    test('is one violation, which names them all', () => {
      const names = Array.from({ length: 14 }, (_, index) => `Fn${index + 10}`);
      const { app } = sharedRoles(...names);
      const [violation, ...more] = partial(new LeastPrivilegeChecks(warn).validate(contextOf(app)).violations);
      expect(more).toEqual([]);
      expect(violation?.description).toMatch(/, at PolicyDocument\.Statement\[0\]\.Action, and in 13 more places$/);
      expect(violation?.violatingResources).toHaveLength(1);
      const path = (name: string) => `- Stack/${name}/Role/DefaultPolicy/Resource`;
      expect(violation?.fix?.split('\n').slice(-12)).toEqual([
        'The same holds for:',
        ...names.slice(1, 11).map(path),
        '- and 3 more, see "alsoIn" in validation-report.json',
      ]);
      expect(violation?.ruleMetadata?.alsoIn?.split('\n')).toEqual(names.slice(1).map((name) => path(name).slice(2)));
    });

    test('is acknowledged construct by construct', () => {
      const { app, stack } = sharedRoles('One', 'Two', 'Three');
      Validations.of(stack.node.findChild('One')).acknowledge({
        id: 'LeastPrivilege::iam/no-partial-wildcard-action[sqs:Send*]',
        reason: 'old',
      });
      const context = contextOf(app);
      jest.isolateModules(() => {
        jest.doMock('aws-cdk-lib/package.json', () => ({ version: '2.276.0' }));
        const found = partial(new LeastPrivilegeChecks(warn).validate(context).violations);
        expect(found.map(({ violatingResources }) => violatingResources[0]?.constructPath)).toEqual([
          'Stack/One/Role/DefaultPolicy/Resource',
          'Stack/Three/Role/DefaultPolicy/Resource',
        ]);
        expect(found.map(({ fix }) => fix?.includes('- Stack/'))).toEqual([false, true]);
        jest.dontMock('aws-cdk-lib/package.json');
      });
    });

    test('stands by itself where the framework accepts an id in the whole app', () => {
      const { app, stack } = sharedRoles('One', 'Two', 'Three');
      Validations.of(stack.node.findChild('One')).acknowledge({
        id: 'LeastPrivilege::iam/no-partial-wildcard-action[sqs:Send*]',
        reason: 'old',
      });
      const context = contextOf(app);
      jest.isolateModules(() => {
        jest.doMock('aws-cdk-lib/package.json', () => ({ version: '2.270.0' }));
        const found = partial(new LeastPrivilegeChecks(warn).validate(context).violations);
        expect(found.map(({ ruleName }) => ruleName.includes('@Stack/'))).toEqual([false, true, true]);
        jest.dontMock('aws-cdk-lib/package.json');
      });
    });

    test('is said again in another stack, which the CLI may be asked about alone', () => {
      const app = new App();
      for (const id of ['A', 'B']) roleWith(new Stack(app, id), 'Role', 'sqs:Send*');
      expect(pathsIn(partial(new LeastPrivilegeChecks(warn).validate(contextOf(app)).violations))).toEqual([
        'A/Role/DefaultPolicy/Resource',
        'B/Role/DefaultPolicy/Resource',
      ]);
    });

    test('errors stand one by one', () => {
      const { app } = sharedRoles('One', 'Two');
      expect(partial(new LeastPrivilegeChecks().validate(contextOf(app)).violations)).toHaveLength(2);
    });
  });

  test('a stack without resources is fine', () => {
    const app = new App();
    new CfnParameter(new Stack(app, 'Stack'), 'Parameter', { default: 'value' });
    expect(new LeastPrivilegeChecks().validate(contextOf(app))).toEqual({ success: true, violations: [] });
  });

  test('values that cross stacks are resolved even when only one of them is asked about', () => {
    const app = new App();
    const exporting = new Stack(app, 'Exporting');
    roleWith(exporting, 'Role', 'sqs:SendMessage');
    const wildcard = new CfnParameter(exporting, 'Wildcard', { default: 'sqs:*' });
    const importing = new Stack(app, 'Importing');
    exporting.exportValue(wildcard.valueAsString, { name: 'Action' });
    new CfnResource(importing, 'Policy', {
      type: 'AWS::IAM::ManagedPolicy',
      properties: {
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: { 'Fn::ImportValue': 'Action' }, Resource: QUEUE }],
        },
      },
    });
    const context = contextOf(app);
    const templatePaths = context.templatePaths.filter((path) => path.includes('Importing'));
    expect(named(new LeastPrivilegeChecks().validate({ ...context, templatePaths }).violations)).toEqual(['iam/no-wildcard-action[sqs:*]']);
  });

  test('a framework that asks once per environment hears everything once, and again in the next synthesis', () => {
    const app = new App();
    roleWith(new Stack(app, 'One', { env: { region: 'eu-west-1' } }), 'Role', 'sqs:*');
    roleWith(new Stack(app, 'Two', { env: { region: 'us-east-1' } }), 'Role', 'sns:*');
    const context = contextOf(app);
    const checks = new LeastPrivilegeChecks();
    const heard = () =>
      context.templatePaths.flatMap((path) => named(checks.validate({ ...context, templatePaths: [path] }).violations)).sort();
    const everything = ['iam/no-wildcard-action[sns:*]', 'iam/no-wildcard-action[sqs:*]'];
    expect([heard(), heard()]).toEqual([everything, everything]);
  });

  test('nested stacks and products, which the framework does not name, are read', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    roleWith(new NestedStack(new NestedStack(stack, 'Nested'), 'Inner'), 'Role', 'sqs:*');
    class Product extends ProductStack {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        roleWith(this, 'Role', 'sns:*');
      }
    }
    new CloudFormationProduct(stack, 'Product', {
      productName: 'Product',
      owner: 'owner',
      productVersions: [{ cloudFormationTemplate: CloudFormationTemplate.fromProductStack(new Product(stack, 'Template')) }],
    });
    const { violations } = new LeastPrivilegeChecks().validate(contextOf(app));
    expect(pathsIn(violations).sort()).toEqual([
      'Stack/Nested/Inner/Role/DefaultPolicy/Resource',
      'Stack/Template/Role/DefaultPolicy/Resource',
    ]);
  });

  test('the parameters of a nested stack are resolved', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const nested = new NestedStack(stack, 'Nested', { parameters: { Resource: '*' } });
    roleWith(nested, 'Role', 'sqs:SendMessage', new CfnParameter(nested, 'Resource').valueAsString);
    const { violations } = new LeastPrivilegeChecks().validate(contextOf(app));
    expect(violations.map(({ ruleMetadata }) => ruleMetadata?.ruleId)).toEqual(['iam/no-wildcard-resource']);
  });
});

describe('acknowledgements', () => {
  const reason = 'the queue is the only one';

  function acknowledged(id: string) {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    Validations.of(roleWith(stack, 'Accepted', 'sqs:*')).acknowledge({ id, reason });
    roleWith(stack, 'Beside', 'sqs:*');
    return contextOf(app);
  }

  test('a finding that its rule accepts takes the name of the rule, so that the framework records it', () => {
    const { violations } = new LeastPrivilegeChecks().validate(acknowledged('LeastPrivilege::iam/no-wildcard-action'));
    expect(violations.map(({ ruleName, violatingResources }) => [violatingResources[0]?.constructPath, ruleName])).toEqual([
      ['Stack/Accepted/DefaultPolicy/Resource', 'iam/no-wildcard-action'],
      ['Stack/Beside/DefaultPolicy/Resource', 'iam/no-wildcard-action[sqs:*]'],
    ]);
  });

  test('the reason of a rule is printed with the first finding that is not accepted', () => {
    const { violations } = new LeastPrivilegeChecks().validate(acknowledged('LeastPrivilege::iam/no-wildcard-action[sqs:*]'));
    expect(violations.map(({ fix }) => fix?.includes('\nWhy: '))).toEqual([false, true]);
  });

  test('where the framework accepts an id in the whole app, a finding elsewhere takes a name of its own', () => {
    jest.isolateModules(() => {
      jest.doMock('aws-cdk-lib/package.json', () => ({ version: '2.270.0' }));
      const { violations } = new LeastPrivilegeChecks().validate(acknowledged('LeastPrivilege::iam/no-wildcard-action[sqs:*]'));
      expect(named(violations)).toEqual([
        'iam/no-wildcard-action[sqs:*]',
        'iam/no-wildcard-action[sqs:*]@Stack/Beside/DefaultPolicy/Resource',
      ]);
      jest.dontMock('aws-cdk-lib/package.json');
    });
  });
});

test('importing the package loads no rule', () => {
  const loaded = jest.fn();
  jest.isolateModules(() => {
    for (const engine of ['../../lib/check', '../../policies']) {
      jest.doMock(engine, () => {
        loaded(engine);
        return jest.requireActual(engine);
      });
    }
    const { LeastPrivilegeChecks: Checks } = require('../../lib') as typeof import('../../lib');
    expect(new Checks().version).toMatch(/^\d+\.\d+\.\d+/);
  });
  expect(loaded).not.toHaveBeenCalled();
});

test('a stage that is synthesized on its own is still checked by its app', () => {
  const app = new App();
  const stage = new Stage(app, 'Stage');
  roleWith(new Stack(stage, 'Stack'), 'Role', 'sqs:*');
  Aspects.of(stage).add(new LeastPrivilegeChecks());
  stage.synth();
  expect(messageOf(() => app.synth())).toContain('Stage/Stack/Role/DefaultPolicy/Resource');
});
