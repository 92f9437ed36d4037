import { buildModel } from '../../../lib/core/model/build';
import { buildTemplates } from '../../../lib/core/template';
import { loadReference } from '../../../lib/reference';
import rule from '../../../policies/api/require-authorization';
import { factsOf, firstFactOf, resources } from '../facts';

const Api = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } };
const method = (more: object, api: object = { Ref: 'Api' }) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: { RestApiId: api, ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, HttpMethod: 'GET', ...more },
});
const rest = (more: object, template: object = {}) => factsOf(rule, resources({ Api, Get: method(more) }, template));

describe('methods of REST APIs', () => {
  test.each(['NONE', 'None', 'none'])('%s is no authentication', (AuthorizationType) => {
    expect(rest({ AuthorizationType })).toEqual(['openMethod Get /AuthorizationType']);
  });

  test.each(['AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'])('%s is', (AuthorizationType) => {
    expect(rest({ AuthorizationType })).toEqual([]);
  });

  test('absent, null and NoValue are none', () => {
    expect(rest({})).toEqual(['openMethod Get ']);
    expect(rest({ AuthorizationType: null })).toEqual(['openMethod Get ']);
    expect(rest({ AuthorizationType: { Ref: 'AWS::NoValue' } })).toEqual(['openMethod Get ']);
  });

  test('an unknown type is not taken as authentication', () => {
    expect(rest({ AuthorizationType: 'OPEN' })).toEqual(['undecided Get /AuthorizationType']);
  });

  test('parameters are judged by default and allowed values', () => {
    const type = { AuthorizationType: { Ref: 'Auth' } };
    expect(rest(type, { Parameters: { Auth: { Type: 'String', Default: 'none' } } })).toEqual(['openMethod Get /AuthorizationType']);
    expect(rest(type, { Parameters: { Auth: { Type: 'String', Default: 'AWS_IAM' } } })).toEqual([]);
    expect(rest(type, { Parameters: { Auth: { Type: 'String', AllowedValues: ['AWS_IAM', 'NONE'] } } })).toEqual([
      'openMethod Get /AuthorizationType',
    ]);
  });

  test('the branch without authorization counts', () => {
    const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
    expect(rest({ AuthorizationType: { 'Fn::If': ['IsProd', 'AWS_IAM', 'NONE'] } }, { Conditions })).toEqual([
      'openMethod Get /AuthorizationType/Fn::If/2',
    ]);
  });

  test('a preflight is left alone, also by parameter; a preflight beside another method is not', () => {
    expect(rest({ HttpMethod: 'OPTIONS', AuthorizationType: 'NONE' })).toEqual([]);
    const byParameter = { HttpMethod: { Ref: 'Verb' }, AuthorizationType: 'NONE' };
    expect(rest(byParameter, { Parameters: { Verb: { Type: 'String', Default: 'Options' } } })).toEqual([]);
    expect(rest(byParameter, { Parameters: { Verb: { Type: 'String', AllowedValues: ['OPTIONS', 'GET'] } } })).toHaveLength(1);
  });

  test('an API key is told apart, and does not lower the finding', () => {
    expect(rest({ AuthorizationType: 'NONE', ApiKeyRequired: 'true' })).toEqual(['apiKeyOnly Get /AuthorizationType']);
    expect(rest({ AuthorizationType: 'AWS_IAM', ApiKeyRequired: true })).toEqual([]);
  });

  test('a fixed answer is a warning', () => {
    const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
    const Integration = { 'Fn::If': ['IsProd', { Type: 'MOCK' }, { Type: 'AWS_PROXY' }] };
    expect(rest({ AuthorizationType: 'NONE', Integration }, { Conditions })).toEqual(['openMethod Get /AuthorizationType']);
    expect(rest({ AuthorizationType: 'NONE', Integration: { Type: 'MOCK' } })).toEqual([
      'openMock Get /AuthorizationType (at most warning)',
    ]);
  });

  test('the evidence is the route as a client calls it', () => {
    const part = (PathPart: string, ParentId: object) => ({
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId: { Ref: 'Api' }, ParentId, PathPart },
    });
    const template = (ResourceId: object) =>
      firstFactOf(
        rule,
        resources({
          Api,
          Orders: part('orders', { 'Fn::GetAtt': ['Api', 'RootResourceId'] }),
          Order: part('{id}', { Ref: 'Orders' }),
          Imported: part('late', { 'Fn::ImportValue': 'parent' }),
          Get: method({ ResourceId }),
        }),
      ).evidence;
    expect(template({ Ref: 'Order' })).toBe('GET /orders/{id}');
    expect(template({ 'Fn::GetAtt': ['Api', 'RootResourceId'] })).toBe('GET /');
    expect(template({ Ref: 'Imported' })).toBe('GET …/late');
  });
});

