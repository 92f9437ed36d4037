import rule from '../../../policies/api/require-access-log';
import { factsOf, resources } from '../facts';

const log = { DestinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:api', Format: '{"id":"$context.requestId"}' };
const found = (Resources: object, more: object = {}) => factsOf(rule, resources(Resources, more));
const stage = (properties: object) => ({ Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: 'a1b2c3', ...properties } } });
const deployment = (properties: object) => ({
  Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: 'a1b2c3', ...properties } },
});

test('a setting without a destination logs nothing', () => {
  expect(found(stage({}))).toEqual(['noAccessLog Stage ']);
  expect(found(stage({ AccessLogSetting: null }))).toEqual(['noAccessLog Stage ']);
  expect(found(stage({ AccessLogSetting: { Format: '{}' } }))).toEqual(['noAccessLog Stage ']);
  expect(found(stage({ AccessLogSetting: { DestinationArn: '' } }))).toEqual(['noAccessLog Stage ']);
  expect(found(stage({ AccessLogSetting: log }))).toEqual([]);
});

test('a destination that is chosen at deployment counts', () => {
  const AccessLogSetting = { DestinationArn: { Ref: 'Logs' }, Format: '{}' };
  expect(found(stage({ AccessLogSetting }), { Parameters: { Logs: { Type: 'String' } } })).toEqual([]);
});

test('the stage of a deployment is judged where the deployment makes it', () => {
  expect(found(deployment({ StageName: 'prod' }))).toEqual(['noAccessLog Deployment ']);
  expect(found(deployment({ StageName: 'prod', StageDescription: { AccessLogSetting: log } }))).toEqual([]);
});

test('a deployment that a stage runs has its log there', () => {
  const run = (properties: object) => stage({ DeploymentId: { Ref: 'Deployment' }, ...properties });
  expect(found({ ...deployment({}), ...run({ AccessLogSetting: log }) })).toEqual([]);
  expect(found({ ...deployment({}), ...run({}) })).toEqual(['noAccessLog Stage ']);
  expect(found(deployment({}))).toEqual(['unknownStage Deployment ']);
  expect(found(deployment({ StageDescription: { AccessLogSetting: log } }))).toEqual([]);
});

test('each kind of API has its own name for the setting', () => {
  const http = (properties: object) => ({
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: 'a1b2c3', StageName: 'prod', ...properties } },
  });
  expect(found(http({ AccessLogSetting: log }))).toEqual(['noAccessLog Stage ']);
  expect(found(http({ AccessLogSettings: log }))).toEqual([]);
  const Transform = 'AWS::Serverless-2016-10-31';
  const Api = { Type: 'AWS::Serverless::Api', Properties: { StageName: 'prod' } };
  const HttpApi = { Type: 'AWS::Serverless::HttpApi', Properties: {} };
  expect(found({ Api, HttpApi }, { Transform })).toEqual(['noAccessLog Api ', 'noAccessLog HttpApi ']);
  const Globals = { Api: { AccessLogSetting: log }, HttpApi: { AccessLogSettings: log } };
  expect(found({ Api, HttpApi }, { Transform, Globals })).toEqual([]);
});

test('the form of the log and execution logs are information', () => {
  const AccessLogSetting = { ...log, Format: '$context.requestId' };
  const MethodSettings = [{ ResourcePath: '/orders', HttpMethod: 'GET', LoggingLevel: 'OFF' }];
  expect(found(stage({ AccessLogSetting, MethodSettings }))).toEqual([
    'unstructured Stage /AccessLogSetting/Format (at most info)',
    'executionLogOff Stage /MethodSettings/0 (at most info)',
  ]);
});
