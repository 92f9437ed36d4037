import { Stack } from 'aws-cdk-lib';
import { type DeclaredAccess, standingForName } from './declared-access';
import { EnvironmentValue, type ValueOf } from './environment-value';
import { accessToArn } from './operations';
import { nameInArn } from './resource-place';
import { textOf } from './token-text';

/** Access to a cluster of Aurora DSQL. */
export class DsqlClusterAccess {
  /** @internal */
  public static _of(clusterArn: string): DsqlClusterAccess {
    return new DsqlClusterAccess(clusterArn);
  }

  private constructor(private readonly arn: string) {}

  /**
   * Connect as a role of the database that belongs to the function: `DbConnect`.
   *
   * @example
   * declare const orders: dsql.CfnCluster;
   * Access.dsqlCluster(orders.attrResourceArn).connect();
   */
  public connect(): DeclaredAccess {
    return this.to('dsql:DbConnect');
  }

  /** Connect as the administrator of the database: `DbConnectAdmin`. */
  public connectAsAdmin(): DeclaredAccess {
    return this.to('dsql:DbConnectAdmin');
  }

  private to(action: string): DeclaredAccess {
    const { arn } = this;
    const id = nameInArn(arn);
    const endpoint: ValueOf = (scope) => `${id}.dsql.${arn.split(':')[3] || Stack.of(scope).region}.on.aws`;
    const values = {
      [EnvironmentValue.IDENTIFIER]: endpoint,
      [EnvironmentValue.ARN]: arn,
      [EnvironmentValue.NAME]: id,
      [EnvironmentValue.ENDPOINT]: endpoint,
    };
    return standingForName(textOf(arn), values, accessToArn(arn, [action]));
  }
}
