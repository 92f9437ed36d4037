/**
 * Actions that give back a credential, after the lists of cloudsplaining and parliament, with the names that AWS has
 * today. `sts:AssumeRole` and its siblings, and what gives an IAM user a key or a password, are left to the rules on
 * assuming roles and on privilege escalation; the tokens of ECR only open what other actions allow.
 */
export const credentialActions: ReadonlySet<string> = new Set([
  'airflow:CreateCliToken',
  'airflow:CreateWebLoginToken',
  'cloud9:CreateEnvironmentToken',
  'codeartifact:GetAuthorizationToken',
  'codepipeline:PollForJobs',
  'cognito-identity:GetOpenIdTokenForDeveloperIdentity',
  'cognito-idp:DescribeUserPoolClient',
  'cognito-idp:GetSigningCertificate',
  'connect:GetFederationToken',
  'ec2:GetPasswordData',
  'emr-containers:GetManagedEndpointSessionCredentials',
  'finspace-api:GetProgrammaticAccessCredentials',
  'gamelift:GetComputeAccess',
  'gamelift:GetComputeAuthToken',
  'gamelift:GetInstanceAccess',
  'gamelift:RequestUploadCredentials',
  'grafana:CreateWorkspaceApiKey',
  'iam:CreateServiceSpecificCredential',
  'iam:ResetServiceSpecificCredential',
  'iam:UpdateAccessKey',
  'lightsail:CreateBucketAccessKey',
  'lightsail:GetInstanceAccessDetails',
  'lightsail:GetRelationalDatabaseMasterUserPassword',
  'mediapackage:RotateChannelCredentials',
  'mediapackage:RotateIngestEndpointCredentials',
  'rds-db:connect',
  'redshift-serverless:GetCredentials',
  'redshift:GetClusterCredentials',
  'redshift:GetClusterCredentialsWithIAM',
  'sts:GetFederationToken',
]);

/**
 * Actions that read data out of a store, or copy a store to where it can be read, after cloudsplaining's list of data
 * exfiltration and Security Hub's KMS.1 and KMS.2.
 */
export const dataActions: ReadonlySet<string> = new Set([
  'athena:GetQueryResults',
  'dynamodb:BatchGetItem',
  'dynamodb:ExportTableToPointInTime',
  'dynamodb:GetItem',
  'dynamodb:GetRecords',
  'dynamodb:PartiQLSelect',
  'dynamodb:Query',
  'dynamodb:Scan',
  'ebs:GetSnapshotBlock',
  'ec2:CreateSnapshot',
  'ec2:CreateSnapshots',
  'ec2:ModifySnapshotAttribute',
  'kinesis:GetRecords',
  'kms:Decrypt',
  'lambda:GetFunction',
  'rds:CopyDBClusterSnapshot',
  'rds:CopyDBSnapshot',
  'rds:CreateDBClusterSnapshot',
  'rds:CreateDBSnapshot',
  'rds:StartExportTask',
  's3:GetObject',
  's3:GetObjectVersion',
  'secretsmanager:GetSecretValue',
  'sqs:ReceiveMessage',
  'ssm:GetParameter',
  'ssm:GetParameterHistory',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
]);

/** Actions that share a resource with other accounts, although AWS lists their access level as mere writing. */
export const sharingActions: ReadonlySet<string> = new Set([
  'ec2:ModifyFpgaImageAttribute',
  'ec2:ModifyImageAttribute',
  'ram:AssociateResourceShare',
  'ram:AssociateResourceSharePermission',
  'ram:UpdateResourceShare',
  'rds:ModifyDBClusterSnapshotAttribute',
  'rds:ModifyDBSnapshotAttribute',
]);
