import { defineNagRule } from '../../lib/core/nag-rule';
import { backupSelection } from '../example-clusters';

export default defineNagRule({
  meta: {
    id: 'resilience/prefer-file-system-backup-plan',
    severity: 'info',
    title: 'File systems are part of a backup plan',
    rationale:
      'Automatic backups of a file system are kept for 35 days in the account itself. A plan decides how long, and can copy them to where an intruder of the account does not reach.',
    references: ['https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html'],
    peers: ['cdk-nag EFSInBackupPlan', 'Security Hub EFS.2'],
  },
  nag: { rule: 'efs.EFSInBackupPlan', types: ['AWS::EFS::FileSystem'], reads: ['AWS::Backup::BackupSelection'] },
  evidence: 'no backup selection',
  what: 'file system "{name}" is in no backup selection of its template',
  fix: 'add it to an AWS::Backup::BackupSelection ("plan.addSelection(\'Files\', { resources: [backup.BackupResource.fromEfsFileSystem(fileSystem)] })"); a selection by tags or of another stack is not seen: switch the rule off then',
  examples: {
    valid: [
      {
        title: 'in a selection',
        resources: {
          Files: { Type: 'AWS::EFS::FileSystem', Properties: { Encrypted: true } },
          Selection: backupSelection({ 'Fn::GetAtt': ['Files', 'Arn'] }),
        },
      },
    ],
    invalid: [{ title: 'in none', resources: { Files: { Type: 'AWS::EFS::FileSystem', Properties: { Encrypted: true } } } }],
  },
});