describe('the resource policy of a REST API', () => {
  const policy = (...Statement: object[]) => ({ Statement });
  const allow = (more: object = {}) => ({
    Effect: 'Allow',
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource: 'execute-api:/*',
    ...more,
  });
  const deny = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource: 'execute-api:/*',
    Condition: { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } },
  };
  const open = (Properties: object) =>
    factsOf(rule, resources({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties }, Get: method({ AuthorizationType: 'NONE' }) }));
  const inside = ['openInsideNetwork Get /AuthorizationType (at most warning)'];
  const outside = ['openMethod Get /AuthorizationType'];

  test('one that keeps strangers out makes an open method a warning', () => {
    expect(open({ Policy: policy(allow({ Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } } })) })).toEqual(
      inside,
    );
    expect(open({ Policy: policy(allow(), deny) })).toEqual(inside);
    expect(open({ Policy: JSON.stringify(policy(allow(), deny)) })).toEqual(inside);
  });

  test('one that does not changes nothing', () => {
    expect(open({ Policy: policy(allow()) })).toEqual(outside);
    expect(open({ EndpointConfiguration: { Types: ['PRIVATE'] }, Policy: policy(allow()) })).toEqual(outside);
    expect(open({ EndpointConfiguration: { Types: ['REGIONAL'] } })).toEqual(outside);
  });

  test('a private API without one answers nobody yet', () => {
    expect(open({ EndpointConfiguration: { Types: ['PRIVATE'] } })).toEqual(inside);
  });
});

describe('routes of HTTP and WebSocket APIs', () => {
  const api = (ProtocolType: string, more: object = {}) => ({
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: { Name: 'a', ProtocolType, ...more },
  });
  const route = (more: object) => ({
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'GET /orders', ...more },
  });

  test('a route of an HTTP API', () => {
    const found = (more: object) => factsOf(rule, resources({ Api: api('HTTP'), Route: route(more) }));
    expect(found({})).toEqual(['openRoute Route ']);
    expect(found({ AuthorizationType: 'NONE' })).toEqual(['openRoute Route /AuthorizationType']);
    expect(found({ AuthorizationType: 'JWT' })).toEqual([]);
    expect(found({ RouteKey: '$default' })).toEqual(['openRoute Route ']);
    expect(found({ RouteKey: 'OPTIONS /{proxy+}' })).toEqual([]);
  });

  test('only the connection of a WebSocket API is authorized', () => {
    const found = (more: object) =>
      factsOf(
        rule,
        resources({ Api: api('WEBSOCKET'), Connect: route({ RouteKey: '$connect', ...more }), Default: route({ RouteKey: '$default' }) }),
      );
    expect(found({ AuthorizationType: 'NONE' })).toEqual(['openWebSocket Connect /AuthorizationType']);
    expect(found({ AuthorizationType: 'CUSTOM' })).toEqual([]);
  });

  test('without a $connect route everyone connects', () => {
    expect(factsOf(rule, resources({ Api: api('WEBSOCKET'), Default: route({ RouteKey: '$default' }) }))).toEqual(['openWebSocket Api ']);
  });

  test('an API outside the input is told by its route keys', () => {
    const elsewhere = (RouteKey: string) => factsOf(rule, resources({ Route: route({ ApiId: 'a1b2c3', RouteKey }) }));
    expect(elsewhere('GET /orders')).toEqual(['openRoute Route ']);
    expect(elsewhere('$connect')).toEqual(['openWebSocket Route ']);
    expect(elsewhere('sendMessage')).toEqual([]);
  });

  test('a quick-created API has an open default route', () => {
    const quick = factsOf(rule, resources({ Api: api('HTTP', { Target: 'arn:aws:lambda:eu-west-1:111122223333:function:orders' }) }));
    expect(quick).toEqual(['openRoute Api /Target']);
  });
});

