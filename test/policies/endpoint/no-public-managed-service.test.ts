import rule from '../../../policies/endpoint/no-public-managed-service';
import { factsOf, resources } from '../facts';

const found = (type: string, properties: object) => factsOf(rule, resources({ Thing: { Type: `AWS::${type}`, Properties: properties } }));

test.each<[type: string, open: object, closed: object, place: string]>([
  ['NeptuneGraph::Graph', { PublicConnectivity: true }, {}, '/PublicConnectivity'],
  ['MWAA::Environment', { WebserverAccessMode: 'PUBLIC_ONLY' }, { WebserverAccessMode: 'PRIVATE_ONLY' }, '/WebserverAccessMode'],
  ['AppStream::Fleet', { EnableDefaultInternetAccess: true }, {}, '/EnableDefaultInternetAccess'],
  [
    'AppStream::ImageBuilder',
    { EnableDefaultInternetAccess: 'true' },
    { EnableDefaultInternetAccess: false },
    '/EnableDefaultInternetAccess',
  ],
  [
    'KafkaConnect::Connector',
    { KafkaClusterClientAuthentication: { AuthenticationType: 'NONE' } },
    { KafkaClusterClientAuthentication: { AuthenticationType: 'IAM' } },
    '/KafkaClusterClientAuthentication/AuthenticationType',
  ],
  ['IoT::DomainConfiguration', { AuthenticationType: 'NONE' }, { AuthenticationType: 'AWS_X509' }, '/AuthenticationType'],
  [
    'SES::MailManagerIngressPoint',
    { NetworkConfiguration: { PublicNetworkConfiguration: { IpType: 'IPV4' } } },
    { NetworkConfiguration: { PrivateNetworkConfiguration: {} } },
    '/NetworkConfiguration/PublicNetworkConfiguration',
  ],
  ['EVS::Environment', { InitialVlans: { IsHcxPublic: true } }, { InitialVlans: {} }, '/InitialVlans/IsHcxPublic'],
  ['SageMaker::PartnerApp', { AuthType: 'OTHER' }, { AuthType: 'IAM' }, '/AuthType'],
])('%s is open by its switch', (type, open, closed, place) => {
  expect(found(type, open)).toEqual([`open Thing ${place}`]);
  expect(found(type, closed)).toEqual([]);
});

test('a network of services is exposed inside of it only', () => {
  for (const type of ['VpcLattice::Service', 'VpcLattice::ServiceNetwork']) {
    expect(found(type, {})).toEqual(['openByDefault Thing  (at most warning)']);
    expect(found(type, { AuthType: 'NONE' })).toEqual(['open Thing /AuthType (at most warning)']);
    expect(found(type, { AuthType: 'AWS_IAM' })).toEqual([]);
  }
});

test('a workspace of Grafana needs access control, of whatever kind', () => {
  expect(found('Grafana::Workspace', {})).toEqual(['openByDefault Thing ']);
  expect(found('Grafana::Workspace', { NetworkAccessControl: { PrefixListIds: ['pl-1'] } })).toEqual([]);
  expect(found('Grafana::Workspace', { NetworkAccessControl: { 'Fn::Transform': { Name: 'Network' } } })).toEqual([]);
});

test.each<[type: string, properties: object, fact: string]>([
  ['Amplify::Branch', {}, 'openByDefault Thing  (at most info)'],
  ['GlobalAccelerator::Accelerator', {}, 'openByDefault Thing  (at most info)'],
  ['DataSync::Agent', {}, 'openByDefault Thing  (at most info)'],
  ['IoT::DomainConfiguration', { AuthenticationType: 'CUSTOM_AUTH' }, 'open Thing /AuthenticationType (at most info)'],
  [
    'WorkSpaces::Directory',
    { WorkspaceAccessProperties: { DeviceTypeWeb: 'ALLOW' } },
    'open Thing /WorkspaceAccessProperties/DeviceTypeWeb (at most info)',
  ],
  ['WorkSpacesWeb::Portal', { AuthenticationType: 'Standard' }, 'openByDefault Thing  (at most info)'],
])('%s is on the list for information', (type, properties, fact) => {
  expect(found(type, properties)).toEqual([fact]);
});

test('pushed video needs known senders or a VPC', () => {
  expect(found('MediaLive::Input', { Type: 'RTP_PUSH', InputSecurityGroups: [] })).toEqual(['openPushInput Thing ']);
  expect(found('MediaLive::Input', { Type: 'RTP_PUSH', InputSecurityGroups: ['1234567'] })).toEqual([]);
  expect(found('MediaLive::Input', { Type: 'RTP_PUSH', Vpc: { SubnetIds: [] } })).toEqual([]);
  expect(found('MediaLive::Input', { Type: 'URL_PULL' })).toEqual([]);
});

test('a database whose policy denies other networks is kept to its own', () => {
  const deny = (Condition: object) => ({
    PolicyDocument: JSON.stringify({ Statement: [{ Effect: 'Deny', Principal: '*', Action: 'dsql:DbConnect', Resource: '*', Condition }] }),
  });
  expect(found('DSQL::Cluster', deny({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }))).toEqual([]);
  expect(found('DSQL::Cluster', deny({ Bool: { 'aws:SecureTransport': 'false' } }))).toEqual(['openDatabase Thing  (at most info)']);
});
