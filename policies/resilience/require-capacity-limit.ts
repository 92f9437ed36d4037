import type { JsonObject } from '../../lib/core/json';
import type { LambdaFunction, Model } from '../../lib/core/model/model';
import { isLimited } from '../../lib/core/model/numbers';
import type { Reading } from '../../lib/core/model/reading';
import { reachOf } from '../../lib/core/model/rights';
import { isThrottled, targetOf } from '../../lib/core/model/stages';
import { isOpen, isOwnFunction, openEntryPointsOf, resourceIn } from '../../lib/core/model/triggers';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'boundlessTable' | 'boundlessQueries' | 'noBudget';

const table = (more: object) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], BillingMode: 'PAY_PER_REQUEST', ...more },
});
const graph = {
  Graph: { Type: 'AWS::AppSync::GraphQLApi', Properties: { Name: 'orders', AuthenticationType: 'API_KEY' } },
  Source: {
    Type: 'AWS::AppSync::DataSource',
    Properties: {
      ApiId: { 'Fn::GetAtt': ['Graph', 'ApiId'] },
      Name: 'orders',
      Type: 'AMAZON_DYNAMODB',
      DynamoDBConfig: { TableName: { Ref: 'Orders' }, AwsRegion: 'eu-west-1' },
    },
  },
};
const budget = {
  Budget: {
    Type: 'AWS::Budgets::Budget',
    Properties: { Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 100, Unit: 'USD' } } },
  },
};
const limit = { OnDemandThroughput: { MaxReadRequestUnits: 100, MaxWriteRequestUnits: 100 } };
const workGroup = (configuration: JsonObject) => ({
  Type: 'AWS::Athena::WorkGroup',
  Properties: { Name: 'orders', WorkGroupConfiguration: configuration },
});

/** What strangers can make the app pay for. Streams and search collections on demand have no limit that a template could set. */
export default defineRule<Message>({
  meta: {
    id: 'resilience/require-capacity-limit',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'What strangers can use has a limit of capacity',
    rationale:
      'Capacity on demand follows the load, whoever makes it. Behind a path that anyone can call, the caller decides the bill: a maximum turns that into errors for the attacker instead.',
    references: [
      'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode-max-throughput.html',
      'https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html',
      'https://owasp.org/www-project-serverless-top-10/',
    ],
    catalogue: ['DOW-UNBOUNDED-CAPACITY'],
    peers: [],
  },
  messages: {
    boundlessTable: {
      what: 'table "{name}" scales without an end, and anyone can reach it through {path}: OnDemandThroughput sets no maximum',
      fix: 'set "OnDemandThroughput" with "MaxReadRequestUnits" and "MaxWriteRequestUnits" ("maxReadRequestUnits", "maxWriteRequestUnits")',
    },
    boundlessQueries: {
      what: 'one query in work group "{name}" may scan any amount of data: BytesScannedCutoffPerQuery is absent',
      fix: 'set "WorkGroupConfiguration/BytesScannedCutoffPerQuery" to what the largest query needs',
    },
    noBudget: {
      what: 'anyone can call "{route}", and no budget or cost anomaly monitor of the app tells when that gets expensive',
      fix: 'add an AWS::Budgets::Budget or AWS::CE::AnomalyMonitor ("CfnBudget"), or acknowledge this when the account has one',
    },
  },
  examples: {
    valid: [{ title: 'a table with a maximum', resources: { Orders: table(limit), ...graph, ...budget } }],
    invalid: [
      { title: 'a table that grows with its callers', resources: { Orders: table({}), ...graph, ...budget }, reports: ['boundlessTable'] },
      {
        title: 'queries of any size',
        resources: { Group: workGroup({ EnforceWorkGroupConfiguration: true }) },
        reports: ['boundlessQueries'],
      },
      {
        title: 'a public route, and nobody who looks at the bill',
        resources: {
          Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'HTTP' } },
          Get: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'GET /orders' } },
        },
        reports: ['noBudget'],
      },
    ],
  },
  *check(model) {
    yield* tableFacts(model);
    for (const resource of model.resourcesOfType('AWS::Athena::WorkGroup')) {
      for (const reading of model.readingsOf(resource)) {
        if (isLimited(reading.values('WorkGroupConfiguration', 'BytesScannedCutoffPerQuery'))) continue;
        const data = { name: model.nameOf(resource) };
        const evidence = 'BytesScannedCutoffPerQuery absent';
        yield { message: 'boundlessQueries', resource, at: reading.at, evidence, data, atMost: 'info' };
      }
    }
    yield* budgetFacts(model);
  },
});