describe('OpenAPI definitions', () => {
  const sigv4 = { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
  const token = {
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': { type: 'token' },
  };
  const jwt = { type: 'oauth2', 'x-amazon-apigateway-authorizer': { type: 'jwt' } };
  const key = { type: 'apiKey', name: 'x-api-key', in: 'header' };
  const plain = { type: 'http', scheme: 'bearer' };
  const securitySchemes = { sigv4, token, jwt, key, plain };
  const body = (operation: object, more: object = {}) => ({
    openapi: '3.0.1',
    components: { securitySchemes },
    paths: { '/orders': { get: operation } },
    ...more,
  });
  const found = (Body: object | string, Type = 'AWS::ApiGateway::RestApi') =>
    factsOf(rule, resources({ Api: { Type, Properties: { Body } } }));
  const at = 'Api /Body/paths/~1orders/get';

  test.each(['sigv4', 'token', 'jwt'])('scheme %s authenticates', (name) => {
    expect(found(body({ security: [{ [name]: [] }] }))).toEqual([]);
    expect(found(body({ security: [{ [name]: [] }] }), 'AWS::ApiGatewayV2::Api')).toEqual([]);
  });

  test('Swagger 2.0, and a definition given as text', () => {
    const swagger = {
      swagger: '2.0',
      securityDefinitions: securitySchemes,
      paths: { '/orders': { get: { security: [{ token: [] }] }, post: {} } },
    };
    expect(found(swagger)).toEqual(['openOperation Api /Body/paths/~1orders/post']);
    expect(found(JSON.stringify(swagger))).toEqual(['openOperation Api /Body']);
  });

  test('no security, an empty list and an empty alternative are open', () => {
    expect(found(body({}))).toEqual([`openOperation ${at}`]);
    expect(found(body({ security: [] }))).toEqual([`openOperation ${at}`]);
    expect(found(body({ security: [{ sigv4: [] }, {}] }))).toHaveLength(1);
  });

  test('a key alone is no authentication, a key beside an authorizer does not weaken it', () => {
    expect(found(body({ security: [{ key: [] }] }))).toHaveLength(1);
    expect(found(body({ security: [{ key: [] }] }))[0]).toMatch(/^apiKeyOnly Api /);
    expect(found(body({ security: [{ key: [] }, { token: [] }] }))).toEqual([]);
    expect(found(body({ security: [{ key: [], token: [] }] }))).toEqual([]);
  });

  test('schemes that API Gateway does not act on, or that do not exist, are told', () => {
    expect(found(body({ security: [{ plain: [] }] }))[0]).toMatch(/^ignoredSecurity Api /);
    expect(found(body({ security: [{ missing: [] }] }))[0]).toMatch(/^ignoredSecurity Api /);
  });

  test('security at the root counts for HTTP APIs, and is ignored for REST APIs', () => {
    const root = body({}, { security: [{ token: [] }] });
    expect(found(root)).toEqual([`ignoredSecurity ${at}`]);
    expect(found(root, 'AWS::ApiGatewayV2::Api')).toEqual([]);
    expect(found(body({ security: [] }, { security: [{ jwt: [] }] }), 'AWS::ApiGatewayV2::Api')).toEqual([`openOperation ${at}`]);
  });

  test("API Gateway's own extension decides", () => {
    expect(found(body({ 'x-amazon-apigateway-auth': { type: 'aws_iam' } }))).toEqual([]);
    expect(found(body({ 'x-amazon-apigateway-auth': { type: 'NONE' } }))).toHaveLength(1);
  });

  test('any-method, preflight and mock', () => {
    const paths = (item: object) => found({ openapi: '3.0.1', paths: { '/orders': item } });
    expect(paths({ 'x-amazon-apigateway-any-method': {} })).toEqual([
      'openOperation Api /Body/paths/~1orders/x-amazon-apigateway-any-method',
    ]);
    expect(paths({ options: {}, parameters: [] })).toEqual([]);
    expect(paths({ get: { 'x-amazon-apigateway-integration': { type: 'mock' } } })).toEqual([`openMock ${at} (at most warning)`]);
  });

  test('a resource policy inside the definition', () => {
    const policy = {
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 'execute-api:Invoke',
          Resource: 'execute-api:/*',
          Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
        },
      ],
    };
    expect(found(body({}, { 'x-amazon-apigateway-policy': policy }))).toEqual([`openInsideNetwork ${at} (at most warning)`]);
  });

  test('a definition elsewhere, or written by a macro, cannot be judged', () => {
    const elsewhere = (Properties: object, Type = 'AWS::ApiGateway::RestApi') => factsOf(rule, resources({ Api: { Type, Properties } }));
    expect(elsewhere({ BodyS3Location: { Bucket: 'b', Key: 'k' } })).toEqual(['undecidedDefinition Api /BodyS3Location']);
    expect(elsewhere({ BodyS3Location: { Bucket: 'b', Key: 'k' } }, 'AWS::ApiGatewayV2::Api')).toEqual([
      'undecidedDefinition Api /BodyS3Location',
    ]);
    const include = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } } };
    expect(elsewhere({ Body: include })).toEqual(['undecidedDefinition Api /Body']);
    expect(elsewhere({ DefinitionUri: './api.yaml', StageName: 'v1' }, 'AWS::Serverless::Api')).toEqual([
      'undecidedDefinition Api /DefinitionUri',
    ]);
  });
});

