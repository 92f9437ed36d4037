import type { Severity } from '../result';
import type { PropertyValue, Reading } from './reading';

/** What a missing switch stands for: encryption or none, or something that the template does not show. */
type WithoutSwitch = 'off' | 'on' | { readonly dependsOn: string };

/** The property that turns the encryption of a store on. */
export interface EncryptionSwitch {
  readonly path: readonly string[];
  /** Values that leave the store unencrypted. */
  readonly off: readonly string[];
  /** The value that encrypts it, for the fix. */
  readonly on: string;
  /** The same in CDK: `storageEncrypted: true`. */
  readonly cdk: string;
  readonly absent: (reading: Reading) => WithoutSwitch;
  /** Properties that decide in its place: a cluster, a source, a key. */
  readonly unless?: readonly string[];
  /** For what is passing or derived. */
  readonly atMost?: Severity;
}

/** The property that names a key of AWS KMS. */
export interface EncryptionKey {
  readonly path: readonly string[];
  /** The prop of CDK: `encryptionKey`. */
  readonly cdk: string;
  /** Asks for AWS KMS without naming a key: then AWS manages one in the account. */
  readonly asks?: { readonly path: readonly string[]; readonly values: readonly string[] };
  /** Asks for a key that AWS owns: somebody has thought about it. */
  readonly declines?: { readonly path: readonly string[]; readonly values: readonly string[] };
  /** What the policy of a key that AWS manages shuts out. */
  readonly shutOut?: string;
  /** Where only the definition of something is encrypted, not the data that it works on. */
  readonly atMost?: Severity;
  /** Whether there is anything that this key would encrypt. */
  readonly applies?: (reading: Reading) => boolean;
}

/** A resource type that keeps data, and how it encrypts it. */
export interface EncryptedStore {
  readonly type: string;
  /** Absent for types that always encrypt. */
  readonly switches?: readonly EncryptionSwitch[];
  readonly key?: EncryptionKey;
}

const off = (): WithoutSwitch => 'off';
const on = (): WithoutSwitch => 'on';
const since2026 = { dependsOn: 'when it was made: Aurora encrypts by itself since 18 February 2026' } as const;
const restored = { dependsOn: 'the snapshot that it is restored from' } as const;
/** An account may encrypt all new volumes, which no template shows. */
const volumeDefault = { dependsOn: 'whether the account encrypts new volumes by itself' } as const;

const isSet = (reading: Reading, ...properties: readonly string[]) => properties.some((property) => !reading.lacks(property));

/** A switch that is a boolean. */
function flag(
  path: readonly string[],
  cdk: string,
  absent: EncryptionSwitch['absent'],
  more: Partial<EncryptionSwitch> = {},
): EncryptionSwitch {
  return { path, off: ['false'], on: 'true', cdk, absent, ...more };
}

/** A key beside a boolean that, alone, leaves the choice of the key to AWS. */
function keyBeside(switched: readonly string[], path: readonly string[], cdk: string, more: Partial<EncryptionKey> = {}): EncryptionKey {
  return { path, cdk, asks: { path: switched, values: ['true'] }, ...more };
}

function cluster(type: string, snapshot: string, cdk: string): EncryptedStore {
  return {
    type,
    switches: [
      flag(['StorageEncrypted'], 'storageEncrypted: true', (reading) => (isSet(reading, snapshot) ? restored : 'off'), {
        unless: ['SourceDBClusterIdentifier'],
      }),
    ],
    key: keyBeside(['StorageEncrypted'], ['KmsKeyId'], cdk, { applies: (reading) => !isSet(reading, 'SourceDBClusterIdentifier') }),
  };
}

function searchDomain(type: string): EncryptedStore {
  const enabled = ['EncryptionAtRestOptions', 'Enabled'];
  return {
    type,
    switches: [flag(enabled, 'encryptionAtRest: { enabled: true }', off)],
    key: keyBeside(enabled, ['EncryptionAtRestOptions', 'KmsKeyId'], 'encryptionAtRest: { kmsKey }'),
  };
}

