import {
  aws_apigateway as apigateway,
  aws_apigatewayv2 as apigatewayv2,
  aws_appsync as appsync,
  aws_apigatewayv2_authorizers as authorizers,
  CustomResource,
  aws_codepipeline as codepipeline,
  aws_codepipeline_actions as codepipelineActions,
  aws_cognito as cognito,
  aws_config as config,
  custom_resources,
  Duration,
  aws_ec2 as ec2,
  aws_elasticloadbalancingv2 as elbv2,
  aws_elasticloadbalancingv2_targets as elbv2Targets,
  aws_events as events,
  aws_kinesisfirehose as firehose,
  aws_iam as iam,
  aws_apigatewayv2_integrations as integrations,
  aws_iot as iot,
  aws_logs as logs,
  aws_logs_destinations as logsDestinations,
  aws_s3_notifications as notifications,
  type Stack,
  aws_s3 as s3,
  aws_scheduler as scheduler,
  aws_scheduler_targets as schedulerTargets,
  aws_secretsmanager as secretsmanager,
  aws_ses as ses,
  aws_ses_actions as sesActions,
  aws_stepfunctions as sfn,
  aws_sns as sns,
  aws_sqs as sqs,
  aws_sns_subscriptions as subscriptions,
  aws_events_targets as targets,
  aws_stepfunctions_tasks as tasks,
} from 'aws-cdk-lib';
import type { Integration } from './integration';

const GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg';
const API_GATEWAY = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';

function newHttpApi(stack: Stack): apigatewayv2.HttpApi {
  return new apigatewayv2.HttpApi(stack, 'Api');
}

function hello(): apigatewayv2.HttpRouteIntegration {
  return new integrations.HttpUrlIntegration('Hello', 'https://example.com');
}

function newRestApi(stack: Stack): apigateway.RestApi {
  return new apigateway.RestApi(stack, 'Api', { deployOptions: { throttlingRateLimit: 10, throttlingBurstLimit: 10 } });
}

function mock(): apigateway.MockIntegration {
  return new apigateway.MockIntegration({ requestTemplates: { 'application/json': '{ "statusCode": 200 }' } });
}

