import type { Model } from '../model/model';
import type { Element } from '../template/resolver';
import { render } from '../template/symbolic';
import type { Resource } from '../template/template';
import { type KnownAction, parseActionPattern, patternAllows } from './action';
import { coversArn, describeResource } from './arn';
import { parseOperator } from './condition';
import {
  type Grant,
  grantsIn,
  isEverythingBut,
  isFixed,
  isOutOfReachOfCode,
  isPresentWith,
  leavesIn,
  passedToService,
  resourcePin,
} from './grant';
import { attachedPolicy, isAdministratorPolicy } from './managed-policy';
import { globsIntersect, hasWildcard } from './pattern';
import { isWider, narrower, type Reach, reachOf } from './reach';
import type { ConditionTest, PolicyDocument, Statement } from './statement';

/**
 * Who holds rights: a role, user, group, permission set or SAM resource of the input; a policy itself, when what it is
 * attached to is not in the input.
 */
export interface Holder {
  readonly resource: Resource;
  /** Its identity policies: inline, attached, and those of a user's groups. */
  readonly documents: readonly PolicyDocument[];
}

/** One statement by which a holder may do something. */
export interface Permission {
  readonly statement: Statement;
  readonly reach: Reach;
  /** The elements of its `Resource` by which the action reaches something; empty with `NotResource`. */
  readonly on: readonly Element[];
}

const holders = new WeakMap<Model, readonly Holder[]>();

/** Every holder of the input, in the order of its policies. */
export function holdersIn(model: Model): readonly Holder[] {
  const known = holders.get(model);
  if (known !== undefined) return known;
  const documents = new Map<Resource, PolicyDocument[]>();
  const named = new NamedHolders(model);
  for (const document of model.documents) {
    if (document.kind !== 'identity' || document.guards !== undefined) continue;
    for (const holder of named.holdersOf(document)) addTo(documents, holder, document);
  }
  for (const [user, groups] of groupsOfUsers(model)) {
    for (const group of groups) for (const document of documents.get(group) ?? []) addTo(documents, user, document);
  }
  const found = [...documents].map(([resource, own]) => ({ resource, documents: [...new Set(own)] }));
  holders.set(model, found);
  return found;
}

function addTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

const NAME_LISTS: readonly (readonly [list: string, type: string, name: string])[] = [
  ['Roles', 'AWS::IAM::Role', 'RoleName'],
  ['Users', 'AWS::IAM::User', 'UserName'],
  ['Groups', 'AWS::IAM::Group', 'GroupName'],
  ['RoleName', 'AWS::IAM::Role', 'RoleName'],
  ['UserName', 'AWS::IAM::User', 'UserName'],
  ['GroupName', 'AWS::IAM::Group', 'GroupName'],
];

/** Holders that a policy names by text: the resource of that name, else the first policy that names it stands for it. */
class NamedHolders {
  private readonly byName = new Map<string, Resource>();

  constructor(private readonly model: Model) {}

  holdersOf(document: PolicyDocument): readonly Resource[] {
    const { resource } = document;
    const found = new Set(this.model.holdersOf(document));
    if (found.has(resource)) return [...found];
    for (const [list, type, name] of NAME_LISTS) {
      if (resource.properties[list] === undefined) continue;
      for (const { value } of this.model.values(resource, list)) {
        if (this.model.resolverOf(resource.template).target(value) !== undefined) continue;
        const text = render(value, (hole) => `${hole.template} ${hole.logicalId}`);
        found.add(this.named(`${resource.template.name} ${type} ${text}`, type, name, text, resource));
      }
    }
    return found.size === 0 ? [resource] : [...found];
  }

  private named(key: string, type: string, name: string, text: string, policy: Resource): Resource {
    let holder = this.byName.get(key);
    if (holder === undefined) {
      const { model } = this;
      const own = model.resourcesOfType(type).filter(({ template }) => template === policy.template);
      holder = own.find((candidate) => model.values(candidate, name).some(({ value }) => value === text)) ?? policy;
      this.byName.set(key, holder);
    }
    return holder;
  }
}