/** Volumes that the account or a snapshot encrypts, where a host names them and does not say. */
function volumesOf(type: string, ...path: readonly string[]): EncryptedStore {
  const encrypted = [...path, 'BlockDeviceMappings', '*', 'Ebs', 'Encrypted'];
  return {
    type,
    switches: [flag(encrypted, 'ec2.BlockDeviceVolume.ebs(size, { encrypted: true })', () => volumeDefault, { atMost: 'warning' })],
  };
}

function glueMode(...path: readonly string[]): EncryptionSwitch {
  return { path, off: ['DISABLED'], on: 'SSE-KMS', cdk: 'glue.CfnSecurityConfiguration', absent: on, atMost: 'warning' };
}

/** Definitions and settings: what passes through is encrypted elsewhere. */
function definition(type: string, path: readonly string[], cdk: string, applies?: EncryptionKey['applies']): EncryptedStore {
  return { type, key: { path, cdk, atMost: 'info', ...(applies === undefined ? {} : { applies }) } };
}

/** How the types that keep data encrypt it. Buckets and functions have rules of their own making and are not among them. */
export const encryptedStores: readonly EncryptedStore[] = [
  {
    type: 'AWS::RDS::DBInstance',
    switches: [
      flag(
        ['StorageEncrypted'],
        'storageEncrypted: true',
        (reading) => (isSet(reading, 'DBSnapshotIdentifier', 'DBClusterSnapshotIdentifier') ? restored : 'off'),
        {
          unless: [
            'DBClusterIdentifier',
            'SourceDBInstanceIdentifier',
            'SourceDbiResourceId',
            'SourceDBClusterIdentifier',
            'SourceDBInstanceAutomatedBackupsArn',
          ],
        },
      ),
    ],
    key: keyBeside(['StorageEncrypted'], ['KmsKeyId'], 'storageEncryptionKey', {
      applies: (reading) => !isSet(reading, 'DBClusterIdentifier', 'SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier'),
    }),
  },
  {
    type: 'AWS::RDS::DBCluster',
    switches: [
      flag(
        ['StorageEncrypted'],
        'storageEncrypted: true',
        (reading) => {
          if (isSet(reading, 'SnapshotIdentifier')) return restored;
          if (reading.isAlways(['EngineMode'], ['serverless']) === 'yes') return 'on';
          return reading.values('Engine').some(({ text }) => text.toLowerCase().startsWith('aurora')) ? since2026 : 'off';
        },
        { unless: ['SourceDBClusterIdentifier', 'GlobalClusterIdentifier'] },
      ),
    ],
    key: keyBeside(['StorageEncrypted'], ['KmsKeyId'], 'storageEncryptionKey', {
      applies: (reading) => !isSet(reading, 'SourceDBClusterIdentifier'),
    }),
  },
  {
    type: 'AWS::RDS::GlobalCluster',
    switches: [
      flag(['StorageEncrypted'], 'rds.CfnGlobalCluster with storageEncrypted: true', () => since2026, {
        unless: ['SourceDBClusterIdentifier'],
      }),
    ],
  },
  cluster('AWS::DocDB::DBCluster', 'SnapshotIdentifier', 'kmsKey'),
  cluster('AWS::Neptune::DBCluster', 'SnapshotIdentifier', 'kmsKey'),
  {
    type: 'AWS::EFS::FileSystem',
    switches: [flag(['Encrypted'], 'encrypted: true', off)],
    key: keyBeside(['Encrypted'], ['KmsKeyId'], 'kmsKey'),
  },
  {
    type: 'AWS::EC2::Volume',
    switches: [
      flag(['Encrypted'], 'encrypted: true', (reading) => (isSet(reading, 'SnapshotId') ? restored : volumeDefault), { atMost: 'warning' }),
    ],
    key: keyBeside(['Encrypted'], ['KmsKeyId'], 'encryptionKey'),
  },
  volumesOf('AWS::EC2::Instance'),
  volumesOf('AWS::EC2::LaunchTemplate', 'LaunchTemplateData'),
  volumesOf('AWS::AutoScaling::LaunchConfiguration'),
  {
    type: 'AWS::ElastiCache::ReplicationGroup',
    switches: [
      flag(
        ['AtRestEncryptionEnabled'],
        'elasticache.CfnReplicationGroup with atRestEncryptionEnabled: true',
        (reading) => (reading.isAlways(['Engine'], ['valkey']) === 'yes' ? 'on' : 'off'),
        { unless: ['GlobalReplicationGroupId'] },
      ),
    ],
    key: keyBeside(['AtRestEncryptionEnabled'], ['KmsKeyId'], 'elasticache.CfnReplicationGroup with kmsKeyId', {
      applies: (reading) => !isSet(reading, 'GlobalReplicationGroupId'),
    }),
  },
  { type: 'AWS::ElastiCache::ServerlessCache', key: { path: ['KmsKeyId'], cdk: 'elasticache.CfnServerlessCache with kmsKeyId' } },
  {
    type: 'AWS::DAX::Cluster',
    switches: [flag(['SSESpecification', 'SSEEnabled'], 'dax.CfnCluster with sseSpecification: { sseEnabled: true }', off)],
  },
  searchDomain('AWS::OpenSearchService::Domain'),
  searchDomain('AWS::Elasticsearch::Domain'),
  {
    type: 'AWS::Kinesis::Stream',
    switches: [
      {
        path: ['StreamEncryption', 'EncryptionType'],
        off: ['NONE'],
        on: 'KMS',
        cdk: 'encryption: kinesis.StreamEncryption.KMS',
        // CDK leaves encryption out in regions without it.
        absent: ({ world }) => (world.get('AwsCdkKinesisEncryptedStreamsUnsupportedRegions') === true ? 'on' : 'off'),
      },
    ],
    key: {
      path: ['StreamEncryption', 'KeyId'],
      cdk: 'encryptionKey',
      asks: { path: ['StreamEncryption', 'EncryptionType'], values: ['KMS'] },
    },
  },
  {
    // A stream that reads from Kinesis or Kafka is encrypted where it reads.
    type: 'AWS::KinesisFirehose::DeliveryStream',
    switches: [
      {
        path: ['DeliveryStreamEncryptionConfigurationInput', 'KeyType'],
        off: [],
        on: 'AWS_OWNED_CMK',
        cdk: 'encryption: firehose.StreamEncryption.awsOwnedKey()',
        absent: (reading) => (reading.canBe(['DeliveryStreamType'], ['DirectPut'], 'yes') === 'no' ? 'on' : 'off'),
        unless: ['KinesisStreamSourceConfiguration', 'MSKSourceConfiguration', 'DatabaseSourceConfiguration'],
        atMost: 'warning',
      },
    ],
    key: {
      path: ['DeliveryStreamEncryptionConfigurationInput', 'KeyARN'],
      cdk: 'encryption: firehose.StreamEncryption.customerManagedKey(key)',
      asks: { path: ['DeliveryStreamEncryptionConfigurationInput', 'KeyType'], values: ['AWS_OWNED_CMK'] },
      applies: (reading) => !isSet(reading, 'KinesisStreamSourceConfiguration', 'MSKSourceConfiguration', 'DatabaseSourceConfiguration'),
    },
  },
  {
    // Encrypted without the property since January 2025; a request that says "false" fails.
    type: 'AWS::Redshift::Cluster',
    switches: [flag(['Encrypted'], 'encrypted: true', on)],
    key: keyBeside(['Encrypted'], ['KmsKeyId'], 'encryptionKey'),
  },
  {
    type: 'AWS::SQS::Queue',
    switches: [flag(['SqsManagedSseEnabled'], 'encryption: sqs.QueueEncryption.SQS_MANAGED', on, { unless: ['KmsMasterKeyId'] })],
    key: {
      path: ['KmsMasterKeyId'],
      cdk: 'encryptionMasterKey',
      declines: { path: ['SqsManagedSseEnabled'], values: ['true'] },
      shutOut: 'Amazon S3, Amazon SNS and EventBridge, which cannot send to the queue then',
    },
  },
  {
    type: 'AWS::SNS::Topic',
    key: { path: ['KmsMasterKeyId'], cdk: 'masterKey', shutOut: 'CloudWatch alarms, Amazon S3 and EventBridge, which cannot publish then' },
  },
  {
    type: 'AWS::DynamoDB::Table',
    key: {
      path: ['SSESpecification', 'KMSMasterKeyId'],
      cdk: 'encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED',
      asks: { path: ['SSESpecification', 'SSEEnabled'], values: ['true'] },
    },
  },
  {
    type: 'AWS::DynamoDB::GlobalTable',
    key: {
      path: ['Replicas', '*', 'SSESpecification', 'KMSMasterKeyId'],
      cdk: 'encryption: dynamodb.TableEncryptionV2.customerManagedKey(key)',
      asks: { path: ['SSESpecification', 'SSEEnabled'], values: ['true'] },
    },
  },
  { type: 'AWS::Logs::LogGroup', key: { path: ['KmsKeyId'], cdk: 'encryptionKey' } },
  {
    type: 'AWS::SecretsManager::Secret',
    key: { path: ['KmsKeyId'], cdk: 'encryptionKey', shutOut: 'other accounts, which cannot read the secret then' },
  },
  {
    type: 'AWS::ECR::Repository',
    key: {
      path: ['EncryptionConfiguration', 'KmsKey'],
      cdk: 'encryptionKey',
      asks: { path: ['EncryptionConfiguration', 'EncryptionType'], values: ['KMS', 'KMS_DSSE'] },
    },
  },
  { type: 'AWS::Backup::BackupVault', key: { path: ['EncryptionKeyArn'], cdk: 'encryptionKey' } },
  {
    type: 'AWS::MSK::Cluster',
    key: { path: ['EncryptionInfo', 'EncryptionAtRest', 'DataVolumeKMSKeyId'], cdk: 'msk.CfnCluster with encryptionInfo' },
  },
  definition('AWS::StepFunctions::StateMachine', ['EncryptionConfiguration', 'KmsKeyId'], 'encryptionConfiguration'),
  definition('AWS::Events::EventBus', ['KmsKeyIdentifier'], 'kmsKey'),
  definition('AWS::Scheduler::Schedule', ['KmsKeyArn'], 'key'),
  definition('AWS::Pipes::Pipe', ['KmsKeyIdentifier'], 'kmsKey'),
  definition('AWS::BedrockAgentCore::Gateway', ['KmsKeyArn'], 'kmsKey'),
  definition('AWS::BedrockAgentCore::Memory', ['EncryptionKeyArn'], 'kmsKey'),
  // Only the filter criteria of a mapping are encrypted.
  definition('AWS::Lambda::EventSourceMapping', ['KmsKeyArn'], 'filterEncryption', (reading) => isSet(reading, 'FilterCriteria')),
  {
    type: 'AWS::WorkSpaces::Workspace',
    switches: [
      flag(['UserVolumeEncryptionEnabled'], 'workspaces.CfnWorkspace with userVolumeEncryptionEnabled: true', off, { atMost: 'warning' }),
      flag(['RootVolumeEncryptionEnabled'], 'workspaces.CfnWorkspace with rootVolumeEncryptionEnabled: true', off, { atMost: 'warning' }),
    ],
  },
  {
    type: 'AWS::CodeBuild::Project',
    switches: [
      {
        path: ['Artifacts', 'EncryptionDisabled'],
        off: ['true'],
        on: 'false',
        cdk: 'codebuild.Artifacts.s3({ encryption: true, ... })',
        absent: on,
        atMost: 'warning',
      },
    ],
  },
  {
    type: 'AWS::Glue::SecurityConfiguration',
    switches: [
      glueMode('EncryptionConfiguration', 'S3Encryptions', '*', 'S3EncryptionMode'),
      glueMode('EncryptionConfiguration', 'CloudWatchEncryption', 'CloudWatchEncryptionMode'),
    ],
  },
];

