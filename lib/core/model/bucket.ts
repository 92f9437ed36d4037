import { parseArn } from '../iam/arn';
import { serviceOfAccount } from '../iam/aws-accounts';
import type { PolicyDocument, Principal } from '../iam/statement';
import type { SymbolicString } from '../template/symbolic';
import type { Resource } from '../template/template';
import type { Model } from './model';
import { resourcesNamed } from './targets';

const BUCKET = 'AWS::S3::Bucket';

const policies = new WeakMap<Model, ReadonlyMap<Resource, readonly PolicyDocument[]>>();

/** The bucket policies of the input, by the bucket that they are for; also those of other stacks. */
export function bucketPoliciesOf(model: Model, bucket: Resource): readonly PolicyDocument[] {
  let known = policies.get(model);
  if (known === undefined) {
    known = readPolicies(model);
    policies.set(model, known);
  }
  return known.get(bucket) ?? [];
}

function readPolicies(model: Model): ReadonlyMap<Resource, readonly PolicyDocument[]> {
  const found = new Map<Resource, PolicyDocument[]>();
  for (const document of model.documents) {
    if (document.kind !== 'resource' || document.resource.type !== 'AWS::S3::BucketPolicy') continue;
    for (const bucket of resourcesNamed(model, document.resource, ['Bucket'], BUCKET, 'BucketName')) {
      const known = found.get(bucket);
      if (known === undefined) found.set(bucket, [document]);
      else known.push(document);
    }
  }
  return found;
}

const receivers = new WeakMap<Model, ReadonlySet<Resource>>();

/**
 * Whether AWS or strangers need the bucket to be encrypted with a key of Amazon S3's own: targets of server access logs
 * and of load balancers' logs, buckets behind an origin access identity, and websites.
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html)
 */
export function isAwsDeliveryTarget(model: Model, bucket: Resource): boolean {
  let known = receivers.get(model);
  if (known === undefined) {
    known = new Set(logReceivers(model));
    receivers.set(model, known);
  }
  return known.has(bucket) || isWebsite(bucket) || bucketPoliciesOf(model, bucket).some(letsKeylessPrincipalIn);
}

/** Whether the bucket is a website, whose endpoint speaks plain HTTP alone. */
export function isWebsite(bucket: Resource): boolean {
  return bucket.properties.WebsiteConfiguration !== undefined;
}

function* logReceivers(model: Model): Iterable<Resource> {
  for (const bucket of model.resourcesOfType(BUCKET)) {
    if (model.values(bucket, 'AccessControl').some(({ value }) => value === 'LogDeliveryWrite')) yield bucket;
    if (bucket.properties.LoggingConfiguration === undefined) continue;
    const targets = resourcesNamed(model, bucket, ['LoggingConfiguration', 'DestinationBucketName'], BUCKET, 'BucketName');
    yield* targets.length === 0 && model.values(bucket, 'LoggingConfiguration', 'DestinationBucketName').length === 0 ? [bucket] : targets;
  }
  for (const balancer of model.resourcesOfType('AWS::ElasticLoadBalancingV2::LoadBalancer')) {
    yield* resourcesNamed(model, balancer, ['LoadBalancerAttributes', '*', 'Value'], BUCKET, 'BucketName');
  }
  for (const balancer of model.resourcesOfType('AWS::ElasticLoadBalancing::LoadBalancer')) {
    yield* resourcesNamed(model, balancer, ['AccessLoggingPolicy', 'S3BucketName'], BUCKET, 'BucketName');
  }
}

function letsKeylessPrincipalIn({ statements }: PolicyDocument): boolean {
  return statements.some(({ effect, principals }) => effect !== 'Deny' && principals.some(isKeyless));
}

const keylessServices = new Set(['logging.s3.amazonaws.com', 'logdelivery.elasticloadbalancing.amazonaws.com']);

/** Principals that use no key of AWS KMS: log deliveries and origin access identities. */
function isKeyless({ type, value }: Principal): boolean {
  if (type === 'CanonicalUser') return true;
  if (type === 'Service') return typeof value === 'string' && keylessServices.has(value);
  return type === 'AWS' && (parseArn(value)?.account === 'cloudfront' || isLoadBalancing(value));
}

function isLoadBalancing(value: SymbolicString): boolean {
  const account = parseArn(value)?.account ?? value;
  return typeof account === 'string' && serviceOfAccount(account)?.includes('load balancer') === true;
}
