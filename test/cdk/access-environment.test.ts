import {
  App,
  aws_apigatewayv2 as apigatewayv2,
  aws_appsync as appsync,
  aws_bedrock as bedrock,
  aws_cognito as cognito,
  aws_dynamodb as dynamodb,
  aws_events as events,
  aws_iam as iam,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_opensearchservice as opensearch,
  aws_rds as rds,
  Stack,
  aws_s3 as s3,
  aws_scheduler as scheduler,
  aws_secretsmanager as secretsmanager,
  aws_stepfunctions as sfn,
  aws_sns as sns,
  aws_sqs as sqs,
  aws_ssm as ssm,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, DeclaredAccess, EnvironmentValue, SecureFunction } from '../../lib';
import { code, newStack } from './stacks';

const HERE = 'eu-west-1:111122223333';
const env = { account: '111122223333', region: 'eu-west-1' };
const id = { name: 'id', type: dynamodb.AttributeType.STRING };

/** The environment variables of a function with this access, with values of the stack as they stand in the template. */
function variablesFor(stack: Stack, ...access: DeclaredAccess[]): unknown {
  new SecureFunction(stack, 'Fn', { ...code, access });
  const [fn] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  return fn?.Properties.Environment?.Variables;
}

function injectedFor(make: (stack: Stack) => DeclaredAccess, value?: EnvironmentValue): unknown {
  const stack = newStack({ env });
  const variables = variablesFor(stack, make(stack).withEnvironment('IT', value));
  return variables === undefined ? undefined : Reflect.get(Object(variables), 'IT');
}

const imported: readonly (readonly [what: string, make: (stack: Stack) => DeclaredAccess, identifier: string])[] = [
  ['table', (stack) => Access.table(dynamodb.Table.fromTableName(stack, 'R', 'orders')).readItem(), 'orders'],
  ['bucket', (stack) => Access.bucket(s3.Bucket.fromBucketName(stack, 'R', 'receipts')).getObjects(), 'receipts'],
  ['queue', (stack) => Access.queue(sqs.Queue.fromQueueArn(stack, 'R', `arn:aws:sqs:${HERE}:orders`)).send(), ''],
  [
    'topic',
    (stack) => Access.topic(sns.Topic.fromTopicArn(stack, 'R', `arn:aws:sns:${HERE}:orders`)).publish(),
    `arn:aws:sns:${HERE}:orders`,
  ],
  [
    'secret',
    (stack) =>
      Access.secret(secretsmanager.Secret.fromSecretCompleteArn(stack, 'R', `arn:aws:secretsmanager:${HERE}:secret:api-AbCdEf`)).read(),
    `arn:aws:secretsmanager:${HERE}:secret:api-AbCdEf`,
  ],
  [
    'function',
    (stack) => Access.lambdaFunction(lambda.Function.fromFunctionArn(stack, 'R', `arn:aws:lambda:${HERE}:function:price`)).invoke(),
    'price',
  ],
  ['event bus', (stack) => Access.eventBus(events.EventBus.fromEventBusName(stack, 'R', 'orders')).putEvents(), 'orders'],
  [
    'state machine',
    (stack) =>
      Access.stateMachine(sfn.StateMachine.fromStateMachineArn(stack, 'R', `arn:aws:states:${HERE}:stateMachine:f`)).startExecution(),
    `arn:aws:states:${HERE}:stateMachine:f`,
  ],
  ['parameter', (stack) => Access.parameter(ssm.StringParameter.fromStringParameterName(stack, 'R', '/a/b')).read(), '/a/b'],
  ['parameters below a path', () => Access.parametersByPath('/orders/prod/').readAll(), '/orders/prod'],
  ['one parameter below a path', () => Access.parametersByPath('/orders/prod/').read('token'), '/orders/prod/token'],
  ['key', (stack) => Access.key(kms.Key.fromKeyArn(stack, 'R', `arn:aws:kms:${HERE}:key/abc`)).sign(), `arn:aws:kms:${HERE}:key/abc`],
  [
    'schedule group',
    (stack) =>
      Access.scheduleGroup(
        scheduler.ScheduleGroup.fromScheduleGroupArn(stack, 'R', `arn:aws:scheduler:${HERE}:schedule-group/g`),
      ).readSchedules(),
    'g',
  ],
  [
    'role',
    (stack) => Access.role(iam.Role.fromRoleArn(stack, 'R', 'arn:aws:iam::444455556666:role/p')).assume(),
    'arn:aws:iam::444455556666:role/p',
  ],
  ['user pool', (stack) => Access.userPool(cognito.UserPool.fromUserPoolId(stack, 'R', 'eu-west-1_Ab')).findUser(), 'eu-west-1_Ab'],
  ['metrics', () => Access.metrics('Shop').put(), 'Shop'],
  ['topic of IoT', () => Access.iotTopics('orders/placed').publish(), 'orders/placed'],
  ['workgroup', () => Access.workgroup('reports').stopQueries(), 'reports'],
  [
    'search domain',
    (stack) =>
      Access.searchDomain(
        opensearch.Domain.fromDomainAttributes(stack, 'R', {
          domainArn: `arn:aws:es:${HERE}:domain/c`,
          domainEndpoint: 'https://c.example',
        }),
      ).search('products'),
    'c.example',
  ],
  [
    'connections',
    (stack) =>
      Access.webSocketApi(apigatewayv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'R', { webSocketId: 'abc' })).postToConnections(
        'prod',
      ),
    'https://abc.execute-api.eu-west-1.<URLSuffix>/prod',
  ],
  [
    'database',
    (stack) =>
      Access.databaseProxy(
        rds.DatabaseProxy.fromDatabaseProxyAttributes(stack, 'R', {
          dbProxyArn: `arn:aws:rds:${HERE}:db-proxy:prx-A`,
          dbProxyName: 'l',
          endpoint: 'ledger.example',
          securityGroups: [],
        }),
      ).connectAs('api'),
    'ledger.example',
  ],
  ['knowledge base', () => Access.bedrock().retrieve(`arn:aws:bedrock:${HERE}:knowledge-base/KB`), 'KB'],
  [
    'collection',
    () => Access.searchCollection(`arn:aws:aoss:eu-north-1:111122223333:collection/abc`).callApi(),
    'https://abc.eu-north-1.aoss.amazonaws.com',
  ],
  ['place index', () => Access.location().searchPlaces(`arn:aws:geo:${HERE}:place-index/shops`), 'shops'],
  ['ARN', () => Access.toArn(`arn:aws:dsql:${HERE}:cluster/abc`, 'dsql:DbConnect'), `arn:aws:dsql:${HERE}:cluster/abc`],
  [
    'construct',
    (stack) => Access.to(dynamodb.Table.fromTableArn(stack, 'R', `arn:aws:dynamodb:${HERE}:table/orders`), 'dynamodb:DescribeTable'),
    `arn:aws:dynamodb:${HERE}:table/orders`,
  ],
];

