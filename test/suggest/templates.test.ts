import type { JsonObject } from '../../lib/core/json';
import { suggestionsFor } from '../../lib/suggest';
import { modelFrom } from './model-from';

const tool = { name: 'cdk-least-privilege', version: '0.0.0', referenceDate: '2026-01-01' } as const;

function suggestionsIn(Resources: JsonObject, more: JsonObject = {}, pattern?: string) {
  return suggestionsFor(modelFrom({ ...more, Resources }), tool, pattern).functions;
}

function role(...Statement: JsonObject[]): JsonObject {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement } }],
    },
  };
}

function fn(more: JsonObject = {}): JsonObject {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: '' },
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      ...more,
    },
  };
}

const queue: JsonObject = { Type: 'AWS::SQS::Queue' };
const queueArn: JsonObject = { 'Fn::GetAtt': ['Queue', 'Arn'] };

test('policy templates and events of SAM are read', () => {
  const [suggestion] = suggestionsIn(
    {
      Fn: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          InlineCode: '',
          Policies: [{ DynamoDBReadPolicy: { TableName: { Ref: 'Table' } } }, 'AWSLambdaBasicExecutionRole'],
        },
      },
      Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders' } },
    },
    { Transform: 'AWS::Serverless-2016-10-31' },
  );
  expect(suggestion?.access.map(({ code }) => code)).toEqual([
    'Access.table(table).readItems()',
    'Access.table(table).queryItems()',
    'Access.table(table).scanItems()',
    'Access.table(table).describe()',
  ]);
  expect(suggestion?.constructs).toEqual([{ variable: 'table', id: 'Orders.template.json#Table', type: 'AWS::DynamoDB::Table' }]);
  expect(suggestion?.leftOut.map(({ actions }) => actions)).toEqual([['AWSLambdaBasicExecutionRole']]);
});

test('a shared role is said, and a pattern picks functions', () => {
  const resources = { Role: role({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn }), Queue: queue, One: fn(), Two: fn() };
  expect(suggestionsIn(resources).map(({ name, sharesRoleWith }) => [name, sharesRoleWith])).toEqual([
    ['One', ['Orders.template.json#Two']],
    ['Two', ['Orders.template.json#One']],
  ]);
  expect(suggestionsIn(resources, {}, 'T*').map(({ name }) => name)).toEqual(['Two']);
  expect(suggestionsIn(resources, {}, 'Three')).toEqual([]);
});

test('a role that is not in the input leaves a choice', () => {
  const [suggestion] = suggestionsIn({ Fn: fn({ Role: 'arn:aws:iam::111122223333:role/shared' }) });
  expect(suggestion?.role).toBeNull();
  expect(suggestion?.choices.map(({ what }) => what)).toEqual([
    'its role "arn:aws:iam::111122223333:role/shared" is not in the input: what it may do is not known',
  ]);
});

test.each([
  [{ NotAction: 'iam:*', Resource: '*' }, '"NotAction" allows everything but a list: declare what the code calls'],
  [{ Action: 'sqs:SendMessage', NotResource: '*' }, '"NotResource" allows everything but a list: declare what the code calls'],
  [{ Action: '*', Resource: '*' }, '"*" on "*" allows every action of every service: declare what the code calls'],
  [{ Action: { Ref: 'Action' }, Resource: '*' }, expect.stringContaining('declare what the code calls')],
])('what cannot be declared is a choice: %j', (statement, what) => {
  const Parameters = { Action: { Type: 'String' } };
  const [suggestion] = suggestionsIn({ Fn: fn(), Queue: queue, Role: role({ Effect: 'Allow', ...statement }) }, { Parameters });
  expect(suggestion?.access).toEqual([]);
  expect(suggestion?.choices.map((choice) => choice.what)).toEqual([what]);
});

test('what depends on a condition of the template is offered, and not declared', () => {
  const [suggestion] = suggestionsIn(
    {
      Fn: fn(),
      Queue: queue,
      Role: role({ 'Fn::If': ['IsProd', { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn }, { Ref: 'AWS::NoValue' }] }),
    },
    { Parameters: { Stage: { Type: 'String' } }, Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } } },
  );
  expect(suggestion?.access).toEqual([]);
  expect(suggestion?.choices.map(({ what, candidates }) => [what, candidates])).toEqual([
    ['"sqs:SendMessage" on "<Queue.Arn>" only under a condition of the template', ['Access.queue(queue).send()']],
  ]);
});

test('a Deny that may take something back leaves a choice', () => {
  const [suggestion] = suggestionsIn({
    Fn: fn(),
    Queue: queue,
    Role: role(
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn },
      { Effect: 'Deny', Action: 'sqs:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ),
  });
  expect(suggestion?.access).toEqual([]);
  expect(suggestion?.choices[0]?.what).toContain('may be taken back in part by a Deny of the role');
  expect(suggestion?.choices[0]?.candidates).toEqual(['Access.queue(queue).send()']);
});

test('an ARN in another place than the resource of that name is not taken for it', () => {
  const [suggestion] = suggestionsIn({
    Fn: fn(),
    Table: { Type: 'AWS::DynamoDB::Table' },
    Role: role({
      Effect: 'Allow',
      Action: 'dynamodb:GetItem',
      Resource: { 'Fn::Sub': 'arn:aws:dynamodb:us-west-2:444455556666:table/${Table}' },
    }),
  });
  expect(suggestion?.access.map(({ code }) => code)).toEqual([
    "Access.toArn(`arn:aws:dynamodb:us-west-2:444455556666:table/${table.tableName}`, 'dynamodb:GetItem')",
  ]);
});

test('two constructs of one name get two variables', () => {
  const [suggestion] = suggestionsIn({
    Fn: fn(),
    Queue: queue,
    queue: queue,
    Role: role({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: [queueArn, { 'Fn::GetAtt': ['queue', 'Arn'] }] }),
  });
  expect(suggestion?.access.map(({ code }) => code)).toEqual(['Access.queue(queue).send()', 'Access.queue(queueResource).send()']);
});
