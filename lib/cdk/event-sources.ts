import { Fn, type aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import {
  CONSUMER_OPERATIONS,
  FAILED_TOPIC_OPERATIONS,
  polledOperations,
  REGISTRY_OPERATIONS,
  SECRET_OPERATIONS,
  TOPIC_OPERATIONS,
  USER_SECRET_OPERATIONS,
} from '../access/poller-operations';
import { destinationCalls } from './destinations';
import {
  documentTargets,
  nameOfCluster,
  nameOfRegistry,
  networkOf,
  type SourceNetwork,
  streamOfConsumer,
  usesIamAuthentication,
} from './polled-resources';
import { type ServiceCall, type ServiceOf, serviceOfArn } from './service-calls';
import { resourceIn } from './token-text';

/** What Lambda calls for an event source mapping: read from the mapping itself, whoever made it. */
export function pollerCalls(mapping: lambda.CfnEventSourceMapping, serviceOf: ServiceOf): readonly ServiceCall[] {
  const { eventSourceArn } = mapping;
  const secrets = secretsOf(mapping);
  return [
    ...(eventSourceArn === undefined ? [] : sourceCalls(mapping, eventSourceArn, secrets, serviceOf)),
    ...secrets.map((arn): ServiceCall => ({ arn, actions: SECRET_OPERATIONS, targets: [{ type: 'Secret', arn: wholeArn(arn) }] })),
    ...registryCalls(mapping),
    ...destinationCalls(failureDestination(mapping), serviceOf),
  ];
}

/** Where Lambda makes network interfaces to reach the source; undefined when it needs none. */
export function sourceNetwork(mapping: lambda.CfnEventSourceMapping, serviceOf: ServiceOf): Partial<SourceNetwork> | undefined {
  const { eventSourceArn } = mapping;
  if (eventSourceArn !== undefined) return IN_A_VPC.has(serviceOf(eventSourceArn) ?? '') ? networkOf(eventSourceArn) : undefined;
  const idsOf = (wanted: string) =>
    listOf(mapping.sourceAccessConfigurations).flatMap(({ type, uri }) =>
      type === wanted && uri !== undefined ? [uri.replace(/^(?:subnet|security_group):/, '')] : [],
    );
  const network = { subnetIds: idsOf('VPC_SUBNET'), securityGroupIds: idsOf('VPC_SECURITY_GROUP') };
  return network.subnetIds.length === 0 ? undefined : network;
}

/** Services whose event sources are clusters and brokers with addresses in a VPC. */
const IN_A_VPC: ReadonlySet<string> = new Set(['kafka', 'mq', 'rds']);

function sourceCalls(
  mapping: lambda.CfnEventSourceMapping,
  arn: string,
  secrets: readonly string[],
  serviceOf: ServiceOf,
): readonly ServiceCall[] {
  const service = serviceOf(arn);
  const operations = service === undefined ? undefined : polledOperations(service);
  if (service === undefined || operations === undefined) return [];
  const { onResource: actions, onEvery } = operations;
  if (service === 'sqs') return [{ arn, actions, targets: [{ type: 'queue', arn }] }];
  if (service === 'dynamodb') return [{ arn, actions, targets: [{ type: 'stream', arn }], onEvery }];
  if (service === 'kinesis') return streamCalls(arn, actions);
  if (service === 'mq') return [{ arn, actions, targets: [{ type: 'brokers', arn }] }];
  if (service === 'rds') return [{ arn, actions, targets: documentTargets(mapping, arn) }];
  const userSecrets = secrets.length === 0 ? [] : USER_SECRET_OPERATIONS;
  return [
    { arn, actions: [...actions, ...userSecrets], targets: [{ type: 'cluster', arn }], onEvery },
    ...(secrets.length === 0 && usesIamAuthentication(arn) ? topicCalls(mapping, arn) : []),
  ];
}

/** A consumer is read beside its stream. */
function streamCalls(arn: string, actions: readonly string[]): readonly ServiceCall[] {
  const consumed = resourceIn(arn)?.cfnResourceType === 'AWS::Kinesis::StreamConsumer' ? streamOfConsumer(arn) : arn.split('/consumer/')[0];
  const stream = consumed ?? arn;
  const isConsumer = stream !== arn;
  const ofStream: ServiceCall = { arn: stream, actions, targets: [{ type: 'stream', arn: stream }] };
  return isConsumer ? [ofStream, { arn, actions: CONSUMER_OPERATIONS, targets: [{ type: 'consumer', arn }] }] : [ofStream];
}

/** Topics and consumer groups of a cluster have its name and id in theirs. */
function topicCalls(mapping: lambda.CfnEventSourceMapping, arn: string): readonly ServiceCall[] {
  const cluster = nameOfCluster(arn) ?? nameAfter(arn, ':cluster/');
  const ofCluster = (resource: string, name: string) => kafkaArn(mapping, arn, resource, `${cluster}/${name}`);
  const config = mapping.amazonManagedKafkaEventSourceConfig;
  // Without a name of its own the group has the id of the mapping, which is known only after the role.
  const group = (config !== undefined && 'consumerGroupId' in config ? config.consumerGroupId : undefined) ?? '*';
  const topics = (mapping.topics ?? []).map((topic) => ({ type: 'topic', arn: ofCluster('topic', topic) }));
  const targets = [{ type: 'cluster', arn }, ...topics, { type: 'group', arn: ofCluster('group', group) }];
  const failed = /^kafka:\/\/(.+)$/.exec(failureDestination(mapping) ?? '')?.[1];
  return [
    { arn, actions: TOPIC_OPERATIONS, targets },
    ...(failed === undefined
      ? []
      : [{ arn, actions: FAILED_TOPIC_OPERATIONS, targets: [{ type: 'topic', arn: ofCluster('topic', failed) }] }]),
  ];
}

function nameAfter(arn: string, separator: string): string {
  return arn.split(separator)[1] ?? Fn.select(1, Fn.split(separator, arn));
}

function kafkaArn(scope: IConstruct, clusterArn: string, resource: string, resourceName: string): string {
  const [, partition, , region, account] = clusterArn.startsWith('arn:') ? clusterArn.split(':') : [];
  return Stack.of(scope).formatArn({ partition, region, account, service: 'kafka', resource, resourceName });
}

/** Credentials and certificates that Lambda reads, for the source and for its registry of schemas. */
function secretsOf(mapping: lambda.CfnEventSourceMapping): readonly string[] {
  const registry = registryOf(mapping);
  const accesses = [...listOf(mapping.sourceAccessConfigurations), ...listOf(registry?.accessConfigs)];
  const arns = accesses.flatMap(({ type, uri }) => (uri === undefined || !type || NO_SECRETS.test(type) ? [] : [uri]));
  return [...new Set(arns)];
}

/** AWS adds a hyphen and six characters to the name of a secret; an ARN that ends in the name alone stands for any. */
function wholeArn(arn: string): string {
  return arn.startsWith('arn:') && !/(?:-[A-Za-z0-9]{6}|\})$/.test(arn) ? `${arn}-??????` : arn;
}