describe('what the calls of the SDK take', () => {
  test.each(imported.filter(([, , identifier]) => identifier !== ''))('of a %s', (_, make, identifier) => {
    const value = JSON.stringify(injectedFor(make)).replace(/\{"Fn::Join":\["",(\[.*\])\]\}/, (__, parts) =>
      JSON.stringify(
        JSON.parse(parts)
          .map((part: unknown) => (typeof part === 'string' ? part : '<URLSuffix>'))
          .join(''),
      ),
    );
    expect(JSON.parse(value)).toBe(identifier);
  });

  test('of a queue, its URL', () => {
    const stack = newStack();
    const queue = new sqs.Queue(stack, 'Queue');
    expect(variablesFor(stack, Access.queue(queue).send().withEnvironment('QUEUE_URL'))).toEqual({
      QUEUE_URL: stack.resolve(queue.queueUrl),
    });
  });

  test('of a table of the app, its name, with what else is asked for', () => {
    const stack = newStack();
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: id });
    const access = Access.table(table)
      .onlyIndexes('by-date')
      .queryItems()
      .withEnvironment('TABLE')
      .withEnvironment('INDEX', EnvironmentValue.INDEX)
      .withEnvironment('TABLE_ARN', EnvironmentValue.ARN);
    expect(variablesFor(stack, access)).toEqual({
      TABLE: stack.resolve(table.tableName),
      INDEX: 'by-date',
      TABLE_ARN: stack.resolve(table.tableArn),
    });
  });

  test('of a resource in another account or region, the ARN where calls take one', () => {
    const elsewhere = ['us-east-1:111122223333', 'eu-west-1:444455556666'];
    for (const place of elsewhere) {
      const arn = `arn:aws:dynamodb:${place}:table/orders`;
      expect(injectedFor((stack) => Access.table(dynamodb.Table.fromTableArn(stack, 'R', arn)).readItem())).toBe(arn);
      const bus = `arn:aws:events:${place}:event-bus/orders`;
      expect(injectedFor((stack) => Access.eventBus(events.EventBus.fromEventBusArn(stack, 'R', bus)).putEvents())).toBe(bus);
    }
    const here = `arn:aws:dynamodb:${HERE}:table/orders`;
    expect(injectedFor((stack) => Access.table(dynamodb.Table.fromTableArn(stack, 'R', here)).readItem())).toBe('orders');
  });

  test('of an imported table where the account of the function is not known, the ARN', () => {
    const stack = newStack();
    const arn = `arn:aws:dynamodb:${HERE}:table/orders`;
    const access = Access.table(dynamodb.Table.fromTableArn(stack, 'R', arn))
      .readItem()
      .withEnvironment('TABLE');
    expect(variablesFor(stack, access)).toEqual({ TABLE: arn });
  });

  test('of a resource of another stack of the app, its name', () => {
    const app = new App();
    const data = new Stack(app, 'Data', { env });
    const table = new dynamodb.Table(data, 'Table', { partitionKey: id });
    const stack = new Stack(app, 'Orders', { env });
    expect(variablesFor(stack, Access.table(table).readItem().withEnvironment('TABLE'))).toEqual({
      TABLE: { 'Fn::ImportValue': expect.stringContaining('RefTable') },
    });
  });
});

