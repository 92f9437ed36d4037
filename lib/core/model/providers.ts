import { describeResource, parseArn } from '../iam/arn';
import type { CdkProvider, Statement } from '../iam/statement';
import { render } from '../template/symbolic';

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
  /** What all resources of the statement look like, as text, where the provider writes neither `*` nor a name. */
  readonly on?: RegExp;
  /** Whether the statement holds all of the actions: a part of them may be the user's, who can reach the role. */
  readonly whole?: boolean;
  /** A condition key, in lower case, that the provider always writes. */
  readonly under?: string;
  /** Whom the provider lets in, as text, where it writes a resource policy. */
  readonly to?: RegExp;
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

/** What the add-on policies of `eks.AlbController` allow, in all versions that CDK ships. */
const ALB_CONTROLLER: readonly (readonly [service: string, names: string])[] = [
  ['acm', 'DescribeCertificate ListCertificates'],
  ['cognito-idp', 'DescribeUserPoolClient'],
  [
    'ec2',
    'AuthorizeSecurityGroupIngress CreateSecurityGroup CreateTags DeleteSecurityGroup DeleteTags DescribeAccountAttributes DescribeAddresses DescribeAvailabilityZones DescribeCoipPools DescribeInstances DescribeInternetGateways DescribeIpamPools DescribeNetworkInterfaces DescribeRouteTables DescribeSecurityGroups DescribeSubnets DescribeTags DescribeVpcPeeringConnections DescribeVpcs GetCoipPoolUsage GetSecurityGroupsForVpc RevokeSecurityGroupIngress',
  ],
  [
    'elasticloadbalancing',
    'AddListenerCertificates AddTags CreateListener CreateLoadBalancer CreateRule CreateTargetGroup DeleteListener DeleteLoadBalancer DeleteRule DeleteTargetGroup DeregisterTargets DescribeCapacityReservation DescribeListenerAttributes DescribeListenerCertificates DescribeListeners DescribeLoadBalancerAttributes DescribeLoadBalancers DescribeRules DescribeSSLPolicies DescribeTags DescribeTargetGroupAttributes DescribeTargetGroups DescribeTargetHealth DescribeTrustStores ModifyCapacityReservation ModifyIpPools ModifyListener ModifyListenerAttributes ModifyLoadBalancerAttributes ModifyRule ModifyTargetGroup ModifyTargetGroupAttributes RegisterTargets RemoveListenerCertificates RemoveTags SetIpAddressType SetRulePriorities SetSecurityGroups SetSubnets SetWebAcl',
  ],
  ['iam', 'CreateServiceLinkedRole GetServerCertificate ListServerCertificates'],
  ['shield', 'CreateProtection DeleteProtection DescribeProtection GetSubscriptionState'],
  ['waf-regional', 'AssociateWebACL DisassociateWebACL GetWebACL GetWebACLForResource'],
  ['wafv2', 'AssociateWebACL DisassociateWebACL GetWebACL GetWebACLForResource'],
];

const KEY_USE = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'];

