import { patternAllows } from '../core/iam/action';
import { globCovers, globsIntersect, hasWildcard } from '../core/iam/pattern';
import { addTo } from '../inventory/order';
import { coversTests } from './conditions';
import { isExposed, isMoreExposed, type LockedGrant, type LockedHolder, type PermissionLock } from './lock';

/** Whether a change lets more in, less, or neither. */
export type Direction = 'widened' | 'narrowed' | 'changed';

/** What one change is about. */
export type ChangeKind =
  | 'permission'
  | 'denial'
  | 'managed-policy'
  | 'boundary'
  | 'trust'
  | 'access'
  | 'role'
  | 'exposure'
  | 'entry-point'
  | 'unread';

/** One difference between two locks. */
export interface Change {
  readonly direction: Direction;
  readonly kind: ChangeKind;
  /** The holder, resource, function or entry point. */
  readonly subject: string;
  /** The functions that run with the holder; empty for other subjects. */
  readonly functions: readonly string[];
  /** Whether the subject is only in the second lock, or only in the first. */
  readonly presence: 'added' | 'removed' | 'both';
  /** The grant that is new or gone, with the actions that are. */
  readonly grant?: LockedGrant;
  /** What stood there before, where a value changed: an exposure, a role, a policy. */
  readonly before?: string;
  readonly after?: string;
}

/** What changed between two locks, the widening first, then by subject. */
export function changesBetween(before: PermissionLock, after: PermissionLock): readonly Change[] {
  const former = formerNames(before, after);
  return [
    ...holderChanges(before, after, former),
    ...resourceChanges(before, after),
    ...functionChanges(before, after, former),
    ...entryChanges(before, after),
  ]
    .map((change, index) => [change, index] as const)
    .sort(([a, i], [b, j]) => RANK[a.direction] - RANK[b.direction] || (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : i - j))
    .map(([change]) => change);
}

const RANK: Readonly<Record<Direction, number>> = { widened: 0, narrowed: 1, changed: 2 };

const NOBODY: LockedHolder = { trusts: [], policies: [], may: [], mustNot: [], boundary: null, unread: [] };

function* holderChanges(before: PermissionLock, after: PermissionLock, former: FormerNames): Iterable<Change> {
  const gone = new Set(former.values());
  for (const [subject, sameName, own] of pairsOf(before.holders, after.holders)) {
    if (own === undefined && gone.has(subject)) continue;
    const formerName = former.get(subject);
    const old = formerName === undefined ? sameName : holderOf(before, formerName);
    const from = { subject, functions: functionsOf(own === undefined ? before : after, subject), presence: presenceOf(old, own) };
    const was = old ?? NOBODY;
    const is = own ?? NOBODY;
    yield* grantChanges('permission', was.may, is.may, from);
    // What is taken back from somebody who is not there any more changes nothing.
    if (old !== undefined && own !== undefined) yield* denialChanges('denial', was.mustNot, is.mustNot, from);
    yield* grantChanges('trust', was.trusts, is.trusts, from);
    yield* namedChanges('managed-policy', was.policies, is.policies, from);
    if (old !== undefined && own !== undefined) yield* boundaryChanges(was, is, from);
    yield* namedChanges('unread', was.unread, is.unread, from);
  }
}

function* resourceChanges(before: PermissionLock, after: PermissionLock): Iterable<Change> {
  for (const [subject, old, own] of pairsOf(before.resources, after.resources)) {
    const from = { subject, functions: [], presence: presenceOf(old, own) };
    yield* grantChanges('access', old?.letsIn ?? [], own?.letsIn ?? [], from);
    yield* denialChanges('denial', old?.keepsOut ?? [], own?.keepsOut ?? [], from);
    yield* namedChanges('unread', old?.unread ?? [], own?.unread ?? [], from);
  }
}

function* functionChanges(before: PermissionLock, after: PermissionLock, former: FormerNames): Iterable<Change> {
  for (const [subject, old, own] of pairsOf(before.functions, after.functions)) {
    const from = { subject, functions: [], presence: presenceOf(old, own) };
    if (old !== undefined && own !== undefined && old.role !== own.role && former.get(own.role) !== old.role) {
      // One that is not in the input may do anything.
      const direction = isKnown(after, own.role) ? 'changed' : 'widened';
      yield { ...from, kind: 'role', direction, before: old.role, after: own.role };
      yield* roleChanges(holderOf(before, old.role), holderOf(after, own.role), from);
    }
    yield* exposureChanges(old?.exposure, own?.exposure, from, 'exposure');
  }
}

