import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'resilience/prefer-graph-multi-zone',
    severity: 'info',
    title: 'Neptune clusters may run in several zones',
    rationale: 'A cluster without a subnet group, or with one zone, has nowhere to fail over to.',
    references: ['https://docs.aws.amazon.com/neptune/latest/userguide/feature-overview-availability.html'],
    peers: ['cdk-nag AwsSolutions-N1', 'Security Hub Neptune.9'],
  },
  nag: { rule: 'neptune.NeptuneClusterMultiAZ', types: ['AWS::Neptune::DBCluster'] },
  evidence: 'one zone',
  what: 'cluster "{name}" names no subnet group, or one zone alone',
  fix: 'set "DBSubnetGroupName" to subnets of two or more zones, and leave "AvailabilityZones" out ("vpcSubnets" of neptune.DatabaseCluster)',
  examples: {
    valid: [
      { title: 'a subnet group', resources: { Graph: { Type: 'AWS::Neptune::DBCluster', Properties: { DBSubnetGroupName: 'graph' } } } },
    ],
    invalid: [
      { title: 'none', resources: { Graph: { Type: 'AWS::Neptune::DBCluster' } } },
      {
        title: 'one zone',
        resources: {
          Graph: { Type: 'AWS::Neptune::DBCluster', Properties: { DBSubnetGroupName: 'graph', AvailabilityZones: ['eu-west-1a'] } },
        },
      },
    ],
  },
});
