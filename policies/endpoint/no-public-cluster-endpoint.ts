import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import type { PropertyValue, Reading } from '../../lib/core/model/reading';
import { isTrustedNetwork } from '../../lib/core/model/trusted-networks';
import { isWide, isWorld, type Network, parseCidr } from '../../lib/core/network';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'open' | 'narrow' | 'undecided';

/** The forms of a cluster: the resource, and the custom resource of CDK's first construct library. */
const forms = [
  { type: 'AWS::EKS::Cluster', config: ['ResourcesVpcConfig'], access: 'EndpointPublicAccess', networks: 'PublicAccessCidrs' },
  {
    type: 'Custom::AWSCDK-EKS-Cluster',
    config: ['Config', 'resourcesVpcConfig'],
    access: 'endpointPublicAccess',
    networks: 'publicAccessCidrs',
  },
] as const;

const cluster = (ResourcesVpcConfig: JsonObject): JsonObject => ({
  Type: 'AWS::EKS::Cluster',
  Properties: { RoleArn: 'arn:aws:iam::111122223333:role/cluster', ResourcesVpcConfig: { SubnetIds: ['subnet-1'], ...ResourcesVpcConfig } },
});

export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-public-cluster-endpoint',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'The API of a Kubernetes cluster is private, or open to named networks',
    rationale:
      'The API server answers the whole internet by default. Then a leaked token or a hole in Kubernetes is enough to take over the cluster, from anywhere.',
    references: [
      'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
      'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_eks.EndpointAccess.html',
    ],
    catalogue: ['NET-EKS-PUBLIC'],
    peers: [
      'AWS-0040',
      'AWS-0041',
      'EKS_ENDPOINT_NO_PUBLIC_ACCESS',
      'cdk-nag AwsSolutions-EKS1',
      'CKV_AWS_38',
      'CKV_AWS_39',
      'Security Hub EKS.1',
    ],
  },
  messages: {
    open: {
      what: 'the API of cluster "{name}" is open to the whole internet: {access}, {networks}',
      fix: 'set EndpointPublicAccess to "false" and EndpointPrivateAccess to "true" ("endpointAccess: EndpointAccess.PRIVATE"), or name your networks ("EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom(...)")',
    },
    narrow: {
      what: 'the API of cluster "{name}" has a public address, for {networks}',
      fix: 'set EndpointPublicAccess to "false" ("endpointAccess: EndpointAccess.PRIVATE") where the clients reach the VPC, or name your own networks in the setting "trustedNetworks"',
    },
    undecided: {
      what: 'whether the API of cluster "{name}" is open to the internet cannot be decided: {access}, {networks}',
      fix: 'write EndpointPublicAccess and PublicAccessCidrs, or give the parameters that decide them closed defaults',
    },
  },
  examples: {
    valid: [{ title: 'a private endpoint', resources: { Cluster: cluster({ EndpointPublicAccess: false, EndpointPrivateAccess: true }) } }],
    invalid: [
      { title: 'the default, which is public', resources: { Cluster: cluster({}) }, reports: ['open'] },
      {
        title: 'named networks, which are a warning',
        resources: { Cluster: cluster({ PublicAccessCidrs: ['198.18.0.0/24'] }) },
        reports: ['narrow'],
      },
      {
        title: 'networks that whoever deploys chooses',
        template: {
          Parameters: { Networks: { Type: 'CommaDelimitedList' } },
          Resources: { Cluster: cluster({ PublicAccessCidrs: { Ref: 'Networks' } }) },
        },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    for (const form of forms) {
      for (const resource of model.resourcesOfType(form.type)) {
        if (isPublicOnPurpose(model, resource)) continue;
        for (const reading of model.readingsOf(resource)) {
          const access = reading.values(...form.config, form.access);
          const networks = reading.values(...form.config, form.networks, '*');
          const open = access.find(({ kind, text }) => kind !== 'literal' || text.toLowerCase() !== 'false');
          if (open !== undefined) yield* factOf(model, reading, open, networks);
        }
      }
    }
  },
});

function* factOf(model: Model, { resource }: Reading, access: PropertyValue, networks: readonly PropertyValue[]): Iterable<Fact<Message>> {
  const written = networks.filter(({ kind }) => kind !== 'absent');
  const parsed = written.map(({ kind, text }) => (kind === 'literal' ? parseCidr(text) : undefined));
  const known = parsed.filter((network) => network !== undefined);
  const isOpen = written.length === 0 || isOpenToMany(model, known);
  const isKnown = access.kind !== 'symbolic' && (isOpen || known.length === written.length);
  const shown =
    written.length === 0 ? 'PublicAccessCidrs absent' : `PublicAccessCidrs ${written.map((network) => network.shown).join(', ')}`;
  const shownAccess = access.kind === 'absent' ? 'EndpointPublicAccess absent' : `EndpointPublicAccess ${access.shown}`;
  const common = {
    resource,
    at: access.kind === 'absent' && written[0] !== undefined ? written[0].at : access.at,
    evidence: `${shownAccess}, ${shown}`,
    data: { name: model.nameOf(resource).replace(CUSTOM_RESOURCE, ''), access: shownAccess, networks: shown },
  };
  if (!isKnown) yield { ...common, message: 'undecided' };
  else if (isOpen) yield { ...common, message: 'open' };
  else if (!known.every((network) => isTrustedNetwork(model, network))) yield { ...common, message: 'narrow', atMost: 'warning' };
}

/** The ids that CDK's first construct library puts below the cluster. */
const CUSTOM_RESOURCE = /(?:\/Resource)+$/;

function isOpenToMany(model: Model, networks: readonly Network[]): boolean {
  return isWorld(networks) || isWide(networks.filter((network) => !isTrustedNetwork(model, network)));
}
