import {
  App,
  aws_lambda_destinations as destinations,
  Fn,
  aws_kinesis as kinesis,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_msk as msk,
  Stack,
  aws_s3 as s3,
  aws_secretsmanager as secretsmanager,
  aws_sns as sns,
  aws_lambda_event_sources as sources,
  aws_sqs as sqs,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, SecureFunction } from '../../../lib';
import { about, code, statementsOf } from '../stacks';
import { findingsOf, isAboutFunction } from './holdings';

const env = { account: '111122223333', region: 'eu-west-1' };
const startingPosition = lambda.StartingPosition.LATEST;
const forLambda = { Null: { 'lambda:SourceFunctionArn': 'true' } };

function newFunction(): { stack: Stack; fn: SecureFunction } {
  const stack = new Stack(new App(), 'Orders', { env });
  return { stack, fn: new SecureFunction(stack, 'Fn', { ...code, deadLetterQueueEnabled: false }) };
}

test('the event source of an imported queue brings the use of the key that it was imported with', () => {
  const { stack, fn } = newFunction();
  const queueArn = 'arn:aws:sqs:eu-central-1:111122223333:orders';
  const keyArn = 'arn:aws:kms:eu-central-1:111122223333:key/1';
  fn.addEventSource(new sources.SqsEventSource(sqs.Queue.fromQueueAttributes(stack, 'Queue', { queueArn, keyArn })));
  expect(about(statementsOf(stack, 'Fn'), 'sqs', 'kms')).toEqual([
    {
      Effect: 'Allow',
      Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      Resource: queueArn,
      Condition: forLambda,
    },
    {
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: keyArn,
      Condition: {
        ...forLambda,
        StringEquals: { 'kms:ViaService': 'sqs.eu-central-1.amazonaws.com', 'kms:EncryptionContext:aws:sqs:arn': queueArn },
      },
    },
  ]);
});

