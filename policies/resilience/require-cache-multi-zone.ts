import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'resilience/require-cache-multi-zone',
    severity: 'warning',
    title: 'Replicated caches run in several zones',
    rationale: 'A replica in the zone of its primary fails together with it, and all requests fall on the database behind at once.',
    references: ['https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html'],
    peers: ['cdk-nag AwsSolutions-AEC4'],
  },
  nag: { rule: 'elasticache.ElastiCacheRedisClusterMultiAZ', types: ['AWS::ElastiCache::ReplicationGroup'] },
  property: ['MultiAZEnabled'],
  what: 'cache "{name}" has MultiAZEnabled {value}: one zone takes it down',
  fix: 'set "MultiAZEnabled" and "AutomaticFailoverEnabled" to true ("multiAzEnabled: true" of elasticache.CfnReplicationGroup)',
  examples: {
    valid: [
      {
        title: 'several zones',
        resources: {
          Sessions: {
            Type: 'AWS::ElastiCache::ReplicationGroup',
            Properties: { ReplicationGroupDescription: 'sessions', MultiAZEnabled: true, AutomaticFailoverEnabled: true },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'left out',
        resources: { Sessions: { Type: 'AWS::ElastiCache::ReplicationGroup', Properties: { ReplicationGroupDescription: 'sessions' } } },
      },
      {
        title: 'turned off',
        resources: {
          Sessions: {
            Type: 'AWS::ElastiCache::ReplicationGroup',
            Properties: { ReplicationGroupDescription: 'sessions', MultiAZEnabled: false },
          },
        },
      },
    ],
  },
});
