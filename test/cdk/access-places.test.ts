/** That access to resources elsewhere names them there: other accounts, regions and partitions, imported or of another stack. */
import {
  App,
  aws_dynamodb as dynamodb,
  aws_ecs as ecs,
  aws_events as events,
  aws_kinesis as kinesis,
  aws_kms as kms,
  aws_rds as rds,
  Stack,
  aws_s3 as s3,
  aws_scheduler as scheduler,
  aws_secretsmanager as secretsmanager,
  aws_ses as ses,
  aws_stepfunctions as sfn,
  aws_sns as sns,
  aws_sqs as sqs,
} from 'aws-cdk-lib';
import { Access, type DeclaredAccess, SecureFunction } from '../../lib';
import { code, newStack, statementsOf } from './stacks';

const OTHER = 'us-west-2:444455556666';

function resourcesOf(stack: Stack, ...access: DeclaredAccess[]): unknown[] {
  const statements = access.flatMap((declared) => declared.bind(stack));
  return statements.flatMap((statement) => stack.resolve(statement.toJSON()).Resource);
}

test.each<[string, (stack: Stack, partition: string) => DeclaredAccess, string[]]>([
  [
    'an index of a table',
    (stack, partition) =>
      Access.table(dynamodb.Table.fromTableArn(stack, 'R', `arn:${partition}:dynamodb:${OTHER}:table/orders`))
        .withIndexes('i')
        .queryItems(),
    [`dynamodb:${OTHER}:table/orders`, `dynamodb:${OTHER}:table/orders/index/i`],
  ],
  [
    'executions',
    (stack, partition) =>
      Access.stateMachine(
        sfn.StateMachine.fromStateMachineArn(stack, 'R', `arn:${partition}:states:${OTHER}:stateMachine:f`),
      ).stopExecutions(),
    [`states:${OTHER}:execution:f:*`],
  ],
  [
    'schedules',
    (stack, partition) =>
      Access.scheduleGroup(
        scheduler.ScheduleGroup.fromScheduleGroupArn(stack, 'R', `arn:${partition}:scheduler:${OTHER}:schedule-group/g`),
      ).readSchedules(),
    [`scheduler:${OTHER}:schedule/g/*`],
  ],
  [
    'a user of a proxy',
    (stack, partition) =>
      Access.databaseProxy(
        rds.DatabaseProxy.fromDatabaseProxyAttributes(stack, 'R', {
          dbProxyArn: `arn:${partition}:rds:${OTHER}:db-proxy:prx-1`,
          dbProxyName: 'p',
          endpoint: 'p.example',
          securityGroups: [],
        }),
      ).connectAs('api'),
    [`rds-db:${OTHER}:dbuser:prx-1/api`],
  ],
  [
    'tasks of a cluster',
    (stack, partition) =>
      Access.task(
        ecs.FargateTaskDefinition.fromTaskDefinitionArn(stack, 'T', `arn:${partition}:ecs:${OTHER}:task-definition/t:1`),
        ecs.Cluster.fromClusterArn(stack, 'R', `arn:${partition}:ecs:${OTHER}:cluster/c`),
      ).stop(),
    [`ecs:${OTHER}:task/c/*`],
  ],
  [
    'a template of mails',
    (stack, partition) =>
      Access.emailIdentity(
        ses.EmailIdentity.fromEmailIdentityArn(stack, 'R', `arn:${partition}:ses:${OTHER}:identity/example.com`),
      ).sendTemplate('t'),
    [`ses:${OTHER}:identity/example.com`, `ses:${OTHER}:template/t`],
  ],
  [
    'an event bus',
    (stack, partition) =>
      Access.eventBus(events.EventBus.fromEventBusArn(stack, 'R', `arn:${partition}:events:${OTHER}:event-bus/b`)).putEvents(),
    [`events:${OTHER}:event-bus/b`],
  ],
])('%s, of another account and region, in each partition', (_, make, expected) => {
  for (const partition of ['aws', 'aws-cn', 'aws-us-gov']) {
    const stack = newStack({ env: { account: '111122223333', region: 'eu-west-1' } });
    expect(resourcesOf(stack, make(stack, partition))).toEqual(expected.map((rest) => `arn:${partition}:${rest}`));
  }
});

