import type { Json, JsonObject } from '../json';
import { below, type Path } from '../path';
import type { Located, Resolver } from '../template/resolver';
import type { Resource } from '../template/template';
import { type EntryPointReader, isTrue, propertiesOf } from './entry-point-reader';
import type { Authentication, EntryPoint, FeasibleAuthentication } from './model';
import { isUnreadable, membersOf, nodesAt, objectsOf } from './nodes';

/** Where the types of APIs hold their definition, and where they name a file that holds it. */
const definitionProperties: Readonly<Record<string, { readonly inline: string; readonly file: string; readonly rest: boolean }>> = {
  'AWS::ApiGateway::RestApi': { inline: 'Body', file: 'BodyS3Location', rest: true },
  'AWS::ApiGatewayV2::Api': { inline: 'Body', file: 'BodyS3Location', rest: false },
  'AWS::Serverless::Api': { inline: 'DefinitionBody', file: 'DefinitionUri', rest: true },
  'AWS::Serverless::HttpApi': { inline: 'DefinitionBody', file: 'DefinitionUri', rest: false },
};

const verbs = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'trace', 'x-amazon-apigateway-any-method']);

/** One operation of an OpenAPI definition. */
export interface Operation {
  readonly api: Resource;
  /** `GET /orders/{id}`. */
  readonly route: string;
  readonly at: Path | undefined;
  readonly authentication: readonly FeasibleAuthentication[];
  /** Whether the operation says itself how it is authenticated (SAM's defaults apply to those that do not). */
  readonly decided: boolean;
  readonly mock: boolean;
  /** The function that the integration starts, where the input holds it. */
  readonly function?: Resource;
}

/** Operations of the definitions of plain CloudFormation APIs (Swagger 2.0 and OpenAPI 3, as object or JSON text). */
export function* definitionEntryPoints(reader: EntryPointReader): Iterable<EntryPoint> {
  for (const type of ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api']) {
    for (const api of reader.model.resourcesOfType(type)) {
      for (const operation of operationsOf(reader, api)) yield asEntryPoint(reader, operation, operation.authentication);
      yield* unreadableDefinition(reader, api);
    }
  }
}

export function asEntryPoint(
  reader: EntryPointReader,
  { api, at, route, mock, function: started }: Operation,
  authentication: readonly FeasibleAuthentication[],
): EntryPoint {
  return {
    kind: 'openapi-operation',
    resource: api,
    at,
    route,
    authentication,
    restrictedNetwork: reader.restrictedNetwork(api),
    mock,
    ...(started === undefined ? {} : { function: started }),
    api,
  };
}

/** One entry point that stands for all operations of a definition that the template does not hold. */
export function* unreadableDefinition(reader: EntryPointReader, api: Resource): Iterable<EntryPoint> {
  const where = definitionProperties[api.type];
  if (where === undefined) return;
  const resolver = reader.resolverOf(api);
  for (const property of [where.inline, where.file]) {
    const node = api.properties[property];
    const at = below(propertiesOf(api), property);
    const unreadable = property === where.inline ? isUnreadable(resolver, node, at) : node !== undefined && !resolver.canBeAbsent(node);
    if (!unreadable) continue;
    const authentication: FeasibleAuthentication[] = [{ value: 'unknown', at, written: property }];
    const restrictedNetwork = reader.restrictedNetwork(api);
    yield {
      kind: 'openapi-operation',
      resource: api,
      at,
      route: `every operation of "${property}"`,
      authentication,
      restrictedNetwork,
      api,
    };
  }
}

/** The operations that the definition of `api` holds; `more` are security schemes that something else adds to it. */
export function* operationsOf(
  reader: EntryPointReader,
  api: Resource,
  more: ReadonlyMap<string, FeasibleAuthentication> = new Map(),
): Iterable<Operation> {
  const where = definitionProperties[api.type];
  const node = where === undefined ? undefined : api.properties[where.inline];
  if (where === undefined || node === undefined) return;
  const resolver = reader.resolverOf(api);
  for (const definition of objectsOf(resolver, node, below(propertiesOf(api), where.inline))) {
    const schemes = new Map([...more, ...schemesOf(resolver, definition)]);
    for (const paths of nodesAt(resolver, definition.value, definition.at, 'paths')) {
      for (const { value, at } of objectsOf(resolver, paths.value, paths.at)) {
        for (const path of Object.keys(value)) {
          yield* pathOperations(reader, api, where.rest, definition, schemes, path, { value: value[path] ?? null, at: below(at, path) });
        }
      }
    }
  }
}

