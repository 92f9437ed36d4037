import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { positionsOf, type Switch, switchFact } from '../../lib/core/model/switches';
import type { Severity } from '../../lib/core/result';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'open' | 'openByDefault' | 'undecided' | 'openPushInput' | 'openDatabase';

/** One switch of one type, what it means when it is open, and how it is closed. */
interface PublicSwitch extends Switch {
  readonly type: string;
  readonly means: string;
  readonly close: string;
  /** Where somebody authenticates the callers all the same, or a network stands before it. */
  readonly atMost?: Severity;
}

const IN_NETWORK = 'everything in the networks that are associated with it can call it, without a signature';
const SIGN_ARRIVAL = 'set AuthType to "AWS_IAM" and attach an auth policy (CfnAuthPolicy)';
const STREAMING = 'its streaming instances reach the internet and are reached from there, with public addresses';
const STREAM_THROUGH_NAT =
  'set EnableDefaultInternetAccess to false and put the instances in private subnets with a NAT gateway ("vpcConfig")';

const publicSwitches: readonly PublicSwitch[] = [
  {
    type: 'AWS::Amplify::Branch',
    path: ['BasicAuthConfig', 'EnableBasicAuth'],
    on: ['false'],
    onWithout: true,
    means: 'everybody can open the site of the branch',
    close: 'set "BasicAuthConfig: EnableBasicAuth" to true for branches that are not for the public ("basicAuth" of the branch)',
    atMost: 'info',
  },
  {
    type: 'AWS::AppStream::AppBlockBuilder',
    path: ['EnableDefaultInternetAccess'],
    on: ['true'],
    means: STREAMING,
    close: STREAM_THROUGH_NAT,
  },
  { type: 'AWS::AppStream::Fleet', path: ['EnableDefaultInternetAccess'], on: ['true'], means: STREAMING, close: STREAM_THROUGH_NAT },
  {
    type: 'AWS::AppStream::ImageBuilder',
    path: ['EnableDefaultInternetAccess'],
    on: ['true'],
    means: STREAMING,
    close: STREAM_THROUGH_NAT,
  },
  {
    type: 'AWS::DataSync::Agent',
    path: ['VpcEndpointId'],
    on: [],
    onWithout: true,
    means: 'the agent sends its data over the public endpoints of DataSync',
    close: 'set "VpcEndpointId", "SubnetArns" and "SecurityGroupArns" (CfnAgent)',
    atMost: 'info',
  },
  {
    type: 'AWS::EVS::Environment',
    path: ['InitialVlans', 'IsHcxPublic'],
    on: ['true'],
    means: 'the VLAN of HCX has public addresses',
    close: 'set "InitialVlans: IsHcxPublic" to false and connect the sites privately',
  },
  {
    type: 'AWS::GlobalAccelerator::Accelerator',
    path: ['Enabled'],
    on: ['true'],
    onWithout: true,
    means: 'two static addresses of the internet lead to what stands behind its listeners',
    close: 'acknowledge an accelerator of a public application, or set Enabled to false while nobody uses it',
    atMost: 'info',
  },
  {
    type: 'AWS::Grafana::Workspace',
    path: ['NetworkAccessControl'],
    on: [],
    onWithout: true,
    means: 'its sign-in page is on the internet, for every address',
    close: 'set "NetworkAccessControl" with prefix lists or VPC endpoints ("networkAccessControl" of CfnWorkspace)',
  },
  {
    type: 'AWS::IoT::DomainConfiguration',
    path: ['AuthenticationType'],
    on: ['NONE'],
    means: 'devices connect without showing who they are',
    close: 'set AuthenticationType to "AWS_X509" or "AWS_SIGV4"',
  },
  {
    type: 'AWS::IoT::DomainConfiguration',
    path: ['AuthenticationType'],
    on: ['CUSTOM_AUTH'],
    means: 'devices connect with what one function takes for proof',
    close: 'set AuthenticationType to "CUSTOM_AUTH_X509" to ask for a certificate as well',
    atMost: 'info',
  },
  {
    type: 'AWS::KafkaConnect::Connector',
    path: ['KafkaClusterClientAuthentication', 'AuthenticationType'],
    on: ['NONE'],
    means: 'the connector needs a cluster that takes every client',
    close: 'set AuthenticationType to "IAM" and let the cluster refuse clients without credentials',
  },
  {
    type: 'AWS::MWAA::Environment',
    path: ['WebserverAccessMode'],
    on: ['PUBLIC_ONLY'],
    means: 'the web server of Airflow is on the internet, behind its sign-in alone',
    close: 'set WebserverAccessMode to "PRIVATE_ONLY"',
  },
  {
    type: 'AWS::NeptuneGraph::Graph',
    path: ['PublicConnectivity'],
    on: ['true'],
    means: 'the endpoint of the graph is on the internet',
    close: 'set PublicConnectivity to false and add an AWS::NeptuneGraph::PrivateGraphEndpoint',
  },
  {
    type: 'AWS::SES::MailManagerIngressPoint',
    path: ['NetworkConfiguration', 'PublicNetworkConfiguration'],
    on: [],
    onStructure: true,
    means: 'every mail server of the internet can deliver to it',
    close:
      'use "PrivateNetworkConfiguration" for mail of the own network, or set Type to "AUTH"; acknowledge an ingress for mail from everywhere',
  },
  {
    type: 'AWS::SageMaker::PartnerApp',
    path: ['AuthType'],
    except: ['IAM'],
    means: 'users of the app show no IAM identity',
    close: 'set AuthType to "IAM"',
  },
  {
    type: 'AWS::VpcLattice::Service',
    path: ['AuthType'],
    on: ['NONE'],
    onWithout: true,
    means: IN_NETWORK,
    close: SIGN_ARRIVAL,
    atMost: 'warning',
  },
  {
    type: 'AWS::VpcLattice::ServiceNetwork',
    path: ['AuthType'],
    on: ['NONE'],
    onWithout: true,
    means: IN_NETWORK,
    close: SIGN_ARRIVAL,
    atMost: 'warning',
  },
  {
    type: 'AWS::WorkSpaces::Directory',
    path: ['WorkspaceAccessProperties', 'DeviceTypeWeb'],
    on: ['ALLOW'],
    means: 'desktops open in every browser of the internet',
    close: 'set "WorkspaceAccessProperties: DeviceTypeWeb" to "DENY", or allow known addresses alone with IP access control groups',
    atMost: 'info',
  },
  {
    type: 'AWS::WorkSpacesWeb::Portal',
    path: ['AuthenticationType'],
    on: ['NONE'],
    means: 'nobody signs in to the portal',
    close: 'set AuthenticationType to "IAM_Identity_Center" or "Standard"',
  },
  {
    type: 'AWS::WorkSpacesWeb::Portal',
    path: ['IpAccessSettingsArn'],
    on: [],
    onWithout: true,
    means: 'its sign-in page is on the internet, for every address',
    close: 'associate IP access settings with the addresses of the users (CfnIpAccessSettings)',
    atMost: 'info',
  },
];

