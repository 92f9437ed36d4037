import type { Model } from '../../lib/core/model/model';
import type { PropertyValue } from '../../lib/core/model/reading';
import { type ApiStage, stagesOf } from '../../lib/core/model/stages';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'openStageCache' | 'openGraphCache';

const stage = (setting: object) => ({
  Type: 'AWS::ApiGateway::Stage',
  Properties: {
    RestApiId: 'a1b2c3',
    StageName: 'prod',
    CacheClusterEnabled: true,
    MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: true, ...setting }],
  },
});
const graphCache = (more: object) => ({
  Type: 'AWS::AppSync::ApiCache',
  Properties: { ApiId: 'a1b2c3', ApiCachingBehavior: 'FULL_REQUEST_CACHING', Ttl: 60, Type: 'SMALL', ...more },
});

export default defineRule<Message>({
  meta: {
    id: 'api/require-cache-encryption',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Caches of APIs are encrypted',
    rationale:
      'A cache keeps the answers of the API, with the data of whoever asked. Encryption costs nothing there, and is off unless it is asked for.',
    references: [
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/data-protection-encryption.html',
      'https://docs.aws.amazon.com/appsync/latest/devguide/enabling-caching.html#caching-encryption',
    ],
    catalogue: ['API-CACHE-UNENCRYPTED'],
    peers: [
      'cfn_nag W87',
      'AWS-0002',
      'API_GW_CACHE_ENABLED_AND_ENCRYPTED',
      'cdk-nag APIGWCacheEnabledAndEncrypted',
      'Security Hub APIGateway.5',
    ],
  },
  messages: {
    openStageCache: {
      what: 'stage "{stage}" keeps answers of {methods} in a cache that is not encrypted: CacheDataEncrypted is {value}',
      fix: 'set "CacheDataEncrypted" to true ("deployOptions: { cacheDataEncrypted: true }")',
    },
    openGraphCache: {
      what: 'cache "{name}" is not encrypted {where}: {property} is {value}',
      fix: 'set "{property}" to true; an existing cache has to be replaced for that',
    },
  },
  examples: {
    valid: [
      { title: 'an encrypted cache', resources: { Stage: stage({ CacheDataEncrypted: true }) } },
      {
        title: 'an encrypted cache of GraphQL',
        resources: { Cache: graphCache({ AtRestEncryptionEnabled: true, TransitEncryptionEnabled: true }) },
      },
    ],
    invalid: [
      { title: 'a cache without encryption', resources: { Stage: stage({}) }, reports: ['openStageCache'] },
      {
        title: 'a cache of GraphQL without encryption at rest',
        resources: { Cache: graphCache({ AtRestEncryptionEnabled: false, TransitEncryptionEnabled: true }) },
        reports: ['openGraphCache'],
      },
    ],
  },
  *check(model) {
    for (const each of stagesOf(model)) if (each.kind === 'rest') yield* stageFacts(each);
    yield* graphFacts(model);
  },
});

function* stageFacts({ resource, name, origin, settings }: ApiStage): Iterable<Fact<Message>> {
  for (const each of settings) {
    for (const entry of each.objects('MethodSettings')) {
      if (entry.canBe(['CachingEnabled'], ['true']) !== 'yes') continue;
      const open = entry.values('CacheDataEncrypted').find(isOff);
      if (open === undefined) continue;
      const [path] = entry.values('ResourcePath');
      const where = path?.shown ?? '';
      const methods = where === '' || where === '/*' ? 'all methods' : `"${where}"`;
      yield stageFact(resource, name, open, methods);
    }
    if (origin !== 'deployment' || !each.values('CachingEnabled').some(({ text }) => text.toLowerCase() === 'true')) continue;
    const open = each.values('CacheDataEncrypted').find(isOff);
    if (open !== undefined) yield stageFact(resource, name, open, 'all methods');
  }
}

function stageFact(resource: Fact['resource'], stage: string, { at, shown }: PropertyValue, methods: string): Fact<Message> {
  const data = { stage, methods, value: shown === '' ? 'absent' : `"${shown}"` };
  return { message: 'openStageCache', resource, at, evidence: `${methods}: CacheDataEncrypted ${shown || 'absent'}`, data };
}

function* graphFacts(model: Model): Iterable<Fact<Message>> {
  for (const resource of model.resourcesOfType('AWS::AppSync::ApiCache')) {
    for (const [property, where] of [
      ['AtRestEncryptionEnabled', 'at rest'],
      ['TransitEncryptionEnabled', 'in transit'],
    ] as const) {
      for (const value of model.readingsOf(resource).flatMap((reading) => reading.values(property))) {
        if (!isOff(value)) continue;
        const data = { name: model.nameOf(resource), where, property, value: value.shown === '' ? 'absent' : `"${value.shown}"` };
        yield { message: 'openGraphCache', resource, at: value.at, evidence: `${property} ${value.shown || 'absent'}`, data };
      }
    }
  }
}

/** Off, or left to the default, which is off. */
function isOff({ kind, text }: PropertyValue): boolean {
  return kind === 'absent' || (kind === 'literal' && text.toLowerCase() !== 'true');
}
