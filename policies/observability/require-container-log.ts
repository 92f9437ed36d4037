import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'observability/require-container-log',
    severity: 'warning',
    title: 'Containers send their logs somewhere',
    rationale:
      'What a container writes is lost with its task unless a log driver takes it away: after an incident nothing says what happened inside.',
    references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html'],
    peers: ['cdk-nag AwsSolutions-ECS7', 'Security Hub ECS.9'],
  },
  nag: { rule: 'ecs.ECSTaskDefinitionContainerLogging', types: ['AWS::ECS::TaskDefinition'] },
  property: ['ContainerDefinitions'],
  evidence: 'LogConfiguration absent',
  what: 'a container of task definition "{name}" has no "LogConfiguration"',
  fix: 'set "LogConfiguration" of every container ("logging: ecs.LogDrivers.awsLogs({ streamPrefix })")',
  examples: {
    valid: [
      {
        title: 'a log driver',
        resources: {
          Task: {
            Type: 'AWS::ECS::TaskDefinition',
            Properties: {
              ContainerDefinitions: [
                {
                  Name: 'web',
                  Image: 'public.ecr.aws/nginx/nginx:1.29',
                  LogConfiguration: { LogDriver: 'awslogs', Options: { 'awslogs-group': 'web' } },
                },
              ],
            },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'none',
        resources: {
          Task: {
            Type: 'AWS::ECS::TaskDefinition',
            Properties: { ContainerDefinitions: [{ Name: 'web', Image: 'public.ecr.aws/nginx/nginx:1.29' }] },
          },
        },
      },
    ],
  },
});
