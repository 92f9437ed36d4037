import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'observability/require-beanstalk-log-archive',
    severity: 'warning',
    title: 'Elastic Beanstalk environments keep the logs of their instances',
    rationale: 'The logs of an instance are gone with it, and an environment replaces its instances whenever it scales or updates.',
    references: ['https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.logging.html'],
    peers: ['cdk-nag AwsSolutions-EB4'],
  },
  nag: { rule: 'elasticbeanstalk.ElasticBeanstalkEC2InstanceLogsToS3', types: ['AWS::ElasticBeanstalk::Environment'] },
  property: ['OptionSettings'],
  evidence: 'LogPublicationControl not set',
  what: 'environment "{name}" does not upload the logs of its instances to S3',
  fix: 'set "LogPublicationControl" of the namespace "aws:elasticbeanstalk:hostmanager" to "true" in "OptionSettings"',
  examples: {
    valid: [
      {
        title: 'uploaded',
        resources: {
          Web: {
            Type: 'AWS::ElasticBeanstalk::Environment',
            Properties: {
              ApplicationName: 'web',
              OptionSettings: [{ Namespace: 'aws:elasticbeanstalk:hostmanager', OptionName: 'LogPublicationControl', Value: 'true' }],
            },
          },
        },
      },
    ],
    invalid: [
      { title: 'left out', resources: { Web: { Type: 'AWS::ElasticBeanstalk::Environment', Properties: { ApplicationName: 'web' } } } },
    ],
  },
});
