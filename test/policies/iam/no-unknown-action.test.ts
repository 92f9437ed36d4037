import type { Json } from '../../../lib/core/json';
import { loadReference } from '../../../lib/reference';
import { rolePolicy } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-unknown-action';
import { factsOf, firstFactOf, resources } from '../facts';

const found = (Action: Json, Effect = 'Allow') =>
  factsOf(rule, { Resources: rolePolicy({ Effect, Action, Resource: '*' }) }).map((fact) => fact.split(' ')[0]);

test.each([
  's3:GetObject',
  'S3:getobject',
  's3:*',
  's3:Get*',
  '*',
  '*:*',
  's*:Get*',
  'xray:PutTraceSegments',
  'apigateway:GET',
  'sns:Receive',
  'execute-api:Invoke',
])('"%s" is known', (action) => {
  expect(found(action)).toEqual([]);
});

test.each([
  ['s3:ListBuckets', 's3:ListAllMyBuckets'],
  ['s3:ListObjects', 's3:ListBucket'],
  ['s3:HeadObject', 's3:GetObject'],
  ['dynamodb:GetItems', 'dynamodb:GetItem'],
  ['secretsmanager:GetSecret', 'secretsmanager:GetSecretValue'],
])('"%s" is a misspelling: "%s" is meant', (action, nearest) => {
  const fact = firstFactOf(rule, { Resources: rolePolicy({ Effect: 'Allow', Action: action, Resource: '*' }) });
  expect(fact.message).toBe('misspelledAction');
  expect(fact.data).toEqual({ action, nearest, date: loadReference().date });
});

test.each([
  ['s3:Frobnicate', 'unknownAction'],
  ['newservice2031:Start', 'unknownService'],
  ['newservice2031:*', 'unknownService'],
  ['newservice2031:Get*', 'unknownService'],
  ['s3:Frob*', 'matchesNothing'],
  ['s3.GetObject', 'malformed'],
  ['s3:Get:Object', 'malformed'],
  ['', 'malformed'],
  ['GetObject', 'malformed'],
  [' s3:GetObject', 'spaces'],
  ['s3:GetObject ', 'spaces'],
])('"%s" is %s', (action, message) => {
  expect(found(action)).toEqual([message]);
});

test('a Deny with a misspelled action denies nothing', () => {
  expect(found('s3:DeleteObjectss', 'Deny')).toEqual(['misspelledAction']);
});

test('NotAction, policies of resources and trust policies are read as well', () => {
  const template = resources({
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRoles' }],
        },
        Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Deny', NotAction: ['s3:GetObjekt'], Resource: '*' }] } }],
      },
    },
    Policy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: ['https://sqs.eu-west-1.amazonaws.com/111122223333/q'],
        PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sqs:SendMessages', Resource: '*' }] },
      },
    },
  });
  expect(factsOf(rule, template).sort()).toEqual([
    'misspelledAction Policy /PolicyDocument/Statement/0/Action',
    'misspelledAction Role /AssumeRolePolicyDocument/Statement/0/Action',
    'misspelledAction Role /Policies/0/PolicyDocument/Statement/0/NotAction/0',
  ]);
});

test('an action that is only known at deployment is left to another rule', () => {
  expect(found({ 'Fn::Sub': 's3:${AWS::StackName}' })).toEqual([]);
});
