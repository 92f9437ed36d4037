import type { DocumentKind } from '../iam/statement';
import { isObject, type Json, type JsonObject } from '../json';
import { below, belowAll, type Path } from '../path';
import type { Resolver } from '../template/resolver';
import type { Resource } from '../template/template';

/** A policy document that guards a resource (or, in a custom resource, grants to an identity), not yet read. */
export interface ResourcePolicyNode {
  readonly node: Json;
  readonly at: Path;
  /** CloudFormation type of what the policy guards. */
  readonly guards: string;
  /** `identity` when no statement names a principal, as in AWS IoT policies. */
  readonly kind: Extract<DocumentKind, 'resource' | 'identity'>;
}

/**
 * Who a resource policy with the principal `*` lets in, where the type decides it and not the policy alone:
 * `internet` (the usual case); `network` (the policy only filters callers that are inside a VPC already);
 * `audience` (the resource exists to be read by the public, so a public policy is the normal one).
 */
export type PolicyReach = 'internet' | 'network' | 'audience';

interface PolicyProperty {
  /** Property path below `Properties`; `*` visits every member of a list. */
  readonly path: readonly string[];
  readonly guards: string;
  readonly kind: ResourcePolicyNode['kind'];
  readonly reach: PolicyReach;
}

function policyAt(path: string, guards: string, more: Partial<PolicyProperty> = {}): PolicyProperty {
  return { path: path.split('/'), guards, kind: 'resource', reach: 'internet', ...more };
}

/**
 * Every CloudFormation type that carries a resource policy in IAM grammar, from the resource schemas of September 2026.
 * Objects and JSON texts are both accepted everywhere. Not here, because their grammar is another one: Cedar
 * (`AWS::EC2::VerifiedAccess*`), network segments (`AWS::NetworkManager::CoreNetwork`), OpenSearch Serverless policies,
 * service control policies (`AWS::Organizations::Policy`).
 */
