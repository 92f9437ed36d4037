import { type KnownAction, needsEveryResource } from '../core/iam/action';
import { describeResource } from '../core/iam/arn';
import { dataActions } from '../core/iam/sensitive-actions';
import { type EffectReader, effectsOfAction } from './effects';
import type { BlastRadius, Effect, InventoryPermission, InventoryStore } from './inventory';
import { addTo, sortedOnce } from './order';
import { storeKindsFor } from './store-kinds';

/** How much harm somebody can do who takes over the code that acts with these permissions. */
export interface Blast {
  readonly radius: BlastRadius;
  /** Why, in words, for the radius itself; sorted. */
  readonly reasons: readonly string[];
}

/** What the judge looks things up in. */
export interface BlastContext {
  readonly effects: EffectReader;
  readonly stores: ReadonlyMap<string, InventoryStore>;
  readonly functions: ReadonlyMap<string, { readonly name: string }>;
}

/** More named stores of data than one function has business with. */
const MANY_STORES = 10;

/** Radii, the smallest first. */
const RADII: readonly BlastRadius[] = ['none', 'low', 'medium', 'high', 'critical'];

/**
 * The blast radius of a holder, by the first of these that is true:
 * - `critical`: it may do everything, or everything in IAM, or has a way to give itself any right
 * - `high`: it may read, write, delete or share everything of a kind, or decrypt with every key, or write to ten
 *   stores of data or more, or carries policies whose text is not known
 * - `medium`: it may write to, delete from or share named stores of data, things outside of the input, whatever a
 *   pattern or a condition leaves, or every queue, topic, stream or state machine
 * - `low`: it may read named stores, send messages, start other functions, or use actions that know no resources
 * - `none`: it may do no more than log, trace and measure
 */
export function blastOf(permissions: readonly InventoryPermission[], escalations: readonly string[], context: BlastContext): Blast {
  const reasons = new Map<BlastRadius, string[]>();
  const written = new Set<string>();
  for (const permission of permissions) {
    for (const [radius, reason] of reasonsFor(permission, context, written)) addTo(reasons, radius, reason);
  }
  if (written.size >= MANY_STORES) addTo(reasons, 'high', `may write to or delete from ${written.size} stores of data`);
  // Who may do everything has every way to further rights.
  if (escalations.length > 0 && !reasons.has('critical')) addTo(reasons, 'critical', escalationInWords(escalations));
  for (const radius of [...RADII].reverse()) {
    const own = reasons.get(radius);
    if (own !== undefined) return { radius, reasons: sortedOnce(own) };
  }
  return { radius: 'none', reasons: [] };
}

const MOST_WAYS = 3;

function escalationInWords(stories: readonly string[]): string {
  const more = stories.length - MOST_WAYS;
  const ways = stories.slice(0, MOST_WAYS).join(', or ');
  return `may ${ways}${more > 0 ? `, or take ${more} more ways` : ''}, and so give itself further rights`;
}

type Reason = readonly [BlastRadius, string];

function* reasonsFor(permission: InventoryPermission, context: BlastContext, written: Set<string>): Iterable<Reason> {
  const { actions, effects, store, wildcard, note, resource } = permission;
  if (note !== null && actions.length === 0) {
    yield ['high', note];
    return;
  }
  if (note === 'only the Lambda service itself can use it' || effects.length === 0) return;
  if (
    wildcard &&
    (resource === '*' || resource.startsWith('everything but')) &&
    actions.some((action) => action === '*' || action === '*:*')
  ) {
    yield ['critical', resource === '*' ? 'may do everything' : `may do everything with ${resource}`];
    return;
  }
  const all = actions.find((action) => action.startsWith('all but '));
  if (all !== undefined && wildcard) {
    yield ['critical', `may do ${all}`];
    return;
  }
  if (wildcard && actions.some((action) => /^iam:\*+$/i.test(action))) yield ['critical', 'may do everything in IAM'];
  if (wildcard) yield* patternReasons(permission, context);
  else yield* namedReasons(permission, context, store === null ? undefined : context.stores.get(store), written);
}

/** What a pattern lets somebody do to everything of a kind. */
interface Deed {
  readonly effects: Set<Effect>;
  /** Whether the kind only passes messages on. */
  readonly passing: boolean;
}

function addDeed(deeds: Map<string, Deed>, { service, action }: KnownAction, effects: readonly Effect[]): void {
  const kinds = action.resourceTypes.flatMap(({ name }) => storeKindsFor(service, name));
  const [kind] = kinds;
  const what = kind === undefined ? `everything of ${service}` : `every ${kind.kind}`;
  const passing = kind !== undefined && kinds.every(({ data, type }) => !data && type !== 'AWS::KMS::Key');
  const deed = deeds.get(what) ?? { effects: new Set(), passing };
  deeds.set(what, deed);
  for (const effect of effects) deed.effects.add(effect);
}

const TELEMETRY = new Set(['logs', 'xray', 'cloudwatch', 'ec2messages', 'ssmmessages']);

