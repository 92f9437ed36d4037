import rule from '../../../policies/resource-policy/no-public-image-or-snapshot';
import { factsOf, resources } from '../facts';

const found = (Type: string, Properties: object, sections: object = {}) =>
  factsOf(rule, resources({ Copy: { Type, Properties: { ...Properties } } }, { ...sections }));
const image = (LaunchPermissionConfiguration: object) => ({
  Distributions: [{ Region: 'a' }, { Region: 'b', AmiDistributionConfiguration: { LaunchPermissionConfiguration } }],
});

test('an image for everyone, in whatever region', () => {
  expect(found('AWS::ImageBuilder::DistributionConfiguration', image({ UserGroups: ['all'] }))).toEqual([
    'publicImage Copy /Distributions/1/AmiDistributionConfiguration/LaunchPermissionConfiguration/UserGroups/0',
  ]);
  expect(found('AWS::ImageBuilder::DistributionConfiguration', image({ UserGroups: [] }))).toEqual([]);
});

test('an image for another account, and for the own one', () => {
  expect(found('AWS::ImageBuilder::DistributionConfiguration', image({ UserIds: ['111122223333'] }))[0]).toContain('sharedCopy');
  expect(found('AWS::ImageBuilder::DistributionConfiguration', image({ UserIds: [{ Ref: 'AWS::AccountId' }] }))).toEqual([]);
});

test('snapshots that a lifecycle policy shares', () => {
  const shared = (account: unknown) => ({ PolicyDetails: { Schedules: [{ ShareRules: [{ TargetAccounts: [account] }] }] } });
  expect(found('AWS::DLM::LifecyclePolicy', shared('111122223333'))[0]).toContain('sharedCopy');
  expect(found('AWS::DLM::LifecyclePolicy', shared({ Ref: 'AWS::AccountId' }))).toEqual([]);
});

test.each(['block-all-sharing', 'block-new-sharing'])('%s blocks public snapshots', (State) => {
  expect(found('AWS::EC2::SnapshotBlockPublicAccess', { State })).toEqual([]);
});

test('any other state does not, and a public repository is public', () => {
  expect(found('AWS::EC2::SnapshotBlockPublicAccess', { State: 'unblocked' })).toEqual(['openSnapshots Copy /State (at most warning)']);
  expect(found('AWS::EC2::SnapshotBlockPublicAccess', {})).toHaveLength(1);
  expect(found('AWS::ECR::PublicRepository', {})).toEqual(['publicRepository Copy  (at most warning)']);
  expect(found('AWS::ECR::Repository', {})).toEqual([]);
});
