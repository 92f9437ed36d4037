import type { Model } from '../../lib/core/model/model';
import { numberIn } from '../../lib/core/model/numbers';
import type { PropertyValue, Reading } from '../../lib/core/model/reading';
import { defineRule, type Fact } from '../../lib/core/rule';
import { partsOf, type SymbolicString } from '../../lib/core/template/symbolic';
import type { Resource } from '../../lib/core/template/template';

type Message = 'blockedShard' | 'lostRecords' | 'unboundedPolling' | 'blockedPipe';

const mapping = (source: string, more: object) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { EventSourceArn: source, FunctionName: 'orders', ...more },
});
const stream = 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders';
const queue = 'arn:aws:sqs:eu-west-1:111122223333:orders';
const kept = { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:111122223333:failed' } } };

/** A queue keeps what failed by its redrive policy, see `resilience/require-redrive-policy`; `OnFailure` is for streams and Kafka. */
export default defineRule<Message>({
  meta: {
    id: 'resilience/require-stream-failure-handling',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Readers of streams give up on a bad record, and keep it',
    rationale:
      'A stream is read in order. Unless it is told to stop, Lambda tries a record that fails again and again until it expires, for days, and nothing behind it in the shard is read; each try is paid for, and in the end the record is lost.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html',
      'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html',
      'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html',
    ],
    catalogue: ['DOW-ESM-FAILURE', 'DOW-EVENT-DLQ'],
    peers: ['cdk-nag LambdaEventSourceMappingDestination'],
  },
  messages: {
    blockedShard: {
      what: 'a record that fails blocks its shard until it expires: {property} of mapping "{name}" is {value}, and so is its age',
      fix: 'set "MaximumRetryAttempts" or "MaximumRecordAgeInSeconds" ("retryAttempts", "maxRecordAge"), "BisectBatchOnFunctionError", and a destination for failures ("onFailure")',
    },
    lostRecords: {
      what: 'records that mapping "{name}" gives up are lost: it has no destination for failures',
      fix: 'set "DestinationConfig/OnFailure" to a queue, a topic or a bucket ("onFailure: new SqsDlq(queue)")',
    },
    unboundedPolling: {
      what: 'queue mapping "{name}" may use all the concurrency of the account: it sets no MaximumConcurrency',
      fix: 'set "ScalingConfig/MaximumConcurrency" ("maxConcurrency") to what stands behind the function can take',
    },
    blockedPipe: {
      what: 'a record that fails blocks its shard until it expires: pipe "{name}" sets neither MaximumRetryAttempts nor MaximumRecordAgeInSeconds',
      fix: 'set "MaximumRetryAttempts" and "DeadLetterConfig" in "SourceParameters/{parameters}"',
    },
  },
  examples: {
    valid: [
      { title: 'a stream with an end to its retries', resources: { Mapping: mapping(stream, { MaximumRetryAttempts: 3, ...kept }) } },
      { title: 'a queue with a limit', resources: { Mapping: mapping(queue, { ScalingConfig: { MaximumConcurrency: 5 } }) } },
    ],
    invalid: [
      { title: 'a stream that is read with the defaults', resources: { Mapping: mapping(stream, {}) }, reports: ['blockedShard'] },
      {
        title: 'records that are given up',
        resources: { Mapping: mapping(stream, { MaximumRetryAttempts: 3 }) },
        reports: ['lostRecords'],
      },
      { title: 'a queue that scales without an end', resources: { Mapping: mapping(queue, {}) }, reports: ['unboundedPolling'] },
      {
        title: 'a pipe from a stream with the defaults',
        resources: {
          Pipe: { Type: 'AWS::Pipes::Pipe', Properties: { Source: stream, Target: queue, RoleArn: 'arn:aws:iam::111122223333:role/p' } },
        },
        reports: ['blockedPipe'],
      },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::Lambda::EventSourceMapping')) {
      if (model.isProvided(resource)) continue;
      for (const reading of model.readingsOf(resource)) yield* mappingFacts(model, resource, reading);
    }
    for (const resource of model.resourcesOfType('AWS::Pipes::Pipe')) {
      for (const reading of model.readingsOf(resource)) yield* pipeFacts(model, resource, reading);
    }
  },
});

