import rule from '../../../policies/resource-policy/no-public-principal';
import { factsOf, firstFactOf, resources } from '../facts';

const open = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };
const found = (Type: string, Properties: object, more: object = {}) =>
  factsOf(rule, resources({ Guard: { Type, Properties: { ...Properties } } }, { ...more }));
const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });

/** Every type of resource policy, and where it stands. `text only`: the type takes JSON text only. */
const places: readonly (readonly [type: string, path: string, text?: 'text only'])[] = [
  ['AWS::AIOps::InvestigationGroup', 'InvestigationGroupPolicy'],
  ['AWS::APS::ResourcePolicy', 'PolicyDocument', 'text only'],
  ['AWS::ApiGateway::DomainNameV2', 'Policy'],
  ['AWS::ApiGateway::RestApi', 'Policy'],
  ['AWS::ApiGateway::RestApi', 'Body/x-amazon-apigateway-policy'],
  ['AWS::Backup::BackupAccessPoint', 'AccessPointPolicy'],
  ['AWS::Backup::BackupVault', 'AccessPolicy'],
  ['AWS::Backup::LogicallyAirGappedBackupVault', 'AccessPolicy'],
  ['AWS::Bedrock::KnowledgeBasePolicy', 'PolicyDocument'],
  ['AWS::Bedrock::ResourcePolicy', 'PolicyDocument'],
  ['AWS::BedrockAgentCore::ResourcePolicy', 'Policy', 'text only'],
  ['AWS::CloudTrail::ResourcePolicy', 'ResourcePolicy'],
  ['AWS::CodeArtifact::Domain', 'PermissionsPolicyDocument'],
  ['AWS::CodeArtifact::Repository', 'PermissionsPolicyDocument'],
  ['AWS::DSQL::Cluster', 'PolicyDocument', 'text only'],
  ['AWS::DynamoDB::GlobalTable', 'Replicas/0/ResourcePolicy/PolicyDocument'],
  ['AWS::DynamoDB::GlobalTable', 'Replicas/0/ReplicaStreamSpecification/ResourcePolicy/PolicyDocument'],
  ['AWS::DynamoDB::Table', 'ResourcePolicy/PolicyDocument'],
  ['AWS::DynamoDB::Table', 'StreamSpecification/ResourcePolicy/PolicyDocument'],
  ['AWS::ECR::PublicRepository', 'RepositoryPolicyText'],
  ['AWS::ECR::RegistryPolicy', 'PolicyText'],
  ['AWS::ECR::Repository', 'RepositoryPolicyText', 'text only'],
  ['AWS::ECR::RepositoryCreationTemplate', 'RepositoryPolicy', 'text only'],
  ['AWS::EFS::FileSystem', 'FileSystemPolicy'],
  ['AWS::Elasticsearch::Domain', 'AccessPolicies'],
  ['AWS::EventSchemas::RegistryPolicy', 'Policy'],
  ['AWS::Events::EventBus', 'Policy'],
  ['AWS::EventsV2::ResourcePolicy', 'PolicyDocument'],
  ['AWS::FSx::S3AccessPointAttachment', 'S3AccessPoint/Policy'],
  ['AWS::KMS::Key', 'KeyPolicy'],
  ['AWS::KMS::ReplicaKey', 'KeyPolicy'],
  ['AWS::Kinesis::ResourcePolicy', 'ResourcePolicy'],
  ['AWS::Lex::ResourcePolicy', 'Policy'],
  ['AWS::Logs::DeliveryDestination', 'DeliveryDestinationPolicy/DeliveryDestinationPolicy'],
  ['AWS::Logs::Destination', 'DestinationPolicy', 'text only'],
  ['AWS::Logs::LogGroup', 'ResourcePolicyDocument'],
  ['AWS::Logs::ResourcePolicy', 'PolicyDocument', 'text only'],
  ['AWS::MSK::ClusterPolicy', 'Policy'],
  ['AWS::MediaStore::Container', 'Policy', 'text only'],
  ['AWS::OSIS::Pipeline', 'ResourcePolicy/Policy'],
  ['AWS::Oam::Sink', 'Policy'],
  ['AWS::Omics::SequenceStore', 'S3AccessPolicy'],
  ['AWS::OpenSearchService::Domain', 'AccessPolicies'],
  ['AWS::Organizations::ResourcePolicy', 'Content'],
  ['AWS::PaymentCryptography::Key', 'Policy'],
  ['AWS::RUM::AppMonitor', 'ResourcePolicy/PolicyDocument', 'text only'],
  ['AWS::Redshift::Cluster', 'NamespaceResourcePolicy'],
  ['AWS::RedshiftServerless::Namespace', 'NamespaceResourcePolicy'],
  ['AWS::S3::AccessPoint', 'Policy'],
  ['AWS::S3::BucketPolicy', 'PolicyDocument'],
  ['AWS::S3::MultiRegionAccessPointPolicy', 'Policy'],
  ['AWS::S3Express::AccessPoint', 'Policy'],
  ['AWS::S3Express::BucketPolicy', 'PolicyDocument'],
  ['AWS::S3Files::FileSystemPolicy', 'Policy'],
  ['AWS::S3ObjectLambda::AccessPointPolicy', 'PolicyDocument'],
  ['AWS::S3Outposts::AccessPoint', 'Policy'],
  ['AWS::S3Outposts::BucketPolicy', 'PolicyDocument'],
  ['AWS::S3Tables::TableBucketPolicy', 'ResourcePolicy'],
  ['AWS::S3Tables::TablePolicy', 'ResourcePolicy'],
  ['AWS::S3Vectors::VectorBucketPolicy', 'Policy'],
  ['AWS::SMSVOICE::ResourcePolicy', 'PolicyDocument'],
  ['AWS::SNS::TopicInlinePolicy', 'PolicyDocument'],
  ['AWS::SNS::TopicPolicy', 'PolicyDocument'],
  ['AWS::SQS::QueueInlinePolicy', 'PolicyDocument'],
  ['AWS::SQS::QueuePolicy', 'PolicyDocument'],
  ['AWS::SSM::ResourcePolicy', 'Policy'],
  ['AWS::SageMaker::ModelPackageGroup', 'ModelPackageGroupPolicy'],
  ['AWS::SecretsManager::ResourcePolicy', 'ResourcePolicy'],
  ['AWS::Serverless::Api', 'DefinitionBody/x-amazon-apigateway-policy'],
  ['AWS::VpcLattice::ResourcePolicy', 'Policy'],
  ['AWS::XRay::ResourcePolicy', 'PolicyDocument', 'text only'],
  ['AWS::NewService::Vault', 'Deep/Down/VaultPolicy'],
];

