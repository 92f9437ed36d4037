import rule from '../../../policies/trust/require-service-source';
import { factsWith } from '../settings-facts';

const found = (Service: unknown, Condition: object = {}) =>
  factsWith(rule, {}, { Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', Condition }] });

test.each([
  'events',
  'scheduler',
  'pipes',
  'config',
  'bedrock',
  'iot',
  'sns',
  'sagemaker',
  'codebuild',
  'glue',
  'appsync',
  'ssm-incidents',
])('%s sends its source', (service) => {
  expect(found(`${service}.amazonaws.com`)).toEqual(['anySource']);
});

test.each(['lambda', 'ec2', 'ecs-tasks', 'elastictranscoder', 'cloudtrail', 'apigateway'])(
  '%s is not known to, and is left alone',
  (service) => {
    expect(found(`${service}.amazonaws.com`)).toEqual([]);
  },
);

test.each([
  ['the account', { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }],
  ['the resource', { ArnLike: { 'aws:SourceArn': 'arn:aws:scheduler:eu-west-1:111122223333:schedule/default/*' } }],
  ['the organisation', { StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } }],
])('a condition on %s is enough', (_title, condition) => {
  expect(found('scheduler.amazonaws.com', condition)).toEqual([]);
});

test.each([
  ['any account', { StringLike: { 'aws:SourceAccount': '*' } }],
  ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }],
  ['a source that may be absent', { StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } }],
])('a condition on %s is not', (_title, condition) => {
  expect(found('scheduler.amazonaws.com', condition)).toEqual(['anySource']);
});

test('one of several services, with the suffix of any partition', () => {
  expect(found(['lambda.amazonaws.com', 'events.amazonaws.com.cn'])).toEqual(['anySource']);
});
