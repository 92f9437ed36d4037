import type { Rule } from '../../lib/core/rule';
import noDataTrace from './no-data-trace';
import preferAlarm from './prefer-alarm';
import preferContainerInsights from './prefer-container-insights';
import preferScalingNotification from './prefer-scaling-notification';
import requireAirflowLog from './require-airflow-log';
import requireBeanstalkLogArchive from './require-beanstalk-log-archive';
import requireBrokerLog from './require-broker-log';
import requireBucketAccessLog from './require-bucket-access-log';
import requireClusterLogArchive from './require-cluster-log-archive';
import requireCompleteTrail from './require-complete-trail';
import requireContainerLog from './require-container-log';
import requireControlPlaneLog from './require-control-plane-log';
import requireDatabaseLog from './require-database-log';
import requireDocumentDatabaseLog from './require-document-database-log';
import requireFlowLog from './require-flow-log';
import requireGraphqlLog from './require-graphql-log';
import requireLogPermission from './require-log-permission';
import requireLogRetention from './require-log-retention';
import requireRequestLog from './require-request-log';
import requireSearchErrorLog from './require-search-error-log';
import requireStateMachineLog from './require-state-machine-log';
import requireTracing from './require-tracing';
import requireWarehouseActivityLog from './require-warehouse-activity-log';
import requireWarehouseLog from './require-warehouse-log';

/** What is logged and traced. */
export const rules: readonly Rule[] = [
  noDataTrace,
  preferAlarm,
  preferContainerInsights,
  preferScalingNotification,
  requireAirflowLog,
  requireBeanstalkLogArchive,
  requireBrokerLog,
  requireBucketAccessLog,
  requireClusterLogArchive,
  requireCompleteTrail,
  requireContainerLog,
  requireControlPlaneLog,
  requireDatabaseLog,
  requireDocumentDatabaseLog,
  requireFlowLog,
  requireGraphqlLog,
  requireLogPermission,
  requireLogRetention,
  requireRequestLog,
  requireSearchErrorLog,
  requireStateMachineLog,
  requireTracing,
  requireWarehouseActivityLog,
  requireWarehouseLog,
];
