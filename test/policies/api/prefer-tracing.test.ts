import rule from '../../../policies/api/prefer-tracing';
import { factsOf, resources } from '../facts';

const found = (Resources: object, more: object = {}) => factsOf(rule, resources(Resources, more));
const of = (Type: string, Properties: object) => ({ Api: { Type, Properties } });

test.each([
  ['AWS::ApiGateway::Stage', 'TracingEnabled', 'untracedStage'],
  ['AWS::Serverless::Api', 'TracingEnabled', 'untracedStage'],
  ['AWS::AppSync::GraphQLApi', 'XrayEnabled', 'untracedGraph'],
])('%s traces only when told to', (type, property, message) => {
  expect(found(of(type, {}))).toEqual([`${message} Api `]);
  expect(found(of(type, { [property]: 'false' }))).toEqual([`${message} Api /${property}`]);
  expect(found(of(type, { [property]: 'true' }))).toEqual([]);
  expect(found(of(type, { [property]: { Ref: 'Trace' } }), { Parameters: { Trace: { Type: 'String' } } })).toEqual([]);
});

test('HTTP APIs cannot trace', () => {
  expect(found(of('AWS::ApiGatewayV2::Stage', { ApiId: 'a', StageName: 'prod' }))).toEqual([]);
});

test('the stage that a deployment makes is described by it', () => {
  expect(found(of('AWS::ApiGateway::Deployment', { StageName: 'prod', StageDescription: { TracingEnabled: true } }))).toEqual([]);
  expect(found(of('AWS::ApiGateway::Deployment', { StageName: 'prod' }))).toEqual(['untracedStage Api ']);
});

test('the default of CDK is information', () => {
  const Metadata = { 'aws:cdk:path': 'App/Api/DeploymentStage.prod/Resource' };
  const Stage = { Type: 'AWS::ApiGateway::Stage', Metadata };
  expect(found({ Stage })).toEqual(['untracedStage Stage  (at most info)']);
  expect(found({ Stage: { ...Stage, Properties: { TracingEnabled: false } } })).toEqual(['untracedStage Stage /TracingEnabled']);
});
