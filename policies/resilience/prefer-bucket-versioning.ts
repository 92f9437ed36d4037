import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'resilience/prefer-bucket-versioning',
    severity: 'info',
    title: 'Buckets keep the versions of objects',
    rationale: 'An object that is overwritten or deleted, by a mistake or by an intruder, is gone unless its bucket keeps versions.',
    references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html'],
    peers: ['cdk-nag S3BucketVersioningEnabled', 'CKV_AWS_21', 'Security Hub S3.14'],
  },
  nag: { rule: 's3.S3BucketVersioningEnabled', types: ['AWS::S3::Bucket'] },
  property: ['VersioningConfiguration', 'Status'],
  what: 'bucket "{name}" keeps no versions',
  fix: 'set "VersioningConfiguration: Status" to "Enabled" ("versioned: true") with a lifecycle rule for old versions, or switch the rule off for data that can be made again',
  examples: {
    valid: [
      {
        title: 'versions',
        resources: { Orders: { Type: 'AWS::S3::Bucket', Properties: { VersioningConfiguration: { Status: 'Enabled' } } } },
      },
    ],
    invalid: [
      { title: 'left out', resources: { Orders: { Type: 'AWS::S3::Bucket' } } },
      {
        title: 'suspended',
        resources: { Orders: { Type: 'AWS::S3::Bucket', Properties: { VersioningConfiguration: { Status: 'Suspended' } } } },
      },
    ],
  },
});
