import { accountIn, resourceAllows, resourceFacts, serviceOf, shortServiceOf } from '../../../lib/core/model/resource-grants';
import { holed } from '../../../lib/core/template/symbolic';
import { modelOf, resources } from '../../policies/facts';

test.each([
  ['s3.amazonaws.com', 's3'],
  ['delivery.logs.amazonaws.com', 'delivery.logs'],
  ['logs.eu-west-1.amazonaws.com', 'logs'],
  ['logs.${AWS::Region}.amazonaws.com', 'logs'],
  ['sns.amazonaws.com.cn', 'sns'],
  ['alexa-appkit.amazon.com', 'alexa-appkit'],
])('%s is %s', (service, short) => {
  expect(shortServiceOf(service)).toBe(short);
});

test('the account that a value names', () => {
  expect(accountIn('111122223333')).toBe('111122223333');
  expect(accountIn('arn:aws:iam::111122223333:root')).toBe('111122223333');
  expect(accountIn('arn:aws:s3:::bucket')).toBeUndefined();
  expect(accountIn('s3.amazonaws.com')).toBeUndefined();
  expect(accountIn(holed({ kind: 'parameter', template: 'a', name: 'b' }))).toBeUndefined();
});

test('allows of services are judged too, and not those of endpoints, denies or identities', () => {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: 'arn:aws:sqs:eu-west-1:111122223333:q',
  };
  const model = modelOf(
    resources({
      Queue: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { PolicyDocument: { Statement: [statement, { ...statement, Effect: 'Deny' }] } },
      },
      Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { PolicyDocument: { Statement: [statement] } } },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: { Statement: [{ ...statement, Action: 'sts:AssumeRole' }] } },
      },
    }),
  );
  expect(resourceAllows(model)).toEqual([]);
  const found = [...resourceFacts(model, (one) => [one])];
  expect(found.map(({ document }) => document.resource.logicalId)).toEqual(['Queue']);
  expect(found.flatMap((one) => one.principals.map((principal) => serviceOf(model, one, principal)))).toEqual(['sns.amazonaws.com']);
});
