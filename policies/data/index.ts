import type { Rule } from '../../lib/core/rule';
import preferCustomerManagedKey from './prefer-customer-managed-key';
import requireEncryptionAtRest from './require-encryption-at-rest';

/** How data and secrets are kept. */
export const rules: readonly Rule[] = [preferCustomerManagedKey, requireEncryptionAtRest];
