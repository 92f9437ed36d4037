import type { aws_lambda as lambda } from 'aws-cdk-lib';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue, nameOrArn, type ResourceValues } from './environment-value';
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
    const { functionArn, functionName } = this.fn;
    const access = declareAccess(this.fn, [{ actions: ['lambda:InvokeFunction'], targets: this.targets() }]);
    return this.standing({ [EnvironmentValue.IDENTIFIER]: nameOrArn(this.fn, functionName, functionArn) }, access);
  }

  /** Call its function URL with IAM authentication, and not otherwise: `InvokeFunctionUrl`, and `InvokeFunction` through the URL. */
  public invokeUrl(): DeclaredAccess {
    const access = declareAccess(this.fn, [
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
    return this.standing({}, access);
  }

  private standing(values: ResourceValues, access: DeclaredAccess): DeclaredAccess {
    const { functionArn, functionName } = this.fn;
    return standingFor(this.fn, { ...values, [EnvironmentValue.ARN]: functionArn, [EnvironmentValue.NAME]: functionName }, access);
  }

  private targets() {
    return [{ type: 'function', arn: this.fn.functionArn }];
  }
}
