import { Annotations, type aws_lambda as lambda } from 'aws-cdk-lib';
import type { DeclaredAccess } from './declared-access';
import { adopt } from './function-adoption';
import { FunctionGuard } from './function-guard';

/**
 * Declared access for a function that one cannot rewrite as a `SecureFunction`: a plain `Function` or `NodejsFunction`, also
 * one that somebody else's construct makes.
 *
 * @example
 * declare const thumbnails: lambda.Function;
 * declare const pictures: s3.Bucket;
 * LeastPrivilege.of(thumbnails).declare(Access.bucket(pictures).getObjects());
 */
export class LeastPrivilege {
  /** Declared access of a function. Imported functions, versions, aliases and functions at the edge are refused. */
  public static of(fn: lambda.IFunction): LeastPrivilege {
    return new LeastPrivilege(fn);
  }

  private constructor(private readonly fn: lambda.IFunction) {}

  /**
   * Gives the function the role of a `SecureFunction`: the declared access, what Lambda itself needs for the function, its event
   * sources and destinations, and nothing else. Calling it again adds.
   *
   * - What was granted to the role before, and is not declared, is dropped, and listed in an information of the function.
   * - What is granted afterwards is kept when it is exact, and refused where it is added when it is broad.
   * - A role that the function made is emptied and kept; one that was given to it is left to its other users, and the function
   *   gets a role of its own.
   */
  public declare(...access: DeclaredAccess[]): LeastPrivilege {
    const guard = FunctionGuard.of(this.fn) ?? this.adopted();
    guard.declare(access);
    return this;
  }

  private adopted(): FunctionGuard {
    const { guard, dropped } = adopt(this.fn);
    if (dropped.length > 0) {
      Annotations.of(this.fn).addInfo(
        `the role of "${this.fn.node.path}" holds what is declared; what it was granted before is dropped, declare what the code calls of it: ${dropped.join('; ')}`,
      );
    }
    return guard;
  }
}