type SourceKind = 'stream' | 'queue' | 'kafka' | 'other';

/** The service of a source, by its ARN or by the resource that it stands for. */
function kindOf(value: SymbolicString | undefined): SourceKind {
  const [first] = value === undefined ? [] : partsOf(value);
  if (first === undefined) return 'other';
  if (typeof first !== 'string') return first.kind === 'resource' ? (kindsByType[first.resourceType] ?? 'other') : 'other';
  const service = partsOf(value ?? '')
    .map((part) => (typeof part === 'string' ? part : 'x'))
    .join('')
    .split(':')[2];
  return service === undefined ? 'other' : (kindsByService[service] ?? 'other');
}

const kindsByType: Readonly<Record<string, SourceKind>> = {
  'AWS::Kinesis::Stream': 'stream',
  'AWS::Kinesis::StreamConsumer': 'stream',
  'AWS::DynamoDB::Table': 'stream',
  'AWS::DynamoDB::GlobalTable': 'stream',
  'AWS::SQS::Queue': 'queue',
  'AWS::MSK::Cluster': 'kafka',
  'AWS::MSK::ServerlessCluster': 'kafka',
};
const kindsByService: Readonly<Record<string, SourceKind>> = { kinesis: 'stream', dynamodb: 'stream', sqs: 'queue', kafka: 'kafka' };

function* mappingFacts(model: Model, resource: Resource, reading: Reading): Iterable<Fact<Message>> {
  const name = model.nameOf(resource);
  const sources = reading.values('EventSourceArn');
  const kinds = new Set<SourceKind>(sources.map(({ value }) => kindOf(value)));
  if (reading.objects('SelfManagedEventSource').length > 0) kinds.add('kafka');
  const isKept = !reading.lacks('DestinationConfig', 'OnFailure', 'Destination');
  const common = { resource, at: reading.at };
  if (kinds.has('stream')) {
    const retries = reading.values('MaximumRetryAttempts');
    const endless = retries.find(isEndless);
    if (endless !== undefined && reading.values('MaximumRecordAgeInSeconds').some(isEndless)) {
      const data = { name, property: 'MaximumRetryAttempts', value: endless.shown === '' ? 'absent' : `"${endless.shown}"` };
      yield { ...common, at: endless.at, message: 'blockedShard', evidence: `MaximumRetryAttempts ${endless.shown || 'absent'}`, data };
    } else if (!isKept) yield { ...common, message: 'lostRecords', evidence: 'OnFailure absent', data: { name } };
  } else if (kinds.has('kafka') && !isKept) {
    yield { ...common, message: 'lostRecords', evidence: 'OnFailure absent', data: { name }, atMost: 'info' };
  }
  if (!kinds.has('queue') || !reading.lacks('ScalingConfig', 'MaximumConcurrency') || reading.objects('ProvisionedPollerConfig').length > 0)
    return;
  yield { ...common, message: 'unboundedPolling', evidence: 'MaximumConcurrency absent', data: { name }, atMost: 'info' };
}

/** Absent, or -1: without an end. */
function isEndless(value: PropertyValue): boolean {
  return value.kind === 'absent' || (numberIn(value) ?? 0) < 0;
}

/** Where a pipe has the settings of a stream. */
const pipeParameters = ['KinesisStreamParameters', 'DynamoDBStreamParameters'];

function* pipeFacts(model: Model, resource: Resource, reading: Reading): Iterable<Fact<Message>> {
  const [source] = reading.values('Source');
  if (source === undefined || kindOf(source.value) !== 'stream') return;
  const isEndlessPipe = pipeParameters.every((parameters) =>
    ['MaximumRetryAttempts', 'MaximumRecordAgeInSeconds'].every((property) =>
      reading.values('SourceParameters', parameters, property).some(isEndless),
    ),
  );
  if (!isEndlessPipe) return;
  const parameters = pipeParameters.find((each) => reading.objects('SourceParameters', each).length > 0) ?? 'KinesisStreamParameters';
  const data = { name: model.nameOf(resource), parameters };
  yield { message: 'blockedPipe', resource, at: reading.at, evidence: 'MaximumRetryAttempts absent', data };
}
