import { inventoryOf } from '../../lib/inventory';
import { changesBetween } from '../../lib/lockfile/compare';
import { lockText, type PermissionLock } from '../../lib/lockfile/lock';
import { lockOf } from '../../lib/lockfile/permissions';
import { readLock } from '../../lib/lockfile/read';
import { modelOf, resources } from '../policies/facts';

type Resources = Readonly<Record<string, object>>;

const TOOL = { name: 'cdk-least-privilege', version: '0.0.0', referenceDate: '2026-01-01' };

/** The lock of templates, read back from its file. */
function lockIn(...templates: readonly { readonly resources: Resources; readonly more?: object }[]): PermissionLock {
  const model = modelOf(...templates.map((template) => resources(template.resources, template.more)));
  return readLock(lockText(lockOf(model, inventoryOf(model, TOOL))), 'permissions.lock.json');
}

const CONDITIONS = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };

function lockWith(template: Resources): PermissionLock {
  return lockIn({ resources: template, more: CONDITIONS });
}

function directionsBetween(before: PermissionLock, after: PermissionLock): readonly string[] {
  return changesBetween(before, after).map(({ direction }) => direction);
}

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

function role(statements: readonly object[], properties: object = {}, path = 'Shop/Role'): object {
  return {
    Type: 'AWS::IAM::Role',
    Metadata: { 'aws:cdk:path': `${path}/Resource` },
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
      },
      Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: statements } }],
      ...properties,
    },
  };
}

function lambda(roleId: unknown = arn('Role'), path = 'Shop/Fn'): object {
  return {
    Type: 'AWS::Lambda::Function',
    Metadata: { 'aws:cdk:path': `${path}/Resource` },
    Properties: { Role: roleId, Code: { ZipFile: ' ' } },
  };
}

const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::receipts/*' };
const everything = { Effect: 'Allow', Action: 's3:*', Resource: '*' };

/** One function, whose role holds these statements. */
function app(statements: readonly object[], more: Resources = {}, properties: object = {}): Resources {
  return { Fn: lambda(), Role: role(statements, properties), ...more };
}

const tested = (Condition: object) => app([{ ...read, Condition }]);

function boundary(statements: readonly object[]): object {
  return { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: statements } } };
}

const LIMITS = {
  Limit: boundary([read]),
  Wide: boundary([everything]),
  Other: role([], { PermissionsBoundary: { Ref: 'Wide' } }, 'Shop/Other'),
};

const bounded = (to: unknown, more: Resources = {}) => app([read], more, { PermissionsBoundary: to });

function trusting(statement: object): Resources {
  return app([read], {}, { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }] } });
}

const github = (sub: string | readonly string[], operator = 'StringLike') =>
  trusting({
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
    Condition: { [operator]: { 'token.actions.githubusercontent.com:sub': sub } },
  });

function queues(names: readonly string[], statement: object): Resources {
  return {
    Inbox: { Type: 'AWS::SQS::Queue', Properties: {} },
    Outbox: { Type: 'AWS::SQS::Queue', Properties: {} },
    Policy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: names.map((Ref) => ({ Ref })),
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*', ...statement }] },
      },
    },
  };
}

function url(AuthType: string): Resources {
  return {
    ...app([read]),
    Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { Ref: 'Fn' }, AuthType } },
    UrlPermission: {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunctionUrl', FunctionName: { Ref: 'Fn' }, Principal: '*', FunctionUrlAuthType: AuthType },
    },
  };
}

function route(authorization: object): Resources {
  return {
    ...app([read]),
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
    Authorizer: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        RestApiId: { Ref: 'Api' },
        Name: 'users',
        Type: 'COGNITO_USER_POOLS',
        IdentitySource: 'method.request.header.Authorization',
        ProviderARNs: ['arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_abc'],
      },
    },
    Get: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
        HttpMethod: 'GET',
        Integration: {
          Type: 'AWS_PROXY',
          IntegrationHttpMethod: 'POST',
          Uri: {
            'Fn::Join': [
              '',
              ['arn:aws:apigateway:', { Ref: 'AWS::Region' }, ':lambda:path/2015-03-31/functions/', arn('Fn'), '/invocations'],
            ],
          },
        },
        ...authorization,
      },
    },
  };
}

