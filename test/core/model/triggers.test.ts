import { openEntryPointsOf, triggersOf } from '../../../lib/core/model/triggers';
import { modelOf, resources } from '../../policies/facts';

const Fn = { Type: 'AWS::Lambda::Function', Properties: { Handler: 'index.handler' } };
const arn = { 'Fn::GetAtt': ['Fn', 'Arn'] };
const started = (Resources: object, more: object = {}) =>
  [...triggersOf(modelOf(resources(Resources, more)))].flatMap(([{ logicalId }, triggers]) =>
    triggers.map(({ how, service, source }) => `${logicalId} ${how} ${service} ${source?.logicalId ?? '-'}`),
  );

test('a permission for a rule is left to the rule, which says whether it is a schedule', () => {
  const P = {
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: arn, Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': ['Rule', 'Arn'] } },
  };
  const Rule = (more: object) => ({ Type: 'AWS::Events::Rule', Properties: { Targets: [{ Id: 'a', Arn: arn }], ...more } });
  expect(started({ Fn, P, Rule: Rule({ ScheduleExpression: 'rate(1 day)' }) })).toEqual(['Fn schedule EventBridge Rule']);
  expect(started({ Fn, P, Rule: Rule({ EventPattern: {} }) })).toEqual(['Fn asynchronous EventBridge Rule']);
  const Elsewhere = { ...P, Properties: { ...P.Properties, SourceArn: { 'Fn::ImportValue': 'rule' } } };
  expect(started({ Fn, P: Elsewhere })).toEqual(['Fn asynchronous EventBridge -']);
});

test('a source is known across templates', () => {
  const queues = resources(
    { Queue: { Type: 'AWS::SQS::Queue', Properties: {} } },
    { Outputs: { A: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] }, Export: { Name: 'q' } } } },
  );
  const app = resources({
    Fn,
    M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: 'Fn' }, EventSourceArn: { 'Fn::ImportValue': 'q' } } },
  });
  const [triggers] = [...triggersOf(modelOf(queues, app)).values()];
  expect(triggers?.map(({ how, service, source }) => `${how} ${service} ${source?.logicalId}`)).toEqual(['poll SQS Queue']);
});

test('events of SAM', () => {
  const Events = {
    A: { Type: 'SQS', Properties: { Queue: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
    B: { Type: 'ScheduleV2', Properties: {} },
    C: { Type: 'Api', Properties: {} },
  };
  const Sam = { Type: 'AWS::Serverless::Function', Properties: { Events } };
  const Queue = { Type: 'AWS::SQS::Queue', Properties: {} };
  expect(started({ Sam, Queue }, { Transform: 'AWS::Serverless-2016-10-31' })).toEqual([
    'Sam poll SQS Queue',
    'Sam schedule EventBridge Scheduler -',
  ]);
});

test('the function behind a route, whatever the form of the API', () => {
  const uri = { 'Fn::Join': ['', ['arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/', arn, '/invocations']] };
  const operation = { security: [], 'x-amazon-apigateway-integration': { type: 'aws_proxy', uri } };
  const open = (Resources: object) =>
    [...openEntryPointsOf(modelOf(resources(Resources)))].flatMap(([{ logicalId }, points]) =>
      points.map(({ route }) => `${logicalId} ${route}`),
    );
  const method = (AuthorizationType: string) => ({
    Type: 'AWS::ApiGateway::Method',
    Properties: { HttpMethod: 'GET', AuthorizationType, Integration: { Type: 'AWS_PROXY', Uri: uri } },
  });
  expect(open({ Fn, M: method('NONE') })).toEqual(['Fn GET /']);
  expect(open({ Fn, M: method('AWS_IAM') })).toEqual([]);
  expect(
    open({ Fn, Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Body: { swagger: '2.0', paths: { '/a': { get: operation } } } } } }),
  ).toEqual(['Fn GET /a']);
  expect(open({ Fn, Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', Target: arn } } })).toEqual(['Fn $default']);
  expect(
    open({
      Fn,
      I: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { IntegrationUri: arn } },
      R: { Type: 'AWS::ApiGatewayV2::Route', Properties: { RouteKey: 'GET /r', Target: { 'Fn::Sub': 'integrations/${I}' } } },
    }),
  ).toEqual(['Fn GET /r']);
});
