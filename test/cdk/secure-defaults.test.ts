import {
  App,
  aws_apigateway as apigateway,
  aws_apigatewayv2 as apigatewayv2,
  aws_cloudfront as cloudfront,
  aws_lambda_destinations as destinations,
  aws_events as events,
  aws_iam as iam,
  aws_apigatewayv2_integrations as integrations,
  aws_lambda as lambda,
  aws_s3_notifications as notifications,
  aws_cloudfront_origins as origins,
  SecretValue,
  Stack,
  aws_s3 as s3,
  aws_secretsmanager as secretsmanager,
  aws_sns as sns,
  aws_lambda_event_sources as sources,
  aws_sqs as sqs,
  aws_events_targets as targets,
} from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Access, SecureFunction, type SecureFunctionProps } from '../../lib';
import { about, findingsIn, newStack, statementsOf } from './stacks';

const runtime = lambda.Runtime.NODEJS_24_X;
const code = { runtime, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {};') };

function make(props: Partial<SecureFunctionProps> = {}, stack = newStack()): { readonly stack: Stack; readonly fn: SecureFunction } {
  return { stack, fn: new SecureFunction(stack, 'Fn', { ...code, ...props }) };
}

describe('logs and traces', () => {
  test('JSON to a group of its own that keeps a month, and traces', () => {
    const { stack } = make();
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: Match.anyValue(), ApplicationLogLevel: Match.absent(), SystemLogLevel: Match.absent() },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    expect(statementsOf(stack, 'Fn')).toEqual([
      { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '<FnLogGroup.Arn>' },
    ]);
    expect(findingsIn(stack)).toEqual([]);
  });

  test('each is changed by its property', () => {
    const { stack } = make({ tracing: lambda.Tracing.DISABLED, loggingFormat: lambda.LoggingFormat.TEXT });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      TracingConfig: Match.absent(),
      LoggingConfig: { LogFormat: 'Text' },
    });
    const { stack: leveled } = make({ applicationLogLevelV2: lambda.ApplicationLogLevel.WARN });
    Template.fromStack(leveled).hasResourceProperties('AWS::Lambda::Function', {
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN' },
    });
  });
});

describe('a boundary', () => {
  test('is that of the role', () => {
    const stack = newStack();
    make({ permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'developers') }, stack);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      PermissionsBoundary: { 'Fn::Join': ['', Match.arrayWith([':policy/developers'])] },
    });
  });
});

describe('a secret in an environment variable is refused', () => {
  const refusal = (name: string, what: string) => `the environment variable "${name}" of "Orders/Fn" holds ${what}`;

  test.each<[string, string, (stack: Stack) => string, string]>([
    ['a token', 'REPOSITORY', () => 'https://ci:sesame12@git.example.com/orders', 'a password in a URL, "se…'],
    ['a random value under the name of a secret', 'API_KEY', () => 'q8Zr2Lx0Vt6Nw4Ks9Bd1', 'what looks like a secret, "q8Zr…'],
    ['a word under the name of a password', 'DB_PASSWORD', () => 'sesame12', 'what may be a password or key'],
    [
      'a value that was marked unsafe',
      'API_KEY',
      () => SecretValue.unsafePlainText('q8Zr2Lx0Vt6Nw4Ks9Bd1').unsafeUnwrap(),
      'what looks like a secret',
    ],
    [
      'a secret of Secrets Manager that CloudFormation resolves',
      'DB',
      (stack) => new secretsmanager.Secret(stack, 'Secret').secretValue.unsafeUnwrap(),
      'a secret that CloudFormation writes into the configuration',
    ],
  ])('%s', (_, name, value, what) => {
    const stack = newStack();
    expect(() => make({ environment: { [name]: value(stack) } }, stack)).toThrow(refusal(name, what));
    const { stack: other, fn } = make();
    expect(() => fn.addEnvironment(name, value(other))).toThrow(refusal(name, what));
  });

  test('unless it is said to be none', () => {
    const { fn } = make({ environment: { API_KEY: 'q8Zr2Lx0Vt6Nw4Ks9Bd1' }, plaintextVariables: ['API_KEY', 'DB_PASSWORD'] });
    expect(() => fn.addEnvironment('DB_PASSWORD', 'sesame12')).not.toThrow();
    expect(() => fn.addEnvironment('DB_PASSWORD_2', 'sesame12')).toThrow('Access.secret(secret).read()');
  });

  test('and where it is, is not', () => {
    const stack = newStack();
    const secret = new secretsmanager.Secret(stack, 'Secret');
    make(
      { access: [Access.secret(secret).read().withEnvironment('DB_SECRET')], environment: { DB_SECRET_NAME: secret.secretName } },
      stack,
    );
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { DB_SECRET: { Ref: Match.stringLikeRegexp('^Secret') } } },
    });
  });
});

