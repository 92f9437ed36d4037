import type { Model } from '../../lib/core/model/model';
import { numberIn } from '../../lib/core/model/numbers';
import type { PropertyValue, Reading } from '../../lib/core/model/reading';
import { targetOf } from '../../lib/core/model/stages';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'noAudience' | 'anyClient' | 'anyClientOfPool' | 'oneAnswerForAllRoutes' | 'longCache';

const jwt = (configuration: object) => ({
  Type: 'AWS::ApiGatewayV2::Authorizer',
  Properties: {
    ApiId: 'a1b2c3',
    Name: 'users',
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: 'https://accounts.example.com', ...configuration },
  },
});
const simple = (more: object) => ({
  Authorizer: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: 'a1b2c3',
      Name: 'users',
      AuthorizerType: 'REQUEST',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 300,
      IdentitySource: ['$request.header.Authorization'],
      ...more,
    },
  },
  List: route('GET /orders'),
  Delete: route('DELETE /orders/{id}'),
});
const route = (key: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: { ApiId: 'a1b2c3', RouteKey: key, AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } },
});
const graph = (more: object) => ({ Type: 'AWS::AppSync::GraphQLApi', Properties: { Name: 'orders', ...more } });

/** Authorizers that let in more callers than they look like. */
export default defineRule<Message>({
  meta: {
    id: 'api/no-weak-authorizer',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Authorizers check that a token is meant for the API, and for the route',
    rationale:
      'A token proves who its holder is to the app it was issued for. An authorizer that does not look for whom, or that answers one route with what it decided for another, lets in callers that nobody meant to.',
    references: [
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html',
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.caching',
      'https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html',
    ],
    catalogue: ['API-AUTHORIZER-WEAK'],
    peers: [],
  },
  messages: {
    noAudience: {
      what: 'the JWT authorizer "{name}" takes every token of its issuer, whoever it was issued for: JwtConfiguration has no Audience',
      fix: 'set "JwtConfiguration/Audience" to the ids of the clients of this API ("jwtAudience")',
    },
    anyClient: {
      what: 'the GraphQL API "{name}" takes every token of its OpenID Connect issuer, whoever it was issued for: {property} has no ClientId',
      fix: 'set "OpenIDConnectConfig/ClientId" ("openIdConnectConfig: { clientId }")',
    },
    anyClientOfPool: {
      what: 'the GraphQL API "{name}" takes the tokens of every client of its user pool: AppIdClientRegex is {value}',
      fix: 'set "UserPoolConfig/AppIdClientRegex" ("userPoolConfig: { appIdClientRegex }") to the ids of the clients of this API',
    },
    oneAnswerForAllRoutes: {
      what: 'authorizer "{name}" gives an answer for one of its {count} routes to all of them: it caches {response} by {identity}, without the route',
      fix: 'add {key} to "IdentitySource", return a policy that names the routes, or set "AuthorizerResultTtlInSeconds" to 0 ("resultsCacheTtl: Duration.seconds(0)")',
    },
    longCache: {
      what: 'authorizer "{name}" keeps its answers for {seconds} seconds: a caller who is shut out gets in for that long',
      fix: 'set "AuthorizerResultTtlInSeconds" to 300 or less ("resultsCacheTtl")',
    },
  },
  examples: {
    valid: [
      { title: 'a JWT authorizer with an audience', resources: { Authorizer: jwt({ Audience: ['orders-web'] }) } },
      {
        title: 'an answer that is kept by route',
        resources: simple({ IdentitySource: ['$request.header.Authorization', '$context.routeKey'] }),
      },
    ],
    invalid: [
      { title: 'a JWT authorizer without an audience', resources: { Authorizer: jwt({}) }, reports: ['noAudience'] },
      {
        title: 'an OpenID Connect issuer, and any of its clients',
        resources: {
          Graph: graph({ AuthenticationType: 'OPENID_CONNECT', OpenIDConnectConfig: { Issuer: 'https://accounts.example.com' } }),
        },
        reports: ['anyClient'],
      },
      {
        title: 'a user pool, and any of its clients',
        resources: {
          Graph: graph({
            AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
            UserPoolConfig: { UserPoolId: 'eu-west-1_abc', AwsRegion: 'eu-west-1', DefaultAction: 'ALLOW', AppIdClientRegex: '.*' },
          }),
        },
        reports: ['anyClientOfPool'],
      },
      { title: 'one answer for all routes', resources: simple({}), reports: ['oneAnswerForAllRoutes'] },
      {
        title: 'an answer that outlives its caller',
        resources: simple({ IdentitySource: ['$context.routeKey'], AuthorizerResultTtlInSeconds: 7200 }),
        reports: ['longCache'],
      },
    ],
  },
  *check(model) {
    const http = model.resourcesOfType('AWS::ApiGatewayV2::Authorizer');
    const rest = model.resourcesOfType('AWS::ApiGateway::Authorizer');
    const routes = http.length + rest.length === 0 ? new Map<Resource, number>() : guardedRoutes(model);
    for (const resource of http) {
      for (const reading of model.readingsOf(resource)) yield* httpFacts(model, resource, reading, routes);
    }
    for (const resource of rest) {
      for (const reading of model.readingsOf(resource)) yield* restFacts(model, resource, reading, routes);
    }
    for (const resource of model.resourcesOfType('AWS::AppSync::GraphQLApi')) {
      for (const reading of model.readingsOf(resource)) yield* graphFacts(model, resource, reading);
    }
  },
});

