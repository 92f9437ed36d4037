import rule from '../../../policies/data/no-plaintext-secret';
import { factsOf, firstFactOf, resources } from '../facts';

/** Put together here, so that no file of the repository holds anything that looks like a live token. */
const accessKey = `AK${'IA'}Z7QW3ERT5YUI9OPL`;
const exampleKey = `AK${'IA'}IOSFODNN7EXAMPLE`;
const gitHub = `gh${'p_'}a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8`;
const random = 'q8Zr2Lx0Vt6Nw4Ks9Bd1';

const env = (Variables: object, more: object = {}) =>
  factsOf(rule, resources({ Fn: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } } }, more));
const on = (Type: string, Properties: object, more: object = {}) => factsOf(rule, resources({ R: { Type, Properties } }, more));
const at = (name: string) => `/Environment/Variables/${name}`;

describe('tokens of known forms', () => {
  test.each([
    accessKey,
    gitHub,
    '-----BEGIN RSA PRIVATE KEY-----\nMIIEow',
    `xo${'xb-'}123456789012-abcdefghij`,
    'postgres://app:s3cr3tpw@db.internal/orders',
  ])('%s is found whatever the variable is called', (value) => {
    expect(env({ SETTING: value })).toEqual([`token Fn ${at('SETTING')}`]);
  });

  test("keys of AWS's documentation, test keys and web tokens are warnings", () => {
    const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';
    for (const value of [exampleKey, jwt, `sk${'_test_'}51Hx9Kq2Lm8Zr4Wv6`]) {
      expect(env({ SETTING: value })).toEqual([`token Fn ${at('SETTING')} (at most warning)`]);
    }
  });

  test('fillers and URLs without a password are fine', () => {
    expect(env({ A: `AK${'IA'}XXXXXXXXXXXXXXXX`, B: 'https://user@example.com/path', C: 'https://example.com:443/a@b' })).toEqual([]);
    expect(env({ D: 'postgres://app:changeme@localhost/orders' })).toEqual([]);
  });

  test('scripts, joins and definitions are read wherever they stand', () => {
    const UserData = { 'Fn::Base64': { 'Fn::Join': ['', ['#!/bin/bash\nexport AWS_ACCESS_KEY_ID=', accessKey]] } };
    expect(on('AWS::EC2::Instance', { UserData })).toEqual(['token R /UserData/Fn::Base64/Fn::Join/1/1']);
    expect(on('AWS::StepFunctions::StateMachine', { DefinitionString: `{"Key":"${gitHub}"}` })).toEqual(['token R /DefinitionString']);
    expect(on('AWS::NewService::Thing', { Deep: [{ Down: gitHub }] })).toEqual(['token R /Deep/0/Down']);
  });

  test('a URL with a password in the source of a build', () => {
    expect(on('AWS::CodeBuild::Project', { Source: { Location: 'https://bot:hunter22@github.com/a/b.git' } })).toEqual([
      'token R /Source/Location',
    ]);
  });
});

