import type { JsonObject } from '../../../lib/core/json';
import { rolePolicy } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-wildcard-resource';
import { findingsIn, reportsOn } from '../findings';

function onEverything(actions: string | string[], rest: JsonObject = {}) {
  return rolePolicy({ Effect: 'Allow', Action: actions, Resource: '*', ...rest });
}

test.each([
  's3:GetObject',
  's3:ListBucket',
  'dynamodb:Scan',
  'events:PutEvents',
  'sqs:SendMessage',
  'lambda:InvokeFunction',
  'kms:Decrypt',
])('%s could name its resource', (action) => {
  expect(reportsOn(rule, onEverything(action))).toEqual([`error ${action} on *`]);
});

test.each([
  'xray:PutTraceSegments',
  'ec2:DescribeSubnets',
  'ecr:GetAuthorizationToken',
  'cloudwatch:PutMetricData',
  'logs:DescribeLogGroups',
  'logs:CreateLogDelivery',
  'textract:AnalyzeDocument',
  'translate:TranslateText',
  'sts:GetCallerIdentity',
  'xray:Put*',
])('%s needs "*"', (action) => {
  expect(reportsOn(rule, onEverything(action))).toEqual([]);
});

test('a mixed statement names the actions that could name a resource, and only those', () => {
  expect(reportsOn(rule, onEverything(['xray:PutTraceSegments', 'sqs:SendMessage', 'ec2:DescribeVpcs', 'SQS:deletemessage']))).toEqual([
    'error sqs:DeleteMessage, sqs:SendMessage on *',
  ]);
});

test('a pattern is named as written', () => {
  expect(reportsOn(rule, onEverything(['s3:*', 'dynamodb:Get*']))).toEqual(['error dynamodb:Get*, s3:* on *']);
});

test('a long list of actions is in the id by its first names, its length and a hash of all', () => {
  const names = ['Query', 'Scan', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchGetItem'].map((name) => `dynamodb:${name}`);
  const evidence = (actions: string[]) => reportsOn(rule, onEverything(actions))[0];
  expect(evidence(names)).toMatch(
    /^error dynamodb:BatchGetItem, dynamodb:DeleteItem, dynamodb:GetItem, dynamodb:PutItem and 3 more #[0-9a-f]{8} on \*$/,
  );
  expect(evidence([...names].reverse())).toBe(evidence(names));
  expect(evidence([...names.slice(0, 6), 'dynamodb:BatchWriteItem'])).not.toBe(evidence(names));
  expect(evidence([...names, 'dynamodb:DescribeTable'])).not.toBe(evidence(names));
});

test('a resource list is judged member by member', () => {
  const statement = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: ['arn:aws:sqs:eu-central-1:111122223333:orders', '*'] };
  const findings = findingsIn(rule, { Resources: rolePolicy(statement) });
  expect(findings.map(({ location }) => location)).toEqual(['/Resources/OrdersPolicy/Properties/PolicyDocument/Statement/0/Resource/1']);
});

test.each([
  ['StringEquals', 'aws:ResourceAccount', '111122223333'],
  ['StringEquals', 'aws:ResourceTag/team', 'orders'],
  ['StringEquals', 'sqs:ResourceTag/team', 'orders'],
  ['StringLike', 'kms:ViaService', 'sqs.*.amazonaws.com'],
  ['StringEquals', 'kms:EncryptionContext:aws:sqs:arn', 'arn:aws:sqs:eu-central-1:111122223333:orders'],
  ['ArnEquals', 'ec2:Vpc', 'arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-0a1b2c3d'],
  ['ArnEquals', 'lambda:FunctionArn', 'arn:aws:lambda:eu-central-1:111122223333:function:orders'],
  ['StringEquals', 's3:ResourceAccount', { Ref: 'AWS::AccountId' }],
  ['Null', 'lambda:SourceFunctionArn', 'true'],
])('%s on %s lowers the finding to a warning', (operator, key, value) => {
  const resources = onEverything('sqs:SendMessage', { Condition: { [operator]: { [key]: value } } });
  expect(reportsOn(rule, resources)).toEqual(['warning sqs:SendMessage on *']);
  expect(findingsIn(rule, { Resources: resources })[0]?.message).toContain(`the condition on "${key}"`);
});

test.each([
  ['StringNotEquals', 'aws:ResourceAccount', '111122223333'],
  ['StringEqualsIfExists', 'aws:ResourceAccount', '111122223333'],
  ['ForAllValues:StringEquals', 'aws:ResourceAccount', '111122223333'],
  ['StringLike', 'aws:ResourceTag/team', '*'],
  ['Null', 'aws:ResourceTag/team', 'false'],
  ['Null', 'lambda:SourceFunctionArn', 'false'],
  ['ArnLike', 'ec2:Vpc', 'arn:aws:ec2:*:*:vpc/*'],
  ['StringEquals', 'aws:RequestedRegion', 'eu-central-1'],
  ['ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/orders'],
  ['ArnEquals', 'lambda:SourceFunctionArn', 'arn:aws:lambda:eu-central-1:111122223333:function:orders'],
  ['IpAddress', 'aws:SourceIp', '10.0.0.0/8'],
])('%s on %s does not tie the statement to a resource', (operator, key, value) => {
  expect(reportsOn(rule, onEverything('sqs:SendMessage', { Condition: { [operator]: { [key]: value } } }))).toEqual([
    'error sqs:SendMessage on *',
  ]);
});

test('an action that describes all resources of a kind, or one, is a warning', () => {
  expect(reportsOn(rule, onEverything(['rds:DescribeDBInstances', 'cloudformation:DescribeStacks']))).toEqual([
    'warning cloudformation:DescribeStacks, rds:DescribeDBInstances on *',
  ]);
});

test('unknown actions are a warning each, with the nearest spelling where there is one', () => {
  const findings = findingsIn(rule, { Resources: onEverything(['dynamodb:GetItems', 'nosuchservice:Get', 'GetObject']) });
  expect(findings.map(({ severity, evidence }) => `${severity} ${evidence}`)).toEqual([
    'warning GetObject on *',
    'warning dynamodb:GetItems on *',
    'warning nosuchservice:Get on *',
  ]);
  expect(findings[1]?.fix).toContain('"dynamodb:GetItem"');
});

test('iam:PassRole by name is left to iam/no-pass-any-role, a pattern that holds it is not', () => {
  expect(reportsOn(rule, onEverything(['iam:PassRole', 'iam:GetRole']))).toEqual(['error iam:GetRole on *']);
  expect(reportsOn(rule, onEverything('iam:Pas*'))).toEqual(['error iam:Pas* on *']);
});

test('what a function in a VPC needs can name its subnets and security groups', () => {
  expect(
    reportsOn(rule, onEverything(['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface'])),
  ).toEqual(['error ec2:CreateNetworkInterface, ec2:DeleteNetworkInterface on *']);
});

test('what LogRetention of CDK holds is information, and what a user added to its role is not', () => {
  const path = 'Orders/LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a/ServiceRole/DefaultPolicy/Resource';
  const resources: JsonObject = {
    Retention: {
      Type: 'AWS::IAM::Policy',
      Metadata: { 'aws:cdk:path': path },
      Properties: {
        PolicyName: 'retention',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['logs:DeleteRetentionPolicy', 'logs:PutRetentionPolicy'], Resource: '*' },
            { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' },
          ],
        },
      },
    },
  };
  expect(reportsOn(rule, resources)).toEqual([
    'info logs:DeleteRetentionPolicy, logs:PutRetentionPolicy on *',
    'error sqs:SendMessage on *',
  ]);
});
