import { defineNagRule } from '../../lib/core/nag-rule';
import { computeCluster } from '../example-clusters';

export default defineNagRule({
  meta: {
    id: 'data/require-cluster-disk-encryption',
    severity: 'error',
    title: 'EMR clusters encrypt the disks of their nodes',
    rationale:
      'A job spills its intermediate data to the disks of the nodes. Whoever gets hold of a volume or of a snapshot of one reads it, unless the cluster encrypts its local disks.',
    references: ['https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html'],
    peers: ['cdk-nag AwsSolutions-EMR4'],
  },
  nag: { rule: 'emr.EMRLocalDiskEncryption', types: ['AWS::EMR::Cluster'], reads: ['AWS::EMR::SecurityConfiguration'] },
  property: ['SecurityConfiguration'],
  evidence: 'no encryption of local disks',
  what: 'cluster "{name}" has no security configuration of its template that encrypts local disks',
  fix: 'name an AWS::EMR::SecurityConfiguration in "SecurityConfiguration" with "EnableAtRestEncryption": true and a "LocalDiskEncryptionConfiguration" (emr.CfnSecurityConfiguration)',
  examples: {
    valid: [
      {
        title: 'a configuration that encrypts disks',
        resources: {
          Cluster: computeCluster({ SecurityConfiguration: { Ref: 'Security' } }),
          Security: {
            Type: 'AWS::EMR::SecurityConfiguration',
            Properties: {
              SecurityConfiguration: {
                EnableAtRestEncryption: true,
                AtRestEncryptionConfiguration: {
                  LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: 'AwsKms', AwsKmsKey: 'alias/reports' },
                },
              },
            },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'no configuration',
        resources: {
          Cluster: computeCluster(),
        },
      },
    ],
  },
});
