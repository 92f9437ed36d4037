import {
  custom_resources as cr,
  Duration,
  aws_lambda_destinations as destinations,
  aws_dynamodb as dynamodb,
  aws_ec2 as ec2,
  aws_efs as efs,
  aws_iam as iam,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_logs as logs,
  aws_lambda_nodejs as nodejs,
  type Stack,
  aws_s3 as s3,
  aws_lambda_event_sources as sources,
  aws_sqs as sqs,
} from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { Access, LeastPrivilege, SecureFunction } from '../../lib';
import { about, findingsIn, newStack, code as secureCode, statementsOf } from './stacks';

const { tracing: _tracing, ...code } = secureCode;
const writesLogs = [
  {
    Effect: 'Allow',
    Action: 'logs:CreateLogGroup',
    Resource: [
      'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/lambda/<Fn>',
      'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/lambda/<Fn>:*',
    ],
  },
  {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: 'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/lambda/<Fn>:*',
  },
];

function make(props: Partial<lambda.FunctionProps> = {}, stack = newStack()): { readonly stack: Stack; readonly fn: lambda.Function } {
  return { stack, fn: new lambda.Function(stack, 'Fn', { ...code, ...props }) };
}

describe('a function that exists gets the role of a SecureFunction', () => {
  test('what it was granted before is dropped, and listed', () => {
    const { stack, fn } = make();
    const receipts = new s3.Bucket(stack, 'Receipts');
    receipts.grantReadWrite(fn);
    fn.role?.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSQSFullAccess'));
    fn.role?.attachInlinePolicy(
      new iam.Policy(stack, 'More', { statements: [new iam.PolicyStatement({ actions: ['iam:*'], resources: ['*'] })] }),
    );
    LeastPrivilege.of(fn).declare(Access.bucket(receipts).getObjects({ prefix: 'in/' }));
    expect(statementsOf(stack, '')).toEqual([{ Effect: 'Allow', Action: 's3:GetObject', Resource: '<Receipts.Arn>/in/*' }, ...writesLogs]);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent(), Policies: Match.absent() });
    template.resourceCountIs('AWS::IAM::Policy', 2);
    expect(findingsIn(stack)).toEqual([]);
    Annotations.fromStack(stack).hasInfo(
      '/Orders/Fn',
      Match.stringLikeRegexp(
        'what it was granted before is dropped.*AWSLambdaBasicExecutionRole; .*AmazonSQSFullAccess; s3:GetObject\\*.*; iam:\\* on \\*',
      ),
    );
  });

  test('its role keeps its name: what refers to it does so still', () => {
    const plain = make();
    const { stack, fn } = make();
    const { role } = fn;
    LeastPrivilege.of(fn).declare();
    expect(fn.role).toBe(role);
    const idsOf = (one: Stack) => Object.keys(Template.fromStack(one).findResources('AWS::IAM::Role'));
    expect(idsOf(stack)).toEqual(idsOf(plain.stack));
  });

  test('calling it again adds', () => {
    const { stack, fn } = make();
    LeastPrivilege.of(fn).declare(Access.metrics('Orders').put());
    LeastPrivilege.of(fn).declare(Access.queue(new sqs.Queue(stack, 'Queue')).send());
    expect(about(statementsOf(stack, 'FnServiceRole'), 'sqs', 'cloudwatch')).toHaveLength(2);
  });

  test('what is granted afterwards is kept when exact, and refused where it is added when broad', () => {
    const { stack, fn } = make();
    const queue = new sqs.Queue(stack, 'Queue');
    LeastPrivilege.of(fn).declare();
    queue.grantSendMessages(fn);
    expect(about(statementsOf(stack, 'FnServiceRole'), 'sqs')).toHaveLength(1);
    expect(() => new s3.Bucket(stack, 'Receipts').grantRead(fn)).toThrow('the role of "Orders/Fn" holds exact permissions only');
    expect(() =>
      fn.currentVersion.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })),
    ).toThrow('the role of "Orders/Fn" holds exact permissions only');
  });

  test('made within a construct of somebody else', () => {
    class Thumbnails extends Construct {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        const handler = new nodejs.NodejsFunction(this, 'Handler', { code: code.code, handler: 'index.handler', runtime: code.runtime });
        new s3.Bucket(this, 'Pictures').grantReadWrite(handler);
        const waits = new Construct(this, 'Waits');
        waits.node.addDependency(handler);
      }
    }
    const stack = newStack();
    const thumbnails = new Thumbnails(stack, 'Thumbnails');
    const handler = thumbnails.node.findChild('Handler');
    const pictures = thumbnails.node.findChild('Pictures');
    if (!(handler instanceof lambda.Function) || !(pictures instanceof s3.Bucket)) throw new Error('not what it was');
    LeastPrivilege.of(handler).declare(Access.bucket(pictures).putObjects());
    expect(about(statementsOf(stack, ''), 's3')).toEqual([
      { Effect: 'Allow', Action: 's3:PutObject', Resource: '<ThumbnailsPictures.Arn>/*' },
    ]);
    expect(findingsIn(stack)).toEqual([]);
  });

  test('a SecureFunction declares further access', () => {
    const stack = newStack();
    const fn = new SecureFunction(stack, 'Fn', secureCode);
    LeastPrivilege.of(fn).declare(Access.queue(new sqs.Queue(stack, 'Queue')).send());
    expect(about(statementsOf(stack, 'Fn'), 'sqs')).toEqual([{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '<Queue.Arn>' }]);
  });

  test('declared access sets its environment variable', () => {
    const { stack, fn } = make();
    LeastPrivilege.of(fn).declare(Access.queue(new sqs.Queue(stack, 'Queue')).send().withEnvironment('QUEUE_URL'));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { QUEUE_URL: { Ref: Match.stringLikeRegexp('^Queue') } } },
    });
  });
});

