import { defineNagRule } from '../../lib/core/nag-rule';
import { warehouse } from '../example-clusters';

export default defineNagRule({
  meta: {
    id: 'observability/require-warehouse-log',
    severity: 'warning',
    title: 'Redshift clusters keep audit logs',
    rationale:
      'Connections, users and queries of a warehouse are kept for a few days inside of it, and only as long as nobody removes them. Audit logs keep them outside.',
    references: ['https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html'],
    peers: ['cdk-nag AwsSolutions-RS5', 'CKV_AWS_71', 'Security Hub Redshift.4'],
  },
  nag: { rule: 'redshift.RedshiftClusterAuditLogging', types: ['AWS::Redshift::Cluster'] },
  property: ['LoggingProperties'],
  what: 'cluster "{name}" has LoggingProperties {value}: no audit logs',
  fix: 'set "LoggingProperties" with a bucket or with "LogDestinationType: cloudwatch" ("loggingProperties" of the construct)',
  examples: {
    valid: [
      {
        title: 'logs in a bucket',
        resources: {
          Warehouse: warehouse({ LoggingProperties: { BucketName: 'audit-logs' } }),
        },
      },
    ],
    invalid: [
      {
        title: 'none',
        resources: {
          Warehouse: warehouse(),
        },
      },
    ],
  },
});
