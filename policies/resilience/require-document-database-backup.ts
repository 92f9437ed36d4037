import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'resilience/require-document-database-backup',
    severity: 'warning',
    title: 'DocumentDB clusters keep backups of a week',
    rationale: 'The default is one day: what is deleted or encrypted by an intruder on a Friday cannot be brought back on Monday.',
    references: ['https://docs.aws.amazon.com/documentdb/latest/developerguide/backup_restore.html'],
    peers: ['cdk-nag AwsSolutions-DOC4', 'CKV_AWS_360', 'Security Hub DocumentDB.2'],
  },
  nag: { rule: 'documentdb.DocumentDBClusterBackupRetentionPeriod', types: ['AWS::DocDB::DBCluster'] },
  property: ['BackupRetentionPeriod'],
  what: 'cluster "{name}" has BackupRetentionPeriod {value}: less than a week of backups',
  fix: 'set "BackupRetentionPeriod" to 7 or more ("backup: { retention: Duration.days(7) }")',
  examples: {
    valid: [
      {
        title: 'a week',
        resources: { Store: { Type: 'AWS::DocDB::DBCluster', Properties: { MasterUsername: 'owner', BackupRetentionPeriod: 7 } } },
      },
    ],
    invalid: [
      { title: 'the default', resources: { Store: { Type: 'AWS::DocDB::DBCluster', Properties: { MasterUsername: 'owner' } } } },
      {
        title: 'three days',
        resources: { Store: { Type: 'AWS::DocDB::DBCluster', Properties: { MasterUsername: 'owner', BackupRetentionPeriod: 3 } } },
      },
    ],
  },
});
