import type { JsonObject } from '../../../lib/core/json';
import rule from '../../../policies/resource-policy/no-wildcard-action';
import { factsOf, resources } from '../facts';
import { reportsOn } from '../findings';

const ROLE = 'arn:aws:iam::111122223333:role/writer';
const key = (statement: object) => ({
  Guard: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] } } },
});
const queue = (statement: object) => ({
  Guard: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: ['q'],
      PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: ROLE }, Resource: '*', ...statement }] },
    },
  },
});

/** The resources as JSON, for the checks as a whole. */
function asJson(Resources: object): JsonObject {
  return JSON.parse(JSON.stringify(Resources));
}

test.each(['*', 'sqs:*', 'SQS:*', '*:*', 's*:*'])('%s is every action', (Action) => {
  expect(factsOf(rule, resources(queue({ Action })))).toEqual(['everyAction Guard /PolicyDocument/Statement/0/Action']);
});

test('a pattern is a warning, each of its own, and named actions are none', () => {
  expect(factsOf(rule, resources(queue({ Action: ['sqs:Send*', 'sqs:ReceiveMessage', 'sqs:Get*'] })))).toEqual([
    'partialAction Guard /PolicyDocument/Statement/0/Action/0 (at most warning)',
    'partialAction Guard /PolicyDocument/Statement/0/Action/2 (at most warning)',
  ]);
});

test.each([
  { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' },
  { Ref: 'AWS::AccountId' },
  'arn:aws:iam::111122223333:root',
])('the own account %j may do all: its policies decide', (AWS) => {
  expect(factsOf(rule, resources(key({ Principal: { AWS }, Action: 'kms:*' })))).toEqual([]);
});

test('the own account beside somebody else is no exception', () => {
  expect(factsOf(rule, resources(key({ Principal: { AWS: [{ Ref: 'AWS::AccountId' }, ROLE] }, Action: 'kms:*' })))).toHaveLength(1);
  expect(factsOf(rule, resources(key({ Principal: { Service: 'logs.amazonaws.com' }, Action: 'kms:*' })))).toHaveLength(1);
});

test('pairs that AWS documents are no finding; what the console writes for administrators is one information', () => {
  const Principal = { AWS: ROLE };
  expect(factsOf(rule, resources(key({ Principal, Action: ['kms:GenerateDataKey*', 'kms:ReEncrypt*', 'kms:Decrypt'] })))).toEqual([]);
  expect(factsOf(rule, resources(key({ Principal, Action: ['kms:Create*', 'kms:Put*', 'kms:Delete*'] })))).toEqual([
    'partialAction Guard /KeyPolicy/Statement/0/Action/0 (at most info)',
  ]);
});

test('a Deny, a VPC endpoint and a function are not its affair', () => {
  expect(factsOf(rule, resources(queue({ Effect: 'Deny', Principal: '*', Action: 'sqs:*' })))).toEqual([]);
  const endpoint = {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] } },
  };
  const permission = { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: 'f', Action: 'lambda:*', Principal: ROLE } };
  expect(factsOf(rule, resources({ endpoint, permission }))).toEqual([]);
});

test('a bucket that leaves access to its access points allows all, for them to decide', () => {
  const Guard = {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: 'b',
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: '*',
            Resource: '*',
            Condition: { StringEquals: { 's3:DataAccessPointAccount': '111122223333' } },
          },
        ],
      },
    },
  };
  expect(factsOf(rule, resources({ Guard }))).toEqual(['everyAction Guard /PolicyDocument/Statement/0/Action (at most info)']);
});

test("what CDK writes for its own custom resource is left out, a role of the user's is not", () => {
  const role = (path: string) => ({
    Role: { Type: 'AWS::IAM::Role', Metadata: { 'aws:cdk:path': path } },
    ...queue({ Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } }, Action: 'sqs:Delete*' }),
  });
  expect(reportsOn(rule, asJson(role('S/Custom::S3AutoDeleteObjectsCustomResourceProvider/Role')))).toEqual([]);
  expect(reportsOn(rule, asJson(role('S/Writer/Resource')))).toHaveLength(1);
});

test('the evidence names the action and who may call it', () => {
  expect(reportsOn(rule, asJson(queue({ Action: 'sqs:*' })))).toEqual([`error sqs:* for ${ROLE}`]);
});
