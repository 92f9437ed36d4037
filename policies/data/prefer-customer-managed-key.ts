import { isAwsDeliveryTarget } from '../../lib/core/model/bucket';
import { type EncryptionKey, encryptedStores, isAwsManagedKey, propertyOf, unencryptedBy } from '../../lib/core/model/encryption';
import { hasOwnVariables } from '../../lib/core/model/lambda-environment';
import { isMadeByCdk } from '../../lib/core/model/made-by-cdk';
import type { Model } from '../../lib/core/model/model';
import type { PropertyValue, Reading } from '../../lib/core/model/reading';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'awsOwnedKey' | 'encryptionRefused' | 'awsManagedKey' | 'awsManagedAlias' | 'exclusiveAlias';

const key = { 'Fn::GetAtt': ['Key', 'Arn'] };
const bucket = (rule: { readonly [key: string]: string }) => ({
  Receipts: {
    Type: 'AWS::S3::Bucket',
    Properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: rule }] } },
  },
});

/** Stores that are not encrypted at all are left to `data/require-encryption-at-rest`. */
export default defineRule<Message>({
  meta: {
    id: 'data/prefer-customer-managed-key',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Stores are encrypted with keys that their owners control',
    rationale:
      'The policy of a key of your own is a second lock: who may read the store still needs the key, its use is in CloudTrail, and it can be shared with another account or taken away. A key of AWS opens to whoever may read the store. Turn the rule off where that is enough: the data is encrypted either way.',
    references: [
      'https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-mgmt',
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#compatibility-with-aws-services',
    ],
    catalogue: [
      'DATA-S3-CMK',
      'DATA-SQS-CMK',
      'DATA-SNS-CMK',
      'DATA-DDB-CMK',
      'DATA-LAMBDA-ENV-CMK',
      'DATA-LOGS-CMK',
      'DATA-SECRET-CMK',
      'DATA-OTHER-CMK',
    ],
    peers: [
      'CKV_AWS_26',
      'CKV_AWS_27',
      'CKV_AWS_119',
      'CKV_AWS_136',
      'CKV_AWS_145',
      'CKV_AWS_149',
      'CKV_AWS_158',
      'CKV_AWS_166',
      'CKV_AWS_173',
      'cfn_nag W41',
      'cfn_nag W47',
      'cfn_nag W48',
      'cfn_nag W74',
      'cfn_nag W77',
      'cfn_nag W84',
      'AWS-0017',
      'AWS-0025',
      'AWS-0095',
      'AWS-0096',
      'AWS-0098',
      'AWS-0132',
      'AWS-0135',
      'AWS-0136',
      'guard S3_DEFAULT_ENCRYPTION_KMS',
      'guard SNS_ENCRYPTED_KMS',
      'guard DYNAMODB_TABLE_ENCRYPTED_KMS',
      'guard CLOUDWATCH_LOG_GROUP_ENCRYPTED',
      'guard SECRETSMANAGER_USING_CMK',
      'cdk-nag AwsSolutions-SQS2',
      'cdk-nag S3DefaultEncryptionKMS',
      'cdk-nag SNSEncryptedKMS',
      'cdk-nag CloudWatchLogGroupEncrypted',
      'Security Hub S3.17',
    ],
  },
  messages: {
    awsOwnedKey: {
      what: '{type} "{name}" names no key in {property}: AWS encrypts it with a key of its own, which you can neither restrict nor take away',
      fix: 'give {property} the ARN of an AWS::KMS::Key of yours, whose policy lets the service use it; in CDK "{cdk}"',
    },
    encryptionRefused: {
      what: '{type} "{name}" has {property} "false": AWS encrypts it with a key of its own, whatever key is named beside it',
      fix: 'set {property} to "true" and name an AWS::KMS::Key of yours; in CDK "{cdk}"',
    },
    awsManagedKey: {
      what: '{type} "{name}" asks for encryption with AWS KMS and names no key in {property}: it gets the one that AWS manages, whose policy cannot be changed',
      fix: 'give {property} the ARN of an AWS::KMS::Key of yours; in CDK "{cdk}"',
    },
    awsManagedAlias: {
      what: '{type} "{name}" has {property} "{value}", a key that AWS manages and whose policy cannot be changed',
      fix: 'give {property} the ARN of an AWS::KMS::Key of yours; in CDK "{cdk}"',
    },
    exclusiveAlias: {
      what: '{type} "{name}" has {property} "{value}", whose policy shuts out {shutOut}',
      fix: 'give {property} the ARN of an AWS::KMS::Key of yours, whose policy lets them use it; in CDK "{cdk}"',
    },
  },
  examples: {
    valid: [
      {
        title: 'a key of the app',
        resources: {
          Key: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true } },
          Orders: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: key } },
          ...bucket({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/receipts' }),
        },
      },
      {
        title: 'a bucket that receives access logs, which cannot be written with a key of yours',
        resources: { Logs: { Type: 'AWS::S3::Bucket', Properties: { AccessControl: 'LogDeliveryWrite' } } },
      },
    ],
    invalid: [
      {
        title: 'no key named',
        resources: { Orders: { Type: 'AWS::SQS::Queue' }, ...bucket({ SSEAlgorithm: 'AES256' }) },
        reports: ['awsOwnedKey', 'awsOwnedKey'],
      },
      {
        title: 'a key that is named and not used',
        resources: {
          Orders: {
            Type: 'AWS::DynamoDB::Table',
            Properties: {
              AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
              KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
              SSESpecification: { SSEEnabled: false, SSEType: 'KMS', KMSMasterKeyId: 'alias/orders' },
            },
          },
        },
        reports: ['encryptionRefused'],
      },
      {
        title: 'a key that AWS manages, chosen by leaving the key out',
        resources: { Files: { Type: 'AWS::EFS::FileSystem', Properties: { Encrypted: true } } },
        reports: ['awsManagedKey'],
      },
      {
        title: 'a key that AWS manages, by its alias',
        resources: {
          Alarms: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: 'alias/aws/sns' } },
          Group: { Type: 'AWS::EFS::FileSystem', Properties: { Encrypted: true, KmsKeyId: 'alias/aws/elasticfilesystem' } },
        },
        reports: ['exclusiveAlias', 'awsManagedAlias'],
      },
    ],
  },
  *check(model, asked) {
    const notes = asked?.notes ?? true;
    for (const store of encryptedStores) {
      if (store.key === undefined) continue;
      for (const { resource, reading } of readingsOfType(model, store.type)) {
        if (store.switches?.some((choice) => unencryptedBy(reading, choice).length > 0) === true) continue;
        yield* keyFacts(model, resource, reading, store.key, notes);
      }
    }
    for (const { resource, reading } of readingsOfType(model, 'AWS::S3::Bucket')) {
      if (!isAwsDeliveryTarget(model, resource)) yield* keyFacts(model, resource, reading, bucketKey, notes);
    }
    for (const type of ['AWS::Lambda::Function', 'AWS::Serverless::Function']) {
      for (const { resource, reading } of readingsOfType(model, type)) {
        if ((notes || !isMadeByCdk(resource) || !reading.lacks('KmsKeyArn')) && hasOwnVariables(model, resource))
          yield* keyFacts(model, resource, reading, functionKey, notes);
      }
    }
  },
});

