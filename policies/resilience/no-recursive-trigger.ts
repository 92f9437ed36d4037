import { functionNamedIn } from '../../lib/core/model/lambda';
import type { LambdaFunction, Model } from '../../lib/core/model/model';
import type { Reading } from '../../lib/core/model/reading';
import { type HeldRight, rightsOn } from '../../lib/core/model/rights';
import { functionConfigurations, isOwnFunction, notificationsOf, triggersOf } from '../../lib/core/model/triggers';
import { defineRule, type Fact } from '../../lib/core/rule';
import { partsOf } from '../../lib/core/template/symbolic';
import type { Resource } from '../../lib/core/template/template';

type Message = 'loopAllowed' | 'writesToItsTrigger';

const handler = (more: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Code: { ZipFile: 'exports.handler = async () => {};' },
    ...more,
  },
});
const role = (key: string) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    Policies: [
      {
        PolicyName: 'thumbnails',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Images', 'Arn'] }, key]] } },
          ],
        },
      },
    ],
  },
});
const images = (rules: readonly { Name: string; Value: string }[]) => ({
  Type: 'AWS::S3::Bucket',
  Properties: {
    NotificationConfiguration: {
      LambdaConfigurations: [
        {
          Event: 's3:ObjectCreated:*',
          Function: { 'Fn::GetAtt': ['Resize', 'Arn'] },
          Filter: { S3Key: { Rules: rules.map((rule) => ({ ...rule })) } },
        },
      ],
    },
  },
});

/**
 * A right is not a call: the function may never use it where it would loop, and Lambda stops most loops after sixteen
 * rounds. So only the switch that turns that off is an error.
 */
export default defineRule<Message>({
  meta: {
    id: 'resilience/no-recursive-trigger',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Functions do not write to what starts them',
    rationale:
      'A function that writes where it is started from starts itself, and each round may start more than one: the account runs at its limit until somebody notices, mostly by the bill.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html',
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html',
    ],
    catalogue: ['DOW-RECURSION'],
    peers: [],
  },
  messages: {
    loopAllowed: {
      what: 'function "{name}" may start itself without an end: RecursiveLoop is "Allow", which turns off the detection of loops',
      fix: 'set "RecursiveLoop" to "Terminate" ("recursiveLoop: RecursiveLoop.TERMINATE"), and let the function write elsewhere',
    },
    writesToItsTrigger: {
      what: 'function "{name}" is started by {source} and may write to it: "{action}" on "{on}"{filter}',
      fix: 'write to another {kind}, {narrow}or take "{action}" from the role',
    },
  },
  examples: {
    valid: [
      {
        title: 'output below a prefix that starts nothing',
        resources: { Images: images([{ Name: 'prefix', Value: 'originals/' }]), Resize: handler(), Role: role('/thumbnails/*') },
      },
    ],
    invalid: [
      {
        title: 'loops that nobody stops',
        resources: { Resize: handler({ RecursiveLoop: 'Allow' }), Role: role('/thumbnails/*'), Images: images([]) },
        reports: ['writesToItsTrigger', 'loopAllowed'],
      },
      {
        title: 'output that starts the function again',
        resources: { Images: images([]), Resize: handler(), Role: role('/*') },
        reports: ['writesToItsTrigger'],
      },
    ],
  },
  *check(model) {
    for (const type of ['AWS::Lambda::Function', 'AWS::Serverless::Function']) {
      for (const resource of model.resourcesOfType(type)) {
        if (resource.properties.RecursiveLoop === undefined) continue;
        for (const { text, at } of model.readingsOf(resource).flatMap((reading) => reading.values('RecursiveLoop'))) {
          if (text.toLowerCase() !== 'allow') continue;
          yield { message: 'loopAllowed', resource, at, evidence: 'RecursiveLoop Allow', data: { name: model.nameOf(resource) } };
        }
      }
    }
    const functions = new Map(model.functions.map((each) => [each.resource, each]));
    yield* bucketLoops(model, functions);
    yield* messageLoops(model, functions);
  },
});

type Functions = ReadonlyMap<Resource, LambdaFunction>;

const S3_WRITES = ['s3:PutObject'];

function* bucketLoops(model: Model, functions: Functions): Iterable<Fact<Message>> {
  for (const { bucket, owner, configurations } of notificationsOf(model)) {
    if (bucket === undefined) continue;
    for (const [property, functionKey] of functionConfigurations) {
      for (const entry of model.readingsOf(owner).flatMap((reading) => reading.objects(configurations, property))) {
        if (!startsOnWrite(entry)) continue;
        for (const { value } of entry.values(functionKey)) {
          const started = value === undefined ? undefined : functionNamedIn(model, owner, value);
          const lambda = started === undefined ? undefined : functions.get(started);
          if (lambda !== undefined) yield* loopOf(model, lambda, bucket, entry);
        }
      }
    }
  }
}

