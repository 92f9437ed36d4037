import type { Rule } from '../../lib/core/rule';
import noAdminManagedPolicy from './no-admin-managed-policy';
import noAdminStatement from './no-admin-statement';
import noAssumeAnyRole from './no-assume-any-role';
import noFaultyCondition from './no-faulty-condition';
import noFullAccessManagedPolicy from './no-full-access-managed-policy';
import noMismatchedResource from './no-mismatched-resource';
import noNotAction from './no-not-action';
import noNotResource from './no-not-resource';
import noPartialWildcardAction from './no-partial-wildcard-action';
import noPassAnyRole from './no-pass-any-role';
import noPrivilegeEscalation from './no-privilege-escalation';
import noSharedRole from './no-shared-role';
import noUnguardedForAllValues from './no-unguarded-for-all-values';
import noUnknownAction from './no-unknown-action';
import noUserCredentials from './no-user-credentials';
import noUserPolicy from './no-user-policy';
import noWildcardAction from './no-wildcard-action';
import noWildcardCondition from './no-wildcard-condition';
import noWildcardCredentialAccess from './no-wildcard-credential-access';
import noWildcardDataAccess from './no-wildcard-data-access';
import noWildcardPermissionsManagement from './no-wildcard-permissions-management';
import noWildcardResource from './no-wildcard-resource';
import noWildcardResourceArn from './no-wildcard-resource-arn';
import preferOwnExecutionPolicy from './prefer-own-execution-policy';
import requirePassedToService from './require-passed-to-service';
import requireResolvablePolicy from './require-resolvable-policy';

/** What roles, users and groups may do. */
export const rules: readonly Rule[] = [
  noAdminManagedPolicy,
  noAdminStatement,
  noAssumeAnyRole,
  noFaultyCondition,
  noFullAccessManagedPolicy,
  noMismatchedResource,
  noNotAction,
  noNotResource,
  noPartialWildcardAction,
  noPassAnyRole,
  noPrivilegeEscalation,
  noSharedRole,
  noUserCredentials,
  noUserPolicy,
  noUnguardedForAllValues,
  noUnknownAction,
  noWildcardAction,
  noWildcardCondition,
  noWildcardCredentialAccess,
  noWildcardDataAccess,
  noWildcardPermissionsManagement,
  noWildcardResource,
  noWildcardResourceArn,
  preferOwnExecutionPolicy,
  requirePassedToService,
  requireResolvablePolicy,
];