const ECS_INSTANCES = 'run the tasks on Fargate, or on instances with a "role" of your own that names the log groups and the cluster';
const CODEBUILD = 'pass a "role" of your own to the project, with the rights of a build in these subnets';
const SELF_MUTATION = 'set "selfMutation: false", and update the pipeline with "cdk deploy"';
const SECURITY_CHECK = 'leave out "ConfirmPermissionsBroadening", and run these checks in the pipeline instead';
const CANARY_CLEANUP = 'use "provisionedResourceCleanup: true" instead of "cleanup", which needs no function';
const BOOTSTRAP_TAG = 'iam:resourcetag/aws-cdk:bootstrap-role';
const EMR_CONTAINERS = 'pass "executionRole", so that no function looks up the cluster and changes the trust of the role';

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
    actions: actions(...S3_READ, ...S3_WRITE, ...KEY_USE),
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
    // aws-cognito UserPool that sends text messages, to numbers, which are no resources
    name: 'SMS role of the user pool',
    path: /\/smsRole\/Resource$/,
    actions: actions('sns:Publish'),
    everyResource: true,
    advice: 'send the codes by e-mail, or let users sign in with an authenticator app or a passkey, so that no such role is made',
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
  {
    // aws-s3-deployment BucketDeployment with useEfs
    name: 'BucketDeployment',
    path: /\/Custom::CDKBucketDeployment[0-9A-F]{32}[^/]*\//,
    actions: actions('elasticfilesystem:ClientMount'),
    everyResource: true,
    advice: 'leave out "useEfs" and give BucketDeployment more "ephemeralStorageSize", so that no file system is mounted',
  },
  {
    // aws-ecs Cluster.addCapacity and addAsgCapacityProvider: the role of the instances, which users extend
    name: 'ECS container instances',
    path: /\/InstanceRole\/DefaultPolicy\//,
    actions: actions('ecs:DeregisterContainerInstance', 'ecs:RegisterContainerInstance', 'ecs:Submit*'),
    everyResource: false,
    whole: true,
    advice: ECS_INSTANCES,
  },
  {
    name: 'ECS container instances',
    path: /\/InstanceRole\/DefaultPolicy\//,
    actions: actions('ecs:Poll', 'ecs:StartTelemetrySession'),
    everyResource: true,
    whole: true,
    under: 'ecs:cluster',
    advice: ECS_INSTANCES,
  },
  {
    name: 'ECS container instances',
    path: /\/InstanceRole\/DefaultPolicy\//,
    actions: actions('ecs:DiscoverPollEndpoint', 'ecr:GetAuthorizationToken', 'logs:CreateLogStream', 'logs:PutLogEvents'),
    everyResource: true,
    whole: true,
    advice: ECS_INSTANCES,
  },
  {
    // aws-ecs InstanceDrainHook
    name: 'ECS drain hook',
    path: /\/DrainECSHook\/Function\/ServiceRole\//,
    actions: actions(
      'ec2:DescribeInstances',
      'ec2:DescribeInstanceAttribute',
      'ec2:DescribeInstanceStatus',
      'ec2:DescribeHosts',
      'ecs:DescribeContainerInstances',
      'ecs:DescribeTasks',
      'ecs:ListTasks',
      'ecs:UpdateContainerInstancesState',
    ),
    everyResource: true,
    advice:
      'use an "ecs.AsgCapacityProvider" with "enableManagedDraining", and "taskDrainTime: Duration.seconds(0)", so that no such function is made',
  },
  {
    // aws-ec2 BastionHostLinux
    name: 'BastionHostLinux',
    path: /\/Resource\/InstanceRole\/DefaultPolicy\//,
    actions: actions('ssmmessages:*', 'ssm:UpdateInstanceInformation', 'ec2messages:*'),
    everyResource: true,
    whole: true,
    advice: 'use "ec2.Instance" with "ssmSessionPermissions: true", which attaches the managed policy for sessions instead',
  },
  {
    // aws-codebuild Project in a VPC
    name: 'CodeBuild project in a VPC',
    path: /\/PolicyDocument\/Resource$/,
    actions: actions(
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeSubnets',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeDhcpOptions',
      'ec2:DescribeVpcs',
    ),
    everyResource: true,
    whole: true,
    advice: CODEBUILD,
  },
  {
    name: 'CodeBuild project in a VPC',
    path: /\/Role\/DefaultPolicy\//,
    actions: actions('ec2:CreateNetworkInterfacePermission'),
    everyResource: false,
    on: /:network-interface\/\*$/,
    under: 'ec2:subnet',
    advice: CODEBUILD,
  },
  {
    // aws-codebuild Project: report groups of its own name
    name: 'CodeBuild project',
    path: /\/Role\/DefaultPolicy\//,
    actions: actions(
      'codebuild:CreateReportGroup',
      'codebuild:CreateReport',
      'codebuild:UpdateReport',
      'codebuild:BatchPutTestCases',
      'codebuild:BatchPutCodeCoverages',
    ),
    everyResource: false,
    on: /:report-group\/.+-\*$/,
    whole: true,
    advice: 'set "grantReportGroupPermissions: false" where the build reports no tests, and grant the report group by name where it does',
  },
  {
    // aws-codepipeline Pipeline: what its roles, actions and projects do with the artifacts
    name: 'pipeline artifacts',
    path: /\/(?:Role|CodePipelineActionRole|CodeBuildActionRole)\/DefaultPolicy\//,
    actions: actions(...S3_READ, ...S3_WRITE, ...KEY_USE),
    everyResource: false,
    on: /ArtifactsBucket(?:EncryptionKey)?[0-9A-F]{8}/,
    advice: 'pass a "role" of your own to the action or the project where its rights on the artifacts are too wide',
  },
  {
    // aws-codepipeline Pipeline: the bootstrap roles of other accounts that deploy from the artifacts
    name: 'pipeline artifacts',
    path: /\/ArtifactsBucket\/Policy\//,
    actions: actions(...S3_READ, ...S3_WRITE),
    everyResource: false,
    to: /:role\/cdk-[a-z0-9]+-deploy-role-/,
    advice: 'bootstrap the other account with a deployment role of your own where these rights on the artifacts are too wide',
  },
  {
    // aws-autoscaling-hooktargets LambdaHook with an encryption key
    name: 'ECS drain hook',
    path: /\/LifecycleHookDrainHook\/Role\/DefaultPolicy\//,
    actions: actions('kms:Decrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKey*'),
    everyResource: false,
    advice: 'set "taskDrainTime: Duration.seconds(0)", so that no hook is made',
  },
  {
    // pipelines CodePipeline: the step that updates the pipeline
    name: 'pipeline self-mutation',
    path: /\/UpdatePipeline\/SelfMutation\/Role\/DefaultPolicy\//,
    actions: actions('cloudformation:DescribeStacks', 's3:ListBucket'),
    everyResource: true,
    advice: SELF_MUTATION,
  },
  {
    name: 'pipeline self-mutation',
    path: /\/UpdatePipeline\/SelfMutation\/Role\/DefaultPolicy\//,
    actions: actions('sts:AssumeRole'),
    everyResource: false,
    on: /:iam::[^:*]+:role\/\*$/,
    under: BOOTSTRAP_TAG,
    advice: SELF_MUTATION,
  },
  {
    // pipelines ConfirmPermissionsBroadening
    name: 'ConfirmPermissionsBroadening',
    path: /\/PipelinesSecurityCheck\/CDKSecurityCheck\/Role\/DefaultPolicy\//,
    actions: actions('sts:AssumeRole'),
    everyResource: true,
    under: BOOTSTRAP_TAG,
    advice: SECURITY_CHECK,
  },
  {
    name: 'ConfirmPermissionsBroadening',
    path: /\/PipelinesSecurityCheck\/CDKPipelinesAutoApprove\/ServiceRole\/DefaultPolicy\//,
    actions: actions('codepipeline:GetPipelineState', 'codepipeline:PutApprovalResult'),
    everyResource: true,
    under: 'aws:resourcetag/security_check',
    advice: SECURITY_CHECK,
  },
  {
    // aws-cloudfront EdgeFunction
    name: 'EdgeFunction',
    path: /\/Custom::CrossRegionStringParameterReaderCustomResourceProvider\//,
    actions: actions('ssm:GetParameter'),
    everyResource: false,
    on: /:parameter\/cdk\/EdgeFunctionArn\/\*$/,
    advice: 'deploy the function in a stack of us-east-1 with "lambda.Function" and pass its version to the distribution\'s stack',
  },
  {
    // aws-route53 RecordSet with deleteExisting
    name: 'RecordSet deleteExisting',
    path: /\/Custom::DeleteExistingRecordSetCustomResourceProvider\//,
    actions: actions('route53:GetChange'),
    everyResource: true,
    advice: 'leave out "deleteExisting", and delete the old record by hand or import it',
  },
  {
    // aws-synthetics Canary with cleanup
    name: 'Canary cleanup',
    path: /\/Custom::SyntheticsAutoDeleteUnderlyingResourcesCustomResourceProvider\//,
    actions: actions('synthetics:GetCanary'),
    everyResource: true,
    advice: CANARY_CLEANUP,
  },
  {
    name: 'Canary cleanup',
    path: /\/Custom::SyntheticsAutoDeleteUnderlyingResourcesCustomResourceProvider\//,
    actions: actions('lambda:DeleteFunction'),
    everyResource: false,
    on: /:function:cwsyn-\*$/,
    advice: CANARY_CLEANUP,
  },
  {
    // aws-synthetics Canary: its own role
    name: 'Canary',
    path: /\/ServiceRole\/Resource$/,
    actions: actions('logs:CreateLogStream', 'logs:CreateLogGroup', 'logs:PutLogEvents'),
    everyResource: false,
    on: /:log-group:\/aws\/lambda\/cwsyn-\*$/,
    whole: true,
    advice: 'pass a "role" of your own to the canary, with the log group of this canary',
  },
  {
    // aws-stepfunctions-tasks EmrContainersStartJobRun without executionRole
    name: 'EmrContainersStartJobRun',
    path: /\/GetEksClusterInfo\/CustomResourcePolicy\//,
    actions: actions('emr-containers:DescribeVirtualCluster'),
    everyResource: true,
    advice: EMR_CONTAINERS,
  },
  {
    name: 'EmrContainersStartJobRun',
    path: /\/SingletonLambda8693BB64968944B69AAFB0CC9EB8757C\/ServiceRole\//,
    actions: actions('eks:DescribeCluster', 'iam:GetRole', 'iam:UpdateAssumeRolePolicy'),
    everyResource: false,
    advice: EMR_CONTAINERS,
  },
  {
    // aws-eks and aws-eks-v2 AlbController
    name: 'AlbController',
    path: /AlbController\/alb-sa\/Role\/DefaultPolicy\//,
    actions: actions(...ALB_CONTROLLER.flatMap(([service, names]) => names.split(' ').map((name) => `${service}:${name}`))),
    everyResource: true,
    advice:
      'install the AWS Load Balancer Controller with a chart and a service account of your own, or use EKS Auto Mode, which balances load itself',
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
    // EmrContainersStartJobRun and the receipt rule that drops spam; any other is a SingletonFunction of the user.
    '/SingletonLambda(?:8693BB64968944B69AAFB0CC9EB8757C|224e77f9a32e4b4dac32983477abba16)(?:/|$)',
    '/CertificateRequestorFunction(?:/|$)',
    '/waiter-state-machine(?:/|$)',
    '/DrainECSHook/Function(?:/|$)',
    '/KubectlProvider/Handler(?:/|$)',
    '/KubectlHandlerRole(?:/|$)',
    '/Eval41256dc5445742738ed917bc818694e5(?:/|$)',
    '/CrossRegionAwsSdk8a0c93f3dbef4b71ac137aaf2048ce7e(?:/|$)',
    '/AWSb4cf1abd4e4f4bc699441af7ccd9ec37(?:/|$)',
    '/PipelinesSecurityCheck/CDKPipelinesAutoApprove(?:/|$)',
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
  if (statement.actions.length === 0) return undefined;
  return shapes.find((shape) => hasItsActions(statement, shape) && hasItsResources(statement, shape) && isWrittenUnder(statement, shape));
}

function hasItsActions(statement: Statement, shape: ProviderShape): boolean {
  const isOnlyIts = statement.actions.every(({ value }) => typeof value === 'string' && shape.actions.has(value.toLowerCase()));
  return isOnlyIts && (shape.whole !== true || holdsAll(statement, shape));
}

function hasItsResources({ resources, principals, document }: Statement, { everyResource, on, to }: ProviderShape): boolean {
  if (
    document.kind === 'resource'
      ? to === undefined || principals.length === 0 || !principals.every(({ value }) => to.test(render(value)))
      : to !== undefined
  ) {
    return false;
  }
  return everyResource || resources.every((resource) => isWrittenOn(resource, on));
}

function isWrittenUnder({ conditions }: Statement, { under }: ProviderShape): boolean {
  return under === undefined || conditions.some(({ key }) => key.toLowerCase() === under);
}

function holdsAll({ actions: given }: Statement, { actions: wanted }: ProviderShape): boolean {
  return new Set(given.map(({ value }) => (typeof value === 'string' ? value.toLowerCase() : ''))).size === wanted.size;
}

function isWrittenOn(resource: Statement['resources'][number], on: RegExp | undefined): boolean {
  return on === undefined ? namesItsResource(resource) : on.test(render(resource.value));
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
