import { isObject } from '../json';
import type { Resource } from '../template/template';
import { functionNamedIn, isFunctionType } from './lambda';
import type { EntryPoint, Model } from './model';

/**
 * How a function is started. Asynchronous calls are queued and retried by Lambda, and lost in the end without a
 * destination; a scheduled call is one, but carries nothing that the next one does not; a polled source keeps its
 * messages itself; a synchronous caller gets the error.
 */
export type Invocation = 'asynchronous' | 'schedule' | 'poll' | 'synchronous';

/** One thing that starts a function. */
export interface Trigger {
  readonly function: Resource;
  readonly how: Invocation;
  /** The service, as people call it. */
  readonly service: string;
  /** The queue, topic, bucket, stream or rule, where the input holds it. */
  readonly source: Resource | undefined;
  /** The resource that connects the two: a permission, a mapping, a subscription, a rule. */
  readonly by: Resource;
}

const triggers = new WeakMap<Model, ReadonlyMap<Resource, readonly Trigger[]>>();

/** What starts each function. API routes and function URLs are entry points of the model, see {@link openEntryPointsOf}. */
export function triggersOf(model: Model): ReadonlyMap<Resource, readonly Trigger[]> {
  const known = triggers.get(model);
  if (known !== undefined) return known;
  const found = new Map<Resource, Trigger[]>();
  for (const trigger of readTriggers(model)) {
    const same = found.get(trigger.function);
    if (same === undefined) found.set(trigger.function, [trigger]);
    else same.push(trigger);
  }
  triggers.set(model, found);
  return found;
}

const openEntryPoints = new WeakMap<Model, ReadonlyMap<Resource, readonly EntryPoint[]>>();

/** The entry points that start each function for anyone: no authentication, and no network that keeps strangers out. */
export function openEntryPointsOf(model: Model): ReadonlyMap<Resource, readonly EntryPoint[]> {
  const known = openEntryPoints.get(model);
  if (known !== undefined) return known;
  const found = new Map<Resource, EntryPoint[]>();
  for (const entryPoint of model.entryPoints) {
    if (entryPoint.function === undefined || !isOpen(entryPoint)) continue;
    const same = found.get(entryPoint.function);
    if (same === undefined) found.set(entryPoint.function, [entryPoint]);
    else same.push(entryPoint);
  }
  openEntryPoints.set(model, found);
  return found;
}

/** Whether anyone on the internet can use an entry point. */
export function isOpen({ authentication, restrictedNetwork, mock }: EntryPoint): boolean {
  return mock !== true && restrictedNetwork !== 'yes' && authentication.some(({ value }) => value === 'none');
}

function* readTriggers(model: Model): Iterable<Trigger> {
  yield* permissions(model);
  yield* ruleTargets(model);
  yield* connected(model, 'AWS::Scheduler::Schedule', ['Target', 'Arn'], 'schedule', 'EventBridge Scheduler');
  yield* subscriptions(model);
  yield* mappings(model);
  yield* bucketNotifications(model);
  yield* destinations(model);
  yield* samEvents(model);
}

/** Services that put a call into the function's queue (https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html). */
const asynchronousServices: ReadonlyMap<string, string> = new Map([
  ['s3', 'S3'],
  ['sns', 'SNS'],
  ['events', 'EventBridge'],
  ['scheduler', 'EventBridge Scheduler'],
  ['config', 'AWS Config'],
  ['ses', 'SES'],
  ['iot', 'AWS IoT'],
  ['codecommit', 'CodeCommit'],
  ['logs', 'CloudWatch Logs'],
]);

function* permissions(model: Model): Iterable<Trigger> {
  for (const by of model.resourcesOfType('AWS::Lambda::Permission')) {
    const started = startedBy(model, by, 'FunctionName');
    if (started === undefined) continue;
    for (const { value } of model.values(by, 'Principal')) {
      const service = typeof value === 'string' ? asynchronousServices.get(value.split('.')[0] ?? '') : undefined;
      if (service === undefined) continue;
      const source = resourceIn(model, by, 'SourceArn');
      // A rule says itself whether it is a schedule.
      if (source?.type === 'AWS::Events::Rule') continue;
      yield { function: started, how: service === 'EventBridge Scheduler' ? 'schedule' : 'asynchronous', service, source, by };
    }
  }
}

