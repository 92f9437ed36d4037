import rule from '../../../policies/data/prefer-customer-managed-key';
import { factsOf, firstFactOf, resources } from '../facts';

const found = (Type: string, Properties: object = {}, more: object = {}) => factsOf(rule, resources({ Store: { Type, Properties } }, more));
const managed = 'awsManagedKey Store  (at most info)';

test.each([
  ['AWS::SQS::Queue', { KmsMasterKeyId: 'alias/orders' }],
  ['AWS::SNS::Topic', { KmsMasterKeyId: { Ref: 'Key' } }],
  ['AWS::Logs::LogGroup', { KmsKeyId: { Ref: 'Key' } }],
  ['AWS::SecretsManager::Secret', { KmsKeyId: { Ref: 'Key' } }],
  ['AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: { Ref: 'Key' } } }],
  ['AWS::DynamoDB::GlobalTable', { Replicas: [{ SSESpecification: { KMSMasterKeyId: { Ref: 'Key' } } }] }],
  ['AWS::Backup::BackupVault', { EncryptionKeyArn: { Ref: 'Key' } }],
  ['AWS::ECR::Repository', { EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: { Ref: 'Key' } } }],
  ['AWS::ElastiCache::ServerlessCache', { KmsKeyId: { Ref: 'Key' } }],
  ['AWS::Redshift::Cluster', { KmsKeyId: { Ref: 'Key' } }],
  [
    'AWS::S3::Bucket',
    {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: { Ref: 'Key' } } },
        ],
      },
    },
  ],
])('%s wants a key by name, also one that the deployment chooses', (type, withKey) => {
  const Parameters = { Key: { Type: 'String' } };
  expect(found(type)).toEqual(['awsOwnedKey Store ']);
  expect(found(type, withKey, { Parameters })).toEqual([]);
});

test.each([
  ['AWS::StepFunctions::StateMachine', {}],
  ['AWS::Events::EventBus', {}],
  ['AWS::Scheduler::Schedule', {}],
  ['AWS::Pipes::Pipe', {}],
  ['AWS::BedrockAgentCore::Gateway', {}],
  ['AWS::BedrockAgentCore::Memory', {}],
  ['AWS::Lambda::EventSourceMapping', { FilterCriteria: { Filters: [{ Pattern: '{}' }] } }],
])('%s is information: it keeps how something runs', (type, properties) => {
  expect(found(type, properties)).toEqual(['awsOwnedKey Store  (at most info)']);
});

test('a mapping without a filter has nothing to encrypt', () => {
  expect(found('AWS::Lambda::EventSourceMapping')).toEqual([]);
});

test('asking for AWS KMS without a key is information', () => {
  expect(found('AWS::RDS::DBInstance', { StorageEncrypted: true })).toEqual([managed]);
  expect(found('AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true } })).toEqual([
    'awsManagedKey Store /SSESpecification (at most info)',
  ]);
  expect(found('AWS::ECR::Repository', { EncryptionConfiguration: { EncryptionType: 'KMS' } })).toEqual([
    'awsManagedKey Store /EncryptionConfiguration (at most info)',
  ]);
});

test('a store that is not encrypted at all has no key to talk about', () => {
  expect(found('AWS::RDS::DBInstance')).toEqual([]);
  expect(found('AWS::SQS::Queue', { SqsManagedSseEnabled: false })).toEqual([]);
  expect(found('AWS::RDS::DBInstance', { DBClusterIdentifier: 'orders' })).toEqual([]);
});

test('keys that AWS manages shut some senders out, by alias and by its ARN', () => {
  expect(found('AWS::SQS::Queue', { KmsMasterKeyId: 'alias/aws/sqs' })).toEqual(['exclusiveAlias Store /KmsMasterKeyId']);
  const arn = { 'Fn::Sub': 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/secretsmanager' };
  expect(found('AWS::SecretsManager::Secret', { KmsKeyId: arn })).toEqual(['exclusiveAlias Store /KmsKeyId']);
  expect(found('AWS::Kinesis::Stream', { StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } })).toEqual([
    'awsManagedAlias Store /StreamEncryption/KeyId (at most info)',
  ]);
});

