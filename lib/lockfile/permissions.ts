import { createHash } from 'node:crypto';
import { textAt } from '../core/canonical';
import { holdersIn } from '../core/iam/effective';
import { attachedPolicy } from '../core/iam/managed-policy';
import type { ConditionTest, PolicyDocument, Principal, Statement, Unresolved } from '../core/iam/statement';
import type { Model } from '../core/model/model';
import type { Element } from '../core/template/resolver';
import type { Resource } from '../core/template/template';
import type { Inventory } from '../inventory/inventory';
import { addTo, sortedBy, sortedOnce } from '../inventory/order';
import { freeName } from './conditions';
import { Identities } from './identity';
import type { LockedBoundary, LockedEntryPoint, LockedFunction, LockedGrant, LockedHolder, LockedResource, PermissionLock } from './lock';

/** The permissions that an app has, with the exposure that its inventory knows. */
export function lockOf(model: Model, inventory: Inventory): PermissionLock {
  const reader = new PermissionReader(model);
  return {
    lockfileVersion: 1,
    functions: reader.functions(inventory),
    holders: reader.holders(),
    resources: reader.resources(),
    entryPoints: reader.entryPoints(inventory),
  };
}

/** Where policies that are resources of their own name what they are put on. */
const PUT_ON: Readonly<Record<string, readonly string[] | undefined>> = {
  'AWS::Lambda::Permission': ['FunctionName'],
  'AWS::SQS::QueuePolicy': ['Queues', '*'],
  'AWS::SQS::QueueInlinePolicy': ['Queue'],
  'AWS::SNS::TopicPolicy': ['Topics', '*'],
  'AWS::SNS::TopicInlinePolicy': ['TopicArn'],
  'AWS::SecretsManager::ResourcePolicy': ['SecretId'],
  'AWS::Events::EventBusPolicy': ['EventBusName'],
  'AWS::Kinesis::ResourcePolicy': ['ResourceArn'],
};

class PermissionReader {
  private readonly ids: Identities;

  constructor(private readonly model: Model) {
    this.ids = new Identities(model);
  }

  functions(inventory: Inventory): Readonly<Record<string, LockedFunction>> {
    const exposures = new Map(inventory.functions.map(({ template, logicalId, exposure }) => [`${template}#${logicalId}`, exposure]));
    return sortedRecord(
      this.model.functions.map((function_): [string, LockedFunction] => {
        const { resource, role, roleValues } = function_;
        const written = roleValues.map((value) => this.ids.show(value)).join(' or ');
        return [
          this.ids.of(resource),
          {
            role: role !== undefined ? this.ids.of(role) : written === '' ? this.ids.of(resource) : written,
            exposure: exposures.get(`${resource.template.name}#${resource.logicalId}`) ?? 'unknown',
          },
        ];
      }),
    );
  }

  entryPoints({ entryPoints, functions, apis }: Inventory): Readonly<Record<string, LockedEntryPoint>> {
    const names = new Map([...functions, ...apis].map(({ id, template, logicalId }) => [id, this.ids.at(template, logicalId)]));
    return sortedRecord(
      entryPoints.map((point): [string, LockedEntryPoint] => [
        this.ids.short(point.id, point.template),
        {
          label: `${point.service} ${point.label}`,
          exposure: point.exposure,
          authentication: [...point.authentication].sort(),
          starts: point.function === null ? null : (names.get(point.function) ?? point.function),
        },
      ]),
    );
  }

  holders(): Readonly<Record<string, LockedHolder>> {
    const documents = new Map<Resource, readonly PolicyDocument[]>();
    for (const holder of holdersIn(this.model)) documents.set(holder.resource, holder.documents);
    const trust = new Map<Resource, PolicyDocument[]>();
    for (const document of this.model.documents) {
      if (document.kind === 'trust') addTo(trust, document.resource, document);
    }
    const policies = new Map<Resource, string[]>();
    for (const { resource, arn } of this.model.attachments) {
      const policy = attachedPolicy(arn.value);
      if (policy.owner === 'template') continue;
      const name = policy.owner === 'aws' ? `AWS ${policy.path}${policy.name}` : this.ids.show(arn);
      addTo(policies, resource, name);
    }
    const all = new Set([...documents.keys(), ...trust.keys(), ...policies.keys()]);
    return sortedRecord(
      [...all].map((resource): [string, LockedHolder] => {
        const own = documents.get(resource) ?? [];
        const trusting = trust.get(resource) ?? [];
        return [
          this.ids.of(resource),
          {
            trusts: this.grants(trusting, 'Allow', true),
            policies: sortedOnce(policies.get(resource) ?? []),
            may: this.grants(own, 'Allow', false),
            mustNot: this.grants(own, 'Deny', false),
            boundary: this.boundaryOf(resource),
            unread: sortedOnce([...this.unreadIn([...own, ...trusting]), ...this.unreadBoundaryOf(resource)]),
          },
        ];
      }),
    );
  }

