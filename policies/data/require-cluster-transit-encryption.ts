import { defineNagRule } from '../../lib/core/nag-rule';
import { computeCluster } from '../example-clusters';

export default defineNagRule({
  meta: {
    id: 'data/require-cluster-transit-encryption',
    severity: 'error',
    title: 'EMR clusters encrypt what their nodes exchange',
    rationale:
      'Between the nodes of a cluster all data moves that a job works on, row by row. Without a security configuration that asks for TLS it moves in the clear.',
    references: ['https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html'],
    peers: ['cdk-nag AwsSolutions-EMR5'],
  },
  nag: { rule: 'emr.EMREncryptionInTransit', types: ['AWS::EMR::Cluster'], reads: ['AWS::EMR::SecurityConfiguration'] },
  property: ['SecurityConfiguration'],
  evidence: 'no encryption in transit',
  what: 'cluster "{name}" has no security configuration of its template that encrypts data in transit',
  fix: 'name an AWS::EMR::SecurityConfiguration in "SecurityConfiguration" with "EnableInTransitEncryption": true and a "TLSCertificateConfiguration" (emr.CfnSecurityConfiguration)',
  examples: {
    valid: [
      {
        title: 'a configuration with TLS',
        resources: {
          Cluster: computeCluster({ SecurityConfiguration: { Ref: 'Security' } }),
          Security: {
            Type: 'AWS::EMR::SecurityConfiguration',
            Properties: {
              SecurityConfiguration: {
                EnableInTransitEncryption: true,
                InTransitEncryptionConfiguration: {
                  TLSCertificateConfiguration: { CertificateProviderType: 'PEM', S3Object: 's3://certificates/emr.zip' },
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
      {
        title: 'a configuration without it',
        resources: {
          Cluster: computeCluster({ SecurityConfiguration: { Ref: 'Security' } }),
          Security: {
            Type: 'AWS::EMR::SecurityConfiguration',
            Properties: { SecurityConfiguration: { EnableInTransitEncryption: false } },
          },
        },
      },
    ],
  },
});
