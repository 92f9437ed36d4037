import rule from '../../../policies/resilience/require-concurrency-limit';
import { factsOf, resources } from '../facts';

const found = (Resources: object, more: object = {}) => factsOf(rule, resources(Resources, more));
const fn = (properties: object = {}) => ({ Type: 'AWS::Lambda::Function', Properties: { Handler: 'index.handler', ...properties } });
const url = (AuthType: string) => ({ Type: 'AWS::Lambda::Url', Properties: { AuthType, TargetFunctionArn: { Ref: 'Fn' } } });
const unbounded = ['unbounded Fn '];

test('any limit counts, and zero switches the function off', () => {
  expect(found({ Fn: fn(), Url: url('NONE') })).toEqual(unbounded);
  expect(found({ Fn: fn({ ReservedConcurrentExecutions: 0 }), Url: url('NONE') })).toEqual([]);
  expect(found({ Fn: fn({ ReservedConcurrentExecutions: '5' }), Url: url('NONE') })).toEqual([]);
  expect(found({ Fn: fn({ FunctionScalingConfig: { MaxExecutionEnvironments: 5 } }), Url: url('NONE') })).toEqual([]);
});

test('functions that only known callers start need none', () => {
  expect(found({ Fn: fn(), Url: url('AWS_IAM') })).toEqual([]);
  expect(found({ Fn: fn() })).toEqual([]);
});

test('an open route counts until its stage has a rate', () => {
  const Api = { Type: 'AWS::ApiGateway::RestApi', Properties: {} };
  const Get = {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResourceId: 'r',
      HttpMethod: 'GET',
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'AWS_PROXY',
        Uri: {
          'Fn::Join': [
            '',
            ['arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/', { 'Fn::GetAtt': ['Fn', 'Arn'] }, '/invocations'],
          ],
        },
      },
    },
  };
  const Stage = (rate: object) => ({
    Type: 'AWS::ApiGateway::Stage',
    Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod', ...rate },
  });
  const MethodSettings = [{ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 10 }];
  expect(found({ Fn: fn(), Api, Get, Stage: Stage({}) })).toEqual(unbounded);
  expect(found({ Fn: fn(), Api, Get, Stage: Stage({ MethodSettings }) })).toEqual([]);
});

test('SAM functions take their limit from Globals', () => {
  const Fn = { Type: 'AWS::Serverless::Function', Properties: { FunctionUrlConfig: { AuthType: 'NONE' } } };
  const Transform = 'AWS::Serverless-2016-10-31';
  expect(found({ Fn }, { Transform })).toEqual(unbounded);
  expect(found({ Fn }, { Transform, Globals: { Function: { ReservedConcurrentExecutions: 5 } } })).toEqual([]);
});
