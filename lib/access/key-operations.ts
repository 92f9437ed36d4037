import { hasWildcard } from '../core/iam/pattern';
import type { Conditions } from './statement';

/** How a service uses the customer managed key of a resource on behalf of the caller. */
interface KeyUse {
  /** What the service calls on the key, by the caller's action. */
  readonly operations: Readonly<Record<string, readonly string[]>>;
  /** The part of the encryption context that names the resource, and how its values are compared; absent when it is not certain. */
  readonly context?: { readonly key: string; readonly operator: 'StringEquals' | 'StringLike' };
}

const READ = ['kms:Decrypt'];
const WRITE = ['kms:GenerateDataKey'];
/** A data key is made, and read back from the service's cache. */
const WRITE_WITH_CACHE = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * What each service calls on a customer managed key with the caller's permissions, and the encryption context it sets:
 * - DynamoDB decrypts the table key for reading and writing alike
 *   (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html);
 * - S3 makes a data key per object, and reads earlier parts back to finish a multipart upload; the context is the object's
 *   ARN, or the bucket's with S3 Bucket Keys (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html);
 * - SQS (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html) and SNS
 *   (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html) make data keys for senders and decrypt them for receivers;
 * - Secrets Manager (https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html);
 * - Systems Manager, secure parameters (https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html);
 * - Kinesis (https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html).
 */
const KEY_USES: Readonly<Record<string, KeyUse>> = {
  dynamodb: {
    operations: {
      'dynamodb:BatchGetItem': READ,
      'dynamodb:BatchWriteItem': READ,
      'dynamodb:ConditionCheckItem': READ,
      'dynamodb:DeleteItem': READ,
      'dynamodb:GetItem': READ,
      'dynamodb:GetRecords': READ,
      'dynamodb:GetShardIterator': READ,
      'dynamodb:PartiQLDelete': READ,
      'dynamodb:PartiQLInsert': READ,
      'dynamodb:PartiQLSelect': READ,
      'dynamodb:PartiQLUpdate': READ,
      'dynamodb:PutItem': READ,
      'dynamodb:Query': READ,
      'dynamodb:Scan': READ,
      'dynamodb:UpdateItem': READ,
    },
    context: { key: 'aws:dynamodb:tableName', operator: 'StringEquals' },
  },
  s3: {
    operations: {
      's3:AbortMultipartUpload': [],
      's3:GetObject': READ,
      's3:GetObjectVersion': READ,
      's3:ListMultipartUploadParts': READ,
      's3:PutObject': WRITE,
    },
    context: { key: 'aws:s3:arn', operator: 'StringLike' },
  },
  sqs: {
    operations: { 'sqs:ReceiveMessage': READ, 'sqs:SendMessage': WRITE_WITH_CACHE },
    context: { key: 'aws:sqs:arn', operator: 'StringEquals' },
  },
  sns: {
    operations: { 'sns:Publish': WRITE_WITH_CACHE },
    context: { key: 'aws:sns:topicArn', operator: 'StringEquals' },
  },
  secretsmanager: {
    operations: {
      'secretsmanager:BatchGetSecretValue': READ,
      'secretsmanager:GetSecretValue': READ,
      'secretsmanager:PutSecretValue': WRITE_WITH_CACHE,
      'secretsmanager:UpdateSecret': WRITE_WITH_CACHE,
    },
    context: { key: 'SecretARN', operator: 'StringEquals' },
  },
  ssm: {
    operations: {
      'ssm:GetParameter': READ,
      'ssm:GetParameterHistory': READ,
      'ssm:GetParameters': READ,
      'ssm:GetParametersByPath': READ,
      // The standard tier encrypts the value itself, the advanced tier makes a data key for it.
      'ssm:PutParameter': ['kms:Encrypt', 'kms:GenerateDataKey'],
    },
    context: { key: 'PARAMETER_ARN', operator: 'StringEquals' },
  },
  kinesis: {
    operations: {
      'kinesis:GetRecords': READ,
      'kinesis:PutRecord': WRITE,
      'kinesis:PutRecords': WRITE,
      'kinesis:SubscribeToShard': READ,
    },
  },
};

/** What the service calls on the resource's key when `actions` are used, sorted; empty when none of them touches encrypted data. */
export function keyOperations(actions: readonly string[]): readonly string[] {
  const operations = actions.flatMap((action) => KEY_USES[serviceOf(action)]?.operations[action] ?? []);
  return [...new Set(operations)].sort();
}

/**
 * Conditions that bind the use of a key to one service in one region, and to one resource where the service names it in the
 * encryption context.
 *
 * @param context values of the encryption context; none when the value is not known exactly
 */
export function keyConditions(service: string, region: string, context: readonly string[]): Conditions {
  const via = { 'kms:ViaService': servicesAt(service, region) };
  const part = KEY_USES[service]?.context;
  if (part === undefined || context.length === 0) return { StringEquals: via };
  const named = { [`kms:EncryptionContext:${part.key}`]: context };
  return part.operator === 'StringEquals' && !context.some(hasWildcard)
    ? { StringEquals: { ...via, ...named } }
    : { StringEquals: via, StringLike: named };
}

/** Endpoints in China have a suffix of their own. Which one KMS sees there is not documented; the other never occurs. */
function servicesAt(service: string, region: string): readonly string[] {
  const name = `${service}.${region}.amazonaws.com`;
  return region.startsWith('cn-') ? [name, `${name}.cn`] : [name];
}

/** IAM prefix of an action. */
export function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}
