import { jsonOf } from '../../../lib/core/model/json-property';
import { modelOf, resources } from '../../policies/facts';

function read(policy: unknown) {
  const model = modelOf(resources({ Policy: { Type: 'AWS::OpenSearchServerless::AccessPolicy', Properties: { Policy: policy } } }));
  return model
    .resourcesOfType('AWS::OpenSearchServerless::AccessPolicy')
    .flatMap((resource) => model.readingsOf(resource))
    .flatMap((reading) => jsonOf(model, reading, 'Policy'));
}

test('a text, a joined text and a list of the template say the same', () => {
  const joined = { 'Fn::Join': ['', ['[{"Name":"', 'a', '"}]']] };
  for (const policy of ['[{"Name":"a"}]', joined, [{ Name: 'a' }]])
    expect(read(policy).map(({ value }) => value)).toEqual([[{ Name: 'a' }]]);
});

test('what is absent, and what is no JSON, has no value', () => {
  expect(read({ Ref: 'AWS::NoValue' }).map(({ value, shown }) => [value, shown])).toEqual([[undefined, '']]);
  expect(read('orders').map(({ value, shown }) => [value, shown])).toEqual([[undefined, 'orders']]);
});

test('texts within are resolved, and those not known in full are told apart', () => {
  const [policy] = read('[]');
  expect(policy?.texts(['a', { Ref: 'AWS::Region' }])).toEqual(['a', undefined]);
  expect(policy?.shownTexts(['a', { Ref: 'AWS::Region' }])).toEqual(['a', '${AWS::Region}']);
  expect(policy?.texts(undefined)).toEqual([]);
});
