import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'resilience/prefer-cache-backup',
    severity: 'info',
    title: 'Caches that hold data keep snapshots',
    rationale:
      'A cache that is used as a store, for sessions or queues, loses everything with its nodes. cdk-nag asks for snapshots of fifteen days.',
    references: ['https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html'],
    peers: ['cdk-nag ElastiCacheRedisClusterAutomaticBackup', 'CKV_AWS_134', 'Security Hub ElastiCache.1'],
  },
  nag: {
    rule: 'elasticache.ElastiCacheRedisClusterAutomaticBackup',
    types: ['AWS::ElastiCache::ReplicationGroup', 'AWS::ElastiCache::CacheCluster'],
  },
  property: ['SnapshotRetentionLimit'],
  what: 'cache "{name}" has SnapshotRetentionLimit {value}: less than fifteen days of snapshots',
  fix: 'set "SnapshotRetentionLimit" to 15 or more, or switch the rule off where the data can be made again',
  examples: {
    valid: [
      {
        title: 'fifteen days',
        resources: {
          Sessions: {
            Type: 'AWS::ElastiCache::ReplicationGroup',
            Properties: { ReplicationGroupDescription: 'sessions', SnapshotRetentionLimit: 15 },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'none',
        resources: { Sessions: { Type: 'AWS::ElastiCache::ReplicationGroup', Properties: { ReplicationGroupDescription: 'sessions' } } },
      },
      {
        title: 'one day',
        resources: {
          Sessions: {
            Type: 'AWS::ElastiCache::ReplicationGroup',
            Properties: { ReplicationGroupDescription: 'sessions', SnapshotRetentionLimit: 1 },
          },
        },
      },
    ],
  },
});
