import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'supply-chain/require-beanstalk-update',
    severity: 'warning',
    title: 'Elastic Beanstalk environments update their platform by themselves',
    rationale:
      'The platform of an environment is its operating system, its server and its runtime. Their fixes come with new versions, which nobody applies in time by hand.',
    references: ['https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environment-platform-update-managed.html'],
    peers: ['cdk-nag AwsSolutions-EB3', 'CKV_AWS_340', 'Security Hub ElasticBeanstalk.2'],
  },
  nag: { rule: 'elasticbeanstalk.ElasticBeanstalkManagedUpdatesEnabled', types: ['AWS::ElasticBeanstalk::Environment'] },
  property: ['OptionSettings'],
  evidence: 'no managed updates',
  what: 'environment "{name}" does not update its platform by itself',
  fix: 'set "ManagedActionsEnabled" of the namespace "aws:elasticbeanstalk:managedactions" to "true", and "UpdateLevel" of "aws:elasticbeanstalk:managedactions:platformupdate" to "minor" or "patch"',
  examples: {
    valid: [
      {
        title: 'managed updates',
        resources: {
          Web: {
            Type: 'AWS::ElasticBeanstalk::Environment',
            Properties: {
              ApplicationName: 'web',
              OptionSettings: [
                { Namespace: 'aws:elasticbeanstalk:managedactions', OptionName: 'ManagedActionsEnabled', Value: 'true' },
                { Namespace: 'aws:elasticbeanstalk:managedactions:platformupdate', OptionName: 'UpdateLevel', Value: 'minor' },
              ],
            },
          },
        },
      },
    ],
    invalid: [
      { title: 'left out', resources: { Web: { Type: 'AWS::ElasticBeanstalk::Environment', Properties: { ApplicationName: 'web' } } } },
      {
        title: 'no level',
        resources: {
          Web: {
            Type: 'AWS::ElasticBeanstalk::Environment',
            Properties: {
              ApplicationName: 'web',
              OptionSettings: [{ Namespace: 'aws:elasticbeanstalk:managedactions', OptionName: 'ManagedActionsEnabled', Value: 'true' }],
            },
          },
        },
      },
    ],
  },
});
