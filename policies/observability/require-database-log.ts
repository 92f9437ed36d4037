import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'observability/require-database-log',
    severity: 'warning',
    title: 'Databases export their logs',
    rationale:
      'Logins, failed ones among them, errors and audited statements stay on the instance for days at most, where its administrators can remove them. Exported to CloudWatch Logs they stay.',
    references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.html'],
    peers: ['cdk-nag RDSLoggingEnabled', 'CKV_AWS_129', 'Security Hub RDS.9'],
  },
  nag: { rule: 'rds.RDSLoggingEnabled', types: ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'], exempts: true },
  property: ['EnableCloudwatchLogsExports'],
  what: 'database "{name}" does not export the log "{finding}"',
  fix: 'add "{finding}" to "EnableCloudwatchLogsExports" ("cloudwatchLogsExports" of the construct)',
  examples: {
    valid: [
      {
        title: 'the logs of PostgreSQL',
        resources: {
          Database: {
            Type: 'AWS::RDS::DBInstance',
            Properties: { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro', EnableCloudwatchLogsExports: ['postgresql', 'upgrade'] },
          },
        },
      },
      {
        title: 'an instance of Aurora, whose cluster exports the logs',
        resources: {
          Database: {
            Type: 'AWS::RDS::DBInstance',
            Properties: { Engine: 'aurora-postgresql', DBInstanceClass: 'db.t4g.micro', DBClusterIdentifier: 'orders' },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'no logs',
        resources: { Database: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro' } } },
        reports: ['reported', 'reported'],
      },
      {
        title: 'a cluster without logs',
        resources: { Cluster: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-postgresql' } } },
      },
    ],
  },
});
