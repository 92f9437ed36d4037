import { arnOf, functionWith, inventoryWith } from '../inventories';

const fn = arnOf('Fn');
const processor = { ProcessingConfiguration: { Processors: [{ Parameters: [{ ParameterName: 'LambdaArn', ParameterValue: fn }] }] } };
const associations = { LambdaFunctionAssociations: [{ EventType: 'viewer-request', LambdaFunctionARN: { Ref: 'Version' } }] };

/** The entry points of the function `Fn` that `By` makes. */
function startsBy(given: object): readonly string[] {
  return inventoryWith({ ...functionWith([]), ...given })
    .entryPoints.filter(({ logicalId, function: started }) => logicalId === 'By' && started === 'a.json#Fn')
    .map(({ service, label, exposure, invocation }) => `${service} [${label}] ${exposure} ${invocation}`);
}

const by = (Type: string, Properties: object) => ({ By: { Type: Type.startsWith('Custom::') ? Type : `AWS::${Type}`, Properties } });
const bus = { Queue: { Type: 'AWS::SQS::Queue' } };

test.each<readonly [string, object, string]>([
  ['IoT::TopicRule', { TopicRulePayload: { Actions: [{ Lambda: { FunctionArn: fn } }] } }, 'AWS IoT [By] signed-in asynchronous'],
  [
    'IoT::TopicRule',
    { TopicRulePayload: { Actions: [], ErrorAction: { Lambda: { FunctionArn: fn } } } },
    'AWS IoT [By] signed-in asynchronous',
  ],
  ['Logs::SubscriptionFilter', { DestinationArn: fn }, 'CloudWatch Logs [By] app asynchronous'],
  ['SES::ReceiptRule', { Rule: { Actions: [{ LambdaAction: { FunctionArn: fn } }] } }, 'SES [By] anyone asynchronous'],
  ['SecretsManager::RotationSchedule', { RotationLambdaARN: fn }, 'Secrets Manager [By] app schedule'],
  ['Pipes::Pipe', { Source: arnOf('Queue'), Target: fn }, 'EventBridge Pipes [By] app poll'],
  ['Pipes::Pipe', { Source: arnOf('Queue'), Target: 'x', Enrichment: fn }, 'EventBridge Pipes [By] app poll'],
  ['Pipes::Pipe', { Source: 'arn:aws:sqs:eu-west-1:444455556666:theirs', Target: fn }, 'EventBridge Pipes [By] unknown poll'],
  ['KinesisFirehose::DeliveryStream', { ExtendedS3DestinationConfiguration: processor }, 'Firehose [By] app synchronous'],
  ['KinesisFirehose::DeliveryStream', { HttpEndpointDestinationConfiguration: processor }, 'Firehose [By] app synchronous'],
  ['Config::ConfigRule', { Source: { Owner: 'CUSTOM_LAMBDA', SourceIdentifier: fn } }, 'AWS Config [By] app asynchronous'],
  ['CloudFront::Distribution', { DistributionConfig: { DefaultCacheBehavior: associations } }, 'CloudFront [By] anyone synchronous'],
  ['CloudFront::Distribution', { DistributionConfig: { CacheBehaviors: [associations] } }, 'CloudFront [By] anyone synchronous'],
  ['Bedrock::Agent', { ActionGroups: [{ ActionGroupExecutor: { Lambda: fn } }] }, 'Bedrock agent [By] account synchronous'],
  [
    'S3ObjectLambda::AccessPoint',
    { ObjectLambdaConfiguration: { TransformationConfigurations: [{ ContentTransformation: { AwsLambda: { FunctionArn: fn } } }] } },
    'S3 Object Lambda [By] account synchronous',
  ],
  [
    'CodePipeline::Pipeline',
    { Stages: [{ Actions: [{ Configuration: { FunctionName: { Ref: 'Fn' } } }] }] },
    'CodePipeline [By] app asynchronous',
  ],
  ['Transfer::Server', { IdentityProviderDetails: { Function: fn } }, 'Transfer Family [By] anyone synchronous'],
  ['Connect::IntegrationAssociation', { IntegrationArn: fn }, 'Amazon Connect [By] anyone synchronous'],
  [
    'Lex::BotAlias',
    { BotAliasLocaleSettings: [{ BotAliasLocaleSetting: { CodeHookSpecification: { LambdaCodeHook: { LambdaArn: fn } } } }] },
    'Amazon Lex [By] unknown synchronous',
  ],
  ['VpcLattice::TargetGroup', { Type: 'LAMBDA', Targets: [{ Id: fn }] }, 'VPC Lattice [By] account synchronous'],
  ['CloudFormation::CustomResource', { ServiceToken: fn }, 'CloudFormation [custom resources] app synchronous'],
  ['Custom::Seed', { ServiceToken: fn }, 'CloudFormation [custom resources] app synchronous'],
  [
    'StepFunctions::StateMachine',
    { DefinitionString: { 'Fn::Sub': '{"States":{"A":{"Type":"Task","Resource":"${Fn.Arn}"}}}' } },
    'Step Functions [By] app synchronous',
  ],
  ['Scheduler::Schedule', { ScheduleExpression: 'rate(1 day)', Target: { Arn: fn } }, 'EventBridge Scheduler [rate(1 day)] app schedule'],
  [
    'Events::Rule',
    { ScheduleExpression: 'cron(0 1 * * ? *)', Targets: [{ Id: 'a', Arn: fn }] },
    'EventBridge [cron(0 1 * * ? *)] app schedule',
  ],
  ['Events::Rule', { EventPattern: { source: ['aws.ec2'] }, Targets: [{ Id: 'a', Arn: fn }] }, 'EventBridge [By] app asynchronous'],
  [
    'Events::Rule',
    { EventBusName: 'theirs', EventPattern: { source: ['orders'] }, Targets: [{ Id: 'a', Arn: fn }] },
    'EventBridge [By] unknown asynchronous',
  ],
])('%s %j', (type, properties, expected) => {
  const Version = { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } } };
  expect(startsBy({ ...bus, Version, ...by(type, properties) })).toEqual([expected]);
});

