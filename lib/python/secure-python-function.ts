import { PythonFunction, type PythonFunctionProps } from '@aws-cdk/aws-lambda-python-alpha';
import type { Construct } from 'constructs';
import type { DeclaredAccess } from '../cdk/declared-access';
import { FunctionGuard } from '../cdk/function-guard';
import { ownProps, type SecureFunctionOptions } from '../cdk/function-options';

/** Properties of a `SecurePythonFunction`: those of a `PythonFunction`, and the access that the code needs. */
export interface SecurePythonFunctionProps extends PythonFunctionProps, SecureFunctionOptions {}

/**
 * A function in Python whose dependencies are bundled in a container, with a role of its own that holds exactly the declared
 * access. It is a `PythonFunction`, and promises what a `SecureFunction` does.
 */
export class SecurePythonFunction extends PythonFunction {
  private readonly guarded: FunctionGuard;

  constructor(scope: Construct, id: string, props: SecurePythonFunctionProps) {
    super(scope, id, ownProps(scope, id, props, props.runtime));
    this.guarded = FunctionGuard.ofNew(this, props);
  }

  /** Declares further access. */
  public addAccess(...access: DeclaredAccess[]): void {
    this.guarded.declare(access);
  }
}
