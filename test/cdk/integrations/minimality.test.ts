/**
 * That the role of a function holds what AWS documents for its pollers and destinations, and nothing beside it, as an
 * independent engine sees it: each documented request of Lambda is allowed; the same request of the code is denied, and so is
 * each other action of the services, and the same action on other resources, in other accounts and regions, and through other services.
 */
import { loadReference } from '../../../lib/reference';
import { asyncDestinations } from './destinations';
import { eventSources } from './event-sources';
import { newSecure, stackWith } from './holdings';
import { ACCOUNT, deployedPolicies, isAllowed, REGION, type Request } from './simulation';

const HERE = `${REGION}:${ACCOUNT}`;
const KEY = `arn:aws:kms:${HERE}:key/0b7d1c5e`;
const FUNCTION = `arn:aws:lambda:${HERE}:function:Fn`;
const QUEUE = `arn:aws:sqs:${HERE}:orders`;
const FAILED_QUEUE = `arn:aws:sqs:${HERE}:failed`;
const FAILED_TOPIC = `arn:aws:sns:${HERE}:failed`;
const STREAM = `arn:aws:kinesis:${HERE}:stream/clicks`;
const CONSUMER = `${STREAM}/consumer/reports:1`;
const CHANGES = `arn:aws:dynamodb:${HERE}:table/orders/stream/2026-01-01T00:00:00.000`;
const CLUSTER = `arn:aws:kafka:${HERE}:cluster/events/4f1c`;
const LOST = 'arn:aws:s3:::lost';

function on(arn: string, actions: readonly string[], context: Request['context'] = {}): readonly Request[] {
  return actions.map((action) => ({ action, arn, context }));
}

function key(service: string, actions: readonly string[], context: Request['context'] = {}): readonly Request[] {
  return on(KEY, actions, { 'kms:ViaService': `${service}.${REGION}.amazonaws.com`, ...context });
}

function secret(name: string): readonly Request[] {
  return on(`arn:aws:secretsmanager:${HERE}:secret:${name}-AbCdEf`, ['secretsmanager:GetSecretValue']);
}

