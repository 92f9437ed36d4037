import type { Json, JsonObject } from '../../../lib/core/json';
import { rolePolicy } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-mismatched-resource';
import { factsOf, firstFactOf } from '../facts';

const beside: JsonObject = {
  Media: { Type: 'AWS::S3::Bucket' },
  Orders: { Type: 'AWS::DynamoDB::Table' },
  Key: { Type: 'AWS::KMS::Key' },
  Queue: { Type: 'AWS::SQS::Queue' },
  Logs: { Type: 'AWS::Logs::LogGroup' },
  Custom: { Type: 'Custom::Thing' },
};
const template = (Action: Json, Resource: Json, Effect: string): JsonObject => ({
  Resources: { ...beside, ...rolePolicy({ Effect, Action, Resource }) },
});
const found = (action: Json, resource: Json, effect = 'Allow') =>
  factsOf(rule, template(action, resource, effect)).map((fact) => fact.replace(/ OrdersPolicy .*Action/, ''));
const arn = (id: string, attribute = 'Arn'): JsonObject => ({ 'Fn::GetAtt': [id, attribute] });
const below = (id: string, rest: string): JsonObject => ({ 'Fn::Join': ['', [arn(id), rest]] });

test.each<[string, Json]>([
  ['s3:GetObject', arn('Media')],
  ['s3:GetObject', 'arn:aws:s3:::media'],
  ['s3:ListBucket', below('Media', '/*')],
  ['s3:ListBucket', { 'Fn::Sub': 'arn:aws:s3:::${Media}/*' }],
  ['s3:GetObject', { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Media}' }],
  ['s3:PutObject', 'arn:aws:s3:eu-west-1:111122223333:media/*'],
  ['dynamodb:GetItem', arn('Queue')],
  ['dynamodb:PutItem', below('Orders', '/index/*')],
  ['dynamodb:GetRecords', arn('Orders')],
  ['dynamodb:*', 'arn:aws:s3:::media'],
  ['kms:Decrypt', 'arn:aws:kms:eu-west-1:111122223333:alias/orders'],
  ['logs:PutLogEvents', 'arn:aws:logs:eu-west-1:111122223333:log-group:orders'],
  ['sqs:SendMessage', 'queue'],
])('%s on %j allows nothing', (action, resource) => {
  expect(found(action, resource)).toEqual(['noResource']);
});

test.each<[string, Json]>([
  ['s3:GetObject', below('Media', '/*')],
  ['s3:GetObject', below('Media', '*')],
  ['s3:GetObject', '*'],
  ['dynamodb:PutItem', 'a*'],
  ['s3:GetObject', 'arn:aws:s3:::*'],
  ['s3:GetObject', 'arn:aws:s3:eu-west-1:111122223333:accesspoint/orders/object/*'],
  ['s3:ListBucket', { 'Fn::Sub': 'arn:aws:s3:::${Media}' }],
  ['s3:ListBucket', 'arn:aws:s3:*:*:media'],
  ['s3:Get*', arn('Media')],
  ['dynamodb:Query', below('Orders', '/index/*')],
  ['dynamodb:GetItem', 'arn:aws:dynamodb'],
  ['dynamodb:GetItem', arn('Custom')],
  ['dynamodb:GetItem', { 'Fn::ImportValue': 'orders-table' }],
  ['kms:Decrypt', arn('Key')],
  ['logs:PutLogEvents', arn('Logs')],
  ['logs:CreateLogStream', below('Logs', ':*')],
  ['execute-api:ManageConnections', 'arn:aws:execute-api:eu-west-1:111122223333:abc/prod/*'],
  ['glue:GetDatabases', 'arn:aws:glue:eu-west-1:111122223333:catalog'],
  ['s3:GetObject', 'arn:aws:s3:::media/${aws:username}/*'],
  ['states:SendTaskSuccess', 'arn:aws:states:eu-west-1:111122223333:stateMachine:orders'],
  ['logs:DescribeLogGroups', 'arn:aws:logs:eu-west-1:111122223333:log-group:*'],
  ['nosuchservice:Call', 'arn:aws:s3:::media'],
  ['ec2:StartInstances', ''],
])('%s on %j is fine, or may be', (action, resource) => {
  expect(found(action, resource)).toEqual([]);
});

test.each(['ecr:GetAuthorizationToken', 'ec2:DescribeInstances', 'xray:PutTraceSegments', 'secretsmanager:ListSecrets'])(
  '%s takes no resource',
  (action) => {
    expect(found(action, arn('Orders'))).toEqual(['needsEverything']);
  },
);

test('of mixed lists, only an action without any resource is reported', () => {
  const actions = ['s3:ListBucket', 's3:GetObject', 'sqs:SendMessage'];
  const facts = factsOf(rule, template(actions, [arn('Media'), below('Media', '/*')], 'Allow'));
  expect(facts).toEqual(['noResource OrdersPolicy /PolicyDocument/Statement/0/Action/2']);
});

test("what CDK's grants write beside suitable actions is left alone", () => {
  expect(found(['dynamodb:GetItem', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], arn('Orders'))).toEqual([]);
  expect(found(['dynamodb:GetRecords', 'dynamodb:GetShardIterator'], arn('Orders'))).toEqual([]);
  expect(found(['ssm:DescribeParameters', 'ssm:GetParameter'], 'arn:aws:ssm:eu-west-1:111122223333:parameter/orders')).toEqual([]);
});

test('a Deny, and everything but a list, are left alone', () => {
  expect(found('s3:GetObject', arn('Media'), 'Deny')).toEqual([]);
  const but = rolePolicy({ Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::media' });
  expect(factsOf(rule, { Resources: but })).toEqual([]);
});

test('the fix says the ARN that the action needs', () => {
  const { data } = firstFactOf(rule, template('s3:GetObject', 'arn:aws:s3:::media', 'Allow'));
  expect(data?.fix).toContain('arn:aws:s3:::<bucket>/');
});

test('what a grant to read a log group writes allows something; alone, or beside actions that it does not suit, it is reported', () => {
  expect(found(['logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:DescribeLogGroups'], arn('Logs'))).toEqual([]);
  expect(found('logs:DescribeLogGroups', arn('Logs'))).toEqual(['needsEverything']);
});
