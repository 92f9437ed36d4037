import rule from '../../../policies/resilience/require-stream-failure-handling';
import { factsOf, resources } from '../facts';

const mapping = (EventSourceArn: unknown, properties: object = {}) => ({
  Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: 'orders', EventSourceArn, ...properties } },
});
const found = (Resources: object) => factsOf(rule, resources(Resources));
const kept = { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:1:q' } } };
const Table = { Type: 'AWS::DynamoDB::Table', Properties: {} };
const tableStream = { 'Fn::GetAtt': ['Table', 'StreamArn'] };
const blocked = ['blockedShard Mapping '];

test.each([
  ['a stream by its ARN', 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders'],
  [
    'a stream whose ARN is put together',
    { 'Fn::Sub': 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders/stream/1' },
  ],
  ['the stream of a table', tableStream],
])('%s has to give up', (_title, source) => {
  expect(found({ Table, ...mapping(source) })).toEqual(blocked);
  expect(found({ Table, ...mapping(source, { MaximumRetryAttempts: -1, ...kept }) })).toEqual([
    'blockedShard Mapping /MaximumRetryAttempts',
  ]);
  expect(found({ Table, ...mapping(source, { MaximumRecordAgeInSeconds: 3600 }) })).toEqual(['lostRecords Mapping ']);
  expect(found({ Table, ...mapping(source, { MaximumRetryAttempts: 0, ...kept }) })).toEqual([]);
});

test('a queue has no destination, and a limit is advice', () => {
  const queue = 'arn:aws:sqs:eu-west-1:111122223333:orders';
  expect(found(mapping(queue))).toEqual(['unboundedPolling Mapping  (at most info)']);
  expect(found(mapping(queue, { ScalingConfig: { MaximumConcurrency: 2 } }))).toEqual([]);
  expect(found(mapping(queue, { ProvisionedPollerConfig: { MaximumPollers: 2 } }))).toEqual([]);
});

test('Kafka may keep what failed', () => {
  const cluster = 'arn:aws:kafka:eu-west-1:111122223333:cluster/orders/1';
  expect(found(mapping(cluster))).toEqual(['lostRecords Mapping  (at most info)']);
  expect(found(mapping(cluster, kept))).toEqual([]);
  expect(found(mapping(undefined, { SelfManagedEventSource: { Endpoints: {} } }))).toEqual(['lostRecords Mapping  (at most info)']);
});

test('a source that cannot be told is left alone', () => {
  expect(found(mapping({ 'Fn::ImportValue': 'source' }))).toEqual([]);
});

test('pipes from streams', () => {
  const pipe = (Source: unknown, SourceParameters: object = {}) => ({
    Pipe: { Type: 'AWS::Pipes::Pipe', Properties: { Source, SourceParameters, Target: 't' } },
  });
  expect(found({ Table, ...pipe(tableStream, { DynamoDBStreamParameters: { StartingPosition: 'LATEST' } }) })).toEqual([
    'blockedPipe Pipe ',
  ]);
  expect(found({ Table, ...pipe(tableStream, { DynamoDBStreamParameters: { MaximumRetryAttempts: 3 } }) })).toEqual([]);
  expect(found(pipe('arn:aws:sqs:eu-west-1:111122223333:orders'))).toEqual([]);
});
