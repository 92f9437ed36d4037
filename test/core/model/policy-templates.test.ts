import { checkTemplates } from '../../../lib/check';
import type { Json, JsonObject } from '../../../lib/core/json';
import { buildModel } from '../../../lib/core/model/build';
import { buildTemplates } from '../../../lib/core/template';
import { loadReference } from '../../../lib/reference';

function templatesOf(policies: Json, type: string, template: JsonObject) {
  const body = {
    Transform: 'AWS::Serverless-2016-10-31',
    ...template,
    Resources: { Fn: { Type: type, Properties: { Policies: policies } } },
  };
  return buildTemplates([{ name: 't.json', body }]);
}

function findingsOf(policies: Json, type = 'AWS::Serverless::Function', template: JsonObject = {}) {
  return checkTemplates(templatesOf(policies, type, template))
    .findings.filter(({ ruleId }) => ruleId.startsWith('iam/'))
    .map(({ ruleId, severity, location, message, fix }) => ({ ruleId, severity, location, message, fix }));
}

function statementsOf(policies: Json) {
  const { templates, problems } = templatesOf(policies, 'AWS::Serverless::Function', {});
  return buildModel(templates, problems, loadReference()).documents.flatMap(({ statements }) =>
    statements.map(({ actions, resources }) => [actions.map(({ value }) => value).join(' '), resources.length]),
  );
}

const AT = '/Resources/Fn/Properties/Policies';

test('a policy template on one named resource is fine', () => {
  expect(
    findingsOf([{ S3ReadPolicy: { BucketName: 'receipts' } }, { DynamoDBCrudPolicy: { TableName: { Ref: 'AWS::StackName' } } }]),
  ).toEqual([]);
  expect(findingsOf([{ SQSPollerPolicy: { QueueName: 'orders' } }, { SQSSendMessagePolicy: { QueueName: 'orders' } }])).toEqual([]);
  expect(findingsOf([{ CloudWatchPutMetricPolicy: {} }, { RekognitionLabelsPolicy: {} }])).toEqual([]);
});

test('a template grants its actions on each of its resources', () => {
  expect(statementsOf({ SSMParameterReadPolicy: { ParameterName: 'orders/key' } })).toEqual([
    ['ssm:DescribeParameters', 1],
    ['ssm:GetParameters ssm:GetParameter ssm:GetParametersByPath', 1],
  ]);
  expect(statementsOf({ DynamoDBWritePolicy: { TableName: 'orders' } })).toEqual([
    ['dynamodb:PutItem dynamodb:UpdateItem dynamodb:BatchWriteItem', 2],
  ]);
});

test.each(['AWS::Serverless::Function', 'AWS::Serverless::StateMachine'])(
  'a wildcard that the author of a %s chose blocks where it is',
  (type) => {
    const [first, ...others] = findingsOf([{ SQSSendMessagePolicy: { QueueName: '*' } }], type);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      ruleId: 'iam/no-wildcard-resource-arn',
      severity: 'error',
      location: `${AT}/0/SQSSendMessagePolicy/QueueName`,
      fix: 'give "QueueName" the name of the one resource that the code uses, such as {"Ref": "<its logical id>"}',
    });
    expect(first?.message).toMatch(/\(policy template "SQSSendMessagePolicy"\)$/);
  },
);

test('a wildcard in one branch, in a text with references, or as a whole ARN is seen', () => {
  const conditional = { 'Fn::If': ['IsProd', 'receipts', '*'] };
  const conditions = { Parameters: { Stage: { Type: 'String' } }, Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } } };
  const rulesOf = (policies: Json, template: JsonObject = {}) =>
    findingsOf(policies, 'AWS::Serverless::Function', template).map(({ ruleId }) => ruleId);
  expect(rulesOf({ S3ReadPolicy: { BucketName: conditional } }, conditions)).toContain('iam/no-wildcard-resource-arn');
  expect(rulesOf({ S3ReadPolicy: { BucketName: { 'Fn::Sub': '${AWS::StackName}-*' } } })).toContain('iam/no-wildcard-resource-arn');
  expect(rulesOf({ AWSSecretsManagerGetSecretValuePolicy: { SecretArn: '*' } })).toContain('iam/no-wildcard-resource');
  expect(rulesOf({ 'Fn::If': ['IsProd', { S3ReadPolicy: { BucketName: '*' } }, { Ref: 'AWS::NoValue' }] }, conditions)).toContain(
    'iam/no-wildcard-resource-arn',
  );
});

test('what the template itself grants is judged, with the narrower templates as the fix', () => {
  expect(findingsOf([{ TextractPolicy: {} }])[0]).toMatchObject({
    ruleId: 'iam/no-wildcard-action',
    severity: 'error',
    location: `${AT}/0/TextractPolicy`,
    fix: expect.stringMatching(
      /^use "TextractDetectAnalyzePolicy" or "TextractGetResultPolicy" where that is enough, or write an inline statement/,
    ),
  });
  expect(findingsOf([{ EKSDescribePolicy: {} }])).toMatchObject([{ ruleId: 'iam/no-wildcard-resource', severity: 'error' }]);
});

test('a name that the template itself leaves open at its end warns', () => {
  expect(findingsOf([{ LambdaInvokePolicy: { FunctionName: 'orders' } }])).toMatchObject([
    { ruleId: 'iam/no-wildcard-resource-arn', severity: 'warning', location: `${AT}/0/LambdaInvokePolicy` },
  ]);
  expect(findingsOf([{ LambdaInvokePolicy: { FunctionName: '*' } }])).toMatchObject([{ severity: 'error' }]);
});

test.each<[string, JsonObject, string]>([
  ['an unknown name', { S3CrudPolcy: { BucketName: 'b' } }, '"S3CrudPolcy" is no policy template of SAM, "S3CrudPolicy" is one'],
  ['a missing parameter', { S3CrudPolicy: {} }, 'policy template "S3CrudPolicy" needs "BucketName"'],
  [
    'a missing parameter of a condition',
    { EFSWriteAccessPolicy: { FileSystem: 'fs-1' } },
    'policy template "EFSWriteAccessPolicy" needs "AccessPoint"',
  ],
  [
    'two templates in one member',
    { S3ReadPolicy: { BucketName: 'b' }, SQSPollerPolicy: { QueueName: 'q' } },
    '"S3ReadPolicy", "SQSPollerPolicy" stand in one member: SAM takes one policy template in each',
  ],
  ['nothing', {}, 'an empty object is no policy'],
])('fails on %s', (_, member, reason) => {
  expect(findingsOf([member])).toMatchObject([
    {
      ruleId: 'iam/require-resolvable-policy',
      severity: 'error',
      location: `${AT}/0`,
      message: `"Policies" could not be judged: ${reason}`,
    },
  ]);
});
