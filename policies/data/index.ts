import type { Rule } from '../../lib/core/rule';
import noPlainHttpSubscription from './no-plain-http-subscription';
import noPlaintextSecret from './no-plaintext-secret';
import noSecretInParameter from './no-secret-in-parameter';
import preferCustomerManagedKey from './prefer-customer-managed-key';
import preferMessageTls from './prefer-message-tls';
import preferTimeSeriesKey from './prefer-time-series-key';
import requireAccessPointIdentity from './require-access-point-identity';
import requireBucketTls from './require-bucket-tls';
import requireClusterDiskEncryption from './require-cluster-disk-encryption';
import requireClusterTransitEncryption from './require-cluster-transit-encryption';
import requireConversationLogKey from './require-conversation-log-key';
import requireDashboardSourceTls from './require-dashboard-source-tls';
import requireEncryptionAtRest from './require-encryption-at-rest';
import requireEncryptionInTransit from './require-encryption-in-transit';
import requireEndpointVolumeKey from './require-endpoint-volume-key';
import requireGlueBookmarkEncryption from './require-glue-bookmark-encryption';
import requireGlueLogEncryption from './require-glue-log-encryption';
import requireGraphIamAuthentication from './require-graph-iam-authentication';
import requireKeyRotation from './require-key-rotation';
import requireNotebookKey from './require-notebook-key';
import requirePointInTimeRecovery from './require-point-in-time-recovery';
import requireSecretRotation from './require-secret-rotation';
import requireWarehouseTls from './require-warehouse-tls';
import requireWarehouseVpcRouting from './require-warehouse-vpc-routing';

/** How data and secrets are kept. */
export const rules: readonly Rule[] = [
  noPlainHttpSubscription,
  noPlaintextSecret,
  noSecretInParameter,
  preferCustomerManagedKey,
  preferMessageTls,
  preferTimeSeriesKey,
  requireAccessPointIdentity,
  requireBucketTls,
  requireClusterDiskEncryption,
  requireClusterTransitEncryption,
  requireConversationLogKey,
  requireDashboardSourceTls,
  requireEncryptionAtRest,
  requireEncryptionInTransit,
  requireEndpointVolumeKey,
  requireGlueBookmarkEncryption,
  requireGlueLogEncryption,
  requireGraphIamAuthentication,
  requireKeyRotation,
  requireNotebookKey,
  requirePointInTimeRecovery,
  requireSecretRotation,
  requireWarehouseTls,
  requireWarehouseVpcRouting,
];
