import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'observability/prefer-container-insights',
    severity: 'info',
    title: 'Clusters of containers report to Container Insights',
    rationale:
      'Without it a cluster has no metrics of its tasks: restarts, exhausted memory and a service that cannot place its tasks are seen when users see them.',
    references: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html'],
    peers: ['cdk-nag AwsSolutions-ECS4', 'CKV_AWS_65', 'Security Hub ECS.12'],
  },
  nag: { rule: 'ecs.ECSClusterCloudWatchContainerInsights', types: ['AWS::ECS::Cluster'] },
  property: ['ClusterSettings'],
  evidence: 'no Container Insights',
  what: 'cluster "{name}" does not have Container Insights',
  fix: 'set "containerInsights" to "enabled" or "enhanced" in "ClusterSettings" ("containerInsightsV2: ecs.ContainerInsights.ENHANCED" of ecs.Cluster)',
  examples: {
    valid: [
      {
        title: 'enabled',
        resources: {
          Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterSettings: [{ Name: 'containerInsights', Value: 'enhanced' }] } },
        },
      },
    ],
    invalid: [
      { title: 'left out', resources: { Cluster: { Type: 'AWS::ECS::Cluster' } } },
      {
        title: 'disabled',
        resources: {
          Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterSettings: [{ Name: 'containerInsights', Value: 'disabled' }] } },
        },
      },
    ],
  },
});
