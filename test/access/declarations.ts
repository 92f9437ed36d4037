import {
  aws_apigateway as apigateway,
  aws_apigatewayv2 as apigatewayv2,
  aws_appconfig as appconfig,
  aws_appsync as appsync,
  aws_bedrock as bedrock,
  aws_cloudfront as cloudfront,
  aws_codebuild as codebuild,
  aws_cognito as cognito,
  aws_dynamodb as dynamodb,
  aws_ec2 as ec2,
  aws_ecs as ecs,
  aws_efs as efs,
  aws_events as events,
  aws_kinesisfirehose as firehose,
  aws_iam as iam,
  aws_cognito_identitypool as identitypool,
  aws_kinesis as kinesis,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_logs as logs,
  aws_opensearchservice as opensearch,
  aws_rds as rds,
  type Stack,
  aws_s3 as s3,
  aws_scheduler as scheduler,
  aws_secretsmanager as secretsmanager,
  aws_ses as ses,
  aws_stepfunctions as sfn,
  aws_sns as sns,
  aws_sqs as sqs,
  aws_ssm as ssm,
} from 'aws-cdk-lib';
import { Access, type DeclaredAccess } from '../../lib';

/** What a request says beside action and resource. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** One request that declared access must allow. */
export interface Granted {
  readonly action: string;
  readonly arn: string;
  readonly context: Context;
}

/** One verb of one builder: what it must allow, from which everything that it must deny is derived. */
export interface Declaration {
  /** The class and the method. */
  readonly verb: string;
  readonly access: DeclaredAccess;
  readonly granted: readonly Granted[];
  /** Requests that it must deny, beside those that can be derived. */
  readonly denied?: readonly Granted[];
  /** What names the resource inside its ARNs: another name is another resource. */
  readonly names: readonly string[];
}

export const OWN_ACCOUNT = '111122223333';
export const OWN_REGION = 'eu-west-1';

const HERE = `${OWN_REGION}:${OWN_ACCOUNT}`;
const KEY = `arn:aws:kms:${HERE}:key/0b7d1c5e-0000-4000-8000-000000000001`;

function granted(arn: string, actions: readonly string[], context: Context = {}): readonly Granted[] {
  return actions.map((action) => ({ action, arn, context }));
}

function through(service: string, operations: readonly string[], context: Context): readonly Granted[] {
  return granted(
    KEY,
    operations.map((operation) => `kms:${operation}`),
    { 'kms:ViaService': `${service}.${OWN_REGION}.amazonaws.com`, ...context },
  );
}

/** Verbs of one builder that work on the same resources: each with the operations that it allows. */
function verbs(
  builder: string,
  names: readonly string[],
  rows: readonly (readonly [verb: string, access: DeclaredAccess, granted: readonly Granted[], denied?: readonly Granted[]])[],
): readonly Declaration[] {
  return rows.map(([verb, access, allowed, denied = []]) => ({ verb: `${builder}.${verb}`, access, granted: allowed, denied, names }));
}

/** Every verb of every builder, on imported resources whose ARNs are known. */
export function declarationsIn(stack: Stack): readonly Declaration[] {
  const key = kms.Key.fromKeyArn(stack, 'Key', KEY);
  return [
    ...tables(stack, key),
    ...buckets(stack, key),
    ...accessPoints(stack, key),
    ...messaging(stack, key),
    ...secrets(stack, key),
    ...functions(stack),
    ...eventBuses(stack),
    ...stateMachines(stack),
    ...activities(stack),
    ...logGroups(stack),
    ...jobs(stack),
    ...distributions(stack),
    ...dsqlClusters(),
    ...streams(stack, key),
    ...parameters(stack, key),
    ...keys(key),
    ...schedules(stack),
    ...roles(stack),
    ...mails(stack),
    ...telemetry(),
    ...users(stack),
    ...apis(stack),
    ...iotTopics(),
    ...models(stack),
    ...databases(stack, key),
    ...tasks(stack),
    ...files(stack),
    ...searches(stack),
    ...recognition(stack),
    ...byArn(),
    ...configurations(stack),
    ...queries(stack),
  ];
}

