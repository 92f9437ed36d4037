import { belowAll, type Path } from '../path';
import type { Resource } from '../template/template';
import type { Model } from './model';
import { isLimited } from './numbers';
import type { PropertyValue, Reading } from './reading';

/** Which of API Gateway's kinds an API is; each names the settings of its stages in its own way. */
export type ApiKind = 'rest' | 'http' | 'websocket';

/** What makes a stage: a resource of its own, a deployment with a `StageName`, one of SAM's APIs. */
export type StageOrigin = 'stage' | 'deployment' | 'sam';

/** A stage of an API: what clients call, and where limits, logs, tracing and the cache are set. */
export interface ApiStage {
  readonly kind: ApiKind;
  readonly origin: StageOrigin;
  /** The resource that its settings are written in. */
  readonly resource: Resource;
  /** Place of the settings. */
  readonly at: Path | undefined;
  /** As a person calls it: the API and the stage (`OrdersApi/prod`), else the name of the resource. */
  readonly name: string;
  /** The name that is part of its address, where it is known. */
  readonly stageName: string | undefined;
  readonly api: Resource | undefined;
  /** Whether only a VPC reaches it. */
  readonly isPrivate: boolean;
  /** The settings, once for each world of conditions. */
  readonly settings: readonly StageSettings[];
}

/** The settings of a stage in one world. */
export interface StageSettings {
  /** All feasible values of a setting, its absence among them. */
  values(...path: readonly string[]): readonly PropertyValue[];
  /** The objects that a path leads to. */
  objects(...path: readonly string[]): readonly Reading[];
}

const stages = new WeakMap<Model, readonly ApiStage[]>();

/** Every stage of the input. */
export function stagesOf(model: Model): readonly ApiStage[] {
  let known = stages.get(model);
  if (known === undefined) {
    known = [...restStages(model), ...deployedStages(model), ...versionTwoStages(model), ...samStages(model)];
    stages.set(model, known);
  }
  return known;
}

function* restStages(model: Model): Iterable<ApiStage> {
  for (const resource of model.resourcesOfType('AWS::ApiGateway::Stage')) {
    yield stageOf(model, resource, 'rest', 'stage', targetOf(model, resource, 'RestApiId'));
  }
}

/** A deployment with a `StageName` makes a stage, with the settings of its `StageDescription`. */
function* deployedStages(model: Model): Iterable<ApiStage> {
  for (const resource of model.resourcesOfType('AWS::ApiGateway::Deployment')) {
    if (model.values(resource, 'StageName').length === 0) continue;
    yield stageOf(model, resource, 'rest', 'deployment', targetOf(model, resource, 'RestApiId'), 'StageDescription');
  }
}

function* versionTwoStages(model: Model): Iterable<ApiStage> {
  for (const resource of model.resourcesOfType('AWS::ApiGatewayV2::Stage')) {
    const api = targetOf(model, resource, 'ApiId');
    const protocol = api === undefined ? [] : model.values(api, 'ProtocolType');
    const isWebSocket = protocol.some(({ value }) => typeof value === 'string' && value.toUpperCase() === 'WEBSOCKET');
    yield stageOf(model, resource, isWebSocket ? 'websocket' : 'http', 'stage', api);
  }
}

/** SAM's types of APIs. */
const samTypes: readonly (readonly [type: string, kind: ApiKind])[] = [
  ['AWS::Serverless::Api', 'rest'],
  ['AWS::Serverless::HttpApi', 'http'],
  ['AWS::Serverless::WebSocketApi', 'websocket'],
];

function* samStages(model: Model): Iterable<ApiStage> {
  for (const [type, kind] of samTypes) {
    for (const resource of model.resourcesOfType(type)) yield stageOf(model, resource, kind, 'sam', resource);
  }
}

function stageOf(
  model: Model,
  resource: Resource,
  kind: ApiKind,
  origin: StageOrigin,
  api: Resource | undefined,
  below?: string,
): ApiStage {
  const prefix = below === undefined ? [] : [below];
  const [named] = model.values(resource, 'StageName');
  const stageName = typeof named?.value === 'string' ? named.value : undefined;
  return {
    kind,
    origin,
    resource,
    at: belowAll(model.propertiesOf(resource), ...(below !== undefined && below in resource.properties ? prefix : [])),
    name: stageName === undefined ? model.nameOf(resource) : api === undefined ? stageName : `${model.nameOf(api)}/${stageName}`,
    stageName,
    api,
    isPrivate: api !== undefined && isPrivateApi(model, api),
    settings: model.readingsOf(resource).map((reading) => ({
      values: (...path) => reading.values(...prefix, ...path),
      objects: (...path) => reading.objects(...prefix, ...path),
    })),
  };
}

/** Whether an API can be called from within VPCs alone. */
export function isPrivateApi(model: Model, api: Resource): boolean {
  const types = model.values(api, 'EndpointConfiguration', 'Types');
  const given = types.length > 0 ? types : model.values(api, 'EndpointConfiguration', 'Type');
  return given.length > 0 && given.every(({ value }) => value === 'PRIVATE');
}

/** The resource that a top-level property points at. */
export function targetOf(model: Model, resource: Resource, property: string): Resource | undefined {
  const resolver = model.resolverOf(resource.template);
  for (const { value } of model.values(resource, property)) {
    const target = resolver.target(value);
    if (target !== undefined) return target;
  }
  return undefined;
}

/** The deployments that a stage of the input runs. */
export function deploymentsInUse(model: Model): ReadonlySet<Resource> {
  const used = new Set<Resource>();
  for (const stage of model.resourcesOfType('AWS::ApiGateway::Stage')) {
    const deployment = targetOf(model, stage, 'DeploymentId');
    if (deployment !== undefined) used.add(deployment);
  }
  return used;
}

const throttled = new WeakMap<Model, ReadonlySet<Resource>>();

/** Whether every stage of an API has a rate for all of its calls. */
export function isThrottled(model: Model, api: Resource | undefined): boolean {
  if (api === undefined) return false;
  let apis = throttled.get(model);
  if (apis === undefined) {
    apis = throttledApis(model);
    throttled.set(model, apis);
  }
  return apis.has(api);
}

function throttledApis(model: Model): ReadonlySet<Resource> {
  const limited = new Set<Resource>();
  const open = new Set<Resource>();
  for (const stage of stagesOf(model)) {
    if (stage.api === undefined) continue;
    (stage.settings.every((settings) => hasRate(stage, settings)) ? limited : open).add(stage.api);
  }
  for (const api of open) limited.delete(api);
  return limited;
}

/** Whether the settings of a stage have a rate for all of its calls. */
export function hasRate({ kind, origin }: ApiStage, settings: StageSettings): boolean {
  if (kind !== 'rest') return isLimited(settings.values('DefaultRouteSettings', 'ThrottlingRateLimit'));
  if (origin === 'deployment' && isLimited(settings.values('ThrottlingRateLimit'))) return true;
  return settings
    .objects('MethodSettings')
    .some(
      (entry) =>
        entry.canBe(['ResourcePath'], ['/*', '*']) !== 'no' &&
        entry.canBe(['HttpMethod'], ['*']) !== 'no' &&
        isLimited(entry.values('ThrottlingRateLimit')),
    );
}
