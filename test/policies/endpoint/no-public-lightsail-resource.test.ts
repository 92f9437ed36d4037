import rule from '../../../policies/endpoint/no-public-lightsail-resource';
import { factsOf, resources } from '../facts';

const found = (type: string, properties: object, more: object = {}) =>
  factsOf(rule, resources({ Site: { Type: `AWS::Lightsail::${type}`, Properties: properties } }, more));

test('a bucket is private until its rules say otherwise', () => {
  expect(found('Bucket', {})).toEqual([]);
  expect(found('Bucket', { AccessRules: { GetObject: 'Public' } })).toEqual(['publicBucket Site /AccessRules/GetObject']);
  expect(found('Bucket', { AccessRules: { AllowPublicOverrides: 'true' } })).toEqual([
    'publicOverrides Site /AccessRules/AllowPublicOverrides (at most warning)',
  ]);
});

test('an endpoint counts by being there', () => {
  const deployment = (PublicEndpoint: unknown) => ({ ContainerServiceDeployment: { PublicEndpoint } });
  expect(found('Container', deployment({ ContainerName: 'web' }))).toEqual([
    'publicContainer Site /ContainerServiceDeployment/PublicEndpoint',
  ]);
  expect(found('Container', deployment({ Ref: 'AWS::NoValue' }))).toEqual([]);
  expect(found('Container', deployment({ 'Fn::Transform': { Name: 'Endpoint' } }))).toEqual([
    'undecided Site /ContainerServiceDeployment/PublicEndpoint',
  ]);
  expect(found('Container', {})).toEqual([]);
});
