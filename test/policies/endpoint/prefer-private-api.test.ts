import rule from '../../../policies/endpoint/prefer-private-api';
import { factsOf, resources } from '../facts';
import { findingsIn } from '../findings';

const found = (type: string, properties: object, more: object = {}) =>
  factsOf(rule, resources({ Api: { Type: type, Properties: properties } }, more));

test.each(['REGIONAL', 'EDGE', 'private,regional'])('a REST API of type %s is public', (type) => {
  expect(found('AWS::ApiGateway::RestApi', { EndpointConfiguration: { Types: [type] } })).toEqual([
    'publicRestApi Api /EndpointConfiguration/Types/0',
  ]);
});

test('an endpoint type is found in all its forms', () => {
  expect(found('AWS::ApiGateway::RestApi', { EndpointConfiguration: { Types: 'PRIVATE' } })).toEqual([]);
  expect(found('AWS::ApiGateway::RestApi', { Parameters: { endpointConfigurationTypes: 'PRIVATE' } })).toEqual([]);
  expect(found('AWS::Serverless::Api', { EndpointConfiguration: 'PRIVATE' })).toEqual([]);
  expect(found('AWS::Serverless::Api', { EndpointConfiguration: { Type: 'PRIVATE' } })).toEqual([]);
  expect(found('AWS::Serverless::Api', {}, { Globals: { Api: { EndpointConfiguration: 'PRIVATE' } } })).toEqual([]);
  expect(found('AWS::Serverless::Api', { EndpointConfiguration: 'REGIONAL' })).toEqual(['publicRestApi Api /EndpointConfiguration']);
});

test('an open policy limits nobody', () => {
  const Policy = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }] };
  expect(found('AWS::ApiGateway::RestApi', { Policy })).toEqual(['publicRestApi Api ']);
});

test('APIs without a switch are listed', () => {
  expect(found('AWS::ApiGatewayV2::Api', { ProtocolType: 'WEBSOCKET', DisableExecuteApiEndpoint: true })).toEqual(['publicApi Api ']);
  expect(found('AWS::Serverless::HttpApi', {})).toEqual(['publicApi Api ']);
  expect(found('AWS::RefactorSpaces::Application', { ApiGatewayProxy: { EndpointType: 'PRIVATE' } })).toEqual([]);
});

test('a web ACL, in whatever stack, takes GraphQL and event APIs off the list', () => {
  const association = (attribute: string) => ({
    Association: {
      Type: 'AWS::WAFv2::WebACLAssociation',
      Properties: { ResourceArn: { 'Fn::GetAtt': ['Api', attribute] }, WebACLArn: 'arn' },
    },
  });
  const graphql = { Api: { Type: 'AWS::AppSync::GraphQLApi', Properties: { Visibility: 'GLOBAL' } } };
  expect(factsOf(rule, resources(graphql))).toEqual(['publicGraphqlApi Api /Visibility']);
  expect(factsOf(rule, resources({ ...graphql, ...association('Arn') }))).toEqual([]);
  expect(factsOf(rule, resources({ Api: { Type: 'AWS::AppSync::Api' }, ...association('ApiArn') }))).toEqual([]);
});

test('it is information in the default pack, and a warning in the strict one', () => {
  const template = resources({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} } });
  expect(findingsIn(rule, template).map(({ severity }) => severity)).toEqual(['info']);
  expect(findingsIn(rule, template, 'strict').map(({ severity }) => severity)).toEqual(['warning']);
});
