import {
  App,
  Aspects,
  Duration,
  aws_dynamodb as dynamodb,
  aws_ec2 as ec2,
  aws_efs as efs,
  Fn,
  type IPropertyInjector,
  aws_iam as iam,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_logs as logs,
  PropertyInjectors,
  RemovalPolicy,
  Stack,
  aws_s3 as s3,
  aws_secretsmanager as secretsmanager,
  aws_sns as sns,
  aws_sqs as sqs,
  Tags,
} from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Access, LeastPrivilegeChecks, SecureFunction } from '../../lib';
import { about, code, findingsIn, newStack, statementsOf } from './stacks';

const writesLogs = { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '<FnLogGroup.Arn>' };

test('without access the role may write the logs of the function, and nothing else', () => {
  const stack = newStack();
  new SecureFunction(stack, 'Fn', code);
  expect(statementsOf(stack, 'Fn')).toEqual([writesLogs]);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent(), Policies: Match.absent() });
  template.hasResourceProperties('AWS::Lambda::Function', { LoggingConfig: { LogGroup: { Ref: Match.stringLikeRegexp('^FnLogGroup') } } });
  expect(findingsIn(stack)).toEqual([]);
});

test('role and policy keep the logical ids that lambda.Function gives them', () => {
  const secure = newStack();
  new SecureFunction(secure, 'Fn', code);
  const plain = newStack();
  new lambda.Function(plain, 'Fn', { ...code, tracing: lambda.Tracing.ACTIVE });
  const idsOf = (stack: Stack, type: string) => Object.keys(Template.fromStack(stack).findResources(type));
  expect(idsOf(secure, 'AWS::IAM::Role')).toEqual(idsOf(plain, 'AWS::IAM::Role'));
  expect(idsOf(secure, 'AWS::IAM::Policy')).toEqual(idsOf(plain, 'AWS::IAM::Policy'));
  expect(idsOf(secure, 'AWS::Lambda::Function')).toEqual(idsOf(plain, 'AWS::Lambda::Function'));
});

