import rule from '../../../policies/observability/no-data-trace';
import { factsOf, resources } from '../facts';

const found = (type: string, properties: object) => factsOf(rule, resources({ Thing: { Type: type, Properties: properties } }));

test('each method of a stage counts', () => {
  const MethodSettings = [{ DataTraceEnabled: false }, { HttpMethod: 'GET', DataTraceEnabled: 'true' }];
  expect(found('AWS::ApiGateway::Stage', { MethodSettings })).toEqual(['bodiesLogged Thing /MethodSettings/1/DataTraceEnabled']);
  expect(found('AWS::ApiGateway::Stage', {})).toEqual([]);
});

test('deployments, SAM and routes say it in their own places', () => {
  expect(found('AWS::ApiGateway::Deployment', { StageName: 'live', StageDescription: { DataTraceEnabled: true } })).toEqual([
    'bodiesLogged Thing /StageDescription/DataTraceEnabled',
  ]);
  expect(found('AWS::Serverless::Api', { StageName: 'live', MethodSettings: [{ DataTraceEnabled: true }] })).toEqual([
    'bodiesLogged Thing /MethodSettings/0/DataTraceEnabled',
  ]);
  expect(found('AWS::ApiGatewayV2::Stage', { DefaultRouteSettings: { DataTraceEnabled: true } })).toEqual([
    'bodiesLogged Thing /DefaultRouteSettings/DataTraceEnabled',
  ]);
  expect(found('AWS::ApiGatewayV2::Stage', { RouteSettings: { 'GET /orders': { DataTraceEnabled: true } } })).toEqual([
    'bodiesLogged Thing /RouteSettings/GET ~1orders/DataTraceEnabled',
  ]);
});

test('field logs hold content from INFO on, unless it is excluded', () => {
  const log = (FieldLogLevel: string, ExcludeVerboseContent?: unknown) =>
    found('AWS::AppSync::GraphQLApi', { LogConfig: { FieldLogLevel, ExcludeVerboseContent } });
  expect(log('INFO')).toEqual(['contentLogged Thing /LogConfig/FieldLogLevel']);
  expect(log('DEBUG', false)).toEqual(['contentLogged Thing /LogConfig/FieldLogLevel']);
  expect(log('ALL', true)).toEqual([]);
  expect(log('ERROR')).toEqual([]);
});
