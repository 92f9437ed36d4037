import type { Rule } from '../../lib/core/rule';
import noApiKeyAuth from './no-api-key-auth';
import noDefaultEndpoint from './no-default-endpoint';
import noEmptyWebAcl from './no-empty-web-acl';
import noWeakAuthorizer from './no-weak-authorizer';
import noWildcardCors from './no-wildcard-cors';
import preferTracing from './prefer-tracing';
import requireAccessLog from './require-access-log';
import requireAuthorization from './require-authorization';
import requireCacheEncryption from './require-cache-encryption';
import requireModernTls from './require-modern-tls';
import requireQueryLimits from './require-query-limits';
import requireRequestValidation from './require-request-validation';
import requireThrottling from './require-throttling';
import requireWebAcl from './require-web-acl';

/** Who may call an API, and how. */
export const rules: readonly Rule[] = [
  noApiKeyAuth,
  noDefaultEndpoint,
  noEmptyWebAcl,
  noWeakAuthorizer,
  noWildcardCors,
  preferTracing,
  requireAccessLog,
  requireAuthorization,
  requireCacheEncryption,
  requireModernTls,
  requireQueryLimits,
  requireRequestValidation,
  requireThrottling,
  requireWebAcl,
];
