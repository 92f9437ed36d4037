/**
 * What application code usually calls, per service, in tiers: a wildcard is answered from the first tier that it matches
 * anything of, most usual first. Calls that administer a service are left out, as a function seldom makes them.
 */
export const usualActions: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ['aoss', [['APIAccessAll']]],
  ['appconfig', [['GetLatestConfiguration', 'StartConfigurationSession']]],
  ['appsync', [['GraphQL']]],
  ['athena', [['StartQueryExecution', 'GetQueryResults', 'GetQueryExecution'], ['StopQueryExecution']]],
  [
    'bedrock',
    [
      ['InvokeModel', 'InvokeModelWithResponseStream'],
      ['Retrieve', 'RetrieveAndGenerate'],
      ['InvokeAgent', 'ApplyGuardrail'],
    ],
  ],
  ['cloudformation', [['DescribeStacks']]],
  ['cloudfront', [['CreateInvalidation'], ['GetInvalidation']]],
  [
    'cloudwatch',
    [
      ['PutMetricData', 'GetMetricData'],
      ['GetMetricStatistics', 'DescribeAlarms', 'ListMetrics'],
    ],
  ],
  ['codebuild', [['StartBuild', 'BatchGetBuilds']]],
  ['codecommit', [['GitPull', 'GitPush']]],
  ['codepipeline', [['PutJobSuccessResult', 'PutJobFailureResult'], ['StartPipelineExecution']]],
  ['cognito-identity', [['GetId', 'GetCredentialsForIdentity'], ['GetOpenIdToken']]],
  [
    'cognito-idp',
    [['AdminGetUser', 'AdminInitiateAuth', 'ListUsers'], ['AdminCreateUser', 'AdminUpdateUserAttributes', 'AdminDeleteUser'], ['GetUser']],
  ],
  ['comprehend', [['DetectSentiment', 'DetectEntities'], ['DetectDominantLanguage']]],
  [
    'dax',
    [
      ['GetItem', 'PutItem', 'Query', 'UpdateItem', 'DeleteItem'],
      ['BatchGetItem', 'BatchWriteItem', 'Scan'],
    ],
  ],
  [
    'dynamodb',
    [
      ['GetItem', 'PutItem', 'Query', 'UpdateItem', 'DeleteItem'],
      ['BatchGetItem', 'BatchWriteItem', 'Scan'],
      ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'],
      ['DescribeTable', 'ConditionCheckItem', 'PartiQLSelect', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'],
    ],
  ],
  [
    'ec2',
    [
      ['DescribeInstances', 'StartInstances', 'StopInstances'],
      ['CreateNetworkInterface', 'DeleteNetworkInterface', 'DescribeNetworkInterfaces'],
      ['AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses', 'DescribeSubnets', 'CreateTags'],
    ],
  ],
  [
    'ecr',
    [
      ['BatchGetImage', 'GetDownloadUrlForLayer'],
      ['GetAuthorizationToken', 'BatchCheckLayerAvailability'],
      ['PutImage', 'UploadLayerPart'],
    ],
  ],
  [
    'ecs',
    [
      ['RunTask', 'DescribeTasks', 'StopTask'],
      ['UpdateService', 'ListTasks'],
    ],
  ],
  ['elasticache', [['Connect']]],
  ['elasticfilesystem', [['ClientMount', 'ClientWrite']]],
  ['elasticloadbalancing', [['RegisterTargets', 'DeregisterTargets', 'DescribeTargetHealth']]],
  [
    'es',
    [
      ['ESHttpGet', 'ESHttpPost', 'ESHttpPut'],
      ['ESHttpDelete', 'ESHttpHead', 'ESHttpPatch'],
    ],
  ],
  ['events', [['PutEvents'], ['PutRule', 'PutTargets', 'DescribeRule']]],
  ['execute-api', [['Invoke'], ['ManageConnections']]],
  ['firehose', [['PutRecord', 'PutRecordBatch']]],
  ['glue', [['GetTable', 'GetDatabase', 'GetPartitions'], ['StartJobRun', 'GetJobRun'], ['BatchCreatePartition']]],
  ['iam', [['PassRole'], ['GetRole']]],
  ['iot', [['Publish'], ['Connect', 'Subscribe', 'Receive'], ['GetThingShadow', 'UpdateThingShadow', 'DescribeEndpoint']]],
  [
    'kafka-cluster',
    [
      ['Connect', 'ReadData', 'WriteData'],
      ['DescribeTopic', 'DescribeGroup', 'AlterGroup'],
    ],
  ],
  [
    'kinesis',
    [
      ['PutRecord', 'PutRecords'],
      ['GetRecords', 'GetShardIterator'],
      ['DescribeStreamSummary', 'ListShards', 'SubscribeToShard', 'DescribeStream', 'ListStreams'],
    ],
  ],
  [
    'kms',
    [
      ['Decrypt', 'GenerateDataKey', 'Encrypt'],
      ['Sign', 'Verify', 'GetPublicKey', 'DescribeKey'],
      ['GenerateMac', 'VerifyMac', 'ReEncryptFrom', 'ReEncryptTo'],
    ],
  ],
  ['lambda', [['InvokeFunction'], ['GetFunction', 'GetFunctionConfiguration', 'UpdateFunctionCode']]],
  [
    'logs',
    [
      ['CreateLogStream', 'PutLogEvents'],
      ['FilterLogEvents', 'GetLogEvents', 'StartQuery', 'GetQueryResults'],
      ['CreateLogGroup', 'DescribeLogStreams', 'DescribeLogGroups'],
    ],
  ],
  ['mobiletargeting', [['SendMessages']]],
  ['personalize', [['GetRecommendations', 'PutEvents']]],
  ['polly', [['SynthesizeSpeech']]],
  [
    'rds-data',
    [
      ['ExecuteStatement', 'BatchExecuteStatement'],
      ['BeginTransaction', 'CommitTransaction', 'RollbackTransaction'],
    ],
  ],
  ['rds-db', [['connect']]],
  ['redshift-data', [['ExecuteStatement', 'GetStatementResult', 'DescribeStatement']]],
  [
    'rekognition',
    [
      ['DetectLabels', 'DetectFaces'],
      ['DetectText', 'CompareFaces'],
    ],
  ],
  ['route53', [['ChangeResourceRecordSets'], ['GetChange', 'ListHostedZonesByName', 'ListResourceRecordSets']]],
  [
    's3',
    [
      ['GetObject', 'PutObject', 'ListBucket', 'DeleteObject'],
      ['AbortMultipartUpload', 'GetBucketLocation', 'GetObjectTagging', 'PutObjectTagging'],
      ['ListMultipartUploadParts', 'RestoreObject'],
    ],
  ],
  ['s3express', [['CreateSession']]],
  ['s3vectors', [['QueryVectors', 'GetVectors', 'PutVectors']]],
  ['sagemaker', [['InvokeEndpoint'], ['InvokeEndpointAsync']]],
  [
    'scheduler',
    [
      ['CreateSchedule', 'DeleteSchedule'],
      ['GetSchedule', 'UpdateSchedule'],
    ],
  ],
  ['secretsmanager', [['GetSecretValue'], ['DescribeSecret', 'PutSecretValue'], ['UpdateSecretVersionStage', 'GetRandomPassword']]],
  ['servicediscovery', [['DiscoverInstances'], ['RegisterInstance', 'DeregisterInstance']]],
  ['ses', [['SendEmail', 'SendRawEmail'], ['SendTemplatedEmail']]],
  ['sns', [['Publish'], ['Subscribe', 'Unsubscribe']]],
  [
    'sqs',
    [
      ['SendMessage', 'ReceiveMessage', 'DeleteMessage'],
      ['ChangeMessageVisibility', 'GetQueueAttributes', 'GetQueueUrl'],
    ],
  ],
  [
    'ssm',
    [
      ['GetParameter', 'GetParameters'],
      ['GetParametersByPath', 'PutParameter'],
      ['SendCommand', 'GetCommandInvocation', 'StartAutomationExecution'],
    ],
  ],
  ['ssmmessages', [['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel']]],
  [
    'states',
    [
      ['StartExecution', 'StartSyncExecution'],
      ['SendTaskSuccess', 'SendTaskFailure', 'SendTaskHeartbeat'],
      ['DescribeExecution', 'StopExecution', 'ListExecutions'],
    ],
  ],
  ['sts', [['AssumeRole'], ['GetCallerIdentity', 'AssumeRoleWithWebIdentity', 'TagSession']]],
  ['tag', [['GetResources']]],
  [
    'textract',
    [
      ['DetectDocumentText', 'AnalyzeDocument'],
      ['StartDocumentTextDetection', 'GetDocumentTextDetection'],
    ],
  ],
  ['timestream', [['WriteRecords', 'Select'], ['DescribeEndpoints']]],
  ['transcribe', [['StartTranscriptionJob', 'GetTranscriptionJob']]],
  ['translate', [['TranslateText']]],
  [
    'xray',
    [
      ['PutTraceSegments', 'PutTelemetryRecords'],
      ['GetSamplingRules', 'GetSamplingTargets'],
    ],
  ],
]);

