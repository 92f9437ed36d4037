import type { JsonObject } from '../../lib/core/json';
import type { EntryPoint, Model } from '../../lib/core/model/model';
import { membersOf, nodesAt } from '../../lib/core/model/nodes';
import type { PropertyValue, Reading } from '../../lib/core/model/reading';
import { targetOf } from '../../lib/core/model/stages';
import type { Path } from '../../lib/core/path';
import { below } from '../../lib/core/path';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'everyOrigin' | 'everyOriginWithCredentials' | 'everyOriginWrites';

const httpApi = (cors: JsonObject) => ({
  Type: 'AWS::ApiGatewayV2::Api',
  Properties: { Name: 'orders', ProtocolType: 'HTTP', CorsConfiguration: cors },
});
const httpRoute = (type: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'GET /orders', AuthorizationType: type },
});
const bucket = (methods: string[]) => ({
  Type: 'AWS::S3::Bucket',
  Properties: { CorsConfiguration: { CorsRules: [{ AllowedOrigins: ['*'], AllowedMethods: methods }] } },
});

/** Which pages of the web may use the session of a visitor. What anyone may read without a session may be read from any page. */
export default defineRule<Message>({
  meta: {
    id: 'api/no-wildcard-cors',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'APIs that know their callers name the origins that may call them',
    rationale:
      'With the origin "*" the code of any web page may call the API from the browser of a visitor and read the answers. A token that leaks into one page, or credentials that the browser adds, are then good for all of them.',
    references: [
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html',
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html',
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html',
    ],
    catalogue: ['API-CORS-STAR'],
    peers: ['CKV2_AWS_75', 'CT.LAMBDA.PR.6'],
  },
  messages: {
    everyOrigin: {
      what: 'every web page may call the API "{name}", which authenticates its callers: {property} is {value}',
      fix: 'name the origins of your own pages ({cdk})',
    },
    everyOriginWithCredentials: {
      what: 'every web page may call "{name}" with the credentials of its visitor: {property} is {value}, and credentials are allowed',
      fix: 'name the origins of your own pages ({cdk}), or do not allow credentials',
    },
    everyOriginWrites: {
      what: 'every web page may send {methods} to "{name}": {property} is {value}',
      fix: 'name the origins of your own pages, or leave {methods} out of the allowed methods ({cdk})',
    },
  },
  examples: {
    valid: [
      {
        title: 'an API with origins of its own',
        resources: { Api: httpApi({ AllowOrigins: ['https://www.example.com'], AllowCredentials: true }), Get: httpRoute('AWS_IAM') },
      },
      { title: 'open data for every page', resources: { Api: httpApi({ AllowOrigins: ['*'] }), Get: httpRoute('NONE') } },
      { title: 'files that every page may read', resources: { Bucket: bucket(['GET', 'HEAD']) } },
    ],
    invalid: [
      {
        title: 'an API with authorization, for every page',
        resources: { Api: httpApi({ AllowOrigins: ['*'] }), Get: httpRoute('AWS_IAM') },
        reports: ['everyOrigin'],
      },
      {
        title: 'credentials for every page',
        resources: { Api: httpApi({ AllowOrigins: ['https://*'], AllowCredentials: true }), Get: httpRoute('AWS_IAM') },
        reports: ['everyOriginWithCredentials'],
      },
      { title: 'a bucket that every page may write to', resources: { Bucket: bucket(['PUT']) }, reports: ['everyOriginWrites'] },
    ],
  },
  *check(model) {
    const authenticated = new Set(model.entryPoints.filter(isAuthenticated).map(({ api }) => api));
    yield* httpApis(model, authenticated);
    yield* restApis(model, authenticated);
    yield* samApis(model, authenticated);
    yield* definitions(model, authenticated);
    yield* storeFacts(model);
  },
});

/** Whether an entry point asks its callers who they are. */
function isAuthenticated({ authentication }: EntryPoint): boolean {
  return authentication.some(({ value }) => value !== 'none' && value !== 'api-key' && value !== 'unknown');
}

type Apis = ReadonlySet<Resource | undefined>;

const wide: ReadonlySet<string> = new Set(['*', 'http://*', 'https://*', 'http*', '*://*']);

