import { attachedPolicy } from '../../lib/core/iam/managed-policy';
import { defineRule } from '../../lib/core/rule';
import { awsManagedPolicyArn, functionRole, rolePolicy } from '../example-resources';

/**
 * Advice alone: CDK attaches `AWSLambdaBasicExecutionRole` to the role of every `Function`, so a finding for each would
 * drown all others. Only the strict pack gives it.
 */
export default defineRule({
  meta: {
    id: 'iam/prefer-own-execution-policy',
    severity: { recommended: 'off', strict: 'info', critical: 'off' },
    title: 'Functions write to their own log group, not to every one of the account',
    rationale:
      'The AWS managed execution policies cannot know the function, so they let it write into every log group of the account and read every queue or stream that trusts it.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
      'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html',
    ],
    catalogue: ['IAM-MANAGED-AWS'],
    peers: ['cdk-nag AwsSolutions-IAM4'],
  },
  messages: {
    executionPolicy: {
      what: 'the AWS managed policy "{name}" is attached, which grants on every resource of the account',
      fix: '{instead}; "SecureFunction" writes the policy of a function for you',
    },
  },
  examples: {
    valid: [{ title: 'a policy of its own', resources: rolePolicy({ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }) }],
    invalid: [
      {
        title: 'what CDK attaches to every function of its own accord',
        resources: functionRole({ ManagedPolicyArns: [awsManagedPolicyArn('service-role/AWSLambdaBasicExecutionRole')] }),
        reports: ['executionPolicy'],
      },
    ],
  },
  *check(model) {
    for (const { resource, arn } of model.attachments) {
      const policy = attachedPolicy(arn.value);
      if (policy.owner !== 'aws') continue;
      const { name } = policy;
      const instead = insteadOf.get(name);
      if (instead !== undefined) yield { message: 'executionPolicy', resource, at: arn.at, evidence: name, data: { name, instead } };
    }
  },
});

const logging = '"logs:CreateLogStream" and "logs:PutLogEvents" on the ARN of the function\'s own log group';

/** What to write instead, for each policy that `isExecutionPolicy` names. */
const insteadOf: ReadonlyMap<string, string> = new Map([
  ['AWSLambdaBasicExecutionRole', `give the function a log group and a role of its own that allows ${logging}`],
  [
    'AWSLambdaVPCAccessExecutionRole',
    `allow ${logging}, and the network interface actions on the function's subnets and security groups, with the condition "ec2:Vpc"`,
  ],
  [
    'AWSLambdaSQSQueueExecutionRole',
    `allow ${logging}, and "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes" on the queue (in CDK "queue.grantConsumeMessages(fn)")`,
  ],
  ['AWSLambdaKinesisExecutionRole', `allow ${logging}, and the reading "kinesis" actions on the stream (in CDK "stream.grantRead(fn)")`],
  [
    'AWSLambdaDynamoDBExecutionRole',
    `allow ${logging}, and the reading stream actions on the table's stream (in CDK "table.grantStreamRead(fn)")`,
  ],
  ['AWSLambdaMSKExecutionRole', `allow ${logging}, and the "kafka" actions on the cluster`],
  ['AWSXRayDaemonWriteAccess', 'allow "xray:PutTraceSegments" and "xray:PutTelemetryRecords", which alone tracing needs, on "*"'],
  [
    'AmazonAPIGatewayPushToCloudWatchLogs',
    'pass "cloudWatchRole: false" to the RestApi: API Gateway takes one such role for the whole account, which one stack can hold',
  ],
  [
    'CloudWatchLambdaInsightsExecutionRolePolicy',
    'allow "logs:CreateLogStream" and "logs:PutLogEvents" on the log group "/aws/lambda-insights"',
  ],
]);