function at(path: string, value: unknown): object {
  const built = path.split('/').reduceRight((inner, key) => (key === '0' ? [inner] : { [key]: inner }), value);
  if (typeof built !== 'object' || built === null) throw new Error('a path has at least one key');
  return built;
}

test.each(places.map(([type, path, text = 'object or text']) => [type, path, text] as const))(
  '%s at %s is read (%s)',
  (type, path, text) => {
    const policy = document(open);
    if (text === 'object or text') expect(found(type, at(path, policy))).toEqual([`publicPolicy Guard /${path}/Statement/0/Principal`]);
    expect(found(type, at(path, JSON.stringify(policy)))).toEqual([`publicPolicy Guard /${path}`]);
    const closed = document({ ...open, Principal: { AWS: '111122223333' } });
    expect(found(type, at(path, text === 'object or text' ? closed : JSON.stringify(closed)))).toEqual([]);
  },
);

describe('grants that are written as properties', () => {
  test('the form of an event bus policy without a statement', () => {
    const bus = (more: object) => found('AWS::Events::EventBusPolicy', { Action: 'events:PutEvents', StatementId: 's', ...more });
    expect(bus({ Principal: '*' })).toEqual(['publicPolicy Guard /Principal']);
    expect(bus({ Principal: '*', Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-a1b2c3d4e5' } })).toEqual([]);
    expect(bus({ Principal: '111122223333' })).toEqual([]);
    expect(found('AWS::Events::EventBusPolicy', { StatementId: 's', Statement: open })).toEqual([
      'publicPolicy Guard /Statement/Principal',
    ]);
  });

  test('a layer for everyone, and for one organisation', () => {
    const layer = (more: object) =>
      found('AWS::Lambda::LayerVersionPermission', { Action: 'lambda:GetLayerVersion', Principal: '*', ...more });
    expect(layer({})).toEqual(['publicPolicy Guard /Principal']);
    expect(layer({ OrganizationId: 'o-a1b2c3d4e5' })).toEqual([]);
  });

  test('an endpoint service for everyone', () => {
    const service = (AllowedPrincipals: string[]) =>
      found('AWS::EC2::VPCEndpointServicePermissions', { ServiceId: 'vpce-svc-1', AllowedPrincipals });
    expect(service(['*'])).toEqual(['publicPolicy Guard /AllowedPrincipals']);
    expect(service(['arn:aws:iam::111122223333:root'])).toEqual([]);
  });
});

describe('forms that CDK and SAM write', () => {
  test('the JSON text that a custom resource hands to an API call, once', () => {
    const call = JSON.stringify({
      service: 'OpenSearch',
      parameters: { AccessPolicies: JSON.stringify(document({ ...open, Action: 'es:*' })) },
    });
    expect(found('Custom::OpenSearchAccessPolicy', { ServiceToken: 't', Create: call, Update: call })).toEqual([
      'publicPolicy Guard /Create',
    ]);
    const [head, tail] = call.split('es:');
    const joined = { 'Fn::Join': ['', [`${head}es:`, tail]] };
    expect(found('Custom::OpenSearchAccessPolicy', { ServiceToken: 't', Create: joined })).toHaveLength(1);
  });

  test('statements of a SAM API', () => {
    const Auth = { ResourcePolicy: { CustomStatements: [{ ...open, Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }] } };
    expect(found('AWS::Serverless::Api', { StageName: 'v1', Auth })).toHaveLength(1);
  });
});

describe('who is a stranger', () => {
  const bucket = (...statements: object[]) => found('AWS::S3::BucketPolicy', { Bucket: 'b', PolicyDocument: document(...statements) });

  test.each<[string, object]>([
    ['a condition on the organisation', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }],
    ['a condition on one endpoint', { Condition: { StringEquals: { 'AWS:SourceVpce': 'vpce-0123456789abcdef0' } } }],
    ['an office', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }],
    ['a service', { Principal: { Service: 'cloudfront.amazonaws.com' } }],
    ['a Deny', { Effect: 'Deny' }],
  ])('%s keeps them out', (_title, more) => {
    expect(bucket({ ...open, ...more })).toEqual([]);
  });

  test.each<[string, object]>([
    ['TLS', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
    ['a referer', { Condition: { StringLike: { 'aws:Referer': 'https://example.com/*' } } }],
    ['half of the internet', { Condition: { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } } }],
    ['any endpoint', { Condition: { StringLike: { 'aws:SourceVpce': 'vpce-*' } } }],
    ['all values of an absent key', { Condition: { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }],
  ])('%s does not', (_title, more) => {
    expect(bucket({ ...open, ...more })).toEqual(['publicPolicy Guard /PolicyDocument/Statement/0/Principal']);
  });

  test('everyone but one is everyone', () => {
    const { Principal, ...rest } = open;
    expect(bucket({ ...rest, NotPrincipal: { AWS: '111122223333' } })).toEqual([
      'publicPolicy Guard /PolicyDocument/Statement/0/NotPrincipal/AWS',
    ]);
    expect(Principal).toBe('*');
  });

  test('a Deny for all but one endpoint takes the Allow back', () => {
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } },
    };
    expect(bucket(open, deny)).toEqual([]);
  });
});

