import { aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { describeResource } from '../core/iam/arn';
import { Access } from './access';
import type { DeclaredAccess } from './declared-access';
import { injectEnvironment } from './environment';
import { ExecutionRole } from './execution-role';
import { keepFailures, startsAsynchronously } from './function-dead-letters';
import { refuseSecret } from './function-environment';
import { type AnyFunctionProps, isPlaintext } from './function-options';
import { edgeRefusal, type RoleGuard } from './function-role-guard';
import { watch } from './function-watch';
import { durableStatements, environmentKeyStatements, logStatements } from './lambda-service';
import { narrowGrants } from './narrow-grants';
import { networkStatements } from './network-interfaces';
import { withSource } from './permission-source';
import { mergePolicyStatements } from './statements';
import { symbolicOf } from './token-text';

const guards = new WeakMap<lambda.IFunction, FunctionGuard>();

/** What starts a function, and what becomes of the events that it fails on. */
export interface Invocation {
  /** Whether a service calls it that does not wait for the answer. */
  isAsynchronous: boolean;
  /** Whether events that failed go somewhere. */
  keepsFailures: boolean;
}

/**
 * What a function with an exact role promises, whatever class of CDK it is: it stands before the methods through which
 * permissions, callers and variables reach the function, its versions and its aliases.
 */
export class FunctionGuard {
  /** The guard of a function, when it has one. */
  static of(fn: lambda.IFunction): FunctionGuard | undefined {
    return guards.get(fn);
  }

  /** Guards a function whose constructor was given `ownProps`, and adds what its properties ask for. */
  static ofNew(fn: lambda.Function, props: AnyFunctionProps): FunctionGuard {
    const role = fn.node.tryFindChild('ServiceRole');
    if (!(fn.role instanceof ExecutionRole) || !(role instanceof ExecutionRole)) {
      throw new Error(`"${fn.node.path}" has a role of its own, and a property injector replaced it: exclude SecureFunction there`);
    }
    // CDK's class holds what stood for the role while it was not there.
    Object.assign(fn, { role, grantPrincipal: role });
    role.guard.narrowing = undefined;
    const guard = new FunctionGuard(fn, role.guard, props);
    guard.complete(props);
    return guard;
  }

  private isNarrowing = false;
  /** How it is started. */
  public readonly invocation: Invocation = { isAsynchronous: false, keepsFailures: false };

  /**
   * @param role the guard of its role
   * @param options what a secure function was given; without them only the role is guarded
   */
  constructor(
    public readonly fn: lambda.Function,
    public readonly role: RoleGuard,
    public readonly options?: AnyFunctionProps,
  ) {
    guards.set(fn, this);
    this.guardGrants(fn);
    this.guardVersions();
    if (options !== undefined) {
      this.guardCallers(fn);
      this.guardVariables(options);
      keepFailures(this, options);
    }
    watch(this);
  }

  /** Gives the role the declared access, and the function the variables that come with it. */
  declare(access: readonly DeclaredAccess[]): void {
    injectEnvironment(this.fn, access);
    const statements = mergePolicyStatements(access.flatMap((declared) => declared.bind(this.fn)));
    for (const statement of statements) this.role.addToPrincipalPolicy(statement);
  }

  /** What Lambda itself does with the role, and what is added once the role is there. */
  private complete(props: AnyFunctionProps): void {
    const { fn, role } = this;
    for (const statement of logStatements(fn.logGroup.logGroupArn)) role.addToPrincipalPolicy(statement);
    if (props.environmentEncryption !== undefined) {
      for (const statement of environmentKeyStatements(fn, props.environmentEncryption.keyRef.keyArn)) role.addToPrincipalPolicy(statement);
    }
    const network = networkOf(fn);
    if (props.vpc !== undefined && network !== undefined) {
      for (const statement of networkStatements(fn, { vpc: props.vpc, ...network })) role.hold(statement);
    }
    this.holdDeadLetters();
    if (props.durableConfig !== undefined) this.holdExecutions();
    for (const statement of props.initialPolicy ?? []) role.addToPrincipalPolicy(statement);
    for (const source of props.events ?? []) fn.addEventSource(source);
    const { onFailure, onSuccess, maxEventAge, retryAttempts } = props;
    if (onFailure !== undefined || onSuccess !== undefined || maxEventAge !== undefined || retryAttempts !== undefined) {
      fn.configureAsyncInvoke({
        ...(onFailure === undefined ? {} : { onFailure }),
        ...(onSuccess === undefined ? {} : { onSuccess }),
        ...(maxEventAge === undefined ? {} : { maxEventAge }),
        ...(retryAttempts === undefined ? {} : { retryAttempts }),
      });
    }
    this.declare(props.access ?? []);
  }

  /** Sending what failed to the dead-letter queue or topic. */
  holdDeadLetters(): void {
    const { deadLetterQueue, deadLetterTopic } = this.fn;
    if (deadLetterQueue !== undefined) this.declare([Access.queue(deadLetterQueue).send()]);
    if (deadLetterTopic !== undefined) this.declare([Access.topic(deadLetterTopic).publish()]);
  }

  /** Keeping the progress of durable executions. */
  holdExecutions(): void {
    this.attachBeside('DurableExecutions', durableStatements(this.fn.functionArn));
  }

  /** A policy that names the function: beside the role and not below it, since the function waits for its role. */
  attachBeside(id: string, statements: readonly iam.PolicyStatement[]): void {
    this.fn.role?.attachInlinePolicy(new iam.Policy(this.fn, id, { statements: [...statements] }));
  }

  /** Event sources and destinations bring what Lambda calls for them, in place of what CDK grants. */
  private guardGrants(fn: lambda.IFunction): void {
    const { addEventSource, addEventSourceMapping, configureAsyncInvoke, addToRolePolicy } = fn;
    fn.addEventSource = (source) => this.narrowed(fn, () => addEventSource.call(fn, source));
    fn.addEventSourceMapping = (id, options) => this.narrowed(fn, () => addEventSourceMapping.call(fn, id, options));
    fn.configureAsyncInvoke = (options) => {
      if (options.onFailure !== undefined) this.invocation.keepsFailures = true;
      this.narrowed(fn, () => configureAsyncInvoke.call(fn, options));
    };
    // With the feature flag for policies of their own, statements would pass by what narrows them.
    fn.addToRolePolicy = (statement) => {
      if (this.isNarrowing) this.role.role.addToPrincipalPolicy(statement);
      else addToRolePolicy.call(fn, statement);
    };
  }

  private narrowed<T>(owner: lambda.IFunction, add: () => T): T {
    const before = this.isNarrowing;
    this.isNarrowing = true;
    try {
      const { role } = this;
      return narrowGrants(owner, role.role, (statement) => role.hold(statement), add);
    } finally {
      this.isNarrowing = before;
    }
  }

  /** Nobody opens it to everyone. */
  private guardCallers(fn: lambda.IFunction): void {
    const { addFunctionUrl, addPermission } = fn;
    fn.addFunctionUrl = (options) => {
      if (options?.authType === lambda.FunctionUrlAuthType.NONE) {
        throw new Error(
          `a function URL of "${fn.node.path}" without authentication lets everyone on the internet call it: leave "authType" out or set FunctionUrlAuthType.AWS_IAM, and let callers in with grantInvokeUrl(caller)`,
        );
      }
      return addFunctionUrl.call(fn, options);
    };
    fn.addPermission = (id, permission) => {
      if (isEveryone(permission.principal) && !this.isNarrowed(permission)) {
        throw new Error(
          `the permission "${id}" lets everyone call "${fn.node.path}": name the caller, such as grantInvoke(role) or new iam.ServicePrincipal("events.amazonaws.com") with its "sourceArn", or narrow it with "sourceAccount" or "organizationId"`,
        );
      }
      if (startsAsynchronously(fn, permission.principal)) this.invocation.isAsynchronous = true;
      addPermission.call(fn, id, withSource(fn, permission));
    };
  }

  private isNarrowed({ principal, sourceArn, sourceAccount, organizationId }: lambda.Permission): boolean {
    const isSource = sourceArn !== undefined && describeResource(symbolicOf(this.fn, sourceArn)).kind !== 'everything';
    return (
      isSource || sourceAccount !== undefined || organizationId !== undefined || Object.keys(principal.policyFragment.conditions).length > 0
    );
  }

  private guardVariables(options: AnyFunctionProps): void {
    const { fn } = this;
    const { addEnvironment } = fn;
    fn.addEnvironment = (name, value, more) => {
      if (!isPlaintext(options, name)) refuseSecret(fn, fn.node.path, name, value);
      return addEnvironment.call(fn, name, value, more);
    };
  }

  /** Versions and aliases that are made through the function keep its promises, and may be made with destinations. */
  private guardVersions(): void {
    const { fn } = this;
    const { addAlias } = fn;
    fn.addAlias = (...args) => this.guardQualified(this.narrowed(fn, () => addAlias.apply(fn, args)));
    fn._checkEdgeCompatibility = () => {
      throw new Error(edgeRefusal(fn.node.path));
    };
    const prototype: object = Object.getPrototypeOf(fn);
    Object.defineProperty(fn, 'currentVersion', {
      get: () => {
        const version: unknown = this.narrowed(fn, () => Reflect.get(prototype, 'currentVersion', fn));
        return version instanceof lambda.Version ? this.guardVersion(version) : version;
      },
    });
  }

  private guardVersion(version: lambda.Version): lambda.Version {
    if (guards.has(version)) return version;
    const { addAlias } = version;
    version.addAlias = (...args) => this.guardQualified(this.narrowed(version, () => addAlias.apply(version, args)));
    Object.defineProperty(version, 'edgeArn', {
      get: () => {
        throw new Error(edgeRefusal(this.fn.node.path));
      },
    });
    return this.guardQualified(version);
  }

  private guardQualified<T extends lambda.IFunction>(qualified: T): T {
    guards.set(qualified, this);
    this.guardGrants(qualified);
    if (this.options !== undefined) this.guardCallers(qualified);
    return qualified;
  }
}

/** Where the function is attached to a VPC, as CDK selected it. */
export function networkOf(
  fn: lambda.Function,
): { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] } | undefined {
  const resource = fn.node.defaultChild;
  if (!(resource instanceof lambda.CfnFunction)) return undefined;
  const { vpcConfig } = resource;
  if (vpcConfig === undefined || !('subnetIds' in vpcConfig)) return undefined;
  return { subnetIds: vpcConfig.subnetIds ?? [], securityGroupIds: vpcConfig.securityGroupIds ?? [] };
}

/** Whether the principal is `*`: everyone, with AWS credentials or without. */
function isEveryone({ policyFragment }: iam.IPrincipal): boolean {
  return Object.values(policyFragment.principalJson).some((values) => values.includes('*'));
}
