import { checkTemplates } from '../../../lib/check';
import type { JsonObject } from '../../../lib/core/json';
import { buildTemplates } from '../../../lib/core/template';
import type { Resource } from '../../../lib/core/template/template';

function built(type: string, properties: JsonObject, more: JsonObject = {}) {
  return buildTemplates([
    { name: 't.json', body: { ...more, Resources: { It: { Type: `AWS::Serverless::${type}`, Properties: properties } } } },
  ]);
}

function deployed(type: string, properties: JsonObject, more: JsonObject = {}): Pick<Resource, 'type' | 'properties'> | undefined {
  return built(type, properties, more).templates[0]?.resources.get('It');
}

function locationsOf(ruleId: string, ...args: Parameters<typeof built>): string[] {
  return checkTemplates(built(...args), { pack: 'strict' })
    .findings.filter((finding) => finding.ruleId === ruleId)
    .map(({ location }) => location);
}

test('a simple table is a table', () => {
  expect(deployed('SimpleTable', { PrimaryKey: { Name: 'order', Type: 'String' } })).toMatchObject({
    type: 'AWS::DynamoDB::Table',
    properties: { KeySchema: [{ AttributeName: 'order', KeyType: 'HASH' }], BillingMode: 'PAY_PER_REQUEST' },
  });
  const globals = { Globals: { SimpleTable: { SSESpecification: { SSEEnabled: true } } } };
  expect(deployed('SimpleTable', { ProvisionedThroughput: { ReadCapacityUnits: 1 } }, globals)?.properties).toEqual({
    ProvisionedThroughput: { ReadCapacityUnits: 1 },
    SSESpecification: { SSEEnabled: true },
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  });
  expect(locationsOf('data/require-point-in-time-recovery', 'SimpleTable', {})).toEqual(['/Resources/It/Properties']);
});

test('a layer is a layer', () => {
  expect(deployed('LayerVersion', { ContentUri: 'layer/', CompatibleRuntimes: ['nodejs22.x'] })).toMatchObject({
    type: 'AWS::Lambda::LayerVersion',
    properties: { Content: 'layer/', CompatibleRuntimes: ['nodejs22.x'] },
  });
});

test('a GraphQL API says how its callers are authenticated, in words of its own', () => {
  const Auth: JsonObject = {
    Type: 'AWS_IAM',
    Additional: [{ Type: 'API_KEY' }, { Type: 'AMAZON_COGNITO_USER_POOLS', UserPool: { UserPoolId: 'p' } }],
  };
  expect(deployed('GraphQLApi', { Name: 'orders', Auth, Logging: false })).toMatchObject({
    type: 'AWS::AppSync::GraphQLApi',
    properties: {
      Name: 'orders',
      AuthenticationType: 'AWS_IAM',
      AdditionalAuthenticationProviders: [
        { AuthenticationType: 'API_KEY' },
        { AuthenticationType: 'AMAZON_COGNITO_USER_POOLS', UserPoolConfig: { UserPoolId: 'p' } },
      ],
    },
  });
  expect(deployed('GraphQLApi', { Auth, Logging: false })?.properties).not.toHaveProperty('LogConfig');
  expect(deployed('GraphQLApi', { Auth })?.properties).toMatchObject({ LogConfig: { FieldLogLevel: 'ALL' } });
});

test('what is found is at the place where it is written', () => {
  expect(locationsOf('api/no-api-key-auth', 'GraphQLApi', { Auth: { Type: 'API_KEY' } })).toEqual(['/Resources/It/Properties/Auth/Type']);
  const Auth = { Type: 'AWS_IAM', Additional: [{ Type: 'API_KEY' }] };
  expect(locationsOf('api/no-api-key-auth', 'GraphQLApi', { Auth })).toEqual(['/Resources/It/Properties/Auth/Additional/0/Type']);
});
