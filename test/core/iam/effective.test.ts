import { EffectiveRights, holdersIn, isAdministrator } from '../../../lib/core/iam/effective';
import type { Json, JsonObject } from '../../../lib/core/json';
import type { Model } from '../../../lib/core/model/model';
import { modelOf } from '../../policies/facts';

function allow(Action: Json, Resource: Json = '*', rest: JsonObject = {}): JsonObject {
  return { Effect: 'Allow', Action, Resource, ...rest };
}

function deny(Action: Json, rest: JsonObject = {}): JsonObject {
  return { Effect: 'Deny', Action, ...('NotResource' in rest ? {} : { Resource: '*' }), ...rest };
}

function document(...Statement: JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement };
}

function role(properties: JsonObject = {}): JsonObject {
  return { Type: 'AWS::IAM::Role', Properties: properties };
}

function inline(...statements: JsonObject[]): JsonObject {
  return { Policies: [{ PolicyName: 'own', PolicyDocument: document(...statements) }] };
}

function managed(properties: JsonObject, ...statements: JsonObject[]): JsonObject {
  return { Type: 'AWS::IAM::ManagedPolicy', Properties: { ...properties, PolicyDocument: document(...statements) } };
}

function rightsOf(model: Model, logicalId: string): EffectiveRights {
  const holder = holdersIn(model).find(({ resource }) => resource.logicalId === logicalId);
  if (holder === undefined) throw new Error(`${logicalId} holds nothing`);
  return new EffectiveRights(model, holder);
}

/** How far the holder `Role` reaches with an action, the widest first. */
function reaches(action: string, Resources: JsonObject, rest: JsonObject = {}, holder = 'Role'): string[] {
  return rightsOf(modelOf({ ...rest, Resources }), holder)
    .permissionsTo(action)
    .map(({ reach }) => reach);
}

test('inline policies, policies that name the role, and policies that the role names are one', () => {
  const model = modelOf({
    Resources: {
      Role: role({ ...inline(allow('s3:GetObject')), ManagedPolicyArns: [{ Ref: 'Named' }] }),
      Named: managed({}, allow('iam:PassRole')),
      Naming: managed({ Roles: [{ Ref: 'Role' }] }, allow('sqs:SendMessage')),
      Other: managed({ Roles: ['elsewhere'] }, allow('sns:Publish')),
    },
  });
  expect(holdersIn(model).map(({ resource, documents }) => [resource.logicalId, documents.length])).toEqual([
    ['Role', 3],
    ['Other', 1],
  ]);
});

test('a role that policies name by text is one holder, the resource of that name where there is one', () => {
  const model = modelOf({
    Resources: {
      First: managed({ Roles: ['deploy'] }, allow('s3:GetObject')),
      Second: managed({ Roles: ['deploy'] }, allow('iam:PassRole')),
      Third: managed({ Roles: ['named'] }, allow('iam:PassRole')),
      Role: role({ RoleName: 'named' }),
    },
  });
  expect(holdersIn(model).map(({ resource, documents }) => [resource.logicalId, documents.length])).toEqual([
    ['First', 2],
    ['Role', 1],
  ]);
});

test('users have the policies of their groups, however they got into them', () => {
  const model = modelOf({
    Resources: {
      Operators: { Type: 'AWS::IAM::Group', Properties: inline(allow('iam:PassRole')) },
      Readers: { Type: 'AWS::IAM::Group', Properties: inline(allow('s3:GetObject')) },
      Jane: { Type: 'AWS::IAM::User', Properties: { Groups: [{ Ref: 'Operators' }] } },
      Addition: { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: { Ref: 'Readers' }, Users: [{ Ref: 'Jane' }] } },
    },
  });
  const jane = holdersIn(model).find(({ resource }) => resource.logicalId === 'Jane');
  expect(jane?.documents.map(({ resource }) => resource.logicalId)).toEqual(['Operators', 'Readers']);
});

test.each(['iam:PassRole', 'iam:*', 'iam:Pass*', 'IAM:PASSROLE', '*'])('"%s" allows iam:PassRole', (action) => {
  expect(reaches('iam:PassRole', { Role: role(inline(allow(action))) })).toEqual(['any']);
});

