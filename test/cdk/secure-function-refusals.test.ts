import {
  App,
  aws_lambda_destinations as destinations,
  aws_dynamodb as dynamodb,
  aws_events as events,
  aws_iam as iam,
  aws_kinesis as kinesis,
  aws_kms as kms,
  Lazy,
  aws_lambda as lambda,
  aws_s3_notifications as notifications,
  Stack,
  aws_s3 as s3,
  aws_sns as sns,
  aws_lambda_event_sources as sources,
  aws_sqs as sqs,
  aws_events_targets as targets,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, DeclaredAccess, SecureFunction } from '../../lib';
import { about, code, findingsIn, newStack, statementsOf } from './stacks';

function newFunction(stack: Stack = newStack()): { stack: Stack; fn: SecureFunction } {
  return { stack, fn: new SecureFunction(stack, 'Fn', code) };
}

const START = 'the role of "Orders/Fn" holds exact permissions only, got ';
const INSTEAD = ': declare what the code calls in "access" instead, such as ';

describe('what is broad is refused where it is added', () => {
  test.each<[string, (stack: Stack, fn: SecureFunction) => unknown, string]>([
    [
      'bucket.grantRead',
      (stack, fn) => new s3.Bucket(stack, 'Receipts').grantRead(fn),
      'the action patterns "s3:GetObject*", "s3:GetBucket*", "s3:List*"',
    ],
    ['bucket.grantPut', (stack, fn) => new s3.Bucket(stack, 'Receipts').grantPut(fn), 'the action pattern "s3:Abort*"'],
    [
      'table.grantFullAccess',
      (stack, fn) =>
        new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }).grantFullAccess(fn),
      'the action pattern "dynamodb:*"',
    ],
    [
      'key.grantEncrypt',
      (stack, fn) => new kms.Key(stack, 'Key').grantEncrypt(fn),
      'the action patterns "kms:ReEncrypt*", "kms:GenerateDataKey*"',
    ],
    [
      'addToRolePolicy with a wildcard action',
      (_, fn) =>
        fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:*'], resources: ['arn:aws:sqs:eu-central-1:111122223333:orders'] })),
      'the action pattern "sqs:*"',
    ],
    [
      'addToRolePolicy with "*"',
      (_, fn) => fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'xray:PutTraceSegments'], resources: ['*'] })),
      '"dynamodb:GetItem" on "*"',
    ],
    [
      'addToRolePolicy with a prefix',
      (stack, fn) =>
        fn.addToRolePolicy(
          new iam.PolicyStatement({
            actions: ['dynamodb:GetItem'],
            resources: [stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: 'orders-*' })],
          }),
        ),
      '"dynamodb:GetItem" on "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders-*"',
    ],
    [
      'NotAction',
      (_, fn) =>
        fn.addToRolePolicy(new iam.PolicyStatement({ notActions: ['iam:*'], resources: ['arn:aws:sqs:eu-central-1:111122223333:orders'] })),
      '"NotAction", which allows all other actions',
    ],
    [
      'NotResource',
      (_, fn) =>
        fn.addToRolePolicy(
          new iam.PolicyStatement({ actions: ['sqs:SendMessage'], notResources: ['arn:aws:sqs:eu-central-1:111122223333:orders'] }),
        ),
      '"NotResource", which allows all other resources',
    ],
    [
      'a wildcard behind a lazy value',
      (_, fn) =>
        fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [Lazy.string({ produce: () => '*' })] })),
      '"sqs:SendMessage" on "*"',
    ],
    [
      'a list of resources behind a lazy value',
      (_, fn) =>
        fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: Lazy.list({ produce: () => ['*'] }) })),
      '"sqs:SendMessage" on "*"',
    ],
    [
      'a policy that is attached',
      (stack, fn) =>
        new iam.Policy(stack, 'More', {
          statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })],
          roles: fn.role === undefined ? [] : [fn.role],
        }),
      'the action pattern "s3:*"',
    ],
    [
      'a customer managed policy',
      (stack, fn) =>
        fn.role?.addManagedPolicy(
          new iam.ManagedPolicy(stack, 'More', { statements: [new iam.PolicyStatement({ actions: ['s3:Get*'], resources: ['*'] })] }),
        ),
      'the action pattern "s3:Get*"',
    ],
  ])('%s', (_, add, fact) => {
    const { stack, fn } = newFunction();
    expect(() => add(stack, fn)).toThrow(`${START}${fact}${INSTEAD}`);
  });

  test('initialPolicy', () => {
    const statement = new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] });
    expect(() => new SecureFunction(newStack(), 'Fn', { ...code, initialPolicy: [statement] })).toThrow(START);
  });

  test("access of one's own", () => {
    class Everything extends DeclaredAccess {
      override bind() {
        return [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })];
      }
    }
    expect(() => new SecureFunction(newStack(), 'Fn', { ...code, access: [new Everything()] })).toThrow(`${START}the action pattern "*"`);
  });

  test('the message names the declaration to write, with the name of the construct', () => {
    const { stack, fn } = newFunction();
    const receipts = new s3.Bucket(stack, 'MonthlyReceipts');
    expect(() => receipts.grantRead(fn)).toThrow(
      new Error(
        `${START}the action patterns "s3:GetObject*", "s3:GetBucket*", "s3:List*"${INSTEAD}Access.bucket(monthlyReceipts).getObjects(), Access.bucket(monthlyReceipts).listObjects()`,
      ),
    );
  });

  test('the message names a verb of the builder, and an exact operation where there is none', () => {
    const { stack, fn } = newFunction();
    const stream = new kinesis.Stream(stack, 'Clicks');
    expect(() => stream.grant(fn, 'kinesis:Put*')).toThrow('such as Access.stream(clicks).write()');
    expect(() => stream.grant(fn, 'kinesis:Enable*')).toThrow('such as Access.to(clicks, "kinesis:EnableEnhancedMonitoring")');
  });

  test.each(['AmazonS3ReadOnlyAccess', 'service-role/AWSLambdaBasicExecutionRole'])('the AWS managed policy %s', (name) => {
    const { fn } = newFunction();
    expect(() => fn.role?.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(name))).toThrow(
      `the role of "Orders/Fn" takes no managed policy that cannot be read here, got "arn:\${AWS::Partition}:iam::aws:policy/${name}"`,
    );
  });

  test('statements that reach an attached policy later', () => {
    const { stack, fn } = newFunction();
    const policy = new iam.Policy(stack, 'More');
    fn.role?.attachInlinePolicy(policy);
    expect(() => policy.addStatements(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }))).toThrow(START);
  });

  test('what is added to a statement after the role took it fails the synthesis', () => {
    const app = new App();
    const { fn } = newFunction(new Stack(app, 'Orders'));
    const statement = new iam.PolicyStatement({
      actions: ['sqs:SendMessage'],
      resources: ['arn:aws:sqs:eu-central-1:111122223333:orders'],
    });
    fn.addToRolePolicy(statement);
    statement.addActions('sqs:*');
    expect(() => app.synth()).toThrow(`${START}the action pattern "sqs:*"`);
  });
});

