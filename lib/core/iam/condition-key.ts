import type { Reference } from '../../reference/reference';

/** What the values of a condition key are. */
export type KeyKind = 'String' | 'ARN' | 'Bool' | 'Numeric' | 'Date' | 'IPAddress';

export interface ConditionKeyType {
  readonly kind: KeyKind;
  /** Whether a request has several values of it: then `ForAllValues` and `ForAnyValue` are meant for it. */
  readonly several: boolean;
}

/** Global keys, in lower case (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html). */
const GLOBAL_KEYS: ReadonlyMap<string, ConditionKeyType> = new Map([
  ...keysOf('ARN', false, ['principalarn', 'sourcearn', 'sourcevpcarn', 'sourceinstancearn']),
  ...keysOf('Bool', false, [
    'ismcpserviceaction',
    'multifactorauthpresent',
    'principalisawsservice',
    'securetransport',
    'viaawsservice',
    'viaawsmcpservice',
  ]),
  ...keysOf('Numeric', false, ['multifactorauthage']),
  ...keysOf('Date', false, ['currenttime', 'epochtime', 'tokenissuetime']),
  ...keysOf('IPAddress', false, ['sourceip', 'vpcsourceip', 'ec2instancesourceprivateipv4']),
  ...keysOf('String', true, [
    'calledvia',
    'principalorgpaths',
    'principalservicenameslist',
    'resourceorgpaths',
    'sourceorgpaths',
    'tagkeys',
    'vpceorgpaths',
  ]),
  ...keysOf('String', false, [
    'calledviafirst',
    'calledvialast',
    'federatedprovider',
    'principalaccount',
    'principalorgid',
    'principalservicename',
    'principaltype',
    'referer',
    'requestedregion',
    'resourceaccount',
    'resourceorgid',
    'sourceaccount',
    'sourceidentity',
    'sourceorgid',
    'sourceowner',
    'sourcevpc',
    'sourcevpce',
    'useragent',
    'userid',
    'username',
    'vpceaccount',
    'vpceorgid',
  ]),
]);

/** Keys that are not in the reference, or that it has as single although a request holds several values. */
const CORRECTED: ReadonlyMap<string, ConditionKeyType> = new Map([
  ['cognito-identity.amazonaws.com:amr', { kind: 'String', several: true }],
  ['dynamodb:leadingkeys', { kind: 'String', several: true }],
  ['dynamodb:attributes', { kind: 'String', several: true }],
]);

function keysOf(kind: KeyKind, several: boolean, names: readonly string[]): (readonly [string, ConditionKeyType])[] {
  return names.map((name) => [`aws:${name}`, { kind, several }] as const);
}

const serviceKeys = new WeakMap<Reference, Map<string, ReadonlyMap<string, ConditionKeyType>>>();

/** What the reference says of a key, in any case of letters; `undefined` for tags, claims and whatever it does not know. */
export function typeOfKey(reference: Reference, key: string): ConditionKeyType | undefined {
  const name = key.toLowerCase();
  const known = GLOBAL_KEYS.get(name) ?? CORRECTED.get(name);
  if (known !== undefined) return known;
  const colon = name.indexOf(':');
  const prefix = name.slice(0, Math.max(colon, 0));
  return prefix === '' || prefix === 'aws' ? undefined : keysOfService(reference, prefix).get(name);
}

function keysOfService(reference: Reference, prefix: string): ReadonlyMap<string, ConditionKeyType> {
  let services = serviceKeys.get(reference);
  if (services === undefined) {
    services = new Map();
    serviceKeys.set(reference, services);
  }
  let keys = services.get(prefix);
  if (keys === undefined) {
    const read = new Map<string, ConditionKeyType>();
    for (const { name, type } of reference.service(prefix)?.conditionKeys.values() ?? []) {
      const several = type.startsWith('ArrayOf');
      const kind = kindOf(several ? type.slice('ArrayOf'.length) : type);
      if (kind !== undefined) read.set(name.toLowerCase(), { kind, several });
    }
    keys = read;
    services.set(prefix, keys);
  }
  return keys;
}

function kindOf(type: string): KeyKind | undefined {
  switch (type) {
    case 'String':
    case 'ARN':
    case 'Bool':
    case 'Numeric':
    case 'Date':
    case 'IPAddress':
      return type;
    default:
      return undefined;
  }
}
