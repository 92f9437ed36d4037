import { functionBehind } from '../../lib/core/model/lambda';
import type { Model } from '../../lib/core/model/model';
import { targetOf } from '../../lib/core/model/stages';
import { isOwnFunction, type Trigger, triggersOf } from '../../lib/core/model/triggers';
import { defineRule } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

const handler = (more: object) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::111122223333:role/orders',
    Code: { ZipFile: 'exports.handler = async () => {};' },
    ...more,
  },
});
const subscription = {
  Type: 'AWS::SNS::Subscription',
  Properties: { Protocol: 'lambda', TopicArn: 'arn:aws:sns:eu-west-1:111122223333:orders', Endpoint: { 'Fn::GetAtt': ['Orders', 'Arn'] } },
};

/** Only functions that are called asynchronously: a synchronous caller gets the error, and queues and streams keep what failed themselves. */
export default defineRule({
  meta: {
    id: 'resilience/require-failure-destination',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Functions that are called asynchronously keep the events that failed',
    rationale:
      'Lambda tries an asynchronous call three times, and then the event is gone. A queue or a destination keeps it, so that somebody notices and can run it again.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html',
      'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html',
    ],
    catalogue: ['DOW-LAMBDA-DLQ'],
    peers: ['CKV_AWS_116', 'LAMBDA_DLQ_CHECK', 'cdk-nag LambdaDLQ', 'cdk-nag LambdaAsyncFailureDestination'],
  },
  messages: {
    lostEvents: {
      what: 'function "{name}" is started by {services}, and the events that fail are lost: it has neither a dead-letter queue nor a destination for failures',
      fix: 'set "DestinationConfig/OnFailure" of an AWS::Lambda::EventInvokeConfig ("onFailure: new SqsDestination(queue)") or "DeadLetterConfig" ("deadLetterQueue")',
    },
  },
  examples: {
    valid: [
      {
        title: 'a subscriber with a dead-letter queue',
        resources: {
          Orders: handler({ DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:111122223333:failed' } }),
          Subscription: subscription,
        },
      },
      { title: 'a function that nothing calls asynchronously', resources: { Orders: handler({}) } },
    ],
    invalid: [
      {
        title: 'a subscriber that loses what fails',
        resources: { Orders: handler({}), Subscription: subscription },
        reports: ['lostEvents'],
      },
    ],
  },
  *check(model) {
    const started = triggersOf(model);
    if (started.size === 0) return;
    const configured = withDestination(model);
    for (const [resource, triggers] of started) {
      if (!isOwnFunction(model, resource) || configured.has(resource) || keepsFailures(model, resource)) continue;
      const lossy = triggers.filter(({ how }) => how === 'asynchronous' || how === 'schedule');
      if (lossy.length === 0) continue;
      const services = [...new Set(lossy.map(serviceOf))].sort().join(' and ');
      // What a schedule sends is sent again, so that little is lost.
      const cap = lossy.every(({ how }) => how === 'schedule') ? { atMost: 'info' as const } : {};
      const data = { name: model.nameOf(resource), services };
      yield {
        message: 'lostEvents' as const,
        resource,
        at: model.propertiesOf(resource),
        evidence: `${services}: OnFailure absent`,
        data,
        ...cap,
      };
    }
  },
});

function serviceOf({ how, service }: Trigger): string {
  return how === 'schedule' ? `a schedule of ${service}` : service;
}

/** Functions with a destination for failures on any of their versions. */
function withDestination(model: Model): ReadonlySet<Resource> {
  const found = new Set<Resource>();
  for (const config of model.resourcesOfType('AWS::Lambda::EventInvokeConfig')) {
    if (model.values(config, 'DestinationConfig', 'OnFailure', 'Destination').length === 0) continue;
    const started = functionBehind(model, targetOf(model, config, 'FunctionName'));
    if (started !== undefined) found.add(started);
  }
  return found;
}

function keepsFailures(model: Model, resource: Resource): boolean {
  if (resource.type === 'AWS::Lambda::Function') {
    return model.readingsOf(resource).every((reading) => !reading.lacks('DeadLetterConfig', 'TargetArn'));
  }
  return model
    .readingsOf(resource)
    .every(
      (reading) =>
        !reading.lacks('DeadLetterQueue', 'TargetArn') || reading.objects('EventInvokeConfig', 'DestinationConfig', 'OnFailure').length > 0,
    );
}
