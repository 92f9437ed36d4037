import { reachOf, rightsOn } from '../../../lib/core/model/rights';
import { modelOf, resources } from '../../policies/facts';

const Fn = { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } };
const Role = { Type: 'AWS::IAM::Role', Properties: {} };
const Queue = { Type: 'AWS::SQS::Queue', Properties: {} };
const policy = (Statement: object) => ({
  Type: 'AWS::IAM::Policy',
  Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Version: '2012-10-17', Statement } },
});
const rights = (Resources: object) => {
  const model = modelOf(resources({ Fn, Role, Queue, ...Resources }));
  const [lambda] = model.functions;
  const [queue] = model.resourcesOfType('AWS::SQS::Queue');
  if (lambda === undefined || queue === undefined) throw new Error('incomplete');
  return [...rightsOn(model, lambda, ['sqs:SendMessage'], queue)].map(
    ({ action, on }) => `${action} ${typeof on.value === 'string' ? on.value : 'by reference'}`,
  );
};
const own = { 'Fn::GetAtt': ['Queue', 'Arn'] };

test('rights on a resource, by name, by reference, by wildcard', () => {
  expect(rights({ P: policy({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: own }) })).toEqual(['sqs:SendMessage by reference']);
  expect(rights({ P: policy({ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }) })).toEqual(['sqs:SendMessage *']);
  expect(rights({ P: policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }) })).toEqual(['sqs:SendMessage *']);
  expect(rights({ P: policy({ Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: own }) })).toEqual([]);
  expect(
    rights({ P: policy({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:other' }) }),
  ).toEqual([]);
  expect(rights({ P: policy({ Effect: 'Deny', Action: 'sqs:SendMessage', Resource: own }) })).toEqual([]);
});

test('a managed policy of the input counts, attached from either side', () => {
  const document = {
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: own }] },
  };
  const Managed = { Type: 'AWS::IAM::ManagedPolicy', Properties: { ...document, Roles: [{ Ref: 'Role' }] } };
  expect(rights({ Managed })).toEqual(['sqs:SendMessage by reference']);
  const attached = {
    Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: document },
    Role: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: [{ Ref: 'Managed' }] } },
  };
  expect(rights(attached)).toEqual(['sqs:SendMessage by reference']);
});

test('what a function may use: named resources, or every one', () => {
  const reach = (Resource: unknown) => {
    const model = modelOf(resources({ Fn, Role, Queue, P: policy({ Effect: 'Allow', Action: 'sqs:Send*', Resource }) }));
    const [lambda] = model.functions;
    if (lambda === undefined) throw new Error('no function');
    const { everything, resources: reached } = reachOf(model, lambda, ['sqs:SendMessage']);
    return [everything, ...[...reached].map(({ logicalId }) => logicalId)];
  };
  expect(reach(own)).toEqual([false, 'Queue']);
  expect(reach('*')).toEqual([true]);
  expect(reach('arn:aws:sqs:eu-west-1:111122223333:other')).toEqual([false]);
});
