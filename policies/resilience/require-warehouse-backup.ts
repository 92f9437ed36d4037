import { defineNagRule } from '../../lib/core/nag-rule';
import { warehouse } from '../example-clusters';

export default defineNagRule({
  meta: {
    id: 'resilience/require-warehouse-backup',
    severity: 'warning',
    title: 'Redshift clusters keep automatic snapshots',
    rationale: 'With a retention of zero a cluster makes no snapshots at all: what is deleted is gone.',
    references: ['https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-snapshots.html'],
    peers: ['cdk-nag AwsSolutions-RS10', 'CKV_AWS_343', 'Security Hub Redshift.3'],
  },
  nag: { rule: 'redshift.RedshiftBackupEnabled', types: ['AWS::Redshift::Cluster'] },
  property: ['AutomatedSnapshotRetentionPeriod'],
  what: 'cluster "{name}" has AutomatedSnapshotRetentionPeriod {value}: no automatic snapshots',
  fix: 'remove "AutomatedSnapshotRetentionPeriod" or set it to 7 or more',
  examples: {
    valid: [
      {
        title: 'a week',
        resources: {
          Warehouse: warehouse({ AutomatedSnapshotRetentionPeriod: 7 }),
        },
      },
      {
        title: 'the default of a day',
        resources: {
          Warehouse: warehouse(),
        },
      },
    ],
    invalid: [
      {
        title: 'none',
        resources: {
          Warehouse: warehouse({ AutomatedSnapshotRetentionPeriod: 0 }),
        },
      },
    ],
  },
});
