import { pathsFromAnyone } from '../../../lib/inventory';
import { allow, arnOf, functionWith, inventoryWith, Table } from '../inventories';

const POOLS = 'cognito-identity.amazonaws.com';

function roleFor(trust: object, statements: readonly object[]): object {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', ...trust }] },
      Policies: [{ PolicyName: 'own', PolicyDocument: { Statement: statements } }],
    },
  };
}

function poolRole(kind: string | undefined, statements: readonly object[]): object {
  return roleFor(
    {
      Principal: { Federated: POOLS },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { [`${POOLS}:aud`]: { Ref: 'Pool' } },
        ...(kind === undefined ? {} : { 'ForAnyValue:StringLike': { [`${POOLS}:amr`]: kind } }),
      },
    },
    statements,
  );
}

const pool = (AllowUnauthenticatedIdentities: unknown) => ({
  Pool: { Type: 'AWS::Cognito::IdentityPool', Properties: { AllowUnauthenticatedIdentities } },
});

/** What the role lets people reach: the entry points that it makes. */
const opened = (given: object) =>
  inventoryWith(given)
    .entryPoints.filter(({ logicalId }) => logicalId === 'Role')
    .map(
      ({ service, exposure, function: started, store, effects }) =>
        `${service} ${exposure} ${started ?? store}${effects === undefined ? '' : ` ${effects.join(',')}`}`,
    );

const invoke = allow('lambda:InvokeFunction', arnOf('Fn'));

test('what guests of an identity pool may start and read is reached by anyone', () => {
  const given = {
    ...pool(true),
    Table,
    ...functionWith([]),
    Role: poolRole('unauthenticated', [invoke, allow('dynamodb:GetItem', arnOf('Table'))]),
  };
  expect(opened(given)).toEqual(['Cognito identity pool anyone a.json#Fn', 'Cognito identity pool anyone a.json#Table read']);
  const inventory = inventoryWith(given);
  expect(inventory.functions.map(({ exposure }) => exposure)).toEqual(['anyone']);
  expect(inventory.entryPoints[0]?.who).toBe('anyone: guests of the identity pool Pool');
  expect(pathsFromAnyone(inventory)).toEqual([
    { entryPoint: 'a.json#Role → a.json#Table', certain: true, store: 'a.json#Table', through: [], effects: ['read'] },
  ]);
});

test('every store that guests may use is reached', () => {
  const Bucket = { Type: 'AWS::S3::Bucket' };
  const objects = { 'Fn::Sub': '${Bucket.Arn}/public/*' };
  const Role = poolRole('unauthenticated', [allow('dynamodb:GetItem', arnOf('Table')), allow(['s3:GetObject', 's3:PutObject'], objects)]);
  expect(opened({ ...pool(true), Table, Bucket, Role })).toEqual([
    'Cognito identity pool anyone a.json#Bucket read,write',
    'Cognito identity pool anyone a.json#Table read',
  ]);
});

test.each([
  ['a pool without guests', false, 'unauthenticated', []],
  ['a pool that may have guests', { Ref: 'Missing' }, 'unauthenticated', ['Cognito identity pool unknown a.json#Fn']],
  ['a role for users of a pool with guests', true, 'authenticated', ['Cognito identity pool signed-in a.json#Fn']],
  ['a role for both', true, undefined, ['Cognito identity pool anyone a.json#Fn']],
  ['a role for both, of a pool without guests', false, undefined, ['Cognito identity pool signed-in a.json#Fn']],
])('%s', (_, guests, kind, expected) => {
  expect(opened({ ...pool(guests), ...functionWith([]), Role: poolRole(kind, [invoke]) })).toEqual(expected);
});

test('a role that names no pool lets in guests of every pool', () => {
  const Role = roleFor({ Principal: { Federated: POOLS }, Action: 'sts:AssumeRoleWithWebIdentity' }, [invoke]);
  expect(opened({ ...functionWith([]), Role })).toEqual(['Cognito identity pool anyone a.json#Fn']);
});

