import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import type { Reading } from '../../lib/core/model/reading';
import { positionsOf, type Switch, switchFact } from '../../lib/core/model/switches';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'public' | 'publicByDefault' | 'publicAddresses' | 'undecided' | 'plaintext' | 'publicWebApp';

const server = (properties: JsonObject): JsonObject => ({
  Files: { Type: 'AWS::Transfer::Server', Properties: { Domain: 'S3', ...properties } },
});

const endpointType: Switch = { path: ['EndpointType'], except: ['VPC', 'VPC_ENDPOINT'], onWithout: true };
const protocol: Switch = { path: ['Protocols', '*'], on: ['FTP'] };

export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-public-file-transfer',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'File transfer servers have no address on the internet',
    rationale:
      'A public server takes connections from everywhere, has no security group, and is found and tried within hours. Partners can reach one in a VPC through a security group with their addresses, or a private connection.',
    references: [
      'https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html',
      'https://docs.aws.amazon.com/transfer/latest/userguide/create-server-ftp.html',
    ],
    catalogue: ['NET-TRANSFER-PUBLIC'],
    peers: ['CKV_AWS_164', 'Security Hub Transfer.2'],
  },
  messages: {
    public: {
      what: 'server "{name}" has EndpointType "{value}": it is on the internet, for every address',
      fix: 'set EndpointType to "VPC" with "EndpointDetails: VpcId, SubnetIds, SecurityGroupIds" ("endpointType" and "endpointDetails" of CfnServer)',
    },
    publicByDefault: {
      what: 'server "{name}" sets no EndpointType, and the default is "PUBLIC": it is on the internet, for every address',
      fix: 'set EndpointType to "VPC" with "EndpointDetails: VpcId, SubnetIds, SecurityGroupIds" ("endpointType" and "endpointDetails" of CfnServer)',
    },
    publicAddresses: {
      what: 'server "{name}" is in a VPC, but has elastic IP addresses in AddressAllocationIds: it is on the internet',
      fix: 'leave "EndpointDetails: AddressAllocationIds" out; when partners need the addresses, allow only theirs in the security groups and acknowledge this',
    },
    undecided: {
      what: 'whether server "{name}" is public cannot be decided: {property} is "{value}"',
      fix: 'write {property} in the template: EndpointType "VPC", and no elastic IP addresses',
    },
    plaintext: {
      what: 'server "{name}" speaks FTP: passwords and files cross the network unencrypted',
      fix: 'use "SFTP" or "FTPS" in Protocols ("protocols" of CfnServer)',
    },
    publicWebApp: {
      what: 'web app "{name}" has no VPC in EndpointDetails: its sign-in page is on the internet',
      fix: 'set "EndpointDetails: Vpc" ("endpointDetails" of CfnWebApp), or acknowledge that its users come from everywhere',
    },
  },
  examples: {
    valid: [
      {
        title: 'a server inside a VPC',
        resources: server({
          EndpointType: 'VPC',
          EndpointDetails: { VpcId: 'vpc-0123456789abcdef0', SubnetIds: ['subnet-0123456789abcdef0'] },
          Protocols: ['SFTP'],
        }),
      },
    ],
    invalid: [
      { title: 'a server with the default endpoint', resources: server({}), reports: ['publicByDefault'] },
      { title: 'a public server', resources: server({ EndpointType: 'PUBLIC' }), reports: ['public'] },
      {
        title: 'a server in a VPC with elastic IP addresses',
        resources: server({
          EndpointType: 'VPC',
          EndpointDetails: { VpcId: 'vpc-0123456789abcdef0', AddressAllocationIds: ['eipalloc-0123456789abcdef0'] },
        }),
        reports: ['publicAddresses'],
      },
      {
        title: 'a choice that is made at deployment',
        template: { Parameters: { Endpoint: { Type: 'String' } }, Resources: server({ EndpointType: { Ref: 'Endpoint' } }) },
        reports: ['undecided'],
      },
      { title: 'FTP', resources: server({ EndpointType: 'VPC', Protocols: ['SFTP', 'FTP'] }), reports: ['plaintext'] },
      {
        title: 'a web app without a VPC',
        resources: { Files: { Type: 'AWS::Transfer::WebApp', Properties: { IdentityProviderDetails: {} } } },
        reports: ['publicWebApp'],
      },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::Transfer::Server')) {
      for (const position of positionsOf(model, resource, protocol)) {
        if (position.state === 'on') yield { message: 'plaintext', ...switchFact(model, position) };
      }
      if (isPublicOnPurpose(model, resource)) continue;
      for (const position of positionsOf(model, resource, endpointType)) {
        const message = position.state === 'on' ? 'public' : position.state === 'default' ? 'publicByDefault' : 'undecided';
        yield { message, ...switchFact(model, position) };
      }
      for (const reading of model.readingsOf(resource)) yield* addressFacts(model, reading);
    }
    for (const resource of model.resourcesOfType('AWS::Transfer::WebApp')) {
      if (isPublicOnPurpose(model, resource)) continue;
      for (const position of positionsOf(model, resource, { path: ['EndpointDetails', 'Vpc'], onWithout: true, on: [] })) {
        if (position.state === 'default') yield { message: 'publicWebApp', ...switchFact(model, position), atMost: 'warning' };
      }
    }
  },
});

/** Any address that is written counts, known or not; a list that the deployment chooses may be empty. */
function* addressFacts(model: Model, reading: Reading): Iterable<Fact<Message>> {
  if (reading.isAlways(['EndpointType'], ['VPC']) === 'no') return;
  const path = ['EndpointDetails', 'AddressAllocationIds'];
  const { resource } = reading;
  const name = model.nameOf(resource);
  for (const list of reading.values(...path)) {
    if (list.kind !== 'symbolic') continue;
    const data = { name, property: 'AddressAllocationIds', value: list.shown };
    yield { message: 'undecided', resource, at: list.at, evidence: `AddressAllocationIds ${list.shown}`, data };
    return;
  }
  const address = reading.values(...path, '*').find(({ kind }) => kind === 'literal' || kind === 'symbolic');
  if (address === undefined) return;
  yield { message: 'publicAddresses', resource, at: address.at, evidence: 'AddressAllocationIds', data: { name } };
}