function groupsOfUsers(model: Model): ReadonlyMap<Resource, readonly Resource[]> {
  const groups = new Map<Resource, Resource[]>();
  const targets = (from: Resource, list: string) =>
    model.values(from, list).flatMap(({ value }) => model.resolverOf(from.template).target(value) ?? []);
  for (const user of model.resourcesOfType('AWS::IAM::User')) for (const group of targets(user, 'Groups')) addTo(groups, user, group);
  for (const addition of model.resourcesOfType('AWS::IAM::UserToGroupAddition')) {
    for (const group of targets(addition, 'GroupName')) for (const user of targets(addition, 'Users')) addTo(groups, user, group);
  }
  return groups;
}

/** Whether a statement or a policy of AWS makes the holder an administrator. */
export function isAdministrator(model: Model, holder: Holder): boolean {
  return holder.documents.some(
    (document) => !document.harmless && grantsIn(model.reference, document).some((grant) => grant.administrative),
  );
}

const administrators = new WeakMap<Model, ReadonlySet<Resource>>();

/** The resources that carry a policy by which AWS makes administrators of all IAM. */
export function administratorsByPolicy(model: Model): ReadonlySet<Resource> {
  let found = administrators.get(model);
  if (found === undefined) {
    found = new Set(
      model.attachments.flatMap(({ resource, arn }) => {
        const policy = attachedPolicy(arn.value);
        return policy.owner === 'aws' && OWN_EVERYTHING.has(policy.name) && isAdministratorPolicy(policy.name) ? [resource] : [];
      }),
    );
    administrators.set(model, found);
  }
  return found;
}

const OWN_EVERYTHING = new Set(['AdministratorAccess', 'IAMFullAccess']);

/**
 * What a holder may do, action by action: what its statements allow, less what its unconditional Deny statements take
 * back, within its permissions boundary.
 */
export class EffectiveRights {
  private readonly grants: readonly Grant[];
  private readonly denies: readonly Statement[];
  private readonly permissions = new Map<string, readonly Permission[]>();
  private lazyCeilings: readonly Ceiling[] | undefined;

  constructor(
    private readonly model: Model,
    readonly holder: Holder,
  ) {
    this.grants = holder.documents
      .flatMap((document) => grantsIn(model.reference, document))
      .filter(({ statement }) => !isOutOfReachOfCode(statement));
    this.denies = deniesIn(holder.documents);
  }

  /** The statements that allow `action` (in AWS's spelling), with how far each reaches; the widest first. */
  permissionsTo(action: string): readonly Permission[] {
    let found = this.permissions.get(action);
    if (found === undefined) {
      found = this.readPermissions(action);
      this.permissions.set(action, found);
    }
    return found;
  }

  /** The permissions boundary that is not in the input, when there is one: it may take rights back. */
  get unreadBoundary(): Element | undefined {
    return this.ceilings.find(({ grants }) => grants === undefined)?.element;
  }

  private readPermissions(action: string): readonly Permission[] {
    const allowing = this.grants.filter(({ statement }) => allows(statement, action));
    // Before the service's data is read, which most holders have no use for.
    if (allowing.length === 0) return [];
    const [known] = parseActionPattern(this.model.reference, action).actions;
    if (known === undefined) return [];
    const found = allowing.flatMap((grant): Permission[] => {
      const reach = this.reachBy(grant, known, this.denies);
      if (reach === 'none') return [];
      const on = grant.resources.filter((element) => reachOf(this.model.reference, known, element) !== 'none');
      return [{ statement: grant.statement, reach, on }];
    });
    if (found.length === 0) return found;
    const ceiling = this.ceilingOf(known);
    return found
      .map((permission) => ({ ...permission, reach: narrower(permission.reach, ceiling) }))
      .filter(({ reach }) => reach !== 'none')
      .sort((a, b) => (isWider(a.reach, b.reach) ? -1 : isWider(b.reach, a.reach) ? 1 : 0));
  }

