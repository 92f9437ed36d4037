import { checkTemplates } from '../../../lib/check';
import type { Json } from '../../../lib/core/json';
import { isProviderPath } from '../../../lib/core/model/providers';
import { buildTemplates } from '../../../lib/core/template';

const LOG_RETENTION = 'Orders/LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a/ServiceRole/DefaultPolicy/Resource';
const BUCKET_DEPLOYMENT = 'Orders/Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C/ServiceRole/DefaultPolicy/Resource';

function severitiesOf(path: string, ...statements: Json[]): string[] {
  const body = {
    Resources: {
      Policy: {
        Type: 'AWS::IAM::Policy',
        Metadata: { 'aws:cdk:path': path },
        Properties: { PolicyName: 'p', Roles: ['r'], PolicyDocument: { Version: '2012-10-17', Statement: statements } },
      },
    },
  };
  return checkTemplates(buildTemplates([{ name: 't.json', body }])).findings.map(({ ruleId, severity }) => `${severity} ${ruleId}`);
}

const RETENTION = { Effect: 'Allow', Action: ['logs:PutRetentionPolicy', 'logs:DeleteRetentionPolicy'], Resource: '*' };

test('a statement that CDK itself wrote, at its path and in its shape, is information', () => {
  expect(severitiesOf(LOG_RETENTION, RETENTION)).toEqual(['info iam/no-wildcard-resource']);
});

test('the same statement at a path of the user blocks', () => {
  expect(severitiesOf('Orders/Fn/ServiceRole/DefaultPolicy/Resource', RETENTION)).toEqual(['error iam/no-wildcard-resource']);
});

test('a statement that the user merged into the role of a provider blocks beside it', () => {
  const merged = { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '*' };
  expect(severitiesOf(LOG_RETENTION, RETENTION, merged)).toEqual(['info iam/no-wildcard-resource', 'error iam/no-wildcard-resource']);
});

test('an action that the user merged into the statement of a provider blocks', () => {
  const merged = { ...RETENTION, Action: [...RETENTION.Action, 'logs:DeleteLogGroup'] };
  expect(severitiesOf(LOG_RETENTION, merged)).toEqual(['error iam/no-wildcard-resource']);
});

test('a provider that names its resources is recognised only on named resources', () => {
  const read = (resource: Json) => ({ Effect: 'Allow', Action: ['s3:GetObject*', 's3:GetBucket*', 's3:List*'], Resource: resource });
  const named = severitiesOf(BUCKET_DEPLOYMENT, read([{ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::assets' }, 'arn:aws:s3:::assets/*']));
  expect(named).toEqual(Array.from({ length: 3 }, () => 'info iam/no-partial-wildcard-action'));
  expect(severitiesOf(BUCKET_DEPLOYMENT, read('*'))).toContain('error iam/no-wildcard-resource');
  for (const wide of ['arn:${AWS::Partition}:s3:::*', 'arn:${AWS::Partition}:s3:::orders-*', 'arn:${AWS::Partition}:s3']) {
    expect(severitiesOf(BUCKET_DEPLOYMENT, read({ 'Fn::Sub': wide }))).toContain('error iam/no-partial-wildcard-action');
  }
});

test("a construct of the user whose name looks like the policy of a replicated table is none of CDK's", () => {
  const all = { Effect: 'Allow', Action: 'dynamodb:*', Resource: 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders' };
  expect(severitiesOf('Orders/SourceTableAttachedManagedPolicy-Mine/Resource', all)).toEqual(['error iam/no-wildcard-action']);
  const own =
    'Orders/Table/SourceTableAttachedManagedPolicy-OrdersawscdkawsdynamodbReplicaProviderOnEventHandlerServiceRole73C9CF86/Resource/Resource';
  expect(severitiesOf(own, all)).toEqual(['info iam/no-wildcard-action']);
});

test('the role by which a user pool sends text messages publishes to numbers, which are no resources', () => {
  const publish = { Effect: 'Allow', Action: 'sns:Publish', Resource: '*' };
  expect(severitiesOf('Auth/Users/smsRole/Resource', publish)).toEqual(['info iam/no-wildcard-resource']);
  expect(severitiesOf('Auth/Users/smsRole/Resource', { ...publish, Action: ['sns:Publish', 'sns:DeleteTopic'] })).toContain(
    'error iam/no-wildcard-resource',
  );
  expect(severitiesOf('Auth/Users/Role/Resource', publish)).toEqual(['error iam/no-wildcard-resource']);
});

test("a function that the user shares in a stack is none of CDK's", () => {
  expect(isProviderPath('Orders/SingletonLambda224e77f9a32e4b4dac32983477abba16/Resource')).toBe(true);
  expect(isProviderPath('Orders/SingletonLambdaf7d4f73000000000000000000000b9b5/Resource')).toBe(false);
  expect(isProviderPath('Orders/Provider/framework-onEvent/Resource')).toBe(true);
  expect(isProviderPath('Orders/Provider/waiter-state-machine/Resource')).toBe(true);
  expect(isProviderPath('Orders/OnEvent/Resource')).toBe(false);
  expect(isProviderPath(undefined)).toBe(false);
});