function* pathOperations(
  reader: EntryPointReader,
  api: Resource,
  rest: boolean,
  definition: Located<JsonObject>,
  schemes: Schemes,
  path: string,
  item: Located<Json>,
): Iterable<Operation> {
  const resolver = reader.resolverOf(api);
  for (const methods of objectsOf(resolver, item.value, item.at)) {
    for (const key of Object.keys(methods.value)) {
      const verb = key.toLowerCase();
      if (!verbs.has(verb)) continue;
      for (const operation of objectsOf(resolver, methods.value[key], below(methods.at, key))) {
        const name = verb === 'x-amazon-apigateway-any-method' ? 'ANY' : verb.toUpperCase();
        const own = operation.value.security !== undefined || operation.value['x-amazon-apigateway-auth'] !== undefined;
        yield {
          api,
          route: path === '$default' || path === '/$default' ? '$default' : `${name} ${path}`,
          at: operation.at,
          authentication: operationAuthentication(resolver, rest, definition, operation, schemes),
          decided: own,
          mock: nodesAt(resolver, operation.value, operation.at, 'x-amazon-apigateway-integration', 'type')
            .flatMap(({ value, at }) => resolver.strings(value, at))
            .some(({ value }) => typeof value === 'string' && value.toLowerCase() === 'mock'),
          ...reader.started(
            api,
            nodesAt(resolver, operation.value, operation.at, 'x-amazon-apigateway-integration', 'uri').flatMap(({ value, at }) =>
              resolver.strings(value, at),
            ),
          ),
        };
      }
    }
  }
}

type Schemes = ReadonlyMap<string, FeasibleAuthentication>;

/** The security schemes of a definition: `securityDefinitions` of Swagger 2.0, `components/securitySchemes` of OpenAPI 3. */
function schemesOf(resolver: Resolver, definition: Located<JsonObject>): Schemes {
  const schemes = new Map<string, FeasibleAuthentication>();
  const places = [
    ...nodesAt(resolver, definition.value, definition.at, 'securityDefinitions'),
    ...nodesAt(resolver, definition.value, definition.at, 'components', 'securitySchemes'),
  ];
  for (const place of places) {
    for (const { value, at } of objectsOf(resolver, place.value, place.at)) {
      for (const [name, scheme] of Object.entries(value)) {
        for (const object of objectsOf(resolver, scheme, below(at, name))) schemes.set(name, schemeAuthentication(resolver, name, object));
      }
    }
  }
  return schemes;
}

/**
 * API Gateway acts on schemes that carry its own extensions, on the API key in `x-api-key`, and ignores all others
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html).
 */
function schemeAuthentication(resolver: Resolver, name: string, { value: scheme, at }: Located<JsonObject>): FeasibleAuthentication {
  const found = (value: Authentication): FeasibleAuthentication => ({ value, at, written: name });
  const text = (...path: string[]) =>
    nodesAt(resolver, scheme, at, ...path)
      .flatMap((place) => resolver.strings(place.value, place.at))
      .map(({ value }) => (typeof value === 'string' ? value.toLowerCase() : ''))[0] ?? '';
  const authType = text('x-amazon-apigateway-authtype');
  if (authType === 'awssigv4' || authType === 'aws_iam') return found('iam');
  if (scheme['x-amazon-apigateway-authorizer'] !== undefined) {
    const type = text('x-amazon-apigateway-authorizer', 'type');
    if (type === 'jwt') return found('jwt');
    return found(type === 'cognito_user_pools' || authType === 'cognito_user_pools' ? 'cognito' : 'custom');
  }
  if (text('type') === 'apikey' && text('name') === 'x-api-key') return found('api-key');
  return { ...found('none'), ignored: `API Gateway ignores the security scheme "${name}", which has no "x-amazon-apigateway-authorizer"` };
}

