import type { Json, JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import type { Reading } from '../../lib/core/model/reading';
import { positionsOf, switchFact } from '../../lib/core/model/switches';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'publicEndpoint' | 'undecided' | 'anonymous' | 'undecidedAnonymous';

const domain = (properties: JsonObject): JsonObject => ({
  Search: { Type: 'AWS::OpenSearchService::Domain', Properties: { EngineVersion: 'OpenSearch_2.17', ...properties } },
});
const subnets: Json = { SubnetIds: ['subnet-0123456789abcdef0'] };

/** What the access policy of a domain lets in is left to `resource-policy/no-public-principal`. */
export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-public-search-domain',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Search domains live in a VPC',
    rationale:
      'A domain without VPC options answers on the internet: its access policy is then all that stands between strangers and every document. A domain can be moved into a VPC only by making a new one.',
    references: [
      'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html',
      'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html#fgac-enabling-existing',
    ],
    catalogue: ['NET-OPENSEARCH-NOT-VPC'],
    peers: [
      'CKV_AWS_137',
      'cfn_nag W90',
      'guard ELASTICSEARCH_IN_VPC_ONLY',
      'guard OPENSEARCH_IN_VPC_ONLY',
      'cdk-nag AwsSolutions-OS1',
      'cdk-nag AwsSolutions-OS3',
      'cdk-nag AwsSolutions-OS5',
      'Security Hub OpenSearch.2',
    ],
  },
  messages: {
    publicEndpoint: {
      what: 'domain "{name}" has no subnets in VPCOptions: its endpoint is on the internet',
      fix: 'set "VPCOptions: SubnetIds" and "SecurityGroupIds" ("vpc", "vpcSubnets" and "securityGroups" of opensearchservice.Domain)',
    },
    undecided: {
      what: 'whether domain "{name}" is in a VPC cannot be decided: VPCOptions is "{value}"',
      fix: 'write "VPCOptions: SubnetIds" in the template ("vpc" and "vpcSubnets" of opensearchservice.Domain)',
    },
    anonymous: {
      what: 'domain "{name}" has AnonymousAuthEnabled true: requests without a user reach it until the migration period ends',
      fix: 'map the roles, then set "AdvancedSecurityOptions: AnonymousAuthEnabled" to false',
    },
    undecidedAnonymous: {
      what: 'whether domain "{name}" takes anonymous requests cannot be decided: AnonymousAuthEnabled is "{value}"',
      fix: 'set "AdvancedSecurityOptions: AnonymousAuthEnabled" to false, or leave it out',
    },
  },
  examples: {
    valid: [
      { title: 'a domain in subnets of a VPC', resources: domain({ VPCOptions: subnets }) },
      {
        title: 'subnets that the deployment chooses',
        template: {
          Parameters: { Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' } },
          Resources: domain({ VPCOptions: { SubnetIds: { Ref: 'Subnets' } } }),
        },
      },
    ],
    invalid: [
      { title: 'a domain on the internet', resources: domain({}), reports: ['publicEndpoint'] },
      { title: 'VPC options without subnets', resources: domain({ VPCOptions: {} }), reports: ['publicEndpoint'] },
      {
        title: 'options that a macro writes',
        resources: domain({ VPCOptions: { 'Fn::Transform': { Name: 'Network', Parameters: {} } } }),
        reports: ['undecided'],
      },
      {
        title: 'a domain that takes anonymous requests',
        resources: domain({ VPCOptions: subnets, AdvancedSecurityOptions: { Enabled: true, AnonymousAuthEnabled: true } }),
        reports: ['anonymous'],
      },
      {
        title: 'anonymous requests that the deployment decides about',
        template: {
          Parameters: { Migrating: { Type: 'String' } },
          Resources: domain({ VPCOptions: subnets, AdvancedSecurityOptions: { AnonymousAuthEnabled: { Ref: 'Migrating' } } }),
        },
        reports: ['undecidedAnonymous'],
      },
    ],
  },
  *check(model) {
    for (const type of ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain']) {
      for (const resource of model.resourcesOfType(type)) {
        if (isPublicOnPurpose(model, resource)) continue;
        for (const reading of model.readingsOf(resource)) yield* placementFacts(model, reading);
        for (const position of positionsOf(model, resource, {
          path: ['AdvancedSecurityOptions', 'AnonymousAuthEnabled'],
          on: ['true'],
        })) {
          yield { message: position.state === 'on' ? 'anonymous' : 'undecidedAnonymous', ...switchFact(model, position) };
        }
      }
    }
  },
});

/** A list of subnets that holds anything, known or not, is a place in a VPC. */
function* placementFacts(model: Model, reading: Reading): Iterable<Fact<Message>> {
  const { resource } = reading;
  const name = model.nameOf(resource);
  for (const options of reading.values('VPCOptions')) {
    if (options.kind === 'symbolic') {
      yield {
        message: 'undecided',
        resource,
        at: options.at,
        evidence: `VPCOptions ${options.shown}`,
        data: { name, value: options.shown },
      };
    }
  }
  const subnets = reading.values('VPCOptions', 'SubnetIds', '*');
  if (subnets.some(({ kind, text }) => kind === 'symbolic' || (kind === 'literal' && text !== ''))) return;
  const at = reading.values('VPCOptions').find(({ kind }) => kind !== 'absent')?.at ?? reading.at;
  yield { message: 'publicEndpoint', resource, at, evidence: 'VPCOptions SubnetIds absent', data: { name } };
}
