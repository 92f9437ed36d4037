import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import type { Reading } from '../../lib/core/model/reading';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'notLogged' | 'noDestination' | 'failuresOnly' | 'executionData';

/** Where each type keeps its logging. */
const loggedTypes: Readonly<Record<string, { readonly property: string; readonly type: string }>> = {
  'AWS::Serverless::StateMachine': { property: 'Logging', type: 'Type' },
  'AWS::StepFunctions::StateMachine': { property: 'LoggingConfiguration', type: 'StateMachineType' },
};

const machine = (properties: JsonObject): JsonObject => ({
  Flow: { Type: 'AWS::StepFunctions::StateMachine', Properties: { RoleArn: 'arn:aws:iam::111122223333:role/flow', ...properties } },
});
const logging = (level: string, more: JsonObject = {}): JsonObject => ({
  LoggingConfiguration: { Level: level, Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: 'arn' } }], ...more },
});

export default defineRule<Message>({
  meta: {
    id: 'observability/require-state-machine-log',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'State machines log their executions',
    rationale:
      'The history of a standard execution is gone after 90 days, and an express execution has none: without logs nobody can tell what ran, with which input, or why it failed.',
    references: ['https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html'],
    catalogue: ['OBS-SFN-LOGGING', 'DOW-SFN-CATCH'],
    peers: ['CKV_AWS_285', 'AWS-0119', 'cdk-nag AwsSolutions-SF1', 'Security Hub StepFunctions.1'],
  },
  messages: {
    notLogged: {
      what: 'state machine "{name}" logs nothing: {property} Level is {value}',
      fix: 'set "{property}: Level" to "ALL" with a log group in Destinations ("logs: { level: LogLevel.ALL, destination }" of sfn.StateMachine)',
    },
    noDestination: {
      what: 'state machine "{name}" logs nowhere: {property} has a Level and no Destinations',
      fix: 'name a log group in "{property}: Destinations" ("logs: { destination }" of sfn.StateMachine)',
    },
    failuresOnly: {
      what: 'express state machine "{name}" logs Level "{value}" alone, and has no other history of its executions',
      fix: 'set "{property}: Level" to "ALL" ("logs: { level: LogLevel.ALL, destination }" of sfn.StateMachine)',
    },
    executionData: {
      what: 'state machine "{name}" logs the input and output of every step: IncludeExecutionData is true',
      fix: 'leave "{property}: IncludeExecutionData" out when inputs hold secrets or data of people ("includeExecutionData: false" of "logs")',
    },
  },
  examples: {
    valid: [{ title: 'a state machine that logs everything', resources: machine(logging('ALL')) }],
    invalid: [
      { title: 'a state machine without logging', resources: machine({}), reports: ['notLogged'] },
      { title: 'logging without a log group', resources: machine({ LoggingConfiguration: { Level: 'ALL' } }), reports: ['noDestination'] },
      {
        title: 'an express state machine that logs failures',
        resources: machine({ StateMachineType: 'EXPRESS', ...logging('ERROR') }),
        reports: ['failuresOnly'],
      },
      {
        title: 'logs with all that goes in and out',
        resources: machine(logging('ALL', { IncludeExecutionData: true })),
        reports: ['executionData'],
      },
    ],
  },
  *check(model) {
    for (const [type, { property, type: kind }] of Object.entries(loggedTypes)) {
      for (const resource of model.resourcesOfType(type)) {
        if (model.isProvided(resource) || isWaiter(resource)) continue;
        for (const reading of model.readingsOf(resource)) yield* loggingFacts(model, resource, reading, property, kind);
      }
    }
  },
});

/** The state machine of CDK's provider framework, which waits for a custom resource. */
function isWaiter({ constructPath }: Resource): boolean {
  return constructPath?.endsWith('/waiter-state-machine/Resource') === true;
}

function* loggingFacts(model: Model, resource: Resource, reading: Reading, property: string, kind: string): Iterable<Fact<Message>> {
  const data = { name: model.nameOf(resource), property };
  const [level] = reading.values(property, 'Level');
  if (level === undefined || level.kind === 'absent' || level.text.toUpperCase() === 'OFF') {
    const value = level === undefined || level.kind === 'absent' ? 'absent' : `"${level.text}"`;
    const evidence = `Level ${value.replaceAll('"', '')}`;
    yield { message: 'notLogged', resource, at: level?.at ?? reading.at, evidence, data: { ...data, value } };
    return;
  }
  if (reading.values(property, 'Destinations', '*').every((each) => each.kind === 'absent')) {
    yield { message: 'noDestination', resource, at: level.at, evidence: 'Destinations absent', data };
  } else if (level.kind === 'literal' && level.text.toUpperCase() !== 'ALL' && reading.canBe([kind], ['EXPRESS']) === 'yes') {
    const fact = { resource, at: level.at, evidence: `Level ${level.text}`, data: { ...data, value: level.text } };
    yield { message: 'failuresOnly', ...fact, atMost: 'info' };
  }
  const [included] = reading.values(property, 'IncludeExecutionData');
  if (included?.kind === 'literal' && included.text.toLowerCase() === 'true') {
    yield { message: 'executionData', resource, at: included.at, evidence: 'IncludeExecutionData true', data, atMost: 'info' };
  }
}
