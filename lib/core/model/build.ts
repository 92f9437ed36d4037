import type { Reference } from '../../reference/reference';
import { type DocumentInput, readDocument } from '../iam/document';
import type { CdkProvider, DocumentKind, PolicyDocument, Statement } from '../iam/statement';
import { isObject, type Json, type JsonObject } from '../json';
import { DEFAULT_SETTINGS, type Settings } from '../options';
import { below, type Path, pointerOf } from '../path';
import { createResolvers, isList, isText, type Resolvers } from '../template';
import type { Element, Located, Resolver } from '../template/resolver';
import type { InputProblem, Resource, Template } from '../template/template';
import { connectedFunction, connectorDocument } from './connectors';
import { readEntryPoints } from './entry-points';
import { readFunctions } from './lambda';
import type { EntryPoint, LambdaFunction, ManagedPolicyAttachment, Model } from './model';
import { type NagOracle, NagRecord } from './nag';
import { ResourceNames } from './names';
import { readPolicyTemplate } from './policy-templates';
import { isProviderPath, providerOf, providerShapesAt } from './providers';
import { isPlain, type Reading, readingsOf } from './reading';
import { mayHoldPolicy, resourcePolicyNodes } from './resource-policies';

/** Templates → {@link Model}. Pure: the same input gives the same model. */
export function buildModel(
  templates: readonly Template[],
  problems: readonly InputProblem[],
  reference: Reference,
  settings: Partial<Settings> = {},
  nag?: NagOracle,
): Model {
  return new TemplateModel(templates, problems, reference, { ...DEFAULT_SETTINGS, ...settings }, new NagRecord(nag));
}

class TemplateModel implements Model {
  private readonly names: ResourceNames;
  private readonly byType = new Map<string, Resource[]>();
  private readonly resolvers: Resolvers;
  private readonly unread: InputProblem[] = [];
  private readonly readings = new Map<Resource, readonly Reading[]>();
  private lazyHolders: ReadonlyMap<Resource, Resource[]> | undefined;
  private lazyDocuments: readonly PolicyDocument[] | undefined;
  private lazyAttachments: readonly ManagedPolicyAttachment[] | undefined;
  private lazyFunctions: readonly LambdaFunction[] | undefined;
  private lazyEntryPoints: readonly EntryPoint[] | undefined;

  constructor(
    readonly templates: readonly Template[],
    private readonly inputProblems: readonly InputProblem[],
    readonly reference: Reference,
    readonly settings: Settings,
    readonly nag: NagRecord,
  ) {
    this.resolvers = createResolvers(templates);
    this.names = new ResourceNames(templates);
    for (const template of templates) {
      for (const resource of template.resources.values()) {
        const same = this.byType.get(resource.type);
        if (same === undefined) this.byType.set(resource.type, [resource]);
        else same.push(resource);
      }
    }
  }

  get problems(): readonly InputProblem[] {
    return [...this.inputProblems, ...this.unread, ...this.resolvers.problems()];
  }

  get documents(): readonly PolicyDocument[] {
    this.lazyDocuments ??= this.readDocuments();
    return this.lazyDocuments;
  }

  get attachments(): readonly ManagedPolicyAttachment[] {
    this.lazyAttachments ??= this.readAttachments();
    return this.lazyAttachments;
  }

  get functions(): readonly LambdaFunction[] {
    this.lazyFunctions ??= readFunctions(this);
    return this.lazyFunctions;
  }

  get entryPoints(): readonly EntryPoint[] {
    this.lazyEntryPoints ??= readEntryPoints(this);
    return this.lazyEntryPoints;
  }

  providerOf(statement: Statement): CdkProvider | undefined {
    if (statement.document.kind !== 'identity' && statement.document.kind !== 'resource') return undefined;
    const shapes = providerShapesAt(statement.document.resource.constructPath);
    return shapes.length === 0 ? undefined : providerOf(statement, shapes);
  }

  isProvided(resource: Resource): boolean {
    return isProviderPath(resource.constructPath);
  }

  resolverOf(template: Template): Resolver {
    return this.resolvers(template);
  }

