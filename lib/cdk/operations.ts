import { CfnResource, Reference, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { AccessError } from '../access/access-error';
import { compileAccess, knownAction, supportedTypes, type Target } from '../access/compile';
import { arnServiceOf, arnServicesOf, globOf, typeNamed, typesOfArn } from '../access/resource-type';
import type { KnownAction } from '../core/iam/action';
import { describeResource } from '../core/iam/arn';
import { hasWildcard } from '../core/iam/pattern';
import { loadReference } from '../reference';
import type { Service } from '../reference/reference';
import { arnsOf, cfnTypeOf, type NamedArn } from './construct-arns';
import { byArn, type DeclaredAccess, standingFor, standingForName } from './declared-access';
import { declareAccess, naming, ReferenceAccess } from './reference-access';
import { keyOfConstruct } from './resource-keys';
import { onEveryResource } from './scoped-access';
import { piecesOf, textOf } from './token-text';

/** Operations on the resource that `construct` makes or imports. */
export function accessToConstruct(construct: IConstruct, actions: readonly string[]): DeclaredAccess {
  const { known, targets } = naming(construct, () => {
    const called = knownActions(actions);
    const arns = arnsOf(construct);
    return { known: called, targets: distinct(called.flatMap((action) => targetsOf(construct, action, arns))) };
  });
  const key = keyOfConstruct(construct, known[0].service, targets[0]?.type ?? '', targets[0]?.arn ?? '');
  const access = declareAccess(construct, [{ actions: known.map(({ id }) => id), targets }], key);
  const [target, another] = targets;
  return target === undefined || another !== undefined ? access : standingFor(construct, byArn(target.arn), access);
}

/** Operations on the resource that an ARN names. */
export function accessToArn(arn: string, actions: readonly string[]): DeclaredAccess {
  const known = knownActions(actions);
  const access = new ReferenceAccess(
    known.flatMap((action) => {
      refuseBroad(arn);
      const [type] = typesAt(serviceOf(action), arn, action);
      return compileAccess(loadReference(), { actions: [action.id], targets: type === undefined ? [] : [{ type, arn }] });
    }),
  );
  return hasWildcard(arn) ? access : standingForName(textOf(arn), byArn(arn), access);
}

/** Operations that AWS allows on `*` only. */
export function accessWithoutResource(actions: readonly string[]): DeclaredAccess {
  return onEveryResource(knownActions(actions).map(({ id }) => id));
}

function knownActions(actions: readonly string[]): readonly [KnownAction, ...KnownAction[]] {
  const [first, ...others] = actions.map((action) => knownAction(loadReference(), action));
  if (first === undefined) throw new AccessError('no-action', 'name the operations that the code calls, such as "states:StartExecution"');
  return [first, ...others];
}

function serviceOf({ service }: KnownAction): Service {
  const known = loadReference().service(service);
  if (known === undefined) throw new AccessError('unknown-action', `"${service}" is no service that AWS had on ${loadReference().date}`);
  return known;
}

/** The ARNs of the construct that the action works on. */
function targetsOf(construct: IConstruct, action: KnownAction, arns: readonly NamedArn[]): readonly Target[] {
  const service = serviceOf(action);
  const supported = supportedTypes(action);
  if (supported.length === 0) return [];
  refuseOtherService(construct, action, service);
  const named = arns.flatMap(({ name, arn }): Target[] => {
    const type = typeNamed(service, name);
    return type === undefined ? [] : [{ type, arn: completeArn(construct, arn) }];
  });
  const fitting = named.find(({ type }) => supported.includes(type));
  if (fitting !== undefined) return [fitting];
  if (arns.length === 0) {
    throw new AccessError('unreadable-resource', `no ARN is known of this construct: declare it with Access.toArn(arn, "${action.id}")`);
  }
  const [own] = named.length > 0 ? named.map(({ type }) => type) : arns.map(({ name }) => name);
  throw new AccessError('unsupported-resource', `"${action.id}" does not work on ${withArticle(own ?? '')}: ${instead(action, service)}`);
}

/** A table of Glue is no table of DynamoDB, though both are tables. */
function refuseOtherService(construct: IConstruct, action: KnownAction, service: Service): void {
  const cfnType = cfnTypeOf(construct);
  if (cfnType?.startsWith('AWS::') !== true) return;
  const own = arnServicesOf(cfnType);
  const worksOn = supportedTypes(action).flatMap((type) => service.resourceTypes.get(type)?.arnFormats.map(arnServiceOf) ?? []);
  const isKnown = own.some((prefix) => loadReference().service(prefix) !== undefined);
  if (isKnown && !worksOn.some((prefix) => own.includes(prefix))) {
    throw new AccessError('unsupported-resource', `"${action.id}" does not work on an ${cfnType}: ${instead(action, service)}`);
  }
}

/** Builders that reach what lies below a construct, by the resource types they give access to. */
const BUILDERS: Readonly<Record<string, string>> = {
  'dynamodb:index': 'Access.table(table).onlyIndexes("name").queryItems()',
  'dynamodb:stream': 'Access.table(table).readStream()',
  'states:execution': 'Access.stateMachine(stateMachine).readExecutions(), stopExecutions() or redriveExecutions()',
  'scheduler:schedule': 'Access.scheduleGroup(group).createSchedules(targetRole), deleteSchedules() or readSchedules()',
  'rds-db:db-user': 'Access.databaseCluster(cluster).connectAs("user")',
  's3:object': 'Access.bucket(bucket).getObjects(), putObjects() or deleteObjects()',
};

function instead(action: KnownAction, service: Service): string {
  const types = supportedTypes(action);
  const builders = types.flatMap((type) => BUILDERS[`${action.service}:${type}`] ?? []);
  if (builders.length > 0) return `declare it with ${builders.join(' or ')}`;
  const forms = types.map((type) => {
    const [format] = service.resourceTypes.get(type)?.arnFormats ?? [];
    return format === undefined ? withArticle(type) : `${withArticle(type)} (${format})`;
  });
  return `it works on ${forms.join(' or ')}`;
}

function withArticle(type: string): string {
  return /^[aeiou]/i.test(type) ? `an ${type}` : `a ${type}`;
}

/** A secret imported by name lacks the six characters that Secrets Manager adds to it. */
function completeArn(construct: IConstruct, arn: string): string {
  return 'secretFullArn' in construct && construct.secretFullArn === undefined ? `${arn}-??????` : arn;
}

function distinct(targets: readonly Target[]): readonly Target[] {
  return targets.filter(({ type, arn }, index) => targets.findIndex((other) => other.type === type && other.arn === arn) === index);
}

function refuseBroad(arn: string): void {
  const sample = sampleOf(arn);
  if (sample === undefined) return;
  const scope = describeResource(sample);
  if (scope.kind === 'named' || scope.kind === 'children' || scope.kind === 'unknown') return;
  throw new AccessError('wildcard-resource', `"${textOf(arn)}" takes in resources that nobody named: give the ARN of one resource`);
}

/** The types of the service that the ARN names; those of the action, when it is known only at deployment. */
function typesAt(service: Service, arn: string, action: KnownAction): readonly string[] {
  const supported = supportedTypes(action);
  if (supported.length === 0) return [''];
  const sample = sampleOf(arn);
  if (sample === undefined) return supported;
  const types = typesOfArn(service, sample);
  const fitting = types.filter((type) => supported.includes(type));
  if (fitting.length > 0) return fitting;
  const [own] = types;
  if (own !== undefined)
    throw new AccessError(
      'unsupported-resource',
      `"${action.id}" does not work on ${withArticle(own)}, got "${textOf(arn)}": ${instead(action, service)}`,
    );
  throw new AccessError('unsupported-resource', `"${action.id}" does not work on "${textOf(arn)}": ${instead(action, service)}`);
}

/** An ARN of the same form without tokens; `undefined` when nothing is known of its form. */
function sampleOf(arn: string): string | undefined {
  if (!Token.isUnresolved(arn)) return arn;
  let sample = '';
  for (const [index, piece] of piecesOf(arn).entries()) {
    const form = typeof piece === 'string' ? piece : index === 0 ? formOf(piece) : 'x';
    if (form === undefined) return undefined;
    sample += form;
  }
  return sample;
}

/** The form of the ARN that a token stands for, when it is the ARN of a resource of the app. */
function formOf(token: unknown): string | undefined {
  if (!Reference.isReference(token) || !CfnResource.isCfnResource(token.target)) return undefined;
  const { cfnResourceType } = token.target;
  const name = cfnResourceType.split('::')[2] ?? '';
  for (const prefix of arnServicesOf(cfnResourceType)) {
    const service = loadReference().service(prefix);
    const type = service === undefined ? undefined : typeNamed(service, name);
    const [format] = type === undefined ? [] : (service?.resourceTypes.get(type)?.arnFormats ?? []);
    if (format !== undefined) return globOf(format).replaceAll('*', 'x');
  }
  return undefined;
}
