import type { JsonObject } from '../../lib/core/json';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'acceptsAll' | 'undecidedAcceptance';

const service = (properties: JsonObject): JsonObject => ({
  Orders: {
    Type: 'AWS::EC2::VPCEndpointService',
    Properties: {
      NetworkLoadBalancerArns: ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/orders/0123456789abcdef'],
      ...properties,
    },
  },
});

/** Who may ask at all is in the permissions of the service: `resource-policy/no-public-principal` and `no-foreign-account`. */
export default defineRule<Message>({
  meta: {
    id: 'resource-policy/require-endpoint-acceptance',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Endpoint services accept each connection',
    rationale:
      'With automatic acceptance whoever is permitted is connected at once, from as many networks as they like. A person or a pipeline that accepts sees who comes.',
    references: ['https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html#accept-reject-connection-requests'],
    catalogue: ['RP-VPCE-SERVICE-OPEN'],
    peers: ['CKV_AWS_123'],
  },
  messages: {
    acceptsAll: {
      what: 'endpoint service "{name}" has AcceptanceRequired {value}: connections are accepted without anybody looking',
      fix: 'set AcceptanceRequired to true ("acceptanceRequired: true")',
    },
    undecidedAcceptance: {
      what: 'whether endpoint service "{name}" asks before it accepts cannot be decided: AcceptanceRequired is {value}',
      fix: 'write AcceptanceRequired true, or give the parameter that decides it the default "true"',
    },
  },
  examples: {
    valid: [
      { title: 'connections are accepted one by one', resources: service({ AcceptanceRequired: true }) },
      { title: 'the default, which is to ask', resources: service({}) },
    ],
    invalid: [
      { title: 'everybody who asks is in', resources: service({ AcceptanceRequired: false }), reports: ['acceptsAll'] },
      {
        title: 'a choice that is made at deployment',
        template: { Parameters: { Ask: { Type: 'String' } }, Resources: service({ AcceptanceRequired: { Ref: 'Ask' } }) },
        reports: ['undecidedAcceptance'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const resource of model.resourcesOfType('AWS::EC2::VPCEndpointService')) {
      for (const { kind, text, shown, at } of model.readingsOf(resource).flatMap((reading) => reading.values('AcceptanceRequired'))) {
        const fact = { resource, at, evidence: `AcceptanceRequired ${shown}`, data: { name: model.nameOf(resource), value: shown } };
        if (kind === 'symbolic') yield { ...fact, message: 'undecidedAcceptance' };
        else if (kind === 'literal' && text.toLowerCase() !== 'true') yield { ...fact, message: 'acceptsAll' };
      }
    }
  },
});
