import { parseOperator } from '../../core/iam/condition';
import { publicStatements } from '../../core/iam/exposure';
import { globsIntersect } from '../../core/iam/pattern';
import type { PolicyDocument, Statement } from '../../core/iam/statement';
import { mayAllow, partiesOf } from '../../core/iam/trust';
import { isObject, type Json } from '../../core/json';
import type { Model } from '../../core/model/model';
import { scopeOf } from '../../core/model/resource-grants';
import type { Resource } from '../../core/template/template';
import { DEFAULT_BUS } from '../default-bus';
import { isWiderExposure } from '../exposures';
import type { Effect, Exposure, InventoryPermission } from '../inventory';
import { addTo, sortedOnce } from '../order';
import { coveredBy, mayInvoke } from '../steps';
import { restrictedCallers } from '../store-exposure';
import { storeKinds } from '../store-kinds';
import type { Things } from '../things';
import { type Starter, shownValue, triggerBy } from './starter';

/** Whom a role lets take it on from outside of the account. */
interface Admission {
  readonly service: 'Cognito identity pool' | 'IAM role';
  readonly exposure: Exposure;
  readonly who: string;
}

/**
 * What people from outside of the account may start and use through roles that they can take on: guests and users of
 * identity pools, other accounts, organizations, everybody. What only a wildcard gives to named accounts and organizations is
 * left to the permissions.
 */
export function* assumedRoleStarters(
  model: Model,
  things: Things,
  permissions: readonly InventoryPermission[],
  connected: readonly Starter[],
): Iterable<Starter> {
  const admissions = admissionsOf(model);
  if (admissions.size === 0) return;
  const byHolder = new Map<string, InventoryPermission[]>();
  for (const permission of permissions) addTo(byHolder, permission.holder, permission);
  for (const policy of model.resourcesOfType('AWS::IAM::Policy')) {
    // A policy that names its role by a part of the role's ARN stands for itself among the holders.
    const own = byHolder.get(things.idOf(policy)) ?? [];
    if (own.length === 0) continue;
    for (const role of namedAnywhereIn(policy, policy.properties.Roles)) {
      for (const permission of own) addTo(byHolder, things.idOf(role), permission);
    }
  }
  const reachable = new Reachable(model, things, connected);
  for (const [role, admitted] of admissions) {
    const held = byHolder.get(things.idOf(role)) ?? [];
    for (const { service, exposure, who } of admitted) {
      const strangers = isWiderExposure(exposure, 'other-account');
      for (const [target, { effects, from }] of reachable.through(held.filter(({ wildcard }) => strangers || !wildcard))) {
        const isFunction = target !== DEFAULT_BUS && reachable.isFunction(target);
        yield {
          ...triggerBy(service, 'synchronous', exposure, who, {
            label: model.nameOf(role),
            by: role,
            ...(isFunction ? { function: target } : { store: target }),
            ...(from === undefined ? {} : { from }),
          }),
          ...(isFunction ? {} : { effects: sortedOnce(effects) }),
        };
      }
    }
  }
}

/** The roles of the template that a node points at, whatever is cut out of their ARNs. */
function namedAnywhereIn({ template }: Resource, node: Json | undefined): ReadonlySet<Resource> {
  const found = new Set<Resource>();
  const visit = (value: Json | undefined): void => {
    if (Array.isArray(value)) for (const member of value) visit(member);
    else if (isObject(value)) {
      const { Ref, 'Fn::GetAtt': attribute } = value;
      const [name] = Array.isArray(attribute) ? attribute : typeof attribute === 'string' ? attribute.split('.') : [Ref];
      const target = typeof name === 'string' ? template.resources.get(name) : undefined;
      if (target?.type === 'AWS::IAM::Role') found.add(target);
      for (const member of Object.values(value)) visit(member);
    }
  };
  visit(node);
  return found;
}

/** Whom each role lets in from outside: the widest of each service. */
function admissionsOf(model: Model): ReadonlyMap<Resource, readonly Admission[]> {
  const found = new Map<Resource, Admission[]>();
  for (const document of model.documents) {
    if (document.kind !== 'trust' || document.harmless) continue;
    const widest = new Map<Admission['service'], Admission>();
    for (const admission of admittedBy(model, document)) {
      const known = widest.get(admission.service);
      if (known === undefined || isWiderExposure(admission.exposure, known.exposure)) widest.set(admission.service, admission);
    }
    for (const admission of widest.values()) addTo(found, document.resource, admission);
  }
  return found;
}

const IDENTITY_POOLS = 'cognito-identity.amazonaws.com';