const policyProperties: Readonly<Record<string, readonly PolicyProperty[]>> = {
  'AWS::AIOps::InvestigationGroup': [policyAt('InvestigationGroupPolicy', 'AWS::AIOps::InvestigationGroup')],
  'AWS::APS::ResourcePolicy': [policyAt('PolicyDocument', 'AWS::APS::Workspace')],
  'AWS::ApiGateway::DomainNameV2': [policyAt('Policy', 'AWS::ApiGateway::DomainNameV2')],
  'AWS::ApiGateway::RestApi': [
    policyAt('Policy', 'AWS::ApiGateway::RestApi'),
    policyAt('Body/x-amazon-apigateway-policy', 'AWS::ApiGateway::RestApi'),
  ],
  'AWS::Backup::BackupAccessPoint': [policyAt('AccessPointPolicy', 'AWS::Backup::BackupAccessPoint')],
  'AWS::Backup::BackupVault': [policyAt('AccessPolicy', 'AWS::Backup::BackupVault')],
  'AWS::Backup::LogicallyAirGappedBackupVault': [policyAt('AccessPolicy', 'AWS::Backup::BackupVault')],
  'AWS::Bedrock::KnowledgeBasePolicy': [policyAt('PolicyDocument', 'AWS::Bedrock::KnowledgeBase')],
  'AWS::Bedrock::ResourcePolicy': [policyAt('PolicyDocument', 'AWS::Bedrock::ResourcePolicy')],
  'AWS::BedrockAgentCore::ResourcePolicy': [policyAt('Policy', 'AWS::BedrockAgentCore::ResourcePolicy')],
  'AWS::CloudTrail::ResourcePolicy': [policyAt('ResourcePolicy', 'AWS::CloudTrail::EventDataStore')],
  'AWS::CodeArtifact::Domain': [policyAt('PermissionsPolicyDocument', 'AWS::CodeArtifact::Domain')],
  'AWS::CodeArtifact::Repository': [policyAt('PermissionsPolicyDocument', 'AWS::CodeArtifact::Repository')],
  'AWS::DSQL::Cluster': [policyAt('PolicyDocument', 'AWS::DSQL::Cluster')],
  'AWS::DynamoDB::GlobalTable': [
    policyAt('Replicas/*/ResourcePolicy/PolicyDocument', 'AWS::DynamoDB::Table'),
    policyAt('Replicas/*/ReplicaStreamSpecification/ResourcePolicy/PolicyDocument', 'AWS::DynamoDB::Stream'),
  ],
  'AWS::DynamoDB::Table': [
    policyAt('ResourcePolicy/PolicyDocument', 'AWS::DynamoDB::Table'),
    policyAt('StreamSpecification/ResourcePolicy/PolicyDocument', 'AWS::DynamoDB::Stream'),
  ],
  // What an endpoint policy limits is which calls may pass from inside the VPC: "*" is the default and opens nothing to outsiders.
  'AWS::EC2::VPCEndpoint': [policyAt('PolicyDocument', 'AWS::EC2::VPCEndpoint', { reach: 'network' })],
  // The policy of a public repository governs pushing; pulling is public by the nature of the type.
  'AWS::ECR::PublicRepository': [policyAt('RepositoryPolicyText', 'AWS::ECR::PublicRepository')],
  'AWS::ECR::RegistryPolicy': [policyAt('PolicyText', 'AWS::ECR::Registry')],
  'AWS::ECR::Repository': [policyAt('RepositoryPolicyText', 'AWS::ECR::Repository')],
  'AWS::ECR::RepositoryCreationTemplate': [policyAt('RepositoryPolicy', 'AWS::ECR::Repository')],
  'AWS::EFS::FileSystem': [policyAt('FileSystemPolicy', 'AWS::EFS::FileSystem')],
  'AWS::Elasticsearch::Domain': [policyAt('AccessPolicies', 'AWS::OpenSearchService::Domain')],
  'AWS::EventSchemas::RegistryPolicy': [policyAt('Policy', 'AWS::EventSchemas::Registry')],
  'AWS::Events::EventBus': [policyAt('Policy', 'AWS::Events::EventBus')],
  'AWS::EventsV2::ResourcePolicy': [policyAt('PolicyDocument', 'AWS::Events::EventBus')],
  'AWS::FSx::S3AccessPointAttachment': [policyAt('S3AccessPoint/Policy', 'AWS::S3::AccessPoint')],
  'AWS::IoT::Policy': [policyAt('PolicyDocument', 'AWS::IoT::Policy', { kind: 'identity' })],
  'AWS::KMS::Key': [policyAt('KeyPolicy', 'AWS::KMS::Key')],
  'AWS::KMS::ReplicaKey': [policyAt('KeyPolicy', 'AWS::KMS::Key')],
  'AWS::Kinesis::ResourcePolicy': [policyAt('ResourcePolicy', 'AWS::Kinesis::Stream')],
  'AWS::Lambda::ResourcePolicy': [policyAt('PolicyDocument', 'AWS::Lambda::Function')],
  'AWS::Lex::ResourcePolicy': [policyAt('Policy', 'AWS::Lex::Bot')],
  'AWS::Logs::DeliveryDestination': [policyAt('DeliveryDestinationPolicy/DeliveryDestinationPolicy', 'AWS::Logs::DeliveryDestination')],
  'AWS::Logs::Destination': [policyAt('DestinationPolicy', 'AWS::Logs::Destination')],
  'AWS::Logs::LogGroup': [policyAt('ResourcePolicyDocument', 'AWS::Logs::LogGroup')],
  'AWS::Logs::ResourcePolicy': [policyAt('PolicyDocument', 'AWS::Logs::LogGroup')],
  'AWS::MSK::ClusterPolicy': [policyAt('Policy', 'AWS::MSK::Cluster')],
  // Origins of a content delivery network serve viewers; players do not sign requests.
  'AWS::MediaPackageV2::ChannelPolicy': [policyAt('Policy', 'AWS::MediaPackageV2::Channel', { reach: 'audience' })],
  'AWS::MediaPackageV2::OriginEndpointPolicy': [policyAt('Policy', 'AWS::MediaPackageV2::OriginEndpoint', { reach: 'audience' })],
  'AWS::MediaStore::Container': [policyAt('Policy', 'AWS::MediaStore::Container')],
  'AWS::MediaTailor::ChannelPolicy': [policyAt('Policy', 'AWS::MediaTailor::Channel', { reach: 'audience' })],
  'AWS::OSIS::Pipeline': [policyAt('ResourcePolicy/Policy', 'AWS::OSIS::Pipeline')],
  'AWS::Oam::Sink': [policyAt('Policy', 'AWS::Oam::Sink')],
  'AWS::Omics::SequenceStore': [policyAt('S3AccessPolicy', 'AWS::S3::AccessPoint')],
  'AWS::OpenSearchService::Domain': [policyAt('AccessPolicies', 'AWS::OpenSearchService::Domain')],
  'AWS::Organizations::ResourcePolicy': [policyAt('Content', 'AWS::Organizations::Organization')],
  'AWS::PaymentCryptography::Key': [policyAt('Policy', 'AWS::PaymentCryptography::Key')],
  'AWS::RUM::AppMonitor': [policyAt('ResourcePolicy/PolicyDocument', 'AWS::RUM::AppMonitor')],
  'AWS::Redshift::Cluster': [policyAt('NamespaceResourcePolicy', 'AWS::RedshiftServerless::Namespace')],
  'AWS::RedshiftServerless::Namespace': [policyAt('NamespaceResourcePolicy', 'AWS::RedshiftServerless::Namespace')],
  'AWS::S3::AccessPoint': [policyAt('Policy', 'AWS::S3::AccessPoint')],
  'AWS::S3::BucketPolicy': [policyAt('PolicyDocument', 'AWS::S3::Bucket')],
  'AWS::S3::MultiRegionAccessPointPolicy': [policyAt('Policy', 'AWS::S3::AccessPoint')],
  'AWS::S3Express::AccessPoint': [policyAt('Policy', 'AWS::S3Express::AccessPoint')],
  'AWS::S3Express::BucketPolicy': [policyAt('PolicyDocument', 'AWS::S3Express::DirectoryBucket')],
  'AWS::S3Files::FileSystemPolicy': [policyAt('Policy', 'AWS::S3Files::FileSystem')],
  'AWS::S3ObjectLambda::AccessPointPolicy': [policyAt('PolicyDocument', 'AWS::S3ObjectLambda::AccessPoint')],
  'AWS::S3Outposts::AccessPoint': [policyAt('Policy', 'AWS::S3Outposts::AccessPoint')],
  'AWS::S3Outposts::BucketPolicy': [policyAt('PolicyDocument', 'AWS::S3Outposts::Bucket')],
  'AWS::S3Tables::TableBucketPolicy': [policyAt('ResourcePolicy', 'AWS::S3Tables::TableBucket')],
  'AWS::S3Tables::TablePolicy': [policyAt('ResourcePolicy', 'AWS::S3Tables::Table')],
  'AWS::S3Vectors::VectorBucketPolicy': [policyAt('Policy', 'AWS::S3Vectors::VectorBucket')],
  'AWS::SMSVOICE::ResourcePolicy': [policyAt('PolicyDocument', 'AWS::SMSVOICE::ResourcePolicy')],
  'AWS::SNS::TopicInlinePolicy': [policyAt('PolicyDocument', 'AWS::SNS::Topic')],
  'AWS::SNS::TopicPolicy': [policyAt('PolicyDocument', 'AWS::SNS::Topic')],
  'AWS::SQS::QueueInlinePolicy': [policyAt('PolicyDocument', 'AWS::SQS::Queue')],
  'AWS::SQS::QueuePolicy': [policyAt('PolicyDocument', 'AWS::SQS::Queue')],
  'AWS::SSM::ResourcePolicy': [policyAt('Policy', 'AWS::SSM::ResourcePolicy')],
  'AWS::SageMaker::ModelPackageGroup': [policyAt('ModelPackageGroupPolicy', 'AWS::SageMaker::ModelPackageGroup')],
  'AWS::SecretsManager::ResourcePolicy': [policyAt('ResourcePolicy', 'AWS::SecretsManager::Secret')],
  'AWS::Serverless::Api': [
    policyAt('DefinitionBody/x-amazon-apigateway-policy', 'AWS::ApiGateway::RestApi'),
    policyAt('Auth/ResourcePolicy/CustomStatements', 'AWS::ApiGateway::RestApi'),
  ],
  // Lattice services have addresses inside the VPCs of their network only.
  'AWS::VpcLattice::AuthPolicy': [policyAt('Policy', 'AWS::VpcLattice::Service', { reach: 'network' })],
  'AWS::VpcLattice::ResourcePolicy': [policyAt('Policy', 'AWS::VpcLattice::ResourcePolicy')],
  'AWS::XRay::ResourcePolicy': [policyAt('PolicyDocument', 'AWS::XRay::ResourcePolicy')],
};