  private reachBy(grant: Grant, known: KnownAction, denies: readonly Statement[]): Reach {
    const { statement } = grant;
    if (!allows(statement, known.id) || isBoundToLimits(this.model, statement, known, denies)) return 'none';
    let reach: Reach = isEverythingBut(statement) ? 'any' : 'none';
    for (const element of grant.resources) {
      if (denies.some((deny) => takesBack(deny, statement, known.id, element))) continue;
      const own = reachOf(this.model.reference, known, element);
      if (isWider(own, reach)) reach = own;
    }
    for (const deny of denies) {
      if (!takesBackElsewhere(deny, statement, known.id)) continue;
      const left = deny.notResources.map((element) =>
        reachOf(this.model.reference, known, { ...element, scope: describeResource(element.value) }),
      );
      reach = narrower(
        reach,
        left.reduce((a, b) => (isWider(b, a) ? b : a), 'none'),
      );
    }
    if (denies.some((deny) => isEverythingBut(statement) && takesBack(deny, statement, known.id, EVERYTHING))) return 'none';
    return isNarrowed(this.model, statement) ? narrower(reach, 'many') : reach;
  }

  /** How far the permissions boundary lets an action reach; the widest of its alternatives. */
  private ceilingOf(known: KnownAction): Reach {
    let widest: Reach = 'none';
    if (this.ceilings.length === 0) return 'any';
    for (const { grants, denies } of this.ceilings) {
      if (grants === undefined) return 'any';
      for (const grant of grants) {
        const reach = this.reachBy(grant, known, denies);
        if (isWider(reach, widest)) widest = reach;
      }
    }
    return widest;
  }

  private get ceilings(): readonly Ceiling[] {
    this.lazyCeilings ??= ceilingsOf(this.model, this.holder.resource);
    return this.lazyCeilings;
  }
}

/** A permissions boundary; without grants when it is not in the input. */
export interface Ceiling {
  readonly element: Element;
  readonly grants: readonly Grant[] | undefined;
  readonly denies: readonly Statement[];
}

/** The permissions boundaries that a holder may have; none when it has none, or may have none. */
export function ceilingsOf(model: Model, resource: Resource): readonly Ceiling[] {
  const node = resource.properties.PermissionsBoundary;
  const resolver = model.resolverOf(resource.template);
  if (node === undefined || resolver.canBeAbsent(node)) return [];
  return model.values(resource, 'PermissionsBoundary').flatMap((element): Ceiling[] => {
    const policy = attachedPolicy(element.value);
    if (policy.owner === 'aws' && policy.name === 'AdministratorAccess') return [];
    const target = resolver.target(element.value);
    if (target === undefined) return [{ element, grants: undefined, denies: [] }];
    const documents = model.documents.filter((document) => document.resource === target);
    return [{ element, grants: documents.flatMap((document) => grantsIn(model.reference, document)), denies: deniesIn(documents) }];
  });
}

const EVERYTHING: Element = { value: '*', at: undefined };

/** The Deny statements of policies that can be read in full. */
export function deniesIn(documents: readonly PolicyDocument[]): readonly Statement[] {
  return documents.flatMap(({ statements }) => statements.filter(({ effect, unresolved }) => effect === 'Deny' && unresolved.length === 0));
}

function allows(statement: Statement, action: string): boolean {
  return statement.actions.some(({ value }) => typeof value === 'string' && patternAllows(value, action)) || leavesIn(statement, action);
}

function denies(deny: Statement, action: string): boolean {
  if (deny.notActions.length === 0) return allows(deny, action);
  return deny.notActions.every(({ value }) => typeof value === 'string' && !patternAllows(value, action));
}

/** Whether the Deny is there, and holds, whenever the Allow does. */
function applies(deny: Statement, allow: Statement): boolean {
  if (deny.conditions.length > 0) return false;
  const guarded = deny.document.resource;
  const own = allow.document.resource;
  if (guarded.template !== own.template) return deny.world.size === 0 && !deny.optional && guarded.condition === undefined;
  const isMade = guarded.condition === undefined || guarded.condition === own.condition || allow.world.get(guarded.condition) === true;
  return isMade && isPresentWith(deny, allow);
}

