import { isTrue } from '../../lib/core/model/entry-point-reader';
import type { EntryPoint, Model } from '../../lib/core/model/model';
import { isLimited } from '../../lib/core/model/numbers';
import { type ApiStage, hasRate, type StageSettings, stagesOf, targetOf } from '../../lib/core/model/stages';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { SymbolicString } from '../../lib/core/template/symbolic';
import type { Resource } from '../../lib/core/template/template';

type Message = 'unbounded' | 'unboundedEndpoint' | 'keysWithoutPlan' | 'planWithoutKeys' | 'emptyPlan';

const api = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } };
const stage = (more: object) => ({
  Type: 'AWS::ApiGateway::Stage',
  Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod', ...more },
});
const plan = (more: object) => ({
  Type: 'AWS::ApiGateway::UsagePlan',
  Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' } }], ...more },
});
const method = (more: object) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    RestApiId: { Ref: 'Api' },
    ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
    HttpMethod: 'GET',
    AuthorizationType: 'AWS_IAM',
    ...more,
  },
});

/** Without a limit of its own a stage takes what the account allows: 10,000 requests a second, shared with every other API. */
export default defineRule<Message>({
  meta: {
    id: 'api/require-throttling',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Stages of APIs limit the rate of calls',
    rationale:
      'A stage without a limit takes 10,000 requests a second, the default of the whole account. One client can use that up, for every other API of the account too, and the bill for what stands behind the API has no bound.',
    references: [
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html',
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html',
      'https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/',
    ],
    catalogue: ['API-NO-THROTTLE', 'API-NO-USAGE-PLAN'],
    peers: ['cdk-nag APIGWDefaultThrottling', 'cfn_nag W64', 'cfn_nag W68'],
  },
  messages: {
    unbounded: {
      what: 'nothing limits the calls to stage "{stage}": {property} sets no rate{plan}',
      fix: 'set {property} ({cdk}) to the rate that the API is built for',
    },
    unboundedEndpoint: {
      what: 'nothing limits the calls to "{name}": it has neither ThrottleConfig nor ScalingConfig',
      fix: 'set "ThrottleConfig" to the rate that the function is built for',
    },
    keysWithoutPlan: {
      what: '"{route}" asks for an API key, but stage "{stage}" is in no usage plan: no key works there, and nothing is metered',
      fix: 'add the stage to a usage plan with a throttle ("api.addUsagePlan", "plan.addApiStage")',
    },
    planWithoutKeys: {
      what: 'stage "{stage}" is limited by a usage plan alone, which binds callers with an API key: "{route}" asks for none',
      fix: 'set a rate for all methods of the stage ("deployOptions: { throttlingRateLimit, throttlingBurstLimit }")',
    },
    emptyPlan: {
      what: 'usage plan "{name}" limits nothing: it has neither Throttle nor Quota',
      fix: 'set "Throttle" with a rate and a burst ("throttle: { rateLimit, burstLimit }"), or a "Quota"',
    },
  },
  examples: {
    valid: [
      {
        title: 'a stage with a rate for all its methods',
        resources: {
          Api: api,
          Stage: stage({ MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50 }] }),
        },
      },
      {
        title: 'a stage of an HTTP API with a rate',
        resources: {
          Stage: {
            Type: 'AWS::ApiGatewayV2::Stage',
            Properties: {
              ApiId: 'a1b2c3',
              StageName: '$default',
              DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50 },
            },
          },
        },
      },
      {
        title: 'keys with a plan that limits them',
        resources: {
          Api: api,
          Stage: stage({}),
          Get: method({ ApiKeyRequired: true }),
          Plan: plan({ Throttle: { RateLimit: 10, BurstLimit: 5 } }),
        },
      },
    ],
    invalid: [
      { title: 'a stage without a rate', resources: { Api: api, Stage: stage({}) }, reports: ['unbounded'] },
      {
        title: 'an endpoint of a function without a rate',
        resources: { Endpoint: { Type: 'AWS::Lambda::WebFunctionEndpoint', Properties: { AuthType: 'AWS_IAM' } } },
        reports: ['unboundedEndpoint'],
      },
      {
        title: 'a key that no plan knows',
        resources: { Api: api, Stage: stage({}), Get: method({ ApiKeyRequired: true }) },
        reports: ['keysWithoutPlan'],
      },
      {
        title: 'a plan for callers that need no key',
        resources: { Api: api, Stage: stage({}), Get: method({}), Plan: plan({ Throttle: { RateLimit: 10, BurstLimit: 5 } }) },
        reports: ['planWithoutKeys'],
      },
      {
        title: 'a plan without limits',
        resources: { Api: api, Stage: stage({}), Get: method({ ApiKeyRequired: true }), Plan: plan({}) },
        reports: ['emptyPlan'],
      },
    ],
  },
  *check(model) {
    const plans = plansOf(model);
    const uses = keyUses(model);
    for (const each of stagesOf(model)) yield* stageFacts(model, each, plans, uses);
    yield* quickCreated(model);
    for (const resource of model.resourcesOfType('AWS::Lambda::WebFunctionEndpoint')) {
      if (model.readingsOf(resource).every((reading) => !reading.lacks('ThrottleConfig') || !reading.lacks('ScalingConfig'))) continue;
      const at = model.propertiesOf(resource);
      yield { message: 'unboundedEndpoint', resource, at, evidence: 'ThrottleConfig absent', data: { name: model.nameOf(resource) } };
    }
    for (const resource of model.resourcesOfType('AWS::ApiGateway::UsagePlan')) {
      if (!model.readingsOf(resource).some((reading) => reading.lacks('Throttle') && reading.lacks('Quota'))) continue;
      if (model.values(resource, 'ApiStages', '*', 'Throttle').length > 0) continue;
      const at = model.propertiesOf(resource);
      yield { message: 'emptyPlan', resource, at, evidence: 'Throttle and Quota absent', data: { name: model.nameOf(resource) } };
    }
  },
});

