import rule from '../../../policies/resource-policy/no-open-vpc-endpoint';
import { factsOf, resources } from '../facts';

const endpoint = (Properties: object, ...statements: object[]) =>
  factsOf(
    rule,
    resources({
      Endpoint: {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: {
          ServiceName: 'com.amazonaws.eu-west-1.s3',
          ...Properties,
          ...(statements.length === 0 ? {} : { PolicyDocument: { Statement: statements } }),
        },
      },
    }),
  );
const open = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

test('without a policy it is information', () => {
  expect(endpoint({})).toEqual(['noPolicy Endpoint  (at most info)']);
});

test.each(['GatewayLoadBalancer', 'Resource', 'ServiceNetwork'])('%s takes no policy', (VpcEndpointType) => {
  expect(endpoint({ VpcEndpointType })).toEqual([]);
});

test('services of others take no policy', () => {
  expect(endpoint({ VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0' })).toEqual([]);
  expect(endpoint({ VpcEndpointType: 'Interface', ServiceName: { 'Fn::Sub': 'com.amazonaws.vpce.${AWS::Region}.vpce-svc-0' } })).toEqual(
    [],
  );
});

test.each([{ AWS: '*' }, '*'])('a policy for everyone (%j) and everything is open', (Principal) => {
  expect(endpoint({}, { ...open, Principal })).toEqual(['everything Endpoint /PolicyDocument/Statement/0/Resource']);
  expect(endpoint({}, { ...open, Principal, Action: 's3:*' })).toHaveLength(1);
});

test('named actions on every resource matter where data leaves', () => {
  expect(endpoint({}, { ...open, Action: 's3:PutObject' })).toEqual(['otherAccounts Endpoint /PolicyDocument/Statement/0/Resource']);
  expect(endpoint({ ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.kms' } }, { ...open, Action: 'kms:Decrypt' })).toHaveLength(1);
  expect(endpoint({ ServiceName: 'com.amazonaws.eu-west-1.logs' }, { ...open, Action: 'logs:PutLogEvents' })).toEqual([]);
});

test.each([
  { Resource: 'arn:aws:s3:::orders/*' },
  { Principal: { AWS: '111122223333' } },
  { Condition: { StringEquals: { 'aws:ResourceAccount': '111122223333' } } },
  { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } },
  { Condition: { StringEquals: { 's3:ResourceAccount': { Ref: 'AWS::AccountId' } } } },
])('%j keeps it inside', (more) => {
  expect(endpoint({}, { ...open, ...more })).toEqual([]);
});

test('a Deny of what is outside keeps it inside, a Deny of something else does not', () => {
  const deny = { ...open, Effect: 'Deny', Condition: { StringNotEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } } };
  expect(endpoint({}, open, deny)).toEqual([]);
  expect(endpoint({}, open, { ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } })).toHaveLength(1);
});
