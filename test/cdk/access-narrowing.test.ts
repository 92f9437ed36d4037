import { aws_dynamodb as dynamodb, type Stack, aws_s3 as s3 } from 'aws-cdk-lib';
import { Access, type DeclaredAccess } from '../../lib';
import { newStack } from './stacks';

function written(stack: Stack, access: DeclaredAccess): unknown {
  return access.bind(stack).map((statement) => stack.resolve(statement.toJSON()));
}

const table = (stack: Stack) => Access.table(dynamodb.Table.fromTableName(stack, 'Table', 'orders'));

test.each<[string, string, string[], unknown]>([
  ['a text', 'aws:SourceVpce', ['vpce-1'], { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }],
  ['an address', 'aws:SourceIp', ['198.51.100.0/24'], { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }],
  ['true or false', 'aws:SecureTransport', ['true'], { Bool: { 'aws:SecureTransport': 'true' } }],
  ['a tag of the resource', 'aws:ResourceTag/team', ['orders'], { StringEquals: { 'aws:ResourceTag/team': 'orders' } }],
  [
    'a key of several values, which must be there',
    'dynamodb:LeadingKeys',
    ['a', 'b'],
    { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a', 'b'] }, Null: { 'dynamodb:LeadingKeys': 'false' } },
  ],
])('%s', (_, key, values, condition) => {
  const stack = newStack();
  expect(
    written(
      stack,
      table(stack)
        .readItem()
        .onlyWhen(key, ...values),
    ),
  ).toEqual([expect.objectContaining({ Condition: condition })]);
});

test('conditions add up, and keep those of the verb', () => {
  const stack = newStack();
  const access = Access.bucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'receipts'))
    .listObjects({ prefix: 'in/' })
    .onlyWhen('s3:max-keys', '10')
    .onlyWhen('aws:SourceVpce', 'vpce-1');
  expect(written(stack, access)).toEqual([
    expect.objectContaining({
      Condition: {
        StringLike: { 's3:prefix': 'in/*' },
        NumericEquals: { 's3:max-keys': '10' },
        StringEquals: { 'aws:SourceVpce': 'vpce-1' },
      },
    }),
  ]);
});

test('a statement on "*" says by its id how it is narrowed', () => {
  const stack = newStack();
  const access = Access.withoutResource('ec2:DescribeInstances').onlyWhen('aws:RequestedRegion', 'eu-west-1');
  expect(written(stack, access)).toEqual([expect.objectContaining({ Sid: 'Ec2DescribeInstancesRequestedRegionEuwest1' })]);
});

test('it keeps the resource that an environment variable can name', () => {
  const stack = newStack();
  const access = table(stack).readItem().onlyWhen('aws:SourceVpce', 'vpce-1').withEnvironment('TABLE');
  expect(access._environment(stack)).toEqual([{ variable: 'TABLE', value: 'orders', access: 'access to "Orders/Table"' }]);
});

test.each<[string, (access: DeclaredAccess) => DeclaredAccess, string]>([
  [
    'a key of another service',
    (access) => access.onlyWhen('s3:prefix', 'in/'),
    'access to "Orders/Table": requests of "dynamodb:GetItem" have no "s3:prefix", so it would never be allowed: it knows "dynamodb:Attributes", "dynamodb:EnclosingOperation", "dynamodb:LeadingKeys", "dynamodb:ReturnConsumedCapacity", "dynamodb:Select", and "aws:RequestedRegion", ',
  ],
  ['no value', (access) => access.onlyWhen('dynamodb:LeadingKeys'), '"dynamodb:LeadingKeys" needs a value that requests have, got none'],
  [
    'a wildcard',
    (access) => access.onlyWhen('aws:SourceVpce', 'vpce-*'),
    '"vpce-*" is no value of "aws:SourceVpce": name each value, without "*" and "?"',
  ],
  [
    'the same key twice',
    (access) => access.onlyWhen('aws:SourceVpce', 'vpce-1').onlyWhen('aws:SourceVpce', 'vpce-2'),
    'access to "Orders/Table": "aws:SourceVpce" narrows this access already: give its values once',
  ],
])('fails with %s', (_, narrow, message) => {
  const stack = newStack();
  expect(() => narrow(table(stack).readItem()).bind(stack)).toThrow(message);
});
