import { serviceOfAccount } from '../iam/aws-accounts';
import { type SymbolicString, soleHole } from '../template/symbolic';
import type { Template } from '../template/template';
import type { Model } from './model';

/**
 * Whose an account is.
 * - `own`: the stack's, or that of another stack of the input
 * - `trusted`: the owners said so in `trustedAccounts`
 * - `aws`: it belongs to AWS itself
 * - `foreign`: anybody else's
 * - `unpinned`: twelve digits, and the input says of no stack which account it is for: they may be its own
 * - `unknown`: chosen at deployment, or no account
 */
export type AccountStanding = 'own' | 'trusted' | 'aws' | 'foreign' | 'unpinned' | 'unknown';

const pinned = new WeakMap<Model, ReadonlySet<string>>();

/** Accounts that the input pins its stacks to. */
export function pinnedAccounts(model: Model): ReadonlySet<string> {
  let accounts = pinned.get(model);
  if (accounts === undefined) {
    accounts = new Set(model.templates.flatMap(({ account }) => (account === undefined ? [] : [account])));
    pinned.set(model, accounts);
  }
  return accounts;
}

/** Whose `account` is, as a policy of `template` writes it: twelve digits or a hole in their place. */
export function standingOf(model: Model, template: Template, account: SymbolicString): AccountStanding {
  if (typeof account === 'string') {
    const accounts = pinnedAccounts(model);
    if (accounts.has(account)) return 'own';
    if (model.settings.trustedAccounts.includes(account)) return 'trusted';
    if (account === 'aws' || serviceOfAccount(account) !== undefined) return 'aws';
    if (!/^\d{12}$/.test(account)) return 'unknown';
    return template.account === undefined ? 'unpinned' : 'foreign';
  }
  const hole = soleHole(account);
  return hole?.kind === 'pseudo' && hole.name === 'AWS::AccountId' ? 'own' : 'unknown';
}

/** Whether an organisation (`o-…`, or a path that starts with it) is one that the owners trust. */
export function isTrustedOrganization(model: Model, value: SymbolicString): boolean {
  if (typeof value !== 'string') return false;
  const [organization = ''] = value.split('/');
  return model.settings.trustedOrganizations.includes(organization);
}