/** Whether a value of CORS stands for every origin. REST APIs write it in single quotes, within quotes of JSON or YAML. */
function isWide({ kind, text }: PropertyValue): boolean {
  return kind === 'literal' && wide.has(text.replaceAll("'", '').trim());
}

const corsPreflight = '"corsPreflight: { allowOrigins }"';

function* httpApis(model: Model, authenticated: Apis): Iterable<Fact<Message>> {
  for (const resource of model.resourcesOfType('AWS::ApiGatewayV2::Api')) {
    for (const reading of model.readingsOf(resource)) {
      yield* corsFacts(model, resource, reading, ['CorsConfiguration'], authenticated.has(resource), corsPreflight);
    }
  }
}

/** `AllowOrigins` and `AllowCredentials` below a path of an API. */
function* corsFacts(
  model: Model,
  resource: Resource,
  reading: Reading,
  path: readonly string[],
  isKnown: boolean,
  cdk: string,
): Iterable<Fact<Message>> {
  for (const cors of reading.objects(...path)) {
    const origin = cors.values('AllowOrigins', '*').find(isWide);
    if (origin === undefined) continue;
    const credentials = cors.canBe(['AllowCredentials'], ['true']) === 'yes';
    if (!credentials && !isKnown) continue;
    yield fact(resource, model, credentials, origin, 'AllowOrigins', cdk);
  }
}

function fact(
  resource: Resource,
  model: Model,
  credentials: boolean,
  { at, shown }: Pick<PropertyValue, 'shown'> & { readonly at: Path | undefined },
  property: string,
  cdk: string,
): Fact<Message> {
  const data = { name: model.nameOf(resource), property, value: `"${shown}"`, cdk };
  const message = credentials ? 'everyOriginWithCredentials' : 'everyOrigin';
  return { message, resource, at, evidence: `${property} ${shown}`, data };
}

/** Headers as responses of REST APIs name them, in the two ways that people write. */
const ORIGIN = ['method.response.header.Access-Control-Allow-Origin', 'method.response.header.access-control-allow-origin'];
const CREDENTIALS = ['method.response.header.Access-Control-Allow-Credentials', 'method.response.header.access-control-allow-credentials'];

/** The headers of the answers to `OPTIONS`: one finding for an API, since CDK writes them for all its paths at once. */
function* restApis(model: Model, authenticated: Apis): Iterable<Fact<Message>> {
  const reported = new Map<string, true>();
  for (const method of model.resourcesOfType('AWS::ApiGateway::Method')) {
    if (!model.values(method, 'HttpMethod').some(({ value }) => value === 'OPTIONS')) continue;
    const api = targetOf(model, method, 'RestApiId');
    for (const response of model.readingsOf(method).flatMap((reading) => reading.objects('Integration', 'IntegrationResponses'))) {
      const found = headersOf(response);
      if (found.origin === undefined) continue;
      if (!found.credentials && (api === undefined || !authenticated.has(api))) continue;
      const key = `${api?.template.name ?? ''} ${api?.logicalId ?? method.logicalId} ${found.credentials}`;
      if (reported.has(key)) continue;
      reported.set(key, true);
      const cdk = '"defaultCorsPreflightOptions: { allowOrigins }"';
      const subject = api !== undefined && api.template === method.template ? api : method;
      const origin = subject === method ? found.origin : { shown: found.origin.shown, at: model.propertiesOf(subject) };
      yield fact(subject, model, found.credentials, origin, 'Access-Control-Allow-Origin', cdk);
    }
  }
}

function headersOf(response: Reading): { readonly origin: PropertyValue | undefined; readonly credentials: boolean } {
  const valuesOf = (names: readonly string[]) => names.flatMap((name) => response.values('ResponseParameters', name));
  return { origin: valuesOf(ORIGIN).find(isWide), credentials: valuesOf(CREDENTIALS).some(isTrueQuoted) };
}

function isTrueQuoted({ text }: PropertyValue): boolean {
  return text.replaceAll("'", '').trim().toLowerCase() === 'true';
}

