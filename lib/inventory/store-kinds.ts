/** Types of resources that functions use, as people call them. */
export interface StoreKind {
  /** CloudFormation type. */
  readonly type: string;
  /** `DynamoDB table`. */
  readonly kind: string;
  /** Several of them: `DynamoDB tables`. */
  readonly plural: string;
  /** Holds data at rest, rather than passing it on. */
  readonly data: boolean;
  /** Where the service authorization reference names it: service prefix, and the resource types that are it or parts of it. */
  readonly access: readonly (readonly [service: string, ...types: string[]])[];
  /** How its ARN names it, for those whose name a template may give: service, text before the name, property of the name. */
  readonly named?: readonly [service: string, before: string, property: string];
}

function kindOf(
  type: string,
  kind: string,
  data: boolean,
  access: StoreKind['access'],
  named?: StoreKind['named'],
  plural = `${kind}s`,
): StoreKind {
  return { type, kind, plural, data, access, ...(named === undefined ? {} : { named }) };
}

const TABLE_ACCESS: StoreKind['access'] = [['dynamodb', 'table', 'index', 'stream', 'backup', 'export', 'import', 'global-table']];
const DATABASE_ACCESS: StoreKind['access'] = [
  ['rds', 'db', 'cluster', 'cluster-snapshot', 'snapshot', 'cluster-endpoint'],
  ['rds-db', 'db-user'],
];
const CACHE_TYPES = ['cluster', 'replicationgroup', 'serverlesscache', 'snapshot', 'user'] as const;

