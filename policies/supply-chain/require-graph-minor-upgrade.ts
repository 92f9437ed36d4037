import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'supply-chain/require-graph-minor-upgrade',
    severity: 'warning',
    title: 'Neptune instances take minor upgrades by themselves',
    rationale:
      'Fixes of vulnerabilities come with minor versions. An instance that waits for a person to apply them waits in the meantime with the holes open.',
    references: ['https://docs.aws.amazon.com/neptune/latest/userguide/cluster-maintenance.html'],
    peers: ['cdk-nag AwsSolutions-N2', 'Security Hub Neptune.8'],
  },
  nag: { rule: 'neptune.NeptuneClusterAutomaticMinorVersionUpgrade', types: ['AWS::Neptune::DBInstance'] },
  property: ['AutoMinorVersionUpgrade'],
  what: 'instance "{name}" has AutoMinorVersionUpgrade {value}',
  fix: 'set "AutoMinorVersionUpgrade" to true ("autoMinorVersionUpgrade: true")',
  examples: {
    valid: [
      {
        title: 'upgrades',
        resources: {
          Node: { Type: 'AWS::Neptune::DBInstance', Properties: { DBInstanceClass: 'db.r6g.large', AutoMinorVersionUpgrade: true } },
        },
      },
    ],
    invalid: [
      { title: 'left out', resources: { Node: { Type: 'AWS::Neptune::DBInstance', Properties: { DBInstanceClass: 'db.r6g.large' } } } },
      {
        title: 'turned off',
        resources: {
          Node: { Type: 'AWS::Neptune::DBInstance', Properties: { DBInstanceClass: 'db.r6g.large', AutoMinorVersionUpgrade: false } },
        },
      },
    ],
  },
});
