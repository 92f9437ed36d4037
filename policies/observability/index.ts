import type { Rule } from '../../lib/core/rule';
import noDataTrace from './no-data-trace';
import preferAlarm from './prefer-alarm';
import requireBucketAccessLog from './require-bucket-access-log';
import requireCompleteTrail from './require-complete-trail';
import requireFlowLog from './require-flow-log';
import requireGraphqlLog from './require-graphql-log';
import requireLogPermission from './require-log-permission';
import requireLogRetention from './require-log-retention';
import requireRequestLog from './require-request-log';
import requireStateMachineLog from './require-state-machine-log';
import requireTracing from './require-tracing';

/** What is logged and traced. */
export const rules: readonly Rule[] = [
  noDataTrace,
  preferAlarm,
  requireBucketAccessLog,
  requireCompleteTrail,
  requireFlowLog,
  requireGraphqlLog,
  requireLogPermission,
  requireLogRetention,
  requireRequestLog,
  requireStateMachineLog,
  requireTracing,
];
