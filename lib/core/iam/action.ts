import type { Action, Reference, Service } from '../../reference/reference';
import { nearest } from '../nearest';
import { authorizedBy, servicePrefixes } from './operation-names';
import { hasWildcard, matchesGlob } from './pattern';
import { callsWithoutResource, usualActions } from './usual-actions';

/** An action of the reference, with the service it belongs to. */
export interface KnownAction {
  /** IAM prefix, lower-case: `s3`. */
  readonly service: string;
  readonly action: Action;
  /** In AWS's spelling: `s3:GetObject`. */
  readonly id: string;
}

/**
 * - `all`: every action of every service: `*`, and equal spellings such as `*:*` and `**`;
 * - `service-wide`: every action of one or more services: `s3:*`, `s*:*`;
 * - `partial`: any other pattern with a wildcard: `s3:Get*`, `*:Get*`;
 * - `exact`: no wildcard, whether the action exists or not;
 * - `malformed`: what IAM refuses: no service, two colons, a character that no action has.
 */
export type ActionPatternKind = 'all' | 'service-wide' | 'partial' | 'exact' | 'malformed';

/** An element of `Action` or `NotAction`, understood. */
export interface ActionPattern {
  readonly written: string;
  readonly kind: ActionPatternKind;
  /** Prefixes of the known services that the service part matches, sorted; all of them for kind `all`. */
  readonly services: readonly string[];
  /** The known actions that it matches, sorted by service and name, looked up when first read; none for kind `all` (it would be every action there is). */
  readonly actions: readonly KnownAction[];
}

/** No action has a shorter name (`apigateway:GET`), so `s3:???*` still matches every action of S3. */
const SHORTEST_NAME = 3;

const parsed = new WeakMap<Reference, Map<string, ActionPattern>>();

/**
 * Understands one action pattern; upper and lower case are equal. Remembered per reference, so the same text costs one
 * look-up, and a service's data is read only when `actions` is.
 */
export function parseActionPattern(reference: Reference, written: string): ActionPattern {
  let patterns = parsed.get(reference);
  if (patterns === undefined) {
    patterns = new Map();
    parsed.set(reference, patterns);
  }
  let pattern = patterns.get(written);
  if (pattern === undefined) {
    pattern = new ReferencePattern(reference, written);
    patterns.set(written, pattern);
  }
  return pattern;
}

/** Whether one element of `Action` matches one action (`s3:GetObject`); upper and lower case are equal. */
export function patternAllows(written: string, actionId: string): boolean {
  if (written === '*' || written === actionId) return true;
  if (written.length !== actionId.length && !hasWildcard(written)) return false;
  return matchesGlob(written.toLowerCase(), actionId.toLowerCase());
}

/**
 * Whether an action needs `Resource: "*"`: it supports no resource-level permissions, or its usual call names no resource
 * although an optional resource type is listed (`cloudwatch:PutMetricData`).
 */
export function needsEveryResource({ action, id }: KnownAction): boolean {
  return action.resourceTypes.length === 0 || callsWithoutResource.has(id);
}

/**
 * Whether a call of the action names a resource. The exception is what lists or describes the resources of one kind: the
 * one type that it takes is optional, since it may also be asked for all (`rds:DescribeDBInstances`). Several optional
 * types are alternatives, of which a call names one (`s3:GetObject`: an object, or one behind an access point).
 */
export function alwaysNamesOne({ action }: KnownAction): boolean {
  const [only, another] = action.resourceTypes;
  if (only === undefined || only.required || another !== undefined) return true;
  return !/^(?:Describe|List(?!Tags))\w*s$/.test(action.name);
}

class ReferencePattern implements ActionPattern {
  readonly kind: ActionPatternKind;
  readonly services: readonly string[];
  private readonly name: string;
  private expanded: readonly KnownAction[] | undefined;

  constructor(
    private readonly reference: Reference,
    readonly written: string,
  ) {
    const colon = written.indexOf(':');
    const prefix = written.slice(0, Math.max(colon, 0)).toLowerCase();
    this.name = written.slice(colon + 1).toLowerCase();
    if (colon < 0) {
      this.kind = matchesEveryName(this.name) ? 'all' : 'malformed';
      this.services = this.kind === 'all' ? reference.services : [];
    } else if (!isServicePart(prefix) || !isNamePart(this.name)) {
      this.kind = 'malformed';
      this.services = [];
    } else {
      this.services = matchingServices(reference, prefix);
      if (matchesEveryName(this.name)) this.kind = this.services.length === reference.services.length ? 'all' : 'service-wide';
      else this.kind = hasWildcard(written) ? 'partial' : 'exact';
    }
  }

