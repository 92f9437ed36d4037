import { isPrivateApi, targetOf } from '../../lib/core/model/stages';
import { defineRule } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

const rest = (more: object) => ({ Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders', ...more } });
const mapping = {
  Type: 'AWS::ApiGateway::BasePathMapping',
  Properties: { DomainName: 'orders.example.com', RestApiId: { Ref: 'Api' }, Stage: 'prod' },
};

/** What maps an API to a domain: type → the property that names the API. */
const mappings: readonly (readonly [type: string, property: string])[] = [
  ['AWS::ApiGateway::BasePathMapping', 'RestApiId'],
  ['AWS::ApiGateway::BasePathMappingV2', 'RestApiId'],
  ['AWS::ApiGatewayV2::ApiMapping', 'ApiId'],
];

/** SAM's `Domain` of an API maps it to a domain as well. */
const samTypes = ['AWS::Serverless::Api', 'AWS::Serverless::HttpApi'];

export default defineRule({
  meta: {
    id: 'api/no-default-endpoint',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'APIs with a domain of their own are reached through it alone',
    rationale:
      'What guards the domain (a distribution with a web ACL, mutual TLS, the minimum version of TLS) guards nothing as long as the same API answers at its "execute-api" address too, which anyone can find out.',
    references: [
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html',
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-disable-default-endpoint.html',
    ],
    catalogue: ['API-WEAK-TLS'],
    peers: [],
  },
  messages: {
    secondDoor: {
      what: 'the API "{name}" has a domain of its own and still answers at its "execute-api" address: DisableExecuteApiEndpoint is {value}',
      fix: 'set "DisableExecuteApiEndpoint" to true ("disableExecuteApiEndpoint: true") once all clients use the domain',
    },
  },
  examples: {
    valid: [
      { title: 'an API that its domain alone leads to', resources: { Api: rest({ DisableExecuteApiEndpoint: true }), Mapping: mapping } },
      { title: 'an API without a domain', resources: { Api: rest({}) } },
    ],
    invalid: [{ title: 'an API with two addresses', resources: { Api: rest({}), Mapping: mapping }, reports: ['secondDoor'] }],
  },
  *check(model) {
    const mapped = new Set<Resource>();
    for (const [type, property] of mappings) {
      for (const mapping of model.resourcesOfType(type)) {
        const api = targetOf(model, mapping, property);
        if (api !== undefined) mapped.add(api);
      }
    }
    for (const type of samTypes) {
      for (const api of model.resourcesOfType(type)) if (api.properties.Domain !== undefined) mapped.add(api);
    }
    for (const resource of mapped) {
      if (isPrivateApi(model, resource)) continue;
      for (const { kind, text, at, shown } of model
        .readingsOf(resource)
        .flatMap((reading) => reading.values('DisableExecuteApiEndpoint'))) {
        if (kind === 'symbolic' || text.toLowerCase() === 'true') continue;
        const data = { name: model.nameOf(resource), value: shown === '' ? 'absent' : `"${shown}"` };
        yield { message: 'secondDoor' as const, resource, at, evidence: `DisableExecuteApiEndpoint ${shown || 'absent'}`, data };
      }
    }
  },
});
