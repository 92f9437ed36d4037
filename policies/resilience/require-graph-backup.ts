import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'resilience/require-graph-backup',
    severity: 'warning',
    title: 'Neptune clusters keep backups of a week',
    rationale: 'The default is one day: what is deleted or changed by an intruder on a Friday cannot be brought back on Monday.',
    references: ['https://docs.aws.amazon.com/neptune/latest/userguide/backup-restore-overview.html'],
    peers: ['cdk-nag AwsSolutions-N3', 'CKV_AWS_361', 'Security Hub Neptune.5'],
  },
  nag: { rule: 'neptune.NeptuneClusterBackupRetentionPeriod', types: ['AWS::Neptune::DBCluster'] },
  property: ['BackupRetentionPeriod'],
  what: 'cluster "{name}" has BackupRetentionPeriod {value}: less than a week of backups',
  fix: 'set "BackupRetentionPeriod" to 7 or more ("backupRetention: Duration.days(7)")',
  examples: {
    valid: [{ title: 'a week', resources: { Graph: { Type: 'AWS::Neptune::DBCluster', Properties: { BackupRetentionPeriod: 7 } } } }],
    invalid: [
      { title: 'the default', resources: { Graph: { Type: 'AWS::Neptune::DBCluster' } } },
      { title: 'three days', resources: { Graph: { Type: 'AWS::Neptune::DBCluster', Properties: { BackupRetentionPeriod: 3 } } } },
    ],
  },
});