/** A type whose clients or nodes can talk without TLS. */
export interface EncryptedChannel {
  readonly type: string;
  readonly switches: readonly EncryptionSwitch[];
}

function mountOf(type: string, mounts: readonly (readonly string[])[], cdk: string): EncryptedChannel {
  return {
    type,
    switches: mounts.map((mount) => ({
      path: [...mount, 'TransitEncryption'],
      off: ['DISABLED'],
      on: 'ENABLED',
      cdk,
      absent: off,
    })),
  };
}

/** How the types whose traffic is not always encrypted are told to encrypt it. */
export const encryptedChannels: readonly EncryptedChannel[] = [
  {
    type: 'AWS::ElastiCache::ReplicationGroup',
    switches: [
      flag(['TransitEncryptionEnabled'], 'elasticache.CfnReplicationGroup with transitEncryptionEnabled: true', off, {
        unless: ['GlobalReplicationGroupId'],
      }),
    ],
  },
  {
    // Single Redis nodes know no TLS.
    type: 'AWS::ElastiCache::CacheCluster',
    switches: [
      flag(['TransitEncryptionEnabled'], 'elasticache.CfnCacheCluster with transitEncryptionEnabled: true', (reading) =>
        reading.isAlways(['Engine'], ['memcached']) === 'yes' ? 'off' : 'on',
      ),
    ],
  },
  ...['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'].map((type) => ({
    type,
    switches: [flag(['NodeToNodeEncryptionOptions', 'Enabled'], 'nodeToNodeEncryption: true', off)],
  })),
  {
    type: 'AWS::DAX::Cluster',
    switches: [
      {
        path: ['ClusterEndpointEncryptionType'],
        off: ['NONE'],
        on: 'TLS',
        cdk: "dax.CfnCluster with clusterEndpointEncryptionType: 'TLS'",
        absent: off,
      },
    ],
  },
  {
    type: 'AWS::MSK::Cluster',
    switches: [
      {
        path: ['EncryptionInfo', 'EncryptionInTransit', 'ClientBroker'],
        off: ['PLAINTEXT', 'TLS_PLAINTEXT'],
        on: 'TLS',
        cdk: 'encryptionInTransit: { clientBroker: msk.ClientBrokerEncryption.TLS }',
        absent: on,
      },
      flag(['EncryptionInfo', 'EncryptionInTransit', 'InCluster'], 'encryptionInTransit: { enableInCluster: true }', on),
    ],
  },
  { type: 'AWS::MemoryDB::Cluster', switches: [flag(['TLSEnabled'], 'memorydb.CfnCluster with tlsEnabled: true', on)] },
  mountOf(
    'AWS::ECS::TaskDefinition',
    [['Volumes', '*', 'EFSVolumeConfiguration']],
    "transitEncryption: 'ENABLED' in efsVolumeConfiguration",
  ),
  mountOf(
    'AWS::Batch::JobDefinition',
    [
      ['ContainerProperties', 'Volumes', '*', 'EfsVolumeConfiguration'],
      ['EcsProperties', 'TaskProperties', '*', 'Volumes', '*', 'EfsVolumeConfiguration'],
    ],
    'batch.EcsVolume.efs({ enableTransitEncryption: true, ... })',
  ),
];

