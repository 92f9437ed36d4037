import type { JsonObject } from '../../lib/core/json';
import { isPrivateGraph } from '../../lib/core/model/graphql';
import type { Model } from '../../lib/core/model/model';
import { type ApiStage, stagesOf } from '../../lib/core/model/stages';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Element } from '../../lib/core/template/resolver';
import { partsOf } from '../../lib/core/template/symbolic';
import type { Resource } from '../../lib/core/template/template';

type Message = 'unprotected' | 'mayBeProtected';

const stage = { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod' } };
const api = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } };
const association = (resource: JsonObject) => ({
  Type: 'AWS::WAFv2::WebACLAssociation',
  Properties: { ResourceArn: resource, WebACLArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/orders/1a2b' },
});

/** A web ACL is often attached by another stack or by Firewall Manager: never more than a warning. */
export default defineRule<Message>({
  meta: {
    id: 'api/require-web-acl',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'What the internet reaches stands behind a web ACL',
    rationale:
      'A web ACL turns away known attacks, scanners and floods before they reach your code and your bill. Without one every request is yours to answer.',
    references: [
      'https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html',
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html',
    ],
    catalogue: ['API-NO-WAF'],
    peers: ['cdk-nag AwsSolutions-APIG3', 'CKV2_AWS_33', 'CKV2_AWS_29', 'Security Hub APIGateway.4'],
  },
  messages: {
    unprotected: {
      what: '{kind} "{name}" is reachable from the internet and has no web ACL',
      fix: 'associate a web ACL with an AWS::WAFv2::WebACLAssociation whose "ResourceArn" is that of the {kind} ("CfnWebACLAssociation"), or acknowledge this when another stack or Firewall Manager does',
    },
    mayBeProtected: {
      what: 'whether {kind} "{name}" has a web ACL cannot be decided: "{arn}" may be its ARN',
      fix: 'refer to the resource in "ResourceArn" of the association, so that its place can be told',
    },
  },
  examples: {
    valid: [
      {
        title: 'a stage with a web ACL',
        resources: {
          Api: api,
          Stage: stage,
          Association: association({
            'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${Api}/stages/${Stage}',
          }),
        },
      },
      {
        title: 'a load balancer that is internal',
        resources: { Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme: 'internal' } } },
      },
    ],
    invalid: [
      { title: 'a stage without a web ACL', resources: { Api: api, Stage: stage }, reports: ['unprotected'] },
      {
        title: 'an association with something outside of the template',
        template: {
          Parameters: { Protected: { Type: 'String' } },
          Resources: { Api: api, Stage: stage, Association: association({ Ref: 'Protected' }) },
        },
        reports: ['mayBeProtected'],
      },
    ],
  },
  *check(model) {
    const exposed = [...exposedResources(model)];
    if (exposed.length === 0 || model.resourcesOfType('AWS::FMS::Policy').length > 0) return;
    const associations = [...associatedArns(model)];
    for (const each of exposed) {
      const { resource, kind, at, isMinor } = each;
      if (associations.some(({ owner, arn }) => isNamedBy(model, each, owner, arn))) continue;
      const open = associations.find(({ owner, arn }) => namesNothing(model, owner, arn));
      const common = { resource, at, evidence: `${kind}: web ACL absent` };
      const data = { kind, name: each.name };
      if (open === undefined) yield { ...common, message: 'unprotected', data, ...(isMinor ? { atMost: 'info' as const } : {}) };
      else yield { ...common, message: 'mayBeProtected', data: { ...data, arn: model.show(open.arn, open.owner) }, atMost: 'info' };
    }
  },
});

/** Something that the internet reaches and that a web ACL can stand before. */
interface Exposed {
  readonly resource: Resource;
  readonly at: Fact['at'];
  readonly kind: string;
  readonly name: string;
  /** The API and the name of the stage, for a stage: its ARN is written with them. */
  readonly stage?: ApiStage;
  /** Where few need one. */
  readonly isMinor?: boolean;
}

/** HTTP and WebSocket APIs cannot have a web ACL. Distributions name theirs themselves and belong to the rules about endpoints. */
function* exposedResources(model: Model): Iterable<Exposed> {
  for (const stage of stagesOf(model)) {
    if (stage.kind !== 'rest' || stage.isPrivate) continue;
    yield { resource: stage.resource, at: stage.at, kind: 'stage', name: stage.name, stage };
  }
  for (const resource of model.resourcesOfType('AWS::AppSync::GraphQLApi')) {
    if (!model.readingsOf(resource).every(isPrivateGraph)) yield exposed(model, resource, 'GraphQL API');
  }
  for (const resource of model.resourcesOfType('AWS::ElasticLoadBalancingV2::LoadBalancer')) {
    const isPublic = model
      .readingsOf(resource)
      .some((reading) => reading.isAlways(['Scheme'], ['internal']) === 'no' && reading.canBe(['Type'], ['application'], 'yes') === 'yes');
    if (isPublic) yield exposed(model, resource, 'load balancer');
  }
  for (const resource of model.resourcesOfType('AWS::Cognito::UserPool')) yield { ...exposed(model, resource, 'user pool'), isMinor: true };
  for (const resource of model.resourcesOfType('AWS::AppRunner::Service')) {
    const path = ['NetworkConfiguration', 'IngressConfiguration', 'IsPubliclyAccessible'];
    const isPublic = model.readingsOf(resource).some((reading) => reading.canBe(path, ['true'], 'yes') === 'yes');
    if (isPublic) yield exposed(model, resource, 'App Runner service');
  }
}

function exposed(model: Model, resource: Resource, kind: string): Exposed {
  return { resource, at: model.propertiesOf(resource), kind, name: model.nameOf(resource) };
}

interface AssociatedArn {
  readonly owner: Resource;
  readonly arn: Element;
}

function* associatedArns(model: Model): Iterable<AssociatedArn> {
  for (const type of ['AWS::WAFv2::WebACLAssociation', 'AWS::WAFRegional::WebACLAssociation']) {
    for (const owner of model.resourcesOfType(type)) {
      for (const arn of model.values(owner, 'ResourceArn')) yield { owner, arn };
    }
  }
}

function isNamedBy(model: Model, { resource, stage }: Exposed, owner: Resource, { value }: Element): boolean {
  const resolver = model.resolverOf(owner.template);
  const named = partsOf(value).flatMap((part) => (typeof part === 'string' ? [] : [resolver.target({ parts: [part] })]));
  if (named.includes(resource) && stage?.origin !== 'sam' && stage?.origin !== 'deployment') return true;
  if (stage === undefined || stage.api === undefined || !named.includes(stage.api)) return false;
  const last = partsOf(value).at(-1);
  // The name of the stage may be a text, or come from a parameter: then it is taken to be this one.
  return typeof last !== 'string' || stage.stageName === undefined || last.endsWith(`/stages/${stage.stageName}`);
}

/** Whether an ARN leads to no resource of the input, and holds something that only the deployment knows. */
function namesNothing(model: Model, owner: Resource, { value }: Element): boolean {
  const resolver = model.resolverOf(owner.template);
  const holes = partsOf(value).filter((part) => typeof part !== 'string');
  return holes.some((part) => part.kind !== 'pseudo') && holes.every((part) => resolver.target({ parts: [part] }) === undefined);
}
