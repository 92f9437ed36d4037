import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { type OpenBlock, openBlocksOf, publicAccessOf } from '../../lib/core/model/public-bucket';
import type { Reading } from '../../lib/core/model/reading';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'openAndPublic' | 'open' | 'partlyOpen' | 'undecidedBlock' | 'unsaid' | 'broadSecretPolicy';

/** Types with a block; without one, all of them are closed: access points ever since, buckets made since April 2023. */
const TYPES: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'bucket',
  'AWS::S3::AccessPoint': 'access point',
  'AWS::S3::MultiRegionAccessPoint': 'access point',
  'AWS::S3ObjectLambda::AccessPoint': 'access point',
  'AWS::S3Express::AccessPoint': 'access point',
};

const ALL_ON = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };

const bucket = (block: JsonObject | undefined): JsonObject => ({
  Uploads: { Type: 'AWS::S3::Bucket', Properties: block === undefined ? {} : { PublicAccessBlockConfiguration: block } },
});

export default defineRule<Message>({
  meta: {
    id: 'resource-policy/require-block-public-access',
    severity: { recommended: 'error', strict: 'error', critical: 'warning' },
    title: 'Buckets and access points keep public access blocked',
    rationale:
      'The block is the net below every policy and ACL: with it, one wrong statement stays without effect. It is on by default since April 2023, so whoever switches it off means it.',
    references: [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
      'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html',
    ],
    catalogue: ['RP-S3-BPA-OFF'],
    peers: [
      'CKV_AWS_53',
      'CKV_AWS_54',
      'CKV_AWS_55',
      'CKV_AWS_56',
      'AWS-0086',
      'AWS-0087',
      'AWS-0091',
      'AWS-0093',
      'AWS-0094',
      'S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED',
      'cdk-nag AwsSolutions-S2',
      'Security Hub S3.8',
      'Security Hub S3.19',
      'Security Hub S3.24',
    ],
  },
  messages: {
    openAndPublic: {
      what: '{kind} "{name}" has {switches}, and {opening}: strangers get in',
      fix: 'set all four switches of PublicAccessBlockConfiguration to true ("blockPublicAccess: BlockPublicAccess.BLOCK_ALL"), and serve objects through CloudFront with origin access control',
    },
    open: {
      what: '{kind} "{name}" has {switches}: one public statement or ACL is enough to open it',
      fix: 'set all four switches of PublicAccessBlockConfiguration to true ("blockPublicAccess: BlockPublicAccess.BLOCK_ALL")',
    },
    partlyOpen: {
      what: '{kind} "{name}" sets its public access block in part: {switches}, which S3 takes as false',
      fix: 'set all four switches of PublicAccessBlockConfiguration to true ("blockPublicAccess: BlockPublicAccess.BLOCK_ALL")',
    },
    undecidedBlock: {
      what: 'whether {kind} "{name}" blocks public access cannot be decided: {switches}',
      fix: 'write true, or give the parameter that decides it the default "true"',
    },
    unsaid: {
      what: 'bucket "{name}" sets no PublicAccessBlockConfiguration; S3 blocks public access by default, and nothing keeps it so',
      fix: 'set all four switches of PublicAccessBlockConfiguration to true ("blockPublicAccess: BlockPublicAccess.BLOCK_ALL")',
    },
    broadSecretPolicy: {
      what: 'resource policy "{name}" has BlockPublicPolicy {switches}, so that Secrets Manager takes a policy that lets everyone in',
      fix: 'set BlockPublicPolicy to true',
    },
  },
  examples: {
    valid: [
      { title: 'all four switches', resources: bucket(ALL_ON) },
      { title: 'as texts, as YAML may write them', resources: bucket({ ...ALL_ON, BlockPublicPolicy: 'true' }) },
    ],
    invalid: [
      { title: 'policies may be public', resources: bucket({ ...ALL_ON, BlockPublicPolicy: false }), reports: ['open'] },
      {
        title: 'policies may be public, and one is',
        resources: {
          ...bucket({ ...ALL_ON, BlockPublicPolicy: false, RestrictPublicBuckets: 'false' }),
          Policy: {
            Type: 'AWS::S3::BucketPolicy',
            Properties: {
              Bucket: { Ref: 'Uploads' },
              PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }] },
            },
          },
        },
        reports: ['openAndPublic'],
      },
      {
        title: 'ACLs are blocked, policies are not',
        resources: bucket({ BlockPublicAcls: true, IgnorePublicAcls: true }),
        reports: ['partlyOpen'],
      },
      {
        title: 'a switch that whoever deploys chooses',
        template: { Parameters: { Block: { Type: 'String' } }, Resources: bucket({ ...ALL_ON, BlockPublicPolicy: { Ref: 'Block' } }) },
        reports: ['undecidedBlock'],
      },
      { title: 'a bucket that says nothing', resources: bucket(undefined), reports: ['unsaid'] },
      {
        title: 'a secret whose policy may be public',
        resources: {
          Policy: {
            Type: 'AWS::SecretsManager::ResourcePolicy',
            Properties: { SecretId: 'db', BlockPublicPolicy: false, ResourcePolicy: { Version: '2012-10-17', Statement: [] } },
          },
        },
        reports: ['broadSecretPolicy'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const [type, kind] of Object.entries(TYPES)) {
      for (const resource of model.resourcesOfType(type)) {
        for (const reading of model.readingsOf(resource)) {
          const fact = factOf(model, resource, kind, reading);
          if (fact !== undefined) yield fact;
        }
      }
    }
    for (const resource of model.resourcesOfType('AWS::SecretsManager::ResourcePolicy')) {
      for (const { text, shown, at } of model.readingsOf(resource).flatMap((reading) => reading.values('BlockPublicPolicy'))) {
        if (text.toLowerCase() !== 'false') continue;
        const data = { name: model.nameOf(resource), switches: shown };
        yield { message: 'broadSecretPolicy', resource, at, evidence: `BlockPublicPolicy ${shown}`, data, atMost: 'warning' };
      }
    }
  },
});

