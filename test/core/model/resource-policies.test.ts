import { placeInTemplate, resourcePolicyNodes } from '../../../lib/core/model/resource-policies';
import { belowAll, pointerOf } from '../../../lib/core/path';
import { modelOf, resources } from '../../policies/facts';

function nodesOf(Type: string, Properties: object) {
  const Conditions = { C: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  const model = modelOf(resources({ Guard: { Type, Properties } }, { Conditions }));
  const [template] = model.templates;
  const guard = template?.resources.get('Guard');
  if (template === undefined || guard === undefined) throw new Error('the template has a resource "Guard"');
  return [...resourcePolicyNodes(guard, model.resolverOf(template))].map(({ node, at, ...rest }) => ({
    ...rest,
    node,
    at: pointerOf(at).replace('/Resources/Guard/Properties', ''),
  }));
}

const statement = { Effect: 'Allow', Principal: '*', Action: 'a:B', Resource: '*' };

test('a policy says what it guards, not what carries it', () => {
  expect(nodesOf('AWS::S3::BucketPolicy', { PolicyDocument: { Statement: [statement] } })).toEqual([
    { node: { Statement: [statement] }, at: '/PolicyDocument', guards: 'AWS::S3::Bucket', kind: 'resource' },
  ]);
});

test('both branches on the way to a policy are read', () => {
  const policy = { ResourcePolicy: { PolicyDocument: { Statement: [statement] } } };
  const Replicas = [{ 'Fn::If': ['C', { Region: 'a', ...policy }, { Region: 'b' }] }, { Region: 'c', ...policy }];
  expect(nodesOf('AWS::DynamoDB::GlobalTable', { Replicas }).map(({ at }) => at)).toEqual([
    '/Replicas/0/Fn::If/1/ResourcePolicy/PolicyDocument',
    '/Replicas/1/ResourcePolicy/PolicyDocument',
  ]);
});

test('documents without principals grant to identities', () => {
  const bare = { Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }] };
  expect(nodesOf('AWS::IoT::Policy', { PolicyDocument: bare }).map(({ kind }) => kind)).toEqual(['identity']);
  expect(nodesOf('Custom::Role', { Deep: [{ Policy: bare }] })).toEqual([
    { node: bare, at: '/Deep/0/Policy', guards: 'Custom::Role', kind: 'identity' },
  ]);
});

test('a text inside a text is found, and the same one only once', () => {
  const call = JSON.stringify({ action: 'putResourcePolicy', parameters: { policy: JSON.stringify({ Statement: [statement] }) } });
  expect(nodesOf('Custom::AWS', { Create: call, Update: call })).toHaveLength(1);
});

test('types that are read elsewhere, and other grammars, are not searched', () => {
  expect(nodesOf('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [statement] } })).toEqual([]);
  expect(nodesOf('AWS::Organizations::Policy', { Content: { Statement: [statement] } })).toEqual([]);
  expect(nodesOf('AWS::EC2::VerifiedAccessGroup', { PolicyDocument: 'permit(principal, action, resource);' })).toEqual([]);
  const data = JSON.stringify([{ Rules: [{ ResourceType: 'index' }], Principal: ['*'] }]);
  expect(nodesOf('AWS::OpenSearchServerless::AccessPolicy', { Type: 'data', Policy: data })).toEqual([]);
});

test('names of JavaScript objects are no resource types', () => {
  expect(nodesOf('constructor', {})).toEqual([]);
  expect(nodesOf('__proto__', { Policy: { Statement: [statement] } })).toHaveLength(1);
});

test('a large template of an unknown type is searched in linear time', () => {
  const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, { list: [index, 'text'] }]));
  let deep: object = { Statement: [statement] };
  for (let level = 0; level < 40; level++) deep = { [`level${level}`]: deep };
  const start = process.hrtime.bigint();
  expect(nodesOf('AWS::NewService::Thing', { wide, deep })).toHaveLength(1);
  expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(2000);
});

test('a place is the closest that the template has', () => {
  const model = modelOf(resources({ Guard: { Type: 'AWS::Lambda::Permission', Properties: { Principal: '*', Text: '{}' } } }));
  const guard = model.templates[0]?.resources.get('Guard');
  if (guard === undefined) throw new Error('the template has a resource "Guard"');
  const place = (...keys: string[]) => pointerOf(placeInTemplate(guard, belowAll(undefined, 'Resources', 'Guard', 'Properties', ...keys)));
  expect(place('Statement', 'Principal', 'AWS')).toBe('/Resources/Guard/Properties/Principal');
  expect(place('Text')).toBe('/Resources/Guard/Properties/Text');
  expect(pointerOf(placeInTemplate(guard, belowAll(undefined, 'Globals', 'Function')))).toBe('/Globals/Function');
});
