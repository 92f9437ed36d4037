import rule from '../../../policies/observability/require-graphql-log';
import { factsOf, resources } from '../facts';

const found = (type: string, properties: object) =>
  factsOf(rule, resources({ Api: { Type: `AWS::AppSync::${type}`, Properties: properties } }));

test('a level other than NONE, with a role, is logging', () => {
  const log = (FieldLogLevel: string) => ({ LogConfig: { FieldLogLevel, CloudWatchLogsRoleArn: 'arn' } });
  expect(found('GraphQLApi', log('ERROR'))).toEqual([]);
  expect(found('GraphQLApi', log('NONE'))).toEqual(['notLogged Api /LogConfig/FieldLogLevel']);
  expect(found('GraphQLApi', {})).toEqual(['notLogged Api ']);
  expect(found('GraphQLApi', { LogConfig: { FieldLogLevel: 'ALL' } })).toEqual(['noRole Api /LogConfig']);
});

test('event APIs keep it in their event configuration', () => {
  expect(found('Api', { EventConfig: { LogConfig: { LogLevel: 'ALL', CloudWatchLogsRoleArn: 'arn' } } })).toEqual([]);
  expect(found('Api', { EventConfig: { LogConfig: { LogLevel: 'NONE' } } })).toEqual(['notLogged Api /EventConfig/LogConfig/LogLevel']);
  expect(found('Api', {})).toEqual(['notLogged Api ']);
});
