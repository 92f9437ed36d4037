import { sdkCallsOf } from '../../../lib/core/model/sdk-calls';
import { pointerOf } from '../../../lib/core/path';
import { modelOf, resources } from '../../policies/facts';

const calls = (Properties: object) =>
  sdkCallsOf(modelOf(resources({ Call: { Type: 'Custom::AWS', Properties } }))).map(({ action, written, parameters, at }) => ({
    action,
    written,
    parameters,
    at: pointerOf(at),
  }));

test('a call of either SDK has one name', () => {
  for (const written of [
    'modifySnapshotAttribute',
    'ModifySnapshotAttributeCommand',
    'ModifySnapshotAttribute',
    'modify-snapshot-attribute',
  ]) {
    const Create = JSON.stringify({ service: 'EC2', action: written, parameters: { SnapshotId: 's' } });
    expect(calls({ Create })).toEqual([
      { action: 'modifysnapshotattribute', written, parameters: { SnapshotId: 's' }, at: '/Resources/Call/Properties/Create' },
    ]);
  }
});

test('every event has its call, also without parameters', () => {
  const text = (action: string) => JSON.stringify({ service: 'EC2', action });
  expect(calls({ Create: text('a'), Update: text('b'), Delete: text('c') }).map(({ action, parameters }) => [action, parameters])).toEqual([
    ['a', {}],
    ['b', {}],
    ['c', {}],
  ]);
});

test('what is no call is none', () => {
  expect(calls({})).toEqual([]);
  expect(calls({ Create: 'not JSON' })).toEqual([]);
  expect(calls({ Create: '{}' })).toEqual([]);
});

test('a custom resource of another type makes calls as well', () => {
  const Create = JSON.stringify({ service: 'EC2', action: 'a' });
  const template = resources({
    Own: { Type: 'Custom::Snapshot', Properties: { Create } },
    Plain: { Type: 'AWS::CloudFormation::CustomResource', Properties: { Create } },
    Other: { Type: 'AWS::SNS::Topic', Properties: { Create } },
  });
  expect(sdkCallsOf(modelOf(template)).map(({ resource }) => resource.logicalId)).toEqual(['Own', 'Plain']);
});
