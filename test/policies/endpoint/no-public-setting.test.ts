import { checkTemplates } from '../../../lib/check';
import { buildTemplates } from '../../../lib/core/template';
import { rules } from '../../../policies';
import rule from '../../../policies/endpoint/no-public-setting';
import { factsOf, resources } from '../facts';

const found = (properties: object, type = 'AWS::NewService::Server', more: object = {}) =>
  factsOf(rule, resources({ Server: { Type: type, Properties: properties } }, more));

test.each(['IsPubliclyAccessible', 'endpointPublicAccess', 'AssociatePublicIpAddress', 'PublicConnectivity', 'AllowFromPublic'])(
  '%s counts at any depth, in any spelling',
  (name) => {
    expect(found({ [name]: true })).toEqual([`public Server /${name}`]);
    expect(found({ Network: [{ [name]: 'ENABLED' }] })).toEqual([`public Server /Network/0/${name}`]);
    expect(found({ [name]: 'false' })).toEqual([]);
  },
);

test('how callers authenticate is a property of the resource; further down it is about calls that it makes', () => {
  expect(found({ AuthenticationType: 'none' })).toEqual(['noAuthentication Server /AuthenticationType']);
  expect(found({ Source: { AuthenticationType: 'NONE' } })).toEqual([]);
});

test('PubliclyAccessible of the resource itself is left to endpoint/no-public-database', () => {
  expect(found({ PubliclyAccessible: true })).toEqual([]);
  expect(found({ Config: { PubliclyAccessible: true } })).toEqual(['public Server /Config/PubliclyAccessible']);
});

test('a condition is followed, and a choice at deployment is said', () => {
  const Conditions = { IsDev: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  expect(found({ PublicConnectivity: { 'Fn::If': ['IsDev', true, false] } }, undefined, { Conditions })).toEqual([
    'public Server /PublicConnectivity/Fn::If/1',
  ]);
  const Parameters = { Public: { Type: 'String' } };
  expect(found({ PublicConnectivity: { Ref: 'Public' } }, undefined, { Parameters })).toEqual([
    'undecided Server /PublicConnectivity (at most warning)',
  ]);
});

test.each<[type: string, properties: object]>([
  ['AWS::NeptuneGraph::Graph', { PublicConnectivity: true }],
  ['AWS::AppRunner::Service', { NetworkConfiguration: { IngressConfiguration: { IsPubliclyAccessible: true } } }],
  ['AWS::ApiGatewayV2::Route', { RouteKey: 'GET /', AuthorizationType: 'NONE' }],
  ['AWS::Lambda::Url', { AuthType: 'NONE' }],
  ['AWS::VpcLattice::Service', { AuthType: 'NONE' }],
  ['AWS::Cognito::IdentityPool', { AllowUnauthenticatedIdentities: true }],
  ['AWS::RDS::DBInstance', { PubliclyAccessible: true }],
  ['AWS::ECS::Service', { NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'ENABLED', Subnets: ['subnet-1'] } } }],
])('%s is judged by one rule, which is not this one', (type, properties) => {
  expect(found(properties, type)).toEqual([]);
  const body = resources({ Server: { Type: type, Properties: properties } });
  const { findings } = checkTemplates(buildTemplates([{ name: 'a.json', body }]), {}, rules);
  expect(findings.filter(({ ruleId }) => /^(?:endpoint|api)\//.test(ruleId)).length).toBeGreaterThan(0);
});
