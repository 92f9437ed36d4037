import { arnServicesOf, typeNamed } from '../access/resource-type';
import { hasWildcard } from '../core/iam/pattern';
import type { Model } from '../core/model/model';
import type { SymbolicString } from '../core/template/symbolic';
import type { Resource } from '../core/template/template';
import type { Reference } from '../reference/reference';
import { mayBeNamed } from './arn-form';
import { type Builder, builderOf, builtWithoutResource } from './builders';
import type { Claim } from './claim';
import { actionsOf, coverOf } from './cover';
import { Expressions, quoted, quotedAll } from './expression';
import { parted } from './lists';
import type { Narrowing } from './narrowing';
import type { Place } from './place';
import type { GrantedPair, SuggestedAccess } from './suggestion';
import { servicesTrustedBy } from './trusted-services';
import type { Variables } from './variables';

/** What of a resource actions are allowed on. */
type Form =
  | { readonly kind: 'itself' | 'stream' }
  | { readonly kind: 'index'; readonly name: string }
  | { readonly kind: 'objects'; readonly selection: string }
  | { readonly kind: 'below' };

interface Part {
  readonly form: Form;
  readonly value: SymbolicString;
  readonly shown: string;
  readonly from: Resource;
  readonly actions: Set<string>;
}

interface Group {
  readonly resource: Resource;
  readonly narrowing: Narrowing;
  readonly parts: Map<string, Part>;
}

interface ByArn {
  readonly claim: Claim;
  readonly code: string;
  readonly shown: string;
  readonly actions: Set<string>;
}

/** Actions on a resource of the input. */
export interface OnResource {
  readonly place: Extract<Place, { readonly kind: 'resource' }>;
  /** The resource whose statement it is, and the value that it writes. */
  readonly from: Resource;
  readonly value: SymbolicString;
  readonly shown: string;
  readonly narrowing: Narrowing;
  readonly actions: readonly string[];
}

/** Collects what is to be declared, and writes it as the fewest declarations. */
export class Declarations {
  private readonly groups = new Map<string, Group>();
  private readonly arns = new Map<string, ByArn>();
  private readonly withoutResource = new Map<string, { readonly narrowing: Narrowing; readonly actions: Set<string> }>();

  private readonly unsaidPairs: GrantedPair[] = [];
  /** Members of `initialPolicy`, for ARNs that `Access.toArn` does not take; known once the declarations are written. */
  readonly statements: SuggestedAccess[] = [];

  constructor(
    private readonly model: Model,
    private readonly variables: Variables,
  ) {}

  /** What no TypeScript gives the ARN of; known once the declarations are written. */
  get unsaid(): readonly GrantedPair[] {
    return this.unsaidPairs;
  }

  /** Takes the actions of a claim; answers with those that no declaration can say, which is what lies in no certain form. */
  add(claim: Claim): readonly string[] {
    const actions = claim.actions.map(({ id }) => id);
    switch (claim.place.kind) {
      case 'every':
        this.addWithoutResource(claim.narrowing, actions);
        return [];
      case 'broad':
        return actions;
      case 'arn':
        return this.addArn(claim, actions);
      case 'resource':
        return this.addTo({
          place: claim.place,
          from: claim.statement.document.resource,
          shown: this.model.show(claim.on, claim.statement.document.resource),
          value: claim.on.value,
          narrowing: claim.narrowing,
          actions,
        });
    }
  }

  private addWithoutResource(narrowing: Narrowing, actions: readonly string[]): void {
    const key = keyOf(narrowing);
    const known = this.withoutResource.get(key) ?? { narrowing, actions: new Set<string>() };
    this.withoutResource.set(key, known);
    for (const action of actions) known.actions.add(action);
  }

  private addArn(claim: Claim, actions: readonly string[]): readonly string[] {
    if (claim.narrowing.kind !== 'none') return actions;
    const from = claim.statement.document.resource;
    const code = new Expressions(this.model, from, this.variables).of(claim.on.value);
    if (code === undefined) return actions;
    const known = this.arns.get(code) ?? { claim, code, shown: this.model.show(claim.on, from), actions: new Set<string>() };
    this.arns.set(code, known);
    for (const action of actions) known.actions.add(action);
    return [];
  }