/** What a function may do more, or less, with another role. */
function* roleChanges(known: LockedHolder | undefined, now: LockedHolder | undefined, from: Subject): Iterable<Change> {
  const [old, own] = [known ?? NOBODY, now ?? NOBODY];
  yield* grantChanges('permission', old.may, own.may, from);
  yield* denialChanges('denial', old.mustNot, own.mustNot, from);
  yield* namedChanges('managed-policy', old.policies, own.policies, from);
  // What limits a role that is not in the input is not known.
  if (known !== undefined && now !== undefined) yield* boundaryChanges(old, own, from);
  yield* namedChanges('unread', old.unread, own.unread, from);
}

function holderOf({ holders }: PermissionLock, id: string): LockedHolder | undefined {
  return Object.hasOwn(holders, id) ? holders[id] : undefined;
}

/** The names that holders had before, by their new names. */
type FormerNames = ReadonlyMap<string, string>;

/**
 * The names that holders had before: the role of a function that has another one now, when the old one is
 * gone and the new one is new, and holders that differ in nothing but their name.
 */
function formerNames(before: PermissionLock, after: PermissionLock): FormerNames {
  const names = new Map<string, string>();
  const gone = new Set(Object.keys(before.holders).filter((id) => !isKnown(after, id)));
  const rename = (id: string, former: string) => {
    names.set(id, former);
    gone.delete(former);
  };
  for (const [, old, own] of pairsOf(before.functions, after.functions)) {
    if (old === undefined || own === undefined || !gone.has(old.role) || isKnown(before, own.role) || !isKnown(after, own.role)) continue;
    if (!names.has(own.role)) rename(own.role, old.role);
  }
  const byText = new Map<string, string[]>();
  for (const id of gone) addTo(byText, JSON.stringify(before.holders[id]), id);
  for (const [id, own] of Object.entries(after.holders)) {
    if (isKnown(before, id) || names.has(id)) continue;
    const former = byText.get(JSON.stringify(own))?.shift();
    if (former !== undefined) rename(id, former);
  }
  return names;
}

function isKnown(lock: PermissionLock, holder: string): boolean {
  return Object.hasOwn(lock.holders, holder);
}

function* entryChanges(before: PermissionLock, after: PermissionLock): Iterable<Change> {
  for (const [id, old, own] of pairsOf(before.entryPoints, after.entryPoints)) {
    const from = { subject: (own ?? old)?.label ?? id, functions: [], presence: presenceOf(old, own) };
    yield* exposureChanges(old?.exposure, own?.exposure, from, 'entry-point');
    if (old === undefined || own === undefined) continue;
    const [was, is] = [old.authentication.join(', '), own.authentication.join(', ')];
    if (was !== is && old.exposure === own.exposure) {
      const direction = own.authentication.some((one) => OPEN.has(one) && !old.authentication.includes(one)) ? 'widened' : 'changed';
      yield { ...from, kind: 'entry-point', direction, before: `authentication ${was || 'none'}`, after: `authentication ${is || 'none'}` };
    }
    if (old.starts !== own.starts)
      yield {
        ...from,
        kind: 'entry-point',
        direction: 'changed',
        before: `starts ${old.starts ?? 'nothing known'}`,
        after: `starts ${own.starts ?? 'nothing known'}`,
      };
  }
}

/** Authentications that let strangers in, or may. */
const OPEN: ReadonlySet<string> = new Set(['none', 'api-key', 'unknown']);

type Subject = Pick<Change, 'subject' | 'functions' | 'presence'>;

function* exposureChanges(before: string | undefined, after: string | undefined, from: Subject, kind: ChangeKind): Iterable<Change> {
  if (before === after) return;
  const values = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  if (after === undefined) {
    yield { ...from, kind, direction: before !== undefined && isExposed(before) ? 'narrowed' : 'changed', ...values };
  } else if (before === undefined) yield { ...from, kind, direction: isExposed(after) ? 'widened' : 'changed', ...values };
  else yield { ...from, kind, direction: isMoreExposed(before, after) ? 'widened' : 'narrowed', ...values };
}