function tables(stack: Stack, encryptionKey: kms.IKey): readonly Declaration[] {
  const arn = `arn:aws:dynamodb:${HERE}:table/orders`;
  const streamArn = `${arn}/stream/2026-01-01T00:00:00.000`;
  const table = dynamodb.Table.fromTableAttributes(stack, 'Table', { tableArn: arn, tableStreamArn: streamArn });
  const encrypted = dynamodb.Table.fromTableAttributes(stack, 'EncryptedTable', { tableArn: arn, encryptionKey });
  const to = Access.table(table);
  const decrypted = through('dynamodb', ['Decrypt'], { 'kms:EncryptionContext:aws:dynamodb:tableName': 'orders' });
  const on = (...operations: string[]) =>
    granted(
      arn,
      operations.map((operation) => `dynamodb:${operation}`),
    );
  const onIndex = (...operations: string[]) =>
    granted(
      `${arn}/index/by-date`,
      operations.map((operation) => `dynamodb:${operation}`),
    );
  const names = ['orders', 'by-date', 'key/0b7d1c5e'];
  return [
    ...verbs('DeclaredAccess', names, [
      ['withEnvironment', to.readItem().withEnvironment('TABLE'), on('GetItem')],
      [
        'onlyWhen',
        Access.table(encrypted).readItem().onlyWhen('aws:SourceVpce', 'vpce-0a1b2c3d'),
        [...granted(arn, ['dynamodb:GetItem'], { 'aws:SourceVpce': 'vpce-0a1b2c3d' }), ...decrypted],
      ],
      [
        'onlyWhen',
        Access.withoutResource('cloudwatch:PutMetricData').onlyWhen('cloudwatch:namespace', 'Shop', 'Orders'),
        granted('*', ['cloudwatch:PutMetricData'], { 'cloudwatch:namespace': 'Orders' }),
      ],
    ]),
    ...verbs('TableAccess', names, [
      ['readItem', to.readItem(), on('GetItem')],
      ['readItems', to.readItems(), on('GetItem', 'BatchGetItem')],
      ['readItems', Access.table(encrypted).readItems(), [...on('GetItem', 'BatchGetItem'), ...decrypted]],
      ['queryItems', to.queryItems(), on('Query')],
      ['scanItems', to.scanItems(), on('Scan')],
      ['putItems', to.putItems(), on('PutItem')],
      ['updateItems', to.updateItems(), on('UpdateItem')],
      ['deleteItems', to.deleteItems(), on('DeleteItem')],
      ['writeItems', Access.table(encrypted).writeItems(), [...on('PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'), ...decrypted]],
      ['checkItems', to.checkItems(), on('ConditionCheckItem')],
      [
        'selectItems',
        to.selectItems(),
        on('PartiQLSelect'),
        granted(arn, ['dynamodb:PartiQLSelect'], { 'dynamodb:FullTableScan': 'true' }),
      ],
      ['changeItems', to.changeItems(), on('PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete')],
      [
        'withLeadingKeys',
        to.withLeadingKeys('tenant-1', 'tenant-2').readItems(),
        granted(arn, ['dynamodb:GetItem', 'dynamodb:BatchGetItem'], { 'dynamodb:LeadingKeys': ['tenant-1', 'tenant-2'] }),
      ],
      ['readStream', to.readStream(), granted(streamArn, ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'])],
      ['withIndexes', to.withIndexes('by-date').queryItems(), [...on('Query'), ...onIndex('Query')]],
      ['onlyIndexes', to.onlyIndexes('by-date').scanItems(), onIndex('Scan')],
      ['batchReadItems', to.batchReadItems(), on('BatchGetItem')],
      ['batchWriteItems', Access.table(encrypted).batchWriteItems(), [...on('BatchWriteItem'), ...decrypted]],
      [
        'readInTransactions',
        to.readInTransactions(),
        granted(arn, ['dynamodb:GetItem'], { 'dynamodb:EnclosingOperation': 'TransactGetItems' }),
      ],
      [
        'writeInTransactions',
        to.writeInTransactions(),
        [
          ...granted(arn, ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'], {
            'dynamodb:EnclosingOperation': 'TransactWriteItems',
          }),
          ...on('ConditionCheckItem'),
        ],
      ],
      ['partiQlInsert', to.partiQlInsert(), on('PartiQLInsert')],
      ['partiQlUpdate', to.partiQlUpdate(), on('PartiQLUpdate')],
      ['partiQlDelete', to.partiQlDelete(), on('PartiQLDelete')],
      ['describe', Access.table(encrypted).describe(), on('DescribeTable')],
      [
        'withAttributes',
        to.withAttributes('id', 'airline').readItems(),
        granted(arn, ['dynamodb:GetItem', 'dynamodb:BatchGetItem'], {
          'dynamodb:Attributes': ['id', 'airline'],
          'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
        }),
        granted(arn, ['dynamodb:GetItem'], { 'dynamodb:Attributes': ['id'], 'dynamodb:Select': 'ALL_ATTRIBUTES' }),
      ],
      [
        'withAttributes',
        to.withAttributes('id', 'seat').updateItems(),
        granted(arn, ['dynamodb:UpdateItem'], { 'dynamodb:Attributes': ['id', 'seat'] }),
        granted(arn, ['dynamodb:UpdateItem'], { 'dynamodb:Attributes': ['id', 'seat'], 'dynamodb:ReturnValues': 'ALL_NEW' }),
      ],
      [
        'withAttributes',
        to.withAttributes('id').withLeadingKeys('tenant-1').withIndexes('by-date').queryItems(),
        ['Query'].flatMap((operation) =>
          [arn, `${arn}/index/by-date`].flatMap((one) =>
            granted(one, [`dynamodb:${operation}`], {
              'dynamodb:Attributes': ['id'],
              'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
              'dynamodb:LeadingKeys': ['tenant-1'],
            }),
          ),
        ),
      ],
    ]),
  ];
}

function buckets(stack: Stack, encryptionKey: kms.IKey): readonly Declaration[] {
  const arn = 'arn:aws:s3:::receipts';
  const object = `${arn}/in/a.pdf`;
  const to = Access.bucket(s3.Bucket.fromBucketArn(stack, 'Bucket', arn));
  const encrypted = Access.bucket(
    s3.Bucket.fromBucketAttributes(stack, 'EncryptedBucket', { bucketArn: arn, encryptionKey, region: OWN_REGION }),
  );
  const below = { prefix: 'in/' };
  const on = (...operations: string[]) =>
    granted(
      object,
      operations.map((operation) => `s3:${operation}`),
    );
  return verbs(
    'BucketAccess',
    ['receipts', 'in/', 'key/0b7d1c5e'],
    [
      ['getObjects', to.getObjects(below), on('GetObject')],
      [
        'getObjects',
        encrypted.getObjects(below),
        [...on('GetObject'), ...through('s3', ['Decrypt'], { 'kms:EncryptionContext:aws:s3:arn': object })],
      ],
      [
        'putObjects',
        encrypted.putObjects(below),
        [...on('PutObject'), ...through('s3', ['GenerateDataKey'], { 'kms:EncryptionContext:aws:s3:arn': arn })],
      ],
      ['uploadObjects', to.uploadObjects(below), on('PutObject', 'AbortMultipartUpload', 'ListMultipartUploadParts')],
      ['deleteObjects', to.deleteObjects(below), on('DeleteObject')],
      ['getObjectVersions', to.getObjectVersions(below), on('GetObjectVersion')],
      ['deleteObjectVersions', to.deleteObjectVersions(below), on('DeleteObjectVersion')],
      ['getObjectTags', to.getObjectTags(below), on('GetObjectTagging')],
      ['putObjectTags', to.putObjectTags(below), on('PutObjectTagging')],
      ['listObjects', to.listObjects(below), granted(arn, ['s3:ListBucket'], { 's3:prefix': 'in/2026' })],
      [
        'listObjects',
        to.listObjects({ ...below, delimiter: '/' }),
        granted(arn, ['s3:ListBucket'], { 's3:prefix': 'in/2026', 's3:delimiter': '/' }),
      ],
      ['listObjectVersions', to.listObjectVersions(below), granted(arn, ['s3:ListBucketVersions'], { 's3:prefix': 'in/2026' })],
      ['getObjectAttributes', to.getObjectAttributes(below), on('GetObject', 'GetObjectAttributes')],
      ['deleteObjectTags', to.deleteObjectTags(below), on('DeleteObjectTagging')],
      ['getObjectLocks', to.getObjectLocks(below), on('GetObjectRetention', 'GetObjectLegalHold')],
      ['putObjectRetention', to.putObjectRetention(below), on('PutObjectRetention')],
      ['putObjectLegalHolds', to.putObjectLegalHolds(below), on('PutObjectLegalHold')],
      ['restoreObjects', to.restoreObjects(below), on('RestoreObject')],
      ['listUploads', to.listUploads(), granted(arn, ['s3:ListBucketMultipartUploads'])],
      ['locate', to.locate(), granted(arn, ['s3:GetBucketLocation'])],
    ],
  );
}

function accessPoints(stack: Stack, encryptionKey: kms.IKey): readonly Declaration[] {
  const arn = `arn:aws:s3:${HERE}:accesspoint/reports`;
  const bucketArn = 'arn:aws:s3:::lake';
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Behind', { bucketArn, encryptionKey, region: OWN_REGION });
  const to = Access.accessPoint(arn, bucket);
  const below = { prefix: 'in/' };
  const behind = { 's3:DataAccessPointArn': arn };
  const on = (...operations: string[]) => {
    const actions = operations.map((operation) => `s3:${operation}`);
    return [...granted(`${arn}/object/in/a.pdf`, actions), ...granted(`${bucketArn}/in/a.pdf`, actions, behind)];
  };
  const inKey = (...operations: string[]) => through('s3', operations, { 'kms:EncryptionContext:aws:s3:arn': bucketArn });
  const directory = `arn:aws:s3express:${HERE}:bucket/features--euw1-az1--x-s3`;
  return [
    ...verbs(
      'AccessPointAccess',
      ['reports', 'lake', 'in/', 'key/0b7d1c5e'],
      [
        ['getObjects', to.getObjects(below), [...on('GetObject'), ...inKey('Decrypt')]],
        ['getObjects', Access.accessPoint(arn).getObjects(below), granted(`${arn}/object/in/a.pdf`, ['s3:GetObject'])],
        ['putObjects', to.putObjects(below), [...on('PutObject'), ...inKey('GenerateDataKey')]],
        [
          'uploadObjects',
          Access.accessPoint(arn).uploadObjects(below),
          granted(`${arn}/object/in/a.pdf`, ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts']),
        ],
        ['deleteObjects', to.deleteObjects(below), on('DeleteObject')],
        [
          'listObjects',
          to.listObjects(below),
          [
            ...granted(arn, ['s3:ListBucket'], { 's3:prefix': 'in/1' }),
            ...granted(bucketArn, ['s3:ListBucket'], { 's3:prefix': 'in/1', ...behind }),
          ],
        ],
      ],
    ),
    ...verbs(
      'DirectoryBucketAccess',
      ['features'],
      [
        [
          'readObjects',
          Access.directoryBucket(directory).readObjects(),
          granted(directory, ['s3express:CreateSession'], { 's3express:SessionMode': 'ReadOnly' }),
        ],
        ['writeObjects', Access.directoryBucket(directory).writeObjects(), granted(directory, ['s3express:CreateSession'])],
      ],
    ),
  ];
}

function messaging(stack: Stack, encryptionKey: kms.IKey): readonly Declaration[] {
  const queueArn = `arn:aws:sqs:${HERE}:orders`;
  const queue = Access.queue(sqs.Queue.fromQueueAttributes(stack, 'Queue', { queueArn, keyArn: encryptionKey.keyArn }));
  const topicArn = `arn:aws:sns:${HERE}:orders`;
  const topic = Access.topic(sns.Topic.fromTopicAttributes(stack, 'Topic', { topicArn, keyArn: encryptionKey.keyArn }));
  const sourceArn = `arn:aws:sqs:${HERE}:source`;
  const applicationArn = `arn:aws:sns:${HERE}:app/GCM/shop`;
  const device = `arn:aws:sns:${HERE}:endpoint/GCM/shop/4711`;
  const sender = `arn:aws:sms-voice:${HERE}:sender-id/SHOP/DE`;
  const asQueue = { 'kms:EncryptionContext:aws:sqs:arn': queueArn };
  return [
    ...verbs(
      'QueueAccess',
      ['orders', 'source', 'key/0b7d1c5e'],
      [
        ['send', queue.send(), [...granted(queueArn, ['sqs:SendMessage']), ...through('sqs', ['Decrypt', 'GenerateDataKey'], asQueue)]],
        [
          'consume',
          queue.consume(),
          [
            ...granted(queueArn, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility']),
            ...through('sqs', ['Decrypt'], asQueue),
          ],
        ],
        ['receive', queue.receive(), [...granted(queueArn, ['sqs:ReceiveMessage']), ...through('sqs', ['Decrypt'], asQueue)]],
        ['deleteMessages', queue.deleteMessages(), granted(queueArn, ['sqs:DeleteMessage'])],
        ['delayMessages', queue.delayMessages(), granted(queueArn, ['sqs:ChangeMessageVisibility'])],
        ['purge', queue.purge(), granted(queueArn, ['sqs:PurgeQueue'])],
        ['readAttributes', queue.readAttributes(), granted(queueArn, ['sqs:GetQueueAttributes'])],
        ['findUrl', queue.findUrl(), granted(queueArn, ['sqs:GetQueueUrl'])],
        [
          'redriveTo',
          queue.redriveTo(sqs.Queue.fromQueueArn(stack, 'Source', sourceArn)),
          [
            ...granted(
              queueArn,
              [
                'StartMessageMoveTask',
                'ListMessageMoveTasks',
                'CancelMessageMoveTask',
                'ReceiveMessage',
                'DeleteMessage',
                'GetQueueAttributes',
              ].map((operation) => `sqs:${operation}`),
            ),
            ...through('sqs', ['Decrypt'], asQueue),
            ...granted(sourceArn, ['sqs:SendMessage']),
          ],
        ],
      ],
    ),
    ...verbs(
      'TopicAccess',
      ['orders', 'key/0b7d1c5e'],
      [
        [
          'publish',
          topic.publish(),
          [
            ...granted(topicArn, ['sns:Publish']),
            ...through('sns', ['Decrypt', 'GenerateDataKey'], { 'kms:EncryptionContext:aws:sns:topicArn': topicArn }),
          ],
        ],
        ['subscribe', topic.subscribe('email'), granted(topicArn, ['sns:Subscribe'], { 'sns:Protocol': 'email' })],
        [
          'subscribe',
          topic.subscribe('https', 'https://example.com/in'),
          granted(topicArn, ['sns:Subscribe'], { 'sns:Protocol': 'https', 'sns:Endpoint': 'https://example.com/in' }),
        ],
        ['listSubscriptions', topic.listSubscriptions(), granted(topicArn, ['sns:ListSubscriptionsByTopic'])],
      ],
    ),
    ...verbs(
      'PlatformApplicationAccess',
      ['shop', 'GCM'],
      [['publish', Access.platformApplication(applicationArn).publish(), granted(device, ['sns:Publish'])]],
    ),
    ...verbs(
      'TextMessageAccess',
      ['SHOP', 'DE'],
      [['send', Access.textMessages(sender).send(), granted(sender, ['sms-voice:SendTextMessage'])]],
    ),
  ];
}

function secrets(stack: Stack, encryptionKey: kms.IKey): readonly Declaration[] {
  const secretCompleteArn = `arn:aws:secretsmanager:${HERE}:secret:orders/api-AbCdEf`;
  const to = Access.secret(secretsmanager.Secret.fromSecretAttributes(stack, 'Secret', { secretCompleteArn, encryptionKey }));
  const context = { 'kms:EncryptionContext:SecretARN': secretCompleteArn };
  return verbs(
    'SecretAccess',
    ['orders/api', 'AbCdEf', 'key/0b7d1c5e'],
    [
      [
        'read',
        to.read(),
        [...granted(secretCompleteArn, ['secretsmanager:GetSecretValue']), ...through('secretsmanager', ['Decrypt'], context)],
      ],
      [
        'write',
        to.write(),
        [
          ...granted(secretCompleteArn, ['secretsmanager:PutSecretValue']),
          ...through('secretsmanager', ['Decrypt', 'GenerateDataKey'], context),
        ],
      ],
      [
        'readStage',
        to.readStage('AWSCURRENT'),
        [
          ...granted(secretCompleteArn, ['secretsmanager:GetSecretValue'], { 'secretsmanager:VersionStage': 'AWSCURRENT' }),
          ...through('secretsmanager', ['Decrypt'], context),
        ],
      ],
      ['describe', to.describe(), granted(secretCompleteArn, ['secretsmanager:DescribeSecret'])],
      [
        'rotate',
        to.rotate(),
        [
          ...granted(
            secretCompleteArn,
            ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'].map((name) => `secretsmanager:${name}`),
          ),
          ...through('secretsmanager', ['Decrypt', 'GenerateDataKey'], context),
        ],
      ],
      ['startRotation', to.startRotation(), granted(secretCompleteArn, ['secretsmanager:RotateSecret'])],
    ],
  );
}

function functions(stack: Stack): readonly Declaration[] {
  const arn = `arn:aws:lambda:${HERE}:function:price`;
  const to = Access.lambdaFunction(lambda.Function.fromFunctionArn(stack, 'Price', arn));
  const alias = Access.lambdaFunction(lambda.Function.fromFunctionArn(stack, 'PriceLive', `${arn}:live`));
  const version = Access.lambdaFunction(lambda.Version.fromVersionArn(stack, 'PriceSeven', `${arn}:7`));
  return verbs(
    'FunctionAccess',
    ['price', 'live'],
    [
      ['invoke', to.invoke(), granted(arn, ['lambda:InvokeFunction'])],
      ['invoke', alias.invoke(), granted(`${arn}:live`, ['lambda:InvokeFunction']), granted(arn, ['lambda:InvokeFunction'])],
      ['invoke', version.invoke(), granted(`${arn}:7`, ['lambda:InvokeFunction']), granted(`${arn}:8`, ['lambda:InvokeFunction'])],
      [
        'invokeUrl',
        to.invokeUrl(),
        [
          ...granted(arn, ['lambda:InvokeFunctionUrl'], { 'lambda:FunctionUrlAuthType': 'AWS_IAM' }),
          ...granted(arn, ['lambda:InvokeFunction'], { 'lambda:InvokedViaFunctionUrl': 'true' }),
        ],
      ],
    ],
  );
}

function eventBuses(stack: Stack): readonly Declaration[] {
  const arn = `arn:aws:events:${HERE}:event-bus/orders`;
  const to = Access.eventBus(events.EventBus.fromEventBusArn(stack, 'Bus', arn));
  const elsewhere = 'arn:aws:events:us-east-1:444455556666:event-bus/orders';
  const toOther = Access.eventBus(events.EventBus.fromEventBusArn(stack, 'OtherBus', elsewhere));
  return verbs(
    'EventBusAccess',
    ['orders'],
    [
      ['putEvents', to.putEvents(), granted(arn, ['events:PutEvents'])],
      ['putEvents', toOther.putEvents(), granted(elsewhere, ['events:PutEvents'])],
      [
        'putEvents',
        to.putEvents({ sources: ['com.example.orders'], detailTypes: ['OrderPlaced', 'OrderPaid'] }),
        granted(arn, ['events:PutEvents'], { 'events:source': ['com.example.orders'], 'events:detail-type': ['OrderPaid', 'OrderPlaced'] }),
      ],
    ],
  );
}

function stateMachines(stack: Stack): readonly Declaration[] {
  const arn = `arn:aws:states:${HERE}:stateMachine:fulfil`;
  const execution = `arn:aws:states:${HERE}:execution:fulfil:4711`;
  const to = Access.stateMachine(sfn.StateMachine.fromStateMachineArn(stack, 'Machine', arn));
  return verbs(
    'StateMachineAccess',
    ['fulfil'],
    [
      ['startExecution', to.startExecution(), granted(arn, ['states:StartExecution'])],
      [
        'startExecutionOf',
        to.startExecutionOf('live'),
        granted(arn, ['states:StartExecution'], { 'states:StateMachineQualifier': ['live'] }),
      ],
      ['startSyncExecution', to.startSyncExecution(), granted(arn, ['states:StartSyncExecution'])],
      ['listExecutions', to.listExecutions(), granted(arn, ['states:ListExecutions'])],
      ['readExecutions', to.readExecutions(), granted(execution, ['states:DescribeExecution', 'states:GetExecutionHistory'])],
      ['describeExecutions', to.describeExecutions(), granted(execution, ['states:DescribeExecution'])],
      ['stopExecutions', to.stopExecutions(), granted(execution, ['states:StopExecution'])],
      ['redriveExecutions', to.redriveExecutions(), granted(execution, ['states:RedriveExecution'])],
      ['completeTasks', to.completeTasks(), granted('*', ['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'])],
      ['sendTaskSuccess', to.sendTaskSuccess(), granted('*', ['states:SendTaskSuccess'])],
      ['sendTaskFailure', to.sendTaskFailure(), granted('*', ['states:SendTaskFailure'])],
      ['sendTaskHeartbeat', to.sendTaskHeartbeat(), granted('*', ['states:SendTaskHeartbeat'])],
    ],
  );
}

function activities(stack: Stack): readonly Declaration[] {
  const arn = `arn:aws:states:${HERE}:activity:packing`;
  const to = Access.activity(sfn.Activity.fromActivityArn(stack, 'Packing', arn));
  return verbs('ActivityAccess', ['packing'], [['receiveTasks', to.receiveTasks(), granted(arn, ['states:GetActivityTask'])]]);
}

function streams(stack: Stack, encryptionKey: kms.IKey): readonly Declaration[] {
  const arn = `arn:aws:kinesis:${HERE}:stream/clicks`;
  const consumerArn = `${arn}/consumer/orders:1760000000`;
  const to = Access.stream(kinesis.Stream.fromStreamAttributes(stack, 'Stream', { streamArn: arn, encryptionKey }));
  const consumer = kinesis.StreamConsumer.fromStreamConsumerArn(stack, 'Consumer', consumerArn);
  const deliveryArn = `arn:aws:firehose:${HERE}:deliverystream/archive`;
  const delivery = Access.deliveryStream(firehose.DeliveryStream.fromDeliveryStreamArn(stack, 'Delivery', deliveryArn));
  const reading = through('kinesis', ['Decrypt'], {});
  const writing = through('kinesis', ['GenerateDataKey'], {});
  return [
    ...verbs(
      'StreamAccess',
      ['clicks', 'orders', 'key/0b7d1c5e'],
      [
        ['write', to.write(), [...granted(arn, ['kinesis:PutRecord', 'kinesis:PutRecords']), ...writing]],
        ['putRecord', to.putRecord(), [...granted(arn, ['kinesis:PutRecord']), ...writing]],
        ['putRecords', to.putRecords(), [...granted(arn, ['kinesis:PutRecords']), ...writing]],
        [
          'read',
          to.read(),
          [
            ...granted(arn, ['kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards']),
            ...reading,
          ],
        ],
        ['readShards', to.readShards(), [...granted(arn, ['kinesis:GetRecords', 'kinesis:GetShardIterator']), ...reading]],
        [
          'subscribe',
          to.subscribe(consumer),
          [
            ...granted(arn, ['kinesis:ListShards']),
            ...granted(consumerArn, ['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard']),
            ...reading,
          ],
        ],
      ],
    ),
    ...verbs(
      'DeliveryStreamAccess',
      ['archive'],
      [
        ['write', delivery.write(), granted(deliveryArn, ['firehose:PutRecord', 'firehose:PutRecordBatch'])],
        ['putRecord', delivery.putRecord(), granted(deliveryArn, ['firehose:PutRecord'])],
        ['putRecordBatch', delivery.putRecordBatch(), granted(deliveryArn, ['firehose:PutRecordBatch'])],
      ],
    ),
  ];
}

function parameters(stack: Stack, encryptionKey: kms.IKey): readonly Declaration[] {
  const below = `arn:aws:ssm:${HERE}:parameter/orders/prod`;
  const arn = `${below}/token`;
  const secure = ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Secure', {
    parameterName: '/orders/prod/token',
    encryptionKey,
  });
  const to = Access.parameter(secure);
  const plain = Access.parameter(ssm.StringParameter.fromStringParameterArn(stack, 'Plain', arn));
  const path = Access.parametersByPath('/orders/prod/', { encryptionKey });
  const decrypted = through('ssm', ['Decrypt'], { 'kms:EncryptionContext:PARAMETER_ARN': arn });
  const names = ['orders', 'prod', 'key/0b7d1c5e'];
  return [
    ...verbs(
      'ParameterAccess',
      [...names, 'token'],
      [
        ['read', to.read(), [...granted(arn, ['ssm:GetParameter', 'ssm:GetParameters']), ...decrypted]],
        ['readOne', plain.readOne(), granted(arn, ['ssm:GetParameter'])],
        ['readSeveral', plain.readSeveral(), granted(arn, ['ssm:GetParameters'])],
        ['readHistory', to.readHistory(), [...granted(arn, ['ssm:GetParameterHistory']), ...decrypted]],
        ['write', plain.write(), granted(arn, ['ssm:PutParameter'])],
        [
          'write',
          to.write(),
          [
            ...granted(arn, ['ssm:PutParameter']),
            ...through('ssm', ['Encrypt', 'GenerateDataKey'], { 'kms:EncryptionContext:PARAMETER_ARN': arn }),
          ],
        ],
        ['remove', to.remove(), granted(arn, ['ssm:DeleteParameter'])],
      ],
    ),
    ...verbs('ParameterPathAccess', names, [
      [
        'readAll',
        path.readAll(),
        [...granted(below, ['ssm:GetParametersByPath']), ...granted(`${below}/`, ['ssm:GetParametersByPath']), ...decrypted],
      ],
      [
        'read',
        path.read('token', 'user'),
        [
          ...granted(arn, ['ssm:GetParameter', 'ssm:GetParameters']),
          ...granted(`${below}/user`, ['ssm:GetParameter', 'ssm:GetParameters']),
          ...decrypted,
        ],
      ],
      [
        'write',
        path.write('token'),
        [
          ...granted(arn, ['ssm:PutParameter']),
          ...through('ssm', ['Encrypt', 'GenerateDataKey'], { 'kms:EncryptionContext:PARAMETER_ARN': arn }),
        ],
      ],
    ]),
  ];
}

function keys(key: kms.IKey): readonly Declaration[] {
  const to = Access.key(key);
  const narrow = to.withEncryptionContext({ tenant: 'orders' });
  const on = (...operations: string[]) =>
    granted(
      KEY,
      operations.map((operation) => `kms:${operation}`),
    );
  return verbs(
    'KeyAccess',
    ['0b7d1c5e'],
    [
      ['withEncryptionContext', narrow.decrypt(), granted(KEY, ['kms:Decrypt'], { 'kms:EncryptionContext:tenant': 'orders' })],
      ['encrypt', to.encrypt(), on('Encrypt')],
      ['decrypt', to.decrypt(), on('Decrypt')],
      ['generateDataKey', to.generateDataKey(), on('GenerateDataKey')],
      ['generateDataKeyWithoutPlaintext', to.generateDataKeyWithoutPlaintext(), on('GenerateDataKeyWithoutPlaintext')],
      ['encryptDecrypt', to.encryptDecrypt(), on('Encrypt', 'Decrypt', 'GenerateDataKey')],
      ['generateDataKeyPair', to.generateDataKeyPair(), on('GenerateDataKeyPair')],
      ['reEncrypt', to.reEncrypt(), on('ReEncryptFrom', 'ReEncryptTo')],
      ['reEncryptFrom', to.reEncryptFrom(), on('ReEncryptFrom')],
      ['reEncryptTo', to.reEncryptTo(), on('ReEncryptTo')],
      ['describe', to.describe(), on('DescribeKey')],
      ['sign', to.sign(), on('Sign')],
      ['verify', to.verify(), on('Verify')],
      ['readPublicKey', to.readPublicKey(), on('GetPublicKey')],
      ['generateMac', to.generateMac(), on('GenerateMac')],
      ['verifyMac', to.verifyMac(), on('VerifyMac')],
    ],
  );
}

function schedules(stack: Stack): readonly Declaration[] {
  const groupArn = `arn:aws:scheduler:${HERE}:schedule-group/reminders`;
  const arn = `arn:aws:scheduler:${HERE}:schedule/reminders/4711`;
  const roleArn = `arn:aws:iam::${OWN_ACCOUNT}:role/remind`;
  const role = new iam.Role(stack, 'TargetRole', { roleName: 'remind', assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com') });
  const to = Access.scheduleGroup(scheduler.ScheduleGroup.fromScheduleGroupArn(stack, 'Group', groupArn));
  const passed = granted(roleArn, ['iam:PassRole'], { 'iam:PassedToService': 'scheduler.amazonaws.com' });
  const on = (...operations: string[]) =>
    granted(
      arn,
      operations.map((operation) => `scheduler:${operation}`),
    );
  return verbs(
    'ScheduleGroupAccess',
    ['reminders', 'remind'],
    [
      ['createSchedules', to.createSchedules(role), [...on('CreateSchedule'), ...passed]],
      ['updateSchedules', to.updateSchedules(role), [...on('UpdateSchedule'), ...passed]],
      ['manageSchedules', to.manageSchedules(role), [...on('CreateSchedule', 'UpdateSchedule', 'DeleteSchedule'), ...passed]],
      ['deleteSchedules', to.deleteSchedules(), on('DeleteSchedule')],
      ['readSchedules', to.readSchedules(), on('GetSchedule')],
    ],
  );
}

function roles(stack: Stack): readonly Declaration[] {
  const arn = 'arn:aws:iam::444455556666:role/partners/orders';
  const to = Access.role(iam.Role.fromRoleArn(stack, 'Partner', arn));
  return verbs(
    'RoleAccess',
    ['partners', 'orders'],
    [
      ['assume', to.assume(), granted(arn, ['sts:AssumeRole'])],
      [
        'assume',
        to.assume({ externalId: '4711', sessionName: 'orders' }),
        granted(arn, ['sts:AssumeRole'], { 'sts:ExternalId': '4711', 'sts:RoleSessionName': 'orders' }),
      ],
      [
        'assume',
        to.assume({ sessionTags: { tenant: 'a' } }),
        [
          ...granted(arn, ['sts:AssumeRole']),
          ...granted(arn, ['sts:TagSession'], { 'aws:RequestTag/tenant': 'a', 'aws:TagKeys': ['tenant'] }),
        ],
      ],
      ['passTo', to.passTo('glue.amazonaws.com'), granted(arn, ['iam:PassRole'], { 'iam:PassedToService': 'glue.amazonaws.com' })],
    ],
  );
}

function mails(stack: Stack): readonly Declaration[] {
  const arn = `arn:aws:ses:${HERE}:identity/example.com`;
  const set = `arn:aws:ses:${HERE}:configuration-set/tracked`;
  const template = `arn:aws:ses:${HERE}:template/receipt`;
  const to = Access.emailIdentity(ses.EmailIdentity.fromEmailIdentityArn(stack, 'Identity', arn));
  const configurationSet = ses.ConfigurationSet.fromConfigurationSetName(stack, 'ConfigurationSet', 'tracked');
  const context = { 'ses:FromAddress': 'orders@example.com', 'ses:Recipients': ['a@example.org'] };
  const narrow = { fromAddresses: ['orders@example.com'], recipients: ['a@example.org', 'b@example.org'], configurationSet };
  return verbs(
    'EmailIdentityAccess',
    ['example.com', 'tracked', 'receipt'],
    [
      ['send', to.send(), granted(arn, ['ses:SendEmail', 'ses:SendRawEmail'])],
      [
        'send',
        to.send(narrow),
        [...granted(arn, ['ses:SendEmail', 'ses:SendRawEmail'], context), ...granted(set, ['ses:SendEmail', 'ses:SendRawEmail'], context)],
      ],
      [
        'sendEmail',
        to.sendEmail({ fromAddresses: ['orders@example.com'] }),
        granted(arn, ['ses:SendEmail'], { 'ses:FromAddress': 'orders@example.com' }),
      ],
      ['sendRawEmail', to.sendRawEmail(), granted(arn, ['ses:SendRawEmail'])],
      [
        'sendTemplate',
        to.sendTemplate('receipt'),
        [...granted(arn, ['ses:SendEmail', 'ses:SendTemplatedEmail']), ...granted(template, ['ses:SendEmail', 'ses:SendTemplatedEmail'])],
      ],
      [
        'sendBulkTemplate',
        to.sendBulkTemplate('receipt'),
        [...granted(arn, ['ses:SendBulkTemplatedEmail']), ...granted(template, ['ses:SendBulkTemplatedEmail'])],
      ],
      [
        'sendBulk',
        to.sendBulk('receipt', configurationSet),
        [...granted(arn, ['ses:SendBulkEmail']), ...granted(template, ['ses:SendBulkEmail']), ...granted(set, ['ses:SendBulkEmail'])],
      ],
    ],
  );
}

function telemetry(): readonly Declaration[] {
  return [
    ...verbs(
      'MetricsAccess',
      [],
      [
        ['put', Access.metrics('Shop/Orders').put(), granted('*', ['cloudwatch:PutMetricData'], { 'cloudwatch:namespace': 'Shop/Orders' })],
        ['read', Access.metrics('Shop/Orders').read(), granted('*', ['cloudwatch:GetMetricData'])],
      ],
    ),
    ...verbs(
      'TracingAccess',
      [],
      [
        ['write', Access.tracing().write(), granted('*', ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'])],
        ['putTraceSegments', Access.tracing().putTraceSegments(), granted('*', ['xray:PutTraceSegments'])],
        ['readSampling', Access.tracing().readSampling(), granted('*', ['xray:GetSamplingRules', 'xray:GetSamplingTargets'])],
      ],
    ),
  ];
}

function users(stack: Stack): readonly Declaration[] {
  const arn = `arn:aws:cognito-idp:${HERE}:userpool/${OWN_REGION}_AbCdEf123`;
  const to = Access.userPool(cognito.UserPool.fromUserPoolArn(stack, 'Users', arn));
  const poolArn = `arn:aws:cognito-identity:${HERE}:identitypool/${OWN_REGION}:0c0c0c0c-0000-4000-8000-000000000002`;
  const pool = Access.identityPool(identitypool.IdentityPool.fromIdentityPoolArn(stack, 'Visitors', poolArn));
  const on = (...operations: string[]) =>
    granted(
      arn,
      operations.map((operation) => `cognito-idp:${operation}`),
    );
  const onPool = (...operations: string[]) =>
    granted(
      poolArn,
      operations.map((operation) => `cognito-identity:${operation}`),
    );
  return [
    ...verbs(
      'UserPoolAccess',
      ['AbCdEf123'],
      [
        ['readUsers', to.readUsers(), on('AdminGetUser', 'ListUsers')],
        ['findUser', to.findUser(), on('AdminGetUser')],
        ['listUsers', to.listUsers(), on('ListUsers')],
        ['createUsers', to.createUsers(), on('AdminCreateUser')],
        ['updateUsers', to.updateUsers(), on('AdminUpdateUserAttributes')],
        ['deleteUsers', to.deleteUsers(), on('AdminDeleteUser')],
        ['lockUsers', to.lockUsers(), on('AdminEnableUser', 'AdminDisableUser', 'AdminUserGlobalSignOut')],
        ['setPasswords', to.setPasswords(), on('AdminSetUserPassword', 'AdminResetUserPassword')],
        ['readGroups', to.readGroups(), on('AdminListGroupsForUser', 'ListUsersInGroup')],
        ['manageGroups', to.manageGroups(), on('AdminAddUserToGroup', 'AdminRemoveUserFromGroup')],
        ['authenticate', to.authenticate(), on('AdminInitiateAuth', 'AdminRespondToAuthChallenge')],
        ['listGroups', to.listGroups(), on('ListGroups')],
        ['confirmUsers', to.confirmUsers(), on('AdminConfirmSignUp')],
        ['linkUsers', to.linkUsers(), on('AdminLinkProviderForUser', 'AdminDisableProviderForUser')],
      ],
    ),
    ...verbs(
      'IdentityPoolAccess',
      ['0c0c0c0c'],
      [
        ['issueTokens', pool.issueTokens(), onPool('GetOpenIdTokenForDeveloperIdentity')],
        ['lookUp', pool.lookUp(), onPool('LookupDeveloperIdentity')],
        ['manageIdentities', pool.manageIdentities(), onPool('MergeDeveloperIdentities', 'UnlinkDeveloperIdentity')],
      ],
    ),
  ];
}

function apis(stack: Stack): readonly Declaration[] {
  const arn = `arn:aws:execute-api:${HERE}:a1b2c3d4e5`;
  const rest = Access.restApi(apigateway.RestApi.fromRestApiId(stack, 'Rest', 'a1b2c3d4e5'));
  const http = Access.httpApi(apigatewayv2.HttpApi.fromHttpApiAttributes(stack, 'Http', { httpApiId: 'a1b2c3d4e5' }));
  const socket = Access.webSocketApi(apigatewayv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'Socket', { webSocketId: 'a1b2c3d4e5' }));
  const connection = (method: string) => granted(`${arn}/prod/${method}/@connections/abc=`, ['execute-api:ManageConnections']);
  const graphqlApiArn = `arn:aws:appsync:${HERE}:apis/f6g7h8`;
  const graphql = Access.graphqlApi(
    appsync.GraphqlApi.fromGraphqlApiAttributes(stack, 'Graphql', { graphqlApiId: 'f6g7h8', graphqlApiArn }),
  );
  const eventsArn = `arn:aws:appsync:${HERE}:apis/j1k2l3`;
  const live = Access.eventApi(
    appsync.EventApi.fromEventApiAttributes(stack, 'Live', { apiId: 'j1k2l3', apiArn: eventsArn, httpDns: 'a', realtimeDns: 'b' }),
  );
  const field = (name: string) => granted(`${graphqlApiArn}/types/${name}`, ['appsync:GraphQL']);
  return [
    ...verbs(
      'ApiAccess',
      ['a1b2c3d4e5', 'prod', '$default', 'GET', 'POST', 'prices', 'items'],
      [
        [
          'invoke',
          rest.invoke({ stage: 'prod', method: 'GET', path: '/prices/{item}' }),
          granted(`${arn}/prod/GET/prices/4711`, ['execute-api:Invoke']),
        ],
        [
          'invoke',
          http.invoke({ stage: '$default', method: 'POST', path: '/items' }),
          granted(`${arn}/$default/POST/items`, ['execute-api:Invoke']),
        ],
      ],
    ),
    ...verbs(
      'WebSocketApiAccess',
      ['a1b2c3d4e5', 'prod', 'GET', 'POST', 'DELETE', '@connections'],
      [
        ['manageConnections', socket.manageConnections('prod'), [...connection('GET'), ...connection('POST'), ...connection('DELETE')]],
        ['postToConnections', socket.postToConnections('prod'), connection('POST')],
        ['getConnections', socket.getConnections('prod'), connection('GET')],
        ['deleteConnections', socket.deleteConnections('prod'), connection('DELETE')],
      ],
    ),
    ...verbs(
      'EventApiAccess',
      ['j1k2l3', 'scores'],
      [
        ['connect', live.connect(), granted(eventsArn, ['appsync:EventConnect'])],
        ['publish', live.publish('scores'), granted(`${eventsArn}/channelNamespace/scores`, ['appsync:EventPublish'])],
        ['subscribe', live.subscribe('scores'), granted(`${eventsArn}/channelNamespace/scores`, ['appsync:EventSubscribe'])],
      ],
    ),
    ...verbs(
      'GraphqlApiAccess',
      ['f6g7h8', 'Query', 'Mutation', 'Subscription', 'orders', 'placeOrder', 'orderPlaced'],
      [
        ['query', graphql.query('orders', 'order'), [...field('Query/fields/orders'), ...field('Query/fields/order')]],
        ['mutate', graphql.mutate('placeOrder'), field('Mutation/fields/placeOrder')],
        ['subscribe', graphql.subscribe('orderPlaced'), field('Subscription/fields/orderPlaced')],
      ],
    ),
  ];
}

function iotTopics(): readonly Declaration[] {
  const arn = `arn:aws:iot:${HERE}:topic/orders/placed`;
  const to = Access.iotTopics('orders/placed');
  const thingArn = `arn:aws:iot:${HERE}:thing/gate-7`;
  const thing = Access.iotThing('gate-7');
  return [
    ...verbs(
      'IotTopicAccess',
      ['orders', 'placed'],
      [
        ['publish', to.publish(), granted(arn, ['iot:Publish'])],
        ['publishRetained', to.publishRetained(), granted(arn, ['iot:Publish', 'iot:RetainPublish'])],
        ['readRetained', to.readRetained(), granted(arn, ['iot:GetRetainedMessage'])],
      ],
    ),
    ...verbs(
      'IotThingAccess',
      ['gate-7'],
      [
        ['readShadow', thing.readShadow(), granted(thingArn, ['iot:GetThingShadow'])],
        ['updateShadow', thing.updateShadow(), granted(thingArn, ['iot:UpdateThingShadow'])],
        ['deleteShadow', thing.deleteShadow(), granted(thingArn, ['iot:DeleteThingShadow'])],
      ],
    ),
  ];
}

function models(stack: Stack): readonly Declaration[] {
  const to = Access.bedrock();
  const modelId = 'amazon.nova-lite-v1:0';
  const model = bedrock.FoundationModel.fromFoundationModelId(stack, 'Model', new bedrock.FoundationModelIdentifier(modelId));
  const arn = `arn:aws:bedrock:${OWN_REGION}::foundation-model/${modelId}`;
  const provisionedArn = `arn:aws:bedrock:${HERE}:provisioned-model/abcd1234efgh`;
  const provisioned = bedrock.ProvisionedModel.fromProvisionedModelArn(stack, 'Provisioned', provisionedArn);
  const profile = `arn:aws:bedrock:${HERE}:inference-profile/eu.${modelId}`;
  const there = arn.replace(OWN_REGION, 'eu-north-1');
  const through = (action: string) => [
    ...granted(profile, [action]),
    ...granted(arn, [action], { 'bedrock:InferenceProfileArn': profile }),
    ...granted(there, [action], { 'bedrock:InferenceProfileArn': profile }),
  ];
  const alias = `arn:aws:bedrock:${HERE}:agent-alias/AGENT00001/ALIAS00001`;
  const base = `arn:aws:bedrock:${HERE}:knowledge-base/KNOWLEDGE1`;
  const flow = `arn:aws:bedrock:${HERE}:flow/FLOW000001/alias/FLOWALIAS1`;
  const guardrail = `arn:aws:bedrock:${HERE}:guardrail/guard0000001`;
  return verbs(
    'BedrockAccess',
    ['nova-lite', 'FLOW000001', 'FLOWALIAS1', 'abcd1234efgh', 'AGENT00001', 'ALIAS00001', 'KNOWLEDGE1', 'guard0000001'],
    [
      ['invokeModel', to.invokeModel(model), granted(arn, ['bedrock:InvokeModel'])],
      ['invokeModel', to.invokeModel(provisioned), granted(provisionedArn, ['bedrock:InvokeModel'])],
      ['streamModel', to.streamModel(model), granted(arn, ['bedrock:InvokeModelWithResponseStream'])],
      ['invokeProfile', to.invokeProfile(profile, arn, there), through('bedrock:InvokeModel')],
      ['streamProfile', to.streamProfile(profile, arn, there), through('bedrock:InvokeModelWithResponseStream')],
      ['invokeAgent', to.invokeAgent(alias), granted(alias, ['bedrock:InvokeAgent'])],
      ['retrieve', to.retrieve(base), granted(base, ['bedrock:Retrieve'])],
      ['applyGuardrail', to.applyGuardrail(guardrail), granted(guardrail, ['bedrock:ApplyGuardrail'])],
      [
        'withGuardrail',
        to.withGuardrail(guardrail, '1').invokeModel(model),
        [
          ...granted(arn, ['bedrock:InvokeModel'], { 'bedrock:GuardrailIdentifier': `${guardrail}:1` }),
          ...granted(guardrail, ['bedrock:ApplyGuardrail']),
        ],
        granted(arn, ['bedrock:InvokeModel'], { 'bedrock:GuardrailIdentifier': `${guardrail}:2` }),
      ],
      [
        'retrieveAndGenerate',
        to.retrieveAndGenerate(base, model),
        [
          ...granted('*', ['bedrock:RetrieveAndGenerate']),
          ...granted(base, ['bedrock:Retrieve']),
          ...granted(arn, ['bedrock:InvokeModel']),
        ],
      ],
      ['invokeFlow', to.invokeFlow(flow), granted(flow, ['bedrock:InvokeFlow'])],
      ['countTokens', to.countTokens(model), granted(arn, ['bedrock:CountTokens'])],
      ['rerank', to.rerank(model), [...granted('*', ['bedrock:Rerank']), ...granted(arn, ['bedrock:InvokeModel'])]],
    ],
  );
}

function databases(stack: Stack, encryptionKey: kms.IKey): readonly Declaration[] {
  const clusterArn = `arn:aws:rds:${HERE}:cluster:ledger`;
  const cluster = rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Cluster', {
    clusterIdentifier: 'ledger',
    clusterResourceIdentifier: 'cluster-ABC123',
  });
  const instance = rds.DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Instance', {
    instanceIdentifier: 'ledger',
    instanceEndpointAddress: 'ledger.example',
    port: 5432,
    securityGroups: [],
    instanceResourceId: 'db-ABC123',
  });
  const proxy = rds.DatabaseProxy.fromDatabaseProxyAttributes(stack, 'Proxy', {
    dbProxyArn: `arn:aws:rds:${HERE}:db-proxy:prx-ABC123`,
    dbProxyName: 'ledger',
    endpoint: 'ledger.example',
    securityGroups: [],
  });
  const secretCompleteArn = `arn:aws:secretsmanager:${HERE}:secret:ledger-AbCdEf`;
  const secret = secretsmanager.Secret.fromSecretAttributes(stack, 'LedgerSecret', { secretCompleteArn, encryptionKey });
  const api = Access.dataApi(cluster, secret);
  const password = [
    ...granted(secretCompleteArn, ['secretsmanager:GetSecretValue']),
    ...through('secretsmanager', ['Decrypt'], { 'kms:EncryptionContext:SecretARN': secretCompleteArn }),
  ];
  const on = (...operations: string[]) => [
    ...granted(
      clusterArn,
      operations.map((operation) => `rds-data:${operation}`),
    ),
    ...password,
  ];
  const user = (id: string) => granted(`arn:aws:rds-db:${HERE}:dbuser:${id}/api`, ['rds-db:connect']);
  return [
    ...verbs(
      'DatabaseAccess',
      ['ABC123', 'api'],
      [
        ['connectAs', Access.databaseCluster(cluster).connectAs('api'), user('cluster-ABC123')],
        ['connectAs', Access.databaseInstance(instance).connectAs('api'), user('db-ABC123')],
        ['connectAs', Access.databaseProxy(proxy).connectAs('api'), user('prx-ABC123')],
      ],
    ),
    ...verbs(
      'DataApiAccess',
      ['ledger', 'key/0b7d1c5e'],
      [
        ['execute', api.execute(), on('ExecuteStatement')],
        ['batchExecute', api.batchExecute(), on('BatchExecuteStatement')],
        [
          'executeInTransactions',
          api.executeInTransactions(),
          on('ExecuteStatement', 'BeginTransaction', 'CommitTransaction', 'RollbackTransaction'),
        ],
      ],
    ),
  ];
}

