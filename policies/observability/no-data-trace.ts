import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import type { PropertyValue } from '../../lib/core/model/reading';
import { type ApiStage, stagesOf } from '../../lib/core/model/stages';
import { below, pointerOf } from '../../lib/core/path';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'bodiesLogged' | 'contentLogged';

const stage = (setting: JsonObject): JsonObject => ({
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { RestApiId: 'a1b2c3', StageName: 'live', MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ...setting }] },
  },
});
const graphql = (log: JsonObject): JsonObject => ({
  Api: { Type: 'AWS::AppSync::GraphQLApi', Properties: { Name: 'orders', AuthenticationType: 'AWS_IAM', LogConfig: log } },
});

export default defineRule<Message>({
  meta: {
    id: 'observability/no-data-trace',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'APIs do not write whole requests and responses into logs',
    rationale:
      'Bodies and headers hold passwords, tokens and data of people. In a log they are read by everybody who may read logs, kept as long as logs are, and deleted on no request.',
    references: [
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-appsync-graphqlapi-logconfig.html',
    ],
    catalogue: ['OBS-DATA-TRACE'],
    peers: [],
  },
  messages: {
    bodiesLogged: {
      what: 'stage "{name}" has DataTraceEnabled true: whole requests and responses go into its logs',
      fix: 'set DataTraceEnabled to false ("deployOptions: { dataTraceEnabled: false }" of RestApi) and write the fields that are needed with access logs',
    },
    contentLogged: {
      what: '"{name}" logs at FieldLogLevel "{value}" without ExcludeVerboseContent: headers, context and evaluated templates go into its logs',
      fix: 'set "LogConfig: ExcludeVerboseContent" to true ("logConfig: { excludeVerboseContent: true }" of GraphqlApi), or log at "ERROR"',
    },
  },
  examples: {
    valid: [
      { title: 'a stage that logs errors', resources: stage({ LoggingLevel: 'ERROR', DataTraceEnabled: false }) },
      { title: 'field logs without content', resources: graphql({ FieldLogLevel: 'ALL', ExcludeVerboseContent: true }) },
    ],
    invalid: [
      {
        title: 'a stage that logs bodies',
        resources: stage({ LoggingLevel: 'INFO', DataTraceEnabled: true }),
        reports: ['bodiesLogged'],
      },
      { title: 'field logs with content', resources: graphql({ FieldLogLevel: 'ALL' }), reports: ['contentLogged'] },
    ],
  },
  *check(model) {
    for (const each of stagesOf(model)) yield* stageFacts(model, each);
    yield* graphqlFacts(model);
  },
});

function* stageFacts(model: Model, { resource, name, settings }: ApiStage): Iterable<Fact<Message>> {
  const seen = new Set<string>();
  for (const setting of settings) {
    const values = [
      ...setting.values('DataTraceEnabled'),
      ...setting.values('DefaultRouteSettings', 'DataTraceEnabled'),
      ...setting.objects('MethodSettings').flatMap((method) => method.values('DataTraceEnabled')),
      ...routesOf(model, resource).flatMap((route) => setting.values('RouteSettings', route, 'DataTraceEnabled')),
    ];
    for (const value of values.filter(isTrue)) {
      const place = pointerOf(value.at);
      if (seen.has(place)) continue;
      seen.add(place);
      yield { message: 'bodiesLogged', resource, at: value.at, evidence: 'DataTraceEnabled true', data: { name } };
    }
  }
}

/** The keys of `RouteSettings`, which are routes. */
function routesOf(model: Model, resource: ApiStage['resource']): readonly string[] {
  const node = resource.properties.RouteSettings;
  if (node === undefined) return [];
  const at = below(model.propertiesOf(resource), 'RouteSettings');
  return model
    .resolverOf(resource.template)
    .shallow(node, at)
    .flatMap(({ value }) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []));
}

function isTrue({ kind, text }: PropertyValue): boolean {
  return kind === 'literal' && text.toLowerCase() === 'true';
}

/** Levels at which the content of requests is written. */
const VERBOSE = new Set(['ALL', 'DEBUG', 'INFO']);

function* graphqlFacts(model: Model): Iterable<Fact<Message>> {
  for (const resource of model.resourcesOfType('AWS::AppSync::GraphQLApi')) {
    for (const reading of model.readingsOf(resource)) {
      const level = reading.values('LogConfig', 'FieldLogLevel').find(({ text }) => VERBOSE.has(text.toUpperCase()));
      if (level === undefined) continue;
      const excluded = reading.values('LogConfig', 'ExcludeVerboseContent');
      if (excluded.every((value) => value.kind === 'symbolic' || isTrue(value))) continue;
      const evidence = `FieldLogLevel ${level.text} without ExcludeVerboseContent`;
      yield { message: 'contentLogged', resource, at: level.at, evidence, data: { name: model.nameOf(resource), value: level.text } };
      break;
    }
  }
}
