import type { Json, JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { positionsOf, type Switch, switchFact } from '../../lib/core/model/switches';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'plaintext' | 'plaintextByDefault' | 'noAuthentication' | 'openAccess' | 'noPassword' | 'undecided' | 'defaultVpc';

/** What each type does without encryption in transit, and the value that turns it on. */
const encryption: Readonly<Record<string, { readonly transit: Switch; readonly closed: string }>> = {
  'AWS::DAX::Cluster': { transit: { path: ['ClusterEndpointEncryptionType'], except: ['TLS'], onWithout: true }, closed: '"TLS"' },
  'AWS::ElastiCache::CacheCluster': { transit: { path: ['TransitEncryptionEnabled'], except: ['true'], onWithout: true }, closed: 'true' },
  'AWS::ElastiCache::ReplicationGroup': {
    transit: { path: ['TransitEncryptionEnabled'], except: ['true'], onWithout: true },
    closed: 'true',
  },
  'AWS::MemoryDB::Cluster': { transit: { path: ['TLSEnabled'], except: ['true'] }, closed: 'true' },
};

const group = (properties: JsonObject): JsonObject => ({
  Cache: {
    Type: 'AWS::ElastiCache::ReplicationGroup',
    Properties: { ReplicationGroupDescription: 'orders', Engine: 'valkey', CacheSubnetGroupName: 'private', ...properties },
  },
});
const user = (properties: JsonObject): JsonObject => ({
  User: { Type: 'AWS::ElastiCache::User', Properties: { UserId: 'orders', UserName: 'orders', Engine: 'valkey', ...properties } },
});
const cluster = (acl: Json): JsonObject => ({
  Cache: { Type: 'AWS::MemoryDB::Cluster', Properties: { ClusterName: 'orders', NodeType: 'db.t4g.small', ACLName: acl } },
});

/** Which addresses reach a cache is for `endpoint/no-world-ingress` to say, at its security group. */
export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-open-cache',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Caches authenticate their clients, over encrypted connections',
    rationale:
      'A cache without authentication gives every session and every cached record to whatever reaches its port: one wide security group, or one other workload in the VPC that was taken over.',
    references: [
      'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html',
      'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html',
      'https://docs.aws.amazon.com/memorydb/latest/devguide/clusters.acls.html',
    ],
    catalogue: ['NET-ELASTICACHE-PUBLIC'],
    peers: [
      'CKV_AWS_29',
      'CKV_AWS_30',
      'CKV_AWS_31',
      'AWS-0045',
      'AWS-0051',
      'cdk-nag AwsSolutions-AEC1',
      'cdk-nag AwsSolutions-AEC3',
      'cdk-nag AwsSolutions-AEC6',
    ],
  },
  messages: {
    plaintext: {
      what: '{type} "{name}" has {property} "{value}": clients talk to it unencrypted',
      fix: 'set {property} to {closed}',
    },
    plaintextByDefault: {
      what: '{type} "{name}" sets no {property}: clients talk to it unencrypted',
      fix: 'set {property} to {closed}',
    },
    noAuthentication: {
      what: 'replication group "{name}" has neither UserGroupIds nor AuthToken: whoever reaches its port reads and writes everything',
      fix: 'set "UserGroupIds" (CfnUserGroup, with users that have passwords or use IAM), or "AuthToken" from a secret, and TransitEncryptionEnabled true',
    },
    openAccess: {
      what: 'cluster "{name}" has ACLName "{value}": it takes every client without a password',
      fix: 'make an AWS::MemoryDB::ACL with the users that need the data, and name it in "ACLName" ("aclName" of CfnCluster)',
    },
    noPassword: {
      what: 'user "{name}" signs in without a password: {property} is {value}',
      fix: 'set "AuthenticationMode" to "Type: iam" or to passwords; switch an unused default user off with "AccessString: off -@all"',
    },
    undecided: {
      what: 'whether {type} "{name}" lets everybody in cannot be decided: {property} is "{value}"',
      fix: 'write {property} in the template, or give the parameter that decides it a value as its default',
    },
    defaultVpc: {
      what: '{type} "{name}" names no CacheSubnetGroupName: it is placed in the default VPC, whose subnets are public',
      fix: 'set "CacheSubnetGroupName" to a group of private subnets (CfnSubnetGroup)',
    },
  },
  examples: {
    valid: [
      { title: 'encrypted connections of known users', resources: group({ TransitEncryptionEnabled: true, UserGroupIds: ['orders'] }) },
      {
        title: 'a default user that is switched off',
        resources: user({ UserName: 'default', NoPasswordRequired: true, AccessString: 'off ~keys* -@all' }),
      },
      { title: 'an access control list', resources: cluster('orders-readers') },
    ],
    invalid: [
      {
        title: 'encryption that is switched off',
        resources: group({ TransitEncryptionEnabled: false, UserGroupIds: ['orders'] }),
        reports: ['plaintext'],
      },
      { title: 'nobody is asked who they are', resources: group({ TransitEncryptionEnabled: true }), reports: ['noAuthentication'] },
      {
        title: 'an accelerator with the default endpoint',
        resources: { Cache: { Type: 'AWS::DAX::Cluster', Properties: { NodeType: 'dax.t3.small', ReplicationFactor: 1 } } },
        reports: ['plaintextByDefault'],
      },
      { title: 'the access control list for everybody', resources: cluster('open-access'), reports: ['openAccess'] },
      {
        title: 'a user without a password',
        resources: user({ NoPasswordRequired: true, AccessString: 'on ~* +@all' }),
        reports: ['noPassword'],
      },
      {
        title: 'an access control list that the deployment chooses',
        template: { Parameters: { Acl: { Type: 'String' } }, Resources: cluster({ Ref: 'Acl' }) },
        reports: ['undecided'],
      },
      {
        title: 'a cache without a subnet group',
        resources: {
          Cache: { Type: 'AWS::ElastiCache::CacheCluster', Properties: { Engine: 'memcached', TransitEncryptionEnabled: true } },
        },
        reports: ['defaultVpc'],
      },
    ],
  },
  *check(model) {
    for (const [type, { transit, closed }] of Object.entries(encryption)) {
      for (const resource of model.resourcesOfType(type)) {
        for (const position of positionsOf(model, resource, transit)) {
          if (position.state === 'undecided' || isReplica(model, resource)) continue;
          const { data, ...fact } = switchFact(model, position);
          yield { message: position.state === 'on' ? 'plaintext' : 'plaintextByDefault', ...fact, data: { ...data, closed } };
        }
      }
    }
    for (const type of ['AWS::ElastiCache::CacheCluster', 'AWS::ElastiCache::ReplicationGroup']) {
      for (const resource of model.resourcesOfType(type)) {
        for (const position of positionsOf(model, resource, { path: ['CacheSubnetGroupName'], on: [], onWithout: true })) {
          if (position.state !== 'default' || isReplica(model, resource)) continue;
          yield { message: 'defaultVpc', ...switchFact(model, position), atMost: 'info' };
        }
      }
    }
    for (const resource of model.resourcesOfType('AWS::ElastiCache::ReplicationGroup')) yield* authenticationFacts(model, resource);
    for (const resource of model.resourcesOfType('AWS::ElastiCache::User')) yield* passwordFacts(model, resource);
    for (const resource of model.resourcesOfType('AWS::MemoryDB::Cluster')) {
      for (const position of positionsOf(model, resource, { path: ['ACLName'], on: ['open-access'] })) {
        // The name of a list of the same template is never that of the open one.
        if (position.state === 'undecided' && namesOwnList(model, resource)) continue;
        yield { message: position.state === 'on' ? 'openAccess' : 'undecided', ...switchFact(model, position) };
      }
    }
  },
});