function* stageFacts(
  model: Model,
  stage: ApiStage,
  plans: readonly PlannedStage[],
  uses: ReadonlyMap<Resource, KeyUse>,
): Iterable<Fact<Message>> {
  const { resource, at, name } = stage;
  const common = { resource, at, ...(stage.isPrivate ? { atMost: 'info' as const } : {}) };
  const isPlanned = isInPlan(model, stage, plans);
  const use = stage.api === undefined ? undefined : uses.get(stage.api);
  if (use?.keyed !== undefined && !isPlanned) {
    const data = { stage: name, route: routeOf(model, use.keyed) };
    yield { ...common, message: 'keysWithoutPlan', evidence: `${name}: usage plan absent`, data };
    return;
  }
  if (stage.settings.every((settings) => isBounded(model, stage, settings))) return;
  const { property, cdk } = limitOf(stage);
  if (!isPlanned) {
    const plan = stage.kind === 'rest' ? ', and it is in no usage plan' : '';
    yield { ...common, message: 'unbounded', evidence: `${property} absent`, data: { stage: name, property, cdk, plan } };
    return;
  }
  if (use?.unkeyed === undefined) return;
  yield {
    ...common,
    message: 'planWithoutKeys',
    evidence: `${property} absent`,
    data: { stage: name, route: routeOf(model, use.unkeyed) },
  };
}

/** The property that limits a stage, and what CDK calls it. */
function limitOf({ kind, origin }: ApiStage): { readonly property: string; readonly cdk: string } {
  if (kind !== 'rest')
    return { property: 'DefaultRouteSettings/ThrottlingRateLimit', cdk: '"throttle: { rateLimit, burstLimit }" of the stage' };
  const property = origin === 'deployment' ? 'StageDescription/ThrottlingRateLimit' : 'MethodSettings/*/ThrottlingRateLimit';
  return { property, cdk: '"deployOptions: { throttlingRateLimit, throttlingBurstLimit }"' };
}

