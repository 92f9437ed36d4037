import {
  aws_amazonmq as amazonmq,
  aws_docdb as docdb,
  aws_dynamodb as dynamodb,
  aws_ec2 as ec2,
  aws_glue as glue,
  aws_kinesis as kinesis,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_msk as msk,
  type Stack,
  aws_s3 as s3,
  aws_secretsmanager as secretsmanager,
  aws_sns as sns,
  aws_lambda_event_sources as sources,
  aws_sqs as sqs,
} from 'aws-cdk-lib';
import type { Integration } from './integration';

/** Where reading starts, and after how many failures it goes on. */
const reading = { startingPosition: lambda.StartingPosition.LATEST, retryAttempts: 3 };

const GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg';

function keyOf(stack: Stack): kms.IKey {
  return kms.Key.fromKeyArn(stack, 'Key', stack.formatArn({ service: 'kms', resource: 'key', resourceName: '0b7d1c5e' }));
}

function newTable(stack: Stack): dynamodb.Table {
  return new dynamodb.Table(stack, 'Orders', {
    tableName: 'orders',
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    stream: dynamodb.StreamViewType.NEW_IMAGE,
  });
}

function newStream(stack: Stack): kinesis.Stream {
  return new kinesis.Stream(stack, 'Clicks', {
    streamName: 'clicks',
    encryption: kinesis.StreamEncryption.KMS,
    encryptionKey: keyOf(stack),
  });
}

function newSecret(stack: Stack, name: string): secretsmanager.Secret {
  return new secretsmanager.Secret(stack, name, { secretName: name.toLowerCase() });
}

