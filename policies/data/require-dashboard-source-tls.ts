import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'data/require-dashboard-source-tls',
    severity: 'error',
    title: 'QuickSight reads its sources over TLS',
    rationale:
      'QuickSight reads databases over a network that others share. Without TLS the login and every row that a dashboard shows can be read on the way.',
    references: ['https://docs.aws.amazon.com/quicksight/latest/user/data-encryption-in-transit.html'],
    peers: ['cdk-nag AwsSolutions-QS1'],
  },
  nag: { rule: 'quicksight.QuicksightSSLConnections', types: ['AWS::QuickSight::DataSource'] },
  property: ['SslProperties', 'DisableSsl'],
  what: 'data source "{name}" has DisableSsl {value}: logins and rows are sent in the clear',
  fix: 'remove "DisableSsl" or set it to false ("sslProperties: { disableSsl: false }")',
  examples: {
    valid: [
      {
        title: 'TLS as by default',
        resources: { Source: { Type: 'AWS::QuickSight::DataSource', Properties: { Name: 'orders', Type: 'POSTGRESQL' } } },
      },
    ],
    invalid: [
      {
        title: 'TLS turned off',
        resources: {
          Source: {
            Type: 'AWS::QuickSight::DataSource',
            Properties: { Name: 'orders', Type: 'POSTGRESQL', SslProperties: { DisableSsl: true } },
          },
        },
      },
    ],
  },
});
