import rule from '../../../policies/api/require-throttling';
import { factsOf, resources } from '../facts';

const rest = (properties: object = {}) => ({ Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders', ...properties } });
const stage = (properties: object = {}) => ({
  Type: 'AWS::ApiGateway::Stage',
  Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod', ...properties },
});
const method = (properties: object = {}) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: { RestApiId: { Ref: 'Api' }, ResourceId: 'root', HttpMethod: 'GET', AuthorizationType: 'AWS_IAM', ...properties },
});
const plan = (apiStage: object, properties: object = { Throttle: { RateLimit: 10, BurstLimit: 5 } }) => ({
  Type: 'AWS::ApiGateway::UsagePlan',
  Properties: { ApiStages: [apiStage], ...properties },
});
const found = (Resources: object, more: object = {}) => factsOf(rule, resources(Resources, more));
const rate = (value: unknown, path = '/*', verb = '*') => ({
  MethodSettings: [{ ResourcePath: path, HttpMethod: verb, ThrottlingRateLimit: value, ThrottlingBurstLimit: value }],
});

test.each([
  ['a number above zero', 10, []],
  ['a number as text', '10', []],
  ['zero', 0, ['unbounded Stage ']],
  ['-1, which takes the limit away', -1, ['unbounded Stage ']],
  ['a parameter that somebody chooses', { Ref: 'Rate' }, []],
])('%s as the rate of all methods', (_title, value, facts) => {
  expect(found({ Api: rest(), Stage: stage(rate(value)) }, { Parameters: { Rate: { Type: 'Number' } } })).toEqual(facts);
});

test('a rate for one method leaves the others without', () => {
  expect(found({ Api: rest(), Stage: stage(rate(10, '/orders', 'GET')) })).toEqual(['unbounded Stage ']);
});

test('the worse branch of a condition counts', () => {
  const settings = { 'Fn::If': ['IsProd', rate(10).MethodSettings, { Ref: 'AWS::NoValue' }] };
  const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  expect(found({ Api: rest(), Stage: stage({ MethodSettings: settings }) }, { Conditions })).toEqual(['unbounded Stage ']);
});

test('a deployment with a stage name is a stage, with its own way to set a rate', () => {
  const deployment = (properties: object) => ({
    Type: 'AWS::ApiGateway::Deployment',
    Properties: { RestApiId: { Ref: 'Api' }, ...properties },
  });
  expect(found({ Api: rest(), Deployment: deployment({ StageName: 'prod' }) })).toEqual(['unbounded Deployment ']);
  expect(found({ Api: rest(), Deployment: deployment({ StageName: 'prod', StageDescription: { ThrottlingRateLimit: 10 } }) })).toEqual([]);
  expect(found({ Api: rest(), Deployment: deployment({ StageName: 'prod', StageDescription: rate(10) }) })).toEqual([]);
  expect(found({ Api: rest(), Deployment: deployment({}) })).toEqual([]);
});

test('a usage plan counts, however it names the stage', () => {
  const keyed = { Api: rest(), Stage: stage(), Get: method({ ApiKeyRequired: true }) };
  for (const name of [{ Ref: 'Stage' }, 'prod', { Ref: 'Name' }]) {
    const Parameters = { Name: { Type: 'String', Default: 'prod' } };
    expect(found({ ...keyed, Plan: plan({ ApiId: { Ref: 'Api' }, Stage: name }) }, { Parameters })).toEqual([]);
  }
  expect(found({ ...keyed, Plan: plan({ ApiId: { Ref: 'Api' }, Stage: 'test' }) })).toEqual(['keysWithoutPlan Stage ']);
  const Other = rest();
  expect(found({ ...keyed, Other, Plan: plan({ ApiId: { Ref: 'Other' }, Stage: 'prod' }) })).toEqual(['keysWithoutPlan Stage ']);
});

test('a plan binds only methods that ask for a key', () => {
  const planned = { Api: rest(), Stage: stage(), Plan: plan({ ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' } }) };
  expect(found({ ...planned, Get: method() })).toEqual(['planWithoutKeys Stage ']);
  expect(found({ ...planned, Get: method({ ApiKeyRequired: 'true' }), Options: method({ HttpMethod: 'OPTIONS' }) })).toEqual([]);
});

test('a plan with limits for single methods, or a quota, is no empty one', () => {
  const by = { ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' } };
  expect(found({ Plan: plan(by, {}) })).toEqual(['emptyPlan Plan ']);
  expect(found({ Plan: plan(by, { Quota: { Limit: 1000, Period: 'DAY' } }) })).toEqual([]);
  expect(found({ Plan: plan({ ...by, Throttle: { '/orders/GET': { RateLimit: 1 } } }, {}) })).toEqual([]);
});

test('HTTP and WebSocket APIs have another property, and limits by route', () => {
  const Api = (ProtocolType: string) => ({ Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType } });
  const Stage = (properties: object) => ({
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Api' }, StageName: 'prod', ...properties },
  });
  const Route = { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'GET /orders' } };
  expect(found({ Api: Api('HTTP'), Stage: Stage({}) })).toEqual(['unbounded Stage ']);
  expect(found({ Api: Api('WEBSOCKET'), Stage: Stage({ DefaultRouteSettings: { LoggingLevel: 'INFO' } }) })).toEqual(['unbounded Stage ']);
  expect(found({ Api: Api('WEBSOCKET'), Stage: Stage({ DefaultRouteSettings: { ThrottlingRateLimit: 5 } }) })).toEqual([]);
  const RouteSettings = { 'GET /orders': { ThrottlingRateLimit: 5 } };
  expect(found({ Api: Api('HTTP'), Stage: Stage({ RouteSettings }), Route })).toEqual([]);
  expect(found({ Api: Api('HTTP'), Stage: Stage({ RouteSettings }) })).toEqual(['unbounded Stage ']);
});

test('an API with a target has a stage that nothing can limit', () => {
  const Api = {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: { Name: 'orders', ProtocolType: 'HTTP', Target: 'https://orders.example.com' },
  };
  expect(found({ Api })).toEqual(['unbounded Api /Target']);
});

test('SAM takes defaults from Globals', () => {
  const Api = { Type: 'AWS::Serverless::Api', Properties: { StageName: 'prod' } };
  const Transform = 'AWS::Serverless-2016-10-31';
  expect(found({ Api }, { Transform })).toEqual(['unbounded Api ']);
  expect(found({ Api }, { Transform, Globals: { Api: rate(10) } })).toEqual([]);
});

test('what only a VPC reaches is information', () => {
  const Api = rest({ EndpointConfiguration: { Types: ['PRIVATE'] } });
  expect(found({ Api, Stage: stage() })).toEqual(['unbounded Stage  (at most info)']);
});
