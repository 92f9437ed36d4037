import { hasWildcard } from '../core/iam/pattern';
import type { Reference } from '../reference/reference';
import { AccessError } from './access-error';
import { conditionKeysOf } from './compile';
import { serviceOf } from './key-operations';
import { type Conditions, everyValue } from './statement';

/** Keys that every request of a function has, whatever the action (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html). */
const GLOBAL_KEYS: Readonly<Record<string, string>> = {
  'aws:RequestedRegion': 'String',
  'aws:ResourceAccount': 'String',
  'aws:ResourceOrgID': 'String',
  'aws:ResourceOrgPaths': 'ArrayOfString',
  'aws:SecureTransport': 'Bool',
  'aws:SourceIp': 'IPAddress',
  'aws:SourceVpc': 'String',
  'aws:SourceVpce': 'String',
  'aws:VpcSourceIp': 'IPAddress',
};

const OPERATORS: Readonly<Record<string, string>> = {
  ARN: 'ArnEquals',
  Bool: 'Bool',
  IPAddress: 'IpAddress',
  Numeric: 'NumericEquals',
  String: 'StringEquals',
};

const SHOWN = 5;

/**
 * The condition that a key has one of these values, with the operator for its type. A key of several values must be there, and
 * hold none but these.
 *
 * @throws AccessError for a key that the action does not know: the condition would never hold
 */
export function narrowing(reference: Reference, action: string, key: string, values: readonly string[]): Conditions {
  const type = typeOf(reference, action, key);
  if (values.length === 0) throw new AccessError('condition-value', `"${key}" needs a value that requests have, got none`);
  const wrong = values.find((value) => value === '' || hasWildcard(value));
  if (wrong !== undefined) {
    throw new AccessError('condition-value', `"${wrong}" is no value of "${key}": name each value, without "*" and "?"`);
  }
  if (type === 'ArrayOfString') return everyValue(key, values);
  const operator = OPERATORS[type];
  if (operator === undefined)
    throw new AccessError('condition-value', `"${key}" holds values of type ${type}, which cannot be named one by one`);
  return { [operator]: { [key]: values } };
}

function typeOf(reference: Reference, action: string, key: string): string {
  const known = [...conditionKeysOf(reference, action)];
  const listed = known.find((one) => isKey(one, key));
  const type = listed === undefined ? GLOBAL_KEYS[key] : (conditionKeyType(reference, action, listed) ?? 'String');
  if (type !== undefined) return type;
  const own = known.filter((one) => !one.startsWith('aws:')).sort();
  const shown = own.slice(0, SHOWN).map((one) => `"${one}"`);
  const knows = shown.length === 0 ? 'no key of its service' : `${shown.join(', ')}${own.length > SHOWN ? ' and more' : ''}`;
  throw new AccessError(
    'unknown-condition-key',
    `requests of "${action}" have no "${key}", so it would never be allowed: it knows ${knows}, and ${quoted(Object.keys(GLOBAL_KEYS))}`,
  );
}

function quoted(keys: readonly string[]): string {
  return keys.map((key) => `"${key}"`).join(', ');
}

function conditionKeyType(reference: Reference, action: string, listed: string): string | undefined {
  const service = reference.service(serviceOf(action));
  return service?.conditionKeys.get(listed)?.type;
}

/** Upper and lower case are equal in the names of keys, not in what follows a slash, which is the key of a tag. */
function isKey(listed: string, key: string): boolean {
  const variable = listed.search(/\$\{|</);
  if (variable < 0) return listed.toLowerCase() === key.toLowerCase();
  const head = listed.slice(0, variable);
  return key.length > head.length && key.slice(0, head.length).toLowerCase() === head.toLowerCase();
}
