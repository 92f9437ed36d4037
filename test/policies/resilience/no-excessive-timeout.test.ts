import rule from '../../../policies/resilience/no-excessive-timeout';
import { factsOf, resources } from '../facts';

const found = (Resources: object, more: object = {}) => factsOf(rule, resources(Resources, more));
const fn = (Timeout?: unknown) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Handler: 'index.handler', ...(Timeout === undefined ? {} : { Timeout }) },
});
const uri = {
  'Fn::Join': ['', ['arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/', { 'Fn::GetAtt': ['Fn', 'Arn'] }, '/invocations']],
};
const method = (integration: object = {}) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    RestApiId: 'a',
    ResourceId: 'r',
    HttpMethod: 'GET',
    AuthorizationType: 'AWS_IAM',
    Integration: { Type: 'AWS_PROXY', Uri: uri, ...integration },
  },
});
const late = ['outlivesApi Fn /Timeout'];

test.each([
  [29, []],
  [30, []],
  [31, late],
  ['60', late],
  [undefined, []],
])('a REST API waits for 29 seconds, the function runs for %s', (timeout, facts) => {
  expect(found({ Fn: fn(timeout), Get: method() })).toEqual(facts);
});

test('an API that waits longer, or streams, is told by its integration', () => {
  expect(found({ Fn: fn(60), Get: method({ TimeoutInMillis: 60_000 }) })).toEqual([]);
  expect(found({ Fn: fn(20), Get: method({ TimeoutInMillis: 5000 }) })).toEqual(late);
  expect(found({ Fn: fn(300), Get: method({ ResponseTransferMode: 'STREAM' }) })).toEqual([]);
});

test('a function that something else starts as well may need the time', () => {
  const Rule = {
    Type: 'AWS::Events::Rule',
    Properties: { ScheduleExpression: 'rate(1 day)', Targets: [{ Id: 'a', Arn: { 'Fn::GetAtt': ['Fn', 'Arn'] } }] },
  };
  expect(found({ Fn: fn(300), Get: method(), Rule })).toEqual([]);
});

test('a URL for anyone', () => {
  const Url = (AuthType: string) => ({ Type: 'AWS::Lambda::Url', Properties: { AuthType, TargetFunctionArn: { Ref: 'Fn' } } });
  expect(found({ Fn: fn(900), Url: Url('NONE') })).toEqual(['longPublic Fn /Timeout']);
  expect(found({ Fn: fn(60), Url: Url('NONE') })).toEqual([]);
  expect(found({ Fn: fn(900), Url: Url('AWS_IAM') })).toEqual([]);
});

test('a queue hides a message for thirty seconds unless it is told otherwise', () => {
  const Mapping = {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'Fn' }, EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
  };
  const Queue = (Properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties });
  expect(found({ Fn: fn(31), Mapping, Queue: Queue() })).toEqual(['outlivesVisibility Fn /Timeout']);
  expect(found({ Fn: fn(30), Mapping, Queue: Queue() })).toEqual([]);
  expect(found({ Fn: fn(), Mapping, Queue: Queue({ VisibilityTimeout: 5 }) })).toEqual([]);
  expect(
    found({ Fn: fn(60), Mapping, Queue: Queue({ VisibilityTimeout: { Ref: 'V' } }) }, { Parameters: { V: { Type: 'Number' } } }),
  ).toEqual([]);
});
