import { describeResource } from '../core/iam/arn';
import { parseOperator } from '../core/iam/condition';
import { publicStatements } from '../core/iam/exposure';
import { sourceOf } from '../core/iam/service-source';
import type { PolicyDocument, Statement } from '../core/iam/statement';
import { partiesOf } from '../core/iam/trust';
import { functionBehind } from '../core/model/lambda';
import { resourcesNamedIn } from '../core/model/mentions';
import type { Model } from '../core/model/model';
import { accountIn, actionsOf, scopeOf, serviceOf, shortServiceOf } from '../core/model/resource-grants';
import { targetOf } from '../core/model/stages';
import type { Resource } from '../core/template/template';
import { EffectReader } from './effects';
import { isWiderExposure } from './exposures';
import type { Exposure } from './inventory';
import { addTo, sortedOnce } from './order';
import { storeKindOf } from './store-kinds';

/** Who a resource lets in by its own policy. */
export interface PolicyExposure {
  readonly exposure: Exposure;
  /** Why, in words; empty for `app`. */
  readonly reasons: readonly string[];
  /** Who it lets send, write or start something. */
  readonly writing: Exposure;
  readonly writingReasons: readonly string[];
}

/** Where policies that are resources of their own name what they guard. */
const GUARDED = [
  'Bucket',
  'Queues',
  'Queue',
  'Topics',
  'TopicArn',
  'SecretId',
  'EventBusName',
  'ResourceArn',
  'ResourceARN',
  'StreamARN',
  'FunctionName',
] as const;

const ADDRESS = 'whom its security groups let in may connect to it';
const byFlag = { path: ['PubliclyAccessible'], values: ['true'] };

/** The property that gives a database or broker an address on the internet. */
const PUBLIC_ADDRESS: Readonly<Record<string, { readonly path: readonly string[]; readonly values: readonly string[] }>> = {
  'AWS::RDS::DBInstance': byFlag,
  'AWS::RDS::DBCluster': byFlag,
  'AWS::Redshift::Cluster': byFlag,
  'AWS::RedshiftServerless::Workgroup': byFlag,
  'AWS::AmazonMQ::Broker': byFlag,
  'AWS::MSK::Cluster': {
    path: ['BrokerNodeGroupInfo', 'ConnectivityInfo', 'PublicAccess', 'Type'],
    values: ['SERVICE_PROVIDED_EIPS'],
  },
};

const CLOSED: PolicyExposure = { exposure: 'app', reasons: [], writing: 'app', writingReasons: [] };

/** Reads who the policies of queues, topics, buses, buckets, keys … let in. */
export class ExposureReader {
  private readonly documents = new Map<Resource, PolicyDocument[]>();
  private readonly effects: EffectReader;
  private readonly known = new Map<Resource, PolicyExposure>();
  private instances: Map<Resource, Resource[]> | undefined;

  constructor(private readonly model: Model) {
    this.effects = new EffectReader(model.reference);
    for (const document of model.documents) {
      if (document.kind !== 'resource') continue;
      for (const guarded of this.guardedBy(document)) addTo(this.documents, guarded, document);
    }
  }

  exposureOf(store: Resource): PolicyExposure {
    let found = this.known.get(store);
    if (found === undefined) {
      found = this.read(store);
      this.known.set(store, found);
    }
    return found;
  }

  private guardedBy({ resource }: PolicyDocument): readonly Resource[] {
    if (storeKindOf(resource.type) !== undefined || REST_APIS.has(resource.type)) return [resource];
    const resolver = this.model.resolverOf(resource.template);
    const property = GUARDED.find((name) => resource.properties[name] !== undefined);
    if (property === undefined) return [];
    return this.model.values(resource, property).flatMap(({ value }) => functionBehind(this.model, resolver.target(value)) ?? []);
  }

  private read(store: Resource): PolicyExposure {
    const grants = [
      ...this.byAcl(store),
      ...this.byNetwork(store),
      ...(this.documents.get(store) ?? []).flatMap((document) => (isInternal(document) ? [] : this.readDocument(store, document))),
    ];
    if (grants.length === 0) return CLOSED;
    const all = widest(grants);
    const writing = widest(grants.filter(({ writes }) => writes));
    return { exposure: all.exposure, reasons: all.reasons, writing: writing.exposure, writingReasons: writing.reasons };
  }

  private *byAcl(store: Resource): Iterable<PartyGrant> {
    if (store.type !== 'AWS::S3::Bucket') return;
    for (const { value } of this.model.values(store, 'AccessControl')) {
      if (typeof value !== 'string') yield { exposure: 'unknown', reason: 'its ACL is only known at deployment', writes: false };
      else if (value === 'PublicRead') yield { exposure: 'anyone', reason: 'anyone may read it by its ACL', writes: false };
      else if (value === 'PublicReadWrite') yield { exposure: 'anyone', reason: 'anyone may read and write it by its ACL', writes: true };
      else if (value === 'AuthenticatedRead')
        yield { exposure: 'any-account', reason: 'every AWS account may read it by its ACL', writes: false };
    }
  }

