import type { aws_lambda as lambda } from 'aws-cdk-lib';
import type { DeclaredAccess } from './declared-access';
import { declareAccess } from './reference-access';

/**
 * Access to a Lambda function, alias or version: exactly the one that is given. Access to a function does not include its
 * versions and aliases, nor the other way round.
 */
export class FunctionAccess {
  /** @internal */
  public static _of(fn: lambda.IFunction): FunctionAccess {
    return new FunctionAccess(fn);
  }

  private constructor(private readonly fn: lambda.IFunction) {}

  /** Call it, and wait for the answer or not: `InvokeFunction`. */
  public invoke(): DeclaredAccess {
    return declareAccess(this.fn, [{ actions: ['lambda:InvokeFunction'], targets: this.targets() }]);
  }

  /** Call its function URL with IAM authentication, and not otherwise: `InvokeFunctionUrl`, and `InvokeFunction` through the URL. */
  public invokeUrl(): DeclaredAccess {
    return declareAccess(this.fn, [
      {
        actions: ['lambda:InvokeFunctionUrl'],
        targets: this.targets(),
        conditions: { StringEquals: { 'lambda:FunctionUrlAuthType': ['AWS_IAM'] } },
      },
      {
        actions: ['lambda:InvokeFunction'],
        targets: this.targets(),
        conditions: { Bool: { 'lambda:InvokedViaFunctionUrl': ['true'] } },
      },
    ]);
  }

  private targets() {
    return [{ type: 'function', arn: this.fn.functionArn }];
  }
}