/** Services that apps use most, for patterns that match many. */
export const usualServices: readonly string[] = [
  's3',
  'dynamodb',
  'sqs',
  'sns',
  'secretsmanager',
  'ssm',
  'lambda',
  'events',
  'states',
  'kms',
];

/**
 * Actions whose usual call names no resource although one of their optional resource types is listed, so that they need
 * `Resource: "*"` like the actions without any (custom metrics go to no data set, plain speech uses no lexicon). The
 * value is the condition key that narrows them instead, if there is one.
 */
export const callsWithoutResource: ReadonlyMap<string, string | undefined> = new Map([
  ['cloudwatch:GetMetricData', undefined],
  ['cloudwatch:ListMetrics', undefined],
  ['cloudwatch:PutMetricData', 'cloudwatch:namespace'],
  ['comprehend:DetectEntities', undefined],
  ['logs:ListLogAnomalyDetectors', undefined],
  ['polly:StartSpeechSynthesisStream', undefined],
  ['polly:StartSpeechSynthesisTask', undefined],
  ['polly:SynthesizeSpeech', undefined],
  ['rekognition:DetectModerationLabels', undefined],
  ['rekognition:StartMediaAnalysisJob', undefined],
  ['translate:StartTextTranslationJob', undefined],
  ['translate:TranslateDocument', undefined],
  ['translate:TranslateText', undefined],
]);