describe('a runtime', () => {
  test('that AWS no longer supports is refused, with its successor', () => {
    expect(() => make({ runtime: lambda.Runtime.NODEJS_18_X })).toThrow(
      new Error(
        '"Orders/Fn" runs in "nodejs18.x", which gets no security patches since 2025-09-01: set "runtime" to lambda.Runtime.NODEJS_24_X, or "allowDeprecatedRuntime" to true while you move',
      ),
    );
  });

  test('that is old can be accepted, and one that nobody knows yet is fine', () => {
    expect(() => make({ runtime: lambda.Runtime.NODEJS_18_X, allowDeprecatedRuntime: true })).not.toThrow();
    const custom = new lambda.Runtime('nodejs98.x', lambda.RuntimeFamily.NODEJS, { supportsInlineCode: true });
    expect(() => make({ runtime: custom })).not.toThrow();
  });
});

describe('a function that anyone can start has a limit', () => {
  const open = (fn: lambda.IFunction, stack: Stack, props: apigatewayv2.HttpApiProps = {}) => {
    const api = new apigatewayv2.HttpApi(stack, 'Api', props);
    api.addRoutes({
      path: '/orders',
      methods: [apigatewayv2.HttpMethod.GET],
      integration: new integrations.HttpLambdaIntegration('Fn', fn),
    });
    return api;
  };
  const message = (way: string) =>
    `anyone can start "Orders/Fn" through ${way}, and it has no limit of its own: set "reservedConcurrentExecutions"`;

  test('a route without authorization', () => {
    const { stack, fn } = make();
    open(fn, stack);
    expect(() => Template.fromStack(stack)).toThrow(message('the route "GET /orders" of "Orders/Api"'));
  });

  test('a route to an alias', () => {
    const { stack, fn } = make();
    open(new lambda.Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion }), stack);
    expect(() => Template.fromStack(stack)).toThrow(message('the route "GET /orders" of "Orders/Api"'));
  });

  test('a method of a REST API', () => {
    const { stack, fn } = make();
    new apigateway.LambdaRestApi(stack, 'Api', { handler: fn, proxy: false }).root.addMethod('GET');
    expect(() => Template.fromStack(stack)).toThrow(message('the method "GET" at "Orders/Api/Default/GET/Resource"'));
  });

  test.each<[string, Partial<SecureFunctionProps>, apigatewayv2.HttpApiProps]>([
    ['reserved concurrency', { reservedConcurrentExecutions: 10 }, {}],
    ['an explicit word', { unboundedConcurrency: true }, {}],
    ['an authorizer', {}, { defaultAuthorizer: { bind: () => ({ authorizationType: 'AWS_IAM' }) } }],
  ])('%s is enough', (_, props, api) => {
    const { stack, fn } = make(props);
    open(fn, stack, api);
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('a throttle on the stage is enough', () => {
    const { stack, fn } = make();
    const api = open(fn, stack, { createDefaultStage: false });
    api.addStage('Stage', { autoDeploy: true, throttle: { rateLimit: 10, burstLimit: 20 } });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

describe('events that fail', () => {
  const attached = (props: Partial<SecureFunctionProps>, start: (stack: Stack, fn: SecureFunction) => void) => {
    const made = make(props);
    start(made.stack, made.fn);
    return made.stack;
  };
  const subscribe = (stack: Stack, fn: SecureFunction) => fn.addEventSource(new sources.SnsEventSource(new sns.Topic(stack, 'Topic')));

  test.each<[string, (stack: Stack, fn: SecureFunction) => void]>([
    ['a topic', subscribe],
    [
      'a bucket',
      (stack, fn) =>
        new s3.Bucket(stack, 'Bucket').addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(fn)),
    ],
    [
      'a rule',
      (stack, fn) => new events.Rule(stack, 'Rule', { eventPattern: { source: ['orders'] }, targets: [new targets.LambdaFunction(fn)] }),
    ],
    [
      'a topic, through an alias',
      (stack, fn) => fn.addAlias('live').addEventSource(new sources.SnsEventSource(new sns.Topic(stack, 'Topic'))),
    ],
  ])('of %s go to a dead-letter queue that is made for them', (_, start) => {
    const stack = attached({}, start);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::Function', {
      DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^FnDeadLetterQueue'), 'Arn'] } },
    });
    template.hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 1_209_600 });
    expect(about(statementsOf(stack, 'Fn'), 'sqs')).toEqual([
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '<FnDeadLetterQueue.Arn>' },
    ]);
    expect(findingsIn(stack)).toEqual([]);
  });

  test.each<[string, (stack: Stack, fn: SecureFunction) => void, Partial<SecureFunctionProps>]>([
    ['nothing starts it', () => undefined, {}],
    ['a queue starts it', (stack, fn) => fn.addEventSource(new sources.SqsEventSource(new sqs.Queue(stack, 'Queue'))), {}],
    ['that is switched off', subscribe, { deadLetterQueueEnabled: false }],
    [
      'there is a destination, configured afterwards',
      (stack, fn) => {
        subscribe(stack, fn);
        fn.configureAsyncInvoke({ onFailure: new destinations.SqsDestination(new sqs.Queue(stack, 'Failed')) });
      },
      {},
    ],
  ])('no queue is made where %s', (_, start, props) => {
    const stack = attached(props, start);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { DeadLetterConfig: Match.absent() });
  });

  test('a topic that is given is kept', () => {
    const stack = newStack();
    const { fn } = make({ deadLetterTopic: new sns.Topic(stack, 'Failed') }, stack);
    subscribe(stack, fn);
    Template.fromStack(stack).resourceCountIs('AWS::SQS::Queue', 0);
  });
});

