import { parseArn } from '../core/iam/arn';
import type { Model } from '../core/model/model';
import type { SymbolicString } from '../core/template/symbolic';
import type { Resource } from '../core/template/template';
import type { InventoryStore } from './inventory';
import { mentionedIn } from './mentioned';

/**
 * The event bus that every account has, which no template makes: functions send to it, and rules without a bus of their
 * own read from it. It stands in the inventory with an id of its own, where something of the input uses it.
 */
export const DEFAULT_BUS = 'default event bus';

export const BUS_TYPE = 'AWS::Events::EventBus';

/** Where the events of a rule come from. */
export interface RuleSource {
  /** Buses and buckets of the input. */
  readonly resources: readonly Resource[];
  /** Whether it is the default bus, with events that code may send. */
  readonly isDefaultBus: boolean;
  /** The name of a bus that is not in the input. */
  readonly elsewhere: string | undefined;
}

/** Where the events of a rule come from: its bus; of events that Amazon S3 sends, the buckets that it names. */
export function ruleSourceOf(model: Model, rule: Resource): RuleSource {
  const resolver = model.resolverOf(rule.template);
  const buses = model.values(rule, 'EventBusName');
  const resources = buses.flatMap(({ value }) => resolver.target(value) ?? []).filter(({ type }) => type === BUS_TYPE);
  if (resources.length > 0) return { resources, isDefaultBus: false, elsewhere: undefined };
  const named = buses.find(({ value }) => !isDefault(value));
  if (named !== undefined) return { resources: [], isDefaultBus: false, elsewhere: model.show(named, rule) };
  if (rule.properties.EventPattern === undefined) return { resources: [], isDefaultBus: false, elsewhere: undefined };
  const sources = model.values(rule, 'EventPattern', 'source');
  // Nobody but AWS may send events whose source starts with "aws.".
  const isOfAws = sources.length > 0 && sources.every(({ value }) => typeof value === 'string' && value.startsWith('aws.'));
  if (!isOfAws) return { resources: [], isDefaultBus: true, elsewhere: undefined };
  const buckets = mentionedIn(model, rule, rule.properties.EventPattern).filter(({ type }) => type === 'AWS::S3::Bucket');
  return { resources: buckets, isDefaultBus: false, elsewhere: undefined };
}

function isDefault(value: SymbolicString): boolean {
  return value === 'default' || isDefaultBusArn(value);
}

/** Whether an ARN is that of the default bus, in any account and region. */
export function isDefaultBusArn(value: SymbolicString): boolean {
  const arn = parseArn(value);
  return arn?.service === 'events' && arn.resource === 'event-bus/default';
}

/** Whether a rule of the input reads from the default bus. */
export function usesDefaultBus(model: Model): boolean {
  return model.resourcesOfType('AWS::Events::Rule').some((rule) => ruleSourceOf(model, rule).isDefaultBus);
}

/** The default bus as a store, when a rule of the input reads from it. */
export function defaultBusOf(model: Model): InventoryStore | undefined {
  if (!usesDefaultBus(model)) return undefined;
  return {
    id: DEFAULT_BUS,
    name: DEFAULT_BUS,
    stack: model.templates[0]?.stack ?? model.templates[0]?.name ?? '',
    type: BUS_TYPE,
    template: model.templates[0]?.name ?? '',
    logicalId: '',
    source: null,
    kind: 'event bus',
    data: false,
    encrypted: 'aws-key',
    exposure: 'app',
    exposedBy: [],
    role: null,
  };
}
