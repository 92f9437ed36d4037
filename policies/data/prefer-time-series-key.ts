import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'data/prefer-time-series-key',
    severity: 'info',
    title: 'Timestream databases use a key of their owners',
    rationale:
      "Timestream always encrypts, by default with a key that AWS manages and nobody can withdraw. A key of one's own shows in CloudTrail who reads the data, and can be disabled.",
    references: ['https://docs.aws.amazon.com/timestream/latest/developerguide/EncryptionAtRest.html'],
    peers: ['cdk-nag AwsSolutions-TS3'],
  },
  nag: { rule: 'timestream.TimestreamDatabaseCustomerManagedKey', types: ['AWS::Timestream::Database'] },
  property: ['KmsKeyId'],
  what: 'database "{name}" has KmsKeyId {value}: the key is one that AWS manages',
  fix: 'set "KmsKeyId" ("kmsKeyId: key.keyArn" of timestream.CfnDatabase)',
  examples: {
    valid: [{ title: 'a key', resources: { Metrics: { Type: 'AWS::Timestream::Database', Properties: { KmsKeyId: 'alias/metrics' } } } }],
    invalid: [{ title: 'no key', resources: { Metrics: { Type: 'AWS::Timestream::Database' } } }],
  },
});
