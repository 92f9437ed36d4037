import { isPrivateGraph } from '../../core/model/graphql';
import { functionNamedIn } from '../../core/model/lambda';
import type { Authentication, Model } from '../../core/model/model';
import { targetOf } from '../../core/model/stages';
import type { Resource } from '../../core/template/template';
import { DEFAULT_BUS, isDefaultBusArn, usesDefaultBus } from '../default-bus';
import { widestExposure } from '../exposures';
import type { Exposure } from '../inventory';
import { mentionedIn } from '../mentioned';
import { addTo, sortedOnce } from '../order';
import { storeKindOf } from '../store-kinds';
import { storeOfRole } from './role-stores';
import { type Starter, shownValue, triggerBy } from './starter';

/** Resolvers of GraphQL APIs, and functions that authorize their callers. */
export function* graphStarters(model: Model): Iterable<Starter> {
  const apis = new Map<Resource, GraphCallers>();
  for (const type of ['AWS::AppSync::GraphQLApi', 'AWS::AppSync::Api']) {
    for (const api of model.resourcesOfType(type)) {
      apis.set(api, callersOf(model, api));
      yield* authorizers(model, api);
    }
  }
  const sources = new Map<string, Resource>();
  for (const source of model.resourcesOfType('AWS::AppSync::DataSource')) {
    const api = targetOf(model, source, 'ApiId');
    const name = shownValue(model, source, 'Name');
    if (name !== undefined) sources.set(keyOf(api, name), source);
  }
  const used = new Set<Resource>();
  const steps = pipelineSources(model, sources);
  for (const resolver of model.resourcesOfType('AWS::AppSync::Resolver')) {
    const api = targetOf(model, resolver, 'ApiId');
    const label = `${shownValue(model, resolver, 'TypeName') ?? '?'}.${shownValue(model, resolver, 'FieldName') ?? '?'}`;
    const own = sourceOf(model, resolver, api, sources);
    const all = own === undefined ? functionsOf(model, resolver).flatMap((step) => steps.get(step) ?? []) : [own];
    for (const source of all) used.add(source);
    for (const source of all.length === 0 ? [undefined] : all) yield fieldStarter(model, resolver, label, api, source, apis);
  }
  for (const source of model.resourcesOfType('AWS::AppSync::DataSource')) {
    if (used.has(source)) continue;
    yield fieldStarter(model, source, `data source ${model.nameOf(source)}`, targetOf(model, source, 'ApiId'), source, apis);
  }
}

function keyOf(api: Resource | undefined, name: string): string {
  return `${api?.template.name ?? ''}#${api?.logicalId ?? ''} ${name}`;
}

function sourceOf(
  model: Model,
  resource: Resource,
  api: Resource | undefined,
  sources: ReadonlyMap<string, Resource>,
): Resource | undefined {
  const named = targetOf(model, resource, 'DataSourceName');
  if (named !== undefined) return named;
  const name = shownValue(model, resource, 'DataSourceName');
  return name === undefined ? undefined : sources.get(keyOf(api, name));
}

/** The data source of each function of pipelines. */
function pipelineSources(model: Model, sources: ReadonlyMap<string, Resource>): ReadonlyMap<Resource, readonly Resource[]> {
  const found = new Map<Resource, Resource[]>();
  for (const step of model.resourcesOfType('AWS::AppSync::FunctionConfiguration')) {
    const source = sourceOf(model, step, targetOf(model, step, 'ApiId'), sources);
    if (source !== undefined) addTo(found, step, source);
  }
  return found;
}

function functionsOf(model: Model, resolver: Resource): readonly Resource[] {
  const templates = model.resolverOf(resolver.template);
  return model.values(resolver, 'PipelineConfig', 'Functions').flatMap(({ value }) => templates.target(value) ?? []);
}

function fieldStarter(
  model: Model,
  by: Resource,
  label: string,
  api: Resource | undefined,
  source: Resource | undefined,
  apis: ReadonlyMap<Resource, GraphCallers>,
): Starter {
  const callers = (api === undefined ? undefined : apis.get(api)) ?? UNKNOWN;
  const started = source === undefined ? undefined : functionOf(model, source);
  const store = source === undefined || started !== undefined ? undefined : storeOf(model, source);
  return triggerBy('AppSync', 'synchronous', callers.exposure, callers.who, {
    label,
    by,
    authentication: callers.authentication,
    ...(started === undefined ? {} : { function: started }),
    ...(store === undefined ? {} : { store }),
    ...(api === undefined ? {} : { from: api }),
  });
}

