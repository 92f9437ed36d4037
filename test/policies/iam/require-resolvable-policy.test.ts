import type { Json, JsonObject } from '../../../lib/core/json';
import { functionRole, rolePolicy, rolePolicyDocument } from '../../../policies/example-resources';
import rule from '../../../policies/iam/require-resolvable-policy';
import { findingsIn, reportsOn } from '../findings';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:orders';
const value = { Parameters: { Value: { Type: 'String' } } };

function statement(rest: JsonObject): JsonObject {
  return rolePolicy({ Effect: 'Allow', Action: 'sns:Publish', Resource: TOPIC, ...rest });
}

function trusting(Principal: Json): JsonObject {
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
  return functionRole({ AssumeRolePolicyDocument: { Version: '2012-10-17', Statement } });
}

test.each<[string, JsonObject, string[]]>([
  ['an action', { Action: { Ref: 'Value' } }, ['error Action ${Value}']],
  ['a part of an action', { Action: { 'Fn::Sub': 'sns:${Value}' } }, ['error Action sns:${Value}']],
  ['a NotAction', { Action: { Ref: 'AWS::NoValue' }, NotAction: { Ref: 'Value' } }, ['error NotAction ${Value}']],
  ['an effect', { Effect: { Ref: 'Value' } }, ['error Effect: parameter "Value" is chosen at deployment']],
  ['a whole resource', { Resource: { Ref: 'Value' } }, ['info Resource ${Value}']],
  ['the start of a resource', { Resource: { 'Fn::Sub': '${Value}/*' } }, ['info Resource ${Value}/*']],
  ['a name in a resource', { Resource: { 'Fn::Sub': 'arn:aws:sns:eu-central-1:111122223333:${Value}' } }, []],
])('%s that is a parameter', (_, rest, reports) => {
  expect(reportsOn(rule, statement(rest), value)).toEqual(reports);
});

test('a parameter with a default is judged by it', () => {
  expect(
    reportsOn(rule, statement({ Action: { Ref: 'Value' } }), { Parameters: { Value: { Type: 'String', Default: 'sns:Publish' } } }),
  ).toEqual([]);
});

test.each<[string, Json, string]>([
  ['an import', { 'Fn::ImportValue': 'topic' }, 'info Resource <import topic>'],
  ['a dynamic reference', '{{resolve:ssm:/orders/topic}}', 'info Resource {{resolve:ssm:/orders/topic}}'],
  ['what a macro writes', { 'Fn::Transform': { Name: 'AWS::Include' } }, 'warning Resource <unknown>'],
  ['what a custom resource returns', { 'Fn::GetAtt': ['Lookup', 'TopicArn'] }, 'info Resource <Lookup.TopicArn>'],
])('%s as the resource', (_, resource, report) => {
  const lookup = {
    Lookup: { Type: 'Custom::Lookup', Properties: { ServiceToken: 'arn:aws:lambda:eu-central-1:111122223333:function:lookup' } },
  };
  expect(reportsOn(rule, { ...lookup, ...statement({ Resource: resource }) })).toEqual([report]);
});

test('a principal that cannot be read is left to the rules on public principals', () => {
  expect(reportsOn(rule, trusting({ AWS: { Ref: 'Value' } }), value)).toEqual([]);
});

test.each<[string, Json]>([
  ['a macro', { 'Fn::Transform': { Name: 'AWS::Include' } }],
  ['a list', []],
  ['a text that is no JSON', 'Allow everything'],
  ['a parameter', { Ref: 'Value' }],
])('a document that is %s is an error', (_, document) => {
  expect(findingsIn(rule, { ...value, Resources: rolePolicyDocument(document) }).map(({ severity }) => severity)).toEqual(['error']);
});

test('statements that a macro writes are an error', () => {
  const document = { Version: '2012-10-17', Statement: [{ 'Fn::Transform': { Name: 'AWS::Include' } }] };
  expect(findingsIn(rule, { Resources: rolePolicyDocument(document) }).map(({ severity }) => severity)).toEqual(['error']);
});

test('a condition that cannot be read only narrows, so it is information', () => {
  const resources = statement({ Condition: { Ref: 'Value' } });
  expect(findingsIn(rule, { ...value, Resources: resources }).map(({ severity }) => severity)).toEqual(['info']);
});

test('a Deny that cannot be read grants nothing', () => {
  expect(reportsOn(rule, statement({ Effect: 'Deny', Action: { Ref: 'Value' } }), value)).toEqual([]);
});

test('a permissions boundary that cannot be read grants nothing', () => {
  const Statement = [{ Effect: 'Allow', Action: { Ref: 'Value' }, Resource: '*' }];
  const resources = {
    ...functionRole({ PermissionsBoundary: { Ref: 'Ceiling' } }),
    Ceiling: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement } } },
  };
  expect(reportsOn(rule, resources, value)).toEqual([]);
});

test('resource policies are read as well', () => {
  const Statement = [{ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: { Ref: 'Value' }, Resource: '*' }];
  const Properties = {
    Queues: ['https://sqs.eu-central-1.amazonaws.com/111122223333/orders'],
    PolicyDocument: { Version: '2012-10-17', Statement },
  };
  expect(reportsOn(rule, { Policy: { Type: 'AWS::SQS::QueuePolicy', Properties } }, value)).toEqual(['error Action ${Value}']);
});
