import { type aws_kms as kms, Stack, type aws_ssm as ssm } from 'aws-cdk-lib';
import { type DeclaredAccess, standingFor, standingForName } from './declared-access';
import { EnvironmentValue, nameOrArn } from './environment-value';
import { refuseInexact } from './exact-names';
import { declareAccess } from './reference-access';
import { keyOfConstruct } from './resource-keys';
import { ScopedAccess } from './scoped-access';

/**
 * Access to one parameter of Systems Manager. A secure parameter with a customer managed key brings the operations on that
 * key, for Systems Manager and this parameter only.
 */
export class ParameterAccess {
  /** @internal */
  public static _of(parameter: ssm.IParameter): ParameterAccess {
    return new ParameterAccess(parameter);
  }

  private constructor(private readonly parameter: ssm.IParameter) {}

  /**
   * Read the value, alone or with others: `GetParameter`, `GetParameters`.
   *
   * @example
   * declare const endpoint: ssm.StringParameter;
   * Access.parameter(endpoint).read();
   */
  public read(): DeclaredAccess {
    return this.to('ssm:GetParameter', 'ssm:GetParameters');
  }

  /** Read the value with the call for one parameter: `GetParameter`. */
  public readOne(): DeclaredAccess {
    return this.to('ssm:GetParameter');
  }

  /** Read the value with the call for several parameters: `GetParameters`. */
  public readSeveral(): DeclaredAccess {
    return this.to('ssm:GetParameters');
  }

  /** Read earlier values: `GetParameterHistory`. */
  public readHistory(): DeclaredAccess {
    return this.to('ssm:GetParameterHistory');
  }

  /** Write the value, also when the parameter does not exist: `PutParameter`. */
  public write(): DeclaredAccess {
    return this.to('ssm:PutParameter');
  }

  /** Delete the parameter: `DeleteParameter`. */
  public remove(): DeclaredAccess {
    return this.to('ssm:DeleteParameter');
  }

  private to(...actions: string[]): DeclaredAccess {
    const { parameter } = this;
    const key = keyOfConstruct(parameter, 'ssm', 'parameter', parameter.parameterArn);
    const { parameterArn, parameterName } = parameter;
    return standingFor(
      parameter,
      {
        [EnvironmentValue.IDENTIFIER]: nameOrArn(parameter, parameterName, parameterArn),
        [EnvironmentValue.ARN]: parameterArn,
        [EnvironmentValue.NAME]: parameterName,
      },
      declareAccess(parameter, [{ actions, targets: [{ type: 'parameter', arn: parameterArn }] }], key),
    );
  }
}

/** How parameters below a path are encrypted. */
export interface ParameterPathOptions {
  /**
   * The customer managed key of the secure parameters.
   *
   * @default - they have none, or the key that AWS manages
   */
  readonly encryptionKey?: kms.IKey;
}

/** Access to all parameters of Systems Manager below a path, in the account and region of the function. */
export class ParameterPathAccess {
  /** @internal */
  public static _of(path: string, { encryptionKey }: ParameterPathOptions): ParameterPathAccess {
    const name = path.replace(/^\/+|\/+$/g, '');
    refuseInexact('parameter path', [name]);
    return new ParameterPathAccess(name, encryptionKey);
  }

  private constructor(
    private readonly path: string,
    private readonly encryptionKey: kms.IKey | undefined,
  ) {}

  /**
   * Read all parameters below the path at once: `GetParametersByPath`.
   *
   * @example
   * Access.parametersByPath('/orders/prod').readAll();
   */
  public readAll(): DeclaredAccess {
    // The resource of the call is the path as the caller writes it: with the slash at its end, or without.
    return this.to(['ssm:GetParametersByPath'], ['', '/'], ['/*']);
  }

  /**
   * Read these parameters below the path by their names: `GetParameter`, `GetParameters`.
   *
   * @param names below the path, such as `database/host`
   */
  public read(...names: string[]): DeclaredAccess {
    return this.toNamed(['ssm:GetParameter', 'ssm:GetParameters'], names);
  }

  /**
   * Write these parameters below the path: `PutParameter`.
   *
   * @param names below the path, such as `database/host`
   */
  public write(...names: string[]): DeclaredAccess {
    return this.toNamed(['ssm:PutParameter'], names);
  }

  private toNamed(actions: readonly string[], names: readonly string[]): DeclaredAccess {
    const endings = refuseInexact('parameter', names).map((name) => `/${name}`);
    return this.to(actions, endings, endings);
  }

  private to(actions: readonly string[], endings: readonly string[], encrypted: readonly string[]): DeclaredAccess {
    const access = new ScopedAccess((scope) => {
      const stack = Stack.of(scope);
      const parent = stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: this.path });
      const targets = endings.map((ending) => ({ type: 'parameter', arn: `${parent}${ending}` }));
      const context = encrypted.map((ending) => `${parent}${ending}`);
      const key = this.encryptionKey === undefined ? undefined : { key: this.encryptionKey, region: stack.region, context };
      return declareAccess(scope, [{ actions, targets }], key);
    });
    const path = `/${this.path}`;
    const [name, another] = endings.filter((ending) => ending.length > 1).map((ending) => `${path}${ending}`);
    const value = name === undefined || another !== undefined ? path : name;
    return standingForName(path, { [EnvironmentValue.IDENTIFIER]: value, [EnvironmentValue.PREFIX]: path }, access);
  }
}
