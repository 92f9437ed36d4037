import type { PolicyDocument } from '../../lib/core/iam/statement';
import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { publicGrants } from '../../lib/core/model/public-grants';
import { policyReachOf } from '../../lib/core/model/resource-policies';
import { defineRule } from '../../lib/core/rule';

const GENERAL_FIX =
  'name the accounts, roles or services in "Principal", or add a condition with fixed values such as "aws:PrincipalOrgID", "aws:SourceArn", "aws:SourceAccount" or "aws:SourceVpce"';

/** What people who write such a policy usually want, and how to get it without strangers. */
const fixes: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::RestApi':
    'add a condition with "aws:SourceVpce", "aws:SourceVpc" or "aws:SourceIp", or name the accounts; a policy is not needed to make an API with authorizers reachable',
  'AWS::Events::EventBus': 'name the account in "Principal", or the organisation in a condition on "aws:PrincipalOrgID"',
  'AWS::KMS::Key': 'name the key\'s users in "Principal", or add conditions on "kms:CallerAccount" and "kms:ViaService"',
  'AWS::Lambda::LayerVersion': 'name the account, or set "OrganizationId" to share the layer with one organisation',
  'AWS::OpenSearchService::Domain':
    'name the roles in "Principal", or add a condition on "aws:SourceIp" with your networks, and put the domain into a VPC',
  'AWS::S3::Bucket':
    'serve objects through CloudFront with origin access control ("S3BucketOrigin.withOriginAccessControl") and name "cloudfront.amazonaws.com" with "aws:SourceArn", or name the accounts that read',
  'AWS::SNS::Topic': 'name the service that publishes with a condition on "aws:SourceArn", or the accounts ("topic.grantPublish")',
  'AWS::SQS::Queue': 'name the service that sends with a condition on "aws:SourceArn", or the roles ("queue.grantSendMessages")',
};

const bucketPolicy = (more: JsonObject): JsonObject => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: 'site',
    PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::site/*', ...more }] },
  },
});

/**
 * Policies of VPC endpoints are not judged: they limit which calls pass from inside the VPC, so "*" opens nothing. What
 * only a network reaches (a search domain in a VPC, a Lattice service) is a warning.
 * Policies of Lambda functions belong to `resource-policy/no-public-lambda-permission`.
 */
export default defineRule({
  meta: {
    id: 'resource-policy/no-public-principal',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Resource policies name who they let in',
    rationale:
      'An Allow for everyone opens the resource to every AWS account, and mostly to callers without any credentials. Only a condition with a fixed value that says who calls (an account, an organisation, a source, a network) takes that back.',
    references: [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous',
    ],
    catalogue: ['RP-PUBLIC-PRINCIPAL', 'RP-NOT-PRINCIPAL', 'RP-LAYER-PUBLIC', 'RP-VPCE-SERVICE-OPEN'],
    peers: [
      'CKV_AWS_32',
      'CKV_AWS_33',
      'CKV_AWS_70',
      'CKV_AWS_283',
      'cfn_nag F16',
      'cfn_nag F18',
      'cfn_nag F21',
      'cfn_nag F76',
      'AWS-0032',
      'cdk-nag AwsSolutions-S5',
      'cdk-nag AwsSolutions-ECR1',
      'Security Hub S3.2',
      'Security Hub SNS.4',
      'Access Analyzer CheckNoPublicAccess',
    ],
  },
  messages: {
    publicPolicy: {
      what: 'policy lets {who} call {actions}: {why}',
      fix: '{fix}',
    },
    publicInsideNetwork: {
      what: 'policy lets everyone who reaches the VPC call {actions}: {why}',
      fix: 'name the roles in "Principal", so that a host inside the network has to show who it is',
    },
    publicAudience: {
      what: 'policy lets {who} call {actions}: {why}; viewers can pass by the content delivery network',
      fix: 'require the CDN\'s authorization header or a condition on "aws:SourceArn", or acknowledge this finding when the content is for everybody',
    },
    undecidedPolicy: {
      what: 'whether the policy lets strangers call {actions} cannot be decided: {why}',
      fix: 'write the principal and the condition values so that they are known before the deployment, or give their parameters a default',
    },
  },
  examples: {
    valid: [
      {
        title: 'a bucket that CloudFront reads for one distribution',
        resources: {
          Policy: bucketPolicy({
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudfront::111122223333:distribution/E2EXAMPLE' } },
          }),
        },
      },
      {
        title: 'everyone inside one organisation',
        resources: { Policy: bucketPolicy({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }) },
      },
      {
        title: 'everyone is only refused something',
        resources: { Policy: bucketPolicy({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }) },
      },
      {
        title: 'a VPC endpoint, which only the VPC reaches',
        resources: {
          Endpoint: {
            Type: 'AWS::EC2::VPCEndpoint',
            Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] } },
          },
        },
      },
    ],
    invalid: [
      { title: 'a bucket that everyone reads', resources: { Policy: bucketPolicy({}) }, reports: ['publicPolicy'] },
      {
        title: 'a condition that does not say who calls',
        resources: { Policy: bucketPolicy({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }) },
        reports: ['publicPolicy'],
      },
      {
        title: 'a search domain inside a VPC',
        resources: {
          Domain: {
            Type: 'AWS::OpenSearchService::Domain',
            Properties: {
              VPCOptions: { SubnetIds: ['subnet-0123456789abcdef0'] },
              AccessPolicies: { Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'es:*', Resource: '*' }] },
            },
          },
        },
        reports: ['publicInsideNetwork'],
      },
      {
        title: 'a channel that everyone watches',
        resources: {
          Policy: {
            Type: 'AWS::MediaTailor::ChannelPolicy',
            Properties: {
              ChannelName: 'news',
              Policy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'mediatailor:GetManifest', Resource: '*' }] },
            },
          },
        },
        reports: ['publicAudience'],
      },
      {
        title: 'a principal that whoever deploys chooses',
        template: {
          Parameters: { Reader: { Type: 'String' } },
          Resources: { Policy: bucketPolicy({ Principal: { AWS: { Ref: 'Reader' } } }) },
        },
        reports: ['undecidedPolicy'],
      },
    ],
  },
  *check(model) {
    for (const document of model.documents) {
      if (document.kind !== 'resource' || document.guards === 'AWS::Lambda::Function') continue;
      for (const grant of publicGrants(model, document)) {
        const { who, actions, why, fact } = grant;
        const data = { who, actions, why, fix: fixes[document.guards ?? ''] ?? GENERAL_FIX };
        if (grant.answer === 'unknown') {
          const atMost = grant.chosenAtDeployment ? { atMost: 'warning' as const } : {};
          yield { ...fact, message: 'undecidedPolicy' as const, data, ...atMost };
          continue;
        }
        const reach = reachOf(model, document);
        if (reach === 'internet') yield { ...fact, message: 'publicPolicy' as const, data };
        else {
          const message = reach === 'network' ? ('publicInsideNetwork' as const) : ('publicAudience' as const);
          yield { ...fact, message, data, atMost: 'warning' as const };
        }
      }
    }
  },
});

/** A search domain in a VPC has no public address. */
function reachOf(model: Model, { resource, guards }: PolicyDocument): ReturnType<typeof policyReachOf> {
  const isDomain = guards === 'AWS::OpenSearchService::Domain';
  if (isDomain && model.values(resource, 'VPCOptions', 'SubnetIds').length > 0) return 'network';
  return policyReachOf(resource, guards);
}
