import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

/** One request of Lambda, or of the code, with the role of a function. */
export interface Request {
  readonly action: string;
  readonly arn: string;
  readonly context: Readonly<Record<string, string>>;
}

interface WrittenResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** The ARN or name of a resource after its deployment, by type and attribute: `$` is its physical name. */
const DEPLOYED: Readonly<Record<string, Readonly<Record<string, readonly [property: string, value: string]>>>> = {
  'AWS::SQS::Queue': { Arn: ['QueueName', `arn:aws:sqs:${REGION}:${ACCOUNT}:$`] },
  'AWS::SNS::Topic': { Ref: ['TopicName', `arn:aws:sns:${REGION}:${ACCOUNT}:$`] },
  'AWS::S3::Bucket': { Arn: ['BucketName', 'arn:aws:s3:::$'] },
  'AWS::DynamoDB::Table': { StreamArn: ['TableName', `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/$/stream/2026-01-01T00:00:00.000`] },
  'AWS::DynamoDB::GlobalTable': {
    StreamArn: ['TableName', `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/$/stream/2026-01-01T00:00:00.000`],
  },
  'AWS::Kinesis::Stream': { Arn: ['Name', `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/$`] },
  'AWS::Kinesis::StreamConsumer': { ConsumerARN: ['ConsumerName', `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/clicks/consumer/$:1`] },
  'AWS::MSK::Cluster': {
    Arn: ['ClusterName', `arn:aws:kafka:${REGION}:${ACCOUNT}:cluster/$/4f1c`],
    Ref: ['ClusterName', `arn:aws:kafka:${REGION}:${ACCOUNT}:cluster/$/4f1c`],
  },
  'AWS::SecretsManager::Secret': { Ref: ['Name', `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:$-AbCdEf`] },
  'AWS::Glue::Registry': { Arn: ['Name', `arn:aws:glue:${REGION}:${ACCOUNT}:registry/$`] },
  'AWS::AmazonMQ::Broker': { Arn: ['BrokerName', `arn:aws:mq:${REGION}:${ACCOUNT}:broker:$:b-1`] },
  'AWS::DocDB::DBCluster': { Ref: ['DBClusterIdentifier', '$'] },
  'AWS::DocDB::DBSubnetGroup': { Ref: ['DBSubnetGroupName', '$'] },
  'AWS::Events::EventBus': { Arn: ['Name', `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/$`] },
  'AWS::Lambda::Function': { Arn: ['FunctionName', `arn:aws:lambda:${REGION}:${ACCOUNT}:function:$`] },
  'AWS::Logs::LogGroup': { Arn: ['LogGroupName', `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:$:*`] },
};

/** The policies of the function's role as they are after the deployment. */
export function deployedPolicies(stack: Stack): readonly object[] {
  const template = Template.fromStack(stack);
  const resources: Readonly<Record<string, WrittenResource>> = template.toJSON().Resources;
  return Object.entries(template.findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith('FnServiceRole'))
    .map(([, policy]) => asObject(deployed(policy.Properties.PolicyDocument, resources)));
}

function deployed(value: unknown, resources: Readonly<Record<string, WrittenResource>>): unknown {
  if (Array.isArray(value)) return value.map((one) => deployed(one, resources));
  if (typeof value === 'string') return withoutKeyPolicy(value);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, inner] = ['', undefined]] = Object.entries(value);
  if (name === 'Ref' && inner === 'AWS::Partition') return 'aws';
  if (name === 'Ref') return deployedValue(resources, String(inner), 'Ref');
  if (name === 'Fn::GetAtt' && Array.isArray(inner)) return deployedValue(resources, String(inner[0]), String(inner[1]));
  if (name === 'Fn::Join' && Array.isArray(inner)) return [deployed(inner[1], resources)].flat().join(String(inner[0]));
  if (name.startsWith('Fn::')) throw new Error(`no value is known of ${JSON.stringify(value)}`);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [withoutKeyPolicy(key), deployed(one, resources)]));
}

function deployedValue(resources: Readonly<Record<string, WrittenResource>>, logicalId: string, attribute: string): string {
  const { Type, Properties } = resources[logicalId] ?? { Type: '' };
  const known = DEPLOYED[Type]?.[attribute];
  if (known === undefined) throw new Error(`no ${attribute} is known of ${Type} ${logicalId}`);
  const [property, value] = known;
  return value.replace('$', String(Properties?.[property] ?? logicalId));
}

function asObject(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new Error('a policy is no object');
  return value;
}

/**
 * Whether the role allows it. All requests name a resource of the function's account, so that the role alone decides; keys too,
 * whose policies the engine would ask first, under a name that it does not know.
 */
export function isAllowed(policies: readonly object[], { action, arn, context }: Request): boolean {
  const contextVariables = Object.fromEntries(Object.entries(context).map(([key, value]) => [withoutKeyPolicy(key), value]));
  const request = {
    principal: `arn:aws:iam::${ACCOUNT}:role/Fn`,
    action: withoutKeyPolicy(action),
    resource: { resource: arn, accountId: ACCOUNT },
    contextVariables,
  };
  const identityPolicies = policies.map((policy, index) => ({ name: `policy${index}`, policy }));
  return runUnsafeSimulation({ request, identityPolicies, serviceControlPolicies: [], resourceControlPolicies: [] }, {}) === 'Allowed';
}

function withoutKeyPolicy(name: string): string {
  return name.replace(/^kms:/, 'keys:');
}
