import type { JsonObject } from '../../lib/core/json';
import { EntryPointReader } from '../../lib/core/model/entry-point-reader';
import { isBehindWebAcl } from '../../lib/core/model/mentions';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import type { PropertyValue, Reading } from '../../lib/core/model/reading';
import { positionsOf, switchFact } from '../../lib/core/model/switches';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'publicRestApi' | 'publicApi' | 'publicGraphqlApi' | 'publicEventApi' | 'publicProxy' | 'undecided';

const restApi = (properties: JsonObject): JsonObject => ({
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders', ...properties } },
});
const graphqlApi = (properties: JsonObject): JsonObject => ({
  Api: { Type: 'AWS::AppSync::GraphQLApi', Properties: { Name: 'orders', AuthenticationType: 'AWS_IAM', ...properties } },
});

/** The list of APIs that the internet reaches. Whether they ask who calls is for `api/require-authorization` to say, and blocks there. */
export default defineRule<Message>({
  meta: {
    id: 'endpoint/prefer-private-api',
    severity: { recommended: 'info', strict: 'warning', critical: 'off' },
    title: 'APIs that only the own network calls are private',
    rationale:
      'An API on the internet is found and tried by everybody, and its authorizer is all that stands before it. Many APIs are called from inside alone. This finding is the list of those that are public.',
    references: [
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html',
      'https://docs.aws.amazon.com/appsync/latest/devguide/using-private-apis.html',
    ],
    catalogue: ['NET-APIGW-PUBLIC', 'NET-APPSYNC-PUBLIC'],
    peers: ['prowler apigateway_restapi_public', 'CKV2_AWS_33', 'IAM Access Analyzer CheckNoPublicAccess', 'Security Hub AppSync.5'],
  },
  messages: {
    publicRestApi: {
      what: '"{name}" is a REST API on the internet: its endpoint type is {value}, and no resource policy limits its callers',
      fix: 'set "EndpointConfiguration: Types" to "PRIVATE" with a policy on "aws:SourceVpce" ("endpointTypes: [EndpointType.PRIVATE]" and "policy" of RestApi), or allow only known addresses in its policy',
    },
    publicApi: {
      what: '"{name}" is on the internet: {kind} APIs always are',
      fix: 'use a private REST API when only the own network calls it ("endpointTypes: [EndpointType.PRIVATE]" of RestApi)',
    },
    publicGraphqlApi: {
      what: '"{name}" is a GraphQL API on the internet, without a web ACL: Visibility is {value}',
      fix: 'make a new API with Visibility "PRIVATE" when only the own network calls it ("visibility: Visibility.PRIVATE" of GraphqlApi; the change replaces the API), or associate a web ACL',
    },
    publicEventApi: {
      what: 'event API "{name}" is on the internet, without a web ACL: APIs of this type always are public',
      fix: 'associate a web ACL with the API (CfnWebACLAssociation)',
    },
    publicProxy: {
      what: 'application "{name}" makes an API on the internet: EndpointType is {value}',
      fix: 'set "ApiGatewayProxy: EndpointType" to "PRIVATE" ("apiGatewayProxy" of CfnApplication)',
    },
    undecided: {
      what: 'whether API "{name}" is on the internet cannot be decided: {property} is "{value}"',
      fix: 'write {property} in the template, or give the parameter that decides it a value as its default',
    },
  },
  examples: {
    valid: [
      { title: 'a private REST API', resources: restApi({ EndpointConfiguration: { Types: ['PRIVATE'] } }) },
      {
        title: 'a REST API for known addresses',
        resources: restApi({
          Policy: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: '*',
                Action: 'execute-api:Invoke',
                Resource: 'execute-api:/*',
                Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
              },
            ],
          },
        }),
      },
      { title: 'a private GraphQL API', resources: graphqlApi({ Visibility: 'PRIVATE' }) },
    ],
    invalid: [
      { title: 'a REST API', resources: restApi({}), reports: ['publicRestApi'] },
      {
        title: 'an HTTP API',
        resources: { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'HTTP' } } },
        reports: ['publicApi'],
      },
      { title: 'a GraphQL API', resources: graphqlApi({}), reports: ['publicGraphqlApi'] },
      {
        title: 'an event API',
        resources: { Api: { Type: 'AWS::AppSync::Api', Properties: { Name: 'orders' } } },
        reports: ['publicEventApi'],
      },
      {
        title: 'an application of Refactor Spaces',
        resources: { Migration: { Type: 'AWS::RefactorSpaces::Application', Properties: { ProxyType: 'API_GATEWAY' } } },
        reports: ['publicProxy'],
      },
      {
        title: 'a choice that is made at deployment',
        template: { Parameters: { Visibility: { Type: 'String' } }, Resources: graphqlApi({ Visibility: { Ref: 'Visibility' } }) },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    yield* restApiFacts(model);
    yield* alwaysPublicFacts(model);
    for (const resource of model.resourcesOfType('AWS::AppSync::GraphQLApi')) {
      if (isPublicOnPurpose(model, resource) || isBehindWebAcl(model, resource)) continue;
      for (const position of positionsOf(model, resource, { path: ['Visibility'], except: ['PRIVATE'], onWithout: true })) {
        const { data, ...fact } = switchFact(model, position);
        const value = position.state === 'default' ? 'absent, and the default is "GLOBAL"' : position.value;
        yield { message: position.state === 'undecided' ? 'undecided' : 'publicGraphqlApi', ...fact, data: { ...data, value } };
      }
    }
    for (const resource of model.resourcesOfType('AWS::RefactorSpaces::Application')) {
      if (isPublicOnPurpose(model, resource)) continue;
      const proxy = { path: ['ApiGatewayProxy', 'EndpointType'], except: ['PRIVATE'], onWithout: true };
      for (const position of positionsOf(model, resource, proxy)) {
        const { data, ...fact } = switchFact(model, position);
        const value = position.state === 'default' ? 'absent, and the default is "REGIONAL"' : position.value;
        yield { message: position.state === 'undecided' ? 'undecided' : 'publicProxy', ...fact, data: { ...data, value } };
      }
    }
  },
});

