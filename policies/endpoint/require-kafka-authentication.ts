import type { JsonObject } from '../../lib/core/json';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { positionsOf, switchFact } from '../../lib/core/model/switches';
import { defineRule } from '../../lib/core/rule';

const cluster = (ClientAuthentication: JsonObject): JsonObject => ({
  Type: 'AWS::MSK::Cluster',
  Properties: { ClusterName: 'orders', KafkaVersion: '3.9.x', NumberOfBrokerNodes: 2, ClientAuthentication },
});

const UNAUTHENTICATED = { path: ['ClientAuthentication', 'Unauthenticated', 'Enabled'], on: ['true'] };

export default defineRule({
  meta: {
    id: 'endpoint/require-kafka-authentication',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Kafka clusters authenticate their clients',
    rationale:
      'A client that needs no name can read and write every topic, and nobody can tell afterwards which one it was. Whatever runs in the network, or gets into it, is such a client.',
    references: [
      'https://docs.aws.amazon.com/msk/latest/developerguide/kafka_apis_iam.html',
      'https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-6',
    ],
    catalogue: ['NET-MSK-PUBLIC'],
    peers: ['Security Hub MSK.6', 'prowler kafka_cluster_unrestricted_access_disabled'],
  },
  messages: {
    unauthenticated: {
      what: '{type} "{name}" has Unauthenticated {property} {value}: every client that reaches it may read and write every topic',
      fix: 'set ClientAuthentication.Unauthenticated.Enabled to "false" and switch on IAM ("ClientAuthentication.sasl({ iam: true })")',
    },
    unauthenticatedByDefault: {
      what: '{type} "{name}" names no authentication in ClientAuthentication, so that its clients need none',
      fix: 'set ClientAuthentication.Sasl.Iam.Enabled to "true" ("ClientAuthentication.sasl({ iam: true })")',
    },
    undecided: {
      what: 'whether {type} "{name}" takes clients without authentication cannot be decided: Unauthenticated {property} is "{value}"',
      fix: 'write "false", or give the parameter that decides it that value as its default',
    },
  },
  examples: {
    valid: [
      {
        title: 'a cluster with IAM only',
        resources: { Cluster: cluster({ Sasl: { Iam: { Enabled: true } }, Unauthenticated: { Enabled: false } }) },
      },
    ],
    invalid: [
      {
        title: 'IAM, and nothing at all as well',
        resources: { Cluster: cluster({ Sasl: { Iam: { Enabled: true } }, Unauthenticated: { Enabled: true } }) },
        reports: ['unauthenticated'],
      },
      {
        title: 'nothing, which is information',
        resources: { Cluster: { Type: 'AWS::MSK::Cluster', Properties: { ClusterName: 'orders' } } },
        reports: ['unauthenticatedByDefault'],
      },
      {
        title: 'a choice that is made at deployment',
        template: {
          Parameters: { Open: { Type: 'String' } },
          Resources: { Cluster: cluster({ Unauthenticated: { Enabled: { Ref: 'Open' } } }) },
        },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::MSK::Cluster')) {
      if (isPublicOnPurpose(model, resource)) continue;
      for (const position of positionsOf(model, resource, UNAUTHENTICATED)) {
        const message = position.state === 'on' ? ('unauthenticated' as const) : ('undecided' as const);
        yield { message, ...switchFact(model, position), evidence: `Unauthenticated ${position.evidence}` };
      }
      for (const reading of model.readingsOf(resource)) {
        if (!WAYS.every((way) => reading.canBe(['ClientAuthentication', ...way], ['true']) === 'no')) continue;
        if (reading.objects('ClientAuthentication', 'Tls').length > 0) continue;
        // Said above, where somebody wrote it.
        if (reading.canBe(['ClientAuthentication', 'Unauthenticated', 'Enabled'], ['true']) !== 'no') continue;
        yield {
          message: 'unauthenticatedByDefault' as const,
          resource,
          at: reading.at,
          evidence: 'ClientAuthentication absent',
          data: { type: resource.type, name: model.nameOf(resource) },
          atMost: 'info' as const,
        };
      }
    }
  },
});

/** The switches of the ways to authenticate; certificates are switched on by being there. */
const WAYS: readonly (readonly string[])[] = [
  ['Sasl', 'Iam', 'Enabled'],
  ['Sasl', 'Scram', 'Enabled'],
  ['Tls', 'Enabled'],
];
