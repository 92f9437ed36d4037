import { alwaysNamesOne, needsEveryResource, parseActionPattern } from '../core/iam/action';
import { describeResource } from '../core/iam/arn';
import type { SymbolicString } from '../core/template/symbolic';
import type { Reference } from '../reference/reference';

/** An Allow statement that is about to reach a role. */
export interface GuardedStatement {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly SymbolicString[];
  readonly notResources: readonly SymbolicString[];
}

/** Why a statement may not reach a role that holds exact access only. */
export type Breach =
  | { readonly kind: 'wildcard-action'; readonly action: string }
  | { readonly kind: 'unknown-action'; readonly action: string }
  | { readonly kind: 'not-action' }
  | { readonly kind: 'not-resource' }
  | { readonly kind: 'wildcard-resource'; readonly action: string; readonly resource: SymbolicString };

/** Scopes that take in resources nobody named. `children` (everything below one named resource) is exact enough. */
const BROAD: ReadonlySet<string> = new Set(['everything', 'service-wide', 'prefix', 'wildcard-region']);

/**
 * What is broad about a statement: actions with wildcards, `NotAction`, `NotResource`, and resources with wildcards under an
 * action that supports naming them. `*` under an action that supports no resource is AWS's only form and fine. A resource
 * that is known only at deployment is not judged here: the checks read it in the final template.
 */
export function breachesOf(reference: Reference, statement: GuardedStatement): readonly Breach[] {
  const breaches: Breach[] = [];
  if (statement.notActions.length > 0) breaches.push({ kind: 'not-action' });
  if (statement.notResources.length > 0) breaches.push({ kind: 'not-resource' });
  const broad = statement.resources.find((resource) => BROAD.has(describeResource(resource).kind));
  for (const action of statement.actions) {
    const pattern = parseActionPattern(reference, action);
    if (pattern.kind === 'malformed') breaches.push({ kind: 'unknown-action', action });
    else if (pattern.kind !== 'exact') breaches.push({ kind: 'wildcard-action', action });
    else if (broad !== undefined && !needsEverything(reference, action))
      breaches.push({ kind: 'wildcard-resource', action, resource: broad });
  }
  return breaches;
}

/** Whether AWS takes the action on `*`. An action that the reference does not know is taken to support resources. */
function needsEverything(reference: Reference, action: string): boolean {
  const [known] = parseActionPattern(reference, action).actions;
  return known !== undefined && (needsEveryResource(known) || !alwaysNamesOne(known));
}
