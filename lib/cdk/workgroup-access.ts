import { Stack, type aws_s3 as s3 } from 'aws-cdk-lib';
import { BucketAccess } from './bucket-access';
import { type DeclaredAccess, standingForName } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { exactNames } from './exact-names';
import { declareAccess } from './reference-access';
import { joinAccess, ScopedAccess } from './scoped-access';

/** What is asked of tables of the Glue data catalog with Athena, and where its answers go. */
export interface TableQuery {
  /** The database of the tables. */
  readonly database: string;

  /** The tables, without wildcards. */
  readonly tables: string[];

  /** The bucket that the data of the tables are in. */
  readonly dataBucket: s3.IBucket;

  /** Keys of the data start with this text: `sales/`. */
  readonly dataPrefix: string;

  /** The bucket that Athena writes answers to. */
  readonly resultBucket: s3.IBucket;

  /** Keys of the answers start with this text: `answers/`. */
  readonly resultPrefix: string;
}

/** Access to a workgroup of Athena, in the account and region of the function. */
export class WorkgroupAccess {
  /** @internal */
  public static _of(workgroup: string): WorkgroupAccess {
    return new WorkgroupAccess(workgroup);
  }

  private constructor(private readonly workgroup: string) {}

  /**
   * Query tables: Athena in the workgroup, the tables in the Glue data catalog, their data, and the answers.
   *
   * @example
   * declare const lake: s3.Bucket;
   * Access.workgroup('reports').query({
   *   database: 'shop',
   *   tables: ['sales'],
   *   dataBucket: lake,
   *   dataPrefix: 'sales/',
   *   resultBucket: lake,
   *   resultPrefix: 'answers/',
   * });
   */
  public query({ database, tables, dataBucket, dataPrefix, resultBucket, resultPrefix }: TableQuery): DeclaredAccess {
    const data = BucketAccess._of(dataBucket);
    const results = BucketAccess._of(resultBucket);
    const access = joinAccess(
      this.toWorkgroup('athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:StartQueryExecution'),
      new ScopedAccess((scope) => {
        const glue = (resource: string) => Stack.of(scope).formatArn({ service: 'glue', resource });
        const [named = ''] = exactNames(scope, 'database', [database]);
        const catalog = [
          { type: 'rootcatalog', arn: glue('catalog') },
          { type: 'database', arn: glue(`database/${named}`) },
        ];
        const asked = exactNames(scope, 'table', tables).map((table) => ({ type: 'table', arn: glue(`table/${named}/${table}`) }));
        return declareAccess(scope, [
          { actions: ['glue:GetDatabase'], targets: catalog },
          { actions: ['glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable'], targets: [...catalog, ...asked] },
        ]);
      }),
      data.getObjects({ prefix: dataPrefix }),
      data.listObjects({ prefix: dataPrefix }),
      results.getObjects({ prefix: resultPrefix }),
      results.listObjects({ prefix: resultPrefix }),
      results.uploadObjects({ prefix: resultPrefix }),
      declareAccess(resultBucket, [{ actions: ['s3:GetBucketLocation'], targets: [{ type: 'bucket', arn: resultBucket.bucketArn }] }]),
    );
    return this.standing(access);
  }

  /** Stop queries: `StopQueryExecution`. */
  public stopQueries(): DeclaredAccess {
    return this.standing(this.toWorkgroup('athena:StopQueryExecution'));
  }

  private standing(access: DeclaredAccess): DeclaredAccess {
    const { workgroup } = this;
    return standingForName(workgroup, { [EnvironmentValue.IDENTIFIER]: workgroup, [EnvironmentValue.NAME]: workgroup }, access);
  }

  private toWorkgroup(...actions: string[]): DeclaredAccess {
    return new ScopedAccess((scope) => {
      const [named = ''] = exactNames(scope, 'workgroup', [this.workgroup]);
      const arn = Stack.of(scope).formatArn({ service: 'athena', resource: 'workgroup', resourceName: named });
      return declareAccess(scope, [{ actions, targets: [{ type: 'workgroup', arn }] }]);
    });
  }
}
