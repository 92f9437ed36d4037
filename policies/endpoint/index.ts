import type { Rule } from '../../lib/core/rule';
import noBroadIngress from './no-broad-ingress';
import noOpenAdminPort from './no-open-admin-port';
import noPublicDatabase from './no-public-database';
import noPublicSearchCollection from './no-public-search-collection';
import noPublicSearchDomain from './no-public-search-domain';
import noWorldIngress from './no-world-ingress';
import noWorldPortRange from './no-world-port-range';
import requireFunctionUrlAuth from './require-function-url-auth';

/** What the internet can reach. */
export const rules: readonly Rule[] = [
  noBroadIngress,
  noOpenAdminPort,
  noPublicDatabase,
  noPublicSearchCollection,
  noPublicSearchDomain,
  noWorldIngress,
  noWorldPortRange,
  requireFunctionUrlAuth,
];
