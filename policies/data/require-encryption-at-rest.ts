import { encryptedStores, propertyOf, unencryptedBy } from '../../lib/core/model/encryption';
import { defineRule } from '../../lib/core/rule';

const database = (properties: { readonly [key: string]: string | boolean }) => ({
  Database: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres', DBSubnetGroupName: 'private', ...properties } },
});

export default defineRule({
  meta: {
    id: 'data/require-encryption-at-rest',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Stores encrypt what they keep',
    rationale:
      'Without encryption at rest, snapshots, backups and disks hold the data in the clear, and no key policy stands between them and whoever gets hold of a copy. Most stores can be encrypted only when they are made.',
    references: [
      'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html',
      'https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_rest_encrypt.html',
    ],
    catalogue: ['DATA-OTHER-CMK', 'DATA-SQS-CMK', 'DATA-DDB-CMK'],
    peers: [
      'CKV_AWS_3',
      'CKV_AWS_5',
      'CKV_AWS_16',
      'CKV_AWS_27',
      'CKV_AWS_29',
      'CKV_AWS_42',
      'CKV_AWS_43',
      'CKV_AWS_44',
      'CKV_AWS_47',
      'CKV_AWS_64',
      'CKV_AWS_74',
      'CKV_AWS_96',
      'cfn_nag F1',
      'cfn_nag F25',
      'cfn_nag F26',
      'cfn_nag F27',
      'cfn_nag F28',
      'cfn_nag F30',
      'cfn_nag F32',
      'AWS-0026',
      'AWS-0048',
      'AWS-0064',
      'AWS-0079',
      'AWS-0080',
      'cdk-nag AwsSolutions-RDS2',
      'cdk-nag AwsSolutions-EFS1',
      'cdk-nag AwsSolutions-KDS1',
      'cdk-nag AwsSolutions-KDF1',
      'cdk-nag AwsSolutions-OS8',
      'Security Hub RDS.3',
      'Security Hub EFS.1',
      'Security Hub Kinesis.1',
    ],
  },
  messages: {
    off: {
      what: '{type} "{name}" has {property} "{value}": what it keeps is not encrypted',
      fix: 'set {property} to "{on}"; in CDK "{cdk}"',
    },
    offByDefault: {
      what: '{type} "{name}" sets no {property}, and without it what it keeps is not encrypted',
      fix: 'set {property} to "{on}"; in CDK "{cdk}"',
    },
    undecided: {
      what: '{type} "{name}" sets no {property}: whether what it keeps is encrypted depends on {dependsOn}',
      fix: 'set {property} to "{on}", so that it no longer depends on that; in CDK "{cdk}"',
    },
  },
  examples: {
    valid: [
      { title: 'an encrypted database', resources: database({ StorageEncrypted: true }) },
      { title: 'an instance of a cluster, which inherits', resources: database({ DBClusterIdentifier: 'orders' }) },
      { title: 'a queue, which Amazon SQS encrypts by itself', resources: { Queue: { Type: 'AWS::SQS::Queue' } } },
    ],
    invalid: [
      { title: 'a database that leaves it out', resources: database({}), reports: ['offByDefault'] },
      {
        title: 'encryption that is turned off',
        resources: {
          Files: { Type: 'AWS::EFS::FileSystem', Properties: { Encrypted: false } },
          Queue: { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: false } },
        },
        reports: ['off', 'off'],
      },
      {
        title: 'a database that is as encrypted as its snapshot',
        resources: database({ DBSnapshotIdentifier: 'orders-2026-01' }),
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    for (const { type, switches = [] } of encryptedStores) {
      if (switches.length === 0) continue;
      for (const resource of model.resourcesOfType(type)) {
        for (const reading of model.readingsOf(resource)) {
          for (const choice of switches) {
            for (const { value, dependsOn = '' } of unencryptedBy(reading, choice)) {
              const property = propertyOf(choice.path);
              const isAbsent = value.kind === 'absent';
              const atMost = dependsOn === '' ? choice.atMost : 'warning';
              yield {
                message: dependsOn !== '' ? 'undecided' : isAbsent ? 'offByDefault' : 'off',
                resource,
                at: value.at,
                evidence: `${property} ${isAbsent ? 'absent' : value.text}`,
                data: { type, name: model.nameOf(resource), property, value: value.text, on: choice.on, cdk: choice.cdk, dependsOn },
                ...(atMost === undefined ? {} : { atMost }),
              };
            }
          }
        }
      }
    }
  },
});
