import rule from '../../../policies/data/require-encryption-in-transit';
import { factsOf, resources } from '../facts';

const found = (Type: string, Properties: object) => factsOf(rule, resources({ Store: { Type, Properties } }));

test.each([
  ['AWS::ElastiCache::ReplicationGroup', { TransitEncryptionEnabled: true }, 1],
  ['AWS::OpenSearchService::Domain', { NodeToNodeEncryptionOptions: { Enabled: true } }, 1],
  ['AWS::Elasticsearch::Domain', { NodeToNodeEncryptionOptions: { Enabled: 'true' } }, 1],
  ['AWS::DAX::Cluster', { ClusterEndpointEncryptionType: 'TLS' }, 1],
])('%s talks in the clear unless it says otherwise', (type, encrypted, count) => {
  expect(found(type, {})).toEqual(Array.from({ length: count }, () => 'plainByDefault Store '));
  expect(found(type, encrypted)).toEqual([]);
});

test('brokers and newer caches talk TLS unless they are told not to', () => {
  const kafka = (EncryptionInTransit: object) => found('AWS::MSK::Cluster', { EncryptionInfo: { EncryptionInTransit } });
  expect(kafka({})).toEqual([]);
  expect(kafka({ ClientBroker: 'TLS', InCluster: true })).toEqual([]);
  expect(kafka({ ClientBroker: 'TLS_PLAINTEXT' })).toEqual(['plain Store /EncryptionInfo/EncryptionInTransit/ClientBroker']);
  expect(kafka({ InCluster: false })).toEqual(['plain Store /EncryptionInfo/EncryptionInTransit/InCluster']);
  expect(found('AWS::MemoryDB::Cluster', {})).toEqual([]);
  expect(found('AWS::MemoryDB::Cluster', { TLSEnabled: false })).toEqual(['plain Store /TLSEnabled']);
});

test('a single Redis node knows no TLS, a Memcached cluster does', () => {
  expect(found('AWS::ElastiCache::CacheCluster', { Engine: 'redis' })).toEqual([]);
  expect(found('AWS::ElastiCache::CacheCluster', { Engine: 'memcached' })).toEqual(['plainByDefault Store ']);
});

test('file systems of tasks are asked one by one, other volumes are not', () => {
  const task = (...Volumes: object[]) => found('AWS::ECS::TaskDefinition', { Volumes });
  expect(found('AWS::ECS::TaskDefinition', {})).toEqual([]);
  expect(
    task({ Name: 'scratch' }, { Name: 'data', EFSVolumeConfiguration: { FilesystemId: 'fs-1', TransitEncryption: 'ENABLED' } }),
  ).toEqual([]);
  expect(task({ Name: 'scratch' }, { Name: 'data', EFSVolumeConfiguration: { FilesystemId: 'fs-1' } })).toEqual([
    'plainByDefault Store /Volumes/1/EFSVolumeConfiguration',
  ]);
  const Volumes = [{ EfsVolumeConfiguration: { FileSystemId: 'fs-1', TransitEncryption: 'DISABLED' } }];
  expect(found('AWS::Batch::JobDefinition', { ContainerProperties: { Volumes } })).toEqual([
    'plain Store /ContainerProperties/Volumes/0/EfsVolumeConfiguration/TransitEncryption',
  ]);
});
