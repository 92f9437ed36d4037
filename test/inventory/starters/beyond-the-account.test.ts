import { allow, arnOf, functionWith, inventoryWith } from '../inventories';

const reached = (given: object) => inventoryWith(given).functions.map(({ exposure }) => exposure);

const url = (AuthType: string) => ({ Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType, TargetFunctionArn: arnOf('Fn') } } });
const permission = (Principal: string, FunctionUrlAuthType: string, more: object = {}) => ({
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: 'lambda:InvokeFunctionUrl', FunctionName: { Ref: 'Fn' }, Principal, FunctionUrlAuthType, ...more },
  },
});

test.each([
  ['without any permission, the account calls it', {}, 'account'],
  ['another account may call it', permission('444455556666', 'AWS_IAM'), 'other-account'],
  ['everyone with an AWS account may call it', permission('*', 'AWS_IAM'), 'any-account'],
  [
    'CloudFront calls it for whoever visits the distribution',
    permission('cloudfront.amazonaws.com', 'AWS_IAM', {
      SourceArn: { 'Fn::Sub': 'arn:aws:cloudfront::${AWS::AccountId}:distribution/${Dist}' },
    }),
    'anyone',
  ],
])('a URL for signed requests: %s', (_, given, exposure) => {
  expect(reached({ ...functionWith([]), ...url('AWS_IAM'), ...given, Dist: { Type: 'AWS::CloudFront::Distribution' } })).toEqual([
    exposure,
  ]);
});

test('the permission for everyone of an open URL says no more than the URL', () => {
  const { entryPoints } = inventoryWith({ ...functionWith([]), ...url('NONE'), ...permission('*', 'NONE') });
  expect(entryPoints.map(({ service, exposure }) => `${service} ${exposure}`)).toEqual(['Lambda URL anyone']);
});

describe('routes of a REST API for signed requests', () => {
  const api = (policy: object | undefined, more: object = {}) => ({
    ...functionWith([]),
    Api: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: {
        ...(policy === undefined
          ? {}
          : { Policy: { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...policy }] } }),
        ...more,
      },
    },
    Get: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
        HttpMethod: 'GET',
        AuthorizationType: 'AWS_IAM',
        Integration: {
          Type: 'AWS_PROXY',
          Uri: { 'Fn::Sub': 'arn:aws:apigateway:x:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations' },
        },
      },
    },
  });

  test('are for the account without a resource policy', () => {
    expect(reached(api(undefined))).toEqual(['account']);
  });

  test('are for the accounts that the resource policy names', () => {
    const given = api({ Principal: { AWS: 'arn:aws:iam::444455556666:root' } });
    expect(reached(given)).toEqual(['other-account']);
    expect(inventoryWith(given).entryPoints[0]?.who).toContain('account 444455556666');
  });

  test('are for every AWS account where the resource policy lets in everyone', () => {
    expect(reached(api({ Principal: '*' }))).toEqual(['any-account']);
  });

  test('stay within VPCs where the API is private', () => {
    expect(reached(api({ Principal: '*' }, { EndpointConfiguration: { Types: ['PRIVATE'] } }))).toEqual(['account']);
  });
});

test.each([
  ['AWS::RDS::DBInstance', { PubliclyAccessible: true }, 'anyone'],
  ['AWS::RDS::DBInstance', { PubliclyAccessible: { Ref: 'Missing' } }, 'unknown'],
  ['AWS::RDS::DBInstance', { PubliclyAccessible: false }, 'app'],
  ['AWS::Redshift::Cluster', { PubliclyAccessible: true }, 'anyone'],
  ['AWS::AmazonMQ::Broker', { PubliclyAccessible: true }, 'anyone'],
  ['AWS::MSK::Cluster', { BrokerNodeGroupInfo: { ConnectivityInfo: { PublicAccess: { Type: 'SERVICE_PROVIDED_EIPS' } } } }, 'anyone'],
])('a database or broker with an address on the internet: %s %j', (Type, Properties, exposure) => {
  expect(inventoryWith({ Store: { Type, Properties } }).stores.map((store) => store.exposure)).toEqual([exposure]);
});

test('a cluster is open where one of its instances has an address on the internet', () => {
  const inventory = inventoryWith({
    Cluster: { Type: 'AWS::RDS::DBCluster' },
    One: { Type: 'AWS::RDS::DBInstance', Properties: { DBClusterIdentifier: { Ref: 'Cluster' }, PubliclyAccessible: true } },
  });
  expect(inventory.stores.map(({ name, exposure }) => `${name} ${exposure}`)).toEqual(['Cluster anyone', 'One anyone']);
  expect(inventory.stores[0]?.exposedBy).toEqual(['anyone on the internet whom its security groups let in may connect to it']);
});

test('events that AppSync sends to no bus of the input reach the rules of the default bus', () => {
  const source = (statement: object) => ({
    ...functionWith([]),
    Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['orders'] }, Targets: [{ Id: 'a', Arn: arnOf('Fn') }] } },
    Api: { Type: 'AWS::AppSync::GraphQLApi', Properties: { AuthenticationType: 'API_KEY' } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { Policies: [{ PolicyName: 'own', PolicyDocument: { Statement: [statement] } }] },
    },
    Source: {
      Type: 'AWS::AppSync::DataSource',
      Properties: {
        ApiId: { 'Fn::GetAtt': ['Api', 'ApiId'] },
        Name: 'events',
        HttpConfig: { AuthorizationConfig: { AwsIamConfig: { SigningServiceName: 'events' } } },
        ServiceRoleArn: arnOf('Role'),
      },
    },
  });
  expect(reached(source(allow('events:Put*', '*')))).toEqual(['anyone']);
});

test.each<readonly [string, object, string]>([
  [
    'a topic of another account',
    {
      Principal: { Service: 'sns.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:444455556666:theirs' } },
    },
    'other-account',
  ],
  [
    'a service for another account',
    { Principal: { Service: 'events.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } } },
    'other-account',
  ],
  [
    'a service for the organization',
    { Principal: { Service: 'events.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceOrgID': 'o-abc1234567' } } },
    'organization',
  ],
  [
    'a role of another account',
    { Principal: '*', Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/theirs' } } },
    'other-account',
  ],
  [
    'a service for the own account',
    { Principal: { Service: 'events.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } },
    'app',
  ],
])('a queue that takes messages of %s', (_, statement, exposure) => {
  const given = {
    Queue: { Type: 'AWS::SQS::Queue' },
    Policy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*', ...statement }] },
      },
    },
    M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: arnOf('Queue'), FunctionName: { Ref: 'Fn' } } },
    ...functionWith([]),
  };
  expect(reached(given)).toEqual([exposure]);
});
