import rule from '../../../policies/supply-chain/no-unpinned-layer';
import { factsOf, resources } from '../facts';

const found = (layer: unknown, more: object = {}) =>
  factsOf(
    rule,
    resources(
      {
        Fn: { Type: 'AWS::Lambda::Function', Properties: { Layers: [layer] } },
        Layer: { Type: 'AWS::Lambda::LayerVersion', Properties: {} },
        Lookup: { Type: 'Custom::LatestLayer', Properties: { ServiceToken: 'x' } },
      },
      more,
    ),
  );

test.each([
  [{ Ref: 'Layer' }],
  ['arn:aws:lambda:eu-west-1:111122223333:layer:shared:3'],
  [{ 'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:111122223333:layer:shared:3' }],
  ['{{resolve:ssm:/aws/service/powertools/python/arm64/python3.13/3.23.0}}'],
  ['{{resolve:ssm:/shared/layer:4}}'],
])('%j is pinned', (layer) => {
  expect(found(layer)).toEqual([]);
});

test('names without a version, and versions that are looked up, are not', () => {
  expect(found('arn:aws:lambda:eu-west-1:111122223333:layer:shared')).toEqual(['noVersion Fn /Layers/0']);
  expect(found('arn:aws:lambda:eu-west-1:111122223333:layer:shared:latest')).toEqual(['noVersion Fn /Layers/0']);
  expect(found('{{resolve:ssm:/shared/layer}}')).toEqual(['lookedUp Fn /Layers/0']);
  expect(found({ 'Fn::GetAtt': ['Lookup', 'LayerVersionArn'] })).toEqual(['lookedUp Fn /Layers/0']);
  const Parameters = { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/shared/layer' } };
  expect(found({ Ref: 'P' }, { Parameters })).toEqual(['lookedUp Fn /Layers/0']);
});

test('a number that is chosen at deployment is one', () => {
  const Parameters = { V: { Type: 'Number' } };
  expect(found({ 'Fn::Sub': 'arn:aws:lambda:eu-west-1:111122223333:layer:shared:${V}' }, { Parameters })).toEqual([]);
});
