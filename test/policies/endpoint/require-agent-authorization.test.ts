import rule from '../../../policies/endpoint/require-agent-authorization';
import { factsOf, resources } from '../facts';

const gateway = (properties: object) =>
  factsOf(rule, resources({ Tools: { Type: 'AWS::BedrockAgentCore::Gateway', Properties: properties } }));

test('a gateway must say who may call, and none is nobody', () => {
  expect(gateway({ AuthorizerType: 'none' })).toEqual(['openGateway Tools /AuthorizerType']);
  expect(gateway({})).toEqual(['undecided Tools ']);
  expect(gateway({ AuthorizerType: 'AWS_IAM' })).toEqual([]);
});

test('runtimes and harnesses without an authorizer ask for IAM signatures', () => {
  const all = { Agent: { Type: 'AWS::BedrockAgentCore::Runtime' }, Harness: { Type: 'AWS::BedrockAgentCore::Harness' } };
  expect(factsOf(rule, resources(all))).toEqual([]);
});

test('an assistant is as open as its application', () => {
  const web = (properties: object, IdentityType = 'AWS_IAM_IDC') =>
    factsOf(
      rule,
      resources({
        Application: { Type: 'AWS::QBusiness::Application', Properties: { IdentityType } },
        Web: {
          Type: 'AWS::QBusiness::WebExperience',
          Properties: { ApplicationId: { 'Fn::GetAtt': ['Application', 'ApplicationId'] }, ...properties },
        },
      }),
    );
  expect(web({ RoleArn: 'arn' }, 'ANONYMOUS')).toEqual(['anonymousExperience Web /ApplicationId']);
  expect(web({ RoleArn: 'arn' })).toEqual([]);
  expect(web({ IdentityProviderConfiguration: { SamlConfiguration: {} } })).toEqual([]);
  expect(web({})).toEqual(['noIdentityProvider Web  (at most warning)']);
});
