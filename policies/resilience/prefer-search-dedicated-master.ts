import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'resilience/prefer-search-dedicated-master',
    severity: 'info',
    title: 'Search domains have nodes that only manage the cluster',
    rationale: 'Where the nodes that hold data also manage the cluster, one heavy query can take both away.',
    references: ['https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-dedicatedmasternodes.html'],
    peers: ['cdk-nag AwsSolutions-OS4', 'CKV_AWS_318', 'Security Hub Opensearch.11'],
  },
  nag: { rule: 'opensearch.OpenSearchDedicatedMasterNode', types: ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'] },
  evidence: 'no dedicated master',
  what: 'search domain "{name}" has no dedicated master nodes',
  fix: 'set "DedicatedMasterEnabled" to true with "DedicatedMasterCount" 3 in "ClusterConfig" ("capacity: { masterNodes: 3 }" of opensearchservice.Domain)',
  examples: {
    valid: [
      {
        title: 'three of them',
        resources: {
          Search: {
            Type: 'AWS::OpenSearchService::Domain',
            Properties: { ClusterConfig: { DedicatedMasterEnabled: true, DedicatedMasterCount: 3 } },
          },
        },
      },
    ],
    invalid: [
      { title: 'left out', resources: { Search: { Type: 'AWS::OpenSearchService::Domain' } } },
      {
        title: 'turned off',
        resources: { Search: { Type: 'AWS::OpenSearchService::Domain', Properties: { ClusterConfig: { DedicatedMasterEnabled: false } } } },
      },
    ],
  },
});
