import rule from '../../../policies/resilience/no-recursive-trigger';
import { factsOf, firstFactOf, resources } from '../facts';

const found = (Resources: object, more: object = {}) => factsOf(rule, resources(Resources, more));
const fn = (properties: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, ...properties },
});
const role = (...Statement: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement } }] },
});
const allow = (Action: string | string[], Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
const below = (key: string) => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, key]] });
const bucket = (entry: object = {}) => ({
  Type: 'AWS::S3::Bucket',
  Properties: {
    NotificationConfiguration: {
      LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: { 'Fn::GetAtt': ['Fn', 'Arn'] }, ...entry }],
    },
  },
});
const filter = (...Rules: object[]) => ({ Filter: { S3Key: { Rules } } });
const prefix = (Value: string) => ({ Name: 'prefix', Value });
const suffix = (Value: string) => ({ Name: 'suffix', Value });
const loop = ['writesToItsTrigger Fn  (at most warning)'];

test.each([
  ['the whole bucket', '/*', {}, loop],
  ['the whole bucket, with a prefix that starts', '/*', filter(prefix('in/')), loop],
  ['another prefix', '/out/*', filter(prefix('in/')), []],
  ['a prefix below', '/in/small/*', filter(prefix('in/')), loop],
  ['a prefix above', '/in*', filter(prefix('in/')), loop],
  ['another suffix', '/*.png', filter(suffix('.jpg')), []],
  ['the same suffix', '/*.jpg', filter(suffix('.jpg')), loop],
  ['a prefix in capitals', '/*', filter({ Name: 'Prefix', Value: 'in/' }), loop],
  ['one object elsewhere', '/out/index.json', filter(prefix('in/')), []],
])('a role that may write %s', (_title, key, filters, facts) => {
  expect(found({ Fn: fn(), Role: role(allow('s3:PutObject', below(key))), Bucket: bucket(filters) })).toEqual(facts);
});

test('reading, deleting and the bucket itself make no objects', () => {
  expect(found({ Fn: fn(), Role: role(allow(['s3:GetObject*', 's3:DeleteObject'], below('/*'))), Bucket: bucket() })).toEqual([]);
  expect(found({ Fn: fn(), Role: role(allow('s3:PutObject', { 'Fn::GetAtt': ['Bucket', 'Arn'] })), Bucket: bucket() })).toEqual([]);
});

test('what deletes an object starts nothing that writes one', () => {
  expect(found({ Fn: fn(), Role: role(allow('s3:PutObject', below('/*'))), Bucket: bucket({ Event: 's3:ObjectRemoved:*' }) })).toEqual([]);
});

test('wildcards of actions and resources reach the bucket', () => {
  expect(found({ Fn: fn(), Role: role(allow('s3:*', '*')), Bucket: bucket() })).toEqual(loop);
});

test("CDK's custom resource names the function and the filter in its own way", () => {
  const Notifications = (Filter: object) => ({
    Type: 'Custom::S3BucketNotifications',
    Properties: {
      BucketName: { Ref: 'Bucket' },
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [{ Events: ['s3:ObjectCreated:Put'], LambdaFunctionArn: { 'Fn::GetAtt': ['Fn', 'Arn'] }, Filter }],
      },
    },
  });
  const app = { Fn: fn(), Role: role(allow('s3:PutObject', below('/out/*'))), Bucket: { Type: 'AWS::S3::Bucket', Properties: {} } };
  expect(found({ ...app, N: Notifications({ Key: { FilterRules: [prefix('in/')] } }) })).toEqual([]);
  expect(found({ ...app, N: Notifications({}) })).toEqual(loop);
});

test('queues and topics', () => {
  const Queue = { Type: 'AWS::SQS::Queue', Properties: {} };
  const Mapping = {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'Fn' }, EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
  };
  const queued = { Fn: fn(), Queue, Mapping };
  expect(found({ ...queued, Role: role(allow('sqs:SendMessage', { 'Fn::GetAtt': ['Queue', 'Arn'] })) })).toEqual(loop);
  expect(found({ ...queued, Role: role(allow('sqs:ReceiveMessage', { 'Fn::GetAtt': ['Queue', 'Arn'] })) })).toEqual([]);
  const Topic = { Type: 'AWS::SNS::Topic', Properties: {} };
  const S = {
    Type: 'AWS::SNS::Subscription',
    Properties: { Protocol: 'lambda', TopicArn: { Ref: 'Topic' }, Endpoint: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
  };
  expect(found({ Fn: fn(), Topic, S, Role: role(allow('sns:Publish', { Ref: 'Topic' })) })).toEqual(loop);
  const Other = { Type: 'AWS::SNS::Topic', Properties: {} };
  expect(found({ Fn: fn(), Topic, Other, S, Role: role(allow('sns:Publish', { Ref: 'Other' })) })).toEqual([]);
});

test('the switch that turns the detection off', () => {
  expect(found({ Fn: fn({ RecursiveLoop: 'Allow' }) })).toEqual(['loopAllowed Fn /RecursiveLoop']);
  expect(found({ Fn: fn({ RecursiveLoop: 'Terminate' }) })).toEqual([]);
});

test('the finding says which right, and which filter', () => {
  const body = resources({ Fn: fn(), Role: role(allow('s3:PutObject', below('/*'))), Bucket: bucket(filter(prefix('in/'))) });
  const { evidence, data } = firstFactOf(rule, body);
  expect(evidence).toBe('s3:PutObject on <Bucket.Arn>/*');
  expect(data?.filter).toBe(', which the filter on prefix "in/" lets through');
});

test.each([
  ['the name of the bucket in a literal ARN', 'arn:aws:s3:::orders/*', {}, loop],
  ['a literal ARN of another prefix', 'arn:aws:s3:::orders/out/*', filter(prefix('in/')), []],
  ['a literal ARN of the bucket itself', 'arn:aws:s3:::orders', {}, []],
  ['a literal ARN of another bucket', 'arn:aws:s3:::invoices/*', {}, []],
  ['an ARN around the name', { 'Fn::Sub': 'arn:aws:s3:::${Bucket}/*' }, {}, loop],
  ['an ARN around the name, in every partition', { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Bucket}/in/*' }, filter(prefix('in/')), loop],
  ['an ARN around the name, of another prefix', { 'Fn::Sub': 'arn:aws:s3:::${Bucket}/out/*' }, filter(prefix('in/')), []],
])('a role that names the bucket by %s', (_title, arn, filters, facts) => {
  const { Type, Properties } = bucket(filters);
  const Bucket = { Type, Properties: { ...Properties, BucketName: 'orders' } };
  expect(found({ Fn: fn(), Role: role(allow('s3:PutObject', arn)), Bucket })).toEqual(facts);
});

test('a subscription within the topic starts the function too', () => {
  const Topic = {
    Type: 'AWS::SNS::Topic',
    Properties: { Subscription: [{ Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': ['Fn', 'Arn'] } }] },
  };
  expect(found({ Fn: fn(), Role: role(allow('sns:Publish', { Ref: 'Topic' })), Topic })).toEqual(loop);
  expect(found({ Fn: fn(), Role: role(allow('sns:Subscribe', { Ref: 'Topic' })), Topic })).toEqual([]);
});
