import rule from '../../../policies/resource-policy/no-public-lambda-permission';
import { factsOf, firstFactOf, resources } from '../facts';

const permission = (more: object) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { Action: 'lambda:InvokeFunction', FunctionName: 'orders', Principal: '*', ...more },
});
const found = (more: object, template: object = {}) => factsOf(rule, resources({ Permission: permission(more) }, { ...template }));

test.each<[string, object]>([
  ['an organisation', { PrincipalOrgID: 'o-a1b2c3d4e5' }],
  ['an account', { SourceAccount: '111122223333' }],
  ['the own account', { SourceAccount: { Ref: 'AWS::AccountId' } }],
  ['a source with an account', { SourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/nightly' }],
  ['a source of the stack', { SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*' } }],
  ['the token of an Alexa skill', { EventSourceToken: 'amzn1.ask.skill.example' }],
  ['a service', { Principal: 's3.amazonaws.com' }],
  ['a service of the partition', { Principal: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::URLSuffix' }]] } }],
  ['an account as principal', { Principal: '111122223333' }],
  ['the own account as principal', { Principal: { Ref: 'AWS::AccountId' } }],
])('%s is not everyone', (_title, more) => {
  const Api = { Type: 'AWS::ApiGateway::RestApi', Properties: {} };
  expect(factsOf(rule, resources({ Api, Permission: permission(more) }))).toEqual([]);
});

test.each<[string, object]>([
  ['everyone', {}],
  ['a source in any account', { SourceArn: 'arn:aws:s3:::*' }],
  ['any root', { Principal: 'arn:aws:iam::*:root' }],
])('%s is reported where the principal stands', (_title, more) => {
  expect(found(more)).toEqual(['publicFunction Permission /Principal']);
});

test('a principal by parameter is judged by its default', () => {
  expect(found({ Principal: { Ref: 'Who' } }, { Parameters: { Who: { Type: 'String', Default: '*' } } })).toEqual([
    'publicFunction Permission /Principal',
  ]);
  expect(found({ Principal: { Ref: 'Who' } }, { Parameters: { Who: { Type: 'String' } } })).toEqual([
    'undecidedPermission Permission /Principal (at most warning)',
  ]);
});

test('the evidence names the action, so that it covers no other', () => {
  expect(firstFactOf(rule, resources({ P: permission({ Action: 'lambda:*' }) })).evidence).toBe('anyone: lambda:*');
});

test('IAM authentication for every principal lets every AWS identity in', () => {
  expect(found({ Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'AWS_IAM' })).toEqual(['anyAwsIdentity Permission /Principal']);
  expect(found({ Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'AWS_IAM', PrincipalOrgID: 'o-a1b2c3d4e5' })).toEqual([]);
});

test('a permission for an open URL is reported when the URL of its function asks for IAM or is elsewhere', () => {
  const open = permission({ Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' });
  const url = (AuthType: string, TargetFunctionArn = 'orders') => ({
    Type: 'AWS::Lambda::Url',
    Properties: { TargetFunctionArn, AuthType },
  });
  expect(factsOf(rule, resources({ Open: open, Url: url('NONE') }))).toEqual([]);
  expect(factsOf(rule, resources({ Open: open, Url: url('AWS_IAM') }))).toEqual(['publicUrlPermission Open /Principal']);
  expect(factsOf(rule, resources({ Open: open, Url: url('NONE', 'invoices') }))).toEqual(['publicUrlPermission Open /Principal']);
});

test('a permission that stands beside an open URL and goes past it is reported', () => {
  const url = { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: 'orders', AuthType: 'NONE' } };
  expect(factsOf(rule, resources({ Url: url, Direct: permission({}) }))).toEqual(['publicFunction Direct /Principal']);
});

test('a whole policy document of a function, as object and as text', () => {
  const policy = (PolicyDocument: object | string) =>
    factsOf(rule, resources({ Policy: { Type: 'AWS::Lambda::ResourcePolicy', Properties: { ResourceArn: 'orders', PolicyDocument } } }));
  const document = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: '*' }] };
  expect(policy(document)).toEqual(['publicFunction Policy /PolicyDocument/Statement/0/Principal']);
  expect(policy(JSON.stringify(document))).toEqual(['publicFunction Policy /PolicyDocument']);
  const narrowed = { Statement: [{ ...document.Statement[0], Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }] };
  expect(policy(narrowed)).toEqual([]);
});
