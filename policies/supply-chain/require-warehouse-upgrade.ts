import { defineNagRule } from '../../lib/core/nag-rule';
import { warehouse } from '../example-clusters';

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
          Warehouse: warehouse(),
        },
      },
    ],
    invalid: [
      {
        title: 'turned off',
        resources: {
          Warehouse: warehouse({ AllowVersionUpgrade: false }),
        },
      },
    ],
  },
});