interface FlatGrant {
  readonly guards: string;
  /** The property that says who is let in. */
  readonly principal: string;
  statement(properties: JsonObject): Json | undefined;
}

/**
 * Grants that CloudFormation spells as properties instead of a document, as the statement that the service makes of them.
 * One line per type; the statement is `undefined` when the properties grant nothing.
 */
const flatGrants: Readonly<Record<string, FlatGrant>> = {
  'AWS::EC2::VPCEndpointServicePermissions': {
    guards: 'AWS::EC2::VPCEndpointService',
    principal: 'AllowedPrincipals',
    statement: ({ AllowedPrincipals }) => allow('ec2:CreateVpcEndpoint', AllowedPrincipals, {}),
  },
  'AWS::EntityResolution::PolicyStatement': {
    guards: 'AWS::EntityResolution::PolicyStatement',
    principal: 'Principal',
    statement: ({ Effect, Action, Principal, Condition }) =>
      Principal === undefined || Action === undefined
        ? undefined
        : { Effect: Effect ?? 'Allow', Principal: { AWS: Principal }, Action, ...(Condition === undefined ? {} : { Condition }) },
  },
  'AWS::Events::EventBusPolicy': {
    guards: 'AWS::Events::EventBus',
    principal: 'Principal',
    statement: ({ Statement, Principal, Action, Condition }) =>
      Statement !== undefined && Statement !== null
        ? Statement
        : withCondition(allow(Action ?? 'events:PutEvents', Principal, {}), legacyEventBusCondition(Condition)),
  },
  'AWS::Lambda::LayerVersionPermission': {
    guards: 'AWS::Lambda::LayerVersion',
    principal: 'Principal',
    statement: ({ Action, Principal, OrganizationId }) =>
      allow(Action ?? 'lambda:GetLayerVersion', Principal, { 'aws:PrincipalOrgID': OrganizationId }),
  },
  'AWS::Lambda::Permission': {
    guards: 'AWS::Lambda::Function',
    principal: 'Principal',
    statement: ({ Action, Principal, SourceArn, ...more }) => {
      const statement = allow(Action ?? 'lambda:InvokeFunction', Principal, {
        'aws:SourceAccount': more.SourceAccount,
        'aws:PrincipalOrgID': more.PrincipalOrgID,
        'lambda:EventSourceToken': more.EventSourceToken,
        'lambda:FunctionUrlAuthType': more.FunctionUrlAuthType,
        'lambda:InvokedViaFunctionUrl': more.InvokedViaFunctionUrl,
      });
      if (!isObject(statement) || SourceArn === undefined || SourceArn === null) return statement;
      const condition = isObject(statement.Condition) ? statement.Condition : {};
      return withCondition(statement, { ...condition, ArnLike: { 'aws:SourceArn': SourceArn } });
    },
  },
};

