import { standingOf } from '../../lib/core/model/accounts';
import { type ImageReference, imageReferenceOf, isAwsRegistry, registryAccountOf } from '../../lib/core/model/image';
import type { Model } from '../../lib/core/model/model';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'unpinned' | 'foreignTag' | 'foreignAccount';

const podContainers = ['EksProperties', 'PodProperties', 'Containers', '*', 'Image'];

/** Where the types that run containers name the image. */
const places: readonly { readonly type: string; readonly path: readonly string[] }[] = [
  { type: 'AWS::Lambda::Function', path: ['Code', 'ImageUri'] },
  { type: 'AWS::Serverless::Function', path: ['ImageUri'] },
  { type: 'AWS::ECS::TaskDefinition', path: ['ContainerDefinitions', '*', 'Image'] },
  { type: 'AWS::AppRunner::Service', path: ['SourceConfiguration', 'ImageRepository', 'ImageIdentifier'] },
  { type: 'AWS::CodeBuild::Project', path: ['Environment', 'Image'] },
  { type: 'AWS::BedrockAgentCore::Runtime', path: ['AgentRuntimeArtifact', 'ContainerConfiguration', 'ContainerUri'] },
  { type: 'AWS::Batch::JobDefinition', path: ['ContainerProperties', 'Image'] },
  { type: 'AWS::Batch::JobDefinition', path: ['EcsProperties', 'TaskProperties', '*', 'Containers', '*', 'Image'] },
  { type: 'AWS::Batch::JobDefinition', path: podContainers },
  { type: 'AWS::Batch::JobDefinition', path: ['NodeProperties', 'NodeRangeProperties', '*', 'Container', 'Image'] },
];

/** Images that AWS keeps for builds. */
const CURATED = /^aws\/codebuild\//;

const task = (Image: string) => ({
  Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { ContainerDefinitions: [{ Name: 'web', Image, Essential: true }] } },
});

export default defineRule<Message>({
  meta: {
    id: 'supply-chain/no-unpinned-image',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Containers name the image that they run, from a registry of their owners',
    rationale:
      'A tag is a pointer that whoever may push to the repository can move: the next task runs something else without a change to the app. A digest, or a tag that nobody can move, is what was tested.',
    references: [
      'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html#deployment-container-image-stability',
      'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html',
    ],
    catalogue: ['SC-IMAGE-UNPINNED'],
    peers: ['cdk-nag AwsSolutions-CB5', 'KICS'],
  },
  messages: {
    unpinned: {
      what: '{type} "{name}" runs whatever "{image}" is when it starts: the image has no tag but "latest"',
      fix: 'name the image by its digest ("...@sha256:...") or by a tag for each version; images that CDK builds ("ContainerImage.fromAsset()", "DockerImageCode.fromImageAsset()") are named by their content',
    },
    foreignTag: {
      what: '{type} "{name}" runs "{image}" from {registry}, where others can move the tag',
      fix: 'add the digest ("...@sha256:..."), or pull the image through a cache in your own Amazon ECR ("ecr.CfnPullThroughCacheRule")',
    },
    foreignAccount: {
      what: '{type} "{name}" runs "{image}" from a registry of account {registry}, which is neither its own nor AWS\'s',
      fix: 'copy the image to a repository of your own and name its digest, or name the account in the setting "trustedAccounts" once you know whose it is',
    },
  },
  examples: {
    valid: [
      {
        title: 'a digest',
        resources: task('public.ecr.aws/nginx/nginx@sha256:3f0d2f3bd0a4b9f8b1b8c5b7a7c1c1f6d8c7a0f5f7c6a4b2e1d0c9b8a7f6e5d4'),
      },
      {
        title: 'an image that CDK built',
        resources: task(
          '111122223333.dkr.ecr.eu-west-1.amazonaws.com/cdk-assets:3f0d2f3bd0a4b9f8b1b8c5b7a7c1c1f6d8c7a0f5f7c6a4b2e1d0c9b8a7f6e5d4',
        ),
      },
    ],
    invalid: [
      { title: 'no tag', resources: task('amazon/amazon-ecs-sample'), reports: ['unpinned'] },
      { title: 'a tag in a registry of others', resources: task('docker.io/library/nginx:1.29'), reports: ['foreignTag'] },
      {
        title: 'a repository of another account',
        resources: task('999988887777.dkr.ecr.eu-west-1.amazonaws.com/web:1.2'),
        reports: ['foreignAccount'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const { type, path } of places) {
      for (const resource of model.resourcesOfType(type)) {
        if (model.isProvided(resource)) continue;
        for (const { value, at } of model.values(resource, ...path)) {
          if (typeof value === 'string' && CURATED.test(value)) continue;
          const reference = imageReferenceOf(value);
          const image = model.show({ value, at }, resource);
          const found = judge(model, resource, reference);
          if (found === undefined) continue;
          const { message, registry = '', atMost } = found;
          const data = { type, name: model.nameOf(resource), image, registry };
          yield { message, resource, at, evidence: image, data, ...(atMost === undefined ? {} : { atMost }) };
        }
      }
    }
  },
});

interface Judgement extends Pick<Fact<Message>, 'message' | 'atMost'> {
  readonly registry?: string;
}

function judge(model: Model, resource: Resource, { registry, version }: ImageReference): Judgement | undefined {
  if (version === 'digest' || version === 'content-tag') return undefined;
  if (version === 'latest' || version === 'none') return { message: 'unpinned' };
  if (registry === undefined) return undefined;
  const account = registryAccountOf(registry);
  if (account !== undefined) {
    const standing = isAwsRegistry(account) ? 'aws' : standingOf(model, resource.template, account);
    return standing === 'foreign' || standing === 'unpinned' ? { message: 'foreignAccount', registry: String(account) } : undefined;
  }
  if (version !== 'tag' || typeof registry !== 'string') return undefined;
  // Amazon keeps a copy of what is in its public registry; its own images are there.
  return registry === 'public.ecr.aws' ? { message: 'foreignTag', registry, atMost: 'info' } : { message: 'foreignTag', registry };
}
