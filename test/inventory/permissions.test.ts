import { storesOf } from '../../lib/inventory';
import { resources } from '../policies/facts';
import { allow, arnOf, functionWith, inventoryFrom, inventoryWith, Table } from './inventories';

const written = (given: object) =>
  inventoryWith(given).permissions.map(
    ({ store, resource, actions, effects, conditions, note }) =>
      `${store ?? '-'} ${resource}: ${actions.join(',')} = ${effects.join(',')}${conditions.map((each) => ` if ${each}`).join('')}${note === null ? '' : ` (${note})`}`,
  );

test('actions are kept as written, and come to what the reference says of them on that resource', () => {
  expect(written({ Table, ...functionWith([allow(['dynamodb:Query', 'dynamodb:Delete*'], arnOf('Table'))]) })).toEqual([
    'a.json#Table <Table.Arn>: dynamodb:Delete*,dynamodb:Query = delete,permissions,read',
  ]);
});

test('an action that cannot act on the resource comes to nothing', () => {
  const Bucket = { Type: 'AWS::S3::Bucket' };
  expect(written({ Bucket, ...functionWith([allow('s3:GetObject', arnOf('Bucket'))]) })).toEqual([
    'a.json#Bucket <Bucket.Arn>: s3:GetObject = ',
  ]);
});

test('a literal ARN names the resource of the input that has that name, also in another template', () => {
  const app = resources(functionWith([allow('dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/*')]));
  const [permission] = inventoryFrom(app, resources({ Table })).permissions;
  expect(permission?.store).toBe('b.json#Table');
});

test('an ARN of another name is outside of the input', () => {
  const [permission] = inventoryWith({
    Table,
    ...functionWith([allow('dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/other')]),
  }).permissions;
  expect(permission).toMatchObject({ store: null, wildcard: false, covers: [] });
});

test('a pattern covers the stores whose names match, and everything covers the kinds that its actions act on', () => {
  const Other = { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'customers' } };
  const Queue = { Type: 'AWS::SQS::Queue' };
  const inventory = inventoryWith({
    Table,
    Other,
    Queue,
    ...functionWith([allow('dynamodb:GetItem', 'arn:aws:dynamodb:*:*:table/ord*'), allow('dynamodb:PutItem', '*')]),
  });
  expect(inventory.permissions.map((each) => [each.resource, each.covers, storesOf(inventory, each)])).toEqual([
    ['*', ['AWS::DynamoDB::Table'], ['a.json#Other', 'a.json#Table']],
    ['arn:aws:dynamodb:*:*:table/ord*', ['a.json#Table'], ['a.json#Table']],
  ]);
});

test('a Deny takes an action away, and part of a pattern', () => {
  const deny = { Effect: 'Deny', Action: ['dynamodb:Delete*', 'dynamodb:PutItem'], Resource: '*' };
  const given = { Table, ...functionWith([allow(['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:*Item'], arnOf('Table')), deny]) };
  expect(written(given)).toEqual(['a.json#Table <Table.Arn>: dynamodb:*Item = read,write']);
});

test('a Deny under a condition takes nothing away for certain', () => {
  const deny = { Effect: 'Deny', Action: 'dynamodb:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
  expect(written({ Table, ...functionWith([allow('dynamodb:DeleteItem', arnOf('Table')), deny]) })).toHaveLength(1);
});

test('a permissions boundary caps what is effective, and one that is not in the input is said', () => {
  const given = functionWith([allow(['dynamodb:GetItem', 'dynamodb:DeleteItem'], arnOf('Table'))]);
  const bound = (PermissionsBoundary: unknown) => {
    const all = JSON.parse(JSON.stringify({ Table, ...given }));
    all.FnRole.Properties.PermissionsBoundary = PermissionsBoundary;
    return all;
  };
  const Boundary = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: [allow('dynamodb:Get*', '*')] } } };
  expect(written({ ...bound({ Ref: 'Boundary' }), Boundary })).toEqual(['a.json#Table <Table.Arn>: dynamodb:GetItem = read']);
  const outside = inventoryWith(bound('arn:aws:iam::111122223333:policy/ceiling'));
  expect(outside.unread).toEqual([expect.stringContaining('ceiling is not in the input: it may do less than is said here')]);
  expect(outside.permissions[0]?.effects).toEqual(['delete', 'read']);
});

test('conditions are said in words', () => {
  const Condition = {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['a*', 'b*'] },
    StringNotEqualsIfExists: { 'aws:SourceAccount': '1' },
  };
  expect(written({ Table, ...functionWith([allow('dynamodb:GetItem', arnOf('Table'), { Condition })]) })).toEqual([
    'a.json#Table <Table.Arn>: dynamodb:GetItem = read if aws:SourceAccount is not 1, if there is one if each value of dynamodb:LeadingKeys is like a* or b*',
  ]);
});

test('what the policy of a resource gives a role counts as its own', () => {
  const Bucket = { Type: 'AWS::S3::Bucket' };
  const Policy = {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Bucket' },
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: arnOf('FnRole') },
            Action: 's3:PutObject',
            Resource: { 'Fn::Join': ['', [arnOf('Bucket'), '/*']] },
          },
        ],
      },
    },
  };
  expect(written({ Bucket, Policy, ...functionWith([]) })).toEqual([
    'a.json#Bucket <Bucket.Arn>/*: s3:PutObject = write (granted by the policy Policy)',
  ]);
});

test('managed policies of AWS: known ones are read, the others said', () => {
  const given = JSON.parse(JSON.stringify(functionWith([])));
  given.FnRole.Properties.ManagedPolicyArns = [
    'arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole',
    'arn:aws:iam::aws:policy/SomethingNew',
  ];
  const { permissions, unread, functions } = inventoryWith(given);
  expect(permissions.map(({ note, actions }) => [note, actions.includes('sqs:ReceiveMessage')])).toEqual([
    ['AWS managed policy AWSLambdaSQSQueueExecutionRole', true],
    ['AWS managed policy SomethingNew: its text is not in the input', false],
  ]);
  expect(unread).toEqual(['a.json#FnRole: AWS managed policy SomethingNew: its text is not in the input']);
  expect(functions[0]?.blastRadius).toBe('high');
});

test('NotAction is said, and taken for everything that it may be', () => {
  const { permissions } = inventoryWith({ Table, ...functionWith([{ Effect: 'Allow', NotAction: ['iam:*', 's3:*'], Resource: '*' }]) });
  expect(permissions[0]).toMatchObject({ actions: ['all but iam:*, s3:*'], covers: expect.arrayContaining(['AWS::DynamoDB::Table']) });
  expect(permissions[0]?.covers).not.toContain('AWS::S3::Bucket');
});