test('NotAction allows what it leaves in, NotResource every resource but its own', () => {
  expect(reaches('iam:PassRole', { Role: role(inline({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' })) })).toEqual(['any']);
  expect(reaches('iam:PassRole', { Role: role(inline({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })) })).toEqual([]);
  const others = { Effect: 'Allow', Action: 'iam:PassRole', NotResource: 'arn:aws:iam::111122223333:role/admin' };
  expect(reaches('iam:PassRole', { Role: role(inline(others)) })).toEqual(['any']);
});

describe('a Deny', () => {
  const Role = role(inline(allow('iam:PassRole')));
  const guarding = (...statements: JsonObject[]) => ({ Role, Guard: managed({ Roles: [{ Ref: 'Role' }] }, ...statements) });

  test.each([
    [deny('iam:*'), []],
    [deny('iam:PassRole', { NotResource: 'arn:aws:iam::111122223333:role/tasks' }), ['foreign']],
    [deny('iam:CreateRole'), ['any']],
    [deny('iam:PassRole', { Resource: 'arn:aws:iam::111122223333:role/admin' }), ['any']],
    [deny('iam:PassRole', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }), ['any']],
    [{ Effect: 'Deny', NotAction: 's3:*', Resource: '*' }, []],
    [{ Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }, ['any']],
  ])('in another policy of the holder: %j', (statement, expected) => {
    expect(reaches('iam:PassRole', guarding(statement))).toEqual(expected);
  });

  test('that is there in one world only does not count', () => {
    const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] } };
    const sometimes = { 'Fn::If': ['IsProd', deny('iam:*'), { Ref: 'AWS::NoValue' }] };
    expect(reaches('iam:PassRole', guarding(sometimes), { Conditions })).toEqual(['any']);
    const Guard = { ...managed({ Roles: [{ Ref: 'Role' }] }, deny('iam:*')), Condition: 'IsProd' };
    expect(reaches('iam:PassRole', { Role, Guard }, { Conditions })).toEqual(['any']);
  });
});

describe('a permissions boundary', () => {
  const bounded = (Ceiling: JsonObject, PermissionsBoundary: Json = { Ref: 'Ceiling' }) => ({
    Role: role({ ...inline(allow('iam:PassRole')), PermissionsBoundary }),
    Ceiling,
  });

  test.each([
    [[allow('s3:*')], []],
    [[allow('*')], ['any']],
    [[allow('*'), deny('iam:*')], []],
    [[allow('iam:PassRole', 'arn:aws:iam::111122223333:role/tasks')], ['foreign']],
  ])('caps: %j', (statements, expected) => {
    expect(reaches('iam:PassRole', bounded(managed({}, ...statements)))).toEqual(expected);
  });

  test('that may be absent does not cap', () => {
    const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] } };
    const boundary = { 'Fn::If': ['IsProd', { Ref: 'Ceiling' }, { Ref: 'AWS::NoValue' }] };
    expect(reaches('iam:PassRole', bounded(managed({}, allow('s3:*')), boundary), { Conditions })).toEqual(['any']);
  });

  test('that is not in the input does not cap, and is told', () => {
    const model = modelOf({ Resources: bounded(managed({}), 'arn:aws:iam::111122223333:policy/ceiling') });
    const rights = rightsOf(model, 'Role');
    expect(rights.permissionsTo('iam:PassRole')).toHaveLength(1);
    expect(rights.unreadBoundary?.value).toBe('arn:aws:iam::111122223333:policy/ceiling');
  });
});

describe('conditions', () => {
  const under = (Condition: JsonObject, action = 'iam:AttachRolePolicy') =>
    reaches(action, { Role: role(inline(allow(action, '*', { Condition }))) });

  test.each([
    [{ StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/ceiling' } }, []],
    [{ StringLike: { 'iam:PermissionsBoundary': '*' } }, ['any']],
    [{ ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::111122223333:policy/read' } }, []],
    [{ ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' } }, ['any']],
    [{ StringEquals: { 'aws:ResourceTag/team': 'orders' } }, ['many']],
    [{ StringEquals: { 'aws:ResourceAccount': '111122223333' } }, ['any']],
    [{ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, ['any']],
  ])('%j', (condition, expected) => {
    expect(under(condition)).toEqual(expected);
  });

  test('of what Lambda alone may do for the function do not count', () => {
    expect(under({ Null: { 'lambda:SourceFunctionArn': 'true' } })).toEqual([]);
  });

  test('a Deny of whatever lacks the boundary demands it as well', () => {
    const guard = deny('iam:AttachRolePolicy', {
      Condition: { StringNotEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/ceiling' } },
    });
    expect(reaches('iam:AttachRolePolicy', { Role: role(inline(allow('iam:AttachRolePolicy'), guard)) })).toEqual([]);
    expect(reaches('iam:CreatePolicyVersion', { Role: role(inline(allow('iam:CreatePolicyVersion'), guard)) })).toEqual(['any']);
  });
});

test('a statement that allows everything makes an administrator', () => {
  const model = modelOf({ Resources: { Role: role(inline(allow('*'))), Reader: role(inline(allow('s3:*'))) } });
  expect(holdersIn(model).map((holder) => isAdministrator(model, holder))).toEqual([true, false]);
});
