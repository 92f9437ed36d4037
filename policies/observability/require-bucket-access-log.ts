import type { JsonObject } from '../../lib/core/json';
import { isLogBucket } from '../../lib/core/model/log-buckets';
import { resourcesNamedIn } from '../../lib/core/model/mentions';
import type { Model } from '../../lib/core/model/model';
import type { Reading } from '../../lib/core/model/reading';
import { defineRule } from '../../lib/core/rule';
import type { Resource, Template } from '../../lib/core/template/template';

const BUCKET = 'AWS::S3::Bucket';
const bucket = (properties: JsonObject): JsonObject => ({ Receipts: { Type: BUCKET, Properties: properties } });
const trail = (selector: JsonObject): JsonObject => ({
  Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true, S3BucketName: 'trails', EventSelectors: [selector] } },
});

export default defineRule({
  meta: {
    id: 'observability/require-bucket-access-log',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Buckets log who reads and writes their objects',
    rationale:
      'CloudTrail does not record reads and writes of objects unless it is told to: without access logs or data events nobody can tell what was taken from a bucket, or by whom.',
    references: [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/logging-with-S3.html',
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html',
    ],
    catalogue: ['OBS-S3-ACCESS-LOG'],
    peers: ['CKV_AWS_18', 'cfn_nag W35', 'AWS-0089', 'cdk-nag AwsSolutions-S1', 'Security Hub S3.9'],
  },
  messages: {
    notLogged: {
      what: 'bucket "{name}" has no LoggingConfiguration, and no trail of the input records its data events',
      fix: 'set "LoggingConfiguration: DestinationBucketName" ("serverAccessLogsBucket" of s3.Bucket), or record its data events ("trail.addS3EventSelector")',
    },
  },
  examples: {
    valid: [
      {
        title: 'a bucket with access logs, and the bucket that they go to',
        resources: {
          ...bucket({ LoggingConfiguration: { DestinationBucketName: { Ref: 'Logs' }, LogFilePrefix: 'receipts/' } }),
          Logs: { Type: BUCKET, Properties: {} },
        },
      },
      {
        title: 'a bucket whose data events a trail records',
        resources: {
          ...bucket({}),
          ...trail({ DataResources: [{ Type: 'AWS::S3::Object', Values: [{ 'Fn::Sub': '${Receipts.Arn}/' }] }] }),
        },
      },
    ],
    invalid: [{ title: 'a bucket without logs', resources: bucket({ BucketName: 'receipts' }), reports: ['notLogged'] }],
  },
  *check(model) {
    const buckets = model.resourcesOfType(BUCKET);
    if (buckets.length === 0) return;
    const recorded = recordedBuckets(model);
    if (recorded === 'all') return;
    for (const resource of buckets) {
      if (recorded.has(resource) || model.isProvided(resource) || isBootstrap(resource.template)) continue;
      const unlogged = model.readingsOf(resource).find((reading) => reading.lacks('LoggingConfiguration'));
      if (unlogged === undefined || isLogBucket(model, resource)) continue;
      const at = unlogged.values('LoggingConfiguration')[0]?.at ?? unlogged.at;
      yield { message: 'notLogged', resource, at, evidence: 'LoggingConfiguration absent', data: { name: model.nameOf(resource) } };
    }
  },
});

/** The template of `cdk bootstrap`, whose bucket holds what is deployed from it. */
function isBootstrap({ resources }: Template): boolean {
  return resources.has('CdkBootstrapVersion');
}

/** The buckets whose data events the trails of the input record. */
function recordedBuckets(model: Model): ReadonlySet<Resource> | 'all' {
  const found = new Set<Resource>();
  for (const trailResource of model.resourcesOfType('AWS::CloudTrail::Trail')) {
    for (const reading of model.readingsOf(trailResource)) {
      for (const values of [...selectedByResource(reading), ...selectedByField(reading)]) {
        if (values === 'all') return 'all';
        for (const value of values) {
          if (value.kind === 'literal' && /^arn:[^:]*:s3(?::::?)?\/?$/.test(value.text)) return 'all';
          if (value.value !== undefined) for (const each of resourcesNamedIn(model, trailResource, value.value)) found.add(each);
        }
      }
    }
  }
  return found;
}

type Selected = ReturnType<Reading['values']> | 'all';

function* selectedByResource(reading: Reading): Iterable<Selected> {
  for (const data of reading.objects('EventSelectors', '*', 'DataResources')) {
    if (data.canBe(['Type'], ['AWS::S3::Object']) === 'yes') yield data.values('Values', '*');
  }
}

function* selectedByField(reading: Reading): Iterable<Selected> {
  for (const selector of reading.objects('AdvancedEventSelectors')) {
    const fields = selector.objects('FieldSelectors');
    const isAboutObjects = fields.some(
      (field) => field.canBe(['Field'], ['resources.type']) === 'yes' && field.canBe(['Equals', '*'], ['AWS::S3::Object']) === 'yes',
    );
    if (!isAboutObjects) continue;
    const named = fields.filter((field) => field.canBe(['Field'], ['resources.ARN']) === 'yes');
    if (named.length === 0) yield 'all';
    for (const field of named) yield [...field.values('Equals', '*'), ...field.values('StartsWith', '*')];
  }
}
