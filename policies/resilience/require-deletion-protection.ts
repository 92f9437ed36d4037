import type { Model } from '../../lib/core/model/model';
import { numberIn } from '../../lib/core/model/numbers';
import type { Reading } from '../../lib/core/model/reading';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'deletable' | 'noBackups';

const database = (more: object) => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro', ...more },
});

/** One switch that keeps a store from being deleted. */
interface Protection {
  readonly types: readonly string[];
  readonly path: readonly string[];
  readonly on: string;
  readonly cdk: string;
  /** For stores that CDK makes without it: advice. */
  readonly isAdvice?: boolean;
  /** Whether something else protects the resource. */
  exempt?(reading: Reading): boolean;
}

const protections: readonly Protection[] = [
  {
    types: ['AWS::RDS::DBInstance'],
    path: ['DeletionProtection'],
    on: 'true',
    cdk: 'deletionProtection: true',
    // A cluster protects its instances, and a replica can be made again.
    exempt: (reading) => ['DBClusterIdentifier', 'SourceDBInstanceIdentifier'].some((property) => !reading.lacks(property)),
  },
  {
    types: [
      'AWS::RDS::DBCluster',
      'AWS::RDS::GlobalCluster',
      'AWS::Neptune::DBCluster',
      'AWS::DocDB::DBCluster',
      'AWS::NeptuneGraph::Graph',
    ],
    path: ['DeletionProtection'],
    on: 'true',
    cdk: 'deletionProtection: true',
  },
  {
    types: ['AWS::DSQL::Cluster'],
    path: ['DeletionProtectionEnabled'],
    on: 'true',
    cdk: 'deletionProtectionEnabled: true',
  },
  { types: ['AWS::DynamoDB::Table'], path: ['DeletionProtectionEnabled'], on: 'true', cdk: 'deletionProtection: true', isAdvice: true },
  {
    types: ['AWS::DynamoDB::GlobalTable'],
    path: ['Replicas', '*', 'DeletionProtectionEnabled'],
    on: 'true',
    cdk: 'deletionProtection: true',
    isAdvice: true,
  },
  { types: ['AWS::Cognito::UserPool'], path: ['DeletionProtection'], on: 'ACTIVE', cdk: 'deletionProtection: true', isAdvice: true },
];

/** What holds data that nothing brings back. */
export default defineRule<Message>({
  meta: {
    id: 'resilience/require-deletion-protection',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Stores cannot be deleted by one call',
    rationale:
      'One wrong command, one replaced logical id or one leaked key deletes a store that is not protected, with everything in it and mostly with its automatic backups.',
    references: [
      'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html#USER_DeleteInstance.DeletionProtection',
      'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection',
      'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html',
    ],
    catalogue: ['DOW-DELETION-PROTECTION'],
    peers: [
      'cfn_nag F80',
      'cfn_nag W75',
      'Security Hub DynamoDB.6',
      'Security Hub RDS.7',
      'Security Hub RDS.8',
      'cdk-nag AwsSolutions-RDS10',
      'cdk-nag AwsSolutions-RDS13',
    ],
  },
  messages: {
    deletable: {
      what: 'one call deletes "{name}" and its data: {property} is {value}',
      fix: 'set {property} to "{on}" ("{cdk}")',
    },
    noBackups: {
      what: 'database "{name}" has no automatic backups: BackupRetentionPeriod is 0',
      fix: 'set "BackupRetentionPeriod" to 7 or more days ("backupRetention: Duration.days(7)")',
    },
  },
  examples: {
    valid: [{ title: 'a protected database', resources: { Database: database({ DeletionProtection: true }) } }],
    invalid: [
      { title: 'a database that one call deletes', resources: { Database: database({}) }, reports: ['deletable'] },
      {
        title: 'a database without backups',
        resources: { Database: database({ DeletionProtection: true, BackupRetentionPeriod: 0 }) },
        reports: ['noBackups'],
      },
    ],
  },
  *check(model) {
    for (const protection of protections) yield* protectionFacts(model, protection);
    for (const resource of model.resourcesOfType('AWS::RDS::DBInstance')) {
      for (const reading of model.readingsOf(resource)) {
        if (protections[0]?.exempt?.(reading)) continue;
        const none = reading.values('BackupRetentionPeriod').find((value) => numberIn(value) === 0);
        if (none !== undefined) {
          yield {
            message: 'noBackups',
            resource,
            at: none.at,
            evidence: 'BackupRetentionPeriod 0',
            data: { name: model.nameOf(resource) },
          };
        }
      }
    }
  },
});

function* protectionFacts(model: Model, { types, path, on, cdk, isAdvice, exempt }: Protection): Iterable<Fact<Message>> {
  for (const type of types) {
    for (const resource of model.resourcesOfType(type)) {
      for (const reading of model.readingsOf(resource)) {
        if (exempt?.(reading)) continue;
        const property = path.at(-1) ?? '';
        const open = reading
          .values(...path)
          .find(({ kind, text }) => kind === 'absent' || (kind === 'literal' && text.toUpperCase() !== on.toUpperCase()));
        if (open === undefined) continue;
        const data = { name: model.nameOf(resource), property, value: open.shown === '' ? 'absent' : `"${open.shown}"`, on, cdk };
        const cap = isAdvice ? { atMost: 'info' as const } : {};
        yield { message: 'deletable', resource, at: open.at, evidence: `${property} ${open.shown || 'absent'}`, data, ...cap };
      }
    }
  }
}
