import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'supply-chain/require-database-minor-upgrade',
    severity: 'warning',
    title: 'Databases take minor upgrades by themselves',
    rationale:
      'Fixes of vulnerabilities come with minor versions. A database that waits for a person to apply them waits in the meantime with the holes open.',
    references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html'],
    peers: ['cdk-nag RDSAutomaticMinorVersionUpgradeEnabled', 'CKV_AWS_226', 'Security Hub RDS.13'],
  },
  nag: { rule: 'rds.RDSAutomaticMinorVersionUpgradeEnabled', types: ['AWS::RDS::DBInstance'] },
  property: ['AutoMinorVersionUpgrade'],
  what: 'database "{name}" has AutoMinorVersionUpgrade {value}',
  fix: 'remove "AutoMinorVersionUpgrade" or set it to true ("autoMinorVersionUpgrade: true")',
  examples: {
    valid: [
      {
        title: 'the default',
        resources: { Database: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro' } } },
      },
    ],
    invalid: [
      {
        title: 'turned off',
        resources: {
          Database: {
            Type: 'AWS::RDS::DBInstance',
            Properties: { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro', AutoMinorVersionUpgrade: false },
          },
        },
      },
    ],
  },
});
