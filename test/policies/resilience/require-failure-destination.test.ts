import rule from '../../../policies/resilience/require-failure-destination';
import { factsOf, firstFactOf, resources } from '../facts';

const found = (Resources: object, more: object = {}) => factsOf(rule, resources(Resources, more));
const fn = (properties: object = {}, path?: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Handler: 'index.handler', ...properties },
  ...(path === undefined ? {} : { Metadata: { 'aws:cdk:path': path } }),
});
const permission = (Principal: string, more: object = {}) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { Action: 'lambda:InvokeFunction', FunctionName: { 'Fn::GetAtt': ['Fn', 'Arn'] }, Principal, ...more },
});
const target = [{ Id: 'fn', Arn: { 'Fn::GetAtt': ['Fn', 'Arn'] } }];
const lost = ['lostEvents Fn '];

test.each(['s3', 'sns', 'events', 'config', 'ses', 'iot', 'codecommit', 'logs'])('%s calls asynchronously', (service) => {
  expect(found({ Fn: fn(), P: permission(`${service}.amazonaws.com`) })).toEqual(lost);
});

test.each(['apigateway', 'cognito-idp', 'elasticloadbalancing', 'secretsmanager', 'lex'])('%s waits for the answer', (service) => {
  expect(found({ Fn: fn(), P: permission(`${service}.amazonaws.com`) })).toEqual([]);
});

test('queues and streams keep what failed', () => {
  const Mapping = {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'Fn' }, EventSourceArn: 'arn:aws:sqs:eu-west-1:1:q' },
  };
  expect(found({ Fn: fn(), Mapping })).toEqual([]);
});

test('what a schedule sends is sent again', () => {
  const Rule = (properties: object) => ({ Type: 'AWS::Events::Rule', Properties: { Targets: target, ...properties } });
  const P = permission('events.amazonaws.com', { SourceArn: { 'Fn::GetAtt': ['Rule', 'Arn'] } });
  expect(found({ Fn: fn(), P, Rule: Rule({ ScheduleExpression: 'rate(1 day)' }) })).toEqual(['lostEvents Fn  (at most info)']);
  expect(found({ Fn: fn(), P, Rule: Rule({ EventPattern: { source: ['orders'] } }) })).toEqual(lost);
  const Schedule = { Type: 'AWS::Scheduler::Schedule', Properties: { Target: { Arn: { 'Fn::GetAtt': ['Fn', 'Arn'] } } } };
  expect(found({ Fn: fn(), Schedule })).toEqual(['lostEvents Fn  (at most info)']);
});

test('a queue, or a destination of any version, keeps what failed', () => {
  const P = permission('sns.amazonaws.com');
  expect(found({ Fn: fn({ DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:1:q' } }), P })).toEqual([]);
  const config = (DestinationConfig: object) => ({
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: { FunctionName: { Ref: 'Fn' }, Qualifier: '$LATEST', DestinationConfig },
  });
  expect(found({ Fn: fn(), P, Config: config({ OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:1:q' } }) })).toEqual([]);
  expect(found({ Fn: fn(), P, Config: config({ OnSuccess: { Destination: 'arn:aws:sqs:eu-west-1:1:q' } }) })).toEqual(lost);
});

test('an alias that is called stands for its function', () => {
  const Alias = { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Fn' }, Name: 'live', FunctionVersion: '1' } };
  const S = { Type: 'AWS::SNS::Subscription', Properties: { Protocol: 'lambda', TopicArn: 't', Endpoint: { Ref: 'Alias' } } };
  expect(found({ Fn: fn(), Alias, S })).toEqual(lost);
});

test('a bucket starts a function by its own property, or by what CDK writes', () => {
  const started = { 'Fn::GetAtt': ['Fn', 'Arn'] };
  const Bucket = {
    Type: 'AWS::S3::Bucket',
    Properties: { NotificationConfiguration: { LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: started }] } },
  };
  expect(found({ Fn: fn(), Bucket })).toEqual(lost);
  const Notifications = {
    Type: 'Custom::S3BucketNotifications',
    Properties: {
      BucketName: 'b',
      NotificationConfiguration: { LambdaFunctionConfigurations: [{ Events: ['s3:ObjectCreated:*'], LambdaFunctionArn: started }] },
    },
  };
  expect(found({ Fn: fn(), Notifications })).toEqual(lost);
});

test("functions of CDK's own are left out", () => {
  const P = permission('sns.amazonaws.com');
  expect(found({ Fn: fn({}, 'Stack/LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a/Resource'), P })).toEqual([]);
});

test('SAM: events, and the two ways to keep what failed', () => {
  const Transform = 'AWS::Serverless-2016-10-31';
  const sam = (properties: object) => ({
    Fn: {
      Type: 'AWS::Serverless::Function',
      Properties: { Events: { Order: { Type: 'SNS', Properties: { Topic: 't' } } }, ...properties },
    },
  });
  expect(found(sam({}), { Transform })).toEqual(lost);
  expect(found(sam({ DeadLetterQueue: { Type: 'SQS', TargetArn: 'q' } }), { Transform })).toEqual([]);
  expect(found(sam({ EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: 'SQS' } } } }), { Transform })).toEqual([]);
});

test('the finding names the services', () => {
  const body = resources({
    Fn: fn(),
    A: permission('sns.amazonaws.com'),
    B: permission('s3.amazonaws.com'),
    C: permission('s3.amazonaws.com'),
  });
  expect(firstFactOf(rule, body).evidence).toBe('S3 and SNS: OnFailure absent');
});
