import type { JsonObject } from '../../lib/core/json';
import { standingOf } from '../../lib/core/model/accounts';
import type { Model } from '../../lib/core/model/model';
import type { Reading } from '../../lib/core/model/reading';
import { accountIn } from '../../lib/core/model/resource-grants';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'publicImage' | 'undecidedImage' | 'sharedCopy' | 'publicRepository' | 'openSnapshots';

/** Where a copy of an image or a snapshot is given to accounts. */
const COPIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::DLM::LifecyclePolicy': ['PolicyDetails/Schedules/*/ShareRules/*/TargetAccounts/*'],
  'AWS::ImageBuilder::DistributionConfiguration': [
    'Distributions/*/AmiDistributionConfiguration/LaunchPermissionConfiguration/UserIds/*',
    'Distributions/*/AmiDistributionConfiguration/TargetAccountIds/*',
  ],
};

const GROUPS = ['Distributions', '*', 'AmiDistributionConfiguration', 'LaunchPermissionConfiguration', 'UserGroups', '*'] as const;

const distribution = (permission: JsonObject): JsonObject => ({
  Images: {
    Type: 'AWS::ImageBuilder::DistributionConfiguration',
    Properties: {
      Name: 'images',
      Distributions: [{ Region: 'eu-west-1', AmiDistributionConfiguration: { LaunchPermissionConfiguration: permission } }],
    },
  },
});

/** What shares snapshots, images and documents by a call of an SDK belongs to `resource-policy/no-public-sdk-call`. */
export default defineRule<Message>({
  meta: {
    id: 'resource-policy/no-public-image-or-snapshot',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Images and snapshots are given to named accounts',
    rationale:
      'An image or a snapshot is a copy of a whole disk, with the keys and data that somebody forgot on it. Once it is public, everyone may copy it, and it cannot be called back.',
    references: [
      'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html',
      'https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html',
      'https://docs.aws.amazon.com/AmazonECR/latest/public/public-repositories.html',
    ],
    catalogue: ['RP-IMAGE-SNAPSHOT-PUBLIC'],
    peers: ['Security Hub EC2.1', 'Access Analyzer EC2 snapshots', 'prowler ec2_ami_public'],
  },
  messages: {
    publicImage: {
      what: 'distribution "{name}" lets everyone launch the image: UserGroups holds "all"',
      fix: 'remove "all" from UserGroups, and name the accounts in UserIds or the organisation in OrganizationArns',
    },
    undecidedImage: {
      what: 'whether distribution "{name}" makes the image public cannot be decided: UserGroups holds "{value}"',
      fix: 'remove UserGroups, and name the accounts in UserIds or the organisation in OrganizationArns',
    },
    sharedCopy: {
      what: '{type} "{name}" gives copies to account {value}, which is neither one of the input nor trusted',
      fix: 'remove the account, or declare it with the "trustedAccounts" of the checks if it is yours or a partner\'s',
    },
    publicRepository: {
      what: 'repository "{name}" is of a type that everyone pulls from',
      fix: 'use "AWS::ECR::Repository" ("ecr.Repository"), or acknowledge this finding when the images are for everybody',
    },
    openSnapshots: {
      what: 'block "{name}" has State {value}, which leaves public snapshots of the account possible',
      fix: 'set State to "block-all-sharing"',
    },
  },
  examples: {
    valid: [
      {
        title: 'an image for the organisation',
        resources: distribution({ OrganizationArns: ['arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5'] }),
      },
      {
        title: 'no public snapshots',
        resources: { Block: { Type: 'AWS::EC2::SnapshotBlockPublicAccess', Properties: { State: 'block-all-sharing' } } },
      },
    ],
    invalid: [
      { title: 'an image for everyone', resources: distribution({ UserGroups: ['all'] }), reports: ['publicImage'] },
      {
        title: 'a group that whoever deploys chooses',
        template: { Parameters: { Group: { Type: 'String' } }, Resources: distribution({ UserGroups: [{ Ref: 'Group' }] }) },
        reports: ['undecidedImage'],
      },
      {
        title: 'an image for another account',
        account: '999999999999',
        resources: distribution({ UserIds: ['111122223333'] }),
        reports: ['sharedCopy'],
      },
      {
        title: 'a public repository',
        resources: { Images: { Type: 'AWS::ECR::PublicRepository', Properties: {} } },
        reports: ['publicRepository'],
      },
      {
        title: 'public snapshots',
        resources: { Block: { Type: 'AWS::EC2::SnapshotBlockPublicAccess', Properties: { State: 'unblocked' } } },
        reports: ['openSnapshots'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const resource of model.resourcesOfType('AWS::ImageBuilder::DistributionConfiguration')) {
      for (const reading of model.readingsOf(resource)) yield* groupsOf(model, resource, reading);
    }
    for (const [type, paths] of Object.entries(COPIES)) {
      for (const resource of model.resourcesOfType(type)) {
        for (const reading of model.readingsOf(resource)) for (const path of paths) yield* copiesAt(model, resource, reading, path);
      }
    }
    for (const resource of model.resourcesOfType('AWS::ECR::PublicRepository')) {
      const data = { name: model.nameOf(resource) };
      yield {
        message: 'publicRepository',
        resource,
        at: model.propertiesOf(resource),
        evidence: 'public repository',
        data,
        atMost: 'warning',
      };
    }
    for (const resource of model.resourcesOfType('AWS::EC2::SnapshotBlockPublicAccess')) {
      for (const reading of model.readingsOf(resource)) {
        for (const { kind, text, shown, at } of reading.values('State')) {
          if (text === 'block-all-sharing' || text === 'block-new-sharing') continue;
          const value = kind === 'absent' ? 'absent' : `"${shown}"`;
          yield {
            message: 'openSnapshots',
            resource,
            at,
            evidence: `State ${value}`,
            data: { name: model.nameOf(resource), value },
            atMost: 'warning',
          };
        }
      }
    }
  },
});

function* groupsOf(model: Model, resource: Resource, reading: Reading): Iterable<Fact<Message>> {
  for (const { kind, text, shown, at } of reading.values(...GROUPS)) {
    const common = { resource, at, evidence: `UserGroups ${shown}`, data: { name: model.nameOf(resource), value: shown } };
    if (kind === 'symbolic') yield { ...common, message: 'undecidedImage', atMost: 'warning' };
    else if (text.toLowerCase() === 'all') yield { ...common, message: 'publicImage' };
  }
}

function* copiesAt(model: Model, resource: Resource, reading: Reading, path: string): Iterable<Fact<Message>> {
  for (const { value, shown, at } of reading.values(...path.split('/'))) {
    const account = value === undefined ? undefined : accountIn(value);
    if (account === undefined) continue;
    const standing = standingOf(model, resource.template, account);
    if (standing !== 'foreign' && standing !== 'unpinned') continue;
    const data = { type: resource.type, name: model.nameOf(resource), value: shown };
    yield { message: 'sharedCopy', resource, at, evidence: `copies for ${shown}`, data, atMost: 'warning' };
  }
}
