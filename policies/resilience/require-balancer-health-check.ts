import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'resilience/require-balancer-health-check',
    severity: 'warning',
    title: 'Groups behind a load balancer replace instances that do not answer',
    rationale:
      'By default a group replaces instances that are off. One that runs and does not answer stays, and the load balancer has fewer and fewer targets.',
    references: ['https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html'],
    peers: ['cdk-nag AutoScalingGroupELBHealthCheckRequired', 'CKV_AWS_153', 'Security Hub AutoScaling.1'],
  },
  nag: { rule: 'autoscaling.AutoScalingGroupELBHealthCheckRequired', types: ['AWS::AutoScaling::AutoScalingGroup'] },
  property: ['HealthCheckType'],
  what: 'group "{name}" is behind a load balancer and has HealthCheckType {value}',
  fix: 'set "HealthCheckType" to "ELB" with a "HealthCheckGracePeriod" ("healthChecks: autoscaling.HealthChecks.withAdditionalChecks({ additionalTypes: [autoscaling.AdditionalHealthCheckType.ELB], gracePeriod })")',
  examples: {
    valid: [
      {
        title: 'checks of the load balancer',
        resources: {
          Fleet: {
            Type: 'AWS::AutoScaling::AutoScalingGroup',
            Properties: {
              MinSize: '1',
              MaxSize: '4',
              TargetGroupARNs: ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/1'],
              HealthCheckType: 'ELB',
              HealthCheckGracePeriod: 60,
            },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'checks of the instance alone',
        resources: {
          Fleet: {
            Type: 'AWS::AutoScaling::AutoScalingGroup',
            Properties: {
              MinSize: '1',
              MaxSize: '4',
              TargetGroupARNs: ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/1'],
            },
          },
        },
      },
    ],
  },
});
