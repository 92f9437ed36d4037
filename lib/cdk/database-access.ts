import { Fn, type IResource, type aws_rds as rds, type aws_secretsmanager as secretsmanager, Token } from 'aws-cdk-lib';
import { AccessError } from '../access/access-error';
import { byArn, type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue, type ResourceValues } from './environment-value';
import { exactNames } from './exact-names';
import { declareAccess, naming } from './reference-access';
import { arnBeside } from './resource-place';
import { joinAccess } from './scoped-access';
import { SecretAccess } from './secret-access';

/** Access to a database of RDS with IAM authentication, as one of its users. The network must let the function in, too. */
export class DatabaseAccess {
  /** @internal */
  public static _ofInstance(instance: rds.IDatabaseInstance): DatabaseAccess {
    const { instanceResourceId } = instance;
    if (instanceResourceId === undefined) {
      return naming(instance, () => {
        throw new AccessError('unreadable-resource', 'its resource id is not known: import it with "instanceResourceId"');
      });
    }
    return new DatabaseAccess(instance, instance.instanceArn, instanceResourceId, () => instance.dbInstanceEndpointAddress);
  }

  /** @internal */
  public static _ofCluster(cluster: rds.IDatabaseCluster): DatabaseAccess {
    return new DatabaseAccess(cluster, cluster.clusterArn, cluster.clusterResourceIdentifier, () => cluster.clusterEndpoint.hostname);
  }

  /** @internal */
  public static _ofProxy(proxy: rds.IDatabaseProxy): DatabaseAccess {
    const { dbProxyArn } = proxy;
    const id = Token.isUnresolved(dbProxyArn) ? Fn.select(6, Fn.split(':', dbProxyArn)) : (dbProxyArn.split(':')[6] ?? '');
    return new DatabaseAccess(proxy, dbProxyArn, id, () => proxy.endpoint);
  }

  private constructor(
    private readonly database: IResource,
    private readonly arn: string,
    private readonly resourceId: string,
    private readonly endpoint: () => string,
  ) {}

  /**
   * Connect as this user of the database: `rds-db:connect`.
   *
   * @param user exactly
   *
   * @example
   * declare const orders: rds.DatabaseCluster;
   * Access.databaseCluster(orders).connectAs('orders_api');
   */
  public connectAs(user: string): DeclaredAccess {
    exactNames(this.database, 'user', [user]);
    const arn = arnBeside(this.database, this.arn, 'rds-db', `dbuser:${this.resourceId}/${user}`);
    const access = declareAccess(this.database, [{ actions: ['rds-db:connect'], targets: [{ type: 'db-user', arn }] }]);
    const values = { ...endpointValues(this.endpoint), [EnvironmentValue.ARN]: this.arn, [EnvironmentValue.NAME]: user };
    return standingFor(this.database, values, access);
  }
}

/** Imported clusters may not know their endpoint, and say so by throwing. */
function endpointValues(endpoint: () => string): ResourceValues {
  try {
    const host = endpoint();
    return { [EnvironmentValue.IDENTIFIER]: host, [EnvironmentValue.ENDPOINT]: host };
  } catch {
    return {};
  }
}

/** Access to a cluster of Aurora through the Data API, with the user that a secret names. */
export class DataApiAccess {
  /** @internal */
  public static _of(cluster: rds.IDatabaseCluster, secret: secretsmanager.ISecret): DataApiAccess {
    return new DataApiAccess(cluster, secret);
  }

  private constructor(
    private readonly cluster: rds.IDatabaseCluster,
    private readonly secret: secretsmanager.ISecret,
  ) {}

  /**
   * Run statements one by one: `ExecuteStatement`, and the secret.
   *
   * @example
   * declare const orders: rds.DatabaseCluster;
   * declare const secret: secretsmanager.Secret;
   * Access.dataApi(orders, secret).execute();
   */
  public execute(): DeclaredAccess {
    return this.to('rds-data:ExecuteStatement');
  }

  /** Run one statement with many sets of parameters: `BatchExecuteStatement`, and the secret. */
  public batchExecute(): DeclaredAccess {
    return this.to('rds-data:BatchExecuteStatement');
  }

  /** Run statements in transactions: `ExecuteStatement`, `BeginTransaction`, `CommitTransaction`, `RollbackTransaction`, and the secret. */
  public executeInTransactions(): DeclaredAccess {
    return this.to('rds-data:BeginTransaction', 'rds-data:CommitTransaction', 'rds-data:ExecuteStatement', 'rds-data:RollbackTransaction');
  }

  private to(...actions: string[]): DeclaredAccess {
    const toCluster = declareAccess(this.cluster, [{ actions, targets: [{ type: 'cluster', arn: this.cluster.clusterArn }] }]);
    const access = joinAccess(toCluster, SecretAccess._of(this.secret).read());
    const { secretArn, secretFullArn } = this.secret;
    return standingFor(this.cluster, { ...byArn(this.cluster.clusterArn), [EnvironmentValue.SECRET]: secretFullArn ?? secretArn }, access);
  }
}
