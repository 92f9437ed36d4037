import { isObject, type Json, type JsonObject } from '../json';
import { below, type Path } from '../path';
import { isList, isText } from '../template';
import type { Element, Located, Resolver, Shallow, World } from '../template/resolver';
import { type Hole, type SymbolicString, soleHole } from '../template/symbolic';
import type { Resource } from '../template/template';
import { type DocumentForm, formOf, namesService, statementCountOf } from './harmless';
import type {
  ConditionTest,
  DocumentKind,
  DocumentOrigin,
  PolicyDocument,
  Principal,
  PrincipalType,
  Statement,
  Unresolved,
} from './statement';

/** A policy document as a template writes it. */
export interface DocumentInput {
  readonly kind: DocumentKind;
  readonly resource: Resource;
  /** An object, a JSON text, or an intrinsic function that makes one. Absent: a document without statements. */
  readonly node: Json | undefined;
  readonly at: Path | undefined;
  readonly resolver: Resolver;
  /** @default - not known */
  readonly guards?: string;
  /** When it is made from something else: all of it then is at the place of that. */
  readonly origin?: DocumentOrigin;
  /** Why there is no document to read where one belongs. */
  readonly unreadable?: string;
}

/** What a document says, once it is read. */
interface Body {
  readonly statements: Statement[];
  readonly unresolved: Unresolved[];
  /** Of each object that the document may be. */
  readonly versions: (string | undefined)[];
}

/** The branches of `Fn::If` that lead to a piece of the document. */
interface Branch {
  readonly parent: Branch | undefined;
  readonly condition: string;
  readonly truth: boolean;
}

/** Everything that reading needs to know, beside the piece that is read. */
interface Reading {
  readonly document: PolicyDocument;
  /** Filled while reading. */
  readonly statements: Statement[];
  readonly unresolved: Unresolved[];
  readonly versions: (string | undefined)[];
  readonly resolver: Resolver;
  /** Whether the template has conditions at all: without them there is one world. */
  readonly conditional: boolean;
  /** Whether the piece is inside a JSON text: a template has no places in there, so everything is at the text. */
  readonly inText: boolean;
}

/** A `Statement` while its elements are read. All have the same shape: templates hold thousands. */
interface StatementDraft extends Statement {
  sid: string | undefined;
  effect: Statement['effect'];
  actions: readonly Element[];
  notActions: readonly Element[];
  resources: readonly Element[];
  notResources: readonly Element[];
  principals: readonly Principal[];
  notPrincipals: readonly Principal[];
  conditions: readonly ConditionTest[];
  readonly unresolved: Unresolved[];
}

const EMPTY_WORLD: World = new Map();
const NONE: readonly never[] = [];

/** What IAM takes a document without a version for. */
const OLDEST_VERSION = '2008-10-17';

const DOCUMENT_ELEMENTS = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
] as const;
type StatementElement = (typeof STATEMENT_ELEMENTS)[number];
const EXACT_ELEMENTS: ReadonlySet<string> = new Set(STATEMENT_ELEMENTS);
const STATEMENT_ELEMENT_BY_LOWER_CASE: ReadonlyMap<string, StatementElement> = new Map(
  STATEMENT_ELEMENTS.map((element) => [element.toLowerCase(), element]),
);
const PRINCIPAL_TYPE_BY_LOWER_CASE: ReadonlyMap<string, PrincipalType> = new Map([
  ['aws', 'AWS'],
  ['service', 'Service'],
  ['federated', 'Federated'],
  ['canonicaluser', 'CanonicalUser'],
]);

/** Deeper than any template that CloudFormation takes; a macro-made cycle cannot occur in JSON. */
const DEEPEST = 64;

/**
 * A policy document in normal form. The document may be an object or a JSON text (also one that `Fn::Sub`, `Fn::Join` or
 * `Fn::ToJsonString` makes); `Statement` one object or a list; every element a value or a list; and `Fn::If` may stand
 * anywhere. A statement that reads differently under different CloudFormation conditions is one `Statement` per reading.
 * What cannot be read is in `unresolved` of the statement or of the document; a value with a hole is not: it stays in
 * its list.
 */
