/** What is wrong with a declaration, for callers that want to tell the cases apart. */
export type AccessProblem =
  | 'no-action'
  | 'unknown-action'
  | 'wildcard-action'
  | 'no-resource-support'
  | 'unsupported-resource'
  | 'wildcard-resource'
  | 'unreadable-resource'
  | 'unknown-condition-key'
  | 'condition-value'
  | 'no-value'
  | 'reserved-variable'
  | 'malformed-variable'
  | 'two-values';

/** A declaration of access that cannot be turned into exact statements. */
export class AccessError extends Error {
  override readonly name = 'AccessError';

  constructor(
    readonly problem: AccessProblem,
    message: string,
  ) {
    super(message);
  }
}