const graph = (isPublic: JsonObject | boolean): JsonObject => ({
  Graph: { Type: 'AWS::NeptuneGraph::Graph', Properties: { ProvisionedMemory: 16, PublicConnectivity: isPublic } },
});

export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-public-managed-service',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Managed services are reached from the own network, by callers who show who they are',
    rationale:
      'Many services have one switch that puts them on the internet or drops authentication, and some have it open by default. Each is a way in that no security group and no API shows.',
    references: [
      'https://docs.aws.amazon.com/neptune-analytics/latest/userguide/gettingStarted-accessing.html',
      'https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html',
      'https://docs.aws.amazon.com/grafana/latest/userguide/AMG-configure-nac.html',
      'https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html',
      'https://docs.aws.amazon.com/appstream2/latest/developerguide/default-internet-access.html',
    ],
    catalogue: ['NET-OTHER-PUBLIC'],
    peers: ['prowler appstream_fleet_default_internet_access_disabled'],
  },
  messages: {
    open: { what: '{type} "{name}" has {property} {value}: {means}', fix: '{close}' },
    openByDefault: { what: '{type} "{name}" sets no {property}: {means}', fix: '{close}' },
    undecided: {
      what: 'whether {type} "{name}" is open cannot be decided: {property} is "{value}"',
      fix: 'write {property} in the template, or give the parameter that decides it a value as its default',
    },
    openPushInput: {
      what: 'input "{name}" takes pushed video without InputSecurityGroups: every address may send to it',
      fix: 'name a group with the addresses of the senders in "InputSecurityGroups" (CfnInputSecurityGroup), or place the input in a VPC',
    },
    openDatabase: {
      what: 'cluster "{name}" answers on its public endpoint to whoever has IAM credentials for it: no Deny in PolicyDocument asks for a VPC',
      fix: 'deny "dsql:DbConnect*" in "PolicyDocument" unless "aws:SourceVpc" is the own VPC, and connect through PrivateLink',
    },
  },
  examples: {
    valid: [
      { title: 'a private graph', resources: graph(false) },
      {
        title: 'a service that asks for signatures',
        resources: { Orders: { Type: 'AWS::VpcLattice::Service', Properties: { AuthType: 'AWS_IAM' } } },
      },
    ],
    invalid: [
      { title: 'a public graph', resources: graph(true), reports: ['open'] },
      {
        title: 'a service with the default, which asks for nothing',
        resources: { Orders: { Type: 'AWS::VpcLattice::Service', Properties: { Name: 'orders' } } },
        reports: ['openByDefault'],
      },
      {
        title: 'a choice that is made at deployment',
        template: { Parameters: { Public: { Type: 'String' } }, Resources: graph({ Ref: 'Public' }) },
        reports: ['undecided'],
      },
      {
        title: 'an input for video from everywhere',
        resources: { Camera: { Type: 'AWS::MediaLive::Input', Properties: { Type: 'RTMP_PUSH' } } },
        reports: ['openPushInput'],
      },
      {
        title: 'a database that is reached from everywhere',
        resources: { Orders: { Type: 'AWS::DSQL::Cluster', Properties: { DeletionProtectionEnabled: true } } },
        reports: ['openDatabase'],
      },
    ],
  },
  *check(model) {
    for (const given of publicSwitches) {
      for (const resource of model.resourcesOfType(given.type)) {
        if (!isPublicOnPurpose(model, resource)) yield* switchFacts(model, resource, given);
      }
    }
    for (const resource of model.resourcesOfType('AWS::MediaLive::Input')) {
      if (!isPublicOnPurpose(model, resource)) yield* inputFacts(model, resource);
    }
    for (const resource of model.resourcesOfType('AWS::DSQL::Cluster')) {
      if (isPublicOnPurpose(model, resource) || isKeptToNetworks(model, resource)) continue;
      const place = { resource, at: model.propertiesOf(resource), evidence: 'PolicyDocument without aws:SourceVpc' };
      yield { message: 'openDatabase', ...place, data: { name: model.nameOf(resource) }, atMost: 'info' };
    }
  },
});

