import type { Model } from '../../core/model/model';
import { type Trigger, triggersOf } from '../../core/model/triggers';
import type { Resource } from '../../core/template/template';
import { DEFAULT_BUS, ruleSourceOf } from '../default-bus';
import type { Exposure } from '../inventory';
import { storeKindOf } from '../store-kinds';
import { type Starter, type StarterContext, shownValue, triggerBy } from './starter';

/** Queues, streams, topics, buckets, rules, schedules and destinations that start functions. */
export function* triggerStarters(context: StarterContext): Iterable<Starter> {
  const { model } = context;
  for (const triggers of triggersOf(model).values()) {
    for (const trigger of triggers) {
      // What a permission alone says is read with the other permissions.
      if (trigger.by.type !== 'AWS::Lambda::Permission' || trigger.source !== undefined) yield starterOf(context, trigger);
    }
  }
}

function starterOf(context: StarterContext, trigger: Trigger): Starter {
  const { model } = context;
  const { how, service, by, function: started } = trigger;
  const from = sourceOf(model, trigger);
  const { exposure, who } = reachOf(context, trigger, from);
  return triggerBy(service, how, exposure, who, {
    label: labelOf(model, trigger),
    by,
    function: started,
    ...(from === undefined ? {} : { from }),
  });
}

/** The store or function that the messages come from; of a rule its bus. */
function sourceOf(model: Model, { source }: Trigger): Starter['from'] {
  if (source === undefined) return undefined;
  if (storeKindOf(source.type) !== undefined) return source;
  if (source.type === 'AWS::Events::Rule') {
    const { resources, isDefaultBus } = ruleSourceOf(model, source);
    return isDefaultBus ? DEFAULT_BUS : resources[0];
  }
  const resolver = model.resolverOf(source.template);
  const property = source.type === 'AWS::Lambda::EventInvokeConfig' ? 'FunctionName' : undefined;
  if (property === undefined) return undefined;
  return model.values(source, property).flatMap(({ value }) => resolver.target(value) ?? [])[0];
}

function reachOf({ model, exposureOf }: StarterContext, trigger: Trigger, from: Starter['from']): { exposure: Exposure; who: string } {
  const { service, how, source, by } = trigger;
  if (how === 'schedule') return { exposure: 'app', who: 'the clock' };
  if (from === DEFAULT_BUS) return { exposure: 'app', who: 'events of the account' };
  if (from !== undefined && storeKindOf(from.type) !== undefined) {
    const { exposure, reasons } = exposureOf(from);
    return { exposure, who: reasons.length === 0 ? `what writes to ${model.nameOf(from)}` : reasons.join(', ') };
  }
  if (from !== undefined) return { exposure: 'app', who: `the function ${model.nameOf(from)}` };
  const known = SERVICES[service];
  if (known !== undefined) return known;
  if (source?.type === 'AWS::Events::Rule') return ofRule(model, source);
  const samType = by.type === 'AWS::Serverless::Function' && service === 'EventBridge';
  if (samType) return { exposure: 'app', who: 'events of the account' };
  return { exposure: 'unknown', who: `what writes to a source of ${service} that is not in the input` };
}

function ofRule(model: Model, rule: Resource): { exposure: Exposure; who: string } {
  const { elsewhere } = ruleSourceOf(model, rule);
  if (elsewhere === undefined) return { exposure: 'app', who: 'events of AWS services in the account' };
  return { exposure: 'unknown', who: `what sends events to the bus ${elsewhere}, which is not in the input` };
}

const SERVICES: Readonly<Record<string, { exposure: Exposure; who: string }>> = {
  SES: { exposure: 'anyone', who: 'whoever sends an email to the addresses' },
  Alexa: { exposure: 'anyone', who: 'users of the Alexa skill' },
  'AWS Config': { exposure: 'app', who: 'AWS Config in the account' },
  CodeCommit: { exposure: 'app', who: 'pushes to the repository' },
  'CloudWatch Logs': { exposure: 'app', who: 'what is logged' },
  'AWS IoT': { exposure: 'signed-in', who: 'devices that may publish to the topics' },
  'a Lambda destination': { exposure: 'app', who: 'another function' },
};

function labelOf(model: Model, { source, by, how, service }: Trigger): string {
  const owner = source ?? by;
  if (how === 'schedule') return shownValue(model, owner, 'ScheduleExpression') ?? model.nameOf(owner);
  if (source?.type === 'AWS::Lambda::EventInvokeConfig') return `destination of ${model.nameOf(source)}`;
  if (source !== undefined) return model.nameOf(source);
  const named = shownValue(model, by, 'EventSourceArn') ?? shownValue(model, by, 'SourceArn') ?? shownValue(model, by, 'TopicArn');
  return named ?? service;
}