function* ruleTargets(model: Model): Iterable<Trigger> {
  for (const rule of model.resourcesOfType('AWS::Events::Rule')) {
    const isSchedule = model.values(rule, 'ScheduleExpression').length > 0 && rule.properties.EventPattern === undefined;
    for (const { value } of model.values(rule, 'Targets', '*', 'Arn')) {
      const started = functionNamedIn(model, rule, value);
      if (started === undefined) continue;
      yield { function: started, how: isSchedule ? 'schedule' : 'asynchronous', service: 'EventBridge', source: rule, by: rule };
    }
  }
}

function* connected(model: Model, type: string, path: readonly string[], how: Invocation, service: string): Iterable<Trigger> {
  for (const by of model.resourcesOfType(type)) {
    for (const { value } of model.values(by, ...path)) {
      const started = functionNamedIn(model, by, value);
      if (started !== undefined) yield { function: started, how, service, source: by, by };
    }
  }
}

function* subscriptions(model: Model): Iterable<Trigger> {
  for (const by of model.resourcesOfType('AWS::SNS::Subscription')) {
    if (!model.values(by, 'Protocol').some(({ value }) => value === 'lambda')) continue;
    const started = startedBy(model, by, 'Endpoint');
    const source = resourceIn(model, by, 'TopicArn');
    if (started !== undefined) yield { function: started, how: 'asynchronous', service: 'SNS', source, by };
  }
  for (const by of model.resourcesOfType('AWS::SNS::Topic')) {
    if (by.properties.Subscription === undefined) continue;
    for (const entry of model.readingsOf(by).flatMap((reading) => reading.objects('Subscription'))) {
      if (entry.canBe(['Protocol'], ['lambda']) !== 'yes') continue;
      for (const { value } of entry.values('Endpoint')) {
        const started = value === undefined ? undefined : functionNamedIn(model, by, value);
        if (started !== undefined) yield { function: started, how: 'asynchronous', service: 'SNS', source: by, by };
      }
    }
  }
}

function* mappings(model: Model): Iterable<Trigger> {
  for (const by of model.resourcesOfType('AWS::Lambda::EventSourceMapping')) {
    const started = startedBy(model, by, 'FunctionName');
    if (started === undefined) continue;
    const source = resourceIn(model, by, 'EventSourceArn');
    yield {
      function: started,
      how: 'poll',
      service: source === undefined ? 'an event source' : (source.type.split('::')[1] ?? ''),
      source,
      by,
    };
  }
}

function* bucketNotifications(model: Model): Iterable<Trigger> {
  for (const { bucket, owner, configurations } of notificationsOf(model)) {
    for (const [property, functionKey] of functionConfigurations) {
      for (const { value } of model.values(owner, configurations, property, '*', functionKey)) {
        const started = functionNamedIn(model, owner, value);
        if (started !== undefined) yield { function: started, how: 'asynchronous', service: 'S3', source: bucket, by: owner };
      }
    }
  }
}

/** How CloudFormation, and the function behind CDK's `addEventNotification`, name a function that a bucket starts. */
export const functionConfigurations: readonly (readonly [property: string, functionKey: string])[] = [
  ['LambdaConfigurations', 'Function'],
  ['LambdaFunctionConfigurations', 'LambdaFunctionArn'],
];

/** The notifications of one bucket. */
export interface BucketNotifications {
  readonly bucket: Resource | undefined;
  /** The resource that holds them: the bucket, or CDK's custom resource. */
  readonly owner: Resource;
  /** The property of the owner that they are written in. */
  readonly configurations: 'NotificationConfiguration';
}

