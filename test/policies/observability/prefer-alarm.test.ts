import rule from '../../../policies/observability/prefer-alarm';
import { factsOf, resources } from '../facts';
import { findingsIn } from '../findings';

const fn = (name: string) => ({ [name]: { Type: 'AWS::Lambda::Function', Properties: {} } });
const alarm = (properties: object) => ({
  Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions: ['arn'], MetricName: 'Errors', ...properties } },
});

test('a stack has one finding, however many functions it has', () => {
  expect(factsOf(rule, resources({ ...fn('A'), ...fn('B') }), resources(fn('C')))).toEqual(['noAlarm A ', 'noAlarm C ']);
  expect(factsOf(rule, resources({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} } }))).toEqual(['noAlarm Api ']);
  expect(factsOf(rule, resources({ Topic: { Type: 'AWS::SNS::Topic', Properties: {} } }))).toEqual([]);
});

test('an alarm on failures counts, one on something else does not', () => {
  expect(factsOf(rule, resources({ ...fn('A'), ...alarm({}) }))).toEqual([]);
  expect(factsOf(rule, resources({ ...fn('A'), ...alarm({ MetricName: 'Duration' }) }))).toEqual(['noAlarm A ']);
  const Metrics = [{ MetricStat: { Metric: { MetricName: 'Throttles' } } }];
  expect(factsOf(rule, resources({ ...fn('A'), ...alarm({ MetricName: undefined, Metrics }) }))).toEqual([]);
});

test('an alarm of another stack watches the stack whose function it names', () => {
  const functions = resources(fn('A'), { Outputs: { Name: { Value: { Ref: 'A' }, Export: { Name: 'fn' } } } });
  const Dimensions = [{ Name: 'FunctionName', Value: { 'Fn::ImportValue': 'fn' } }];
  expect(factsOf(rule, functions, resources(alarm({ Dimensions })))).toEqual([]);
});

test('an alarm without actions tells nobody, unless a composite alarm does', () => {
  const silent = { ...fn('A'), ...alarm({ AlarmActions: undefined }) };
  expect(factsOf(rule, resources(silent))).toEqual(['noAction Alarm ']);
  expect(factsOf(rule, resources({ ...silent, All: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: {} } }))).toEqual([]);
});

test('only the strict pack runs it', () => {
  const template = resources(fn('A'));
  expect(findingsIn(rule, template)).toEqual([]);
  expect(findingsIn(rule, template, 'strict').map(({ severity }) => severity)).toEqual(['info']);
});