describe('what Lambda needs is kept, in exact form', () => {
  test('traces, a dead-letter queue, a key for variables', () => {
    const stack = newStack();
    const { fn } = make(
      {
        tracing: lambda.Tracing.ACTIVE,
        deadLetterQueueEnabled: true,
        environment: { STAGE: 'prod' },
        environmentEncryption: new kms.Key(stack, 'Key'),
      },
      stack,
    );
    LeastPrivilege.of(fn).declare();
    expect(about(statementsOf(stack, 'Fn'), 'xray', 'sqs', 'kms').map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'],
      ['kms:Decrypt', '<Key.Arn>'],
      ['sqs:SendMessage', '<FnDeadLetterQueue.Arn>'],
    ]);
    expect(findingsIn(stack)).toEqual([]);
  });

  test('a network, a file system, Insights and durable executions', () => {
    const stack = newStack({ env: { account: '111122223333', region: 'eu-central-1' } });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 1, restrictDefaultSecurityGroup: false });
    const point = new efs.FileSystem(stack, 'Files', { vpc }).addAccessPoint('Point');
    const { fn } = make(
      {
        vpc,
        filesystem: lambda.FileSystem.fromEfsAccessPoint(point, '/mnt/files'),
        insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_333_0,
        durableConfig: { executionTimeout: Duration.hours(1) },
      },
      stack,
    );
    LeastPrivilege.of(fn).declare();
    const statements = statementsOf(stack, 'Fn');
    expect(about(statements, 'ec2').map(({ Condition }) => Condition)).toEqual(
      Array(3).fill({ Null: { 'lambda:SourceFunctionArn': 'true' } }),
    );
    expect(about(statements, 'elasticfilesystem').map(({ Resource }) => Resource)).toEqual(
      Array(2).fill('arn:<AWS::Partition>:elasticfilesystem:eu-central-1:111122223333:file-system/<Files>'),
    );
    expect(about(statements, 'lambda').map(({ Resource }) => Resource)).toEqual(['<Fn.Arn>:*']);
    expect(JSON.stringify(statements)).toContain('/aws/lambda-insights');
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
    expect(findingsIn(stack)).toEqual([]);
  });

  test('a log group that is given', () => {
    const stack = newStack();
    const { fn } = make({ logGroup: new logs.LogGroup(stack, 'Logs') }, stack);
    LeastPrivilege.of(fn).declare();
    expect(statementsOf(stack, '')).toEqual([
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '<Logs.Arn>' },
    ]);
  });

  test.each<[string, boolean]>([
    ['before', true],
    ['afterwards', false],
  ])('event sources and destinations that were added %s', (_, isBefore) => {
    const { stack, fn } = make();
    const declare = () => LeastPrivilege.of(fn).declare();
    if (!isBefore) declare();
    const table = new dynamodb.Table(stack, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      stream: dynamodb.StreamViewType.NEW_IMAGE,
    });
    fn.addEventSource(new sources.DynamoEventSource(table, { startingPosition: lambda.StartingPosition.LATEST }));
    fn.addEventSource(new sources.SqsEventSource(new sqs.Queue(stack, 'Queue', { encryption: sqs.QueueEncryption.KMS })));
    fn.configureAsyncInvoke({
      onFailure: new destinations.SqsDestination(new sqs.Queue(stack, 'Failed', { encryption: sqs.QueueEncryption.KMS })),
    });
    if (isBefore) declare();
    const statements = about(statementsOf(stack, 'FnServiceRole'), 'dynamodb', 'sqs', 'kms');
    const pairs = statements.flatMap(({ Action, Resource }) => [Action].flat().map((action) => `${action} on ${Resource}`));
    expect(pairs.sort()).toEqual([
      'dynamodb:DescribeStream on <Table.StreamArn>',
      'dynamodb:GetRecords on <Table.StreamArn>',
      'dynamodb:GetShardIterator on <Table.StreamArn>',
      'dynamodb:ListStreams on *',
      'kms:Decrypt on <FailedKey.Arn>',
      'kms:Decrypt on <QueueKey.Arn>',
      'kms:GenerateDataKey on <FailedKey.Arn>',
      'sqs:DeleteMessage on <Queue.Arn>',
      'sqs:GetQueueAttributes on <Queue.Arn>',
      'sqs:ReceiveMessage on <Queue.Arn>',
      'sqs:SendMessage on <Failed.Arn>',
    ]);
    expect(findingsIn(stack)).toEqual([]);
  });
});

