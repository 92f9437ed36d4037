import type {
  aws_apigateway as apigateway,
  aws_apigatewayv2 as apigatewayv2,
  aws_appconfig as appconfig,
  aws_appsync as appsync,
  aws_cloudfront as cloudfront,
  aws_codebuild as codebuild,
  aws_cognito as cognito,
  aws_dynamodb as dynamodb,
  aws_ecs as ecs,
  aws_efs as efs,
  aws_events as events,
  aws_kinesisfirehose as firehose,
  aws_iam as iam,
  aws_cognito_identitypool as identitypool,
  aws_kinesis as kinesis,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_logs as logs,
  aws_opensearchservice as opensearch,
  aws_rds as rds,
  aws_s3 as s3,
  aws_scheduler as scheduler,
  aws_secretsmanager as secretsmanager,
  aws_ses as ses,
  aws_stepfunctions as sfn,
  aws_sns as sns,
  aws_sqs as sqs,
  aws_ssm as ssm,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { AccessPointAccess, DirectoryBucketAccess } from './access-point-access';
import { ApiAccess, WebSocketApiAccess } from './api-access';
import { AppConfigAccess } from './app-config-access';
import { BedrockAccess } from './bedrock-access';
import { BucketAccess } from './bucket-access';
import { CacheAccess } from './cache-access';
import { DataApiAccess, DatabaseAccess } from './database-access';
import type { DeclaredAccess } from './declared-access';
import { DeliveryStreamAccess } from './delivery-stream-access';
import { DistributionAccess, KeyValueStoreAccess } from './distribution-access';
import { DsqlClusterAccess } from './dsql-access';
import { EmailIdentityAccess } from './email-identity-access';
import { EventApiAccess } from './event-api-access';
import { EventBusAccess } from './event-bus-access';
import { FileSystemAccess } from './file-system-access';
import { FunctionAccess } from './function-access';
import { GraphqlApiAccess } from './graphql-access';
import { IdentityPoolAccess } from './identity-pool-access';
import { IotThingAccess, IotTopicAccess } from './iot-topic-access';
import { BatchJobAccess, BuildProjectAccess, GlueJobAccess, ModelEndpointAccess } from './job-access';
import { KeyAccess } from './key-access';
import { LocationAccess } from './location-access';
import { LogGroupAccess } from './log-group-access';
import { accessToArn, accessToConstruct, accessWithoutResource } from './operations';
import { ParameterAccess, ParameterPathAccess, type ParameterPathOptions } from './parameter-access';
import { QueueAccess } from './queue-access';
import { ComprehendAccess, PollyAccess, RekognitionAccess, TextractAccess, TranscribeAccess, TranslateAccess } from './recognition-access';
import { RoleAccess } from './role-access';
import { ScheduleGroupAccess } from './schedule-group-access';
import { SearchCollectionAccess } from './search-collection-access';
import { SearchDomainAccess } from './search-domain-access';
import { SecretAccess } from './secret-access';
import { ActivityAccess, StateMachineAccess } from './state-machine-access';
import { StreamAccess } from './stream-access';
import { TableAccess } from './table-access';
import { TaskAccess } from './task-access';
import { MetricsAccess, TracingAccess } from './telemetry-access';
import { TextMessageAccess } from './text-message-access';
import { PlatformApplicationAccess, TopicAccess } from './topic-access';
import { UserPoolAccess } from './user-pool-access';
import { WorkgroupAccess } from './workgroup-access';

/**
 * Declares access: the operations that code calls, on the resources that it calls them on. Every builder answers with the
 * exact actions and ARNs, and with what the resource's own encryption key needs.
 *
 * A key of another account, and a key whose policy does not delegate to IAM, must also allow the role in its key policy;
 * keys made by CDK in the same account need nothing more.
 */
export class Access {
  /** Access to a DynamoDB table (`Table` or `TableV2`). */
  public static table(table: dynamodb.ITable): TableAccess {
    return TableAccess._of(table);
  }

  /** Access to an S3 bucket. */
  public static bucket(bucket: s3.IBucket): BucketAccess {
    return BucketAccess._of(bucket);
  }

  /**
   * Access to the objects behind an access point of S3.
   *
   * @param accessPointArn such as `accessPoint.attrArn`
   * @param bucket behind it, when its own policy does not leave the decision to its access points
   */
  public static accessPoint(accessPointArn: string, bucket?: s3.IBucket): AccessPointAccess {
    return AccessPointAccess._of(accessPointArn, bucket);
  }

  /**
   * Access to a directory bucket of S3 Express One Zone.
   *
   * @param bucketArn such as `bucket.attrArn`
   */
  public static directoryBucket(bucketArn: string): DirectoryBucketAccess {
    return DirectoryBucketAccess._of(bucketArn);
  }

  /** Access to an SQS queue. */
  public static queue(queue: sqs.IQueue): QueueAccess {
    return QueueAccess._of(queue);
  }

  /** Access to an SNS topic. */
  public static topic(topic: sns.ITopic): TopicAccess {
    return TopicAccess._of(topic);
  }

  /**
   * Access to the devices of a platform application of SNS.
   *
   * @param applicationArn such as `arn:aws:sns:eu-west-1:111122223333:app/GCM/shop`
   */
  public static platformApplication(applicationArn: string): PlatformApplicationAccess {
    return PlatformApplicationAccess._of(applicationArn);
  }

  /**
   * Access to text messages, from one origin of AWS End User Messaging.
   *
   * @param originationArn of a phone number, a pool, or a sender id
   */
  public static textMessages(originationArn: string): TextMessageAccess {
    return TextMessageAccess._of(originationArn);
  }

  /** Access to a secret of Secrets Manager. */
  public static secret(secret: secretsmanager.ISecret): SecretAccess {
    return SecretAccess._of(secret);
  }

  /** Access to a Lambda function, or to one version or alias of it. */
  public static lambdaFunction(fn: lambda.IFunction): FunctionAccess {
    return FunctionAccess._of(fn);
  }

  /** Access to an event bus of EventBridge. */
  public static eventBus(bus: events.IEventBus): EventBusAccess {
    return EventBusAccess._of(bus);
  }

  /** Access to a state machine of Step Functions, and its executions. */
  public static stateMachine(stateMachine: sfn.IStateMachine): StateMachineAccess {
    return StateMachineAccess._of(stateMachine);
  }

  /** Access to an activity of Step Functions, as a worker. */
  public static activity(activity: sfn.IActivity): ActivityAccess {
    return ActivityAccess._of(activity);
  }

  /** Access to a data stream of Kinesis. */
  public static stream(stream: kinesis.IStream): StreamAccess {
    return StreamAccess._of(stream);
  }

  /** Access to a delivery stream of Data Firehose. */
  public static deliveryStream(deliveryStream: firehose.IDeliveryStream): DeliveryStreamAccess {
    return DeliveryStreamAccess._of(deliveryStream);
  }

  /** Access to one parameter of Systems Manager. */
  public static parameter(parameter: ssm.IParameter): ParameterAccess {
    return ParameterAccess._of(parameter);
  }

  /** Access to a key of KMS that code calls itself. */
  public static key(key: kms.IKey): KeyAccess {
    return KeyAccess._of(key);
  }

  /** Access to the schedules of a group of EventBridge Scheduler. */
  public static scheduleGroup(group: scheduler.IScheduleGroup): ScheduleGroupAccess {
    return ScheduleGroupAccess._of(group);
  }

  /** Access to a role, to take it on or to hand it to a service. */
  public static role(role: iam.IRole): RoleAccess {
    return RoleAccess._of(role);
  }

  /** Access to an identity of SES, to send from. */
  public static emailIdentity(identity: ses.IEmailIdentity): EmailIdentityAccess {
    return EmailIdentityAccess._of(identity);
  }

  /** Access to the users of a Cognito user pool. */
  public static userPool(userPool: cognito.IUserPool): UserPoolAccess {
    return UserPoolAccess._of(userPool);
  }

  /** Access to a Cognito identity pool. */
  public static identityPool(identityPool: identitypool.IIdentityPool): IdentityPoolAccess {
    return IdentityPoolAccess._of(identityPool);
  }

  /**
   * Access to all parameters of Systems Manager below a path, in the account and region of the function.
   *
   * @param path such as `/orders/prod`, without wildcards
   */
  public static parametersByPath(path: string, options: ParameterPathOptions = {}): ParameterPathAccess {
    return ParameterPathAccess._of(path, options);
  }

  /**
   * Access to the metrics of a namespace of CloudWatch.
   *
   * @param metricNamespace exactly
   */
  public static metrics(metricNamespace: string): MetricsAccess {
    return MetricsAccess._of(metricNamespace);
  }

  /** Access to X-Ray, for code that traces without the `tracing` of its function. */
  public static tracing(): TracingAccess {
    return TracingAccess._of();
  }

  /** Access to a log group that code writes or reads itself. */
  public static logGroup(logGroup: logs.ILogGroup): LogGroupAccess {
    return LogGroupAccess._of(logGroup);
  }

  /** Access to a REST API of API Gateway whose methods ask for IAM authorization. */
  public static restApi(api: apigateway.IRestApi): ApiAccess {
    return ApiAccess._ofRest(api);
  }

  /** Access to an HTTP API of API Gateway whose routes ask for IAM authorization. */
  public static httpApi(api: apigatewayv2.IHttpApi): ApiAccess {
    return ApiAccess._ofHttp(api);
  }

  /** Access to the connections of a WebSocket API. */
  public static webSocketApi(api: apigatewayv2.IWebSocketApi): WebSocketApiAccess {
    return WebSocketApiAccess._of(api);
  }

  /** Access to a GraphQL API of AppSync that asks for IAM authorization. */
  public static graphqlApi(api: appsync.IGraphqlApi): GraphqlApiAccess {
    return GraphqlApiAccess._of(api);
  }

  /** Access to an Event API of AppSync that asks for IAM authorization. */
  public static eventApi(api: appsync.IEventApi): EventApiAccess {
    return EventApiAccess._of(api);
  }

  /**
   * Access to topics of AWS IoT, in the account and region of the function.
   *
   * @param topics exactly, without wildcards
   */
  public static iotTopics(...topics: string[]): IotTopicAccess {
    return IotTopicAccess._of(topics);
  }

  /**
   * Access to the shadow of a thing of AWS IoT, in the account and region of the function.
   *
   * @param thing its name
   */
  public static iotThing(thing: string): IotThingAccess {
    return IotThingAccess._of(thing);
  }

  /** Access to Bedrock: models, inference profiles, agents, knowledge bases and guardrails. */
  public static bedrock(): BedrockAccess {
    return BedrockAccess._of();
  }

  /** Access to a database instance of RDS with IAM authentication. */
  public static databaseInstance(instance: rds.IDatabaseInstance): DatabaseAccess {
    return DatabaseAccess._ofInstance(instance);
  }

  /** Access to a database cluster of RDS with IAM authentication. */
  public static databaseCluster(cluster: rds.IDatabaseCluster): DatabaseAccess {
    return DatabaseAccess._ofCluster(cluster);
  }

  /** Access to a database through a proxy of RDS with IAM authentication. */
  public static databaseProxy(proxy: rds.IDatabaseProxy): DatabaseAccess {
    return DatabaseAccess._ofProxy(proxy);
  }

  /** Access to a cluster of Aurora through the Data API, with the user that the secret names. */
  public static dataApi(cluster: rds.IDatabaseCluster, secret: secretsmanager.ISecret): DataApiAccess {
    return DataApiAccess._of(cluster, secret);
  }

  /**
   * Access to a cluster of Aurora DSQL.
   *
   * @param clusterArn such as `cluster.attrResourceArn`
   */
  public static dsqlCluster(clusterArn: string): DsqlClusterAccess {
    return DsqlClusterAccess._of(clusterArn);
  }

  /** Access to the tasks of one task definition of ECS, in one cluster. */
  public static task(taskDefinition: ecs.ITaskDefinition, cluster: ecs.ICluster): TaskAccess {
    return TaskAccess._of(taskDefinition, cluster);
  }

  /** Access to the builds of a project of CodeBuild. */
  public static buildProject(project: codebuild.IProject): BuildProjectAccess {
    return BuildProjectAccess._of(project);
  }

  /** Access to jobs of AWS Batch, from one definition in one queue. */
  public static batchJob(jobDefinitionArn: string, jobQueueArn: string): BatchJobAccess {
    return BatchJobAccess._of(jobDefinitionArn, jobQueueArn);
  }

  /**
   * Access to a job of Glue, in the account and region of the function.
   *
   * @param name exactly
   */
  public static glueJob(name: string): GlueJobAccess {
    return GlueJobAccess._of(name);
  }

  /**
   * Access to an endpoint of SageMaker, in the account and region of the function.
   *
   * @param name exactly
   */
  public static modelEndpoint(name: string): ModelEndpointAccess {
    return ModelEndpointAccess._of(name);
  }

  /** Access to a file system of EFS through one access point. */
  public static fileSystem(accessPoint: efs.IAccessPoint): FileSystemAccess {
    return FileSystemAccess._of(accessPoint);
  }

  /** Access to a distribution of CloudFront. */
  public static distribution(distribution: cloudfront.IDistribution): DistributionAccess {
    return DistributionAccess._of(distribution);
  }

  /** Access to a key value store of CloudFront. */
  public static keyValueStore(store: cloudfront.IKeyValueStore): KeyValueStoreAccess {
    return KeyValueStoreAccess._of(store);
  }

  /** Access to a domain of OpenSearch Service. */
  public static searchDomain(domain: opensearch.IDomain): SearchDomainAccess {
    return SearchDomainAccess._of(domain);
  }

  /** Access to Textract. */
  public static textract(): TextractAccess {
    return TextractAccess._of();
  }

  /** Access to Rekognition. */
  public static rekognition(): RekognitionAccess {
    return RekognitionAccess._of();
  }

  /** Access to Translate. */
  public static translate(): TranslateAccess {
    return TranslateAccess._of();
  }

  /** Access to Polly. */
  public static polly(): PollyAccess {
    return PollyAccess._of();
  }

  /** Access to Comprehend. */
  public static comprehend(): ComprehendAccess {
    return ComprehendAccess._of();
  }

  /** Access to Transcribe. */
  public static transcribe(): TranscribeAccess {
    return TranscribeAccess._of();
  }

  /**
   * Access to a collection of OpenSearch Serverless.
   *
   * @param collectionArn such as `collection.attrArn`
   */
  public static searchCollection(collectionArn: string): SearchCollectionAccess {
    return SearchCollectionAccess._of(collectionArn);
  }

  /**
   * Access to a cache of ElastiCache with IAM authentication.
   *
   * @param cacheArn of a serverless cache, or of a replication group
   */
  public static cache(cacheArn: string): CacheAccess {
    return CacheAccess._of(cacheArn, 'elasticache:Connect');
  }

  /**
   * Access to a cluster of MemoryDB with IAM authentication.
   *
   * @param clusterArn such as `cluster.attrArn`
   */
  public static memoryDbCluster(clusterArn: string): CacheAccess {
    return CacheAccess._of(clusterArn, 'memorydb:Connect');
  }

  /**
   * Access to one configuration of AppConfig, in one environment.
   *
   * @param configurationProfileId such as `configuration.configurationProfileId`
   */
  public static appConfig(environment: appconfig.IEnvironment, configurationProfileId: string): AppConfigAccess {
    return AppConfigAccess._of(environment, configurationProfileId);
  }

  /** Access to Location Service: places, routes, trackers and geofences. */
  public static location(): LocationAccess {
    return LocationAccess._of();
  }

  /**
   * Access to a workgroup of Athena, in the account and region of the function.
   *
   * @param workgroup its name
   */
  public static workgroup(workgroup: string): WorkgroupAccess {
    return WorkgroupAccess._of(workgroup);
  }

  /**
   * Operations on any resource of any service: `Access.to(stateMachine, 'states:StartExecution')`. The operations are
   * checked against AWS's service authorization reference: that they exist, and that they work on this kind of resource.
   *
   * @param construct an L1 or L2 construct, also an imported one
   * @param actions `service:Operation`, without wildcards
   */
  public static to(construct: IConstruct, ...actions: string[]): DeclaredAccess {
    return accessToConstruct(construct, actions);
  }

  /**
   * Operations on the resource with this ARN: `Access.toArn(bucket.arnForObjects('in/*'), 's3:GetObject')`. A wildcard may
   * only stand below one named resource. An ARN that is known only at deployment is not checked against the operations.
   *
   * @param arn of one resource, or of what lies below one
   * @param actions `service:Operation`, without wildcards
   */
  public static toArn(arn: string, ...actions: string[]): DeclaredAccess {
    return accessToArn(arn, actions);
  }

  /**
   * Operations that name no resource, such as `cloudwatch:PutMetricData`, or that list all of a kind, such as
   * `rds:DescribeDBInstances`: they are allowed on `*`, the form that AWS takes. An operation that works on one resource is
   * refused here.
   *
   * @param actions `service:Operation`, without wildcards
   */
  public static withoutResource(...actions: string[]): DeclaredAccess {
    return accessWithoutResource(actions);
  }

  private constructor() {}
}