  /** Takes actions on a resource of the input; answers with those that no declaration can say. */
  addTo({ place, from, shown, value, narrowing, actions }: OnResource): readonly string[] {
    const { resource, attribute, below } = place;
    const forms = this.formsOf(resource, attribute, below);
    if (forms === undefined) return actions;
    const key = `${resource.template.name}\n${resource.logicalId}\n${keyOf(narrowing)}`;
    const group = this.groups.get(key) ?? { resource, narrowing, parts: new Map<string, Part>() };
    this.groups.set(key, group);
    for (const form of forms) {
      // A wildcard behind an index may spell what lies below a table otherwise; there is nothing of the kind.
      const own = form.kind === 'index' ? actions.filter((action) => worksOnIndex(this.model.reference, action)) : actions;
      if (own.length === 0) continue;
      const partKey = form.kind === 'below' ? `below ${shown}` : JSON.stringify(form);
      const part = group.parts.get(partKey) ?? { form, value, shown, from, actions: new Set<string>() };
      group.parts.set(partKey, part);
      for (const action of own) part.actions.add(action);
    }
    return [];
  }

  /** `undefined` when it is not certain what lies there. */
  private formsOf(resource: Resource, attribute: string, below: SymbolicString): readonly Form[] | undefined {
    const text = typeof below === 'string' ? below : undefined;
    const { name } = builderOf(resource) ?? { name: '' };
    if (name === 'table') return tableForms(this.model, resource, attribute, text);
    if (text === '') return [{ kind: 'itself' }];
    if (name === 'bucket' && text?.startsWith('/')) {
      const selection = selectionOf(text.slice(1));
      return selection === undefined ? [{ kind: 'below' }] : [{ kind: 'objects', selection }];
    }
    if (name === 'secret' && (text === '-??????' || text === '??????')) return [{ kind: 'itself' }];
    const [start] = typeof below === 'string' ? [below] : below.parts;
    return typeof start === 'string' && /^[/:]/.test(start) ? [{ kind: 'below' }] : undefined;
  }

  /** The declarations, in the order in which they were added. */
  list(): readonly SuggestedAccess[] {
    return [
      ...[...this.groups.values()].flatMap((group) => this.ofGroup(group)),
      ...[...this.arns.values()].map(({ code, shown, actions }) =>
        declaration(`Access.toArn(${code}, ${quotedAll([...actions].sort())})`, actions, shown),
      ),
      ...[...this.withoutResource.values()].flatMap(({ narrowing, actions }) => onEvery(narrowing, [...actions].sort())),
    ];
  }

  private ofGroup(group: Group): readonly SuggestedAccess[] {
    const builder = builderOf(group.resource);
    const parts = [...group.parts.values()];
    if (builder?.name === 'table') return this.ofTable(group, builder, parts);
    return parts.flatMap((part) => {
      if (part.form.kind === 'objects') return this.ofObjects(group, part, part.form.selection);
      if (part.form.kind === 'below') return this.atArn(part, part.actions);
      return builder === undefined ? this.toConstruct(group.resource, part, part.actions) : this.byVerbs(group, builder, part);
    });
  }

