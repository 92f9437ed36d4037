import type { Answer } from '../answer';
import { anyOf } from '../answer';
import type { Model } from '../model/model';
import { type Hole, partsOf, type SymbolicString } from '../template/symbolic';
import type { Resource } from '../template/template';
import { parseArn } from './arn';
import { bindsKey, parseOperator, TENANT_CLAIMS } from './condition';
import { hasWildcard, matchesGlob } from './pattern';
import type { ConditionTest, Principal, Statement } from './statement';

/**
 * Who makes the tokens of an OpenID Connect provider, as far as it decides what their subjects look like.
 * - `consumer`: an identity provider for everybody, which tells applications apart by the audience
 * - `other`: any other provider
 */
export type IssuerFamily = 'github' | 'gitlab' | 'terraform' | 'buildkite' | 'circleci' | 'bitbucket' | 'eks' | 'consumer' | 'other';

/** An identity provider that a trust policy names. */
export interface FederatedProvider {
  readonly principal: Principal;
  readonly kind: 'oidc' | 'saml' | 'identity-pool' | 'unknown';
  /** `oidc`: who issues the tokens. */
  readonly family: IssuerFamily;
  /** Host and path of the issuer in lower case, where they are known: `token.actions.githubusercontent.com`. */
  readonly host?: string;
  /** Whether tenants that have nothing to do with each other get tokens of the same issuer. */
  readonly shared: boolean;
  /** The provider, where it is a resource of the input. */
  readonly resource?: Resource;
}

const IDENTITY_POOL = /^cognito-identity(-us-gov)?\.amazonaws\.com(\.cn)?$/;

const OIDC_TYPES: ReadonlySet<string> = new Set(['AWS::IAM::OIDCProvider', 'Custom::AWSCDKOpenIdConnectProvider']);

interface Issuer {
  readonly family: IssuerFamily;
  readonly host: RegExp;
  readonly shared: boolean;
}

