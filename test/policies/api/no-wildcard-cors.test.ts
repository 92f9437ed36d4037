import rule from '../../../policies/api/no-wildcard-cors';
import { factsOf, resources } from '../facts';

const found = (Resources: object, more: object = {}) => factsOf(rule, resources(Resources, more));
const get = (AuthorizationType: string) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: { RestApiId: { Ref: 'Api' }, ResourceId: 'r', HttpMethod: 'GET', AuthorizationType },
});
const options = (ResponseParameters: object, RestApiId: unknown = { Ref: 'Api' }) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    RestApiId,
    ResourceId: 'r',
    HttpMethod: 'OPTIONS',
    Integration: { Type: 'MOCK', IntegrationResponses: [{ ResponseParameters }] },
  },
});
const Api = { Type: 'AWS::ApiGateway::RestApi', Properties: {} };
const origin = (value: string) => ({ 'method.response.header.Access-Control-Allow-Origin': value });
const credentials = { 'method.response.header.Access-Control-Allow-Credentials': "'true'" };

test('the quoted origin of a REST API is said once, of the API', () => {
  const both = { A: options(origin("'*'")), B: options(origin("'*'")) };
  expect(found({ Api, Get: get('AWS_IAM'), ...both })).toEqual(['everyOrigin Api ']);
  expect(found({ Api, Get: get('NONE'), ...both })).toEqual([]);
  expect(found({ Api, Get: get('AWS_IAM'), A: options(origin("'https://example.com'")) })).toEqual([]);
});

test('credentials for every origin are a finding without authorization too', () => {
  expect(found({ Api, Get: get('NONE'), A: options({ ...origin("'*'"), ...credentials }) })).toEqual(['everyOriginWithCredentials Api ']);
});

test('an API that is outside of the template leaves the method to be named', () => {
  const place = '/Integration/IntegrationResponses/0/ResponseParameters/method.response.header.Access-Control-Allow-Origin';
  expect(found({ A: options({ ...origin("'*'"), ...credentials }, 'a1b2c3') })).toEqual([`everyOriginWithCredentials A ${place}`]);
});

test('HTTP APIs: the property, and the definition', () => {
  const http = (properties: object) => ({ Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', ...properties } });
  const Route = { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'GET /', AuthorizationType: 'JWT' } };
  expect(found({ Api: http({ CorsConfiguration: { AllowOrigins: ['https://a', '*'] } }), Route })).toEqual([
    'everyOrigin Api /CorsConfiguration/AllowOrigins/1',
  ]);
  const Body = { openapi: '3.0.1', paths: {}, 'x-amazon-apigateway-cors': { allowOrigins: ['*'], allowCredentials: true } };
  expect(found({ Api: http({ Body }) })).toEqual(['everyOriginWithCredentials Api /Body/x-amazon-apigateway-cors/allowOrigins/0']);
});

test('SAM: an origin, an object, or true', () => {
  const Transform = 'AWS::Serverless-2016-10-31';
  const Users = { DefaultAuthorizer: 'AWS_IAM' };
  const fn = (type: string, api: string) => ({
    Type: 'AWS::Serverless::Function',
    Properties: { Events: { Get: { Type: type, Properties: { [`${api}Id`]: { Ref: 'Api' }, Path: '/', Method: 'get' } } } },
  });
  const sam = (Cors: unknown) => ({
    Api: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'p', Auth: Users, Cors } },
    Fn: fn('Api', 'RestApi'),
  });
  expect(found(sam("'*'"), { Transform })).toEqual(['everyOrigin Api /Cors']);
  expect(found(sam({ AllowOrigin: "'*'", AllowCredentials: true }), { Transform })).toEqual([
    'everyOriginWithCredentials Api /Cors/AllowOrigin',
  ]);
  expect(found(sam("'https://example.com'"), { Transform })).toEqual([]);
  const HttpApi = {
    Type: 'AWS::Serverless::HttpApi',
    Properties: { Auth: { EnableIamAuthorizer: true, DefaultAuthorizer: 'AWS_IAM' }, CorsConfiguration: true },
  };
  expect(found({ Api: HttpApi, Fn: fn('HttpApi', 'Api') }, { Transform })).toEqual(['everyOrigin Api /CorsConfiguration']);
});

test('stores: reading from everywhere is fine, writing is not', () => {
  const bucket = (AllowedMethods: string[], AllowedOrigins: string[] = ['*']) => ({
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { CorsConfiguration: { CorsRules: [{ AllowedMethods, AllowedOrigins }] } } },
  });
  expect(found(bucket(['GET', 'HEAD']))).toEqual([]);
  expect(found(bucket(['GET', 'POST']))).toEqual(['everyOriginWrites Bucket /CorsConfiguration/CorsRules/0/AllowedOrigins/0']);
  expect(found(bucket(['PUT'], ['https://example.com']))).toEqual([]);
  const Container = {
    Type: 'AWS::MediaStore::Container',
    Properties: { CorsPolicy: [{ AllowedMethods: ['PUT'], AllowedOrigins: ['*'] }] },
  };
  expect(found({ Container })).toEqual(['everyOriginWrites Container /CorsPolicy/0/AllowedOrigins/0']);
});
