import { keyOperations } from '../access/key-operations';
import { alwaysNamesOne, type KnownAction, needsEveryResource, parseActionPattern } from '../core/iam/action';
import { describeResource, parseArn } from '../core/iam/arn';
import { attachedPolicy } from '../core/iam/managed-policy';
import { mayActOn } from '../core/iam/resource-match';
import type { PolicyDocument, Statement } from '../core/iam/statement';
import { usualActions } from '../core/iam/usual-actions';
import type { LambdaFunction, ManagedPolicyAttachment, Model } from '../core/model/model';
import { pointerOf } from '../core/path';
import type { Element } from '../core/template/resolver';
import { concat, type Hole, render } from '../core/template/symbolic';
import type { Resource } from '../core/template/template';
import { builderOf } from './builders';
import type { Candidates } from './candidates';
import type { Claim } from './claim';
import { Declarations } from './declarations';
import { denialOf } from './denials';
import { environmentOf, injectionOf } from './environment';
import { Expressions, quoted, quotedAll } from './expression';
import { parted } from './lists';
import { fits, narrowingOf } from './narrowing';
import { type OwnAccess, policyOfAws } from './own-access';
import { type Place, placeOf } from './place';
import { isNamedByKey, keysOf, keyUserOf } from './resource-key';
import type { Choice, FunctionSuggestion, LeftOut, SuggestedAccess } from './suggestion';
import { Variables } from './variables';
import { meantBy } from './wildcards';

/** What a function's role says, and what of it comes with the function itself. */
export interface FunctionInput {
  readonly fn: LambdaFunction;
  readonly documents: readonly PolicyDocument[];
  readonly attachments: readonly ManagedPolicyAttachment[];
  readonly own: OwnAccess;
}

type Suggested = Pick<FunctionSuggestion, 'constructs' | 'access' | 'initialPolicy' | 'choices' | 'leftOut'>;

/** Reads the role of one function into declarations, choices, and what is left out. */
export class FunctionReader {
  private readonly variables: Variables;
  private readonly declarations: Declarations;
  private readonly policies: SuggestedAccess[] = [];
  private readonly choices = new Map<string, Choice>();
  private readonly leftOut = new Map<
    string,
    { readonly resource: string | null; readonly because: string; readonly actions: Set<string> }
  >();
  private readonly wildcards = new Map<
    string,
    { readonly claim: Claim; readonly written: Set<string>; readonly others: Set<string>; readonly usual: Set<string> }
  >();
  private readonly denies: readonly Statement[];
  private readonly keyClaims: Claim[] = [];
  private readonly touched = new Set<Resource>();

  constructor(
    private readonly model: Model,
    private readonly input: FunctionInput,
    private readonly candidates: Candidates,
  ) {
    this.variables = new Variables(model);
    this.declarations = new Declarations(model, this.variables);
    this.denies = input.documents.flatMap(({ statements }) => statements.filter(({ effect }) => effect === 'Deny'));
  }

  read(): Suggested {
    const environment = environmentOf(this.model, this.input.fn);
    const known = new Set(environment.keys());
    this.readRole();
    for (const attachment of this.input.attachments) this.readAttachment(attachment, known);
    for (const { statements } of this.input.documents) {
      for (const statement of statements) if (statement.effect !== 'Deny') this.readStatement(statement, known);
    }
    this.readKeys();
    const access = this.inject(this.declarations.list(), environment);
    this.policies.push(...this.declarations.statements);
    for (const { actions, resource } of this.declarations.unsaid) {
      this.choose(
        undefined,
        `${listed(actions)} on "${resource}": no expression gives this ARN; declare it with Access.toArn(arn, ${quotedAll(actions)})`,
        [],
      );
    }
    this.nameWildcards();
    this.nameNewKeys(access);
    return {
      constructs: this.variables.list(),
      access,
      initialPolicy: this.policies,
      choices: [...this.choices.values()],
      leftOut: this.listLeftOut(),
    };
  }

  private readRole(): void {
    const { fn } = this.input;
    if (fn.role !== undefined) return;
    for (const { value } of fn.roleValues) {
      const role = render(value, (hole) => this.model.nameOf(hole));
      this.choose(undefined, `its role "${role}" is not in the input: what it may do is not known`, []);
    }
  }

