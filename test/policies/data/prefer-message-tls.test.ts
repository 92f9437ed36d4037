import rule from '../../../policies/data/prefer-message-tls';
import { factsOf, resources } from '../facts';

const deny = (Action: unknown) => ({
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action,
  Resource: '*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});
const allow = (Principal: object | string) => ({ Effect: 'Allow', Principal, Action: '*', Resource: '*' });
const partner = allow({ AWS: 'arn:aws:iam::111122223333:root' });

const queue = (...Statement: object[]) =>
  factsOf(
    rule,
    resources({
      Target: { Type: 'AWS::SQS::Queue' },
      Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Target' }], PolicyDocument: { Statement } } },
    }),
  );
const topic = (...Statement: object[]) =>
  factsOf(
    rule,
    resources({
      Target: { Type: 'AWS::SNS::Topic' },
      Policy: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'Target' }], PolicyDocument: { Statement } } },
    }),
  );

test('callers of other accounts need a Deny of requests without TLS', () => {
  expect(queue(partner)).toEqual(['plainText Target ']);
  expect(queue(partner, deny('sqs:*'))).toEqual([]);
  expect(queue(partner, deny(['sqs:SendMessage', 'sqs:ReceiveMessage']))).toEqual([]);
  expect(queue(partner, deny('sqs:SendMessage'))).toEqual(['plainText Target ']);
});

test('a topic takes sns:Publish, since SNS takes no sns:*', () => {
  expect(topic(partner, deny('sns:Publish'))).toEqual([]);
  expect(topic(allow('*'))).toEqual(['plainText Target ']);
});

test('services of AWS always speak TLS', () => {
  expect(queue(allow({ Service: 'sns.amazonaws.com' }))).toEqual([]);
});

test('inline policies and event buses are read, too', () => {
  const inline = {
    Target: { Type: 'AWS::SQS::Queue' },
    Policy: { Type: 'AWS::SQS::QueueInlinePolicy', Properties: { Queue: { Ref: 'Target' }, PolicyDocument: { Statement: [partner] } } },
  };
  expect(factsOf(rule, resources(inline))).toEqual(['plainText Target ']);
  const bus = {
    Target: { Type: 'AWS::Events::EventBus', Properties: { Name: 'orders' } },
    Policy: { Type: 'AWS::Events::EventBusPolicy', Properties: { EventBusName: 'orders', StatementId: 'a', Statement: partner } },
  };
  expect(factsOf(rule, resources(bus))).toEqual(['plainText Target ']);
});

test('without a policy there is nobody but holders of permissions', () => {
  expect(factsOf(rule, resources({ Target: { Type: 'AWS::SQS::Queue' } }))).toEqual([]);
});
