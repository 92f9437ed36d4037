import rule from '../../../policies/data/require-key-rotation';
import { factsOf, resources } from '../facts';

const found = (Properties: object, more: object = {}) => factsOf(rule, resources({ Key: { Type: 'AWS::KMS::Key', Properties } }, more));

test("symmetric keys of AWS's making rotate when they say so, in any spelling", () => {
  expect(found({})).toEqual(['noRotation Key ']);
  expect(found({ KeySpec: 'SYMMETRIC_DEFAULT', Origin: 'AWS_KMS', EnableKeyRotation: 'False' })).toEqual([
    'noRotation Key /EnableKeyRotation',
  ]);
  expect(found({ EnableKeyRotation: 'true' })).toEqual([]);
});

test.each([{ KeySpec: 'ECC_NIST_P256' }, { KeySpec: 'HMAC_256' }, { Origin: 'EXTERNAL' }, { Origin: 'AWS_CLOUDHSM' }])(
  'keys that cannot rotate are left alone: %p',
  (properties) => {
    expect(found(properties)).toEqual([]);
  },
);

test('a choice of the deployment counts as rotation, the worse branch of a condition decides', () => {
  expect(found({ EnableKeyRotation: { Ref: 'Rotate' } }, { Parameters: { Rotate: { Type: 'String' } } })).toEqual([]);
  const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  expect(found({ EnableKeyRotation: { 'Fn::If': ['IsProd', true, false] } }, { Conditions })).toEqual([
    'noRotation Key /EnableKeyRotation/Fn::If/2',
  ]);
});

test('a kind of key that the deployment chooses may not rotate at all', () => {
  expect(found({ KeySpec: { Ref: 'Spec' } }, { Parameters: { Spec: { Type: 'String' } } })).toEqual(['noRotation Key  (at most info)']);
  const Parameters = { Spec: { Type: 'String', Default: 'SYMMETRIC_DEFAULT' } };
  expect(found({ KeySpec: { Ref: 'Spec' } }, { Parameters })).toEqual(['noRotation Key ']);
});