  private readAttachment({ arn, resource }: ManagedPolicyAttachment, known: ReadonlySet<Resource>): void {
    const policy = attachedPolicy(arn.value);
    if (policy.owner === 'template') return;
    const shown = this.model.show(arn, resource);
    if (policy.owner === 'unread') {
      this.choose(arn, `the policy "${shown}" is attached, and is not in the input: declare what the code calls of it`, [], resource);
      return;
    }
    const about = policyOfAws(policy);
    if ('leftOut' in about) {
      this.leaveOut([policy.name], null, about.leftOut);
      return;
    }
    const usual = about.service === undefined ? [] : this.usualOf(about.service);
    const candidates = this.candidatesFor(usual, known);
    this.choose(arn, `AWS's policy "${policy.name}" is attached: declare what the code calls of it`, candidates, resource);
  }

  private usualOf(service: string): readonly KnownAction[] {
    const names = usualActions.get(service)?.[0] ?? [];
    return names.flatMap((name) => parseActionPattern(this.model.reference, `${service}:${name}`).actions);
  }

  private readStatement(statement: Statement, known: ReadonlySet<Resource>): void {
    const unreadable = unreadableIn(statement);
    if (unreadable !== undefined) {
      this.choose(statement, `${unreadable}: declare what the code calls`, []);
      return;
    }
    const isConditional = this.isConditional(statement);
    for (const on of statement.resources) {
      const place = placeOf(this.model, statement.document.resource, on.value);
      const claim = { statement, on, place, narrowing: narrowingOf(statement) };
      const actions = statement.actions.flatMap(({ value }) => (typeof value === 'string' ? this.readAction(claim, value) : []));
      if (actions.length > 0) this.take({ ...claim, actions: [...new Set(actions)] }, isConditional, known);
    }
  }

  /** What a pattern of actions means on one resource. */
  private readAction(claim: Omit<Claim, 'actions'>, written: string): readonly KnownAction[] {
    const { reference } = this.model;
    const { statement, on, place } = claim;
    const pattern = parseActionPattern(reference, written);
    const shown = this.shown(claim);
    if (pattern.kind === 'all') {
      this.choose(statement, `"${written}" on "${shown}" allows every action of every service: declare what the code calls`, []);
      return [];
    }
    if (pattern.actions.length === 0) {
      this.leaveOut([written], shown, `AWS had no such action on ${reference.date}`);
      return [];
    }
    const useless =
      pattern.kind === 'exact' && place.kind !== 'every' ? pattern.actions.filter(({ action }) => action.resourceTypes.length === 0) : [];
    if (useless.length > 0) {
      const advice = `Access.withoutResource(${quotedAll(idsOf(useless))}) would`;
      this.leaveOut(idsOf(useless), shown, `AWS takes it on "*" only, so that it allows nothing here; ${advice}`);
    }
    const applying = pattern.actions.filter((action) => place.kind === 'every' || mayActOn(reference, action, on.value));
    const left = applying.filter((action) => !this.isTakenBack(action, on, shown) && !this.isOwn(action, place, shown));
    const { usual, others } = meantBy(pattern, left);
    if (others.length > 0) this.noteWildcard({ ...claim, actions: usual }, written, others);
    return usual;
  }

  private isTakenBack(action: KnownAction, on: Element, shown: string): boolean {
    const denial = denialOf(this.denies, action.id, on);
    if (denial === 'certain') this.leaveOut([action.id], shown, 'a Deny takes it back');
    return denial === 'certain';
  }

  private isOwn(action: KnownAction, place: Place, shown: string): boolean {
    const reason = this.input.own.because(action.id, place, shown);
    if (reason !== undefined) this.leaveOut([action.id], shown, reason);
    return reason !== undefined;
  }

