import type { JsonObject } from '../../lib/core/json';
import { type Origin, originsOf } from '../../lib/core/model/distribution';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'bucket' | 'website' | 'functionUrl';

const distribution = (origin: JsonObject): JsonObject => ({
  Type: 'AWS::CloudFront::Distribution',
  Properties: { DistributionConfig: { Enabled: true, Origins: [{ Id: 'origin', ...origin }] } },
});
const bucket: JsonObject = {
  DomainName: { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] },
  S3OriginConfig: { OriginAccessIdentity: '' },
};
const Bucket = { Type: 'AWS::S3::Bucket' };

export default defineRule<Message>({
  meta: {
    id: 'endpoint/require-origin-access-control',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Buckets and function URLs behind a distribution answer that distribution only',
    rationale:
      'Without origin access control the origin cannot tell the distribution from anyone else. It has to be public, and whoever asks it directly gets past the cache, the web ACL and signed URLs.',
    references: [
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html',
    ],
    catalogue: ['NET-CLOUDFRONT'],
    peers: ['cdk-nag AwsSolutions-CFR7', 'CKV2_AWS_72', 'Security Hub CloudFront.13', 'Security Hub CloudFront.16'],
  },
  messages: {
    bucket: {
      what: 'distribution "{name}" reads bucket "{origin}" without origin access control, so that the bucket has to be public',
      fix: 'set OriginAccessControlId ("S3BucketOrigin.withOriginAccessControl(bucket)") and let the bucket policy name this distribution only',
    },
    website: {
      what: 'distribution "{name}" reads the website of bucket "{origin}", which everybody can read past the distribution',
      fix: 'use the bucket itself as the origin ("S3BucketOrigin.withOriginAccessControl(bucket)") with "defaultRootObject", and drop WebsiteConfiguration',
    },
    functionUrl: {
      what: 'distribution "{name}" calls function URL "{origin}" without origin access control: the URL has to take calls of everybody',
      fix: 'set OriginAccessControlId ("FunctionUrlOrigin.withOriginAccessControl(url)") and AuthType "AWS_IAM" on the URL',
    },
  },
  examples: {
    valid: [
      {
        title: 'a bucket with origin access control; CDK leaves the older identity empty beside it',
        resources: { Bucket, Site: distribution({ ...bucket, OriginAccessControlId: 'E1A2B3C4D5E6F7' }) },
      },
    ],
    invalid: [
      { title: 'a bucket without it', resources: { Bucket, Site: distribution(bucket) }, reports: ['bucket'] },
      {
        title: 'the website of a bucket, which is a warning',
        resources: { Site: distribution({ DomainName: 'orders.s3-website-eu-west-1.amazonaws.com', CustomOriginConfig: {} }) },
        reports: ['website'],
      },
      {
        title: 'a function URL without it',
        resources: { Site: distribution({ DomainName: 'abc123.lambda-url.eu-west-1.on.aws', CustomOriginConfig: {} }) },
        reports: ['functionUrl'],
      },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::CloudFront::Distribution')) {
      if (isPublicOnPurpose(model, resource)) continue;
      for (const reading of model.readingsOf(resource)) {
        for (const config of reading.objects('DistributionConfig')) {
          for (const origin of originsOf(model, config)) {
            if (origin.kind !== 'other' && origin.isSigned !== 'yes') yield factOf(model, resource, origin);
          }
        }
      }
    }
  },
});

const messages = { bucket: 'bucket', 'bucket-website': 'website', 'function-url': 'functionUrl', other: 'bucket' } as const;

function factOf(model: Model, distribution_: Resource, origin: Origin): Fact<Message> {
  const { name } = origin;
  return {
    message: messages[origin.kind],
    resource: distribution_,
    at: origin.reading.at,
    evidence: `${name} OriginAccessControlId absent`,
    data: { name: model.nameOf(distribution_), origin: name },
    ...(isWeaker(model, origin) ? { atMost: 'warning' as const } : {}),
  };
}

/** A public website is a decision about the bucket; a URL with IAM stays closed, only not for this distribution. */
function isWeaker(model: Model, { kind, resource }: Origin): boolean {
  if (kind === 'bucket-website') return true;
  const path = resource === undefined ? undefined : AUTH_TYPES[resource.type];
  if (resource === undefined || path === undefined) return false;
  return model.readingsOf(resource).every((reading) => reading.isAlways(path, ['AWS_IAM']) === 'yes');
}

const AUTH_TYPES: Readonly<Record<string, readonly string[]>> = {
  'AWS::Lambda::Url': ['AuthType'],
  'AWS::Serverless::Function': ['FunctionUrlConfig', 'AuthType'],
};
