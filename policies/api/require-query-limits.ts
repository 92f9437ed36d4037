import { isPrivateGraph } from '../../lib/core/model/graphql';
import { isLimited } from '../../lib/core/model/numbers';
import { defineRule } from '../../lib/core/rule';

const graph = (more: object) => ({
  Type: 'AWS::AppSync::GraphQLApi',
  Properties: {
    Name: 'orders',
    AuthenticationType: 'AWS_IAM',
    IntrospectionConfig: 'DISABLED',
    QueryDepthLimit: 8,
    ResolverCountLimit: 100,
    ...more,
  },
});
const absent = { Ref: 'AWS::NoValue' };

/** What one request to a GraphQL API may ask for. */
export default defineRule({
  meta: {
    id: 'api/require-query-limits',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'GraphQL APIs limit what a query can ask for',
    rationale:
      'One request of GraphQL can nest fields as deep as the schema allows, and run thousands of resolvers: a few of them are an outage or a bill. Introspection hands the whole schema to whoever looks for such a query.',
    references: [
      'https://docs.aws.amazon.com/appsync/latest/devguide/creating-introspection.html',
      'https://docs.aws.amazon.com/appsync/latest/devguide/creating-query-depth-limit.html',
    ],
    catalogue: ['API-GRAPHQL-LIMITS'],
    peers: [],
  },
  messages: {
    introspection: {
      what: 'the GraphQL API "{name}" tells its whole schema to every caller: IntrospectionConfig is {value}',
      fix: 'set "IntrospectionConfig" to "DISABLED" ("introspectionConfig: IntrospectionConfig.DISABLED")',
    },
    unlimited: {
      what: 'one query to GraphQL API "{name}" can nest and resolve without a limit: {properties}',
      fix: 'set "QueryDepthLimit" and "ResolverCountLimit" ("queryDepthLimit", "resolverCountLimit") to what the clients need',
    },
  },
  examples: {
    valid: [{ title: 'limits, and a schema that is not told', resources: { Graph: graph({}) } }],
    invalid: [
      { title: 'a schema for everybody', resources: { Graph: graph({ IntrospectionConfig: 'ENABLED' }) }, reports: ['introspection'] },
      { title: 'queries of any depth', resources: { Graph: graph({ QueryDepthLimit: absent }) }, reports: ['unlimited'] },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::AppSync::GraphQLApi')) {
      const name = model.nameOf(resource);
      for (const reading of model.readingsOf(resource)) {
        const cap = isPrivateGraph(reading) ? { atMost: 'info' as const } : {};
        for (const { kind, text, at, shown } of reading.values('IntrospectionConfig')) {
          if (kind === 'symbolic' || text.toUpperCase() === 'DISABLED') continue;
          const value = shown === '' ? 'absent' : `"${shown}"`;
          yield {
            message: 'introspection' as const,
            resource,
            at,
            evidence: `IntrospectionConfig ${shown || 'absent'}`,
            data: { name, value },
            ...cap,
          };
        }
        const open = ['QueryDepthLimit', 'ResolverCountLimit'].filter((property) => !isLimited(reading.values(property)));
        if (open.length === 0) continue;
        const properties = open.map((property) => `${property} is ${shownValue(reading.values(property)[0]?.shown)}`).join(', ');
        const data = { name, properties };
        yield { message: 'unlimited' as const, resource, at: reading.at, evidence: `${open.join(' and ')} not set`, data, ...cap };
      }
    }
  },
});

function shownValue(shown: string | undefined): string {
  return shown === undefined || shown === '' ? 'absent' : `"${shown}"`;
}
