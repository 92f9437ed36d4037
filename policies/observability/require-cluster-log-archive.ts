import { defineNagRule } from '../../lib/core/nag-rule';
import { computeCluster } from '../example-clusters';

export default defineNagRule({
  meta: {
    id: 'observability/require-cluster-log-archive',
    severity: 'warning',
    title: 'EMR clusters keep their logs in S3',
    rationale: 'The logs of a cluster are on its nodes, and gone with them. A bucket keeps what jobs did and who submitted them.',
    references: ['https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-debugging.html'],
    peers: ['cdk-nag AwsSolutions-EMR2'],
  },
  nag: { rule: 'emr.EMRS3AccessLogging', types: ['AWS::EMR::Cluster'] },
  property: ['LogUri'],
  what: 'cluster "{name}" has LogUri {value}: its logs end with it',
  fix: 'set "LogUri" ("logUri" of emr.CfnCluster)',
  examples: {
    valid: [
      {
        title: 'a bucket for logs',
        resources: {
          Cluster: computeCluster({ LogUri: 's3://cluster-logs/reports/' }),
        },
      },
    ],
    invalid: [
      {
        title: 'none',
        resources: {
          Cluster: computeCluster(),
        },
      },
    ],
  },
});
