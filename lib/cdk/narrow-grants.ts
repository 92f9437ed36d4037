import { aws_iam as iam, aws_lambda as lambda, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { keyOperations, serviceOf } from '../access/key-operations';
import { patternAllows } from '../core/iam/action';
import { render } from '../core/template/symbolic';
import { destinationCalls } from './destinations';
import { pollerCalls, sourceNetwork } from './event-sources';
import { pollerNetworkStatements } from './network-interfaces';
import { callStatements, keyStatements, knownKey, type ServiceCall, type ServiceOf, serviceOfArn } from './service-calls';
import { mergePolicyStatements } from './statements';
import { resourceIn, spelled, symbolicOf } from './token-text';

/**
 * Runs `add`, which makes event source mappings and destinations anywhere below `owner`, and gives the role what Lambda calls for them in
 * place of what CDK grants. What CDK grants on other resources reaches the role as it is, to be judged there.
 *
 * @param owner the function, or a version or an alias of it
 * @param hold adds a statement to the role that AWS accepts in no narrower form
 */
export function narrowGrants<T>(owner: IConstruct, role: iam.Role, hold: (statement: iam.PolicyStatement) => void, add: () => T): T {
  const before = new Set(owner.node.children);
  const { result, statements, policies } = collected(role, add);
  const made = owner.node.children.filter((child) => !before.has(child)).flatMap((child) => child.node.findAll());
  const { needed, others, held, hasMappings } = needsOf(owner, made, statements);
  for (const statement of [...needed, ...others]) role.addToPrincipalPolicy(statement);
  for (const statement of held) hold(statement);
  for (const policy of policies) {
    if (!hasMappings || !isPollerPolicy(role, policy)) role.addManagedPolicy(policy);
  }
  return result;
}

/** What Lambda calls for event source mappings and destinations. */
export interface Needs {
  readonly needed: readonly iam.PolicyStatement[];
  /** Statements that AWS accepts in no narrower form. */
  readonly held: readonly iam.PolicyStatement[];
  /** What CDK granted for other purposes. */
  readonly others: readonly iam.PolicyStatement[];
  readonly hasMappings: boolean;
}

/**
 * What Lambda calls for mappings and destinations of a function.
 *
 * @param statements what CDK grants for them
 */
export function needsOf(owner: IConstruct, made: readonly IConstruct[], statements: readonly iam.PolicyStatement[]): Needs {
  const mappings = made.filter((resource) => resource instanceof lambda.CfnEventSourceMapping);
  const serviceOfSource = (arn: string) => serviceOfArn(arn) ?? grantedService(owner, statements, arn);
  const called = [
    ...mappings.flatMap((mapping) => pollerCalls(mapping, serviceOfSource)),
    ...made.flatMap((resource) => invocationCalls(resource, serviceOfSource)),
  ];
  const calls = called.map((call) => asGranted(owner, call, statements));
  const { others, onKeys } = sortGrants(owner, statements, calls);
  const keys = keyGrants(owner, calls, onKeys);
  const networks = mappings.map((mapping) => sourceNetwork(mapping, serviceOfSource));
  return {
    needed: mergePolicyStatements([...calls.flatMap(callStatements), ...keys.statements]),
    held: networks.flatMap((network) => (network === undefined ? [] : pollerNetworkStatements(owner, network))),
    others: [...others, ...keys.others],
    hasMappings: mappings.length > 0,
  };
}

interface Collected<T> {
  readonly result: T;
  readonly statements: readonly iam.PolicyStatement[];
  readonly policies: readonly iam.IManagedPolicy[];
}

/** Runs `add`, and keeps what it adds away from the role. */
function collected<T>(role: iam.Role, add: () => T): Collected<T> {
  const statements: iam.PolicyStatement[] = [];
  const policies: iam.IManagedPolicy[] = [];
  const { addToPrincipalPolicy, addManagedPolicy } = role;
  role.addToPrincipalPolicy = (statement) => {
    statements.push(statement);
    return { statementAdded: true, policyDependable: role };
  };
  role.addManagedPolicy = (policy) => policies.push(policy);
  try {
    return { result: add(), statements, policies };
  } finally {
    role.addToPrincipalPolicy = addToPrincipalPolicy;
    role.addManagedPolicy = addManagedPolicy;
  }
}

function isPollerPolicy(role: iam.Role, { managedPolicyArn }: iam.IManagedPolicy): boolean {
  return POLLER_POLICY.test(render(symbolicOf(role, managedPolicyArn)));
}

/** AWS's managed policies for pollers: all of their permissions are in the calls. */
const POLLER_POLICY = /:iam::aws:policy\/service-role\/AWSLambda(?:DynamoDB|Kinesis|MSK|SQSQueue)ExecutionRole$/;

function invocationCalls(resource: IConstruct, serviceOfSource: ServiceOf): readonly ServiceCall[] {
  if (!(resource instanceof lambda.CfnEventInvokeConfig)) return [];
  const config = resource.destinationConfig;
  if (config === undefined || 'resolve' in config) return [];
  return [config.onFailure, config.onSuccess].flatMap((destination) =>
    destination !== undefined && 'destination' in destination ? destinationCalls(destination.destination, serviceOfSource) : [],
  );
}

/** The service of a resource whose ARN is known only at deployment: what CDK lets the role do with it says which. */
function grantedService(owner: IConstruct, statements: readonly iam.PolicyStatement[], arn: string): string | undefined {
  const wanted = spelled(owner, arn);
  const about = statements.find(
    ({ resources }) => !Token.isUnresolved(resources) && resources.some((resource) => spelled(owner, resource) === wanted),
  );
  const [action] = about?.actions ?? [];
  return action === undefined ? undefined : serviceOf(action);
}

/** A secret that is known by its name only has an ARN that CDK completes. */
function asGranted(owner: IConstruct, call: ServiceCall, statements: readonly iam.PolicyStatement[]): ServiceCall {
  if (!call.targets.every(({ type }) => type === 'Secret')) return call;
  const granted = statements.find((statement) => standsFor(owner, call, statement));
  return granted === undefined ? call : { ...call, targets: granted.resources.map((arn) => ({ type: 'Secret', arn })) };
}

interface Grants {
  /** About what Lambda does not call. */
  readonly others: readonly iam.PolicyStatement[];
  /** About one key each. */
  readonly onKeys: readonly iam.PolicyStatement[];
}

/** Leaves out the grants that the calls stand for. */
function sortGrants(owner: IConstruct, statements: readonly iam.PolicyStatement[], calls: readonly ServiceCall[]): Grants {
  const rest = statements.filter((statement) => !calls.some((call) => standsFor(owner, call, statement)));
  return {
    others: rest.filter((statement) => keyIn(statement) === undefined),
    onKeys: rest.filter((statement) => keyIn(statement) !== undefined),
  };
}

/** Whether CDK wrote the statement for the call: it names the resource, and allows what the call does with its data. */
function standsFor(owner: IConstruct, { arn, actions, targets, onEvery = [] }: ServiceCall, statement: iam.PolicyStatement): boolean {
  if (statement.effect !== iam.Effect.ALLOW || Token.isUnresolved(statement.resources)) return false;
  const { resources } = statement;
  const isAbout = (operations: readonly string[]) =>
    operations.some((operation) => statement.actions.some((pattern) => patternAllows(pattern, operation)));
  if (resources.every((resource) => resource === '*')) return onEvery.length > 0 && isAbout(onEvery);
  const arns = [arn, ...targets.map((target) => target.arn)].map((one) => spelled(owner, one));
  const named = resources.filter((resource) => arns.some((one) => isWithin(one, spelled(owner, resource))));
  const unread = resources.filter((resource) => Token.isUnresolved(resource) && resourceIn(resource) === undefined);
  const isOnly = resources.every((resource) => named.includes(resource) || unread.includes(resource));
  return named.length > 0 && isOnly && isAbout([...actions.filter((action) => !LOOKS_UP.test(action)), ...onEvery]);
}

/** What grants for other purposes allow, too. */
const LOOKS_UP = /:(?:Describe|GetQueueAttributes$)/;

/** Whether `resource` is the one of the ARN, or what belongs to it: its objects, its versions, the rest of a secret's name. */
function isWithin(arn: string, resource: string): boolean {
  return resource.startsWith(arn) && /^(?:$|[/:-])/.test(resource.slice(arn.length));
}

/** The one key that a statement is about. */
function keyIn({ actions, resources }: iam.PolicyStatement): string | undefined {
  const [arn, another] = resources;
  const isOne = another === undefined && !Token.isUnresolved(resources) && arn !== '*';
  return isOne && actions.length > 0 && actions.every((action) => action.startsWith('kms:')) ? arn : undefined;
}

/**
 * The use of keys by the services of the calls. The key of a resource of the app is known; that of an imported resource is the
 * one that CDK lets the role use, for any of the imported resources of the calls.
 */
function keyGrants(
  owner: IConstruct,
  calls: readonly ServiceCall[],
  onKeys: readonly iam.PolicyStatement[],
): { readonly statements: readonly iam.PolicyStatement[]; readonly others: readonly iam.PolicyStatement[] } {
  const known = new Map<string, ServiceCall[]>();
  for (const call of calls) {
    const key = knownKey(call);
    if (key !== undefined) known.set(key, [...(known.get(key) ?? []), call]);
  }
  const imported = calls.filter(({ arn, actions }) => resourceIn(arn) === undefined && keyOperations(actions).length > 0);
  const statements = [...known].flatMap(([key, users]) => keyStatements(owner, key, users));
  const others: iam.PolicyStatement[] = [];
  for (const statement of onKeys) {
    const key = keyIn(statement);
    if (key === undefined || known.has(key)) continue;
    if (imported.length === 0) others.push(statement);
    else statements.push(...keyStatements(owner, key, imported));
  }
  return { statements, others };
}
