import { isObject, type Json } from '../json';
import { below, type Path } from '../path';
import type { Located } from '../template/resolver';
import type { Resource, Template } from '../template/template';
import { type EntryPointReader, isPreflightOnly, propertiesOf, withApiKey } from './entry-point-reader';
import type { Authentication, EntryPoint, FeasibleAuthentication } from './model';
import { nodesAt, objectsOf } from './nodes';
import { asEntryPoint, operationsOf, saysTrue, unreadableDefinition } from './openapi';

const builtInAuthorizers: Readonly<Record<string, Authentication>> = { NONE: 'none', AWS_IAM: 'iam' };

/** What SAM's own resource types open: function URLs, API events of functions and state machines, APIs with a definition. */
export function* samEntryPoints(reader: EntryPointReader): Iterable<EntryPoint> {
  yield* samFunctionUrls(reader);
  const routes = new Set<string>();
  for (const type of ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine']) {
    for (const resource of reader.model.resourcesOfType(type)) yield* apiEvents(reader, resource, routes);
  }
  for (const type of ['AWS::Serverless::Api', 'AWS::Serverless::HttpApi']) {
    for (const api of reader.model.resourcesOfType(type)) yield* definedOperations(reader, api, routes);
  }
  yield* samWebSockets(reader);
}

function* samFunctionUrls(reader: EntryPointReader): Iterable<EntryPoint> {
  for (const resource of reader.model.resourcesOfType('AWS::Serverless::Function')) {
    const [config] = settings(reader, resource, 'FunctionUrlConfig');
    if (config === undefined) continue;
    const [type] = settings(reader, resource, 'FunctionUrlConfig', 'AuthType');
    yield {
      kind: 'function-url',
      resource,
      at: type?.at ?? config.at,
      route: reader.model.nameOf(resource),
      authentication: reader.authentications(resource, type?.value, type?.at, config.at, builtInAuthorizers),
      restrictedNetwork: 'no',
      function: resource,
    };
  }
}

/** The nodes of a property of a SAM resource, with what it takes from `Globals`. */
function settings(reader: EntryPointReader, resource: Resource, ...path: readonly string[]): readonly Located<Json>[] {
  return nodesAt(reader.resolverOf(resource), resource.properties, propertiesOf(resource), ...path);
}

/** What `Globals` say of the API that SAM makes for events that name none. */
function globalSettings(reader: EntryPointReader, template: Template, ...path: readonly string[]): readonly Located<Json>[] {
  const { Globals } = template.body;
  return Globals === undefined ? [] : nodesAt(reader.model.resolverOf(template), Globals, below(undefined, 'Globals'), ...path);
}

/** How an API authenticates what does not say so itself. */
interface ApiDefaults {
  readonly api: Resource | undefined;
  /** Empty when there is no default authorizer. */
  readonly authorizer: readonly FeasibleAuthentication[];
  readonly keyRequired: boolean;
  /** Authorizers by name. */
  readonly authorizers: ReadonlyMap<string, Authentication>;
  /** Whether the API is outside the input, so that its defaults are not known. */
  readonly unknown: boolean;
}

function defaultsOf(
  reader: EntryPointReader,
  event: Resource,
  api: Resource | undefined,
  section: 'Api' | 'HttpApi',
  unknown: boolean,
): ApiDefaults {
  const owner = api ?? event;
  const at = (...path: string[]) =>
    api === undefined ? globalSettings(reader, event.template, section, 'Auth', ...path) : settings(reader, api, 'Auth', ...path);
  const resolver = reader.resolverOf(owner);
  const authorizers = new Map<string, Authentication>();
  for (const place of at('Authorizers')) {
    for (const { value } of objectsOf(resolver, place.value, place.at)) {
      for (const [name, authorizer] of Object.entries(value)) authorizers.set(name, authorizerType(authorizer));
    }
  }
  const authorizer = at('DefaultAuthorizer').flatMap((place) => authorizerValues(reader, owner, place, authorizers));
  const keyRequired = at('ApiKeyRequired').some((place) => saysTrue(resolver, place.value, place.at));
  return { api, authorizer, keyRequired, authorizers, unknown };
}

