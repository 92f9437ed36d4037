import rule from '../../../policies/endpoint/no-public-app-runner-service';
import { factsOf, firstFactOf, resources } from '../facts';

const service = (NetworkConfiguration?: object) => ({
  Orders: { Type: 'AWS::AppRunner::Service', Properties: NetworkConfiguration === undefined ? {} : { NetworkConfiguration } },
});
const association = {
  Association: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn: { 'Fn::ImportValue': 'service-arn' } } },
};

test('a service is public without a network, without ingress, and by its own word', () => {
  expect(factsOf(rule, resources(service()))).toEqual(['public Orders ']);
  expect(factsOf(rule, resources(service({ EgressConfiguration: { EgressType: 'VPC' } })))).toEqual([
    'public Orders /NetworkConfiguration',
  ]);
  expect(factsOf(rule, resources(service({ IngressConfiguration: { IsPubliclyAccessible: 'true' } })))).toEqual([
    'public Orders /NetworkConfiguration/IngressConfiguration/IsPubliclyAccessible',
  ]);
  expect(factsOf(rule, resources(service({ IngressConfiguration: { IsPubliclyAccessible: false } })))).toEqual([]);
});

test('a web ACL of another stack weakens the finding', () => {
  const exporting = resources(service(), {
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Orders', 'ServiceArn'] }, Export: { Name: 'service-arn' } } },
  });
  expect(factsOf(rule, exporting, resources(association))).toEqual(['publicBehindWebAcl Orders  (at most warning)']);
});

test('the evidence names what was read', () => {
  expect(firstFactOf(rule, resources(service())).evidence).toBe('IsPubliclyAccessible absent');
});
