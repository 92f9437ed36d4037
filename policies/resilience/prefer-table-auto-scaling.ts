import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'resilience/prefer-table-auto-scaling',
    severity: 'info',
    title: 'Tables with provisioned capacity scale by themselves',
    rationale: 'A fixed capacity is refused requests at the first unusual day, and is paid for on all others.',
    references: ['https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html'],
    peers: ['cdk-nag DynamoDBAutoScalingEnabled', 'Security Hub DynamoDB.1'],
  },
  nag: {
    rule: 'dynamodb.DynamoDBAutoScalingEnabled',
    types: ['AWS::DynamoDB::Table'],
    reads: ['AWS::ApplicationAutoScaling::ScalableTarget'],
  },
  property: ['BillingMode'],
  evidence: 'no auto scaling',
  what: 'table "{name}" has a fixed capacity: no scalable target of its template covers its reads and writes',
  fix: 'use "BillingMode: PAY_PER_REQUEST" ("billing: Billing.onDemand()" of dynamodb.TableV2), or add AWS::ApplicationAutoScaling::ScalableTarget for reads and writes ("table.autoScaleReadCapacity({ minCapacity, maxCapacity })")',
  examples: {
    valid: [
      {
        title: 'on demand',
        resources: {
          Orders: {
            Type: 'AWS::DynamoDB::Table',
            Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], BillingMode: 'PAY_PER_REQUEST' },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'a fixed capacity',
        resources: {
          Orders: {
            Type: 'AWS::DynamoDB::Table',
            Properties: {
              KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
              ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
            },
          },
        },
      },
    ],
  },
});