  private take(claim: Claim, isConditional: boolean, known: ReadonlySet<Resource>): void {
    const { place, statement, narrowing, actions } = claim;
    const reason = isConditional ? 'only under a condition of the template' : this.denialReason(claim);
    if (reason !== undefined) {
      this.choose(statement, `${listed(idsOf(actions))} on "${this.shown(claim)}" ${reason}`, this.declared(claim));
      return;
    }
    if (place.kind === 'resource' && place.resource.type === 'AWS::KMS::Key' && narrowing.kind !== 'options') {
      this.keyClaims.push(claim);
      return;
    }
    if (isEveryVersion(place)) {
      this.leaveOut(
        idsOf(actions),
        this.shown(claim),
        'it is every version and alias: declare the one that is called, Access.lambdaFunction(alias).invoke()',
      );
      return;
    }
    if (place.kind === 'every') {
      const [free, bound] = parted(actions, (action) => needsEveryResource(action) || !alwaysNamesOne(action));
      if (free.length > 0) this.declare({ ...claim, actions: free });
      if (bound.length > 0) this.chooseResource({ ...claim, actions: bound }, known);
      return;
    }
    if (place.kind === 'broad') this.chooseResource(claim, known);
    else this.declare(claim);
  }

  private denialReason({ actions, on }: Claim): string | undefined {
    const isPossible = actions.some(({ id }) => denialOf(this.denies, id, on) === 'possible');
    return isPossible ? 'may be taken back in part by a Deny of the role: keep the Deny with addToRolePolicy' : undefined;
  }

  /** Declares what a builder can say, and writes a statement for conditions that none offers. */
  private declare(claim: Claim): void {
    const { narrowing, place } = claim;
    const [fitting, others] = parted(claim.actions, ({ id }) => fits(narrowing, id));
    if (fitting.length > 0) {
      const unsaid = this.declarations.add({ ...claim, actions: fitting });
      if (place.kind === 'resource') this.touched.add(place.resource);
      if (unsaid.length > 0) this.state({ ...claim, actions: fitting });
    }
    if (others.length > 0) this.state({ ...claim, actions: others });
  }

  /** A statement as it is, where it names its actions and resources. */
  private state(claim: Claim): void {
    const { statement, actions, on, place } = claim;
    const from = statement.document.resource;
    const expressions = new Expressions(this.model, from, this.variables);
    const resource = place.kind === 'broad' ? undefined : expressions.of(on.value);
    const conditions = statement.conditions.map(({ operator, key, values }) => {
      const codes = values.map(({ value }) => expressions.of(value));
      return codes.includes(undefined) ? undefined : `${operator}\n${quoted(key)}: [${codes.join(', ')}]`;
    });
    const shown = this.shown(claim);
    if (resource === undefined || conditions.includes(undefined)) {
      this.choose(statement, `${listed(idsOf(actions))} on "${shown}": no builder says this; declare what the code calls`, []);
      return;
    }
    const sorted = [...idsOf(actions)].sort();
    const condition = conditions.length === 0 ? '' : `, conditions: { ${byOperator(conditions)} }`;
    const code = `new iam.PolicyStatement({ actions: [${quotedAll(sorted)}], resources: [${resource}]${condition} })`;
    if (!this.policies.some((known) => known.code === code)) this.policies.push({ code, grants: [{ actions: sorted, resource: shown }] });
  }

  private chooseResource(claim: Claim, known: ReadonlySet<Resource>): void {
    const { statement, actions } = claim;
    for (const own of byService(actions)) {
      const what = `${listed(idsOf(own))} on "${this.shown(claim)}": name the resources that the code uses`;
      const here = this.inOneRegion({ ...claim, actions: own });
      this.choose(statement, what, here ?? this.candidatesFor(own, known, claim));
    }
  }

  /** One resource in every region is most often meant in the function's own. */
  private inOneRegion({ on, statement, actions, narrowing }: Claim): readonly string[] | undefined {
    const scope = describeResource(on.value);
    const arn = scope.kind === 'wildcard-region' || scope.otherwise === 'wildcard-region' ? parseArn(on.value) : undefined;
    if (arn?.region !== '*' || narrowing.kind !== 'none') return undefined;
    const { partition, service, account, resource } = arn;
    const value = concat(['arn:', partition, ':', service, ':', { parts: [REGION] }, ':', account, ':', resource]);
    const code = new Expressions(this.model, statement.document.resource, this.variables).of(value);
    return code === undefined ? undefined : [`Access.toArn(${code}, ${quotedAll([...idsOf(actions)].sort())})`];
  }