describe('Lambda@Edge is refused, with the reason', () => {
  const refusal = '"Orders/Fn" cannot run at the edge: Lambda@Edge writes its logs in every region';
  const viewer = cloudfront.LambdaEdgeEventType.VIEWER_REQUEST;
  const distribution = (stack: Stack, functionVersion: lambda.IVersion) =>
    new cloudfront.Distribution(stack, 'Site', {
      defaultBehavior: { origin: new origins.HttpOrigin('example.com'), edgeLambdas: [{ functionVersion, eventType: viewer }] },
    });

  test('at the distribution', () => {
    const { stack, fn } = make();
    expect(() => distribution(stack, fn.currentVersion)).toThrow(refusal);
    const { stack: other, fn: second } = make();
    expect(() => distribution(other, new lambda.Version(other, 'Version', { lambda: second }))).toThrow(refusal);
  });

  test('at the ARN for the edge', () => {
    expect(() => make().fn.currentVersion.edgeArn).toThrow(refusal);
    const { stack, fn } = make();
    const { edgeArn } = new lambda.Version(stack, 'Version', { lambda: fn });
    expect(() => stack.resolve(edgeArn)).toThrow(refusal);
  });

  test('where its role is given to an edge function', () => {
    const { stack, fn } = make({}, new Stack(new App(), 'Orders', { env: { region: 'us-east-1', account: '111122223333' } }));
    const { role } = fn;
    expect(role).toBeDefined();
    expect(() => new cloudfront.experimental.EdgeFunction(stack, 'Edge', { ...code, ...(role === undefined ? {} : { role }) })).toThrow(
      refusal,
    );
  });
});

describe('versions and aliases keep the promises of the function', () => {
  const none = { authType: lambda.FunctionUrlAuthType.NONE };

  test.each<[string, (fn: SecureFunction) => unknown, string]>([
    [
      'a URL of an alias',
      (fn) => fn.addAlias('live').addFunctionUrl(none),
      'a function URL of "Orders/Fn/Aliaslive" without authentication',
    ],
    [
      'a permission of the current version',
      (fn) => fn.currentVersion.addPermission('Open', { principal: new iam.AnyPrincipal() }),
      'the permission "Open" lets everyone call "Orders/Fn/CurrentVersion"',
    ],
    [
      'a permission of an alias of the current version',
      (fn) => fn.currentVersion.addAlias('live').grantInvoke(new iam.AnyPrincipal()),
      'lets everyone call "Orders/Fn/CurrentVersion/Aliaslive"',
    ],
  ])('fails at the line: %s', (_, open, message) => {
    expect(() => open(make().fn)).toThrow(message);
  });

  test.each<[string, (stack: Stack, fn: SecureFunction) => unknown, string]>([
    [
      'a URL of an alias made by hand',
      (stack, fn) => new lambda.Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion }).addFunctionUrl(none),
      'lets everyone on the internet call "Orders/Fn"',
    ],
    [
      'a permission of a version made by hand',
      (stack, fn) => new lambda.Version(stack, 'V', { lambda: fn }).addPermission('Open', { principal: new iam.AnyPrincipal() }),
      'the permission "Orders/V/Open" lets everyone call "Orders/Fn"',
    ],
    [
      'a permission of the first level',
      (stack, fn) =>
        new lambda.CfnPermission(stack, 'Open', { action: 'lambda:InvokeFunction', functionName: fn.functionArn, principal: '*' }),
      'the permission "Orders/Open" lets everyone call "Orders/Fn"',
    ],
    [
      'a managed policy that names the role',
      (stack, fn) =>
        new iam.ManagedPolicy(stack, 'More', {
          roles: fn.role === undefined ? [] : [fn.role],
          statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })],
        }),
      'the role of "Orders/Fn" holds exact permissions only, got the action pattern "s3:*"',
    ],
    [
      'a policy of the first level',
      (stack, fn) =>
        new iam.CfnPolicy(stack, 'More', {
          policyName: 'more',
          roles: [fn.role?.roleName ?? ''],
          policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }] },
        }),
      'the role of "Orders/Fn" holds exact permissions only, got the action pattern "sqs:*"',
    ],
  ])('fails at synthesis: %s', (_, open, message) => {
    const { stack, fn } = make();
    open(stack, fn);
    expect(() => Template.fromStack(stack)).toThrow(message);
  });

  test('an alias scales, and has a URL that asks who calls', () => {
    const { stack, fn } = make();
    const alias = fn.addAlias('live');
    alias.addAutoScaling({ maxCapacity: 5 }).scaleOnUtilization({ utilizationTarget: 0.5 });
    alias.addFunctionUrl();
    Template.fromStack(stack).resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 1);
    expect(findingsIn(stack)).toEqual([]);
  });
});
