import {
  Aws,
  aws_dsql as dsql,
  aws_dynamodb as dynamodb,
  aws_events as events,
  Fn,
  aws_glue as glue,
  aws_kinesis as kinesis,
  aws_kms as kms,
  aws_lambda as lambda,
  type Stack,
  aws_s3 as s3,
  aws_secretsmanager as secretsmanager,
  aws_stepfunctions as sfn,
  aws_sns as sns,
  aws_sqs as sqs,
  aws_ssm as ssm,
} from 'aws-cdk-lib';
import { Access, type DeclaredAccess, SecureFunction } from '../../lib';
import { code, findingsIn, newStack, statementsOf, type WrittenStatement } from './stacks';

/** What a function's role holds for its access, and that the checks have nothing to say about it. */
function heldFor(stack: Stack, ...access: DeclaredAccess[]): WrittenStatement[] {
  new SecureFunction(stack, 'Fn', { ...code, access });
  expect(findingsIn(stack)).toEqual([]);
  return statementsOf(stack, 'Fn').filter(({ Action }) => ![Action].flat().includes('logs:PutLogEvents'));
}

function allow(action: string | string[], resource: string | string[], condition?: unknown): WrittenStatement {
  return { Effect: 'Allow', Action: action, Resource: resource, ...(condition === undefined ? {} : { Condition: condition }) };
}

const id = { name: 'id', type: dynamodb.AttributeType.STRING };

describe('DynamoDB', () => {
  test.each<[string, (access: ReturnType<typeof Access.table>) => DeclaredAccess, string | string[]]>([
    ['readItem', (table) => table.readItem(), 'dynamodb:GetItem'],
    ['readItems', (table) => table.readItems(), ['dynamodb:BatchGetItem', 'dynamodb:GetItem']],
    ['queryItems', (table) => table.queryItems(), 'dynamodb:Query'],
    ['scanItems', (table) => table.scanItems(), 'dynamodb:Scan'],
    ['putItems', (table) => table.putItems(), 'dynamodb:PutItem'],
    ['updateItems', (table) => table.updateItems(), 'dynamodb:UpdateItem'],
    ['deleteItems', (table) => table.deleteItems(), 'dynamodb:DeleteItem'],
    [
      'writeItems',
      (table) => table.writeItems(),
      ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    ],
    ['checkItems', (table) => table.checkItems(), 'dynamodb:ConditionCheckItem'],
  ])('%s', (_, verb, actions) => {
    const stack = newStack();
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: id });
    expect(heldFor(stack, verb(Access.table(table)))).toEqual([allow(actions, '<Table.Arn>')]);
  });

  test('named indexes are added to what works on indexes, and to nothing else', () => {
    const stack = newStack();
    const table = new dynamodb.TableV2(stack, 'Table', { partitionKey: id });
    const indexed = Access.table(table).withIndexes('by-customer').withIndexes('by-date');
    expect(heldFor(stack, indexed.queryItems(), indexed.readItems())).toEqual([
      allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'], '<Table.Arn>'),
      allow('dynamodb:Query', ['<Table.Arn>/index/by-customer', '<Table.Arn>/index/by-date']),
    ]);
  });

  test('an index without its table', () => {
    const stack = newStack();
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: id });
    expect(heldFor(stack, Access.table(table).onlyIndexes('by-customer').queryItems())).toEqual([
      allow('dynamodb:Query', '<Table.Arn>/index/by-customer'),
    ]);
    expect(() => Access.table(table).onlyIndexes('by-customer').readItem()).toThrow(
      'access to "Orders/Table": "dynamodb:GetItem" does not work on "index"',
    );
  });

  test('an imported table is named by its ARN', () => {
    const stack = newStack();
    const table = dynamodb.Table.fromTableName(stack, 'Table', 'orders');
    expect(heldFor(stack, Access.table(table).readItems())).toEqual([
      allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem'], 'arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/orders'),
    ]);
  });

  test.each([
    ['Table', (stack: Stack, key: kms.Key) => new dynamodb.Table(stack, 'Table', { partitionKey: id, encryptionKey: key })],
    [
      'TableV2',
      (stack: Stack, key: kms.Key) =>
        new dynamodb.TableV2(stack, 'Table', { partitionKey: id, encryption: dynamodb.TableEncryptionV2.customerManagedKey(key) }),
    ],
  ])('the key of a %s is decrypted through DynamoDB for this table, for reading and writing alike', (_, make) => {
    const stack = newStack({ env: { account: '111122223333', region: 'eu-central-1' } });
    const table = make(stack, new kms.Key(stack, 'Key'));
    expect(heldFor(stack, Access.table(table).readItems(), Access.table(table).putItems())).toEqual([
      allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem'], '<Table.Arn>'),
      allow('kms:Decrypt', '<Key.Arn>', {
        StringEquals: {
          'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com',
          'kms:EncryptionContext:aws:dynamodb:tableName': '<Table>',
        },
      }),
    ]);
  });

  test('reading a stream from code', () => {
    const stack = newStack();
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: id, stream: dynamodb.StreamViewType.NEW_IMAGE });
    expect(heldFor(stack, Access.table(table).readStream())).toEqual([
      allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], '<Table.StreamArn>'),
    ]);
  });

  test('fails to read a stream that the table does not have', () => {
    const stack = newStack();
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: id });
    expect(() => Access.table(table).readStream()).toThrow(
      'access to "Orders/Table": the table has no stream: set "stream" (Table) or "dynamoStream" (TableV2)',
    );
  });

  test.each(['*', 'by-*', ''])('fails with the index name "%s"', (name) => {
    const stack = newStack();
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: id });
    expect(() => Access.table(table).withIndexes(name)).toThrow(
      `access to "Orders/Table": "${name}" names no index: name each index that the code queries`,
    );
  });
});

