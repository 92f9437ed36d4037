import {
  aws_apigateway as apigateway,
  aws_apigatewayv2 as apigatewayv2,
  type CfnResource,
  aws_elasticloadbalancingv2 as elb,
  Stack,
} from 'aws-cdk-lib';
import { resourceIn } from './token-text';

/** A way to a function that nobody is asked at. */
export interface OpenRoute {
  /** For messages: `the route "GET /orders" of "Shop/Api"`. */
  readonly name: string;
  /** Whether it calls a function, a version or an alias. */
  leadsTo(resource: CfnResource): boolean;
}

/**
 * Routes and methods without authorization, of APIs without a throttle of their own, and listeners of load balancers on the
 * internet. What cannot be read here, such as an API from an OpenAPI document, is left to the checks of the template.
 */
export function openRoutes(resources: readonly CfnResource[]): readonly OpenRoute[] {
  const throttled = new Set(resources.flatMap(throttledApi));
  const isPublic = resources.some(isPublicBalancer);
  return resources.flatMap((resource) => {
    if (resource.cfnResourceType === 'AWS::ApiGateway::Method') return methodRoute(resource, throttled);
    if (resource.cfnResourceType === 'AWS::ApiGatewayV2::Route') return httpRoute(resource, throttled);
    return isPublic && resource.cfnResourceType === 'AWS::ElasticLoadBalancingV2::TargetGroup' ? targetRoute(resource) : [];
  });
}

function methodRoute(resource: CfnResource, throttled: ReadonlySet<CfnResource>): readonly OpenRoute[] {
  if (!(resource instanceof apigateway.CfnMethod) || resource.httpMethod === 'OPTIONS') return [];
  const { authorizationType = 'NONE', restApiId, httpMethod, integration } = resource;
  const api = resourceIn(restApiId);
  if (authorizationType !== 'NONE' || api === undefined || throttled.has(api) || isClosedApi(api)) return [];
  return [route(`the method "${httpMethod}" at "${resource.node.path}"`, resource, integration)];
}

/** Private APIs, and those with a policy that says who may call. */
function isClosedApi(api: CfnResource): boolean {
  if (!(api instanceof apigateway.CfnRestApi)) return false;
  if (Stack.of(api).resolve(api.policy) !== undefined) return true;
  return JSON.stringify(Stack.of(api).resolve(api.endpointConfiguration))?.includes('PRIVATE') === true;
}

function httpRoute(resource: CfnResource, throttled: ReadonlySet<CfnResource>): readonly OpenRoute[] {
  if (!(resource instanceof apigatewayv2.CfnRoute)) return [];
  const { authorizationType = 'NONE', apiId, routeKey, target } = resource;
  const api = resourceIn(apiId);
  if (authorizationType !== 'NONE' || api === undefined || throttled.has(api)) return [];
  const isSocket = api instanceof apigatewayv2.CfnApi && api.protocolType === 'WEBSOCKET';
  // A message needs a connection, and whoever connects is asked at $connect.
  if (isSocket && routeKey !== '$connect') return [];
  const integration = target === undefined ? undefined : resourceIn(target);
  if (!(integration instanceof apigatewayv2.CfnIntegration)) return [];
  return [route(`the route "${routeKey}" of "${api.node.scope?.node.path}"`, resource, integration.integrationUri)];
}

function targetRoute(resource: CfnResource): readonly OpenRoute[] {
  if (!(resource instanceof elb.CfnTargetGroup) || resource.targetType !== 'lambda') return [];
  return [route(`the target group "${resource.node.path}"`, resource, resource.targets)];
}

function isPublicBalancer(resource: CfnResource): boolean {
  if (resource.cfnResourceType !== 'AWS::ElasticLoadBalancingV2::LoadBalancer') return false;
  return resource instanceof elb.CfnLoadBalancer && resource.scheme !== 'internal';
}

/** The API of a stage that limits how fast it is called. */
function throttledApi(resource: CfnResource): readonly CfnResource[] {
  const stage = stageOf(resource);
  if (stage === undefined) return [];
  const isThrottled = JSON.stringify(Stack.of(resource).resolve(stage.settings))?.includes('"throttling') === true;
  const api = resourceIn(stage.api);
  return isThrottled && api !== undefined ? [api] : [];
}

function stageOf(resource: CfnResource): { readonly api: string; readonly settings: unknown } | undefined {
  if (resource.cfnResourceType === 'AWS::ApiGateway::Stage' && resource instanceof apigateway.CfnStage) {
    return { api: resource.restApiId, settings: resource.methodSettings };
  }
  if (resource.cfnResourceType === 'AWS::ApiGatewayV2::Stage' && resource instanceof apigatewayv2.CfnStage) {
    return { api: resource.apiId, settings: resource.defaultRouteSettings };
  }
  return undefined;
}

function route(name: string, resource: CfnResource, target: unknown): OpenRoute {
  const stack = Stack.of(resource);
  const text = JSON.stringify(stack.resolve(target)) ?? '';
  return { name, leadsTo: (called) => text.includes(JSON.stringify(stack.resolve(called.logicalId))) };
}
