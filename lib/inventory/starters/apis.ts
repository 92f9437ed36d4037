import { functionNamedIn } from '../../core/model/lambda';
import type { Authentication, EntryPoint, Model } from '../../core/model/model';
import { isPrivateApi } from '../../core/model/stages';
import type { Resource } from '../../core/template/template';
import { DEFAULT_BUS, usesDefaultBus } from '../default-bus';
import { isWiderExposure, widestExposure } from '../exposures';
import type { Exposure } from '../inventory';
import { mentionedIn } from '../mentioned';
import { sortedOnce } from '../order';
import { storeKindOf } from '../store-kinds';
import { storeOfRole } from './role-stores';
import { type Starter, type StarterContext, shownValue, triggerBy } from './starter';

/** Function URLs and the routes of APIs, with who can call them. */
export function* apiStarters(context: StarterContext): Iterable<Starter> {
  const { model } = context;
  const connects = new Map<Resource, Starter>();
  for (const entryPoint of model.entryPoints) {
    const starter = starterOf(context, entryPoint);
    if (entryPoint.kind === 'websocket-connect' && entryPoint.api !== undefined) connects.set(entryPoint.api, starter);
    yield starter;
  }
  yield* messageRoutes(model, connects);
  yield* authorizers(model);
}

function starterOf(context: StarterContext, entryPoint: EntryPoint): Starter {
  const { model } = context;
  const { kind, resource, route, api, mock } = entryPoint;
  const authentication = sortedOnce(entryPoint.authentication.map(({ value }) => value));
  const { exposure, who } = signersBeside(context, entryPoint, authentication, callersOf(model, entryPoint, authentication));
  const started = entryPoint.function;
  const store = started === undefined && mock !== true ? storeBehind(model, entryPoint) : undefined;
  const owner = api ?? (started === undefined ? resource : undefined);
  return {
    kind,
    invocation: 'synchronous',
    service: serviceOf(kind),
    label: mock === true ? `${route} (a fixed answer)` : route,
    exposure,
    authentication,
    who,
    tls: 'yes',
    by: resource,
    ...(started === undefined ? {} : { function: started }),
    ...(store === undefined ? {} : { store }),
    ...(owner === undefined ? {} : { from: owner }),
  };
}

function serviceOf(kind: EntryPoint['kind']): string {
  switch (kind) {
    case 'function-url':
    case 'web-function-endpoint':
      return 'Lambda URL';
    case 'websocket-connect':
      return 'API Gateway WebSocket';
    default:
      return 'API Gateway';
  }
}

const EXPOSURES: Readonly<Record<Authentication, Exposure>> = {
  none: 'anyone',
  'api-key': 'anyone',
  iam: 'account',
  jwt: 'signed-in',
  cognito: 'signed-in',
  custom: 'signed-in',
  other: 'signed-in',
  unknown: 'unknown',
};

interface Callers {
  readonly exposure: Exposure;
  readonly who: string;
}

/** Who may call: by authentication, unless a network or a policy keeps strangers out. */
function callersOf(model: Model, entryPoint: EntryPoint, authentication: readonly Authentication[]): Callers {
  const { api, restrictedNetwork, function: started } = entryPoint;
  const open = widestExposure(authentication.map((value) => EXPOSURES[value]));
  const who = sortedOnce(authentication.map((value) => callersBy(model, entryPoint, value))).join(', or ');
  if (restrictedNetwork === 'no') return { exposure: open, who };
  if (restrictedNetwork === 'unknown') {
    const exposure = open === 'anyone' ? 'unknown' : open;
    return { exposure, who: `${who}, as far as its resource policy lets them` };
  }
  const isPrivate = api !== undefined && isPrivateApi(model, api);
  const within = isPrivate ? 'from within VPCs' : 'whom its resource policy names';
  const restricted = isPrivate ? 'account' : 'other-account';
  const exposure = open === 'anyone' || open === 'unknown' ? restricted : open;
  return { exposure, who: started === undefined || authentication.includes('none') ? `callers ${within}` : `${who}, ${within}` };
}

/** With signed requests, the identities beyond the account that the resource policy of the API lets call it; everyone is every AWS account then. */
function signersBeside(
  { model, exposureOf }: StarterContext,
  { api }: EntryPoint,
  authentication: readonly Authentication[],
  callers: Callers,
): Callers {
  if (api === undefined || !authentication.includes('iam') || isPrivateApi(model, api)) return callers;
  const policy = exposureOf(api);
  const exposure = policy.exposure === 'anyone' ? 'any-account' : policy.exposure;
  if (!isWiderExposure(exposure, callers.exposure)) return callers;
  const strangers = exposure === 'any-account' ? 'identities of every AWS account' : policy.reasons.join(', ');
  return { exposure, who: `${callers.who}, and by its resource policy ${strangers}` };
}

function callersBy(model: Model, { resource }: EntryPoint, authentication: Authentication): string {
  switch (authentication) {
    case 'none':
      return 'anyone on the internet';
    case 'api-key':
      return 'anyone with an API key';
    case 'iam':
      return 'identities of the account that may call it';
    case 'cognito': {
      const pools = authorizersOf(model, resource).flatMap((authorizer) => poolsOf(model, authorizer));
      return pools.length === 0 ? 'users of a Cognito user pool' : `users of ${sortedOnce(pools).join(', ')}`;
    }
    case 'jwt': {
      const issuers = authorizersOf(model, resource).flatMap((by) => shownValue(model, by, 'JwtConfiguration', 'Issuer') ?? []);
      return issuers.length === 0
        ? 'holders of a token that a JWT authorizer accepts'
        : `holders of a token of ${sortedOnce(issuers).join(', ')}`;
    }
    case 'custom': {
      const names = authorizersOf(model, resource).map((authorizer) => model.nameOf(authorizer));
      return names.length === 0
        ? 'callers that an authorizer lets in'
        : `callers that the authorizer ${sortedOnce(names).join(', ')} lets in`;
    }
    case 'other':
      return 'callers that it authenticates';
    case 'unknown':
      return 'not known: how callers are authenticated cannot be read';
  }
}

