import type { Rule } from '../../lib/core/rule';

/** What is logged and traced. */
export const rules: readonly Rule[] = [];