  resources(): Readonly<Record<string, LockedResource>> {
    const documents = new Map<string, PolicyDocument[]>();
    for (const document of this.model.documents) {
      if (document.kind !== 'resource') continue;
      addTo(documents, this.ids.of(document.resource), document);
    }
    return sortedRecord(
      [...documents].map(([id, own]): [string, LockedResource] => [
        id,
        {
          letsIn: this.grants(own, 'Allow', true),
          keepsOut: this.grants(own, 'Deny', true),
          unread: this.unreadIn(own),
        },
      ]),
    );
  }

  private boundaryOf(resource: Resource): LockedBoundary | null {
    const node = resource.properties.PermissionsBoundary;
    if (node === undefined) return null;
    const resolver = this.model.resolverOf(resource.template);
    // A boundary that may be absent limits nothing.
    if (resolver.canBeAbsent(node)) return null;
    const policies = this.model.values(resource, 'PermissionsBoundary');
    if (policies.length === 0) return null;
    const documents = policies.map((policy) => this.documentsOf(resource, policy));
    const known = documents.flatMap((own) => own ?? []);
    const [only, ...others] = documents;
    return {
      policy: sortedOnce(policies.map((policy) => this.ids.show(policy))).join(' or '),
      may: documents.includes(undefined) ? null : this.grants(known, 'Allow', false),
      // Of several, some deployment has one that does not deny it.
      mustNot: only === undefined || others.length > 0 ? [] : this.grants(only, 'Deny', false),
    };
  }

  /** The documents of a policy that is in the input. */
  private documentsOf(resource: Resource, { value }: Element): readonly PolicyDocument[] | undefined {
    const target = this.model.resolverOf(resource.template).target(value);
    return target === undefined ? undefined : this.model.documents.filter((document) => document.resource === target);
  }

  /** What of its boundary could not be read. */
  private unreadBoundaryOf(resource: Resource): readonly string[] {
    const documents = this.model.values(resource, 'PermissionsBoundary').flatMap((policy) => this.documentsOf(resource, policy) ?? []);
    return this.unreadIn(documents).map((text) => `permissions boundary, ${text}`);
  }

  private grants(documents: readonly PolicyDocument[], effect: 'Allow' | 'Deny', withPrincipals: boolean): readonly LockedGrant[] {
    return mergedGrants(
      documents.flatMap(({ statements }) =>
        statements
          .filter((statement) => (effect === 'Deny' ? isSureDeny(statement) : statement.effect !== 'Deny'))
          .flatMap((statement) => this.grantsOf(statement, withPrincipals)),
      ),
    );
  }

  private grantsOf(statement: Statement, withPrincipals: boolean): readonly LockedGrant[] {
    const texts = (values: readonly { readonly value: Principal['value'] }[]) => sortedOnce(values.map((value) => this.ids.show(value)));
    const actions =
      statement.notActions.length > 0 ? { actionsExcept: texts(statement.notActions) } : { actions: texts(statement.actions) };
    const when = whenOf(this.tests(statement.conditions));
    const ons: readonly LockedGrant[] =
      statement.notResources.length > 0
        ? [{ onExcept: texts(statement.notResources) }]
        : texts(this.resourcesOf(statement)).map((on) => ({ on }));
    const whos: readonly LockedGrant[] = !withPrincipals
      ? [{}]
      : statement.notPrincipals.length > 0
        ? [{ whoExcept: sortedOnce(statement.notPrincipals.map((one) => this.principal(one))) }]
        : sortedOnce(statement.principals.map((one) => this.principal(one))).map((who) => ({ who }));
    return whos.flatMap((who) => (ons.length === 0 ? [{}] : ons).map((on): LockedGrant => ({ ...who, ...on, ...actions, ...when })));
  }

  /** A policy of a resource that says `*`, or no resource, is about what it is put on. */
  private resourcesOf({ resources, document: { kind, resource } }: Statement): readonly Element[] {
    if (kind !== 'resource' || !resources.every(({ value }) => value === '*')) return resources;
    const property = PUT_ON[resource.type];
    const guarded = property === undefined ? [] : this.model.values(resource, ...property);
    return guarded.length === 0 ? resources : guarded;
  }

