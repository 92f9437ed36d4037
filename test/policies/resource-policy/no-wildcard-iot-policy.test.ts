import rule from '../../../policies/resource-policy/no-wildcard-iot-policy';
import { factsOf, resources } from '../facts';

const ARN = 'arn:aws:iot:eu-west-1:111122223333';
const found = (statement: object, sections: object = {}) =>
  factsOf(
    rule,
    resources(
      { Policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } } } },
      sections,
    ),
  );
const allowed = (Action: unknown, Resource: unknown, more: object = {}) => found({ Action, Resource, ...more });

test.each(['*', 'iot:*', 'IOT:*'])('%s is every action, and one finding', (action) => {
  expect(allowed(action, '*')).toEqual(['everyAction Policy /PolicyDocument/Statement/0/Action']);
});

test.each([
  ['iot:Connect', '*'],
  ['iot:Connect', `${ARN}:client/*`],
  ['iot:Connect', 'arn:aws:iot:*:*:*'],
  ['iot:Publish', `${ARN}:topic/*`],
  ['iot:Receive', `${ARN}:topic/*`],
  ['iot:Subscribe', `${ARN}:topicfilter/*`],
  ['iot:Subscribe', `${ARN}:topicfilter/#`],
  ['iot:UpdateThingShadow', '*'],
])('%s on %s is that of every device', (action, resource) => {
  expect(allowed(action, resource)).toEqual(['everyResource Policy /PolicyDocument/Statement/0/Resource']);
});

test.each([
  ['iot:Connect', `${ARN}:client/\${iot:Connection.Thing.ThingName}`],
  ['iot:Connect', { 'Fn::Sub': 'arn:aws:iot:${AWS::Region}:${AWS::AccountId}:client/${!iot:ClientId}' }],
  ['iot:Publish', `${ARN}:topic/\${iot:ClientId}/*`],
  ['iot:Publish', `${ARN}:topic/announcements/*`],
  ['iot:Subscribe', `${ARN}:topicfilter/devices/+`],
  ['iot:Publish', `${ARN}:topicfilter/*`],
])('%s on %j is scoped', (action, resource) => {
  expect(allowed(action, resource)).toEqual([]);
});

test('a device that connects only as the thing it is attached to is scoped', () => {
  const Condition = { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } };
  expect(allowed('iot:Connect', `${ARN}:client/*`, { Condition })).toEqual([]);
  expect(allowed('iot:Publish', `${ARN}:topic/*`, { Condition })).toHaveLength(1);
});

test('patterns of actions are warnings, NotAction is every action, a Deny is fine', () => {
  expect(allowed('iot:Pub*', `${ARN}:topic/a`)).toEqual(['partialAction Policy /PolicyDocument/Statement/0/Action (at most warning)']);
  expect(found({ NotAction: 'iot:Connect', Resource: '*' })).toEqual(['everyAction Policy /PolicyDocument/Statement/0/NotAction']);
  expect(allowed('iot:*', '*', { Effect: 'Deny' })).toEqual([]);
});

test('a resource of a parameter is undecided', () => {
  expect(found({ Action: 'iot:Publish', Resource: { Ref: 'Topic' } }, { Parameters: { Topic: { Type: 'String' } } })[0]).toContain(
    'undecidedResource',
  );
});