/** Every kind of store, in the order of the table that people read. */
export const storeKinds: readonly StoreKind[] = [
  kindOf('AWS::DynamoDB::Table', 'DynamoDB table', true, TABLE_ACCESS, ['dynamodb', 'table/', 'TableName']),
  kindOf('AWS::DynamoDB::GlobalTable', 'DynamoDB table', true, TABLE_ACCESS, ['dynamodb', 'table/', 'TableName']),
  kindOf('AWS::Serverless::SimpleTable', 'DynamoDB table', true, TABLE_ACCESS, ['dynamodb', 'table/', 'TableName']),
  kindOf('AWS::S3::Bucket', 'S3 bucket', true, [['s3', 'bucket', 'object']], ['s3', '', 'BucketName']),
  kindOf('AWS::S3Express::DirectoryBucket', 'S3 directory bucket', true, [['s3express', 'bucket']], ['s3express', 'bucket/', 'BucketName']),
  kindOf('AWS::S3Tables::TableBucket', 'S3 table bucket', true, [['s3tables', 'TableBucket', 'Table']]),
  kindOf('AWS::S3Vectors::VectorBucket', 'S3 vector bucket', true, [['s3vectors', 'VectorBucket', 'Index']]),
  kindOf('AWS::S3Vectors::Index', 'S3 vector index', true, [['s3vectors', 'Index']], undefined, 'S3 vector indexes'),
  kindOf('AWS::RDS::DBInstance', 'RDS database', true, DATABASE_ACCESS, ['rds', 'db:', 'DBInstanceIdentifier']),
  kindOf(
    'AWS::RDS::DBCluster',
    'RDS cluster',
    true,
    [...DATABASE_ACCESS, ['rds-data', 'cluster']],
    ['rds', 'cluster:', 'DBClusterIdentifier'],
  ),
  kindOf('AWS::DocDB::DBCluster', 'DocumentDB cluster', true, [['rds', 'cluster']]),
  kindOf('AWS::Neptune::DBCluster', 'Neptune cluster', true, [['neptune-db', 'database']]),
  kindOf('AWS::DSQL::Cluster', 'Aurora DSQL cluster', true, [['dsql', 'Cluster']]),
  kindOf('AWS::Redshift::Cluster', 'Redshift cluster', true, [
    ['redshift', 'cluster', 'dbname', 'dbuser'],
    ['redshift-data', 'cluster'],
  ]),
  kindOf('AWS::RedshiftServerless::Workgroup', 'Redshift workgroup', true, [
    ['redshift-serverless', 'workgroup'],
    ['redshift-data', 'workgroup'],
  ]),
  kindOf('AWS::Cassandra::Table', 'Keyspaces table', true, [['cassandra', 'table']]),
  kindOf('AWS::Timestream::Table', 'Timestream table', true, [['timestream', 'table']]),
  kindOf('AWS::OpenSearchService::Domain', 'OpenSearch domain', true, [['es', 'domain']], ['es', 'domain/', 'DomainName']),
  kindOf('AWS::Elasticsearch::Domain', 'OpenSearch domain', true, [['es', 'domain']], ['es', 'domain/', 'DomainName']),
  kindOf('AWS::OpenSearchServerless::Collection', 'OpenSearch collection', true, [['aoss', 'Collection']]),
  kindOf('AWS::ElastiCache::ReplicationGroup', 'ElastiCache cluster', true, [['elasticache', ...CACHE_TYPES]]),
  kindOf('AWS::ElastiCache::CacheCluster', 'ElastiCache cluster', true, [['elasticache', ...CACHE_TYPES]]),
  kindOf('AWS::ElastiCache::ServerlessCache', 'ElastiCache cache', true, [['elasticache', ...CACHE_TYPES]]),
  kindOf('AWS::MemoryDB::Cluster', 'MemoryDB cluster', true, [['memorydb', 'cluster']]),
  kindOf('AWS::DAX::Cluster', 'DAX cluster', true, [['dax', 'application']]),
  kindOf('AWS::EFS::FileSystem', 'EFS file system', true, [['elasticfilesystem', 'file-system', 'access-point']]),
  kindOf('AWS::FSx::FileSystem', 'FSx file system', true, [['fsx', 'file-system']]),
  kindOf('AWS::Cognito::UserPool', 'Cognito user pool', true, [['cognito-idp', 'userpool']]),
  kindOf('AWS::Bedrock::KnowledgeBase', 'Bedrock knowledge base', true, [['bedrock', 'knowledge-base']]),
  kindOf('AWS::Kendra::Index', 'Kendra index', true, [['kendra', 'index']], undefined, 'Kendra indexes'),
  kindOf(
    'AWS::ECR::Repository',
    'ECR repository',
    true,
    [['ecr', 'repository']],
    ['ecr', 'repository/', 'RepositoryName'],
    'ECR repositories',
  ),
  kindOf('AWS::SecretsManager::Secret', 'secret', true, [['secretsmanager', 'Secret']]),
  kindOf('AWS::SSM::Parameter', 'parameter', true, [['ssm', 'parameter']], ['ssm', 'parameter', 'Name']),
  kindOf('AWS::KMS::Key', 'KMS key', false, [['kms', 'key']]),
  kindOf('AWS::SQS::Queue', 'SQS queue', false, [['sqs', 'queue']], ['sqs', '', 'QueueName']),
  kindOf('AWS::SNS::Topic', 'SNS topic', false, [['sns', 'topic']], ['sns', '', 'TopicName']),
  kindOf('AWS::Events::EventBus', 'event bus', false, [['events', 'event-bus']], ['events', 'event-bus/', 'Name'], 'event buses'),
  kindOf('AWS::Kinesis::Stream', 'Kinesis stream', false, [['kinesis', 'stream']], ['kinesis', 'stream/', 'Name']),
  kindOf(
    'AWS::KinesisFirehose::DeliveryStream',
    'Firehose stream',
    false,
    [['firehose', 'deliverystream']],
    ['firehose', 'deliverystream/', 'DeliveryStreamName'],
  ),
  kindOf('AWS::MSK::Cluster', 'Kafka cluster', false, [
    ['kafka', 'cluster'],
    ['kafka-cluster', 'cluster', 'topic', 'group'],
  ]),
  kindOf('AWS::MSK::ServerlessCluster', 'Kafka cluster', false, [
    ['kafka', 'cluster'],
    ['kafka-cluster', 'cluster', 'topic', 'group'],
  ]),
  kindOf('AWS::AmazonMQ::Broker', 'message broker', false, [['mq', 'brokers']]),
  kindOf(
    'AWS::StepFunctions::StateMachine',
    'state machine',
    false,
    [['states', 'statemachine', 'statemachineversion', 'statemachinealias']],
    ['states', 'stateMachine:', 'StateMachineName'],
  ),
  kindOf(
    'AWS::Serverless::StateMachine',
    'state machine',
    false,
    [['states', 'statemachine', 'statemachineversion', 'statemachinealias']],
    ['states', 'stateMachine:', 'Name'],
  ),
];

const byType: ReadonlyMap<string, StoreKind> = new Map(storeKinds.map((kind) => [kind.type, kind]));

/** What kind of store resources of a type are; `undefined` when they are none. */
export function storeKindOf(type: string): StoreKind | undefined {
  return byType.get(type);
}

const byResourceType: ReadonlyMap<string, readonly StoreKind[]> = groupByResourceType();

/** The kinds of stores that a resource type of the reference is, or belongs to: `dynamodb`, `index`. */
export function storeKindsFor(service: string, resourceType: string): readonly StoreKind[] {
  return byResourceType.get(`${service}:${resourceType}`) ?? [];
}

function groupByResourceType(): ReadonlyMap<string, readonly StoreKind[]> {
  const kinds = new Map<string, StoreKind[]>();
  for (const kind of storeKinds) {
    for (const [service, ...types] of kind.access) {
      for (const type of types) kinds.set(`${service}:${type}`, [...(kinds.get(`${service}:${type}`) ?? []), kind]);
    }
  }
  return kinds;
}