  private principal({ type, value }: Principal): string {
    return type === '*' ? 'AWS *' : `${type} ${this.ids.show({ value })}`;
  }

  private tests(conditions: readonly ConditionTest[]): Readonly<Record<string, readonly string[]>> {
    const tests: Record<string, readonly string[]> = {};
    for (const { operator, key, values } of conditions) {
      const name = freeName(`${operator} ${key}`, tests);
      tests[name] = sortedOnce(values.map((value) => this.ids.show(value)));
    }
    return tests;
  }

  private unreadIn(documents: readonly PolicyDocument[]): readonly string[] {
    return sortedOnce(
      documents.flatMap((document) => [
        ...this.unreadAt(document, document.unresolved),
        ...document.statements.flatMap((statement) => [
          ...this.unreadAt(document, statement.unresolved),
          ...this.unreadAt(document, unknownIn(statement)),
        ]),
      ]),
    );
  }

  /** With a digest of what is written there: what cannot be read may allow more after a change. */
  private unreadAt({ resource }: PolicyDocument, unresolved: readonly Unresolved[]): readonly string[] {
    return unresolved.map(({ element, reason, at }) => {
      const text = textAt(resource.template, at, (named) => this.ids.of(named));
      const digest = text === undefined ? '' : ` (digest ${createHash('sha256').update(text).digest('hex').slice(0, 16)})`;
      return `${element}: ${reason}${digest}`;
    });
  }
}

/** Values of which some part is not known. */
function unknownIn({
  actions,
  notActions,
  resources,
  notResources,
  principals,
  notPrincipals,
  conditions,
}: Statement): readonly Unresolved[] {
  const lists = {
    Action: actions,
    NotAction: notActions,
    Resource: resources,
    NotResource: notResources,
    Principal: principals,
    NotPrincipal: notPrincipals,
    Condition: conditions.flatMap(({ values }) => values),
  };
  return Object.entries(lists).flatMap(([element, values]) =>
    values
      .filter(({ value }) => typeof value !== 'string' && value.parts.some((part) => typeof part !== 'string' && part.kind === 'unknown'))
      .map(({ at }) => ({ element, reason: 'a part of the value is not known', at })),
  );
}

/** A Deny that some deployment leaves out takes nothing back. */
function isSureDeny({ effect, optional, world, document, unresolved }: Statement): boolean {
  return effect === 'Deny' && !optional && world.size === 0 && document.resource.condition === undefined && unresolved.length === 0;
}

function whenOf(tests: Readonly<Record<string, readonly string[]>>): Pick<LockedGrant, 'when'> {
  const names = Object.keys(tests).sort();
  return names.length === 0 ? {} : { when: Object.fromEntries(names.map((name) => [name, tests[name] ?? []])) };
}

/** Grants that differ in their actions alone become one. */
function mergedGrants(grants: readonly LockedGrant[]): readonly LockedGrant[] {
  const merged = new Map<string, LockedGrant>();
  for (const grant of grants) {
    const { actions, ...rest } = grant;
    const key = JSON.stringify(actions === undefined ? grant : rest);
    const known = merged.get(key);
    if (known === undefined) merged.set(key, inOrder(grant));
    else if (actions !== undefined) merged.set(key, inOrder({ ...known, actions: sortedOnce([...(known.actions ?? []), ...actions]) }));
  }
  return sortedGrants([...merged.values()]);
}

/** With the keys in the order in which people read them. */
function inOrder({ who, whoExcept, on, onExcept, actions, actionsExcept, when }: LockedGrant): LockedGrant {
  return {
    ...(who === undefined ? {} : { who }),
    ...(whoExcept === undefined ? {} : { whoExcept }),
    ...(on === undefined ? {} : { on }),
    ...(onExcept === undefined ? {} : { onExcept }),
    ...(actions === undefined ? {} : { actions }),
    ...(actionsExcept === undefined ? {} : { actionsExcept }),
    ...(when === undefined ? {} : { when }),
  };
}

function sortedGrants(grants: readonly LockedGrant[]): readonly LockedGrant[] {
  const once = new Map(grants.map((grant) => [JSON.stringify(grant), grant]));
  return sortedBy(once, ([text]) => text).map(([, grant]) => grant);
}

function sortedRecord<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries(sortedBy(entries, ([id]) => id));
}
