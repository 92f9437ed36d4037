import { parseArn } from '../core/iam/arn';
import { serviceOfAccount } from '../core/iam/aws-accounts';
import { standingOf } from '../core/model/accounts';
import { layerPublisherOf } from '../core/model/layer-accounts';
import type { Model } from '../core/model/model';
import { accountIn } from '../core/model/resource-grants';
import type { Element } from '../core/template/resolver';
import type { SymbolicString } from '../core/template/symbolic';
import type { Resource } from '../core/template/template';
import { isWiderExposure } from './exposures';
import { trustedBy } from './holders';
import type { InventoryOutbound } from './inventory';
import { byText } from './order';
import type { Permissions } from './permissions';
import type { ExposureReader } from './store-exposure';
import { storeKinds } from './store-kinds';
import type { Things } from './things';

/** What may leave the account, or be used from outside of it; sorted. */
export function readOutbound(
  model: Model,
  things: Things,
  { holders }: Permissions,
  exposures: ExposureReader,
): readonly InventoryOutbound[] {
  const found = new Map<string, InventoryOutbound>();
  const add = (from: Resource, to: string, how: string) => {
    const outbound = { from: things.idOf(from), to, how };
    found.set(JSON.stringify(outbound), outbound);
  };
  trusts(model, add);
  for (const { type } of storeKinds) {
    for (const store of model.resourcesOfType(type)) {
      const { exposure, reasons } = exposures.exposureOf(store);
      if (isWiderExposure(exposure, 'account')) for (const reason of reasons) add(store, ...inWords(reason));
    }
  }
  for (const [resource, { documents }] of holders) {
    for (const { statements } of documents) {
      for (const { effect, resources } of statements) {
        if (effect === 'Deny') continue;
        for (const element of resources) {
          const account = foreignAccount(model, resource, element.value);
          if (account !== undefined) add(resource, `account ${account}`, `may use ${model.show(element, resource)}`);
        }
      }
    }
  }
  subscriptions(model, add);
  events(model, add);
  copies(model, add);
  layers(model, add);
  return [...found.values()].sort((a, b) => byText(a.from, b.from) || byText(a.to, b.to) || byText(a.how, b.how));
}

/** Who, and what they may do: `anyone`, `lets use s3:GetObject:`. */
function inWords(reason: string): readonly [to: string, how: string] {
  const [subject = reason, actions] = reason.split(' may use ');
  return actions === undefined ? [reason, 'is open:'] : [subject.replace(/,$/, ''), `lets use ${actions}:`];
}

type Add = (from: Resource, to: string, how: string) => void;

function trusts(model: Model, add: Add): void {
  for (const document of model.documents) {
    if (document.kind !== 'trust' || document.harmless) continue;
    for (const who of trustedBy(model, document)) {
      if (/\.amazonaws\.com(?:\.cn)?$|\$\{AWS::URLSuffix\}$|^identities of the account$/.test(who) && !who.startsWith('users of')) continue;
      if (who === '' || /^<[^>]+>$/.test(who)) continue;
      add(document.resource, who, 'role may be taken on by');
    }
  }
}

/** Twelve digits in an ARN that are neither the stack's own account, nor one of AWS, nor one of another stack of the input. */
function foreignAccount(model: Model, from: Resource, value: SymbolicString): string | undefined {
  const account = accountIn(value);
  if (typeof account !== 'string' || !/^\d{12}$/.test(account) || serviceOfAccount(account) !== undefined) return undefined;
  const standing = standingOf(model, from.template, account);
  return standing === 'own' || standing === 'aws' ? undefined : account;
}

const LEAVING: ReadonlySet<string> = new Set(['http', 'https', 'email', 'email-json', 'sms']);

function subscriptions(model: Model, add: Add): void {
  for (const subscription of model.resourcesOfType('AWS::SNS::Subscription')) {
    const resolver = model.resolverOf(subscription.template);
    const [topic] = model.values(subscription, 'TopicArn').flatMap(({ value }) => resolver.target(value) ?? []);
    for (const reading of model.readingsOf(subscription)) {
      if (reading.canBe(['Protocol'], [...LEAVING]) === 'no') continue;
      for (const { shown, kind } of reading.values('Endpoint')) {
        if (kind !== 'absent') add(topic ?? subscription, shown, 'sends messages to');
      }
    }
  }
  for (const topic of model.resourcesOfType('AWS::SNS::Topic')) {
    for (const entry of model.readingsOf(topic).flatMap((reading) => reading.objects('Subscription'))) {
      if (entry.canBe(['Protocol'], [...LEAVING]) === 'no') continue;
      for (const { shown, kind } of entry.values('Endpoint')) if (kind !== 'absent') add(topic, shown, 'sends messages to');
    }
  }
}

function events(model: Model, add: Add): void {
  for (const destination of model.resourcesOfType('AWS::Events::ApiDestination')) {
    for (const element of model.values(destination, 'InvocationEndpoint')) {
      add(destination, model.show(element, destination), 'sends events to');
    }
  }
  for (const [type, path] of TARGETS) {
    for (const resource of model.resourcesOfType(type)) {
      for (const element of model.values(resource, ...path)) addForeign(model, resource, element, 'sends events to', add);
    }
  }
}

const TARGETS: readonly (readonly [type: string, path: readonly string[]])[] = [
  ['AWS::Events::Rule', ['Targets', '*', 'Arn']],
  ['AWS::Pipes::Pipe', ['Target']],
  ['AWS::Scheduler::Schedule', ['Target', 'Arn']],
  ['AWS::Logs::SubscriptionFilter', ['DestinationArn']],
];

function addForeign(model: Model, from: Resource, element: Element, how: string, add: Add): void {
  const account = foreignAccount(model, from, element.value);
  if (account !== undefined) add(from, `account ${account}`, `${how} ${model.show(element, from)}`);
}

function copies(model: Model, add: Add): void {
  for (const bucket of model.resourcesOfType('AWS::S3::Bucket')) {
    for (const element of model.values(bucket, 'ReplicationConfiguration', 'Rules', '*', 'Destination', 'Account')) {
      const account = typeof element.value === 'string' ? standingOf(model, bucket.template, element.value) : 'unknown';
      if (account !== 'own') add(bucket, `account ${model.show(element, bucket)}`, 'copies objects to');
    }
  }
}

function layers(model: Model, add: Add): void {
  for (const { resource } of model.functions) {
    for (const element of model.values(resource, 'Layers')) {
      const account = parseArn(element.value)?.account;
      if (typeof account !== 'string' || !/^\d{12}$/.test(account) || standingOf(model, resource.template, account) === 'own') continue;
      const publisher = layerPublisherOf(account);
      add(resource, publisher === undefined ? `account ${account}` : `account ${account} (${publisher})`, 'runs code of');
    }
  }
}
