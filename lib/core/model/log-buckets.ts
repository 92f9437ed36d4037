import type { Resource } from '../template/template';
import { bucketPoliciesOf } from './bucket';
import { mentionsBy } from './mentions';
import type { Model } from './model';

const BUCKET = 'AWS::S3::Bucket';

/** Where a service is told the bucket that its logs go to: type, property path. */
const DESTINATIONS: readonly (readonly [type: string, ...path: string[]])[] = [
  [BUCKET, 'LoggingConfiguration', 'DestinationBucketName'],
  ['AWS::CloudFront::Distribution', 'DistributionConfig', 'Logging', 'Bucket'],
  ['AWS::CloudFront::StreamingDistribution', 'StreamingDistributionConfig', 'Logging', 'Bucket'],
  ['AWS::CloudTrail::Trail', 'S3BucketName'],
  ['AWS::Config::DeliveryChannel', 'S3BucketName'],
  ['AWS::EC2::FlowLog', 'LogDestination'],
  ['AWS::ElasticLoadBalancing::LoadBalancer', 'AccessLoggingPolicy', 'S3BucketName'],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'LoadBalancerAttributes', '*', 'Value'],
  ['AWS::Logs::DeliveryDestination', 'DestinationResourceArn'],
  ['AWS::Route53Resolver::ResolverQueryLoggingConfig', 'DestinationArn'],
  ['AWS::WAFv2::LoggingConfiguration', 'LogDestinationConfigs'],
];

const logBuckets = new WeakMap<Model, ReadonlySet<Resource>>();

/** Whether a bucket holds logs itself: a service of the input writes them there, or its policy or ACL lets one. */
export function isLogBucket(model: Model, bucket: Resource): boolean {
  let known = logBuckets.get(model);
  if (known === undefined) {
    known = readLogBuckets(model);
    logBuckets.set(model, known);
  }
  return known.has(bucket) || bucketPoliciesOf(model, bucket).some(({ statements }) => statements.some(letsLogsIn));
}

function readLogBuckets(model: Model): ReadonlySet<Resource> {
  const found = new Set<Resource>();
  const names = new Set<string>();
  for (const [type, ...path] of DESTINATIONS) {
    const { resources, others } = mentionsBy(model, [type], ...path);
    for (const resource of resources) found.add(resource);
    for (const { value } of others) if (typeof value === 'string') names.add(value.replace(/^arn:[^:]*:s3:::/, '').split(/[./]/)[0] ?? '');
  }
  for (const bucket of model.resourcesOfType(BUCKET)) {
    const isWritten = model.values(bucket, 'AccessControl').some(({ value }) => value === 'LogDeliveryWrite');
    const isNamed = model.values(bucket, 'BucketName').some(({ value }) => typeof value === 'string' && names.has(value));
    if (isWritten || isNamed) found.add(bucket);
  }
  return found;
}

const LOG_WRITERS = new Set([
  'cloudtrail.amazonaws.com',
  'config.amazonaws.com',
  'delivery.logs.amazonaws.com',
  'logdelivery.elasticloadbalancing.amazonaws.com',
  'logging.s3.amazonaws.com',
]);

function letsLogsIn({ effect, principals }: ReturnType<typeof bucketPoliciesOf>[number]['statements'][number]): boolean {
  return (
    effect !== 'Deny' && principals.some(({ type, value }) => type === 'Service' && typeof value === 'string' && LOG_WRITERS.has(value))
  );
}
