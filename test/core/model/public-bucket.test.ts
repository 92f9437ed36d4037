import { bucketPoliciesOf } from '../../../lib/core/model/bucket';
import { publicAccessOf } from '../../../lib/core/model/public-bucket';
import { modelOf, resources } from '../../policies/facts';

const policy = (Bucket: unknown, Principal: unknown) => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: { Bucket, PolicyDocument: { Statement: [{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: '*' }] } },
});

function openings(Resources: object): (string | undefined)[] {
  const model = modelOf(resources(Resources));
  return model.resourcesOfType('AWS::S3::Bucket').map((bucket) => publicAccessOf(model, bucket));
}

test('a policy belongs to the bucket that it names, by reference or by name', () => {
  const model = modelOf(
    resources({
      A: { Type: 'AWS::S3::Bucket' },
      B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'orders' } },
      ForA: policy({ Ref: 'A' }, '*'),
      ForB: policy('orders', '*'),
      ForNone: policy('other', '*'),
    }),
  );
  const named = model
    .resourcesOfType('AWS::S3::Bucket')
    .map((bucket) => bucketPoliciesOf(model, bucket).map(({ resource }) => resource.logicalId));
  expect(named).toEqual([['ForA'], ['ForB']]);
});

test('what opens a bucket', () => {
  expect(openings({ A: { Type: 'AWS::S3::Bucket' }, P: policy({ Ref: 'A' }, '*') })).toEqual(['its policy lets everyone in']);
  expect(openings({ A: { Type: 'AWS::S3::Bucket' }, P: policy({ Ref: 'A' }, { AWS: '111122223333' }) })).toEqual([undefined]);
  expect(openings({ A: { Type: 'AWS::S3::Bucket', Properties: { AccessControl: 'PublicRead' } } })).toEqual(['its ACL is public']);
  expect(openings({ A: { Type: 'AWS::S3::Bucket', Properties: { AccessControl: 'Private' } } })).toEqual([undefined]);
});
