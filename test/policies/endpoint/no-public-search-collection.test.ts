import rule from '../../../policies/endpoint/no-public-search-collection';
import { factsOf, firstFactOf, resources } from '../facts';

const network = (policy: unknown, type: unknown = 'network') =>
  resources({ Network: { Type: 'AWS::OpenSearchServerless::SecurityPolicy', Properties: { Type: type, Policy: policy } } });
const access = (policy: unknown) =>
  resources({ Access: { Type: 'AWS::OpenSearchServerless::AccessPolicy', Properties: { Type: 'data', Policy: policy } } });
const entry = (isPublic: unknown, ...types: string[]) => ({
  Rules: types.map((ResourceType) => ({ ResourceType, Resource: ['collection/orders'] })),
  AllowFromPublic: isPublic,
});

test('a policy for both is one for collections', () => {
  expect(factsOf(rule, network(JSON.stringify([entry(true, 'dashboard', 'collection')])))).toEqual(['publicCollection Network /Policy']);
});

test('the policy may be one object, joined text, or an object of the template', () => {
  const joined = {
    'Fn::Join': [
      '',
      ['[{"Rules":[{"ResourceType":"collection","Resource":["collection/', { Ref: 'AWS::StackName' }, '"]}],"AllowFromPublic":true}]'],
    ],
  };
  for (const policy of [JSON.stringify(entry(true, 'collection')), joined, [entry('true', 'collection')]]) {
    expect(factsOf(rule, network(policy))).toEqual(['publicCollection Network /Policy']);
  }
  expect(firstFactOf(rule, network(joined)).evidence).toBe('AllowFromPublic true for collections collection/${AWS::StackName}');
  const substituted = {
    'Fn::Sub': '[{"Rules":[{"ResourceType":"dashboard","Resource":["collection/${AWS::StackName}"]}],"AllowFromPublic":true}]',
  };
  expect(factsOf(rule, network(substituted))).toEqual(['publicDashboard Network /Policy (at most warning)']);
});

test('a policy without rules opens what nobody knows, so it counts as one for collections', () => {
  expect(factsOf(rule, network(JSON.stringify([{ AllowFromPublic: true }])))).toEqual(['publicCollection Network /Policy']);
});

test('an encryption policy is left alone, and one of unknown type is read', () => {
  expect(factsOf(rule, network('{"Rules":[],"AWSOwnedKey":true}', 'encryption'))).toEqual([]);
  expect(factsOf(rule, network(JSON.stringify([entry(true, 'collection')]), { 'Fn::ImportValue': 'type' }))).toEqual([
    'publicCollection Network /Policy',
  ]);
});

test('what cannot be read is said', () => {
  expect(factsOf(rule, network('not json'))).toEqual(['undecided Network /Policy']);
  expect(factsOf(rule, network(undefined))).toEqual(['undecided Network ']);
  expect(factsOf(rule, network([entry({ 'Fn::ImportValue': 'public' }, 'collection')]))).toEqual(['undecided Network /Policy']);
  expect(factsOf(rule, access({ 'Fn::ImportValue': 'policy' }))).toEqual(['undecidedAccess Access /Policy (at most warning)']);
});

test('a principal is one role, or too many', () => {
  const of = (principal: string) => factsOf(rule, access(JSON.stringify([{ Rules: [], Principal: [principal] }])));
  expect(of('arn:aws:iam::111122223333:role/orders')).toEqual([]);
  expect(of('saml/111122223333/sso/user/ann')).toEqual([]);
  expect(of('arn:aws:iam::*:role/orders')).toEqual(['anyPrincipal Access /Policy']);
  expect(of('*')).toEqual(['anyPrincipal Access /Policy']);
  expect(of('saml/111122223333/sso/group/*')).toEqual(['anyIdentityOfAccount Access /Policy (at most warning)']);
});

test('every permission counts on every collection or index, not on one', () => {
  const of = (resource: string, permission: string) =>
    factsOf(rule, access(JSON.stringify([{ Rules: [{ Resource: [resource], Permission: [permission] }], Principal: [] }])));
  expect(of('index/*/*', 'aoss:*')).toEqual(['everyPermission Access /Policy (at most warning)']);
  expect(of('collection/*', 'aoss:DescribeCollectionItems')).toEqual([]);
  expect(of('index/orders/*', 'aoss:*')).toEqual([]);
});

test('the role of a template is no wildcard', () => {
  const policy = {
    'Fn::Join': ['', ['[{"Rules":[],"Principal":["', { 'Fn::GetAtt': ['Role', 'Arn'] }, '"]}]']],
  };
  const template = access(policy);
  const { Access } = JSON.parse(JSON.stringify(template.Resources));
  expect(factsOf(rule, resources({ Access, Role: { Type: 'AWS::IAM::Role', Properties: {} } }))).toEqual([]);
});
