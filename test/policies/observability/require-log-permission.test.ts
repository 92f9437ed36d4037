import rule from '../../../policies/observability/require-log-permission';
import { factsOf, firstFactOf, resources } from '../facts';

const fn = (Role: unknown = { 'Fn::GetAtt': ['Role', 'Arn'] }) => ({ Fn: { Type: 'AWS::Lambda::Function', Properties: { Role } } });
const role = (properties: object = {}) => ({
  Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, ...properties } },
});
const statement = (Action: unknown, Effect = 'Allow') => ({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource: '*' }] });
const policy = (type: string, document: object, more: object = { Roles: [{ Ref: 'Role' }] }) => ({
  Policy: { Type: type, Properties: { PolicyName: 'p', PolicyDocument: document, ...more } },
});
const both = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const FOUND = ['cannotLog Fn /Role'];

test('a role needs both actions', () => {
  expect(factsOf(rule, resources({ ...fn(), ...role() }))).toEqual(FOUND);
  expect(factsOf(rule, resources({ ...fn(), ...role(), ...policy('AWS::IAM::Policy', statement(both)) }))).toEqual([]);
  const one = resources({ ...fn(), ...role(), ...policy('AWS::IAM::Policy', statement('logs:PutLogEvents')) });
  expect(factsOf(rule, one)).toEqual(FOUND);
  expect(firstFactOf(rule, one).evidence).toBe('logs:CreateLogStream not allowed');
});

test.each(['logs:*', '*', 'LOGS:c*'])('the pattern %s counts for what it allows', (pattern) => {
  const actions = pattern === 'LOGS:c*' ? [pattern, 'logs:PutLogEvents'] : pattern;
  expect(factsOf(rule, resources({ ...fn(), ...role(), ...policy('AWS::IAM::Policy', statement(actions)) }))).toEqual([]);
});

test('a Deny, and rights of another service, are no rights to log', () => {
  expect(factsOf(rule, resources({ ...fn(), ...role(), ...policy('AWS::IAM::Policy', statement(both, 'Deny')) }))).toEqual(FOUND);
  expect(factsOf(rule, resources({ ...fn(), ...role(), ...policy('AWS::IAM::Policy', statement('s3:*')) }))).toEqual(FOUND);
});

test.each(['AWSLambdaBasicExecutionRole', 'AWSLambdaVPCAccessExecutionRole', 'AWSLambdaSQSQueueExecutionRole', 'ReadOnlyAccess'])(
  'the managed policy %s of AWS is not judged',
  (name) => {
    const ManagedPolicyArns = [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/service-role/${name}`]] }];
    expect(factsOf(rule, resources({ ...fn(), ...role({ ManagedPolicyArns }) }))).toEqual([]);
  },
);

test('a managed policy of the input is read, attached from either side', () => {
  const attached = policy('AWS::IAM::ManagedPolicy', statement(both), {});
  const ManagedPolicyArns = [{ Ref: 'Policy' }];
  expect(factsOf(rule, resources({ ...fn(), ...role({ ManagedPolicyArns }), ...attached }))).toEqual([]);
  const empty = policy('AWS::IAM::ManagedPolicy', statement('s3:GetObject'), {});
  expect(factsOf(rule, resources({ ...fn(), ...role({ ManagedPolicyArns }), ...empty }))).toEqual(FOUND);
});

test('what is not in the input is not judged', () => {
  expect(factsOf(rule, resources(fn('arn:aws:iam::111122223333:role/orders')))).toEqual([]);
  expect(factsOf(rule, resources({ ...fn(), ...role({ ManagedPolicyArns: [{ 'Fn::ImportValue': 'policy' }] }) }))).toEqual([]);
  expect(
    factsOf(rule, resources({ ...fn(), ...role(), ...policy('AWS::IAM::Policy', statement({ 'Fn::ImportValue': 'actions' })) })),
  ).toEqual([]);
  expect(factsOf(rule, resources({ Fn: { Type: 'AWS::Serverless::Function', Properties: {} } }))).toEqual([]);
});

test('a role and a policy of other stacks are found', () => {
  const Outputs = { Arn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] }, Export: { Name: 'role-arn' } } };
  const roles = resources({ ...role(), ...policy('AWS::IAM::Policy', statement(both)) }, { Outputs });
  expect(factsOf(rule, roles, resources(fn({ 'Fn::ImportValue': 'role-arn' })))).toEqual([]);
  expect(factsOf(rule, resources(role(), { Outputs }), resources(fn({ 'Fn::ImportValue': 'role-arn' })))).toEqual(FOUND);
});