/** What the Lambda service does to run a function in a network. */
const INTERFACES =
  /^ec2:(?:CreateNetworkInterface|DeleteNetworkInterface|DescribeNetworkInterfaces|DescribeSubnets|DescribeSecurityGroups|DescribeVpcs|AssignPrivateIpAddresses|UnassignPrivateIpAddresses)$/;

function* patternReasons(permission: InventoryPermission, { effects: reader }: BlastContext): Iterable<Reason> {
  const { actions, resource, effects: own, conditions } = permission;
  const everything = isEveryName(resource);
  const deeds = new Map<string, Deed>();
  const calls: string[] = [];
  for (const pattern of actions) {
    for (const known of reader.effectsOf(pattern, { value: resource, at: undefined, scope: describeResource(resource) }).actions) {
      if (TELEMETRY.has(known.service) || INTERFACES.test(known.id)) continue;
      const effects = effectsOfAction(known).filter((effect) => own.includes(effect) && effect !== 'list' && effect !== 'tag');
      if (effects.length === 0) continue;
      if (needsEveryResource(known) || (effects.every((effect) => effect === 'read') && !dataActions.has(known.id))) calls.push(known.id);
      else addDeed(deeds, known, effects);
    }
  }
  for (const [what, { effects, passing }] of deeds) {
    const narrowed = conditions.length > 0 ? ', under conditions' : '';
    const wide = everything && conditions.length === 0 && !passing;
    yield [wide ? 'high' : 'medium', `may ${verbs([...effects])} ${everything ? what : resource}${narrowed}`];
  }
  if (calls.length > 0) yield ['low', `may call ${listed(calls)}`];
}

/** Services whose ARNs open with the name itself, so that what a pattern leaves open lies below one name: `arn:aws:s3:::archive/*`. */
const NAMED_FIRST: ReadonlySet<string> = new Set(['s3', 'execute-api']);

/** Whether a pattern takes in every name: `*`, `arn:aws:dynamodb:*:*:table/*`, but not `…:table/orders-*` or `…:parameter/orders/*`. */
function isEveryName(resource: string): boolean {
  if (resource.startsWith('everything but ')) return true;
  const fields = resource.replace(/\$\{[^}]*\}/g, '<hole>').split(':');
  const names = fields.length < 6 ? (fields.at(-1) ?? '') : fields.slice(5).join(':');
  return /^\*+(?:[/:].*)?$/.test(names) || (!NAMED_FIRST.has(fields[2] ?? '') && /^[\w-]+[/:]\*+(?:[/:].*)?$/.test(names));
}

function* namedReasons(
  permission: InventoryPermission,
  context: BlastContext,
  store: InventoryStore | undefined,
  written: Set<string>,
): Iterable<Reason> {
  const { effects, resource, actions, store: id } = permission;
  const deeds = effects.filter((effect) => effect !== 'list' && effect !== 'tag');
  if (deeds.length === 0 || isTelemetry(actions)) return;
  const changes = deeds.some((effect) => effect !== 'read');
  if (store !== undefined) {
    if (changes && store.data) written.add(store.id);
    yield [changes && (store.data || deeds.includes('permissions')) ? 'medium' : 'low', `may ${verbs(deeds)} ${store.name}`];
    return;
  }
  const own = id === null ? undefined : context.functions.get(id);
  if (own !== undefined) {
    const invokes = actions.every((action) => /^lambda:(?:invoke|get|list)/i.test(action));
    yield [invokes ? 'low' : 'medium', invokes ? `may start ${own.name}` : `may change ${own.name}`];
    return;
  }
  // What is in the input and keeps no data is sent to and started; deleting and sharing it is another matter.
  const harmless = id !== null && deeds.every((effect) => effect === 'read' || effect === 'write');
  yield [changes && !harmless ? 'medium' : 'low', `may ${verbs(deeds)} ${resource}`];
}

function isTelemetry(actions: readonly string[]): boolean {
  return actions.every((action) => TELEMETRY.has(action.slice(0, action.indexOf(':')).toLowerCase()));
}

const VERBS: Readonly<Record<Effect, string>> = {
  read: 'read',
  write: 'write',
  delete: 'delete',
  permissions: 'share',
  list: 'list',
  tag: 'tag',
};
const VERB_ORDER: readonly Effect[] = ['list', 'read', 'write', 'delete', 'tag', 'permissions'];

/** `read, write and delete`. */
export function verbs(effects: readonly Effect[]): string {
  const words = VERB_ORDER.filter((effect) => effects.includes(effect)).map((effect) => VERBS[effect]);
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} and ${last}`;
}

const MOST_NAMED = 4;

function listed(actions: readonly string[]): string {
  const all = sortedOnce(actions);
  return all.length <= MOST_NAMED ? all.join(', ') : `${all.slice(0, MOST_NAMED).join(', ')} and ${all.length - MOST_NAMED} more`;
}
