import { checkTemplates } from '../../../lib/check';
import type { Json, JsonObject } from '../../../lib/core/json';
import { buildTemplates } from '../../../lib/core/template';
import { functionRole } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-shared-role';
import { findingsIn, reportsOn } from '../findings';

const ROLE_ARN = 'arn:aws:iam::111122223333:role/orders';

function fn(Role: Json, path?: string): JsonObject {
  const Properties = { Handler: 'index.handler', Runtime: 'nodejs22.x', Code: { S3Bucket: 'releases', S3Key: 'orders.zip' }, Role };
  return { Type: 'AWS::Lambda::Function', Properties, ...(path === undefined ? {} : { Metadata: { 'aws:cdk:path': path } }) };
}

const ordersRole = { 'Fn::GetAtt': ['OrdersRole', 'Arn'] };

test('each function after the first is a finding, at its role, with both names', () => {
  const resources = { ...functionRole(), Read: fn(ordersRole), Write: fn(ordersRole), Purge: fn(ordersRole) };
  expect(findingsIn(rule, { Resources: resources }).map(({ evidence, location }) => [evidence, location])).toEqual([
    ['Read, Purge', '/Resources/Purge/Properties/Role'],
    ['Read, Write', '/Resources/Write/Properties/Role'],
  ]);
});

test('it warns in the recommended pack, blocks in the strict one, and is off in the critical one', () => {
  const template = { Resources: { ...functionRole(), Read: fn(ordersRole), Write: fn(ordersRole) } };
  const severities = (['recommended', 'strict', 'critical'] as const).map((pack) =>
    findingsIn(rule, template, pack).map(({ severity }) => severity),
  );
  expect(severities).toEqual([['warning'], ['error'], []]);
});

test.each<[string, Json]>([
  ['the same literal ARN', ROLE_ARN],
  ['the same parameter', { Ref: 'RoleArn' }],
  ['the same import', { 'Fn::ImportValue': 'orders-role' }],
  ['the same ARN in the own account', { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/orders' }],
])('%s is the same role', (_, role) => {
  const rest = { Parameters: { RoleArn: { Type: 'String' } } };
  expect(reportsOn(rule, { Read: fn(role), Write: fn(role) }, rest)).toEqual(['warning Read, Write']);
});

test('roles that only look alike are not', () => {
  const rest = { Parameters: { ReadRole: { Type: 'String' }, WriteRole: { Type: 'String' } } };
  expect(reportsOn(rule, { Read: fn({ Ref: 'ReadRole' }), Write: fn({ Ref: 'WriteRole' }) }, rest)).toEqual([]);
});

test('a literal ARN is compared across templates, a parameter of the same name is not', () => {
  const inTwo = (role: Json) => {
    const body = (name: string): JsonObject => ({ Parameters: { RoleArn: { Type: 'String' } }, Resources: { [name]: fn(role) } });
    const templates = buildTemplates([
      { name: 'a.template.json', stack: 'A', body: body('Read') },
      { name: 'b.template.json', stack: 'B', body: body('Write') },
    ]);
    return checkTemplates(templates, {}, [rule]).findings.map(({ evidence }) => evidence);
  };
  expect(inTwo(ROLE_ARN)).toEqual(['A/Read, Write']);
  expect(inTwo({ Ref: 'RoleArn' })).toEqual([]);
});

test("functions of CDK's own do not count", () => {
  const path = (name: string) => `Orders/@aws-cdk--aws-eks.KubectlProvider/${name}/Resource`;
  const resources = { ...functionRole(), Handler: fn(ordersRole, path('Handler')), Waiter: fn(ordersRole, path('Waiter')) };
  expect(reportsOn(rule, resources)).toEqual([]);
});

test('state machines and tasks run with roles as well', () => {
  const resources = {
    ...functionRole(),
    Read: fn(ordersRole),
    Flow: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: '{}', RoleArn: ordersRole } },
    Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { TaskRoleArn: ordersRole } },
  };
  expect(reportsOn(rule, resources)).toEqual(['warning Read, Flow', 'warning Read, Task']);
});

test('versions and aliases of a function are the function', () => {
  const resources = {
    ...functionRole(),
    Read: fn(ordersRole),
    ReadVersion: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Read' } } },
  };
  expect(reportsOn(rule, resources)).toEqual([]);
});
