import { listForEvidence, listForSentence } from '../../lib/core/iam/grant';
import type { Model } from '../../lib/core/model/model';
import type { Reading } from '../../lib/core/model/reading';
import { targetOf } from '../../lib/core/model/stages';
import { defineRule } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'unvalidatedBody' | 'unvalidatedParameters';

const method = (more: object) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    RestApiId: { Ref: 'Api' },
    ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
    HttpMethod: 'POST',
    AuthorizationType: 'AWS_IAM',
    ...more,
  },
});
const validator = (more: object) => ({
  Type: 'AWS::ApiGateway::RequestValidator',
  Properties: { RestApiId: { Ref: 'Api' }, ...more },
});
const api = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } };

/** One finding for an API: the same validator serves all its methods. HTTP APIs cannot validate; a proxy resource has no shape to validate. */
export default defineRule<Message>({
  meta: {
    id: 'api/require-request-validation',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'REST APIs check requests before they reach your code',
    rationale:
      'What an API lets through lands in a function or a template as it was sent: event data is the injection path of serverless apps. A model turns away at the door what has the wrong shape, for nothing.',
    references: [
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html',
      'https://owasp.org/www-project-serverless-top-10/',
    ],
    catalogue: ['API-NO-REQUEST-VALIDATION'],
    peers: ['cdk-nag AwsSolutions-APIG2', 'CKV2_AWS_53'],
  },
  messages: {
    unvalidatedBody: {
      what: 'the API "{name}" passes on any body to {count} method(s): {routes} {have} no validator of the body with a model',
      fix: 'add "requestValidatorOptions: { validateRequestBody: true }" and "requestModels" to the methods (RequestValidatorId, RequestModels), or validate in the function (Powertools "parser") and acknowledge this',
    },
    unvalidatedParameters: {
      what: 'the API "{name}" declares required parameters that nothing checks: {routes} {have} no validator of the parameters',
      fix: 'add "requestValidatorOptions: { validateRequestParameters: true }" to the methods (RequestValidatorId)',
    },
  },
  examples: {
    valid: [
      {
        title: 'a body that is checked against a model',
        resources: {
          Api: api,
          Validator: validator({ ValidateRequestBody: true }),
          Post: method({ RequestValidatorId: { Ref: 'Validator' }, RequestModels: { 'application/json': 'Order' } }),
        },
      },
      { title: 'a method without a body', resources: { Api: api, Get: method({ HttpMethod: 'GET' }) } },
    ],
    invalid: [
      { title: 'a body that nobody looks at', resources: { Api: api, Post: method({}) }, reports: ['unvalidatedBody'] },
      {
        title: 'a required parameter that may be missing',
        resources: { Api: api, Get: method({ HttpMethod: 'GET', RequestParameters: { 'method.request.querystring.page': true } }) },
        reports: ['unvalidatedParameters'],
      },
    ],
  },
  *check(model) {
    const methods = model.resourcesOfType('AWS::ApiGateway::Method');
    if (methods.length === 0) return;
    const routes = new Map(model.entryPoints.map((entryPoint) => [entryPoint.resource, entryPoint.route]));
    const found: Readonly<Record<Message, Map<Resource, string[]>>> = { unvalidatedBody: new Map(), unvalidatedParameters: new Map() };
    for (const each of methods) {
      const message = model
        .readingsOf(each)
        .map((reading) => verdictOf(model, each, reading))
        .find((verdict) => verdict !== undefined);
      if (message === undefined) continue;
      const api = targetOf(model, each, 'RestApiId');
      const owner = api !== undefined && api.template === each.template ? api : each;
      const same = found[message].get(owner) ?? [];
      same.push(routes.get(each) ?? model.nameOf(each));
      found[message].set(owner, same);
    }
    for (const message of ['unvalidatedBody', 'unvalidatedParameters'] as const) {
      for (const [resource, names] of found[message]) {
        const have = names.length === 1 ? 'has' : 'have';
        const data = { name: model.nameOf(resource), routes: listForSentence(names), count: String(names.length), have };
        yield { message, resource, at: model.propertiesOf(resource), evidence: listForEvidence(names), data };
      }
    }
  },
});

const withBody = ['POST', 'PUT', 'PATCH'];
const withoutBody = ['GET', 'DELETE', 'HEAD'];

function verdictOf(model: Model, method: Resource, reading: Reading): Message | undefined {
  if (reading.canBe(['Integration', 'Type'], ['MOCK']) === 'yes') return undefined;
  if (reading.canBe(['HttpMethod'], withBody) === 'yes') {
    const hasModel = reading.objects('RequestModels').length > 0;
    return hasModel && validates(model, method, 'ValidateRequestBody') ? undefined : 'unvalidatedBody';
  }
  if (reading.canBe(['HttpMethod'], withoutBody) !== 'yes' || !requiresParameters(method)) return undefined;
  return validates(model, method, 'ValidateRequestParameters') ? undefined : 'unvalidatedParameters';
}

/** Whether the validator of the method does this check; one outside of the input is taken to. */
function validates(model: Model, method: Resource, check: string): boolean {
  if (model.values(method, 'RequestValidatorId').length === 0) return false;
  const validator = targetOf(model, method, 'RequestValidatorId');
  return validator === undefined || model.readingsOf(validator).every((reading) => reading.canBe([check], ['true']) !== 'no');
}

/** Whether some parameter of the method, besides those of its path, is marked as required. */
function requiresParameters({ properties }: Resource): boolean {
  const { RequestParameters: parameters } = properties;
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) return false;
  return Object.entries(parameters).some(
    ([name, required]) => !name.startsWith('method.request.path.') && (required === true || required === 'true'),
  );
}