test('access of several declarations is joined without widening', () => {
  const stack = newStack();
  const orders = new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  new SecureFunction(stack, 'Fn', {
    ...code,
    access: [
      Access.table(orders).readItems(),
      Access.table(orders).writeItems(),
      Access.table(orders).withIndexes('by-customer').queryItems(),
    ],
  });
  expect(about(statementsOf(stack, 'Fn'), 'dynamodb')).toEqual([
    {
      Effect: 'Allow',
      Action: [
        'dynamodb:BatchGetItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      Resource: '<Table.Arn>',
    },
    { Effect: 'Allow', Action: 'dynamodb:Query', Resource: '<Table.Arn>/index/by-customer' },
  ]);
  expect(findingsIn(stack)).toEqual([]);
});

test('access can be declared later', () => {
  const stack = newStack();
  const queue = new sqs.Queue(stack, 'Queue');
  new SecureFunction(stack, 'Fn', code).addAccess(Access.queue(queue).send());
  expect(statementsOf(stack, 'Fn')).toEqual([writesLogs, { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '<Queue.Arn>' }]);
});

test('two runs write the same template', () => {
  const run = () => {
    const stack = newStack();
    const queue = new sqs.Queue(stack, 'Queue', { encryption: sqs.QueueEncryption.KMS });
    const topic = new sns.Topic(stack, 'Topic');
    new SecureFunction(stack, 'Fn', { ...code, access: [Access.topic(topic).publish(), Access.queue(queue).consume()] });
    return JSON.stringify(Template.fromStack(stack).toJSON());
  };
  expect(run()).toBe(run());
});

test('fails with a role, and says why', () => {
  const stack = newStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  expect(() => new SecureFunction(stack, 'Fn', { ...code, role })).toThrow(
    new Error(
      '"Orders/Fn" has a role of its own, so that it holds exactly the declared access: leave "role" out and declare what the code calls in "access"',
    ),
  );
});

describe('logs', () => {
  test('a log group that is given is the only one it may write to', () => {
    const stack = newStack();
    const logGroup = new logs.LogGroup(stack, 'Shared');
    new SecureFunction(stack, 'Fn', { ...code, logGroup });
    expect(statementsOf(stack, 'Fn')).toEqual([{ ...writesLogs, Resource: '<Shared.Arn>' }]);
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 1);
  });

  test('an imported log group is named with its streams', () => {
    const stack = newStack();
    new SecureFunction(stack, 'Fn', { ...code, logGroup: logs.LogGroup.fromLogGroupName(stack, 'Shared', 'orders') });
    expect(statementsOf(stack, 'Fn')).toEqual([
      { ...writesLogs, Resource: 'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:orders:*' },
    ]);
    expect(findingsIn(stack)).toEqual([]);
  });

  test('retention and removal policy are those of its own log group, without a custom resource', () => {
    const stack = newStack();
    new SecureFunction(stack, 'Fn', { ...code, logRetention: logs.RetentionDays.ONE_WEEK, logRemovalPolicy: RemovalPolicy.DESTROY });
    const template = Template.fromStack(stack);
    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 7 }, DeletionPolicy: 'Delete' });
    template.resourceCountIs('Custom::LogRetention', 0);
  });

  test('the flag for log groups that CDK manages changes nothing', () => {
    const stack = new Stack(new App({ context: { '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true } }), 'Orders');
    new SecureFunction(stack, 'Fn', code);
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 1);
    expect(statementsOf(stack, 'Fn')).toEqual([writesLogs]);
  });

  test('fails when a log group is given together with a retention', () => {
    const stack = newStack();
    const logGroup = new logs.LogGroup(stack, 'Shared');
    expect(() => new SecureFunction(stack, 'Fn', { ...code, logGroup, logRetention: logs.RetentionDays.ONE_DAY })).toThrow(
      new Error('"Orders/Fn" writes to the log group that is given: set retention and removal policy there'),
    );
  });
});

describe('what Lambda itself needs', () => {
  test('tracing brings the two actions that have no resource', () => {
    const stack = newStack();
    new SecureFunction(stack, 'Fn', { ...code, tracing: lambda.Tracing.ACTIVE });
    expect(about(statementsOf(stack, 'Fn'), 'xray')).toEqual([
      { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
    ]);
    expect(findingsIn(stack)).toEqual([]);
  });

  test('a VPC brings network interfaces, in its subnets and security groups only, and not for the code', () => {
    const stack = newStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 1, restrictDefaultSecurityGroup: false });
    const securityGroup = new ec2.SecurityGroup(stack, 'Group', { vpc });
    new SecureFunction(stack, 'Fn', { ...code, vpc, securityGroups: [securityGroup] });
    const Condition = { Null: { 'lambda:SourceFunctionArn': 'true' } };
    const here = 'arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>';
    expect(about(statementsOf(stack, 'Fn'), 'ec2')).toEqual([
      {
        Effect: 'Allow',
        Action: [
          'ec2:AssignPrivateIpAddresses',
          'ec2:CreateNetworkInterface',
          'ec2:DeleteNetworkInterface',
          'ec2:UnassignPrivateIpAddresses',
        ],
        Resource: `${here}:network-interface/*`,
        Condition,
      },
      {
        Effect: 'Allow',
        Action: 'ec2:CreateNetworkInterface',
        Resource: [`${here}:subnet/<VpcPrivateSubnet1Subnet>`, `${here}:security-group/<Group.GroupId>`],
        Condition,
      },
      { Effect: 'Allow', Action: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'], Resource: '*', Condition },
    ]);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
    expect(findingsIn(stack)).toEqual([]);
  });

  test('subnets of a shared VPC are named in the account that shares it', () => {
    const stack = newStack({ env: { account: '111122223333', region: 'eu-central-1' } });
    const attributes = { vpcId: 'vpc-1', availabilityZones: ['eu-central-1a'], privateSubnetIds: ['subnet-1'] };
    const vpc = Object.create(ec2.Vpc.fromVpcAttributes(stack, 'Vpc', attributes), {
      vpcArn: { value: 'arn:aws:ec2:eu-central-1:444455556666:vpc/vpc-1' },
    });
    new SecureFunction(stack, 'Fn', { ...code, vpc });
    const [, creates] = about(statementsOf(stack, 'Fn'), 'ec2');
    expect(creates?.Resource).toContainEqual('arn:<AWS::Partition>:ec2:eu-central-1:444455556666:subnet/subnet-1');
  });

  test('subnets that are known only at deployment are all subnets', () => {
    const stack = newStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: Fn.split(',', Fn.importValue('zones')),
      privateSubnetIds: Fn.split(',', Fn.importValue('subnets')),
    });
    new SecureFunction(stack, 'Fn', { ...code, vpc });
    const [, creates] = about(statementsOf(stack, 'Fn'), 'ec2');
    expect(creates?.Resource).toContainEqual('arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:subnet/*');
  });

  test('a dead-letter queue brings sending to it', () => {
    const stack = newStack();
    new SecureFunction(stack, 'Fn', { ...code, deadLetterQueueEnabled: true });
    expect(about(statementsOf(stack, 'Fn'), 'sqs')).toEqual([
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '<FnDeadLetterQueue.Arn>' },
    ]);
    expect(findingsIn(stack)).toEqual([]);
  });

  test('an encrypted dead-letter queue brings the use of its key', () => {
    const stack = newStack();
    const deadLetterQueue = new sqs.Queue(stack, 'Failed', { encryption: sqs.QueueEncryption.KMS });
    new SecureFunction(stack, 'Fn', { ...code, deadLetterQueue });
    expect(about(statementsOf(stack, 'Fn'), 'sqs', 'kms')).toEqual([
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '<Failed.Arn>' },
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '<FailedKey.Arn>',
        Condition: {
          StringEquals: {
            'kms:ViaService': 'sqs.<AWS::Region>.amazonaws.com',
            'kms:EncryptionContext:aws:sqs:arn': '<Failed.Arn>',
          },
        },
      },
    ]);
  });

  test('a dead-letter topic brings publishing to it', () => {
    const stack = newStack();
    new SecureFunction(stack, 'Fn', { ...code, deadLetterTopic: new sns.Topic(stack, 'Failed') });
    expect(about(statementsOf(stack, 'Fn'), 'sns')).toEqual([{ Effect: 'Allow', Action: 'sns:Publish', Resource: '<Failed>' }]);
  });

  test('a key for environment variables brings decrypting through Lambda', () => {
    const stack = newStack();
    new SecureFunction(stack, 'Fn', { ...code, environment: { TABLE: 'orders' }, environmentEncryption: new kms.Key(stack, 'Key') });
    expect(about(statementsOf(stack, 'Fn'), 'kms')).toEqual([
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: '<Key.Arn>',
        Condition: { StringEquals: { 'kms:ViaService': 'lambda.<AWS::Region>.amazonaws.com' } },
      },
    ]);
    expect(findingsIn(stack)).toEqual([]);
  });

  test('a file system brings mounting it, named, through its access point', () => {
    const stack = newStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 1 });
    const fileSystem = new efs.FileSystem(stack, 'Files', { vpc });
    const accessPoint = fileSystem.addAccessPoint('Point');
    new SecureFunction(stack, 'Fn', { ...code, vpc, filesystem: lambda.FileSystem.fromEfsAccessPoint(accessPoint, '/mnt/files') });
    const files = 'arn:<AWS::Partition>:elasticfilesystem:<AWS::Region>:<AWS::AccountId>:file-system/<Files>';
    const point = 'arn:<AWS::Partition>:elasticfilesystem:<AWS::Region>:<AWS::AccountId>:access-point/<FilesPoint>';
    expect(about(statementsOf(stack, 'Fn'), 'elasticfilesystem')).toEqual([
      {
        Effect: 'Allow',
        Action: 'elasticfilesystem:ClientMount',
        Resource: files,
        Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': point } },
      },
      { Effect: 'Allow', Action: 'elasticfilesystem:ClientWrite', Resource: files },
    ]);
  });

  test('Lambda Insights brings its own log group in place of the managed policy', () => {
    const stack = newStack({ env: { account: '111122223333', region: 'eu-central-1' } });
    new SecureFunction(stack, 'Fn', { ...code, insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_333_0 });
    const group = 'arn:<AWS::Partition>:logs:eu-central-1:111122223333:log-group:/aws/lambda-insights';
    expect(about(statementsOf(stack, 'Fn'), 'logs').slice(0, 2)).toEqual([
      { Effect: 'Allow', Action: 'logs:CreateLogGroup', Resource: [group, `${group}:*`] },
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${group}:log-stream:*` },
    ]);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
    expect(findingsIn(stack)).toEqual([]);
  });

  test('a durable function brings its own executions, without a circle', () => {
    const stack = newStack();
    new SecureFunction(stack, 'Fn', { ...code, durableConfig: { executionTimeout: Duration.hours(1) } });
    expect(about(statementsOf(stack, 'FnDurable'), 'lambda')).toEqual([
      { Effect: 'Allow', Action: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'], Resource: '<Fn.Arn>:*' },
    ]);
    expect(findingsIn(stack)).toEqual([]);
  });
});

describe('it fits wherever a function does', () => {
  test('as the handler that a prop of type IFunction or Function asks for', () => {
    const stack = newStack();
    const takesInterface = (fn: lambda.IFunction) => fn.functionArn;
    const takesClass = (fn: lambda.Function) => fn.currentVersion.version;
    const secure = new SecureFunction(stack, 'Fn', code);
    expect(typeof takesInterface(secure)).toBe('string');
    expect(typeof takesClass(secure)).toBe('string');
    expect(secure).toBeInstanceOf(lambda.Function);
  });

  test('with versions, aliases and their function URLs', () => {
    const stack = newStack();
    const secure = new SecureFunction(stack, 'Fn', code);
    const alias = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: secure.currentVersion });
    alias.addFunctionUrl();
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Url', { AuthType: 'AWS_IAM', Qualifier: 'live' });
    expect(findingsIn(stack)).toEqual([]);
  });

  test('in an app whose aspects change everything below it', () => {
    const app = new App();
    const stack = new Stack(app, 'Orders');
    Tags.of(app).add('team', 'orders');
    const secure = new SecureFunction(stack, 'Fn', code);
    iam.PermissionsBoundary.of(secure).apply(iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'));
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      Tags: [{ Key: 'team', Value: 'orders' }],
      PermissionsBoundary: Match.anyValue(),
    });
  });

  test('in an app that is checked: the synthesis passes', () => {
    const app = new App();
    Aspects.of(app).add(new LeastPrivilegeChecks());
    const stack = new Stack(app, 'Orders');
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 1, restrictDefaultSecurityGroup: false });
    const secret = new secretsmanager.Secret(stack, 'Secret');
    new SecureFunction(stack, 'Fn', { ...code, vpc, tracing: lambda.Tracing.ACTIVE, access: [Access.secret(secret).read()] });
    expect(() => app.synth()).not.toThrow();
  });

  test('with resources of another stack', () => {
    const app = new App();
    const data = new Stack(app, 'Data');
    const bucket = new s3.Bucket(data, 'Bucket', { encryption: s3.BucketEncryption.KMS });
    const stack = new Stack(app, 'Orders');
    new SecureFunction(stack, 'Fn', { ...code, access: [Access.bucket(bucket).getObjects()] });
    expect(about(statementsOf(stack, 'Fn'), 's3', 'kms').map(({ Action }) => Action)).toEqual(['s3:GetObject', 'kms:Decrypt']);
  });

  test('under a property injector that copies the properties of lambda.Function', () => {
    const app = new App();
    const injector: IPropertyInjector = {
      constructUniqueId: lambda.Function.PROPERTY_INJECTION_ID,
      inject: (props) => ({ ...props, tracing: lambda.Tracing.ACTIVE }),
    };
    PropertyInjectors.of(app).add(injector);
    const stack = new Stack(app, 'Orders');
    new SecureFunction(stack, 'Fn', code);
    expect(statementsOf(stack, 'Fn')).toEqual([
      { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
      writesLogs,
    ]);
  });

  test('fails under a property injector that gives it a role', () => {
    const app = new App();
    const stack = new Stack(app, 'Orders');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    PropertyInjectors.of(app).add({
      constructUniqueId: lambda.Function.PROPERTY_INJECTION_ID,
      inject: (props) => ({ ...props, role }),
    });
    expect(() => new SecureFunction(stack, 'Fn', code)).toThrow(
      new Error('"Orders/Fn" has a role of its own, and a property injector replaced it: exclude SecureFunction there'),
    );
  });
});
