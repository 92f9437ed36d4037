import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'observability/require-broker-log',
    severity: 'warning',
    title: 'Kafka clusters keep the logs of their brokers',
    rationale:
      'Refused logins, changes of rights and lost replicas stand in the logs of the brokers, which are kept only where the cluster sends them.',
    references: ['https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html'],
    peers: ['cdk-nag AwsSolutions-MSK6', 'CKV_AWS_80'],
  },
  nag: { rule: 'msk.MSKBrokerLogging', types: ['AWS::MSK::Cluster'] },
  property: ['LoggingInfo'],
  evidence: 'no broker logs',
  what: 'cluster "{name}" sends the logs of its brokers nowhere',
  fix: 'set "LoggingInfo: BrokerLogs" with one of CloudWatchLogs, Firehose or S3 enabled ("loggingInfo" of msk.CfnCluster)',
  examples: {
    valid: [
      {
        title: 'logs in CloudWatch',
        resources: {
          Brokers: {
            Type: 'AWS::MSK::Cluster',
            Properties: {
              ClusterName: 'events',
              KafkaVersion: '3.9.x',
              NumberOfBrokerNodes: 3,
              BrokerNodeGroupInfo: { ClientSubnets: ['subnet-1', 'subnet-2', 'subnet-3'], InstanceType: 'kafka.m7g.large' },
              LoggingInfo: { BrokerLogs: { CloudWatchLogs: { Enabled: true, LogGroup: 'brokers' } } },
            },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'none',
        resources: {
          Brokers: {
            Type: 'AWS::MSK::Cluster',
            Properties: {
              ClusterName: 'events',
              KafkaVersion: '3.9.x',
              NumberOfBrokerNodes: 3,
              BrokerNodeGroupInfo: { ClientSubnets: ['subnet-1', 'subnet-2', 'subnet-3'], InstanceType: 'kafka.m7g.large' },
            },
          },
        },
      },
      {
        title: 'turned off',
        resources: {
          Brokers: {
            Type: 'AWS::MSK::Cluster',
            Properties: {
              ClusterName: 'events',
              KafkaVersion: '3.9.x',
              NumberOfBrokerNodes: 3,
              BrokerNodeGroupInfo: { ClientSubnets: ['subnet-1', 'subnet-2', 'subnet-3'], InstanceType: 'kafka.m7g.large' },
              LoggingInfo: { BrokerLogs: { S3: { Enabled: false } } },
            },
          },
        },
      },
    ],
  },
});
