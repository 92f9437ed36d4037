import rule from '../../../policies/observability/require-log-retention';
import { factsOf, resources } from '../facts';

const fn = (properties: object = {}) => ({ Fn: { Type: 'AWS::Lambda::Function', Properties: properties } });
const group = (properties: object) => ({ Logs: { Type: 'AWS::Logs::LogGroup', Properties: properties } });

test('a retention that is there counts, known or not', () => {
  expect(factsOf(rule, resources(group({ RetentionInDays: { 'Fn::ImportValue': 'days' } })))).toEqual([]);
  expect(factsOf(rule, resources(group({ RetentionInDays: { Ref: 'AWS::NoValue' } })))).toEqual(['keptForever Logs /RetentionInDays']);
  expect(factsOf(rule, resources(group({})))).toEqual(['keptForever Logs ']);
});

test('the class for deliveries keeps logs for two days', () => {
  expect(factsOf(rule, resources(group({ LogGroupClass: 'DELIVERY' })))).toEqual([]);
});

test('a function has a log group by reference, by name, or by a custom resource', () => {
  const kept = { RetentionInDays: 7 };
  expect(factsOf(rule, resources({ ...fn({ LoggingConfig: { LogGroup: 'orders' } }) }))).toEqual([]);
  expect(factsOf(rule, resources({ ...fn(), ...group({ ...kept, LogGroupName: { 'Fn::Sub': '/aws/lambda/${Fn}' } }) }))).toEqual([]);
  expect(
    factsOf(rule, resources({ ...fn({ FunctionName: 'orders' }), ...group({ ...kept, LogGroupName: '/aws/lambda/orders' }) })),
  ).toEqual([]);
  const retention = {
    R: { Type: 'Custom::LogRetention', Properties: { LogGroupName: { 'Fn::Join': ['', ['/aws/lambda/', { Ref: 'Fn' }]] } } },
  };
  expect(factsOf(rule, resources({ ...fn(), ...retention }))).toEqual([]);
  expect(factsOf(rule, resources({ ...fn(), ...group({ ...kept, LogGroupName: '/aws/lambda/payments' }) }))).toEqual([
    'noLogGroup Fn  (at most info)',
  ]);
});

test("functions of CDK's own providers are left alone", () => {
  const Metadata = { 'aws:cdk:path': 'App/LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a/Resource' };
  expect(factsOf(rule, resources({ Fn: { ...fn().Fn, Metadata } }))).toEqual([]);
});
