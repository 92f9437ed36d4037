import type { Reading } from '../../lib/core/model/reading';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'privileged' | 'unprivileged';

const project = (PrivilegedMode: boolean, ...filters: readonly (readonly [string, string])[]) => ({
  Build: {
    Type: 'AWS::CodeBuild::Project',
    Properties: {
      ServiceRole: 'arn:aws:iam::111122223333:role/build',
      Artifacts: { Type: 'NO_ARTIFACTS' },
      Source: { Type: 'GITHUB', Location: 'https://github.com/example/orders.git' },
      Environment: { Type: 'LINUX_CONTAINER', ComputeType: 'BUILD_GENERAL1_SMALL', Image: 'aws/codebuild/standard:7.0', PrivilegedMode },
      Triggers: { Webhook: true, FilterGroups: [filters.map(([Type, Pattern]) => ({ Type, Pattern }))] },
    },
  },
});

export default defineRule<Message>({
  meta: {
    id: 'supply-chain/no-open-build-webhook',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Builds of pull requests know who asks for them',
    rationale:
      'A webhook that builds every pull request runs the code of whoever opens one, from a fork as well, with the role of the build; in privileged mode also with the rights of the host. Filters on the actor, or an approval, keep strangers out.',
    references: [
      'https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html',
      'https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html',
    ],
    catalogue: ['SC-CODEBUILD-PRIV'],
    peers: ['CKV_AWS_316', 'Security Hub CodeBuild.5'],
  },
  messages: {
    privileged: {
      what: 'project "{name}" builds pull requests of anyone in privileged mode',
      fix: 'add a filter of type "ACTOR_ACCOUNT_ID" to each group with pull requests ("FilterGroup.andActorAccountIs()"), or require an approval with Triggers.PullRequestBuildPolicy; drop "PrivilegedMode" where no images are built',
    },
    unprivileged: {
      what: 'project "{name}" builds pull requests of anyone, with its own role',
      fix: 'add a filter of type "ACTOR_ACCOUNT_ID" to each group with pull requests ("FilterGroup.andActorAccountIs()"), or require an approval with Triggers.PullRequestBuildPolicy',
    },
  },
  examples: {
    valid: [
      {
        title: 'pull requests of known people',
        resources: project(true, ['EVENT', 'PULL_REQUEST_CREATED'], ['ACTOR_ACCOUNT_ID', '1234567']),
      },
      { title: 'pushes, which need access to the repository', resources: project(true, ['EVENT', 'PUSH']) },
    ],
    invalid: [
      {
        title: 'pull requests of anyone, privileged',
        resources: project(true, ['EVENT', 'PULL_REQUEST_CREATED']),
        reports: ['privileged'],
      },
      { title: 'pull requests of anyone', resources: project(false, ['EVENT', 'PUSH, PULL_REQUEST_UPDATED']), reports: ['unprivileged'] },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const resource of model.resourcesOfType('AWS::CodeBuild::Project')) {
      for (const reading of model.readingsOf(resource)) {
        if (reading.canBe(['Triggers', 'Webhook'], ['true']) === 'no' || !isOpen(reading)) continue;
        const isPrivileged = reading.canBe(['Environment', 'PrivilegedMode'], ['true']) !== 'no';
        const [webhook] = reading.values('Triggers', 'Webhook');
        const common = { resource, at: webhook?.at, evidence: 'pull requests of anyone', data: { name: model.nameOf(resource) } };
        yield isPrivileged ? { ...common, message: 'privileged' } : { ...common, message: 'unprivileged', atMost: 'info' };
      }
    }
  },
});

/** Sources where strangers may open pull requests. */
const PUBLIC_SOURCES = ['GITHUB', 'BITBUCKET', 'GITLAB'];

function isOpen(reading: Reading): boolean {
  if (reading.canBe(['Source', 'Type'], PUBLIC_SOURCES) === 'no') return false;
  const approval = ['Triggers', 'PullRequestBuildPolicy', 'RequiresCommentApproval'];
  if (reading.canBe(approval, ['DISABLED'], 'yes') === 'no') return false;
  const groups = groupsOf(reading);
  return groups.length === 0 || groups.some((group) => buildsPullRequests(group) && !group.some(isActorFilter));
}

interface Filter {
  readonly type: string;
  readonly pattern: string;
  readonly excludes: boolean;
}

/** The filters of each group; all of a group must hold, and one group is enough. */
function groupsOf(reading: Reading): readonly (readonly Filter[])[] {
  const groups = new Map<unknown, Filter[]>();
  for (const filter of reading.objects('Triggers', 'FilterGroups')) {
    const group = groups.get(filter.at.parent?.key) ?? [];
    groups.set(filter.at.parent?.key, group);
    group.push({
      type: filter.values('Type')[0]?.text.toUpperCase() ?? '',
      pattern: filter.values('Pattern')[0]?.text.toUpperCase() ?? '',
      excludes: filter.canBe(['ExcludeMatchedPattern'], ['true']) !== 'no',
    });
  }
  return [...groups.values()];
}

function buildsPullRequests(group: readonly Filter[]): boolean {
  const events = group.filter(({ type }) => type === 'EVENT');
  return events.length === 0 || events.some(({ pattern }) => pattern === '' || /PULL_REQUEST_(?!MERGED|CLOSED)/.test(pattern));
}

function isActorFilter({ type, excludes, pattern }: Filter): boolean {
  return (type === 'ACTOR_ACCOUNT_ID' || type === 'GITHUB_ACTOR') && !excludes && pattern !== '.*';
}
