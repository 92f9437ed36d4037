import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import type { Reading } from '../../lib/core/model/reading';
import { positionsOf, switchFact } from '../../lib/core/model/switches';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'openGateway' | 'undecided' | 'anonymousExperience' | 'noIdentityProvider';

const gateway = (authorizer: JsonObject | string): JsonObject => ({
  Tools: {
    Type: 'AWS::BedrockAgentCore::Gateway',
    Properties: {
      Name: 'tools',
      RoleArn: 'arn:aws:iam::111122223333:role/tools',
      ProtocolType: 'MCP',
      AuthorizerType: authorizer,
    },
  },
});
const experience = (properties: JsonObject): JsonObject => ({
  Assistant: { Type: 'AWS::QBusiness::WebExperience', Properties: { ApplicationId: { Ref: 'Application' }, ...properties } },
});
const application = (identityType: string): JsonObject => ({
  Application: { Type: 'AWS::QBusiness::Application', Properties: { DisplayName: 'orders', IdentityType: identityType } },
});

/** A runtime or harness without an authorizer configuration asks for IAM signatures: that is not open. */
export default defineRule<Message>({
  meta: {
    id: 'endpoint/require-agent-authorization',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Agent gateways and assistants authenticate their callers',
    rationale:
      'A gateway without an authorizer lets anyone on the internet list and call the tools behind it, with the rights of the role of the gateway and the credentials that it keeps.',
    references: [
      'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-inbound-auth.html',
      'https://docs.aws.amazon.com/amazonq/latest/qbusiness-ug/create-anonymous-application.html',
    ],
    catalogue: ['NET-AGENTCORE-PUBLIC'],
    peers: [],
  },
  messages: {
    openGateway: {
      what: 'gateway "{name}" has AuthorizerType "{value}": anyone on the internet can call its tools',
      fix: 'set AuthorizerType to "CUSTOM_JWT" with an AuthorizerConfiguration, or to "AWS_IAM" ("authorizerConfiguration: GatewayAuthorizer.usingCustomJwt(…)" or "usingAwsIam()" of agentcore.Gateway)',
    },
    undecided: {
      what: 'whether gateway "{name}" authenticates its callers cannot be decided: AuthorizerType is {value}',
      fix: 'write AuthorizerType "CUSTOM_JWT" or "AWS_IAM" in the template',
    },
    anonymousExperience: {
      what: 'web experience "{name}" belongs to an application with IdentityType "ANONYMOUS": nobody signs in to read what it has indexed',
      fix: 'set IdentityType of the AWS::QBusiness::Application to "AWS_IAM_IDC", "AWS_IAM_IDP_OIDC" or "AWS_IAM_IDP_SAML"; acknowledge an assistant for the public',
    },
    noIdentityProvider: {
      what: 'web experience "{name}" has neither IdentityProviderConfiguration nor RoleArn: nothing says how its users sign in',
      fix: 'set "RoleArn" (IAM Identity Center) or "IdentityProviderConfiguration" ("roleArn" or "identityProviderConfiguration" of CfnWebExperience)',
    },
  },
  examples: {
    valid: [
      { title: 'callers with tokens', resources: gateway('CUSTOM_JWT') },
      { title: 'callers with IAM signatures', resources: gateway('AWS_IAM') },
      {
        title: 'a runtime without an authorizer, which asks for IAM signatures',
        resources: { Agent: { Type: 'AWS::BedrockAgentCore::Runtime', Properties: { NetworkConfiguration: { NetworkMode: 'VPC' } } } },
      },
      {
        title: 'an assistant whose users sign in',
        resources: { ...application('AWS_IAM_IDC'), ...experience({ RoleArn: 'arn:aws:iam::111122223333:role/assistant' }) },
      },
    ],
    invalid: [
      { title: 'a gateway for everybody', resources: gateway('NONE'), reports: ['openGateway'] },
      {
        title: 'a choice that is made at deployment',
        template: { Parameters: { Authorizer: { Type: 'String' } }, Resources: gateway({ Ref: 'Authorizer' }) },
        reports: ['undecided'],
      },
      {
        title: 'an assistant for everybody',
        resources: { ...application('ANONYMOUS'), ...experience({}) },
        reports: ['anonymousExperience'],
      },
      {
        title: 'an assistant that does not say how its users sign in',
        resources: experience({ ApplicationId: 'application' }),
        reports: ['noIdentityProvider'],
      },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::BedrockAgentCore::Gateway')) {
      if (isPublicOnPurpose(model, resource)) continue;
      const authorizer = { path: ['AuthorizerType'], on: ['NONE'], onWithout: true };
      for (const position of positionsOf(model, resource, authorizer)) {
        const { data, ...fact } = switchFact(model, position);
        const value = position.state === 'default' ? 'absent' : position.state === 'undecided' ? `"${position.value}"` : position.value;
        yield { message: position.state === 'on' ? 'openGateway' : 'undecided', ...fact, data: { ...data, value } };
      }
    }
    for (const resource of model.resourcesOfType('AWS::QBusiness::WebExperience')) {
      if (isPublicOnPurpose(model, resource)) continue;
      for (const reading of model.readingsOf(resource)) yield* experienceFacts(model, reading);
    }
  },
});

function* experienceFacts(model: Model, reading: Reading): Iterable<Fact<Message>> {
  const { resource } = reading;
  const data = { name: model.nameOf(resource) };
  const anonymous = applicationsOf(model, reading).some((each) => each.canBe(['IdentityType'], ['ANONYMOUS']) === 'yes');
  if (anonymous) {
    const at = reading.values('ApplicationId')[0]?.at ?? reading.at;
    yield { message: 'anonymousExperience', resource, at, evidence: 'IdentityType ANONYMOUS', data };
  } else if (reading.lacks('IdentityProviderConfiguration') && reading.lacks('RoleArn')) {
    const evidence = 'IdentityProviderConfiguration and RoleArn absent';
    yield { message: 'noIdentityProvider', resource, at: reading.at, evidence, data, atMost: 'warning' };
  }
}

function applicationsOf(model: Model, reading: Reading): readonly Reading[] {
  const resolver = model.resolverOf(reading.resource.template);
  return reading.values('ApplicationId').flatMap(({ value }) => {
    const application = value === undefined ? undefined : resolver.target(value);
    return application === undefined ? [] : model.readingsOf(application);
  });
}
