import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'data/require-glue-log-encryption',
    severity: 'warning',
    title: 'Crawlers and jobs of Glue encrypt their logs',
    rationale:
      'Logs of crawlers and jobs hold names of tables, samples of rows and stack traces with values. They are encrypted with a key of the owners only when a security configuration says so.',
    references: ['https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html'],
    peers: ['cdk-nag AwsSolutions-GL1'],
  },
  nag: {
    rule: 'glue.GlueEncryptedCloudWatchLogs',
    types: ['AWS::Glue::Crawler', 'AWS::Glue::Job'],
    reads: ['AWS::Glue::SecurityConfiguration'],
  },
  evidence: 'logs not encrypted',
  what: '"{name}" has no security configuration of its template that encrypts its CloudWatch logs',
  fix: 'name an AWS::Glue::SecurityConfiguration whose "CloudWatchEncryptionMode" is "SSE-KMS" (glue.CfnSecurityConfiguration)',
  examples: {
    valid: [
      {
        title: 'logs encrypted with a key',
        resources: {
          Crawler: {
            Type: 'AWS::Glue::Crawler',
            Properties: { Role: 'crawler', Targets: {}, CrawlerSecurityConfiguration: { Ref: 'Security' } },
          },
          Security: {
            Type: 'AWS::Glue::SecurityConfiguration',
            Properties: {
              Name: 'encrypted',
              EncryptionConfiguration: {
                CloudWatchEncryption: { CloudWatchEncryptionMode: 'SSE-KMS', KmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/k' },
              },
            },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'a crawler without a configuration',
        resources: { Crawler: { Type: 'AWS::Glue::Crawler', Properties: { Role: 'crawler', Targets: {} } } },
      },
      {
        title: 'a job whose configuration leaves logs out',
        resources: {
          Job: {
            Type: 'AWS::Glue::Job',
            Properties: { Role: 'job', Command: { Name: 'glueetl' }, SecurityConfiguration: { Ref: 'Security' } },
          },
          Security: {
            Type: 'AWS::Glue::SecurityConfiguration',
            Properties: { Name: 'encrypted', EncryptionConfiguration: { CloudWatchEncryption: { CloudWatchEncryptionMode: 'DISABLED' } } },
          },
        },
      },
    ],
  },
});
