import type { CdkProvider, Statement } from '../iam/statement';
import type { Model } from './model';
import { shortServiceOf } from './resource-grants';

/**
 * Grants to services that constructs of aws-cdk-lib write into resource policies without a source, whatever the user
 * does. They are recognised by who is let in, to what, with which actions, in a template of CDK's that also holds what
 * the construct stands for; a grant of another shape is the user's. Remove an entry once no version of the peer range
 * writes it.
 */
interface CdkGrant extends CdkProvider {
  readonly guards: readonly string[];
  readonly service: string;
  readonly actions: ReadonlySet<string>;
  /** Types of the construct's own resources, one of which is in the template. */
  readonly beside: readonly string[];
}

const KEY_USE = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
  'kms:GenerateDataKey',
  'kms:DescribeKey',
  'kms:Decrypt*',
];
const QUEUE_SEND = ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'];
const LOG_DELIVERY = ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:PutLogEventsBatch'];

function grant(
  name: string,
  service: string,
  guards: readonly string[],
  actions: readonly string[],
  beside: readonly string[],
  advice: string,
): CdkGrant {
  return { name, service, guards, actions: new Set(actions.map((action) => action.toLowerCase())), beside, advice };
}

const TOPIC = ['AWS::SNS::Topic'];
const QUEUE = ['AWS::SQS::Queue'];
const KEY = ['AWS::KMS::Key'];
const BUCKET = ['AWS::S3::Bucket'];
const FUNCTION = ['AWS::Lambda::Function'];
const REPOSITORY = ['AWS::ECR::Repository'];
const LOADBALANCER = ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancing::LoadBalancer'];
const ADD_STATEMENT =
  'CDK offers no condition here; a Deny with "aws:SourceAccount" beside it ("addToResourcePolicy") closes it where that matters';

