import type { Rule } from '../../lib/core/rule';
import noBroadOidcSubject from './no-broad-oidc-subject';
import noForeignOidcSubject from './no-foreign-oidc-subject';
import noMixedPrincipals from './no-mixed-principals';
import noNotAction from './no-not-action';
import noNotPrincipal from './no-not-principal';
import noOpenIdentityPool from './no-open-identity-pool';
import noPublicPrincipal from './no-public-principal';
import noWholeAccount from './no-whole-account';
import noWildcardAction from './no-wildcard-action';
import requireAudience from './require-audience';
import requireExternalId from './require-external-id';
import requireOidcSubject from './require-oidc-subject';
import requireServiceSource from './require-service-source';

/** Who may become a role. */
export const rules: readonly Rule[] = [
  noBroadOidcSubject,
  noForeignOidcSubject,
  noMixedPrincipals,
  noNotAction,
  noNotPrincipal,
  noOpenIdentityPool,
  noPublicPrincipal,
  noWholeAccount,
  noWildcardAction,
  requireAudience,
  requireExternalId,
  requireOidcSubject,
  requireServiceSource,
];
