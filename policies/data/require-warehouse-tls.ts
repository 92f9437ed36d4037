import { defineNagRule } from '../../lib/core/nag-rule';
import { warehouse, warehouseSettings } from '../example-clusters';

export default defineNagRule({
  meta: {
    id: 'data/require-warehouse-tls',
    severity: 'error',
    title: 'Redshift clusters refuse connections without TLS',
    rationale:
      'A cluster takes connections in the clear from every client that does not ask for TLS, with passwords and results in them, until its parameter group sets "require_ssl".',
    references: ['https://docs.aws.amazon.com/redshift/latest/mgmt/connecting-ssl-support.html'],
    peers: ['cdk-nag AwsSolutions-RS1', 'Security Hub Redshift.2'],
  },
  nag: { rule: 'redshift.RedshiftRequireTlsSSL', types: ['AWS::Redshift::Cluster'], reads: ['AWS::Redshift::ClusterParameterGroup'] },
  property: ['ClusterParameterGroupName'],
  evidence: 'require_ssl not set',
  what: 'cluster "{name}" has no parameter group of its template that sets "require_ssl" to "true"',
  fix: 'name an AWS::Redshift::ClusterParameterGroup in "ClusterParameterGroupName" with the parameter "require_ssl" set to "true" (redshift.CfnClusterParameterGroup)',
  examples: {
    valid: [
      {
        title: 'TLS required',
        resources: {
          Warehouse: warehouse({ ClusterParameterGroupName: { Ref: 'Settings' } }),
          Settings: warehouseSettings({ Parameters: [{ ParameterName: 'require_ssl', ParameterValue: 'true' }] }),
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
      {
        title: 'a group that does not require it',
        resources: {
          Warehouse: warehouse({ ClusterParameterGroupName: { Ref: 'Settings' } }),
          Settings: warehouseSettings({ Parameters: [{ ParameterName: 'require_ssl', ParameterValue: 'false' }] }),
        },
      },
    ],
  },
});
