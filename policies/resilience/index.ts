import type { Rule } from '../../lib/core/rule';
import noExcessiveTimeout from './no-excessive-timeout';
import noRecursiveTrigger from './no-recursive-trigger';
import preferBucketVersioning from './prefer-bucket-versioning';
import preferCacheBackup from './prefer-cache-backup';
import preferDatabaseBackupPlan from './prefer-database-backup-plan';
import preferDeliveryDeadLetterQueue from './prefer-delivery-dead-letter-queue';
import preferFileSystemBackupPlan from './prefer-file-system-backup-plan';
import preferGraphMultiZone from './prefer-graph-multi-zone';
import preferSearchDedicatedMaster from './prefer-search-dedicated-master';
import preferSearchZoneAwareness from './prefer-search-zone-awareness';
import preferTableAutoScaling from './prefer-table-auto-scaling';
import preferTableBackupPlan from './prefer-table-backup-plan';
import requireBalancerHealthCheck from './require-balancer-health-check';
import requireCacheMultiZone from './require-cache-multi-zone';
import requireCapacityLimit from './require-capacity-limit';
import requireConcurrencyLimit from './require-concurrency-limit';
import requireDatabaseMultiZone from './require-database-multi-zone';
import requireDeletionProtection from './require-deletion-protection';
import requireDocumentDatabaseBackup from './require-document-database-backup';
import requireFailureDestination from './require-failure-destination';
import requireGraphBackup from './require-graph-backup';
import requireRedrivePolicy from './require-redrive-policy';
import requireStateErrorHandling from './require-state-error-handling';
import requireStreamCheckpoint from './require-stream-checkpoint';
import requireStreamFailureHandling from './require-stream-failure-handling';
import requireWarehouseBackup from './require-warehouse-backup';

/** What fails, loops or costs without a bound. */
export const rules: readonly Rule[] = [
  noExcessiveTimeout,
  noRecursiveTrigger,
  preferBucketVersioning,
  preferCacheBackup,
  preferDatabaseBackupPlan,
  preferDeliveryDeadLetterQueue,
  preferFileSystemBackupPlan,
  preferGraphMultiZone,
  preferSearchDedicatedMaster,
  preferSearchZoneAwareness,
  preferTableAutoScaling,
  preferTableBackupPlan,
  requireBalancerHealthCheck,
  requireCacheMultiZone,
  requireCapacityLimit,
  requireConcurrencyLimit,
  requireDatabaseMultiZone,
  requireDeletionProtection,
  requireDocumentDatabaseBackup,
  requireFailureDestination,
  requireGraphBackup,
  requireRedrivePolicy,
  requireStateErrorHandling,
  requireStreamCheckpoint,
  requireStreamFailureHandling,
  requireWarehouseBackup,
];