  private candidatesFor(actions: readonly KnownAction[], known: ReadonlySet<Resource>, claim?: Claim): readonly string[] {
    if (actions.length === 0) return [];
    const pattern = claim === undefined ? '*' : this.shown(claim);
    return this.candidates.of({ actions, pattern, from: this.input.fn.resource }, this.variables, known);
  }

  /** The same claim as declarations of its own. */
  private declared(claim: Claim): readonly string[] {
    const { place, actions } = claim;
    const isFree = (action: KnownAction) => needsEveryResource(action) || !alwaysNamesOne(action);
    if (place.kind === 'broad' || (place.kind === 'every' && !actions.every(isFree))) return [];
    const declarations = new Declarations(this.model, this.variables);
    declarations.add(claim);
    return declarations.list().map(({ code }) => code);
  }

  /** The operations on keys: those of encrypted resources come with the access to these. */
  private readKeys(): void {
    const users = [...this.touched, ...this.input.own.attached, this.input.fn.resource];
    for (const claim of this.keyClaims) {
      if (claim.place.kind !== 'resource') continue;
      const user = keyUserOf(this.model, claim.place.resource, users);
      if (user === undefined) this.declare(claim);
      else this.leaveOut(idsOf(claim.actions), this.shown(claim), `the access to ${this.model.nameOf(user)} brings what its key needs`);
    }
  }

  /** Access to an encrypted resource brings the use of its key, which a role may lack that could not use the resource so far. */
  private nameNewKeys(access: readonly SuggestedAccess[]): void {
    const held = new Set(this.keyClaims.flatMap(({ place }) => (place.kind === 'resource' ? [place.resource] : [])));
    for (const resource of this.touched) {
      const variable = this.variables.known(resource);
      const actions = access.flatMap(({ code, grants }) =>
        variable !== undefined && isBuilderOf(code, variable) ? grants.flatMap((each) => each.actions) : [],
      );
      const operations = keyOperations(actions);
      if (operations.length === 0) continue;
      for (const key of keysOf(this.model, resource)) {
        if (held.has(key) || isNamedByKey(this.model, key, this.input.fn.role)) continue;
        const what = `the access to "${this.model.nameOf(resource)}" also brings ${listed(operations)} on its key "${this.model.nameOf(key)}", which the role lacks today`;
        this.choose(undefined, what, []);
      }
    }
  }

  private noteWildcard(claim: Claim, written: string, others: readonly KnownAction[]): void {
    const key = `${this.shown(claim)}\n${others[0]?.service ?? ''}`;
    const known = this.wildcards.get(key) ?? { claim, written: new Set<string>(), others: new Set<string>(), usual: new Set<string>() };
    this.wildcards.set(key, known);
    known.written.add(written);
    for (const { id } of others) known.others.add(id);
    for (const { id } of claim.actions) known.usual.add(id);
  }

  private nameWildcards(): void {
    const keys = new Set(this.keyClaims.map((claim) => this.shown(claim)));
    for (const { claim, written, others, usual } of this.wildcards.values()) {
      // What one of the patterns means, another may list among what it also allows.
      const rest = [...others].filter((action) => !usual.has(action)).sort();
      const isOfKey = claim.place.kind === 'resource' && claim.place.resource.type === 'AWS::KMS::Key' && keys.has(this.shown(claim));
      if (rest.length === 0) continue;
      if (isOfKey) this.leaveOut(rest, this.shown(claim), 'the access to encrypted resources brings what their key needs');
      else
        this.choose(
          claim.statement,
          `${listed([...written].sort())} on "${this.shown(claim)}" also ${written.size === 1 ? 'allows' : 'allow'} ${listed(rest)}: declare those that the code calls`,
          [],
        );
    }
  }

  private inject(declared: readonly SuggestedAccess[], environment: ReturnType<typeof environmentOf>): readonly SuggestedAccess[] {
    const calls = new Map([...environment].map(([resource, variables]) => [resource, injectionOf(resource, variables)]));
    const done = new Set<string>();
    return declared.map((access) => {
      for (const [resource, call] of calls) {
        if (call === '') continue;
        const variable = this.variables.known(resource);
        if (variable === undefined || done.has(variable) || !isBuilderOf(access.code, variable)) continue;
        done.add(variable);
        return { ...access, code: `${access.code}${call}` };
      }
      return access;
    });
  }

