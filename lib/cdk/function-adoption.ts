import { ArnFormat, type CfnResource, aws_iam as iam, aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ExecutionRole } from './execution-role';
import { FunctionGuard, networkOf } from './function-guard';
import { edgeRefusal, RoleGuard, statementsOf } from './function-role-guard';
import { environmentKeyStatements, logStatements, narrowMounting } from './lambda-service';
import { needsOf } from './narrow-grants';
import { networkStatements } from './network-interfaces';
import { resourceIn, textOf } from './token-text';

/** A function whose role is exact from now on. */
export interface Adoption {
  readonly guard: FunctionGuard;
  /** What the role held, and holds no more, for people. */
  readonly dropped: readonly string[];
}

/** Gives a function that exists a role that is exact, with what Lambda needs for it. */
export function adopt(fn: lambda.IFunction): Adoption {
  const all = fn.node.root.node.findAll();
  const { own, resource, role } = adoptable(fn, all);
  const held = heldBy(role, all);
  const granted = [...held.policies.map(({ document }) => document), ...held.within].flatMap(statementsOf);
  const dropped = [...held.managed.map(({ managedPolicyArn }) => textOf(managedPolicyArn)), ...granted.map(summary)];
  const isOwn = role.node.scope === own && !all.some((each) => isOther(each, resource, role));
  const guard = isOwn ? emptied(own, role, held) : replaced(own, resource, role);
  keep(guard, resource, all, granted, held);
  return { guard, dropped };
}

interface Adoptable {
  readonly own: lambda.Function;
  readonly resource: lambda.CfnFunction;
  readonly role: iam.Role;
}

function adoptable(fn: lambda.IFunction, all: readonly IConstruct[]): Adoptable {
  const refuse = (reason: string) => new Error(`LeastPrivilege cannot declare access of "${fn.node.path}": ${reason}`);
  if (fn instanceof lambda.Alias || fn instanceof lambda.Version) {
    throw refuse('it is a version or an alias; declare it of the function, which all of them share the role of');
  }
  if (all.some((each) => each instanceof lambda.SingletonFunction && (each === fn || Reflect.get(each, 'lambdaFunction') === fn))) {
    throw refuse('it is a singleton that other constructs may share, with what they need; make a function of its own');
  }
  const resource = fn.node.defaultChild;
  if (!(fn instanceof lambda.Function) || !(resource instanceof lambda.CfnFunction)) {
    throw refuse('it is imported, or made at the edge; declare it in the app and the stack that make the function');
  }
  const { role } = fn;
  if (!(role instanceof iam.Role) || !(role.node.defaultChild instanceof iam.CfnRole)) {
    throw refuse('its role is imported, or not to be changed; let the function make its role');
  }
  const trust = JSON.stringify(Stack.of(role).resolve(role.assumeRolePolicy?.toJSON()));
  if (trust?.includes('edgelambda.amazonaws.com')) throw new Error(edgeRefusal(fn.node.path));
  return { own: fn, resource, role };
}

/** What a role holds. */
interface Held {
  /** The policies that say themselves that they are attached to it, its default policy among them. */
  readonly policies: readonly (iam.Policy | iam.ManagedPolicy)[];
  /** Those that it names. */
  readonly managed: readonly iam.IManagedPolicy[];
  /** Those within it. */
  readonly within: readonly iam.PolicyDocument[];
}

function heldBy(role: iam.Role, all: readonly IConstruct[]): Held {
  const policies = all.filter((each) => each instanceof iam.Policy || each instanceof iam.ManagedPolicy);
  return {
    policies: policies.filter((policy) => listIn(policy, 'roles').includes(role)),
    managed: listIn(role, 'managedPolicies').filter((policy): policy is iam.IManagedPolicy => isManagedPolicy(policy)),
    within: Object.values(Object(Reflect.get(role, 'inlinePolicies'))).filter((document) => document instanceof iam.PolicyDocument),
  };
}