function* admittedBy(model: Model, document: PolicyDocument): Iterable<Admission> {
  const open = publicStatements(document);
  for (const { statement, answer, principal } of open) {
    if (isForPools(statement)) continue;
    const exposure = answer === 'unknown' ? 'unknown' : principal.type === 'Federated' ? 'anyone' : 'any-account';
    const who = { unknown: 'not known: who may take on the role cannot be read', anyone: 'anyone', 'any-account': 'every AWS account' };
    yield { service: 'IAM role', exposure, who: `${who[exposure]}${exposure === 'unknown' ? '' : ', by taking on the role'}` };
  }
  for (const statement of document.statements) {
    if (statement.effect === 'Deny') continue;
    if (isForPools(statement)) {
      yield* fromPools(model, statement);
      continue;
    }
    for (const { home, account, principal } of partiesOf(model, statement)) {
      if (home === 'own') continue;
      const named = account === undefined ? model.show(principal, document.resource) : `account ${account}`;
      yield { service: 'IAM role', exposure: 'other-account', who: `${named}, by taking on the role` };
    }
    if (open.some((each) => each.statement === statement)) continue;
    const kinds = statement.principals.map((principal) => scopeOf(statement, principal).kind);
    if (kinds.includes('unknown') && statement.conditions.length > 0) {
      const who = 'accounts that whoever deploys chooses, by taking on the role';
      yield { service: 'IAM role', exposure: 'other-account', who };
    }
    if (!kinds.some((kind) => kind === 'anyone' || kind === 'any-account-member')) continue;
    const { exposure, subject } = restrictedCallers(statement);
    if (isWiderExposure(exposure, 'account')) yield { service: 'IAM role', exposure, who: `${subject}, by taking on the role` };
  }
}

function isForPools(statement: Statement): boolean {
  return (
    mayAllow(statement, 'sts:AssumeRoleWithWebIdentity') &&
    statement.principals.some(({ type, value }) => type === 'Federated' && value === IDENTITY_POOLS)
  );
}

/** Guests where the trust policy takes them and the pool lets them in; else users who signed in. */
function* fromPools(model: Model, statement: Statement): Iterable<Admission> {
  const { resource } = statement.document;
  const resolver = model.resolverOf(resource.template);
  const positive = statement.conditions.filter(({ operator }) => !parseOperator(operator).negated);
  const valuesOf = (claim: string) =>
    positive.filter(({ key }) => key.toLowerCase() === `${IDENTITY_POOLS}:${claim}`).flatMap(({ values }) => values);
  const kinds = valuesOf('amr').map(({ value }) => value);
  const audiences = valuesOf('aud');
  const pools = audiences.flatMap(({ value }) => resolver.target(value) ?? []);
  const named =
    pools.length === 0 ? 'the identity pool' : `the identity pool ${sortedOnce(pools.map((pool) => model.nameOf(pool))).join(', ')}`;
  const service = 'Cognito identity pool';
  if (kinds.length === 0 || kinds.some((kind) => typeof kind !== 'string' || globsIntersect(kind, 'unauthenticated'))) {
    if (audiences.length === 0) {
      yield { service, exposure: 'anyone', who: 'anyone: guests of any identity pool' };
      return;
    }
    const answers = pools.flatMap((pool) =>
      model.readingsOf(pool).map((reading) => reading.isAlways(['AllowUnauthenticatedIdentities'], ['true'], 'no')),
    );
    const known = pools.length === audiences.length && answers.every((answer) => answer !== 'unknown');
    if (answers.includes('yes')) {
      yield { service, exposure: 'anyone', who: `anyone: guests of ${named}` };
      return;
    }
    if (!known) {
      yield { service, exposure: 'unknown', who: `anyone, if ${named} lets guests in` };
      return;
    }
    if (kinds.length > 0 && kinds.every((kind) => kind === 'unauthenticated')) return;
  }
  yield { service, exposure: 'signed-in', who: `users of ${named}` };
}

interface Use {
  readonly effects: Effect[];
  readonly from?: Starter['from'];
}

/** Finds what permissions reach: functions to start, stores to use, routes that ask for signed requests. */
class Reachable {
  private readonly resources = new Map<string, Resource>();
  private readonly functions: ReadonlySet<Resource>;
  private readonly storesOf: (permission: InventoryPermission) => readonly string[];

  constructor(
    private readonly model: Model,
    things: Things,
    private readonly connected: readonly Starter[],
  ) {
    const stores = storeKinds.flatMap(({ type }) => model.resourcesOfType(type));
    this.functions = new Set(model.functions.map(({ resource }) => resource));
    for (const resource of [...stores, ...this.functions]) this.resources.set(things.idOf(resource), resource);
    this.storesOf = coveredBy({
      stores: [
        ...stores.map((store) => ({ id: things.idOf(store), role: null, type: store.type })),
        { id: DEFAULT_BUS, role: null, type: 'AWS::Events::EventBus' },
      ],
    });
  }

