import { alwaysNamesOne, type KnownAction, nearestAction, needsEveryResource, parseActionPattern } from '../core/iam/action';
import type { Reference } from '../reference/reference';
import { AccessError } from './access-error';
import type { AccessStatement, Conditions } from './statement';
import { mergeStatements } from './statement';

/** A resource that code works on: the type of the service authorization reference, and the ARN. */
export interface Target {
  /** `table`, `index`, `bucket`, `object`, as the action's service names it. */
  readonly type: string;
  readonly arn: string;
}

/** What is declared: operations, the resources they may work on, and conditions that narrow them further. */
export interface Declaration {
  /** `service:Operation`, upper and lower case are equal. */
  readonly actions: readonly string[];
  readonly targets: readonly Target[];
  /** @default - none */
  readonly conditions?: Conditions;
}

/**
 * The smallest statements for a declaration: every action on exactly those targets whose type it supports.
 *
 * @throws AccessError for an action with a wildcard, one that does not exist, one that supports no resource, and one that
 * supports none of the targets.
 */
export function compileAccess(reference: Reference, { actions, targets, conditions = {} }: Declaration): readonly AccessStatement[] {
  const statements = actions.map((written): AccessStatement => {
    const known = knownAction(reference, written);
    const supported = supportedTypes(known);
    if (supported.length === 0)
      throw new AccessError(
        'no-resource-support',
        `"${known.id}" supports no resource: declare it with Access.withoutResource("${known.id}")`,
      );
    const resources = targets.filter(({ type }) => supported.includes(type)).map(({ arn }) => arn);
    if (resources.length === 0)
      throw unsupported(
        reference,
        known,
        targets.map(({ type }) => type),
      );
    return { actions: [known.id], resources: [...new Set(resources)], conditions };
  });
  return mergeStatements(statements);
}

/**
 * Statements for actions that support no resource-level permissions, and for those that list or describe all resources of a
 * kind: `Resource: "*"` is the form that AWS takes.
 *
 * @throws AccessError for an action with a wildcard, one that does not exist, and one that supports resources.
 */
export function compileWithoutResource(
  reference: Reference,
  actions: readonly string[],
  conditions: Conditions = {},
): readonly AccessStatement[] {
  const known = actions.map((written) => knownAction(reference, written));
  for (const action of known) {
    const [type] = supportedTypes(action);
    if (type !== undefined && !needsEveryResource(action) && alwaysNamesOne(action)) {
      throw new AccessError(
        'wildcard-resource',
        `"${action.id}" works on one ${type}: declare it with Access.to(construct, "${action.id}") or Access.toArn(arn, "${action.id}")`,
      );
    }
  }
  return mergeStatements([{ actions: known.map(({ id }) => id), resources: ['*'], conditions }]);
}

/** The action that `written` names. */
export function knownAction(reference: Reference, written: string): KnownAction {
  const pattern = parseActionPattern(reference, written);
  const [action] = pattern.actions;
  if (pattern.kind === 'exact' && action !== undefined) return action;
  if (pattern.kind === 'exact' || pattern.kind === 'malformed') {
    const nearest = nearestAction(reference, written);
    const advice = nearest === undefined ? 'write it as "service:Operation", such as "dynamodb:GetItem"' : `the nearest is "${nearest}"`;
    throw new AccessError('unknown-action', `"${written}" is no action that AWS had on ${reference.date}: ${advice}`);
  }
  throw new AccessError(
    'wildcard-action',
    `"${written}" stands for many actions: name those that the code calls${examplesOf(pattern.actions)}`,
  );
}

const EXAMPLES = 3;

function examplesOf(actions: readonly KnownAction[]): string {
  if (actions.length === 0) return ', such as "dynamodb:GetItem"';
  const shown = [...actions]
    .sort((one, other) => one.id.length - other.id.length || (one.id < other.id ? -1 : 1))
    .slice(0, EXAMPLES)
    .map(({ id }) => `"${id}"`);
  return `, such as ${shown.join(', ')}`;
}

/** The condition keys that the reference lists for an action and for what it works on: `dynamodb:LeadingKeys`, `aws:ResourceTag/${TagKey}`. */
export function conditionKeysOf(reference: Reference, written: string): ReadonlySet<string> {
  const { action, service } = knownAction(reference, written);
  const types = reference.service(service)?.resourceTypes;
  return new Set([
    ...action.conditionKeys,
    ...action.resourceTypes.flatMap(({ name, conditionKeys }) => [...conditionKeys, ...(types?.get(name)?.conditionKeys ?? [])]),
  ]);
}

/** Names of the resource types that `action` supports. */
export function supportedTypes({ action }: KnownAction): readonly string[] {
  return action.resourceTypes.map(({ name }) => name);
}

function unsupported(reference: Reference, known: KnownAction, given: readonly string[]): AccessError {
  const forms = known.action.resourceTypes.map(({ name }) => {
    const [format] = reference.service(known.service)?.resourceTypes.get(name)?.arnFormats ?? [];
    return format === undefined ? `"${name}"` : `"${name}" (${format})`;
  });
  return new AccessError(
    'unsupported-resource',
    `"${known.id}" does not work on ${quoted(given)}: it needs the ARN of ${forms.join(' or ')}`,
  );
}

function quoted(types: readonly string[]): string {
  return [...new Set(types)].map((type) => `"${type}"`).join(' or ') || 'no resource';
}
