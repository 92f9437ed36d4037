import { aws_lambda as lambda } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DeclaredAccess } from './declared-access';
import { FunctionGuard } from './function-guard';
import { ownProps, type SecureFunctionOptions } from './function-options';

/** Properties of a `SecureDockerImageFunction`: those of a `DockerImageFunction`, and the access that the code needs. */
export interface SecureDockerImageFunctionProps extends lambda.DockerImageFunctionProps, SecureFunctionOptions {}

/**
 * A function in a container image, with a role of its own that holds exactly the declared access. It is a
 * `DockerImageFunction`, and promises what a {@link SecureFunction} does.
 */
export class SecureDockerImageFunction extends lambda.DockerImageFunction {
  private readonly guarded: FunctionGuard;

  constructor(scope: Construct, id: string, props: SecureDockerImageFunctionProps) {
    super(scope, id, ownProps(scope, id, props));
    this.guarded = FunctionGuard.ofNew(this, props);
  }

  /** Declares further access. */
  public addAccess(...access: DeclaredAccess[]): void {
    this.guarded.declare(access);
  }
}
