import type { JsonObject } from '../../lib/core/json';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { positionsOf, switchFact } from '../../lib/core/model/switches';
import { defineRule } from '../../lib/core/rule';

const project = (properties: JsonObject): JsonObject => ({
  Build: { Type: 'AWS::CodeBuild::Project', Properties: { ServiceRole: 'arn:aws:iam::111122223333:role/build', ...properties } },
});

export default defineRule({
  meta: {
    id: 'endpoint/no-public-build',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Build results are not public',
    rationale:
      'A public build project shows the logs and artifacts of every build to everyone, with whatever commands print: addresses, account ids, tokens.',
    references: ['https://docs.aws.amazon.com/codebuild/latest/userguide/public-builds.html'],
    catalogue: ['NET-OTHER-PUBLIC'],
    peers: ['prowler codebuild_project_not_publicly_accessible'],
  },
  messages: {
    public: {
      what: 'project "{name}" has Visibility "{value}": everyone reads the logs and artifacts of its builds',
      fix: 'set Visibility to "PRIVATE" ("visibility: ProjectVisibility.PRIVATE" of codebuild.Project), or acknowledge a project of open source',
    },
    undecided: {
      what: 'whether the builds of project "{name}" are public cannot be decided: Visibility is "{value}"',
      fix: 'write Visibility "PRIVATE", or give the parameter that decides it that value as its default',
    },
  },
  examples: {
    valid: [
      { title: 'a project with the default, which is private', resources: project({}) },
      { title: 'a private project', resources: project({ Visibility: 'PRIVATE' }) },
    ],
    invalid: [
      { title: 'a public project', resources: project({ Visibility: 'PUBLIC_READ' }), reports: ['public'] },
      {
        title: 'a choice that is made at deployment',
        template: { Parameters: { Visibility: { Type: 'String' } }, Resources: project({ Visibility: { Ref: 'Visibility' } }) },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::CodeBuild::Project')) {
      if (isPublicOnPurpose(model, resource)) continue;
      for (const position of positionsOf(model, resource, { path: ['Visibility'], except: ['PRIVATE'] })) {
        const message = position.state === 'on' ? ('public' as const) : ('undecided' as const);
        yield { message, ...switchFact(model, position) };
      }
    }
  },
});
