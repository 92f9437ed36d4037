import { checkTemplates } from '../../../lib/check';
import { buildTemplates } from '../../../lib/core/template';
import rule from '../../../policies/supply-chain/no-foreign-layer';
import { factsOf, firstFactOf, resources } from '../facts';

const fn = (Layers: unknown, Type = 'AWS::Lambda::Function') => resources({ Fn: { Type, Properties: { Layers } } });
const foreign = 'arn:aws:lambda:eu-west-1:999988887777:layer:imagemagick:2';

test.each([
  'arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:35',
  'arn:aws:lambda:eu-west-1:015030872274:layer:AWS-Parameters-and-Secrets-Lambda-Extension:11',
  'arn:aws:lambda:eu-central-1:066940009817:layer:AWS-AppConfig-Extension-Arm64:101',
  'arn:aws:lambda:eu-west-1:901920570463:layer:aws-otel-nodejs-amd64-ver-1-18-1:1',
  'arn:aws:lambda:eu-west-1:464622532012:layer:Datadog-Extension:65',
])('%s is known', (layer) => {
  expect(factsOf(rule, fn([layer]))).toEqual([]);
});

test('another account is not, whatever the type of the function, and in any region', () => {
  expect(factsOf(rule, fn([foreign]))).toEqual(['foreignAccount Fn /Layers/0']);
  const sub = { 'Fn::Sub': 'arn:${AWS::Partition}:lambda:${AWS::Region}:999988887777:layer:imagemagick:2' };
  expect(factsOf(rule, fn([sub], 'AWS::Serverless::Function'))).toEqual(['foreignAccount Fn /Layers/0']);
  expect(firstFactOf(rule, fn([foreign])).evidence).toBe('999988887777:imagemagick:2');
});

test('its own layers and accounts are', () => {
  const Layer = { Type: 'AWS::Lambda::LayerVersion', Properties: {} };
  expect(factsOf(rule, resources({ Layer, Fn: { Type: 'AWS::Lambda::Function', Properties: { Layers: [{ Ref: 'Layer' }] } } }))).toEqual(
    [],
  );
  expect(factsOf(rule, fn([{ 'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:layer:shared:4' }]))).toEqual([]);
});

test('owners name accounts that they trust', () => {
  const found = (settings: object) =>
    checkTemplates(buildTemplates([{ name: 'a.json', body: fn([foreign]) }]), { settings }, [rule]).findings;
  expect(found({})).toHaveLength(1);
  expect(found({ layerAccounts: ['999988887777'] })).toEqual([]);
  expect(found({ trustedAccounts: ['999988887777'] })).toEqual([]);
});
