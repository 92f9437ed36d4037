import rule from '../../../policies/resource-policy/no-not-action';
import { factsOf, resources } from '../facts';
import { findingsIn } from '../findings';

const guarded = (Type: string, property: string, statement: object) =>
  resources({
    Guard: { Type, Properties: { [property]: { Statement: [{ Principal: { AWS: '111122223333' }, Resource: '*', ...statement }] } } },
  });

test.each([
  ['AWS::S3::BucketPolicy', 'PolicyDocument'],
  ['AWS::SNS::TopicPolicy', 'PolicyDocument'],
  ['AWS::SQS::QueuePolicy', 'PolicyDocument'],
  ['AWS::KMS::Key', 'KeyPolicy'],
  ['AWS::Backup::BackupVault', 'AccessPolicy'],
  ['AWS::New::Thing', 'AnyProperty'],
])('%s with NotAction in an Allow', (type, property) => {
  expect(factsOf(rule, guarded(type, property, { Effect: 'Allow', NotAction: 's3:GetObject' }))).toEqual([
    `notAction Guard /${property}/Statement/0/NotAction`,
  ]);
});

test('a Deny with NotAction, and an Allow with Action, are fine', () => {
  expect(factsOf(rule, guarded('AWS::SQS::QueuePolicy', 'PolicyDocument', { Effect: 'Deny', NotAction: 'sqs:SendMessage' }))).toEqual([]);
  expect(factsOf(rule, guarded('AWS::SQS::QueuePolicy', 'PolicyDocument', { Effect: 'Allow', Action: 'sqs:SendMessage' }))).toEqual([]);
});

test('one finding for each statement, which names what is left out', () => {
  const template = guarded('AWS::SQS::QueuePolicy', 'PolicyDocument', {
    Effect: 'Allow',
    NotAction: ['sqs:SetQueueAttributes', 'sqs:DeleteQueue'],
  });
  expect(findingsIn(rule, template).map(({ severity, evidence }) => `${severity} ${evidence}`)).toEqual([
    'error NotAction sqs:DeleteQueue, sqs:SetQueueAttributes',
  ]);
});
