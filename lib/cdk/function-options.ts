import { type aws_iam as iam, aws_lambda as lambda, aws_logs as logs } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { DeclaredAccess } from './declared-access';
import { ExecutionRole } from './execution-role';
import { deferred } from './function-deferred';
import { refuseSecret } from './function-environment';
import { unsupported } from './function-runtime';
import { narrowMounting } from './lambda-service';

/** What a function with a role of its own has besides the properties of CDK's functions. */
export interface SecureFunctionOptions {
  /**
   * What the code calls, on which resources. The role holds this, what Lambda itself needs for the function, and nothing else.
   *
   * @default - none: the code may write its logs and traces
   */
  readonly access?: DeclaredAccess[];

  /**
   * The boundary of the role: what it can hold at most.
   *
   * @default - none, or the one that `PermissionsBoundary.of(scope)` or the app sets
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * Lets a function that anyone can start use all the concurrency that the account has. Without it such a function needs
   * `reservedConcurrentExecutions`, or a throttle on the stage of its API.
   *
   * @default false
   */
  readonly unboundedConcurrency?: boolean;

  /**
   * Environment variables that look like secrets and are none.
   *
   * @default - none: what looks like a secret is refused
   */
  readonly plaintextVariables?: string[];

  /**
   * Accepts a runtime that AWS no longer supports.
   *
   * @default false
   */
  readonly allowDeprecatedRuntime?: boolean;

  /**
   * How many managed policies a role of the account can have: the quota "Managed policies attached to an IAM role". They hold
   * what does not fit into the inline policy.
   *
   * @default 10
   */
  readonly managedPolicyQuota?: number;
}

/** What a class of functions is made with. */
export type AnyFunctionProps = SecureFunctionOptions & lambda.FunctionOptions;

/** How long its own log group keeps the logs of a function. */
const LOG_RETENTION = logs.RetentionDays.ONE_MONTH;

/**
 * The properties for the class of CDK: with a role and a log group of its own, with the secure defaults, and without what is
 * added when the role is there.
 *
 * @param runtime when it is known here
 */
export function ownProps<P extends AnyFunctionProps>(scope: Construct, id: string, props: P, runtime?: lambda.Runtime): P {
  const path = scope.node.path === '' ? id : `${scope.node.path}/${id}`;
  refuse(path, props);
  for (const [name, value] of Object.entries(props.environment ?? {})) {
    if (!isPlaintext(props, name)) refuseSecret(scope, path, name, value);
  }
  const reason = runtime === undefined || props.allowDeprecatedRuntime === true ? undefined : unsupported(runtime.name);
  if (reason !== undefined) throw new Error(`"${path}" ${reason}`);
  const own: P = {
    ...props,
    tracing: props.tracing ?? lambda.Tracing.ACTIVE,
    ...(props.logFormat === undefined && props.loggingFormat === undefined ? { loggingFormat: lambda.LoggingFormat.JSON } : {}),
    role: deferred(ExecutionRole, () => {
      const owner = { path, managedPolicyQuota: props.managedPolicyQuota };
      const role = new ExecutionRole(ownerAt(scope, id), 'ServiceRole', owner, props.permissionsBoundary);
      // Of what CDK's class grants while it is constructed.
      role.guard.narrowing = narrowMounting(props.filesystem?.config.policies ?? []);
      return role;
    }),
    logGroup: props.logGroup ?? deferred(logs.LogGroup, () => ownLogGroup(ownerAt(scope, id), props)),
  };
  for (const name of ADDED_AFTERWARDS) Reflect.deleteProperty(own, name);
  return own;
}

/** Properties that say what is added to a role, or how a log group is made: CDK's class must not see them. */
const ADDED_AFTERWARDS: readonly (keyof lambda.FunctionOptions)[] = [
  'events',
  'initialPolicy',
  'logRemovalPolicy',
  'logRetention',
  'logRetentionRetryOptions',
  'maxEventAge',
  'onFailure',
  'onSuccess',
  'retryAttempts',
];

/** Whether a variable is said to hold no secret. */
export function isPlaintext(options: SecureFunctionOptions, name: string): boolean {
  return options.plaintextVariables?.includes(name) === true;
}

function refuse(path: string, { role, logRetentionRole, logGroup, logRetention, logRemovalPolicy }: lambda.FunctionOptions): void {
  if (role !== undefined) {
    throw new Error(
      `"${path}" has a role of its own, so that it holds exactly the declared access: leave "role" out and declare what the code calls in "access"`,
    );
  }
  if (logRetentionRole !== undefined) {
    throw new Error(`"${path}" creates its log group with its retention and needs no "logRetentionRole": leave it out`);
  }
  if (logGroup !== undefined && (logRetention !== undefined || logRemovalPolicy !== undefined)) {
    throw new Error(`"${path}" writes to the log group that is given: set retention and removal policy there`);
  }
}

function ownLogGroup(owner: Construct, { logRetention = LOG_RETENTION, logRemovalPolicy }: lambda.FunctionOptions): logs.LogGroup {
  return new logs.LogGroup(owner, 'LogGroup', {
    retention: logRetention,
    ...(logRemovalPolicy === undefined ? {} : { removalPolicy: logRemovalPolicy }),
  });
}

function ownerAt(scope: Construct, id: string): Construct {
  const owner = scope.node.findChild(id);
  if (Construct.isConstruct(owner)) return owner;
  throw new Error(`"${scope.node.path}/${id}" is no construct`);
}
