import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'supply-chain/prefer-managed-build-image',
    severity: 'info',
    title: 'Builds run in images that AWS maintains',
    rationale:
      'Whatever is in the image of a build runs with the rights of the build, and can change what is built. Who keeps an image of their own keeps it patched, too.',
    references: ['https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html'],
    peers: ['cdk-nag AwsSolutions-CB5'],
  },
  nag: { rule: 'codebuild.CodeBuildProjectManagedImages', types: ['AWS::CodeBuild::Project'] },
  property: ['Environment', 'Image'],
  what: 'build project "{name}" runs in the image {value}, which is not one of CodeBuild',
  fix: 'use an image "aws/codebuild/…" ("codebuild.LinuxBuildImage.STANDARD_7_0"), or acknowledge that the image is maintained by you and named by its digest',
  examples: {
    valid: [
      {
        title: 'an image of CodeBuild',
        resources: {
          Build: {
            Type: 'AWS::CodeBuild::Project',
            Properties: {
              Artifacts: { Type: 'NO_ARTIFACTS' },
              Source: { Type: 'NO_SOURCE' },
              ServiceRole: 'build',
              Environment: { Type: 'LINUX_CONTAINER', ComputeType: 'BUILD_GENERAL1_SMALL', Image: 'aws/codebuild/standard:7.0' },
            },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'an image of others',
        resources: {
          Build: {
            Type: 'AWS::CodeBuild::Project',
            Properties: {
              Artifacts: { Type: 'NO_ARTIFACTS' },
              Source: { Type: 'NO_SOURCE' },
              ServiceRole: 'build',
              Environment: { Type: 'LINUX_CONTAINER', ComputeType: 'BUILD_GENERAL1_SMALL', Image: 'docker.io/library/node:22' },
            },
          },
        },
      },
    ],
  },
});
