import rule from '../../../policies/supply-chain/no-open-build-webhook';
import { factsOf, resources } from '../facts';

const project = (Triggers: object | undefined, more: object = {}) =>
  factsOf(
    rule,
    resources({
      P: {
        Type: 'AWS::CodeBuild::Project',
        Properties: { Source: { Type: 'GITHUB' }, Environment: { PrivilegedMode: true }, Triggers, ...more },
      },
    }),
  );
const event = (Pattern: string) => ({ Type: 'EVENT', Pattern });
const actor = (more: object = {}) => ({ Type: 'ACTOR_ACCOUNT_ID', Pattern: '^123$', ...more });
const open = ['privileged P /Triggers/Webhook'];

test('no filter at all lets every event in', () => {
  expect(project({ Webhook: true })).toEqual(open);
  expect(project({ Webhook: true, FilterGroups: [[{ Type: 'HEAD_REF', Pattern: 'main' }]] })).toEqual(open);
});

test('each group with pull requests needs its actor', () => {
  expect(project({ Webhook: true, FilterGroups: [[event('PULL_REQUEST_CREATED'), actor()], [event('PUSH')]] })).toEqual([]);
  expect(
    project({ Webhook: true, FilterGroups: [[event('PULL_REQUEST_CREATED'), actor()], [event('PUSH, PULL_REQUEST_UPDATED')]] }),
  ).toEqual(open);
  expect(project({ Webhook: true, FilterGroups: [[event('PULL_REQUEST_CREATED'), actor({ ExcludeMatchedPattern: true })]] })).toEqual(open);
  expect(project({ Webhook: true, FilterGroups: [[event('PULL_REQUEST_MERGED')]] })).toEqual([]);
});

test('an approval keeps strangers out', () => {
  const triggers = (RequiresCommentApproval: string) => ({ Webhook: true, PullRequestBuildPolicy: { RequiresCommentApproval } });
  expect(project(triggers('FORK_PULL_REQUESTS'))).toEqual([]);
  expect(project(triggers('DISABLED'))).toEqual(open);
});

test('projects without a webhook, from private sources, or without privileges', () => {
  expect(project(undefined)).toEqual([]);
  expect(project({ Webhook: false })).toEqual([]);
  expect(project({ Webhook: true }, { Source: { Type: 'GITHUB_ENTERPRISE' } })).toEqual([]);
  expect(project({ Webhook: true }, { Environment: { PrivilegedMode: false } })).toEqual([
    'unprivileged P /Triggers/Webhook (at most info)',
  ]);
});