describe('a key is used through its service where the resource is', () => {
  const keyArn = `arn:aws:kms:${OTHER}:key/0b7d1c5e`;

  test.each<[string, (stack: Stack, key: kms.IKey) => DeclaredAccess, string]>([
    [
      'table',
      (stack, encryptionKey) =>
        Access.table(
          dynamodb.Table.fromTableAttributes(stack, 'R', { tableArn: `arn:aws:dynamodb:${OTHER}:table/orders`, encryptionKey }),
        ).readItem(),
      'dynamodb.us-west-2.amazonaws.com',
    ],
    [
      'queue',
      (stack) => Access.queue(sqs.Queue.fromQueueAttributes(stack, 'R', { queueArn: `arn:aws:sqs:${OTHER}:q`, keyArn })).receive(),
      'sqs.us-west-2.amazonaws.com',
    ],
    [
      'topic',
      (stack) => Access.topic(sns.Topic.fromTopicAttributes(stack, 'R', { topicArn: `arn:aws:sns:${OTHER}:t`, keyArn })).publish(),
      'sns.us-west-2.amazonaws.com',
    ],
    [
      'stream',
      (stack, encryptionKey) =>
        Access.stream(
          kinesis.Stream.fromStreamAttributes(stack, 'R', { streamArn: `arn:aws:kinesis:${OTHER}:stream/s`, encryptionKey }),
        ).putRecord(),
      'kinesis.us-west-2.amazonaws.com',
    ],
    [
      'secret',
      (stack, encryptionKey) =>
        Access.secret(
          secretsmanager.Secret.fromSecretAttributes(stack, 'R', {
            secretCompleteArn: `arn:aws:secretsmanager:${OTHER}:secret:s-AbCdEf`,
            encryptionKey,
          }),
        ).read(),
      'secretsmanager.us-west-2.amazonaws.com',
    ],
    [
      'bucket',
      (stack, encryptionKey) =>
        Access.bucket(
          s3.Bucket.fromBucketAttributes(stack, 'R', { bucketArn: 'arn:aws:s3:::receipts', encryptionKey, region: 'us-west-2' }),
        ).getObjects(),
      's3.us-west-2.amazonaws.com',
    ],
  ])('%s', (_, make, service) => {
    const stack = newStack({ env: { account: '111122223333', region: 'eu-west-1' } });
    const statements = make(stack, kms.Key.fromKeyArn(stack, 'Key', keyArn))
      .bind(stack)
      .map((statement) => statement.toJSON());
    const [used] = statements.filter(({ Action }) => String([Action].flat()[0]).startsWith('kms:'));
    expect(used).toMatchObject({ Resource: keyArn, Condition: { StringEquals: { 'kms:ViaService': service } } });
  });

  test('in China, under either name of its endpoint', () => {
    const stack = newStack({ env: { account: '111122223333', region: 'cn-north-1' } });
    const table = new dynamodb.Table(stack, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      encryptionKey: new kms.Key(stack, 'Key'),
    });
    const [, used] = Access.table(table).readItem().bind(stack);
    expect(used?.conditions.StringEquals['kms:ViaService']).toEqual([
      'dynamodb.cn-north-1.amazonaws.com',
      'dynamodb.cn-north-1.amazonaws.com.cn',
    ]);
  });
});

test('a table of another stack in another account is named by its physical name', () => {
  const app = new App();
  const data = new Stack(app, 'Data', { env: { account: '444455556666', region: 'us-west-2' } });
  const table = new dynamodb.Table(data, 'Table', {
    tableName: 'orders',
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  });
  const stack = new Stack(app, 'Orders', { env: { account: '111122223333', region: 'eu-west-1' } });
  new SecureFunction(stack, 'Fn', { ...code, access: [Access.table(table).readItem().withEnvironment('TABLE')] });
  expect(statementsOf(stack, 'Fn').filter(({ Action }) => Action === 'dynamodb:GetItem')).toEqual([
    { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: `arn:<AWS::Partition>:dynamodb:${OTHER}:table/orders` },
  ]);
});