  resourcesOfType(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  values(resource: Resource, ...path: readonly string[]): readonly Element[] {
    const resolver = this.resolverOf(resource.template);
    let places: Located<Json | undefined>[] = [{ value: resource.properties, at: this.propertiesOf(resource) }];
    for (const key of path) {
      const [only] = places;
      if (only === undefined) return [];
      const plain = places.length === 1 && key !== '*' && isObject(only.value) && isPlain(only.value) ? only.value : undefined;
      if (plain === undefined) places = places.flatMap((place) => membersAt(resolver, place, key));
      else if (!Object.hasOwn(plain, key)) return [];
      else places = [{ value: plain[key], at: below(only.at, key) }];
    }
    const [only] = places;
    return only !== undefined && places.length === 1
      ? resolver.list(only.value, only.at)
      : places.flatMap(({ value, at }) => resolver.list(value, at));
  }

  readingsOf(resource: Resource): readonly Reading[] {
    const known = this.readings.get(resource);
    if (known !== undefined) return known;
    const made = readingsOf(this, resource);
    this.readings.set(resource, made);
    return made;
  }

  nameOf(subject: Parameters<Model['nameOf']>[0]): string {
    return this.names.nameOf(subject);
  }

  show(element: Element, from: Resource): string {
    return this.names.show(element.value, from);
  }

  propertiesOf(resource: Resource): Path {
    return propertiesPath(resource);
  }

  private readDocuments(): readonly PolicyDocument[] {
    const documents: PolicyDocument[] = [];
    const boundaries = this.boundariesOnly();
    const types = this.policyTypes();
    for (const template of this.templates) {
      const resolver = this.resolverOf(template);
      for (const resource of template.resources.values()) {
        if (!types.has(resource.type)) continue;
        try {
          for (const { kind, node, at, ...rest } of documentNodes(resource, resolver, boundaries)) {
            documents.push(readDocument({ kind, resource, node, at, resolver, ...rest }));
          }
        } catch (error) {
          this.unread.push(unreadableResource(resource, error));
        }
      }
    }
    return documents;
  }

  /** Types of which some resource may hold a policy. */
  private policyTypes(): ReadonlySet<string> {
    const types = new Set<string>();
    for (const [type, resources] of this.byType) if (carriesIdentityPolicy(type) || resources.some(mayHoldPolicy)) types.add(type);
    return types;
  }

  /** Managed policies of the input that only cap roles as their permissions boundary and are attached to nothing. */
  private boundariesOnly(): ReadonlySet<Resource> {
    const boundaries = new Set<Resource>();
    for (const type of IDENTITIES) {
      for (const { template, properties } of this.resourcesOfType(type)) {
        if (properties.PermissionsBoundary === undefined) continue;
        const resolver = this.resolverOf(template);
        for (const { value } of resolver.list(properties.PermissionsBoundary, undefined)) {
          const policy = resolver.target(value);
          if (policy !== undefined) boundaries.add(policy);
        }
      }
    }
    for (const policy of boundaries) {
      const { Roles, Users, Groups } = policy.properties;
      const namesHolders = [Roles, Users, Groups].some((list) => list !== undefined && !isEmptyList(list));
      if (namesHolders || this.holdersByAttachment().has(policy)) boundaries.delete(policy);
    }
    return boundaries;
  }

  holdersOf({ kind, resource }: PolicyDocument): readonly Resource[] {
    if (resource.type === 'AWS::Serverless::Connector') {
      const holder = connectedFunction(resource);
      return holder === undefined ? [] : [holder];
    }
    const lists = HOLDER_PROPERTIES[resource.type];
    if (lists === undefined) return [resource];
    const resolver = this.resolverOf(resource.template);
    const holders = new Set(kind === 'identity' ? this.holdersByAttachment().get(resource) : []);
    for (const list of lists) {
      const node = resource.properties[list];
      if (node === undefined) continue;
      for (const { value } of resolver.list(node, undefined)) {
        const holder = resolver.target(value);
        if (holder !== undefined) holders.add(holder);
      }
    }
    return [...holders];
  }

  /** Roles, users and groups that name a managed policy of the input in their `ManagedPolicyArns`, by that policy. */
  private holdersByAttachment(): ReadonlyMap<Resource, Resource[]> {
    if (this.lazyHolders !== undefined) return this.lazyHolders;
    const holders = new Map<Resource, Resource[]>();
    for (const { resource, arn } of this.attachments) {
      const policy = this.resolverOf(resource.template).target(arn.value);
      if (policy === undefined) continue;
      const known = holders.get(policy);
      if (known === undefined) holders.set(policy, [resource]);
      else known.push(resource);
    }
    this.lazyHolders = holders;
    return holders;
  }

  private readAttachments(): readonly ManagedPolicyAttachment[] {
    const attachments: ManagedPolicyAttachment[] = [];
    for (const [type, property] of ATTACHMENT_PROPERTIES) {
      for (const resource of this.resourcesOfType(type)) {
        const node = resource.properties[property];
        if (node === undefined) continue;
        const resolver = this.resolverOf(resource.template);
        const at = below(propertiesPath(resource), property);
        if (type.startsWith('AWS::Serverless::')) {
          for (const { value, at: place } of listMembers(resolver, { value: node, at })) {
            if (isObject(value) && (value.Statement !== undefined || !isIntrinsicLike(value))) continue;
            for (const arn of resolver.list(value, place)) attachments.push({ resource, arn: samPolicyName(arn) });
          }
        } else {
          for (const arn of resolver.list(node, at)) attachments.push({ resource, arn });
        }
      }
    }
    return attachments;
  }
}

const IDENTITIES: readonly string[] = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'];

const HOLDER_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Policy': ['Roles', 'Users', 'Groups'],
  'AWS::IAM::ManagedPolicy': ['Roles', 'Users', 'Groups'],
  'AWS::IAM::RolePolicy': ['RoleName'],
  'AWS::IAM::UserPolicy': ['UserName'],
  'AWS::IAM::GroupPolicy': ['GroupName'],
};

