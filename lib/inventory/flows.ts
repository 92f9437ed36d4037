import { isFunctionType } from '../core/model/lambda';
import type { Model } from '../core/model/model';
import { notificationsOf } from '../core/model/triggers';
import type { Resource } from '../core/template/template';
import { DEFAULT_BUS, ruleSourceOf } from './default-bus';
import type { InventoryFlow } from './inventory';
import { byText } from './order';
import { storeKindOf } from './store-kinds';
import type { Things } from './things';

/** One property of a type by which messages go on: from the resource, or from what another of its properties names. */
interface Connection {
  readonly type: string;
  readonly from?: readonly string[];
  readonly to: readonly (readonly string[])[];
  readonly how: string;
}

const FAILURE = ['DestinationConfig', 'OnFailure', 'Destination'] as const;

const connections: readonly Connection[] = [
  { type: 'AWS::SNS::Subscription', from: ['TopicArn'], to: [['Endpoint']], how: 'delivers to' },
  { type: 'AWS::SNS::Topic', to: [['Subscription', '*', 'Endpoint']], how: 'delivers to' },
  { type: 'AWS::SNS::Subscription', from: ['TopicArn'], to: [['RedrivePolicy', 'deadLetterTargetArn']], how: 'sends failures to' },
  { type: 'AWS::Pipes::Pipe', from: ['Source'], to: [['Target']], how: 'delivers to' },
  { type: 'AWS::SQS::Queue', to: [['RedrivePolicy', 'deadLetterTargetArn']], how: 'sends failures to' },
  { type: 'AWS::Lambda::Function', to: [['DeadLetterConfig', 'TargetArn']], how: 'sends failures to' },
  {
    type: 'AWS::Serverless::Function',
    to: [
      ['DeadLetterQueue', 'TargetArn'],
      ['EventInvokeConfig', ...FAILURE],
    ],
    how: 'sends failures to',
  },
  { type: 'AWS::Lambda::EventInvokeConfig', from: ['FunctionName'], to: [FAILURE], how: 'sends failures to' },
  {
    type: 'AWS::Lambda::EventInvokeConfig',
    from: ['FunctionName'],
    to: [['DestinationConfig', 'OnSuccess', 'Destination']],
    how: 'sends results to',
  },
  { type: 'AWS::Lambda::EventSourceMapping', from: ['FunctionName'], to: [FAILURE], how: 'sends failures to' },
  { type: 'AWS::DynamoDB::Table', to: [['KinesisStreamSpecification', 'StreamArn']], how: 'copies changes to' },
  {
    type: 'AWS::KinesisFirehose::DeliveryStream',
    from: ['KinesisStreamSourceConfiguration', 'KinesisStreamARN'],
    to: [[]],
    how: 'delivers to',
  },
  {
    type: 'AWS::KinesisFirehose::DeliveryStream',
    to: [
      ['S3DestinationConfiguration', 'BucketARN'],
      ['ExtendedS3DestinationConfiguration', 'BucketARN'],
      ['AmazonopensearchserviceDestinationConfiguration', 'DomainARN'],
      ['HttpEndpointDestinationConfiguration', 'S3Configuration', 'BucketARN'],
      ['RedshiftDestinationConfiguration', 'S3Configuration', 'BucketARN'],
      ['SplunkDestinationConfiguration', 'S3Configuration', 'BucketARN'],
    ],
    how: 'delivers to',
  },
  { type: 'AWS::S3::Bucket', to: [['ReplicationConfiguration', 'Rules', '*', 'Destination', 'Bucket']], how: 'copies objects to' },
  { type: 'AWS::Logs::SubscriptionFilter', from: ['LogGroupName'], to: [['DestinationArn']], how: 'delivers to' },
];

/** What hands messages on without code of the app, between stores, and from functions to where their failures go; sorted. */
export function readFlows(model: Model, things: Things): readonly InventoryFlow[] {
  const flows = new Map<string, InventoryFlow>();
  const add = (from: Resource | typeof DEFAULT_BUS, to: Resource, how: string) => {
    if (from === to || storeKindOf(to.type) === undefined) return;
    if (from !== DEFAULT_BUS && storeKindOf(from.type) === undefined && !isFunctionType(from.type)) return;
    const flow = { from: from === DEFAULT_BUS ? from : things.idOf(from), to: things.idOf(to), how };
    flows.set(JSON.stringify(flow), flow);
  };
  for (const { type, from, to, how } of connections) {
    for (const resource of model.resourcesOfType(type)) {
      const sources = from === undefined ? [resource] : targetsAt(model, resource, from);
      for (const path of to) {
        const targets = path.length === 0 ? [resource] : targetsAt(model, resource, path);
        for (const source of sources) for (const target of targets) add(source, target, how);
      }
    }
  }
  for (const rule of model.resourcesOfType('AWS::Events::Rule')) {
    const { resources, isDefaultBus } = ruleSourceOf(model, rule);
    for (const [path, how] of RULE_TARGETS) {
      for (const target of targetsAt(model, rule, path))
        for (const source of isDefaultBus ? ([DEFAULT_BUS] as const) : resources) add(source, target, how);
    }
  }
  for (const { bucket, owner, configurations } of notificationsOf(model)) {
    if (bucket === undefined) continue;
    for (const [property, key] of NOTIFICATIONS) {
      for (const target of targetsAt(model, owner, [configurations, property, '*', key])) add(bucket, target, 'notifies');
    }
  }
  return [...flows.values()].sort((a, b) => byText(a.from, b.from) || byText(a.to, b.to) || byText(a.how, b.how));
}

const RULE_TARGETS = [
  [['Targets', '*', 'Arn'], 'delivers to'],
  [['Targets', '*', 'DeadLetterConfig', 'Arn'], 'sends failures to'],
] as const;

const NOTIFICATIONS = [
  ['QueueConfigurations', 'Queue'],
  ['QueueConfigurations', 'QueueArn'],
  ['TopicConfigurations', 'Topic'],
  ['TopicConfigurations', 'TopicArn'],
] as const;

function targetsAt(model: Model, resource: Resource, path: readonly string[]): readonly Resource[] {
  const resolver = model.resolverOf(resource.template);
  return model.values(resource, ...path).flatMap(({ value }) => {
    const target = resolver.target(value);
    if (target === undefined) return [];
    if (target.type === 'AWS::Lambda::Alias' || target.type === 'AWS::Lambda::Version') return targetsAt(model, target, ['FunctionName']);
    return [target];
  });
}