  isFunction(target: Resource): boolean {
    return this.functions.has(target);
  }

  through(permissions: readonly InventoryPermission[]): ReadonlyMap<Resource | typeof DEFAULT_BUS, Use> {
    const found = new Map<Resource | typeof DEFAULT_BUS, Use>();
    const add = (target: Resource | typeof DEFAULT_BUS, effects: readonly Effect[], from?: Starter['from']) => {
      const known = found.get(target);
      if (known === undefined) found.set(target, { effects: [...effects], ...(from === undefined ? {} : { from }) });
      else known.effects.push(...effects);
    };
    for (const permission of permissions) {
      const { effects } = permission;
      if (effects.length === 0) continue;
      for (const id of this.storesOf(permission)) {
        const target = id === DEFAULT_BUS ? (this.readsDefaultBus() ? DEFAULT_BUS : undefined) : this.resources.get(id);
        if (target === undefined || (target !== DEFAULT_BUS && this.isFunction(target))) continue;
        if (effects.some((effect) => effect !== 'tag')) add(target, effects);
      }
      if (mayInvoke(permission)) for (const started of this.startedBy(permission)) add(started, effects);
      for (const { function: started, store, from } of this.connected.filter((starter) => isOpenedBy(this.model, permission, starter))) {
        for (const target of [started, store]) if (target !== undefined) add(target, ['write'], from);
      }
    }
    return found;
  }

  private readsDefaultBus(): boolean {
    return this.connected.some(({ from }) => from === DEFAULT_BUS);
  }

  private startedBy({ store, resource, wildcard }: InventoryPermission): readonly Resource[] {
    if (store !== null) {
      const named = this.resources.get(store);
      return named !== undefined && this.isFunction(named) ? [named] : [];
    }
    if (!wildcard) return [];
    const everything = resource === '*' || resource.startsWith('everything but ');
    const names = everything ? '*' : /^arn:[^:]*:(?:lambda|\*):[^:]*:[^:]*:(?:function:)?(.+)$/.exec(asGlob(resource))?.[1];
    if (names === undefined) return [];
    return [...this.functions].filter((each) => {
      const name = shownValue(this.model, each, 'FunctionName') ?? `*${each.logicalId}-*`;
      return globsIntersect(names, asGlob(name)) || globsIntersect(names, `${asGlob(name)}:*`);
    });
  }
}

/** What is only known at deployment may be anything. */
function asGlob(shown: string): string {
  return shown.replace(/\$\{[^}]*\}|<[^>]*>/g, '*');
}

/** Whether a permission is what an entry point asks for that takes signed requests, or messages of devices. */
function isOpenedBy(model: Model, { actions, resource }: InventoryPermission, starter: Starter): boolean {
  if (starter.service === 'AWS IoT') return may(actions, 'iot:publish');
  if (!starter.authentication.includes('iam') || starter.from === undefined || starter.from === DEFAULT_BUS) return false;
  const action = starter.service === 'AppSync' ? 'appsync:graphql' : 'execute-api:invoke';
  if (!may(actions, action)) return false;
  if (resource === '*' || resource.startsWith('everything but ')) return true;
  const own = new RegExp(`<${model.nameOf(starter.from).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:\\.[\\w.]+)?>(.*)$`).exec(resource);
  const [, path = ''] = own ?? [];
  if (own !== null) return starter.service === 'AppSync' || takesIn(path, starter.label);
  return (
    !resource.includes('<') && resource.includes('*') && /^arn:[^:]*:(?:execute-api|appsync|\*)/.test(resource.replace(/\$\{[^}]*\}/g, '*'))
  );
}

function may(actions: readonly string[], action: string): boolean {
  return actions.some((pattern) => pattern.startsWith('all but ') || globsIntersect(pattern.toLowerCase(), action));
}

/** Whether `/prod/GET/orders/*` takes in `GET /orders/{id}`. */
function takesIn(path: string, label: string): boolean {
  const [, , method = '*', ...rest] = asGlob(path).split('/');
  const [, verb = '*', route = '*'] = /^(\S+) (\/\S*)/.exec(label) ?? [];
  const routes = route.replace(/\{[^}]*\}/g, '*');
  const isWhole = rest.length === 0 && method.includes('*');
  return (
    (isWhole || globsIntersect(method.toLowerCase(), verb === 'ANY' ? '*' : verb.toLowerCase())) &&
    (isWhole || globsIntersect(`/${rest.join('/')}`, routes))
  );
}
