import { patternAllows } from '../core/iam/action';
import { coversArn, meetsArn } from '../core/iam/arn';
import type { Statement } from '../core/iam/statement';
import type { Element } from '../core/template/resolver';

/** What the Deny statements of a role do to one action on one resource: nothing, take it back, or something in between. */
export function denialOf(denies: readonly Statement[], action: string, { value }: Element): 'none' | 'certain' | 'possible' {
  let found: 'none' | 'possible' = 'none';
  for (const deny of denies) {
    if (!mayName(deny, action)) continue;
    const isPlain =
      deny.actions.length > 0 && deny.conditions.length === 0 && deny.unresolved.length === 0 && !deny.optional && deny.world.size === 0;
    if (isPlain && deny.resources.some((denied) => coversArn(denied.value, value) === 'yes')) return 'certain';
    if (deny.notResources.length > 0 || deny.resources.some((denied) => meetsArn(denied.value, value) !== 'no')) found = 'possible';
  }
  return found;
}

function mayName(deny: Statement, action: string): boolean {
  if (deny.unresolved.length > 0) return true;
  if (deny.notActions.length > 0) return !deny.notActions.some(({ value }) => typeof value === 'string' && patternAllows(value, action));
  return deny.actions.some(({ value }) => typeof value !== 'string' || patternAllows(value, action));
}