function allow(action: Json, principal: Json | undefined, tests: { readonly [key: string]: Json | undefined }): Json | undefined {
  if (principal === undefined || principal === null) return undefined;
  const equals: JsonObject = {};
  for (const [key, value] of Object.entries(tests)) if (value !== undefined && value !== null) equals[key] = value;
  const statement: JsonObject = { Effect: 'Allow', Principal: principalElement(principal), Action: action };
  if (Object.keys(equals).length > 0) statement.Condition = { StringEquals: equals };
  return statement;
}

/** Services and accounts share one property in the flat forms; a service's name ends on the DNS suffix, which may be an intrinsic, or on Alexa's. */
function principalElement(principal: Json): Json {
  const text = typeof principal === 'string' ? principal : JSON.stringify(principal);
  return /\.amazon(?:aws)?\.com|AWS::URLSuffix/.test(text) ? { Service: principal } : { AWS: principal };
}

function withCondition(statement: Json | undefined, condition: Json | undefined): Json | undefined {
  return isObject(statement) && condition !== undefined ? { ...statement, Condition: condition } : statement;
}

/** `{ Type: StringEquals, Key: aws:PrincipalOrgID, Value: o-… }` as IAM writes it; any other form as it is. */
function legacyEventBusCondition(condition: Json | undefined): Json | undefined {
  if (!isObject(condition) || condition.Value === undefined) return condition;
  const { Type, Key, Value } = condition;
  return typeof Type === 'string' && typeof Key === 'string' ? { [Type]: { [Key]: Value } } : condition;
}