describe('S3', () => {
  test.each<[string, (access: ReturnType<typeof Access.bucket>) => DeclaredAccess, string | string[]]>([
    ['getObjects', (bucket) => bucket.getObjects(), 's3:GetObject'],
    ['putObjects', (bucket) => bucket.putObjects(), 's3:PutObject'],
    ['uploadObjects', (bucket) => bucket.uploadObjects(), ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject']],
    ['deleteObjects', (bucket) => bucket.deleteObjects(), 's3:DeleteObject'],
  ])('%s works on the objects', (_, verb, actions) => {
    const stack = newStack();
    expect(heldFor(stack, verb(Access.bucket(new s3.Bucket(stack, 'Bucket'))))).toEqual([allow(actions, '<Bucket.Arn>/*')]);
  });

  test('a prefix and keys narrow the objects', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket');
    expect(
      heldFor(
        stack,
        Access.bucket(bucket).getObjects({ prefix: 'in/' }),
        Access.bucket(bucket).getObjects({ keys: ['config.json'] }),
        Access.bucket(bucket).putObjects({ prefix: 'out/', keys: ['state.json'] }),
      ),
    ).toEqual([
      allow('s3:GetObject', ['<Bucket.Arn>/in/*', '<Bucket.Arn>/config.json']),
      allow('s3:PutObject', ['<Bucket.Arn>/out/*', '<Bucket.Arn>/state.json']),
    ]);
  });

  test('listing works on the bucket, under a condition on the prefix', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket');
    expect(heldFor(stack, Access.bucket(bucket).listObjects({ prefix: 'in/' }))).toEqual([
      allow('s3:ListBucket', '<Bucket.Arn>', { StringLike: { 's3:prefix': 'in/*' } }),
    ]);
  });

  test('listing without a prefix lists the whole bucket', () => {
    const stack = newStack();
    expect(heldFor(stack, Access.bucket(new s3.Bucket(stack, 'Bucket')).listObjects())).toEqual([allow('s3:ListBucket', '<Bucket.Arn>')]);
  });

  test('reading an encrypted bucket decrypts, writing makes data keys, for these objects only', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS });
    const via = { StringEquals: { 'kms:ViaService': 's3.<AWS::Region>.amazonaws.com' } };
    expect(
      heldFor(stack, Access.bucket(bucket).getObjects({ prefix: 'in/' }), Access.bucket(bucket).putObjects({ prefix: 'out/' })),
    ).toEqual([
      allow('s3:GetObject', '<Bucket.Arn>/in/*'),
      allow('s3:PutObject', '<Bucket.Arn>/out/*'),
      allow('kms:Decrypt', '<BucketKey.Arn>', {
        ...via,
        StringLike: { 'kms:EncryptionContext:aws:s3:arn': ['<Bucket.Arn>', '<Bucket.Arn>/in/*'] },
      }),
      allow('kms:GenerateDataKey', '<BucketKey.Arn>', {
        ...via,
        StringLike: { 'kms:EncryptionContext:aws:s3:arn': ['<Bucket.Arn>', '<Bucket.Arn>/out/*'] },
      }),
    ]);
  });

  test('deleting and listing need no key', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS });
    expect(heldFor(stack, Access.bucket(bucket).deleteObjects(), Access.bucket(bucket).listObjects())).toEqual([
      allow('s3:DeleteObject', '<Bucket.Arn>/*'),
      allow('s3:ListBucket', '<Bucket.Arn>'),
    ]);
  });

  test.each(['in/*', 'in?'])('fails with the wildcard prefix "%s"', (prefix) => {
    const bucket = new s3.Bucket(newStack(), 'Bucket');
    expect(() => Access.bucket(bucket).getObjects({ prefix })).toThrow(
      `access to "Orders/Bucket": "${prefix}" holds a wildcard: a prefix stands for all keys that start with it, write it without "*" and "?"`,
    );
  });
});