function* restApiFacts(model: Model): Iterable<Fact<Message>> {
  const reader = new EntryPointReader(model);
  for (const resource of model.resourcesOfType('AWS::ApiGateway::RestApi')) {
    if (isPublicOnPurpose(model, resource)) continue;
    for (const reading of model.readingsOf(resource)) yield* endpointFacts(model, reader, resource, reading);
  }
  for (const resource of model.resourcesOfType('AWS::Serverless::Api')) {
    if (isPublicOnPurpose(model, resource)) continue;
    for (const reading of model.readingsOf(resource)) yield* endpointFacts(model, reader, resource, reading);
  }
}

/** The endpoint types of an API: in CloudFormation's form, as a parameter of an imported definition, and in SAM's two forms. */
function endpointTypes(reading: Reading): readonly PropertyValue[] {
  const whole = reading.values('EndpointConfiguration').filter(isWritten);
  if (whole.length > 0) return whole;
  return [
    ['EndpointConfiguration', 'Types', '*'],
    ['EndpointConfiguration', 'Type'],
    ['Parameters', 'endpointConfigurationTypes'],
  ]
    .flatMap((path) => reading.values(...path))
    .filter(isWritten);
}

function isWritten({ kind }: PropertyValue): boolean {
  return kind === 'literal' || kind === 'symbolic';
}

function* endpointFacts(model: Model, reader: EntryPointReader, resource: Resource, reading: Reading): Iterable<Fact<Message>> {
  const types = endpointTypes(reading);
  const [first] = types;
  if (first !== undefined && types.every(({ text }) => text.toUpperCase() === 'PRIVATE')) return;
  if (reader.restrictedNetwork(resource) === 'yes') return;
  const isUndecided = types.length > 0 && types.every(({ kind, text }) => kind === 'symbolic' || text.toUpperCase() === 'PRIVATE');
  const value = first === undefined ? '"EDGE", the default' : isUndecided ? first.shown : `"${first.shown}"`;
  yield {
    message: isUndecided ? 'undecided' : 'publicRestApi',
    resource,
    at: first?.at ?? reading.at,
    evidence: first === undefined ? 'EndpointConfiguration absent' : `EndpointConfiguration ${first.shown}`,
    data: { name: model.nameOf(resource), property: 'EndpointConfiguration', value },
  };
}

/** Types without any switch for it. */
function* alwaysPublicFacts(model: Model): Iterable<Fact<Message>> {
  for (const type of ['AWS::ApiGatewayV2::Api', 'AWS::Serverless::HttpApi', 'AWS::Serverless::WebSocketApi', 'AWS::AppSync::Api']) {
    for (const resource of model.resourcesOfType(type)) {
      if (isPublicOnPurpose(model, resource)) continue;
      const isEventApi = type === 'AWS::AppSync::Api';
      if (isEventApi && isBehindWebAcl(model, resource)) continue;
      const protocol = model.values(resource, 'ProtocolType').map(({ value }) => value);
      const isWebSocket = type === 'AWS::Serverless::WebSocketApi' || protocol.includes('WEBSOCKET');
      const kind = isWebSocket ? 'WebSocket' : 'HTTP';
      yield {
        message: isEventApi ? 'publicEventApi' : 'publicApi',
        resource,
        at: model.propertiesOf(resource),
        evidence: isEventApi ? 'event API' : `${kind} API`,
        data: { name: model.nameOf(resource), kind },
      };
    }
  }
}