const messages = { on: 'open', default: 'openByDefault', undecided: 'undecided' } as const;

function* switchFacts(model: Model, resource: Resource, given: PublicSwitch): Iterable<Fact<Message>> {
  for (const position of positionsOf(model, resource, given)) {
    // Whatever is chosen where anything at all closes the switch is fine.
    if (position.state === 'undecided' && given.on?.length === 0 && given.onStructure !== true) continue;
    const { data, ...fact } = switchFact(model, position);
    const { means, close, atMost } = given;
    const value = position.value === '…' || position.state === 'undecided' ? position.value : `"${position.value}"`;
    yield {
      message: messages[position.state],
      ...fact,
      data: { ...data, value, means, close },
      ...(atMost === undefined ? {} : { atMost }),
    };
  }
}

/** Inputs that senders connect to, in a VPC or not. */
function* inputFacts(model: Model, resource: Resource): Iterable<Fact<Message>> {
  for (const reading of model.readingsOf(resource)) {
    const isPush = reading.values('Type').some(({ kind, text }) => kind === 'literal' && /^(?:RTMP_PUSH|RTP_PUSH|UDP_PUSH)$/i.test(text));
    if (!isPush || !reading.lacks('Vpc')) continue;
    if (reading.values('InputSecurityGroups', '*').some(({ kind }) => kind !== 'absent')) continue;
    yield {
      message: 'openPushInput',
      resource,
      at: reading.at,
      evidence: 'InputSecurityGroups absent',
      data: { name: model.nameOf(resource) },
    };
  }
}

const NETWORK_KEYS = new Set(['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip', 'aws:sourceip']);

/** Whether a Deny of the cluster's policy looks at where the caller is. */
function isKeptToNetworks(model: Model, resource: Resource): boolean {
  if (resource.properties.PolicyDocument === undefined) return false;
  return model.documents.some(
    (document) =>
      document.resource === resource &&
      document.statements.some(
        ({ effect, conditions }) => effect === 'Deny' && conditions.some(({ key }) => NETWORK_KEYS.has(key.toLowerCase())),
      ),
  );
}
