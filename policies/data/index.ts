import type { Rule } from '../../lib/core/rule';

/** How data and secrets are kept. */
export const rules: readonly Rule[] = [];