/**
 * Types whose properties are read elsewhere or cannot hold a policy in IAM grammar; the search for unknown forms passes
 * them by, because code, state machines and API definitions are long texts.
 */
const searchedElsewhere = new Set([
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGateway::Method',
  'AWS::ApiGateway::Model',
  'AWS::ApiGateway::Resource',
  'AWS::ApiGatewayV2::Api',
  'AWS::AppSync::FunctionConfiguration',
  'AWS::AppSync::GraphQLSchema',
  'AWS::AppSync::Resolver',
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Events::Rule',
  'AWS::FMS::Policy',
  'AWS::IAM::AccessKey',
  'AWS::IAM::Group',
  'AWS::IAM::GroupPolicy',
  'AWS::IAM::InstanceProfile',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::User',
  'AWS::IAM::UserPolicy',
  'AWS::Lambda::Function',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Version',
  'AWS::NetworkManager::CoreNetwork',
  'AWS::OpenSearchServerless::AccessPolicy',
  'AWS::OpenSearchServerless::SecurityPolicy',
  'AWS::Organizations::Policy',
  'AWS::SSO::PermissionSet',
  'AWS::Serverless::Application',
  'AWS::Serverless::Function',
  'AWS::Serverless::HttpApi',
  'AWS::Serverless::StateMachine',
  'AWS::StepFunctions::StateMachine',
]);

/** How far the principal `*` reaches in a policy of this resource. */
export function policyReachOf(resource: Resource, guards: string | undefined): PolicyReach {
  // An access point with a VPC origin is never public, whatever its policy says.
  if (resource.type.endsWith('::AccessPoint') && isObject(resource.properties.VpcConfiguration)) return 'network';
  const property = Object.hasOwn(policyProperties, resource.type)
    ? policyProperties[resource.type]?.find((candidate) => candidate.guards === guards)
    : undefined;
  return property?.reach ?? 'internet';
}

/**
 * The documents that guard what `resource` stands for. Types of the table give their own; any other type is searched for
 * something shaped like a policy document, so that a type nobody has listed, or the JSON text that an `AwsCustomResource`
 * hands to an API call, is read all the same.
 */
