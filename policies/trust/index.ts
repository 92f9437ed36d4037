import type { Rule } from '../../lib/core/rule';
import noNotAction from './no-not-action';
import noNotPrincipal from './no-not-principal';
import noPublicPrincipal from './no-public-principal';
import noWholeAccount from './no-whole-account';
import noWildcardAction from './no-wildcard-action';
import requireExternalId from './require-external-id';

/** Who may become a role. */
export const rules: readonly Rule[] = [noNotAction, noNotPrincipal, noPublicPrincipal, noWholeAccount, noWildcardAction, requireExternalId];
