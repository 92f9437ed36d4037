import type { JsonObject } from '../../lib/core/json';
import type { EntryPoint, FeasibleAuthentication, Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { placeInTemplate } from '../../lib/core/model/resource-policies';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message =
  | 'openMethod'
  | 'openRoute'
  | 'openWebSocket'
  | 'openOperation'
  | 'openEvent'
  | 'apiKeyOnly'
  | 'ignoredSecurity'
  | 'openMock'
  | 'openInsideNetwork'
  | 'undecided'
  | 'undecidedDefinition';

const restApi = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } };
const orders = {
  Type: 'AWS::ApiGateway::Resource',
  Properties: { RestApiId: { Ref: 'Api' }, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: 'orders' },
};
const method = (more: JsonObject): JsonObject => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { Ref: 'Orders' }, HttpMethod: 'GET', ...more },
});
const route = (more: JsonObject): JsonObject => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'GET /orders', ...more },
});
const definition = (operation: JsonObject, more: JsonObject = {}): JsonObject => ({
  Type: 'AWS::ApiGateway::RestApi',
  Properties: { Body: { swagger: '2.0', paths: { '/orders': { get: operation } }, ...more } },
});

/**
 * What each open entry point is called, and what closes it. A public load balancer or API that is meant to be public is
 * acknowledged where it is made, route by route.
 */
