import type { IConstruct } from 'constructs';
import { AccessError } from '../access/access-error';
import { hasWildcard } from '../core/iam/pattern';
import { naming } from './reference-access';

/**
 * `names`, when each names one thing.
 *
 * @param what they name, in the singular, for messages
 * @throws AccessError for none, for an empty one and for one with a wildcard
 */
export function exactNames(owner: IConstruct | string, what: string, names: readonly string[]): readonly string[] {
  return naming(owner, () => refuseInexact(what, names));
}

/** The same, when there is no construct to name. */
export function refuseInexact(what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) throw new AccessError('wildcard-resource', `name each ${what} that the code uses, got none`);
  const wrong = names.find((name) => name === '' || hasWildcard(name));
  if (wrong !== undefined) {
    throw new AccessError('wildcard-resource', `"${wrong}" names no ${what}: name each ${what} that the code uses, without "*" and "?"`);
  }
  return names;
}
