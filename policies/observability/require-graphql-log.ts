import type { JsonObject } from '../../lib/core/json';
import { positionsOf, type Switch, switchFact } from '../../lib/core/model/switches';
import { defineRule } from '../../lib/core/rule';

/** The level of each type of API, and the role that writes its logs. */
const loggedTypes: Readonly<Record<string, { readonly level: Switch; readonly role: readonly string[] }>> = {
  'AWS::AppSync::Api': {
    level: { path: ['EventConfig', 'LogConfig', 'LogLevel'], on: ['NONE'], onWithout: true },
    role: ['EventConfig', 'LogConfig', 'CloudWatchLogsRoleArn'],
  },
  'AWS::AppSync::GraphQLApi': {
    level: { path: ['LogConfig', 'FieldLogLevel'], on: ['NONE'], onWithout: true },
    role: ['LogConfig', 'CloudWatchLogsRoleArn'],
  },
};

const api = (properties: JsonObject): JsonObject => ({
  Api: { Type: 'AWS::AppSync::GraphQLApi', Properties: { Name: 'orders', AuthenticationType: 'AWS_IAM', ...properties } },
});

export default defineRule({
  meta: {
    id: 'observability/require-graphql-log',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'APIs of AppSync log their requests',
    rationale:
      'One GraphQL request reads many fields through many resolvers: without field logs nobody can tell which data a caller was given, or which resolver failed.',
    references: ['https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html#cwl'],
    catalogue: ['OBS-APPSYNC-LOGGING'],
    peers: ['CKV_AWS_193', 'CKV_AWS_194', 'cdk-nag AwsSolutions-ASC3', 'Security Hub AppSync.2'],
  },
  messages: {
    notLogged: {
      what: 'the API "{name}" of AppSync logs no requests: {property} is {value}',
      fix: 'set {property} to "ERROR" or more ("logConfig: { fieldLogLevel: FieldLogLevel.ERROR }" of GraphqlApi, "eventConfig.logConfig" of EventApi)',
    },
    noRole: {
      what: 'the API "{name}" of AppSync has a log level and no CloudWatchLogsRoleArn: nothing is written',
      fix: 'set CloudWatchLogsRoleArn to a role that may write logs ("logConfig: { role }" of GraphqlApi makes one by itself)',
    },
  },
  examples: {
    valid: [
      {
        title: 'an API that logs errors',
        resources: api({
          LogConfig: { FieldLogLevel: 'ERROR', CloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/logs', ExcludeVerboseContent: true },
        }),
      },
    ],
    invalid: [
      { title: 'an API without logging', resources: api({}), reports: ['notLogged'] },
      { title: 'a level without a role', resources: api({ LogConfig: { FieldLogLevel: 'ALL' } }), reports: ['noRole'] },
    ],
  },
  *check(model) {
    for (const [type, { level, role }] of Object.entries(loggedTypes)) {
      for (const resource of model.resourcesOfType(type)) {
        for (const position of positionsOf(model, resource, level)) {
          if (position.state === 'undecided') continue;
          const { data, ...fact } = switchFact(model, position);
          const value = position.state === 'default' ? 'absent' : `"${position.value}"`;
          yield { message: 'notLogged' as const, ...fact, data: { ...data, value } };
        }
        for (const position of positionsOf(model, resource, { path: role, on: [], onWithout: true })) {
          if (position.state !== 'default') continue;
          const isLogged = position.reading
            .values(...level.path)
            .every(({ kind, text }) => kind !== 'absent' && text.toUpperCase() !== 'NONE');
          if (isLogged) yield { message: 'noRole' as const, ...switchFact(model, position) };
        }
      }
    }
  },
});