  /** Databases and brokers with an address on the internet; of a cluster, one of its instances may have it. */
  private *byNetwork(store: Resource): Iterable<PartyGrant> {
    const own = PUBLIC_ADDRESS[store.type];
    if (own === undefined) return;
    const resources = [store, ...(this.instancesOf().get(store) ?? [])];
    const answers = resources
      .flatMap((resource) => this.model.readingsOf(resource))
      .map((reading) => reading.canBe(own.path, own.values, 'no'));
    if (answers.includes('yes')) yield { exposure: 'anyone', reason: `anyone on the internet ${ADDRESS}`, writes: false };
    else if (answers.includes('unknown'))
      yield { exposure: 'unknown', reason: `whether anyone on the internet ${ADDRESS} is not known`, writes: false };
  }

  private instancesOf(): ReadonlyMap<Resource, readonly Resource[]> {
    if (this.instances === undefined) {
      this.instances = new Map();
      for (const instance of this.model.resourcesOfType('AWS::RDS::DBInstance')) {
        const cluster = targetOf(this.model, instance, 'DBClusterIdentifier');
        if (cluster !== undefined) addTo(this.instances, cluster, instance);
      }
    }
    return this.instances;
  }

  private readDocument(store: Resource, document: PolicyDocument): readonly PartyGrant[] {
    const grants: PartyGrant[] = [];
    const open = new Set<Statement>();
    for (const { statement, exposure, answer } of publicStatements(document)) {
      open.add(statement);
      const wide = exposure === 'anyone' ? 'anyone' : 'any-account';
      const subject =
        answer === 'unknown' ? 'what cannot be read may let anyone' : wide === 'anyone' ? 'anyone may' : 'every AWS account may';
      const exposed = answer === 'unknown' ? 'unknown' : wide;
      grants.push(this.grantOf(store, statement, exposed, `${subject} use ${actionsOf(this.model, statement)}`));
    }
    for (const statement of document.statements) {
      if (statement.effect === 'Deny' || open.has(statement)) continue;
      for (const { exposure, subject } of this.partiesTo(statement)) {
        grants.push(this.grantOf(store, statement, exposure, `${subject} may use ${actionsOf(this.model, statement)}`));
      }
    }
    return grants;
  }

  private grantOf(store: Resource, statement: Statement, exposure: Exposure, reason: string): PartyGrant {
    return { exposure, reason, writes: this.mayWrite(store, statement) };
  }

  private mayWrite(store: Resource, statement: Statement): boolean {
    if (statement.notActions.length > 0 || statement.actions.length === 0) return true;
    return statement.actions.some(({ value }) => {
      if (typeof value !== 'string') return true;
      const { effects, unknown } = this.effects.effectsOf(value, { value: '*', at: undefined, scope: describeResource('*') });
      return (
        unknown ||
        effects.some((effect) => effect === 'write' || effect === 'delete' || (effect === 'permissions' && store.type !== 'AWS::KMS::Key'))
      );
    });
  }

  private *partiesTo(statement: Statement): Iterable<{ readonly exposure: Exposure; readonly subject: string }> {
    const { model } = this;
    const { resource } = statement.document;
    for (const { home, whole, account, principal } of partiesOf(model, statement)) {
      if (home === 'own') {
        if (whole) yield { exposure: 'account', subject: 'identities of the account' };
        continue;
      }
      const named = account === undefined ? model.show(principal, resource) : `account ${account}`;
      yield { exposure: 'other-account', subject: whole ? named : `${model.show(principal, resource)} of ${named}` };
    }
    for (const principal of statement.principals) {
      const scope = scopeOf(statement, principal);
      if (scope.kind === 'anyone' || scope.kind === 'any-account-member') yield restrictedCallers(statement);
      else if (scope.kind === 'cloudfront') yield { exposure: 'anyone', subject: 'anyone, through CloudFront,' };
      else if (scope.kind === 'unknown') yield { exposure: 'unknown', subject: model.show(principal, resource) };
      else {
        const service = serviceOf(model, statement, principal);
        if (service !== undefined) yield* this.services(statement, shortServiceOf(service));
      }
    }
  }

  private *services(statement: Statement, service: string): Iterable<{ readonly exposure: Exposure; readonly subject: string }> {
    if (service === 'cloudfront') yield this.throughDistribution(statement);
    else if (service === 'apigateway' && statement.document.guards === 'AWS::Lambda::Function') return;
    else if (ON_BEHALF.has(service)) {
      const { kind } = sourceOf(statement);
      if (kind === 'none' || kind === 'wide') yield { exposure: 'any-account', subject: `${service}, on behalf of any AWS account,` };
      else if (kind === 'undecided')
        yield { exposure: 'unknown', subject: `${service}, on behalf of an account that is only known at deployment,` };
      else yield* this.onBehalfOfOthers(statement, service);
    }
  }

