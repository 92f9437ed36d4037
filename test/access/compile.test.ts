import { AccessError } from '../../lib/access/access-error';
import { compileAccess, compileWithoutResource } from '../../lib/access/compile';
import { loadReference } from '../../lib/reference';

const reference = loadReference();
const table = 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders';
const index = `${table}/index/by-customer`;
const targets = [
  { type: 'table', arn: table },
  { type: 'index', arn: index },
];

function errorOf(declare: () => unknown): AccessError {
  try {
    declare();
  } catch (error) {
    if (error instanceof AccessError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('every action gets exactly the targets whose type it supports', () => {
  expect(compileAccess(reference, { actions: ['dynamodb:PutItem', 'dynamodb:Query'], targets })).toEqual([
    { actions: ['dynamodb:PutItem', 'dynamodb:Query'], resources: [table], conditions: {} },
    { actions: ['dynamodb:Query'], resources: [index], conditions: {} },
  ]);
});

test('actions are written in the spelling of AWS, once each', () => {
  const [statement] = compileAccess(reference, { actions: ['DynamoDB:getitem', 'dynamodb:GetItem'], targets });
  expect(statement?.actions).toEqual(['dynamodb:GetItem']);
});

test('conditions stand on every statement', () => {
  const conditions = { StringEquals: { 'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'] } };
  const statements = compileAccess(reference, { actions: ['dynamodb:GetItem', 'dynamodb:Query'], targets, conditions });
  expect(statements.map((statement) => statement.conditions)).toEqual([conditions, conditions]);
});

test.each([
  ['unknown-action', 'dynamodb:GetItems', '"dynamodb:GetItems" is no action that AWS had on 2026-09-26: the nearest is "dynamodb:GetItem"'],
  ['unknown-action', 's3:ListObjects', '"s3:ListObjects" is no action that AWS had on 2026-09-26: the nearest is "s3:ListBucket"'],
  [
    'unknown-action',
    'GetItem',
    '"GetItem" is no action that AWS had on 2026-09-26: write it as "service:Operation", such as "dynamodb:GetItem"',
  ],
  [
    'wildcard-action',
    'dynamodb:Get*',
    '"dynamodb:Get*" stands for many actions: name those that the code calls, such as "dynamodb:GetItem", "dynamodb:GetRecords", "dynamodb:GetAbacStatus"',
  ],
  ['wildcard-action', '*', '"*" stands for many actions: name those that the code calls, such as "dynamodb:GetItem"'],
  [
    'no-resource-support',
    'xray:PutTraceSegments',
    '"xray:PutTraceSegments" supports no resource: declare it with Access.withoutResource("xray:PutTraceSegments")',
  ],
  [
    'unsupported-resource',
    'sqs:SendMessage',
    '"sqs:SendMessage" does not work on "table" or "index": it needs the ARN of "queue" (arn:${Partition}:sqs:${Region}:${Account}:${QueueName})',
  ],
])('fails with %s for %s', (problem, action, message) => {
  const error = errorOf(() => compileAccess(reference, { actions: [action], targets }));
  expect({ problem: error.problem, message: error.message }).toEqual({ problem, message });
});

test('actions without resources go on "*"', () => {
  expect(compileWithoutResource(reference, ['xray:PutTraceSegments', 'cloudwatch:PutMetricData'])).toEqual([
    { actions: ['cloudwatch:PutMetricData', 'xray:PutTraceSegments'], resources: ['*'], conditions: {} },
  ]);
});

test('what lists all resources of a kind goes on "*", although it may name one', () => {
  const [statement] = compileWithoutResource(reference, ['rds:DescribeDBInstances']);
  expect(statement?.resources).toEqual(['*']);
});

test('fails when an action that works on a resource is declared without one', () => {
  const error = errorOf(() => compileWithoutResource(reference, ['dynamodb:GetItem']));
  expect(error.problem).toBe('wildcard-resource');
  expect(error.message).toBe(
    '"dynamodb:GetItem" works on one table: declare it with Access.to(construct, "dynamodb:GetItem") or Access.toArn(arn, "dynamodb:GetItem")',
  );
});
