import { pathsFromAnyone } from '../../lib/inventory';
import { allow, arnOf, functionWith, inventoryWith, openUrl, Table } from './inventories';

const Queue = { Type: 'AWS::SQS::Queue' };
const mapping = (source: string, name: string) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { EventSourceArn: arnOf(source), FunctionName: { Ref: name } },
});
const reached = (given: object) =>
  inventoryWith(given).functions.map(({ name, exposure, directExposure }) => `${name} ${exposure} ${directExposure}`);

test('who can start a function follows from the authentication of its URL', () => {
  const url = (AuthType: unknown) =>
    reached({ ...functionWith([]), Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType, TargetFunctionArn: arnOf('Fn') } } });
  expect(url('NONE')).toEqual(['Fn anyone anyone']);
  expect(url('AWS_IAM')).toEqual(['Fn account account']);
});

test('fails closed: an authentication that is not known may be none', () => {
  const given = {
    ...functionWith([]),
    Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType: { Ref: 'Missing' }, TargetFunctionArn: arnOf('Fn') } },
  };
  const { functions, entryPoints } = inventoryWith(given);
  expect(functions[0]?.exposure).toBe('unknown');
  expect(entryPoints[0]?.who).toContain('not known');
});

test('exposure goes on over what an open function may write to, and not over what it may read', () => {
  const given = {
    Queue,
    Other: Queue,
    M: mapping('Queue', 'Worker'),
    N: mapping('Other', 'Reader'),
    ...functionWith([allow('sqs:SendMessage', arnOf('Queue')), allow('sqs:GetQueueAttributes', arnOf('Other'))]),
    ...openUrl(),
    ...functionWith([], 'Worker'),
    ...functionWith([], 'Reader'),
  };
  expect(reached(given)).toEqual(['Fn anyone anyone', 'Reader app app', 'Worker anyone app']);
  const worker = inventoryWith(given).functions.find(({ name }) => name === 'Worker');
  expect(worker?.exposedThrough).toEqual(['a.json#FnUrl → a.json#Fn', 'a.json#Fn', 'a.json#Queue']);
});

test('a queue that its own policy opens exposes what polls it', () => {
  const Policy = (more: object) => ({
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Queue' }],
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*', ...more }] },
    },
  });
  const behind = (more: object) =>
    reached({ Queue, Topic: { Type: 'AWS::SNS::Topic' }, Policy: Policy(more), M: mapping('Queue', 'Fn'), ...functionWith([]) });
  expect(behind({ Principal: '*' })).toEqual(['Fn anyone anyone']);
  expect(behind({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } })).toEqual(['Fn other-account other-account']);
  expect(behind({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc1234567' } } })).toEqual([
    'Fn organization organization',
  ]);
  expect(behind({ Principal: { Service: 'sns.amazonaws.com' } })).toEqual(['Fn any-account any-account']);
  expect(behind({ Principal: { Service: 'sns.amazonaws.com' }, Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'Topic' } } } })).toEqual([
    'Fn app app',
  ]);
});

test('a bucket that anyone may read exposes nothing that it notifies', () => {
  const Bucket = {
    Type: 'AWS::S3::Bucket',
    Properties: { NotificationConfiguration: { LambdaConfigurations: [{ Event: 's3:*', Function: arnOf('Fn') }] } },
  };
  const Policy = {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Bucket' },
      PolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: { 'Fn::Join': ['', [arnOf('Bucket'), '/*']] } }],
      },
    },
  };
  const inventory = inventoryWith({ Bucket, Policy, ...functionWith([]) });
  expect(inventory.stores.map(({ exposure, exposedBy }) => [exposure, exposedBy])).toEqual([['anyone', ['anyone may use s3:GetObject']]]);
  expect(inventory.functions[0]?.exposure).toBe('app');
  expect(inventory.outbound).toEqual([{ from: 'a.json#Bucket', to: 'anyone', how: 'lets use s3:GetObject:' }]);
});

test('a source that is not in the input may be open', () => {
  const M = {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:theirs', FunctionName: { Ref: 'Fn' } },
  };
  expect(reached({ M, ...functionWith([]) })).toEqual(['Fn unknown unknown']);
});

test('paths lead from an open entry point over functions and queues to data, by the shortest way', () => {
  const inventory = inventoryWith({
    Queue,
    Table,
    M: mapping('Queue', 'Worker'),
    ...functionWith([allow('sqs:SendMessage', arnOf('Queue'))]),
    ...openUrl(),
    ...functionWith([allow(['dynamodb:GetItem', 'dynamodb:DeleteItem'], arnOf('Table'))], 'Worker'),
  });
  expect(pathsFromAnyone(inventory)).toEqual([
    {
      entryPoint: 'a.json#FnUrl → a.json#Fn',
      certain: true,
      store: 'a.json#Table',
      through: ['a.json#Fn', 'a.json#Queue', 'a.json#Worker'],
      effects: ['delete', 'read'],
    },
  ]);
});

test('events go on over the default bus, but not to rules for events of AWS', () => {
  const rule = (source: string, name: string) => ({
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: [source] }, Targets: [{ Id: 'a', Arn: arnOf(name) }] },
  });
  const bus = 'arn:aws:events:eu-west-1:111122223333:event-bus/default';
  expect(
    reached({
      ...functionWith([allow('events:PutEvents', bus)]),
      ...openUrl(),
      Orders: rule('orders', 'Worker'),
      Ec2: rule('aws.ec2', 'Janitor'),
      ...functionWith([], 'Worker'),
      ...functionWith([], 'Janitor'),
    }),
  ).toEqual(['Fn anyone anyone', 'Janitor app app', 'Worker anyone app']);
});

test('a function that only another one starts is reached through it', () => {
  expect(
    reached({ ...functionWith([allow('lambda:InvokeFunction', arnOf('Inner'))]), ...openUrl(), ...functionWith([], 'Inner') }),
  ).toEqual(['Fn anyone anyone', 'Inner anyone app']);
  expect(
    reached({ ...functionWith([allow('lambda:GetFunctionConfiguration', arnOf('Inner'))]), ...openUrl(), ...functionWith([], 'Inner') }),
  ).toEqual(['Fn anyone anyone', 'Inner app app']);
});
