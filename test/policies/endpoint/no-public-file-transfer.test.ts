import rule from '../../../policies/endpoint/no-public-file-transfer';
import { factsOf, resources } from '../facts';

const found = (properties: object, more: object = {}, type = 'AWS::Transfer::Server') =>
  factsOf(rule, resources({ Files: { Type: type, Properties: properties } }, more));
const details = (addresses: unknown) => ({ EndpointType: 'VPC', EndpointDetails: { VpcId: 'vpc-1', AddressAllocationIds: addresses } });

test('without a type, or with AWS::NoValue, the endpoint is public', () => {
  expect(found({})).toEqual(['publicByDefault Files ']);
  expect(found({ EndpointType: { Ref: 'AWS::NoValue' } })).toEqual(['publicByDefault Files /EndpointType']);
  expect(found({ EndpointType: 'VPC_ENDPOINT' })).toEqual([]);
});

test('elastic IP addresses take a server in a VPC to the internet, of whatever origin they are', () => {
  expect(found(details(['eipalloc-1']))).toEqual(['publicAddresses Files /EndpointDetails/AddressAllocationIds/0']);
  expect(found(details([{ 'Fn::ImportValue': 'address' }]))).toEqual(['publicAddresses Files /EndpointDetails/AddressAllocationIds/0']);
  expect(found(details([]))).toEqual([]);
});

test('a list of addresses that the deployment chooses may be empty', () => {
  const Parameters = { Addresses: { Type: 'CommaDelimitedList' } };
  expect(found(details({ Ref: 'Addresses' }), { Parameters })).toEqual(['undecided Files /EndpointDetails/AddressAllocationIds']);
});

test('FTP counts among other protocols, and inside a VPC', () => {
  expect(found({ ...details([]), Protocols: ['FTPS', 'ftp'] })).toEqual(['plaintext Files /Protocols/1']);
  expect(found({ ...details([]), Protocols: ['FTPS', 'SFTP', 'AS2'] })).toEqual([]);
});

test('a web app with a VPC is private', () => {
  const type = 'AWS::Transfer::WebApp';
  expect(found({ EndpointDetails: { Vpc: { VpcId: 'vpc-1' } } }, {}, type)).toEqual([]);
  expect(found({ EndpointDetails: {} }, {}, type)).toEqual(['publicWebApp Files /EndpointDetails (at most warning)']);
});

test('each branch of a condition is judged', () => {
  const Conditions = { IsDev: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  expect(found({ EndpointType: { 'Fn::If': ['IsDev', 'PUBLIC', 'VPC'] } }, { Conditions })).toEqual([
    'public Files /EndpointType/Fn::If/1',
  ]);
});