export default defineRule<Message>({
  meta: {
    id: 'api/require-authorization',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Every API route authenticates its callers',
    rationale:
      'A route without an authorizer answers anyone on the internet and runs its integration with the rights of your role. API keys, throttling, CORS and an address nobody knows do not authenticate.',
    references: [
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html',
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
    ],
    catalogue: ['API-NO-AUTH', 'API-KEY-ONLY-AUTH'],
    peers: [
      'CKV_AWS_59',
      'CKV_AWS_309',
      'cfn_nag W59',
      'AWS-0004',
      'API_GW_METHOD_AUTHORIZATION_TYPE_RULE',
      'cdk-nag AwsSolutions-APIG4',
      'cdk-nag AwsSolutions-COG4',
      'Security Hub APIGateway.8',
    ],
  },
  messages: {
    openMethod: {
      what: '"{route}" has AuthorizationType {written}: anyone on the internet can call it',
      fix: 'give the method an authorizer ("defaultMethodOptions: { authorizer }"), or "authorizationType: AuthorizationType.IAM"; acknowledge a route that is meant to be public, or name it in "publicEndpoints"',
    },
    openRoute: {
      what: 'route "{route}" has AuthorizationType {written}: anyone on the internet can call it',
      fix: 'pass "defaultAuthorizer" to the HttpApi or "authorizer" to the route (HttpIamAuthorizer, HttpJwtAuthorizer, HttpUserPoolAuthorizer, HttpLambdaAuthorizer); acknowledge a route that is meant to be public, or name it in "publicEndpoints"',
    },
    openWebSocket: {
      what: 'anyone on the internet can connect to the WebSocket API: "$connect" has no authorizer, and every other route trusts the connection',
      fix: 'give the "$connect" route an authorizer ("connectRouteOptions: { integration, authorizer }" with WebSocketIamAuthorizer or WebSocketLambdaAuthorizer)',
    },
    openOperation: {
      what: 'operation "{route}" of the API definition requires no security: anyone on the internet can call it',
      fix: 'add "security" to the operation, naming a security scheme that has "x-amazon-apigateway-authorizer" or "x-amazon-apigateway-authtype": "awsSigv4"',
    },
    openEvent: {
      what: 'event "{route}" has no authorizer: anyone on the internet can call it',
      fix: 'set "Auth: DefaultAuthorizer" on the API or "Auth: Authorizer" on the event (AWS_IAM, or an authorizer of the API)',
    },
    apiKeyOnly: {
      what: '"{route}" asks for an API key and nothing else: a key meters usage, is shared by all its clients and does not authenticate',
      fix: 'keep the key for the usage plan and add an authorizer or AuthorizationType "AWS_IAM"',
    },
    ignoredSecurity: {
      what: '"{route}" looks protected and is open to anyone: {reason}',
      fix: 'name the security scheme in the "security" of the operation itself, and give the scheme an "x-amazon-apigateway-authorizer" or "x-amazon-apigateway-authtype": "awsSigv4"',
    },
    openMock: {
      what: '"{route}" has no authorizer; its MOCK integration returns a fixed answer and reaches nothing',
      fix: 'give the method an authorizer, or acknowledge it when the answer is meant for everybody',
    },
    openInsideNetwork: {
      what: '"{route}" has no authorizer; only the resource policy of the API keeps callers out',
      fix: 'set AuthorizationType "AWS_IAM", so that a caller inside the allowed networks has to show who it is too',
    },
    undecided: {
      what: 'whether "{route}" authenticates its callers cannot be decided: its authorization is {written}',
      fix: 'write the authorization type, or give the parameter that decides it an authenticating value as its default',
    },
    undecidedDefinition: {
      what: 'whether the API authenticates its callers cannot be decided: what {written} stands for is not in the template',
      fix: 'put the definition into the template ("ApiDefinition.fromInline", "DefinitionBody"), or acknowledge this finding once the file was reviewed',
    },
  },
  examples: {
    valid: [
      {
        title: 'a method with IAM authorization',
        resources: { Api: restApi, Orders: orders, Get: method({ AuthorizationType: 'AWS_IAM' }) },
      },
      {
        title: 'a CORS preflight, which cannot carry credentials',
        resources: { Api: restApi, Orders: orders, Options: method({ HttpMethod: 'OPTIONS', AuthorizationType: 'NONE' }) },
      },
      {
        title: 'a WebSocket API that authorizes the connection',
        resources: {
          Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'chat', ProtocolType: 'WEBSOCKET' } },
          Connect: route({ RouteKey: '$connect', AuthorizationType: 'AWS_IAM' }),
          Send: route({ RouteKey: 'send' }),
        },
      },
      {
        title: 'an operation of a definition with SigV4',
        resources: {
          Api: definition(
            { security: [{ sigv4: [] }] },
            {
              securityDefinitions: {
                sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
              },
            },
          ),
        },
      },
      {
        title: 'a SAM function behind an API with a default authorizer',
        resources: {
          Api: {
            Type: 'AWS::Serverless::Api',
            Properties: {
              StageName: 'v1',
              Auth: {
                DefaultAuthorizer: 'Users',
                Authorizers: { Users: { UserPoolArn: 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/u' } },
              },
            },
          },
          Get: {
            Type: 'AWS::Serverless::Function',
            Properties: {
              Handler: 'index.handler',
              Events: { Http: { Type: 'Api', Properties: { RestApiId: { Ref: 'Api' }, Path: '/orders', Method: 'get' } } },
            },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'a REST method without authorization',
        resources: { Api: restApi, Orders: orders, Get: method({ AuthorizationType: 'NONE' }) },
        reports: ['openMethod'],
      },
      {
        title: 'a method that only asks for an API key',
        resources: { Api: restApi, Orders: orders, Get: method({ AuthorizationType: 'NONE', ApiKeyRequired: true }) },
        reports: ['apiKeyOnly'],
      },
      {
        title: 'a fixed answer for everybody',
        resources: { Api: restApi, Orders: orders, Get: method({ AuthorizationType: 'NONE', Integration: { Type: 'MOCK' } }) },
        reports: ['openMock'],
      },
      {
        title: 'a private API that only its network protects',
        resources: {
          Api: {
            Type: 'AWS::ApiGateway::RestApi',
            Properties: {
              EndpointConfiguration: { Types: ['PRIVATE'] },
              Policy: {
                Statement: [
                  {
                    Effect: 'Allow',
                    Principal: '*',
                    Action: 'execute-api:Invoke',
                    Resource: 'execute-api:/*',
                    Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } },
                  },
                ],
              },
            },
          },
          Orders: orders,
          Get: method({ AuthorizationType: 'NONE' }),
        },
        reports: ['openInsideNetwork'],
      },
      {
        title: 'an authorization type that whoever deploys chooses',
        template: {
          Parameters: { Authorization: { Type: 'String' } },
          Resources: { Api: restApi, Orders: orders, Get: method({ AuthorizationType: { Ref: 'Authorization' } }) },
        },
        reports: ['undecided'],
      },
      {
        title: 'an HTTP API route without an authorizer',
        resources: { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'HTTP' } }, Get: route({}) },
        reports: ['openRoute'],
      },
      {
        title: 'a WebSocket API that anyone can connect to',
        resources: {
          Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'chat', ProtocolType: 'WEBSOCKET' } },
          Connect: route({ RouteKey: '$connect', AuthorizationType: 'NONE' }),
          Send: route({ RouteKey: 'send' }),
        },
        reports: ['openWebSocket'],
      },
      {
        title: 'an operation of a definition without security',
        resources: { Api: definition({ responses: {} }) },
        reports: ['openOperation'],
      },
      {
        title: 'a security scheme that API Gateway does not act on',
        resources: {
          Api: definition(
            { security: [{ token: [] }] },
            { securityDefinitions: { token: { type: 'apiKey', name: 'Authorization', in: 'header' } } },
          ),
        },
        reports: ['ignoredSecurity'],
      },
      {
        title: 'a definition that is not in the template',
        resources: {
          Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { BodyS3Location: { Bucket: 'definitions', Key: 'orders.yaml' } } },
        },
        reports: ['undecidedDefinition'],
      },
      {
        title: 'a SAM function on an implicit API',
        resources: {
          Get: {
            Type: 'AWS::Serverless::Function',
            Properties: { Handler: 'index.handler', Events: { Http: { Type: 'Api', Properties: { Path: '/orders', Method: 'get' } } } },
          },
        },
        reports: ['openEvent'],
      },
    ],
  },
  *check(model) {
    for (const entryPoint of model.entryPoints) {
      if (entryPoint.kind === 'function-url' || entryPoint.kind === 'web-function-endpoint') continue;
      if (isOnPurpose(model, entryPoint)) continue;
      for (const authentication of entryPoint.authentication) {
        const message = messageOf(entryPoint, authentication);
        if (message !== undefined) yield factOf(entryPoint, authentication, message);
      }
    }
  },
});

