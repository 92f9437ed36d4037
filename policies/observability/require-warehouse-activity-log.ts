import { defineNagRule } from '../../lib/core/nag-rule';
import { warehouse, warehouseSettings } from '../example-clusters';

export default defineNagRule({
  meta: {
    id: 'observability/require-warehouse-activity-log',
    severity: 'warning',
    title: 'Redshift clusters log the statements of their users',
    rationale:
      'Audit logs tell who connected. What they asked for is logged only when the parameter group sets "enable_user_activity_logging".',
    references: ['https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html'],
    peers: ['cdk-nag AwsSolutions-RS11', 'CKV_AWS_321'],
  },
  nag: {
    rule: 'redshift.RedshiftClusterUserActivityLogging',
    types: ['AWS::Redshift::Cluster'],
    reads: ['AWS::Redshift::ClusterParameterGroup'],
  },
  property: ['ClusterParameterGroupName'],
  evidence: 'enable_user_activity_logging not set',
  what: 'cluster "{name}" has no parameter group of its template that sets "enable_user_activity_logging" to "true"',
  fix: 'name an AWS::Redshift::ClusterParameterGroup in "ClusterParameterGroupName" with the parameter "enable_user_activity_logging" set to "true" (redshift.CfnClusterParameterGroup)',
  examples: {
    valid: [
      {
        title: 'statements logged',
        resources: {
          Warehouse: warehouse({ ClusterParameterGroupName: { Ref: 'Settings' } }),
          Settings: warehouseSettings({ Parameters: [{ ParameterName: 'enable_user_activity_logging', ParameterValue: 'true' }] }),
        },
      },
    ],
    invalid: [
      {
        title: 'the default parameter group',
        resources: {
          Warehouse: warehouse(),
        },
      },
    ],
  },
});
