import { globCovers } from '../../lib/core/iam/pattern';
import type { PolicyDocument, Statement } from '../../lib/core/iam/statement';
import type { Json } from '../../lib/core/json';
import { bucketPoliciesOf, isWebsite } from '../../lib/core/model/bucket';
import type { Model } from '../../lib/core/model/model';
import { coversActions, deniesPlainText, isUnconditional } from '../../lib/core/model/transport';
import { defineRule, type Fact } from '../../lib/core/rule';
import { partsOf, type SymbolicString } from '../../lib/core/template/symbolic';
import type { Resource } from '../../lib/core/template/template';

const receipts = { Type: 'AWS::S3::Bucket' };
const arn = { 'Fn::GetAtt': ['Receipts', 'Arn'] };
const objects = { 'Fn::Join': ['', [arn, '/*']] };
const policy = (Resource: Json) => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: { Ref: 'Receipts' },
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:*', Resource, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      ],
    },
  },
});

type Message = 'plainText' | 'website' | 'inPart';

export default defineRule<Message>({
  meta: {
    id: 'data/require-bucket-tls',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Bucket policies deny requests without TLS',
    rationale:
      'Amazon S3 answers plain HTTP as well. A client that is configured so sends its request, its signed URL and the object in the clear; a Deny in the policy is what stops it.',
    references: [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit',
      'https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-ssl-requests-only.html',
    ],
    catalogue: ['DATA-S3-TLS'],
    peers: [
      'guard S3_BUCKET_SSL_REQUESTS_ONLY',
      'cdk-nag AwsSolutions-S10',
      'Security Hub S3.5',
      'prowler s3_bucket_secure_transport_policy',
    ],
  },
  messages: {
    plainText: {
      what: 'bucket "{name}" has no policy that denies requests without TLS',
      fix: 'set "enforceSSL: true" on the bucket, or add to its AWS::S3::BucketPolicy a Deny of "s3:*" for everyone on the bucket and its objects with the condition Bool "aws:SecureTransport": "false"',
    },
    website: {
      what: 'bucket "{name}" is a website, whose endpoint speaks plain HTTP alone',
      fix: 'serve the bucket through a CloudFront distribution with origin access control ("S3BucketOrigin.withOriginAccessControl"), drop the WebsiteConfiguration, and set "enforceSSL: true"',
    },
    inPart: {
      what: 'the policy of bucket "{name}" denies requests without TLS in part: it leaves out {left}',
      fix: 'let one Deny name "s3:*", the ARN of the bucket and the same with "/*", everyone, and no condition but "aws:SecureTransport"; "enforceSSL: true" writes it',
    },
  },
  examples: {
    valid: [{ title: 'a Deny for the bucket and its objects', resources: { Receipts: receipts, Policy: policy([arn, objects]) } }],
    invalid: [
      { title: 'no policy', resources: { Receipts: receipts }, reports: ['plainText'] },
      {
        title: 'a website',
        resources: { Site: { Type: 'AWS::S3::Bucket', Properties: { WebsiteConfiguration: { IndexDocument: 'index.html' } } } },
        reports: ['website'],
      },
      { title: 'a Deny for the objects alone', resources: { Receipts: receipts, Policy: policy(objects) }, reports: ['inPart'] },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const resource of model.resourcesOfType('AWS::S3::Bucket')) {
      const documents = bucketPoliciesOf(model, resource);
      const denials = documents.flatMap(({ statements }) => statements.filter(deniesPlainText));
      const common = { resource, at: model.propertiesOf(resource) };
      const name = model.nameOf(resource);
      if (denials.length > 0) {
        const left = leftOut(model, resource, denials, documents).join(' and ');
        if (left !== '') yield { ...common, message: 'inPart', evidence: `TLS not required for ${left}`, data: { name, left } };
      } else if (isWebsite(resource)) {
        yield { ...common, message: 'website', evidence: 'TLS not required', data: { name }, atMost: 'info' };
      } else yield { ...common, message: 'plainText', evidence: 'TLS not required', data: { name } };
    }
  },
});

/** What requests without TLS may still do. */
function leftOut(model: Model, bucket: Resource, denials: readonly Statement[], documents: readonly PolicyDocument[]): readonly string[] {
  const always = denials.filter(isUnconditional);
  if (always.length === 0) return ['requests that its other conditions let pass'];
  const complete = always.filter((denial) => coversActions(denial, 's3:*'));
  if (complete.length === 0) return ['some actions'];
  const conditions = new Set(documents.map(({ resource }) => resource.condition));
  if (conditions.size === 1 && !conditions.has(undefined) && !conditions.has(bucket.condition)) {
    return ['deployments without the policy'];
  }
  const arn = `arn:aws:s3:::${nameWithin(model, bucket)}`;
  const patterns = complete.flatMap(({ resources }) => resources.map(({ value, at }) => asPattern(model, bucket, value, at)));
  return [
    ...(patterns.some((pattern) => globCovers(pattern, arn)) ? [] : ['the bucket itself']),
    ...(patterns.some((pattern) => globCovers(pattern, `${arn}/*`)) ? [] : ['its objects']),
  ];
}

/** Stands for the name of a bucket that CloudFormation names. No name holds such a character. */
const GENERATED = '<bucket>';

function nameWithin(model: Model, bucket: Resource): string {
  const [name] = model.values(bucket, 'BucketName');
  return name === undefined ? GENERATED : model.show(name, bucket);
}

/** A resource of a policy as text in which the bucket goes by its name, and the partition does not matter. */
function asPattern(model: Model, bucket: Resource, value: SymbolicString, at: Statement['at']): string {
  const name = nameWithin(model, bucket);
  const written = partsOf(value)
    .map((part) => {
      if (typeof part === 'string') return part;
      const isBucket = part.kind === 'resource' && part.logicalId === bucket.logicalId && part.template === bucket.template.name;
      if (!isBucket) return model.show({ value: { parts: [part] }, at }, bucket);
      return part.attribute === 'Arn' ? `arn:aws:s3:::${name}` : name;
    })
    .join('');
  return written.replace(/^arn:(?:[^:]*|\$\{AWS::Partition\}):s3:::/, 'arn:aws:s3:::');
}
