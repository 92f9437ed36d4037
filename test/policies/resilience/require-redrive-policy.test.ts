import rule from '../../../policies/resilience/require-redrive-policy';
import { factsOf, resources } from '../facts';

const found = (Resources: object, more: object = {}) => factsOf(rule, resources(Resources, more));
const queue = (Properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties });
const to = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const open = ['anyRedrive Store  (at most info)'];

test.each([
  ['a queue', { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { deadLetterTargetArn: to('Store'), maxReceiveCount: 3 } } }],
  ['a function', { Type: 'AWS::Lambda::Function', Properties: { DeadLetterConfig: { TargetArn: to('Store') } } }],
  [
    'a destination',
    { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { DestinationConfig: { OnFailure: { Destination: to('Store') } } } },
  ],
  ['a stream', { Type: 'AWS::Lambda::EventSourceMapping', Properties: { DestinationConfig: { OnFailure: { Destination: to('Store') } } } }],
  ['a rule', { Type: 'AWS::Events::Rule', Properties: { Targets: [{ Arn: 'a', Id: 'a', DeadLetterConfig: { Arn: to('Store') } }] } }],
  ['a schedule', { Type: 'AWS::Scheduler::Schedule', Properties: { Target: { DeadLetterConfig: { Arn: to('Store') } } } }],
  ['a subscription', { Type: 'AWS::SNS::Subscription', Properties: { RedrivePolicy: { deadLetterTargetArn: to('Store') } } }],
  [
    'a pipe',
    { Type: 'AWS::Pipes::Pipe', Properties: { SourceParameters: { KinesisStreamParameters: { DeadLetterConfig: { Arn: to('Store') } } } } },
  ],
])('what %s sends its failures to needs no redrive policy', (_title, sender) => {
  expect(found({ Store: queue(), Sender: sender })).toEqual(open);
});

test('a redrive policy may be text', () => {
  const RedrivePolicy = { 'Fn::Sub': '{"deadLetterTargetArn":"${Store.Arn}","maxReceiveCount":3}' };
  expect(found({ Store: queue(), Orders: queue({ RedrivePolicy }) })).toEqual(open);
});

test('a queue for failures may be used from elsewhere: its name or its own policy says so', () => {
  expect(found({ OrdersDLQ: queue() })).toEqual([]);
  expect(found({ Store: queue({ QueueName: 'orders-dead-letter' }) })).toEqual([]);
  expect(found({ Store: queue({ RedriveAllowPolicy: { redrivePermission: 'allowAll' } }) })).toEqual([]);
  expect(found({ Store: queue() })).toEqual(['noRedrive Store ']);
});

test('a queue that another stack uses for failures', () => {
  const store = resources({ Store: queue() }, { Outputs: { Arn: { Value: to('Store'), Export: { Name: 'store' } } } });
  const user = resources({ Orders: queue({ RedrivePolicy: { deadLetterTargetArn: { 'Fn::ImportValue': 'store' }, maxReceiveCount: 3 } }) });
  expect(factsOf(rule, store, user)).toEqual(open);
});

test('a policy that is there under one condition only', () => {
  const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  const RedrivePolicy = { 'Fn::If': ['IsProd', { deadLetterTargetArn: 'arn', maxReceiveCount: 3 }, { Ref: 'AWS::NoValue' }] };
  expect(found({ Orders: queue({ RedrivePolicy }) }, { Conditions })).toEqual(['noRedrive Orders ']);
});

test('a dead-letter queue that names its users', () => {
  const Store = queue({ RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: ['arn'] } });
  expect(found({ Store, Orders: queue({ RedrivePolicy: { deadLetterTargetArn: to('Store'), maxReceiveCount: 3 } }) })).toEqual([]);
});
