import type { JsonObject } from '../../../lib/core/json';
import { render } from '../../../lib/core/template/symbolic';
import { modelOf } from '../../policies/facts';

const Orders = { Type: 'AWS::Serverless::SimpleTable', Properties: {} };
const Topic = { Type: 'AWS::SNS::Topic', Properties: {} };
const Fn = { Type: 'AWS::Serverless::Function', Properties: { Handler: 'a.b' } };

function grantsOf(resources: JsonObject): string[] {
  const model = modelOf({ Transform: 'AWS::Serverless-2016-10-31', Resources: resources });
  return model.documents.flatMap((document) =>
    document.statements.map(({ actions, resources: on }) => {
      const holders = model.holdersOf(document).map(({ logicalId }) => logicalId);
      const [first] = actions.map(({ value }) => render(value));
      return `${holders.join()}: ${first} and ${actions.length - 1} more on ${on.map(({ value }) => render(value)).join(', ')}`;
    }),
  );
}

function connector(properties: JsonObject): JsonObject {
  return { Type: 'AWS::Serverless::Connector', Properties: properties };
}

test('a connector gives its source rights on its destination', () => {
  const Write = connector({ Source: { Id: 'Fn' }, Destination: { Id: 'Orders' }, Permissions: ['Write'] });
  expect(grantsOf({ Orders, Fn, Write })).toEqual(['Fn: dynamodb:PutItem and 6 more on <Orders.Arn>, <Orders.Arn>/index/*']);
  const Both = connector({ Source: { Id: 'Fn' }, Destination: [{ Id: 'Orders' }, { Id: 'Topic' }], Permissions: ['Read', 'Write'] });
  expect(grantsOf({ Orders, Topic, Fn, Both })).toEqual([
    'Fn: dynamodb:GetItem and 12 more on <Orders.Arn>, <Orders.Arn>/index/*',
    'Fn: sns:Publish and 0 more on <Topic>',
  ]);
});

test('so does the attribute of a function', () => {
  const Connectors = { ToTopic: { Properties: { Destination: { Id: 'Topic' }, Permissions: ['Write'] } } };
  expect(grantsOf({ Topic, Fn: { ...Fn, Connectors } })).toEqual(['Fn: sns:Publish and 0 more on <Topic>']);
});

test('what is no function, or not known, is given nothing', () => {
  const fromTopic = connector({ Source: { Id: 'Topic' }, Destination: { Id: 'Fn' }, Permissions: ['Write'] });
  const toNothing = connector({ Source: { Id: 'Fn' }, Destination: { Id: 'Gone' }, Permissions: ['Write'] });
  const without = connector({ Source: { Id: 'Fn' }, Destination: { Id: 'Topic' } });
  expect(grantsOf({ Topic, Fn, fromTopic, toNothing, without })).toEqual([]);
});
