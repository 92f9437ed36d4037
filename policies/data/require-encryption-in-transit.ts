import { encryptedChannels, propertyOf, unencryptedBy } from '../../lib/core/model/encryption';
import { defineRule } from '../../lib/core/rule';

const cache = (properties: { readonly [key: string]: boolean | string }) => ({
  Cache: { Type: 'AWS::ElastiCache::ReplicationGroup', Properties: { ReplicationGroupDescription: 'sessions', ...properties } },
});

/** Buckets, queues and topics decide in their policies: see `data/require-bucket-tls` and `data/prefer-message-tls`; HTTPS of search domains belongs to `api/require-modern-tls`. */
export default defineRule({
  meta: {
    id: 'data/require-encryption-in-transit',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Caches, search domains, brokers and file systems talk TLS',
    rationale:
      'Inside of a VPC traffic is not encrypted by itself. Whoever gets onto the network, by a mirrored interface or a compromised host, reads sessions, passwords and files that pass in the clear.',
    references: [
      'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html',
      'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-best-practices.html',
    ],
    catalogue: ['DATA-OTHER-CMK', 'DATA-EFS-LAMBDA', 'DATA-DDB-CMK', 'NET-ELASTICACHE-PUBLIC'],
    peers: [
      'CKV_AWS_6',
      'CKV_AWS_30',
      'CKV_AWS_97',
      'CKV_AWS_239',
      'cfn_nag F33',
      'cfn_nag W54',
      'cfn_nag W85',
      'AWS-0035',
      'AWS-0043',
      'AWS-0051',
      'Security Hub ElastiCache.5',
      'Security Hub Opensearch.3',
    ],
  },
  messages: {
    plain: {
      what: '{type} "{name}" has {property} "{value}": what is sent is not encrypted',
      fix: 'set {property} to "{on}"; in CDK "{cdk}"',
    },
    plainByDefault: {
      what: '{type} "{name}" sets no {property}, and without it what is sent is not encrypted',
      fix: 'set {property} to "{on}"; in CDK "{cdk}"',
    },
  },
  examples: {
    valid: [{ title: 'a cache that talks TLS', resources: cache({ TransitEncryptionEnabled: true }) }],
    invalid: [
      { title: 'a cache that leaves it out', resources: cache({}), reports: ['plainByDefault'] },
      { title: 'a cache that talks in the clear', resources: cache({ TransitEncryptionEnabled: false }), reports: ['plain'] },
    ],
  },
  *check(model) {
    for (const { type, switches } of encryptedChannels) {
      for (const resource of model.resourcesOfType(type)) {
        for (const reading of model.readingsOf(resource)) {
          for (const choice of switches) {
            for (const { value } of unencryptedBy(reading, choice)) {
              const property = propertyOf(choice.path);
              const isAbsent = value.kind === 'absent';
              yield {
                message: isAbsent ? ('plainByDefault' as const) : ('plain' as const),
                resource,
                at: value.at,
                evidence: `${property} ${isAbsent ? 'absent' : value.text}`,
                data: { type, name: model.nameOf(resource), property, value: value.text, on: choice.on, cdk: choice.cdk },
              };
            }
          }
        }
      }
    }
  },
});
