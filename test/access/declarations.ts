import {
  aws_cognito as cognito,
  aws_dynamodb as dynamodb,
  aws_events as events,
  aws_kinesisfirehose as firehose,
  aws_iam as iam,
  aws_cognito_identitypool as identitypool,
  aws_kinesis as kinesis,
  aws_kms as kms,
  aws_lambda as lambda,
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
  rows: readonly (readonly [verb: string, access: DeclaredAccess, granted: readonly Granted[]])[],
): readonly Declaration[] {
  return rows.map(([verb, access, allowed]) => ({ verb: `${builder}.${verb}`, access, granted: allowed, names }));
}

/** Every verb of every builder, on imported resources whose ARNs are known. */
export function declarationsIn(stack: Stack): readonly Declaration[] {
  const key = kms.Key.fromKeyArn(stack, 'Key', KEY);
  return [
    ...tables(stack, key),
    ...buckets(stack, key),
    ...messaging(stack, key),
    ...secrets(stack, key),
    ...functions(stack),
    ...eventBuses(stack),
    ...stateMachines(stack),
    ...streams(stack, key),
    ...parameters(stack, key),
    ...keys(key),
    ...schedules(stack),
    ...roles(stack),
    ...mails(stack),
    ...telemetry(),
    ...users(stack),
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
  return verbs(
    'TableAccess',
    ['orders', 'by-date', 'key/0b7d1c5e'],
    [
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
      ['readStream', to.readStream(), granted(streamArn, ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'])],
      ['withIndexes', to.withIndexes('by-date').queryItems(), [...on('Query'), ...onIndex('Query')]],
      ['onlyIndexes', to.onlyIndexes('by-date').scanItems(), onIndex('Scan')],
    ],
  );
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
      ['listObjects', to.listObjects(below), granted(arn, ['s3:ListBucket'], { 's3:prefix': 'in/2026' })],
    ],
  );
}

function messaging(stack: Stack, encryptionKey: kms.IKey): readonly Declaration[] {
  const queueArn = `arn:aws:sqs:${HERE}:orders`;
  const queue = Access.queue(sqs.Queue.fromQueueAttributes(stack, 'Queue', { queueArn, keyArn: encryptionKey.keyArn }));
  const topicArn = `arn:aws:sns:${HERE}:orders`;
  const topic = Access.topic(sns.Topic.fromTopicAttributes(stack, 'Topic', { topicArn, keyArn: encryptionKey.keyArn }));
  const asQueue = { 'kms:EncryptionContext:aws:sqs:arn': queueArn };
  return [
    ...verbs(
      'QueueAccess',
      ['orders', 'key/0b7d1c5e'],
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
      ],
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
    ],
  );
}

function functions(stack: Stack): readonly Declaration[] {
  const arn = `arn:aws:lambda:${HERE}:function:price`;
  const to = Access.lambdaFunction(lambda.Function.fromFunctionArn(stack, 'Price', arn));
  return verbs(
    'FunctionAccess',
    ['price'],
    [
      ['invoke', to.invoke(), granted(arn, ['lambda:InvokeFunction'])],
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
        ['getParameter', plain.getParameter(), granted(arn, ['ssm:GetParameter'])],
        ['getParameters', plain.getParameters(), granted(arn, ['ssm:GetParameters'])],
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
        ['delete', to.delete(), granted(arn, ['ssm:DeleteParameter'])],
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
      ['sign', to.sign(), on('Sign')],
      ['verify', to.verify(), on('Verify')],
      ['getPublicKey', to.getPublicKey(), on('GetPublicKey')],
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
    ],
  );
}

function telemetry(): readonly Declaration[] {
  return [
    ...verbs(
      'MetricsAccess',
      [],
      [['put', Access.metrics('Shop/Orders').put(), granted('*', ['cloudwatch:PutMetricData'], { 'cloudwatch:namespace': 'Shop/Orders' })]],
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
        ['getUser', to.getUser(), on('AdminGetUser')],
        ['listUsers', to.listUsers(), on('ListUsers')],
        ['createUsers', to.createUsers(), on('AdminCreateUser')],
        ['updateUsers', to.updateUsers(), on('AdminUpdateUserAttributes')],
        ['deleteUsers', to.deleteUsers(), on('AdminDeleteUser')],
        ['lockUsers', to.lockUsers(), on('AdminEnableUser', 'AdminDisableUser', 'AdminUserGlobalSignOut')],
        ['setPasswords', to.setPasswords(), on('AdminSetUserPassword', 'AdminResetUserPassword')],
        ['readGroups', to.readGroups(), on('AdminListGroupsForUser', 'ListUsersInGroup')],
        ['manageGroups', to.manageGroups(), on('AdminAddUserToGroup', 'AdminRemoveUserFromGroup')],
        ['authenticate', to.authenticate(), on('AdminInitiateAuth', 'AdminRespondToAuthChallenge')],
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