describe('a role that was given to the function', () => {
  test('stays with its other users, and the function gets a role of its own', () => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Shared', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
    const { fn } = make({ role }, stack);
    new lambda.Function(stack, 'Other', { ...code, role });
    LeastPrivilege.of(fn).declare(Access.metrics('Orders').put());
    expect(fn.role?.node.path).toBe('Orders/Fn/ServiceRole');
    expect(fn.grantPrincipal).toBe(fn.role);
    expect(about(statementsOf(stack, 'Fn'), 'cloudwatch', 's3')).toHaveLength(1);
    expect(about(statementsOf(stack, 'Shared'), 's3')).toHaveLength(1);
    const functions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
    expect(new Set(functions.map(({ Properties }) => JSON.stringify(Properties.Role))).size).toBe(2);
  });
});

test('a role that the function made and another runs with stays with the other', () => {
  const { stack, fn } = make();
  const other = new lambda.Function(stack, 'Other', { ...code, ...(fn.role === undefined ? {} : { role: fn.role }) });
  new s3.Bucket(stack, 'Receipts').grantRead(other);
  LeastPrivilege.of(fn).declare(Access.metrics('Orders').put());
  expect(fn.role?.node.path).toBe('Orders/Fn/OwnServiceRole');
  expect(about(statementsOf(stack, 'FnServiceRole'), 's3')).toHaveLength(1);
  expect(about(statementsOf(stack, 'FnOwnServiceRole'), 's3', 'cloudwatch').map(({ Action }) => Action)).toEqual([
    'cloudwatch:PutMetricData',
  ]);
  const functions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  expect(new Set(functions.map(({ Properties }) => JSON.stringify(Properties.Role))).size).toBe(2);
});

test('a role that had statements and is left with none takes policies afterwards', () => {
  const { stack, fn } = make({ initialPolicy: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })] });
  LeastPrivilege.of(fn).declare();
  const arn = 'arn:aws:sqs:eu-central-1:111122223333:orders';
  fn.role?.attachInlinePolicy(
    new iam.Policy(stack, 'More', { statements: [new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [arn] })] }),
  );
  expect(statementsOf(stack, '')).toEqual([...writesLogs, { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn }]);
});