describe('triggers of a user pool', () => {
  const pool = (LambdaConfig: object, more: object = {}) => startsBy(by('Cognito::UserPool', { LambdaConfig, ...more }));

  test.each([
    'CreateAuthChallenge',
    'CustomMessage',
    'DefineAuthChallenge',
    'PreAuthentication',
    'UserMigration',
    'VerifyAuthChallengeResponse',
    'PreSignUp',
    'PostConfirmation',
  ])('%s works for strangers', (name) => {
    expect(pool({ [name]: fn })).toEqual([`Cognito [${name} of By] anyone synchronous`]);
  });

  test.each(['PostAuthentication', 'PreTokenGeneration'])('%s works for users who signed in', (name) => {
    expect(pool({ [name]: fn })).toEqual([`Cognito [${name} of By] signed-in synchronous`]);
  });

  test.each(['CustomEmailSender', 'CustomSMSSender'])('%s names its function one step deeper', (name) => {
    expect(pool({ [name]: { LambdaArn: fn, LambdaVersion: 'V1_0' } })).toEqual([`Cognito [${name} of By] anyone synchronous`]);
  });

  test.each<readonly [unknown, string]>([
    [true, 'account'],
    [false, 'anyone'],
    [{ Ref: 'Missing' }, 'unknown'],
  ])('sign-ups that administrators alone make: %j', (AllowAdminCreateUserOnly, exposure) => {
    expect(pool({ PreSignUp: fn }, { AdminCreateUserConfig: { AllowAdminCreateUserOnly } })).toEqual([
      `Cognito [PreSignUp of By] ${exposure} synchronous`,
    ]);
  });
});

describe('a field of a GraphQL API', () => {
  const Api = (properties: object) => ({ Api: { Type: 'AWS::AppSync::GraphQLApi', Properties: properties } });
  const ApiId = { 'Fn::GetAtt': ['Api', 'ApiId'] };
  const field = (own: object, api: object) =>
    startsBy({
      ...Api(api),
      Source: {
        Type: 'AWS::AppSync::DataSource',
        Properties: { ApiId, Name: 'orders', Type: 'AWS_LAMBDA', LambdaConfig: { LambdaFunctionArn: fn } },
      },
      ...by('AppSync::Resolver', { ApiId, TypeName: 'Query', FieldName: 'order', ...own }),
      Step: { Type: 'AWS::AppSync::FunctionConfiguration', Properties: { ApiId, DataSourceName: 'orders', Name: 'step' } },
    });

  test.each([
    ['API_KEY', 'anyone'],
    ['AWS_IAM', 'account'],
    ['AMAZON_COGNITO_USER_POOLS', 'signed-in'],
    ['OPENID_CONNECT', 'signed-in'],
    ['AWS_LAMBDA', 'signed-in'],
    [{ Ref: 'Missing' }, 'unknown'],
  ])('with the authentication %j', (AuthenticationType, exposure) => {
    expect(field({ DataSourceName: 'orders' }, { AuthenticationType })).toEqual([`AppSync [Query.order] ${exposure} synchronous`]);
  });

  test('over the steps of a pipeline', () => {
    const own = { Kind: 'PIPELINE', PipelineConfig: { Functions: [{ 'Fn::GetAtt': ['Step', 'FunctionId'] }] } };
    expect(field(own, { AuthenticationType: 'API_KEY' })).toEqual(['AppSync [Query.order] anyone synchronous']);
  });

  test('a further way to authenticate counts', () => {
    const api = { AuthenticationType: 'AWS_IAM', AdditionalAuthenticationProviders: [{ AuthenticationType: 'API_KEY' }] };
    expect(field({ DataSourceName: 'orders' }, api)).toEqual(['AppSync [Query.order] anyone synchronous']);
  });

  test('is for VPCs where the API is private', () => {
    expect(field({ DataSourceName: 'orders' }, { AuthenticationType: 'API_KEY', Visibility: 'PRIVATE' })).toEqual([
      'AppSync [Query.order] account synchronous',
    ]);
  });

  test('the function that authorizes callers works for strangers', () => {
    const properties = { AuthenticationType: 'AWS_LAMBDA', LambdaAuthorizerConfig: { AuthorizerUri: fn } };
    expect(startsBy(by('AppSync::GraphQLApi', properties))).toEqual(['AppSync authorizer [By] anyone synchronous']);
  });
});

