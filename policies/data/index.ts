import type { Rule } from '../../lib/core/rule';
import noPlainHttpSubscription from './no-plain-http-subscription';
import noPlaintextSecret from './no-plaintext-secret';
import noSecretInParameter from './no-secret-in-parameter';
import preferCustomerManagedKey from './prefer-customer-managed-key';
import preferMessageTls from './prefer-message-tls';
import requireAccessPointIdentity from './require-access-point-identity';
import requireBucketTls from './require-bucket-tls';
import requireEncryptionAtRest from './require-encryption-at-rest';
import requireEncryptionInTransit from './require-encryption-in-transit';
import requireKeyRotation from './require-key-rotation';
import requirePointInTimeRecovery from './require-point-in-time-recovery';
import requireSecretRotation from './require-secret-rotation';

/** How data and secrets are kept. */
export const rules: readonly Rule[] = [
  noPlainHttpSubscription,
  noPlaintextSecret,
  noSecretInParameter,
  preferCustomerManagedKey,
  preferMessageTls,
  requireAccessPointIdentity,
  requireBucketTls,
  requireEncryptionAtRest,
  requireEncryptionInTransit,
  requireKeyRotation,
  requirePointInTimeRecovery,
  requireSecretRotation,
];
