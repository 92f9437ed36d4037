import { CfnResource, aws_iam as iam, aws_lambda as lambda, Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { FunctionGuard } from './function-guard';
import { openRoutes } from './function-routes';
import { resourceIn } from './token-text';

const watched = new WeakMap<IConstruct, FunctionGuard[]>();

/**
 * Looks at a function once more when the app is synthesized: at what reaches it or its role past the methods of its construct,
 * through constructs of the first level, versions and aliases made by hand. One pass over an app, however many functions.
 */
export function watch(guard: FunctionGuard): void {
  const root = Stage.of(guard.fn) ?? guard.fn.node.root;
  const known = watched.get(root);
  if (known !== undefined) {
    known.push(guard);
    return;
  }
  const all = [guard];
  watched.set(root, all);
  root.node.addValidation({ validate: () => problemsIn(root, all) });
}

function problemsIn(root: IConstruct, all: readonly FunctionGuard[]): string[] {
  const resources = root.node.findAll().filter((construct) => CfnResource.isCfnResource(construct));
  // Functions that were taken out of the tree are in no template.
  const present = new Set(resources);
  const guards = new Map<CfnResource, FunctionGuard>();
  for (const guard of all) {
    const resource = guard.fn.node.defaultChild;
    if (CfnResource.isCfnResource(resource) && present.has(resource)) guards.set(resource, guard);
  }
  const secure = new Map([...guards].filter(([, { options }]) => options !== undefined));
  return [
    ...resources.flatMap((resource) => [...callerProblems(secure, resource), ...urlProblems(secure, resource)]),
    ...policyProblems(resources, [...guards.values()]),
    ...[...guards].flatMap(([resource, guard]) => roleProblems(resource, guard)),
    ...concurrencyProblems(resources, secure),
  ];
}

/** The guarded function that a name or an ARN is of, or of a version or an alias of. */
function functionAt(guards: ReadonlyMap<CfnResource, FunctionGuard>, text: string): FunctionGuard | undefined {
  const resource = resourceIn(text);
  if (resource instanceof lambda.CfnAlias || resource instanceof lambda.CfnVersion) return functionAt(guards, resource.functionName);
  return resource === undefined ? undefined : guards.get(resource);
}

function callerProblems(guards: ReadonlyMap<CfnResource, FunctionGuard>, resource: CfnResource): string[] {
  if (!(resource instanceof lambda.CfnPermission) || resource.principal !== '*') return [];
  const { sourceArn, sourceAccount, principalOrgId } = resource;
  const guard = functionAt(guards, resource.functionName);
  if (guard === undefined || (sourceArn ?? sourceAccount ?? principalOrgId) !== undefined) return [];
  return [
    `the permission "${resource.node.path}" lets everyone call "${guard.fn.node.path}": name the caller, such as grantInvoke(role) or a service with its "sourceArn"`,
  ];
}

function urlProblems(guards: ReadonlyMap<CfnResource, FunctionGuard>, resource: CfnResource): string[] {
  if (!(resource instanceof lambda.CfnUrl) || resource.authType === lambda.FunctionUrlAuthType.AWS_IAM) return [];
  const guard = functionAt(guards, resource.targetFunctionArn);
  if (guard === undefined) return [];
  return [
    `the function URL "${resource.node.path}" without authentication lets everyone on the internet call "${guard.fn.node.path}": set FunctionUrlAuthType.AWS_IAM`,
  ];
}

/** Policies that say themselves which roles they are attached to: those do not come past the guard of the role. */
function policyProblems(resources: readonly CfnResource[], guards: readonly FunctionGuard[]): string[] {
  return resources.flatMap((resource) => {
    if (!(resource instanceof iam.CfnManagedPolicy || resource instanceof iam.CfnPolicy)) return [];
    const stack = Stack.of(resource);
    const roles: unknown = stack.resolve(resource.roles);
    if (!Array.isArray(roles) || roles.length === 0) return [];
    const names = new Set(roles.map((role) => JSON.stringify(role)));
    return guards.flatMap(({ role }) => {
      if (!names.has(JSON.stringify(stack.resolve(role.role.roleName))) || role.knows(resource)) return [];
      return role.refusalsIn(resource.policyDocument);
    });
  });
}

/** A role that was put in place of the guarded one, through the first level or an override. */
function roleProblems(resource: CfnResource, { fn, role }: FunctionGuard): string[] {
  const stack = Stack.of(resource);
  const textOf = (value: unknown) => JSON.stringify(stack.resolve(value));
  const overrides: unknown = Reflect.get(resource, 'rawOverrides');
  const overridden: unknown = Object(Object(overrides).Properties).Role;
  const set = resource instanceof lambda.CfnFunction ? [resource.role] : [];
  const given = [...set, ...(overridden === undefined ? [] : [overridden])].find((one) => textOf(one) !== textOf(role.role.roleArn));
  if (given === undefined) return [];
  return [
    `"${fn.node.path}" runs with another role than the one that holds its declared access, got ${textOf(given)}: leave "Role" of "${resource.node.path}" as it is, and declare what the code calls in "access"`,
  ];
}

/** Functions that anyone can start, with no limit but that of the account. */
function concurrencyProblems(resources: readonly CfnResource[], guards: ReadonlyMap<CfnResource, FunctionGuard>): string[] {
  const unlimited = [...guards].flatMap(([resource, guard]) => {
    const isLimited = resource instanceof lambda.CfnFunction && resource.reservedConcurrentExecutions !== undefined;
    return isLimited || guard.options?.unboundedConcurrency === true ? [] : [guard];
  });
  if (unlimited.length === 0) return [];
  const routes = openRoutes(resources);
  if (routes.length === 0) return [];
  const qualified = resources.filter((resource) => resource instanceof lambda.CfnAlias || resource instanceof lambda.CfnVersion);
  return unlimited.flatMap(({ fn }) => {
    const called = [fn.node.defaultChild, ...qualified.filter(({ functionName }) => functionAt(guards, functionName)?.fn === fn)];
    const open = routes.find(({ leadsTo }) => called.some((one) => CfnResource.isCfnResource(one) && leadsTo(one)));
    if (open === undefined) return [];
    return [
      `anyone can start "${fn.node.path}" through ${open.name}, and it has no limit of its own: set "reservedConcurrentExecutions" to what its callers need, throttle the stage of the API, or accept that it may use all of the account with "unboundedConcurrency: true"`,
    ];
  });
}