describe('SQS, SNS, Secrets Manager', () => {
  test('sending and consuming', () => {
    const stack = newStack();
    const inbox = new sqs.Queue(stack, 'Inbox');
    const outbox = new sqs.Queue(stack, 'Outbox');
    expect(heldFor(stack, Access.queue(inbox).consume(), Access.queue(outbox).send())).toEqual([
      allow(['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'], '<Inbox.Arn>'),
      allow('sqs:SendMessage', '<Outbox.Arn>'),
    ]);
  });

  test('consuming an encrypted queue decrypts, sending also makes data keys', () => {
    const stack = newStack();
    const key = new kms.Key(stack, 'Key');
    const inbox = new sqs.Queue(stack, 'Inbox', { encryptionMasterKey: key });
    const outbox = new sqs.Queue(stack, 'Outbox', { encryptionMasterKey: key });
    const condition = (queue: string) => ({
      StringEquals: { 'kms:ViaService': 'sqs.<AWS::Region>.amazonaws.com', 'kms:EncryptionContext:aws:sqs:arn': queue },
    });
    expect(heldFor(stack, Access.queue(inbox).consume(), Access.queue(outbox).send()).slice(2)).toEqual([
      allow('kms:Decrypt', '<Key.Arn>', condition('<Inbox.Arn>')),
      allow(['kms:Decrypt', 'kms:GenerateDataKey'], '<Key.Arn>', condition('<Outbox.Arn>')),
    ]);
  });

  test('publishing to an encrypted topic', () => {
    const stack = newStack();
    const topic = new sns.Topic(stack, 'Topic', { masterKey: new kms.Key(stack, 'Key') });
    expect(heldFor(stack, Access.topic(topic).publish())).toEqual([
      allow('sns:Publish', '<Topic>'),
      allow(['kms:Decrypt', 'kms:GenerateDataKey'], '<Key.Arn>', {
        StringEquals: { 'kms:ViaService': 'sns.<AWS::Region>.amazonaws.com', 'kms:EncryptionContext:aws:sns:topicArn': '<Topic>' },
      }),
    ]);
  });

  test('reading a secret, with its key', () => {
    const stack = newStack();
    const secret = new secretsmanager.Secret(stack, 'Secret', { encryptionKey: new kms.Key(stack, 'Key') });
    expect(heldFor(stack, Access.secret(secret).read())).toEqual([
      allow('secretsmanager:GetSecretValue', '<Secret>'),
      allow('kms:Decrypt', '<Key.Arn>', {
        StringEquals: { 'kms:ViaService': 'secretsmanager.<AWS::Region>.amazonaws.com', 'kms:EncryptionContext:SecretARN': '<Secret>' },
      }),
    ]);
  });

  test('a secret that is imported by name is named with the six characters that Secrets Manager adds', () => {
    const stack = newStack();
    const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'orders/api-key');
    const arn = 'arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:orders/api-key-??????';
    expect(heldFor(stack, Access.secret(secret).read())).toEqual([allow('secretsmanager:GetSecretValue', arn)]);
  });

  test('the same through Access.to', () => {
    const stack = newStack();
    const queue = new sqs.Queue(stack, 'Queue', { encryption: sqs.QueueEncryption.KMS });
    const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'orders/api-key');
    const generic = heldFor(stack, Access.to(queue, 'sqs:SendMessage'), Access.to(secret, 'secretsmanager:GetSecretValue'));
    const other = newStack();
    const sameQueue = new sqs.Queue(other, 'Queue', { encryption: sqs.QueueEncryption.KMS });
    const sameSecret = secretsmanager.Secret.fromSecretNameV2(other, 'Secret', 'orders/api-key');
    expect(heldFor(other, Access.queue(sameQueue).send(), Access.secret(sameSecret).read())).toEqual(generic);
  });

  test('fails when the key is known by an imported alias only: KMS takes no alias in a policy', () => {
    const stack = newStack();
    const queue = new sqs.Queue(stack, 'Queue', { encryptionMasterKey: kms.Alias.fromAliasName(stack, 'Alias', 'alias/orders') });
    expect(() => Access.queue(queue).send()).toThrow(
      'access to "Orders/Queue": its encryption key is known by the alias "alias/orders" only: import the key by its ARN',
    );
  });

  test('a key that AWS manages needs nothing: its own policy lets the account use it through the service', () => {
    const stack = newStack();
    const topic = new sns.Topic(stack, 'Topic', { masterKey: kms.Alias.fromAliasName(stack, 'Alias', 'alias/aws/sns') });
    expect(heldFor(stack, Access.topic(topic).publish())).toEqual([allow('sns:Publish', '<Topic>')]);
  });

  test('a secure parameter and an encrypted stream bring their keys', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    const parameter = ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', {
      parameterName: '/orders/api-key',
      encryptionKey,
    });
    const stream = new kinesis.Stream(stack, 'Stream', { encryptionKey });
    const arn = 'arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/orders/api-key';
    expect(heldFor(stack, Access.to(parameter, 'ssm:GetParameter'), Access.to(stream, 'kinesis:PutRecord'))).toEqual([
      allow('ssm:GetParameter', arn),
      allow('kinesis:PutRecord', '<Stream.Arn>'),
      allow('kms:Decrypt', '<Key.Arn>', {
        StringEquals: { 'kms:ViaService': 'ssm.<AWS::Region>.amazonaws.com', 'kms:EncryptionContext:PARAMETER_ARN': arn },
      }),
      allow('kms:GenerateDataKey', '<Key.Arn>', { StringEquals: { 'kms:ViaService': 'kinesis.<AWS::Region>.amazonaws.com' } }),
    ]);
  });

  test('the alias of a key of the app stands for the key', () => {
    const stack = newStack();
    const alias = new kms.Key(stack, 'Key').addAlias('alias/orders');
    const queue = new sqs.Queue(stack, 'Queue', { encryptionMasterKey: alias });
    expect(heldFor(stack, Access.queue(queue).send())[1]?.Resource).toBe('<Key.Arn>');
  });
});