const NO_SECRETS = /^(?:VPC_|VIRTUAL_HOST$)/;

function registryCalls(mapping: lambda.CfnEventSourceMapping): readonly ServiceCall[] {
  const arn = registryOf(mapping)?.schemaRegistryUri;
  if (arn === undefined || serviceOfArn(arn) !== 'glue') return [];
  const stack = Stack.of(mapping);
  const name = nameOfRegistry(arn) ?? nameAfter(arn, ':registry/');
  const [, partition, , region, account] = arn.startsWith('arn:') ? arn.split(':') : [];
  const schemas = stack.formatArn({ partition, region, account, service: 'glue', resource: 'schema', resourceName: `${name}/*` });
  const targets = [
    { type: 'registry', arn },
    { type: 'schema', arn: schemas },
  ];
  return [{ arn, actions: REGISTRY_OPERATIONS, targets }];
}

function registryOf(mapping: lambda.CfnEventSourceMapping): lambda.CfnEventSourceMapping.SchemaRegistryConfigProperty | undefined {
  const config = mapping.amazonManagedKafkaEventSourceConfig ?? mapping.selfManagedKafkaEventSourceConfig;
  const registry = config !== undefined && 'schemaRegistryConfig' in config ? config.schemaRegistryConfig : undefined;
  return registry !== undefined && !('resolve' in registry) ? registry : undefined;
}

function failureDestination(mapping: lambda.CfnEventSourceMapping): string | undefined {
  const config = mapping.destinationConfig;
  const failure = config !== undefined && 'onFailure' in config ? config.onFailure : undefined;
  return failure !== undefined && 'destination' in failure ? failure.destination : undefined;
}

interface SourceAccess {
  readonly type?: string;
  readonly uri?: string;
}

/** What is written as a list; a token that stands for one cannot be read. */
function listOf(accesses: unknown): readonly SourceAccess[] {
  return Array.isArray(accesses) ? accesses.filter((access) => typeof access === 'object' && access !== null && 'uri' in access) : [];
}