function isBounded(model: Model, stage: ApiStage, settings: StageSettings): boolean {
  return hasRate(stage, settings) || (stage.kind !== 'rest' && isBoundedByRoute(model, stage.api, settings));
}

/** Whether each known route of an API has a limit of its own. */
function isBoundedByRoute(model: Model, api: Resource | undefined, settings: StageSettings): boolean {
  if (api === undefined) return false;
  const routes = model.entryPoints.filter((entryPoint) => entryPoint.api === api);
  return routes.length > 0 && routes.every(({ route }) => isLimited(settings.values('RouteSettings', route, 'ThrottlingRateLimit')));
}

/** An API with a `Target` and no stage of its own gets one that cannot be limited. */
function* quickCreated(model: Model): Iterable<Fact<Message>> {
  const staged = new Set(stagesOf(model).map((each) => each.api));
  for (const { kind, resource, at } of model.entryPoints) {
    if (kind !== 'http-quick-create' || staged.has(resource)) continue;
    const data = {
      stage: '$default',
      property: 'DefaultRouteSettings/ThrottlingRateLimit',
      cdk: 'of an AWS::ApiGatewayV2::Stage',
      plan: '',
    };
    yield { message: 'unbounded', resource, at, evidence: '$default: DefaultRouteSettings absent', data };
  }
}

/** One stage that a usage plan covers; values as the plan writes them. */
interface PlannedStage {
  readonly plan: Resource;
  readonly api: readonly SymbolicString[];
  readonly stage: readonly SymbolicString[];
}

function plansOf(model: Model): readonly PlannedStage[] {
  return model.resourcesOfType('AWS::ApiGateway::UsagePlan').flatMap((plan) =>
    model.readingsOf(plan).flatMap((reading) =>
      reading.objects('ApiStages').map((entry) => ({
        plan,
        api: entry.values('ApiId').flatMap(({ value }) => (value === undefined ? [] : [value])),
        stage: entry.values('Stage').flatMap(({ value }) => (value === undefined ? [] : [value])),
      })),
    ),
  );
}

function isInPlan(model: Model, { resource, api, kind, origin }: ApiStage, plans: readonly PlannedStage[]): boolean {
  if (kind !== 'rest') return false;
  if (origin === 'sam') {
    const created = model.values(resource, 'Auth', 'UsagePlan', 'CreateUsagePlan');
    if (created.some(({ value }) => value !== 'NONE')) return true;
  }
  const names = model.values(resource, 'StageName').map(({ value }) => value);
  return plans.some(({ plan, api: apis, stage }) => {
    const resolver = model.resolverOf(plan.template);
    if (stage.some((value) => resolver.target(value) === resource)) return true;
    const sameApi = apis.some(
      (value) => typeof value === 'string' || resolver.target(value) === api || resolver.target(value) === undefined,
    );
    if (!sameApi) return false;
    return stage.some((value) => {
      if (typeof value !== 'string') return resolver.target(value) === undefined;
      return names.some((name) => typeof name !== 'string' || name === value);
    });
  });
}

/** One method of an API that asks for an API key, and one that does not. */
interface KeyUse {
  keyed?: Resource;
  unkeyed?: Resource;
}

function keyUses(model: Model): ReadonlyMap<Resource, KeyUse> {
  const uses = new Map<Resource, KeyUse>();
  for (const method of model.resourcesOfType('AWS::ApiGateway::Method')) {
    if (model.values(method, 'HttpMethod').every(({ value }) => value === 'OPTIONS')) continue;
    const api = targetOf(model, method, 'RestApiId');
    if (api === undefined) continue;
    const use = uses.get(api) ?? {};
    uses.set(api, use);
    if (model.values(method, 'ApiKeyRequired').some(({ value }) => isTrue(value))) use.keyed ??= method;
    else use.unkeyed ??= method;
  }
  return uses;
}

function routeOf(model: Model, method: Resource): string {
  const entryPoint = model.entryPoints.find(({ resource }: EntryPoint) => resource === method);
  return entryPoint?.route ?? model.nameOf(method);
}