describe('buckets that no key of AWS KMS fits', () => {
  const logs = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'logs' } };
  const keyed = {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' } }],
      },
    },
  };
  const policy = (Principal: object) => ({
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Logs' },
      PolicyDocument: { Statement: [{ Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: '*' }] },
    },
  });

  test.each([
    [
      'server access logs by reference',
      { Data: { ...keyed, Properties: { ...keyed.Properties, LoggingConfiguration: { DestinationBucketName: { Ref: 'Logs' } } } } },
    ],
    [
      'server access logs by name',
      { Data: { ...keyed, Properties: { ...keyed.Properties, LoggingConfiguration: { DestinationBucketName: 'logs' } } } },
    ],
    [
      'logs of a load balancer',
      {
        Balancer: {
          Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
          Properties: {
            LoadBalancerAttributes: [
              { Key: 'access_logs.s3.enabled', Value: 'true' },
              { Key: 'access_logs.s3.bucket', Value: { Ref: 'Logs' } },
            ],
          },
        },
      },
    ],
    [
      'logs of a classic load balancer',
      {
        Balancer: {
          Type: 'AWS::ElasticLoadBalancing::LoadBalancer',
          Properties: { AccessLoggingPolicy: { S3BucketName: { Ref: 'Logs' } } },
        },
      },
    ],
    ['the log delivery service', { Policy: policy({ Service: 'logging.s3.amazonaws.com' }) }],
    ['an account of load balancing', { Policy: policy({ AWS: 'arn:aws:iam::127311923021:root' }) }],
    ['an origin access identity', { Policy: policy({ CanonicalUser: { 'Fn::GetAtt': ['Identity', 'S3CanonicalUserId'] } }) }],
    ['an origin access identity by ARN', { Policy: policy({ AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' }) }],
  ])('%s', (_, others) => {
    expect(factsOf(rule, resources({ Logs: logs, ...others }))).toEqual([]);
    expect(factsOf(rule, resources({ Logs: logs }))).toHaveLength(1);
  });

  test('a website', () => {
    expect(found('AWS::S3::Bucket', { WebsiteConfiguration: { IndexDocument: 'index.html' } })).toEqual([]);
  });

  test('other readers do not matter', () => {
    expect(factsOf(rule, resources({ Logs: logs, Policy: policy({ AWS: '111122223333' }) }))).toHaveLength(1);
  });
});

test('functions count only with variables of their own', () => {
  const fn = (Variables: object) => found('AWS::Lambda::Function', { Environment: { Variables } });
  expect(found('AWS::Lambda::Function')).toEqual([]);
  expect(fn({})).toEqual([]);
  expect(fn({ AWS_NODEJS_CONNECTION_REUSE_ENABLED: '1' })).toEqual([]);
  expect(fn({ TABLE_NAME: 'orders' })).toEqual(['awsOwnedKey Store ']);
});

test("what CDK makes for itself is not the user's to change", () => {
  const Metadata = { 'aws:cdk:path': 'App/Custom::S3AutoDeleteObjectsCustomResourceProvider/LogGroup' };
  expect(factsOf(rule, resources({ Group: { Type: 'AWS::Logs::LogGroup', Properties: {}, Metadata } }))).toEqual([]);
});

test('the same mistake has the same evidence on every resource', () => {
  expect(firstFactOf(rule, resources({ A: { Type: 'AWS::SQS::Queue' } })).evidence).toBe('KmsMasterKeyId absent');
  expect(firstFactOf(rule, resources({ B: { Type: 'AWS::SNS::Topic' } })).evidence).toBe('KmsMasterKeyId absent');
});

test('a queue that asks for the key of Amazon SQS is information; an empty key is none', () => {
  expect(found('AWS::SQS::Queue', { SqsManagedSseEnabled: true })).toEqual(['awsOwnedKey Store  (at most info)']);
  expect(found('AWS::SQS::Queue', { SqsManagedSseEnabled: true, KmsMasterKeyId: 'alias/orders' })).toEqual([]);
  expect(found('AWS::SNS::Topic', { KmsMasterKeyId: '' })).toEqual(['awsOwnedKey Store /KmsMasterKeyId']);
});

test('what CDK leaves to AWS by default is a note', () => {
  const Metadata = { 'aws:cdk:path': 'App/Orders/Resource' };
  const queue = (Properties: object) => resources({ Queue: { Type: 'AWS::SQS::Queue', Properties, Metadata } });
  expect(factsOf(rule, queue({}))).toEqual(['awsOwnedKey Queue  (at most info)']);
});