  private isConditional({ optional, world, document }: Statement): boolean {
    const { condition } = document.resource;
    return optional || world.size > 0 || (condition !== undefined && condition !== this.input.fn.resource.condition);
  }

  private shown({ on, statement }: Pick<Claim, 'on' | 'statement'>): string {
    return this.model.show(on, statement.document.resource);
  }

  private choose(at: Statement | Element | undefined, what: string, candidates: readonly string[], resource?: Resource): void {
    const written = resource ?? (at !== undefined && 'document' in at ? at.document.resource : this.input.fn.resource);
    const location = pointerOf(at?.at ?? this.model.propertiesOf(written));
    const key = `${what}\n${location}`;
    if (!this.choices.has(key)) this.choices.set(key, { what, candidates, template: written.template.name, location });
  }

  private leaveOut(actions: readonly string[], resource: string | null, because: string): void {
    const key = `${because}\n${resource}`;
    const known = this.leftOut.get(key) ?? { resource, because, actions: new Set<string>() };
    this.leftOut.set(key, known);
    for (const action of actions) known.actions.add(action);
  }

  private listLeftOut(): readonly LeftOut[] {
    return [...this.leftOut.values()].map(({ actions, resource, because }) => ({ actions: [...actions].sort(), resource, because }));
  }
}

const REGION: Hole = { kind: 'pseudo', name: 'AWS::Region' };

function unreadableIn({ effect, unresolved, notActions, notResources, actions }: Statement): string | undefined {
  const [problem] = unresolved;
  if (problem !== undefined) return `"${problem.element}" cannot be read (${problem.reason})`;
  if (effect === 'unknown') return 'its effect cannot be read';
  if (notActions.length > 0) return '"NotAction" allows everything but a list';
  if (notResources.length > 0) return '"NotResource" allows everything but a list';
  return actions.some(({ value }) => typeof value !== 'string') ? 'an action is known only at deployment' : undefined;
}

function isEveryVersion(place: Place): boolean {
  return place.kind === 'resource' && builderOf(place.resource)?.name === 'lambdaFunction' && place.below === ':*';
}

function idsOf(actions: readonly KnownAction[]): readonly string[] {
  return actions.map(({ id }) => id);
}

const LISTED = 10;

/** Names in quotes; of many, the first, and how many more. */
function listed(names: readonly string[]): string {
  const quotedNames = names.map((name) => `"${name}"`);
  const more = quotedNames.length - LISTED;
  if (more > 1) return `${quotedNames.slice(0, LISTED).join(', ')} and ${more} more`;
  return quotedNames.length < 2 ? quotedNames.join('') : `${quotedNames.slice(0, -1).join(', ')} and ${quotedNames.at(-1)}`;
}

function byService(actions: readonly KnownAction[]): readonly (readonly KnownAction[])[] {
  const services = [...new Set(actions.map(({ service }) => service))];
  return services.map((prefix) => actions.filter(({ service }) => service === prefix));
}

function byOperator(conditions: readonly (string | undefined)[]): string {
  const operators = new Map<string, string[]>();
  for (const condition of conditions) {
    const [operator = '', test = ''] = condition?.split('\n') ?? [];
    operators.set(operator, [...(operators.get(operator) ?? []), test]);
  }
  return [...operators]
    .map(([operator, tests]) => `${/^\w+$/.test(operator) ? operator : quoted(operator)}: { ${tests.join(', ')} }`)
    .join(', ');
}

/** Whether a declaration is made by the builder of one construct: `Access.table(orders)…`. */
function isBuilderOf(code: string, variable: string): boolean {
  const at = code.indexOf('(');
  return code.startsWith(`${variable})`, at + 1) && code.startsWith('Access.') && !NOT_BUILDERS.has(code.slice('Access.'.length, at));
}

const NOT_BUILDERS: ReadonlySet<string> = new Set(['to', 'toArn']);