const user = (properties: object) => ({ Type: 'AWS::IAM::User', Properties: properties });
const group = (statements: readonly object[]) => ({
  Type: 'AWS::IAM::Group',
  Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: statements } }] },
});
const policyOf = (Roles: readonly unknown[], statements: readonly object[]) => ({
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyName: 'p', Roles, PolicyDocument: { Statement: statements } },
});
const other = (statements: readonly object[], properties: object = {}) => role(statements, properties, 'Shop/Other');
const opened = (condition: object, principal: object = { Service: 'sns.amazonaws.com' }) =>
  queues(['Inbox'], { Principal: principal, Resource: arn('Inbox'), Condition: condition });
const deny = (more: object = {}) => ({ Effect: 'Deny', Action: 's3:DeleteObject', Resource: 'arn:aws:s3:::receipts/*', ...more });

/** Each from what allows less to what allows more. */
const widenings: Readonly<Record<string, readonly [less: Resources, more: Resources]>> = {
  'a further action': [app([read]), app([{ ...read, Action: ['s3:GetObject', 's3:PutObject'] }])],
  'an action in other letters that is another one': [app([read]), app([{ ...read, Action: 'S3:GETOBJECT*' }])],
  'a wider resource': [app([read]), app([{ ...read, Resource: 'arn:aws:s3:::receipts*' }])],
  'a shorter NotAction': [
    app([{ Effect: 'Allow', NotAction: ['iam:*', 'sts:*'], Resource: '*' }]),
    app([{ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }]),
  ],
  'a NotAction that leaves less out': [
    app([{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }]),
    app([{ Effect: 'Allow', NotAction: 'iam:Create*', Resource: '*' }]),
  ],
  'a condition that is gone': [tested({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }), app([read])],
  'a condition with one value more': [
    tested({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }),
    tested({ StringEquals: { 'aws:SourceVpc': ['vpc-1', 'vpc-2'] } }),
  ],
  'StringEquals that becomes StringLike with a pattern': [
    tested({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }),
    tested({ StringLike: { 'aws:SourceVpc': 'vpc-*' } }),
  ],
  'a pattern that matches more': [tested({ StringLike: { 's3:prefix': 'a/b/*' } }), tested({ StringLike: { 's3:prefix': 'a/*' } })],
  'StringEquals that ignores the case': [
    tested({ StringEquals: { 'aws:PrincipalTag/team': 'A' } }),
    tested({ StringEqualsIgnoreCase: { 'aws:PrincipalTag/team': 'a' } }),
  ],
  'a test that passes where there is no value': [
    tested({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }),
    tested({ StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } }),
  ],
  'a larger network': [tested({ IpAddress: { 'aws:SourceIp': '10.1.0.0/24' } }), tested({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })],
  'the whole internet': [tested({ IpAddress: { 'aws:SourceIp': '10.1.0.0/24' } }), tested({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })],
  'a higher number': [
    tested({ NumericLessThan: { 'aws:MultiFactorAuthAge': '300' } }),
    tested({ NumericLessThan: { 'aws:MultiFactorAuthAge': '86400' } }),
  ],
  'a later day': [
    tested({ DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }),
    tested({ DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } }),
  ],
  'fewer of what must not be': [
    tested({ StringNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/*'] } }),
    tested({ StringNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/a*'] } }),
  ],
  'one of three tests of the same name in other letters': [
    tested({ StringLike: { k: 'a' }, stringlike: { k: 'b' }, STRINGLIKE: { k: 'c' } }),
    tested({ StringLike: { k: 'a' }, stringlike: { k: 'b' } }),
  ],
  'a Deny that is gone': [app([read, deny()]), app([read])],
  'a Deny under a condition': [app([read, deny()]), app([read, deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })])],
  'a Deny under a narrower condition': [
    app([read, deny({ Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } } })]),
    app([read, deny({ Condition: { StringNotEquals: { 'aws:SourceVpc': ['vpc-1', 'vpc-2'] } } })]),
  ],
  'a Deny of fewer resources': [app([read, deny({ Resource: '*' })]), app([read, deny()])],
  'a Deny of a longer NotAction': [
    app([read, { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }]),
    app([read, { Effect: 'Deny', NotAction: ['s3:*', 'iam:*'], Resource: '*' }]),
  ],
  'no permissions boundary any more': [bounded('arn:aws:iam::aws:policy/ReadOnlyAccess'), app([read])],
  'a permissions boundary that lets more through': [
    bounded({ Ref: 'Limit' }, { Limit: boundary([read]) }),
    bounded({ Ref: 'Limit' }, { Limit: boundary([read, everything]) }),
  ],
  'a permissions boundary that some deployment replaces by a wider one': [
    bounded({ Ref: 'Limit' }, LIMITS),
    bounded({ 'Fn::If': ['C', { Ref: 'Limit' }, { Ref: 'Wide' }] }, LIMITS),
  ],
  'a managed policy': [app([read]), app([read], {}, { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] })],
  'a managed policy of the app that allows more': [
    app([read], { Extra: boundary([read]) }, { ManagedPolicyArns: [{ Ref: 'Extra' }] }),
    app([read], { Extra: boundary([read, everything]) }, { ManagedPolicyArns: [{ Ref: 'Extra' }] }),
  ],
  'a policy that is put on one more role': [
    app([read], { Other: other([]), Extra: policyOf([{ Ref: 'Other' }], [everything]) }),
    app([read], { Other: other([]), Extra: policyOf([{ Ref: 'Other' }, { Ref: 'Role' }], [everything]) }),
  ],
  'a policy for a role that is not in the template': [app([read]), app([read], { Extra: policyOf(['deployer'], [everything]) })],
  'more in a policy for a role that is not in the template': [
    app([read], { Extra: policyOf(['deployer'], [read]) }),
    app([read], { Extra: policyOf(['deployer'], [read, everything]) }),
  ],
  'the role of another function': [
    { ...app([read]), Other: other([everything]) },
    { ...app([read]), Other: other([everything]), Fn: lambda(arn('Other')) },
  ],
  'a role with the same permissions without the boundary': [
    { ...bounded('arn:aws:iam::aws:policy/ReadOnlyAccess'), Other: other([read]) },
    { ...bounded('arn:aws:iam::aws:policy/ReadOnlyAccess'), Other: other([read]), Fn: lambda(arn('Other')) },
  ],
  'a new user': [
    app([read]),
    app([read], { Admin: user({ Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [everything] } }] }) }),
  ],
  'a user in a further group': [
    app([read], { Admins: group([everything]), Admin: user({}) }),
    app([read], { Admins: group([everything]), Admin: user({ Groups: [{ Ref: 'Admins' }] }) }),
  ],
  'a user who is added to a group': [
    app([read], { Admins: group([everything]), Admin: user({}) }),
    app([read], {
      Admins: group([everything]),
      Admin: user({}),
      Add: { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: { Ref: 'Admins' }, Users: [{ Ref: 'Admin' }] } },
    }),
  ],
  'a group that allows more': [app([read], { Admins: group([read]) }), app([read], { Admins: group([everything]) })],
  'a wider subject of GitHub': [github('repo:org/app:ref:refs/heads/main'), github('repo:org/app:*')],
  'a subject of GitHub that is not exact any more': [
    github('repo:org/app:ref:refs/heads/main', 'StringEquals'),
    github('repo:org/*', 'StringLike'),
  ],
  'another account in a trust policy': [
    trusting({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }),
    trusting({ Principal: { AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::444455556666:root'] } }),
  ],
  'everyone instead of one role': [
    trusting({ Principal: { AWS: 'arn:aws:iam::111122223333:role/ci' } }),
    trusting({ Principal: { AWS: '*' } }),
  ],
  'a trust policy without its external id': [
    trusting({ Principal: { AWS: '111122223333' }, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }),
    trusting({ Principal: { AWS: '111122223333' } }),
  ],
  'a shorter NotPrincipal': [
    queues(['Inbox'], { NotPrincipal: { AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::444455556666:root'] } }),
    queues(['Inbox'], { NotPrincipal: { AWS: ['arn:aws:iam::111122223333:root'] } }),
  ],
  'a policy of one more queue': [
    queues(['Inbox'], { Principal: { AWS: '444455556666' } }),
    queues(['Inbox', 'Outbox'], { Principal: { AWS: '444455556666' } }),
  ],
  'a service for a source that is not known': [{}, opened({ ArnLike: { 'aws:SourceArn': { 'Fn::ImportValue': 'x' } } })],
  'a service for all of an account': [
    opened({ ArnEquals: { 'aws:SourceArn': arn('Outbox') } }),
    opened({ ArnLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:aws:sns:*:${AWS::AccountId}:*' } } }),
  ],
  'a service for whatever comes after a name of the app': [
    opened({ ArnEquals: { 'aws:SourceArn': arn('Outbox') } }),
    opened({ ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['*', { 'Fn::GetAtt': ['Outbox', 'QueueName'] }]] } } }),
  ],
};

/** Each from one thing to another of which nobody knows whether it allows less. */
const unknowns: Readonly<Record<string, readonly [before: Resources, after: Resources]>> = {
  'a permissions boundary that cannot be read any more': [
    bounded({ Ref: 'Limit' }, { Limit: boundary([read]) }),
    bounded({ Ref: 'Limit' }, { Limit: boundary([{ 'Fn::Transform': { Name: 'Macro' } }]) }),
  ],
  'a function URL without IAM': [url('AWS_IAM'), url('NONE')],
  'an API without its authorizer': [
    route({ AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'Authorizer' } }),
    route({ AuthorizationType: 'NONE' }),
  ],
  'a resource that is not known, instead of another one': [
    app([{ ...read, Resource: arn('Missing') }]),
    app([{ ...read, Resource: arn('Absent') }]),
  ],
  'a macro that writes statements, with other parameters': [
    app([read, { 'Fn::Transform': { Name: 'Macro', Parameters: { Level: 'read' } } }]),
    app([read, { 'Fn::Transform': { Name: 'Macro', Parameters: { Level: 'admin' } } }]),
  ],
  'a macro that writes actions, with other parameters': [
    app([{ ...read, Action: { 'Fn::Transform': { Name: 'Macro', Parameters: { Level: 'read' } } } }]),
    app([{ ...read, Action: { 'Fn::Transform': { Name: 'Macro', Parameters: { Level: 'admin' } } } }]),
  ],
  'a condition that is not known, instead of another one': [
    app([{ ...read, Condition: { 'Fn::Transform': { Name: 'Macro', Parameters: { Level: 'read' } } } }]),
    app([{ ...read, Condition: { 'Fn::Transform': { Name: 'Macro', Parameters: { Level: 'admin' } } } }]),
  ],
  'ForAllValues instead of ForAnyValue': [
    tested({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }),
    tested({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }),
  ],
  'ForAnyValue instead of ForAllValues': [
    tested({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }),
    tested({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }),
  ],
  'another network': [tested({ IpAddress: { 'aws:SourceIp': '10.1.0.0/24' } }), tested({ IpAddress: { 'aws:SourceIp': '10.1.1.0/24' } })],
  'a test for what was tested not to be': [
    tested({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }),
    tested({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }),
  ],
  'an ARN whose parts match otherwise': [
    tested({ ArnLike: { 'aws:SourceArn': 'arn:aws:*:topic' } }),
    tested({ ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:topic' } }),
  ],
};

test.each(Object.entries(unknowns))('%s widens', (_title, [before, after]) => {
  expect(directionsBetween(lockWith(before), lockWith(after))).toContain('widened');
});

test('templates of the same name in different folders are two', () => {
  const orders = (path: string, statements: readonly object[]) => ({
    resources: { Fn: lambda(arn('Role'), path), Role: role(statements, {}, `${path}Role`) },
  });
  const before = lockIn(orders('Shop/A', [read]), orders('Shop/A', [read]));
  expect(directionsBetween(before, lockIn(orders('Shop/A', [read]), orders('Shop/A', [everything])))).toContain('widened');
  expect(directionsBetween(before, lockIn(orders('Shop/A', [everything]), orders('Shop/A', [read])))).toContain('widened');
});

test('a default of a parameter that allows more widens', () => {
  const parameter = (Default: string) => ({
    resources: app([{ ...read, Resource: { Ref: 'On' } }]),
    more: { Parameters: { On: { Type: 'String', Default } } },
  });
  const [less, more] = [lockIn(parameter('arn:aws:s3:::receipts/*')), lockIn(parameter('*'))];
  expect(directionsBetween(less, more)).toContain('widened');
});

describe.each(Object.entries(widenings))('%s', (_title, [less, more]) => {
  const [before, after] = [lockWith(less), lockWith(more)];

  test('widens', () => {
    expect(directionsBetween(before, after)).toContain('widened');
  });

  test('the other way round narrows', () => {
    const back = directionsBetween(after, before);
    expect(back).not.toContain('widened');
    expect(back).not.toEqual([]);
  });
});
