import { typeNamed, typesOfArn } from '../../lib/access/resource-type';
import { loadReference } from '../../lib/reference';
import type { Service } from '../../lib/reference/reference';

function service(prefix: string): Service {
  const known = loadReference().service(prefix);
  if (known === undefined) throw new Error(`no service ${prefix}`);
  return known;
}

test.each([
  ['dynamodb', 'Table', 'table'],
  ['dynamodb', 'globalTable', 'table'],
  ['states', 'stateMachine', 'statemachine'],
  ['rds', 'DBProxy', 'proxy'],
  ['logs', 'LogGroup', 'log-group'],
  ['lambda', 'Function', 'function'],
  ['ecs', 'TaskDefinition', 'task-definition'],
  ['secretsmanager', 'Secret', 'Secret'],
  ['elasticfilesystem', 'FileSystem', 'file-system'],
  ['events', 'eventBus', 'event-bus'],
  ['sqs', 'Bucket', undefined],
])('%s: %s is %s', (prefix, name, type) => {
  expect(typeNamed(service(prefix), name)).toBe(type);
});

test.each([
  ['dynamodb', 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders', 'table'],
  ['dynamodb', 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders/index/by-customer', 'index'],
  ['dynamodb', 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000', 'stream'],
  ['s3', 'arn:aws:s3:::receipts', 'bucket'],
  ['s3', 'arn:aws:s3:::receipts/in/2026/a.pdf', 'object'],
  ['s3', 'arn:aws:s3:::receipts/in/*', 'object'],
  ['logs', 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/orders', 'log-group'],
  ['lambda', 'arn:aws:lambda:eu-central-1:111122223333:function:orders', 'function'],
  ['sqs', 'arn:aws:sqs:eu-central-1:111122223333:orders', 'queue'],
])('%s: %s names %s', (prefix, arn, type) => {
  expect(typesOfArn(service(prefix), arn)[0]).toBe(type);
});

test('a wildcard below a log group also names its streams', () => {
  expect(typesOfArn(service('logs'), 'arn:aws:logs:eu-central-1:111122223333:log-group:orders:*')).toContain('log-stream');
  expect(typesOfArn(service('logs'), 'arn:aws:logs:eu-central-1:111122223333:log-group:orders')).not.toContain('log-stream');
});

test('a wildcard below a bucket does not name the bucket', () => {
  expect(typesOfArn(service('s3'), 'arn:aws:s3:::receipts/*')).not.toContain('bucket');
});

test("an ARN of another service names nothing of this one's", () => {
  expect(typesOfArn(service('sqs'), 'arn:aws:sns:eu-central-1:111122223333:orders')).toEqual([]);
});
