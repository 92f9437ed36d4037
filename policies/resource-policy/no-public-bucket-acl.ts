import type { JsonObject } from '../../lib/core/json';
import { PUBLIC_ACLS } from '../../lib/core/model/public-bucket';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'publicAcl' | 'grantingAcl' | 'undecidedAcl';

/** Canned ACLs that grant nothing to people: to the owner, or to the delivery of logs. */
const OWN_ACLS: readonly string[] = ['Private', 'BucketOwnerFullControl', 'BucketOwnerRead', 'LogDeliveryWrite'];

const WHO: Readonly<Record<string, string>> = {
  publicread: 'everyone read it',
  publicreadwrite: 'everyone read and write it',
  authenticatedread: 'every AWS account read it',
};

const bucket = (properties: JsonObject): JsonObject => ({ Uploads: { Type: 'AWS::S3::Bucket', Properties: properties } });

export default defineRule<Message>({
  meta: {
    id: 'resource-policy/no-public-bucket-acl',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Buckets have no public ACL',
    rationale:
      'A public ACL lists the bucket to everyone, and for each object somebody else decides whether it is public. Since April 2023 new buckets refuse it unless the owner switches the protection off first, which is the mistake behind most leaks of buckets.',
    references: [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl',
    ],
    catalogue: ['RP-S3-ACL-PUBLIC'],
    peers: [
      'CKV_AWS_20',
      'CKV_AWS_57',
      'cfn_nag F14',
      'cfn_nag W31',
      'AWS-0092',
      'cfn-lint W3045',
      'cfn-lint E3045',
      'cdk-nag S3BucketPublicReadProhibited',
      'cdk-nag S3BucketPublicWriteProhibited',
      'Security Hub S3.2',
      'Security Hub S3.3',
      'Security Hub S3.12',
    ],
  },
  messages: {
    publicAcl: {
      what: 'bucket "{name}" has AccessControl {acl}, which lets {who}',
      fix: 'remove AccessControl ("accessControl", "publicReadAccess"), and serve objects through CloudFront with origin access control ("S3BucketOrigin.withOriginAccessControl")',
    },
    grantingAcl: {
      what: 'bucket "{name}" has AccessControl {acl} and ObjectOwnership ObjectWriter: whoever writes an object owns it, and decides who reads it',
      fix: 'set ObjectOwnership to "BucketOwnerEnforced" ("objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED"), remove AccessControl, and grant access in the bucket policy',
    },
    undecidedAcl: {
      what: 'whether the ACL of bucket "{name}" is public cannot be decided: AccessControl is {acl}',
      fix: 'remove AccessControl, or give the parameter that decides it the default "Private" with AllowedValues',
    },
  },
  examples: {
    valid: [
      { title: 'a private bucket', resources: bucket({ AccessControl: 'Private' }) },
      { title: 'a bucket for access logs', resources: bucket({ AccessControl: 'LogDeliveryWrite' }) },
    ],
    invalid: [
      { title: 'everyone reads', resources: bucket({ AccessControl: 'PublicRead' }), reports: ['publicAcl'] },
      {
        title: 'writers own what they write, and an ACL grants',
        resources: bucket({ AccessControl: 'AwsExecRead', OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } }),
        reports: ['grantingAcl'],
      },
      {
        title: 'an ACL that whoever deploys chooses',
        template: { Parameters: { Acl: { Type: 'String' } }, Resources: bucket({ AccessControl: { Ref: 'Acl' } }) },
        reports: ['undecidedAcl'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const resource of model.resourcesOfType('AWS::S3::Bucket')) {
      if (resource.properties.AccessControl === undefined) continue;
      for (const reading of model.readingsOf(resource)) {
        for (const { kind, text, shown, at } of reading.values('AccessControl')) {
          if (kind === 'absent' || isOneOf(text, OWN_ACLS)) continue;
          const common = { resource, at, evidence: `AccessControl ${shown}`, data: { name: model.nameOf(resource), acl: shown } };
          const who = WHO[text.toLowerCase()];
          if (kind === 'symbolic') yield { ...common, message: 'undecidedAcl', atMost: 'warning' };
          else if (who !== undefined && isOneOf(text, PUBLIC_ACLS))
            yield { ...common, message: 'publicAcl', data: { ...common.data, who } };
          else if (reading.canBe(['OwnershipControls', 'Rules', '*', 'ObjectOwnership'], ['ObjectWriter']) === 'yes') {
            yield { ...common, message: 'grantingAcl', atMost: 'warning' };
          }
        }
      }
    }
  },
});

function isOneOf(text: string, texts: readonly string[]): boolean {
  return texts.some((one) => one.toLowerCase() === text.toLowerCase());
}
