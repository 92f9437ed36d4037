import { parseArn } from '../iam/arn';
import { allowsIn, factsByForm } from '../iam/forms';
import { type PrincipalScope, principalScope } from '../iam/principal';
import type { PolicyDocument, Principal, Statement } from '../iam/statement';
import type { Fact } from '../rule';
import type { Element } from '../template/resolver';
import type { SymbolicString } from '../template/symbolic';
import type { Resource } from '../template/template';
import type { Model } from './model';
import { placeInTemplate } from './resource-policies';

const allows = new WeakMap<Model, readonly Statement[]>();

/**
 * The statements of resource policies that allow, or whose effect cannot be read; without the harmless ones, which let in
 * nobody but services that they name, to do what they name. Those of VPC endpoints are left out, since they limit what
 * passes from inside and give nobody a right.
 */
export function resourceAllows(model: Model): readonly Statement[] {
  let found = allows.get(model);
  if (found === undefined) {
    found = documentsThatAllow(model)
      .filter(({ harmless }) => !harmless)
      .flatMap(allowsIn);
    allows.set(model, found);
  }
  return found;
}

/** What `judge` finds in such statements, harmless ones included; see {@link factsByForm}. */
export function resourceFacts<Found>(model: Model, judge: (statement: Statement) => Iterable<Found>): Iterable<Found> {
  return factsByForm(documentsThatAllow(model), (document) => allowsIn(document).flatMap((statement) => [...judge(statement)]));
}

function documentsThatAllow(model: Model): readonly PolicyDocument[] {
  return model.documents.filter(({ kind, guards }) => kind === 'resource' && guards !== 'AWS::EC2::VPCEndpoint');
}

/** A fact about a statement of a resource policy: where it stands, and the statement. Flat forms and texts answer with their property. */
export function factAt(model: Model, statement: Statement, at: Element['at'], evidence: string) {
  const { resource } = statement.document;
  const provider = writerOf(model, statement);
  return {
    resource,
    at: placeInTemplate(resource, at ?? statement.at),
    evidence,
    statement,
    ...(provider === undefined ? {} : { provider }),
  } satisfies Omit<Fact, 'message'>;
}

/** Who a principal of a resource policy is, seen from the stack of the policy. */
export function scopeOf(statement: Statement, principal: Principal): PrincipalScope {
  const { account } = statement.document.resource.template;
  return principalScope(principal, account === undefined ? undefined : { account });
}

/**
 * The service that a principal is, `s3.amazonaws.com`; with holes as a person would write them. Also where the flat form
 * of a permission gives a service by a parameter. `undefined` for anybody else.
 */
export function serviceOf(model: Model, statement: Statement, principal: Principal): string | undefined {
  if (principal.type === 'Service')
    return scopeOf(statement, principal).kind === 'service' ? model.show(principal, statement.document.resource) : undefined;
  if (typeof principal.value === 'string') return isServiceName(principal.value) ? principal.value : undefined;
  const last = principal.value.parts.at(-1);
  if (parseArn(principal.value) !== undefined) return undefined;
  const suffix = typeof last === 'string' ? last.endsWith('.amazonaws.com') : last?.kind === 'pseudo' && last.name === 'AWS::URLSuffix';
  return suffix ? model.show(principal, statement.document.resource) : undefined;
}

function isServiceName(text: string): boolean {
  return /^[\w.-]+\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|aws\.internal)$/.test(text);
}

/** The name of a service without the domain and the region: `s3`, `delivery.logs`. */
export function shortServiceOf(service: string): string {
  return service
    .replace(/\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|\$\{AWS::URLSuffix\}|aws\.internal)$/, '')
    .replace(/\.(?:\$\{AWS::Region\}|[a-z]{2}(?:-[a-z]+)+-\d)$/, '');
}

/** The account that a value of `Principal` or an ARN of a condition names, as written. `undefined` when it names none. */
export function accountIn(value: SymbolicString): SymbolicString | undefined {
  if (typeof value === 'string' && /^\d{12}$/.test(value)) return value;
  const account = parseArn(value)?.account;
  return account === '' ? undefined : account;
}

/** CDK's provider whose role is the only one that the statement lets in: CDK wrote the statement as well, as it does for a bucket that empties itself. */
function writerOf(model: Model, statement: Statement): Fact['provider'] {
  const { principals, notPrincipals } = statement;
  if (principals.length === 0 || notPrincipals.length > 0) return undefined;
  const resolver = model.resolverOf(statement.document.resource.template);
  let role: Resource | undefined;
  for (const { value } of principals) {
    role = resolver.target(value);
    if (role === undefined || !model.isProvided(role)) return undefined;
  }
  return role === undefined
    ? undefined
    : { name: model.nameOf(role), advice: 'nothing to do: a custom resource of CDK needs the right, and CDK writes it' };
}

/** Elements of a statement as a person would write them, sorted, each once. */
export function listed(model: Model, statement: Statement, values: readonly Element[]): string {
  return [...new Set(values.map((value) => model.show(value, statement.document.resource)))].sort().join(', ');
}

/** `s3:GetObject, s3:ListBucket`, or what `NotAction` leaves in. */
export function actionsOf(model: Model, statement: Statement): string {
  if (statement.notActions.length > 0) return `every action but ${listed(model, statement, statement.notActions)}`;
  return listed(model, statement, statement.actions) || 'actions that could not be read';
}

/** `<Bucket.Arn>/*`; empty when the statement names no resource or `*`. */
export function resourcesOf(model: Model, statement: Statement): string {
  if (statement.notResources.length > 0) return `everything but ${listed(model, statement, statement.notResources)}`;
  const resources = listed(model, statement, statement.resources);
  return resources === '*' ? '' : resources;
}