const ATTACHMENT_PROPERTIES: readonly (readonly [type: string, property: string])[] = [
  ['AWS::IAM::Role', 'ManagedPolicyArns'],
  ['AWS::IAM::User', 'ManagedPolicyArns'],
  ['AWS::IAM::Group', 'ManagedPolicyArns'],
  ['AWS::SSO::PermissionSet', 'ManagedPolicies'],
  ['AWS::Serverless::Function', 'Policies'],
  ['AWS::Serverless::StateMachine', 'Policies'],
];

function carriesIdentityPolicy(type: string): boolean {
  return type.startsWith('AWS::IAM::') || type === 'AWS::SSO::PermissionSet' || type.startsWith('AWS::Serverless::');
}

interface DocumentNode extends Pick<DocumentInput, 'guards' | 'origin' | 'unreadable'> {
  readonly kind: DocumentKind;
  readonly node: Json | undefined;
  readonly at: Path;
}

function documentNodes(resource: Resource, resolver: Resolver, boundaries: ReadonlySet<Resource>): Iterable<DocumentNode> {
  switch (resource.type) {
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::RolePolicy':
    case 'AWS::IAM::UserPolicy':
    case 'AWS::IAM::GroupPolicy':
      return documentAt(resource, 'PolicyDocument', 'identity');
    case 'AWS::IAM::ManagedPolicy':
      return documentAt(resource, 'PolicyDocument', boundaries.has(resource) ? 'boundary' : 'identity');
    case 'AWS::SSO::PermissionSet':
      return documentAt(resource, 'InlinePolicy', 'identity');
    case 'AWS::IAM::Role':
      return withTrust(resource, inlinePolicies(resource, resolver));
    case 'AWS::IAM::User':
    case 'AWS::IAM::Group':
      return inlinePolicies(resource, resolver);
    case 'AWS::Serverless::Function':
      return withTrust(resource, [...samPolicies(resource, resolver), ...ownConnectors(resource)]);
    case 'AWS::Serverless::Connector':
      return connectedFunction(resource) === undefined ? NONE : connectorAt(resource, resource.properties, propertiesPath(resource));
    case 'AWS::Serverless::StateMachine':
      return samPolicies(resource, resolver);
    default:
      return resourcePolicyNodes(resource, resolver);
  }
}

const NONE: readonly never[] = [];

function documentAt(resource: Resource, property: string, kind: DocumentKind): readonly DocumentNode[] {
  const node = resource.properties[property];
  return node === undefined ? NONE : [{ kind, node, at: below(propertiesPath(resource), property) }];
}

function withTrust(resource: Resource, policies: readonly DocumentNode[]): readonly DocumentNode[] {
  const trust = documentAt(resource, 'AssumeRolePolicyDocument', 'trust');
  return policies.length === 0 ? trust : [...trust, ...policies];
}

/** `Policies` of a role, user or group: a list of `{ PolicyName, PolicyDocument }`, in whole or in part behind `Fn::If`. */
function inlinePolicies(resource: Resource, resolver: Resolver): readonly DocumentNode[] {
  const node = resource.properties.Policies;
  if (node === undefined) return NONE;
  const policies: DocumentNode[] = [];
  for (const member of listMembers(resolver, { value: node, at: below(propertiesPath(resource), 'Policies') })) {
    const at = member.at ?? propertiesPath(resource);
    if (isObject(member.value) && member.value.PolicyDocument !== undefined) {
      policies.push({ kind: 'identity', node: member.value.PolicyDocument, at: below(at, 'PolicyDocument') });
    } else if (member.value !== undefined && member.value !== null) {
      policies.push({ kind: 'identity', node: member.value, at });
    }
  }
  return policies;
}

/** Documents among a SAM resource's `Policies`, inline or by a policy template; names and ARNs are attachments. */
function samPolicies(resource: Resource, resolver: Resolver): readonly DocumentNode[] {
  const node = resource.properties.Policies;
  if (node === undefined) return NONE;
  const policies: DocumentNode[] = [];
  for (const { value, at = propertiesPath(resource) } of listMembers(resolver, {
    value: node,
    at: below(propertiesPath(resource), 'Policies'),
  })) {
    if (!isObject(value) || isIntrinsicLike(value)) continue;
    policies.push(value.Statement === undefined ? samPolicyTemplate(value, at) : { kind: 'identity', node: value, at });
  }
  return policies;
}