function functionOf(model: Model, source: Resource): Resource | undefined {
  for (const { value } of model.values(source, 'LambdaConfig', 'LambdaFunctionArn')) {
    const started = functionNamedIn(model, source, value);
    if (started !== undefined) return started;
  }
  return undefined;
}

function storeOf(model: Model, source: Resource): Starter['store'] {
  const { DynamoDBConfig, RelationalDatabaseConfig, OpenSearchServiceConfig, ElasticsearchConfig, EventBridgeConfig } = source.properties;
  const configurations = [DynamoDBConfig, RelationalDatabaseConfig, OpenSearchServiceConfig, ElasticsearchConfig, EventBridgeConfig];
  const named = mentionedIn(
    model,
    source,
    configurations.map((each) => each ?? null),
  );
  const store = named.find(({ type }) => storeKindOf(type) !== undefined && type !== 'AWS::SecretsManager::Secret');
  return (
    store ?? storeOfRole(model, source, 'ServiceRoleArn') ?? (sendsEvents(model, source) && usesDefaultBus(model) ? DEFAULT_BUS : undefined)
  );
}

/** A source that sends to a bus which it does not name in the input: to the default one, as far as is known. */
function sendsEvents(model: Model, source: Resource): boolean {
  return (
    model.values(source, 'EventBridgeConfig', 'EventBusArn').some(({ value }) => isDefaultBusArn(value)) ||
    model.values(source, 'HttpConfig', 'AuthorizationConfig', 'AwsIamConfig', 'SigningServiceName').some(({ value }) => value === 'events')
  );
}

interface GraphCallers {
  readonly exposure: Exposure;
  readonly authentication: readonly Authentication[];
  readonly who: string;
}

const UNKNOWN: GraphCallers = { exposure: 'unknown', authentication: ['unknown'], who: 'callers of an API that is not in the input' };

const TYPES: Readonly<Record<string, readonly [Authentication, Exposure, string]>> = {
  API_KEY: ['api-key', 'anyone', 'anyone with an API key'],
  AWS_IAM: ['iam', 'account', 'identities of the account that may call it'],
  AMAZON_COGNITO_USER_POOLS: ['cognito', 'signed-in', 'users of a Cognito user pool'],
  OPENID_CONNECT: ['jwt', 'signed-in', 'holders of a token of an OpenID Connect provider'],
  AWS_LAMBDA: ['custom', 'signed-in', 'callers that a function authorizes'],
};

/** Each field may be called with any of the API's ways to authenticate, unless the schema says otherwise. */
function callersOf(model: Model, api: Resource): GraphCallers {
  const texts = PROVIDERS.flatMap((path) => model.values(api, ...path)).map(({ value }) => (typeof value === 'string' ? value : ''));
  const known = texts.map(
    (text) => TYPES[text] ?? (['unknown', 'unknown', 'not known: how callers are authenticated cannot be read'] as const),
  );
  if (known.length === 0) return { ...UNKNOWN, who: 'not known: how callers are authenticated cannot be read' };
  const isPrivate = model.readingsOf(api).every(isPrivateGraph);
  const exposure = widestExposure(known.map(([, own]) => own));
  return {
    exposure: isPrivate && (exposure === 'anyone' || exposure === 'unknown') ? 'account' : exposure,
    authentication: sortedOnce(known.map(([authentication]) => authentication)),
    who: `${sortedOnce(known.map(([, , who]) => who)).join(', or ')}${isPrivate ? ', from within VPCs' : ''}`,
  };
}

const PROVIDERS = [
  ['AuthenticationType'],
  ['AdditionalAuthenticationProviders', '*', 'AuthenticationType'],
  ['EventConfig', 'AuthProviders', '*', 'AuthType'],
] as const;

function* authorizers(model: Model, api: Resource): Iterable<Starter> {
  const paths = [
    ['LambdaAuthorizerConfig', 'AuthorizerUri'],
    ['AdditionalAuthenticationProviders', '*', 'LambdaAuthorizerConfig', 'AuthorizerUri'],
    ['EventConfig', 'AuthProviders', '*', 'LambdaAuthorizerConfig', 'AuthorizerUri'],
  ];
  for (const { value } of paths.flatMap((path) => model.values(api, ...path))) {
    const started = functionNamedIn(model, api, value);
    if (started === undefined) continue;
    yield triggerBy('AppSync authorizer', 'synchronous', 'anyone', 'anyone who calls the API, before they are let in', {
      label: model.nameOf(api),
      by: api,
      function: started,
      authentication: ['none'],
      from: api,
    });
  }
}