test('guests reach the routes that ask for signed requests, as far as the path goes', () => {
  const method = (HttpMethod: string, name: string) => ({
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
      HttpMethod,
      AuthorizationType: 'AWS_IAM',
      Integration: {
        Type: 'AWS_PROXY',
        Uri: { 'Fn::Sub': `arn:aws:apigateway:x:lambda:path/2015-03-31/functions/\${${name}.Arn}/invocations` },
      },
    },
  });
  const given = (resource: unknown) => ({
    ...pool(true),
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
    Get: method('GET', 'Reader'),
    Post: method('POST', 'Writer'),
    ...functionWith([], 'Reader'),
    ...functionWith([], 'Writer'),
    Role: poolRole('unauthenticated', [allow('execute-api:Invoke', resource)]),
  });
  const at = (path: string) => ({ 'Fn::Sub': `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/${path}` });
  expect(opened(given(at('prod/GET/*')))).toEqual(['Cognito identity pool anyone a.json#Reader']);
  expect(opened(given(at('*')))).toHaveLength(2);
  expect(opened(given('*'))).toHaveLength(2);
  expect(opened(given(at('prod/PUT/*')))).toEqual([]);
});

test('guests who may write to a queue reach what polls it, those who look at it do not', () => {
  const behind = (action: string) =>
    inventoryWith({
      ...pool(true),
      Queue: { Type: 'AWS::SQS::Queue' },
      M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: arnOf('Queue'), FunctionName: { Ref: 'Fn' } } },
      ...functionWith([]),
      Role: poolRole('unauthenticated', [allow(action, arnOf('Queue'))]),
    }).functions[0]?.exposure;
  expect(behind('sqs:SendMessage')).toBe('anyone');
  expect(behind('sqs:GetQueueAttributes')).toBe('app');
});

test('wildcards of guests take in every function whose name may match', () => {
  const opens = (resource: string) =>
    opened({
      ...pool(true),
      ...functionWith([], 'Fn', { FunctionName: 'orders-place' }),
      Role: poolRole('unauthenticated', [allow('lambda:*', resource)]),
    });
  expect(opens('*')).toEqual(['Cognito identity pool anyone a.json#Fn']);
  expect(opens('arn:aws:lambda:*:*:function:orders-*')).toEqual(['Cognito identity pool anyone a.json#Fn']);
  expect(opens('arn:aws:lambda:*:*:function:users-*')).toEqual([]);
});

test.each([
  ['another account', { Principal: { AWS: '444455556666' } }, ['IAM role other-account a.json#Fn']],
  ['every account', { Principal: { AWS: '*' } }, ['IAM role any-account a.json#Fn']],
  [
    'an organization',
    { Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc1234567' } } },
    ['IAM role organization a.json#Fn'],
  ],
  ['an account that is only known at deployment', { Principal: { AWS: { Ref: 'Missing' } } }, ['IAM role unknown a.json#Fn']],
  ['the account itself', { Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } } }, []],
  ['a service', { Principal: { Service: 'ecs-tasks.amazonaws.com' } }, []],
])('a role that %s may take on', (_, trust, expected) => {
  expect(opened({ ...functionWith([]), Role: roleFor({ Action: 'sts:AssumeRole', ...trust }, [invoke]) })).toEqual(expected);
});

test('what a wildcard gives to a named account is left to the permissions', () => {
  const Role = roleFor({ Principal: { AWS: '444455556666' }, Action: 'sts:AssumeRole' }, [allow('*', '*')]);
  expect(opened({ Table, ...functionWith([]), Role })).toEqual([]);
});

test('a policy that names the role by a part of its ARN counts', () => {
  const name = { 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::Select': [5, { 'Fn::Split': [':', arnOf('Role')] }] }] }] };
  const given = {
    ...functionWith([]),
    Role: roleFor({ Principal: { AWS: '444455556666' }, Action: 'sts:AssumeRole' }, []),
    Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'more', Roles: [name], PolicyDocument: { Statement: [invoke] } } },
  };
  expect(opened(given)).toEqual(['IAM role other-account a.json#Fn']);
});
