import type { JsonObject } from '../../lib/core/json';
import { resourcesNamedIn } from '../../lib/core/model/mentions';
import type { Model } from '../../lib/core/model/model';
import { defineRule } from '../../lib/core/rule';
import type { Resource, Template } from '../../lib/core/template/template';

/** Metrics that count what failed or was turned away, of functions, APIs, queues of failures and state machines. */
const FAILURES = new Set([
  '4xx',
  '4xxerror',
  '5xx',
  '5xxerror',
  '5xxerrors',
  'deadlettererrors',
  'errors',
  'executionsfailed',
  'executionstimedout',
  'integrationerror',
  'throttles',
]);

const fn: JsonObject = { Orders: { Type: 'AWS::Lambda::Function', Properties: { Handler: 'index.handler', Runtime: 'nodejs22.x' } } };
const alarm = (more: JsonObject): JsonObject => ({
  Failures: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'Orders' } }],
      ...more,
    },
  },
});

/** Alarms are often kept in one place for many apps, so this is one line for each stack, in the strict pack alone. */
export default defineRule({
  meta: {
    id: 'observability/prefer-alarm',
    severity: { recommended: 'off', strict: 'info', critical: 'off' },
    title: 'Stacks with functions and APIs have alarms on their failures',
    rationale:
      'Errors, throttles and refused requests are how an attack and an outage first show. An alarm that nobody is told of, or none at all, shows them to nobody.',
    references: [
      'https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/operational-excellence-pillar.html',
      'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
    ],
    catalogue: ['OBS-NO-ALARM'],
    peers: ['guard CLOUDWATCH_ALARM_ACTION_CHECK'],
  },
  messages: {
    noAlarm: {
      what: 'the stack of "{name}" has {functions} and {apis}, and the input holds no alarm on the failures of any',
      fix: 'add an alarm on "Errors" and "Throttles" of functions and "5XXError" of APIs ("fn.metricErrors().createAlarm(…)", "api.metricServerError().createAlarm(…)"), or acknowledge that alarms are kept elsewhere',
    },
    noAction: {
      what: 'alarm "{name}" tells nobody: AlarmActions is empty',
      fix: 'set "AlarmActions" ("alarm.addAlarmAction(new SnsAction(topic))")',
    },
  },
  examples: {
    valid: [
      {
        title: 'a function with an alarm',
        resources: { ...fn, ...alarm({ AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:alarms'] }) },
      },
    ],
    invalid: [
      { title: 'a function without an alarm', resources: fn, reports: ['noAlarm'] },
      { title: 'an alarm that tells nobody', resources: { ...fn, ...alarm({}) }, reports: ['noAction'] },
    ],
  },
  *check(model) {
    const watched = watchedTemplates(model);
    for (const [template, { functions, apis }] of endpointsByTemplate(model)) {
      const first = functions[0] ?? apis[0];
      if (first === undefined) continue;
      const alarms = watched.get(template);
      if (alarms === undefined) {
        const data = { name: model.nameOf(first), functions: count(functions.length, 'function'), apis: count(apis.length, 'API') };
        yield { message: 'noAlarm' as const, resource: first, at: model.propertiesOf(first), evidence: 'no alarm', data };
        continue;
      }
      const silent = alarms.find((each) => model.values(each, 'AlarmActions').length === 0);
      if (silent === undefined || isInComposite(model)) continue;
      const data = { name: model.nameOf(silent) };
      yield { message: 'noAction' as const, resource: silent, at: model.propertiesOf(silent), evidence: 'AlarmActions absent', data };
    }
  },
});

interface Endpoints {
  readonly functions: Resource[];
  readonly apis: Resource[];
}

function endpointsByTemplate(model: Model): ReadonlyMap<Template, Endpoints> {
  const found = new Map<Template, Endpoints>(model.templates.map((template) => [template, { functions: [], apis: [] }]));
  for (const { resource } of model.functions) if (!model.isProvided(resource)) found.get(resource.template)?.functions.push(resource);
  for (const type of API_TYPES) for (const resource of model.resourcesOfType(type)) found.get(resource.template)?.apis.push(resource);
  return found;
}

const API_TYPES: readonly string[] = [
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGatewayV2::Api',
  'AWS::AppSync::GraphQLApi',
  'AWS::Serverless::Api',
  'AWS::Serverless::HttpApi',
];

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Alarms on failures, by the templates whose resources they watch; an alarm that names none watches its own. */
function watchedTemplates(model: Model): ReadonlyMap<Template, readonly Resource[]> {
  const found = new Map<Template, Resource[]>();
  for (const each of model.resourcesOfType('AWS::CloudWatch::Alarm')) {
    const metrics = [...model.values(each, 'MetricName'), ...model.values(each, 'Metrics', '*', 'MetricStat', 'Metric', 'MetricName')];
    const isOnFailures =
      metrics.length === 0 || metrics.some(({ value }) => typeof value !== 'string' || FAILURES.has(value.toLowerCase()));
    if (!isOnFailures) continue;
    const dimensions = [
      ...model.values(each, 'Dimensions', '*', 'Value'),
      ...model.values(each, 'Metrics', '*', 'MetricStat', 'Metric', 'Dimensions', '*', 'Value'),
    ];
    const named = dimensions.flatMap(({ value }) => resourcesNamedIn(model, each, value)).map(({ template }) => template);
    for (const template of new Set(named.length === 0 ? [each.template] : named)) {
      const alarms = found.get(template);
      if (alarms === undefined) found.set(template, [each]);
      else alarms.push(each);
    }
  }
  return found;
}

/** A composite alarm acts for the alarms that it is made of. */
function isInComposite(model: Model): boolean {
  return model.resourcesOfType('AWS::CloudWatch::CompositeAlarm').length > 0;
}
