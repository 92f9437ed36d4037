import rule from '../../../policies/api/require-web-acl';
import { factsOf, resources } from '../facts';

const found = (Resources: object, more: object = {}) => factsOf(rule, resources(Resources, more));
const api = { Type: 'AWS::ApiGateway::RestApi', Properties: {} };
const stage = (StageName: unknown = 'prod') => ({ Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, StageName } });
const association = (ResourceArn: unknown, Type = 'AWS::WAFv2::WebACLAssociation') => ({
  Type,
  Properties: { ResourceArn, WebACLArn: 'w' },
});
const arn = (last: unknown) => ({
  'Fn::Join': [
    '',
    ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:eu-west-1::/restapis/', { Ref: 'Api' }, ...(Array.isArray(last) ? last : [last])],
  ],
});

test('an association names a stage by reference, or by the API and the name', () => {
  expect(found({ Api: api, Stage: stage() })).toEqual(['unprotected Stage ']);
  expect(found({ Api: api, Stage: stage(), A: association(arn(['/stages/', { Ref: 'Stage' }])) })).toEqual([]);
  expect(found({ Api: api, Stage: stage(), A: association(arn('/stages/prod')) })).toEqual([]);
  expect(found({ Api: api, Stage: stage(), A: association(arn('/stages/test')) })).toEqual(['unprotected Stage ']);
  expect(found({ Api: api, Stage: stage(), A: association({ Ref: 'Stage' }, 'AWS::WAFRegional::WebACLAssociation') })).toEqual([]);
});

test('an association in another template counts', () => {
  const protect = resources({ A: association({ 'Fn::ImportValue': 'balancer' }) });
  const balancer = resources(
    { Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme: 'internet-facing' } } },
    { Outputs: { Arn: { Value: { Ref: 'Balancer' }, Export: { Name: 'balancer' } } } },
  );
  expect(factsOf(rule, balancer)).toEqual(['unprotected Balancer ']);
  expect(factsOf(rule, balancer, protect)).toEqual([]);
});

test('an association with something unknown may be the one', () => {
  expect(found({ Api: api, Stage: stage(), A: association({ 'Fn::ImportValue': 'elsewhere' }) })).toEqual([
    'mayBeProtected Stage  (at most info)',
  ]);
});

test('policies of Firewall Manager protect from outside', () => {
  expect(found({ Api: api, Stage: stage(), Policy: { Type: 'AWS::FMS::Policy', Properties: {} } })).toEqual([]);
});

test.each([
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', {}, ['unprotected It ']],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' }, []],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'network' }, []],
  ['AWS::AppSync::GraphQLApi', { AuthenticationType: 'AWS_IAM' }, ['unprotected It ']],
  ['AWS::AppSync::GraphQLApi', { Visibility: 'PRIVATE' }, []],
  ['AWS::Cognito::UserPool', {}, ['unprotected It  (at most info)']],
  ['AWS::AppRunner::Service', {}, ['unprotected It ']],
  ['AWS::AppRunner::Service', { NetworkConfiguration: { IngressConfiguration: { IsPubliclyAccessible: false } } }, []],
  ['AWS::ApiGatewayV2::Stage', { ApiId: 'a' }, []],
])('%s with %j', (Type, Properties, facts) => {
  expect(found({ It: { Type, Properties } })).toEqual(facts);
});
