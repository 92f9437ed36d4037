import type { RuleMeta } from '../../../lib/core/rule';

/** Domains in the order of the index, with what their rules have in common. */
export const domains: ReadonlyMap<string, string> = new Map([
  ['iam', 'What roles, users and groups may do'],
  ['trust', 'Who may become a role'],
  ['resource-policy', 'Who a resource lets in by its own policy'],
  ['endpoint', 'What the internet can reach'],
  ['api', 'Who may call an API, and how'],
  ['data', 'How data and secrets are kept'],
  ['observability', 'What is logged and traced'],
  ['resilience', 'What fails, loops or costs without a bound'],
  ['supply-chain', 'What code runs, and where it comes from'],
]);

/** The part of an id before the slash. */
export function domainOf({ id }: Pick<RuleMeta, 'id'>): string {
  return id.slice(0, id.indexOf('/'));
}
