import { principalScope } from '../../lib/core/iam/principal';
import type { PolicyDocument } from '../../lib/core/iam/statement';
import type { Model } from '../../lib/core/model/model';
import { resourcesNamed } from '../../lib/core/model/targets';
import { refusesPlainText } from '../../lib/core/model/transport';
import { defineRule } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

/** What carries messages: the policies that can guard it, and the actions that plain HTTP must not reach. */
interface Carrier {
  readonly type: string;
  readonly noun: string;
  readonly policies: readonly { readonly type: string; readonly path: readonly string[] }[];
  readonly nameProperty: string;
  readonly actions: readonly string[];
  readonly fix: string;
}

const carriers: readonly Carrier[] = [
  {
    type: 'AWS::SQS::Queue',
    noun: 'queue',
    policies: [
      { type: 'AWS::SQS::QueuePolicy', path: ['Queues', '*'] },
      { type: 'AWS::SQS::QueueInlinePolicy', path: ['Queue'] },
    ],
    nameProperty: 'QueueName',
    actions: ['sqs:SendMessage', 'sqs:ReceiveMessage'],
    fix: 'set "enforceSSL: true" on the queue',
  },
  {
    type: 'AWS::SNS::Topic',
    noun: 'topic',
    policies: [
      { type: 'AWS::SNS::TopicPolicy', path: ['Topics', '*'] },
      { type: 'AWS::SNS::TopicInlinePolicy', path: ['TopicArn'] },
    ],
    nameProperty: 'TopicName',
    actions: ['sns:Publish'],
    fix: 'set "enforceSSL: true" on the topic',
  },
  {
    type: 'AWS::Events::EventBus',
    noun: 'event bus',
    policies: [{ type: 'AWS::Events::EventBusPolicy', path: ['EventBusName'] }],
    nameProperty: 'Name',
    actions: ['events:PutEvents'],
    fix: 'add a Deny of "events:PutEvents" for everyone with "bus.addToResourcePolicy()"',
  },
];

const queue = { Orders: { Type: 'AWS::SQS::Queue' } };
const policy = (
  ...Statement: readonly { readonly [key: string]: string | { readonly [key: string]: string | { readonly [key: string]: string } } }[]
) => ({
  Policy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [{ Ref: 'Orders' }], PolicyDocument: { Version: '2012-10-17', Statement: [...Statement] } },
  },
});
const partner = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sqs:SendMessage', Resource: '*' };
const onlyTls = { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };

/**
 * SDKs speak HTTPS unless they are told otherwise, and AWS's services always do: without callers of another kind in a
 * policy, a missing Deny is worth a note at most.
 */
export default defineRule({
  meta: {
    id: 'data/prefer-message-tls',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Queues, topics and event buses that others call deny requests without TLS',
    rationale:
      'Amazon SQS and Amazon SNS answer plain HTTP as well. A caller that is configured so sends its messages in the clear; a Deny in the policy is what stops it.',
    references: [
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html#enforce-encryption-data-in-transit',
      'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit',
    ],
    catalogue: ['DATA-SQS-SNS-TLS'],
    peers: ['cdk-nag AwsSolutions-SQS4', 'cdk-nag AwsSolutions-SNS3'],
  },
  messages: {
    plainText: {
      what: '{noun} "{name}" lets callers in by its policy and does not deny requests without TLS',
      fix: '{fix}: a Deny of {actions} for everyone with the condition Bool "aws:SecureTransport": "false"',
    },
  },
  examples: {
    valid: [
      { title: 'a Deny of requests without TLS', resources: { ...queue, ...policy(partner, onlyTls) } },
      { title: 'a queue without a policy, which only SDKs with permissions of their own call', resources: queue },
    ],
    invalid: [{ title: 'another account that may send as it likes', resources: { ...queue, ...policy(partner) }, reports: ['plainText'] }],
  },
  *check(model) {
    for (const carrier of carriers) {
      const { type, noun, actions, fix } = carrier;
      if (model.resourcesOfType(type).length === 0) continue;
      for (const [resource, documents] of documentsByTarget(model, carrier)) {
        if (!documents.some(letsCallersIn) || refusesPlainText(documents, actions)) continue;
        yield {
          message: 'plainText' as const,
          resource,
          at: model.propertiesOf(resource),
          evidence: 'TLS not required',
          data: { noun, name: model.nameOf(resource), fix, actions: actions.map((action) => `"${action}"`).join(' and ') },
        };
      }
    }
  },
});

function documentsByTarget(model: Model, { type, policies, nameProperty }: Carrier): ReadonlyMap<Resource, readonly PolicyDocument[]> {
  const found = new Map<Resource, PolicyDocument[]>();
  for (const document of model.documents) {
    const form = policies.find((each) => each.type === document.resource.type);
    if (form === undefined) continue;
    for (const target of resourcesNamed(model, document.resource, form.path, type, nameProperty)) {
      found.set(target, [...(found.get(target) ?? []), document]);
    }
  }
  return found;
}

/** Whether anybody but a service of AWS may call; harmless documents let in nobody else. */
function letsCallersIn(document: PolicyDocument): boolean {
  if (document.harmless) return false;
  return document.statements.some(
    ({ effect, principals }) => effect !== 'Deny' && principals.some((principal) => principalScope(principal).kind !== 'service'),
  );
}
