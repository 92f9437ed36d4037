import rule from '../../../policies/data/require-encryption-at-rest';
import { factsOf, resources } from '../facts';

const found = (Type: string, Properties: object, more: object = {}) => factsOf(rule, resources({ Store: { Type, Properties } }, more));

test.each([
  ['AWS::RDS::DBInstance', { StorageEncrypted: true }],
  ['AWS::DocDB::DBCluster', { StorageEncrypted: true }],
  ['AWS::Neptune::DBCluster', { StorageEncrypted: true }],
  ['AWS::EFS::FileSystem', { Encrypted: 'true' }],
  ['AWS::ElastiCache::ReplicationGroup', { AtRestEncryptionEnabled: true }],
  ['AWS::DAX::Cluster', { SSESpecification: { SSEEnabled: true } }],
  ['AWS::OpenSearchService::Domain', { EncryptionAtRestOptions: { Enabled: true } }],
  ['AWS::Elasticsearch::Domain', { EncryptionAtRestOptions: { Enabled: true } }],
  ['AWS::Kinesis::Stream', { StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } }],
])('%s is not encrypted unless it says so', (type, encrypted) => {
  expect(found(type, {})).toEqual(['offByDefault Store ']);
  expect(found(type, encrypted)).toEqual([]);
});

test.each([
  ['AWS::RDS::DBInstance', { StorageEncrypted: 'false' }, '/StorageEncrypted'],
  ['AWS::OpenSearchService::Domain', { EncryptionAtRestOptions: { Enabled: false } }, '/EncryptionAtRestOptions/Enabled'],
  ['AWS::Kinesis::Stream', { StreamEncryption: { EncryptionType: 'NONE' } }, '/StreamEncryption/EncryptionType'],
  ['AWS::Redshift::Cluster', { Encrypted: false }, '/Encrypted'],
  ['AWS::SQS::Queue', { SqsManagedSseEnabled: false }, '/SqsManagedSseEnabled'],
])('%s says that it is not encrypted', (type, properties, place) => {
  expect(found(type, properties)).toEqual([`off Store ${place}`]);
});

test('stores that AWS encrypts by itself are left alone', () => {
  for (const type of ['AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::Redshift::Cluster', 'AWS::DynamoDB::Table', 'AWS::S3::Bucket']) {
    expect(found(type, {})).toEqual([]);
  }
  expect(found('AWS::ElastiCache::ReplicationGroup', { Engine: 'valkey' })).toEqual([]);
  expect(found('AWS::RDS::DBCluster', { Engine: 'aurora', EngineMode: 'serverless' })).toEqual([]);
});

test('what another resource decides is not asked of this one', () => {
  expect(found('AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'Cluster' } })).toEqual([]);
  expect(found('AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: 'orders' })).toEqual([]);
  expect(found('AWS::RDS::DBCluster', { Engine: 'aurora-mysql', GlobalClusterIdentifier: 'world' })).toEqual([]);
  expect(found('AWS::SQS::Queue', { SqsManagedSseEnabled: false, KmsMasterKeyId: 'alias/orders' })).toEqual([]);
  expect(found('AWS::KinesisFirehose::DeliveryStream', { KinesisStreamSourceConfiguration: { KinesisStreamARN: 'x' } })).toEqual([]);
  expect(found('AWS::KinesisFirehose::DeliveryStream', { DeliveryStreamType: 'KinesisStreamAsSource' })).toEqual([]);
  expect(found('AWS::KinesisFirehose::DeliveryStream', { DeliveryStreamType: 'DirectPut' })).toHaveLength(1);
});

test('what the template does not show is a warning', () => {
  const undecided = 'undecided Store  (at most warning)';
  expect(found('AWS::RDS::DBCluster', { Engine: 'aurora-postgresql' })).toEqual([undecided]);
  expect(found('AWS::RDS::DBCluster', { Engine: 'mysql' })).toEqual(['offByDefault Store ']);
  expect(found('AWS::RDS::DBCluster', { Engine: 'mysql', SnapshotIdentifier: 'old' })).toEqual([undecided]);
  expect(found('AWS::EC2::Volume', { Size: 8 })).toEqual([undecided]);
  expect(found('AWS::EC2::Volume', { SnapshotId: 'snap-1' })).toEqual([undecided]);
});

test('volumes of instances are judged where they are named', () => {
  const devices = (Encrypted: boolean) => ({
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted } }, { VirtualName: 'e0' }],
  });
  expect(found('AWS::EC2::Instance', {})).toEqual([]);
  expect(found('AWS::EC2::Instance', devices(true))).toEqual([]);
  expect(found('AWS::EC2::LaunchTemplate', { LaunchTemplateData: devices(false) })).toEqual([
    'off Store /LaunchTemplateData/BlockDeviceMappings/0/Ebs/Encrypted (at most warning)',
  ]);
  const plain = { BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8 } }] };
  expect(found('AWS::EC2::Instance', plain)).toEqual(['undecided Store /BlockDeviceMappings/0/Ebs (at most warning)']);
  expect(found('AWS::AutoScaling::LaunchConfiguration', plain)).toHaveLength(1);
});

test('smaller stores are warnings', () => {
  expect(found('AWS::WorkSpaces::Workspace', { UserVolumeEncryptionEnabled: true })).toEqual(['offByDefault Store  (at most warning)']);
  expect(found('AWS::CodeBuild::Project', { Artifacts: { Type: 'S3', EncryptionDisabled: true } })).toEqual([
    'off Store /Artifacts/EncryptionDisabled (at most warning)',
  ]);
  expect(found('AWS::KinesisFirehose::DeliveryStream', {})).toEqual(['offByDefault Store  (at most warning)']);
  const modes = { EncryptionConfiguration: { S3Encryptions: [{ S3EncryptionMode: 'DISABLED' }] } };
  expect(found('AWS::Glue::SecurityConfiguration', modes)).toHaveLength(1);
});

test('the worse branch of a condition counts; a choice of the deployment counts as encryption', () => {
  const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  const Encrypted = { 'Fn::If': ['IsProd', true, { Ref: 'AWS::NoValue' }] };
  expect(found('AWS::EFS::FileSystem', { Encrypted }, { Conditions })).toEqual(['offByDefault Store /Encrypted/Fn::If/2']);
  expect(found('AWS::EFS::FileSystem', { Encrypted: { Ref: 'Choice' } }, { Parameters: { Choice: { Type: 'String' } } })).toEqual([]);
});

test('a stream that CDK leaves plain in regions without encryption is encrypted elsewhere', () => {
  const unsupported = 'AwsCdkKinesisEncryptedStreamsUnsupportedRegions';
  const Conditions = { [unsupported]: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'cn-north-1'] } };
  const StreamEncryption = { 'Fn::If': [unsupported, { Ref: 'AWS::NoValue' }, { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }] };
  expect(found('AWS::Kinesis::Stream', { StreamEncryption }, { Conditions })).toEqual([]);
});
