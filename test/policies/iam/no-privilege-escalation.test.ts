import type { Json, JsonObject } from '../../../lib/core/json';
import { rolePolicy } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-privilege-escalation';
import { findingsIn, reportsOn } from '../findings';

const OWN_ROLE = { 'Fn::GetAtt': ['TaskRole', 'Arn'] };

function allow(Action: Json, Resource: Json = '*', rest: JsonObject = {}): JsonObject {
  return { Effect: 'Allow', Action, Resource, ...rest };
}

function holding(...statements: JsonObject[]): JsonObject {
  return { ...rolePolicy(...statements), TaskRole: { Type: 'AWS::IAM::Role', Properties: {} } };
}

test.each(['iam:*', 'IAM:Put*', 'iam:?utRolePolicy', '*Policy'])('"%s" takes writing policies in', (action) => {
  const messages = findingsIn(rule, { Resources: holding(allow(action)) }).map(({ message }) => message);
  expect(messages.filter((message) => message.includes('give itself any right'))).toHaveLength(1);
});

test.each([
  ['iam:CreatePolicyVersion', '*', 'error'],
  ['iam:CreatePolicyVersion', 'arn:aws:iam::111122223333:policy/app-*', 'error'],
  ['iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/admin', 'error'],
  ['sso:PutInlinePolicyToPermissionSet', '*', 'error'],
  ['iam:UpdateAssumeRolePolicy', '*', 'error'],
  ['iam:DeleteUserPermissionsBoundary', '*', 'error'],
] as const)('%s on "%s" alone is an %s', (action, resource, severity) => {
  expect(reportsOn(rule, holding(allow(action, resource)))).toEqual([`${severity} ${action} on ${resource}`]);
});

test('what writes another role of the app is a warning, what writes the holder itself an error', () => {
  expect(reportsOn(rule, holding(allow('iam:PutRolePolicy', OWN_ROLE)))).toEqual(['warning iam:PutRolePolicy on <TaskRole.Arn>']);
  const itself = { 'Fn::GetAtt': ['OrdersRole', 'Arn'] };
  expect(reportsOn(rule, holding(allow('iam:PutRolePolicy', itself)))).toEqual(['error iam:PutRolePolicy on <OrdersRole.Arn>']);
});

test.each(['iam:CreateAccessKey', 'iam:UpdateLoginProfile'])('%s on the own user of whoever calls gives nothing new', (action) => {
  expect(reportsOn(rule, holding(allow(action, 'arn:aws:iam::*:user/${aws:username}')))).toEqual([]);
  expect(reportsOn(rule, holding(allow(action, 'arn:aws:iam::*:user/*')))).toEqual([`error ${action} on arn:aws:iam::*:user/*`]);
});

test('writing the policies of the own user gives everything', () => {
  const own = 'arn:aws:iam::111122223333:user/${aws:username}';
  expect(reportsOn(rule, holding(allow('iam:PutUserPolicy', own)))).toEqual([`error iam:PutUserPolicy on ${own}`]);
});

describe('passing a role', () => {
  const create = allow(['lambda:CreateFunction', 'lambda:InvokeFunction']);
  const together = 'iam:PassRole + lambda:CreateFunction + lambda:InvokeFunction';

  test.each([
    ['*', `error ${together} on *`],
    ['arn:aws:iam::111122223333:role/app-*', `error ${together} on arn:aws:iam::111122223333:role/app-*`],
    ['arn:aws:iam::111122223333:role/admin', `warning ${together} on arn:aws:iam::111122223333:role/admin`],
  ])('"%s"', (role, expected) => {
    expect(reportsOn(rule, holding(create, allow('iam:PassRole', role)))).toEqual([expected]);
  });

  test('a role of the app is named, and its rights are seen', () => {
    expect(reportsOn(rule, holding(create, allow('iam:PassRole', OWN_ROLE)))).toEqual([]);
  });

  test('a part of a path is none', () => {
    expect(reportsOn(rule, holding(allow(['iam:PassRole', 'lambda:InvokeFunction', 'ecs:RegisterTaskDefinition'])))).toEqual([]);
    expect(reportsOn(rule, holding(create))).toEqual([]);
  });

  test('what may only be invoked by name does not take a new function in', () => {
    const own = { 'Fn::GetAtt': ['Fn', 'Arn'] };
    const Fn = { Type: 'AWS::Lambda::Function', Properties: {} };
    const statements = [allow(['iam:PassRole', 'lambda:CreateFunction']), allow('lambda:InvokeFunction', own)];
    expect(reportsOn(rule, { ...holding(...statements), Fn })).toEqual([]);
  });

  test.each([
    ['lambda.amazonaws.com', 1],
    ['l*.amazonaws.com', 1],
    ['*.amazonaws.com', 1],
    ['ecs-tasks.amazonaws.com', 0],
    [['ecs-tasks.amazonaws.com', 'lambda.amazonaws.com'], 1],
  ])('to %j alone', (service, count) => {
    const Condition = { StringLike: { 'iam:PassedToService': service } };
    expect(reportsOn(rule, holding(create, allow('iam:PassRole', '*', { Condition })))).toHaveLength(count);
  });

  test('many ways are one finding, that names the first and counts the others', () => {
    const findings = findingsIn(rule, { Resources: holding(allow(['iam:PassRole', 'ecs:*', 'glue:*'])) });
    expect(findings.filter(({ evidence }) => evidence.startsWith('iam:PassRole'))).toHaveLength(1);
    expect(findings.find(({ evidence }) => evidence.startsWith('iam:PassRole'))?.message).toMatch(
      /^"OrdersRole" may run a task with any role, .*: "iam:PassRole" \+ "ecs:RunTask", and by \d+ more ways: "ecs:StartTask", /,
    );
  });

  test('a path through two policies names both, and stands where the role is passed', () => {
    const Deploy = {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { Roles: [{ Ref: 'OrdersRole' }], PolicyDocument: { Version: '2012-10-17', Statement: allow('iam:PassRole') } },
    };
    const [finding] = findingsIn(rule, { Resources: { ...holding(create), Deploy } });
    expect([finding?.logicalId, finding?.location]).toEqual(['Deploy', '/Resources/Deploy/Properties/PolicyDocument/Statement']);
    expect(finding?.message).toContain('from the policies "Deploy", "OrdersPolicy"');
  });

  test('statements of opposite conditions never meet', () => {
    const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] } };
    const inBranches = (first: Json, second: Json): JsonObject => ({ 'Fn::If': ['IsProd', first, second] });
    const absent = { Ref: 'AWS::NoValue' };
    const opposite = holding(inBranches(create, absent), inBranches(absent, allow('iam:PassRole')));
    expect(reportsOn(rule, opposite, { Conditions })).toEqual([]);
    const equal = holding(inBranches(create, absent), inBranches(allow('iam:PassRole'), absent));
    expect(reportsOn(rule, equal, { Conditions })).toEqual([`error ${together} on *`]);
  });
});