describe('names that promise a secret', () => {
  test('a random value is one, a word under a password is a warning', () => {
    expect(env({ API_KEY: random })).toEqual([`secretValue Fn ${at('API_KEY')}`]);
    expect(env({ stripeSecret: random })).toEqual([`secretValue Fn ${at('stripeSecret')}`]);
    expect(env({ DB_PASSWORD: 'hunter22' })).toEqual([`passwordValue Fn ${at('DB_PASSWORD')} (at most warning)`]);
    expect(env({ AWS_SECRET_ACCESS_KEY: 'wJalrX7tnFEM1aK7MDENGbPxRfiCYzQ9hT2kVu3L' })).toEqual([
      `secretProperty Fn ${at('AWS_SECRET_ACCESS_KEY')}`.replace('secretProperty', 'secretValue'),
    ]);
  });

  test.each([
    ['DB_SECRET_ARN', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-Ab12Cd'],
    ['DB_SECRET', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-Ab12Cd'],
    ['SECRET_NAME', random],
    ['TOKEN_URL', 'https://auth.example.com/oauth2/token'],
    ['TOKEN', 'https://auth.example.com/oauth2/token'],
    ['API_KEY_ID', 'a1b2c3d4e5f6g7h8i9'],
    ['API_KEY', '/prod/orders/api-key-2'],
    ['API_KEY', 'prod/orders/api-key-v2'],
    ['DB_PASSWORD', 'orders-db-password'],
    ['DB_PASSWORD', 'changeme'],
    ['DB_PASSWORD', ''],
    ['DB_PASSWORD', '{{resolve:secretsmanager:orders:SecretString:password}}'],
    ['PASSWORD_MIN_LENGTH', '12'],
    ['TOKEN_TTL', '3600'],
    ['USE_TOKEN', 'true'],
    ['TABLE_NAME', random],
    ['SECRETS_EXTENSION_CACHE', random],
  ])('%s=%s is fine', (name, value) => {
    expect(env({ [name]: value })).toEqual([]);
  });

  test('a default of a parameter is in the template, a reference to a secret is not', () => {
    const Parameters = { Key: { Type: 'String', Default: random } };
    expect(env({ API_KEY: { Ref: 'Key' } }, { Parameters })).toEqual([`secretValue Fn ${at('API_KEY')}`]);
    expect(env({ API_KEY: { Ref: 'Secret' } }, { Parameters })).toEqual([]);
  });

  test('lists of names and values are read, references to a store are not', () => {
    const Environment = [{ Name: 'API_KEY', Value: random }];
    expect(on('AWS::ECS::TaskDefinition', { ContainerDefinitions: [{ Environment }] })).toEqual([
      'secretValue R /ContainerDefinitions/0/Environment/0/Value',
    ]);
    const variable = (Type?: string) =>
      on('AWS::CodeBuild::Project', {
        Environment: { EnvironmentVariables: [{ Name: 'API_KEY', Value: random, ...(Type === undefined ? {} : { Type }) }] },
      });
    expect(variable()).toHaveLength(1);
    expect(variable('PLAINTEXT')).toHaveLength(1);
    expect(variable('SECRETS_MANAGER')).toEqual([]);
    expect(variable('PARAMETER_STORE')).toEqual([]);
  });

  test('assignments in a script count', () => {
    expect(on('AWS::EC2::Instance', { UserData: { 'Fn::Base64': `#!/bin/sh\nexport API_KEY="${random}"\n` } })).toHaveLength(1);
    expect(
      on('AWS::EC2::Instance', {
        UserData: { 'Fn::Base64': 'export API_KEY=$(aws secretsmanager get-secret-value --secret-id x)\nDB_PASSWORD=\nexport PATH' },
      }),
    ).toEqual([]);
  });
});

test('a key that a script exports', () => {
  const UserData = { 'Fn::Base64': '#!/bin/sh\nexport AWS_ACCESS_KEY_ID=AKIA2345ABCDEFGH6789\n' };
  expect(on('AWS::EC2::Instance', { UserData })).toEqual(['token R /UserData/Fn::Base64']);
});

test('variables that are credentials hold one, whatever it looks like', () => {
  const build = (Type: string, Value: unknown) =>
    on('AWS::CodeBuild::Project', { Environment: { EnvironmentVariables: [{ Name: 'AWS_ACCESS_KEY_ID', Type, Value }] } });
  expect(build('PLAINTEXT', 'sesame')).toHaveLength(1);
  expect(build('SECRETS_MANAGER', 'orders:key')).toEqual([]);
  expect(build('PLAINTEXT', '{{resolve:secretsmanager:orders:SecretString:key}}')).toEqual([]);
  expect(build('PLAINTEXT', '')).toEqual([]);
});

describe('properties for a secret', () => {
  test.each([
    ['AWS::RDS::DBInstance', { MasterUserPassword: 'sesame' }],
    ['AWS::Redshift::Cluster', { MasterUserPassword: 'sesame' }],
    ['AWS::DirectoryService::SimpleAD', { Password: 'sesame' }],
    ['AWS::DMS::Endpoint', { MongoDbSettings: { Password: 'sesame' } }],
    ['AWS::ElastiCache::ReplicationGroup', { AuthToken: 'sesame-sesame-sesame' }],
    ['AWS::AmazonMQ::Broker', { Users: [{ Username: 'a', Password: 'sesame' }] }],
    ['AWS::EMR::Cluster', { KerberosAttributes: { KdcAdminPassword: 'sesame' } }],
    ['AWS::IAM::User', { LoginProfile: { Password: 'sesame' } }],
    ['AWS::Amplify::App', { OauthToken: 'sesame' }],
    ['AWS::Pinpoint::GCMChannel', { ApiKey: random }],
    ['AWS::Pinpoint::GCMChannel', { ApiKey: 'sesame' }],
    ['AWS::KinesisFirehose::DeliveryStream', { SplunkDestinationConfiguration: { HECToken: 'sesame' } }],
    ['AWS::CodeBuild::SourceCredential', { ServerType: 'GITHUB', AuthType: 'PERSONAL_ACCESS_TOKEN', Token: 'sesame' }],
    ['AWS::Cognito::UserPoolIdentityProvider', { ProviderDetails: { client_secret: 'sesame' } }],
    ['AWS::ElastiCache::User', { Passwords: ['sesame'] }],
    ['Alexa::ASK::Skill', { AuthenticationConfiguration: { ClientSecret: 'sesame' } }],
    ['AWS::CodePipeline::Pipeline', { Stages: [{ Actions: [{ Configuration: { OAuthToken: 'sesame' } }] }] }],
    ['AWS::Events::Connection', { AuthParameters: { BasicAuthParameters: { Username: 'a', Password: 'sesame' } } }],
    ['AWS::EC2::VPNConnection', { VpnTunnelOptionsSpecifications: [{ PreSharedKey: 'sesame' }] }],
    ['AWS::Cognito::UserPoolIdentityProvider', { ProviderDetails: { client_secret: random } }],
    ['AWS::SecretsManager::Secret', { SecretString: 'sesame' }],
    ['AWS::SecretsManager::Secret', { SecretString: `{"username":"orders","password":"sesame"}` }],
  ])('%s is given one in the template', (type, properties) => {
    expect(on(type, properties)).toHaveLength(1);
  });

  test('references to secrets, generated ones and other properties are fine', () => {
    const secret = { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:password::}}']] };
    const Secret = {
      Type: 'AWS::SecretsManager::Secret',
      Properties: { GenerateSecretString: { SecretStringTemplate: '{"username":"orders"}', GenerateStringKey: 'password' } },
    };
    const Db = { Type: 'AWS::RDS::DBCluster', Properties: { MasterUserPassword: secret, ManageMasterUserPassword: true } };
    expect(factsOf(rule, resources({ Secret, Db }))).toEqual([]);
    expect(on('AWS::RDS::DBCluster', { MasterUserPassword: '{{resolve:ssm-secure:/orders/password:1}}' })).toEqual([]);
    expect(on('AWS::Cognito::UserPoolClient', { TokenValidityUnits: { AccessToken: 'minutes' } })).toEqual([]);
    expect(on('AWS::SecretsManager::Secret', { SecretString: '{"apiKey":"CHANGE_ME"}' })).toEqual([]);
    expect(on('AWS::SecretsManager::Secret', { SecretString: '{"host":"db.internal"}' })).toEqual([]);
  });

  test('parameters are judged by default and by NoEcho', () => {
    const db = (parameter: object) =>
      on('AWS::RDS::DBCluster', { MasterUserPassword: { Ref: 'P' } }, { Parameters: { P: { Type: 'String', ...parameter } } });
    expect(db({ NoEcho: true })).toEqual([]);
    expect(db({ NoEcho: 'true', Default: '' })).toEqual([]);
    expect(db({ NoEcho: true, Default: 'sesame' })).toEqual(['secretProperty R /MasterUserPassword']);
    expect(db({})).toEqual(['readableSecret R /MasterUserPassword (at most warning)']);
  });

  test('plain parameters of Parameter Store and exports can be read by others', () => {
    const readable = ['readableSecret R /MasterUserPassword (at most warning)'];
    expect(on('AWS::RDS::DBCluster', { MasterUserPassword: '{{resolve:ssm:/orders/password:1}}' })).toEqual(readable);
    expect(on('AWS::RDS::DBCluster', { MasterUserPassword: { 'Fn::ImportValue': 'password' } })).toEqual(readable);
  });

  test('the token of a permission proves who calls: a warning', () => {
    expect(on('AWS::Lambda::Permission', { EventSourceToken: 'amzn1.ask.skill.1' })).toEqual([
      'secretProperty R /EventSourceToken (at most warning)',
    ]);
  });
});

test('metadata for instances is read', () => {
  const Metadata = { 'AWS::CloudFormation::Authentication': { creds: { type: 'S3', accessKeyId: accessKey, secretKey: 'sesame' } } };
  expect(factsOf(rule, resources({ R: { Type: 'AWS::EC2::Instance', Properties: {}, Metadata } }))).toHaveLength(2);
});

test('no finding shows the secret', () => {
  const fact = firstFactOf(
    rule,
    resources({ Fn: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { API_KEY: random } } } } }),
  );
  expect(fact.evidence).toBe('API_KEY q8Zr… (20 characters)');
  expect(JSON.stringify(fact.data)).not.toContain(random);
});
