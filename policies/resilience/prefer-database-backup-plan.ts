import { defineNagRule } from '../../lib/core/nag-rule';
import { backupSelection } from '../example-clusters';

export default defineNagRule({
  meta: {
    id: 'resilience/prefer-database-backup-plan',
    severity: 'info',
    title: 'Databases are part of a backup plan',
    rationale:
      'Automatic backups end with their database, at the latest after 35 days. Backups of a plan go to a vault that can be locked, and to other accounts.',
    references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/whatisbackup.html'],
    peers: ['cdk-nag RDSInBackupPlan', 'Security Hub RDS.26'],
  },
  nag: { rule: 'rds.RDSInBackupPlan', types: ['AWS::RDS::DBInstance'], reads: ['AWS::Backup::BackupSelection'] },
  evidence: 'no backup selection',
  what: 'database "{name}" is in no backup selection of its template',
  fix: 'add it to an AWS::Backup::BackupSelection ("plan.addSelection(\'Databases\', { resources: [backup.BackupResource.fromRdsDatabaseInstance(database)] })"); a selection by tags or of another stack is not seen: switch the rule off then',
  examples: {
    valid: [
      {
        title: 'in a selection',
        resources: {
          Database: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro' } },
          Selection: backupSelection({ 'Fn::Sub': 'arn:aws:rds:eu-west-1:111122223333:db:${Database}' }),
        },
      },
    ],
    invalid: [
      {
        title: 'in none',
        resources: { Database: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro' } } },
      },
    ],
  },
});
