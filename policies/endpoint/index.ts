import type { Rule } from '../../lib/core/rule';
import noAgentInternetAccess from './no-agent-internet-access';
import noBroadIngress from './no-broad-ingress';
import noGuestIdentities from './no-guest-identities';
import noInternetFacingLoadBalancer from './no-internet-facing-load-balancer';
import noInternetRoute from './no-internet-route';
import noNotebookInternetAccess from './no-notebook-internet-access';
import noOpenAdminPort from './no-open-admin-port';
import noOpenCache from './no-open-cache';
import noOpenFunctionUrlCors from './no-open-function-url-cors';
import noOpenNodeSsh from './no-open-node-ssh';
import noPublicAppRunnerService from './no-public-app-runner-service';
import noPublicBuild from './no-public-build';
import noPublicClusterEndpoint from './no-public-cluster-endpoint';
import noPublicDatabase from './no-public-database';
import noPublicFileTransfer from './no-public-file-transfer';
import noPublicIp from './no-public-ip';
import noPublicLightsailResource from './no-public-lightsail-resource';
import noPublicManagedService from './no-public-managed-service';
import noPublicSearchCollection from './no-public-search-collection';
import noPublicSearchDomain from './no-public-search-domain';
import noPublicSetting from './no-public-setting';
import noPublicSubnet from './no-public-subnet';
import noSelfSignUp from './no-self-sign-up';
import noWorldEgress from './no-world-egress';
import noWorldIngress from './no-world-ingress';
import noWorldNetworkAcl from './no-world-network-acl';
import noWorldPortRange from './no-world-port-range';
import preferPrivateApi from './prefer-private-api';
import requireAgentAuthorization from './require-agent-authorization';
import requireDistributionTls from './require-distribution-tls';
import requireDistributionWebAcl from './require-distribution-web-acl';
import requireFunctionUrlAuth from './require-function-url-auth';
import requireKafkaAuthentication from './require-kafka-authentication';
import requireOriginAccessControl from './require-origin-access-control';
import requireStrongSignIn from './require-strong-sign-in';

/** What the internet can reach. */
export const rules: readonly Rule[] = [
  noAgentInternetAccess,
  noBroadIngress,
  noGuestIdentities,
  noInternetFacingLoadBalancer,
  noInternetRoute,
  noNotebookInternetAccess,
  noOpenAdminPort,
  noOpenCache,
  noOpenFunctionUrlCors,
  noOpenNodeSsh,
  noPublicAppRunnerService,
  noPublicBuild,
  noPublicClusterEndpoint,
  noPublicDatabase,
  noPublicFileTransfer,
  noPublicIp,
  noPublicLightsailResource,
  noPublicManagedService,
  noPublicSearchCollection,
  noPublicSearchDomain,
  noPublicSetting,
  noPublicSubnet,
  noSelfSignUp,
  noWorldEgress,
  noWorldIngress,
  noWorldNetworkAcl,
  noWorldPortRange,
  preferPrivateApi,
  requireAgentAuthorization,
  requireDistributionTls,
  requireDistributionWebAcl,
  requireFunctionUrlAuth,
  requireKafkaAuthentication,
  requireOriginAccessControl,
  requireStrongSignIn,
];