const GRANTS: readonly CdkGrant[] = [
  // aws-events-targets SnsTopic
  grant(
    'SnsTopic event target',
    'events',
    TOPIC,
    ['sns:Publish'],
    ['AWS::Events::Rule'],
    'let the rule publish with a role of its own: "new SnsTopic(topic, { authorizeUsingRole: true })"',
  ),
  // aws-events-targets SqsQueue, for a queue with a key of its own
  grant(
    'SqsQueue event target',
    'events',
    QUEUE,
    QUEUE_SEND,
    ['AWS::Events::Rule'],
    'set the feature flag "@aws-cdk/aws-events:eventsTargetQueueSameAccount", which adds "aws:SourceAccount"',
  ),
  grant(
    'event target on an encrypted queue or topic',
    'events',
    KEY,
    KEY_USE,
    ['AWS::Events::Rule', 'AWS::Events::Archive'],
    ADD_STATEMENT,
  ),
  // aws-backup BackupVault with notificationTopic
  grant('BackupVault', 'backup', TOPIC, ['sns:Publish'], ['AWS::Backup::BackupVault'], ADD_STATEMENT),
  // aws-sns Topic as a target of a notification rule
  grant(
    'NotificationRule',
    'codestar-notifications',
    TOPIC,
    ['sns:Publish'],
    ['AWS::CodeStarNotifications::NotificationRule'],
    ADD_STATEMENT,
  ),
  // aws-sns-subscriptions SqsSubscription on an encrypted queue
  grant(
    'SqsSubscription',
    'sns',
    KEY,
    KEY_USE,
    ['AWS::SNS::Subscription'],
    'set the feature flag "@aws-cdk/aws-sns-subscriptions:restrictSqsDescryption", which limits the key to SNS and the topic',
  ),
  // aws-cloudtrail Trail
  grant('Trail', 'cloudtrail', BUCKET, ['s3:GetBucketAcl', 's3:PutObject'], ['AWS::CloudTrail::Trail'], ADD_STATEMENT),
  // aws-elasticloadbalancingv2 logAccessLogs and logConnectionLogs
  grant('load balancer logs', 'delivery.logs', BUCKET, ['s3:PutObject', 's3:GetBucketAcl'], LOADBALANCER, ADD_STATEMENT),
  // aws-elasticloadbalancingv2-targets LambdaTarget
  grant(
    'LambdaTarget',
    'elasticloadbalancing',
    FUNCTION,
    ['lambda:InvokeFunction'],
    ['AWS::ElasticLoadBalancingV2::TargetGroup'],
    ADD_STATEMENT,
  ),
  // aws-secretsmanager RotationSchedule
  grant(
    'RotationSchedule',
    'secretsmanager',
    FUNCTION,
    ['lambda:InvokeFunction'],
    ['AWS::SecretsManager::RotationSchedule'],
    ADD_STATEMENT,
  ),
  // aws-appconfig LambdaValidator, LambdaDestination
  grant(
    'AppConfig',
    'appconfig',
    FUNCTION,
    ['lambda:InvokeFunction'],
    ['AWS::AppConfig::ConfigurationProfile', 'AWS::AppConfig::Extension'],
    ADD_STATEMENT,
  ),
  // aws-codebuild Project with an image of a repository
  grant(
    'CodeBuild image',
    'codebuild',
    REPOSITORY,
    ['ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage', 'ecr:BatchCheckLayerAvailability'],
    ['AWS::CodeBuild::Project'],
    ADD_STATEMENT,
  ),
  // aws-lambda EcrImageCode
  grant(
    'EcrImageCode',
    'lambda',
    REPOSITORY,
    ['ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage', 'ecr:BatchCheckLayerAvailability'],
    ['AWS::Lambda::Function'],
    ADD_STATEMENT,
  ),
  // aws-lambda EventSourceMapping with filterEncryption
  grant('EventSourceMapping', 'lambda', KEY, KEY_USE, ['AWS::Lambda::EventSourceMapping'], ADD_STATEMENT),
  // aws-stepfunctions StateMachine with encrypted logs
  grant('StateMachine logs', 'delivery.logs', KEY, KEY_USE, ['AWS::StepFunctions::StateMachine'], ADD_STATEMENT),
  // aws-opensearchservice and aws-elasticsearch Domain, aws-events-targets CloudWatchLogGroup: resource policies of log groups through a custom resource
  grant('Domain logs', 'es', ['Custom::CloudwatchLogResourcePolicy'], LOG_DELIVERY, ['Custom::CloudwatchLogResourcePolicy'], ADD_STATEMENT),
  grant(
    'CloudWatchLogGroup event target',
    'events',
    ['Custom::CloudwatchLogResourcePolicy'],
    LOG_DELIVERY,
    ['AWS::Events::Rule'],
    ADD_STATEMENT,
  ),
  grant(
    'CloudWatchLogGroup event target',
    'delivery.logs',
    ['Custom::CloudwatchLogResourcePolicy'],
    LOG_DELIVERY,
    ['AWS::Events::Rule'],
    ADD_STATEMENT,
  ),
];

/** The construct of CDK that wrote the grant of a statement to `services`; `undefined` when it is the user's. */
export function cdkGrantOf(model: Model, statement: Statement, services: readonly string[]): CdkProvider | undefined {
  const { resource, guards } = statement.document;
  if (resource.constructPath === undefined || guards === undefined || statement.notActions.length > 0) return undefined;
  const isWrittenBy = (service: string, candidate: CdkGrant) =>
    candidate.service === shortServiceOf(service) &&
    candidate.guards.includes(guards) &&
    statement.actions.length > 0 &&
    statement.actions.every(({ value }) => typeof value === 'string' && candidate.actions.has(value.toLowerCase())) &&
    candidate.beside.some((type) => model.resourcesOfType(type).some(({ template }) => template === resource.template));
  const [first] = services.map((service) => GRANTS.find((candidate) => isWrittenBy(service, candidate)));
  return services.every((service) => GRANTS.some((candidate) => isWrittenBy(service, candidate))) ? first : undefined;
}
