import rule from '../../../policies/api/require-query-limits';
import { factsOf, firstFactOf, resources } from '../facts';

const limits = { IntrospectionConfig: 'DISABLED', QueryDepthLimit: 5, ResolverCountLimit: 50 };
const graph = (Properties: object) => resources({ Api: { Type: 'AWS::AppSync::GraphQLApi', Properties } });
const found = (properties: object) => factsOf(rule, graph(properties));

test('the defaults tell the schema and limit nothing', () => {
  expect(found({})).toEqual(['introspection Api ', 'unlimited Api ']);
  expect(found(limits)).toEqual([]);
});

test('zero is no limit', () => {
  expect(found({ ...limits, QueryDepthLimit: 0 })).toEqual(['unlimited Api ']);
  expect(firstFactOf(rule, graph({ ...limits, ResolverCountLimit: '0' })).evidence).toBe('ResolverCountLimit not set');
});

test('inside of a VPC it is information', () => {
  expect(found({ ...limits, IntrospectionConfig: 'ENABLED', Visibility: 'PRIVATE' })).toEqual([
    'introspection Api /IntrospectionConfig (at most info)',
  ]);
});
