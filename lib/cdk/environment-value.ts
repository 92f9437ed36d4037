import { type IResource, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AccessError } from '../access/access-error';
import { placeOf } from './resource-place';

/** What of a resource an environment variable holds. */
export enum EnvironmentValue {
  /**
   * What the calls of the SDK take: the name of a table, a bucket, a bus, a stream or a function, the URL of a queue, the ARN
   * of a topic, a secret, a state machine or a key, the id of a user pool. Where they take an ARN as well, and the resource is
   * in another account or region than the function, it is the ARN.
   */
  IDENTIFIER = 'identifier',

  /** The ARN of the resource. */
  ARN = 'ARN',

  /** Its name, or the id that stands for it where it has none; of a database, the user. */
  NAME = 'name',

  /** The URL or host name that code connects to. */
  ENDPOINT = 'endpoint',

  /** The one index that is named, of a table or a search domain. */
  INDEX = 'index',

  /** The prefix of the keys of objects. */
  PREFIX = 'prefix',

  /** The one key of an object. */
  OBJECT_KEY = 'object key',

  /** The ARN of the cluster, of tasks. */
  CLUSTER = 'cluster',

  /** The ARN of the secret, of the Data API. */
  SECRET = 'secret',

  /** The ARN of the role that is passed, of schedules. */
  ROLE = 'role',

  /** The id of the application, of AppConfig. */
  APPLICATION = 'application',

  /** The id of the environment, of AppConfig. */
  ENVIRONMENT = 'environment',
}

/** A value, or one that depends on the function that uses it. */
export type ValueOf = string | ((scope: Construct) => string);

/** What stands for a resource in an environment variable, by kind. */
export type ResourceValues = { readonly [kind in EnvironmentValue]?: ValueOf };

/** Access, and the values that stand for its resource. */
export interface NamedResource {
  /** For messages: `access to "Orders/Table"`. */
  readonly access: string;
  readonly values: ResourceValues;
}

/** A variable that declared access sets. */
export interface EnvironmentEntry {
  readonly variable: string;
  readonly value: string;
  /** Who sets it, for messages: `access to "Orders/Table"`. */
  readonly access: string;
}

/**
 * The name, for calls that take a name or an ARN: a name stands for a resource of the caller's own account and region, so a
 * resource elsewhere, or where that is not known, is named by its ARN.
 */
export function nameOrArn(owner: IResource, name: string, arn: string): ValueOf {
  return (scope) => {
    const { account, region } = Stack.of(scope);
    const place = placeOf(owner, arn);
    return isSame(place.account, account) && isSame(place.region, region) ? name : arn;
  };
}

function isSame(one: string, other: string): boolean {
  const compared = Token.compareStrings(one, other);
  return compared === TokenComparison.SAME || compared === TokenComparison.BOTH_UNRESOLVED;
}

/**
 * The value of this kind.
 *
 * @throws AccessError when there is none, with those that there are
 */
export function valueFor(variable: string, kind: EnvironmentValue, resource: NamedResource | undefined): ValueOf {
  const named = refuseVariable(variable);
  if (resource === undefined) {
    throw new AccessError(
      'no-value',
      `no value is known for "${named}": this access names no one resource that it could stand for; set it in "environment"`,
    );
  }
  const value = resource.values[kind];
  if (value !== undefined) return value;
  const known = kindsOf(resource.values).map((one) => `EnvironmentValue.${memberNames[one]}`);
  const advice = known.length === 0 ? 'set it in "environment"' : `choose ${listed(known)}, or set it in "environment"`;
  throw new AccessError('no-value', `${resource.access} has no ${kind} for "${named}": ${reasonFor(kind)}${advice}`);
}

const REASONS: { readonly [kind in EnvironmentValue]?: string } = {
  [EnvironmentValue.IDENTIFIER]: 'its calls take more than one value, or none; ',
  [EnvironmentValue.INDEX]: 'it names not exactly one; ',
  [EnvironmentValue.OBJECT_KEY]: 'it names not exactly one; ',
};

function reasonFor(kind: EnvironmentValue): string {
  return REASONS[kind] ?? '';
}

const memberNames = Object.fromEntries(Object.entries(EnvironmentValue).map(([member, kind]) => [kind, member]));

function kindsOf(values: ResourceValues): readonly EnvironmentValue[] {
  return Object.values(EnvironmentValue).filter((kind) => values[kind] !== undefined);
}

function listed(texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} or ${last}`;
}

/** Keys that Lambda sets itself and refuses in the configuration of a function (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html). */
const RESERVED: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

function refuseVariable(variable: string): string {
  if (RESERVED.has(variable) || variable.startsWith('AWS_LAMBDA_')) {
    throw new AccessError(
      'reserved-variable',
      `"${variable}" is an environment variable that Lambda keeps for itself: choose another name`,
    );
  }
  if (!/^[A-Za-z][A-Za-z0-9_]+$/.test(variable)) {
    throw new AccessError(
      'malformed-variable',
      `"${variable}" is no name of an environment variable: take two or more letters, digits and "_", a letter first`,
    );
  }
  return variable;
}
