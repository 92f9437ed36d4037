import type { Rule } from '../../lib/core/rule';
import noPublicPrincipal from './no-public-principal';

/** Who may become a role. */
export const rules: readonly Rule[] = [noPublicPrincipal];
