import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'data/require-glue-bookmark-encryption',
    severity: 'warning',
    title: 'Jobs of Glue encrypt their bookmarks',
    rationale:
      'A bookmark remembers which data a job has read, with keys and paths of it, and is written to S3 as plain text unless a security configuration encrypts it.',
    references: ['https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html'],
    peers: ['cdk-nag AwsSolutions-GL3'],
  },
  nag: { rule: 'glue.GlueJobBookmarkEncrypted', types: ['AWS::Glue::Job'], reads: ['AWS::Glue::SecurityConfiguration'] },
  property: ['SecurityConfiguration'],
  evidence: 'bookmarks not encrypted',
  what: 'job "{name}" has no security configuration of its template that encrypts its bookmarks',
  fix: 'name an AWS::Glue::SecurityConfiguration in "SecurityConfiguration" whose "JobBookmarksEncryptionMode" is "CSE-KMS" (glue.CfnSecurityConfiguration)',
  examples: {
    valid: [
      {
        title: 'bookmarks encrypted with a key',
        resources: {
          Job: {
            Type: 'AWS::Glue::Job',
            Properties: { Role: 'job', Command: { Name: 'glueetl' }, SecurityConfiguration: { Ref: 'Security' } },
          },
          Security: {
            Type: 'AWS::Glue::SecurityConfiguration',
            Properties: {
              Name: 'encrypted',
              EncryptionConfiguration: {
                JobBookmarksEncryption: { JobBookmarksEncryptionMode: 'CSE-KMS', KmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/k' },
              },
            },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'no configuration',
        resources: { Job: { Type: 'AWS::Glue::Job', Properties: { Role: 'job', Command: { Name: 'glueetl' } } } },
      },
    ],
  },
});