  private ofTable({ resource, narrowing }: Group, builder: Builder, parts: readonly Part[]): readonly SuggestedAccess[] {
    const variable = this.variables.of(resource);
    const own = parts.find(({ form }) => form.kind === 'itself');
    const stream = parts.find(({ form }) => form.kind === 'stream');
    const indexes = parts.flatMap((part) => (part.form.kind === 'index' ? [{ name: part.form.name, part }] : []));
    const keys = optionOf(narrowing, 'dynamodb:leadingkeys');
    const narrowed = keys === undefined ? '' : `.withLeadingKeys(${quotedAll(keys)})`;
    const byIndexes = new Map<string, { readonly inTable: boolean; readonly names: readonly string[]; readonly actions: string[] }>();
    for (const action of [...new Set(parts.flatMap(({ form, actions }) => (form.kind === 'stream' ? [] : [...actions])))].sort()) {
      const inTable = own?.actions.has(action) === true;
      const names = indexes.flatMap(({ name, part }) => (part.actions.has(action) ? [name] : []));
      const key = JSON.stringify([inTable, names]);
      const known = byIndexes.get(key) ?? { inTable, names, actions: [] };
      byIndexes.set(key, known);
      known.actions.push(action);
    }
    const declared = [...byIndexes.values()].flatMap(({ inTable, names, actions }) => {
      const { verbs, rest } = coverOf(builder.name, builder.type, actions);
      const only = names.length === 0 ? '' : `.${inTable ? 'withIndexes' : 'onlyIndexes'}(${quotedAll(names)})`;
      const partsOf = [
        ...(inTable && own !== undefined ? [own] : []),
        ...indexes.flatMap(({ name, part }) => (names.includes(name) ? [part] : [])),
      ];
      return [
        ...verbs.map((verb) => ({
          code: `Access.table(${variable})${only}${narrowed}.${verb}()`,
          grants: partsOf.map(({ shown }) => ({ actions: actionsOf(builder.name, verb, builder.type), resource: shown })),
        })),
        ...(inTable && own !== undefined && rest.length > 0 ? this.toConstruct(resource, own, rest) : []),
        ...indexes.flatMap(({ name, part }) =>
          names.includes(name) && rest.length > 0
            ? [declaration(`Access.toArn(\`\${${variable}.tableArn}/index/${name}\`, ${quotedAll(rest)})`, rest, part.shown)]
            : [],
        ),
      ];
    });
    return stream === undefined ? declared : [...declared, ...this.ofStream(variable, stream)];
  }

  private ofStream(variable: string, part: Part): readonly SuggestedAccess[] {
    const { verbs, rest } = coverOf('table', 'dynamodb:stream', [...part.actions]);
    return [
      ...verbs.map((verb) => declaration(`Access.table(${variable}).${verb}()`, actionsOf('table', verb, 'dynamodb:stream'), part.shown)),
      ...(rest.length === 0 ? [] : [declaration(`Access.toArn(${variable}.tableStreamArn ?? '', ${quotedAll(rest)})`, rest, part.shown)]),
    ];
  }

  private ofObjects({ resource }: Group, part: Part, selection: string): readonly SuggestedAccess[] {
    const variable = this.variables.of(resource);
    const { verbs, rest } = coverOf('bucket', 's3:object', [...part.actions]);
    return [
      ...verbs.map((verb) =>
        declaration(`Access.bucket(${variable}).${verb}(${selection})`, actionsOf('bucket', verb, 's3:object'), part.shown),
      ),
      ...(rest.length === 0 ? [] : this.atArn(part, rest)),
    ];
  }

  private byVerbs({ resource, narrowing }: Group, builder: Builder, part: Part): readonly SuggestedAccess[] {
    const call = `Access.${builder.name}(${this.variables.of(resource)})`;
    const actions = [...part.actions];
    if (builder.name === 'role' && actions.includes('iam:PassRole')) return this.passed(call, resource, narrowing, part, builder);
    const isByUrl = optionOf(narrowing, 'lambda:invokedviafunctionurl') ?? optionOf(narrowing, 'lambda:functionurlauthtype');
    if (isByUrl !== undefined) return [declaration(`${call}.invokeUrl()`, actions, part.shown)];
    const prefixes = optionOf(narrowing, 's3:prefix');
    if (prefixes !== undefined) return listings(call, prefixes, part);
    const options = builder.name === 'lambdaFunction' ? '' : optionsOf(narrowing);
    const { verbs, rest } = coverOf(builder.name, builder.type, actions);
    // A verb without conditions of its own is preferred, where there are two for one action.
    const plain = verbs.filter((verb) => verb !== 'invokeUrl' || !actions.every((action) => action === 'lambda:InvokeFunction'));
    return [
      ...plain.map((verb) => declaration(`${call}.${verb}(${options})`, actionsOf(builder.name, verb, builder.type), part.shown)),
      ...(rest.length === 0 ? [] : this.toConstruct(resource, part, rest)),
    ];
  }

