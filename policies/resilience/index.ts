import type { Rule } from '../../lib/core/rule';

/** What fails, loops or costs without a bound. */
export const rules: readonly Rule[] = [];