function* httpFacts(model: Model, resource: Resource, reading: Reading, routes: ReadonlyMap<Resource, number>): Iterable<Fact<Message>> {
  const name = model.nameOf(resource);
  if (reading.canBe(['AuthorizerType'], ['JWT']) === 'yes') {
    const audience = reading.values('JwtConfiguration', 'Audience', '*');
    if (audience.length === 0 || audience.some(({ kind }) => kind === 'absent')) {
      yield {
        message: 'noAudience',
        resource,
        at: reading.objects('JwtConfiguration')[0]?.at ?? reading.at,
        evidence: 'Audience absent',
        data: { name },
      };
    }
    return;
  }
  yield* longCacheFacts(resource, name, reading);
  // Without a TTL an HTTP API keeps no answers.
  if (!reading.values('AuthorizerResultTtlInSeconds').some((ttl) => (numberIn(ttl) ?? 0) > 0)) return;
  if (reading.canBe(['EnableSimpleResponses'], ['true']) !== 'yes') return;
  const sources = reading.values('IdentitySource', '*');
  if (namesRoute(sources, ['$context.routekey', '$context.path', '$request.path'])) return;
  const count = routes.get(resource) ?? 0;
  if (count < 2) return;
  yield cacheFact(resource, name, reading, count, sources, 'a simple response', '"$context.routeKey"');
}

function* restFacts(model: Model, resource: Resource, reading: Reading, routes: ReadonlyMap<Resource, number>): Iterable<Fact<Message>> {
  const name = model.nameOf(resource);
  yield* longCacheFacts(resource, name, reading);
  if (reading.canBe(['Type'], ['REQUEST']) !== 'yes') return;
  // A REST API keeps answers for 300 seconds unless it is told otherwise.
  if (reading.values('AuthorizerResultTtlInSeconds').every((ttl) => ttl.kind !== 'absent' && (numberIn(ttl) ?? 0) <= 0)) return;
  const sources = reading.values('IdentitySource');
  if (namesRoute(sources, ['context.path', 'context.resourcepath', 'context.resourceid', 'context.httpmethod'])) return;
  const count = routes.get(resource) ?? 0;
  if (count < 2) return;
  // The policy that the function returns may name all its routes: advice, no more.
  yield { ...cacheFact(resource, name, reading, count, sources, 'its policy', '"context.path" and "context.httpMethod"'), atMost: 'info' };
}

function* longCacheFacts(resource: Resource, name: string, reading: Reading): Iterable<Fact<Message>> {
  for (const ttl of reading.values('AuthorizerResultTtlInSeconds')) {
    if ((numberIn(ttl) ?? 0) <= LONGEST_CACHE) continue;
    const evidence = `AuthorizerResultTtlInSeconds ${ttl.shown}`;
    yield { message: 'longCache', resource, at: ttl.at, evidence, data: { name, seconds: ttl.shown } };
  }
}

/** The most that API Gateway takes, in seconds. */
const LONGEST_CACHE = 3600;

function cacheFact(
  resource: Resource,
  name: string,
  reading: Reading,
  count: number,
  sources: readonly PropertyValue[],
  response: string,
  key: string,
): Fact<Message> {
  const shown = sources.map((source) => source.shown).filter((source) => source !== '');
  const identity = shown.length === 0 ? 'nothing' : `"${shown.join('", "')}"`;
  const evidence = `IdentitySource ${shown.join(', ') || 'absent'}`;
  const data = { name, count: String(count), response, identity, key };
  return { message: 'oneAnswerForAllRoutes', resource, at: reading.at, evidence, data };
}

function namesRoute(sources: readonly PropertyValue[], keys: readonly string[]): boolean {
  return sources.some(({ kind, text }) => kind === 'symbolic' || keys.some((key) => text.toLowerCase().includes(key)));
}

/** How many routes or methods each authorizer guards. */
function guardedRoutes(model: Model): ReadonlyMap<Resource, number> {
  const counts = new Map<Resource, number>();
  for (const type of ['AWS::ApiGatewayV2::Route', 'AWS::ApiGateway::Method']) {
    for (const route of model.resourcesOfType(type)) {
      const authorizer = targetOf(model, route, 'AuthorizerId');
      if (authorizer !== undefined) counts.set(authorizer, (counts.get(authorizer) ?? 0) + 1);
    }
  }
  return counts;
}

/** The properties that describe one way to authenticate: those of the API, and of each additional provider. */
function* graphFacts(model: Model, resource: Resource, reading: Reading): Iterable<Fact<Message>> {
  const name = model.nameOf(resource);
  for (const provider of [reading, ...reading.objects('AdditionalAuthenticationProviders')]) {
    if (provider.canBe(['AuthenticationType'], ['OPENID_CONNECT']) === 'yes' && provider.lacks('OpenIDConnectConfig', 'ClientId')) {
      yield {
        message: 'anyClient',
        resource,
        at: provider.at,
        evidence: 'ClientId absent',
        data: { name, property: 'OpenIDConnectConfig' },
      };
    }
    if (provider.canBe(['AuthenticationType'], ['AMAZON_COGNITO_USER_POOLS']) !== 'yes') continue;
    for (const { kind, text, shown, at } of provider.values('UserPoolConfig', 'AppIdClientRegex')) {
      const takesAll = kind === 'literal' && ALL_CLIENTS.has(text);
      if (kind !== 'absent' && !takesAll) continue;
      const data = { name, value: takesAll ? `"${shown}"` : 'absent' };
      // Often all clients of the pool are the app's own: CDK leaves it out.
      const cap = takesAll ? {} : { atMost: 'info' as const };
      yield { message: 'anyClientOfPool', resource, at, evidence: `AppIdClientRegex ${shown || 'absent'}`, data, ...cap };
    }
  }
}

const ALL_CLIENTS: ReadonlySet<string> = new Set(['.*', '^.*$', '.+', '^.+$', '.*?']);
