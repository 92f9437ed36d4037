import rule from '../../../policies/observability/require-state-machine-log';
import { factsOf, resources } from '../facts';

const found = (properties: object, more: object = {}, type = 'AWS::StepFunctions::StateMachine', rest: object = {}) =>
  factsOf(rule, resources({ Flow: { Type: type, Properties: properties, ...rest } }, more));
const log = (Level: unknown, more: object = {}) => ({ Level, Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: 'arn' } }], ...more });

test('OFF is nothing, and any other level is something', () => {
  expect(found({ LoggingConfiguration: log('OFF') })).toEqual(['notLogged Flow /LoggingConfiguration/Level']);
  expect(found({ LoggingConfiguration: {} })).toEqual(['notLogged Flow /LoggingConfiguration']);
  expect(found({ LoggingConfiguration: log('ERROR') })).toEqual([]);
  expect(found({ LoggingConfiguration: log({ 'Fn::ImportValue': 'level' }) })).toEqual([]);
});

test('an express state machine wants all', () => {
  const express = (level: string) => found({ StateMachineType: 'EXPRESS', LoggingConfiguration: log(level) });
  expect(express('FATAL')).toEqual(['failuresOnly Flow /LoggingConfiguration/Level (at most info)']);
  expect(express('ALL')).toEqual([]);
});

test('a level needs a log group', () => {
  expect(found({ LoggingConfiguration: { Level: 'ALL' } })).toEqual(['noDestination Flow /LoggingConfiguration/Level']);
});

test('SAM says it in its own way, and in Globals', () => {
  const type = 'AWS::Serverless::StateMachine';
  expect(found({}, {}, type)).toEqual(['notLogged Flow ']);
  expect(found({ Logging: log('ALL') }, {}, type)).toEqual([]);
  expect(found({}, { Globals: { StateMachine: { Logging: log('ALL') } } }, type)).toEqual([]);
});

test("the state machine of CDK's provider framework is left alone", () => {
  const Metadata = { 'aws:cdk:path': 'App/Provider/waiter-state-machine/Resource' };
  expect(found({}, {}, undefined, { Metadata })).toEqual([]);
});

test('execution data is information', () => {
  expect(found({ LoggingConfiguration: log('ALL', { IncludeExecutionData: 'true' }) })).toEqual([
    'executionData Flow /LoggingConfiguration/IncludeExecutionData (at most info)',
  ]);
});
