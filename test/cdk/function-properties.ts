import {
  aws_codeguruprofiler as codeguru,
  Duration,
  aws_lambda_destinations as destinations,
  aws_ec2 as ec2,
  aws_efs as efs,
  aws_iam as iam,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_logs as logs,
  RemovalPolicy,
  Size,
  type Stack,
  aws_s3 as s3,
  aws_s3files as s3files,
  aws_signer as signer,
  aws_sns as sns,
  aws_lambda_event_sources as sources,
  aws_sqs as sqs,
} from 'aws-cdk-lib';
import type { SecureFunctionProps } from '../../lib';
import type { WrittenStatement } from './stacks';

/** What a property of a function is set to, and what that brings to the role. */
export interface PropertyCase {
  readonly property: keyof lambda.FunctionProps;
  /** When there is more than one case of a property. */
  readonly when?: string;
  readonly props: (stack: Stack) => Partial<SecureFunctionProps>;
  /** Beside writing the logs of the function. */
  readonly role?: readonly WrittenStatement[];
  /** The log group, unless the function makes it. */
  readonly group?: string;
  /** What `LeastPrivilege.of` gives to a function that was made with the property, where it is something else. */
  readonly adopted?: readonly WrittenStatement[];
  /** Why a `SecureFunction` does not take it. */
  readonly refused?: string;
}

function vpcOf(stack: Stack): ec2.Vpc {
  return new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 1, restrictDefaultSecurityGroup: false });
}

/** Of Lambda, and not of the code. */
const Condition = { Null: { 'lambda:SourceFunctionArn': 'true' } };

function allow(Action: string | string[], Resource: unknown, more: { readonly Condition?: unknown } = {}): WrittenStatement {
  return { Effect: 'Allow', Action, Resource, ...more };
}

function arn(service: string, resource: string): string {
  return `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${resource}`;
}

function network(group = 'FnSecurityGroup', subnet = 'VpcPrivateSubnet1Subnet'): readonly WrittenStatement[] {
  return [
    allow(
      ['ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:UnassignPrivateIpAddresses'],
      arn('ec2', 'network-interface/*'),
      { Condition },
    ),
    allow('ec2:CreateNetworkInterface', [arn('ec2', `subnet/<${subnet}>`), arn('ec2', `security-group/<${group}.GroupId>`)], { Condition }),
    allow(['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'], '*', { Condition }),
  ];
}

