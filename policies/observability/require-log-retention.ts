import type { JsonObject } from '../../lib/core/json';
import { mentionsBy } from '../../lib/core/model/mentions';
import type { LambdaFunction, Model } from '../../lib/core/model/model';
import { isPlainlySet } from '../../lib/core/model/presence';
import { defineRule } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'keptForever' | 'noLogGroup';

const LOG_GROUP = 'AWS::Logs::LogGroup';
const fn = (properties: JsonObject): JsonObject => ({
  Orders: { Type: 'AWS::Lambda::Function', Properties: { Handler: 'index.handler', Runtime: 'nodejs22.x', ...properties } },
});

export default defineRule<Message>({
  meta: {
    id: 'observability/require-log-retention',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Log groups say how long logs are kept',
    rationale:
      'Without a retention, logs are kept forever: what they hold of people has no end, and neither has the bill. A function without a log group of its own makes such a group when it first runs.',
    references: [
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html#SettingLogRetention',
      'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html',
    ],
    catalogue: ['OBS-LOG-RETENTION'],
    peers: ['CKV_AWS_66', 'cfn_nag W86', 'guard CW_LOGGROUP_RETENTION_PERIOD_CHECK', 'cdk-nag CloudWatchLogGroupRetentionPeriod'],
  },
  messages: {
    keptForever: {
      what: 'log group "{name}" sets no RetentionInDays: its logs are kept forever',
      fix: 'set RetentionInDays ("retention: RetentionDays.ONE_YEAR" of logs.LogGroup)',
    },
    noLogGroup: {
      what: 'function "{name}" has no log group of its own: it makes one that keeps its logs forever',
      fix: 'pass "logGroup: new LogGroup(this, \'Logs\', { retention })" to the function (LoggingConfig: LogGroup)',
    },
  },
  examples: {
    valid: [
      {
        title: 'a function with a log group that keeps logs for a month',
        resources: {
          ...fn({ LoggingConfig: { LogGroup: { Ref: 'Logs' } } }),
          Logs: { Type: LOG_GROUP, Properties: { RetentionInDays: 30 } },
        },
      },
      {
        title: 'a function whose retention a custom resource of CDK sets',
        resources: {
          ...fn({}),
          Retention: {
            Type: 'Custom::LogRetention',
            Properties: { LogGroupName: { 'Fn::Join': ['', ['/aws/lambda/', { Ref: 'Orders' }]] }, RetentionInDays: 30 },
          },
        },
      },
    ],
    invalid: [
      { title: 'a log group without a retention', resources: { Logs: { Type: LOG_GROUP, Properties: {} } }, reports: ['keptForever'] },
      { title: 'a function without a log group', resources: fn({}), reports: ['noLogGroup'] },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType(LOG_GROUP)) {
      if (isPlainlySet(resource.properties, 'RetentionInDays') || model.isProvided(resource)) continue;
      for (const reading of model.readingsOf(resource)) {
        // The class for deliveries keeps logs for two days, whatever the property says.
        if (!reading.lacks('RetentionInDays') || reading.canBe(['LogGroupClass'], ['DELIVERY']) === 'yes') continue;
        const at = reading.values('RetentionInDays')[0]?.at ?? reading.at;
        yield { message: 'keptForever', resource, at, evidence: 'RetentionInDays absent', data: { name: model.nameOf(resource) } };
        break;
      }
    }
    const unlogged = model.functions.filter(({ resource }) => !namesLogGroup(model, resource) && !model.isProvided(resource));
    if (unlogged.length === 0) return;
    const groups = mentionsBy(model, [LOG_GROUP, 'Custom::LogRetention'], 'LogGroupName');
    const names = new Set(groups.others.map(({ value }) => value));
    for (const each of unlogged) {
      const { resource } = each;
      if (groups.resources.has(resource) || namesOfFunction(model, each).some((name) => names.has(`/aws/lambda/${name}`))) continue;
      const data = { name: model.nameOf(resource) };
      yield { message: 'noLogGroup', resource, at: model.propertiesOf(resource), evidence: 'no log group', data, atMost: 'info' };
    }
  },
});

function namesLogGroup(model: Model, resource: Resource): boolean {
  return isPlainlySet(resource.properties, 'LoggingConfig', 'LogGroup') || model.values(resource, 'LoggingConfig', 'LogGroup').length > 0;
}

function namesOfFunction(model: Model, { resource }: LambdaFunction): readonly string[] {
  return model.values(resource, 'FunctionName').flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}
