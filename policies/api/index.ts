import type { Rule } from '../../lib/core/rule';
import requireAuthorization from './require-authorization';

/** Who may call an API, and how. */
export const rules: readonly Rule[] = [requireAuthorization];
