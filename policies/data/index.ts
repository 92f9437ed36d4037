import type { Rule } from '../../lib/core/rule';
import preferCustomerManagedKey from './prefer-customer-managed-key';
import requireAccessPointIdentity from './require-access-point-identity';
import requireBucketTls from './require-bucket-tls';
import requireEncryptionAtRest from './require-encryption-at-rest';
import requireEncryptionInTransit from './require-encryption-in-transit';
import requireKeyRotation from './require-key-rotation';
import requirePointInTimeRecovery from './require-point-in-time-recovery';

/** How data and secrets are kept. */
export const rules: readonly Rule[] = [
  preferCustomerManagedKey,
  requireAccessPointIdentity,
  requireBucketTls,
  requireEncryptionAtRest,
  requireEncryptionInTransit,
  requireKeyRotation,
  requirePointInTimeRecovery,
];
