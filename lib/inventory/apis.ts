import { isPrivateGraph } from '../core/model/graphql';
import { isBehindWebAcl } from '../core/model/mentions';
import type { Authentication, Model } from '../core/model/model';
import { type ApiStage, hasRate, stagesOf, targetOf } from '../core/model/stages';
import type { Resource } from '../core/template/template';
import type { InventoryApi, InventoryEntryPoint } from './inventory';
import { addTo, sortedBy, sortedOnce } from './order';
import { shownValue } from './starters/starter';
import type { Things } from './things';

/** What is asked of an API of one kind. */
interface ApiFacts {
  readonly protocol: InventoryApi['protocol'];
  readonly definition: boolean;
  readonly accessLogs: boolean;
  readonly throttling: boolean;
  readonly validation: boolean;
  readonly consumers: readonly string[];
}

const DEFINITIONS = ['Body', 'BodyS3Location', 'DefinitionBody', 'DefinitionUri'] as const;

/** Every API of the input; sorted. */
export function readApis(model: Model, things: Things, entryPoints: readonly InventoryEntryPoint[]): readonly InventoryApi[] {
  const byApi = new Map<string, InventoryEntryPoint[]>();
  for (const entryPoint of entryPoints) {
    if (entryPoint.from !== null && !entryPoint.service.endsWith(' authorizer')) addTo(byApi, entryPoint.from, entryPoint);
  }
  const facts = new ApiReader(model);
  const apis = facts.all().map(([api, own]): InventoryApi => {
    const thing = things.thingOf(api);
    const routes = byApi.get(thing.id) ?? [];
    return {
      ...thing,
      ...own,
      authentication: sortedOnce(routes.flatMap(({ authentication }): readonly Authentication[] => authentication)),
      tls: routes.some(({ tls }) => tls === 'no') ? 'no' : routes.some(({ tls }) => tls === 'unknown') ? 'unknown' : 'yes',
      webAcl: facts.isProtected(api),
      consumers: sortedOnce([...own.consumers, ...routes.filter(({ authentication }) => authentication.length > 0).map(({ who }) => who)]),
      entryPoints: routes.map(({ id }) => id),
    };
  });
  return sortedBy(apis, ({ id }) => id);
}

class ApiReader {
  private readonly stages = new Map<Resource, ApiStage[]>();
  private readonly validated = new Set<Resource>();
  private readonly plans = new Map<Resource, string[]>();

  constructor(private readonly model: Model) {
    for (const stage of stagesOf(model)) if (stage.api !== undefined) addTo(this.stages, stage.api, stage);
    for (const method of model.resourcesOfType('AWS::ApiGateway::Method')) {
      const api = targetOf(model, method, 'RestApiId');
      if (api !== undefined && method.properties.RequestValidatorId !== undefined) this.validated.add(api);
    }
    for (const route of model.resourcesOfType('AWS::ApiGatewayV2::Route')) {
      const api = targetOf(model, route, 'ApiId');
      if (api !== undefined && route.properties.RequestModels !== undefined) this.validated.add(api);
    }
    for (const plan of model.resourcesOfType('AWS::ApiGateway::UsagePlan')) {
      const resolver = model.resolverOf(plan.template);
      for (const { value } of model.values(plan, 'ApiStages', '*', 'ApiId')) {
        const api = resolver.target(value);
        if (api !== undefined) addTo(this.plans, api, `the usage plan ${model.nameOf(plan)}`);
      }
    }
  }

  all(): readonly (readonly [Resource, ApiFacts])[] {
    const { model } = this;
    const found: (readonly [Resource, ApiFacts])[] = [];
    for (const type of ['AWS::ApiGateway::RestApi', 'AWS::Serverless::Api']) {
      for (const api of model.resourcesOfType(type)) found.push([api, this.gateway(api, 'REST')]);
    }
    for (const api of model.resourcesOfType('AWS::ApiGatewayV2::Api')) {
      const isWebSocket = shownValue(model, api, 'ProtocolType')?.toUpperCase() === 'WEBSOCKET';
      found.push([api, this.gateway(api, isWebSocket ? 'WebSocket' : 'HTTP')]);
    }
    for (const api of model.resourcesOfType('AWS::Serverless::HttpApi')) found.push([api, this.gateway(api, 'HTTP')]);
    for (const api of model.resourcesOfType('AWS::Serverless::WebSocketApi')) found.push([api, this.gateway(api, 'WebSocket')]);
    for (const api of model.resourcesOfType('AWS::AppSync::GraphQLApi')) found.push([api, this.graph(api)]);
    for (const balancer of model.resourcesOfType('AWS::ElasticLoadBalancingV2::LoadBalancer')) {
      if (shownValue(model, balancer, 'Type') !== 'network') found.push([balancer, this.balancer(balancer)]);
    }
    return found;
  }

  /** Whether a web ACL stands before an API, or before one of its stages. */
  isProtected(api: Resource): boolean {
    if (isBehindWebAcl(this.model, api)) return true;
    return (this.stages.get(api) ?? []).some(({ resource }) => isBehindWebAcl(this.model, resource));
  }

  private gateway(api: Resource, protocol: ApiFacts['protocol']): ApiFacts {
    const stages = this.stages.get(api) ?? [];
    const everyStage = (holds: (stage: ApiStage) => boolean) => stages.length > 0 && stages.every(holds);
    return {
      protocol,
      definition: DEFINITIONS.some((property) => api.properties[property] !== undefined),
      accessLogs: everyStage(({ settings }) => settings.every((each) => LOGS.some((path) => isSet(each.values(...path))))),
      throttling: everyStage((stage) => stage.settings.every((each) => hasRate(stage, each))),
      validation: this.validated.has(api),
      consumers: this.plans.get(api) ?? [],
    };
  }

  private graph(api: Resource): ApiFacts {
    const { model } = this;
    const isPrivate = model.readingsOf(api).every(isPrivateGraph);
    return {
      protocol: 'GraphQL',
      definition: model.resourcesOfType('AWS::AppSync::GraphQLSchema').some((schema) => targetOf(model, schema, 'ApiId') === api),
      accessLogs: model.readingsOf(api).every((reading) => isSet(reading.values('LogConfig', 'CloudWatchLogsRoleArn'))),
      throttling: false,
      // The schema says of every argument what it may be.
      validation: true,
      consumers: isPrivate ? ['callers from within VPCs'] : [],
    };
  }

  private balancer(balancer: Resource): ApiFacts {
    const isLogged = this.model
      .readingsOf(balancer)
      .every((reading) =>
        reading
          .objects('LoadBalancerAttributes')
          .some(
            (attribute) => attribute.canBe(['Key'], ['access_logs.s3.enabled']) === 'yes' && attribute.canBe(['Value'], ['true']) === 'yes',
          ),
      );
    return { protocol: 'Load balancer', definition: false, accessLogs: isLogged, throttling: false, validation: false, consumers: [] };
  }
}

const LOGS = [
  ['AccessLogSetting', 'DestinationArn'],
  ['AccessLogSettings', 'DestinationArn'],
] as const;

function isSet(values: readonly { readonly kind: string }[]): boolean {
  return values.length > 0 && values.every(({ kind }) => kind !== 'absent');
}