/** `Cors` of SAM's REST APIs is an origin, or an object; `CorsConfiguration` of its HTTP APIs is `true` for every origin, or an object. */
function* samApis(model: Model, authenticated: Apis): Iterable<Fact<Message>> {
  for (const resource of model.resourcesOfType('AWS::Serverless::Api')) {
    const known = authenticated.has(resource);
    for (const reading of model.readingsOf(resource)) {
      const plain = reading.values('Cors').find(isWide);
      if (plain !== undefined && known) yield fact(resource, model, false, plain, 'Cors', '"Cors: AllowOrigin"');
      for (const cors of plain === undefined ? reading.objects('Cors') : []) {
        const origin = cors.values('AllowOrigin').find(isWide);
        const credentials = cors.values('AllowCredentials').some(isTrueQuoted);
        if (origin !== undefined && (credentials || known))
          yield fact(resource, model, credentials, origin, 'AllowOrigin', '"Cors: AllowOrigin"');
      }
    }
  }
  for (const resource of model.resourcesOfType('AWS::Serverless::HttpApi')) {
    const known = authenticated.has(resource);
    const cdk = '"CorsConfiguration: AllowOrigins"';
    for (const reading of model.readingsOf(resource)) {
      yield* corsFacts(model, resource, reading, ['CorsConfiguration'], known, cdk);
      const all = reading.values('CorsConfiguration').find(isTrueQuoted);
      if (all !== undefined && known) yield fact(resource, model, false, all, 'CorsConfiguration', cdk);
    }
  }
}

/** `x-amazon-apigateway-cors` of the definition of an HTTP API. */
function* definitions(model: Model, authenticated: Apis): Iterable<Fact<Message>> {
  for (const resource of model.resourcesOfType('AWS::ApiGatewayV2::Api')) {
    const { Body } = resource.properties;
    if (Body === undefined) continue;
    const resolver = model.resolverOf(resource.template);
    const at = (...path: string[]) =>
      nodesAt(resolver, Body, below(model.propertiesOf(resource), 'Body'), 'x-amazon-apigateway-cors', ...path);
    const origins = at('allowOrigins').flatMap((place) => membersOf(resolver, place.value, place.at));
    const origin = origins.find(({ value }) => typeof value === 'string' && wide.has(value));
    if (origin === undefined || typeof origin.value !== 'string') continue;
    const credentials = at('allowCredentials').some(({ value }) => value === true || value === 'true');
    if (!credentials && !authenticated.has(resource)) continue;
    const found = { shown: origin.value, at: origin.at };
    yield fact(resource, model, credentials, found, 'allowOrigins', '"x-amazon-apigateway-cors: allowOrigins"');
  }
}

/** Where the rules of each store are, and the methods among them that change what is stored. */
const stores: readonly { readonly type: string; readonly path: readonly string[]; readonly cdk: string }[] = [
  { type: 'AWS::S3::Bucket', path: ['CorsConfiguration', 'CorsRules'], cdk: '"cors: [{ allowedOrigins, allowedMethods }]"' },
  { type: 'AWS::MediaStore::Container', path: ['CorsPolicy'], cdk: '"corsPolicy"' },
];
const writing: ReadonlySet<string> = new Set(['PUT', 'POST', 'DELETE']);

function* storeFacts(model: Model): Iterable<Fact<Message>> {
  for (const { type, path, cdk } of stores) {
    for (const resource of model.resourcesOfType(type)) {
      for (const rule of model.readingsOf(resource).flatMap((reading) => reading.objects(...path))) {
        const origin = rule.values('AllowedOrigins', '*').find(isWide);
        if (origin === undefined) continue;
        const methods = rule.values('AllowedMethods', '*').map(({ text }) => text.toUpperCase());
        const writes = [...new Set(methods.filter((method) => writing.has(method)))];
        if (writes.length === 0) continue;
        const listed = writes.join(', ');
        const data = { name: model.nameOf(resource), methods: listed, property: 'AllowedOrigins', value: `"${origin.shown}"`, cdk };
        yield { message: 'everyOriginWrites', resource, at: origin.at, evidence: `AllowedOrigins ${origin.shown} for ${listed}`, data };
      }
    }
  }
}
