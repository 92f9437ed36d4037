import rule from '../../../policies/resilience/require-deletion-protection';
import { factsOf, resources } from '../facts';

const found = (Type: string, Properties: object, more: object = {}) => factsOf(rule, resources({ Store: { Type, Properties } }, more));

test.each([
  ['AWS::RDS::DBInstance', 'DeletionProtection', true, ''],
  ['AWS::RDS::DBCluster', 'DeletionProtection', 'true', ''],
  ['AWS::Neptune::DBCluster', 'DeletionProtection', true, ''],
  ['AWS::DocDB::DBCluster', 'DeletionProtection', true, ''],
  ['AWS::DSQL::Cluster', 'DeletionProtectionEnabled', true, ''],
  ['AWS::DynamoDB::Table', 'DeletionProtectionEnabled', true, ' (at most info)'],
  ['AWS::Cognito::UserPool', 'DeletionProtection', 'ACTIVE', ' (at most info)'],
])('%s is protected by %s', (type, property, on, cap) => {
  expect(found(type, {})).toEqual([`deletable Store ${cap}`]);
  expect(found(type, { [property]: on })).toEqual([]);
  expect(found(type, { [property]: on === 'ACTIVE' ? 'INACTIVE' : false })).toEqual([`deletable Store /${property}${cap}`]);
  expect(found(type, { [property]: { Ref: 'Protect' } }, { Parameters: { Protect: { Type: 'String' } } })).toEqual([]);
});

test('each replica of a global table is protected by itself', () => {
  const Replicas = [{ Region: 'eu-west-1', DeletionProtectionEnabled: true }, { Region: 'us-east-1' }];
  expect(found('AWS::DynamoDB::GlobalTable', { Replicas })).toEqual(['deletable Store /Replicas/1 (at most info)']);
});

test('instances of a cluster and replicas are protected by others', () => {
  expect(found('AWS::RDS::DBInstance', { DBClusterIdentifier: 'orders' })).toEqual([]);
  expect(found('AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: 'orders', BackupRetentionPeriod: 0 })).toEqual([]);
});

test('no backups', () => {
  expect(found('AWS::RDS::DBInstance', { DeletionProtection: true, BackupRetentionPeriod: '0' })).toEqual([
    'noBackups Store /BackupRetentionPeriod',
  ]);
  expect(found('AWS::RDS::DBInstance', { DeletionProtection: true })).toEqual([]);
});
