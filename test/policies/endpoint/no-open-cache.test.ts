import rule from '../../../policies/endpoint/no-open-cache';
import { factsOf, resources } from '../facts';

const found = (type: string, properties: object, more: object = {}) =>
  factsOf(rule, resources({ Cache: { Type: type, Properties: { CacheSubnetGroupName: 'private', ...properties } } }, more));
const GROUP = 'AWS::ElastiCache::ReplicationGroup';

test('a replication group needs users or a password', () => {
  expect(found(GROUP, {})).toEqual(['noAuthentication Cache ']);
  expect(found(GROUP, { TransitEncryptionEnabled: 'true', AuthToken: '{{resolve:secretsmanager:token}}' })).toEqual([]);
  expect(found(GROUP, { TransitEncryptionEnabled: true, UserGroupIds: [{ Ref: 'Users' }] })).toEqual([]);
  expect(found(GROUP, { TransitEncryptionEnabled: true, UserGroupIds: [] })).toEqual(['noAuthentication Cache ']);
});

test('a replica of a global group takes its settings from there', () => {
  expect(found(GROUP, { GlobalReplicationGroupId: 'global', CacheSubnetGroupName: undefined })).toEqual([]);
});

test('a list of the same template is not the open one', () => {
  const acl = { ACL: { Type: 'AWS::MemoryDB::ACL', Properties: { ACLName: 'orders' } } };
  const cluster = { Cache: { Type: 'AWS::MemoryDB::Cluster', Properties: { ACLName: { Ref: 'ACL' } } } };
  expect(factsOf(rule, resources({ ...acl, ...cluster }))).toEqual([]);
  expect(found('AWS::MemoryDB::Cluster', { ACLName: 'Open-Access' })).toEqual(['openAccess Cache /ACLName']);
});

test('a user needs a password, or to be off', () => {
  const user = (properties: object) => found('AWS::ElastiCache::User', properties);
  expect(user({ AuthenticationMode: { Type: 'no-password-required' }, AccessString: 'on ~* +@read' })).toEqual([
    'noPassword Cache /AuthenticationMode/Type',
  ]);
  expect(user({ NoPasswordRequired: true })).toEqual(['noPassword Cache /NoPasswordRequired']);
  expect(user({ NoPasswordRequired: true, AccessString: 'off -@all' })).toEqual([]);
  expect(user({ NoPasswordRequired: true, AccessString: { 'Fn::ImportValue': 'access' } })).toEqual([
    'noPassword Cache /NoPasswordRequired',
  ]);
  expect(user({ AuthenticationMode: { Type: 'iam' } })).toEqual([]);
});

test('a cache without a subnet group is information', () => {
  const properties = { CacheSubnetGroupName: undefined, TransitEncryptionEnabled: true };
  expect(found('AWS::ElastiCache::CacheCluster', properties)).toEqual(['defaultVpc Cache  (at most info)']);
});
