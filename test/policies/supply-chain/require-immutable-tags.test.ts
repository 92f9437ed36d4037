import rule from '../../../policies/supply-chain/require-immutable-tags';
import { factsOf, resources } from '../facts';

const found = (Properties: object, more: object = {}) =>
  factsOf(rule, resources({ R: { Type: 'AWS::ECR::Repository', Properties } }, more));

test('every way to be immutable counts', () => {
  expect(found({ ImageTagMutability: 'IMMUTABLE' })).toEqual([]);
  expect(found({ ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' })).toEqual([]);
  expect(found({ ImageTagMutability: { Ref: 'M' } }, { Parameters: { M: { Type: 'String' } } })).toEqual([]);
});

test('every way to be mutable, too', () => {
  expect(found({})).toEqual(['mutable R ']);
  expect(found({ ImageTagMutability: 'MUTABLE' })).toEqual(['mutable R /ImageTagMutability']);
  expect(found({ ImageTagMutability: 'MUTABLE_WITH_EXCLUSION' })).toEqual(['mutable R /ImageTagMutability']);
});