describe('a function behind a load balancer', () => {
  const forward = { Type: 'forward', TargetGroupArn: { Ref: 'Group' } };
  const listener = (balancer: object, actions: readonly object[] = [forward], more: object = { Port: 443, Protocol: 'HTTPS' }) => ({
    Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: balancer },
    Group: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { TargetType: 'lambda', Targets: [{ Id: fn }] } },
    ...by('ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: 'Balancer' }, DefaultActions: actions, ...more }),
  });
  const signIn = { Type: 'authenticate-cognito', AuthenticateCognitoConfig: {} };

  test.each<readonly [string, object, string]>([
    ['faces the internet by default', listener({}), 'anyone'],
    ['faces the internet', listener({ Scheme: 'internet-facing' }), 'anyone'],
    ['may face the internet', listener({ Scheme: { Ref: 'Missing' } }), 'unknown'],
    ['is internal', listener({ Scheme: 'internal' }), 'account'],
    ['asks callers to sign in', listener({}, [signIn, forward]), 'signed-in'],
  ])('that %s', (_, given, exposure) => {
    expect(startsBy(given)).toEqual([`Application Load Balancer [HTTPS 443] ${exposure} synchronous`]);
  });

  test('over a rule of a listener, with its paths', () => {
    const rule = {
      ListenerArn: { Ref: 'Listener' },
      Actions: [forward],
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*'] } }],
    };
    const { By: Listener, ...rest } = listener({}, [{ Type: 'fixed-response' }]);
    expect(startsBy({ ...rest, Listener, ...by('ElasticLoadBalancingV2::ListenerRule', rule) })).toEqual([
      'Application Load Balancer [HTTPS 443 /api/*] anyone synchronous',
    ]);
  });

  test.each([
    ['HTTPS', 'yes'],
    ['HTTP', 'no'],
    [{ Ref: 'Missing' }, 'unknown'],
  ])('over %j', (Protocol, tls) => {
    const { entryPoints } = inventoryWith({ ...functionWith([]), ...listener({}, [forward], { Port: 80, Protocol }) });
    expect(entryPoints.map((each) => each.tls)).toEqual([tls]);
  });
});

describe('what a permission alone tells', () => {
  const permission = (Principal: string, more: object = {}) =>
    startsBy(by('Lambda::Permission', { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Fn' }, Principal, ...more }));

  test.each([
    ['444455556666', 'Lambda [By] other-account synchronous'],
    ['*', 'Lambda [By] anyone synchronous'],
    ['s3.amazonaws.com', 'S3 [By] any-account asynchronous'],
    ['sns.amazonaws.com', 'SNS [By] any-account asynchronous'],
    ['apigateway.amazonaws.com', 'API Gateway [By] any-account synchronous'],
    ['alexa-appkit.amazon.com', 'Alexa [By] anyone synchronous'],
    ['ses.amazonaws.com', 'SES [By] anyone asynchronous'],
    ['secretsmanager.amazonaws.com', 'Secrets Manager [By] app synchronous'],
    ['elasticloadbalancing.amazonaws.com', 'Application Load Balancer [By] unknown synchronous'],
  ])('for %s', (principal, expected) => {
    expect(permission(principal)).toEqual([expected]);
  });

  test('for a bucket of the own account that is not in the input', () => {
    const more = { SourceAccount: { Ref: 'AWS::AccountId' }, SourceArn: 'arn:aws:s3:::theirs' };
    expect(permission('s3.amazonaws.com', more)).toEqual(['S3 [By] unknown asynchronous']);
  });
});

test.each<readonly [unknown, string]>([
  ['CUSTOM_JWT', 'signed-in'],
  ['AWS_IAM', 'account'],
  ['NONE', 'anyone'],
  [{ Ref: 'Missing' }, 'unknown'],
])('a tool behind a gateway of agents with the authorizer %j', (AuthorizerType, exposure) => {
  const given = {
    Gateway: { Type: 'AWS::BedrockAgentCore::Gateway', Properties: { AuthorizerType } },
    ...by('BedrockAgentCore::GatewayTarget', {
      GatewayIdentifier: { Ref: 'Gateway' },
      TargetConfiguration: { Mcp: { Lambda: { LambdaArn: fn } } },
    }),
  };
  expect(startsBy(given)).toEqual([`Bedrock AgentCore [By] ${exposure} synchronous`]);
});