/** What starts a function from outside: it permits the service, and the role of the function holds nothing for it. */
export const triggers: readonly Integration[] = [
  {
    name: 'LambdaDestination of aws-s3-notifications',
    source: `${GUIDE}/with-s3.html`,
    attach: (stack, fn) =>
      new s3.Bucket(stack, 'Bucket').addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(fn)),
    elsewhere: ['data/require-bucket-tls', 'observability/require-bucket-access-log'],
  },
  {
    name: 'LambdaFunction of aws-events-targets',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html',
    attach: (stack, fn) => {
      const deadLetterQueue = new sqs.Queue(stack, 'Failed');
      const target = new targets.LambdaFunction(fn, { deadLetterQueue, retryAttempts: 2, maxEventAge: Duration.hours(1) });
      new events.Rule(stack, 'Rule', { eventPattern: { source: ['orders'] }, targets: [target] });
    },
  },
  {
    name: 'LambdaInvoke of aws-scheduler-targets',
    source: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html',
    attach: (stack, fn) => {
      const target = new schedulerTargets.LambdaInvoke(fn, { deadLetterQueue: new sqs.Queue(stack, 'Failed') });
      new scheduler.Schedule(stack, 'Schedule', { schedule: scheduler.ScheduleExpression.rate(Duration.hours(1)), target });
    },
  },
  {
    name: 'LambdaSubscription of aws-sns-subscriptions',
    source: `${GUIDE}/with-sns.html`,
    attach: (stack, fn) => {
      const deadLetterQueue = new sqs.Queue(stack, 'Failed');
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(fn, { deadLetterQueue }));
    },
  },
  {
    name: 'LambdaIntegration of aws-apigateway',
    source: `${API_GATEWAY}/api-gateway-control-access-using-iam-policies-to-invoke-api.html`,
    attach: (stack, fn) => {
      newRestApi(stack).root.addMethod('GET', new apigateway.LambdaIntegration(fn), {
        authorizationType: apigateway.AuthorizationType.IAM,
      });
    },
    elsewhere: ['api/require-access-log', 'api/require-web-acl'],
  },
  {
    name: 'LambdaRestApi of aws-apigateway, a proxy of all paths',
    source: `${API_GATEWAY}/set-up-lambda-proxy-integrations.html`,
    attach: (stack, fn) => {
      new apigateway.LambdaRestApi(stack, 'Api', {
        handler: fn,
        deployOptions: { throttlingRateLimit: 10, throttlingBurstLimit: 10 },
        defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM },
      });
    },
    elsewhere: ['api/require-access-log', 'api/require-web-acl'],
  },
  {
    name: 'TokenAuthorizer of aws-apigateway',
    source: `${API_GATEWAY}/apigateway-use-lambda-authorizer.html`,
    attach: (stack, fn) => {
      newRestApi(stack).root.addMethod('GET', mock(), { authorizer: new apigateway.TokenAuthorizer(stack, 'Authorizer', { handler: fn }) });
    },
    elsewhere: ['api/require-access-log', 'api/require-web-acl'],
  },
  {
    name: 'RequestAuthorizer of aws-apigateway',
    source: `${API_GATEWAY}/apigateway-use-lambda-authorizer.html`,
    attach: (stack, fn) => {
      const identitySources = [apigateway.IdentitySource.header('Authorization')];
      const authorizer = new apigateway.RequestAuthorizer(stack, 'Authorizer', { handler: fn, identitySources });
      newRestApi(stack).root.addMethod('GET', mock(), { authorizer });
    },
    elsewhere: ['api/require-access-log', 'api/require-web-acl'],
  },
  {
    name: 'HttpLambdaIntegration of aws-apigatewayv2-integrations',
    source: `${API_GATEWAY}/http-api-develop-integrations-lambda.html`,
    attach: (stack, fn) => {
      newHttpApi(stack).addRoutes({
        path: '/orders',
        methods: [apigatewayv2.HttpMethod.GET],
        integration: new integrations.HttpLambdaIntegration('Orders', fn),
        authorizer: new authorizers.HttpIamAuthorizer(),
      });
    },
    elsewhere: ['api/require-access-log', 'api/require-throttling'],
  },
  {
    name: 'WebSocketLambdaIntegration of aws-apigatewayv2-integrations',
    source: `${API_GATEWAY}/apigateway-websocket-api-lambda-auth.html`,
    attach: (stack, fn) => {
      const integration = new integrations.WebSocketLambdaIntegration('Connect', fn);
      new apigatewayv2.WebSocketApi(stack, 'Api', {
        connectRouteOptions: { integration, authorizer: new authorizers.WebSocketIamAuthorizer() },
      });
    },
  },
  {
    name: 'HttpLambdaAuthorizer of aws-apigatewayv2-authorizers',
    source: `${API_GATEWAY}/http-api-lambda-authorizer.html`,
    attach: (stack, fn) => {
      newHttpApi(stack).addRoutes({
        path: '/orders',
        methods: [apigatewayv2.HttpMethod.GET],
        integration: hello(),
        authorizer: new authorizers.HttpLambdaAuthorizer('Authorizer', fn),
      });
    },
    elsewhere: ['api/require-access-log', 'api/require-throttling'],
  },
  {
    name: 'WebSocketLambdaAuthorizer of aws-apigatewayv2-authorizers',
    source: `${API_GATEWAY}/apigateway-websocket-api-lambda-auth.html`,
    attach: (stack, fn) => {
      const integration = new integrations.WebSocketMockIntegration('Connect');
      const authorizer = new authorizers.WebSocketLambdaAuthorizer('Authorizer', fn);
      new apigatewayv2.WebSocketApi(stack, 'Api', { connectRouteOptions: { integration, authorizer } });
    },
  },
  {
    name: 'LambdaTarget of aws-elasticloadbalancingv2-targets',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html',
    attach: (stack, fn) => {
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
        vpcId: 'vpc-1',
        availabilityZones: ['a', 'b'],
        privateSubnetIds: ['subnet-1', 'subnet-2'],
      });
      const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc });
      balancer.addListener('Http', { port: 80, open: false }).addTargets('Orders', { targets: [new elbv2Targets.LambdaTarget(fn)] });
    },
    elsewhere: ['observability/require-request-log'],
  },
  {
    name: 'LambdaDestination of aws-logs-destinations',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html',
    attach: (stack, fn) => {
      new logs.LogGroup(stack, 'Audit').addSubscriptionFilter('Errors', {
        destination: new logsDestinations.LambdaDestination(fn),
        filterPattern: logs.FilterPattern.anyTerm('ERROR'),
      });
    },
  },
  {
    name: 'Lambda of aws-ses-actions',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html',
    attach: (stack, fn) => {
      new ses.ReceiptRuleSet(stack, 'Rules', {
        rules: [{ recipients: ['orders.example.com'], actions: [new sesActions.Lambda({ function: fn })] }],
      });
    },
  },
  {
    name: 'triggers of a UserPool of aws-cognito',
    source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools-working-with-aws-lambda-triggers.html',
    attach: (stack, fn) => {
      new cognito.UserPool(stack, 'Users', { lambdaTriggers: { preSignUp: fn } });
    },
    elsewhere: ['endpoint/require-strong-sign-in'],
  },
  {
    name: 'rotationLambda of aws-secretsmanager',
    source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html',
    attach: (stack, fn) => {
      new secretsmanager.Secret(stack, 'Secret').addRotationSchedule('Rotation', {
        rotationLambda: fn,
        automaticallyAfter: Duration.days(30),
      });
    },
  },
  {
    name: 'CustomRule of aws-config',
    source: 'https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html',
    attach: (stack, fn) => {
      new config.CustomRule(stack, 'Rule', { lambdaFunction: fn, configurationChanges: true });
    },
    surplus: ['AWSConfigRulesExecutionRole'],
  },
  {
    name: 'TopicRule of aws-iot, with addPermission',
    source: 'https://docs.aws.amazon.com/iot/latest/developerguide/lambda-rule-action.html',
    attach: (stack, fn) => {
      const rule = new iot.CfnTopicRule(stack, 'Rule', {
        topicRulePayload: { sql: "SELECT * FROM 'orders'", actions: [{ lambda: { functionArn: fn.functionArn } }] },
      });
      fn.addPermission('Iot', {
        principal: new iam.ServicePrincipal('iot.amazonaws.com'),
        sourceArn: rule.attrArn,
        sourceAccount: stack.account,
      });
    },
  },
  {
    name: 'LambdaInvoke of aws-stepfunctions-tasks',
    source: 'https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html',
    attach: (stack, fn) => {
      const task = new tasks.LambdaInvoke(stack, 'Invoke', { lambdaFunction: fn });
      new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(task) });
    },
    elsewhere: ['observability/require-state-machine-log'],
  },
  {
    name: 'LambdaDataSource of aws-appsync',
    source: 'https://docs.aws.amazon.com/appsync/latest/devguide/attaching-a-data-source.html',
    attach: (stack, fn) => {
      const definition = appsync.Definition.fromSchema(new appsync.SchemaFile({ filePath: `${__dirname}/schema.graphql` }));
      const authorizationConfig = { defaultAuthorization: { authorizationType: appsync.AuthorizationType.IAM } };
      new appsync.GraphqlApi(stack, 'Api', { name: 'orders', definition, authorizationConfig }).addLambdaDataSource('Orders', fn);
    },
    elsewhere: ['api/require-query-limits', 'api/require-web-acl', 'observability/require-graphql-log'],
  },
  {
    name: 'LambdaFunctionProcessor of aws-kinesisfirehose',
    source: 'https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html',
    attach: (stack, fn) => {
      const processors = [new firehose.LambdaFunctionProcessor(fn)];
      const destination = new firehose.S3Bucket(new s3.Bucket(stack, 'Bucket'), { processors });
      new firehose.DeliveryStream(stack, 'Delivery', { destination });
    },
    elsewhere: [
      'data/require-bucket-tls',
      'data/require-encryption-at-rest',
      'iam/no-partial-wildcard-action',
      'observability/require-bucket-access-log',
    ],
  },
  {
    name: 'Provider of custom_resources',
    source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.custom_resources-readme.html',
    attach: (stack, fn) => {
      const { serviceToken } = new custom_resources.Provider(stack, 'Provider', { onEventHandler: fn });
      new CustomResource(stack, 'Custom', { serviceToken });
    },
  },
  {
    name: 'LambdaInvokeAction of aws-codepipeline-actions',
    source: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html',
    attach: (stack, fn) => {
      const output = new codepipeline.Artifact();
      new codepipeline.Pipeline(stack, 'Pipeline', {
        stages: [
          {
            stageName: 'Source',
            actions: [
              new codepipelineActions.S3SourceAction({
                actionName: 'Source',
                bucket: new s3.Bucket(stack, 'Source', { versioned: true }),
                bucketKey: 'source.zip',
                output,
              }),
            ],
          },
          { stageName: 'Invoke', actions: [new codepipelineActions.LambdaInvokeAction({ actionName: 'Invoke', lambda: fn })] },
        ],
      });
    },
    elsewhere: [
      'data/require-bucket-tls',
      'data/require-key-rotation',
      'iam/no-partial-wildcard-action',
      'observability/require-bucket-access-log',
    ],
  },
  {
    name: 'LambdaDataSource of aws-appsync for events',
    source: 'https://docs.aws.amazon.com/appsync/latest/eventapi/direct-lambda-integration.html',
    attach: (stack, fn) => {
      const iamProvider: appsync.AppSyncAuthProvider = { authorizationType: appsync.AppSyncAuthorizationType.IAM };
      const api = new appsync.EventApi(stack, 'Api', { apiName: 'orders', authorizationConfig: { authProviders: [iamProvider] } });
      api.addLambdaDataSource('Orders', fn);
    },
    elsewhere: ['observability/require-graphql-log'],
  },
];
