import type { Model } from '../model/model';
import { patternAllows } from './action';
import { type EffectiveRights, type Holder, type Permission, passesTo } from './effective';
import { type EscalationPath, escalationPaths } from './escalation-paths';
import { grantsIn } from './grant';
import { hasWildcard } from './pattern';
import { narrower, type Reach } from './reach';
import type { PolicyDocument } from './statement';

/** The first action of a path decides: a holder without one has no path. */
const seeds: ReadonlySet<string> = new Set(escalationPaths.map(({ actions: [first] }) => first.toLowerCase()));
const seedsMatched = new Map<string, boolean>();

/** Whether a policy holds an action by which a path of escalation starts: a holder of none has no path. */
export function holdsSeed(model: Model, document: PolicyDocument): boolean {
  if (document.harmless && !document.mayName('iam') && !document.mayName('sso')) return false;
  return grantsIn(model.reference, document).some(
    ({ statement, actions }) => statement.notActions.length > 0 || actions.some(({ value }) => matchesSeed(value)),
  );
}

function matchesSeed(pattern: string): boolean {
  if (!hasWildcard(pattern)) return seeds.has(pattern.toLowerCase());
  let matched = seedsMatched.get(pattern);
  if (matched === undefined) {
    matched = [...seeds].some((seed) => patternAllows(pattern, seed));
    seedsMatched.set(pattern, matched);
  }
  return matched;
}

/** A path that a holder has, and the statements that make it. */
export interface OpenPath {
  readonly path: EscalationPath;
  /** One for each action of the path. */
  readonly permissions: readonly [Permission, ...Permission[]];
  readonly reach: Reach;
  /**
   * How grave it is.
   * - `open`: it leads to rights that were not given
   * - `limited`: to the rights of a role of another owner, or of one identity of the app
   */
  readonly gravity: 'open' | 'limited';
}

/**
 * The paths by which a holder gains rights that it was not given. What runs already, and may have no rights worth
 * having, counts only when all of it can be reached; of roles, those that the app does not declare.
 */
export function openPathsOf(model: Model, rights: EffectiveRights): readonly OpenPath[] {
  return escalationPaths.flatMap((path) => {
    const found = openPath(rights, path);
    const gravity = found && gravityOf(found, isOfItself(model, rights.holder, found));
    return found === undefined || gravity === undefined ? [] : [{ ...found, gravity }];
  });
}

function openPath(rights: EffectiveRights, path: EscalationPath): Omit<OpenPath, 'gravity'> | undefined {
  const candidates: (readonly Permission[])[] = [];
  for (const action of path.actions) {
    const permissions = rights.permissionsTo(action).filter((permission) => isUsable(path, action, permission));
    if (permissions.length === 0) return undefined;
    candidates.push(permissions);
  }
  const permissions = together(candidates, []);
  if (permissions === undefined) return undefined;
  const [first, ...others] = permissions;
  if (first === undefined) return undefined;
  return { path, permissions: [first, ...others], reach: permissions.reduce<Reach>((reach, each) => narrower(reach, each.reach), 'any') };
}

function isUsable(path: EscalationPath, action: string, { statement, on, reach }: Permission): boolean {
  if (action === 'iam:PassRole' && path.passedTo !== undefined) return passesTo(statement, path.passedTo);
  // Users who manage their own credentials gain nothing by it.
  if (path.family === 'takes-over' && reach !== 'any')
    return !on.every(({ value }) => typeof value === 'string' && /\$\{aws:(?:username|userid)\}/i.test(value));
  return true;
}

/** One permission for each action, the widest that can be there at the same time: statements of opposite conditions never meet. */
function together(candidates: readonly (readonly Permission[])[], chosen: readonly Permission[]): readonly Permission[] | undefined {
  const [next, ...rest] = candidates;
  if (next === undefined) return chosen;
  for (const permission of next) {
    if (!chosen.every((other) => mayMeet(other, permission))) continue;
    const complete = together(rest, [...chosen, permission]);
    if (complete !== undefined) return complete;
  }
  return undefined;
}

function mayMeet({ statement: left }: Permission, { statement: right }: Permission): boolean {
  if (left.document.resource.template !== right.document.resource.template) return true;
  for (const [condition, truth] of left.world) {
    const other = right.world.get(condition);
    if (other !== undefined && other !== truth) return false;
  }
  return true;
}

/** Whether what the deciding action writes is the holder itself, or a policy that it has. */
function isOfItself(model: Model, holder: Holder, { permissions: [{ statement, on }] }: Pick<OpenPath, 'permissions'>): boolean {
  const resolver = model.resolverOf(statement.document.resource.template);
  const own = new Set([holder.resource, ...holder.documents.map(({ resource }) => resource)]);
  return on.some(({ value }) => {
    const target = resolver.target(value);
    return target !== undefined && own.has(target);
  });
}

function gravityOf({ path: { family }, reach }: Omit<OpenPath, 'gravity'>, ofItself: boolean): OpenPath['gravity'] | undefined {
  switch (family) {
    case 'runs-as-existing':
      return reach === 'any' ? 'open' : undefined;
    case 'passes-role':
      if (reach === 'own') return undefined;
      return reach === 'foreign' ? 'limited' : 'open';
    default:
      return reach === 'own' && !ofItself ? 'limited' : 'open';
  }
}