describe('Lambda', () => {
  function functions(stack: Stack) {
    const target = new lambda.Function(stack, 'Target', { ...code, tracing: lambda.Tracing.DISABLED });
    return { target, version: target.currentVersion, live: target.addAlias('live') };
  }

  test.each([
    ['a function', (all: ReturnType<typeof functions>) => all.target, '<Target.Arn>'],
    ['an alias', (all: ReturnType<typeof functions>) => all.live, '<TargetAliaslive>'],
  ])('invoking %s is exactly that', (_, choose, arn) => {
    const stack = newStack();
    const all = functions(stack);
    new SecureFunction(stack, 'Fn', { ...code, access: [Access.lambdaFunction(choose(all)).invoke()] });
    expect(statementsOf(stack, 'Fn').filter(({ Action }) => Action === 'lambda:InvokeFunction')).toEqual([
      allow('lambda:InvokeFunction', arn),
    ]);
  });

  test('invoking a version is exactly that', () => {
    const stack = newStack();
    const { version } = functions(stack);
    new SecureFunction(stack, 'Fn', { ...code, access: [Access.lambdaFunction(version).invoke()] });
    const [statement] = statementsOf(stack, 'Fn').filter(({ Action }) => Action === 'lambda:InvokeFunction');
    expect(statement?.Resource).toMatch(/^<TargetCurrentVersion\w*>$/);
  });

  test('calling a function URL, and not otherwise', () => {
    const stack = newStack();
    const { target } = functions(stack);
    new SecureFunction(stack, 'Fn', { ...code, access: [Access.lambdaFunction(target).invokeUrl()] });
    expect(statementsOf(stack, 'Fn').slice(1)).toEqual([
      allow('lambda:InvokeFunctionUrl', '<Target.Arn>', { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } }),
      allow('lambda:InvokeFunction', '<Target.Arn>', { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
    ]);
  });
});

describe('any service', () => {
  test('the ARN of a construct is found by the kind of resource that the operation works on', () => {
    const stack = newStack();
    const machine = new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromString('{}') });
    const bus = new events.EventBus(stack, 'Bus');
    const stream = new kinesis.CfnStream(stack, 'Stream', { shardCount: 1 });
    expect(
      heldFor(
        stack,
        Access.to(machine, 'states:StartExecution'),
        Access.to(bus, 'events:PutEvents'),
        Access.to(stream, 'kinesis:PutRecord', 'kinesis:PutRecords'),
      ),
    ).toEqual([
      allow('states:StartExecution', '<Machine>'),
      allow('events:PutEvents', '<Bus.Arn>'),
      allow(['kinesis:PutRecord', 'kinesis:PutRecords'], '<Stream.Arn>'),
    ]);
  });

  test('an ARN that only CloudFormation returns is found, too', () => {
    const stack = newStack();
    expect(heldFor(stack, Access.to(new dsql.CfnCluster(stack, 'Cluster', {}), 'dsql:DbConnect'))).toEqual([
      allow('dsql:DbConnect', '<Cluster.ResourceArn>'),
    ]);
  });

  test('an imported construct is named by its ARN', () => {
    const stack = newStack();
    const machine = sfn.StateMachine.fromStateMachineName(stack, 'Machine', 'ship');
    expect(heldFor(stack, Access.to(machine, 'states:StartExecution'))).toEqual([
      allow('states:StartExecution', 'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:ship'),
    ]);
  });

  test('an ARN, literal, built, or that of a resource with what lies below it', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket');
    expect(
      heldFor(
        stack,
        Access.toArn('arn:aws:sqs:eu-central-1:111122223333:orders', 'sqs:SendMessage'),
        Access.toArn(`arn:${Aws.PARTITION}:states:${Aws.REGION}:${Aws.ACCOUNT_ID}:stateMachine:ship`, 'states:StartExecution'),
        Access.toArn(bucket.arnForObjects('in/*'), 's3:GetObjectTagging'),
        Access.toArn('arn:aws:logs:eu-central-1:111122223333:log-group:orders:*', 'logs:FilterLogEvents', 'logs:GetLogEvents'),
      ),
    ).toEqual([
      allow('sqs:SendMessage', 'arn:aws:sqs:eu-central-1:111122223333:orders'),
      allow('states:StartExecution', 'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:ship'),
      allow('s3:GetObjectTagging', '<Bucket.Arn>/in/*'),
      allow(['logs:FilterLogEvents', 'logs:GetLogEvents'], 'arn:aws:logs:eu-central-1:111122223333:log-group:orders:*'),
    ]);
  });

  test('an ARN that is known only at deployment is taken as it is', () => {
    const stack = newStack();
    new SecureFunction(stack, 'Fn', { ...code, access: [Access.toArn(Fn.importValue('queue'), 'sqs:SendMessage')] });
    expect(statementsOf(stack, 'Fn')[1]).toEqual(allow('sqs:SendMessage', { 'Fn::ImportValue': 'queue' } as never));
  });

  test('a stream is found beside its table', () => {
    const stack = newStack();
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: id, stream: dynamodb.StreamViewType.NEW_IMAGE });
    expect(heldFor(stack, Access.to(table, 'dynamodb:GetRecords', 'dynamodb:GetItem'))).toEqual([
      allow('dynamodb:GetRecords', '<Table.StreamArn>'),
      allow('dynamodb:GetItem', '<Table.Arn>'),
    ]);
  });

  test('operations without resources are allowed on "*", in a statement of their own per service that says what it is', () => {
    const stack = newStack();
    const twice = Access.withoutResource('ec2:DescribeInstances');
    expect(heldFor(stack, Access.withoutResource('cloudwatch:PutMetricData', 'ec2:DescribeInstances'), twice)).toEqual([
      { Sid: 'CloudwatchPutMetricData', ...allow('cloudwatch:PutMetricData', '*') },
      { Sid: 'Ec2DescribeInstances', ...allow('ec2:DescribeInstances', '*') },
    ]);
  });
});

