import rule from '../../../policies/api/no-weak-authorizer';
import { factsOf, resources } from '../facts';

const found = (Resources: object) => factsOf(rule, resources(Resources));
const route = { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: 'a', RouteKey: 'GET /', AuthorizerId: { Ref: 'Authorizer' } } };
const method = { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: 'a', HttpMethod: 'GET', AuthorizerId: { Ref: 'Authorizer' } } };
const http = (Properties: object) => ({ Authorizer: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties } });
const rest = (Properties: object) => ({ Authorizer: { Type: 'AWS::ApiGateway::Authorizer', Properties } });

test('an audience may be empty, which is none', () => {
  expect(found(http({ AuthorizerType: 'JWT', JwtConfiguration: { Issuer: 'i', Audience: [] } }))).toEqual([
    'noAudience Authorizer /JwtConfiguration',
  ]);
  expect(found(http({ AuthorizerType: 'JWT' }))).toEqual(['noAudience Authorizer ']);
  expect(found(http({ AuthorizerType: 'JWT', JwtConfiguration: { Audience: [{ Ref: 'AWS::StackName' }] } }))).toEqual([]);
});

test('simple answers are shared only when they are kept, by less than the route, for more than one route', () => {
  const simple = { AuthorizerType: 'REQUEST', EnableSimpleResponses: true, IdentitySource: ['$request.header.Authorization'] };
  const two = { A: route, B: route };
  expect(found({ ...http({ ...simple, AuthorizerResultTtlInSeconds: 300 }), ...two })).toEqual(['oneAnswerForAllRoutes Authorizer ']);
  expect(found({ ...http({ ...simple, AuthorizerResultTtlInSeconds: 300 }), A: route })).toEqual([]);
  expect(found({ ...http({ ...simple, AuthorizerResultTtlInSeconds: 0 }), ...two })).toEqual([]);
  expect(found({ ...http(simple), ...two })).toEqual([]);
  expect(found({ ...http({ ...simple, EnableSimpleResponses: false, AuthorizerResultTtlInSeconds: 300 }), ...two })).toEqual([]);
});

test('a REST API keeps answers unless it is told not to, which is advice', () => {
  const two = { A: method, B: method };
  const request = { Type: 'REQUEST', IdentitySource: 'method.request.header.Authorization' };
  expect(found({ ...rest(request), ...two })).toEqual(['oneAnswerForAllRoutes Authorizer  (at most info)']);
  expect(found({ ...rest({ ...request, AuthorizerResultTtlInSeconds: 0 }), ...two })).toEqual([]);
  expect(found({ ...rest({ ...request, IdentitySource: 'method.request.header.Authorization,context.path' }), ...two })).toEqual([]);
  expect(found({ ...rest({ ...request, Type: 'TOKEN' }), ...two })).toEqual([]);
});

test('a cache of more than an hour', () => {
  expect(found(rest({ Type: 'TOKEN', AuthorizerResultTtlInSeconds: 3601 }))).toEqual([
    'longCache Authorizer /AuthorizerResultTtlInSeconds',
  ]);
  expect(found(rest({ Type: 'TOKEN', AuthorizerResultTtlInSeconds: 3600 }))).toEqual([]);
});

test('providers of GraphQL are judged one by one', () => {
  const graph = (Properties: object) => ({ Api: { Type: 'AWS::AppSync::GraphQLApi', Properties } });
  const pool = { AuthenticationType: 'AMAZON_COGNITO_USER_POOLS', UserPoolConfig: { UserPoolId: 'p' } };
  expect(found(graph(pool))).toEqual(['anyClientOfPool Api /UserPoolConfig (at most info)']);
  expect(found(graph({ ...pool, UserPoolConfig: { AppIdClientRegex: '^abc$' } }))).toEqual([]);
  const oidc = { AuthenticationType: 'OPENID_CONNECT', OpenIDConnectConfig: { Issuer: 'https://i' } };
  expect(found(graph({ AuthenticationType: 'AWS_IAM', AdditionalAuthenticationProviders: [oidc] }))).toEqual([
    'anyClient Api /AdditionalAuthenticationProviders/0',
  ]);
});
