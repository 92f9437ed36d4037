import type { Rule } from '../../lib/core/rule';

/** What code runs, and where it comes from. */
export const rules: readonly Rule[] = [];
