/**
 * The permissions of an app, as `permissions.lock.json` holds them: what every holder may do, whom every resource lets in, and
 * who can reach what. Plain data without logical ids, sorted, so that a change in review is a change of permissions.
 * Resources are named by construct path (`Orders/Receipts`), else by template and logical id.
 */
export interface PermissionLock {
  readonly lockfileVersion: 1;
  readonly functions: Readonly<Record<string, LockedFunction>>;
  /** Roles, users, groups, permission sets, and SAM functions with a role of their own. */
  readonly holders: Readonly<Record<string, LockedHolder>>;
  /** Resources with a policy of their own. */
  readonly resources: Readonly<Record<string, LockedResource>>;
  readonly entryPoints: Readonly<Record<string, LockedEntryPoint>>;
}

export interface LockedFunction {
  /** Its holder; the ARN as written when the role is not in the input. */
  readonly role: string;
  /** The widest exposure of what starts it. */
  readonly exposure: string;
}

export interface LockedHolder {
  /** Who may take it on. */
  readonly trusts: readonly LockedGrant[];
  /** Managed policies whose text is not in the input, by name. */
  readonly policies: readonly string[];
  readonly may: readonly LockedGrant[];
  readonly mustNot: readonly LockedGrant[];
  /** The permissions boundary; null for none. */
  readonly boundary: LockedBoundary | null;
  /** What could not be read. */
  readonly unread: readonly string[];
}

/** What a holder can get at most. */
export interface LockedBoundary {
  readonly policy: string;
  /** Null when the policy is not in the input. */
  readonly may: readonly LockedGrant[] | null;
  readonly mustNot: readonly LockedGrant[];
}

export interface LockedResource {
  readonly letsIn: readonly LockedGrant[];
  readonly keepsOut: readonly LockedGrant[];
  readonly unread: readonly string[];
}

export interface LockedEntryPoint {
  /** `GET /admin of the API Orders/Api`. */
  readonly label: string;
  readonly exposure: string;
  readonly authentication: readonly string[];
  /** The function that it starts; null when that is not known, or something else. */
  readonly starts: string | null;
}

/** Actions on one resource, or of one principal, when all tests hold. Of a pair, one is given. */
export interface LockedGrant {
  /** Whom it is about, in policies of resources and of trust: `AWS *`, `Service s3.amazonaws.com`. */
  readonly who?: string;
  /** Everyone but these. */
  readonly whoExcept?: readonly string[];
  /** The resource: `<Orders/Receipts.Arn>/*`. Absent in trust policies. */
  readonly on?: string;
  /** Every resource but these. */
  readonly onExcept?: readonly string[];
  readonly actions?: readonly string[];
  /** Every action but these. */
  readonly actionsExcept?: readonly string[];
  /** Values by operator and key: `{"StringEquals aws:SourceAccount": ["111122223333"]}`. */
  readonly when?: Readonly<Record<string, readonly string[]>>;
}

/** How grave it is that something is reachable, the widest first. What is not known may be anyone. */
const EXPOSURES: readonly string[] = ['anyone', 'unknown', 'any-account', 'signed-in', 'other-account', 'organization', 'account', 'app'];

/** Whether `after` lets more in than `before`. */
export function isMoreExposed(before: string, after: string): boolean {
  return rankOf(after) < rankOf(before);
}

function rankOf(exposure: string): number {
  const rank = EXPOSURES.indexOf(exposure);
  return rank === -1 ? 0 : rank;
}

/** Whether it is reachable from outside of the account. */
export function isExposed(exposure: string): boolean {
  return rankOf(exposure) < EXPOSURES.indexOf('account');
}

/** The lock as its file: sorted, one grant a line, so that reviews and merges see single grants. What is empty is left out. */
export function lockText(lock: PermissionLock): string {
  return `${written(lock, '', 0)}\n`;
}

/** Longest line of something that has parts. */
const LONG = 160;

function written(whole: unknown, indent: string, depth: number): string {
  const value = depth === ENTRY ? telling(whole) : whole;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const line = depth >= ENTRY && isFlat(value) ? spaced(value) : undefined;
  if (line !== undefined && line.length + indent.length <= LONG) return line;
  const inner = `${indent}  `;
  const members = Array.isArray(value)
    ? value.map((one) => inner + written(one, inner, depth + 1))
    : Object.entries(value).map(([key, one]) => `${inner}${JSON.stringify(key)}: ${written(one, inner, depth + 1)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return members.length === 0 ? `${open}${close}` : `${open}\n${members.join(',\n')}\n${indent}${close}`;
}

/** Depth of functions, holders, resources and entry points. */
const ENTRY = 2;

/** An entry without what says nothing. */
function telling(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null) return entry;
  return Object.fromEntries(Object.entries(entry).filter(([, one]) => one !== null && !(Array.isArray(one) && one.length === 0)));
}

/** A grant, a list of texts, or an entry of texts: what may stand on one line. */
function isFlat(value: object): boolean {
  return Object.values(value).every((one) => typeof one !== 'object' || one === null || Object.values(one).every(isTextual));
}

function isTextual(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'));
}

/** JSON on one line, with the blanks that people leave. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [`${JSON.stringify(key)}: ${spaced(one)}`]));
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
