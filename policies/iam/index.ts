import type { Rule } from '../../lib/core/rule';
import noAdminManagedPolicy from './no-admin-managed-policy';
import noAdminStatement from './no-admin-statement';
import noFullAccessManagedPolicy from './no-full-access-managed-policy';
import noNotAction from './no-not-action';
import noNotResource from './no-not-resource';
import noPartialWildcardAction from './no-partial-wildcard-action';
import noPassAnyRole from './no-pass-any-role';
import noSharedRole from './no-shared-role';
import noWildcardAction from './no-wildcard-action';
import noWildcardResource from './no-wildcard-resource';
import noWildcardResourceArn from './no-wildcard-resource-arn';
import preferOwnExecutionPolicy from './prefer-own-execution-policy';
import requireResolvablePolicy from './require-resolvable-policy';

/** What roles, users and groups may do. */
export const rules: readonly Rule[] = [
  noAdminManagedPolicy,
  noAdminStatement,
  noFullAccessManagedPolicy,
  noNotAction,
  noNotResource,
  noPartialWildcardAction,
  noPassAnyRole,
  noSharedRole,
  noWildcardAction,
  noWildcardResource,
  noWildcardResourceArn,
  preferOwnExecutionPolicy,
  requireResolvablePolicy,
];