test('what belongs to other functions of a shared role is not taken over', () => {
  const stack = newStack();
  const role = new iam.Role(stack, 'Shared', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 1 });
  const point = new efs.FileSystem(stack, 'Files', { vpc }).addAccessPoint('Point');
  const filesystem = lambda.FileSystem.fromEfsAccessPoint(point, '/mnt/files');
  new lambda.Function(stack, 'Other', { ...code, runtime: lambda.Runtime.PYTHON_3_13, role, vpc, filesystem, profiling: true });
  const { fn } = make({ role }, stack);
  LeastPrivilege.of(fn).declare();
  expect(about(statementsOf(stack, 'Fn'), 'elasticfilesystem', 'codeguru-profiler')).toEqual([]);
});

test('the function within a singleton is refused like the singleton', () => {
  const stack = newStack();
  new lambda.SingletonFunction(stack, 'Shared', { ...code, uuid: 'a1' });
  const [within] = stack.node.findAll().filter((each) => each instanceof lambda.Function);
  if (within === undefined) throw new Error('not what it was');
  expect(() => LeastPrivilege.of(within).declare()).toThrow('it is a singleton that other constructs may share');
});

describe('is refused, with the reason', () => {
  const other = iam.Role.fromRoleArn.bind(iam.Role);

  test.each<[string, (stack: Stack) => lambda.IFunction, string]>([
    ['an imported function', (stack) => lambda.Function.fromFunctionName(stack, 'Fn', 'orders'), 'it is imported'],
    ['an alias', (stack) => make({}, stack).fn.addAlias('live'), 'it is a version or an alias'],
    ['a version', (stack) => make({}, stack).fn.currentVersion, 'it is a version or an alias'],
    ['a singleton', (stack) => new lambda.SingletonFunction(stack, 'Fn', { ...code, uuid: 'a1' }), 'it is a singleton'],
    [
      'a function with an imported role',
      (stack) => make({ role: other(stack, 'Role', 'arn:aws:iam::111122223333:role/orders') }, stack).fn,
      'its role is imported',
    ],
    [
      'a function with a role that is not to be changed',
      (stack) => {
        const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
        return make({ role: role.withoutPolicyUpdates() }, stack).fn;
      },
      'its role is imported, or not to be changed',
    ],
  ])('%s', (_, fn, reason) => {
    expect(() => LeastPrivilege.of(fn(newStack())).declare()).toThrow(
      new RegExp(`LeastPrivilege cannot declare access of ".*": ${reason}`),
    );
  });

  test('a function at the edge, before and afterwards', () => {
    const trust = new iam.PolicyStatement({
      actions: ['sts:AssumeRole'],
      principals: [new iam.ServicePrincipal('edgelambda.amazonaws.com')],
    });
    const before = make().fn;
    if (before.role instanceof iam.Role) before.role.assumeRolePolicy?.addStatements(trust);
    expect(() => LeastPrivilege.of(before).declare()).toThrow('"Orders/Fn" cannot run at the edge');
    const { fn } = make();
    LeastPrivilege.of(fn).declare();
    expect(() => fn.currentVersion.edgeArn).toThrow('"Orders/Fn" cannot run at the edge');
  });
});

test('what waits for a dropped policy waits for nothing that is not in the template', () => {
  const stack = newStack();
  const { fn } = make({}, stack);
  const more = new iam.Policy(stack, 'More', { statements: [new iam.PolicyStatement({ actions: ['iam:*'], resources: ['*'] })] });
  fn.role?.attachInlinePolicy(more);
  const provider = new cr.Provider(stack, 'Provider', { onEventHandler: fn });
  provider.node.addDependency(more);
  LeastPrivilege.of(fn).declare();
  const { Resources } = Template.fromStack(stack).toJSON();
  const waited = Object.values<{ DependsOn?: string[] }>(Resources).flatMap(({ DependsOn = [] }) => DependsOn);
  expect(waited.filter((logicalId) => !(logicalId in Resources))).toEqual([]);
});
