import rule from '../../../policies/data/require-point-in-time-recovery';
import { factsOf, resources } from '../facts';

const found = (Type: string, Properties: object) => factsOf(rule, resources({ Orders: { Type, Properties } }));
const on = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };

test('a table says that it can be restored', () => {
  expect(found('AWS::DynamoDB::Table', on)).toEqual([]);
  expect(found('AWS::DynamoDB::Table', {})).toEqual(['noRecovery Orders ']);
  expect(found('AWS::DynamoDB::Table', { PointInTimeRecoverySpecification: {} })).toEqual([
    'noRecovery Orders /PointInTimeRecoverySpecification',
  ]);
});

test('each replica of a global table says it for itself', () => {
  expect(found('AWS::DynamoDB::GlobalTable', { Replicas: [{ Region: 'eu-west-1', ...on }] })).toEqual([]);
  expect(found('AWS::DynamoDB::GlobalTable', { Replicas: [{ Region: 'eu-west-1', ...on }, { Region: 'us-east-1' }] })).toEqual([
    'noRecovery Orders /Replicas/1',
  ]);
});
