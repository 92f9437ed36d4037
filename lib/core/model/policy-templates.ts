import { isObject, type Json, type JsonObject } from '../json';
import { nearest } from '../nearest';

/**
 * The policy templates of AWS SAM: what `Policies: [{ S3CrudPolicy: { BucketName: … } }]` of a function or a state machine
 * becomes. Facts of https://github.com/aws/serverless-application-model/blob/develop/samtranslator/policy_templates_data/policy_templates.json
 */

/**
 * One statement of a template: the service with its actions, then the resources. `<BucketName>` is a parameter, `@` the
 * region and the account of the stack, and an ARN begins with its service. Actions that allow nothing on the resources
 * of their statement are left out where others remain, and a wildcard that matches one action is that action.
 */
type StatementForm = readonly [actions: string, ...resources: readonly string[]];

// biome-ignore format: one template a line
const templates: Readonly<Record<string, readonly StatementForm[]>> = {
  AMIDescribePolicy: [['ec2: DescribeImages', '*']],
  AWSSecretsManagerGetSecretValuePolicy: [['secretsmanager: GetSecretValue', '<SecretArn>']],
  AWSSecretsManagerRotationPolicy: [['secretsmanager: DescribeSecret GetSecretValue PutSecretValue UpdateSecretVersionStage', 'secretsmanager:@:secret:*'], ['secretsmanager: GetRandomPassword', '*']],
  AcmGetCertificatePolicy: [['acm: GetCertificate', '<CertificateArn>']],
  AthenaQueryPolicy: [['athena: ListWorkGroups GetExecutionEngine GetExecutionEngines GetNamespace GetCatalogs GetNamespaces GetTables GetTable', '*'], ['athena: StartQueryExecution GetQueryResults DeleteNamedQuery GetNamedQuery ListQueryExecutions StopQueryExecution GetQueryResultsStream ListNamedQueries CreateNamedQuery GetQueryExecution BatchGetNamedQuery BatchGetQueryExecution GetWorkGroup', 'athena:@:workgroup/<WorkGroupName>']],
  CloudFormationDescribeStacksPolicy: [['cloudformation: DescribeStacks', 'cloudformation:@:stack/*']],
  CloudWatchDashboardPolicy: [['cloudwatch: GetDashboard ListDashboards PutDashboard ListMetrics', '*']],
  CloudWatchDescribeAlarmHistoryPolicy: [['cloudwatch: DescribeAlarmHistory', '*']],
  CloudWatchPutMetricPolicy: [['cloudwatch: PutMetricData', '*']],
  CodeCommitCrudPolicy: [['codecommit: GitPull GitPush CreateBranch DeleteBranch GetBranch ListBranches MergeBranchesByFastForward MergeBranchesBySquash MergeBranchesByThreeWay UpdateDefaultBranch BatchDescribeMergeConflicts CreateUnreferencedMergeCommit DescribeMergeConflicts GetMergeCommit GetMergeOptions BatchGetPullRequests CreatePullRequest DescribePullRequestEvents GetCommentsForPullRequest GetCommitsFromMergeBase GetMergeConflicts GetPullRequest ListPullRequests MergePullRequestByFastForward MergePullRequestBySquash MergePullRequestByThreeWay PostCommentForPullRequest UpdatePullRequestDescription UpdatePullRequestStatus UpdatePullRequestTitle DeleteFile GetBlob GetFile GetFolder PutFile DeleteCommentContent GetComment GetCommentsForComparedCommit PostCommentForComparedCommit PostCommentReply UpdateComment BatchGetCommits CreateCommit GetCommit GetCommitHistory GetDifferences GetObjectIdentifier GetReferences GetTree GetRepository UpdateRepositoryDescription ListTagsForResource TagResource UntagResource GetRepositoryTriggers PutRepositoryTriggers TestRepositoryTriggers UploadArchive GetUploadArchiveStatus CancelUploadArchive', 'codecommit:@:<RepositoryName>']],
  CodeCommitReadPolicy: [['codecommit: GitPull GetBranch ListBranches BatchDescribeMergeConflicts DescribeMergeConflicts GetMergeCommit GetMergeOptions BatchGetPullRequests DescribePullRequestEvents GetCommentsForPullRequest GetCommitsFromMergeBase GetMergeConflicts GetPullRequest ListPullRequests GetBlob GetFile GetFolder GetComment GetCommentsForComparedCommit BatchGetCommits GetCommit GetCommitHistory GetDifferences GetObjectIdentifier GetReferences GetTree GetRepository ListTagsForResource GetRepositoryTriggers TestRepositoryTriggers GetUploadArchiveStatus', 'codecommit:@:<RepositoryName>']],
  CodePipelineLambdaExecutionPolicy: [['codepipeline: PutJobSuccessResult PutJobFailureResult', '*']],
  CodePipelineReadOnlyPolicy: [['codepipeline: ListPipelineExecutions', 'codepipeline:@:<PipelineName>']],
  ComprehendBasicAccessPolicy: [['comprehend: BatchDetectKeyPhrases DetectDominantLanguage DetectEntities BatchDetectEntities DetectKeyPhrases DetectSentiment BatchDetectDominantLanguage BatchDetectSentiment', '*']],
  CostExplorerReadOnlyPolicy: [['ce: GetCostAndUsage GetDimensionValues GetReservationCoverage GetReservationPurchaseRecommendation GetReservationUtilization GetTags', '*']],
  DynamoDBBackupFullAccessPolicy: [['dynamodb: CreateBackup DescribeContinuousBackups', 'dynamodb:@:table/<TableName>'], ['dynamodb: DeleteBackup DescribeBackup', 'dynamodb:@:table/<TableName>/backup/*']],
  DynamoDBCrudPolicy: [['dynamodb: GetItem DeleteItem PutItem Scan Query UpdateItem BatchWriteItem BatchGetItem DescribeTable ConditionCheckItem', 'dynamodb:@:table/<TableName>', 'dynamodb:@:table/<TableName>/index/*']],
  DynamoDBReadPolicy: [['dynamodb: GetItem Scan Query BatchGetItem DescribeTable', 'dynamodb:@:table/<TableName>', 'dynamodb:@:table/<TableName>/index/*']],
  DynamoDBReconfigurePolicy: [['dynamodb: UpdateTable', 'dynamodb:@:table/<TableName>']],
  DynamoDBRestoreFromBackupPolicy: [['dynamodb: RestoreTableFromBackup', 'dynamodb:@:table/<TableName>/backup/*'], ['dynamodb: PutItem UpdateItem DeleteItem GetItem Query Scan BatchWriteItem', 'dynamodb:@:table/<TableName>']],
  DynamoDBStreamReadPolicy: [['dynamodb: DescribeStream GetRecords GetShardIterator', 'dynamodb:@:table/<TableName>/stream/<StreamName>'], ['dynamodb: ListStreams', 'dynamodb:@:table/<TableName>/stream/*']],
  DynamoDBWritePolicy: [['dynamodb: PutItem UpdateItem BatchWriteItem', 'dynamodb:@:table/<TableName>', 'dynamodb:@:table/<TableName>/index/*']],
  EC2CopyImagePolicy: [['ec2: CopyImage', 'ec2:@:image/<ImageId>']],
  EC2DescribePolicy: [['ec2: DescribeRegions DescribeInstances', '*']],
  EFSWriteAccessPolicy: [['elasticfilesystem: ClientMount ClientWrite', 'elasticfilesystem:@:file-system/<FileSystem>']],
  EKSDescribePolicy: [['eks: DescribeCluster ListClusters', '*']],
  EcsRunTaskPolicy: [['ecs: RunTask', 'ecs:@:task-definition/<TaskDefinition>']],
  ElasticMapReduceAddJobFlowStepsPolicy: [['elasticmapreduce: AddJobFlowSteps', 'elasticmapreduce:@:cluster/<ClusterId>']],
  ElasticMapReduceCancelStepsPolicy: [['elasticmapreduce: CancelSteps', 'elasticmapreduce:@:cluster/<ClusterId>']],
  ElasticMapReduceModifyInstanceFleetPolicy: [['elasticmapreduce: ModifyInstanceFleet ListInstanceFleets', 'elasticmapreduce:@:cluster/<ClusterId>']],
  ElasticMapReduceModifyInstanceGroupsPolicy: [['elasticmapreduce: ModifyInstanceGroups ListInstanceGroups', 'elasticmapreduce:@:cluster/<ClusterId>']],
  ElasticMapReduceSetTerminationProtectionPolicy: [['elasticmapreduce: SetTerminationProtection', 'elasticmapreduce:@:cluster/<ClusterId>']],
  ElasticMapReduceTerminateJobFlowsPolicy: [['elasticmapreduce: TerminateJobFlows', 'elasticmapreduce:@:cluster/<ClusterId>']],
  ElasticsearchHttpPostPolicy: [['es: ESHttpPost ESHttpPut', 'es:@:domain/<DomainName>/*']],
  EventBridgePutEventsPolicy: [['events: PutEvents', 'events:@:event-bus/<EventBusName>']],
  FilterLogEventsPolicy: [['logs: FilterLogEvents', 'logs:@:log-group:<LogGroupName>:log-stream:*']],
  FirehoseCrudPolicy: [['firehose: CreateDeliveryStream DeleteDeliveryStream DescribeDeliveryStream PutRecord PutRecordBatch UpdateDestination', 'firehose:@:deliverystream/<DeliveryStreamName>']],
  FirehoseWritePolicy: [['firehose: PutRecord PutRecordBatch', 'firehose:@:deliverystream/<DeliveryStreamName>']],
  KMSDecryptPolicy: [['kms: Decrypt', 'kms:@:key/<KeyId>']],
  KMSEncryptPolicy: [['kms: Encrypt', 'kms:@:key/<KeyId>']],
  KMSEncryptPolicy_v2: [['kms: Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext', 'kms:@:key/<KeyId>']],
  KinesisCrudPolicy: [['kinesis: AddTagsToStream CreateStream DecreaseStreamRetentionPeriod DeleteStream DescribeStream DescribeStreamSummary GetShardIterator IncreaseStreamRetentionPeriod ListTagsForStream MergeShards PutRecord PutRecords SplitShard RemoveTagsFromStream', 'kinesis:@:stream/<StreamName>']],
  KinesisStreamReadPolicy: [['kinesis: ListStreams DescribeLimits', 'kinesis:@:stream/*'], ['kinesis: DescribeStream DescribeStreamSummary GetRecords GetShardIterator', 'kinesis:@:stream/<StreamName>']],
  LambdaInvokePolicy: [['lambda: InvokeFunction', 'lambda:@:function:<FunctionName>*']],
  MobileAnalyticsWriteOnlyAccessPolicy: [['mobileanalytics: PutEvents', '*']],
  OrganizationsListAccountsPolicy: [['organizations: ListAccounts', '*']],
  PinpointEndpointAccessPolicy: [['mobiletargeting: GetEndpoint UpdateEndpoint UpdateEndpointsBatch', 'mobiletargeting:@:apps/<PinpointApplicationId>/endpoints/*']],
  PollyFullAccessPolicy: [['polly: GetLexicon DeleteLexicon', 'polly:@:lexicon/<LexiconName>'], ['polly: DescribeVoices ListLexicons PutLexicon SynthesizeSpeech', 'polly:@:lexicon/*']],
  RekognitionDetectOnlyPolicy: [['rekognition: DetectFaces DetectLabels DetectModerationLabels DetectText', '*']],
  RekognitionFacesManagementPolicy: [['rekognition: IndexFaces DeleteFaces SearchFaces SearchFacesByImage ListFaces', 'rekognition:@:collection/<CollectionId>']],
  RekognitionFacesPolicy: [['rekognition: CompareFaces DetectFaces', '*']],
  RekognitionLabelsPolicy: [['rekognition: DetectLabels DetectModerationLabels', '*']],
  RekognitionNoDataAccessPolicy: [['rekognition: CompareFaces DetectFaces DetectLabels DetectModerationLabels', 'rekognition:@:collection/<CollectionId>']],
  RekognitionReadPolicy: [['rekognition: ListFaces SearchFaces SearchFacesByImage', 'rekognition:@:collection/<CollectionId>']],
  RekognitionWriteOnlyAccessPolicy: [['rekognition: IndexFaces', 'rekognition:@:collection/<CollectionId>']],
  Route53ChangeResourceRecordSetsPolicy: [['route53: ChangeResourceRecordSets', 'route53:::hostedzone/<HostedZoneId>']],
  S3CrudPolicy: [['s3: GetObject ListBucket GetBucketLocation GetObjectVersion PutObject PutObjectAcl GetLifecycleConfiguration PutLifecycleConfiguration DeleteObject', 's3:::<BucketName>', 's3:::<BucketName>/*']],
  S3FullAccessPolicy: [['s3: GetObject GetObjectAcl GetObjectVersion PutObject PutObjectAcl DeleteObject DeleteObjectTagging DeleteObjectVersionTagging GetObjectTagging GetObjectVersionTagging PutObjectTagging PutObjectVersionTagging', 's3:::<BucketName>/*'], ['s3: ListBucket GetBucketLocation GetLifecycleConfiguration PutLifecycleConfiguration', 's3:::<BucketName>']],
  S3ReadPolicy: [['s3: GetObject ListBucket GetBucketLocation GetObjectVersion GetLifecycleConfiguration', 's3:::<BucketName>', 's3:::<BucketName>/*']],
  S3WritePolicy: [['s3: PutObject PutObjectAcl PutLifecycleConfiguration', 's3:::<BucketName>', 's3:::<BucketName>/*']],
  SESBulkTemplatedCrudPolicy: [['ses: SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail', 'ses:@:identity/<IdentityName>']],
  SESBulkTemplatedCrudPolicy_v2: [['ses: SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail', 'ses:@:identity/<IdentityName>', 'ses:@:template/<TemplateName>'], ['ses: GetIdentityVerificationAttributes VerifyEmailIdentity', '*']],
  SESCrudPolicy: [['ses: SendEmail SendRawEmail', 'ses:@:identity/<IdentityName>']],
  SESEmailTemplateCrudPolicy: [['ses: CreateTemplate GetTemplate ListTemplates UpdateTemplate DeleteTemplate TestRenderTemplate', '*']],
  SESSendBouncePolicy: [['ses: SendBounce', 'ses:@:identity/<IdentityName>']],
  SNSCrudPolicy: [['sns: ListSubscriptionsByTopic CreateTopic SetTopicAttributes Subscribe Publish', 'sns:@:<TopicName>*']],
  SNSPublishMessagePolicy: [['sns: Publish', 'sns:@:<TopicName>']],
  SQSPollerPolicy: [['sqs: ChangeMessageVisibility DeleteMessage GetQueueAttributes ReceiveMessage', 'sqs:@:<QueueName>']],
  SQSSendMessagePolicy: [['sqs: SendMessage', 'sqs:@:<QueueName>']],
  SSMParameterReadPolicy: [['ssm: DescribeParameters', '*'], ['ssm: GetParameters GetParameter GetParametersByPath', 'ssm:@:parameter/<ParameterName>']],
  SSMParameterWithSlashPrefixReadPolicy: [['ssm: DescribeParameters', '*'], ['ssm: GetParameters GetParameter GetParametersByPath', 'ssm:@:parameter<ParameterName>']],
  SageMakerCreateEndpointConfigPolicy: [['sagemaker: CreateEndpointConfig', 'sagemaker:@:endpoint-config/<EndpointConfigName>']],
  SageMakerCreateEndpointPolicy: [['sagemaker: CreateEndpoint', 'sagemaker:@:endpoint/<EndpointName>']],
  ServerlessRepoReadWriteAccessPolicy: [['serverlessrepo: CreateApplication CreateApplicationVersion UpdateApplication GetApplication ListApplications ListApplicationVersions ListApplicationDependencies', 'serverlessrepo:@:applications/*']],
  StepFunctionsCallbackPolicy: [['states: SendTaskFailure SendTaskHeartbeat SendTaskSuccess', 'states:@:stateMachine:<StateMachineName>']],
  StepFunctionsExecutionPolicy: [['states: StartExecution', 'states:@:stateMachine:<StateMachineName>']],
  StepFunctionsExecutionPolicy_v2: [['states: StartExecution StartSyncExecution', 'states:@:stateMachine:<StateMachineName>']],
  TextractDetectAnalyzePolicy: [['textract: DetectDocumentText StartDocumentTextDetection StartDocumentAnalysis AnalyzeDocument', '*']],
  TextractGetResultPolicy: [['textract: GetDocumentTextDetection GetDocumentAnalysis', '*']],
  TextractPolicy: [['textract: *', '*']],
  VPCAccessPolicy: [['ec2: CreateNetworkInterface DeleteNetworkInterface DescribeNetworkInterfaces DetachNetworkInterface', '*']],
};