export function* resourcePolicyNodes(resource: Resource, resolver: Resolver): Iterable<ResourcePolicyNode> {
  const { type, properties } = resource;
  if (searchedElsewhere.has(type)) return;
  const root = below(belowAll(undefined, 'Resources', resource.logicalId), 'Properties');
  const flat = Object.hasOwn(flatGrants, type) ? flatGrants[type] : undefined;
  const known = Object.hasOwn(policyProperties, type) ? policyProperties[type] : undefined;
  if (flat !== undefined) {
    const statement = flat.statement(properties);
    if (statement !== undefined) yield { node: { Statement: statement }, at: root, guards: flat.guards, kind: 'resource' };
  }
  for (const property of known ?? []) {
    for (const found of nodesAt(properties, property.path, root, resolver)) {
      const node = Array.isArray(found.node) ? { Statement: found.node } : found.node;
      yield { node, at: found.at, guards: property.guards, kind: property.kind };
    }
  }
  if (flat === undefined && known === undefined) yield* search(resource, resolver, root);
}

/**
 * Whether `resourcePolicyNodes` can find anything. Most resources have none of the properties that hold a policy, or
 * nothing that reads like one, and this says so in a fraction of the time.
 */
export function mayHoldPolicy({ type, properties }: Resource): boolean {
  if (searchedElsewhere.has(type)) return false;
  if (Object.hasOwn(flatGrants, type)) return true;
  const known = Object.hasOwn(policyProperties, type) ? policyProperties[type] : undefined;
  if (known === undefined) return mentionsPolicy(properties, 0);
  return isIntrinsic(properties) || known.some(({ path: [first = '*'] }) => first === '*' || Object.hasOwn(properties, first));
}

/** Whether anything below `node` is called `Statement`, or is a text that says the word. */
function mentionsPolicy(node: Json, depth: number): boolean {
  if (typeof node === 'string') return node.includes('Statement');
  if (typeof node !== 'object' || node === null) return false;
  if (depth > deepest) return true;
  if (Array.isArray(node)) {
    for (let index = 0; index < node.length; index += 1) if (mentionsPolicy(node[index] ?? null, depth + 1)) return true;
    return false;
  }
  for (const key in node) if (key === 'Statement' || mentionsPolicy(node[key] ?? null, depth + 1)) return true;
  return false;
}

/** Of the keys that flat forms spell as a property: `aws:SourceArn` is `SourceArn` there. */
const CONDITION_PREFIX = /^(?:aws|lambda):/;

/**
 * The closest place to `at` that the template really has. Flat forms have no statement, and documents given as text have
 * nothing below their property: they answer with the property that says it, or who is let in.
 */
export function placeInTemplate(resource: Resource, at: Path | undefined): Path | undefined {
  const steps: Path[] = [];
  for (let step = at; step !== undefined; step = step.parent) steps.push(step);
  const [section, logicalId, properties, ...inner] = steps.reverse();
  if (section?.key !== 'Resources' || logicalId?.key !== resource.logicalId || properties?.key !== 'Properties') return at;
  let node: Json | undefined = resource.properties;
  let place = properties;
  for (const step of inner) {
    const next: Json | undefined = Array.isArray(node) ? node[Number(step.key)] : isObject(node) ? node[String(step.key)] : undefined;
    if (next === undefined) {
      const flat = Object.hasOwn(flatGrants, resource.type) ? flatGrants[resource.type]?.principal : undefined;
      if (flat === undefined || !isObject(node)) return place;
      const said = inner.slice(inner.indexOf(step)).map(({ key }) => String(key).replace(CONDITION_PREFIX, ''));
      const properties = node;
      const property = [...said.reverse(), flat].find((name) => properties[name] !== undefined);
      return property === undefined ? place : below(place, property);
    }
    node = next;
    place = step;
  }
  return place;
}

interface Found {
  readonly node: Json;
  readonly at: Path;
}

