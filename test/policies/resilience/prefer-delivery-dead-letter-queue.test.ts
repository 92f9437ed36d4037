import rule from '../../../policies/resilience/prefer-delivery-dead-letter-queue';
import { factsOf, resources } from '../facts';

const found = (Type: string, Properties: object) => factsOf(rule, resources({ Sender: { Type, Properties } }));
const DeadLetterConfig = { Arn: 'arn:aws:sqs:eu-west-1:111122223333:failed' };

test('each target of a rule has its own queue', () => {
  const Targets = [
    { Id: 'a', Arn: 'a', DeadLetterConfig },
    { Id: 'b', Arn: 'b' },
  ];
  expect(found('AWS::Events::Rule', { Targets })).toEqual(['lostEvents Sender /Targets/1']);
});

test('a schedule has one target', () => {
  expect(found('AWS::Scheduler::Schedule', { Target: { Arn: 'a' } })).toEqual(['lostEvents Sender /Target']);
  expect(found('AWS::Scheduler::Schedule', { Target: { Arn: 'a', DeadLetterConfig } })).toEqual([]);
});

test('subscriptions of machines may have a queue, those of people may not', () => {
  expect(found('AWS::SNS::Subscription', { Protocol: 'sqs', Endpoint: 'q' })).toEqual(['lostEvents Sender ']);
  expect(found('AWS::SNS::Subscription', { Protocol: 'https', Endpoint: 'u', RedrivePolicy: { deadLetterTargetArn: 'q' } })).toEqual([]);
  for (const Protocol of ['email', 'email-json', 'sms', 'application'])
    expect(found('AWS::SNS::Subscription', { Protocol, Endpoint: 'p' })).toEqual([]);
});
