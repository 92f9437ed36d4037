import { isLogBucket } from '../../../lib/core/model/log-buckets';
import { modelOf, resources } from '../../policies/facts';

function logBuckets(more: object, properties: object = {}): string[] {
  const model = modelOf(resources({ Data: { Type: 'AWS::S3::Bucket', Properties: properties }, ...more }));
  return model
    .resourcesOfType('AWS::S3::Bucket')
    .filter((bucket) => isLogBucket(model, bucket))
    .map(({ logicalId }) => logicalId);
}
const delivery = (type: string, properties: object) => ({ Source: { Type: type, Properties: properties } });

test('a bucket is one of logs when a service writes its logs there, by reference or by name', () => {
  expect(logBuckets({})).toEqual([]);
  expect(logBuckets(delivery('AWS::WAFv2::LoggingConfiguration', { LogDestinationConfigs: [{ 'Fn::GetAtt': ['Data', 'Arn'] }] }))).toEqual([
    'Data',
  ]);
  expect(logBuckets(delivery('AWS::EC2::FlowLog', { LogDestination: 'arn:aws:s3:::logs/flows/' }), { BucketName: 'logs' })).toEqual([
    'Data',
  ]);
  const classic = delivery('AWS::ElasticLoadBalancing::LoadBalancer', { AccessLoggingPolicy: { S3BucketName: 'other' } });
  expect(logBuckets(classic, { BucketName: 'logs' })).toEqual([]);
});

test('a Deny for a log service makes no bucket of logs', () => {
  const policy = (Effect: string) => ({
    Policy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Data' },
        PolicyDocument: {
          Statement: [{ Effect, Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject', Resource: '*' }],
        },
      },
    },
  });
  expect(logBuckets(policy('Allow'))).toEqual(['Data']);
  expect(logBuckets(policy('Deny'))).toEqual([]);
});