function factOf(model: Model, resource: Resource, kind: string, reading: Reading): Fact<Message> | undefined {
  const open = openBlocksOf(reading);
  const common = { resource, data: { kind, name: model.nameOf(resource) } };
  if (open.length === 0) {
    if (kind !== 'bucket' || !reading.lacks('PublicAccessBlockConfiguration')) return undefined;
    const at = model.propertiesOf(resource);
    return { ...common, message: 'unsaid', at, evidence: 'PublicAccessBlockConfiguration absent', atMost: 'info' };
  }
  const off = open.filter(({ state }) => state === 'false');
  const absent = open.filter(({ state }) => state === 'absent');
  const opening = kind === 'bucket' && off.length + absent.length > 0 ? publicAccessOf(model, resource) : undefined;
  if (opening !== undefined) {
    const worded = wordingOf([...off, ...absent]);
    return { ...common, ...worded, message: 'openAndPublic', data: { ...common.data, opening, switches: worded.evidence } };
  }
  const [message, blocks] =
    off.length > 0 ? (['open', off] as const) : absent.length > 0 ? (['partlyOpen', absent] as const) : (['undecidedBlock', open] as const);
  const worded = wordingOf(blocks);
  const cap = message === 'open' ? {} : { atMost: 'warning' as const };
  return { ...common, ...worded, message, data: { ...common.data, switches: worded.evidence }, ...cap };
}

/** `BlockPublicPolicy false, RestrictPublicBuckets false`, and the place of the first. */
function wordingOf(blocks: readonly OpenBlock[]): Pick<Fact, 'at' | 'evidence'> {
  return { at: blocks[0]?.at, evidence: [...new Set(blocks.map(({ name, shown }) => `${name} ${shown}`))].join(', ') };
}