const extensionTypes: Readonly<Record<string, Authentication>> = {
  NONE: 'none',
  AWS_IAM: 'iam',
  CUSTOM: 'custom',
  COGNITO_USER_POOLS: 'cognito',
};

function operationAuthentication(
  resolver: Resolver,
  rest: boolean,
  definition: Located<JsonObject>,
  operation: Located<JsonObject>,
  schemes: Schemes,
): readonly FeasibleAuthentication[] {
  const extension = nodesAt(resolver, operation.value, operation.at, 'x-amazon-apigateway-auth', 'type').flatMap(({ value, at }) =>
    resolver.strings(value, at),
  );
  const decided = extension.map(({ value, at }): FeasibleAuthentication => {
    const known = typeof value === 'string' ? extensionTypes[value.toUpperCase()] : undefined;
    return { value: known ?? 'unknown', at, written: typeof value === 'string' ? value : 'x-amazon-apigateway-auth' };
  });
  if (decided.length > 0 && decided.every(({ value }) => value !== 'none')) return decided;
  if (operation.value.security !== undefined) {
    return requirements(resolver, operation.value.security, below(operation.at, 'security'), schemes, operation.at);
  }
  if (decided.length > 0) return decided;
  const root = definition.value.security;
  if (root === undefined) return [{ value: 'none', at: operation.at, written: '' }];
  const inherited = requirements(resolver, root, below(definition.at, 'security'), schemes, operation.at);
  if (!rest || inherited.every(({ value }) => value === 'none')) return inherited;
  // "API Gateway doesn't use root level security defined in the OpenAPI specification" (API Gateway's known issues for REST APIs).
  const ignored = 'API Gateway ignores "security" at the root of a REST API\'s definition';
  return [{ value: 'none', at: operation.at, written: 'security', ignored }];
}

/** Alternatives of a `security` list: any one of them suffices, so an empty one lets everybody in. */
function requirements(
  resolver: Resolver,
  node: Json,
  at: Path | undefined,
  schemes: Schemes,
  operation: Path | undefined,
): readonly FeasibleAuthentication[] {
  const alternatives = membersOf(resolver, node, at);
  if (alternatives.length === 0) return [{ value: 'none', at: operation, written: '' }];
  const found = alternatives.flatMap((alternative): FeasibleAuthentication[] => {
    const objects = objectsOf(resolver, alternative.value, alternative.at);
    if (objects.length === 0) return [{ value: 'unknown', at: alternative.at, written: 'security' }];
    return objects.map((requirement) => strongest(requirement, schemes));
  });
  // API Gateway turns "an API key, or else a token" into both, so a key beside an authorizer does not weaken it.
  const authenticated = found.filter(({ value }) => value !== 'api-key');
  return authenticated.length > 0 ? authenticated : found;
}

/** A requirement holds only when all its schemes do, so the strongest decides. */
function strongest({ value, at }: Located<JsonObject>, schemes: Schemes): FeasibleAuthentication {
  const named = Object.keys(value).map(
    (name): FeasibleAuthentication =>
      schemes.get(name) ?? {
        value: 'none',
        at,
        written: name,
        ignored: `the definition has no security scheme "${name}"`,
      },
  );
  return (
    named.find((scheme) => scheme.value !== 'none' && scheme.value !== 'api-key') ??
    named.find((scheme) => scheme.value === 'api-key') ??
    named[0] ?? { value: 'none', at, written: '{}' }
  );
}

/** Whether any feasible text at `path` reads `true`. */
export function saysTrue(resolver: Resolver, node: Json | undefined, at: Path | undefined, ...path: readonly string[]): boolean {
  return nodesAt(resolver, node, at, ...path).some((place) => resolver.strings(place.value, place.at).some(({ value }) => isTrue(value)));
}
