import { aws_iam as iam, aws_lambda as lambda, aws_logs as logs } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { describeResource } from '../core/iam/arn';
import { Access } from './access';
import type { DeclaredAccess } from './declared-access';
import { injectEnvironment } from './environment';
import { ExecutionRole } from './execution-role';
import {
  type Attachment,
  durableStatements,
  environmentKeyStatements,
  logStatements,
  narrowDestination,
  narrowMounting,
  networkStatements,
} from './lambda-service';
import { mergePolicyStatements } from './statements';
import { symbolicOf } from './token-text';

/** Properties of a `SecureFunction`: those of a `lambda.Function`, and the access that the code needs. */
export interface SecureFunctionProps extends lambda.FunctionProps {
  /**
   * What the code calls, on which resources. The role holds this, what Lambda itself needs for the function, and nothing else.
   *
   * @default - none: the code may write its logs
   */
  readonly access?: DeclaredAccess[];
}

/**
 * A Lambda function with a role of its own that holds exactly the declared access. It fits wherever a `lambda.Function` does.
 *
 * - Wildcards that reach the role from elsewhere (`bucket.grantRead(fn)`, `fn.addToRolePolicy(…)`, a managed policy) are
 *   refused where they are added. Grants without wildcards, and event sources, work as usual.
 * - It writes to one log group, which it creates unless `logGroup` is given. It traces when `tracing` is active, manages
 *   network interfaces when it is in a VPC, and sends to a dead-letter queue when it has one.
 * - It cannot be opened to everyone: function URLs need IAM authentication, permissions need a principal or a source.
 */
export class SecureFunction extends lambda.Function {
  constructor(scope: Construct, id: string, props: SecureFunctionProps) {
    super(scope, id, functionProps(scope, id, props));
    const role = this.ownRole();
    role.narrowing = undefined;
    this.holdForService(role, props);
    for (const statement of props.initialPolicy ?? []) this.addToRolePolicy(statement);
    for (const source of props.events ?? []) this.addEventSource(source);
    const { onFailure, onSuccess, maxEventAge, retryAttempts } = props;
    if (onFailure !== undefined || onSuccess !== undefined || maxEventAge !== undefined || retryAttempts !== undefined) {
      this.configureAsyncInvoke({ onFailure, onSuccess, maxEventAge, retryAttempts });
    }
    this.addAccess(...(props.access ?? []));
  }

  /** Declares further access. */
  public addAccess(...access: DeclaredAccess[]): void {
    const role = this.ownRole();
    const statements = mergePolicyStatements(access.flatMap((declared) => declared.bind(this)));
    for (const statement of statements) role.addToPrincipalPolicy(statement);
    injectEnvironment(this, access);
  }

  public override addEventSource(source: lambda.IEventSource): void {
    this.ownRole().narrowed(narrowDestination, () => super.addEventSource(source));
  }

  public override configureAsyncInvoke(options: lambda.EventInvokeConfigOptions): void {
    this.ownRole().narrowed(narrowDestination, () => super.configureAsyncInvoke(options));
  }

  /** Adds a function URL that asks callers for IAM credentials. `authType: NONE` is refused. */
  public override addFunctionUrl(options?: lambda.FunctionUrlOptions): lambda.FunctionUrl {
    if (options?.authType === lambda.FunctionUrlAuthType.NONE) {
      throw new Error(
        `a function URL of "${this.node.path}" without authentication lets everyone on the internet call it: leave "authType" out or set FunctionUrlAuthType.AWS_IAM, and let callers in with grantInvokeUrl(caller)`,
      );
    }
    return super.addFunctionUrl(options);
  }

  /** Lets a principal call the function. Everyone (`*`) is refused, unless a source or an organization narrows it. */
  public override addPermission(id: string, permission: lambda.Permission): void {
    if (isEveryone(permission.principal) && !this.isNarrowed(permission)) {
      throw new Error(
        `the permission "${id}" lets everyone call "${this.node.path}": name the caller, such as grantInvoke(role) or new iam.ServicePrincipal("events.amazonaws.com") with its "sourceArn", or narrow it with "sourceAccount" or "organizationId"`,
      );
    }
    super.addPermission(id, permission);
  }

