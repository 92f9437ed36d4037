import { isPlainlySet, plainScalar } from '../../../lib/core/model/presence';

test.each<[value: Parameters<typeof isPlainlySet>[0], isSet: boolean]>([
  [{ A: { B: 'x' } }, true],
  [{ A: { B: false } }, true],
  [{ A: { B: { Ref: 'Group' } } }, true],
  [{ A: { B: { 'Fn::GetAtt': ['Group', 'Arn'] } } }, true],
  [{ A: { B: { Ref: 'AWS::NoValue' } } }, false],
  [{ A: { B: { 'Fn::If': ['C', 'x', 'y'] } } }, false],
  [{ A: { 'Fn::If': ['C', { B: 'x' }, { B: 'y' }] } }, false],
  [{ A: { B: null } }, false],
  [{ A: 'x' }, false],
  [{}, false],
])('%j: %s', (properties, isSet) => {
  expect(isPlainlySet(properties, 'A', 'B')).toBe(isSet);
});

test('a scalar is given as JSON writes it, anything else is not given', () => {
  expect(plainScalar({ A: { B: true } }, 'A', 'B')).toBe('true');
  expect(plainScalar({ A: 30 }, 'A')).toBe('30');
  expect(plainScalar({ A: { Ref: 'B' } }, 'A')).toBeUndefined();
  expect(plainScalar({}, 'A')).toBeUndefined();
});