function authorizerType(authorizer: Json): Authentication {
  if (!isObject(authorizer)) return 'custom';
  if (authorizer.UserPoolArn !== undefined) return 'cognito';
  return authorizer.JwtConfiguration !== undefined ? 'jwt' : 'custom';
}

function authorizerValues(
  reader: EntryPointReader,
  owner: Resource,
  place: Located<Json>,
  authorizers: ReadonlyMap<string, Authentication>,
): readonly FeasibleAuthentication[] {
  return reader
    .resolverOf(owner)
    .strings(place.value, place.at)
    .map(({ value, at }): FeasibleAuthentication => {
      const written = reader.show(value, owner);
      if (typeof value !== 'string') return { value: 'unknown', at, written };
      return { value: builtInAuthorizers[value.toUpperCase()] ?? authorizers.get(value) ?? 'custom', at, written };
    });
}

function* apiEvents(reader: EntryPointReader, resource: Resource, routes: Set<string>): Iterable<EntryPoint> {
  const resolver = reader.resolverOf(resource);
  for (const events of nodesAt(resolver, resource.properties, propertiesOf(resource), 'Events')) {
    for (const { value, at } of objectsOf(resolver, events.value, events.at)) {
      for (const [name, event] of Object.entries(value)) {
        for (const object of objectsOf(resolver, event, below(at, name))) {
          const type = object.value.Type;
          if (type === 'Api' || type === 'HttpApi') {
            yield* apiEvent(
              reader,
              resource,
              type,
              { value: object.value.Properties ?? null, at: below(object.at, 'Properties') },
              object.at,
              routes,
            );
          }
        }
      }
    }
  }
}

function* apiEvent(
  reader: EntryPointReader,
  resource: Resource,
  section: 'Api' | 'HttpApi',
  properties: Located<Json>,
  event: Path | undefined,
  routes: Set<string>,
): Iterable<EntryPoint> {
  const resolver = reader.resolverOf(resource);
  const at = (...path: string[]) => nodesAt(resolver, properties.value, properties.at, ...path);
  const texts = (key: string) => at(key).flatMap((place) => resolver.strings(place.value, place.at));
  const apiValues = texts(section === 'Api' ? 'RestApiId' : 'ApiId');
  const api = apiValues.map(({ value }) => resolver.target(value)).find((target) => target !== undefined);
  const defaults = defaultsOf(reader, resource, api, section, api === undefined && apiValues.length > 0);
  const verbs = texts('Method').map(({ value }) => verbOf(reader.show(value, resource)));
  if (isPreflightOnly(verbs)) return;
  const paths = texts('Path').map(({ value }) => reader.show(value, resource));
  const route = paths.length === 0 && verbs.length === 0 ? '$default' : `${verbs.join('|') || 'ANY'} ${paths.join('|') || '/'}`;
  if (api !== undefined) routes.add(routeKey(api, route));
  const place = at('Auth')[0]?.at ?? (at().length > 0 ? properties.at : event);
  const own = at('Auth', 'Authorizer').flatMap((authorizer) => authorizerValues(reader, resource, authorizer, defaults.authorizers));
  const authentication = own.length > 0 ? own : inherited(defaults, place);
  // The finding on a definition that cannot be read stands for all operations that it may decide.
  if (own.length === 0 && defaults.authorizer.length === 0 && hasUnreadableDefinition(reader, api)) return;
  const keySaid = at('Auth', 'ApiKeyRequired');
  const keyRequired = keySaid.length > 0 ? keySaid.some((key) => saysTrue(resolver, key.value, key.at)) : defaults.keyRequired;
  yield {
    kind: 'sam-event',
    resource,
    at: at('Auth', 'Authorizer')[0]?.at ?? place,
    route,
    authentication: section === 'Api' && keyRequired ? authentication.map(withApiKey) : authentication,
    restrictedNetwork: section === 'Api' ? samRestriction(reader, resource, api, at('Auth', 'ResourcePolicy')) : 'no',
    ...(resource.type === 'AWS::Serverless::Function' ? { function: resource } : {}),
    ...(api === undefined ? {} : { api }),
  };
}

