import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'observability/prefer-scaling-notification',
    severity: 'info',
    title: 'Groups of instances tell when they scale',
    rationale: 'A group that fails to launch instances, or that launches ever more of them, tells nobody by itself.',
    references: ['https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-sns-notifications.html'],
    peers: ['cdk-nag AwsSolutions-AS3', 'CKV_AWS_16'],
  },
  nag: { rule: 'autoscaling.AutoScalingGroupScalingNotifications', types: ['AWS::AutoScaling::AutoScalingGroup'] },
  property: ['NotificationConfigurations'],
  evidence: 'notifications incomplete',
  what: 'group "{name}" does not notify of every launch, end and failure of its instances',
  fix: 'add a notification for all four scaling events ("notifications: [{ topic, scalingEvents: autoscaling.ScalingEvents.ALL }]")',
  examples: {
    valid: [
      {
        title: 'all events',
        resources: {
          Fleet: {
            Type: 'AWS::AutoScaling::AutoScalingGroup',
            Properties: {
              MinSize: '1',
              MaxSize: '4',
              NotificationConfigurations: [
                {
                  TopicARN: 'arn:aws:sns:eu-west-1:111122223333:scaling',
                  NotificationTypes: [
                    'autoscaling:EC2_INSTANCE_LAUNCH',
                    'autoscaling:EC2_INSTANCE_LAUNCH_ERROR',
                    'autoscaling:EC2_INSTANCE_TERMINATE',
                    'autoscaling:EC2_INSTANCE_TERMINATE_ERROR',
                  ],
                },
              ],
            },
          },
        },
      },
    ],
    invalid: [
      { title: 'none', resources: { Fleet: { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: { MinSize: '1', MaxSize: '4' } } } },
      {
        title: 'launches alone',
        resources: {
          Fleet: {
            Type: 'AWS::AutoScaling::AutoScalingGroup',
            Properties: {
              MinSize: '1',
              MaxSize: '4',
              NotificationConfigurations: [
                { TopicARN: 'arn:aws:sns:eu-west-1:111122223333:scaling', NotificationTypes: ['autoscaling:EC2_INSTANCE_LAUNCH'] },
              ],
            },
          },
        },
      },
    ],
  },
});
