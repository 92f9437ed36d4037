import {
  App,
  aws_cognito as cognito,
  aws_dynamodb as dynamodb,
  aws_events as events,
  aws_kinesisfirehose as firehose,
  aws_iam as iam,
  aws_kinesis as kinesis,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_logs as logs,
  RemovalPolicy,
  Stack,
  aws_s3 as s3,
  aws_secretsmanager as secretsmanager,
  aws_stepfunctions as sfn,
  aws_sns as sns,
  aws_lambda_event_sources as sources,
  aws_sqs as sqs,
  aws_ssm as ssm,
} from 'aws-cdk-lib';
import { code } from '../cdk/stacks';

/** The resources of the app that plain functions are granted access to. */
export function resourcesIn(stack: Stack) {
  const key = new kms.Key(stack, 'Key');
  const orders = new dynamodb.Table(stack, 'Orders', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    stream: dynamodb.StreamViewType.NEW_IMAGE,
  });
  for (const indexName of ['by-date', 'by-customer']) {
    orders.addGlobalSecondaryIndex({ indexName, partitionKey: { name: indexName, type: dynamodb.AttributeType.STRING } });
  }
  return {
    key,
    orders,
    vault: new dynamodb.Table(stack, 'Vault', {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      encryptionKey: key,
    }),
    receipts: new s3.Bucket(stack, 'Receipts'),
    archive: new s3.Bucket(stack, 'Archive', { encryptionKey: key, removalPolicy: RemovalPolicy.DESTROY }),
    work: new sqs.Queue(stack, 'Work'),
    sealed: new sqs.Queue(stack, 'Sealed', { encryptionMasterKey: key }),
    placed: new sns.Topic(stack, 'Placed'),
    password: new secretsmanager.Secret(stack, 'Password', { encryptionKey: key }),
    price: new lambda.Function(stack, 'Price', code),
    bus: new events.EventBus(stack, 'Bus'),
    fulfil: new sfn.StateMachine(stack, 'Fulfil', { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Done')) }),
    clicks: new kinesis.Stream(stack, 'Clicks', { encryption: kinesis.StreamEncryption.UNENCRYPTED }),
    endpoint: new ssm.StringParameter(stack, 'Endpoint', { stringValue: 'https://example.com' }),
    partner: new iam.Role(stack, 'Partner', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') }),
    customers: new cognito.UserPool(stack, 'Customers'),
    audit: new logs.LogGroup(stack, 'Audit'),
    delivery: new firehose.CfnDeliveryStream(stack, 'Delivery'),
  };
}

type Resources = ReturnType<typeof resourcesIn>;

/** One function as people write them: what it is granted, and what it is declared by. */
export interface PlainFunction {
  readonly id: string;
  readonly props?: (resources: Resources) => Partial<lambda.FunctionProps>;
  readonly grant: (fn: lambda.Function, resources: Resources) => void;
}

function policy(
  fn: lambda.Function,
  actions: string[],
  resources: string[],
  conditions: Record<string, Record<string, unknown>> = {},
): void {
  fn.addToRolePolicy(new iam.PolicyStatement({ actions, resources, conditions }));
}

export const plainFunctions: readonly PlainFunction[] = [
  {
    id: 'ReadTable',
    props: ({ orders }) => ({ environment: { ORDERS: orders.tableName } }),
    grant: (fn, { orders }) => orders.grantReadData(fn),
  },
  { id: 'ReadWriteTable', grant: (fn, { orders }) => orders.grantReadWriteData(fn) },
  {
    id: 'WriteVault',
    props: ({ vault }) => ({ environment: { VAULT: vault.tableArn } }),
    grant: (fn, { vault }) => vault.grantWriteData(fn),
  },
  {
    id: 'Auditor',
    grant: (fn, { audit }) => {
      audit.grantWrite(fn);
      policy(fn, ['logs:FilterLogEvents', 'logs:DescribeMetricFilters'], [audit.logGroupArn]);
    },
  },
  { id: 'WithoutKey', grant: (fn, { vault }) => policy(fn, ['dynamodb:GetItem'], [vault.tableArn]) },
  { id: 'OneIndex', grant: (fn, { orders }) => policy(fn, ['dynamodb:Query'], [`${orders.tableArn}/index/by-date`]) },
  {
    id: 'OneTenant',
    grant: (fn, { orders }) =>
      policy(fn, ['dynamodb:GetItem', 'dynamodb:PutItem'], [orders.tableArn], {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['tenant-1'] },
      }),
  },
  { id: 'EveryTableAction', grant: (fn, { orders }) => policy(fn, ['dynamodb:*'], [orders.tableArn, `${orders.tableArn}/index/*`]) },
  { id: 'ReadStream', grant: (fn, { orders }) => orders.grantStreamRead(fn) },
  {
    id: 'Processor',
    grant: (fn, { orders }) =>
      fn.addEventSource(new sources.DynamoEventSource(orders, { startingPosition: lambda.StartingPosition.LATEST })),
  },
  {
    id: 'ReadBucket',
    props: ({ receipts }) => ({ environment: { RECEIPTS: receipts.bucketName } }),
    grant: (fn, { receipts }) => receipts.grantRead(fn),
  },
  { id: 'ReadPrefix', grant: (fn, { receipts }) => receipts.grantRead(fn, 'in/*') },
  { id: 'PutArchive', grant: (fn, { archive }) => archive.grantPut(fn, 'out/*') },
  { id: 'ReadWriteArchive', grant: (fn, { archive }) => archive.grantReadWrite(fn) },
  {
    id: 'ListPrefix',
    grant: (fn, { receipts }) => policy(fn, ['s3:ListBucket'], [receipts.bucketArn], { StringLike: { 's3:prefix': ['in/*', 'out/*'] } }),
  },
  {
    id: 'OneObject',
    grant: (fn, { receipts }) => policy(fn, ['s3:GetObject', 's3:GetObjectAcl'], [receipts.arnForObjects('config/settings.json')]),
  },
  { id: 'OddPattern', grant: (fn, { receipts }) => policy(fn, ['s3:GetObject'], [receipts.arnForObjects('*/summary.json')]) },
  {
    id: 'SendSealed',
    props: ({ sealed }) => ({ environment: { SEALED: sealed.queueUrl } }),
    grant: (fn, { sealed }) => sealed.grantSendMessages(fn),
  },
  { id: 'Consumer', grant: (fn, { sealed }) => fn.addEventSource(new sources.SqsEventSource(sealed)) },
  { id: 'ConsumeByHand', grant: (fn, { work }) => work.grantConsumeMessages(fn) },
  {
    id: 'Publisher',
    props: ({ placed }) => ({ environment: { PLACED: placed.topicArn } }),
    grant: (fn, { placed }) => placed.grantPublish(fn),
  },
  { id: 'ReadSecret', grant: (fn, { password }) => password.grantRead(fn) },
  { id: 'Caller', grant: (fn, { price }) => price.grantInvoke(fn) },
  { id: 'Emitter', grant: (fn, { bus }) => bus.grantPutEventsTo(fn) },
  {
    id: 'OneSource',
    grant: (fn, { bus }) =>
      policy(fn, ['events:PutEvents'], [bus.eventBusArn], { StringEquals: { 'events:source': 'com.example.orders' } }),
  },
  {
    id: 'Starter',
    props: ({ fulfil }) => ({ environment: { FULFIL: fulfil.stateMachineArn } }),
    grant: (fn, { fulfil }) => fulfil.grantStartExecution(fn),
  },
  { id: 'Callback', grant: (fn, { fulfil }) => fulfil.grantTaskResponse(fn) },
  { id: 'Clicker', grant: (fn, { clicks }) => clicks.grantWrite(fn) },
  { id: 'ReadParameter', grant: (fn, { endpoint }) => endpoint.grantRead(fn) },
  { id: 'Assume', grant: (fn, { partner }) => partner.grantAssumeRole(fn.grantPrincipal) },
  { id: 'Pass', grant: (fn, { partner }) => partner.grantPassRole(fn.grantPrincipal) },
  { id: 'Users', grant: (fn, { customers }) => customers.grant(fn, 'cognito-idp:AdminGetUser', 'cognito-idp:AdminDisableProviderForUser') },
  { id: 'Encrypt', grant: (fn, { key }) => key.grantEncryptDecrypt(fn) },
  { id: 'Deliver', grant: (fn, { delivery }) => policy(fn, ['firehose:PutRecord'], [delivery.attrArn]) },
  {
    id: 'Foreign',
    grant: (fn) => policy(fn, ['sqs:SendMessage'], [`arn:aws:sqs:${Stack.of(fn).region}:444455556666:partner`]),
  },
  { id: 'Metrics', grant: (fn) => policy(fn, ['cloudwatch:PutMetricData'], ['*'], { StringEquals: { 'cloudwatch:namespace': 'Orders' } }) },
  {
    id: 'Documents',
    grant: (fn) => policy(fn, ['textract:DetectDocumentText', 'translate:TranslateText', 'ec2:DescribeInstances'], ['*']),
  },
  { id: 'Broad', grant: (fn) => policy(fn, ['s3:GetObject', 'dynamodb:GetItem', 'sqs:SendMessage'], ['*']) },
  {
    id: 'FromNetwork',
    grant: (fn, { receipts }) =>
      policy(fn, ['s3:GetObject'], [receipts.arnForObjects('*')], { StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } }),
  },
  {
    id: 'PartlyDenied',
    grant: (fn, { work }) => {
      policy(fn, ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'], [work.queueArn]);
      fn.addToRolePolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['sqs:DeleteMessage'], resources: ['*'] }));
    },
  },
  {
    id: 'ManagedPolicies',
    grant: (fn) => {
      fn.role?.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3ReadOnlyAccess'));
      fn.role?.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaSQSQueueExecutionRole'));
    },
  },
];

/** A stack of its own app, with the resources. */
export function stackWithResources(): { readonly app: App; readonly stack: Stack; readonly resources: Resources } {
  const app = new App({ context: { 'aws:cdk:enable-path-metadata': true } });
  const stack = new Stack(app, 'Orders', { env: { account: '111122223333', region: 'eu-west-1' } });
  return { app, stack, resources: resourcesIn(stack) };
}

/** The app with plain functions and grants. */
export function plainApp(): { readonly app: App; readonly stack: Stack } {
  const { app, stack, resources } = stackWithResources();
  for (const { id, props, grant } of plainFunctions) grant(new lambda.Function(stack, id, { ...code, ...props?.(resources) }), resources);
  return { app, stack };
}