test('a queue whose ARN is known only at deployment is told by what CDK grants on it', () => {
  const { stack, fn } = newFunction();
  const queue = sqs.Queue.fromQueueAttributes(stack, 'Queue', {
    queueArn: Fn.importValue('orders-queue'),
    queueUrl: Fn.importValue('orders-queue-url'),
  });
  fn.addEventSource(new sources.SqsEventSource(queue));
  const [statement, ...others] = about(statementsOf(stack, 'Fn'), 'sqs');
  expect(others).toEqual([]);
  expect(statement?.Action).toEqual(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage']);
});

test('two keys: each is used through the service of its own resource', () => {
  const { stack, fn } = newFunction();
  const clicks = new kinesis.Stream(stack, 'Clicks', { encryptionKey: new kms.Key(stack, 'StreamKey') });
  const failed = new sqs.Queue(stack, 'Failed', { encryptionMasterKey: new kms.Key(stack, 'QueueKey') });
  fn.addEventSource(new sources.KinesisEventSource(clicks, { startingPosition, onFailure: new sources.SqsDlq(failed) }));
  expect(about(statementsOf(stack, 'Fn'), 'kms').map(({ Action, Resource }) => [Resource, Action])).toEqual([
    ['<StreamKey.Arn>', 'kms:Decrypt'],
    ['<QueueKey.Arn>', ['kms:Decrypt', 'kms:GenerateDataKey']],
  ]);
});

test('the key of a secret that CDK does not grant comes with the secret', () => {
  const { stack, fn } = newFunction();
  const secret = new secretsmanager.Secret(stack, 'Broker', { encryptionKey: new kms.Key(stack, 'Key') });
  const rootCACertificate = new secretsmanager.Secret(stack, 'Root', { encryptionKey: new kms.Key(stack, 'RootKey') });
  fn.addEventSource(
    new sources.SelfManagedKafkaEventSource({
      bootstrapServers: ['kafka:9092'],
      topic: 'orders',
      secret,
      rootCACertificate,
      startingPosition,
    }),
  );
  expect(about(statementsOf(stack, 'Fn'), 'kms').map(({ Resource, Condition }) => [Resource, Condition])).toEqual(
    ['Broker', 'Root'].map((name) => [
      name === 'Root' ? '<RootKey.Arn>' : '<Key.Arn>',
      {
        ...forLambda,
        StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com', 'kms:EncryptionContext:SecretARN': `<${name}>` },
      },
    ]),
  );
});

test('a secret that is imported by its name is named with what AWS adds to names', () => {
  const { stack, fn } = newFunction();
  const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Broker', 'broker');
  fn.addEventSource(
    new sources.SelfManagedKafkaEventSource({ bootstrapServers: ['kafka:9092'], topic: 'orders', secret, startingPosition }),
  );
  expect(about(statementsOf(stack, 'Fn'), 'secretsmanager').map(({ Action, Resource }) => [Action, Resource])).toEqual([
    ['secretsmanager:GetSecretValue', 'arn:<AWS::Partition>:secretsmanager:eu-west-1:111122223333:secret:broker-??????'],
  ]);
  expect(findingsOf(stack).filter(isAboutFunction)).toEqual([]);
});

test('a serverless cluster is one with IAM authentication, in the network that it was made for', () => {
  const { stack, fn } = newFunction();
  const cluster = new msk.CfnServerlessCluster(stack, 'Cluster', {
    clusterName: 'events',
    clientAuthentication: { sasl: { iam: { enabled: true } } },
    vpcConfigs: [{ subnetIds: ['subnet-1'], securityGroups: ['sg-1'] }],
  });
  fn.addEventSource(new sources.ManagedKafkaEventSource({ clusterArn: cluster.attrArn, topic: 'orders', startingPosition }));
  const resources = statementsOf(stack, 'Fn').flatMap(({ Resource }) => [Resource].flat());
  expect(resources).toContain('arn:<AWS::Partition>:kafka:eu-west-1:111122223333:group/events/*/*');
  expect(resources).toContain('arn:<AWS::Partition>:ec2:eu-west-1:111122223333:subnet/subnet-1');
  expect(findingsOf(stack).filter(isAboutFunction)).toEqual([]);
});

test('a cluster without authentication is not signed for', () => {
  const { stack, fn } = newFunction();
  const cluster = new msk.CfnCluster(stack, 'Cluster', {
    clusterName: 'events',
    kafkaVersion: '3.6.0',
    numberOfBrokerNodes: 2,
    brokerNodeGroupInfo: { instanceType: 'kafka.m5.large', clientSubnets: ['subnet-1', 'subnet-2'] },
  });
  fn.addEventSource(new sources.ManagedKafkaEventSource({ clusterArn: cluster.ref, topic: 'orders', startingPosition }));
  expect(about(statementsOf(stack, 'Fn'), 'kafka-cluster')).toEqual([]);
});

test('what an event source of your own grants beside its mapping reaches the role as it is', () => {
  const { stack, fn } = newFunction();
  const queue = new sqs.Queue(stack, 'Queue');
  const other = new sqs.Queue(stack, 'Other');
  fn.addEventSource({
    bind: (target) => {
      new sources.SqsEventSource(queue).bind(target);
      other.grantSendMessages(target);
      queue.grantSendMessages(target);
    },
  });
  const sends = about(statementsOf(stack, 'Fn'), 'sqs').filter(({ Action }) => [Action].flat().includes('sqs:SendMessage'));
  expect(sends.map(({ Resource, Condition }) => [Resource, Condition])).toEqual([
    ['<Other.Arn>', undefined],
    ['<Queue.Arn>', undefined],
  ]);
});

test('fails when an event source of your own grants what is broad', () => {
  const { stack, fn } = newFunction();
  const bucket = new s3.Bucket(stack, 'Receipts');
  expect(() => fn.addEventSource({ bind: (target) => void bucket.grantRead(target) })).toThrow(
    'the role of "Orders/Fn" holds exact permissions only, got the action patterns "s3:GetObject*", "s3:GetBucket*", "s3:List*"',
  );
});

test('fails like its event source, and takes exact permissions afterwards', () => {
  const { stack, fn } = newFunction();
  const bind = () => {
    throw new Error('no such queue');
  };
  expect(() => fn.addEventSource({ bind })).toThrow('no such queue');
  fn.addAccess(Access.topic(new sns.Topic(stack, 'Topic')).publish());
  expect(about(statementsOf(stack, 'Fn'), 'sns')).toEqual([{ Effect: 'Allow', Action: 'sns:Publish', Resource: '<Topic>' }]);
});

test('sources and destinations of an alias bring the same as those of the function', () => {
  const { stack, fn } = newFunction();
  const alias = fn.addAlias('live');
  const lost = new s3.Bucket(stack, 'Lost');
  alias.addEventSource(new sources.SqsEventSource(new sqs.Queue(stack, 'Queue')));
  alias.configureAsyncInvoke({ onFailure: new destinations.S3Destination(lost) });
  expect(about(statementsOf(stack, 'Fn'), 'sqs', 's3')).toEqual([
    {
      Effect: 'Allow',
      Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      Resource: '<Queue.Arn>',
      Condition: forLambda,
    },
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: '<Lost.Arn>', Condition: forLambda },
    { Effect: 'Allow', Action: 's3:PutObject', Resource: '<Lost.Arn>/*', Condition: forLambda },
  ]);
});

