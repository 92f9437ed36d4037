import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'observability/require-airflow-log',
    severity: 'warning',
    title: 'Airflow environments keep all their logs',
    rationale:
      'Who logged in to Airflow, who changed a role there and what a task did is seen in its logs, at the level INFO or below, and nowhere else.',
    references: ['https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html'],
    peers: ['cdk-nag MWAAAllLoggingInfo', 'CKV_AWS_242', 'CKV_AWS_243', 'CKV_AWS_244'],
  },
  nag: { rule: 'mwaa.MWAAAllLoggingInfo', types: ['AWS::MWAA::Environment'] },
  property: ['LoggingConfiguration'],
  evidence: 'logs incomplete',
  what: 'environment "{name}" does not keep all five kinds of logs at level INFO or below',
  fix: 'set "Enabled" to true and "LogLevel" to "INFO" for "DagProcessingLogs", "SchedulerLogs", "TaskLogs", "WebserverLogs", "WorkerLogs" in "LoggingConfiguration"',
  examples: {
    valid: [
      {
        title: 'all kinds',
        resources: {
          Airflow: {
            Type: 'AWS::MWAA::Environment',
            Properties: {
              Name: 'jobs',
              LoggingConfiguration: {
                DagProcessingLogs: { Enabled: true, LogLevel: 'INFO' },
                SchedulerLogs: { Enabled: true, LogLevel: 'INFO' },
                TaskLogs: { Enabled: true, LogLevel: 'INFO' },
                WebserverLogs: { Enabled: true, LogLevel: 'INFO' },
                WorkerLogs: { Enabled: true, LogLevel: 'INFO' },
              },
            },
          },
        },
      },
    ],
    invalid: [
      { title: 'none', resources: { Airflow: { Type: 'AWS::MWAA::Environment', Properties: { Name: 'jobs' } } } },
      {
        title: 'one kind at WARNING',
        resources: {
          Airflow: {
            Type: 'AWS::MWAA::Environment',
            Properties: {
              Name: 'jobs',
              LoggingConfiguration: {
                DagProcessingLogs: { Enabled: true, LogLevel: 'INFO' },
                SchedulerLogs: { Enabled: true, LogLevel: 'INFO' },
                TaskLogs: { Enabled: true, LogLevel: 'INFO' },
                WebserverLogs: { Enabled: true, LogLevel: 'WARNING' },
                WorkerLogs: { Enabled: true, LogLevel: 'INFO' },
              },
            },
          },
        },
      },
    ],
  },
});