export function readDocument(input: DocumentInput): PolicyDocument {
  return new DocumentOnDemand(input);
}

/** A document whose statements are read when they are asked for: those of a harmless one seldom are. */
class DocumentOnDemand implements PolicyDocument {
  readonly kind: DocumentKind;
  readonly resource: Resource;
  readonly at: Path | undefined;
  readonly guards?: string;
  readonly origin?: DocumentOrigin;
  readonly harmless: boolean;
  readonly form?: DocumentForm;
  readonly #input: DocumentInput;
  #body: Body | undefined;

  constructor(input: DocumentInput) {
    this.kind = input.kind;
    this.resource = input.resource;
    this.at = input.at;
    if (input.guards !== undefined) this.guards = input.guards;
    if (input.origin !== undefined) this.origin = input.origin;
    const form = formOf(input.kind, input.guards, input.node, input.resolver.template);
    this.harmless = form?.isHarmless === true;
    if (form?.isHarmless === true) this.form = form;
    this.#input = input;
  }

  get statements(): readonly Statement[] {
    return this.#read().statements;
  }

  get unresolved(): readonly Unresolved[] {
    return this.#read().unresolved;
  }

  mayName(service: string): boolean {
    return !this.harmless || namesService(this.#input.node, `${service}:`);
  }

  get version(): string | undefined {
    const [first, ...others] = this.#read().versions;
    return others.every((other) => other === first) ? first : undefined;
  }

  get statementCount(): number {
    return this.harmless ? statementCountOf(this.#input.node) : this.statements.length;
  }

  #read(): Body {
    if (this.#body !== undefined) return this.#body;
    const { node, at, resolver, origin, unreadable } = this.#input;
    const body: Body = { statements: [], unresolved: [], versions: [] };
    this.#body = body;
    if (unreadable !== undefined) body.unresolved.push({ element: 'Policies', reason: unreadable, at });
    const conditional = resolver.template.body.Conditions !== undefined;
    if (node !== undefined)
      readBody({ document: this, ...body, resolver, conditional, inText: origin !== undefined }, node, at, undefined, 0);
    return body;
  }
}

function readBody(reading: Reading, node: Json, at: Path | undefined, branch: Branch | undefined, depth: number): void {
  if (node === null) return;
  if (isObject(node) && !isIntrinsic(node)) {
    readSections(reading, node, at, branch);
    return;
  }
  if (Array.isArray(node)) {
    unresolvedDocument(reading, 'PolicyDocument', 'a list stands where a policy document belongs', at);
    return;
  }
  if (depth > DEEPEST) {
    unresolvedDocument(reading, 'PolicyDocument', 'nested too deeply', at);
    return;
  }
  if (splitIf(node, at, branch, (member, place, inner) => readBody(reading, member, place, inner, depth + 1))) return;
  for (const { value, at: place } of shallowValues(reading, node, at)) {
    if (value === undefined || value === null) continue;
    if (!isText(value)) {
      readBody(reading, asJson(value), place, branch, depth + 1);
      continue;
    }
    const parsed = reading.resolver.parseText(value);
    if (parsed === undefined) unresolvedDocument(reading, 'PolicyDocument', reasonOf(value, 'the text is not a JSON object'), place);
    else readBody({ ...reading, conditional: true, inText: true }, parsed, place, branch, depth + 1);
  }
}

/** The place of the member `key`. */
function inside(reading: Reading, at: Path | undefined, key: string | number): Path | undefined {
  return reading.inText ? at : below(at, key);
}

function readSections(reading: Reading, body: JsonObject, at: Path | undefined, branch: Branch | undefined): void {
  let found = false;
  const { Version: version = OLDEST_VERSION } = body;
  reading.versions.push(typeof version === 'string' ? version : undefined);
  for (const key of Object.keys(body)) {
    if (key === 'Statement') {
      found = true;
      readStatements(reading, body[key] ?? null, inside(reading, at, key), branch, 0);
    } else if (!DOCUMENT_ELEMENTS.has(key)) {
      const isStatement = key.toLowerCase() === 'statement';
      const reason = isStatement ? `"${key}" is no element of a policy document: write "Statement"` : unknownKey(key, 'policy document');
      unresolvedDocument(reading, isStatement ? 'Statement' : key, reason, inside(reading, at, key));
      if (isStatement && !found) readStatements(reading, body[key] ?? null, inside(reading, at, key), branch, 0);
    }
  }
}

function unknownKey(key: string, owner: string): string {
  return key.startsWith('Fn::') ? `"${key}" writes a part of the ${owner} at deployment` : `"${key}" is no element of a ${owner}`;
}

function readStatements(reading: Reading, node: Json, at: Path | undefined, branch: Branch | undefined, depth: number): void {
  if (node === null) return;
  if (depth > DEEPEST) {
    unresolvedDocument(reading, 'Statement', 'nested too deeply', at);
    return;
  }
  if (Array.isArray(node)) {
    for (const [index, member] of node.entries()) readStatements(reading, member, inside(reading, at, index), branch, depth + 1);
    return;
  }
  if (isObject(node) && !isIntrinsic(node)) {
    readStatement(reading, node, at, branch);
    return;
  }
  if (splitIf(node, at, branch, (member, place, inner) => readStatements(reading, member, place, inner, depth + 1))) return;
  for (const { value, at: place } of shallowValues(reading, node, at)) {
    if (value === undefined || value === null) continue;
    if (!isText(value)) {
      readStatements(reading, asJson(value), place, branch, depth + 1);
      continue;
    }
    const parsed = reading.resolver.parseText(value);
    if (parsed === undefined) unresolvedDocument(reading, 'Statement', reasonOf(value, 'a text stands where a statement belongs'), place);
    else readStatements({ ...reading, conditional: true, inText: true }, parsed, place, branch, depth + 1);
  }
}

/** One `Statement` per reading of `node` in the feasible worlds that reach it. */
function readStatement(reading: Reading, node: JsonObject, at: Path | undefined, branch: Branch | undefined): void {
  const { statements } = reading;
  if (branch === undefined && (!reading.conditional || !holdsIf(node))) {
    statements.push(readElements(reading, node, at, EMPTY_WORLD, false));
    return;
  }
  const { worlds, optional } = worldsOf(reading, node, branch);
  const readings: { readonly key: string; readonly statement: Statement; readonly worlds: World[] }[] = [];
  for (const world of worlds) {
    const statement = readElements(reading, node, at, world, optional);
    const key = JSON.stringify([statement.sid, statement.effect, ...LISTS.map((list) => statement[list].map(identity))]);
    const same = readings.find((other) => other.key === key);
    if (same === undefined) readings.push({ key, statement, worlds: [world] });
    else same.worlds.push(world);
  }
  for (const { statement, worlds: own } of readings) {
    const others = worlds.filter((world) => !own.includes(world));
    for (const world of summarise(own, others)) statements.push({ ...statement, world });
  }
}

const LISTS = [
  'actions',
  'notActions',
  'resources',
  'notResources',
  'principals',
  'notPrincipals',
  'conditions',
  'unresolved',
] as const satisfies readonly (keyof Statement)[];

/** What makes two elements equal: everything but their place. */
function identity(item: Element | Principal | ConditionTest | Unresolved): unknown {
  if ('values' in item) return [item.operator, item.key, item.values.map((element) => element.value)];
  if ('reason' in item) return [item.element, item.reason];
  return 'type' in item ? [item.type, item.value] : item.value;
}

/** What `worlds` have in common, when that leaves out all of `others`; else every one of `worlds`. */
function summarise(worlds: readonly World[], others: readonly World[]): readonly World[] {
  const [first, ...rest] = worlds;
  if (first === undefined || rest.length === 0) return worlds;
  const common: World = new Map([...first].filter(([name, truth]) => rest.every((world) => world.get(name) === truth)));
  return others.some((world) => [...common].every(([name, truth]) => world.get(name) === truth)) ? worlds : [common];
}

/** The feasible worlds in which `branch` is taken, and whether there is one in which it is not. */
function worldsOf(reading: Reading, node: JsonObject, branch: Branch | undefined): { worlds: readonly World[]; optional: boolean } {
  const conditions: Json[] = [];
  const { condition } = reading.document.resource;
  if (condition !== undefined) conditions.push(ifOn(condition));
  for (let step = branch; step !== undefined; step = step.parent) conditions.push(ifOn(step.condition));
  const all = reading.resolver
    .worldsOf(conditions.length === 0 ? node : [...conditions, node])
    .filter((world) => isCreated(condition, world));
  if (branch === undefined) return { worlds: all, optional: false };
  const worlds = all.filter((world) => isTaken(branch, world));
  return { worlds, optional: worlds.length < all.length || all.some((world) => isUndecided(branch, world)) };
}

/** Whether the resource is there at all: where it is not, nothing that it says is. */
function isCreated(condition: string | undefined, world: World): boolean {
  return condition === undefined || world.get(condition) !== false;
}

function ifOn(condition: string): Json {
  return { 'Fn::If': [condition, '', ''] };
}

/** Whether `world` takes every branch on the way; a condition that the world leaves open may be either. */
function isTaken(branch: Branch, world: World): boolean {
  for (let step: Branch | undefined = branch; step !== undefined; step = step.parent) {
    const truth = world.get(step.condition);
    if (truth !== undefined && truth !== step.truth) return false;
  }
  return true;
}

function isUndecided(branch: Branch, world: World): boolean {
  for (let step: Branch | undefined = branch; step !== undefined; step = step.parent) {
    if (!world.has(step.condition)) return true;
  }
  return false;
}

function readElements(reading: Reading, node: JsonObject, at: Path | undefined, world: World, optional: boolean): Statement {
  const elements: StatementDraft = {
    document: reading.document,
    at,
    sid: undefined,
    effect: 'unknown',
    actions: NONE,
    notActions: NONE,
    resources: NONE,
    notResources: NONE,
    principals: NONE,
    notPrincipals: NONE,
    conditions: NONE,
    unresolved: [],
    world,
    optional,
  };
  let effectSeen = false;
  for (const key in node) {
    const place = (key === 'Resource' || key === 'Condition' ? reading.document.origin?.choiceAt : undefined) ?? inside(reading, at, key);
    const name = isElement(key) ? key : elementOf(key, place, elements.unresolved);
    if (name === undefined) continue;
    const value = node[key] ?? null;
    switch (name) {
      case 'Sid':
        if (typeof value === 'string') elements.sid = value;
        else elements.sid = onlyString(reading.resolver.strings(value, place, world));
        break;
      case 'Effect':
        effectSeen = true;
        elements.effect = readEffect(reading, value, place, world, elements.unresolved);
        break;
      case 'Action':
        elements.actions = readList(reading, value, place, world);
        break;
      case 'NotAction':
        elements.notActions = readList(reading, value, place, world);
        break;
      case 'Resource':
        elements.resources = readList(reading, value, place, world);
        break;
      case 'NotResource':
        elements.notResources = readList(reading, value, place, world);
        break;
      case 'Principal':
        elements.principals = readPrincipals(reading, value, place, world, name, elements.unresolved);
        break;
      case 'NotPrincipal':
        elements.notPrincipals = readPrincipals(reading, value, place, world, name, elements.unresolved);
        break;
      case 'Condition':
        elements.conditions = readConditions(reading, value, place, world, elements.unresolved);
        break;
    }
  }
  if (!effectSeen) elements.unresolved.push({ element: 'Effect', reason: 'the statement has no "Effect"', at });
  if (elements.effect === 'Deny') reportAlternatives(reading, node, at, world, elements.unresolved);
  return elements;
}

function isElement(key: string): key is StatementElement {
  return EXACT_ELEMENTS.has(key);
}

/** The element that `key` means. IAM's keys are case-sensitive: another case is read, and reported. */
function elementOf(key: string, at: Path | undefined, unresolved: Unresolved[]): StatementElement | undefined {
  const name = STATEMENT_ELEMENT_BY_LOWER_CASE.get(key.toLowerCase());
  const reason = name === undefined ? unknownKey(key, 'policy statement') : `"${key}" is no element of a policy statement: write "${name}"`;
  unresolved.push({ element: name ?? key, reason, at });
  return name;
}

function onlyString(values: readonly Element[]): string | undefined {
  const [only, ...rest] = values;
  return rest.length === 0 && typeof only?.value === 'string' ? only.value : undefined;
}

function readEffect(reading: Reading, node: Json, at: Path | undefined, world: World, unresolved: Unresolved[]): Statement['effect'] {
  if (node === 'Allow' || node === 'Deny') return node;
  const values = typeof node === 'string' ? [{ value: node, at }] : reading.resolver.strings(node, at, world);
  const [first, ...rest] = values;
  if (first !== undefined && rest.every((other) => other.value === first.value)) {
    if (first.value === 'Allow' || first.value === 'Deny') return first.value;
    const reason =
      typeof first.value === 'string' ? `"${first.value}" is neither "Allow" nor "Deny"` : reasonOf(first.value, 'the value is not known');
    unresolved.push({ element: 'Effect', reason, at: first.at });
    return 'unknown';
  }
  unresolved.push({ element: 'Effect', reason: first === undefined ? 'no value' : 'the value depends on the deployment', at });
  return 'unknown';
}

function readList(reading: Reading, node: Json, at: Path | undefined, world: World): readonly Element[] {
  if (typeof node === 'string' && !node.includes('{{resolve:')) return [{ value: node, at }];
  if (Array.isArray(node)) {
    const elements: Element[] = [];
    for (const [index, member] of node.entries()) {
      const place = inside(reading, at, index);
      if (typeof member === 'string' && !member.includes('{{resolve:')) elements.push({ value: member, at: place });
      else for (const element of reading.resolver.list(member, place, world)) elements.push(element);
    }
    return elements;
  }
  return reading.resolver.list(node, at, world);
}

/**
 * Of a parameter with allowed values or a map lookup, one value is deployed, and the lists hold all of them. For an
 * Allow that is the worst case; a Deny would seem to refuse more than it does.
 */
function reportAlternatives(reading: Reading, node: JsonObject, at: Path | undefined, world: World, unresolved: Unresolved[]): void {
  for (const key of Object.keys(node)) {
    if (key === 'Sid' || key === 'Effect' || key === 'Condition') continue;
    if (hasAlternatives(reading, node[key] ?? null, inside(reading, at, key), world, 0)) {
      unresolved.push({ element: key, reason: 'the deployment chooses one of several values', at: inside(reading, at, key) });
    }
  }
}

function hasAlternatives(reading: Reading, node: Json, at: Path | undefined, world: World, depth: number): boolean {
  if (typeof node !== 'object' || node === null || depth > DEEPEST) return false;
  if (Array.isArray(node))
    return node.some((member, index) => hasAlternatives(reading, member, inside(reading, at, index), world, depth + 1));
  if (!isIntrinsic(node))
    return Object.keys(node).some((key) => hasAlternatives(reading, node[key] ?? null, inside(reading, at, key), world, depth + 1));
  const values = reading.resolver.shallow(node, at, world);
  if (values.length > 1) return true;
  return values.some(
    ({ value, at: place }) =>
      value !== undefined && value !== null && !isText(value) && hasAlternatives(reading, asJson(value), place, world, depth + 1),
  );
}

function readPrincipals(
  reading: Reading,
  node: Json,
  at: Path | undefined,
  world: World,
  element: 'Principal' | 'NotPrincipal',
  unresolved: Unresolved[],
): readonly Principal[] {
  if (typeof node === 'string') return [bare(node, at)];
  const principals: Principal[] = [];
  collectPrincipals(reading, node, at, world, element, unresolved, principals, 0);
  return principals;
}

function collectPrincipals(
  reading: Reading,
  node: Json,
  at: Path | undefined,
  world: World,
  element: 'Principal' | 'NotPrincipal',
  unresolved: Unresolved[],
  principals: Principal[],
  depth: number,
): void {
  if (depth > DEEPEST) {
    unresolved.push({ element, reason: 'nested too deeply', at });
    return;
  }
  if (isObject(node) && !isIntrinsic(node)) {
    for (const key of Object.keys(node)) {
      const place = inside(reading, at, key);
      const type = PRINCIPAL_TYPE_BY_LOWER_CASE.get(key.toLowerCase());
      if (type !== key) {
        const known = 'AWS, Service, Federated, CanonicalUser';
        unresolved.push({ element, reason: `"${key}" is no kind of principal: write one of ${known}`, at: place });
      }
      for (const value of readList(reading, node[key] ?? null, place, world)) {
        principals.push({ type: type ?? 'other', value: value.value, at: value.at });
      }
    }
    return;
  }
  if (Array.isArray(node)) {
    for (const [index, member] of node.entries())
      collectPrincipals(reading, member, inside(reading, at, index), world, element, unresolved, principals, depth + 1);
    return;
  }
  for (const { value, at: place } of reading.resolver.shallow(node, at, world)) {
    if (value === undefined || value === null) continue;
    if (isText(value)) principals.push(bare(value, place));
    else collectPrincipals(reading, asJson(value), place, world, element, unresolved, principals, depth + 1);
  }
}

/** A principal without a kind: only `"*"` is one in IAM. */
function bare(value: SymbolicString, at: Path | undefined): Principal {
  return { type: value === '*' ? '*' : 'other', value, at };
}

function readConditions(reading: Reading, node: Json, at: Path | undefined, world: World, unresolved: Unresolved[]): ConditionTest[] {
  const tests: ConditionTest[] = [];
  for (const block of objectsOf(reading, node, at, world, 'a condition block', unresolved)) {
    for (const operator of Object.keys(block.value)) {
      const place = inside(reading, block.at, operator);
      for (const keys of objectsOf(reading, block.value[operator] ?? null, place, world, `the keys of "${operator}"`, unresolved)) {
        for (const key of Object.keys(keys.value)) {
          const spot = inside(reading, keys.at, key);
          const node = keys.value[key] ?? null;
          if (isRemoved(reading, node, spot, world)) continue;
          tests.push({ operator, key, values: readList(reading, node, spot, world), at: spot });
        }
      }
    }
  }
  return tests;
}

/** Whether the property is certainly absent in this world. */
function isRemoved(reading: Reading, node: Json, at: Path | undefined, world: World): boolean {
  if (node === null) return true;
  if (!isObject(node)) return false;
  return reading.resolver.shallow(node, at, world).every(({ value }) => value === undefined || value === null);
}

/** The objects that `node` may be; whatever else it may be is reported. */
function objectsOf(
  reading: Reading,
  node: Json,
  at: Path | undefined,
  world: World,
  what: string,
  unresolved: Unresolved[],
): readonly Located<JsonObject>[] {
  if (isObject(node) && !isIntrinsic(node)) return [{ value: node, at }];
  const objects: Located<JsonObject>[] = [];
  for (const { value, at: place } of reading.resolver.shallow(node, at, world)) {
    if (value === undefined || value === null) continue;
    if (isText(value)) {
      const parsed = reading.resolver.parseText(value);
      if (isObject(parsed)) objects.push({ value: parsed, at: place });
      else unresolved.push({ element: 'Condition', reason: reasonOf(value, `a text stands where ${what} belong`), at: place });
    } else if (isObject(value)) {
      if (isIntrinsic(value))
        unresolved.push({ element: 'Condition', reason: `"${Object.keys(value)[0]}" writes it at deployment`, at: place });
      else objects.push({ value, at: place });
    } else unresolved.push({ element: 'Condition', reason: `a list stands where ${what} belong`, at: place });
  }
  if (objects.length > 1) unresolved.push({ element: 'Condition', reason: 'the deployment chooses one of several condition blocks', at });
  return objects;
}

function unresolvedDocument(reading: Reading, element: string, reason: string, at: Path | undefined): void {
  reading.unresolved.push({ element, reason, at });
}

/** `read` of both branches when `node` is `Fn::If`. */
function splitIf(
  node: Json,
  at: Path | undefined,
  branch: Branch | undefined,
  read: (member: Json, at: Path | undefined, branch: Branch) => void,
): boolean {
  if (!isObject(node)) return false;
  const operands = node['Fn::If'];
  if (!Array.isArray(operands) || operands.length !== 3) return false;
  const [condition, whenTrue = null, whenFalse = null] = operands;
  if (typeof condition !== 'string') return false;
  const place = below(at, 'Fn::If');
  const decided = truthOn(branch, condition);
  if (decided !== false) read(whenTrue, below(place, 1), { parent: branch, condition, truth: true });
  if (decided !== true) read(whenFalse, below(place, 2), { parent: branch, condition, truth: false });
  return true;
}

function truthOn(branch: Branch | undefined, condition: string): boolean | undefined {
  for (let step = branch; step !== undefined; step = step.parent) if (step.condition === condition) return step.truth;
  return undefined;
}

function shallowValues(reading: Reading, node: Json, at: Path | undefined): readonly Located<Shallow>[] {
  return reading.resolver.shallow(node, at);
}

/** Whether `node` is one intrinsic function: `{ "Ref": … }`, `{ "Fn::…": … }`. */
function isIntrinsic(node: JsonObject): boolean {
  let only: string | undefined;
  for (const key in node) {
    if (only !== undefined) return false;
    only = key;
  }
  return only !== undefined && (only === 'Ref' || only.startsWith('Fn::'));
}

/** Whether `Fn::If` occurs in `node`; what is nested too deeply to look at may hold one. */
function holdsIf(node: Json, depth = 0): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (depth > DEEPEST) return true;
  if (Array.isArray(node)) {
    for (const member of node) if (typeof member === 'object' && holdsIf(member, depth + 1)) return true;
    return false;
  }
  for (const key in node) {
    if (key === 'Fn::If') return true;
    const member = node[key];
    if (typeof member === 'object' && holdsIf(member, depth + 1)) return true;
  }
  return false;
}

function asJson(value: readonly Json[] | { readonly [key: string]: Json }): Json {
  return isList(value) ? [...value] : { ...value };
}

/** Why `value` is not known, in words for a finding; `otherwise` when it is. */
export function reasonOf(value: SymbolicString, otherwise: string): string {
  if (typeof value === 'string') return otherwise;
  const hole = soleHole(value) ?? value.parts.find((part): part is Hole => typeof part !== 'string' && part.kind !== 'pseudo');
  switch (hole?.kind) {
    case 'parameter':
      return `parameter "${hole.name}" is chosen at deployment`;
    case 'import':
      return `the import "${hole.name}" is not in the input`;
    case 'dynamic':
      return `"{{${hole.reference}}}" is read at deployment`;
    case 'resource':
      return `"${hole.attribute}" of ${hole.resourceType} "${hole.logicalId}" is only known at deployment`;
    case 'pseudo':
      return `"${hole.name}" is only known at deployment`;
    case 'unknown':
      return hole.reason;
    case undefined:
      return otherwise;
  }
}
