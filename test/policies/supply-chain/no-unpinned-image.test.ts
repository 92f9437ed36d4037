import rule from '../../../policies/supply-chain/no-unpinned-image';
import { factsOf, resources } from '../facts';

const task = (Image: unknown, more: object = {}) =>
  factsOf(
    rule,
    resources(
      {
        Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { ContainerDefinitions: [{ Image }] } },
        Repo: { Type: 'AWS::ECR::Repository', Properties: {} },
      },
      more,
    ),
  );
const place = '/ContainerDefinitions/0/Image';
const hash = '3f0d2f3bd0a4b9f8b1b8c5b7a7c1c1f6d8c7a0f5f7c6a4b2e1d0c9b8a7f6e5d4';
const own = '${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}';

test.each([
  [`nginx@sha256:${hash}`],
  [{ 'Fn::Sub': `${own}/cdk-hnb659fds-container-assets-\${AWS::AccountId}-\${AWS::Region}:${hash}` }],
  [{ 'Fn::Sub': `${own}/web:1.4.2` }],
  [{ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Repo', 'RepositoryUri'] }, ':1.4.2']] }],
  ['763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch:2.5'],
])('%j is pinned', (image) => {
  expect(task(image)).toEqual([]);
});

test.each([
  ['nginx'],
  ['nginx:latest'],
  ['registry.example.com:5000/web'],
  [{ 'Fn::Sub': `${own}/web:latest` }],
  [{ 'Fn::Sub': `${own}/\${Repo}` }],
  [{ 'Fn::GetAtt': ['Repo', 'RepositoryUri'] }],
])('%j is not', (image) => {
  expect(task(image)).toEqual([`unpinned Task ${place}`]);
});

test('tags in registries of others can move', () => {
  expect(task('nginx:1.29')).toEqual([`foreignTag Task ${place}`]);
  expect(task('ghcr.io/acme/web:v1')).toEqual([`foreignTag Task ${place}`]);
  expect(task('public.ecr.aws/docker/library/alpine:3.22')).toEqual([`foreignTag Task ${place} (at most info)`]);
  expect(task('999988887777.dkr.ecr.eu-west-1.amazonaws.com/web:1')).toEqual([`foreignAccount Task ${place}`]);
});

test('what the deployment chooses is not known to be wrong', () => {
  const Parameters = { Image: { Type: 'String' }, Tag: { Type: 'String' } };
  expect(task({ Ref: 'Image' }, { Parameters })).toEqual([]);
  expect(task({ 'Fn::Sub': `${own}/web:\${Tag}` }, { Parameters })).toEqual([]);
});

test.each([
  ['AWS::Lambda::Function', { Code: { ImageUri: 'a/b' } }],
  ['AWS::Serverless::Function', { ImageUri: 'a/b' }],
  ['AWS::AppRunner::Service', { SourceConfiguration: { ImageRepository: { ImageIdentifier: 'a/b:latest' } } }],
  ['AWS::CodeBuild::Project', { Environment: { Image: 'a/b:latest' } }],
  ['AWS::BedrockAgentCore::Runtime', { AgentRuntimeArtifact: { ContainerConfiguration: { ContainerUri: 'a/b' } } }],
  ['AWS::Batch::JobDefinition', { ContainerProperties: { Image: 'a/b' } }],
  ['AWS::Batch::JobDefinition', { EcsProperties: { TaskProperties: [{ Containers: [{ Image: 'a/b' }] }] } }],
  ['AWS::Batch::JobDefinition', { EksProperties: { PodProperties: { Containers: [{ Image: 'a/b' }] } } }],
  ['AWS::Batch::JobDefinition', { NodeProperties: { NodeRangeProperties: [{ Container: { Image: 'a/b' } }] } }],
])('%s names an image', (Type, Properties) => {
  expect(factsOf(rule, resources({ R: { Type, Properties } }))).toHaveLength(1);
});

test('images that AWS keeps for builds are left alone', () => {
  const Properties = { Environment: { Image: 'aws/codebuild/standard:7.0' } };
  expect(factsOf(rule, resources({ R: { Type: 'AWS::CodeBuild::Project', Properties } }))).toEqual([]);
});