function tasks(stack: Stack): readonly Declaration[] {
  const clusterArn = `arn:aws:ecs:${HERE}:cluster/jobs`;
  const arn = `arn:aws:ecs:${HERE}:task-definition/report:7`;
  const trusted = { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') };
  const taskDefinition = ecs.FargateTaskDefinition.fromFargateTaskDefinitionAttributes(stack, 'Report', {
    taskDefinitionArn: arn,
    taskRole: new iam.Role(stack, 'TaskRole', { roleName: 'report-task', ...trusted }),
    executionRole: new iam.Role(stack, 'ExecutionRole', { roleName: 'report-start', ...trusted }),
  });
  const to = Access.task(taskDefinition, ecs.Cluster.fromClusterArn(stack, 'Jobs', clusterArn));
  const inCluster = { 'ecs:cluster': clusterArn };
  const passed = (name: string) =>
    granted(`arn:aws:iam::${OWN_ACCOUNT}:role/${name}`, ['iam:PassRole'], { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' });
  const task = `arn:aws:ecs:${HERE}:task/jobs/0123456789`;
  return verbs(
    'TaskAccess',
    ['report', 'jobs'],
    [
      ['run', to.run(), [...granted(arn, ['ecs:RunTask'], inCluster), ...passed('report-task'), ...passed('report-start')]],
      ['stop', to.stop(), granted(task, ['ecs:StopTask'], inCluster)],
      ['describe', to.describe(), granted(task, ['ecs:DescribeTasks'], inCluster)],
      ['tag', to.tag(), granted(task, ['ecs:TagResource'], { 'ecs:CreateAction': 'RunTask' })],
    ],
  );
}

function files(stack: Stack): readonly Declaration[] {
  const arn = `arn:aws:elasticfilesystem:${HERE}:file-system/fs-0a1b2c3d`;
  const accessPointArn = `arn:aws:elasticfilesystem:${HERE}:access-point/fsap-0a1b2c3d`;
  const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(stack, 'FileAccess', 'sg-0a1b2c3d');
  const fileSystem = efs.FileSystem.fromFileSystemAttributes(stack, 'Files', { fileSystemArn: arn, securityGroup });
  const to = Access.fileSystem(efs.AccessPoint.fromAccessPointAttributes(stack, 'AccessPoint', { accessPointArn, fileSystem }));
  const context = { 'elasticfilesystem:AccessPointArn': accessPointArn };
  return verbs(
    'FileSystemAccess',
    ['fs-0a1b2c3d'],
    [
      ['read', to.read(), granted(arn, ['elasticfilesystem:ClientMount'], context)],
      ['readWrite', to.readWrite(), granted(arn, ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'], context)],
      [
        'readWriteAsRoot',
        to.readWriteAsRoot(),
        granted(arn, ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite', 'elasticfilesystem:ClientRootAccess'], context),
      ],
    ],
  );
}

function searches(stack: Stack): readonly Declaration[] {
  const domainArn = `arn:aws:es:${HERE}:domain/catalogue`;
  const domain = opensearch.Domain.fromDomainAttributes(stack, 'Domain', { domainArn, domainEndpoint: 'https://catalogue.example' });
  const to = Access.searchDomain(domain);
  const on = (path: string, ...methods: string[]) =>
    granted(
      `${domainArn}/products/${path}`,
      methods.map((method) => `es:ESHttp${method}`),
    );
  return verbs(
    'SearchDomainAccess',
    ['catalogue', 'products', '_search', '_doc', '_bulk'],
    [
      ['search', to.search('products'), on('_search', 'Get', 'Post')],
      ['readDocuments', to.readDocuments('products'), on('_doc/4711', 'Get', 'Head')],
      [
        'writeDocuments',
        to.writeDocuments('products'),
        [...on('_doc/4711', 'Post', 'Put'), ...on('_doc', 'Post', 'Put'), ...on('_bulk', 'Post', 'Put')],
      ],
      ['deleteDocuments', to.deleteDocuments('products'), on('_doc/4711', 'Delete')],
    ],
  );
}

function recognition(stack: Stack): readonly Declaration[] {
  const collection = `arn:aws:rekognition:${HERE}:collection/guests`;
  const model = `arn:aws:rekognition:${HERE}:project/parts/version/v1/1760000000000`;
  const endpoint = `arn:aws:comprehend:${HERE}:document-classifier-endpoint/topics`;
  const role = new iam.Role(stack, 'Notifier', { roleName: 'notifier', assumedBy: new iam.ServicePrincipal('textract.amazonaws.com') });
  const passedTo = (service: string) =>
    granted(`arn:aws:iam::${OWN_ACCOUNT}:role/notifier`, ['iam:PassRole'], { 'iam:PassedToService': `${service}.amazonaws.com` });
  const recording = `arn:aws:transcribe:${HERE}:transcription-job/calls-1`;
  const output = s3.Bucket.fromBucketName(stack, 'Transcripts', 'transcripts');
  const onAny = (service: string, ...operations: string[]) =>
    granted(
      '*',
      operations.map((operation) => `${service}:${operation}`),
    );
  return [
    ...verbs(
      'TextractAccess',
      ['notifier'],
      [
        ['detectText', Access.textract().detectText(), granted('*', ['textract:DetectDocumentText'])],
        ['analyzeDocuments', Access.textract().analyzeDocuments(), granted('*', ['textract:AnalyzeDocument'])],
        ['analyzeExpenses', Access.textract().analyzeExpenses(), granted('*', ['textract:AnalyzeExpense'])],
        ['analyzeIds', Access.textract().analyzeIds(), granted('*', ['textract:AnalyzeID'])],
        [
          'detectTextAsync',
          Access.textract().detectTextAsync(),
          onAny('textract', 'StartDocumentTextDetection', 'GetDocumentTextDetection'),
        ],
        [
          'analyzeDocumentsAsync',
          Access.textract().analyzeDocumentsAsync(role),
          [...onAny('textract', 'StartDocumentAnalysis', 'GetDocumentAnalysis'), ...passedTo('textract')],
        ],
      ],
    ),
    ...verbs(
      'RekognitionAccess',
      ['guests', 'parts', 'notifier'],
      [
        ['detectLabels', Access.rekognition().detectLabels(), granted('*', ['rekognition:DetectLabels'])],
        ['detectText', Access.rekognition().detectText(), granted('*', ['rekognition:DetectText'])],
        ['detectFaces', Access.rekognition().detectFaces(), granted('*', ['rekognition:DetectFaces'])],
        ['compareFaces', Access.rekognition().compareFaces(), granted('*', ['rekognition:CompareFaces'])],
        ['moderate', Access.rekognition().moderate(), granted('*', ['rekognition:DetectModerationLabels'])],
        ['recognizeCelebrities', Access.rekognition().recognizeCelebrities(), onAny('rekognition', 'RecognizeCelebrities')],
        ['searchFaces', Access.rekognition().searchFaces(collection), granted(collection, ['rekognition:SearchFacesByImage'])],
        ['indexFaces', Access.rekognition().indexFaces(collection), granted(collection, ['rekognition:IndexFaces'])],
        ['deleteFaces', Access.rekognition().deleteFaces(collection), granted(collection, ['rekognition:DeleteFaces'])],
        ['detectCustomLabels', Access.rekognition().detectCustomLabels(model), granted(model, ['rekognition:DetectCustomLabels'])],
        [
          'detectLabelsInVideo',
          Access.rekognition().detectLabelsInVideo(role),
          [...onAny('rekognition', 'StartLabelDetection', 'GetLabelDetection'), ...passedTo('rekognition')],
        ],
        ['moderateVideo', Access.rekognition().moderateVideo(), onAny('rekognition', 'StartContentModeration', 'GetContentModeration')],
      ],
    ),
    ...verbs(
      'TranslateAccess',
      ['notifier'],
      [
        ['translateText', Access.translate().translateText(), granted('*', ['translate:TranslateText'])],
        ['translateDocuments', Access.translate().translateDocuments(), granted('*', ['translate:TranslateDocument'])],
        [
          'translateInBatches',
          Access.translate().translateInBatches(role),
          [...onAny('translate', 'StartTextTranslationJob', 'DescribeTextTranslationJob'), ...passedTo('translate')],
        ],
      ],
    ),
    ...verbs(
      'PollyAccess',
      [],
      [
        ['synthesizeSpeech', Access.polly().synthesizeSpeech(), granted('*', ['polly:SynthesizeSpeech'])],
        ['describeVoices', Access.polly().describeVoices(), granted('*', ['polly:DescribeVoices'])],
        [
          'synthesizeSpeechAsync',
          Access.polly().synthesizeSpeechAsync(),
          onAny('polly', 'StartSpeechSynthesisTask', 'GetSpeechSynthesisTask'),
        ],
      ],
    ),
    ...verbs(
      'ComprehendAccess',
      ['topics'],
      [
        ['detectSentiment', Access.comprehend().detectSentiment(), granted('*', ['comprehend:DetectSentiment'])],
        ['detectEntities', Access.comprehend().detectEntities(), granted('*', ['comprehend:DetectEntities'])],
        ['detectKeyPhrases', Access.comprehend().detectKeyPhrases(), granted('*', ['comprehend:DetectKeyPhrases'])],
        ['detectLanguage', Access.comprehend().detectLanguage(), granted('*', ['comprehend:DetectDominantLanguage'])],
        ['detectPii', Access.comprehend().detectPii(), granted('*', ['comprehend:DetectPiiEntities'])],
        ['detectTargetedSentiment', Access.comprehend().detectTargetedSentiment(), onAny('comprehend', 'DetectTargetedSentiment')],
        ['batchDetectSentiment', Access.comprehend().batchDetectSentiment(), onAny('comprehend', 'BatchDetectSentiment')],
        ['containsPii', Access.comprehend().containsPii(), onAny('comprehend', 'ContainsPiiEntities')],
        ['classifyDocuments', Access.comprehend().classifyDocuments(endpoint), granted(endpoint, ['comprehend:ClassifyDocument'])],
      ],
    ),
    ...verbs(
      'TranscribeAccess',
      ['calls-1'],
      [
        [
          'startJobs',
          Access.transcribe().startJobs(output),
          granted('*', ['transcribe:StartTranscriptionJob'], { 'transcribe:OutputBucketName': 'transcripts' }),
        ],
        ['readJobs', Access.transcribe().readJobs('calls-1'), granted(recording, ['transcribe:GetTranscriptionJob'])],
        ['deleteJobs', Access.transcribe().deleteJobs('calls-1'), granted(recording, ['transcribe:DeleteTranscriptionJob'])],
        ['stream', Access.transcribe().stream(), onAny('transcribe', 'StartStreamTranscription')],
      ],
    ),
  ];
}

function byArn(): readonly Declaration[] {
  const collection = `arn:aws:aoss:${HERE}:collection/products00`;
  const cache = `arn:aws:elasticache:${HERE}:serverlesscache:sessions`;
  const cacheUser = `arn:aws:elasticache:${HERE}:user:api-user`;
  const cluster = `arn:aws:memorydb:${HERE}:cluster/sessions`;
  const clusterUser = `arn:aws:memorydb:${HERE}:user/api-user`;
  const at = (resource: string) => `arn:aws:geo:${HERE}:${resource}`;
  const provider = (service: string) => `arn:aws:${service}:${OWN_REGION}::provider/default`;
  const location = Access.location();
  return [
    ...verbs(
      'SearchCollectionAccess',
      ['products00'],
      [['callApi', Access.searchCollection(collection).callApi(), granted(collection, ['aoss:APIAccessAll'])]],
    ),
    ...verbs(
      'CacheAccess',
      ['sessions', 'api-user'],
      [
        [
          'connectAs',
          Access.cache(cache).connectAs(cacheUser),
          [...granted(cache, ['elasticache:Connect']), ...granted(cacheUser, ['elasticache:Connect'])],
        ],
        [
          'connectAs',
          Access.memoryDbCluster(cluster).connectAs(clusterUser),
          [...granted(cluster, ['memorydb:Connect']), ...granted(clusterUser, ['memorydb:Connect'])],
        ],
      ],
    ),
    ...verbs(
      'LocationAccess',
      ['shops', 'roads', 'vans', 'depots', 'city', 'provider'],
      [
        [
          'searchPlaces',
          location.searchPlaces(at('place-index/shops')),
          granted(at('place-index/shops'), ['geo:SearchPlaceIndexForText', 'geo:SearchPlaceIndexForPosition']),
        ],
        [
          'suggestPlaces',
          location.suggestPlaces(at('place-index/shops')),
          granted(at('place-index/shops'), ['geo:SearchPlaceIndexForSuggestions']),
        ],
        ['readPlaces', location.readPlaces(at('place-index/shops')), granted(at('place-index/shops'), ['geo:GetPlace'])],
        [
          'drawMap',
          location.drawMap(at('map/city')),
          granted(
            at('map/city'),
            ['GetMapTile', 'GetMapStyleDescriptor', 'GetMapSprites', 'GetMapGlyphs'].map((name) => `geo:${name}`),
          ),
        ],
        [
          'calculateRouteMatrix',
          location.calculateRouteMatrix(at('route-calculator/roads')),
          granted(at('route-calculator/roads'), ['geo:CalculateRouteMatrix']),
        ],
        ['geocode', location.geocode(), granted(provider('geo-places'), ['geo-places:Geocode', 'geo-places:SearchText'])],
        [
          'reverseGeocode',
          location.reverseGeocode(),
          granted(provider('geo-places'), ['geo-places:ReverseGeocode', 'geo-places:SearchNearby']),
        ],
        ['planRoutes', location.planRoutes(), granted(provider('geo-routes'), ['geo-routes:CalculateRoutes'])],
        [
          'calculateRoutes',
          location.calculateRoutes(at('route-calculator/roads')),
          granted(at('route-calculator/roads'), ['geo:CalculateRoute']),
        ],
        ['updatePositions', location.updatePositions(at('tracker/vans')), granted(at('tracker/vans'), ['geo:BatchUpdateDevicePosition'])],
        [
          'readPositions',
          location.readPositions(at('tracker/vans')),
          granted(at('tracker/vans'), ['geo:GetDevicePosition', 'geo:BatchGetDevicePosition', 'geo:GetDevicePositionHistory']),
        ],
        [
          'evaluateGeofences',
          location.evaluateGeofences(at('geofence-collection/depots')),
          granted(at('geofence-collection/depots'), ['geo:BatchEvaluateGeofences']),
        ],
      ],
    ),
  ];
}

function configurations(stack: Stack): readonly Declaration[] {
  const environmentArn = `arn:aws:appconfig:${HERE}:application/app1234/environment/env5678`;
  const environment = appconfig.Environment.fromEnvironmentArn(stack, 'Environment', environmentArn);
  const arn = `${environmentArn}/configuration/profile90`;
  return verbs(
    'AppConfigAccess',
    ['app1234', 'env5678', 'profile90'],
    [
      [
        'read',
        Access.appConfig(environment, 'profile90').read(),
        granted(arn, ['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration']),
      ],
    ],
  );
}

function queries(stack: Stack): readonly Declaration[] {
  const workgroup = `arn:aws:athena:${HERE}:workgroup/reports`;
  const glue = `arn:aws:glue:${HERE}:`;
  const to = Access.workgroup('reports');
  const data = s3.Bucket.fromBucketArn(stack, 'Lake', 'arn:aws:s3:::lake');
  const answers = s3.Bucket.fromBucketArn(stack, 'Answers', 'arn:aws:s3:::answers');
  const ofTable = ['glue:GetTable', 'glue:GetPartition', 'glue:GetPartitions'];
  return verbs(
    'WorkgroupAccess',
    ['reports', 'catalog', 'shop', 'sales', 'lake', 'answers', 'out/'],
    [
      [
        'query',
        to.query({
          database: 'shop',
          tables: ['sales'],
          dataBucket: data,
          dataPrefix: 'sales/',
          resultBucket: answers,
          resultPrefix: 'out/',
        }),
        [
          ...granted(workgroup, ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults']),
          ...granted(`${glue}catalog`, ['glue:GetDatabase', ...ofTable]),
          ...granted(`${glue}database/shop`, ['glue:GetDatabase', ...ofTable]),
          ...granted(`${glue}table/shop/sales`, ofTable),
          ...granted('arn:aws:s3:::lake/sales/1', ['s3:GetObject']),
          ...granted('arn:aws:s3:::lake', ['s3:ListBucket'], { 's3:prefix': 'sales/' }),
          ...granted('arn:aws:s3:::answers/out/1', [
            's3:GetObject',
            's3:PutObject',
            's3:AbortMultipartUpload',
            's3:ListMultipartUploadParts',
          ]),
          ...granted('arn:aws:s3:::answers', ['s3:GetBucketLocation']),
          ...granted('arn:aws:s3:::answers', ['s3:ListBucket'], { 's3:prefix': 'out/' }),
        ],
      ],
      ['stopQueries', to.stopQueries(), granted(workgroup, ['athena:StopQueryExecution'])],
    ],
  );
}

function logGroups(stack: Stack): readonly Declaration[] {
  const arn = `arn:aws:logs:${HERE}:log-group:/audit`;
  // What AWS authorizes where a call names no stream.
  const group = `${arn}:log-stream:`;
  const events = `${arn}:log-stream:a/b`;
  const to = Access.logGroup(logs.LogGroup.fromLogGroupArn(stack, 'Audit', `${arn}:*`));
  return verbs(
    'LogGroupAccess',
    ['/audit'],
    [
      ['write', to.write(), granted(events, ['logs:CreateLogStream', 'logs:PutLogEvents'])],
      ['putEvents', to.putEvents(), granted(events, ['logs:PutLogEvents'])],
      ['filterEvents', to.filterEvents(), granted(group, ['logs:FilterLogEvents'])],
      // The ARN of the group stands for its streams.
      ['readStreams', to.readStreams(), [group, events].flatMap((on) => granted(on, ['logs:DescribeLogStreams', 'logs:GetLogEvents']))],
      ['query', to.query(), granted(group, ['logs:StartQuery', 'logs:GetQueryResults'])],
      [
        'queryAndStop',
        to.queryAndStop(),
        [...granted(group, ['logs:StartQuery', 'logs:GetQueryResults']), ...granted('*', ['logs:StopQuery'])],
      ],
    ],
  );
}

function jobs(stack: Stack): readonly Declaration[] {
  const project = `arn:aws:codebuild:${HERE}:project/site`;
  const builds = Access.buildProject(codebuild.Project.fromProjectArn(stack, 'Site', project));
  const definition = `arn:aws:batch:${HERE}:job-definition/render:3`;
  const queue = `arn:aws:batch:${HERE}:job-queue/nightly`;
  const batch = Access.batchJob(definition, queue);
  const glue = `arn:aws:glue:${HERE}:job/import`;
  const importing = Access.glueJob('import');
  const endpoint = `arn:aws:sagemaker:${HERE}:endpoint/churn`;
  return [
    ...verbs(
      'BuildProjectAccess',
      ['site'],
      [
        ['startBuilds', builds.startBuilds(), granted(project, ['codebuild:StartBuild'])],
        ['stopBuilds', builds.stopBuilds(), granted(project, ['codebuild:StopBuild'])],
        ['readBuilds', builds.readBuilds(), granted(project, ['codebuild:BatchGetBuilds'])],
      ],
    ),
    ...verbs(
      'BatchJobAccess',
      ['render', 'nightly'],
      [
        ['submit', batch.submit(), [...granted(definition, ['batch:SubmitJob']), ...granted(queue, ['batch:SubmitJob'])]],
        ['describe', batch.describe(), granted('*', ['batch:DescribeJobs'])],
      ],
    ),
    ...verbs(
      'GlueJobAccess',
      ['import'],
      [
        ['start', importing.start(), granted(glue, ['glue:StartJobRun'])],
        ['readRuns', importing.readRuns(), granted(glue, ['glue:GetJobRun', 'glue:GetJobRuns'])],
        ['stop', importing.stop(), granted(glue, ['glue:BatchStopJobRun'])],
      ],
    ),
    ...verbs(
      'ModelEndpointAccess',
      ['churn'],
      [
        ['invoke', Access.modelEndpoint('Churn').invoke(), granted(endpoint, ['sagemaker:InvokeEndpoint'])],
        ['invokeAsync', Access.modelEndpoint('churn').invokeAsync(), granted(endpoint, ['sagemaker:InvokeEndpointAsync'])],
      ],
    ),
  ];
}

function distributions(stack: Stack): readonly Declaration[] {
  const arn = `arn:aws:cloudfront::${OWN_ACCOUNT}:distribution/E1A2B3C4`;
  const attributes = { distributionId: 'E1A2B3C4', domainName: 'd1.cloudfront.net' };
  const to = Access.distribution(cloudfront.Distribution.fromDistributionAttributes(stack, 'Site2', attributes));
  const storeArn = `arn:aws:cloudfront::${OWN_ACCOUNT}:key-value-store/0f0f0f0f`;
  const store = Access.keyValueStore(cloudfront.KeyValueStore.fromKeyValueStoreArn(stack, 'Redirects', storeArn));
  const on = (...operations: string[]) =>
    granted(
      storeArn,
      operations.map((operation) => `cloudfront-keyvaluestore:${operation}`),
    );
  return [
    ...verbs(
      'DistributionAccess',
      ['E1A2B3C4'],
      [
        ['invalidate', to.invalidate(), granted(arn, ['cloudfront:CreateInvalidation'])],
        ['readInvalidations', to.readInvalidations(), granted(arn, ['cloudfront:GetInvalidation'])],
      ],
    ),
    ...verbs(
      'KeyValueStoreAccess',
      ['0f0f0f0f'],
      [
        ['readValues', store.readValues(), on('GetKey', 'ListKeys')],
        ['writeValues', store.writeValues(), on('DescribeKeyValueStore', 'PutKey', 'DeleteKey', 'UpdateKeys')],
      ],
    ),
  ];
}

function dsqlClusters(): readonly Declaration[] {
  const arn = `arn:aws:dsql:${HERE}:cluster/abcdefgh`;
  const to = Access.dsqlCluster(arn);
  return verbs(
    'DsqlClusterAccess',
    ['abcdefgh'],
    [
      ['connect', to.connect(), granted(arn, ['dsql:DbConnect'])],
      ['connectAsAdmin', to.connectAsAdmin(), granted(arn, ['dsql:DbConnectAdmin'])],
    ],
  );
}
