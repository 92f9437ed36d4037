import { aws_lambda as lambda } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DeclaredAccess } from './declared-access';
import { FunctionGuard } from './function-guard';
import { ownProps, type SecureFunctionOptions } from './function-options';

/** Properties of a `SecureFunction`: those of a `lambda.Function`, and the access that the code needs. */
export interface SecureFunctionProps extends lambda.FunctionProps, SecureFunctionOptions {}

/**
 * A Lambda function with a role of its own that holds exactly the declared access. It fits wherever a `lambda.Function` does.
 *
 * - Wildcards that reach the role from elsewhere (`bucket.grantRead(fn)`, `fn.addToRolePolicy(…)`, a managed policy) are
 *   refused where they are added. Grants without wildcards, and event sources, work as usual.
 * - It writes JSON to one log group, which it creates and keeps for a month, unless `loggingFormat`, `logRetention` or
 *   `logGroup` say otherwise. It is traced unless `tracing` is disabled. It manages network interfaces when it is in a VPC.
 * - What fails when it is started asynchronously goes to a dead-letter queue, which it creates unless there is a queue, a
 *   topic or a destination for failures, or `deadLetterQueueEnabled` is false.
 * - It cannot be opened to everyone: function URLs need IAM authentication, permissions need a principal or a source. A route
 *   that anyone can call needs `reservedConcurrentExecutions` or `unboundedConcurrency`.
 * - It takes no secrets in environment variables, and no runtime that AWS no longer supports.
 */
export class SecureFunction extends lambda.Function {
  private readonly guarded: FunctionGuard;

  constructor(scope: Construct, id: string, props: SecureFunctionProps) {
    super(scope, id, ownProps(scope, id, props, props.runtime));
    this.guarded = FunctionGuard.ofNew(this, props);
  }

  /** Declares further access. */
  public addAccess(...access: DeclaredAccess[]): void {
    this.guarded.declare(access);
  }
}