describe('nobody opens it to everyone', () => {
  test.each<[string, (stack: Stack, fn: SecureFunction) => unknown, string]>([
    [
      'a function URL without authentication',
      (_, fn) => fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE }),
      'a function URL of "Orders/Fn" without authentication lets everyone on the internet call it: leave "authType" out or set FunctionUrlAuthType.AWS_IAM, and let callers in with grantInvokeUrl(caller)',
    ],
    [
      'a function URL without authentication, made beside it',
      (stack, fn) => new lambda.FunctionUrl(stack, 'Url', { function: fn, authType: lambda.FunctionUrlAuthType.NONE }),
      'the permission "invoke-function-url" lets everyone call "Orders/Fn"',
    ],
    [
      'a permission for everyone',
      (_, fn) => fn.addPermission('Open', { principal: new iam.AnyPrincipal() }),
      'the permission "Open" lets everyone call "Orders/Fn"',
    ],
    [
      'a permission for the star principal',
      (_, fn) => fn.addPermission('Open', { principal: new iam.StarPrincipal() }),
      'the permission "Open" lets everyone call "Orders/Fn"',
    ],
    [
      'a permission for the ARN "*"',
      (_, fn) => fn.addPermission('Open', { principal: new iam.ArnPrincipal('*') }),
      'the permission "Open" lets everyone call "Orders/Fn"',
    ],
    [
      'a permission for every source',
      (_, fn) => fn.addPermission('Open', { principal: new iam.AnyPrincipal(), sourceArn: '*' }),
      'the permission "Open" lets everyone call "Orders/Fn"',
    ],
    ['grantInvoke to everyone', (_, fn) => fn.grantInvoke(new iam.AnyPrincipal()), 'lets everyone call "Orders/Fn"'],
    ['grantInvokeUrl to everyone', (_, fn) => fn.grantInvokeUrl(new iam.AnyPrincipal()), 'lets everyone call "Orders/Fn"'],
  ])('%s', (_, open, message) => {
    const { stack, fn } = newFunction();
    expect(() => open(stack, fn)).toThrow(message);
  });

  test('a source, an account or an organization narrows everyone', () => {
    const { stack, fn } = newFunction();
    fn.addPermission('Source', { principal: new iam.AnyPrincipal(), sourceArn: 'arn:aws:s3:::receipts', sourceAccount: '111122223333' });
    fn.addPermission('Organization', { principal: new iam.OrganizationPrincipal('o-1234567890') });
    fn.grantInvoke(new iam.AccountPrincipal('111122223333'));
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 3);
  });

  test('a function URL asks for IAM credentials', () => {
    const { stack, fn } = newFunction();
    fn.addFunctionUrl().grantInvokeUrl(new iam.Role(stack, 'Caller', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') }));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Url', { AuthType: 'AWS_IAM' });
    expect(findingsIn(stack)).toEqual([]);
  });
});