/** Where each type of table sets its maximum, both of which have to be there. */
const tables: readonly { readonly type: string; readonly isBounded: (reading: Reading) => boolean }[] = [
  {
    type: 'AWS::DynamoDB::Table',
    isBounded: (reading) =>
      ['MaxReadRequestUnits', 'MaxWriteRequestUnits'].every((property) => isLimited(reading.values('OnDemandThroughput', property))),
  },
  {
    type: 'AWS::DynamoDB::GlobalTable',
    isBounded: (reading) =>
      isLimited(reading.values('WriteOnDemandThroughputSettings', 'MaxWriteRequestUnits')) &&
      (isLimited(reading.values('ReadOnDemandThroughputSettings', 'MaxReadRequestUnits')) ||
        isLimited(reading.values('Replicas', '*', 'ReadOnDemandThroughputSettings', 'MaxReadRequestUnits'))),
  },
];

function* tableFacts(model: Model): Iterable<Fact<Message>> {
  let paths: ReadonlyMap<Resource, string> | undefined;
  for (const { type, isBounded } of tables) {
    for (const resource of model.resourcesOfType(type)) {
      const open = model
        .readingsOf(resource)
        .find((reading) => reading.canBe(['BillingMode'], ['PAY_PER_REQUEST']) === 'yes' && !isBounded(reading));
      if (open === undefined) continue;
      paths ??= openPaths(model);
      const path = paths.get(resource);
      if (path === undefined) continue;
      const data = { name: model.nameOf(resource), path };
      yield { message: 'boundlessTable', resource, at: open.at, evidence: 'maximum throughput absent', data };
    }
  }
}

const TABLE_ACTIONS = [
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:BatchWriteItem',
];

/** The tables that anyone can reach without a limit on the way, each with the path: an open function that may use it, a GraphQL API with a key. */
function openPaths(model: Model): ReadonlyMap<Resource, string> {
  const paths = new Map<Resource, string>();
  let openToAll: string | undefined;
  const functions = new Map<Resource, LambdaFunction>(model.functions.map((each) => [each.resource, each]));
  for (const [resource, entryPoints] of openEntryPointsOf(model)) {
    const lambda = functions.get(resource);
    if (lambda === undefined || !isOwnFunction(model, resource)) continue;
    if (model.values(resource, 'ReservedConcurrentExecutions').length > 0) continue;
    const open = entryPoints.find(({ api }) => !isThrottled(model, api));
    if (open === undefined) continue;
    const path = open.kind === 'function-url' ? `the URL of function "${model.nameOf(resource)}"` : `"${open.route}"`;
    const { everything, resources } = reachOf(model, lambda, TABLE_ACTIONS);
    if (everything) openToAll ??= path;
    for (const table of resources) if (!paths.has(table)) paths.set(table, path);
  }
  if (openToAll !== undefined) {
    for (const table of tables.flatMap(({ type }) => model.resourcesOfType(type))) if (!paths.has(table)) paths.set(table, openToAll);
  }
  for (const source of model.resourcesOfType('AWS::AppSync::DataSource')) {
    const table = targetOf(model, source, 'DynamoDBConfig') ?? resourceIn(model, source, 'DynamoDBConfig', 'TableName');
    const api = resourceIn(model, source, 'ApiId');
    if (table === undefined || api === undefined) continue;
    if (model.values(api, 'AuthenticationType').some(({ value }) => value === 'API_KEY'))
      paths.set(table, `GraphQL API "${model.nameOf(api)}", whose key is public`);
  }
  return paths;
}

/** Budgets belong to the account, and mostly to another app: never more than information. */
function* budgetFacts(model: Model): Iterable<Fact<Message>> {
  if (watchers.some((type) => model.resourcesOfType(type).length > 0)) return;
  const open = model.entryPoints.find(isOpen);
  if (open === undefined) return;
  const { resource, at, route } = open;
  yield { message: 'noBudget', resource, at, evidence: 'budget absent', data: { route }, atMost: 'info' };
}

const watchers = ['AWS::Budgets::Budget', 'AWS::CE::AnomalyMonitor', 'AWS::CE::AnomalySubscription'];