const defaultEncryption = ['BucketEncryption', 'ServerSideEncryptionConfiguration', '*', 'ServerSideEncryptionByDefault'];

const bucketKey: EncryptionKey = {
  path: [...defaultEncryption, 'KMSMasterKeyID'],
  cdk: 'encryption: s3.BucketEncryption.KMS',
  asks: { path: [...defaultEncryption, 'SSEAlgorithm'], values: ['aws:kms', 'aws:kms:dsse'] },
};

const functionKey: EncryptionKey = { path: ['KmsKeyArn'], cdk: 'environmentEncryption' };

function* readingsOfType(model: Model, type: string): Iterable<{ readonly resource: Resource; readonly reading: Reading }> {
  for (const resource of model.resourcesOfType(type)) {
    if (model.isProvided(resource)) continue;
    for (const reading of model.readingsOf(resource)) yield { resource, reading };
  }
}

function* keyFacts(model: Model, resource: Resource, reading: Reading, choice: EncryptionKey, notes: boolean): Iterable<Fact<Message>> {
  if (choice.applies?.(reading) === false) return;
  // CDK names no key unless it is given one: what it leaves to AWS by default is worth a note.
  if (!notes && choice.asks === undefined && isMadeByCdk(resource) && reading.values(...choice.path).every(isUnset)) return;
  const property = propertyOf(choice.path);
  const data = { type: resource.type, name: model.nameOf(resource), property, cdk: choice.cdk, shutOut: choice.shutOut ?? '' };
  const { asks } = choice;
  const asked = asks !== undefined && reading.canBe(asks.path, asks.values) !== 'no';
  const refusals = asks === undefined ? [] : reading.values(...asks.path).filter(({ text }) => text.toLowerCase() === 'false');
  for (const { at } of refusals) {
    const refused = propertyOf(asks?.path ?? []);
    yield { message: 'encryptionRefused', resource, at, evidence: `${refused} false`, data: { ...data, property: refused } };
  }
  if (refusals.length > 0) return;
  const isDeclined = choice.declines !== undefined && reading.isAlways(choice.declines.path, choice.declines.values) === 'yes';
  for (const value of reading.values(...choice.path)) {
    const fact = { resource, at: value.at, data: { ...data, value: value.shown } };
    if (isUnset(value)) {
      const cap = isDeclined || isMadeByCdk(resource) ? { atMost: 'info' as const } : capOf(choice);
      yield asked
        ? { ...fact, message: 'awsManagedKey', evidence: `${property} of AWS`, atMost: 'info' }
        : { ...fact, message: 'awsOwnedKey', evidence: `${property} absent`, ...cap };
    } else if (isAwsManagedKey(value)) yield aliasFact(fact, property, value, choice);
  }
}

function isUnset({ kind, text }: PropertyValue): boolean {
  return kind === 'absent' || (kind === 'literal' && text === '');
}

function aliasFact(
  fact: Pick<Fact<Message>, 'resource' | 'at' | 'data'>,
  property: string,
  value: PropertyValue,
  choice: EncryptionKey,
): Fact<Message> {
  const evidence = `${property} ${value.shown}`;
  if (choice.shutOut === undefined) return { ...fact, message: 'awsManagedAlias', evidence, atMost: 'info' };
  return { ...fact, message: 'exclusiveAlias', evidence, ...capOf(choice) };
}

function capOf({ atMost }: EncryptionKey): Pick<Fact, 'atMost'> {
  return atMost === undefined ? {} : { atMost };
}
