import type { PropertyValue } from './reading';

/** The number that a value holds; `undefined` when it is absent, not known, or no number. */
export function numberIn({ kind, text }: PropertyValue): number | undefined {
  if (kind !== 'literal' || text === '') return undefined;
  const number = Number(text);
  return Number.isNaN(number) ? undefined : number;
}

/** Whether a limit is set in every feasible branch: a number above zero, or a value that somebody chose and that cannot be read. */
export function isLimited(values: readonly PropertyValue[]): boolean {
  return values.length > 0 && values.every((value) => value.kind === 'symbolic' || (numberIn(value) ?? 0) > 0);
}
