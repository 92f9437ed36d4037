import { principalScope } from '../../lib/core/iam/principal';
import { sourceOf } from '../../lib/core/iam/service-source';
import { hasUnreadCondition, trustFacts } from '../../lib/core/iam/trust';
import { defineRule, type Fact } from '../../lib/core/rule';
import { trustingRole } from '../example-trust';

/**
 * Services whose documentation says that they send `aws:SourceArn` and `aws:SourceAccount` when they assume a role. There
 * is no public list, and a condition breaks the role of a service that does not: no other service belongs here.
 */
const SENDING_SERVICES = new Set([
  'amplify',
  'appsync',
  'bedrock',
  'codebuild',
  'comprehend',
  'config',
  'events',
  'glue',
  'iot',
  'kinesisanalytics',
  'logs',
  'osis-pipelines',
  'pipes',
  'sagemaker',
  'scheduler',
  'sns',
  'ssm',
  'ssm-incidents',
  'states',
  'transfer',
  'vpc-flow-logs',
]);

/** Advice: CDK's service principals never have the condition, and mostly only the own account may name the role to the service. */
export default defineRule({
  meta: {
    id: 'trust/require-service-source',
    severity: { recommended: 'info', strict: 'warning', critical: 'off' },
    title: 'Roles for services say for whose resources the service may assume them',
    rationale:
      'A service acts for all its customers. A condition on the source keeps it from assuming the role on behalf of another account that knows its ARN.',
    references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention'],
    catalogue: ['TRUST-SERVICE-NO-SOURCE'],
    peers: ['prowler iam_role_cross_service_confused_deputy_prevention'],
  },
  messages: {
    anySource: {
      what: 'trust policy lets "{service}" assume the role on behalf of any account: no condition names the source',
      fix: 'add the conditions "StringEquals": {"aws:SourceAccount": "<account>"} and "ArnLike": {"aws:SourceArn": "<ARN of the resource>"}; in CDK "new iam.ServicePrincipal(\'{service}\').withConditions(...)"',
    },
  },
  examples: {
    valid: [
      {
        title: 'a schedule of its own account',
        resources: trustingRole({ Service: 'scheduler.amazonaws.com' }, 'sts:AssumeRole', {
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      },
      { title: 'a service that sends no source', resources: trustingRole({ Service: 'ec2.amazonaws.com' }) },
    ],
    invalid: [{ title: 'any schedule', resources: trustingRole({ Service: 'scheduler.amazonaws.com' }), reports: ['anySource'] }],
  },
  check(model) {
    return trustFacts(
      model,
      (statement) =>
        statement.principals.flatMap((principal): Fact<'anySource'>[] => {
          const { service } = principalScope(principal);
          if (service === undefined || !SENDING_SERVICES.has(service.split('.', 1)[0] ?? '')) return [];
          const { kind } = sourceOf(statement);
          if ((kind !== 'none' && kind !== 'wide') || hasUnreadCondition(statement)) return [];
          const { resource } = statement.document;
          return [{ message: 'anySource', resource, at: principal.at, evidence: service, data: { service } }];
        }),
      ({ resource }) => !model.isProvided(resource),
    );
  },
});
