import type { Rule } from '../../lib/core/rule';
import noForeignAccount from './no-foreign-account';
import noFunctionAdministration from './no-function-administration';
import noNotAction from './no-not-action';
import noPublicLambdaPermission from './no-public-lambda-permission';
import noPublicPrincipal from './no-public-principal';
import noWildcardAction from './no-wildcard-action';
import requireLambdaPermissionSource from './require-lambda-permission-source';
import requireServiceSource from './require-service-source';

/** Who a resource lets in by its own policy. */
export const rules: readonly Rule[] = [
  noForeignAccount,
  noFunctionAdministration,
  noNotAction,
  noPublicLambdaPermission,
  noPublicPrincipal,
  noWildcardAction,
  requireLambdaPermissionSource,
  requireServiceSource,
];
