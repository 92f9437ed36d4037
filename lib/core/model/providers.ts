import { describeResource, parseArn } from '../iam/arn';
import type { CdkProvider, Statement } from '../iam/statement';

/**
 * What CDK's own provider functions hold and the user cannot edit. A statement is recognised by the construct path of
 * its policy AND by its shape: only actions that the provider itself writes, on resources of the form it writes. So a
 * statement that the user merged into such a role is judged like any other.
 *
 * Each entry says which construct of aws-cdk-lib writes it; remove an entry once no version of the peer range does.
 */
interface ProviderShape extends CdkProvider {
  /** A part of the construct path of the role or policy. */
  readonly path: RegExp;
  readonly actions: ReadonlySet<string>;
  /** Whether the provider writes these actions on `*`; otherwise the statement must name its resources. */
  readonly everyResource: boolean;
}

const S3_READ = ['s3:GetObject*', 's3:GetBucket*', 's3:List*'];
const S3_WRITE = [
  's3:DeleteObject*',
  's3:PutObject',
  's3:PutObject*',
  's3:PutObjectLegalHold',
  's3:PutObjectRetention',
  's3:PutObjectTagging',
  's3:PutObjectVersionTagging',
  's3:Abort*',
];

function actions(...names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}

const SHAPES: readonly ProviderShape[] = [
  {
    // aws-logs LogRetention
    name: 'LogRetention',
    path: /\/LogRetention[0-9a-f]{32}\//,
    actions: actions('logs:PutRetentionPolicy', 'logs:DeleteRetentionPolicy'),
    everyResource: true,
    advice: 'pass "logGroup" with its own retention instead of "logRetention", so that no such function is made',
  },
  {
    // aws-s3 NotificationsResourceHandler
    name: 'BucketNotificationsHandler',
    path: /\/BucketNotificationsHandler[0-9a-f]{32}\//,
    actions: actions('s3:PutBucketNotification', 's3:GetBucketNotification'),
    everyResource: true,
    advice:
      'send the bucket\'s events to EventBridge ("eventBridgeEnabled: true") or pass "notificationsHandlerRole", so that no such role is made',
  },
  {
    // aws-s3-deployment BucketDeployment, its asset source and its destination
    name: 'BucketDeployment',
    path: /\/Custom::CDKBucketDeployment[0-9A-F]{32}[^/]*\//,
    actions: actions(...S3_READ, ...S3_WRITE, 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'),
    everyResource: false,
    advice: 'upload the files in the deployment pipeline instead of with BucketDeployment when these rights are too wide',
  },
  {
    // aws-s3-deployment BucketDeployment with a distribution
    name: 'BucketDeployment',
    path: /\/Custom::CDKBucketDeployment[0-9A-F]{32}[^/]*\//,
    actions: actions('cloudfront:GetInvalidation', 'cloudfront:CreateInvalidation'),
    everyResource: true,
    advice: 'invalidate the distribution in the deployment pipeline instead of through BucketDeployment',
  },
  {
    // aws-iam OpenIdConnectProvider
    name: 'OpenIdConnectProvider',
    path: /\/Custom::AWSCDKOpenIdConnectProviderCustomResourceProvider\//,
    actions: actions(
      'iam:CreateOpenIDConnectProvider',
      'iam:DeleteOpenIDConnectProvider',
      'iam:UpdateOpenIDConnectProviderThumbprint',
      'iam:AddClientIDToOpenIDConnectProvider',
      'iam:RemoveClientIDFromOpenIDConnectProvider',
    ),
    everyResource: true,
    advice: 'use "iam.OidcProviderNative", which needs no function',
  },
  {
    // aws-events-targets LogGroupResourcePolicy, an AwsCustomResource of CDK's own
    name: 'CloudWatchLogGroup event target',
    path: /\/EventsLogGroupPolicy[^/]*\/CustomResourcePolicy\//,
    actions: actions('logs:PutResourcePolicy', 'logs:DeleteResourcePolicy'),
    everyResource: true,
    advice: 'grant EventBridge the log group with "logs.ResourcePolicy" and target the log group with a CfnRule',
  },
  {
    // aws-eks Cluster: the role that creates the cluster
    name: 'EKS cluster creation role',
    path: /\/Resource\/CreationRole\//,
    actions: actions(
      'ec2:DescribeSubnets',
      'ec2:DescribeRouteTables',
      'ec2:DescribeDhcpOptions',
      'ec2:DescribeInstances',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeVpcs',
      'iam:GetRole',
      'iam:listAttachedRolePolicies',
      'iam:CreateServiceLinkedRole',
      'eks:CreateCluster',
      'eks:CreateFargateProfile',
      'eks:DeleteCluster',
      'eks:DeleteFargateProfile',
      'eks:DescribeCluster',
      'eks:DescribeFargateProfile',
      'eks:DescribeUpdate',
      'eks:TagResource',
      'eks:UntagResource',
      'eks:UpdateClusterConfig',
      'eks:UpdateClusterVersion',
    ),
    everyResource: true,
    advice: 'use "aws-eks-v2", whose clusters are native resources without such a role',
  },
  {
    // aws-certificatemanager DnsValidatedCertificate
    name: 'DnsValidatedCertificate',
    path: /\/CertificateRequestorFunction\/ServiceRole\//,
    actions: actions(
      'acm:RequestCertificate',
      'acm:DescribeCertificate',
      'acm:DeleteCertificate',
      'acm:AddTagsToCertificate',
      'route53:GetChange',
      'route53:changeResourceRecordSets',
    ),
    everyResource: true,
    advice: 'use "acm.Certificate" in a stack of the certificate\'s region',
  },
  {
    // core ExportWriter and ExportReader
    name: 'cross-region references',
    path: /\/Custom::CrossRegionExport(?:Writer|Reader)CustomResourceProvider\//,
    actions: actions(
      'ssm:DeleteParameters',
      'ssm:ListTagsForResource',
      'ssm:GetParameters',
      'ssm:PutParameter',
      'ssm:AddTagsToResource',
      'ssm:RemoveTagsFromResource',
    ),
    everyResource: false,
    advice: 'pass the value as a parameter of the other stack instead of with "crossRegionReferences"',
  },
  {
    // aws-ecr Repository with emptyOnDelete / autoDeleteImages
    name: 'ECR auto-delete images',
    path: /\/Custom::ECRAutoDeleteImagesCustomResourceProvider\//,
    actions: actions('ecr:BatchDeleteImage', 'ecr:DescribeRepositories', 'ecr:ListImages', 'ecr:ListTagsForResource'),
    everyResource: true,
    advice: 'use "emptyOnDelete", which needs no function',
  },
  {
    // aws-dynamodb Table with replicationRegions
    name: 'DynamoDB replica provider',
    path: /\/(?:@aws-cdk--aws-dynamodb\.ReplicaProvider|SourceTableAttachedManagedPolicy-\w*awscdkawsdynamodbReplicaProvider\w+ServiceRole[0-9A-F]{8}\/)/,
    actions: actions('dynamodb:*', 'dynamodb:DescribeLimits', 'dynamodb:DeleteTable', 'dynamodb:DeleteTableReplica'),
    everyResource: false,
    advice: 'use "dynamodb.TableV2", whose replicas are native',
  },
];

/** Constructs of CDK's own whose functions and roles the user cannot edit. */
const PROVIDER_PATH = new RegExp(
  [
    '/LogRetention[0-9a-f]{32}(?:/|$)',
    '/BucketNotificationsHandler[0-9a-f]{32}(?:/|$)',
    '/Custom::[A-Z]',
    '/AWSCDK\\.\\w+Provider(?:/|$)',
    '/AWS679f53fac002430cb0da5b7982bd2287[^/]*(?:/|$)',
    '/framework-(?:onEvent|isComplete|onTimeout)(?:/|$)',
    '/@aws-cdk--aws-[a-z0-9-]+\\.',
    '/SingletonLambda[0-9A-Fa-f]{32}(?:/|$)',
    '/CertificateRequestorFunction(?:/|$)',
    '/AWSCDKCfnUtilsProviderCustomResourceProvider(?:/|$)',
  ].join('|'),
);

/** Whether a construct at `path` is a provider of CDK's own. */
export function isProviderPath(path: string | undefined): boolean {
  return path !== undefined && PROVIDER_PATH.test(path);
}

/** The provider entries whose policies live at `path`; usually none. */
export function providerShapesAt(path: string | undefined): readonly ProviderShape[] {
  return path === undefined ? [] : SHAPES.filter((shape) => shape.path.test(path));
}

/** The provider that wrote exactly this statement, among those of its path. */
export function providerOf(statement: Statement, shapes: readonly ProviderShape[]): CdkProvider | undefined {
  if (statement.notActions.length > 0 || statement.notResources.length > 0 || statement.unresolved.length > 0) return undefined;
  return shapes.find(
    (shape) =>
      statement.actions.length > 0 &&
      statement.actions.every(({ value }) => typeof value === 'string' && shape.actions.has(value.toLowerCase())) &&
      (shape.everyResource || statement.resources.every(namesItsResource)),
  );
}

/** Whether a value names a resource, with what lies below it: neither `arn:${AWS::Partition}:s3:::*` nor `arn:aws:s3:::orders*`. */
function namesItsResource({ value }: Statement['resources'][number]): boolean {
  const { kind, otherwise = kind } = describeResource(value);
  return otherwise === 'named' || otherwise === 'children' || otherwise === 'unknown' || isExport(value);
}

/** The parameters that hold the references from other regions: `parameter/cdk/exports/*`. */
function isExport(value: Statement['resources'][number]['value']): boolean {
  const arn = parseArn(value);
  return arn?.service === 'ssm' && typeof arn.resource === 'string' && arn.resource.startsWith('parameter/cdk/exports/');
}