describe('another role in place of its own fails the synthesis', () => {
  test.each<[string, (resource: lambda.CfnFunction) => void]>([
    ['by an override', (resource) => resource.addPropertyOverride('Role', 'arn:aws:iam::111122223333:role/admin')],
    [
      'by the property of the first level',
      (resource) => {
        resource.role = 'arn:aws:iam::111122223333:role/admin';
      },
    ],
  ])('%s', (_, replace) => {
    const { stack, fn } = newFunction();
    const resource = fn.node.defaultChild;
    if (!(resource instanceof lambda.CfnFunction)) throw new Error('not what it was');
    replace(resource);
    expect(() => Template.fromStack(stack)).toThrow(
      '"Orders/Fn" runs with another role than the one that holds its declared access, got "arn:aws:iam::111122223333:role/admin"',
    );
  });

  test.each(['Policies', 'ManagedPolicyArns'])('what an override adds to the role in %s is found', (property) => {
    const { stack, fn } = newFunction();
    const role = fn.role?.node.defaultChild;
    if (!(role instanceof iam.CfnRole)) throw new Error('not what it was');
    const PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
    const value = property === 'Policies' ? [{ PolicyName: 'More', PolicyDocument }] : ['arn:aws:iam::aws:policy/AdministratorAccess'];
    role.addPropertyOverride(property, value);
    const rule = property === 'Policies' ? 'iam/no-wildcard-action' : 'iam/no-admin-managed-policy';
    expect(findingsIn(stack).map(({ ruleId }) => ruleId)).toContain(rule);
  });
});

test('statements of one id and different permissions have ids of their own', () => {
  const { stack, fn } = newFunction();
  fn.addAccess(Access.withoutResource('kafka:GetBootstrapBrokers'));
  const clusterArn = stack.formatArn({ service: 'kafka', resource: 'cluster', resourceName: 'clicks/1' });
  fn.addEventSource(new sources.ManagedKafkaEventSource({ clusterArn, topic: 'clicks', startingPosition: lambda.StartingPosition.LATEST }));
  for (const name of ['a', 'b', 'b']) {
    const resources = [`arn:aws:sqs:eu-central-1:111122223333:${name}`];
    fn.addToRolePolicy(new iam.PolicyStatement({ sid: 'Mine', actions: ['sqs:SendMessage'], resources }));
  }
  const sids = statementsOf(stack, 'Fn').flatMap((statement) => ('Sid' in statement ? [statement.Sid] : []));
  expect(sids).toEqual(['KafkaGetBootstrapBrokers', 'KafkaGetBootstrapBrokersSourceFunctionArnTrue', 'Mine', 'Mine2']);
});

describe('what is exact is let through', () => {
  test('grants without wildcards', () => {
    const { stack, fn } = newFunction();
    new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }).grantReadData(fn);
    new sqs.Queue(stack, 'Queue').grantConsumeMessages(fn);
    new sns.Topic(stack, 'Topic').grantPublish(fn);
    expect(about(statementsOf(stack, 'Fn'), 'sqs', 'sns').map(({ Resource }) => Resource)).toEqual(['<Queue.Arn>', '<Topic>']);
    expect(findingsIn(stack)).toEqual([]);
  });

  test('a customer managed policy without wildcards', () => {
    const { stack, fn } = newFunction();
    const statement = new iam.PolicyStatement({
      actions: ['sqs:SendMessage'],
      resources: ['arn:aws:sqs:eu-central-1:111122223333:orders'],
    });
    fn.role?.addManagedPolicy(new iam.ManagedPolicy(stack, 'More', { statements: [statement] }));
    expect(findingsIn(stack)).toEqual([]);
  });

  test('denying with wildcards', () => {
    const { stack, fn } = newFunction();
    fn.addToRolePolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['iam:*'], resources: ['*'] }));
    expect(about(statementsOf(stack, 'Fn'), 'iam')).toEqual([{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }]);
  });
});

