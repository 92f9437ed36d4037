import type { Json, JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { below, type Path } from '../../lib/core/path';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'public' | 'noAuthentication' | 'undecided';

/** Names that mean the same in every service: an address on the internet, or callers without credentials. */
const PUBLIC_NAMES = new Set([
  'allowanonymousaccess',
  'allowfrompublic',
  'allowpublicaccess',
  'allowunauthenticatedidentities',
  'anonymousaccessenabled',
  'anonymousauthenabled',
  'assignpublicip',
  'associatepublicipaddress',
  'autoassignpublicips',
  'enabledefaultinternetaccess',
  'enablepublicaccess',
  'endpointpublicaccess',
  'internetfacing',
  'ispubliclyaccessible',
  'publicaccessenabled',
  'publicconnectivity',
  'publiclyaccessible',
]);
const OPEN_VALUES = new Set(['true', 'enabled', 'yes']);

/** Names that say how callers authenticate, where the resource itself has them; further down they are about calls that it makes. */
const AUTHENTICATION_NAMES = new Set(['authtype', 'authorizationtype', 'authenticationtype', 'authorizertype']);

/** Types whose own rules judge these names. */
const judgedElsewhere = new Set([
  'AWS::ApiGateway::Method',
  'AWS::ApiGatewayV2::Route',
  'AWS::AppRunner::Service',
  'AWS::AppStream::AppBlockBuilder',
  'AWS::AppStream::Fleet',
  'AWS::AppStream::ImageBuilder',
  'AWS::AppSync::GraphQLApi',
  'AWS::AutoScaling::LaunchConfiguration',
  'AWS::Batch::JobDefinition',
  'AWS::BedrockAgentCore::Gateway',
  'AWS::Cognito::IdentityPool',
  'AWS::EC2::Instance',
  'AWS::EC2::LaunchTemplate',
  'AWS::EC2::SpotFleet',
  'AWS::ECS::Service',
  'AWS::ECS::TaskSet',
  'AWS::EKS::Cluster',
  'AWS::Elasticsearch::Domain',
  'AWS::Events::Rule',
  'AWS::IoT::DomainConfiguration',
  'AWS::KafkaConnect::Connector',
  'AWS::Lambda::Url',
  'AWS::Lambda::WebFunctionEndpoint',
  'AWS::NeptuneGraph::Graph',
  'AWS::OpenSearchService::Domain',
  'AWS::OpsWorks::Layer',
  'AWS::Pipes::Pipe',
  'AWS::SageMaker::PartnerApp',
  'AWS::Scheduler::Schedule',
  'AWS::VpcLattice::Service',
  'AWS::VpcLattice::ServiceNetwork',
  'AWS::WorkSpacesWeb::Portal',
  'Custom::AWSCDK-EKS-Cluster',
]);

/** Types without any such property, of which apps have many. */
const withoutSwitch = new Set([
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGateway::Model',
  'AWS::ApiGateway::Resource',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Stage',
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::DynamoDB::Table',
  'AWS::EC2::Route',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::ECS::TaskDefinition',
  'AWS::IAM::Group',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::IAM::User',
  'AWS::KMS::Key',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SSM::Document',
  'AWS::SSM::Parameter',
  'AWS::Serverless::Function',
  'AWS::StepFunctions::StateMachine',
]);

const cluster = (config: JsonObject): JsonObject => ({ Cluster: { Type: 'Custom::SearchCluster', Properties: config } });

/** What other rules know by its type is left to them; this one reads all other types, custom resources and modules too. */
export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-public-setting',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Resources of every type have their public switches closed',
    rationale:
      'A new service, a custom resource or a module has the same switches as the services that everybody knows, and no rule of its own yet. A switch that is called public, and is on, is taken at its word.',
    references: [
      'https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_network_protection_create_layers.html',
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html',
    ],
    catalogue: ['NET-OTHER-PUBLIC'],
    peers: [],
  },
  messages: {
    public: {
      what: '{type} "{name}" has {property} {value}: by its name, that puts it on the internet',
      fix: 'set {property} to its closed value (false, or "DISABLED") and reach the resource from inside the VPC; acknowledge it when the name means something else there',
    },
    noAuthentication: {
      what: '{type} "{name}" has {property} "{value}": by its name, that lets callers in without credentials',
      fix: 'set {property} to a type that authenticates callers, such as "AWS_IAM"; acknowledge it when the name means something else there',
    },
    undecided: {
      what: 'whether {type} "{name}" is public cannot be decided: {property} is "{value}"',
      fix: 'write {property} in the template, or give the parameter that decides it a value as its default',
    },
  },
  examples: {
    valid: [
      { title: 'a switch that is off', resources: cluster({ EndpointPublicAccess: false }) },
      { title: 'callers with signatures', resources: cluster({ AuthType: 'AWS_IAM' }) },
    ],
    invalid: [
      { title: 'a switch of a custom resource', resources: cluster({ Network: { EndpointPublicAccess: true } }), reports: ['public'] },
      {
        title: 'a type that is not known',
        resources: { Server: { Type: 'AWS::NewService::Server', Properties: { AuthorizationType: 'NONE' } } },
        reports: ['noAuthentication'],
      },
      {
        title: 'a choice that is made at deployment',
        template: { Parameters: { Public: { Type: 'String' } }, Resources: cluster({ AssignPublicIp: { Ref: 'Public' } }) },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    for (const template of model.templates) {
      for (const resource of template.resources.values()) {
        if (withoutSwitch.has(resource.type) || judgedElsewhere.has(resource.type)) continue;
        if (!holdsName(resource.properties, 0)) continue;
        const found: Found[] = [];
        search(resource.properties, model.propertiesOf(resource), 0, found);
        if (found.length === 0 || model.isProvided(resource) || isPublicOnPurpose(model, resource)) continue;
        for (const each of found) yield* settingFacts(model, resource, each);
      }
    }
  },
});