/** Conditions of the templates that have one, on their first statement. */
const conditions: Readonly<Record<string, readonly [key: string, arn: string]>> = {
  AWSSecretsManagerRotationPolicy: ['secretsmanager:resource/AllowRotationLambdaArn', 'lambda:@:function:<FunctionName>'],
  EFSWriteAccessPolicy: ['elasticfilesystem:AccessPointArn', 'elasticfilesystem:@:access-point/<AccessPoint>'],
};

/** Templates that grant a part of what another one grants, by that one. */
const narrower: Readonly<Record<string, readonly string[]>> = {
  CodeCommitCrudPolicy: ['CodeCommitReadPolicy'],
  DynamoDBCrudPolicy: ['DynamoDBReadPolicy', 'DynamoDBWritePolicy'],
  FirehoseCrudPolicy: ['FirehoseWritePolicy'],
  S3CrudPolicy: ['S3ReadPolicy', 'S3WritePolicy'],
  S3FullAccessPolicy: ['S3ReadPolicy', 'S3WritePolicy'],
  SNSCrudPolicy: ['SNSPublishMessagePolicy'],
  TextractPolicy: ['TextractDetectAnalyzePolicy', 'TextractGetResultPolicy'],
};

/** What a member of `Policies` that is neither a document, nor a name, nor an intrinsic function stands for. */
export type PolicyTemplateUse =
  | {
      readonly name: string;
      readonly document: JsonObject;
      /** The parameter that holds a wildcard, when one does. */
      readonly wideParameter: string | undefined;
      /** Templates that grant less. */
      readonly narrower: readonly string[];
      /** Whether the template itself ends a name with a wildcard, and is narrow but for that. */
      readonly isPrefix: boolean;
    }
  | { readonly reason: string };

