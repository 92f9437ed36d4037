import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'resilience/require-stream-checkpoint',
    severity: 'warning',
    title: 'Flink applications write checkpoints',
    rationale: 'Without checkpoints an application that fails begins anew: events are lost, or counted twice.',
    references: ['https://docs.aws.amazon.com/managed-flink/latest/java/how-fault.html'],
    peers: ['cdk-nag AwsSolutions-KDA3'],
  },
  nag: {
    rule: 'kinesis.KinesisDataAnalyticsFlinkCheckpointing',
    types: ['AWS::KinesisAnalyticsV2::Application'],
    classes: { 'AWS::KinesisAnalyticsV2::Application': 'aws-kinesisanalytics.CfnApplicationV2' },
  },
  property: ['ApplicationConfiguration', 'FlinkApplicationConfiguration', 'CheckpointConfiguration'],
  evidence: 'no checkpoints',
  what: 'application "{name}" writes no checkpoints',
  fix: 'set "CheckpointConfiguration" to "ConfigurationType: DEFAULT", or "CUSTOM" with "CheckpointingEnabled: true"',
  examples: {
    valid: [
      {
        title: 'the default of the service',
        resources: {
          Flink: {
            Type: 'AWS::KinesisAnalyticsV2::Application',
            Properties: {
              RuntimeEnvironment: 'FLINK-1_20',
              ServiceExecutionRole: 'arn:aws:iam::111122223333:role/flink',
              ApplicationConfiguration: { FlinkApplicationConfiguration: { CheckpointConfiguration: { ConfigurationType: 'DEFAULT' } } },
            },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'no configuration',
        resources: {
          Flink: {
            Type: 'AWS::KinesisAnalyticsV2::Application',
            Properties: { RuntimeEnvironment: 'FLINK-1_20', ServiceExecutionRole: 'arn:aws:iam::111122223333:role/flink' },
          },
        },
      },
      {
        title: 'turned off',
        resources: {
          Flink: {
            Type: 'AWS::KinesisAnalyticsV2::Application',
            Properties: {
              RuntimeEnvironment: 'FLINK-1_20',
              ServiceExecutionRole: 'arn:aws:iam::111122223333:role/flink',
              ApplicationConfiguration: {
                FlinkApplicationConfiguration: { CheckpointConfiguration: { ConfigurationType: 'CUSTOM', CheckpointingEnabled: false } },
              },
            },
          },
        },
      },
    ],
  },
});
