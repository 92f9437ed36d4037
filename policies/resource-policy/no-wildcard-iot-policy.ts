import { parseActionPattern, patternAllows } from '../../lib/core/iam/action';
import { describeResource, parseArn } from '../../lib/core/iam/arn';
import { listForEvidence } from '../../lib/core/iam/grant';
import { hasWildcard } from '../../lib/core/iam/pattern';
import type { ConditionTest, Statement } from '../../lib/core/iam/statement';
import type { JsonObject } from '../../lib/core/json';
import { placeInTemplate } from '../../lib/core/model/resource-policies';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Element } from '../../lib/core/template/resolver';

type Message = 'everyAction' | 'everyResource' | 'partialAction' | 'undecidedResource';

/** Actions of devices, and the kind of resource that each is on. */
const RESOURCE_KINDS: ReadonlyMap<string, string> = new Map([
  ['iot:Connect', 'client'],
  ['iot:Publish', 'topic'],
  ['iot:RetainPublish', 'topic'],
  ['iot:Receive', 'topic'],
  ['iot:Subscribe', 'topicfilter'],
]);

const THING = '${iot:Connection.Thing.ThingName}';

const policy = (...statements: JsonObject[]): JsonObject => ({
  Devices: { Type: 'AWS::IoT::Policy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: statements } } },
});

const allow = (action: string, resource: string): JsonObject => ({ Effect: 'Allow', Action: action, Resource: resource });

export default defineRule<Message>({
  meta: {
    id: 'resource-policy/no-wildcard-iot-policy',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Devices use their own client id and topics',
    rationale:
      'All devices share one policy. With a wildcard in it, a key taken out of a single device connects as any other one, cuts it off, reads what all of them say and sends them commands.',
    references: [
      'https://docs.aws.amazon.com/iot/latest/developerguide/thing-policy-variables.html',
      'https://docs.aws.amazon.com/iot/latest/developerguide/audit-chk-iot-policy-permissive.html',
    ],
    catalogue: ['RP-IOT-WILDCARD'],
    peers: ['cfn_nag W38', 'cfn_nag W39', 'guard IOT_POLICY_WILDCARD_ACTION', 'guard IOT_POLICY_WILDCARD_RESOURCE'],
  },
  messages: {
    everyAction: {
      what: 'policy of the devices allows every action through "{action}"',
      fix: 'name the actions of the devices: "iot:Connect", "iot:Publish", "iot:Subscribe", "iot:Receive", each on its own client id or topics',
    },
    everyResource: {
      what: 'policy of the devices allows {actions} on "{resource}", which is those of every device',
      fix: 'name the resource of the one device that asks: "arn:aws:iot:REGION:ACCOUNT:{kind}/{variable}", with the account and region of the stack',
    },
    partialAction: {
      what: 'policy of the devices allows every action that "{action}" matches',
      fix: 'write the actions out',
    },
    undecidedResource: {
      what: 'whether the policy allows {actions} for one device cannot be decided: the resource is "{resource}"',
      fix: 'write the resource out, with a policy variable such as "{variable}"',
    },
  },
  examples: {
    valid: [
      {
        title: 'a device connects as itself, and uses its own topics',
        resources: policy(
          allow('iot:Connect', `arn:aws:iot:eu-west-1:111122223333:client/${THING}`),
          allow('iot:Publish', `arn:aws:iot:eu-west-1:111122223333:topic/devices/${THING}/*`),
          allow('iot:Subscribe', 'arn:aws:iot:eu-west-1:111122223333:topicfilter/announcements/*'),
        ),
      },
    ],
    invalid: [
      { title: 'every action', resources: policy(allow('iot:*', '*')), reports: ['everyAction'] },
      {
        title: 'every client id',
        resources: policy(allow('iot:Connect', 'arn:aws:iot:eu-west-1:111122223333:client/*')),
        reports: ['everyResource'],
      },
      {
        title: 'a pattern of actions',
        resources: policy(allow('iot:Pub*', 'arn:aws:iot:eu-west-1:111122223333:topic/announcements')),
        reports: ['partialAction'],
      },
      {
        title: 'a topic that whoever deploys chooses',
        template: {
          Parameters: { Topic: { Type: 'String' } },
          Resources: policy({ Effect: 'Allow', Action: 'iot:Publish', Resource: { Ref: 'Topic' } }),
        },
        reports: ['undecidedResource'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const document of model.documents) {
      if (document.guards !== 'AWS::IoT::Policy') continue;
      const { resource } = document;
      for (const statement of document.statements) {
        if (statement.effect === 'Deny') continue;
        const place = (at: Element['at']) => ({ resource, at: placeInTemplate(resource, at ?? statement.at), statement });
        const [excluded] = statement.notActions;
        if (excluded !== undefined) {
          const action = `NotAction ${statement.notActions.map((element) => model.show(element, resource)).join(', ')}`;
          yield { ...place(excluded.at), message: 'everyAction', evidence: action, data: { action } };
        }
        let everything = excluded !== undefined;
        for (const { value, at } of statement.actions) {
          if (typeof value !== 'string' || !hasWildcard(value)) continue;
          const { kind } = parseActionPattern(model.reference, value);
          const isAll = kind === 'all' || kind === 'service-wide';
          everything ||= isAll;
          const fact = { ...place(at), evidence: value, data: { action: value } };
          if (isAll) yield { ...fact, message: 'everyAction' };
          else yield { ...fact, message: 'partialAction', atMost: 'warning' };
        }
        // Who may do everything may do it to everything: one mistake, one finding.
        if (everything) continue;
        for (const element of [...statement.resources, ...statement.notResources]) {
          const wide = widthOf(statement, element);
          if (wide === undefined) continue;
          const shown = model.show(element, resource);
          const [first] = wide.actions;
          const kind = RESOURCE_KINDS.get(first ?? '') ?? 'topic';
          const data = { actions: listForEvidence(wide.actions), resource: shown, kind, variable: THING };
          const fact = { ...place(element.at), evidence: `${data.actions} on ${shown}`, data };
          if (wide.isUnknown) yield { ...fact, message: 'undecidedResource', atMost: 'warning' };
          else yield { ...fact, message: 'everyResource' };
        }
      }
    }
  },
});

/** `topic/*`, and with the wildcards of MQTT: all names of one kind. */
const EVERY_NAME = /^(client|topic|topicfilter)\/[*#?+/]+$/;

interface Width {
  /** The actions of the statement that the value is too wide for. */
  readonly actions: readonly string[];
  readonly isUnknown: boolean;
}

/** What of the statement a resource opens to all devices; `undefined` when it names some. */
function widthOf(statement: Statement, element: Element): Width | undefined {
  const { value } = element;
  const named = statement.actions.flatMap(({ value: action }) => (typeof action === 'string' ? [action] : []));
  const scope = describeResource(value);
  if (scope.hasVariables) return undefined;
  const isAttached = statement.conditions.some(isOfAttachedThing);
  const judged = named.filter((action) => !(isAttached && patternAllows(action, 'iot:Connect')));
  if (judged.length === 0) return undefined;
  if (statement.notResources.length > 0 || scope.kind === 'everything') return { actions: judged, isUnknown: false };
  if (scope.kind === 'unknown') {
    const isOpen = scope.otherwise === undefined || scope.otherwise === 'service-wide';
    return isOpen ? { actions: judged, isUnknown: true } : undefined;
  }
  const resource = parseArn(value)?.resource;
  if (typeof resource !== 'string') return undefined;
  const wide = judged.filter((action) => {
    if (/^\*+(?:\/\*+)?$/.test(resource)) return true;
    const [, written = ''] = EVERY_NAME.exec(resource) ?? [];
    return [...RESOURCE_KINDS].some(([known, kind]) => kind === written && patternAllows(action, known));
  });
  return wide.length === 0 ? undefined : { actions: wide, isUnknown: false };
}

/** A device with this condition connects only as a thing that its certificate is attached to. */
function isOfAttachedThing({ operator, key, values }: ConditionTest): boolean {
  const isBool = operator.toLowerCase() === 'bool';
  return (
    isBool && key.toLowerCase() === 'iot:connection.thing.isattached' && values.length > 0 && values.every(({ value }) => value === 'true')
  );
}
