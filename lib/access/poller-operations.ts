/**
 * What Lambda itself calls with the role of a function: to read event sources, and to hand on what a function returned or failed
 * on. Each list is that of AWS's developer guide, on the resource types that the operations support.
 */

/** The operations on one resource, beside those that AWS takes on `*` only. */
export interface Operations {
  readonly onResource: readonly string[];
  readonly onEvery: readonly string[];
}

/**
 * Reading an event source, by the service that its ARN names:
 * - SQS (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html);
 * - Kinesis, `SubscribeToShard` and `DescribeStreamConsumer` on a consumer with throughput of its own
 *   (https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html);
 * - DynamoDB, whose `ListStreams` has no resource (https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html);
 * - MSK: one of `DescribeCluster` and `DescribeClusterV2` is needed, serverless clusters need the second
 *   (https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html);
 * - Amazon MQ (https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html);
 * - DocumentDB (https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html).
 */
const POLLED: Readonly<Record<string, Operations>> = {
  sqs: { onResource: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], onEvery: [] },
  kinesis: {
    onResource: [
      'kinesis:DescribeStream',
      'kinesis:DescribeStreamSummary',
      'kinesis:GetRecords',
      'kinesis:GetShardIterator',
      'kinesis:ListShards',
    ],
    onEvery: [],
  },
  dynamodb: {
    onResource: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    onEvery: ['dynamodb:ListStreams'],
  },
  kafka: { onResource: ['kafka:DescribeClusterV2'], onEvery: ['kafka:GetBootstrapBrokers'] },
  mq: { onResource: ['mq:DescribeBroker'], onEvery: [] },
  rds: { onResource: ['rds:DescribeDBClusterParameters', 'rds:DescribeDBClusters', 'rds:DescribeDBSubnetGroups'], onEvery: [] },
};

/** Beside the stream, for a consumer with throughput of its own. */
export const CONSUMER_OPERATIONS: readonly string[] = ['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'];

/** Finding the secret that a cluster of MSK has for a user (https://docs.aws.amazon.com/lambda/latest/dg/msk-cluster-auth.html). */
export const USER_SECRET_OPERATIONS: readonly string[] = ['kafka:ListScramSecrets'];

/** Reading a topic of MSK with IAM authentication (https://docs.aws.amazon.com/lambda/latest/dg/msk-cluster-auth.html). */
export const TOPIC_OPERATIONS: readonly string[] = [
  'kafka-cluster:AlterGroup',
  'kafka-cluster:Connect',
  'kafka-cluster:DescribeClusterDynamicConfiguration',
  'kafka-cluster:DescribeGroup',
  'kafka-cluster:DescribeTopic',
  'kafka-cluster:ReadData',
];

/** Writing failed records to a topic of MSK (https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html). */
export const FAILED_TOPIC_OPERATIONS: readonly string[] = ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'];

/** Reading the credentials or the certificate of an event source. */
export const SECRET_OPERATIONS: readonly string[] = ['secretsmanager:GetSecretValue'];

/** Validating records with a registry of Glue (https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html). */
export const REGISTRY_OPERATIONS: readonly string[] = ['glue:GetRegistry', 'glue:GetSchemaVersion'];

/**
 * Sending to a destination, by the service that its ARN names
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html).
 */
const DESTINED: Readonly<Record<string, Operations>> = {
  events: { onResource: ['events:PutEvents'], onEvery: [] },
  lambda: { onResource: ['lambda:InvokeFunction'], onEvery: [] },
  s3: { onResource: ['s3:ListBucket', 's3:PutObject'], onEvery: [] },
  sns: { onResource: ['sns:Publish'], onEvery: [] },
  sqs: { onResource: ['sqs:SendMessage'], onEvery: [] },
};

/** The operations of the poller; none when Lambda reads no events from the service. */
export function polledOperations(service: string): Operations | undefined {
  return POLLED[service];
}

/** The operations on a destination; none when Lambda sends nothing to the service. */
export function destinedOperations(service: string): Operations | undefined {
  return DESTINED[service];
}