  /** A role is handed to the services that it trusts, or to those that the statement names. */
  private passed(call: string, resource: Resource, narrowing: Narrowing, part: Part, builder: Builder): readonly SuggestedAccess[] {
    const services = optionOf(narrowing, 'iam:passedtoservice') ?? servicesTrustedBy(this.model, resource);
    const others = [...part.actions].filter((action) => action !== 'iam:PassRole');
    const { verbs, rest } = coverOf(builder.name, builder.type, others);
    return [
      ...services.map((service) => declaration(`${call}.passTo(${quoted(service)})`, ['iam:PassRole'], part.shown)),
      ...verbs.map((verb) => declaration(`${call}.${verb}()`, actionsOf(builder.name, verb, builder.type), part.shown)),
      ...(rest.length === 0 ? [] : this.toConstruct(resource, part, rest)),
    ];
  }

  /** `Access.to`, for actions that act on what the construct is; the ARN for others. */
  private toConstruct(resource: Resource, part: Part, actions: Iterable<string>): readonly SuggestedAccess[] {
    const direct: string[] = [];
    const others: string[] = [];
    for (const action of [...actions].sort()) (isOfItself(this.model.reference, resource, action) ? direct : others).push(action);
    return [
      ...(direct.length === 0 ? [] : [declaration(`Access.to(${this.variables.of(resource)}, ${quotedAll(direct)})`, direct, part.shown)]),
      ...(others.length === 0 ? [] : this.atArn(part, others)),
    ];
  }

  private atArn(part: Part, actions: Iterable<string>): readonly SuggestedAccess[] {
    const sorted = [...actions].sort();
    const code = new Expressions(this.model, part.from, this.variables).of(part.value);
    if (code === undefined) {
      this.unsaidPairs.push({ actions: sorted, resource: part.shown });
      return [];
    }
    const [fitting, others] = parted(sorted, (action) => mayBeNamed(this.model.reference, action, part.value));
    if (others.length > 0) {
      const statement = `new iam.PolicyStatement({ actions: [${quotedAll(others)}], resources: [${code}] })`;
      this.statements.push(declaration(statement, others, part.shown));
    }
    return fitting.length === 0 ? [] : [declaration(`Access.toArn(${code}, ${quotedAll(fitting)})`, fitting, part.shown)];
  }
}

function declaration(code: string, actions: Iterable<string>, resource: string): SuggestedAccess {
  return { code, grants: [{ actions: [...actions].sort(), resource }] };
}

function keyOf(narrowing: Narrowing): string {
  return narrowing.kind === 'options' || narrowing.kind === 'other' ? narrowing.key : '';
}

function optionOf(narrowing: Narrowing, key: string): readonly string[] | undefined {
  return narrowing.kind === 'options' ? narrowing.values.get(key) : undefined;
}

const OPTION_NAMES: readonly (readonly [key: string, option: string, isList: boolean])[] = [
  ['events:source', 'sources', true],
  ['events:detail-type', 'detailTypes', true],
  ['ses:fromaddress', 'fromAddresses', true],
  ['ses:recipients', 'recipients', true],
  ['sts:externalid', 'externalId', false],
  ['sts:rolesessionname', 'sessionName', false],
];

function optionsOf(narrowing: Narrowing): string {
  const options = OPTION_NAMES.flatMap(([key, option, isList]) => {
    const values = optionOf(narrowing, key);
    return values === undefined ? [] : [`${option}: ${isList ? `[${quotedAll(values)}]` : quotedAll(values.slice(0, 1))}`];
  });
  return options.length === 0 ? '' : `{ ${options.join(', ')} }`;
}

function listings(call: string, prefixes: readonly string[], part: Part): readonly SuggestedAccess[] {
  const keys = prefixes.filter((prefix) => !prefix.endsWith('*'));
  const selections = [
    ...prefixes
      .filter((prefix) => prefix.endsWith('*'))
      .map((prefix) => (prefix === '*' ? '' : `{ prefix: ${quoted(prefix.slice(0, -1))} }`)),
    ...(keys.length === 0 ? [] : [`{ keys: [${quotedAll(keys)}] }`]),
  ];
  return selections.map((selection) => declaration(`${call}.listObjects(${selection})`, ['s3:ListBucket'], part.shown));
}