function isManagedPolicy(policy: unknown): boolean {
  return typeof policy === 'object' && policy !== null && 'managedPolicyArn' in policy;
}

/**
 * A list that CDK keeps to itself: there is no other way to take something out of a role. Without it nothing could be taken
 * out, which must not go unsaid.
 */
function listIn(owner: object, name: string): unknown[] {
  const list: unknown = Reflect.get(owner, name);
  if (Array.isArray(list)) return list;
  const boxed: unknown = isBox(list) ? list.getMutable() : undefined;
  if (Array.isArray(boxed)) return boxed;
  throw new Error(
    `this version of aws-cdk-lib keeps "${name}" of a policy or role elsewhere: LeastPrivilege.of cannot empty roles with it`,
  );
}

/** A list in a box, which is read when the app is synthesized. */
function isBox(value: unknown): value is { getMutable(): unknown } {
  return typeof value === 'object' && value !== null && 'getMutable' in value && typeof value.getMutable === 'function';
}

/** The role that the function made: emptied, with the same name and ARN as before. */
function emptied(own: lambda.Function, role: iam.Role, { policies, managed }: Held): FunctionGuard {
  for (const policy of policies) {
    // The default policy is filled again, the others are of whoever made them: without roles they are in no template.
    const isDefault = policy.node.scope === role && policy.node.id === 'DefaultPolicy';
    if (isDefault) listIn(policy.document, 'statements').length = 0;
    else remove(listIn(policy, 'roles'), role);
    if (policy instanceof iam.Policy) uncompared(policy, role, isDefault || listIn(policy, 'roles').length === 0);
  }
  for (const policy of managed) remove(listIn(role, 'managedPolicies'), policy);
  const resource = role.node.defaultChild;
  if (resource instanceof iam.CfnRole) resource.policies = undefined;
  return new FunctionGuard(own, new RoleGuard(role, { path: own.node.path }));
}

/**
 * A role compares the names of its policies with that of each one more, which CDK counts as a reference: a policy that has one
 * must not be empty, nor of nobody.
 */
function uncompared(policy: iam.Policy, role: iam.Role, isUnused: boolean): void {
  const attached: unknown = Reflect.get(role, 'attachedPolicies');
  if (typeof attached === 'object' && attached !== null) remove(listIn(attached, 'policies'), policy);
  if (isUnused) Reflect.set(policy, 'referenceTaken', false);
}

function remove(list: unknown[], one: unknown): void {
  const index = list.indexOf(one);
  if (index >= 0) list.splice(index, 1);
}

/** Whether it is another function that runs with the role. */
function isOther(each: IConstruct, resource: lambda.CfnFunction, role: iam.Role): boolean {
  return each instanceof lambda.CfnFunction && each !== resource && resourceIn(each.role) === role.node.defaultChild;
}

/** A role of its own, in place of one that may have other users. */
function replaced(own: lambda.Function, resource: lambda.CfnFunction, before: iam.Role): FunctionGuard {
  const id = own.node.tryFindChild('ServiceRole') === undefined ? 'ServiceRole' : 'OwnServiceRole';
  const role = new ExecutionRole(own, id, { path: own.node.path }, before.permissionsBoundary);
  resource.role = role.roleArn;
  resource.node.addDependency(role);
  Object.assign(own, { role, grantPrincipal: role });
  return new FunctionGuard(own, role.guard);
}

