import type { Rule } from '../../lib/core/rule';
import preferCustomerManagedKey from './prefer-customer-managed-key';
import requireBucketTls from './require-bucket-tls';
import requireEncryptionAtRest from './require-encryption-at-rest';

/** How data and secrets are kept. */
export const rules: readonly Rule[] = [preferCustomerManagedKey, requireBucketTls, requireEncryptionAtRest];