  get actions(): readonly KnownAction[] {
    if (this.kind === 'all') return [];
    this.expanded ??= this.services.flatMap((prefix) => {
      const service = this.reference.service(prefix);
      return service === undefined ? [] : this.expandIn(service);
    });
    return this.expanded;
  }

  private expandIn(service: Service): readonly KnownAction[] {
    if (this.kind === 'service-wide') return [...service.actions.values()].map((action) => knownAction(service.prefix, action));
    if (!hasWildcard(this.name)) {
      const action = service.actions.get(this.name);
      return action === undefined ? [] : [knownAction(service.prefix, action)];
    }
    const actions: KnownAction[] = [];
    for (const [name, action] of service.actions) if (matchesGlob(this.name, name)) actions.push(knownAction(service.prefix, action));
    return actions;
  }
}

const known = new WeakMap<Action, KnownAction>();

function knownAction(service: string, action: Action): KnownAction {
  let answer = known.get(action);
  if (answer === undefined) {
    answer = { service, action, id: `${service}:${action.name}` };
    known.set(action, answer);
  }
  return answer;
}

function matchingServices(reference: Reference, prefix: string): readonly string[] {
  if (hasWildcard(prefix)) {
    const matching = reference.services.filter((service) => matchesGlob(prefix, service));
    return matching.length === reference.services.length ? reference.services : matching;
  }
  return hasService(reference, prefix) ? [prefix] : [];
}

const serviceSets = new WeakMap<Reference, ReadonlySet<string>>();

function hasService(reference: Reference, prefix: string): boolean {
  let services = serviceSets.get(reference);
  if (services === undefined) {
    services = new Set(reference.services);
    serviceSets.set(reference, services);
  }
  return services.has(prefix);
}

/** `*` with or without further wildcards, as long as they do not ask for more characters than every name has. */
function matchesEveryName(name: string): boolean {
  return name.includes('*') && /^[*?]+$/.test(name) && name.replaceAll('*', '').length <= SHORTEST_NAME;
}

function isServicePart(text: string): boolean {
  return /^[a-z0-9*?-]+$/.test(text);
}

function isNamePart(text: string): boolean {
  return /^[a-z0-9*?_-]+$/.test(text);
}

/**
 * The action that someone who wrote `written`, which does not exist, most likely meant: the action that authorizes the
 * API operation of that name, else the closest name in the service (`s3:GetObjects`: `s3:GetObject`). `undefined` when
 * nothing is close, for a pattern, and for what exists already in another case only, which IAM takes as it is.
 */
export function nearestAction(reference: Reference, written: string): string | undefined {
  const pattern = parseActionPattern(reference, written);
  if (pattern.kind !== 'exact' || pattern.actions.length > 0) return undefined;
  const [prefix = '', name = ''] = written.toLowerCase().split(':');
  const service = hasService(reference, prefix) ? prefix : (servicePrefixes.get(prefix) ?? nearest(prefix, reference.services));
  return (service === undefined ? undefined : nearestIn(reference, service, name)) ?? sameNameElsewhere(name);
}

function nearestIn(reference: Reference, service: string, name: string): string | undefined {
  const authorizing = authorizedBy.get(`${service}:${name}`);
  if (authorizing !== undefined) return authorizing;
  const actions = reference.service(service)?.actions ?? new Map<string, Action>();
  const names = [...actions.keys()];
  const close = actions.has(name) ? name : (nearest(name, names) ?? shortestLonger(name, names));
  const action = close === undefined ? undefined : actions.get(close);
  return action === undefined ? undefined : `${service}:${action.name}`;
}

/** The right action of the wrong service: `cloudwatch:PutLogEvents`. */
function sameNameElsewhere(name: string): string | undefined {
  for (const [service, tiers] of usualActions) {
    const action = tiers.flat().find((usual) => usual.toLowerCase() === name);
    if (action !== undefined) return `${service}:${action}`;
  }
  return undefined;
}

/** The shortest candidate that `text` is the beginning of: `secretsmanager:GetSecret` means `GetSecretValue`. */
function shortestLonger(text: string, candidates: readonly string[]): string | undefined {
  if (text.length < 4) return undefined;
  return candidates.filter((candidate) => candidate.startsWith(text)).sort((a, b) => a.length - b.length)[0];
}
