import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'observability/require-search-error-log',
    severity: 'warning',
    title: 'Search domains keep their error logs',
    rationale:
      'Failed logins, refused requests and a cluster that loses nodes stand in the error log of a domain, which is kept only where it is published.',
    references: ['https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html'],
    peers: ['cdk-nag OpenSearchErrorLogsToCloudWatch', 'CKV_AWS_84', 'Security Hub Opensearch.4'],
  },
  nag: { rule: 'opensearch.OpenSearchErrorLogsToCloudWatch', types: ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'] },
  property: ['LogPublishingOptions', 'ES_APPLICATION_LOGS'],
  evidence: 'ES_APPLICATION_LOGS absent',
  what: 'search domain "{name}" does not publish its error log',
  fix: 'add "ES_APPLICATION_LOGS" to "LogPublishingOptions" ("logging: { appLogEnabled: true }" of opensearchservice.Domain)',
  examples: {
    valid: [
      {
        title: 'published',
        resources: {
          Search: {
            Type: 'AWS::OpenSearchService::Domain',
            Properties: {
              LogPublishingOptions: {
                ES_APPLICATION_LOGS: { Enabled: true, CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:search' },
              },
            },
          },
        },
      },
    ],
    invalid: [
      { title: 'no logs', resources: { Search: { Type: 'AWS::OpenSearchService::Domain' } } },
      {
        title: 'other logs',
        resources: {
          Search: {
            Type: 'AWS::OpenSearchService::Domain',
            Properties: {
              LogPublishingOptions: {
                SEARCH_SLOW_LOGS: { Enabled: true, CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:search' },
              },
            },
          },
        },
      },
    ],
  },
});