/** Reads `{ S3CrudPolicy: { BucketName: … } }`. */
export function readPolicyTemplate(member: JsonObject): PolicyTemplateUse {
  const names = Object.keys(member);
  const [name] = names;
  if (name === undefined) return { reason: 'an empty object is no policy' };
  if (names.length > 1) return { reason: `"${names.join('", "')}" stand in one member: SAM takes one policy template in each` };
  const forms = Object.hasOwn(templates, name) ? templates[name] : undefined;
  if (forms === undefined) {
    const close = nearest(name, Object.keys(templates));
    const advice = close === undefined ? '' : `, "${close}" is one`;
    return { reason: `"${name}" is no policy template of SAM${advice}` };
  }
  const given = member[name] ?? {};
  const parameters = parametersOf(name, forms);
  const values = isObject(given) ? given : {};
  const missing = parameters.filter((parameter) => !Object.hasOwn(values, parameter));
  if (missing.length > 0) return { reason: `policy template "${name}" needs "${missing.join('", "')}"` };
  return {
    name,
    document: {
      Version: '2012-10-17',
      Statement: forms.map((form, index) => statementOf(form, values, index === 0 ? conditions[name] : undefined)),
    },
    wideParameter: parameters.find((parameter) => holdsWildcard(values[parameter])),
    narrower: narrower[name] ?? [],
    isPrefix: forms.some(([, ...resources]) => resources.some((form) => form.endsWith('>*'))),
  };
}