/** The attribute `Connectors` of a function. */
function ownConnectors(resource: Resource): readonly DocumentNode[] {
  const { Resources } = resource.template.body;
  const declared = isObject(Resources) ? Resources[resource.logicalId] : undefined;
  const connectors = isObject(declared) ? declared.Connectors : undefined;
  if (!isObject(connectors)) return NONE;
  const place = below(below(RESOURCES, resource.logicalId), 'Connectors');
  return Object.entries(connectors).flatMap(([name, connector]) => {
    const properties = isObject(connector) ? connector.Properties : undefined;
    return isObject(properties) ? connectorAt(resource, properties, below(below(place, name), 'Properties')) : [];
  });
}

function connectorAt({ template }: Resource, properties: JsonObject, at: Path): readonly DocumentNode[] {
  const node = connectorDocument(template, properties);
  if (node === undefined) return NONE;
  const fix = 'write a policy of the function in place of the connector';
  return [{ kind: 'identity', node, at, origin: { name: 'connector', fix, choiceAt: undefined, choiceFix: '' } }];
}

function samPolicyTemplate(member: JsonObject, at: Path): DocumentNode {
  const use = readPolicyTemplate(member);
  if ('reason' in use) return { kind: 'identity', node: undefined, at, unreadable: use.reason };
  const { name, document, wideParameter = '', narrower, isPrefix } = use;
  const place = below(at, name);
  const less = narrower.length === 0 ? '' : `use "${narrower.join('" or "')}" where that is enough, or `;
  return {
    kind: 'identity',
    node: document,
    at: place,
    origin: {
      name: `policy template "${name}"`,
      fix: `${less}write an inline statement in place of the policy template`,
      choiceAt: wideParameter === '' ? undefined : below(place, wideParameter),
      choiceFix: `give "${wideParameter}" the ${wideParameter.endsWith('Arn') ? 'ARN' : 'name'} of the one resource that the code uses, such as {"Ref": "<its logical id>"}`,
      ...(isPrefix ? { atMost: 'warning' } : {}),
    },
  };
}

/** Lists within lists: deeper than any template that CloudFormation takes. */
const DEEPEST = 64;

/** Members of a list property; a single member may stand for a list of one, and `Fn::If` may stand anywhere. */
function listMembers(resolver: Resolver, place: Located<Json | undefined>, depth = 0): Located<Json | undefined>[] {
  if (depth > DEEPEST) return [place];
  return resolver.shallow(place.value, place.at).flatMap(({ value, at }): Located<Json | undefined>[] => {
    if (value === undefined || value === null) return [];
    if (isList(value)) return value.flatMap((member, index) => listMembers(resolver, { value: member, at: below(at, index) }, depth + 1));
    // A text with holes is resolved where it is used: hand on the node that yields it.
    if (isText(value)) return [typeof value === 'string' ? { value, at } : place];
    return isObject(value) ? [{ value, at }] : [];
  });
}

function membersAt(resolver: Resolver, place: Located<Json | undefined>, key: string): Located<Json | undefined>[] {
  if (key === '*') return listMembers(resolver, place);
  return resolver.shallow(place.value, place.at).flatMap(({ value, at }): Located<Json | undefined>[] => {
    if (isText(value) || !isObject(value) || !Object.hasOwn(value, key)) return [];
    return [{ value: value[key], at: below(at, key) }];
  });
}

function isEmptyList(node: Json): boolean {
  return Array.isArray(node) && node.length === 0;
}

function isIntrinsicLike(node: { readonly [key: string]: Json }): boolean {
  const [key, ...others] = Object.keys(node);
  return others.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'));
}

/** SAM lets a policy be given by its bare name: then it is AWS's own. */
function samPolicyName(arn: Element): Element {
  if (typeof arn.value !== 'string' || arn.value.includes(':')) return arn;
  return { value: `arn:aws:iam::aws:policy/${arn.value}`, at: arn.at };
}

/** What is nested without end exhausts the stack: its resource is said to be unread, and all others are read. */
function unreadableResource(resource: Resource, error: unknown): InputProblem {
  const { template, logicalId } = resource;
  const reason = error instanceof RangeError ? 'it is nested too deeply' : String(error);
  const location = pointerOf(propertiesPath(resource));
  return { template: template.name, location, logicalId, message: `cannot read the policies of "${logicalId}": ${reason}` };
}

const RESOURCES = below(undefined, 'Resources');

function propertiesPath(resource: Resource): Path {
  return below(below(RESOURCES, resource.logicalId), 'Properties');
}