describe('what runs already', () => {
  test.each([
    ['lambda:UpdateFunctionCode', '*', 1],
    ['lambda:UpdateFunctionCode', 'arn:aws:lambda:eu-central-1:111122223333:function:*', 1],
    ['lambda:UpdateFunctionCode', 'arn:aws:lambda:eu-central-1:111122223333:function:app-*', 0],
    ['lambda:UpdateFunctionCode', 'arn:aws:lambda:eu-central-1:111122223333:function:orders', 0],
    ['ssm:StartSession', '*', 1],
    ['cloudformation:UpdateStack', 'arn:aws:cloudformation:*:*:stack/app/*', 0],
  ])('%s on "%s"', (action, resource, count) => {
    expect(reportsOn(rule, holding(allow(action, resource)))).toHaveLength(count);
  });

  test('of a tag only is not all', () => {
    const Condition = { StringEquals: { 'ssm:resourceTag/team': 'orders' } };
    expect(reportsOn(rule, holding(allow('ssm:SendCommand', '*', { Condition })))).toEqual([]);
  });

  test('a job of one definition in one queue is not any job', () => {
    const job = 'arn:aws:batch:eu-central-1:111122223333:';
    const resources = [`${job}job-definition/etl:1`, `${job}job-queue/etl`, `${job}job/*`];
    expect(reportsOn(rule, holding(allow('batch:SubmitJob', resources)))).toEqual([]);
  });
});

test('administrators are left to their own rules', () => {
  expect(reportsOn(rule, holding(allow('*'), allow('iam:PutRolePolicy')))).toEqual([]);
  const Admin = {
    Type: 'AWS::IAM::Role',
    Properties: {
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: allow('iam:PutRolePolicy') } }],
    },
  };
  expect(reportsOn(rule, { Admin })).toEqual([]);
});

test('one policy that several roles have is one finding, that names them', () => {
  const Shared = {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      Roles: [{ Ref: 'First' }, { Ref: 'Second' }],
      PolicyDocument: { Version: '2012-10-17', Statement: allow('iam:PutRolePolicy') },
    },
  };
  const Role = { Type: 'AWS::IAM::Role', Properties: {} };
  const findings = findingsIn(rule, { Resources: { First: Role, Second: Role, Shared } });
  expect(findings.map(({ logicalId, message }) => [logicalId, message.startsWith('"First", "Second" may ')])).toEqual([['Shared', true]]);
});

test('a boundary that is not in the input makes it a warning that says so', () => {
  const Bounded = {
    Type: 'AWS::IAM::Role',
    Properties: {
      PermissionsBoundary: 'arn:aws:iam::111122223333:policy/ceiling',
      Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: allow('iam:PutRolePolicy') } }],
    },
  };
  const [finding] = findingsIn(rule, { Resources: { Bounded } });
  expect(finding?.severity).toBe('warning');
  expect(finding?.message).toContain('unless its permissions boundary "arn:aws:iam::111122223333:policy/ceiling"');
});

test('documents that name every action and resource in full are judged as well', () => {
  const named = allow(['iam:PutRolePolicy'], 'arn:aws:iam::111122223333:role/admin');
  expect(reportsOn(rule, rolePolicy(named))).toEqual(['error iam:PutRolePolicy on arn:aws:iam::111122223333:role/admin']);
});

test('sts:AssumeRole is left to iam/no-assume-any-role', () => {
  expect(reportsOn(rule, holding(allow('sts:AssumeRole')))).toEqual([]);
});