test('a prefix, and the one key of an object', () => {
  const bucket = (stack: Stack) => Access.bucket(new s3.Bucket(stack, 'Bucket'));
  expect(injectedFor((stack) => bucket(stack).putObjects({ prefix: 'in/' }), EnvironmentValue.PREFIX)).toBe('in/');
  expect(injectedFor((stack) => bucket(stack).getObjects({ keys: ['a.json'] }), EnvironmentValue.OBJECT_KEY)).toBe('a.json');
});

test('the role that a schedule gets', () => {
  const roleArn = 'arn:aws:iam::111122223333:role/remind';
  const make = (stack: Stack) =>
    Access.scheduleGroup(
      scheduler.ScheduleGroup.fromScheduleGroupArn(stack, 'R', `arn:aws:scheduler:${HERE}:schedule-group/g`),
    ).createSchedules(iam.Role.fromRoleArn(stack, 'Role', roleArn));
  expect(injectedFor(make, EnvironmentValue.ROLE)).toBe(roleArn);
});

test('the URL of a GraphQL API of the app', () => {
  const stack = newStack();
  const api = new appsync.GraphqlApi(stack, 'Shop', {
    name: 'shop',
    definition: appsync.Definition.fromSchema(new appsync.SchemaFile({ filePath: __filename })),
  });
  expect(variablesFor(stack, Access.graphqlApi(api).query('orders').withEnvironment('SHOP_URL'))).toEqual({
    SHOP_URL: stack.resolve(api.graphqlUrl),
  });
});

test('declaring a variable changes nothing about the permissions', () => {
  const stack = newStack();
  const table = new dynamodb.Table(stack, 'Table', { partitionKey: id });
  const plain = Access.table(table).readItem();
  const statements = (access: DeclaredAccess) => access.bind(stack).map((statement) => statement.toJSON());
  expect(statements(plain.withEnvironment('TABLE'))).toEqual(statements(plain));
});

describe('one variable, one value', () => {
  const twoTables = (stack: Stack) =>
    ['A', 'B'].map((name) => Access.table(new dynamodb.Table(stack, name, { partitionKey: id })).readItem());

  test('the same value twice is one variable', () => {
    const stack = newStack();
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: id });
    const to = Access.table(table);
    const variables = variablesFor(stack, to.readItem().withEnvironment('TABLE'), to.putItems().withEnvironment('TABLE'));
    expect(variables).toEqual({ TABLE: stack.resolve(table.tableName) });
  });

  test('fails when two declarations set it to two', () => {
    const stack = newStack();
    const [one, other] = twoTables(stack).map((access) => access.withEnvironment('TABLE'));
    expect(() => variablesFor(stack, ...[one, other].flatMap((access) => access ?? []))).toThrow(
      '"TABLE" of "Orders/Fn" has two values: access to "Orders/A" sets it to "<A>", and access to "Orders/B" sets it to "<B>"; choose two names',
    );
  });

  test('fails when "environment" sets it to another', () => {
    const stack = newStack();
    const [access] = twoTables(stack).map((one) => one.withEnvironment('TABLE'));
    const make = () =>
      new SecureFunction(stack, 'Fn', { ...code, environment: { TABLE: 'orders' }, access: access === undefined ? [] : [access] });
    expect(make).toThrow(
      '"TABLE" of "Orders/Fn" has two values: its "environment" sets it to "orders", and access to "Orders/A" sets it to "<A>"; leave one of them out',
    );
  });

  test('the same value in "environment" is no conflict', () => {
    const stack = newStack();
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: id });
    const access = [Access.table(table).readItem().withEnvironment('TABLE')];
    const make = () => new SecureFunction(stack, 'Fn', { ...code, environment: { TABLE: table.tableName }, access });
    expect(make).not.toThrow();
  });

  test('fails when it is changed afterwards, in the function or in its L1 construct', () => {
    for (const change of [
      (fn: SecureFunction) => fn.addEnvironment('TABLE', 'other'),
      (fn: SecureFunction) => {
        if (fn.node.defaultChild instanceof lambda.CfnFunction) fn.node.defaultChild.environment = { variables: { TABLE: 'other' } };
      },
    ]) {
      const stack = newStack();
      const [access] = twoTables(stack).map((one) => one.withEnvironment('TABLE'));
      change(new SecureFunction(stack, 'Fn', { ...code, access: access === undefined ? [] : [access] }));
      expect(() => Template.fromStack(stack)).toThrow(
        '"TABLE" of "Orders/Fn" has two values: access to "Orders/A" sets it to "<A>", and it was set to "other" afterwards; leave one of them out',
      );
    }
  });
});