test.each<[string, (fn: SecureFunction, options: lambda.AliasOptions) => unknown]>([
  ['the function', (fn, options) => fn.addAlias('live', options)],
  ['a version', (fn, options) => fn.currentVersion.addAlias('live', options)],
])('a destination that an alias of %s is made with is that of a destination of the function', (_, addAlias) => {
  const { stack, fn } = newFunction();
  addAlias(fn, { onFailure: new destinations.S3Destination(new s3.Bucket(stack, 'Lost')) });
  expect(about(statementsOf(stack, 'Fn'), 's3')).toEqual([
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: '<Lost.Arn>', Condition: forLambda },
    { Effect: 'Allow', Action: 's3:PutObject', Resource: '<Lost.Arn>/*', Condition: forLambda },
  ]);
});

test('a source of another stack', () => {
  const app = new App();
  const data = new Stack(app, 'Data', { env });
  const queue = new sqs.Queue(data, 'Queue', { encryptionMasterKey: new kms.Key(data, 'Key') });
  const stack = new Stack(app, 'Orders', { env });
  new SecureFunction(stack, 'Fn', { ...code, deadLetterQueueEnabled: false }).addEventSource(new sources.SqsEventSource(queue));
  expect(about(statementsOf(stack, 'Fn'), 'sqs', 'kms').map(({ Action }) => Action)).toEqual([
    ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    'kms:Decrypt',
  ]);
});

test('two sources are named once for what AWS takes on everything', () => {
  const { stack, fn } = newFunction();
  for (const name of ['a', 'b']) {
    const clusterArn = stack.formatArn({ service: 'kafka', resource: 'cluster', resourceName: `${name}/1` });
    fn.addEventSource(new sources.ManagedKafkaEventSource({ clusterArn, topic: name, startingPosition }));
  }
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const sids = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement.flatMap(({ Sid }: { Sid?: string }) => Sid ?? []));
  expect(sids.filter((sid) => sid.startsWith('KafkaGetBootstrapBrokers'))).toHaveLength(1);
});

test('what the code itself does with the queue is declared', () => {
  const { stack, fn } = newFunction();
  const queue = new sqs.Queue(stack, 'Queue');
  fn.addEventSource(new sources.SqsEventSource(queue));
  fn.addAccess(Access.queue(queue).consume());
  expect(about(statementsOf(stack, 'Fn'), 'sqs').map(({ Condition }) => Condition)).toEqual([forLambda, undefined]);
});
