import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'resilience/require-database-multi-zone',
    severity: 'warning',
    title: 'Databases have a standby in another zone',
    rationale: 'A database in one zone is away when the zone is, and during each of its own maintenances.',
    references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html'],
    peers: ['cdk-nag AwsSolutions-RDS3', 'CKV_AWS_157', 'Security Hub RDS.5'],
  },
  nag: { rule: 'rds.RDSMultiAZSupport', types: ['AWS::RDS::DBInstance'] },
  property: ['MultiAZ'],
  what: 'database "{name}" has MultiAZ {value}: it has no standby',
  fix: 'set "MultiAZ" to true ("multiAz: true")',
  examples: {
    valid: [
      {
        title: 'a standby',
        resources: {
          Database: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro', MultiAZ: true } },
        },
      },
    ],
    invalid: [
      {
        title: 'left out',
        resources: { Database: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro' } } },
      },
      {
        title: 'turned off',
        resources: {
          Database: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro', MultiAZ: false } },
        },
      },
    ],
  },
});