/** Names on a list: managed policies, things that could not be read. A new one allows more, or may. */
function* namedChanges(kind: ChangeKind, before: readonly string[], after: readonly string[], from: Subject): Iterable<Change> {
  for (const name of after) if (!before.includes(name)) yield { ...from, kind, direction: 'widened', after: name };
  for (const name of before) if (!after.includes(name)) yield { ...from, kind, direction: 'narrowed', before: name };
}

function* boundaryChanges({ boundary: old }: LockedHolder, { boundary: own }: LockedHolder, from: Subject): Iterable<Change> {
  if (old === null && own === null) return;
  if (own === null) {
    yield { ...from, kind: 'boundary', direction: 'widened', before: old?.policy ?? '' };
    return;
  }
  if (old === null) {
    yield { ...from, kind: 'boundary', direction: 'narrowed', after: own.policy };
    return;
  }
  if (old.may === null || own.may === null) {
    if (old.policy === own.policy && old.may === own.may) return;
    // One of the two is not in the input: what it allows is not known.
    yield {
      ...from,
      kind: 'boundary',
      direction: own.may === null || old.may === null ? 'widened' : 'changed',
      before: old.policy,
      after: own.policy,
    };
    return;
  }
  yield* grantChanges('boundary', old.may, own.may, from);
  yield* denialChanges('boundary', old.mustNot, own.mustNot, from);
}

/** Grants that allow: what is in the second and not covered by the first widens, and the other way round. */
function* grantChanges(kind: ChangeKind, before: readonly LockedGrant[], after: readonly LockedGrant[], from: Subject): Iterable<Change> {
  for (const grant of uncovered(after, before)) {
    const direction = isWithinApp(kind, grant, from) ? 'changed' : 'widened';
    yield { ...from, kind, direction, grant, ...testsOf(grant, before, 'before') };
  }
  for (const grant of uncovered(before, after)) yield { ...from, kind, direction: 'narrowed', grant, ...testsOf(grant, after, 'after') };
}

/**
 * Whether a grant lets in a service alone that acts for something of the app: what that opens, an API or a bucket for others, is
 * an entry point and said there. So is what a service does with a new role by what the role may do.
 */
function isWithinApp(kind: ChangeKind, { who, when = {} }: LockedGrant, { presence }: Subject): boolean {
  if (who?.startsWith('Service ') !== true) return false;
  if (kind === 'trust') return presence === 'added';
  const sources = Object.entries(when).filter(([test]) => /^(?:Arn|String)(?:Equals|Like) aws:SourceArn$/i.test(test));
  return kind === 'access' && sources.some(([, values]) => values.every((value) => OF_APP.test(value)));
}

/** The ARN of something that the app names, with no pattern before the name, or of one thing of its account. */
const OF_APP = /^(?:[^*?<]*<(?!unknown>|import )|[^*?<]*:\$\{AWS::AccountId\}:[^*?<]*$)/;

/** The tests under which all of a grant was, or is, allowed all the same: they are what changed. */
function testsOf(grant: LockedGrant, others: readonly LockedGrant[], side: 'before' | 'after'): Pick<Change, 'before' | 'after'> {
  const { when: _, ...everywhere } = grant;
  const tested = others.find((other) => {
    const { when, ...rest } = other;
    return when !== undefined && [...uncovered([everywhere], [rest])].length === 0;
  });
  return tested?.when === undefined ? {} : { [side]: testsInWords(tested.when) };
}

/** `only when aws:SourceAccount is "111122223333"`. */
export function testsInWords(when: Readonly<Record<string, readonly string[]>>): string {
  const tests = Object.entries(when).map(([test, values]) => {
    const [operator = '', key = ''] = [test.slice(0, test.indexOf(' ')), test.slice(test.indexOf(' ') + 1)];
    return `${key} ${operator} ${values.map((value) => `"${value}"`).join(' or ')}`;
  });
  return `only when ${tests.join(' and ')}`;
}

/** Grants that take back: less of them widens. */
function* denialChanges(kind: ChangeKind, before: readonly LockedGrant[], after: readonly LockedGrant[], from: Subject): Iterable<Change> {
  for (const grant of uncovered(before, after)) yield { ...from, kind, direction: 'widened', before: 'denied', grant };
  for (const grant of uncovered(after, before)) yield { ...from, kind, direction: 'narrowed', after: 'denied', grant };
}