describe('a declaration that is wrong fails where it is written', () => {
  const stack = newStack();
  const bucket = new s3.Bucket(stack, 'Receipts');
  const table = new dynamodb.TableV2(stack, 'Table', { partitionKey: id });

  test.each<[string, () => DeclaredAccess, string]>([
    [
      'an operation on objects, of a bucket',
      () => Access.to(bucket, 's3:GetObject'),
      'access to "Orders/Receipts": "s3:GetObject" does not work on a bucket: declare it with Access.bucket(bucket).getObjects(), putObjects() or deleteObjects()',
    ],
    [
      'an operation of another service',
      () => Access.to(table, 'sqs:SendMessage'),
      'access to "Orders/Table": "sqs:SendMessage" does not work on an AWS::DynamoDB::GlobalTable: it works on a queue (arn:${Partition}:sqs:${Region}:${Account}:${QueueName})',
    ],
    [
      'a table of another service',
      () => Access.to(new glue.CfnTable(stack, 'Catalog', { catalogId: '1', databaseName: 'd', tableInput: {} }), 'dynamodb:GetItem'),
      'access to "Orders/Catalog": "dynamodb:GetItem" does not work on an AWS::Glue::Table: it works on a table (arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName})',
    ],
    [
      'a misspelt operation',
      () => Access.to(table, 'dynamodb:GetItems'),
      'access to "Orders/Table": "dynamodb:GetItems" is no action that AWS had on 2026-09-26: the nearest is "dynamodb:GetItem"',
    ],
    [
      'a pattern',
      () => Access.to(table, 'dynamodb:Put*'),
      'access to "Orders/Table": "dynamodb:Put*" stands for many actions: name those that the code calls, such as "dynamodb:PutItem", "dynamodb:PutResourcePolicy"',
    ],
    [
      'an operation without resources',
      () => Access.to(table, 'dynamodb:ListTables'),
      'access to "Orders/Table": "dynamodb:ListTables" supports no resource: declare it with Access.withoutResource("dynamodb:ListTables")',
    ],
    [
      'no operation',
      () => Access.to(table),
      'access to "Orders/Table": name the operations that the code calls, such as "states:StartExecution"',
    ],
    [
      'an operation on a table, without one',
      () => Access.withoutResource('dynamodb:GetItem'),
      '"dynamodb:GetItem" works on one table: declare it with Access.to(construct, "dynamodb:GetItem") or Access.toArn(arn, "dynamodb:GetItem")',
    ],
    [
      'every resource',
      () => Access.toArn('*', 'dynamodb:GetItem'),
      '"*" takes in resources that nobody named: give the ARN of one resource',
    ],
    [
      'all tables',
      () => Access.toArn('arn:aws:dynamodb:eu-central-1:111122223333:table/*', 'dynamodb:GetItem'),
      '"arn:aws:dynamodb:eu-central-1:111122223333:table/*" takes in resources that nobody named: give the ARN of one resource',
    ],
    [
      'the ARN of another kind of resource',
      () => Access.toArn(bucket.arnForObjects('*'), 's3:ListBucket'),
      '"s3:ListBucket" does not work on an object, got "<Receipts.Arn>/*": it works on an accesspoint (arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}) or a bucket (arn:${Partition}:s3:::${BucketName})',
    ],
    [
      'the ARN of another service',
      () => Access.toArn(bucket.bucketArn, 'dynamodb:GetItem'),
      '"dynamodb:GetItem" does not work on "<Receipts.Arn>": it works on a table (arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName})',
    ],
  ])('%s', (_, declare, message) => {
    expect(declare).toThrow(message);
  });
});
