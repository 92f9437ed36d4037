import { isMadeByCdk } from '../../lib/core/model/made-by-cdk';
import type { PropertyValue } from '../../lib/core/model/reading';
import { stagesOf } from '../../lib/core/model/stages';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

const stage = (more: object) => ({ Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: 'a1b2c3', StageName: 'prod', ...more } });
const graph = (more: object) => ({
  Type: 'AWS::AppSync::GraphQLApi',
  Properties: { Name: 'orders', AuthenticationType: 'AWS_IAM', ...more },
});

/** CDK leaves tracing off unless it is asked for, which is information; HTTP APIs do not have it. */
export default defineRule({
  meta: {
    id: 'api/prefer-tracing',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'APIs trace their requests',
    rationale:
      'A trace follows one request from the API through every function and service behind it. When something is slow, fails or is abused, it shows where.',
    references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html'],
    catalogue: ['API-NO-TRACING'],
    peers: ['CKV_AWS_73', 'AWS-0003', 'cdk-nag APIGWXrayEnabled', 'cdk-nag AppSyncTracing', 'Security Hub APIGateway.3'],
  },
  messages: {
    untracedStage: {
      what: 'stage "{name}" does not trace its requests: TracingEnabled is {value}',
      fix: 'set "TracingEnabled" to true ("deployOptions: { tracingEnabled: true }")',
    },
    untracedGraph: {
      what: 'the GraphQL API "{name}" does not trace its requests: XrayEnabled is {value}',
      fix: 'set "XrayEnabled" to true ("xrayEnabled: true")',
    },
  },
  examples: {
    valid: [
      { title: 'a stage with tracing', resources: { Stage: stage({ TracingEnabled: true }) } },
      { title: 'a GraphQL API with tracing', resources: { Graph: graph({ XrayEnabled: true }) } },
    ],
    invalid: [
      { title: 'a stage without tracing', resources: { Stage: stage({}) }, reports: ['untracedStage'] },
      { title: 'a GraphQL API without tracing', resources: { Graph: graph({ XrayEnabled: false }) }, reports: ['untracedGraph'] },
    ],
  },
  *check(model) {
    for (const { kind, resource, name, settings } of stagesOf(model)) {
      if (kind !== 'rest') continue;
      for (const { kind: state, text, at, shown } of settings.flatMap((each) => each.values('TracingEnabled'))) {
        if (state !== 'absent' && text.toLowerCase() !== 'false') continue;
        const value = shown === '' ? 'absent' : `"${shown}"`;
        const evidence = `TracingEnabled ${shown || 'absent'}`;
        yield { message: 'untracedStage' as const, resource, at, evidence, data: { name, value }, ...capOf(resource, state) };
      }
    }
    for (const resource of model.resourcesOfType('AWS::AppSync::GraphQLApi')) {
      for (const { kind, text, at, shown } of model.readingsOf(resource).flatMap((each) => each.values('XrayEnabled'))) {
        if (kind !== 'absent' && text.toLowerCase() !== 'false') continue;
        const data = { name: model.nameOf(resource), value: shown === '' ? 'absent' : `"${shown}"` };
        const evidence = `XrayEnabled ${shown || 'absent'}`;
        yield { message: 'untracedGraph' as const, resource, at, evidence, data, ...capOf(resource, kind) };
      }
    }
  },
});

function capOf(resource: Resource, kind: PropertyValue['kind']): Pick<Fact, 'atMost'> {
  return kind === 'absent' && isMadeByCdk(resource) ? { atMost: 'info' } : {};
}
