import rule from '../../../policies/endpoint/no-internet-facing-load-balancer';
import { factsOf, firstFactOf, modelWith, resources } from '../facts';

const balancer = (more: object = {}) => ({ Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: more });
const listener = (Protocol: string, actions: object[], more: object = {}) => ({
  Type: 'AWS::ElasticLoadBalancingV2::Listener',
  Properties: { LoadBalancerArn: { Ref: 'Balancer' }, Protocol, DefaultActions: actions, ...more },
});
const forward = { Type: 'forward' };
const oidc = { Type: 'authenticate-oidc', AuthenticateOidcConfig: {} };
const found = (others: object, more: object = {}) => factsOf(rule, resources({ Balancer: balancer(more), ...others }));

test.each(['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancing::LoadBalancer'])(
  '%s faces the internet by default',
  (Type) => {
    const of = (Properties: object) => factsOf(rule, resources({ Balancer: { Type, Properties } }));
    expect(of({})).toEqual(['open Balancer ']);
    expect(of({ Scheme: { Ref: 'AWS::NoValue' } })).toEqual(['open Balancer /Scheme']);
    expect(of({ Scheme: 'internet-facing' })).toEqual(['open Balancer /Scheme']);
    expect(of({ Scheme: 'internal' })).toEqual([]);
  },
);

test('a network load balancer too, a gateway never', () => {
  expect(found({}, { Type: 'network' })).toEqual(['open Balancer ']);
  expect(found({}, { Type: 'gateway' })).toEqual([]);
});

test('listeners that make every client sign in', () => {
  expect(found({ A: listener('HTTPS', [oidc, forward]) })).toEqual(['guarded Balancer  (at most warning)']);
  expect(found({ A: listener('HTTPS', [{ Type: 'jwt-validation' }, forward]) })).toEqual(['guarded Balancer  (at most warning)']);
  expect(found({ A: listener('HTTPS', [forward], { MutualAuthentication: { Mode: 'verify' } }) })).toEqual([
    'guarded Balancer  (at most warning)',
  ]);
  const redirect = listener('HTTP', [{ Type: 'redirect' }]);
  expect(found({ A: listener('HTTPS', [oidc, forward]), Redirect: redirect })).toEqual(['guarded Balancer  (at most warning)']);
});

test('one that does not is named', () => {
  expect(found({ A: listener('HTTPS', [forward]) })).toEqual(['open Balancer ']);
  expect(found({ A: listener('HTTP', [oidc, forward]) })).toEqual(['open Balancer ']);
  const lax = { Type: 'authenticate-oidc', AuthenticateOidcConfig: { OnUnauthenticatedRequest: 'allow' } };
  expect(found({ A: listener('HTTPS', [lax, forward]) })).toEqual(['open Balancer ']);
  const Rule = { Type: 'AWS::ElasticLoadBalancingV2::ListenerRule', Properties: { ListenerArn: { Ref: 'A' }, Actions: [forward] } };
  const template = resources({ Balancer: balancer(), A: listener('HTTPS', [{ Type: 'fixed-response' }]), Rule });
  expect(firstFactOf(rule, template).data?.gap).toBe('"Rule" forwards without authentication');
});

test('a rule that authenticates, where the default only answers', () => {
  const Rule = { Type: 'AWS::ElasticLoadBalancingV2::ListenerRule', Properties: { ListenerArn: { Ref: 'A' }, Actions: [oidc, forward] } };
  expect(found({ A: listener('HTTPS', [{ Type: 'fixed-response' }]), Rule })).toEqual(['guarded Balancer  (at most warning)']);
});

test('security groups of known networks are information, unknown ones not', () => {
  const group = (CidrIp: string) => ({
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp }] },
  });
  const SecurityGroups = [{ 'Fn::GetAtt': ['Group', 'GroupId'] }];
  expect(found({ Group: group('10.0.0.0/8') }, { SecurityGroups })).toEqual(['narrow Balancer  (at most info)']);
  expect(found({ Group: group('0.0.0.0/0') }, { SecurityGroups })).toEqual(['open Balancer ']);
  expect(found({}, { SecurityGroups: ['sg-1'] })).toEqual(['open Balancer ']);
});

test('the branch that faces the internet counts', () => {
  const Conditions = { Dev: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  const template = resources({ Balancer: balancer({ Scheme: { 'Fn::If': ['Dev', 'internet-facing', 'internal'] } }) }, { Conditions });
  expect(factsOf(rule, template)).toEqual(['open Balancer /Scheme/Fn::If/1']);
});

test('a load balancer that is public on purpose', () => {
  expect([...rule.check(modelWith({ publicEndpoints: ['Balancer'] }, resources({ Balancer: balancer() })))]).toEqual([]);
});
