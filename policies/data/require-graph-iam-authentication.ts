import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'data/require-graph-iam-authentication',
    severity: 'error',
    title: 'Neptune clusters ask IAM who connects',
    rationale:
      'Without IAM authentication Neptune asks for nothing at all: it has no passwords, so whoever reaches its port reads and changes the whole graph.',
    references: ['https://docs.aws.amazon.com/neptune/latest/userguide/iam-auth.html'],
    peers: ['cdk-nag AwsSolutions-N5', 'CKV_AWS_359', 'Security Hub Neptune.7'],
  },
  nag: { rule: 'neptune.NeptuneClusterIAMAuth', types: ['AWS::Neptune::DBCluster'] },
  property: ['IamAuthEnabled'],
  what: 'cluster "{name}" has IamAuthEnabled {value}: whoever reaches its port may read and write everything',
  fix: 'set "IamAuthEnabled" to true ("iamAuthentication: true" of neptune.DatabaseCluster)',
  examples: {
    valid: [
      { title: 'IAM authentication', resources: { Graph: { Type: 'AWS::Neptune::DBCluster', Properties: { IamAuthEnabled: true } } } },
    ],
    invalid: [
      { title: 'left out', resources: { Graph: { Type: 'AWS::Neptune::DBCluster' } } },
      { title: 'turned off', resources: { Graph: { Type: 'AWS::Neptune::DBCluster', Properties: { IamAuthEnabled: false } } } },
    ],
  },
});
