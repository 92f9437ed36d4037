import rule from '../../../policies/api/no-default-endpoint';
import { factsOf, resources } from '../facts';

const found = (Resources: object, more: object = {}) => factsOf(rule, resources(Resources, more));
const api = (Type: string, Properties: object = {}) => ({ Type, Properties });
const mapping = (Type: string, property: string) => ({ Type, Properties: { [property]: { Ref: 'Api' } } });

test.each([
  ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::BasePathMapping', 'RestApiId'],
  ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::BasePathMappingV2', 'RestApiId'],
  ['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::ApiMapping', 'ApiId'],
])('%s with %s has a second door unless it is shut', (type, mapped, property) => {
  const Mapping = mapping(mapped, property);
  expect(found({ Api: api(type), Mapping })).toEqual(['secondDoor Api ']);
  expect(found({ Api: api(type, { DisableExecuteApiEndpoint: 'false' }), Mapping })).toEqual(['secondDoor Api /DisableExecuteApiEndpoint']);
  expect(found({ Api: api(type, { DisableExecuteApiEndpoint: 'true' }), Mapping })).toEqual([]);
  expect(found({ Api: api(type) })).toEqual([]);
});

test('a private API has no address on the internet', () => {
  const Api = api('AWS::ApiGateway::RestApi', { EndpointConfiguration: { Types: ['PRIVATE'] } });
  expect(found({ Api, Mapping: mapping('AWS::ApiGateway::BasePathMapping', 'RestApiId') })).toEqual([]);
});

test('SAM maps an API by its Domain', () => {
  const Domain = { DomainName: 'orders.example.com', CertificateArn: 'c' };
  expect(found({ Api: api('AWS::Serverless::Api', { StageName: 'p', Domain }) }, { Transform: 'AWS::Serverless-2016-10-31' })).toEqual([
    'secondDoor Api ',
  ]);
});