interface Found {
  readonly property: string;
  readonly node: Json;
  readonly at: Path;
  readonly isAuthentication: boolean;
}

/** Deeper than any template that CloudFormation takes. */
const DEEPEST = 64;

const SHORTEST_NAME = 8;

/** Whether any name occurs at all: most resources have none, and this says so without making places. */
function holdsName(node: Json, depth: number): boolean {
  if (node === null || typeof node !== 'object' || depth > DEEPEST) return false;
  if (Array.isArray(node)) return node.some((member) => holdsName(member, depth + 1));
  for (const property in node) {
    if (property.length >= SHORTEST_NAME && isName(property.toLowerCase())) return true;
    const member = node[property];
    if (member !== undefined && holdsName(member, depth + 1)) return true;
  }
  return false;
}

function isName(name: string): boolean {
  return PUBLIC_NAMES.has(name) || AUTHENTICATION_NAMES.has(name);
}

/** One walk; `endpoint/no-public-database` judges a `PubliclyAccessible` of the resource itself, whatever its type. */
function search(node: Json, at: Path, depth: number, found: Found[]): void {
  if (node === null || typeof node !== 'object' || depth > DEEPEST) return;
  if (Array.isArray(node)) {
    for (const [index, member] of node.entries()) search(member, below(at, index), depth + 1, found);
    return;
  }
  for (const property in node) {
    const member = node[property];
    if (member === undefined) continue;
    const name = property.toLowerCase();
    const isOwnAuthentication = depth === 0 && AUTHENTICATION_NAMES.has(name);
    if (isOwnAuthentication || (PUBLIC_NAMES.has(name) && !(depth === 0 && property === 'PubliclyAccessible'))) {
      found.push({ property, node: member, at: below(at, property), isAuthentication: isOwnAuthentication });
    } else search(member, below(at, property), depth + 1, found);
  }
}

function* settingFacts(model: Model, resource: Resource, { property, node, at, isAuthentication }: Found): Iterable<Fact<Message>> {
  for (const element of model.resolverOf(resource.template).list(node, at)) {
    const value = model.show(element, resource);
    const place = { resource, at: element.at, evidence: `${property} ${value}` };
    const data = { type: resource.type, name: model.nameOf(resource), property, value };
    if (typeof element.value !== 'string') {
      yield { message: 'undecided', ...place, data, atMost: 'warning' };
      continue;
    }
    const text = element.value.trim().toLowerCase();
    if (isAuthentication ? text === 'none' : OPEN_VALUES.has(text)) {
      yield { message: isAuthentication ? 'noAuthentication' : 'public', ...place, data };
    }
  }
}
