import type { Authentication } from '../core/model/model';
import type { Invocation } from '../core/model/triggers';
import type { BlastRadius, Effect, Exposure, InventoryStore } from '../inventory/inventory';

export { counted } from '../core/counted';

/** Every exposure, the widest first, as people say it. */
export const exposureWords: Readonly<Record<Exposure, string>> = {
  anyone: 'anyone',
  'any-account': 'any AWS account',
  'signed-in': 'signed-in users',
  'other-account': 'other accounts',
  organization: 'the organization',
  account: 'this account',
  app: 'this app',
  unknown: 'not known',
};

export const exposures: readonly Exposure[] = [
  'anyone',
  'any-account',
  'signed-in',
  'other-account',
  'organization',
  'account',
  'app',
  'unknown',
];

/** Every blast radius, the widest first. */
export const blastRadii: readonly BlastRadius[] = ['critical', 'high', 'medium', 'low', 'none'];

export const authenticationWords: Readonly<Record<Authentication, string>> = {
  none: 'none',
  iam: 'IAM',
  jwt: 'JWT',
  cognito: 'Cognito',
  custom: 'custom authorizer',
  'api-key': 'API key',
  other: 'other',
  unknown: 'not known',
};

export const encryptionWords: Readonly<Record<InventoryStore['encrypted'], string>> = {
  'customer-key': 'customer-managed key',
  'aws-key': 'key of AWS',
  none: 'none',
  unknown: 'not known',
};

export const invocationWords: Readonly<Record<Invocation, string>> = {
  asynchronous: 'asynchronously',
  schedule: 'on a schedule',
  poll: 'by polling',
  synchronous: 'synchronously',
};

const effectOrder: readonly Effect[] = ['list', 'read', 'write', 'delete', 'permissions', 'tag'];

/** `read, write, delete`: in the order in which they grow. */
export function effectsInWords(effects: Iterable<Effect>): string {
  const known = new Set(effects);
  return effectOrder
    .filter((effect) => known.has(effect))
    .map((effect) => (effect === 'permissions' ? 'change permissions' : effect))
    .join(', ');
}

/** The same on a line: reading takes in listing. */
export function effectsInShort(effects: Iterable<Effect>): string {
  const known = new Set(effects);
  return effectOrder
    .filter((effect) => known.has(effect) && !(effect === 'list' && known.has('read')) && !(effect === 'tag' && known.has('write')))
    .join(', ');
}

/** An end of a path that is shorter than this (`Handler`, `Resource`) says less than its beginning. */
const tellingEnd = 10;

/** A path short enough for a card: its end where that tells something, else its beginning. */
export function shortName(name: string, most: number): string {
  const parts = name.split('/');
  let short = parts.at(-1) ?? name;
  if (name.length <= most || parts.length === 1) return name;
  if (short.length < tellingEnd) return `${name.slice(0, most - 1)}…`;
  for (const part of parts.slice(0, -1).reverse()) {
    if (part.length + short.length + 3 > most) break;
    short = `${part}/${short}`;
  }
  return short.length + 2 > most ? short : `…/${short}`;
}

export function authenticationInWords(authentication: readonly Authentication[]): string {
  return authentication.map((value) => authenticationWords[value]).join(' or ');
}

export function yesNo(value: boolean | 'yes' | 'no' | 'unknown' | null): string {
  if (value === null) return 'not needed';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === 'unknown' ? 'not known' : value;
}