function authorizersOf(model: Model, resource: Resource): readonly Resource[] {
  const resolver = model.resolverOf(resource.template);
  return model.values(resource, 'AuthorizerId').flatMap(({ value }) => resolver.target(value) ?? []);
}

function poolsOf(model: Model, authorizer: Resource): readonly string[] {
  return model.values(authorizer, 'ProviderARNs').map((element) => {
    const pool = model.resolverOf(authorizer.template).target(element.value);
    return pool === undefined ? model.show(element, authorizer) : `the user pool ${model.nameOf(pool)}`;
  });
}

/** What an integration without a function leads to: the first store that its address or its template names. */
function storeBehind(model: Model, { kind, resource }: EntryPoint): Starter['store'] {
  if (kind === 'rest-method') {
    const named = firstStore(mentionedIn(model, resource, resource.properties.Integration));
    return (
      named ??
      storeOfRole(model, resource, 'Integration', 'Credentials') ??
      busOf(model, resource, /:events:action\//, 'Integration', 'Uri')
    );
  }
  if (kind !== 'http-route') return undefined;
  const resolver = model.resolverOf(resource.template);
  for (const { value } of model.values(resource, 'Target')) {
    for (const part of typeof value === 'string' ? [] : value.parts) {
      const integration = typeof part === 'string' ? undefined : resolver.target({ parts: [part] });
      if (integration === undefined) continue;
      const { RequestParameters, IntegrationUri } = integration.properties;
      const named = firstStore(mentionedIn(model, integration, [RequestParameters ?? null, IntegrationUri ?? null]));
      return named ?? storeOfRole(model, integration, 'CredentialsArn') ?? busOf(model, integration, /^EventBridge-/, 'IntegrationSubtype');
    }
  }
  return undefined;
}

/** An integration that sends events, and names no bus of the input: to the default one, as far as is known. */
function busOf(model: Model, from: Resource, pattern: RegExp, ...path: readonly string[]): typeof DEFAULT_BUS | undefined {
  return pattern.test(shownValue(model, from, ...path) ?? '') && usesDefaultBus(model) ? DEFAULT_BUS : undefined;
}

function firstStore(resources: readonly Resource[]): Resource | undefined {
  return resources.find(({ type }) => storeKindOf(type) !== undefined);
}

/** The routes of a WebSocket API behind `$connect`: whoever is connected may use them. */
function* messageRoutes(model: Model, connects: ReadonlyMap<Resource, Starter>): Iterable<Starter> {
  for (const route of model.resourcesOfType('AWS::ApiGatewayV2::Route')) {
    const resolver = model.resolverOf(route.template);
    const api = model.values(route, 'ApiId').flatMap(({ value }) => resolver.target(value) ?? [])[0];
    const connect = api === undefined ? undefined : connects.get(api);
    const label = shownValue(model, route, 'RouteKey') ?? '$default';
    if (connect === undefined || label === '$connect') continue;
    const started = integrationTarget(model, route);
    yield { ...connect, label, by: route, who: connect.who, ...(started === undefined ? { function: undefined } : { function: started }) };
  }
}

function integrationTarget(model: Model, route: Resource): Resource | undefined {
  const resolver = model.resolverOf(route.template);
  for (const { value } of model.values(route, 'Target')) {
    for (const part of typeof value === 'string' ? [] : value.parts) {
      const integration = typeof part === 'string' ? undefined : resolver.target({ parts: [part] });
      if (integration === undefined) continue;
      for (const uri of model.values(integration, 'IntegrationUri')) {
        const started = functionNamedIn(model, integration, uri.value);
        if (started !== undefined) return started;
      }
    }
  }
  return undefined;
}

const AUTHORIZERS = ['AWS::ApiGateway::Authorizer', 'AWS::ApiGatewayV2::Authorizer'] as const;

/** A function that authorizes callers works on what strangers send. */
function* authorizers(model: Model): Iterable<Starter> {
  for (const type of AUTHORIZERS) {
    for (const by of model.resourcesOfType(type)) {
      const resolver = model.resolverOf(by.template);
      const property = type === 'AWS::ApiGateway::Authorizer' ? 'RestApiId' : 'ApiId';
      const api = model.values(by, property).flatMap(({ value }) => resolver.target(value) ?? [])[0];
      const isPrivate = api !== undefined && isPrivateApi(model, api);
      for (const { value } of model.values(by, 'AuthorizerUri')) {
        const started = functionNamedIn(model, by, value);
        if (started === undefined) continue;
        const who = isPrivate ? 'callers from within VPCs, before they are let in' : 'anyone who calls the API, before they are let in';
        yield triggerBy('API Gateway authorizer', 'synchronous', isPrivate ? 'account' : 'anyone', who, {
          label: model.nameOf(by),
          by,
          function: started,
          authentication: ['none'],
          ...(api === undefined ? {} : { from: api }),
        });
      }
    }
  }
}