/** A resource type in words, and how CDK spells its ARN. */
export interface UsualResource {
  readonly noun: string;
  readonly arn: string;
}

/**
 * Resource types (`service:type` of the reference) that have a construct in CDK. Where an action accepts several types,
 * these are the ones that an app usually means: `object`, not `accesspointobject`.
 */
export const usualResources: ReadonlyMap<string, UsualResource> = new Map([
  ['appsync:graphqlapi', { noun: 'API', arn: 'api.arn' }],
  ['batch:job-queue', { noun: 'job queue', arn: 'jobQueue.jobQueueArn' }],
  ['bedrock:foundation-model', { noun: 'model', arn: 'model.modelArn' }],
  ['cloudfront:distribution', { noun: 'distribution', arn: 'distribution.distributionArn' }],
  ['cloudwatch:alarm', { noun: 'alarm', arn: 'alarm.alarmArn' }],
  ['codebuild:project', { noun: 'project', arn: 'project.projectArn' }],
  ['codecommit:repository', { noun: 'repository', arn: 'repository.repositoryArn' }],
  ['codepipeline:pipeline', { noun: 'pipeline', arn: 'pipeline.pipelineArn' }],
  ['cognito-idp:userpool', { noun: 'user pool', arn: 'userPool.userPoolArn' }],
  ['dynamodb:index', { noun: 'index', arn: "table.tableArn + '/index/<index>'" }],
  ['dynamodb:stream', { noun: "table's stream", arn: 'table.tableStreamArn' }],
  ['dynamodb:table', { noun: 'table', arn: 'table.tableArn' }],
  ['ecr:repository', { noun: 'repository', arn: 'repository.repositoryArn' }],
  ['ecs:cluster', { noun: 'cluster', arn: 'cluster.clusterArn' }],
  ['ecs:service', { noun: 'service', arn: 'service.serviceArn' }],
  ['ecs:task-definition', { noun: 'task definition', arn: 'taskDefinition.taskDefinitionArn' }],
  ['elasticfilesystem:file-system', { noun: 'file system', arn: 'fileSystem.fileSystemArn' }],
  ['elasticloadbalancing:targetgroup', { noun: 'target group', arn: 'targetGroup.targetGroupArn' }],
  ['es:domain', { noun: 'domain', arn: 'domain.domainArn' }],
  ['events:event-bus', { noun: 'event bus', arn: 'bus.eventBusArn' }],
  ['events:rule-on-default-event-bus', { noun: 'rule', arn: 'rule.ruleArn' }],
  ['execute-api:execute-api-general', { noun: "API's method", arn: "api.arnForExecuteApi('<method>', '/<path>', '<stage>')" }],
  ['firehose:deliverystream', { noun: 'delivery stream', arn: 'deliveryStream.deliveryStreamArn' }],
  ['iam:policy', { noun: 'policy', arn: 'policy.managedPolicyArn' }],
  ['iam:role', { noun: 'role', arn: 'role.roleArn' }],
  ['iam:user', { noun: 'user', arn: 'user.userArn' }],
  ['kinesis:stream', { noun: 'stream', arn: 'stream.streamArn' }],
  ['kms:key', { noun: 'key', arn: 'key.keyArn' }],
  ['lambda:function', { noun: 'function', arn: 'fn.functionArn' }],
  ['lambda:layerVersion', { noun: 'layer', arn: 'layer.layerVersionArn' }],
  ['logs:log-group', { noun: 'log group', arn: 'logGroup.logGroupArn' }],
  ['logs:log-stream', { noun: "log group's streams", arn: 'logGroup.logGroupArn' }],
  ['rds-data:cluster', { noun: 'cluster', arn: 'cluster.clusterArn' }],
  ['rds:cluster', { noun: 'cluster', arn: 'cluster.clusterArn' }],
  ['rds:db', { noun: 'instance', arn: 'instance.instanceArn' }],
  ['route53:hostedzone', { noun: 'hosted zone', arn: 'zone.hostedZoneArn' }],
  ['s3:bucket', { noun: 'bucket', arn: 'bucket.bucketArn' }],
  ['s3:object', { noun: "bucket's objects", arn: "bucket.arnForObjects('*')" }],
  ['scheduler:schedule', { noun: 'schedule', arn: 'schedule.scheduleArn' }],
  ['secretsmanager:Secret', { noun: 'secret', arn: 'secret.secretArn' }],
  ['sns:topic', { noun: 'topic', arn: 'topic.topicArn' }],
  ['sqs:queue', { noun: 'queue', arn: 'queue.queueArn' }],
  ['ssm:parameter', { noun: 'parameter', arn: 'parameter.parameterArn' }],
  ['states:activity', { noun: 'activity', arn: 'activity.activityArn' }],
  ['states:statemachine', { noun: 'state machine', arn: 'stateMachine.stateMachineArn' }],
  ['sts:role', { noun: 'role', arn: 'role.roleArn' }],
]);

const invokedModel: UsualForm = {
  noun: 'model',
  text: '"arn:aws:bedrock:<region>::foundation-model/<model>" (in CDK "model.modelArn"); called through an inference profile, also "arn:aws:bedrock:<region>:<account>:inference-profile/<profile>" and the model in each region of the profile',
};

/** What stands under `Resource` for an action, in words for a fix. */
export interface UsualForm {
  readonly noun: string;
  readonly text: string;
}

/** Actions for which the ARN format of the reference alone would mislead. */
export const usualForms: ReadonlyMap<string, UsualForm> = new Map([
  ['bedrock:InvokeModel', invokedModel],
  ['bedrock:InvokeModelWithResponseStream', invokedModel],
  [
    'iam:CreateServiceLinkedRole',
    {
      noun: "service's own role",
      text: '"arn:aws:iam::<account>:role/aws-service-role/<service>.amazonaws.com/*", with the condition "iam:AWSServiceName": "<service>.amazonaws.com"',
    },
  ],
]);