describe('what only a network reaches', () => {
  test('an access point with a VPC origin is never public', () => {
    const point = { Bucket: 'b', Policy: document(open) };
    expect(found('AWS::S3::AccessPoint', point)).toHaveLength(1);
    expect(found('AWS::S3::AccessPoint', { ...point, VpcConfiguration: { VpcId: 'vpc-0123456789abcdef0' } })).toEqual([]);
  });

  test('a search domain in a VPC and a Lattice service are warnings', () => {
    const domain = { AccessPolicies: document({ ...open, Action: 'es:*' }), VPCOptions: { SubnetIds: ['subnet-1'] } };
    expect(found('AWS::OpenSearchService::Domain', domain)).toEqual([
      'publicInsideNetwork Guard /AccessPolicies/Statement/0/Principal (at most warning)',
    ]);
    expect(found('AWS::OpenSearchService::Domain', { ...domain, VPCOptions: {} })).toEqual([
      'publicPolicy Guard /AccessPolicies/Statement/0/Principal',
    ]);
    expect(found('AWS::VpcLattice::AuthPolicy', { Policy: document({ ...open, Action: 'vpc-lattice-svcs:Invoke' }) })).toEqual([
      'publicInsideNetwork Guard /Policy/Statement/0/Principal (at most warning)',
    ]);
  });

  test('the mount targets of a file system', () => {
    const statement = {
      ...open,
      Action: 'elasticfilesystem:ClientMount',
      Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } },
    };
    expect(found('AWS::EFS::FileSystem', { FileSystemPolicy: document(statement) })).toEqual([]);
  });
});

