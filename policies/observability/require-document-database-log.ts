import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'observability/require-document-database-log',
    severity: 'warning',
    title: 'DocumentDB clusters export their audit events',
    rationale:
      'Who logged in to a cluster, and who dropped a collection, is written nowhere that outlives the cluster unless the events are exported to CloudWatch Logs.',
    references: ['https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html'],
    peers: ['cdk-nag AwsSolutions-DOC5', 'Security Hub DocumentDB.4'],
  },
  nag: { rule: 'documentdb.DocumentDBClusterLogExports', types: ['AWS::DocDB::DBCluster'] },
  property: ['EnableCloudwatchLogsExports'],
  what: 'cluster "{name}" does not export the events "{finding}"',
  fix: 'add "{finding}" to "EnableCloudwatchLogsExports" ("enableCloudwatchLogsExports" of docdb.CfnDBCluster), with "audit_logs" in the parameter group',
  examples: {
    valid: [
      {
        title: 'the events that cdk-nag asks for',
        resources: {
          Store: {
            Type: 'AWS::DocDB::DBCluster',
            Properties: { MasterUsername: 'owner', EnableCloudwatchLogsExports: ['authenticate', 'createIndex', 'dropCollection'] },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'no logs',
        resources: { Store: { Type: 'AWS::DocDB::DBCluster', Properties: { MasterUsername: 'owner' } } },
        reports: ['reported', 'reported', 'reported'],
      },
      {
        title: 'a part of them',
        resources: {
          Store: {
            Type: 'AWS::DocDB::DBCluster',
            Properties: { MasterUsername: 'owner', EnableCloudwatchLogsExports: ['authenticate', 'createIndex'] },
          },
        },
      },
    ],
  },
});