/** The grants of one list, with those of their actions that no grant of the other list covers. */
export function* uncovered(grants: readonly LockedGrant[], by: readonly LockedGrant[]): Iterable<LockedGrant> {
  for (const grant of grants) {
    const candidates = by.filter(
      (other) => coversWho(other, grant) && coversResource(other, grant) && coversTests(other.when ?? {}, grant.when ?? {}),
    );
    if (grant.actions === undefined) {
      if (!candidates.some((other) => coversExcept(other, grant.actionsExcept ?? []))) yield grant;
      continue;
    }
    const actions = grant.actions.filter((action) => !candidates.some((other) => coversAction(other, action)));
    if (actions.length > 0) yield { ...grant, actions };
  }
}

/** Whether `other` allows every action that `action` stands for. */
function coversAction(other: LockedGrant, action: string): boolean {
  const lower = action.toLowerCase();
  if (other.actions !== undefined)
    return other.actions.some((pattern) =>
      hasWildcard(action) ? globCovers(pattern.toLowerCase(), lower) : pattern.toLowerCase() === lower || patternAllows(pattern, action),
    );
  return (other.actionsExcept ?? []).every((pattern) => !globsIntersect(pattern.toLowerCase(), lower));
}

/** Whether `other` allows everything but `except`. */
function coversExcept(other: LockedGrant, except: readonly string[]): boolean {
  if (other.actions !== undefined) return other.actions.some((pattern) => /^\*+(?::\**)?$/.test(pattern));
  return coversComplement(other.actionsExcept ?? [], except, (text) => text.toLowerCase());
}

/** Whether what lies outside of `inner` lies outside of `outer`: each pattern left out by the first is left out by the second. */
function coversComplement(outer: readonly string[], inner: readonly string[], form: (text: string) => string = (text) => text): boolean {
  return outer.every((one) => inner.some((pattern) => globCovers(form(pattern), form(one))));
}

function coversResource(other: LockedGrant, grant: LockedGrant): boolean {
  if (grant.onExcept !== undefined) {
    return other.on === '*' || (other.onExcept !== undefined && coversComplement(other.onExcept, grant.onExcept));
  }
  const { on } = grant;
  if (on === undefined) return other.on === undefined && other.onExcept === undefined;
  if (other.on !== undefined) return globCovers(other.on, on);
  return other.onExcept?.every((pattern) => isLiteral(pattern) && isLiteral(on) && !globsIntersect(pattern, on)) ?? false;
}

/** Whether the ARN is written out: a reference may lead to a resource that another one names by text. */
function isLiteral(arn: string): boolean {
  return !/[<$]/.test(arn);
}

function coversWho(other: LockedGrant, grant: LockedGrant): boolean {
  if (grant.whoExcept !== undefined) {
    const { whoExcept } = grant;
    return other.who === 'AWS *' || (other.whoExcept?.every((one) => whoExcept.includes(one)) ?? false);
  }
  if (grant.who === undefined) return other.who === undefined && other.whoExcept === undefined;
  // Whether an identity is one of those left out is not known by its name: an account is left out with all of its roles.
  if (other.who === undefined) return false;
  return other.who === grant.who || other.who === 'AWS *' || coversAccount(other.who, grant.who);
}

const ACCOUNT = /^AWS (?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/;

/** Whether the first is the account of the second. */
function coversAccount(account: string, who: string): boolean {
  const id = ACCOUNT.exec(account)?.[1];
  return id !== undefined && new RegExp(`^AWS (?:${id}$|arn:[^:]*:(?:iam|sts)::${id}:)`).test(who);
}

function functionsOf(lock: PermissionLock, holder: string): readonly string[] {
  return Object.entries(lock.functions).flatMap(([id, { role }]) => (role === holder ? [id] : []));
}

function presenceOf(before: unknown, after: unknown): Change['presence'] {
  return before === undefined ? 'added' : after === undefined ? 'removed' : 'both';
}

function* pairsOf<T>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
): Iterable<readonly [string, T | undefined, T | undefined]> {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    yield [key, Object.hasOwn(before, key) ? before[key] : undefined, Object.hasOwn(after, key) ? after[key] : undefined];
  }
}