/** The notifications of every bucket, written by CloudFormation or by CDK's custom resource. */
export function* notificationsOf(model: Model): Iterable<BucketNotifications> {
  for (const bucket of model.resourcesOfType('AWS::S3::Bucket')) {
    if (bucket.properties.NotificationConfiguration !== undefined)
      yield { bucket, owner: bucket, configurations: 'NotificationConfiguration' };
  }
  for (const owner of model.resourcesOfType('Custom::S3BucketNotifications')) {
    yield { bucket: resourceIn(model, owner, 'BucketName'), owner, configurations: 'NotificationConfiguration' };
  }
}

/** A function that is the destination of another one. */
function* destinations(model: Model): Iterable<Trigger> {
  for (const by of model.resourcesOfType('AWS::Lambda::EventInvokeConfig')) {
    for (const outcome of ['OnSuccess', 'OnFailure']) {
      for (const { value } of model.values(by, 'DestinationConfig', outcome, 'Destination')) {
        const started = functionNamedIn(model, by, value);
        if (started !== undefined) yield { function: started, how: 'asynchronous', service: 'a Lambda destination', source: by, by };
      }
    }
  }
}

const samEventKinds: Readonly<Record<string, readonly [how: Invocation, service: string]>> = {
  S3: ['asynchronous', 'S3'],
  SNS: ['asynchronous', 'SNS'],
  CloudWatchEvent: ['asynchronous', 'EventBridge'],
  EventBridgeRule: ['asynchronous', 'EventBridge'],
  IoTRule: ['asynchronous', 'AWS IoT'],
  CloudWatchLogs: ['asynchronous', 'CloudWatch Logs'],
  Schedule: ['schedule', 'EventBridge'],
  ScheduleV2: ['schedule', 'EventBridge Scheduler'],
  SQS: ['poll', 'SQS'],
  Kinesis: ['poll', 'Kinesis'],
  DynamoDB: ['poll', 'DynamoDB'],
  MSK: ['poll', 'MSK'],
  MQ: ['poll', 'AmazonMQ'],
  SelfManagedKafka: ['poll', 'Kafka'],
  DocumentDB: ['poll', 'DocumentDB'],
  Cognito: ['synchronous', 'Cognito'],
  AlexaSkill: ['synchronous', 'Alexa'],
};

/** The property in which each kind of event of SAM names its source. */
const samSources: Readonly<Record<string, string>> = { S3: 'Bucket', SNS: 'Topic', SQS: 'Queue', Kinesis: 'Stream', DynamoDB: 'Stream' };

function* samEvents(model: Model): Iterable<Trigger> {
  for (const resource of model.resourcesOfType('AWS::Serverless::Function')) {
    const { Events } = resource.properties;
    if (!isObject(Events)) continue;
    for (const [name, event] of Object.entries(Events)) {
      const type = isObject(event) && typeof event.Type === 'string' ? event.Type : '';
      const kind = Object.hasOwn(samEventKinds, type) ? samEventKinds[type] : undefined;
      if (kind === undefined) continue;
      const property = samSources[type];
      const source = property === undefined ? undefined : resourceIn(model, resource, 'Events', name, 'Properties', property);
      yield { function: resource, how: kind[0], service: kind[1], source, by: resource };
    }
  }
}

function startedBy(model: Model, by: Resource, property: string): Resource | undefined {
  for (const { value } of model.values(by, property)) {
    const started = functionNamedIn(model, by, value);
    if (started !== undefined) return started;
  }
  return undefined;
}

/** The first resource that a property names, as a whole or within text. */
export function resourceIn(model: Model, from: Resource, ...path: readonly string[]): Resource | undefined {
  const resolver = model.resolverOf(from.template);
  for (const { value } of model.values(from, ...path)) {
    if (typeof value === 'string') continue;
    for (const part of value.parts) {
      const target = typeof part === 'string' ? undefined : resolver.target({ parts: [part] });
      if (target !== undefined) return target;
    }
  }
  return undefined;
}

/** Whether the user wrote the function, rather than a construct of CDK's own. */
export function isOwnFunction(model: Model, resource: Resource): boolean {
  return isFunctionType(resource.type) && !model.isProvided(resource);
}
