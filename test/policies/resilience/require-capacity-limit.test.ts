import rule from '../../../policies/resilience/require-capacity-limit';
import { factsOf, resources } from '../facts';

const found = (Resources: object) => factsOf(rule, resources(Resources)).filter((fact) => !fact.startsWith('noBudget'));
const onDemand = (properties: object = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: { BillingMode: 'PAY_PER_REQUEST', ...properties },
});
const Url = (AuthType: string) => ({ Type: 'AWS::Lambda::Url', Properties: { AuthType, TargetFunctionArn: { Ref: 'Fn' } } });
const Fn = (properties: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, ...properties },
});
const Role = (Action: string) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    Policies: [
      { PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } }] } },
    ],
  },
});
const boundless = ['boundlessTable Table '];

test('a table behind an open function, and only one that the function may use', () => {
  expect(found({ Table: onDemand(), Fn: Fn(), Role: Role('dynamodb:PutItem'), Url: Url('NONE') })).toEqual(boundless);
  expect(found({ Table: onDemand(), Fn: Fn(), Role: Role('dynamodb:DescribeTable'), Url: Url('NONE') })).toEqual([]);
  expect(found({ Table: onDemand(), Fn: Fn(), Role: Role('dynamodb:PutItem'), Url: Url('AWS_IAM') })).toEqual([]);
});

test('a limit anywhere on the way is enough', () => {
  const limited = { ReservedConcurrentExecutions: 5 };
  expect(found({ Table: onDemand(), Fn: Fn(limited), Role: Role('dynamodb:PutItem'), Url: Url('NONE') })).toEqual([]);
  const OnDemandThroughput = { MaxReadRequestUnits: 1, MaxWriteRequestUnits: 1 };
  expect(found({ Table: onDemand({ OnDemandThroughput }), Fn: Fn(), Role: Role('dynamodb:PutItem'), Url: Url('NONE') })).toEqual([]);
  const half = { OnDemandThroughput: { MaxReadRequestUnits: 1 } };
  expect(found({ Table: onDemand(half), Fn: Fn(), Role: Role('dynamodb:PutItem'), Url: Url('NONE') })).toEqual(boundless);
  const provisioned = { BillingMode: 'PROVISIONED' };
  expect(found({ Table: onDemand(provisioned), Fn: Fn(), Role: Role('dynamodb:PutItem'), Url: Url('NONE') })).toEqual([]);
});

test('global tables say it for reads and writes apart', () => {
  const table = (properties: object) => ({
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: { BillingMode: 'PAY_PER_REQUEST', ...properties },
  });
  const open = { Fn: Fn(), Role: Role('dynamodb:PutItem'), Url: Url('NONE') };
  expect(found({ Table: table({}), ...open })).toEqual(boundless);
  const write = { WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 1 } };
  expect(found({ Table: table(write), ...open })).toEqual(boundless);
  const read = { Replicas: [{ Region: 'eu-west-1', ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 1 } }] };
  expect(found({ Table: table({ ...write, ...read }), ...open })).toEqual([]);
});

test('GraphQL with a key reaches the tables of its data sources', () => {
  const graph = (AuthenticationType: string) => ({
    Api: { Type: 'AWS::AppSync::GraphQLApi', Properties: { AuthenticationType } },
    Source: {
      Type: 'AWS::AppSync::DataSource',
      Properties: { ApiId: { 'Fn::GetAtt': ['Api', 'ApiId'] }, DynamoDBConfig: { TableName: { Ref: 'Table' } } },
    },
  });
  expect(found({ Table: onDemand(), ...graph('API_KEY') })).toEqual(boundless);
  expect(found({ Table: onDemand(), ...graph('AWS_IAM') })).toEqual([]);
});

test('a budget is asked for once, and only where strangers come in', () => {
  const all = (Resources: object) => factsOf(rule, resources(Resources));
  expect(all({ Fn: Fn(), A: Url('NONE'), B: Url('NONE') })).toEqual(['noBudget A /AuthType (at most info)']);
  expect(all({ Fn: Fn(), A: Url('AWS_IAM') })).toEqual([]);
  expect(all({ Fn: Fn(), A: Url('NONE'), Budget: { Type: 'AWS::CE::AnomalyMonitor', Properties: {} } })).toEqual([]);
});

test('work groups', () => {
  const group = (WorkGroupConfiguration: object) => ({ Group: { Type: 'AWS::Athena::WorkGroup', Properties: { WorkGroupConfiguration } } });
  expect(found(group({}))).toEqual(['boundlessQueries Group  (at most info)']);
  expect(found(group({ BytesScannedCutoffPerQuery: 10_000_000 }))).toEqual([]);
});