const traces = [allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*')];

function profile(group: string): readonly WrittenStatement[] {
  return [allow(['codeguru-profiler:ConfigureAgent', 'codeguru-profiler:PostAgentProfile'], group)];
}

function send(queue: string, more: { readonly Condition?: unknown } = {}): WrittenStatement {
  return allow('sqs:SendMessage', `<${queue}.Arn>`, more);
}

const insights = arn('logs', 'log-group:/aws/lambda-insights');

/** Every property of `lambda.FunctionProps`, by name. */
export const propertyCases: readonly PropertyCase[] = [
  {
    property: 'adotInstrumentation',
    props: () => ({
      adotInstrumentation: {
        execWrapper: lambda.AdotLambdaExecWrapper.REGULAR_HANDLER,
        layerVersion: lambda.AdotLayerVersion.fromJavaScriptSdkLayerVersion(lambda.AdotLambdaLayerJavaScriptSdkVersion.LATEST),
      },
    }),
  },
  { property: 'allowAllIpv6Outbound', props: (stack) => ({ vpc: vpcOf(stack), allowAllIpv6Outbound: true }), role: network() },
  { property: 'allowAllOutbound', props: (stack) => ({ vpc: vpcOf(stack), allowAllOutbound: false }), role: network() },
  {
    property: 'allowPublicSubnet',
    props: (stack) => ({ vpc: vpcOf(stack), vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, allowPublicSubnet: true }),
    role: network('FnSecurityGroup', 'VpcPublicSubnet1Subnet'),
  },
  { property: 'applicationLogLevel', props: () => ({ applicationLogLevel: 'WARN', logFormat: 'JSON' }) },
  {
    property: 'applicationLogLevelV2',
    props: () => ({ applicationLogLevelV2: lambda.ApplicationLogLevel.WARN, loggingFormat: lambda.LoggingFormat.JSON }),
  },
  { property: 'architecture', props: () => ({ architecture: lambda.Architecture.ARM_64 }) },
  { property: 'code', props: () => ({ code: lambda.Code.fromInline('exports.handler = async () => 1;') }) },
  {
    property: 'code',
    when: 'of a bucket',
    props: (stack) => ({
      code: lambda.Code.fromBucketV2(new s3.Bucket(stack, 'Builds'), 'orders.zip', { sourceKMSKey: new kms.Key(stack, 'Key') }),
    }),
  },
  {
    property: 'codeSigningConfig',
    props: (stack) => ({
      codeSigningConfig: new lambda.CodeSigningConfig(stack, 'Signing', {
        signingProfiles: [new signer.SigningProfile(stack, 'Profile', { platform: signer.Platform.AWS_LAMBDA_SHA384_ECDSA })],
      }),
    }),
  },
  {
    property: 'currentVersionOptions',
    props: () => ({ currentVersionOptions: { retryAttempts: 1, provisionedConcurrentExecutions: 1, removalPolicy: RemovalPolicy.RETAIN } }),
  },
  {
    property: 'currentVersionOptions',
    when: 'destinations',
    props: (stack) => ({
      currentVersionOptions: {
        onFailure: new destinations.S3Destination(new s3.Bucket(stack, 'Lost')),
        onSuccess: new destinations.SqsDestination(new sqs.Queue(stack, 'Done')),
      },
    }),
    role: [
      allow('s3:ListBucket', '<Lost.Arn>', { Condition }),
      allow('s3:PutObject', '<Lost.Arn>/*', { Condition }),
      send('Done', { Condition }),
    ],
  },
  { property: 'deadLetterQueue', props: (stack) => ({ deadLetterQueue: new sqs.Queue(stack, 'Failed') }), role: [send('Failed')] },
  { property: 'deadLetterQueueEnabled', props: () => ({ deadLetterQueueEnabled: true }), role: [send('FnDeadLetterQueue')] },
  {
    property: 'deadLetterTopic',
    props: (stack) => ({ deadLetterTopic: new sns.Topic(stack, 'Failed') }),
    role: [allow('sns:Publish', '<Failed>')],
  },
  { property: 'description', props: () => ({ description: 'orders' }) },
  {
    property: 'durableConfig',
    props: () => ({ durableConfig: { executionTimeout: Duration.hours(1), retentionPeriod: Duration.days(7) } }),
    role: [allow(['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'], '<Fn.Arn>:*')],
  },
  { property: 'environment', props: () => ({ environment: { STAGE: 'prod' } }) },
  {
    property: 'environmentEncryption',
    props: (stack) => ({ environment: { STAGE: 'prod' }, environmentEncryption: new kms.Key(stack, 'Key') }),
    role: [allow('kms:Decrypt', '<Key.Arn>', { Condition: { StringEquals: { 'kms:ViaService': 'lambda.<AWS::Region>.amazonaws.com' } } })],
  },
  { property: 'ephemeralStorageSize', props: () => ({ ephemeralStorageSize: Size.gibibytes(2) }) },
  {
    property: 'events',
    props: (stack) => ({ events: [new sources.SqsEventSource(new sqs.Queue(stack, 'Queue'))] }),
    role: [allow(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], '<Queue.Arn>', { Condition })],
  },
  {
    property: 'filesystem',
    props: (stack) => {
      const vpc = vpcOf(stack);
      return {
        vpc,
        filesystem: lambda.FileSystem.fromEfsAccessPoint(new efs.FileSystem(stack, 'Files', { vpc }).addAccessPoint('Point'), '/mnt/files'),
      };
    },
    role: [
      ...network(),
      allow('elasticfilesystem:ClientMount', arn('elasticfilesystem', 'file-system/<Files>'), {
        Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': arn('elasticfilesystem', 'access-point/<FilesPoint>') } },
      }),
      allow('elasticfilesystem:ClientWrite', arn('elasticfilesystem', 'file-system/<Files>')),
    ],
  },
  {
    property: 'filesystem',
    when: 'S3',
    props: (stack) => {
      const vpc = vpcOf(stack);
      const bucket = new s3.Bucket(stack, 'Bucket');
      const role = new iam.Role(stack, 'FilesRole', { assumedBy: new iam.ServicePrincipal('elasticfilesystem.amazonaws.com') });
      const files = new s3files.CfnFileSystem(stack, 'Files', { bucket: bucket.bucketArn, roleArn: role.roleArn });
      const group = new ec2.CfnSecurityGroup(stack, 'MountGroup', { groupDescription: 'mount', vpcId: vpc.vpcId });
      new s3files.CfnMountTarget(stack, 'Mount', {
        fileSystemId: files.attrFileSystemId,
        subnetId: vpc.privateSubnets[0]?.subnetId ?? '',
        securityGroups: [group.attrGroupId],
      });
      const point = new s3files.CfnAccessPoint(stack, 'Point', { fileSystemId: files.attrFileSystemId });
      return { vpc, filesystem: lambda.FileSystem.fromS3FilesAccessPoint(point, '/mnt/files') };
    },
    role: [
      ...network(),
      allow('s3files:ClientMount', '<Point.AccessPointArn>'),
      allow(['s3files:ClientMount', 's3files:ClientWrite'], '<Files>'),
    ],
  },
  { property: 'functionName', props: () => ({ functionName: 'orders' }) },
  { property: 'handler', props: () => ({ handler: 'other.handler' }) },
  {
    property: 'initialPolicy',
    props: () => ({
      initialPolicy: [
        new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:eu-central-1:111122223333:orders'] }),
      ],
    }),
    role: [allow('sqs:SendMessage', 'arn:aws:sqs:eu-central-1:111122223333:orders')],
    adopted: [],
  },
  {
    property: 'initialPolicy',
    when: 'broad',
    props: () => ({ initialPolicy: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })] }),
    refused: 'holds exact permissions only',
  },
  {
    property: 'insightsVersion',
    props: () => ({ insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_404_0 }),
    role: [
      allow('logs:CreateLogGroup', [insights, `${insights}:*`]),
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], `${insights}:log-stream:*`),
    ],
  },
  { property: 'ipv6AllowedForDualStack', props: (stack) => ({ vpc: vpcOf(stack), ipv6AllowedForDualStack: true }), role: network() },
  {
    property: 'layers',
    props: (stack) => ({
      layers: [new lambda.LayerVersion(stack, 'Layer', { code: lambda.Code.fromBucketV2(new s3.Bucket(stack, 'Builds'), 'layer.zip') })],
    }),
  },
  { property: 'logFormat', props: () => ({ logFormat: 'JSON' }) },
  { property: 'logGroup', props: (stack) => ({ logGroup: new logs.LogGroup(stack, 'Shared') }), group: '<Shared.Arn>' },
  { property: 'logRemovalPolicy', props: () => ({ logRemovalPolicy: RemovalPolicy.DESTROY }) },
  { property: 'logRetention', props: () => ({ logRetention: logs.RetentionDays.ONE_WEEK }) },
  { property: 'logRetentionRetryOptions', props: () => ({ logRetentionRetryOptions: { maxRetries: 2 } }) },
  {
    property: 'logRetentionRole',
    props: (stack) => ({
      logRetentionRole: new iam.Role(stack, 'Retention', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
    }),
    refused: 'needs no "logRetentionRole"',
  },
  { property: 'loggingFormat', props: () => ({ loggingFormat: lambda.LoggingFormat.TEXT }) },
  { property: 'maxEventAge', props: () => ({ maxEventAge: Duration.hours(1) }) },
  { property: 'memorySize', props: () => ({ memorySize: 256 }) },
  {
    property: 'onFailure',
    props: (stack) => ({ onFailure: new destinations.SnsDestination(new sns.Topic(stack, 'Failed')) }),
    role: [allow('sns:Publish', '<Failed>', { Condition })],
  },
  {
    property: 'onSuccess',
    props: (stack) => ({ onSuccess: new destinations.SqsDestination(new sqs.Queue(stack, 'Done')) }),
    role: [send('Done', { Condition })],
  },
  {
    property: 'paramsAndSecrets',
    props: () => ({
      paramsAndSecrets: lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103, { cacheSize: 500 }),
    }),
  },
  {
    property: 'profiling',
    props: () => ({ runtime: lambda.Runtime.PYTHON_3_13, profiling: true }),
    role: profile('<FnProfilingGroup.Arn>'),
  },
  {
    property: 'profilingGroup',
    props: (stack) => ({ runtime: lambda.Runtime.PYTHON_3_13, profilingGroup: new codeguru.ProfilingGroup(stack, 'Group') }),
    role: profile('<GroupProfilingGroup.Arn>'),
  },
  {
    property: 'profilingGroup',
    when: 'imported',
    props: (stack) => ({
      runtime: lambda.Runtime.PYTHON_3_13,
      profilingGroup: codeguru.ProfilingGroup.fromProfilingGroupName(stack, 'Group', 'orders'),
    }),
    role: profile(arn('codeguru-profiler', 'profilingGroup/orders')),
  },
  { property: 'recursiveLoop', props: () => ({ recursiveLoop: lambda.RecursiveLoop.TERMINATE }) },
  { property: 'reservedConcurrentExecutions', props: () => ({ reservedConcurrentExecutions: 5 }) },
  { property: 'retryAttempts', props: () => ({ retryAttempts: 0 }) },
  {
    property: 'role',
    props: (stack) => ({ role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }) }),
    refused: 'leave "role" out',
  },
  { property: 'runtime', props: () => ({ runtime: lambda.Runtime.PYTHON_3_13 }) },
  { property: 'runtimeManagementMode', props: () => ({ runtimeManagementMode: lambda.RuntimeManagementMode.FUNCTION_UPDATE }) },
  {
    property: 'securityGroups',
    props: (stack) => {
      const vpc = vpcOf(stack);
      return { vpc, securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc })] };
    },
    role: network('Group'),
  },
  { property: 'snapStart', props: () => ({ runtime: lambda.Runtime.PYTHON_3_13, snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS }) },
  { property: 'systemLogLevel', props: () => ({ systemLogLevel: 'WARN', logFormat: 'JSON' }) },
  {
    property: 'systemLogLevelV2',
    props: () => ({ systemLogLevelV2: lambda.SystemLogLevel.WARN, loggingFormat: lambda.LoggingFormat.JSON }),
  },
  { property: 'tenancyConfig', props: () => ({ tenancyConfig: lambda.TenancyConfig.PER_TENANT }) },
  { property: 'timeout', props: () => ({ timeout: Duration.seconds(10) }) },
  { property: 'tracing', props: () => ({ tracing: lambda.Tracing.ACTIVE }), role: traces },
  { property: 'tracing', when: 'passed on', props: () => ({ tracing: lambda.Tracing.PASS_THROUGH }), role: traces },
  { property: 'vpc', props: (stack) => ({ vpc: vpcOf(stack) }), role: network() },
  {
    property: 'vpcSubnets',
    props: (stack) => ({ vpc: vpcOf(stack), vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } }),
    role: network(),
  },
];
