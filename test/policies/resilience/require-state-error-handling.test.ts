import rule from '../../../policies/resilience/require-state-error-handling';
import { factsOf, firstFactOf, resources } from '../facts';

const machine = (States: object, more: object = {}, top: object = {}) => ({
  Machine: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: { DefinitionString: JSON.stringify({ StartAt: 'A', States, ...top }), ...more },
  },
});
const found = (Resources: object) => factsOf(rule, resources(Resources));
const task = (more: object = {}) => ({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', ...more });
const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'B' }];
const unhandled = ['unhandled Machine /DefinitionString (at most info)'];

test('states that can fail, and those that cannot', () => {
  expect(found(machine({ A: task() }))).toEqual(unhandled);
  expect(found(machine({ A: task({ Catch: [] }) }))).toEqual(unhandled);
  expect(found(machine({ A: task({ Catch }), B: { Type: 'Wait' }, C: { Type: 'Choice' }, D: { Type: 'Pass' } }))).toEqual([]);
});

test('what a state around catches is handled', () => {
  const inner = { StartAt: 'I', States: { I: task() } };
  expect(found(machine({ A: { Type: 'Map', ItemProcessor: inner, Catch } }))).toEqual([]);
  expect(found(machine({ A: { Type: 'Parallel', Branches: [inner, inner], Catch } }))).toEqual([]);
  expect(firstFactOf(rule, resources(machine({ A: { Type: 'Map', Iterator: inner } }))).evidence).toBe('A, I without Retry and Catch');
});

test('a definition in pieces of JSON, with references between them', () => {
  const DefinitionString = {
    'Fn::Join': [
      '',
      [
        '{"StartAt":"A","States":{"A":{"Type":"Task","End":true,"Resource":"arn:',
        { Ref: 'AWS::Partition' },
        ':states:::lambda:invoke","Parameters":{"FunctionName":"',
        { 'Fn::GetAtt': ['Fn', 'Arn'] },
        '"}}}}',
      ],
    ],
  };
  expect(found({ Fn: { Type: 'AWS::Lambda::Function', Properties: {} }, ...machine({}, { DefinitionString }) })).toEqual(unhandled);
});

test('a definition as an object, with substitutions', () => {
  const Definition = { StartAt: 'A', States: { A: { Type: 'Task', Resource: '${Function}', End: true } } };
  const DefinitionSubstitutions = { Function: { 'Fn::GetAtt': ['Fn', 'Arn'] } };
  const Machine = { Type: 'AWS::StepFunctions::StateMachine', Properties: { Definition, DefinitionSubstitutions } };
  expect(found({ Machine })).toEqual(['unhandled Machine /Definition/States/A (at most info)']);
});

test('a definition that is elsewhere, or no JSON, is not judged', () => {
  expect(
    found({ Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionS3Location: { Bucket: 'b', Key: 'k' } } } }),
  ).toEqual([]);
  expect(found(machine({}, { DefinitionString: 'not json' }))).toEqual([]);
});

test('an answer that may never come', () => {
  const wait = (more: object = {}) => task({ Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', Catch, ...more });
  const forever = ['waitsForever Machine /DefinitionString'];
  expect(found(machine({ A: wait() }))).toEqual(forever);
  expect(found(machine({ A: wait({ TimeoutSeconds: 60 }) }))).toEqual([]);
  expect(found(machine({ A: wait({ HeartbeatSecondsPath: '$.beat' }) }))).toEqual([]);
  expect(found(machine({ A: wait() }, {}, { TimeoutSeconds: 3600 }))).toEqual([]);
  expect(found(machine({ A: task({ Catch, Resource: 'arn:aws:states:eu-west-1:111122223333:activity:check' }) }))).toEqual(forever);
});

test('state machines of SAM', () => {
  const Definition = { StartAt: 'A', States: { A: task() } };
  expect(found({ Machine: { Type: 'AWS::Serverless::StateMachine', Properties: { Definition } } })).toEqual([
    'unhandled Machine /Definition/States/A (at most info)',
  ]);
});

test("the waiter of CDK's provider framework is left out", () => {
  const Metadata = { 'aws:cdk:path': 'Stack/Provider/waiter-state-machine/Resource' };
  const { Machine } = machine({ A: task() });
  expect(found({ Machine: { ...Machine, Metadata } })).toEqual([]);
});
