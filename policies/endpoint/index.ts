import type { Rule } from '../../lib/core/rule';
import noAgentInternetAccess from './no-agent-internet-access';
import noBroadIngress from './no-broad-ingress';
import noGuestIdentities from './no-guest-identities';
import noInternetRoute from './no-internet-route';
import noNotebookInternetAccess from './no-notebook-internet-access';
import noOpenAdminPort from './no-open-admin-port';
import noOpenCache from './no-open-cache';
import noPublicAppRunnerService from './no-public-app-runner-service';
import noPublicDatabase from './no-public-database';
import noPublicFileTransfer from './no-public-file-transfer';
import noPublicIp from './no-public-ip';
import noPublicLightsailResource from './no-public-lightsail-resource';
import noPublicSearchCollection from './no-public-search-collection';
import noPublicSearchDomain from './no-public-search-domain';
import noPublicSubnet from './no-public-subnet';
import noSelfSignUp from './no-self-sign-up';
import noWorldEgress from './no-world-egress';
import noWorldIngress from './no-world-ingress';
import noWorldNetworkAcl from './no-world-network-acl';
import noWorldPortRange from './no-world-port-range';
import requireAgentAuthorization from './require-agent-authorization';
import requireFunctionUrlAuth from './require-function-url-auth';
import requireStrongSignIn from './require-strong-sign-in';

/** What the internet can reach. */
export const rules: readonly Rule[] = [
  noAgentInternetAccess,
  noBroadIngress,
  noGuestIdentities,
  noInternetRoute,
  noNotebookInternetAccess,
  noOpenAdminPort,
  noOpenCache,
  noPublicAppRunnerService,
  noPublicDatabase,
  noPublicFileTransfer,
  noPublicIp,
  noPublicLightsailResource,
  noPublicSearchCollection,
  noPublicSearchDomain,
  noPublicSubnet,
  noSelfSignUp,
  noWorldEgress,
  noWorldIngress,
  noWorldNetworkAcl,
  noWorldPortRange,
  requireAgentAuthorization,
  requireFunctionUrlAuth,
  requireStrongSignIn,
];
