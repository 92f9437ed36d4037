import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'observability/require-control-plane-log',
    severity: 'warning',
    title: 'Kubernetes clusters keep the logs of their control plane',
    rationale:
      'Every change to a cluster goes through its control plane, and so does every attempt. Without its logs neither who did what nor who tried can be found out.',
    references: ['https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html'],
    peers: ['cdk-nag AwsSolutions-EKS2', 'CKV_AWS_37', 'Security Hub EKS.8'],
  },
  nag: {
    rule: 'eks.EKSClusterControlPlaneLogs',
    types: ['AWS::EKS::Cluster', 'Custom::AWSCDK-EKS-Cluster'],
    classes: { 'AWS::EKS::Cluster': 'aws-eks.CfnCluster' },
  },
  property: ['Logging', 'ClusterLogging', 'EnabledTypes'],
  what: 'cluster "{name}" does not keep the log "{finding}" of its control plane',
  fix: 'add "{finding}" to "Logging: ClusterLogging: EnabledTypes" ("clusterLogging" of eks.Cluster)',
  examples: {
    valid: [
      {
        title: 'all logs',
        resources: {
          Cluster: {
            Type: 'AWS::EKS::Cluster',
            Properties: {
              RoleArn: 'arn:aws:iam::111122223333:role/eks',
              ResourcesVpcConfig: { SubnetIds: ['subnet-1'] },
              Logging: {
                ClusterLogging: {
                  EnabledTypes: [
                    { Type: 'api' },
                    { Type: 'audit' },
                    { Type: 'authenticator' },
                    { Type: 'controllerManager' },
                    { Type: 'scheduler' },
                  ],
                },
              },
            },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'none',
        resources: {
          Cluster: {
            Type: 'AWS::EKS::Cluster',
            Properties: { RoleArn: 'arn:aws:iam::111122223333:role/eks', ResourcesVpcConfig: { SubnetIds: ['subnet-1'] } },
          },
        },
        reports: ['reported', 'reported', 'reported', 'reported', 'reported'],
      },
      {
        title: 'two of five',
        resources: {
          Cluster: {
            Type: 'AWS::EKS::Cluster',
            Properties: {
              RoleArn: 'arn:aws:iam::111122223333:role/eks',
              ResourcesVpcConfig: { SubnetIds: ['subnet-1'] },
              Logging: { ClusterLogging: { EnabledTypes: [{ Type: 'api' }, { Type: 'audit' }] } },
            },
          },
        },
        reports: ['reported', 'reported', 'reported'],
      },
      {
        title: 'a cluster that a custom resource of CDK makes',
        resources: {
          Cluster: {
            Type: 'Custom::AWSCDK-EKS-Cluster',
            Properties: {
              ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:provider',
              Config: {
                name: 'web',
                logging: { clusterLogging: [{ enabled: true, types: ['api', 'audit', 'authenticator', 'controllerManager'] }] },
              },
            },
          },
        },
      },
    ],
  },
});
