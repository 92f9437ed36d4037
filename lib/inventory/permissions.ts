import { patternAllows } from '../core/iam/action';
import { describeResource } from '../core/iam/arn';
import { type Holder, holdersIn } from '../core/iam/effective';
import { isOutOfReachOfCode } from '../core/iam/grant';
import { attachedPolicy, isFullAccessPolicy } from '../core/iam/managed-policy';
import type { PolicyDocument, Statement } from '../core/iam/statement';
import type { Model } from '../core/model/model';
import type { Element } from '../core/template/resolver';
import type { Resource } from '../core/template/template';
import { type AwsStatement, awsPolicyNamed } from './aws-policies';
import { conditionsInWords } from './conditions';
import { DEFAULT_BUS, isDefaultBusArn } from './default-bus';
import { ALL_EFFECTS, EffectReader } from './effects';
import type { Effect, InventoryPermission } from './inventory';
import { HolderLimits } from './limits';
import { byText, sortedOnce } from './order';
import type { ResourceIndex } from './resource-index';
import { type StoreKind, storeKinds } from './store-kinds';
import type { Things } from './things';

/** What every holder may do, as its policies say it. */
export interface Permissions {
  /** Sorted. */
  readonly all: readonly InventoryPermission[];
  /** The holders, by their resource. */
  readonly holders: ReadonlyMap<Resource, Holder>;
}

/** Reads what every holder of the input may do: identity policies, managed policies, and resource policies that name it. */
export function readPermissions(model: Model, things: Things, index: ResourceIndex): Permissions {
  const reader = new PermissionReader(model, things, index);
  const holders = new Map(holdersIn(model).map((holder) => [holder.resource, holder]));
  for (const holder of holders.values()) reader.readHolder(holder);
  for (const { resource, arn } of model.attachments) reader.readAttachment(resource, arn);
  for (const document of model.documents) if (document.kind === 'resource') reader.readResourcePolicy(document);
  return { all: reader.permissions(), holders };
}

/** A permission that is being put together from several statements. */
interface Draft extends Omit<InventoryPermission, 'actions' | 'effects' | 'covers'> {
  readonly actions: Set<string>;
  readonly effects: Set<Effect>;
  readonly covers: Set<string>;
}

class PermissionReader {
  private readonly drafts = new Map<string, Draft>();
  private readonly effects: EffectReader;

  constructor(
    private readonly model: Model,
    private readonly things: Things,
    private readonly index: ResourceIndex,
  ) {
    this.effects = new EffectReader(model.reference);
  }

  permissions(): readonly InventoryPermission[] {
    return [...this.drafts.values()]
      .map((draft) => ({
        ...draft,
        actions: sortedOnce(draft.actions),
        effects: sortedOnce(draft.effects),
        covers: sortedOnce(draft.covers),
      }))
      .sort(
        (a, b) =>
          byText(a.holder, b.holder) ||
          byText(a.resource, b.resource) ||
          byText(a.conditions.join('\n'), b.conditions.join('\n')) ||
          byText(a.note ?? '', b.note ?? '') ||
          byText(a.actions.join('\n'), b.actions.join('\n')),
      );
  }

  readHolder(holder: Holder): void {
    const id = this.things.idOf(holder.resource);
    const limits = new HolderLimits(this.model, holder);
    for (const document of holder.documents) {
      for (const { element, reason } of document.unresolved) {
        this.draft(id, null, '*', [], `what cannot be read of its policy may allow more: ${element}: ${reason}`, true);
      }
      for (const statement of document.statements) {
        if (statement.effect !== 'Deny') this.readStatement(id, statement, limits, noteOf(statement));
      }
    }
  }

  /** What the policy of a resource gives a role or user of the input by name. */
  readResourcePolicy(document: PolicyDocument): void {
    if (document.harmless) return;
    const guarded = document.resource;
    for (const statement of document.statements) {
      if (statement.effect === 'Deny') continue;
      const resolver = this.model.resolverOf(guarded.template);
      for (const { value, type } of statement.principals) {
        if (type !== 'AWS' && type !== 'other') continue;
        const holder = resolver.target(value);
        if (holder === undefined || !holder.type.startsWith('AWS::IAM::')) continue;
        this.readStatement(this.things.idOf(holder), statement, undefined, `granted by the policy ${this.model.nameOf(guarded)}`, guarded);
      }
    }
  }

  readAttachment(resource: Resource, { value }: Element): void {
    const policy = attachedPolicy(value);
    if (policy.owner === 'template') return;
    const id = this.things.idOf(resource);
    const target = this.model.resolverOf(resource.template).target(value);
    if (target?.type === 'AWS::IAM::ManagedPolicy') return;
    if (policy.owner === 'unread') {
      const name = this.model.show({ value, at: undefined }, resource);
      this.draft(id, null, '*', [], `the policy ${name} is not in the input: what it allows is not known`, true);
      return;
    }
    const known = awsPolicyNamed(policy.name);
    if (known === undefined) {
      const draft = this.draft(id, null, '*', [], `AWS managed policy ${policy.name}: its text is not in the input`, true);
      for (const effect of effectsByName(policy.name)) draft.effects.add(effect);
      return;
    }
    const note = `AWS managed policy ${policy.name}${known.complete ? '' : ', which allows more'}`;
    for (const statement of known.statements) this.readAwsStatement(id, statement, note);
  }

  private readAwsStatement(holder: string, { actions, resource }: AwsStatement, note: string): void {
    const granted = { value: resource, at: undefined, scope: describeResource(resource) };
    const draft = this.draft(holder, null, resource, [], note, true);
    for (const action of actions) {
      draft.actions.add(action);
      const found = this.effects.effectsOf(action, granted);
      for (const effect of found.effects) draft.effects.add(effect);
      this.cover(draft, resource, found.everything ? storeKinds : found.kinds);
    }
  }

