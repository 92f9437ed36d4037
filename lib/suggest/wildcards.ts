import type { ActionPattern, KnownAction } from '../core/iam/action';
import { usualActions } from '../core/iam/usual-actions';

/** What an action pattern stands for on a resource: what code with it usually calls, and the others. */
export interface Meant {
  readonly usual: readonly KnownAction[];
  readonly others: readonly KnownAction[];
}

/**
 * Splits what a pattern allows. One that matches a single action means it; of several, the most usual calls of the service
 * are taken as meant.
 */
export function meantBy({ actions: matched, kind }: ActionPattern, applying: readonly KnownAction[]): Meant {
  if (kind === 'exact' || matched.length === 1) return { usual: applying, others: [] };
  const usual = applying.filter(({ service, action }) => usualActions.get(service)?.[0]?.includes(action.name) === true);
  return { usual, others: applying.filter((action) => !usual.includes(action)) };
}