/** Whether the owners name the route, the resource that makes it, or its API. */
function isOnPurpose(model: Model, { resource, route, api }: EntryPoint): boolean {
  return isPublicOnPurpose(model, resource, route) || (api !== undefined && isPublicOnPurpose(model, api));
}

const openMessages: Readonly<Record<EntryPoint['kind'], Message>> = {
  'function-url': 'openEvent',
  'web-function-endpoint': 'openEvent',
  'rest-method': 'openMethod',
  'http-route': 'openRoute',
  'http-quick-create': 'openRoute',
  'websocket-connect': 'openWebSocket',
  'openapi-operation': 'openOperation',
  'sam-event': 'openEvent',
};

function messageOf(entryPoint: EntryPoint, { value, at, ignored }: FeasibleAuthentication): Message | undefined {
  if (value === 'unknown') {
    return entryPoint.kind === 'openapi-operation' && at !== undefined && definitionProperties.has(at.key)
      ? 'undecidedDefinition'
      : 'undecided';
  }
  if (value !== 'none' && value !== 'api-key') return undefined;
  if (entryPoint.mock === true) return 'openMock';
  if (entryPoint.restrictedNetwork === 'yes') return 'openInsideNetwork';
  if (value === 'api-key') return 'apiKeyOnly';
  return ignored === undefined ? openMessages[entryPoint.kind] : 'ignoredSecurity';
}

const definitionProperties: ReadonlySet<string | number> = new Set(['Body', 'BodyS3Location', 'DefinitionBody', 'DefinitionUri']);

function factOf(entryPoint: EntryPoint, authentication: FeasibleAuthentication, message: Message): Fact<Message> {
  const { at, written, ignored } = authentication;
  const isWeak = message === 'openMock' || message === 'openInsideNetwork';
  return {
    message,
    resource: entryPoint.resource,
    at: placeInTemplate(entryPoint.resource, at ?? entryPoint.at),
    evidence: entryPoint.route,
    data: { route: entryPoint.route, written: written === '' ? 'absent' : `"${written}"`, reason: ignored ?? '' },
    ...(isWeak ? { atMost: 'warning' as const } : {}),
  };
}
