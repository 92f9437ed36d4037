/**
 * What an alternative takes for granted: truths of conditions and values of parameters, so that two alternatives which can
 * never hold together are never combined. Keys come from {@link conditionKey} and {@link variableKey}.
 */
export type Given = ReadonlyMap<string, string>;

/** Takes nothing for granted. */
export const NOTHING: Given = new Map();

const CONDITION = 'C\u0000';
const VARIABLE = 'V\u0000';

/** The key of a condition of a template; its values are `"true"` and `"false"`. */
export function conditionKey(template: string, name: string): string {
  return `${CONDITION}${template}\u0000${name}`;
}

/** The key of something whose value a deployment decides: a parameter, a pseudo parameter. */
export function variableKey(template: string, name: string): string {
  return `${VARIABLE}${template}\u0000${name}`;
}

export function isConditionKey(key: string): boolean {
  return key.startsWith(CONDITION);
}

/** `given` with one more entry; `undefined` when it says otherwise already. */
export function assume(given: Given, key: string, value: string): Given | undefined {
  const known = given.get(key);
  if (known !== undefined) return known === value ? given : undefined;
  return new Map(given).set(key, value);
}

/** Both together; `undefined` when they contradict each other. */
export function merge(left: Given, right: Given): Given | undefined {
  if (left.size === 0 || left === right) return right;
  if (right.size === 0) return left;
  let merged: Map<string, string> | undefined;
  for (const [key, value] of right) {
    const known = left.get(key);
    if (known === value) continue;
    if (known !== undefined) return undefined;
    merged ??= new Map(left);
    merged.set(key, value);
  }
  return merged ?? left;
}

/** Whether any entry is about a condition; without one, entries that do not contradict each other always hold together. */
export function hasCondition(given: Given): boolean {
  for (const key of given.keys()) if (isConditionKey(key)) return true;
  return false;
}

/** One text per content, for memoising. */
export function signature(given: Given): string {
  return [...given]
    .map(([key, value]) => `${key}\u0001${value}`)
    .sort()
    .join('\u0002');
}