  private isNarrowed({ principal, sourceArn, sourceAccount, organizationId }: lambda.Permission): boolean {
    const isSource = sourceArn !== undefined && describeResource(symbolicOf(this, sourceArn)).kind !== 'everything';
    return (
      isSource || sourceAccount !== undefined || organizationId !== undefined || Object.keys(principal.policyFragment.conditions).length > 0
    );
  }

  /** What Lambda itself does with the role. */
  private holdForService(role: ExecutionRole, props: SecureFunctionProps): void {
    for (const statement of logStatements(this.logGroup.logGroupArn)) role.addToPrincipalPolicy(statement);
    if (props.environmentEncryption !== undefined) {
      for (const statement of environmentKeyStatements(this, props.environmentEncryption.keyRef.keyArn))
        role.addToPrincipalPolicy(statement);
    }
    const attachment = attachmentOf(this.node.defaultChild);
    if (props.vpc !== undefined && attachment !== undefined) {
      for (const statement of networkStatements(this, { vpc: props.vpc, ...attachment })) role.hold(statement);
    }
    if (this.deadLetterQueue !== undefined) this.addAccess(Access.queue(this.deadLetterQueue).send());
    if (this.deadLetterTopic !== undefined) this.addAccess(Access.topic(this.deadLetterTopic).publish());
    if (props.durableConfig !== undefined) {
      // Beside the role and not below it: the function waits for its role, and this policy for the function.
      role.attachInlinePolicy(new iam.Policy(this, 'DurableExecutions', { statements: [...durableStatements(this.functionArn)] }));
    }
  }

  private ownRole(): ExecutionRole {
    if (this.role instanceof ExecutionRole) return this.role;
    throw new Error(`"${this.node.path}" has a role of its own, and a property injector replaced it: exclude SecureFunction there`);
  }
}

/** The properties for `lambda.Function`: with a role and a log group of its own, and without what is added afterwards. */
function functionProps(scope: Construct, id: string, props: SecureFunctionProps): lambda.FunctionProps {
  const path = scope.node.path === '' ? id : `${scope.node.path}/${id}`;
  const {
    access: _access,
    role,
    logGroup,
    logRetention,
    logRemovalPolicy,
    logRetentionRole,
    logRetentionRetryOptions: _options,
    initialPolicy: _policy,
    events: _events,
    onFailure: _failure,
    onSuccess: _success,
    maxEventAge: _age,
    retryAttempts: _attempts,
    ...rest
  } = props;
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
  // lambda.Function reads these two while it is constructed, when it is in the tree already: they belong below it.
  let ownRole: ExecutionRole | undefined;
  let ownLogGroup = logGroup;
  return {
    ...rest,
    get role() {
      ownRole ??= new ExecutionRole(...placeBelow(scope, id, 'ServiceRole'), path, narrowMounting(props.filesystem?.config.policies ?? []));
      return ownRole;
    },
    get logGroup() {
      ownLogGroup ??= new logs.LogGroup(...placeBelow(scope, id, 'LogGroup'), { retention: logRetention, removalPolicy: logRemovalPolicy });
      return ownLogGroup;
    },
  };
}

/** Below the construct `id`; beside it while it is not in the tree, which is when a property injector copies the properties. */
function placeBelow(scope: Construct, id: string, name: string): readonly [Construct, string] {
  const owner = scope.node.tryFindChild(id);
  return Construct.isConstruct(owner) ? [owner, name] : [scope, `${id}${name}`];
}

/** What the function is attached to, as CDK selected it. */
function attachmentOf(resource: IConstruct | undefined): Pick<Attachment, 'subnetIds' | 'securityGroupIds'> | undefined {
  if (!(resource instanceof lambda.CfnFunction)) return undefined;
  const { vpcConfig } = resource;
  if (vpcConfig === undefined || !('subnetIds' in vpcConfig)) return undefined;
  return { subnetIds: vpcConfig.subnetIds ?? [], securityGroupIds: vpcConfig.securityGroupIds ?? [] };
}

/** Whether the principal is `*`: everyone, with AWS credentials or without. */
function isEveryone({ policyFragment }: iam.IPrincipal): boolean {
  return Object.values(policyFragment.principalJson).some((values) => values.includes('*'));
}
