import { deadLetterTargetsOf, isDeadLetterQueue } from '../../../lib/core/model/dead-letters';
import { modelOf, resources } from '../../policies/facts';

const queue = (Properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties });

test('queues of SAM, of functions and of their events', () => {
  const to = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
  const Fn = {
    Type: 'AWS::Serverless::Function',
    Properties: {
      DeadLetterQueue: { Type: 'SQS', TargetArn: to('A') },
      EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: 'SQS', Destination: to('B') } } },
      Events: {
        Schedule: { Type: 'ScheduleV2', Properties: { DeadLetterConfig: { Arn: to('C') } } },
        Stream: { Type: 'Kinesis', Properties: { DestinationConfig: { OnFailure: { Destination: to('D') } } } },
      },
    },
  };
  const model = modelOf(
    resources({ Fn, A: queue(), B: queue(), C: queue(), D: queue(), E: queue() }, { Transform: 'AWS::Serverless-2016-10-31' }),
  );
  expect([...deadLetterTargetsOf(model)].map(({ logicalId }) => logicalId).sort()).toEqual(['A', 'B', 'C', 'D']);
});

test.each([
  ['OrdersDlq', {}, true],
  ['Orders', { QueueName: 'orders-dead-letter-queue' }, true],
  ['Orders', { RedriveAllowPolicy: { redrivePermission: 'denyAll' } }, true],
  ['Orders', { QueueName: 'orders' }, false],
])('%s with %j', (id, properties, expected) => {
  const model = modelOf(resources({ [id]: queue(properties) }));
  const [only] = model.resourcesOfType('AWS::SQS::Queue');
  expect(only && isDeadLetterQueue(model, only)).toBe(expected);
});
