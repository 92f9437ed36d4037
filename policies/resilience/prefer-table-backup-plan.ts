import { defineNagRule } from '../../lib/core/nag-rule';
import { backupSelection } from '../example-clusters';

export default defineNagRule({
  meta: {
    id: 'resilience/prefer-table-backup-plan',
    severity: 'info',
    title: 'Tables are part of a backup plan',
    rationale:
      'Point-in-time recovery ends with the account and with the rights of who can turn it off. Backups of a plan go to a vault that can be locked, and to other accounts.',
    references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/whatisbackup.html'],
    peers: ['cdk-nag DynamoDBInBackupPlan', 'Security Hub DynamoDB.4'],
  },
  nag: { rule: 'dynamodb.DynamoDBInBackupPlan', types: ['AWS::DynamoDB::Table'], reads: ['AWS::Backup::BackupSelection'] },
  evidence: 'no backup selection',
  what: 'table "{name}" is in no backup selection of its template',
  fix: 'add it to an AWS::Backup::BackupSelection ("plan.addSelection(\'Tables\', { resources: [backup.BackupResource.fromDynamoDbTable(table)] })"); a selection by tags or of another stack is not seen: switch the rule off then',
  examples: {
    valid: [
      {
        title: 'in a selection',
        resources: {
          Orders: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] } },
          Selection: backupSelection({ 'Fn::GetAtt': ['Orders', 'Arn'] }),
        },
      },
    ],
    invalid: [
      {
        title: 'in none',
        resources: { Orders: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] } } },
      },
    ],
  },
});
