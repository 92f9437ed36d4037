import { isPrivateGraph } from '../../lib/core/model/graphql';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import type { PropertyValue, Reading } from '../../lib/core/model/reading';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'keyByDefault' | 'keyBeside' | 'keyForEvents' | 'undecided';

const graph = (more: object) => ({
  Type: 'AWS::AppSync::GraphQLApi',
  Properties: { Name: 'orders', AuthenticationType: 'AWS_IAM', ...more },
});
const events = (publish: string) => ({
  Type: 'AWS::AppSync::Api',
  Properties: {
    Name: 'chat',
    EventConfig: {
      AuthProviders: [{ AuthType: publish }],
      ConnectionAuthModes: [{ AuthType: 'AWS_IAM' }],
      DefaultPublishAuthModes: [{ AuthType: publish }],
      DefaultSubscribeAuthModes: [{ AuthType: 'AWS_IAM' }],
    },
  },
});

/** API keys of AppSync; those of API Gateway are with `api/require-authorization`. CDK's `GraphqlApi` uses a key unless it is told otherwise. */
export default defineRule<Message>({
  meta: {
    id: 'api/no-api-key-auth',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'GraphQL and event APIs authenticate their callers with more than an API key',
    rationale:
      'An API key of AppSync is one secret, the same for all clients, that lives in the code of web pages and apps. Whoever reads it there can call every operation, and nobody can tell the callers apart.',
    references: [
      'https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html',
      'https://docs.aws.amazon.com/appsync/latest/eventapi/configure-event-api-auth.html',
    ],
    catalogue: ['API-KEY-ONLY-AUTH'],
    peers: ['Security Hub AppSync.5', 'prowler appsync_graphql_api_no_api_key_authentication'],
  },
  messages: {
    keyByDefault: {
      what: 'the GraphQL API "{name}" lets every caller with its API key in: AuthenticationType is "API_KEY"',
      fix: 'set "AuthenticationType" to "AMAZON_COGNITO_USER_POOLS", "OPENID_CONNECT", "AWS_LAMBDA" or "AWS_IAM" ("authorizationConfig: { defaultAuthorization }")',
    },
    keyBeside: {
      what: 'the GraphQL API "{name}" takes its API key beside "{default}": fields with "@aws_api_key" are open to whoever has the key',
      fix: 'remove "API_KEY" from "AdditionalAuthenticationProviders" ("additionalAuthorizationModes"), or acknowledge it once the schema was reviewed',
    },
    keyForEvents: {
      what: '"{name}" lets every caller with its API key {can}: {property} holds "API_KEY"',
      fix: 'use "AMAZON_COGNITO_USER_POOLS", "OPENID_CONNECT", "AWS_LAMBDA" or "AWS_IAM" in {property}',
    },
    undecided: {
      what: 'whether "{name}" authenticates its callers cannot be decided: {property} is {value}',
      fix: 'write the authentication type, or give the parameter that decides it an authenticating value as its default',
    },
  },
  examples: {
    valid: [
      { title: 'a GraphQL API with IAM', resources: { Graph: graph({}) } },
      { title: 'an event API with IAM', resources: { Chat: events('AWS_IAM') } },
    ],
    invalid: [
      { title: 'a GraphQL API with a key', resources: { Graph: graph({ AuthenticationType: 'API_KEY' }) }, reports: ['keyByDefault'] },
      {
        title: 'a GraphQL API with a key beside IAM',
        resources: { Graph: graph({ AdditionalAuthenticationProviders: [{ AuthenticationType: 'API_KEY' }] }) },
        reports: ['keyBeside'],
      },
      { title: 'events that anyone with the key may publish', resources: { Chat: events('API_KEY') }, reports: ['keyForEvents'] },
      {
        title: 'an authentication that whoever deploys chooses',
        template: {
          Parameters: { Authentication: { Type: 'String' } },
          Resources: { Graph: graph({ AuthenticationType: { Ref: 'Authentication' } }) },
        },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::AppSync::GraphQLApi')) yield* graphFacts(model, resource);
    for (const { type, fields } of eventTypes) {
      for (const resource of model.resourcesOfType(type)) yield* eventFacts(model, resource, fields);
    }
  },
});

function* graphFacts(model: Model, resource: Resource): Iterable<Fact<Message>> {
  if (isPublicOnPurpose(model, resource)) return;
  const name = model.nameOf(resource);
  for (const reading of model.readingsOf(resource)) {
    const cap = isPrivateGraph(reading) ? { atMost: 'warning' as const } : {};
    const types = reading.values('AuthenticationType');
    for (const value of types) {
      if (isKey(value)) {
        yield { message: 'keyByDefault', resource, at: value.at, evidence: 'AuthenticationType API_KEY', data: { name }, ...cap };
      } else if (value.kind === 'symbolic') yield undecided(resource, name, value, 'AuthenticationType');
    }
    for (const value of reading.values('AdditionalAuthenticationProviders', '*', 'AuthenticationType')) {
      if (!isKey(value)) continue;
      const data = { name, default: types[0]?.shown ?? '' };
      const evidence = 'AdditionalAuthenticationProviders API_KEY';
      yield { message: 'keyBeside', resource, at: value.at, evidence, data, atMost: 'warning' };
    }
  }
}

interface AuthModes {
  readonly path: readonly string[];
  /** What the callers that they let in can do. */
  readonly can: string;
  /** Connecting alone reads and writes nothing. */
  readonly isWeak?: boolean;
}

const eventTypes: readonly { readonly type: string; readonly fields: readonly AuthModes[] }[] = [
  {
    type: 'AWS::AppSync::Api',
    fields: [
      { path: ['EventConfig', 'ConnectionAuthModes'], can: 'connect', isWeak: true },
      { path: ['EventConfig', 'DefaultPublishAuthModes'], can: 'publish events' },
      { path: ['EventConfig', 'DefaultSubscribeAuthModes'], can: 'read events' },
    ],
  },
  {
    type: 'AWS::AppSync::ChannelNamespace',
    fields: [
      { path: ['PublishAuthModes'], can: 'publish events' },
      { path: ['SubscribeAuthModes'], can: 'read events' },
    ],
  },
];

function* eventFacts(model: Model, resource: Resource, fields: readonly AuthModes[]): Iterable<Fact<Message>> {
  if (isPublicOnPurpose(model, resource)) return;
  const name = model.nameOf(resource);
  for (const reading of model.readingsOf(resource)) {
    for (const { path, can, isWeak } of fields) {
      const property = path.at(-1) ?? '';
      for (const value of modesOf(reading, path)) {
        if (isKey(value)) {
          const cap = isWeak ? { atMost: 'warning' as const } : {};
          yield { message: 'keyForEvents', resource, at: value.at, evidence: `${property} API_KEY`, data: { name, can, property }, ...cap };
        } else if (value.kind === 'symbolic') yield undecided(resource, name, value, property);
      }
    }
  }
}

function modesOf(reading: Reading, path: readonly string[]): readonly PropertyValue[] {
  return reading.values(...path, '*', 'AuthType');
}

function isKey({ kind, text }: PropertyValue): boolean {
  return kind === 'literal' && text.toUpperCase() === 'API_KEY';
}

function undecided(resource: Resource, name: string, { at, shown }: PropertyValue, property: string): Fact<Message> {
  return { message: 'undecided', resource, at, evidence: `${property} ${shown}`, data: { name, property, value: `"${shown}"` } };
}
