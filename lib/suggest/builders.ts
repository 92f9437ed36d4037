import type { Resource } from '../core/template/template';

/** How the constructs of a resource type are declared. */
export interface Builder {
  /** Static method of `Access`: `table`. */
  readonly name: string;
  /** Resource type of the service authorization reference that the construct itself is: `dynamodb:table`. */
  readonly type: string;
}

/** The builders that take one construct, by the type of its resource. Other types are declared with `Access.to`. */
const byType: ReadonlyMap<string, Builder> = new Map([
  ['AWS::CloudFront::Distribution', { name: 'distribution', type: 'cloudfront:distribution' }],
  ['AWS::CodeBuild::Project', { name: 'buildProject', type: 'codebuild:project' }],
  ['AWS::Cognito::IdentityPool', { name: 'identityPool', type: 'cognito-identity:identitypool' }],
  ['AWS::Cognito::UserPool', { name: 'userPool', type: 'cognito-idp:userpool' }],
  ['AWS::DynamoDB::GlobalTable', { name: 'table', type: 'dynamodb:table' }],
  ['AWS::DynamoDB::Table', { name: 'table', type: 'dynamodb:table' }],
  ['AWS::Events::EventBus', { name: 'eventBus', type: 'events:event-bus' }],
  ['AWS::IAM::Role', { name: 'role', type: 'sts:role' }],
  ['AWS::KMS::Key', { name: 'key', type: 'kms:key' }],
  ['AWS::Kinesis::Stream', { name: 'stream', type: 'kinesis:stream' }],
  ['AWS::KinesisFirehose::DeliveryStream', { name: 'deliveryStream', type: 'firehose:deliverystream' }],
  ['AWS::Lambda::Alias', { name: 'lambdaFunction', type: 'lambda:function' }],
  ['AWS::Lambda::Function', { name: 'lambdaFunction', type: 'lambda:function' }],
  ['AWS::Lambda::Version', { name: 'lambdaFunction', type: 'lambda:function' }],
  ['AWS::S3::Bucket', { name: 'bucket', type: 's3:bucket' }],
  ['AWS::SES::EmailIdentity', { name: 'emailIdentity', type: 'ses:identity' }],
  ['AWS::SNS::Topic', { name: 'topic', type: 'sns:topic' }],
  ['AWS::SQS::Queue', { name: 'queue', type: 'sqs:queue' }],
  ['AWS::SSM::Parameter', { name: 'parameter', type: 'ssm:parameter' }],
  ['AWS::SecretsManager::Secret', { name: 'secret', type: 'secretsmanager:Secret' }],
  ['AWS::SecretsManager::SecretTargetAttachment', { name: 'secret', type: 'secretsmanager:Secret' }],
  ['AWS::Serverless::Function', { name: 'lambdaFunction', type: 'lambda:function' }],
  ['AWS::Serverless::SimpleTable', { name: 'table', type: 'dynamodb:table' }],
  ['AWS::Serverless::StateMachine', { name: 'stateMachine', type: 'states:statemachine' }],
  ['AWS::StepFunctions::Activity', { name: 'activity', type: 'states:activity' }],
  ['AWS::StepFunctions::StateMachine', { name: 'stateMachine', type: 'states:statemachine' }],
]);

/** The builder that takes the construct of a resource; `undefined` for L1 constructs, which builders do not take. */
export function builderOf(resource: Resource): Builder | undefined {
  return isLevelOne(resource) ? undefined : byType.get(resource.type);
}

/** Whether a resource is a construct by itself: the constructs of CDK above it keep theirs below a path of their own. */
export function isLevelOne({ constructPath }: Resource): boolean {
  return constructPath !== undefined && !/\/(?:Resource|Default)$/.test(constructPath);
}

/** The names of all these builders. */
export const builderNames: readonly string[] = [...new Set([...byType.values()].map(({ name }) => name))];

/** The builders of services that know no resources: they take nothing. */
export const builtWithoutResource: readonly string[] = [
  'comprehend',
  'polly',
  'rekognition',
  'textract',
  'tracing',
  'transcribe',
  'translate',
];

/** The properties of L2 constructs that hold the ARN and what `Ref` gives, by the type of the resource. */
const PROPERTIES: ReadonlyMap<string, readonly [arn: string, ref: string]> = new Map([
  ['AWS::AppSync::GraphQLApi', ['arn', '']],
  ['AWS::Cognito::UserPool', ['userPoolArn', 'userPoolId']],
  ['AWS::CodeBuild::Project', ['projectArn', 'projectName']],
  ['AWS::DynamoDB::GlobalTable', ['tableArn', 'tableName']],
  ['AWS::DynamoDB::Table', ['tableArn', 'tableName']],
  ['AWS::ECR::Repository', ['repositoryArn', 'repositoryName']],
  ['AWS::ECS::Cluster', ['clusterArn', 'clusterName']],
  ['AWS::ECS::TaskDefinition', ['', 'taskDefinitionArn']],
  ['AWS::EFS::FileSystem', ['fileSystemArn', 'fileSystemId']],
  ['AWS::Events::EventBus', ['eventBusArn', 'eventBusName']],
  ['AWS::Events::Rule', ['ruleArn', 'ruleName']],
  ['AWS::IAM::Role', ['roleArn', 'roleName']],
  ['AWS::KMS::Key', ['keyArn', 'keyId']],
  ['AWS::Kinesis::Stream', ['streamArn', 'streamName']],
  ['AWS::KinesisFirehose::DeliveryStream', ['deliveryStreamArn', 'deliveryStreamName']],
  ['AWS::Lambda::Alias', ['', 'functionArn']],
  ['AWS::Lambda::Function', ['functionArn', 'functionName']],
  ['AWS::Lambda::Version', ['', 'functionArn']],
  ['AWS::Logs::LogGroup', ['logGroupArn', 'logGroupName']],
  ['AWS::OpenSearchService::Domain', ['domainArn', 'domainName']],
  ['AWS::S3::Bucket', ['bucketArn', 'bucketName']],
  ['AWS::SNS::Topic', ['topicArn', 'topicArn']],
  ['AWS::SQS::Queue', ['queueArn', 'queueUrl']],
  ['AWS::SSM::Parameter', ['', 'parameterName']],
  ['AWS::SecretsManager::Secret', ['', 'secretArn']],
  ['AWS::StepFunctions::Activity', ['activityArn', 'activityArn']],
  ['AWS::StepFunctions::StateMachine', ['stateMachineArn', 'stateMachineArn']],
]);

/** The property of the construct that holds an attribute of its resource; `undefined` when none is known. */
export function propertyOf(resource: Resource, attribute: string): string | undefined {
  if (isLevelOne(resource)) return attribute === 'Ref' ? 'ref' : `attr${attribute.replaceAll('.', '')}`;
  const { type } = resource;
  const [arn, ref] = PROPERTIES.get(type) ?? ['', ''];
  const property = attribute === 'Ref' ? ref : attribute === 'Arn' || (type === 'AWS::SNS::Topic' && attribute === 'TopicArn') ? arn : '';
  return property === '' ? undefined : property;
}
