import type { Rule } from '../lib/core/rule';
import apiRequireAuthorization from './api/require-authorization';
import endpointNoPublicDatabase from './endpoint/no-public-database';
import endpointNoWorldIngress from './endpoint/no-world-ingress';
import endpointRequireFunctionUrlAuth from './endpoint/require-function-url-auth';
import iamNoAdminManagedPolicy from './iam/no-admin-managed-policy';
import iamNoAdminStatement from './iam/no-admin-statement';
import iamNoFullAccessManagedPolicy from './iam/no-full-access-managed-policy';
import iamNoNotAction from './iam/no-not-action';
import iamNoNotResource from './iam/no-not-resource';
import iamNoPartialWildcardAction from './iam/no-partial-wildcard-action';
import iamNoPassAnyRole from './iam/no-pass-any-role';
import iamNoSharedRole from './iam/no-shared-role';
import iamNoWildcardAction from './iam/no-wildcard-action';
import iamNoWildcardResource from './iam/no-wildcard-resource';
import iamNoWildcardResourceArn from './iam/no-wildcard-resource-arn';
import iamPreferOwnExecutionPolicy from './iam/prefer-own-execution-policy';
import iamRequireResolvablePolicy from './iam/require-resolvable-policy';
import resourcePolicyNoPublicLambdaPermission from './resource-policy/no-public-lambda-permission';
import resourcePolicyNoPublicPrincipal from './resource-policy/no-public-principal';
import trustNoPublicPrincipal from './trust/no-public-principal';

/** Every rule of the package, by domain and id. A new rule is one file and one line here; a test holds the two together. */
export const rules: readonly Rule[] = [
  apiRequireAuthorization,
  endpointNoPublicDatabase,
  endpointNoWorldIngress,
  endpointRequireFunctionUrlAuth,
  iamNoAdminManagedPolicy,
  iamNoAdminStatement,
  iamNoFullAccessManagedPolicy,
  iamNoNotAction,
  iamNoNotResource,
  iamNoPartialWildcardAction,
  iamNoPassAnyRole,
  iamNoSharedRole,
  iamNoWildcardAction,
  iamNoWildcardResource,
  iamNoWildcardResourceArn,
  iamPreferOwnExecutionPolicy,
  iamRequireResolvablePolicy,
  resourcePolicyNoPublicLambdaPermission,
  resourcePolicyNoPublicPrincipal,
  trustNoPublicPrincipal,
];
