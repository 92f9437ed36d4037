import { deadLetterTargetsOf, isDeadLetterQueue } from '../../lib/core/model/dead-letters';
import { defineRule } from '../../lib/core/rule';

const queue = (more: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: 'alias/aws/sqs', ...more } });
const redrive = { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Failed', 'Arn'] }, maxReceiveCount: 3 } };
const allow = { RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: ['arn:aws:sqs:eu-west-1:111122223333:orders'] } };

/** Queues that hold the failures of others need no queue for theirs. */
export default defineRule({
  meta: {
    id: 'resilience/require-redrive-policy',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Queues give up on a bad message, and keep it',
    rationale:
      'Without a redrive policy a message that fails comes back until it expires: each try runs and is paid for, and then the message is lost without a trace. One such message, sent on purpose, keeps its consumer busy for days.',
    references: ['https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html'],
    catalogue: ['DOW-SQS-DLQ', 'DOW-ESM-FAILURE'],
    peers: ['cdk-nag AwsSolutions-SQS3', 'cdk-nag SQSRedrivePolicy'],
  },
  messages: {
    noRedrive: {
      what: 'queue "{name}" has no redrive policy: a message that fails comes back until it is lost',
      fix: 'set "RedrivePolicy" with a dead-letter queue and a "maxReceiveCount" ("deadLetterQueue: { queue, maxReceiveCount }")',
    },
    anyRedrive: {
      what: 'any queue of the account may send its failures to "{name}": RedriveAllowPolicy {value}',
      fix: 'set "RedriveAllowPolicy" to "byQueue" with the queues that use it ("redriveAllowPolicy: { sourceQueues }")',
    },
  },
  examples: {
    valid: [{ title: 'a queue and the one for its failures', resources: { Orders: queue(redrive), Failed: queue(allow) } }],
    invalid: [
      { title: 'a queue that never gives up', resources: { Orders: queue() }, reports: ['noRedrive'] },
      { title: 'a dead-letter queue for everybody', resources: { Failed: queue(), Orders: queue(redrive) }, reports: ['anyRedrive'] },
    ],
  },
  *check(model) {
    const targets = deadLetterTargetsOf(model);
    for (const resource of model.resourcesOfType('AWS::SQS::Queue')) {
      const isTarget = targets.has(resource);
      const readings = model.readingsOf(resource);
      const isLacking = readings.some((reading) => reading.lacks('RedrivePolicy'));
      if ((!isLacking && !isTarget) || model.isProvided(resource)) continue;
      const name = model.nameOf(resource);
      const at = model.propertiesOf(resource);
      if (!isDeadLetterQueue(model, resource)) {
        if (isLacking) yield { message: 'noRedrive' as const, resource, at, evidence: 'RedrivePolicy absent', data: { name } };
        continue;
      }
      if (!isTarget) continue;
      for (const { kind, text, shown } of readings.flatMap((reading) => reading.values('RedriveAllowPolicy', 'redrivePermission'))) {
        if (kind !== 'absent' && text.toLowerCase() !== 'allowall') continue;
        const data = { name, value: shown === '' ? 'is absent' : `says "${shown}"` };
        // CDK leaves it out, and AWS does so too.
        yield {
          message: 'anyRedrive' as const,
          resource,
          at,
          evidence: `RedriveAllowPolicy ${shown || 'absent'}`,
          data,
          atMost: 'info' as const,
        };
      }
    }
  },
});
