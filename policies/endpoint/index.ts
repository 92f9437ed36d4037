import type { Rule } from '../../lib/core/rule';
import noPublicDatabase from './no-public-database';
import noWorldIngress from './no-world-ingress';
import requireFunctionUrlAuth from './require-function-url-auth';

/** What the internet can reach. */
export const rules: readonly Rule[] = [noPublicDatabase, noWorldIngress, requireFunctionUrlAuth];
