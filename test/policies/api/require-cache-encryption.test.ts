import rule from '../../../policies/api/require-cache-encryption';
import { factsOf, resources } from '../facts';

const found = (Type: string, Properties: object) => factsOf(rule, resources({ Cache: { Type, Properties } }));
const settings = (setting: object) => ({ MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', ...setting }] });

test('a cache cluster that no method uses holds nothing', () => {
  expect(found('AWS::ApiGateway::Stage', { CacheClusterEnabled: true })).toEqual([]);
  expect(found('AWS::ApiGateway::Stage', { CacheClusterEnabled: true, ...settings({ CachingEnabled: false }) })).toEqual([]);
});

test('each cached method is judged by its own setting', () => {
  const on = { CachingEnabled: 'true' };
  expect(found('AWS::ApiGateway::Stage', settings(on))).toEqual(['openStageCache Cache /MethodSettings/0']);
  expect(found('AWS::ApiGateway::Stage', settings({ ...on, CacheDataEncrypted: false }))).toEqual([
    'openStageCache Cache /MethodSettings/0/CacheDataEncrypted',
  ]);
  expect(found('AWS::ApiGateway::Stage', settings({ ...on, CacheDataEncrypted: 'True' }))).toEqual([]);
  expect(found('AWS::Serverless::Api', settings(on))).toEqual(['openStageCache Cache /MethodSettings/0']);
});

test('a deployment describes the cache of its stage, for all methods or for some', () => {
  const deployed = (StageDescription: object) => ({ StageName: 'prod', StageDescription });
  expect(found('AWS::ApiGateway::Deployment', deployed({ CachingEnabled: true }))).toEqual(['openStageCache Cache /StageDescription']);
  expect(found('AWS::ApiGateway::Deployment', deployed({ CachingEnabled: true, CacheDataEncrypted: true }))).toEqual([]);
  expect(found('AWS::ApiGateway::Deployment', deployed(settings({ CachingEnabled: true })))).toEqual([
    'openStageCache Cache /StageDescription/MethodSettings/0',
  ]);
});

test('the cache of GraphQL has two switches', () => {
  expect(found('AWS::AppSync::ApiCache', {})).toEqual(['openGraphCache Cache ', 'openGraphCache Cache ']);
  expect(found('AWS::AppSync::ApiCache', { AtRestEncryptionEnabled: true })).toEqual(['openGraphCache Cache ']);
});