test('a principal that is chosen at deployment is a warning, one that cannot be read an error', () => {
  const guarded = (Principal: object) => ({ Bucket: 'b', PolicyDocument: document({ ...open, Principal }) });
  expect(found('AWS::S3::BucketPolicy', guarded({ AWS: { Ref: 'Who' } }), { Parameters: { Who: { Type: 'String' } } })).toEqual([
    'undecidedPolicy Guard /PolicyDocument/Statement/0/Principal/AWS (at most warning)',
  ]);
  expect(found('AWS::S3::BucketPolicy', guarded({ AWS: { 'Fn::Transform': { Name: 'Who' } } }))).toEqual([
    'undecidedPolicy Guard /PolicyDocument/Statement/0/Principal/AWS',
  ]);
});

test('the evidence names actions and resources, so that an acknowledgement covers no others', () => {
  const policy = {
    Bucket: 'b',
    PolicyDocument: document({ ...open, Action: ['s3:PutObject', 's3:GetObject'], Resource: 'arn:aws:s3:::b/public/*' }),
  };
  expect(firstFactOf(rule, resources({ Guard: { Type: 'AWS::S3::BucketPolicy', Properties: policy } })).evidence).toBe(
    'anyone: s3:GetObject, s3:PutObject on arn:aws:s3:::b/public/*',
  );
});

test('what is no policy document is left alone', () => {
  expect(found('AWS::NewService::Report', { Query: 'SELECT Statement FROM Effects', Statement: 'none', Statements: [open] })).toEqual([]);
});

test('a wildcard inside of a principal is said, though AWS documents none', () => {
  for (const AWS of ['arn:aws:iam::*:*', '?', 'arn:aws:iam::111122223333:role/*']) {
    const PolicyDocument = document({ ...open, Principal: { AWS } });
    expect(found('AWS::S3::BucketPolicy', { Bucket: 'b', PolicyDocument })).toEqual([expect.stringContaining('undecidedPolicy')]);
  }
});
