import type { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { AccessError } from '../access/access-error';
import {
  type EnvironmentEntry,
  EnvironmentValue,
  type NamedResource,
  type ResourceValues,
  type ValueOf,
  valueFor,
} from './environment-value';
import { narrowed } from './narrowed-access';

/**
 * Access that a function declares: which operations, on which resources. Made by the builders of {@link Access}; extend it
 * to name access of your own.
 */
export abstract class DeclaredAccess {
  /**
   * The statements that the role needs, and nothing more. They are merged with those of the other declarations, and refused
   * when they hold a wildcard.
   *
   * @param scope the function that declares the access
   */
  public abstract bind(scope: Construct): iam.PolicyStatement[];

  /**
   * The same, and the function finds the resource in an environment variable: permission and code come from one line.
   *
   * @param variable name of the environment variable
   * @param value what of the resource it holds; what the calls of the SDK take unless it is given
   *
   * @example
   * declare const orders: dynamodb.Table;
   * Access.table(orders).readItems().withEnvironment('ORDERS_TABLE');
   */
  public withEnvironment(variable: string, value: EnvironmentValue = EnvironmentValue.IDENTIFIER): DeclaredAccess {
    const resource = this._resource();
    return new AccessInEnvironment(this, variable, valueFor(variable, value, resource), resource);
  }

  /**
   * The same, when a condition key has one of these values: `Access.withoutResource('cloudwatch:PutMetricData')
   * .onlyWhen('cloudwatch:namespace', 'Orders')`. The operator is that of the key's type, and a key of several values holds none but these.
   * What a service does with a key of KMS on behalf of the code stays as it is.
   *
   * @param key that every operation knows
   * @param values exactly
   */
  public onlyWhen(key: string, ...values: string[]): DeclaredAccess {
    return new NarrowedAccess(this, key, values);
  }

  /**
   * The environment variables that it sets.
   *
   * @internal
   */
  public _environment(_scope: Construct): readonly EnvironmentEntry[] {
    return [];
  }

  /**
   * What stands for its resource in environment variables; `undefined` when it is to no one resource.
   *
   * @internal
   */
  public _resource(): NamedResource | undefined {
    return undefined;
  }
}

/** Access that behaves like another, and knows what stands for its resource. */
export class NamedAccess extends DeclaredAccess {
  constructor(
    protected readonly access: DeclaredAccess,
    private readonly resource: NamedResource | undefined,
  ) {
    super();
  }

  override bind(scope: Construct): iam.PolicyStatement[] {
    return this.access.bind(scope);
  }

  override _environment(scope: Construct): readonly EnvironmentEntry[] {
    return this.access._environment(scope);
  }

  override _resource(): NamedResource | undefined {
    return this.resource;
  }
}

class NarrowedAccess extends NamedAccess {
  constructor(
    access: DeclaredAccess,
    private readonly key: string,
    private readonly values: readonly string[],
  ) {
    super(access, access._resource());
  }

  override bind(scope: Construct): iam.PolicyStatement[] {
    const statements = this.access.bind(scope);
    try {
      return narrowed(statements, this.key, this.values);
    } catch (error) {
      const named = this._resource()?.access;
      throw error instanceof AccessError && named !== undefined ? new AccessError(error.problem, `${named}: ${error.message}`) : error;
    }
  }
}

class AccessInEnvironment extends NamedAccess {
  constructor(
    access: DeclaredAccess,
    private readonly variable: string,
    private readonly value: ValueOf,
    resource: NamedResource | undefined,
  ) {
    super(access, resource);
  }

  override _environment(scope: Construct): readonly EnvironmentEntry[] {
    const value = typeof this.value === 'string' ? this.value : this.value(scope);
    const entry = { variable: this.variable, value, access: this._resource()?.access ?? 'declared access' };
    return [...this.access._environment(scope), entry];
  }
}

/** `access`, with what stands for its resource in environment variables. */
export function standingFor(owner: IConstruct, values: ResourceValues, access: DeclaredAccess): DeclaredAccess {
  return new NamedAccess(access, { access: `access to "${owner.node.path}"`, values });
}

/** The same for what has no construct, with its name. */
export function standingForName(name: string, values: ResourceValues, access: DeclaredAccess): DeclaredAccess {
  return new NamedAccess(access, { access: `access to "${name}"`, values });
}

/** What stands for a resource that its calls name by its ARN. */
export function byArn(arn: string): ResourceValues {
  return { [EnvironmentValue.ARN]: arn, [EnvironmentValue.IDENTIFIER]: arn };
}