/** Whether a Deny takes back, for certain, what an Allow gives: one action on one value of its `Resource`. */
export function takesBack(deny: Statement, allow: Statement, action: string, { value }: Element): boolean {
  return applies(deny, allow) && denies(deny, action) && deny.resources.some((denied) => coversArn(denied.value, value) === 'yes');
}

/** A Deny with `NotResource` leaves the resources of its list. */
function takesBackElsewhere(deny: Statement, allow: Statement, action: string): boolean {
  return deny.notResources.length > 0 && applies(deny, allow) && denies(deny, action);
}

const BOUNDARY = 'iam:permissionsboundary';

/**
 * Whether the statement only allows the action within limits that its author set: on identities that carry a certain
 * permissions boundary, or with certain policies alone, none of which makes an administrator.
 */
function isBoundToLimits(model: Model, statement: Statement, known: KnownAction, beside: readonly Statement[]): boolean {
  const tests = [...statement.conditions, ...beside.flatMap((deny) => demandedBy(deny, known.id))];
  if (tests.length === 0) return false;
  const keys = conditionKeysOf(model, known);
  return tests.some((test) => {
    const key = test.key.toLowerCase();
    if (!keys.has(key) || !isFixed(test)) return false;
    return key === BOUNDARY || (key === 'iam:policyarn' && test.values.every(({ value }) => !namesAdministratorPolicy(value)));
  });
}

/** A Deny of whatever lacks a permissions boundary demands it: the opposite test. */
function demandedBy(deny: Statement, action: string): readonly ConditionTest[] {
  const [test, another] = deny.conditions;
  if (test === undefined || another !== undefined || deny.optional || deny.world.size > 0 || !denies(deny, action)) return [];
  if (!deny.resources.some(({ value }) => describeResource(value).kind === 'everything')) return [];
  const { base, negated, qualifier } = parseOperator(test.operator);
  if (test.key.toLowerCase() !== BOUNDARY || !negated || qualifier !== undefined) return [];
  return [{ ...test, operator: base.replace('Not', '') }];
}

function namesAdministratorPolicy(value: Element['value']): boolean {
  const policy = attachedPolicy(value);
  return policy.owner === 'aws' && (hasWildcard(policy.name) || isAdministratorPolicy(policy.name));
}

function conditionKeysOf({ reference }: Model, { service, action }: KnownAction): ReadonlySet<string> {
  const types = reference.service(service)?.resourceTypes;
  const keys = [
    ...action.conditionKeys,
    ...action.resourceTypes.flatMap(({ name, conditionKeys }) => [...conditionKeys, ...(types?.get(name)?.conditionKeys ?? [])]),
  ];
  return new Set(keys.map((key) => key.toLowerCase()));
}

/** Keys that do not say which resources of one's own account an action reaches. */
const ELSEWHERE_KEYS = new Set([
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'iam:awsservicename',
  'iam:passedtoservice',
  'iam:permissionsboundary',
  'iam:policyarn',
]);

function isNarrowed({ reference }: Model, statement: Statement): boolean {
  const others = statement.conditions.filter(({ key }) => !ELSEWHERE_KEYS.has(key.toLowerCase()));
  if (others.length === 0) return false;
  return resourcePin(reference, { ...statement, conditions: others }) !== undefined;
}

/** Whether the statement lets a role be passed to one of the services whose principals start like this (`lambda`). */
export function passesTo(statement: Statement, services: readonly string[]): boolean {
  const test = passedToService(statement);
  if (test === undefined) return true;
  return test.values.some(
    ({ value }) => typeof value !== 'string' || services.some((service) => mayStartWith(value.toLowerCase(), service)),
  );
}

/** Whether a principal, or a pattern of principals, is one of a service. */
function mayStartWith(principal: string, service: string): boolean {
  return globsIntersect(principal, `${service}.*`);
}