describe('SAM', () => {
  const event = (Type: string, Properties: object) => ({
    Type: 'AWS::Serverless::Function',
    Properties: { Handler: 'a.b', Events: { Http: { Type, Properties } } },
  });
  const get = { Path: '/orders', Method: 'get' };
  const samApi = (Auth: object, more: object = {}) => ({ Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', Auth, ...more } });
  const httpApi = (Auth: object) => ({ Type: 'AWS::Serverless::HttpApi', Properties: { Auth } });
  const place = 'Get /Events/Http/Properties';

  test('an event of an implicit API is open, unless Globals or the event say otherwise', () => {
    expect(factsOf(rule, resources({ Get: event('Api', get) }))).toEqual([`openEvent ${place}`]);
    expect(factsOf(rule, resources({ Get: event('HttpApi', {}) }))).toHaveLength(1);
    expect(factsOf(rule, resources({ Get: event('Api', get) }, { Globals: { Api: { Auth: { DefaultAuthorizer: 'AWS_IAM' } } } }))).toEqual(
      [],
    );
    expect(factsOf(rule, resources({ Get: event('Api', { ...get, Auth: { Authorizer: 'AWS_IAM' } }) }))).toEqual([]);
  });

  test('the default authorizer of its API protects an event, until the event opts out', () => {
    const Api = samApi({ DefaultAuthorizer: 'Users', Authorizers: { Users: { UserPoolArn: 'arn' } } });
    const on = { ...get, RestApiId: { Ref: 'Api' } };
    expect(factsOf(rule, resources({ Api, Get: event('Api', on) }))).toEqual([]);
    expect(factsOf(rule, resources({ Api, Get: event('Api', { ...on, Auth: { Authorizer: 'NONE' } }) }))).toEqual([
      `openEvent ${place}/Auth/Authorizer`,
    ]);
    expect(factsOf(rule, resources({ Api: samApi({}), Get: event('Api', on) }))).toEqual([`openEvent ${place}`]);
  });

  test('HTTP APIs, with a JWT authorizer and without', () => {
    const on = { ...get, ApiId: { Ref: 'Api' } };
    const jwt = { DefaultAuthorizer: 'Jwt', Authorizers: { Jwt: { JwtConfiguration: { issuer: 'https://example.com' } } } };
    expect(factsOf(rule, resources({ Api: httpApi(jwt), Get: event('HttpApi', on) }))).toEqual([]);
    expect(factsOf(rule, resources({ Api: httpApi({}), Get: event('HttpApi', on) }))).toEqual([`openEvent ${place}`]);
  });

  test('an API key is no authentication', () => {
    const Api = samApi({ ApiKeyRequired: true });
    expect(factsOf(rule, resources({ Api, Get: event('Api', { ...get, RestApiId: { Ref: 'Api' } }) }))).toEqual([`apiKeyOnly ${place}`]);
    expect(factsOf(rule, resources({ Get: event('Api', { ...get, Auth: { ApiKeyRequired: true } }) }))).toEqual([
      `apiKeyOnly ${place}/Auth`,
    ]);
  });

  test('an API outside the input', () => {
    const Parameters = { ApiId: { Type: 'String' } };
    expect(factsOf(rule, resources({ Get: event('Api', { ...get, RestApiId: { Ref: 'ApiId' } }) }, { Parameters }))).toEqual([
      `undecided ${place}`,
    ]);
  });

  test('preflight events and other events are left alone', () => {
    expect(factsOf(rule, resources({ Get: event('Api', { ...get, Method: 'options' }) }))).toEqual([]);
    expect(factsOf(rule, resources({ Get: event('Schedule', { Schedule: 'rate(1 hour)' }) }))).toEqual([]);
  });

  test('lists of allowed networks keep strangers out, lists of refused ones do not', () => {
    const Auth = (ResourcePolicy: object) => ({ ...get, Auth: { ResourcePolicy } });
    expect(factsOf(rule, resources({ Get: event('Api', Auth({ IpRangeWhitelist: ['203.0.113.0/24'] })) }))[0]).toMatch(
      /^openInsideNetwork/,
    );
    expect(factsOf(rule, resources({ Get: event('Api', Auth({ IpRangeWhitelist: ['0.0.0.0/0'] })) }))[0]).toMatch(/^openEvent/);
    expect(factsOf(rule, resources({ Get: event('Api', Auth({ IpRangeBlacklist: ['203.0.113.0/24'] })) }))[0]).toMatch(/^openEvent/);
  });

  test('an inline definition takes the default authorizer, and its events decide their own routes', () => {
    const definition = { openapi: '3.0.1', paths: { '/orders': { get: {} }, '/health': { get: {} } } };
    const secured = samApi({ DefaultAuthorizer: 'AWS_IAM' }, { DefinitionBody: definition });
    expect(factsOf(rule, resources({ Api: secured }))).toEqual([]);
    const open = samApi({}, { DefinitionBody: definition });
    const Get = event('Api', { ...get, RestApiId: { Ref: 'Api' }, Auth: { Authorizer: 'AWS_IAM' } });
    expect(factsOf(rule, resources({ Api: open, Get }))).toEqual(['openOperation Api /DefinitionBody/paths/~1health/get']);
  });

  test('a definition that cannot be read is one finding, not one per event', () => {
    const include = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 'api.yaml' } } };
    const Get = event('Api', { ...get, RestApiId: { Ref: 'Api' } });
    expect(factsOf(rule, resources({ Api: samApi({}, { DefinitionBody: include }), Get }))).toEqual([
      'undecidedDefinition Api /DefinitionBody',
    ]);
  });

  test('state machines and WebSocket APIs', () => {
    const Flow = { Type: 'AWS::Serverless::StateMachine', Properties: { Events: { Http: { Type: 'Api', Properties: get } } } };
    expect(factsOf(rule, resources({ Flow }))).toEqual(['openEvent Flow /Events/Http/Properties']);
    const chat = (Auth?: object) => ({ Type: 'AWS::Serverless::WebSocketApi', Properties: { Routes: {}, Auth } });
    expect(factsOf(rule, resources({ Chat: chat() }))).toEqual(['openWebSocket Chat ']);
    expect(factsOf(rule, resources({ Chat: chat({ AuthType: 'AWS_IAM' }) }))).toEqual([]);
  });
});

describe('what the owners call public on purpose', () => {
  const method = (path: string, part: string) => ({
    [part]: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId: { Ref: 'Api' }, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: path },
    },
    [`Get${part}`]: {
      Type: 'AWS::ApiGateway::Method',
      Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { Ref: part }, HttpMethod: 'GET', AuthorizationType: 'NONE' },
    },
  });
  const body = JSON.parse(
    JSON.stringify({
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} },
        ...method('health', 'Health'),
        ...method('orders', 'Orders'),
      },
    }),
  );
  const open = (publicEndpoints: readonly string[]) => {
    const built = buildTemplates([{ name: 'a.json', body }]);
    return [...rule.check(buildModel(built.templates, built.problems, loadReference(), { publicEndpoints }))].map(
      ({ evidence }) => evidence,
    );
  };

  test.each([
    [[], ['GET /health', 'GET /orders']],
    [['GET /health'], ['GET /orders']],
    [['GetOrders'], ['GET /health']],
    [['* /health', 'GET /ord*'], []],
    [['Api'], []],
  ])('%j', (publicEndpoints, left) => {
    expect(open(publicEndpoints)).toEqual(left);
  });
});
