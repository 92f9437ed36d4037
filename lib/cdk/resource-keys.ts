import type { aws_kms as kms } from 'aws-cdk-lib';
import { Resource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { placeOf } from './resource-place';

/** The customer managed key of a resource, and how its service uses it. */
export interface ResourceKey {
  readonly key: kms.IKey;
  /** Region of the resource: the service calls KMS from there. */
  readonly region: string;
  /** What the service puts into the encryption context; none when that is not certain. */
  readonly context: readonly string[];
}

/** Where constructs of a service keep their customer managed key, and what identifies the resource in the encryption context. */
const KEY_PROPERTIES: Readonly<Record<string, { readonly key: string; readonly context: string }>> = {
  dynamodb: { key: 'encryptionKey', context: 'tableName' },
  sqs: { key: 'encryptionMasterKey', context: 'queueArn' },
  sns: { key: 'masterKey', context: 'topicArn' },
  kinesis: { key: 'encryptionKey', context: 'streamArn' },
  ssm: { key: 'encryptionKey', context: 'parameterArn' },
  secretsmanager: { key: 'encryptionKey', context: 'secretFullArn' },
};

/** The customer managed key of an L2 construct, for services whose use of keys is known, and the ARN that says where it is. An L1 construct does not know its key. */
export function keyOfConstruct(construct: IConstruct, service: string, type: string, arn: string): ResourceKey | undefined {
  const properties = KEY_PROPERTIES[service];
  if (properties === undefined || !Resource.isResource(construct)) return undefined;
  const key: unknown = Reflect.get(construct, properties.key);
  if (!isKey(key)) return undefined;
  const context: unknown = Reflect.get(construct, properties.context);
  const isWhole = type !== 'stream' && typeof context === 'string';
  return { key, region: placeOf(construct, arn).region, context: isWhole ? [context] : [] };
}

export function isKey(value: unknown): value is kms.IKey {
  return typeof value === 'object' && value !== null && 'keyArn' in value;
}
