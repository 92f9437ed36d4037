import type { Rule } from '../../lib/core/rule';
import noPublicDatabase from './no-public-database';
import noPublicSearchCollection from './no-public-search-collection';
import noPublicSearchDomain from './no-public-search-domain';
import noWorldIngress from './no-world-ingress';
import requireFunctionUrlAuth from './require-function-url-auth';

/** What the internet can reach. */
export const rules: readonly Rule[] = [
  noPublicDatabase,
  noPublicSearchCollection,
  noPublicSearchDomain,
  noWorldIngress,
  requireFunctionUrlAuth,
];