describe('event sources and destinations bring their own access, exactly', () => {
  const id = { name: 'id', type: dynamodb.AttributeType.STRING };

  test('SQS, encrypted', () => {
    const { stack, fn } = newFunction();
    fn.addEventSource(new sources.SqsEventSource(new sqs.Queue(stack, 'Queue', { encryption: sqs.QueueEncryption.KMS })));
    expect(about(statementsOf(stack, 'Fn'), 'sqs', 'kms').map(({ Action }) => Action)).toEqual([
      ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      'kms:Decrypt',
    ]);
    expect(findingsIn(stack)).toEqual([]);
  });

  test('DynamoDB, whose ListStreams has no resource', () => {
    const { stack, fn } = newFunction();
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: id, stream: dynamodb.StreamViewType.NEW_IMAGE });
    fn.addEventSource(new sources.DynamoEventSource(table, { startingPosition: lambda.StartingPosition.LATEST }));
    expect(about(statementsOf(stack, 'Fn'), 'dynamodb')).toHaveLength(2);
    expect(findingsIn(stack)).toEqual([]);
  });

  test('as a property, next to the others', () => {
    const stack = newStack();
    const queue = new sqs.Queue(stack, 'Queue');
    const stream = new kinesis.Stream(stack, 'Clicks', { encryption: kinesis.StreamEncryption.UNENCRYPTED });
    new SecureFunction(stack, 'Fn', {
      ...code,
      events: [
        new sources.SqsEventSource(queue),
        new sources.KinesisEventSource(stream, { startingPosition: lambda.StartingPosition.LATEST }),
      ],
    });
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::EventSourceMapping', 2);
    expect(findingsIn(stack)).toEqual([]);
  });

  test('a failed batch goes to an encrypted queue or a bucket: what Lambda does there, and not what CDK grants', () => {
    const { stack, fn } = newFunction();
    const stream = new kinesis.Stream(stack, 'Clicks', { encryption: kinesis.StreamEncryption.UNENCRYPTED });
    const failed = new sqs.Queue(stack, 'Failed', { encryption: sqs.QueueEncryption.KMS });
    fn.addEventSource(
      new sources.KinesisEventSource(stream, { startingPosition: lambda.StartingPosition.LATEST, onFailure: new sources.SqsDlq(failed) }),
    );
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: id, stream: dynamodb.StreamViewType.NEW_IMAGE });
    fn.addEventSource(
      new sources.DynamoEventSource(table, {
        startingPosition: lambda.StartingPosition.LATEST,
        onFailure: new sources.S3OnFailureDestination(new s3.Bucket(stack, 'Lost')),
      }),
    );
    const notByCode = { Null: { 'lambda:SourceFunctionArn': 'true' } };
    const forQueue = {
      StringEquals: { 'kms:EncryptionContext:aws:sqs:arn': '<Failed.Arn>', 'kms:ViaService': 'sqs.<AWS::Region>.amazonaws.com' },
    };
    expect(about(statementsOf(stack, 'Fn'), 's3', 'kms')).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '<FailedKey.Arn>',
        Condition: { ...notByCode, ...forQueue },
      },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: '<Lost.Arn>', Condition: notByCode },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: '<Lost.Arn>/*', Condition: notByCode },
    ]);
    expect(findingsIn(stack)).toEqual([]);
  });

  test('destinations of asynchronous invocations', () => {
    const stack = newStack();
    const bus = new events.EventBus(stack, 'Bus');
    const failed = new sqs.Queue(stack, 'Failed', { encryption: sqs.QueueEncryption.KMS });
    new SecureFunction(stack, 'Fn', {
      ...code,
      onSuccess: new destinations.EventBridgeDestination(bus),
      onFailure: new destinations.SqsDestination(failed),
      retryAttempts: 1,
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 1 });
    expect(findingsIn(stack)).toEqual([]);
  });

  test('S3 notifications and EventBridge targets invoke it', () => {
    const { stack, fn } = newFunction();
    new s3.Bucket(stack, 'Bucket').addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(fn));
    new events.Rule(stack, 'Rule', { schedule: events.Schedule.expression('rate(1 hour)'), targets: [new targets.LambdaFunction(fn)] });
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 2);
  });

  test('the narrowing ends with the event source: a grant of the code is refused again', () => {
    const { stack, fn } = newFunction();
    const queue = new sqs.Queue(stack, 'Queue', { encryption: sqs.QueueEncryption.KMS });
    fn.addEventSource(new sources.SqsEventSource(queue));
    expect(() => queue.grantSendMessages(fn)).toThrow(START);
    fn.addAccess(Access.queue(queue).send());
  });
});
