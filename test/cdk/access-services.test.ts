import {
  aws_apigatewayv2 as apigatewayv2,
  aws_cognito as cognito,
  aws_dynamodb as dynamodb,
  aws_ec2 as ec2,
  aws_ecs as ecs,
  aws_events as events,
  aws_iam as iam,
  aws_kinesis as kinesis,
  aws_kms as kms,
  aws_rds as rds,
  type Stack,
  aws_scheduler as scheduler,
  aws_ses as ses,
  aws_stepfunctions as sfn,
  aws_ssm as ssm,
} from 'aws-cdk-lib';
import { Access, type DeclaredAccess, SecureFunction } from '../../lib';
import { code, findingsIn, newStack, statementsOf, type WrittenStatement } from './stacks';

const HERE = '<AWS::Region>:<AWS::AccountId>';

/** What a function's role holds for its access, and that the checks have nothing to say about it. */
function heldFor(stack: Stack, ...access: DeclaredAccess[]): WrittenStatement[] {
  new SecureFunction(stack, 'Fn', { ...code, access });
  expect(findingsIn(stack).filter(({ logicalId }) => logicalId?.startsWith('Fn') === true)).toEqual([]);
  return statementsOf(stack, 'Fn').filter(({ Action }) => ![Action].flat().includes('logs:PutLogEvents'));
}

describe('resources of the app itself are named by what CloudFormation returns', () => {
  test('an event bus, with sources that every event must have', () => {
    const stack = newStack();
    const bus = new events.EventBus(stack, 'Bus');
    expect(heldFor(stack, Access.eventBus(bus).putEvents({ sources: ['com.example.orders'] }))).toEqual([
      {
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: '<Bus.Arn>',
        Condition: {
          'ForAllValues:StringEquals': { 'events:source': 'com.example.orders' },
          Null: { 'events:source': 'false' },
        },
      },
    ]);
  });

  test('the executions of a state machine', () => {
    const stack = newStack();
    const machine = new sfn.StateMachine(stack, 'Machine', {
      definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass')),
    });
    expect(heldFor(stack, Access.stateMachine(machine).startExecution(), Access.stateMachine(machine).stopExecutions())).toEqual([
      { Effect: 'Allow', Action: 'states:StartExecution', Resource: '<Machine>' },
      { Effect: 'Allow', Action: 'states:StopExecution', Resource: `arn:<AWS::Partition>:states:${HERE}:execution:<Machine.Name>:*` },
    ]);
  });

  test('a stream with a key, and its key through Kinesis only', () => {
    const stack = newStack({ env: { account: '111122223333', region: 'eu-central-1' } });
    const stream = new kinesis.Stream(stack, 'Stream', { encryptionKey: new kms.Key(stack, 'Key') });
    expect(heldFor(stack, Access.stream(stream).putRecord())).toEqual([
      { Effect: 'Allow', Action: 'kinesis:PutRecord', Resource: '<Stream.Arn>' },
      {
        Effect: 'Allow',
        Action: 'kms:GenerateDataKey',
        Resource: '<Key.Arn>',
        Condition: { StringEquals: { 'kms:ViaService': 'kinesis.eu-central-1.amazonaws.com' } },
      },
    ]);
  });

  test('a parameter, and those below a path', () => {
    const stack = newStack();
    const parameter = new ssm.StringParameter(stack, 'Endpoint', { stringValue: 'x' });
    expect(heldFor(stack, Access.parameter(parameter).readOne(), Access.parametersByPath('/orders/').readAll())).toEqual([
      { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: `arn:<AWS::Partition>:ssm:${HERE}:parameter/<Endpoint>` },
      {
        Effect: 'Allow',
        Action: 'ssm:GetParametersByPath',
        Resource: [`arn:<AWS::Partition>:ssm:${HERE}:parameter/orders`, `arn:<AWS::Partition>:ssm:${HERE}:parameter/orders/`],
      },
    ]);
  });

  test('schedules of a group, and the role of their target for Scheduler only', () => {
    const stack = newStack();
    const group = new scheduler.ScheduleGroup(stack, 'Group', { scheduleGroupName: 'reminders' });
    const role = new iam.Role(stack, 'Target', { assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com') });
    const [schedules, passed] = heldFor(stack, Access.scheduleGroup(group).createSchedules(role));
    expect(schedules).toMatchObject({ Action: 'scheduler:CreateSchedule' });
    expect(JSON.stringify(schedules?.Resource)).toContain(`:scheduler:${HERE}:schedule/`);
    expect(passed).toEqual({
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: '<Target.Arn>',
      Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    });
  });

  test('an identity of SES', () => {
    const stack = newStack();
    const identity = new ses.EmailIdentity(stack, 'Identity', { identity: ses.Identity.domain('example.com') });
    const [sent] = heldFor(stack, Access.emailIdentity(identity).sendEmail({ fromAddresses: ['orders@example.com'] }));
    expect(sent).toMatchObject({ Action: 'ses:SendEmail', Condition: { StringEquals: { 'ses:FromAddress': 'orders@example.com' } } });
  });

  test('users of a pool', () => {
    const stack = newStack();
    const pool = new cognito.UserPool(stack, 'Users');
    expect(heldFor(stack, Access.userPool(pool).findUser())).toEqual([
      { Effect: 'Allow', Action: 'cognito-idp:AdminGetUser', Resource: '<Users.Arn>' },
    ]);
  });

  test('the connections of a WebSocket API', () => {
    const stack = newStack();
    const api = new apigatewayv2.WebSocketApi(stack, 'Chat');
    expect(heldFor(stack, Access.webSocketApi(api).postToConnections('prod'))).toEqual([
      {
        Effect: 'Allow',
        Action: 'execute-api:ManageConnections',
        Resource: `arn:<AWS::Partition>:execute-api:${HERE}:<Chat>/prod/POST/@connections/*`,
      },
    ]);
  });

  test('a user of a database', () => {
    const stack = newStack();
    const cluster = new rds.DatabaseCluster(stack, 'Ledger', {
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_6 }),
      writer: rds.ClusterInstance.serverlessV2('writer'),
      vpc: new ec2.Vpc(stack, 'Vpc'),
      iamAuthentication: true,
    });
    expect(heldFor(stack, Access.databaseCluster(cluster).connectAs('api'))).toEqual([
      {
        Effect: 'Allow',
        Action: 'rds-db:connect',
        Resource: `arn:<AWS::Partition>:rds-db:${HERE}:dbuser:<Ledger.DBClusterResourceId>/api`,
      },
    ]);
  });

  test('tasks, with the roles that their task definition has', () => {
    const stack = newStack();
    const cluster = new ecs.Cluster(stack, 'Jobs', { vpc: new ec2.Vpc(stack, 'Vpc') });
    const report = new ecs.FargateTaskDefinition(stack, 'Report');
    report.addContainer('report', {
      image: ecs.ContainerImage.fromRegistry('example.com/report:1'),
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'report' }),
    });
    expect(heldFor(stack, Access.task(report, cluster).run())).toEqual([
      { Effect: 'Allow', Action: 'ecs:RunTask', Resource: '<Report>', Condition: { ArnEquals: { 'ecs:cluster': '<Jobs.Arn>' } } },
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: ['<ReportTaskRole.Arn>', '<ReportExecutionRole.Arn>'],
        Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      },
    ]);
  });
});