function statementOf(
  [actions, ...resources]: StatementForm,
  values: JsonObject,
  condition: readonly [string, string] | undefined,
): JsonObject {
  const [service, ...names] = actions.split(' ');
  const statement: JsonObject = {
    Effect: 'Allow',
    Action: names.map((name) => `${service}${name}`),
    Resource: resources.map((form) => arnOf(form, values)),
  };
  if (condition !== undefined) statement.Condition = { StringEquals: { [condition[0]]: arnOf(condition[1], values) } };
  return statement;
}

const PARAMETER = /<(\w+)>/g;

function parametersOf(name: string, forms: readonly StatementForm[]): readonly string[] {
  const texts = [...forms.flatMap(([, ...resources]) => resources), conditions[name]?.[1] ?? ''];
  return [...new Set(texts.flatMap((text) => [...text.matchAll(PARAMETER)].map(([, parameter = '']) => parameter)))];
}

function arnOf(form: string, values: JsonObject): Json {
  if (form === '*') return form;
  const map: JsonObject = {};
  const text = form.replace('@', '${AWS::Region}:${AWS::AccountId}').replaceAll(PARAMETER, (_, parameter: string) => {
    map[parameter] = values[parameter] ?? '';
    return `\${${parameter}}`;
  });
  return { 'Fn::Sub': [form.startsWith('<') ? text : `arn:\${AWS::Partition}:${text}`, map] };
}

/** Whether a value, or a part of the intrinsic function that makes it, holds a wildcard. */
function holdsWildcard(value: Json | undefined): boolean {
  if (typeof value === 'string') return value.includes('*');
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(holdsWildcard);
}
