import rule from '../../../policies/observability/require-tracing';
import { factsOf, resources } from '../facts';
import { findingsIn } from '../findings';

const found = (type: string, properties: object, more: object = {}, rest: object = {}) =>
  factsOf(rule, resources({ Thing: { Type: type, Properties: properties, ...rest } }, more));

test('a function is traced when it says Active', () => {
  expect(found('AWS::Lambda::Function', { TracingConfig: { Mode: 'PassThrough' } })).toEqual([
    'functionNotTraced Thing /TracingConfig/Mode',
  ]);
  expect(found('AWS::Lambda::Function', { TracingConfig: {} })).toEqual(['functionNotTraced Thing /TracingConfig']);
  expect(found('AWS::Lambda::Function', { TracingConfig: { Mode: { 'Fn::ImportValue': 'mode' } } })).toEqual([]);
});

test('SAM functions take the setting from Globals', () => {
  expect(found('AWS::Serverless::Function', {})).toEqual(['functionNotTraced Thing ']);
  expect(found('AWS::Serverless::Function', {}, { Globals: { Function: { Tracing: 'Active' } } })).toEqual([]);
  expect(found('AWS::Serverless::StateMachine', { Tracing: { Enabled: true } })).toEqual([]);
});

test("functions of CDK's own providers are left alone", () => {
  const Metadata = { 'aws:cdk:path': 'App/LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a/Resource' };
  expect(found('AWS::Lambda::Function', {}, {}, { Metadata })).toEqual([]);
});

test('what OpenTelemetry traces is traced', () => {
  const wrapper = { Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-handler' } } };
  expect(found('AWS::Lambda::Function', wrapper)).toEqual([]);
  const layer = { 'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:901920570463:layer:aws-otel-python-amd64-ver-1-25-0:1' };
  expect(found('AWS::Lambda::Function', { Layers: [layer] })).toEqual([]);
  expect(found('AWS::Lambda::Function', { Layers: ['arn:aws:lambda:eu-west-1:111122223333:layer:tools:1'] })).toHaveLength(1);
});

test('the default of CDK is left to the strict pack', () => {
  const Metadata = { 'aws:cdk:path': 'App/Flow/Resource' };
  const severities = (more: object) =>
    findingsIn(rule, resources({ Thing: { Type: 'AWS::StepFunctions::StateMachine', ...more } })).map(
      ({ severity, evidence }) => `${severity} ${evidence}`,
    );
  expect(severities({})).toEqual(['warning TracingConfiguration.Enabled absent']);
  expect(severities({ Metadata })).toEqual([]);
  const Properties = { TracingConfiguration: { Enabled: false } };
  expect(severities({ Metadata, Properties })).toEqual(['warning TracingConfiguration.Enabled false']);
});
