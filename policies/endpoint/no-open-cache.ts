import type { Json, JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { positionsOf, type Switch, switchFact } from '../../lib/core/model/switches';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'noAuthentication' | 'openAccess' | 'noPassword' | 'undecided' | 'defaultVpc';

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

/**
 * Which addresses reach a cache is for `endpoint/no-world-ingress` to say, at its security group, and whether it talks TLS
 * for `data/require-encryption-in-transit`.
 */
export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-open-cache',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Caches authenticate their clients',
    rationale:
      'A cache without authentication gives every session and every cached record to whatever reaches its port: one wide security group, or one other workload in the VPC that was taken over.',
    references: [
      'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html',
      'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html',
      'https://docs.aws.amazon.com/memorydb/latest/devguide/clusters.acls.html',
    ],
    catalogue: ['NET-ELASTICACHE-PUBLIC'],
    peers: ['CKV_AWS_31', 'AWS-0045', 'cdk-nag AwsSolutions-AEC1', 'cdk-nag AwsSolutions-AEC6'],
  },
  messages: {
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
      { title: 'nobody is asked who they are', resources: group({ TransitEncryptionEnabled: true }), reports: ['noAuthentication'] },
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