/** The name that a person knows a property by: the last one of its path, with the one above where it says nothing alone. */
export function propertyOf(path: readonly string[]): string {
  return path.slice(path.at(-1) === 'Enabled' ? -2 : -1).join('.');
}

/** One feasible way in which a switch leaves its store without encryption, or leaves it to something else. */
export interface Unencrypted {
  readonly value: PropertyValue;
  /** What decides, when it is not the template. */
  readonly dependsOn?: string;
}

/** The feasible values of a switch that do not encrypt. A value that is chosen at deployment counts as encryption. */
export function unencryptedBy(reading: Reading, { path, off: plain, absent, unless = [] }: EncryptionSwitch): readonly Unencrypted[] {
  if (isSet(reading, ...unless)) return [];
  return valuesAt(reading, path).flatMap((value): Unencrypted[] => {
    if (value.kind === 'literal') return plain.some((word) => word.toLowerCase() === value.text.toLowerCase()) ? [{ value }] : [];
    const without = value.kind === 'absent' ? absent(reading) : 'on';
    if (without === 'on') return [];
    return [without === 'off' ? { value } : { value, dependsOn: without.dependsOn }];
  });
}

/** The members of a list are asked only where there are any; what stands in no list is asked for even when all of it is missing. */
function valuesAt(reading: Reading, path: readonly string[]): readonly PropertyValue[] {
  if (!path.includes('*')) return reading.values(...path);
  return reading.objects(...path.slice(0, -1)).flatMap((member) => member.values(...path.slice(-1)));
}

/** Whether a text names a key that AWS manages: `alias/aws/sqs`, also at the end of an ARN. */
export function isAwsManagedKey({ value }: PropertyValue): boolean {
  const last = typeof value === 'string' ? value : value?.parts.at(-1);
  return typeof last === 'string' && last.includes('alias/aws/');
}
