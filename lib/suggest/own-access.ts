import type { AttachedPolicy } from '../core/iam/managed-policy';
import { functionBehind } from '../core/model/lambda';
import type { LambdaFunction, Model } from '../core/model/model';
import type { Element } from '../core/template/resolver';
import { partsOf } from '../core/template/symbolic';
import type { Resource } from '../core/template/template';
import type { Place } from './place';

const LOGS: ReadonlySet<string> = new Set(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']);
const TRACES: ReadonlySet<string> = new Set(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
const NETWORK: ReadonlySet<string> = new Set(
  [
    'AssignPrivateIpAddresses',
    'CreateNetworkInterface',
    'DeleteNetworkInterface',
    'DescribeNetworkInterfaces',
    'DescribeSecurityGroups',
    'DescribeSubnets',
    'DescribeVpcs',
    'UnassignPrivateIpAddresses',
  ].map((name) => `ec2:${name}`),
);
const DURABLE: ReadonlySet<string> = new Set(['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState']);
const MOUNTING = /^elasticfilesystem:Client/;

/** What Lambda calls on the sources that it polls (https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html). */
const POLLING: Readonly<Record<string, ReadonlySet<string>>> = {
  dynamodb: new Set(['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']),
  kafka: new Set(['DescribeCluster', 'DescribeClusterV2', 'GetBootstrapBrokers', 'ListScramSecrets']),
  kinesis: new Set([
    'DescribeStream',
    'DescribeStreamConsumer',
    'DescribeStreamSummary',
    'GetRecords',
    'GetShardIterator',
    'ListShards',
    'ListStreams',
    'SubscribeToShard',
  ]),
  mq: new Set(['DescribeBroker']),
  sqs: new Set(['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage']),
};

const SENDING =
  /^(?:sqs:(?:SendMessage|GetQueueAttributes|GetQueueUrl)|sns:Publish|lambda:InvokeFunction|events:PutEvents|s3:(?:PutObject|ListBucket))$/;

/** What `SecureFunction`, its event sources and its destinations bring by themselves, so that nobody declares it. */
export class OwnAccess {
  private readonly isTraced: boolean;
  private readonly isInNetwork: boolean;
  private readonly isMounted: boolean;
  private readonly isDurable: boolean;
  private readonly polled: ReadonlySet<Resource>;
  private readonly isPolling: boolean;
  private readonly fed: ReadonlySet<Resource>;

  constructor(
    private readonly model: Model,
    private readonly fn: LambdaFunction,
    mappings: readonly Resource[],
    configurations: readonly Resource[],
  ) {
    const { resource } = fn;
    const has = (...path: readonly string[]) => model.values(resource, ...path).length > 0;
    this.isTraced = [...model.values(resource, 'TracingConfig', 'Mode'), ...model.values(resource, 'Tracing')].some(
      ({ value }) => value === 'Active' || value === 'PassThrough',
    );
    this.isInNetwork = has('VpcConfig', 'SubnetIds');
    this.isMounted = has('FileSystemConfigs', '*', 'Arn');
    this.isDurable = resource.properties.DurableConfig !== undefined;
    const sources = mappings.flatMap((mapping) => [
      ...model.values(mapping, 'EventSourceArn'),
      ...model.values(mapping, 'SourceAccessConfigurations', '*', 'URI'),
    ]);
    this.polled = this.namedIn(sources);
    this.isPolling = mappings.length > 0;
    this.fed = this.namedIn([
      ...model.values(resource, 'DeadLetterConfig', 'TargetArn'),
      ...model.values(resource, 'DeadLetterQueue', 'TargetArn'),
      ...mappings.flatMap((mapping) => model.values(mapping, 'DestinationConfig', 'OnFailure', 'Destination')),
      ...configurations.flatMap((config) =>
        ['OnSuccess', 'OnFailure'].flatMap((outcome) => model.values(config, 'DestinationConfig', outcome, 'Destination')),
      ),
    ]);
  }

  /** Why the action needs no declaration; `undefined` when it does. */
  because(action: string, place: Place, shown: string): string | undefined {
    const [service = '', operation = ''] = action.split(':');
    if (LOGS.has(action) && this.isOwnLog(place, shown)) return 'SecureFunction writes to a log group of its own';
    if (TRACES.has(action) && this.isTraced) return 'SecureFunction traces, as "tracing" says';
    if (NETWORK.has(action) && this.isInNetwork) return 'SecureFunction manages the network interfaces of its "vpc"';
    if (MOUNTING.test(action) && this.isMounted) return 'SecureFunction mounts its "filesystem"';
    if (DURABLE.has(action) && this.isDurable) return 'SecureFunction keeps the state of its durable executions';
    if (place.kind === 'every') {
      // Only the streams themselves can be listed by all: AWS offers nothing narrower.
      return POLLING[service]?.has(operation) === true && /^List|^DescribeBroker/.test(operation) && this.isPolling
        ? BY_EVENT_SOURCE
        : undefined;
    }
    if (place.kind !== 'resource') return undefined;
    if (this.polled.has(place.resource)) {
      if (POLLING[service]?.has(operation) === true) return BY_EVENT_SOURCE;
      if (service === 'secretsmanager' && (operation === 'GetSecretValue' || operation === 'DescribeSecret')) return BY_EVENT_SOURCE;
    }
    return this.fed.has(place.resource) && SENDING.test(action) ? 'a dead-letter queue or a destination brings it' : undefined;
  }

  /** The resources that Lambda reads from or writes to for the function. */
  get attached(): readonly Resource[] {
    return [...this.polled, ...this.fed];
  }

  private isOwnLog(place: Place, shown: string): boolean {
    if (place.kind !== 'resource')
      return place.kind !== 'arn' || /:log-group:(?:\/aws\/lambda\/|\*)|^arn:[^:]*:logs:[^:]*:[^:]*:\*$/.test(shown);
    return this.model
      .values(this.fn.resource, 'LoggingConfig', 'LogGroup')
      .some(({ value }) => this.model.resolverOf(this.fn.resource.template).target(value) === place.resource);
  }

  private namedIn(values: readonly Element[]): ReadonlySet<Resource> {
    const resolver = this.model.resolverOf(this.fn.resource.template);
    const found = new Set<Resource>();
    for (const { value } of values) {
      for (const part of partsOf(value)) {
        const target = typeof part === 'string' ? undefined : resolver.target({ parts: [part] });
        if (target !== undefined) found.add(target);
      }
    }
    return found;
  }
}

const BY_EVENT_SOURCE = 'the event source brings it';

/** The event source mappings, and what becomes of asynchronous calls, by function. */
export function attachmentsOf(
  model: Model,
  type: 'AWS::Lambda::EventSourceMapping' | 'AWS::Lambda::EventInvokeConfig',
): ReadonlyMap<Resource, readonly Resource[]> {
  const found = new Map<Resource, Resource[]>();
  for (const resource of model.resourcesOfType(type)) {
    for (const { value } of model.values(resource, 'FunctionName')) {
      const fn = functionBehind(model, model.resolverOf(resource.template).target(value));
      if (fn === undefined) continue;
      const same = found.get(fn);
      if (same === undefined) found.set(fn, [resource]);
      else if (!same.includes(resource)) same.push(resource);
    }
  }
  return found;
}

/** What a policy of AWS's comes to on a `SecureFunction`. */
export type PolicyOfAws = { readonly leftOut: string } | { readonly service: string | undefined };

const EXECUTION: Readonly<Record<string, string>> = {
  AWSLambdaBasicExecutionRole: 'SecureFunction writes to a log group of its own',
  AWSLambdaBasicDurableExecutionRolePolicy: 'SecureFunction keeps the state of its durable executions',
  AWSLambdaDynamoDBExecutionRole: 'the event source brings it: addEventSource(new DynamoEventSource(table, …))',
  AWSLambdaKinesisExecutionRole: 'the event source brings it: addEventSource(new KinesisEventSource(stream, …))',
  AWSLambdaMSKExecutionRole: 'the event source brings it: addEventSource(new ManagedKafkaEventSource(…))',
  AWSLambdaSQSQueueExecutionRole: 'the event source brings it: addEventSource(new SqsEventSource(queue))',
  AWSLambdaVPCAccessExecutionRole: 'SecureFunction manages the network interfaces of its "vpc"',
  CloudWatchLambdaInsightsExecutionRolePolicy: 'CDK attaches it itself for "insightsVersion"',
};

/** What comes of one of AWS's managed policies. */
export function policyOfAws(policy: AttachedPolicy & { readonly owner: 'aws' }): PolicyOfAws {
  const { name } = policy;
  const reason = Object.hasOwn(EXECUTION, name) ? EXECUTION[name] : undefined;
  if (reason !== undefined) return { leftOut: reason };
  const [, service] = SERVICES.find(([pattern]) => pattern.test(name)) ?? [];
  return { service };
}

/** The service that a policy of AWS's is about, by its name. */
const SERVICES: readonly (readonly [pattern: RegExp, service: string])[] = [
  [/^AmazonS3/, 's3'],
  [/^AmazonDynamoDB/, 'dynamodb'],
  [/^AmazonSQS/, 'sqs'],
  [/^AmazonSNS/, 'sns'],
  [/^AWSLambda(?:_|Role|Invocation)/, 'lambda'],
  [/^AmazonSSM/, 'ssm'],
  [/^SecretsManager/, 'secretsmanager'],
  [/^AmazonSES/, 'ses'],
  [/^AmazonBedrock/, 'bedrock'],
  [/^AmazonRekognition/, 'rekognition'],
  [/^AmazonTextract/, 'textract'],
  [/^AmazonPolly/, 'polly'],
  [/^Comprehend/, 'comprehend'],
  [/^Translate/, 'translate'],
  [/^AWSStepFunctions/, 'states'],
  [/^AmazonKinesis(?!Firehose)/, 'kinesis'],
  [/^AmazonKinesisFirehose/, 'firehose'],
  [/^AmazonEventBridge(?!Scheduler)/, 'events'],
  [/^AmazonEventBridgeScheduler/, 'scheduler'],
  [/^AmazonCognito/, 'cognito-idp'],
  [/^AmazonAPIGatewayInvoke/, 'execute-api'],
  [/^AmazonRDSDataFullAccess/, 'rds-data'],
  [/^AWSXRay|^AWSXray/, 'xray'],
  [/^AmazonAthena/, 'athena'],
  [/^AmazonEC2/, 'ec2'],
  [/^AmazonECS/, 'ecs'],
  [/^CloudWatch(?!Logs|Lambda)/, 'cloudwatch'],
  [/^CloudWatchLogs/, 'logs'],
  [/^AWSIoT/, 'iot'],
];
