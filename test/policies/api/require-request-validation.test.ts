import rule from '../../../policies/api/require-request-validation';
import { factsOf, firstFactOf, resources } from '../facts';

const found = (Resources: object) => factsOf(rule, resources(Resources));
const Api = { Type: 'AWS::ApiGateway::RestApi', Properties: {} };
const method = (HttpMethod: string, properties: object = {}) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, HttpMethod, ...properties },
});
const validator = (Properties: object) => ({ Type: 'AWS::ApiGateway::RequestValidator', Properties });
const RequestModels = { 'application/json': 'Order' };
const RequestValidatorId = { Ref: 'Validator' };

test.each(['POST', 'PUT', 'PATCH'])('%s needs a validator of the body, and a model', (verb) => {
  expect(found({ Api, M: method(verb) })).toEqual(['unvalidatedBody Api ']);
  expect(found({ Api, M: method(verb, { RequestModels }) })).toEqual(['unvalidatedBody Api ']);
  const Validator = validator({ ValidateRequestBody: true });
  expect(found({ Api, Validator, M: method(verb, { RequestValidatorId }) })).toEqual(['unvalidatedBody Api ']);
  expect(found({ Api, Validator, M: method(verb, { RequestValidatorId, RequestModels }) })).toEqual([]);
  const Lax = validator({ ValidateRequestParameters: true });
  expect(found({ Api, Validator: Lax, M: method(verb, { RequestValidatorId, RequestModels }) })).toEqual(['unvalidatedBody Api ']);
});

test('a validator outside of the template is taken to do its work', () => {
  expect(found({ Api, M: method('POST', { RequestValidatorId: 'abc123', RequestModels }) })).toEqual([]);
});

test('one finding names all methods of an API', () => {
  const body = resources({ Api, A: method('POST'), B: method('PUT'), C: method('GET') });
  expect(factsOf(rule, body)).toEqual(['unvalidatedBody Api ']);
  expect(firstFactOf(rule, body).evidence).toBe('POST /, PUT /');
});

test('fixed answers and proxies have no shape to check', () => {
  expect(found({ Api, M: method('POST', { Integration: { Type: 'MOCK' } }), N: method('ANY') })).toEqual([]);
});

test('required parameters are checked only with a validator; those of the path are always there', () => {
  const RequestParameters = { 'method.request.querystring.page': true };
  expect(found({ Api, M: method('GET', { RequestParameters }) })).toEqual(['unvalidatedParameters Api ']);
  expect(found({ Api, M: method('GET', { RequestParameters: { 'method.request.path.id': true } }) })).toEqual([]);
  expect(found({ Api, M: method('GET', { RequestParameters: { 'method.request.querystring.page': false } }) })).toEqual([]);
  const Validator = validator({ ValidateRequestParameters: 'true' });
  expect(found({ Api, Validator, M: method('DELETE', { RequestParameters, RequestValidatorId }) })).toEqual([]);
});
