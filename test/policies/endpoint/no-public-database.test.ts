import rule from '../../../policies/endpoint/no-public-database';
import { factsOf, modelWith, resources } from '../facts';

const found = (type: string, properties: object, more: object = {}) =>
  factsOf(rule, resources({ Store: { Type: type, Properties: { ...properties } } }, { ...more }));

test.each([
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBShardGroup',
  'AWS::Neptune::DBInstance',
  'AWS::Lightsail::Database',
  'AWS::Timestream::InfluxDBInstance',
  'AWS::Timestream::InfluxDBCluster',
  'AWS::M2::Environment',
  'AWS::Redshift::Cluster',
  'AWS::RedshiftServerless::Workgroup',
  'AWS::AmazonMQ::Broker',
  'AWS::NewService::Database',
])('%s with PubliclyAccessible is public, without it or with false it is not', (type) => {
  expect(found(type, { PubliclyAccessible: true })).toEqual(['public Store /PubliclyAccessible']);
  expect(found(type, { PubliclyAccessible: 'true' })).toEqual(['public Store /PubliclyAccessible']);
  expect(found(type, { PubliclyAccessible: false })).toEqual([]);
  expect(found(type, {})).toEqual([]);
});

test('the default of a database instance depends on what places it', () => {
  expect(found('AWS::RDS::DBInstance', {})).toEqual(['publicInDefaultVpc Store  (at most warning)']);
  expect(found('AWS::RDS::DBInstance', { DBSubnetGroupName: { Ref: 'AWS::NoValue' } })).toEqual([
    'publicInDefaultVpc Store  (at most warning)',
  ]);
  expect(found('AWS::RDS::DBInstance', { DBSubnetGroupName: 'private' })).toEqual([]);
  expect(found('AWS::RDS::DBInstance', { DBClusterIdentifier: 'orders' })).toEqual([]);
  expect(found('AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: 'orders' })).toEqual([]);
});

test('an instance of replication, and the profile of one, is public unless it says otherwise', () => {
  expect(found('AWS::DMS::InstanceProfile', {})).toEqual(['publicByDefault Store ']);
  expect(found('AWS::DMS::InstanceProfile', { PubliclyAccessible: false })).toEqual([]);
  expect(found('AWS::DMS::InstanceProfile', { PubliclyAccessible: true })).toEqual(['public Store /PubliclyAccessible']);
  expect(found('AWS::DMS::ReplicationInstance', {})).toEqual(['publicByDefault Store ']);
  expect(found('AWS::DMS::ReplicationInstance', { PubliclyAccessible: 'false' })).toEqual([]);
});

test('a cluster of several zones is placed like an instance, an Aurora cluster has no address', () => {
  const several = { DBClusterInstanceClass: 'db.m6gd.large' };
  expect(found('AWS::RDS::DBCluster', several)).toEqual(['publicInDefaultVpc Store  (at most warning)']);
  expect(found('AWS::RDS::DBCluster', { ...several, DBSubnetGroupName: 'private' })).toEqual([]);
  expect(found('AWS::RDS::DBCluster', {})).toEqual([]);
});

test('a warehouse is private by default, since it is one in CloudFormation', () => {
  expect(found('AWS::Redshift::Cluster', {})).toEqual([]);
  expect(found('AWS::RedshiftServerless::Workgroup', {})).toEqual([]);
});

test('a database that is public on purpose', () => {
  const Store = { Type: 'AWS::RDS::DBInstance', Properties: { PubliclyAccessible: true } };
  expect([...rule.check(modelWith({ publicEndpoints: ['Store'] }, resources({ Store })))]).toEqual([]);
});

test('a Kafka cluster is opened by another switch', () => {
  const cluster = (type: string) => ({ BrokerNodeGroupInfo: { ConnectivityInfo: { PublicAccess: { Type: type } } } });
  expect(found('AWS::MSK::Cluster', cluster('SERVICE_PROVIDED_EIPS'))).toEqual([
    'public Store /BrokerNodeGroupInfo/ConnectivityInfo/PublicAccess/Type',
  ]);
  expect(found('AWS::MSK::Cluster', cluster('DISABLED'))).toEqual([]);
});

test('the worse branch of a condition counts, and a default of a parameter is judged', () => {
  const Conditions = { IsDev: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  expect(found('AWS::RDS::DBCluster', { PubliclyAccessible: { 'Fn::If': ['IsDev', true, false] } }, { Conditions })).toEqual([
    'public Store /PubliclyAccessible/Fn::If/1',
  ]);
  const Parameters = { Public: { Type: 'String', Default: 'false' } };
  expect(found('AWS::RDS::DBCluster', { PubliclyAccessible: { Ref: 'Public' } }, { Parameters })).toEqual([]);
});

test('a choice left to the deployment is said', () => {
  const Parameters = { Public: { Type: 'String' } };
  expect(found('AWS::RDS::DBCluster', { PubliclyAccessible: { Ref: 'Public' } }, { Parameters })).toEqual([
    'undecided Store /PubliclyAccessible',
  ]);
});
