import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_dynamodb as dynamodb, aws_ecr as ecr, aws_lambda as lambda, aws_lambda_nodejs as nodejs, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Access, SecureDockerImageFunction, type SecureFunctionOptions, SecureNodejsFunction } from '../../lib';
import { SecurePythonFunction } from '../../lib/python';
import { about, findingsIn, statementsOf } from './stacks';

const folder = mkdtempSync(join(tmpdir(), 'least-privilege-functions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

writeFileSync(join(folder, 'place-order.ts'), 'export const handler = async (event: { id: string }): Promise<string> => event.id;\n');
writeFileSync(join(folder, 'package-lock.json'), '{}');
mkdirSync(join(folder, 'python'));
writeFileSync(join(folder, 'python', 'index.py'), 'def handler(event, context):\n    return event["id"]\n');

const runtime = lambda.Runtime.PYTHON_3_14;
const node = { entry: join(folder, 'place-order.ts'), depsLockFilePath: join(folder, 'package-lock.json'), projectRoot: folder };

/** The siblings of `SecureFunction`, each with the least that it needs. */
const siblings: readonly (readonly [
  string,
  NewableFunction,
  (
    stack: Stack,
    options: SecureFunctionOptions & lambda.FunctionOptions,
  ) => lambda.Function & { addAccess: SecureNodejsFunction['addAccess'] },
])[] = [
  ['SecureNodejsFunction', nodejs.NodejsFunction, (stack, options) => new SecureNodejsFunction(stack, 'Fn', { ...node, ...options })],
  [
    'SecureDockerImageFunction',
    lambda.DockerImageFunction,
    (stack, options) => {
      const repository = ecr.Repository.fromRepositoryName(stack, 'Repository', 'orders');
      const code = lambda.DockerImageCode.fromEcr(repository, { tagOrDigest: `sha256:${'0'.repeat(64)}` });
      return new SecureDockerImageFunction(stack, 'Fn', { code, ...options });
    },
  ],
  [
    'SecurePythonFunction',
    lambda.Function,
    (stack, options) => new SecurePythonFunction(stack, 'Fn', { entry: join(folder, 'python'), runtime, ...options }),
  ],
];

function newStack(): Stack {
  // Bundling for Python runs a container.
  return new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Orders');
}

function newTable(stack: Stack): dynamodb.TableV2 {
  return new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
}

describe.each(siblings)('%s', (_, parent, make) => {
  test('is a function of its kind, with a role, a log group and a policy below it', () => {
    const stack = newStack();
    const fn = make(stack, {});
    expect(fn).toBeInstanceOf(parent);
    expect(fn.role?.node.path).toBe('Orders/Fn/ServiceRole');
    expect(fn.grantPrincipal).toBe(fn.role);
    expect(fn.logGroup.node.path).toBe('Orders/Fn/LogGroup');
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Role', 1);
    template.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent(), Policies: Match.absent() });
  });

  test('holds what is declared, at once and later, and nothing else', () => {
    const stack = newStack();
    const table = newTable(stack);
    const fn = make(stack, { access: [Access.table(table).putItems()] });
    fn.addAccess(Access.metrics('Orders').put());
    expect(about(statementsOf(stack, 'Fn'), 'dynamodb', 'cloudwatch')).toEqual([
      { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '<Table.Arn>' },
      expect.objectContaining({ Action: 'cloudwatch:PutMetricData', Condition: { StringEquals: { 'cloudwatch:namespace': 'Orders' } } }),
    ]);
    expect(statementsOf(stack, 'Fn')).toHaveLength(4);
    expect(findingsIn(stack)).toEqual([]);
  });

  test('logs JSON to its own group for a month, and traces', () => {
    const stack = newStack();
    make(stack, {});
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::Function', {
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: Match.stringLikeRegexp('^FnLogGroup') } },
      TracingConfig: { Mode: 'Active' },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  test('tags and boundaries of the function reach its role and log group', () => {
    const stack = newStack();
    Tags.of(make(stack, {})).add('team', 'orders');
    const Tags_ = [{ Key: 'team', Value: 'orders' }];
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { Tags: Tags_ });
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { Tags: Tags_ });
  });

  test('fails where it is opened, widened or given a secret', () => {
    const stack = newStack();
    const fn = make(stack, {});
    expect(() => newTable(stack).grantFullAccess(fn)).toThrow('the role of "Orders/Fn" holds exact permissions only');
    expect(() => fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE })).toThrow('a function URL of "Orders/Fn"');
    expect(() => fn.addEnvironment('API_KEY', 'q8Zr2Lx0Vt6Nw4Ks9Bd1')).toThrow('the environment variable "API_KEY" of "Orders/Fn" holds');
    expect(() => make(newStack(), { environment: { API_KEY: 'q8Zr2Lx0Vt6Nw4Ks9Bd1' } })).toThrow('the environment variable "API_KEY"');
  });
});

describe('SecureNodejsFunction', () => {
  test('finds the handler beside the file that makes it, and bundles it for Node.js 24', () => {
    const app = new App();
    const stack = new Stack(app, 'Orders');
    new SecureNodejsFunction(stack, 'receipt', { bundling: { forceDockerBundling: false } });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Handler: 'index.handler' });
    const { directory } = app.synth();
    const [asset = ''] = readdirSync(directory).filter((name) => name.startsWith('asset.'));
    expect(readFileSync(join(directory, asset, 'index.js'), 'utf8')).toContain('"paid"');
  });

  test('fails where no handler is found, with the files that it can be', () => {
    expect(() => new SecureNodejsFunction(newStack(), 'missing')).toThrow(
      /no handler is found for the function "missing": set "entry".*secure-siblings\.test\.missing\.ts/,
    );
  });

  test('takes code that is bundled already', () => {
    const stack = newStack();
    new SecureNodejsFunction(stack, 'Fn', { code: lambda.Code.fromInline('exports.handler = () => {};'), handler: 'index.handler' });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Code: { ZipFile: 'exports.handler = () => {};' } });
  });
});

test('a container image has no runtime to judge, and Python in an old one is refused', () => {
  const old = { entry: join(folder, 'python'), runtime: lambda.Runtime.PYTHON_3_9 };
  expect(() => new SecurePythonFunction(newStack(), 'Fn', old)).toThrow(
    '"Orders/Fn" runs in "python3.9", which gets no security patches since 2025-12-15: set "runtime" to lambda.Runtime.PYTHON_3_14',
  );
});
