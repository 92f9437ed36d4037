/** One statement of a managed policy of AWS. */
export interface AwsStatement {
  readonly actions: readonly string[];
  readonly resource: string;
}

const LOGS: AwsStatement = { actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], resource: '*' };
const everything = (...actions: readonly string[]): AwsStatement => ({ actions, resource: '*' });
const INTERFACES = ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces'] as const;

/**
 * The managed policies of AWS that functions carry most, with what they say
 * (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/). AWS may add to them.
 */
const policies: Readonly<Record<string, readonly AwsStatement[]>> = {
  AWSLambdaBasicExecutionRole: [LOGS],
  AWSLambdaVPCAccessExecutionRole: [
    LOGS,
    everything(...INTERFACES, 'ec2:AssignPrivateIpAddresses', 'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses'),
  ],
  AWSLambdaSQSQueueExecutionRole: [LOGS, everything('sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage')],
  AWSLambdaDynamoDBExecutionRole: [
    LOGS,
    everything('dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'),
  ],
  AWSLambdaKinesisExecutionRole: [
    LOGS,
    everything(
      'kinesis:DescribeStream',
      'kinesis:DescribeStreamSummary',
      'kinesis:GetRecords',
      'kinesis:GetShardIterator',
      'kinesis:ListShards',
      'kinesis:ListStreams',
      'kinesis:SubscribeToShard',
    ),
  ],
  AWSLambdaMSKExecutionRole: [
    LOGS,
    everything(
      ...INTERFACES,
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
      'kafka:DescribeCluster',
      'kafka:DescribeClusterV2',
      'kafka:GetBootstrapBrokers',
    ),
  ],
  AWSXRayDaemonWriteAccess: [
    everything(
      'xray:GetSamplingRules',
      'xray:GetSamplingStatisticSummaries',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ),
  ],
  CloudWatchLambdaInsightsExecutionRolePolicy: [
    everything('logs:CreateLogGroup'),
    { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resource: 'arn:aws:logs:*:*:log-group:/aws/lambda-insights:*' },
  ],
  AmazonAPIGatewayPushToCloudWatchLogs: [
    everything(
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:FilterLogEvents',
      'logs:GetLogEvents',
      'logs:PutLogEvents',
    ),
  ],
  AWSAppSyncPushToCloudWatchLogs: [LOGS],
  AdministratorAccess: [everything('*')],
  AmazonKinesisFullAccess: [everything('kinesis:*')],
  AmazonS3FullAccess: [everything('s3-object-lambda:*', 's3:*')],
  AmazonSQSFullAccess: [everything('sqs:*')],
};

/** Of policies that are too long to repeat here, what matters most; they say more. */
const gists: Readonly<Record<string, readonly AwsStatement[]>> = {
  AWSLambdaBasicDurableExecutionRolePolicy: [LOGS, everything('lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState')],
  AWSLambda_FullAccess: [everything('lambda:*')],
  AWSStepFunctionsFullAccess: [everything('states:*')],
  AmazonBedrockFullAccess: [everything('bedrock:*')],
  AmazonCognitoPowerUser: [everything('cognito-identity:*', 'cognito-idp:*', 'cognito-sync:*')],
  AmazonDynamoDBFullAccess: [everything('dynamodb:*')],
  AmazonDynamoDBFullAccess_v2: [everything('dynamodb:*')],
  AmazonDynamoDBReadOnlyAccess: [
    everything('dynamodb:BatchGetItem', 'dynamodb:Describe*', 'dynamodb:GetItem', 'dynamodb:List*', 'dynamodb:Query', 'dynamodb:Scan'),
  ],
  AmazonEC2FullAccess: [everything('ec2:*')],
  AmazonEventBridgeFullAccess: [everything('events:*')],
  AmazonRDSDataFullAccess: [everything('rds-data:*')],
  AmazonRDSFullAccess: [everything('rds:*')],
  AmazonS3ReadOnlyAccess: [everything('s3:Get*', 's3:List*')],
  AmazonSNSFullAccess: [everything('sns:*')],
  AmazonSSMFullAccess: [everything('ssm:*')],
  IAMFullAccess: [everything('iam:*')],
  SecretsManagerReadWrite: [everything('secretsmanager:*')],
};

/** What a managed policy of AWS says. */
export interface AwsPolicy {
  readonly statements: readonly AwsStatement[];
  /** Whether that is all. */
  readonly complete: boolean;
}

/** What the managed policy of AWS with this name says, where it is known here. */
export function awsPolicyNamed(name: string): AwsPolicy | undefined {
  if (Object.hasOwn(policies, name)) return { statements: policies[name] ?? [], complete: true };
  return Object.hasOwn(gists, name) ? { statements: gists[name] ?? [], complete: false } : undefined;
}