/** A replica takes its network, its users and its password from the group that it replicates. */
function isReplica(model: Model, resource: Resource): boolean {
  return model.readingsOf(resource).some((reading) => !reading.lacks('GlobalReplicationGroupId') || !reading.lacks('ReplicationGroupId'));
}

function* authenticationFacts(model: Model, resource: Resource): Iterable<Fact<Message>> {
  if (isReplica(model, resource)) return;
  for (const reading of model.readingsOf(resource)) {
    const groups = reading.values('UserGroupIds', '*').filter(({ kind }) => kind !== 'absent');
    if (groups.length > 0 || !reading.lacks('AuthToken')) continue;
    const data = { name: model.nameOf(resource) };
    yield { message: 'noAuthentication', resource, at: reading.at, evidence: 'AuthToken and UserGroupIds absent', data };
  }
}

const PASSWORD_SWITCHES: readonly Switch[] = [
  { path: ['NoPasswordRequired'], on: ['true'] },
  { path: ['AuthenticationMode', 'Type'], on: ['no-password-required'] },
];

/** A user whose access string is `off` cannot sign in: the recommended state of the user "default". */
function* passwordFacts(model: Model, resource: Resource): Iterable<Fact<Message>> {
  for (const position of PASSWORD_SWITCHES.flatMap((given) => positionsOf(model, resource, given))) {
    const access = position.reading.values('AccessString');
    if (access.length > 0 && access.every(({ kind, text }) => kind === 'literal' && text.toLowerCase().split(/\s+/).includes('off')))
      continue;
    yield { message: position.state === 'on' ? 'noPassword' : 'undecided', ...switchFact(model, position) };
  }
}

function namesOwnList(model: Model, resource: Resource): boolean {
  const resolver = model.resolverOf(resource.template);
  return model.values(resource, 'ACLName').every(({ value }) => resolver.target(value)?.type === 'AWS::MemoryDB::ACL');
}
