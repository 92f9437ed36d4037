import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'supply-chain/require-warehouse-upgrade',
    severity: 'warning',
    title: 'Redshift clusters take upgrades by themselves',
    rationale:
      'Fixes of vulnerabilities come with new versions. A cluster that waits for a person to apply them waits in the meantime with the holes open.',
    references: ['https://docs.aws.amazon.com/redshift/latest/mgmt/cluster-versions.html'],
    peers: ['cdk-nag AwsSolutions-RS9', 'CKV_AWS_141', 'Security Hub Redshift.6'],
  },
  nag: { rule: 'redshift.RedshiftClusterVersionUpgrade', types: ['AWS::Redshift::Cluster'] },
  property: ['AllowVersionUpgrade'],
  what: 'cluster "{name}" has AllowVersionUpgrade {value}',
  fix: 'remove "AllowVersionUpgrade" or set it to true',
  examples: {
    valid: [
      {
        title: 'the default',
        resources: {
          Warehouse: {
            Type: 'AWS::Redshift::Cluster',
            Properties: { ClusterType: 'multi-node', DBName: 'orders', MasterUsername: 'owner', NodeType: 'ra3.large' },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'turned off',
        resources: {
          Warehouse: {
            Type: 'AWS::Redshift::Cluster',
            Properties: {
              ClusterType: 'multi-node',
              DBName: 'orders',
              MasterUsername: 'owner',
              NodeType: 'ra3.large',
              AllowVersionUpgrade: false,
            },
          },
        },
      },
    ],
  },
});