/** The objects that a pattern below a bucket stands for, as the builders take them. */
function selectionOf(pattern: string): string | undefined {
  if (pattern === '*') return '';
  if (!hasWildcard(pattern) && !pattern.includes('${')) return pattern === '' ? undefined : `{ keys: [${quoted(pattern)}] }`;
  const prefix = pattern.slice(0, -1);
  return pattern.endsWith('*') && !hasWildcard(prefix) && !prefix.includes('${') ? `{ prefix: ${quoted(prefix)} }` : undefined;
}

function tableForms(model: Model, table: Resource, attribute: string, below: string | undefined): readonly Form[] | undefined {
  if (attribute === 'StreamArn' || below?.startsWith('/stream/')) return [{ kind: 'stream' }];
  if (below === '') return [{ kind: 'itself' }];
  const name = below?.startsWith('/index/') ? below.slice('/index/'.length) : undefined;
  if (name === undefined || name === '') return undefined;
  if (name === '*') return indexesOf(model, table)?.map((index) => ({ kind: 'index', name: index }));
  return hasWildcard(name) ? undefined : [{ kind: 'index', name }];
}

/** The names of the secondary indexes of a table; `undefined` when one is not known. */
export function indexesOf(model: Model, table: Resource): readonly string[] | undefined {
  const names = ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'].flatMap((list) => model.values(table, list, '*', 'IndexName'));
  const known = names.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  return known.length === names.length ? [...new Set(known)].sort() : undefined;
}

/** Actions on `*`: by the builders of services that know no resources, else by name. */
function onEvery(narrowing: Narrowing, actions: readonly string[]): readonly SuggestedAccess[] {
  const namespaces = optionOf(narrowing, 'cloudwatch:namespace');
  if (namespaces !== undefined)
    return namespaces.map((namespace) => declaration(`Access.metrics(${quoted(namespace)}).put()`, actions, '*'));
  let left = actions;
  const built: SuggestedAccess[] = [];
  for (const builder of builtWithoutResource) {
    const { verbs, rest } = coverOf(builder, '*', left);
    built.push(...verbs.map((verb) => declaration(`Access.${builder}().${verb}()`, actionsOf(builder, verb, '*'), '*')));
    left = rest;
  }
  return left.length === 0 ? built : [...built, declaration(`Access.withoutResource(${quotedAll(left)})`, left, '*')];
}

function worksOnIndex(reference: Reference, action: string): boolean {
  const known = reference.service('dynamodb')?.actions.get(action.slice(action.indexOf(':') + 1).toLowerCase());
  return known?.resourceTypes.some(({ name }) => name === 'index') === true;
}

/** Whether the action works on what the construct of the resource is, rather than on something below it. */
export function isOfItself(reference: Reference, { type }: Resource, action: string): boolean {
  const [prefix = '', name = ''] = action.split(':');
  const service = reference.service(prefix);
  const known = service?.actions.get(name.toLowerCase());
  if (service === undefined || known === undefined) return false;
  const own = OWN_TYPES.get(type) ?? typeNamed(service, type.split('::')[2] ?? '');
  const isItsService =
    arnServicesOf(type).includes(prefix) || known.resourceTypes.some(({ name: each }) => servesType(service, each, type));
  return own !== undefined && isItsService && known.resourceTypes.some(({ name: each }) => each === own);
}

/** What the reference calls types whose CloudFormation names do not end like it. */
const OWN_TYPES: ReadonlyMap<string, string> = new Map([['AWS::SecretsManager::SecretTargetAttachment', 'Secret']]);

function servesType(
  service: { readonly resourceTypes: ReadonlyMap<string, { readonly arnFormats: readonly string[] }> },
  name: string,
  type: string,
): boolean {
  return (service.resourceTypes.get(name)?.arnFormats ?? []).some((format) => arnServicesOf(type).includes(format.split(':')[2] ?? ''));
}
