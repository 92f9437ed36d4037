import noPublicPrincipal from '../../../policies/resource-policy/no-public-principal';
import rule from '../../../policies/resource-policy/no-public-sdk-call';
import { factsOf, firstFactOf, resources } from '../facts';

const call = (action: string, parameters: object, property = 'Create') =>
  resources({ Call: { Type: 'Custom::AWS', Properties: { [property]: JSON.stringify({ service: 'X', action, parameters }) } } });

test.each([
  ['modifySnapshotAttribute', { CreateVolumePermission: { Add: [{ Group: 'all' }] } }],
  ['modifySnapshotAttribute', { OperationType: 'add', GroupNames: ['all'] }],
  ['ModifyImageAttributeCommand', { LaunchPermission: { Add: [{ Group: 'all' }] } }],
  ['modifyImageAttribute', { Attribute: 'launchPermission', UserGroups: ['all'] }],
  ['modifyDBSnapshotAttribute', { AttributeName: 'restore', ValuesToAdd: ['all'] }],
  ['modifyDBClusterSnapshotAttribute', { AttributeName: 'restore', ValuesToAdd: ['all'] }],
  ['modifyDocumentPermission', { PermissionType: 'Share', AccountIdsToAdd: ['All'] }],
  ['putBucketAcl', { ACL: 'public-read' }],
  ['putBucketAcl', { GrantRead: 'uri=http://acs.amazonaws.com/groups/global/AllUsers' }],
  ['addPermission', { FunctionName: 'f', Action: 'lambda:InvokeFunction', Principal: '*' }],
  ['addLayerVersionPermission', { Principal: '*' }],
  ['createFunctionUrlConfig', { AuthType: 'NONE' }],
  ['modifyDBInstance', { PubliclyAccessible: true }],
])('%s with %j lets everyone in', (action, parameters) => {
  expect(factsOf(rule, call(action, parameters))).toEqual(['publicCall Call /Create']);
});

test.each([
  ['modifySnapshotAttribute', { CreateVolumePermission: { Remove: [{ Group: 'all' }] } }],
  ['modifySnapshotAttribute', { OperationType: 'remove', GroupNames: ['all'] }],
  ['modifyDBSnapshotAttribute', { ValuesToRemove: ['all'] }],
  ['modifySnapshotAttribute', { CreateVolumePermission: { Add: [{ UserId: { Ref: 'AWS::AccountId' } }] } }],
  ['putBucketAcl', { ACL: 'private' }],
  ['addPermission', { Principal: '*', SourceArn: 'arn:aws:s3:::b' }],
  ['addLayerVersionPermission', { Principal: '*', OrganizationId: 'o-a1b2c3d4e5' }],
  ['createFunctionUrlConfig', { AuthType: 'AWS_IAM' }],
  ['putPublicAccessBlock', { PublicAccessBlockConfiguration: { BlockPublicAcls: true } }],
  ['getParameter', { Name: 'all' }],
])('%s with %j does not', (action, parameters) => {
  expect(factsOf(rule, call(action, parameters))).toEqual([]);
});

test('blocks of public access that are taken away, but not when the stack goes', () => {
  expect(factsOf(rule, call('putPublicAccessBlock', { PublicAccessBlockConfiguration: { BlockPublicAcls: false } }))).toEqual([
    'unblockingCall Call /Create',
  ]);
  expect(factsOf(rule, call('deletePublicAccessBlock', {}, 'Update'))).toEqual(['unblockingCall Call /Update']);
  expect(factsOf(rule, call('deletePublicAccessBlock', {}, 'Delete'))).toEqual([]);
});

test('accounts of others are warnings', () => {
  expect(factsOf(rule, call('modifyDBSnapshotAttribute', { ValuesToAdd: ['111122223333'] }))).toEqual([
    'sharingCall Call /Create (at most warning)',
  ]);
});

test('the same call for Create and Update is one finding', () => {
  const text = JSON.stringify({
    service: 'EC2',
    action: 'modifyImageAttribute',
    parameters: { LaunchPermission: { Add: [{ Group: 'all' }] } },
  });
  const template = resources({ Call: { Type: 'Custom::AWS', Properties: { Create: text, Update: text } } });
  expect(factsOf(rule, template)).toEqual(['publicCall Call /Create']);
  expect(firstFactOf(rule, template).evidence).toBe('modifyImageAttribute Group all');
});

test('text that is joined around references, and an object of early versions', () => {
  const joined = {
    'Fn::Join': [
      '',
      ['{"service":"EC2","action":"modifySnapshotAttribute","parameters":{"SnapshotId":"', { Ref: 'Snapshot' }, '","GroupNames":["all"]}}'],
    ],
  };
  const plain = { service: 'EC2', action: 'modifySnapshotAttribute', parameters: { GroupNames: ['all'] } };
  for (const Create of [joined, plain]) {
    const template = resources({ Call: { Type: 'Custom::AWS', Properties: { Create } }, Snapshot: { Type: 'AWS::EC2::Volume' } });
    expect(factsOf(rule, template)).toEqual(['publicCall Call /Create']);
  }
});

test('a step of an automation document', () => {
  const Content = {
    schemaVersion: '0.3',
    mainSteps: [
      { name: 'share', action: 'aws:executeAwsApi', inputs: { Service: 'ec2', Api: 'ModifySnapshotAttribute', GroupNames: ['all'] } },
    ],
  };
  expect(factsOf(rule, resources({ Runbook: { Type: 'AWS::SSM::Document', Properties: { Content } } }))).toEqual([
    'publicCall Runbook /Content',
  ]);
});

test('what cannot be read is said', () => {
  const template = resources(
    { Call: { Type: 'Custom::AWS', Properties: { Create: { Ref: 'What' } } } },
    { Parameters: { What: { Type: 'String' } } },
  );
  expect(factsOf(rule, template)).toEqual(['unreadableCall Call /Create (at most warning)']);
});

test.each(['putBucketPolicy', 'putResourcePolicy', 'setVaultAccessPolicy', 'putIdentityPolicy', 'setQueueAttributes'])(
  'the policy that %s hands over is judged as a policy, also within a text that is joined',
  (action) => {
    const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'RESOURCE' }] });
    expect(factsOf(noPublicPrincipal, call(action, { Policy: policy }))).toEqual(['publicPolicy Call /Create']);
    const text = JSON.stringify({ service: 'X', action, parameters: { Attributes: { Policy: policy } } });
    const Create = {
      'Fn::Join': [
        '',
        text.split('RESOURCE').flatMap((piece, index) => (index === 0 ? [piece] : [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, piece])),
      ],
    };
    const template = resources({ Call: { Type: 'Custom::AWS', Properties: { Create } }, Bucket: { Type: 'AWS::S3::Bucket' } });
    expect(factsOf(noPublicPrincipal, template)).toEqual(['publicPolicy Call /Create']);
  },
);
