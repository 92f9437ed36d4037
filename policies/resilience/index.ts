import type { Rule } from '../../lib/core/rule';
import noExcessiveTimeout from './no-excessive-timeout';
import noRecursiveTrigger from './no-recursive-trigger';
import preferDeliveryDeadLetterQueue from './prefer-delivery-dead-letter-queue';
import requireCapacityLimit from './require-capacity-limit';
import requireConcurrencyLimit from './require-concurrency-limit';
import requireDeletionProtection from './require-deletion-protection';
import requireFailureDestination from './require-failure-destination';
import requireRedrivePolicy from './require-redrive-policy';
import requireStateErrorHandling from './require-state-error-handling';
import requireStreamFailureHandling from './require-stream-failure-handling';

/** What fails, loops or costs without a bound. */
export const rules: readonly Rule[] = [
  noExcessiveTimeout,
  noRecursiveTrigger,
  preferDeliveryDeadLetterQueue,
  requireCapacityLimit,
  requireConcurrencyLimit,
  requireDeletionProtection,
  requireFailureDestination,
  requireRedrivePolicy,
  requireStateErrorHandling,
  requireStreamFailureHandling,
];