  private readStatement(
    holder: string,
    statement: Statement,
    limits: HolderLimits | undefined,
    note: string | null,
    guarded?: Resource,
  ): void {
    const conditions = conditionsInWords(this.model, statement);
    const own = statement.document.resource;
    const resources = this.resourcesOf(statement, guarded);
    for (const { value, shown, all } of resources) {
      const element = { value, at: undefined, scope: describeResource(value) };
      const named = guarded !== undefined && all ? guarded : this.index.named(value, own);
      const bus = named === undefined && isDefaultBusArn(value) ? DEFAULT_BUS : null;
      const store = named === undefined || isPattern(element.scope.kind) ? bus : this.things.idOf(named);
      const wildcard = store === null && (all || isPattern(element.scope.kind));
      const unknown = element.scope.kind === 'unknown' && store === null ? 'which resource it is, is only known at deployment' : null;
      const draft = this.draft(holder, store, shown, conditions, joined(note, unknown), wildcard);
      for (const { value: action } of statement.actions) {
        if (typeof action !== 'string') {
          draft.actions.add(this.model.show({ value: action, at: undefined }, own));
          for (const effect of ALL_EFFECTS) draft.effects.add(effect);
          continue;
        }
        const found = this.effects.effectsOf(action, element);
        const kept = limits?.within(statement, action, element, found) ?? found.effects;
        if (kept === 'none') continue;
        draft.actions.add(action);
        for (const effect of kept) draft.effects.add(effect);
        if (wildcard) this.cover(draft, value, found.everything ? storeKinds : found.kinds);
      }
      if (statement.notActions.length > 0) this.readNotActions(draft, statement, value);
      if (draft.actions.size === 0) this.drop(draft);
    }
  }

  /** Everything but a list: what the list leaves in is not worked out action by action, but by what kinds of stores it spares. */
  private readNotActions(draft: Draft, statement: Statement, value: Element['value']): void {
    const own = statement.document.resource;
    const listed = sortedOnce(statement.notActions.map((element) => this.model.show(element, own)));
    draft.actions.add(`all but ${listed.join(', ')}`);
    for (const effect of ALL_EFFECTS) draft.effects.add(effect);
    const spared = (service: string) =>
      statement.notActions.some(({ value: pattern }) => typeof pattern === 'string' && patternAllows(pattern, `${service}:\u0001`));
    if (draft.wildcard)
      this.cover(
        draft,
        value,
        storeKinds.filter(({ access }) => access.some(([service]) => !spared(service))),
      );
  }

  private resourcesOf(
    statement: Statement,
    guarded: Resource | undefined,
  ): readonly { value: Element['value']; shown: string; all: boolean }[] {
    const own = statement.document.resource;
    if (statement.notResources.length > 0) {
      const but = sortedOnce(statement.notResources.map((element) => this.model.show(element, own)));
      return [{ value: '*', shown: `everything but ${but.join(', ')}`, all: true }];
    }
    if (statement.resources.length === 0 || (guarded !== undefined && statement.resources.every(({ value }) => value === '*'))) {
      return [{ value: '*', shown: guarded === undefined ? '<unknown>' : this.model.nameOf(guarded), all: true }];
    }
    return statement.resources.map((element) => ({
      value: element.value,
      shown: this.model.show(element, own),
      all: describeResource(element.value).kind === 'everything',
    }));
  }

  private cover(draft: Draft, value: Element['value'], kinds: readonly StoreKind[]): void {
    for (const id of this.index.covered(value, kinds, (resource) => this.things.idOf(resource))) draft.covers.add(id);
  }

  private draft(
    holder: string,
    store: string | null,
    resource: string,
    conditions: readonly string[],
    note: string | null,
    wildcard: boolean,
  ): Draft {
    const key = keyOf({ holder, store, resource, conditions, note });
    let draft = this.drafts.get(key);
    if (draft === undefined) {
      draft = { holder, store, resource, conditions, note, wildcard, actions: new Set(), effects: new Set(), covers: new Set() };
      this.drafts.set(key, draft);
    }
    return draft;
  }

  private drop(draft: Draft): void {
    this.drafts.delete(keyOf(draft));
  }
}

function keyOf({
  holder,
  store,
  resource,
  conditions,
  note,
}: Pick<InventoryPermission, 'holder' | 'store' | 'resource' | 'conditions' | 'note'>): string {
  return [holder, store ?? '', resource, note ?? '', ...conditions].join('\u0001');
}

function isPattern(kind: ReturnType<typeof describeResource>['kind']): boolean {
  return kind === 'everything' || kind === 'service-wide' || kind === 'prefix';
}

function joined(...notes: readonly (string | null)[]): string | null {
  const said = notes.filter((note) => note !== null);
  return said.length === 0 ? null : said.join('; ');
}

function noteOf(statement: Statement): string | null {
  const unread = statement.unresolved
    .filter(({ element }) => element !== 'Condition')
    .map(({ element, reason }) => `${element}: ${reason}`);
  return joined(
    isOutOfReachOfCode(statement) ? 'only the Lambda service itself can use it' : null,
    statement.effect === 'unknown' ? 'whether it allows or denies is not known' : null,
    unread.length === 0 ? null : `not known: ${sortedOnce(unread).join(', ')}`,
  );
}

function effectsByName(name: string): readonly Effect[] {
  if (isFullAccessPolicy(name) || name.includes('PowerUser') || name.includes('Administrator')) return ALL_EFFECTS;
  if (name.includes('ReadOnly') || name.includes('Viewer')) return ['list', 'read'];
  return [];
}