describe('fails', () => {
  const table = () => Access.table(new dynamodb.Table(newStack(), 'Table', { partitionKey: id }));

  test.each(['AWS_REGION', '_HANDLER', 'AWS_LAMBDA_EXEC_WRAPPER', 'LAMBDA_TASK_ROOT'])(
    'with "%s", which Lambda keeps for itself',
    (name) => {
      expect(() => table().readItem().withEnvironment(name)).toThrow(
        `"${name}" is an environment variable that Lambda keeps for itself: choose another name`,
      );
    },
  );

  test.each(['', 'T', '1TABLE', 'my-table', 'A B', '_TABLE'])('with the name "%s"', (name) => {
    expect(() => table().readItem().withEnvironment(name)).toThrow(
      `"${name}" is no name of an environment variable: take two or more letters, digits and "_", a letter first`,
    );
  });

  test('with several indexes, and none, where one is asked for', () => {
    expect(() => table().withIndexes('a', 'b').queryItems().withEnvironment('INDEX', EnvironmentValue.INDEX)).toThrow(
      'access to "Orders/Table" has no index for "INDEX": it names not exactly one; choose EnvironmentValue.IDENTIFIER, EnvironmentValue.ARN or EnvironmentValue.NAME, or set it in "environment"',
    );
    expect(() => table().queryItems().withEnvironment('INDEX', EnvironmentValue.INDEX)).toThrow('it names not exactly one');
  });

  test('where calls take more than one value', () => {
    const arn = `arn:aws:bedrock:${HERE}:agent-alias/AGENT00001/ALIAS00001`;
    expect(() => Access.bedrock().invokeAgent(arn).withEnvironment('AGENT')).toThrow(
      `access to "${arn}" has no identifier for "AGENT": its calls take more than one value, or none; choose EnvironmentValue.ARN, or set it in "environment"`,
    );
    expect(injectedFor(() => Access.bedrock().invokeAgent(arn), EnvironmentValue.ARN)).toBe(arn);
  });

  test.each([
    ['no resource', () => Access.withoutResource('cloudwatch:PutMetricData')],
    ['tracing', () => Access.tracing().write()],
    ['callbacks', () => Access.stateMachine(sfn.StateMachine.fromStateMachineName(newStack(), 'R', 'f')).completeTasks()],
    ['several topics', () => Access.iotTopics('a', 'b').publish()],
    ['all below an ARN', () => Access.toArn('arn:aws:s3:::receipts/in/*', 's3:GetObject')],
    [
      'access of your own',
      () =>
        new (class extends DeclaredAccess {
          override bind(): iam.PolicyStatement[] {
            return [];
          }
        })(),
    ],
  ])('with %s', (_, make) => {
    expect(() => make().withEnvironment('IT')).toThrow(
      'no value is known for "IT": this access names no one resource that it could stand for; set it in "environment"',
    );
  });
});

test('a model is named by its ARN, which its calls take', () => {
  const arn = 'arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0';
  const model = (stack: Stack) =>
    bedrock.FoundationModel.fromFoundationModelId(stack, 'M', new bedrock.FoundationModelIdentifier('amazon.nova-lite-v1:0'));
  expect(JSON.stringify(injectedFor((stack) => Access.bedrock().invokeModel(model(stack))))).toContain(arn.slice(arn.indexOf(':bedrock:')));
});