function startsOnWrite(entry: Reading): boolean {
  const events = [...entry.values('Event'), ...entry.values('Events', '*')].filter(({ kind }) => kind !== 'absent');
  return events.some(({ kind, text }) => kind === 'symbolic' || text.startsWith('s3:ObjectCreated:') || text === 's3:*');
}

function* loopOf(model: Model, lambda: LambdaFunction, bucket: Resource, entry: Reading): Iterable<Fact<Message>> {
  if (!isOwnFunction(model, lambda.resource)) return;
  const filter = filterOf(entry);
  for (const right of rightsOn(model, lambda, S3_WRITES, bucket)) {
    if (!mayWrite(right, filter)) continue;
    const shown = [filter.prefix === '' ? '' : `prefix "${filter.prefix}"`, filter.suffix === '' ? '' : `suffix "${filter.suffix}"`].filter(
      Boolean,
    );
    const passed =
      shown.length === 0 ? ', and no filter keeps its own objects out' : `, which the filter on ${shown.join(' and ')} lets through`;
    yield loopFact(
      model,
      lambda.resource,
      bucket,
      right,
      'bucket',
      passed,
      'filter the notification by a prefix that the role cannot write to, ',
    );
    return;
  }
}

interface KeyFilter {
  readonly prefix: string;
  readonly suffix: string;
}

/** The filter of a notification: `Filter/S3Key/Rules` in CloudFormation, `Filter/Key/FilterRules` in the API that CDK's custom resource calls. */
function filterOf(entry: Reading): KeyFilter {
  const rules = [...entry.objects('Filter', 'S3Key', 'Rules'), ...entry.objects('Filter', 'Key', 'FilterRules')];
  const ruleNamed = (name: string) =>
    rules.filter((rule) => rule.canBe(['Name'], [name]) === 'yes').map((rule) => rule.values('Value')[0]?.text ?? '')[0] ?? '';
  return { prefix: ruleNamed('prefix'), suffix: ruleNamed('suffix') };
}

/** What follows the name of a bucket. */
const BUCKET_ARN = /^arn:[^:]*:s3:::[^/*?]+(.*)$/;

/** Whether some key that the right covers passes the filter. */
function mayWrite({ on }: HeldRight, { prefix, suffix }: KeyFilter): boolean {
  const parts = partsOf(on.value);
  const bucket = parts.findIndex((part) => typeof part !== 'string' && part.kind === 'resource');
  const [literal] = parts;
  const name = typeof literal === 'string' && parts.length === 1 ? BUCKET_ARN.exec(literal) : null;
  if (bucket < 0 && name === null) return true;
  const [key, ...more] = name === null ? parts.slice(bucket + 1) : [name[1] === '' ? undefined : name[1]];
  // The bucket itself is no object.
  if (key === undefined) return false;
  if (typeof key !== 'string') return true;
  const pattern = key.replace(/^\//, '');
  const fixed = pattern.split(/[*?]/)[0] ?? '';
  const isExact = more.length === 0 && fixed === pattern;
  const meetsPrefix = fixed.startsWith(prefix) || (!isExact && prefix.startsWith(fixed));
  const tail = more.length > 0 ? '' : (pattern.split(/[*?]/).at(-1) ?? '');
  const meetsSuffix = tail.endsWith(suffix) || (!isExact && suffix.endsWith(tail));
  return meetsPrefix && meetsSuffix;
}

/** Sources that a function can put a message back into: type → the actions that do. */
const messageWrites: Readonly<Record<string, { readonly actions: readonly string[]; readonly kind: string }>> = {
  'AWS::SQS::Queue': { actions: ['sqs:SendMessage'], kind: 'queue' },
  'AWS::SNS::Topic': { actions: ['sns:Publish'], kind: 'topic' },
};

function* messageLoops(model: Model, functions: Functions): Iterable<Fact<Message>> {
  for (const [resource, triggers] of triggersOf(model)) {
    const lambda = functions.get(resource);
    if (lambda === undefined || !isOwnFunction(model, resource)) continue;
    for (const source of new Set(triggers.map((trigger) => trigger.source))) {
      const writes = source === undefined ? undefined : messageWrites[source.type];
      if (source === undefined || writes === undefined) continue;
      for (const right of rightsOn(model, lambda, writes.actions, source)) {
        yield loopFact(model, resource, source, right, writes.kind, '', '');
        break;
      }
    }
  }
}

function loopFact(
  model: Model,
  resource: Resource,
  source: Resource,
  { action, on, statement }: HeldRight,
  kind: string,
  filter: string,
  narrow: string,
): Fact<Message> {
  const shown = model.show(on, statement.document.resource);
  const data = { name: model.nameOf(resource), source: `${kind} "${model.nameOf(source)}"`, action, on: shown, filter, kind, narrow };
  return {
    message: 'writesToItsTrigger',
    resource,
    at: model.propertiesOf(resource),
    evidence: `${action} on ${shown}`,
    data,
    atMost: 'warning',
  };
}
