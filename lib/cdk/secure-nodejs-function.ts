import { aws_lambda as lambda, aws_lambda_nodejs as nodejs } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DeclaredAccess } from './declared-access';
import { entryBeside } from './function-entry';
import { FunctionGuard } from './function-guard';
import { ownProps, type SecureFunctionOptions } from './function-options';

/** Properties of a `SecureNodejsFunction`: those of a `NodejsFunction`, and the access that the code needs. */
export interface SecureNodejsFunctionProps extends nodejs.NodejsFunctionProps, SecureFunctionOptions {}

/**
 * A function in TypeScript or JavaScript that esbuild bundles, with a role of its own that holds exactly the declared access.
 * It is a `NodejsFunction`, and promises what a {@link SecureFunction} does. It runs in Node.js 24 unless `runtime` is given.
 */
export class SecureNodejsFunction extends nodejs.NodejsFunction {
  private readonly guarded: FunctionGuard;

  constructor(scope: Construct, id: string, props: SecureNodejsFunctionProps = {}) {
    const { runtime = lambda.Runtime.NODEJS_24_X, entry, code } = props;
    const found = entry ?? (code === undefined ? entryBeside(id, SecureNodejsFunction) : undefined);
    super(scope, id, { ...ownProps(scope, id, props, runtime), runtime, ...(found === undefined ? {} : { entry: found }) });
    this.guarded = FunctionGuard.ofNew(this, props);
  }

  /** Declares further access. */
  public addAccess(...access: DeclaredAccess[]): void {
    this.guarded.declare(access);
  }
}
