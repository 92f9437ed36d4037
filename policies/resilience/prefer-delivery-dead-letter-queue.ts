import type { Model } from '../../lib/core/model/model';
import { defineRule } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

const target = (more: object) => ({ Arn: 'arn:aws:sqs:eu-west-1:111122223333:orders', Id: 'orders', ...more });
const queue = { DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:111122223333:failed' } };
const rule = (more: object) => ({
  Type: 'AWS::Events::Rule',
  Properties: { EventPattern: { source: ['orders'] }, Targets: [target(more)] },
});

/** Advice: CDK's targets have no dead-letter queue unless they are given one, and what cannot be delivered is rare. */
export default defineRule({
  meta: {
    id: 'resilience/prefer-delivery-dead-letter-queue',
    severity: { recommended: 'off', strict: 'warning', critical: 'off' },
    title: 'Events that cannot be delivered are kept',
    rationale:
      'When a target refuses an event, because a permission, a key or the target itself is gone, the sender tries for a day at most and drops it. A queue for those is the only place where that shows.',
    references: [
      'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html',
      'https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html',
      'https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html',
    ],
    catalogue: ['DOW-EVENT-DLQ'],
    peers: ['cdk-nag EventBusDLQ', 'cdk-nag SNSRedrivePolicy'],
  },
  messages: {
    lostEvents: {
      what: '{kind} "{name}" drops what it cannot deliver to {target}: it has no {property}',
      fix: 'set {property} to a queue ({cdk})',
    },
  },
  examples: {
    valid: [{ title: 'a rule with a queue for what it cannot deliver', resources: { Rule: rule(queue) } }],
    invalid: [{ title: 'a rule that drops what it cannot deliver', resources: { Rule: rule({}) }, reports: ['lostEvents'] }],
  },
  *check(model) {
    for (const { type, kind, targets, arn, property, cdk } of senders) {
      for (const resource of model.resourcesOfType(type)) {
        if (model.isProvided(resource)) continue;
        for (const reading of model.readingsOf(resource)) {
          for (const each of targets.length === 0 ? [reading] : reading.objects(...targets)) {
            const receiver = each.values(arn)[0];
            if (receiver === undefined || receiver.kind === 'absent' || !each.lacks(...property)) continue;
            if (type === SUBSCRIPTION && !isDroppedByTopic(model, resource)) continue;
            const shown = property.join('/');
            const data = { kind, name: model.nameOf(resource), target: `"${receiver.shown}"`, property: shown, cdk };
            yield { message: 'lostEvents' as const, resource, at: each.at, evidence: `${receiver.shown}: ${shown} absent`, data };
          }
        }
      }
    }
  },
});

const SUBSCRIPTION = 'AWS::SNS::Subscription';

/** What sends events on, and where it names the receiver and the queue for what the receiver does not take. */
const senders: readonly {
  readonly type: string;
  readonly kind: string;
  /** The path of the targets; empty when the resource is one target itself. */
  readonly targets: readonly string[];
  readonly arn: string;
  readonly property: readonly string[];
  readonly cdk: string;
}[] = [
  {
    type: 'AWS::Events::Rule',
    kind: 'rule',
    targets: ['Targets'],
    arn: 'Arn',
    property: ['DeadLetterConfig', 'Arn'],
    cdk: '"deadLetterQueue" of the target',
  },
  {
    type: 'AWS::Scheduler::Schedule',
    kind: 'schedule',
    targets: ['Target'],
    arn: 'Arn',
    property: ['DeadLetterConfig', 'Arn'],
    cdk: '"deadLetterQueue" of the target',
  },
  {
    type: SUBSCRIPTION,
    kind: 'subscription',
    targets: [],
    arn: 'Endpoint',
    property: ['RedrivePolicy'],
    cdk: '"deadLetterQueue" of the subscription',
  },
];

/** Mails and messages to phones cannot have a queue. */
function isDroppedByTopic(model: Model, subscription: Resource): boolean {
  return model
    .values(subscription, 'Protocol')
    .some(({ value }) => typeof value !== 'string' || !/^(?:email|email-json|sms|application)$/.test(value));
}
