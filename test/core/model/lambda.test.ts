import { modelOf, resources } from '../../policies/facts';

const role = { Type: 'AWS::IAM::Role', Properties: {} };
const handler = (Role: unknown, path?: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Handler: 'a.b', Role },
  ...(path === undefined ? {} : { Metadata: { 'aws:cdk:path': path } }),
});

test("a function's role is the resource that its Role points at", () => {
  const [found] = modelOf(resources({ Role: role, Handler: handler({ 'Fn::GetAtt': ['Role', 'Arn'] }) })).functions;
  expect(found?.role?.logicalId).toBe('Role');
});

test('a role outside the input is a value without a resource', () => {
  const [found] = modelOf(resources({ Handler: handler('arn:aws:iam::111122223333:role/shared') })).functions;
  expect(found?.role).toBeUndefined();
  expect(found?.roleValues.map(({ value }) => value)).toEqual(['arn:aws:iam::111122223333:role/shared']);
});

test('a role of another template of the input', () => {
  const shared = resources(
    { Role: role },
    { Outputs: { Role: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] }, Export: { Name: 'role-arn' } } } },
  );
  const [found] = modelOf(shared, resources({ Handler: handler({ 'Fn::ImportValue': 'role-arn' }) })).functions;
  expect([found?.role?.template.name, found?.role?.logicalId]).toEqual(['a.json', 'Role']);
});

test('a SAM function may leave its role to SAM', () => {
  const [found] = modelOf(resources({ Handler: { Type: 'AWS::Serverless::Function', Properties: { Handler: 'a.b' } } })).functions;
  expect([found?.resource.logicalId, found?.role, found?.roleValues]).toEqual(['Handler', undefined, []]);
});

test("a function of CDK's own is marked", () => {
  const path = 'Stack/LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a/Resource';
  const model = modelOf(resources({ Handler: handler('arn', path), Own: handler('arn', 'Stack/Own/Resource') }));
  expect(model.functions.map(({ resource }) => model.isProvided(resource))).toEqual([true, false]);
});
