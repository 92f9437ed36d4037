import { defineRule } from '../../lib/core/rule';

/** Where the switch stands; a global table has one for each replica. */
const switches = [
  { type: 'AWS::DynamoDB::Table', path: ['PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'] },
  { type: 'AWS::DynamoDB::GlobalTable', path: ['Replicas', '*', 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'] },
] as const;

const table = (enabled: boolean) => ({
  Orders: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: enabled },
    },
  },
});

export default defineRule({
  meta: {
    id: 'data/require-point-in-time-recovery',
    severity: { recommended: 'off', strict: 'warning', critical: 'off' },
    title: 'Tables can be restored to any second',
    rationale:
      "A function that may write to a table may also empty it, by a bug or in an attacker's hands. Point-in-time recovery brings back the table as it was at any second of the last 35 days.",
    references: ['https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html'],
    catalogue: ['DATA-DDB-CMK'],
    peers: ['CKV_AWS_28', 'CKV_AWS_165', 'cfn_nag W78', 'AWS-0024', 'cdk-nag AwsSolutions-DDB3', 'Security Hub DynamoDB.2'],
  },
  messages: {
    noRecovery: {
      what: 'table "{name}" has no point-in-time recovery: PointInTimeRecoveryEnabled is {value}',
      fix: 'set PointInTimeRecoveryEnabled to "true"; in CDK "pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true }"',
    },
  },
  examples: {
    valid: [{ title: 'a table that can be restored', resources: table(true) }],
    invalid: [{ title: 'a table that cannot', resources: table(false), reports: ['noRecovery'] }],
  },
  *check(model) {
    for (const { type, path } of switches) {
      for (const resource of model.resourcesOfType(type)) {
        for (const reading of model.readingsOf(resource)) {
          for (const { kind, text, at } of reading.values(...path)) {
            if (kind !== 'absent' && !(kind === 'literal' && text.toLowerCase() === 'false')) continue;
            const value = kind === 'absent' ? 'absent' : `"${text}"`;
            yield {
              message: 'noRecovery' as const,
              resource,
              at,
              evidence: `PointInTimeRecoveryEnabled ${kind === 'absent' ? value : 'false'}`,
              data: { name: model.nameOf(resource), value },
            };
          }
        }
      }
    }
  },
});
