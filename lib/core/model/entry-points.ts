import { below, type Path } from '../path';
import type { Resource } from '../template/template';
import { EntryPointReader, isPreflightOnly, isTrue, propertiesOf, withApiKey } from './entry-point-reader';
import { functionBehind } from './lambda';
import type { Authentication, EntryPoint, FeasibleAuthentication, Model } from './model';
import { nodesAt } from './nodes';
import { definitionEntryPoints } from './openapi';
import { samEntryPoints } from './sam';

/** Everything that can be called from outside: function URLs, methods and routes of APIs, in all forms that a template can give them. */
export function readEntryPoints(model: Model): readonly EntryPoint[] {
  const reader = new EntryPointReader(model);
  return [
    ...functionUrls(reader),
    ...restMethods(reader),
    ...httpRoutes(reader),
    ...openWebSockets(reader),
    ...quickCreatedApis(reader),
    ...definitionEntryPoints(reader),
    ...samEntryPoints(reader),
  ];
}

const urlTypes: Readonly<Record<string, Authentication>> = { NONE: 'none', AWS_IAM: 'iam' };
const webFunctionTypes: Readonly<Record<string, Authentication>> = {
  APPLICATIONMANAGED: 'none',
  NONE: 'none',
  IAMAUTH: 'iam',
  AWS_IAM: 'iam',
};
const restTypes: Readonly<Record<string, Authentication>> = {
  NONE: 'none',
  AWS_IAM: 'iam',
  CUSTOM: 'custom',
  COGNITO_USER_POOLS: 'cognito',
};
const httpTypes: Readonly<Record<string, Authentication>> = { NONE: 'none', AWS_IAM: 'iam', CUSTOM: 'custom', JWT: 'jwt' };

function* functionUrls(reader: EntryPointReader): Iterable<EntryPoint> {
  const { model } = reader;
  for (const url of model.resourcesOfType('AWS::Lambda::Url')) {
    const target = functionBehind(model, reader.target(url, 'TargetFunctionArn'));
    const [written] = reader.strings(url, 'TargetFunctionArn');
    const route = target !== undefined ? model.nameOf(target) : written !== undefined ? reader.show(written.value, url) : model.nameOf(url);
    yield { ...urlOf(reader, url, 'function-url', urlTypes), route, function: target };
  }
  for (const endpoint of model.resourcesOfType('AWS::Lambda::WebFunctionEndpoint')) {
    yield { ...urlOf(reader, endpoint, 'web-function-endpoint', webFunctionTypes), route: model.nameOf(endpoint) };
  }
}

function urlOf(
  reader: EntryPointReader,
  resource: Resource,
  kind: 'function-url' | 'web-function-endpoint',
  types: Readonly<Record<string, Authentication>>,
): Omit<EntryPoint, 'route'> {
  const root = propertiesOf(resource);
  const node = resource.properties.AuthType;
  const at = node === undefined ? root : below(root, 'AuthType');
  return { kind, resource, at, authentication: reader.authentications(resource, node, at, root, types), restrictedNetwork: 'no' };
}

function* restMethods(reader: EntryPointReader): Iterable<EntryPoint> {
  const paths = new Map<Resource, string>();
  for (const method of reader.model.resourcesOfType('AWS::ApiGateway::Method')) {
    const verbs = reader.strings(method, 'HttpMethod').map(({ value }) => (typeof value === 'string' ? value.toUpperCase() : '?'));
    if (isPreflightOnly(verbs)) continue;
    const root = propertiesOf(method);
    const api = reader.target(method, 'RestApiId');
    const node = method.properties.AuthorizationType;
    const at = node === undefined || node === null ? root : below(root, 'AuthorizationType');
    const keyRequired = reader.strings(method, 'ApiKeyRequired').some(({ value }) => isTrue(value));
    let started: { readonly function?: Resource } | undefined;
    yield {
      kind: 'rest-method',
      resource: method,
      at,
      route: `${verbs.join('|') || 'ANY'} ${restPath(reader, method, 'ResourceId', paths, 0) || '/'}`,
      authentication: reader.authentications(method, node, at, root, restTypes).map(keyRequired ? withApiKey : same),
      restrictedNetwork: reader.restrictedNetwork(api),
      mock: isMock(reader, method, below(root, 'Integration')),
      // Most rules do not ask, and an app may have hundreds of methods.
      get function() {
        started ??= reader.started(method, reader.model.values(method, 'Integration', 'Uri'));
        return started.function;
      },
      ...(api === undefined ? {} : { api }),
    };
  }
}

/** Whether the integration is MOCK under all conditions. */
function isMock(reader: EntryPointReader, method: Resource, at: Path): boolean {
  const resolver = reader.resolverOf(method);
  const types = nodesAt(resolver, method.properties.Integration, at, 'Type').flatMap((type) => resolver.strings(type.value, type.at));
  return types.length > 0 && types.every(({ value }) => value === 'MOCK');
}

function same<T>(value: T): T {
  return value;
}