function newCluster(stack: Stack, sasl: msk.CfnCluster.SaslProperty): msk.CfnCluster {
  return new msk.CfnCluster(stack, 'Cluster', {
    clusterName: 'events',
    kafkaVersion: '3.6.0',
    numberOfBrokerNodes: 2,
    brokerNodeGroupInfo: { instanceType: 'kafka.m5.large', clientSubnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'] },
    clientAuthentication: { sasl },
  });
}

/** What the poller of a cluster or broker has of `AWSLambdaMSKExecutionRole` in CDK: all of it on all resources. */
const MSK_POLICY = ['AWSLambdaMSKExecutionRole'];

const CONSUMES_QUEUE = ['sqs:ChangeMessageVisibility on <Queue.Arn>', 'sqs:GetQueueUrl on <Queue.Arn>'];

const READS_STREAM = [
  'kinesis:SubscribeToShard on <Clicks.Arn>',
  'kinesis:ListStreams on <Clicks.Arn>',
  'kinesis:DescribeStreamConsumer on <Clicks.Arn>',
];

/** The constructs of `aws-lambda-event-sources`, and the mappings that CDK has no class for. */
export const eventSources: readonly Integration[] = [
  {
    name: 'SqsEventSource',
    source: `${GUIDE}/services-sqs-configure.html`,
    attach: (stack, fn) => {
      const queue = new sqs.Queue(stack, 'Queue', { queueName: 'orders', encryptionMasterKey: keyOf(stack) });
      fn.addEventSource(new sources.SqsEventSource(queue, { reportBatchItemFailures: true, maxConcurrency: 5 }));
    },
    surplus: CONSUMES_QUEUE,
    elsewhere: ['resilience/require-redrive-policy'],
  },
  {
    name: 'SqsEventSource with filters of a key of its own and provisioned pollers',
    source: `${GUIDE}/invocation-eventfiltering.html`,
    attach: (stack, fn) => {
      const queue = new sqs.Queue(stack, 'Queue', { queueName: 'orders' });
      const filters = [lambda.FilterCriteria.filter({ body: { kind: lambda.FilterRule.isEqual('order') } })];
      const filterEncryption = new kms.Key(stack, 'FilterKey');
      fn.addEventSource(
        new sources.SqsEventSource(queue, { filters, filterEncryption, provisionedPollerConfig: { minimumPollers: 2, maximumPollers: 4 } }),
      );
    },
    surplus: CONSUMES_QUEUE,
    elsewhere: ['data/require-key-rotation', 'resilience/require-redrive-policy', 'resource-policy/require-service-source'],
  },
  {
    name: 'SnsEventSource',
    source: `${GUIDE}/with-sns.html`,
    attach: (stack, fn) => fn.addEventSource(new sources.SnsEventSource(new sns.Topic(stack, 'Topic'))),
  },
  {
    name: 'S3EventSource',
    source: `${GUIDE}/with-s3.html`,
    attach: (stack, fn) =>
      fn.addEventSource(new sources.S3EventSource(new s3.Bucket(stack, 'Bucket'), { events: [s3.EventType.OBJECT_CREATED] })),
    elsewhere: ['data/require-bucket-tls', 'observability/require-bucket-access-log'],
  },
  {
    name: 'S3EventSourceV2',
    source: `${GUIDE}/with-s3.html`,
    attach: (stack, fn) => {
      const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'receipts');
      fn.addEventSource(new sources.S3EventSourceV2(bucket, { events: [s3.EventType.OBJECT_CREATED] }));
    },
  },
  {
    name: 'ApiEventSource',
    source: `${GUIDE}/services-apigateway.html`,
    attach: (_, fn) => fn.addEventSource(new sources.ApiEventSource('GET', '/orders')),
    elsewhere: ['api/require-access-log', 'api/require-authorization', 'api/require-throttling', 'api/require-web-acl'],
  },
  {
    name: 'DynamoEventSource',
    source: `${GUIDE}/with-ddb.html`,
    attach: (stack, fn) => fn.addEventSource(new sources.DynamoEventSource(newTable(stack), { ...reading })),
    elsewhere: ['resilience/require-stream-failure-handling'],
  },
  {
    name: 'DynamoEventSource of an encrypted table, with SqsDlq',
    source: `${GUIDE}/services-dynamodb-errors.html`,
    attach: (stack, fn) => {
      const key = keyOf(stack);
      const table = new dynamodb.TableV2(stack, 'Orders', {
        tableName: 'orders',
        partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
        dynamoStream: dynamodb.StreamViewType.NEW_IMAGE,
        encryption: dynamodb.TableEncryptionV2.customerManagedKey(key),
      });
      const failed = new sqs.Queue(stack, 'Failed', { queueName: 'failed', encryptionMasterKey: key });
      fn.addEventSource(new sources.DynamoEventSource(table, { ...reading, onFailure: new sources.SqsDlq(failed) }));
    },
    surplus: [
      'kms:DescribeKey on KEY',
      'kms:ReEncrypt* on KEY',
      'kms:GenerateDataKey* on KEY',
      'sqs:GetQueueUrl on <Failed.Arn>',
      'dynamodb:ListStreams on <Orders.StreamArn>',
    ],
  },
  {
    name: 'KinesisEventSource',
    source: `${GUIDE}/with-kinesis.html`,
    attach: (stack, fn) => fn.addEventSource(new sources.KinesisEventSource(newStream(stack), { ...reading })),
    surplus: READS_STREAM,
    elsewhere: ['resilience/require-stream-failure-handling'],
  },
  {
    name: 'KinesisEventSource with S3OnFailureDestination',
    source: `${GUIDE}/kinesis-on-failure-destination.html`,
    attach: (stack, fn) => {
      const lost = new s3.Bucket(stack, 'Lost', { bucketName: 'lost', encryptionKey: keyOf(stack) });
      const onFailure = new sources.S3OnFailureDestination(lost);
      const clicks = new kinesis.Stream(stack, 'Clicks', { streamName: 'clicks', encryption: kinesis.StreamEncryption.UNENCRYPTED });
      fn.addEventSource(new sources.KinesisEventSource(clicks, { ...reading, onFailure }));
    },
    surplus: [
      ...READS_STREAM,
      's3:GetObject* on <Lost.Arn>/*',
      's3:GetBucket* on <Lost.Arn>',
      's3:List* on <Lost.Arn>',
      's3:DeleteObject* on <Lost.Arn>/*',
      's3:Abort* on <Lost.Arn>/*',
      'kms:Decrypt on KEY',
      'kms:ReEncrypt* on KEY',
      'kms:GenerateDataKey* on KEY',
    ],
    elsewhere: ['data/require-bucket-tls', 'data/require-encryption-at-rest', 'observability/require-bucket-access-log'],
  },
  {
    name: 'KinesisConsumerEventSource with SnsDlq',
    source: `${GUIDE}/with-kinesis.html`,
    attach: (stack, fn) => {
      const stream = newStream(stack);
      const consumer = new kinesis.StreamConsumer(stack, 'Consumer', { stream, streamConsumerName: 'reports' });
      const failed = new sns.Topic(stack, 'Failed', { topicName: 'failed' });
      fn.addEventSource(new sources.KinesisConsumerEventSource(consumer, { ...reading, onFailure: new sources.SnsDlq(failed) }));
    },
    surplus: READS_STREAM,
  },
  {
    name: 'ManagedKafkaEventSource with IAM authentication and KafkaDlq',
    source: `${GUIDE}/with-msk-permissions.html`,
    attach: (stack, fn) => {
      const cluster = newCluster(stack, { iam: { enabled: true } });
      const onFailure = new sources.KafkaDlq('failed-orders');
      fn.addEventSource(
        new sources.ManagedKafkaEventSource({
          clusterArn: cluster.attrArn,
          topic: 'orders',
          consumerGroupId: 'billing',
          ...reading,
          onFailure,
          provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 3 },
        }),
      );
    },
    surplus: [...MSK_POLICY, 'kafka:DescribeCluster on <Cluster.Arn>', 'kafka:ListScramSecrets on <Cluster.Arn>'],
  },
  {
    name: 'ManagedKafkaEventSource with the secret of a user',
    source: `${GUIDE}/msk-cluster-auth.html`,
    attach: (stack, fn) => {
      const secret = newSecret(stack, 'AmazonMSK_user');
      const clusterArn = newCluster(stack, { scram: { enabled: true } }).ref;
      fn.addEventSource(new sources.ManagedKafkaEventSource({ clusterArn, topic: 'orders', secret, ...reading }));
    },
    surplus: [...MSK_POLICY, 'kafka:DescribeCluster on <Cluster>', 'secretsmanager:DescribeSecret on <AmazonMSKuser>'],
    elsewhere: ['data/require-secret-rotation'],
  },
  {
    name: 'ManagedKafkaEventSource of an imported cluster, with GlueSchemaRegistry',
    source: `${GUIDE}/services-consume-kafka-events.html`,
    attach: (stack, fn) => {
      const clusterArn = stack.formatArn({ service: 'kafka', resource: 'cluster', resourceName: 'events/4f1c' });
      const schemaRegistry = new glue.CfnRegistry(stack, 'Registry', { name: 'orders' });
      const schemaRegistryConfig = new sources.GlueSchemaRegistry({
        schemaRegistry,
        eventRecordFormat: lambda.EventRecordFormat.JSON,
        schemaValidationConfigs: [{ attribute: lambda.KafkaSchemaValidationAttribute.KEY }],
      });
      const provisionedPollerConfig = { minimumPollers: 1, maximumPollers: 3 };
      fn.addEventSource(
        new sources.ManagedKafkaEventSource({ clusterArn, topic: 'orders', ...reading, schemaRegistryConfig, provisionedPollerConfig }),
      );
    },
    surplus: MSK_POLICY,
  },
  {
    name: 'SelfManagedKafkaEventSource on the internet, with ConfluentSchemaRegistry',
    source: `${GUIDE}/with-kafka-permissions.html`,
    attach: (stack, fn) => {
      const secret = newSecret(stack, 'Broker');
      const schemaRegistryConfig = new sources.ConfluentSchemaRegistry({
        schemaRegistryUri: 'https://registry.example.com',
        authenticationType: lambda.KafkaSchemaRegistryAccessConfigType.BASIC_AUTH,
        secret: newSecret(stack, 'Registry'),
        eventRecordFormat: lambda.EventRecordFormat.SOURCE,
        schemaValidationConfigs: [{ attribute: lambda.KafkaSchemaValidationAttribute.VALUE }],
      });
      fn.addEventSource(
        new sources.SelfManagedKafkaEventSource({
          bootstrapServers: ['kafka.example.com:9092'],
          topic: 'orders',
          secret,
          ...reading,
          schemaRegistryConfig,
          provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 3 },
        }),
      );
    },
    surplus: ['secretsmanager:DescribeSecret on <Broker>', 'secretsmanager:DescribeSecret on <Registry>'],
    elsewhere: ['data/require-secret-rotation'],
  },
  {
    name: 'SelfManagedKafkaEventSource in a VPC, with a root certificate',
    source: `${GUIDE}/with-kafka-permissions.html`,
    attach: (stack, fn) => {
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
        vpcId: 'vpc-1',
        availabilityZones: ['a', 'b'],
        privateSubnetIds: ['subnet-1', 'subnet-2'],
      });
      fn.addEventSource(
        new sources.SelfManagedKafkaEventSource({
          bootstrapServers: ['10.0.0.1:9094'],
          topic: 'orders',
          secret: newSecret(stack, 'Broker'),
          rootCACertificate: newSecret(stack, 'Root'),
          authenticationMethod: sources.AuthenticationMethod.CLIENT_CERTIFICATE_TLS_AUTH,
          vpc,
          vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
          securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1'),
          ...reading,
        }),
      );
    },
    surplus: ['secretsmanager:DescribeSecret on <Broker>'],
    elsewhere: ['data/require-secret-rotation'],
  },
  {
    name: 'addEventSourceMapping of an Amazon MQ broker',
    source: `${GUIDE}/with-mq.html`,
    attach: (stack, fn) => {
      const broker = new amazonmq.CfnBroker(stack, 'Broker', {
        brokerName: 'orders',
        deploymentMode: 'SINGLE_INSTANCE',
        engineType: 'RABBITMQ',
        engineVersion: '3.13',
        hostInstanceType: 'mq.m5.large',
        publiclyAccessible: false,
        subnetIds: ['subnet-1'],
        securityGroups: ['sg-1'],
        users: [],
      });
      const uri = newSecret(stack, 'User').secretArn;
      const mapping = fn.addEventSourceMapping('Mq', {
        eventSourceArn: broker.attrArn,
        sourceAccessConfigurations: [
          { type: lambda.SourceAccessConfigurationType.BASIC_AUTH, uri },
          { type: lambda.SourceAccessConfigurationType.VIRTUAL_HOST, uri: '/' },
        ],
      });
      if (mapping.node.defaultChild instanceof lambda.CfnEventSourceMapping) mapping.node.defaultChild.queues = ['orders'];
    },
    elsewhere: ['data/require-secret-rotation'],
  },
  {
    name: 'addEventSourceMapping of a DocumentDB cluster',
    source: `${GUIDE}/with-documentdb.html`,
    attach: (stack, fn) => {
      const group = new docdb.CfnDBSubnetGroup(stack, 'Group', {
        dbSubnetGroupName: 'documents',
        dbSubnetGroupDescription: 'private',
        subnetIds: ['subnet-1', 'subnet-2'],
      });
      const cluster = new docdb.CfnDBCluster(stack, 'Documents', {
        dbClusterIdentifier: 'documents',
        dbSubnetGroupName: group.ref,
        engineVersion: '5.0.0',
        vpcSecurityGroupIds: ['sg-1'],
      });
      const eventSourceArn = `arn:${stack.partition}:rds:${stack.region}:${stack.account}:cluster:${cluster.ref}`;
      const uri = newSecret(stack, 'User').secretArn;
      const mapping = fn.addEventSourceMapping('Documents', {
        eventSourceArn,
        ...reading,
        sourceAccessConfigurations: [{ type: lambda.SourceAccessConfigurationType.BASIC_AUTH, uri }],
      });
      const { defaultChild } = mapping.node;
      if (defaultChild instanceof lambda.CfnEventSourceMapping) defaultChild.documentDbEventSourceConfig = { databaseName: 'orders' };
    },
    elsewhere: ['data/require-encryption-at-rest', 'data/require-secret-rotation', 'resilience/require-deletion-protection'],
  },
];
