import rule from '../../../policies/supply-chain/prefer-code-signing';
import { factsOf, resources } from '../facts';
import { findingsIn } from '../findings';

const fn = (Properties: object, more: object = {}) => resources({ Fn: { Type: 'AWS::Lambda::Function', Properties, ...more } });

test('code in archives can be signed, images cannot', () => {
  expect(factsOf(rule, fn({ Runtime: 'nodejs24.x' }))).toEqual(['unsigned Fn ']);
  expect(factsOf(rule, fn({ CodeSigningConfigArn: { Ref: 'C' } }))).toEqual([]);
  expect(factsOf(rule, fn({ PackageType: 'Image' }))).toEqual([]);
  expect(factsOf(rule, resources({ Fn: { Type: 'AWS::Serverless::Function', Properties: { ImageUri: 'a' } } }))).toEqual([]);
});

test('functions of CDK itself are left alone', () => {
  expect(factsOf(rule, fn({}, { Metadata: { 'aws:cdk:path': 'App/Custom::S3AutoDeleteObjectsCustomResourceProvider/Handler' } }))).toEqual(
    [],
  );
});

test('only the strict pack says it', () => {
  expect(findingsIn(rule, fn({}))).toEqual([]);
  expect(findingsIn(rule, fn({}), 'strict').map(({ severity }) => severity)).toEqual(['info']);
});