const polledQueue = on(QUEUE, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']);

const polledStream = on(STREAM, [
  'kinesis:DescribeStream',
  'kinesis:DescribeStreamSummary',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:ListShards',
]);

const polledChanges = [
  ...on(CHANGES, ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator']),
  ...on('*', ['dynamodb:ListStreams']),
];

const lostObjects = [...on(LOST, ['s3:ListBucket']), ...on(`${LOST}/aws/lambda/1`, ['s3:PutObject'])];

const polledCluster = [...on(CLUSTER, ['kafka:DescribeClusterV2']), ...on('*', ['kafka:GetBootstrapBrokers'])];

const signedCluster = [
  ...on(CLUSTER, ['kafka-cluster:Connect', 'kafka-cluster:DescribeClusterDynamicConfiguration']),
  ...on(`arn:aws:kafka:${HERE}:topic/events/4f1c/orders`, ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData']),
];

function group(name: string): readonly Request[] {
  return on(`arn:aws:kafka:${HERE}:group/events/4f1c/${name}`, ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup']);
}

function network(subnets: readonly string[], groups: readonly string[]): readonly Request[] {
  const ec2 = `arn:aws:ec2:${HERE}`;
  return [
    ...on(`${ec2}:network-interface/eni-1`, ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface']),
    ...subnets.flatMap((name) => on(`${ec2}:subnet/${name}`, ['ec2:CreateNetworkInterface'])),
    ...groups.flatMap((name) => on(`${ec2}:security-group/${name}`, ['ec2:CreateNetworkInterface'])),
    ...on('*', ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs']),
  ];
}

/** What AWS documents for each integration. */
const documented: Readonly<Record<string, readonly Request[]>> = {
  SqsEventSource: [...polledQueue, ...key('sqs', ['kms:Decrypt'], { 'kms:EncryptionContext:aws:sqs:arn': QUEUE })],
  'SqsEventSource with filters of a key of its own and provisioned pollers': polledQueue,
  DynamoEventSource: polledChanges,
  'DynamoEventSource of an encrypted table, with SqsDlq': [
    ...polledChanges,
    ...key('dynamodb', ['kms:Decrypt']),
    ...on(FAILED_QUEUE, ['sqs:SendMessage']),
    ...key('sqs', ['kms:Decrypt', 'kms:GenerateDataKey'], { 'kms:EncryptionContext:aws:sqs:arn': FAILED_QUEUE }),
  ],
  KinesisEventSource: [...polledStream, ...key('kinesis', ['kms:Decrypt'])],
  'KinesisEventSource with S3OnFailureDestination': [
    ...polledStream,
    ...lostObjects,
    ...key('s3', ['kms:GenerateDataKey'], { 'kms:EncryptionContext:aws:s3:arn': `${LOST}/aws/lambda/1` }),
  ],
  'KinesisConsumerEventSource with SnsDlq': [
    ...polledStream,
    ...key('kinesis', ['kms:Decrypt']),
    ...on(CONSUMER, ['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard']),
    ...on(FAILED_TOPIC, ['sns:Publish']),
  ],
  'ManagedKafkaEventSource with IAM authentication and KafkaDlq': [
    ...polledCluster,
    ...signedCluster,
    ...group('billing'),
    ...on(`arn:aws:kafka:${HERE}:topic/events/4f1c/failed-orders`, ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData']),
    ...network(['subnet-1', 'subnet-2'], ['sg-1']),
  ],
  'ManagedKafkaEventSource with the secret of a user': [
    ...polledCluster,
    ...on(CLUSTER, ['kafka:ListScramSecrets']),
    ...secret('amazonmsk_user'),
    ...network(['subnet-1', 'subnet-2'], ['sg-1']),
  ],
  'ManagedKafkaEventSource of an imported cluster, with GlueSchemaRegistry': [
    ...polledCluster,
    ...signedCluster,
    ...group('9c5f'),
    ...on(`arn:aws:glue:${HERE}:registry/orders`, ['glue:GetRegistry', 'glue:GetSchemaVersion']),
    ...on(`arn:aws:glue:${HERE}:schema/orders/order`, ['glue:GetSchemaVersion']),
    ...network(['subnet-9'], ['sg-9']),
  ],
  'SelfManagedKafkaEventSource on the internet, with ConfluentSchemaRegistry': [...secret('broker'), ...secret('registry')],
  'SelfManagedKafkaEventSource in a VPC, with a root certificate': [
    ...secret('broker'),
    ...secret('root'),
    ...network(['subnet-1', 'subnet-2'], ['sg-1']),
  ],
  'addEventSourceMapping of an Amazon MQ broker': [
    ...on(`arn:aws:mq:${HERE}:broker:orders:b-1`, ['mq:DescribeBroker']),
    ...secret('user'),
    ...network(['subnet-1'], ['sg-1']),
  ],
  'addEventSourceMapping of a DocumentDB cluster': [
    ...on(`arn:aws:rds:${HERE}:cluster:documents`, ['rds:DescribeDBClusters']),
    ...on(`arn:aws:rds:${HERE}:cluster-pg:default.docdb5.0`, ['rds:DescribeDBClusterParameters']),
    ...on(`arn:aws:rds:${HERE}:subgrp:documents`, ['rds:DescribeDBSubnetGroups']),
    ...secret('user'),
    ...network(['subnet-1', 'subnet-2'], ['sg-1']),
  ],
  SqsDestination: [
    ...on(FAILED_QUEUE, ['sqs:SendMessage']),
    ...key('sqs', ['kms:Decrypt', 'kms:GenerateDataKey'], { 'kms:EncryptionContext:aws:sqs:arn': FAILED_QUEUE }),
  ],
  SnsDestination: [
    ...on(FAILED_TOPIC, ['sns:Publish']),
    ...key('sns', ['kms:Decrypt', 'kms:GenerateDataKey'], { 'kms:EncryptionContext:aws:sns:topicArn': FAILED_TOPIC }),
  ],
  S3Destination: lostObjects,
  EventBridgeDestination: on(`arn:aws:events:${HERE}:event-bus/orders`, ['events:PutEvents']),
  'EventBridgeDestination of the default bus': on(`arn:aws:events:${HERE}:event-bus/default`, ['events:PutEvents']),
  LambdaDestination: on(`arn:aws:lambda:${HERE}:function:next`, ['lambda:InvokeFunction']),
  'LambdaDestination with the response only': on(`arn:aws:events:${HERE}:event-bus/default`, ['events:PutEvents']),
};

/** Names that a statement leaves open: what EC2 names, what is made below a resource, and whatever belongs to an imported cluster. */
const OPEN_NAMES =
  /:network-interface\/|:(?:subnet|security-group)\/\w+-9$|:group\/events\/4f1c\/9c5f$|:schema\/orders\/order$|:::lost\/aws/;

/** What must be denied. */
function* neighbours(requests: readonly Request[]): Iterable<Request> {
  for (const request of requests) {
    const { context, arn } = request;
    yield { ...request, context: { ...context, 'lambda:SourceFunctionArn': FUNCTION } };
    for (const name of Object.keys(context)) {
      const { [name]: _, ...rest } = context;
      yield { ...request, context: rest };
      yield { ...request, context: { ...rest, [name]: 'other' } };
    }
    for (const other of arn === '*' ? [] : otherArns(arn)) yield { ...request, arn: other };
  }
  const allowed = new Set(requests.map(({ action, arn }) => `${action} ${arn}`));
  const onAny = new Set(requests.filter(({ arn }) => arn === '*').map(({ action }) => action));
  for (const arn of new Set(requests.map((request) => request.arn))) {
    const services = new Set(requests.filter((request) => request.arn === arn).map(({ action }) => action.slice(0, action.indexOf(':'))));
    const context = Object.assign({}, ...requests.filter((request) => request.arn === arn).map((request) => request.context));
    for (const service of services) {
      for (const { name } of loadReference().service(service)?.actions.values() ?? []) {
        const action = `${service}:${name}`;
        if (!allowed.has(`${action} ${arn}`) && !onAny.has(action) && arn !== '*') yield { action, arn, context };
      }
    }
  }
}

/** The resource elsewhere, and others of its kind. */
function* otherArns(arn: string): Iterable<string> {
  const [head = '', partition = '', service = '', region = '', account = '', ...rest] = arn.split(':');
  const tail = rest.join(':');
  const join = (...parts: readonly string[]) => [head, ...parts].join(':');
  yield join('aws-cn', service, region, account, tail);
  if (region !== '') yield join(partition, service, 'ap-south-2', account, tail);
  if (account !== '') yield join(partition, service, region, '999988887777', tail);
  if (!OPEN_NAMES.test(arn)) yield* [`${tail}x`, `${tail}/x`].map((other) => join(partition, service, region, account, other));
  const name = /[^/:]+$/.exec(tail)?.[0] ?? tail;
  if (!OPEN_NAMES.test(arn)) yield join(partition, service, region, account, `${tail.slice(0, -name.length)}x${name}`);
}

let allowed = 0;
let denied = 0;

afterAll(() => {
  process.stdout.write(`minimality of pollers and destinations: ${allowed} requests allowed, ${denied} denied\n`);
});

const triggersOnly = ['SnsEventSource', 'S3EventSource', 'S3EventSourceV2', 'ApiEventSource'];

const cases = [...eventSources, ...asyncDestinations]
  .filter(({ name }) => !triggersOnly.includes(name))
  .map((one) => [one.name, one] as const);

test.each(cases)('%s: what AWS documents, and nothing beside it', (name, integration) => {
  const policies = deployedPolicies(stackWith(integration, newSecure));
  const requests = documented[name] ?? [];
  expect(requests).not.toEqual([]);
  expect(requests.filter((request) => !isAllowed(policies, request))).toEqual([]);
  allowed += requests.length;
  const refused = [...neighbours(requests)];
  expect(refused.filter((request) => isAllowed(policies, request))).toEqual([]);
  denied += refused.length;
});

test('a source that only starts the function adds nothing to its role', () => {
  const before = deployedPolicies(stackWith({ attach: () => undefined }, newSecure));
  for (const integration of eventSources.filter(({ name }) => triggersOnly.includes(name))) {
    expect(deployedPolicies(stackWith(integration, newSecure))).toEqual(before);
  }
});