/** What stands at `path`; intrinsics on the way are resolved, the last step is left to the reader of documents. */
function* nodesAt(node: Json, path: readonly string[], at: Path, resolver: Resolver): Iterable<Found> {
  const [key, ...rest] = path;
  if (key === undefined) {
    yield { node, at };
    return;
  }
  if (typeof node === 'string' || node === null || typeof node !== 'object') {
    const parsed = typeof node === 'string' ? resolver.parseText(node) : undefined;
    if (isObject(parsed)) yield* nodesAt(parsed, path, at, resolver);
    return;
  }
  if (key === '*') {
    for (const alternative of resolver.shallow(node, at)) {
      if (!Array.isArray(alternative.value)) continue;
      for (const [index, member] of alternative.value.entries()) yield* nodesAt(member, rest, below(alternative.at ?? at, index), resolver);
    }
    return;
  }
  if (isObject(node) && Object.hasOwn(node, key)) {
    const next = node[key];
    if (next !== undefined && next !== null) yield* nodesAt(next, rest, below(at, key), resolver);
    return;
  }
  if (!isIntrinsic(node)) return;
  for (const alternative of resolver.shallow(node, at)) {
    const next = isObject(alternative.value) ? alternative.value[key] : undefined;
    if (next !== undefined && next !== null) yield* nodesAt(next, rest, below(alternative.at ?? at, key), resolver);
  }
}

function isIntrinsic(node: Json): boolean {
  if (!isObject(node)) return false;
  const [key, ...more] = Object.keys(node);
  return more.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'));
}

/** One linear walk: objects with a `Statement` are documents, and texts that mention one are parsed. */
function* search(resource: Resource, resolver: Resolver, root: Path): Iterable<ResourcePolicyNode> {
  const seen = new Set<string>();
  for (const found of documentsBelow(resource.properties, root, resolver, 0)) {
    // An AwsCustomResource says the same call for Create and for Update.
    const text = JSON.stringify(found.node);
    if (seen.has(text)) continue;
    seen.add(text);
    yield { ...found, guards: resource.type, kind: namesPrincipal(found.node) ? 'resource' : 'identity' };
  }
}

/** Deeper than any template that CloudFormation accepts. */
const deepest = 64;

function* documentsBelow(node: Json, at: Path, resolver: Resolver, depth: number): Iterable<Found> {
  if (depth > deepest) return;
  if (typeof node === 'string') {
    if (!mentionsStatement(node)) return;
    const parsed = resolver.parseText(node);
    if (parsed !== undefined) yield* documentsBelow(parsed, at, resolver, depth + 1);
    return;
  }
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const [index, member] of node.entries()) yield* documentsBelow(member, below(at, index), resolver, depth + 1);
    return;
  }
  if (isDocument(node)) {
    yield { node, at };
    return;
  }
  const isStandIn = isEmpty(node);
  if (isStandIn || isText(node)) {
    if (!isStandIn && !mentionsStatement(JSON.stringify(node))) return;
    for (const text of resolver.strings(node, at)) {
      const parsed = resolver.parseText(text.value);
      if (parsed !== undefined) yield* documentsBelow(parsed, at, resolver, depth + 1);
    }
    return;
  }
  for (const [key, member] of Object.entries(node)) yield* documentsBelow(member, below(at, key), resolver, depth + 1);
}

function mentionsStatement(text: string): boolean {
  return text.includes('Statement') && text.includes('Effect');
}

/** Inside of a JSON text with references, an object without members stands for a text that holds some of them. */
function isEmpty(node: JsonObject): boolean {
  for (const _key in node) return false;
  return true;
}

/** Intrinsics that make a text; `Fn::If` is walked like any object, so both its branches are seen. */
function isText(node: JsonObject): boolean {
  return isIntrinsic(node) && ('Fn::Join' in node || 'Fn::Sub' in node || 'Fn::ToJsonString' in node);
}

function isDocument(node: JsonObject): boolean {
  const statement = node.Statement;
  if (!Object.hasOwn(node, 'Statement') || statement === null || typeof statement !== 'object') return false;
  const first = Array.isArray(statement) ? statement[0] : statement;
  return isObject(first) && ('Effect' in first || isIntrinsic(first));
}

function namesPrincipal(node: Json): boolean {
  const statement = isObject(node) ? node.Statement : undefined;
  const members = Array.isArray(statement) ? statement : [statement];
  return members.some((member) => isObject(member) && ('Principal' in member || 'NotPrincipal' in member || isIntrinsic(member)));
}
