import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'resilience/prefer-search-zone-awareness',
    severity: 'info',
    title: 'Search domains spread over zones',
    rationale: 'A domain in one zone is away, with all its shards, when the zone is.',
    references: ['https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html'],
    peers: ['cdk-nag AwsSolutions-OS7', 'Security Hub Opensearch.6'],
  },
  nag: { rule: 'opensearch.OpenSearchZoneAwareness', types: ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'] },
  evidence: 'one zone',
  what: 'search domain "{name}" is in one zone: ZoneAwarenessEnabled is not set',
  fix: 'set "ZoneAwarenessEnabled" to true in "ClusterConfig" ("zoneAwareness: { enabled: true }" of opensearchservice.Domain)',
  examples: {
    valid: [
      {
        title: 'several zones',
        resources: { Search: { Type: 'AWS::OpenSearchService::Domain', Properties: { ClusterConfig: { ZoneAwarenessEnabled: true } } } },
      },
    ],
    invalid: [
      { title: 'left out', resources: { Search: { Type: 'AWS::OpenSearchService::Domain' } } },
      {
        title: 'turned off',
        resources: { Search: { Type: 'AWS::OpenSearchService::Domain', Properties: { ClusterConfig: { ZoneAwarenessEnabled: false } } } },
      },
    ],
  },
});