test('what AWS takes on "*" only is said by the id of its statement', () => {
  const stack = newStack();
  const statements = heldFor(
    stack,
    Access.metrics('Shop/Orders').put(),
    Access.metrics('Shop').put(),
    Access.textract().detectText(),
    Access.tracing().write(),
  );
  expect(statements.map((statement) => ({ ...statement, Effect: undefined, Action: undefined }))).toMatchObject([
    {
      Sid: 'CloudwatchPutMetricDataNamespaceShopx2fOrders',
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': 'Shop/Orders' } },
    },
    { Sid: 'CloudwatchPutMetricDataNamespaceShop', Resource: '*', Condition: { StringEquals: { 'cloudwatch:namespace': 'Shop' } } },
    { Sid: 'TextractDetectDocumentText', Resource: '*' },
    { Sid: 'XrayPutTelemetryRecordsPutTraceSegments', Resource: '*' },
  ]);
});

describe('fails with names that stand for several', () => {
  const bus = (stack: Stack) => Access.eventBus(new events.EventBus(stack, 'Bus'));
  test.each<[string, (stack: Stack) => unknown, string]>([
    ['source', (stack) => bus(stack).putEvents({ sources: ['com.*'] }), 'access to "Orders/Bus": "com.*" names no source'],
    ['no source', (stack) => bus(stack).putEvents({ sources: [] }), 'name each source that the code uses, got none'],
    ['namespace', () => Access.metrics('*'), '"*" names no namespace'],
    ['path', () => Access.parametersByPath('/'), '"" names no parameter path'],
    ['topic', () => Access.iotTopics('orders/*'), '"orders/*" names no topic'],
    [
      'profile',
      () => Access.bedrock().invokeProfile('*', 'arn:aws:bedrock:eu-west-1::foundation-model/m'),
      '"*" names no inference profile',
    ],
  ])('%s', (_, declare, message) => {
    expect(() => declare(newStack())).toThrow(message);
  });

  test('scans of items with given keys', () => {
    const stack = newStack();
    const table = dynamodb.Table.fromTableName(stack, 'Table', 'orders');
    expect(() => Access.table(table).withLeadingKeys('tenant-1').scanItems()).toThrow('"dynamodb:Scan" asks for no partition key');
  });
});
