import type { Json, JsonObject } from '../../../lib/core/json';
import { rolePolicy } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-wildcard-resource-arn';
import { findingsIn, reportsOn } from '../findings';

function statement(Action: string | string[], Resource: Json, rest: JsonObject = {}): JsonObject {
  return rolePolicy({ Effect: 'Allow', Action, Resource, ...rest });
}

test.each([
  ['s3:GetObject', 'arn:aws:s3:::*'],
  ['s3:GetObject', 'arn:aws:s3:::*/*'],
  ['dynamodb:GetItem', 'arn:aws:dynamodb:*:*:table/*'],
  ['sts:AssumeRole', 'arn:aws:iam::*:role/*'],
  ['sts:AssumeRole', 'arn:aws:iam::*:role/deploy'],
  ['sqs:SendMessage', 'arn:aws:sqs:eu-central-1:111122223333:*'],
  ['lambda:InvokeFunction', 'arn:aws:lambda:*:111122223333:function:orders'],
  ['dynamodb:GetItem', 'arn:*:dynamodb:eu-central-1:111122223333:table/orders'],
  ['dynamodb:GetItem', 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders?'],
  ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:orders/*'],
  ['logs:PutLogEvents', 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/*:*'],
])('%s on %s blocks', (action, resource) => {
  expect(reportsOn(rule, statement(action, resource))).toEqual([`error ${action} on ${resource}`]);
});

test.each([
  ['s3:GetObject', 'arn:aws:s3:::orders/*'],
  ['s3:GetObject', 'arn:aws:s3:::orders/2026/*.json'],
  ['dynamodb:Query', 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders/index/*'],
  ['dynamodb:GetRecords', 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders/stream/*'],
  ['logs:PutLogEvents', 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/orders:*'],
  ['lambda:InvokeFunction', 'arn:aws:lambda:eu-central-1:111122223333:function:orders:*'],
  ['execute-api:Invoke', 'arn:aws:execute-api:eu-central-1:111122223333:a1b2c3d4e5/prod/*/*'],
  ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:orders-??????'],
])('%s on %s reaches one resource and what is below it', (action, resource) => {
  expect(reportsOn(rule, statement(action, resource))).toEqual([]);
});

test('the ARN of a resource of the template, and what is below it, is one resource', () => {
  const resources = {
    Receipts: { Type: 'AWS::S3::Bucket' },
    ...statement('s3:GetObject', [{ 'Fn::GetAtt': ['Receipts', 'Arn'] }, { 'Fn::Sub': '${Receipts.Arn}/*' }]),
  };
  expect(reportsOn(rule, resources)).toEqual([]);
});

test('a wildcard glued to the ARN of a resource takes in its namesakes', () => {
  const resources = {
    Receipts: { Type: 'AWS::S3::Bucket' },
    ...statement('s3:ListBucket', { 'Fn::Sub': '${Receipts.Arn}*' }),
  };
  expect(reportsOn(rule, resources)).toEqual(['error s3:ListBucket on <Receipts.Arn>*']);
});

test('a parameter within the name leaves the rest of the pattern as it is', () => {
  const arn = (name: string) => ({ 'Fn::Sub': `arn:aws:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/${name}` });
  const rest = { Parameters: { Stage: { Type: 'String' } } };
  expect(reportsOn(rule, statement('dynamodb:GetItem', arn('${Stage}-*')), rest)).toEqual([
    'error dynamodb:GetItem on arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Stage}-*',
  ]);
  expect(reportsOn(rule, statement('dynamodb:GetItem', arn('${Stage}-orders')), rest)).toEqual([]);
});

test('only the actions that the ARN is about are named', () => {
  const resources = statement(
    ['s3:GetObject', 'sqs:SendMessage', 'xray:PutTraceSegments'],
    ['arn:aws:s3:::*/*', 'arn:aws:sqs:eu-central-1:111122223333:orders'],
  );
  expect(reportsOn(rule, resources)).toEqual(['error s3:GetObject on arn:aws:s3:::*/*']);
});

test('of actions on one service, those are named that take a resource of this type', () => {
  const resources = statement(['ec2:StopInstances', 'ec2:DeleteVolume'], 'arn:aws:ec2:eu-central-1:111122223333:volume/*');
  expect(reportsOn(rule, resources)).toEqual(['error ec2:DeleteVolume on arn:aws:ec2:eu-central-1:111122223333:volume/*']);
});

test('when no action takes such a resource, all of them are named', () => {
  expect(reportsOn(rule, statement('sqs:SendMessage', 'arn:aws:s3:::*'))).toEqual(['error sqs:SendMessage on arn:aws:s3:::*']);
});

test('an action that needs "*" gains nothing by a wide ARN', () => {
  expect(reportsOn(rule, statement('logs:DescribeLogGroups', 'arn:aws:logs:eu-central-1:111122223333:log-group:*'))).toEqual([]);
});

test('an unknown action is named as written', () => {
  expect(reportsOn(rule, statement('s3:FetchObject', 'arn:aws:s3:::*'))).toEqual(['error s3:FetchObject on arn:aws:s3:::*']);
});

test('"type/*" is the narrowest ARN for what creates a resource of this type, and for nothing else', () => {
  const arn = 'arn:aws:ec2:eu-central-1:111122223333:network-interface/*';
  expect(reportsOn(rule, statement('ec2:CreateNetworkInterface', arn))).toEqual([]);
  expect(reportsOn(rule, statement(['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'], arn))).toEqual([
    `error ec2:DeleteNetworkInterface on ${arn}`,
  ]);
  expect(reportsOn(rule, statement('ec2:CreateNetworkInterface', arn.replace('111122223333', '*')))).toHaveLength(1);
  // The name of a table is the caller's choice.
  expect(reportsOn(rule, statement('dynamodb:CreateTable', 'arn:aws:dynamodb:eu-central-1:111122223333:table/*'))).toHaveLength(1);
});

test('a condition on the resource lowers the finding to a warning', () => {
  const resources = statement('ec2:DeleteNetworkInterface', 'arn:aws:ec2:eu-central-1:111122223333:network-interface/*', {
    Condition: { ArnEquals: { 'ec2:Vpc': 'arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-0a1b2c3d' } },
  });
  expect(findingsIn(rule, { Resources: resources }).map(({ severity }) => severity)).toEqual(['warning']);
});

test('iam:PassRole on every role is left to iam/no-pass-any-role; on some roles it is not', () => {
  expect(reportsOn(rule, statement('iam:PassRole', 'arn:aws:iam::111122223333:role/*'))).toEqual([]);
  expect(reportsOn(rule, statement('iam:PassRole', 'arn:aws:iam::111122223333:role/app-*'))).toHaveLength(1);
});

test('NotAction on a wide ARN is reported as well', () => {
  const resources = rolePolicy({ Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' });
  expect(reportsOn(rule, resources)).toEqual(['error all but s3:DeleteBucket on arn:aws:s3:::*']);
});

test('network interfaces that only Lambda itself may delete have no narrower ARN', () => {
  const arn = 'arn:aws:ec2:eu-central-1:111122223333:network-interface/*';
  const under = (value: string) => ({ Condition: { Null: { 'lambda:SourceFunctionArn': value } } });
  expect(reportsOn(rule, statement('ec2:DeleteNetworkInterface', arn, under('true')))).toEqual([]);
  expect(reportsOn(rule, statement('ec2:DeleteNetworkInterface', arn, under('false')))).toHaveLength(1);
  expect(
    reportsOn(rule, statement('dynamodb:DeleteTable', 'arn:aws:dynamodb:eu-central-1:111122223333:table/*', under('true'))),
  ).toHaveLength(1);
});