/** `/orders/{id}`, from the chain of `AWS::ApiGateway::Resource`s; `…` where the chain leaves the input. */
function restPath(reader: EntryPointReader, from: Resource, property: string, known: Map<Resource, string>, depth: number): string {
  const parent = reader.target(from, property);
  if (parent === undefined || depth > 50) return reader.strings(from, property).length === 0 ? '' : '…';
  if (parent.type !== 'AWS::ApiGateway::Resource') return '';
  let path = known.get(parent);
  if (path === undefined) {
    const parts = reader.strings(parent, 'PathPart').map(({ value }) => reader.show(value, parent));
    path = `${restPath(reader, parent, 'ParentId', known, depth + 1)}/${parts.join('|')}`;
    known.set(parent, path);
  }
  return path;
}

function* httpRoutes(reader: EntryPointReader): Iterable<EntryPoint> {
  for (const route of reader.model.resourcesOfType('AWS::ApiGatewayV2::Route')) {
    const api = reader.target(route, 'ApiId');
    const keys = reader.strings(route, 'RouteKey').map(({ value }) => (typeof value === 'string' ? value : reader.show(value, route)));
    const webSocket = isWebSocket(reader, api, keys);
    if (webSocket && !keys.includes('$connect')) continue;
    if (isPreflightOnly(keys.map((key) => key.split(' ')[0]?.toUpperCase() ?? ''))) continue;
    const root = propertiesOf(route);
    const node = route.properties.AuthorizationType;
    const at = node === undefined || node === null ? root : below(root, 'AuthorizationType');
    const keyRequired = reader.strings(route, 'ApiKeyRequired').some(({ value }) => isTrue(value));
    yield {
      kind: webSocket ? 'websocket-connect' : 'http-route',
      resource: route,
      at,
      route: keys.join('|') || '$default',
      authentication: reader.authentications(route, node, at, root, httpTypes).map(webSocket && keyRequired ? withApiKey : same),
      restrictedNetwork: 'no',
      ...startedByRoute(reader, route),
      ...(api === undefined ? {} : { api }),
    };
  }
}

/** What the integration of a route starts: its `Target` is `integrations/` and the id of the integration. */
function startedByRoute(reader: EntryPointReader, route: Resource): { readonly function?: Resource } {
  const resolver = reader.resolverOf(route);
  for (const { value } of reader.strings(route, 'Target')) {
    for (const part of typeof value === 'string' ? [] : value.parts) {
      const integration = typeof part === 'string' ? undefined : resolver.target({ parts: [part] });
      if (integration === undefined) continue;
      const started = reader.started(integration, reader.strings(integration, 'IntegrationUri'));
      if (started.function !== undefined) return started;
    }
  }
  return {};
}

/** By the API's protocol; where that is not in the input, by the route key: routes of HTTP APIs have a path. */
function isWebSocket(reader: EntryPointReader, api: Resource | undefined, keys: readonly string[]): boolean {
  if (api?.type === 'AWS::Serverless::HttpApi') return false;
  if (api?.type === 'AWS::Serverless::WebSocketApi') return true;
  const [protocol] = api === undefined ? [] : reader.strings(api, 'ProtocolType');
  if (typeof protocol?.value === 'string') return protocol.value.toUpperCase() === 'WEBSOCKET';
  return keys.length > 0 && keys.every((key) => key !== '$default' && !key.includes('/'));
}

/** Without a `$connect` route every client may connect to a WebSocket API and call its other routes. */
function* openWebSockets(reader: EntryPointReader): Iterable<EntryPoint> {
  const apis = reader.model.resourcesOfType('AWS::ApiGatewayV2::Api').filter((api) => isWebSocket(reader, api, []));
  if (apis.length === 0) return;
  const routed = new Set<Resource>();
  const guarded = new Set<Resource>();
  for (const route of reader.model.resourcesOfType('AWS::ApiGatewayV2::Route')) {
    const api = reader.target(route, 'ApiId');
    if (api === undefined) continue;
    routed.add(api);
    if (reader.strings(route, 'RouteKey').some(({ value }) => value === '$connect')) guarded.add(api);
  }
  for (const api of apis) {
    if (!routed.has(api) || guarded.has(api)) continue;
    const at = propertiesOf(api);
    const authentication: FeasibleAuthentication[] = [{ value: 'none', at, written: '' }];
    yield { kind: 'websocket-connect', resource: api, at, route: '$connect', authentication, restrictedNetwork: 'no', api };
  }
}

/** `Target` on an HTTP API makes an open `$default` route. */
function* quickCreatedApis(reader: EntryPointReader): Iterable<EntryPoint> {
  for (const api of reader.model.resourcesOfType('AWS::ApiGatewayV2::Api')) {
    const node = api.properties.Target;
    if (node === undefined || reader.strings(api, 'Target').length === 0) continue;
    const at = below(propertiesOf(api), 'Target');
    const [key] = reader.strings(api, 'RouteKey');
    const route = key === undefined ? '$default' : reader.show(key.value, api);
    const authentication: FeasibleAuthentication[] = [{ value: 'none', at, written: '' }];
    const started = reader.started(api, reader.strings(api, 'Target'));
    yield { kind: 'http-quick-create', resource: api, at, route, authentication, restrictedNetwork: 'no', ...started, api };
  }
}