function hasUnreadableDefinition(reader: EntryPointReader, api: Resource | undefined): boolean {
  return api !== undefined && [...unreadableDefinition(reader, api)].length > 0;
}

function verbOf(method: string): string {
  const verb = method.toUpperCase();
  return verb === 'X-AMAZON-APIGATEWAY-ANY-METHOD' ? 'ANY' : verb;
}

function routeKey(api: Resource, route: string): string {
  return `${api.template.name}\n${api.logicalId}\n${route}`;
}

function inherited(defaults: ApiDefaults, at: Path | undefined): readonly FeasibleAuthentication[] {
  if (defaults.unknown) return [{ value: 'unknown', at, written: 'API outside the input' }];
  return defaults.authorizer.length > 0 ? defaults.authorizer.map((found) => ({ ...found, at })) : [{ value: 'none', at, written: '' }];
}

/** Lists of SAM's `Auth/ResourcePolicy` that keep everybody out but the listed. */
const allowLists = ['AwsAccountWhitelist', 'IpRangeWhitelist', 'SourceVpcWhitelist', 'IntrinsicVpcWhitelist', 'IntrinsicVpceWhitelist'];
const everywhere = new Set(['0.0.0.0/0', '::/0', '*']);

function samRestriction(
  reader: EntryPointReader,
  resource: Resource,
  api: Resource | undefined,
  ofEvent: readonly Located<Json>[],
): EntryPoint['restrictedNetwork'] {
  const ofApi =
    api?.type === 'AWS::Serverless::Api'
      ? settings(reader, api, 'Auth', 'ResourcePolicy')
      : globalSettings(reader, resource.template, 'Api', 'Auth', 'ResourcePolicy');
  for (const [owner, places] of [[resource, ofEvent] as const, [api ?? resource, ofApi] as const]) {
    const resolver = reader.resolverOf(owner);
    for (const place of places) {
      for (const list of allowLists) {
        const allowed = nodesAt(resolver, place.value, place.at, list).flatMap(({ value, at }) => resolver.list(value, at));
        if (allowed.length > 0 && allowed.every(({ value }) => typeof value !== 'string' || !everywhere.has(value.trim()))) return 'yes';
      }
    }
  }
  return reader.restrictedNetwork(api);
}

/** Operations of an inline definition, with the defaults that SAM writes into it, and the definitions it cannot see. */
function* definedOperations(reader: EntryPointReader, api: Resource, routes: ReadonlySet<string>): Iterable<EntryPoint> {
  const section = api.type === 'AWS::Serverless::Api' ? 'Api' : 'HttpApi';
  const defaults = defaultsOf(reader, api, api, section, false);
  const schemes = new Map<string, FeasibleAuthentication>();
  for (const [name, value] of [...defaults.authorizers, ['AWS_IAM', 'iam'] as const]) {
    schemes.set(name, { value, at: undefined, written: name });
  }
  for (const operation of operationsOf(reader, api, schemes)) {
    // The event of a function on the same route is the entry point, and decides.
    if (routes.has(routeKey(api, operation.route))) continue;
    const open = operation.authentication.every(({ value }) => value === 'none' || value === 'api-key');
    const decided = open && !operation.decided ? inherited(defaults, operation.at) : operation.authentication;
    const found = decided === operation.authentication || defaults.authorizer.length > 0 ? decided : operation.authentication;
    yield asEntryPoint(reader, operation, defaults.keyRequired ? found.map(withApiKey) : found);
  }
  yield* unreadableDefinition(reader, api);
}

function* samWebSockets(reader: EntryPointReader): Iterable<EntryPoint> {
  for (const api of reader.model.resourcesOfType('AWS::Serverless::WebSocketApi')) {
    const [type] = settings(reader, api, 'Auth', 'AuthType');
    const root = propertiesOf(api);
    yield {
      kind: 'websocket-connect',
      resource: api,
      at: type?.at ?? root,
      route: '$connect',
      authentication: reader.authentications(api, type?.value, type?.at, root, { NONE: 'none', AWS_IAM: 'iam', CUSTOM: 'custom' }),
      restrictedNetwork: 'no',
      api,
    };
  }
}