/** Holds what Lambda does with the role, in exact form. */
function keep(
  guard: FunctionGuard,
  resource: lambda.CfnFunction,
  all: readonly IConstruct[],
  granted: readonly iam.PolicyStatement[],
  held: Held,
): void {
  const { fn, role } = guard;
  const add = (statements: readonly iam.PolicyStatement[]) => {
    for (const statement of statements) role.addToPrincipalPolicy(statement);
  };
  keepLogs(guard, resource);
  if (resource.tracingConfig !== undefined)
    add(granted.filter(({ actions }) => isAbout(actions, /^xray:Put(?:TraceSegments|TelemetryRecords)$/)));
  if (resource.kmsKeyArn !== undefined) add(environmentKeyStatements(fn, resource.kmsKeyArn));
  const network = networkOf(fn);
  if (network !== undefined) {
    const vpc = { vpcArn: Stack.of(fn).formatArn({ service: 'ec2', resource: 'vpc', resourceName: '*' }) };
    for (const statement of networkStatements(fn, { vpc, ...network })) role.hold(statement);
  }
  guard.holdDeadLetters();
  if (resource.fileSystemConfigs !== undefined) {
    const mounting = granted.filter(({ actions }) => isAbout(actions, /^(?:elasticfilesystem|s3files):Client/));
    add(mounting.flatMap(narrowMounting(mounting)));
  }
  if (isProfiled(resource))
    add(granted.filter(({ actions }) => isAbout(actions, /^codeguru-profiler:(?:ConfigureAgent|PostAgentProfile)$/)));
  for (const policy of held.managed.filter(isInsights)) role.addManagedPolicy(policy);
  if (resource.durableConfig !== undefined) guard.holdExecutions();
  const made = all.filter((each) => isOf(resource, each));
  const needs = needsOf(fn, made, granted);
  add(needs.needed);
  for (const statement of needs.held) role.hold(statement);
}

function isAbout(actions: readonly string[], pattern: RegExp): boolean {
  return actions.length > 0 && actions.every((action) => pattern.test(action));
}

function isProfiled(resource: lambda.CfnFunction): boolean {
  const variables: unknown = Stack.of(resource).resolve(resource.environment)?.variables;
  return typeof variables === 'object' && variables !== null && 'AWS_CODEGURU_PROFILER_ENABLED' in variables;
}

function isInsights({ managedPolicyArn }: iam.IManagedPolicy): boolean {
  return managedPolicyArn.endsWith('policy/CloudWatchLambdaInsightsExecutionRolePolicy');
}

/** Its log group by name: the function creates the one that Lambda names after it, unless somebody else has. */
function keepLogs(guard: FunctionGuard, resource: lambda.CfnFunction): void {
  const { fn, role } = guard;
  if (Stack.of(fn).resolve(resource.loggingConfig)?.logGroup !== undefined) {
    for (const statement of logStatements(fn.logGroup.logGroupArn)) role.addToPrincipalPolicy(statement);
    return;
  }
  const isMade = fn.node.tryFindChild('LogRetention') !== undefined || fn.node.tryFindChild('LogGroup') !== undefined;
  const group = Stack.of(fn).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `/aws/lambda/${fn.functionName}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const creating = new iam.PolicyStatement({ actions: ['logs:CreateLogGroup'], resources: [group, `${group}:*`] });
  guard.attachBeside('Logs', [...(isMade ? [] : [creating]), ...logStatements(`${group}:*`)]);
}

/** Whether a mapping or a configuration of invocations is of the function, or of a version or an alias of it. */
function isOf(resource: lambda.CfnFunction, each: IConstruct): boolean {
  if (!(each instanceof lambda.CfnEventSourceMapping || each instanceof lambda.CfnEventInvokeConfig)) return false;
  return functionAt(each.functionName) === resource;
}

function functionAt(name: string): CfnResource | undefined {
  const resource = resourceIn(name);
  const isQualified = resource instanceof lambda.CfnAlias || resource instanceof lambda.CfnVersion;
  return isQualified ? functionAt(resource.functionName) : resource;
}

/** A statement for people: `s3:GetObject*, s3:List* on Receipts.Arn`. */
function summary({ actions, notActions, resources, notResources }: iam.PolicyStatement): string {
  const what = actions.length > 0 ? actions : [`all but ${notActions.join(', ')}`];
  const where = resources.length > 0 ? resources : [`all but ${notResources.join(', ')}`];
  return `${what.join(', ')} on ${where.map(textOf).join(', ')}`;
}