const ISSUERS: readonly Issuer[] = [
  { family: 'github', host: /^token\.actions\.githubusercontent\.com$/, shared: true },
  { family: 'github', host: /^token\.actions\.(githubusercontent\.com\/|.*\.ghe\.com)|\/_services\/token$/, shared: false },
  { family: 'gitlab', host: /^gitlab\.com$/, shared: true },
  { family: 'gitlab', host: /^gitlab\./, shared: false },
  { family: 'terraform', host: /^app\.(eu\.)?terraform\.io$/, shared: true },
  { family: 'buildkite', host: /^agent\.buildkite\.com$/, shared: true },
  { family: 'circleci', host: /^oidc\.circleci\.com\//, shared: false },
  { family: 'bitbucket', host: /^api\.bitbucket\.org\//, shared: false },
  { family: 'eks', host: /^oidc[.-]eks\./, shared: false },
  { family: 'consumer', host: /^(accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com)$/, shared: true },
];

/** The identity providers that a statement names; a `*` in their place is left to the rules about everyone. */
export function federatedProviders(model: Model, statement: Statement): readonly FederatedProvider[] {
  return statement.principals
    .filter(({ type, value }) => type === 'Federated' && value !== '*')
    .map((principal) => providerOf(model, principal, statement.document.resource));
}

function providerOf(model: Model, principal: Principal, from: Resource): FederatedProvider {
  const { value } = principal;
  const resource = model.resolverOf(from.template).target(value);
  if (resource !== undefined) return providerOfResource(model, principal, resource);
  const arn = parseArn(value);
  if (arn === undefined) return typeof value === 'string' ? providerOfHost(principal, value) : unknownProvider(principal);
  const [kind, name] = partsAt(arn.resource, '/');
  if (kind === 'saml-provider') return { principal, kind: 'saml', family: 'other', shared: false };
  if (kind !== 'oidc-provider') return unknownProvider(principal);
  return typeof name === 'string' ? providerOfHost(principal, name) : { principal, kind: 'oidc', ...issuerOfParts(partsOf(name)) };
}

function providerOfResource(model: Model, principal: Principal, resource: Resource): FederatedProvider {
  if (resource.type === 'AWS::IAM::SAMLProvider') return { principal, kind: 'saml', family: 'other', shared: false, resource };
  if (!OIDC_TYPES.has(resource.type)) return unknownProvider(principal);
  const [url] = model.values(resource, 'Url');
  const address = url?.value ?? '';
  if (typeof address === 'string') return { ...providerOfHost(principal, hostOf(address)), resource };
  return { principal, kind: 'oidc', ...issuerOfParts(address.parts), resource };
}

function unknownProvider(principal: Principal): FederatedProvider {
  return { principal, kind: 'unknown', family: 'other', shared: false };
}

function providerOfHost(principal: Principal, written: string): FederatedProvider {
  const host = written.toLowerCase();
  if (IDENTITY_POOL.test(host)) return { principal, kind: 'identity-pool', family: 'other', host, shared: true };
  const issuer = ISSUERS.find((known) => known.host.test(host));
  return { principal, kind: 'oidc', family: issuer?.family ?? 'other', host, shared: issuer?.shared ?? false };
}

/** An issuer that is not known in full is told by what is: the cluster's own issuer, or the start of the host. */
function issuerOfParts(parts: readonly (string | Hole)[]): Pick<FederatedProvider, 'family' | 'shared'> {
  const isCluster = parts.some(
    (part) => typeof part !== 'string' && part.kind === 'resource' && part.attribute.startsWith('OpenIdConnectIssuer'),
  );
  if (isCluster) return { family: 'eks', shared: false };
  const [first] = parts;
  const start = typeof first === 'string' ? hostOf(first) : '';
  const issuer = ISSUERS.find((known) => !known.shared && known.host.test(start));
  return { family: issuer?.family ?? 'other', shared: false };
}

function hostOf(url: string): string {
  return url
    .toLowerCase()
    .replace(/^https:\/\//, '')
    .replace(/\/$/, '');
}

/** `value` before and behind its first `separator`, where what is before is literal. */
function partsAt(value: SymbolicString, separator: string): readonly [string, SymbolicString] {
  const [first, ...rest] = partsOf(value);
  if (typeof first !== 'string') return ['', value];
  const at = first.indexOf(separator);
  if (at < 0) return [first, ''];
  const behind = first.slice(at + separator.length);
  if (rest.length === 0) return [first.slice(0, at), behind];
  return [first.slice(0, at), { parts: behind === '' ? rest : [behind, ...rest] }];
}

/** The claim that a condition key reads: `sub` of `token.actions.githubusercontent.com:sub`, in lower case. */
export function claimOfKey(key: string): string | undefined {
  const colon = key.lastIndexOf(':');
  if (colon <= 0) return undefined;
  const provider = key.slice(0, colon).toLowerCase();
  return provider === 'aws' || provider === 'sts' ? undefined : key.slice(colon + 1).toLowerCase();
}

/** Claims besides `sub` that say which workload a token was made for. */
const WORKLOAD_CLAIMS: Readonly<Partial<Record<IssuerFamily, ReadonlySet<string>>>> = {
  github: new Set([...TENANT_CLAIMS, 'enterprise_id']),
  gitlab: TENANT_CLAIMS,
  terraform: new Set([...TENANT_CLAIMS, 'terraform_workspace_id', 'terraform_workspace_name', 'terraform_project_id']),
  buildkite: new Set(['organization_id', 'organization_slug', 'pipeline_id', 'pipeline_slug', 'cluster_id']),
  circleci: new Set(['oidc.circleci.com/project-id']),
  bitbucket: new Set(['repositoryuuid', 'workspaceuuid']),
};

/** Claims that say for which application a token was made. */
const AUDIENCE_CLAIMS = new Set(['aud', 'app_id', 'azp', 'oaud', 'client_id']);

/** Whether the key says which workload or user a token of the provider was made for. */
export function isSubjectKey(key: string, family: IssuerFamily): boolean {
  const claim = claimOfKey(key);
  if (claim === undefined) return false;
  if (claim === 'sub' || WORKLOAD_CLAIMS[family]?.has(claim) === true) return true;
  return family === 'consumer' && (claim === 'user_id' || claim === 'id');
}

/** Whether the key says for which application a token was made. */
export function isAudienceKey(key: string): boolean {
  const claim = claimOfKey(key);
  return claim !== undefined && AUDIENCE_CLAIMS.has(claim);
}

/** Whether the statement demands a key of this kind. */
export function demandsKey({ conditions }: Statement, isWanted: (key: string) => boolean): Answer {
  return anyOf(conditions.filter(({ key }) => isWanted(key)).map((test) => bindsKey(test, conditions)));
}

/**
 * Whom the subjects of a condition let in.
 * - `strangers`: tenants of the issuer that have nothing to do with the owner
 * - `tenant`: all workloads of the owner's organisation, or of the cluster
 * - `several`: several workloads, whose names are alike or that belong together
 * - `any-ref`: one repository, from any branch, tag or pull request
 * - `pull-request`: one repository, also while nobody has reviewed the change
 * - `named`: what they name
 */
export type SubjectReach = 'named' | 'pull-request' | 'any-ref' | 'several' | 'tenant' | 'strangers';

const REACHES: readonly SubjectReach[] = ['named', 'pull-request', 'any-ref', 'several', 'tenant', 'strangers'];

/** A value of a condition on the subject that lets in more than one workload. */
export interface BroadSubject {
  readonly reach: SubjectReach;
  /** The condition key, as written. */
  readonly key: string;
  readonly value: ConditionTest['values'][number];
  /** In words for a finding: `every repository of "my-org"`. */
  readonly who: string;
}

/** The values of the statement's conditions on the subject that let in more than one workload. All tests hold together: the narrowest decides. */
export function broadSubjects(statement: Statement, provider: FederatedProvider): readonly BroadSubject[] {
  let narrowest: readonly BroadSubject[] | undefined;
  for (const test of statement.conditions) {
    if (!isSubjectKey(test.key, provider.family) || bindsKey(test, statement.conditions) === 'no') continue;
    const broad = broadValues(test, provider);
    if (broad.length === 0) return [];
    if (narrowest === undefined || widest(broad) < widest(narrowest)) narrowest = broad;
  }
  return narrowest ?? [];
}

function widest(subjects: readonly BroadSubject[]): number {
  return Math.max(...subjects.map(({ reach }) => REACHES.indexOf(reach)));
}

const HOLE = '\u0001';

function broadValues(test: ConditionTest, provider: FederatedProvider): readonly BroadSubject[] {
  const { base } = parseOperator(test.operator);
  const takesPatterns = base === 'StringLike' || base === 'ArnLike' || base === 'ArnEquals';
  const claim = claimOfKey(test.key) ?? '';
  return test.values.flatMap((value): BroadSubject[] => {
    const text = partsOf(value.value)
      .map((part) => (typeof part === 'string' ? part : HOLE))
      .join('');
    if (!takesPatterns && !isPullRequest(text)) return [];
    const { reach, who } = claim === 'sub' ? reachOfSubject(text, provider) : reachOfClaim(text, claim, provider);
    return reach === 'named' ? [] : [{ reach, key: test.key, value, who: who.replaceAll(HOLE, '…') }];
  });
}

interface Reached {
  readonly reach: SubjectReach;
  readonly who: string;
}

const NAMED: Reached = { reach: 'named', who: '' };

function isPullRequest(text: string): boolean {
  return text.endsWith(':pull_request');
}

function isAny(text: string): boolean {
  return text.includes('*') && /^[*?]+$/.test(text);
}

const EVERY: Readonly<Record<IssuerFamily, string>> = {
  github: 'every repository on GitHub',
  gitlab: 'every project on GitLab',
  terraform: 'every workspace on HCP Terraform',
  buildkite: 'every pipeline on Buildkite',
  circleci: 'every project of the organisation',
  bitbucket: 'every repository of the workspace',
  eks: 'every service account of the cluster',
  consumer: 'every user of the provider',
  other: 'every holder of a token of the provider',
};

function everyone(provider: FederatedProvider): Reached {
  return { reach: provider.shared ? 'strangers' : 'tenant', who: EVERY[provider.family] };
}

function reachOfSubject(text: string, provider: FederatedProvider): Reached {
  if (isAny(text)) return everyone(provider);
  switch (provider.family) {
    case 'github':
    case 'gitlab':
      return reachOfRepository(text, provider);
    case 'terraform':
    case 'buildkite':
      return reachOfLabels(text, provider);
    case 'eks':
      return reachOfServiceAccount(text, provider);
    default:
      return NAMED;
  }
}

/** `repo:org/name:ref:refs/heads/main`, `project_path:group/name:ref_type:branch:ref:main`, or a subject that starts with another claim. */
function reachOfRepository(text: string, provider: FederatedProvider): Reached {
  const first = text.indexOf(':');
  if (first < 0 || hasWildcard(text.slice(0, first))) return hasWildcard(text) ? everyone(provider) : NAMED;
  const label = text.slice(0, first);
  const second = text.indexOf(':', first + 1);
  const path = text.slice(first + 1, second < 0 ? undefined : second);
  const rest = second < 0 ? undefined : text.slice(second + 1);
  const slash = path.indexOf('/');
  const owner = slash < 0 ? path : path.slice(0, slash);
  if (hasWildcard(owner)) return everyone(provider);
  if ((label !== 'repo' && label !== 'project_path') || slash < 0) return NAMED;
  const name = path.slice(slash + 1);
  if (hasWildcard(name)) {
    const what = provider.family === 'gitlab' ? 'project' : 'repository';
    if (isAny(name)) return { reach: 'tenant', who: `every ${what} of "${owner}"` };
    return { reach: 'several', who: `every ${what} whose name matches "${path}"` };
  }
  if (rest === undefined) return NAMED;
  if (rest === 'pull_request') return { reach: 'pull-request', who: `every pull request to "${path}"` };
  const isOpen = isAny(rest) || (provider.family === 'github' && matchesGlob(rest, 'pull_request'));
  return isOpen ? { reach: 'any-ref', who: `every branch, tag and pull request of "${path}"` } : NAMED;
}

/** `organization:o:project:p:workspace:w:run_phase:plan`, `organization:o:pipeline:p:ref:…`. */
function reachOfLabels(text: string, provider: FederatedProvider): Reached {
  const fields = text.split(':');
  const fieldOf = (label: string): string => {
    const at = fields.indexOf(label);
    // A `*` at the end stands for all that follows.
    return at < 0 ? (text.endsWith('*') ? '*' : '') : (fields[at + 1] ?? '');
  };
  const organization = fieldOf('organization');
  if (hasWildcard(organization)) return everyone(provider);
  const [inner, outer] = provider.family === 'buildkite' ? (['pipeline', 'organization'] as const) : (['workspace', 'project'] as const);
  const innermost = fieldOf(inner);
  if (!hasWildcard(innermost)) return NAMED;
  const holder = fieldOf(outer);
  if (isAny(innermost) && (outer === 'organization' || isAny(holder)))
    return { reach: 'tenant', who: `every ${inner} of "${organization}"` };
  return { reach: 'several', who: `every ${inner} that matches "${innermost}"` };
}

const SERVICE_ACCOUNT = 'system:serviceaccount:';

function reachOfServiceAccount(text: string, provider: FederatedProvider): Reached {
  if (!hasWildcard(text)) return NAMED;
  if (!text.startsWith(SERVICE_ACCOUNT)) return everyone(provider);
  const [namespace = '', name = '*'] = text.slice(SERVICE_ACCOUNT.length).split(':');
  if (isAny(namespace) && isAny(name)) return everyone(provider);
  if (isAny(namespace)) return { reach: 'several', who: `service account "${name}" of every namespace` };
  if (isAny(name)) return { reach: 'several', who: `every service account of namespace "${namespace}"` };
  return { reach: 'several', who: `every service account that matches "${namespace}:${name}"` };
}

/** Claims other than the subject start with the tenant: `my-org/app`, `my-org/app/.github/workflows/deploy.yml@refs/heads/main`. */
function reachOfClaim(text: string, claim: string, provider: FederatedProvider): Reached {
  if (!hasWildcard(text)) return NAMED;
  const slash = text.indexOf('/');
  const owner = slash < 0 ? text : text.slice(0, slash);
  if (hasWildcard(owner)) return everyone(provider);
  return claim === 'repository' && isAny(text.slice(slash + 1)) ? { reach: 'tenant', who: `every repository of "${owner}"` } : NAMED;
}
