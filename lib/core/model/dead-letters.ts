import { isObject, type Json } from '../json';
import type { Resource } from '../template/template';
import type { Model } from './model';
import { nodesAt } from './nodes';

/** Where a resource names what it sends its failures to: type → the paths of the ARN. */
const failurePaths: readonly (readonly [type: string, ...paths: readonly (readonly string[])[]])[] = [
  ['AWS::SQS::Queue', ['RedrivePolicy', 'deadLetterTargetArn']],
  ['AWS::SNS::Subscription', ['RedrivePolicy', 'deadLetterTargetArn']],
  ['AWS::Lambda::Function', ['DeadLetterConfig', 'TargetArn']],
  ['AWS::Lambda::EventInvokeConfig', ['DestinationConfig', 'OnFailure', 'Destination']],
  ['AWS::Lambda::EventSourceMapping', ['DestinationConfig', 'OnFailure', 'Destination']],
  ['AWS::Events::Rule', ['Targets', '*', 'DeadLetterConfig', 'Arn']],
  ['AWS::Events::EventBus', ['DeadLetterConfig', 'Arn']],
  ['AWS::Scheduler::Schedule', ['Target', 'DeadLetterConfig', 'Arn']],
  [
    'AWS::Pipes::Pipe',
    ['SourceParameters', 'KinesisStreamParameters', 'DeadLetterConfig', 'Arn'],
    ['SourceParameters', 'DynamoDBStreamParameters', 'DeadLetterConfig', 'Arn'],
  ],
  ['AWS::Serverless::Function', ['DeadLetterQueue', 'TargetArn'], ['EventInvokeConfig', 'DestinationConfig', 'OnFailure', 'Destination']],
];

const queues = new WeakMap<Model, ReadonlySet<Resource>>();

/** The queues and topics that failures of something else in the input are sent to. */
export function deadLetterTargetsOf(model: Model): ReadonlySet<Resource> {
  const known = queues.get(model);
  if (known !== undefined) return known;
  const found = new Set<Resource>();
  for (const [type, ...paths] of failurePaths) {
    for (const resource of model.resourcesOfType(type)) {
      const resolver = model.resolverOf(resource.template);
      for (const path of paths) {
        for (const { value } of model.values(resource, ...path)) {
          const target = resolver.target(value);
          if (target !== undefined) found.add(target);
        }
      }
      for (const target of textTargets(model, resource)) found.add(target);
    }
  }
  for (const target of samEventTargets(model)) found.add(target);
  queues.set(model, found);
  return found;
}

/** A redrive policy may be given as JSON text. */
function* textTargets(model: Model, resource: Resource): Iterable<Resource> {
  const { RedrivePolicy } = resource.properties;
  if (RedrivePolicy === undefined || (isObject(RedrivePolicy) && RedrivePolicy.deadLetterTargetArn !== undefined)) return;
  const resolver = model.resolverOf(resource.template);
  for (const place of nodesAt(resolver, RedrivePolicy, undefined, 'deadLetterTargetArn')) {
    for (const { value } of resolver.strings(place.value, place.at)) {
      const target = resolver.target(value);
      if (target !== undefined) yield target;
    }
  }
}

/** Events of SAM functions name queues of their own: `DeadLetterConfig/Arn`, `DestinationConfig/OnFailure/Destination`. */
function* samEventTargets(model: Model): Iterable<Resource> {
  for (const resource of model.resourcesOfType('AWS::Serverless::Function')) {
    const resolver = model.resolverOf(resource.template);
    for (const event of eventsOf(resource)) {
      for (const path of [
        ['DeadLetterConfig', 'Arn'],
        ['DestinationConfig', 'OnFailure', 'Destination'],
        ['RedrivePolicy', 'deadLetterTargetArn'],
      ]) {
        for (const place of nodesAt(resolver, event, undefined, 'Properties', ...path)) {
          for (const { value } of resolver.strings(place.value, place.at)) {
            const target = resolver.target(value);
            if (target !== undefined) yield target;
          }
        }
      }
    }
  }
}

function eventsOf({ properties }: Resource): readonly Json[] {
  return isObject(properties.Events) ? Object.values(properties.Events) : [];
}

/** Words that people name such queues with: what sends failures there may be in another app. */
const DEAD_LETTER_NAME = /dlq|dead[-_ ]?letter|redrive|failed|failure|undeliver/i;

/** Whether a queue is there for the failures of others: something of the input says so, or its own policy, or its name. */
export function isDeadLetterQueue(model: Model, queue: Resource): boolean {
  if (deadLetterTargetsOf(model).has(queue)) return true;
  if (queue.properties.RedriveAllowPolicy !== undefined) return true;
  const names = model.values(queue, 'QueueName');
  return DEAD_LETTER_NAME.test(model.nameOf(queue)) || names.some(({ value }) => typeof value === 'string' && DEAD_LETTER_NAME.test(value));
}