  private *onBehalfOfOthers(statement: Statement, service: string): Iterable<{ readonly exposure: Exposure; readonly subject: string }> {
    const beyond = accountsBeyond(statement);
    if (beyond.length > 0) yield { exposure: 'other-account', subject: `${service}, on behalf of ${listedAccounts(beyond)},` };
    else if (statement.conditions.some(({ key }) => /^aws:sourceorg/i.test(key)))
      yield { exposure: 'organization', subject: `${service}, on behalf of the organization,` };
  }

  private throughDistribution(statement: Statement): { readonly exposure: Exposure; readonly subject: string } {
    const { resource } = statement.document;
    const distributions = statement.conditions
      .flatMap(({ values }) => values)
      .flatMap(({ value }) => resourcesNamedIn(this.model, resource, value))
      .filter(({ type }) => type === 'AWS::CloudFront::Distribution');
    const signed = distributions.length > 0 && distributions.every((distribution) => demandsSignature(this.model, distribution));
    return signed
      ? { exposure: 'signed-in', subject: 'holders of a signed link, through CloudFront,' }
      : { exposure: 'anyone', subject: 'anyone, through CloudFront,' };
  }
}

/** Who is let in by a statement for everyone with a condition that names who. */
export function restrictedCallers(statement: Statement): { readonly exposure: Exposure; readonly subject: string } {
  const { conditions } = statement;
  const keys = conditions.map(({ key }) => key.toLowerCase());
  if (keys.some((key) => /orgid|orgpaths/.test(key))) return { exposure: 'organization', subject: 'the organization' };
  if (keys.some((key) => /sourceip|sourcevpc|vpcsource/.test(key)))
    return { exposure: 'other-account', subject: 'callers from named networks' };
  const beyond = accountsBeyond(statement);
  if (beyond.length > 0) return { exposure: 'other-account', subject: listedAccounts(beyond) };
  const accounts = conditions.find(({ key, operator }) => /account/i.test(key) && !parseOperator(operator).negated);
  if (accounts !== undefined) {
    const own = accounts.values.every(({ value }) => typeof value !== 'string');
    return own ? { exposure: 'account', subject: 'identities of the account' } : { exposure: 'other-account', subject: 'named accounts' };
  }
  return { exposure: 'app', subject: 'sources that a condition names' };
}

const NAMING_KEYS = /^aws:(?:source(?:arn|account|owner)|principal(?:arn|account))$/i;

/** The accounts that the conditions of a statement name, but for the stack's own. */
function accountsBeyond({ conditions, document }: Statement): readonly string[] {
  const own = document.resource.template.account;
  const named = conditions
    .filter(({ key, operator }) => NAMING_KEYS.test(key) && !parseOperator(operator).negated)
    .flatMap(({ values }) => values.map(({ value }) => accountIn(value)));
  return sortedOnce(
    named.filter((account) => typeof account === 'string').filter((account) => /^\d{12}$/.test(account) && account !== own),
  );
}

function listedAccounts(accounts: readonly string[]): string {
  return accounts.map((account) => `account ${account}`).join(', ');
}

interface PartyGrant {
  readonly exposure: Exposure;
  readonly reason: string;
  readonly writes: boolean;
}

function widest(grants: readonly PartyGrant[]): { readonly exposure: Exposure; readonly reasons: readonly string[] } {
  let exposure: Exposure = 'app';
  for (const grant of grants) if (isWiderExposure(grant.exposure, exposure)) exposure = grant.exposure;
  if (exposure === 'app') return { exposure, reasons: [] };
  return { exposure, reasons: sortedOnce(grants.filter((grant) => grant.exposure === exposure).map(({ reason }) => reason)) };
}

/** They carry their policy themselves. */
const REST_APIS: ReadonlySet<string> = new Set(['AWS::ApiGateway::RestApi', 'AWS::Serverless::Api']);

/** Services that act for whoever set them up, in any account. */
const ON_BEHALF: ReadonlySet<string> = new Set(['events', 's3', 'sns', 'sqs', 'iot', 'ses', 'logs', 'config']);

/** A policy that the app's own services need, to do what it names, lets nobody else in. */
function isInternal({ harmless, statements }: PolicyDocument): boolean {
  return (
    harmless &&
    statements.every(({ principals }) =>
      principals.every(
        ({ value }) => typeof value === 'string' && !ON_BEHALF.has(shortServiceOf(value)) && value !== 'cloudfront.amazonaws.com',
      ),
    )
  );
}

/** Whether every behaviour of a distribution asks for a signed link or cookie. */
function demandsSignature(model: Model, distribution: Resource): boolean {
  return model.readingsOf(distribution).every((reading) => {
    const behaviors = [
      ...reading.objects('DistributionConfig', 'DefaultCacheBehavior'),
      ...reading.objects('DistributionConfig', 'CacheBehaviors'),
    ];
    return behaviors.length > 0 && behaviors.every((behavior) => !behavior.lacks('TrustedKeyGroups') || !behavior.lacks('TrustedSigners'));
  });
}
