import { isObject, type Json, type JsonObject } from '../json';

/**
 * Resources of SAM that are another spelling of one resource of CloudFormation. They are read as what SAM deploys for
 * them, so that every rule about a table, a layer or a GraphQL API judges both spellings.
 */
interface Spelling {
  /** What SAM deploys. */
  readonly type: string;
  /** Where a property of what is deployed is written: its path below the SAM resource's properties. */
  readonly written: Readonly<Record<string, readonly string[]>>;
  readonly deployed: (properties: JsonObject) => JsonObject;
}

const SPELLINGS: Readonly<Record<string, Spelling>> = {
  'AWS::Serverless::SimpleTable': {
    type: 'AWS::DynamoDB::Table',
    written: { KeySchema: ['PrimaryKey'], BillingMode: [] },
    deployed: ({ PrimaryKey, ...properties }) => ({
      ...properties,
      KeySchema: [{ AttributeName: (isObject(PrimaryKey) ? PrimaryKey.Name : undefined) ?? 'id', KeyType: 'HASH' }],
      ...(properties.ProvisionedThroughput === undefined ? { BillingMode: 'PAY_PER_REQUEST' } : {}),
    }),
  },
  'AWS::Serverless::LayerVersion': {
    type: 'AWS::Lambda::LayerVersion',
    written: { Content: ['ContentUri'] },
    deployed: ({ ContentUri, ...properties }) => withGiven(properties, { Content: ContentUri }),
  },
  'AWS::Serverless::GraphQLApi': {
    type: 'AWS::AppSync::GraphQLApi',
    written: {
      AuthenticationType: ['Auth', 'Type'],
      LambdaAuthorizerConfig: ['Auth', 'LambdaAuthorizer'],
      OpenIDConnectConfig: ['Auth', 'OpenIDConnect'],
      UserPoolConfig: ['Auth', 'UserPool'],
      AdditionalAuthenticationProviders: ['Auth', 'Additional'],
      LogConfig: ['Logging'],
    },
    deployed: graphQlApi,
  },
};

/** The type and the properties that SAM deploys for a resource; what it is when SAM does not spell it differently. */
export function deployedForm(type: string, properties: JsonObject): { readonly type: string; readonly properties: JsonObject } {
  const spelling = Object.hasOwn(SPELLINGS, type) ? SPELLINGS[type] : undefined;
  return spelling === undefined ? { type, properties } : { type: spelling.type, properties: spelling.deployed(properties) };
}

/** The keys below the properties of a resource of `type`, as it is written, for keys below the properties of what is deployed. */
export function writtenKeys(type: string, [first, ...rest]: readonly (string | number)[]): readonly (string | number)[] {
  const spelling = Object.hasOwn(SPELLINGS, type) ? SPELLINGS[type] : undefined;
  if (first === undefined) return [];
  const own = spelling === undefined ? undefined : spelling.written[first];
  if (spelling === undefined || own === undefined) return [first, ...rest];
  // Each of the additional providers is spelled like the first one.
  return [...own, ...rest.map((key) => spelling.written[key]?.at(-1) ?? key)];
}

function graphQlApi({ Auth, Logging, ...properties }: JsonObject): JsonObject {
  const additional = isObject(Auth) ? Auth.Additional : undefined;
  return withGiven(properties, {
    ...(isObject(Auth) && Auth.Type !== undefined ? authentication(Auth) : { AuthenticationType: Auth }),
    AdditionalAuthenticationProviders: Array.isArray(additional)
      ? additional.map((provider) => (isObject(provider) ? withGiven({}, authentication(provider)) : provider))
      : additional,
    // Without a word about it, SAM logs.
    LogConfig: isObject(Logging) ? { FieldLogLevel: 'ALL', ...Logging } : isFalse(Logging) ? undefined : { FieldLogLevel: 'ALL' },
  });
}

function authentication({ Type, LambdaAuthorizer, OpenIDConnect, UserPool }: JsonObject): Given {
  return {
    AuthenticationType: Type,
    LambdaAuthorizerConfig: LambdaAuthorizer,
    OpenIDConnectConfig: OpenIDConnect,
    UserPoolConfig: UserPool,
  };
}

function isFalse(value: Json | undefined): boolean {
  return value === false || value === 'false';
}

type Given = Readonly<Record<string, Json | undefined>>;

function withGiven(properties: JsonObject, more: Given): JsonObject {
  const all: JsonObject = { ...properties };
  for (const [key, value] of Object.entries(more)) if (value !== undefined) all[key] = value;
  return all;
}
