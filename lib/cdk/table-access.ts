import type { aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { AccessError } from '../access/access-error';
import { type Conditions, everyValue, joinConditions } from '../access/statement';
import { hasWildcard } from '../core/iam/pattern';
import { byArn, type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue, nameOrArn } from './environment-value';
import { exactNames } from './exact-names';
import { declareAccess, naming } from './reference-access';

/**
 * Access to a DynamoDB table. A table with a customer managed key brings `kms:Decrypt` on that key, for DynamoDB and this
 * table only.
 */
export class TableAccess {
  /** @internal */
  public static _of(table: dynamodb.ITable): TableAccess {
    return new TableAccess(table, [], true);
  }

  private constructor(
    private readonly table: dynamodb.ITable,
    private readonly indexes: readonly string[],
    private readonly includesTable: boolean,
    private readonly leadingKeys: readonly string[] = [],
  ) {}

  /**
   * The same, for items with these partition keys only: it narrows reading, querying and writing items, and refuses `scanItems`,
   * which asks for no key.
   *
   * @param values of the partition key, without wildcards
   */
  public withLeadingKeys(...values: string[]): TableAccess {
    const keys = exactNames(this.table, 'partition key', values);
    return new TableAccess(this.table, this.indexes, this.includesTable, [...this.leadingKeys, ...keys]);
  }

  /**
   * The same, with secondary indexes: `queryItems` and `scanItems` also work on these.
   *
   * @param names names of global or local secondary indexes, without wildcards
   */
  public withIndexes(...names: string[]): TableAccess {
    return new TableAccess(this.table, [...this.indexes, ...this.checked(names)], this.includesTable, this.leadingKeys);
  }

  /**
   * Only these secondary indexes, and not the table: for `queryItems` and `scanItems`.
   *
   * @param names names of global or local secondary indexes, without wildcards
   */
  public onlyIndexes(...names: string[]): TableAccess {
    return new TableAccess(this.table, this.checked(names), false, this.leadingKeys);
  }

  /** Read single items whose keys are known: `GetItem`. */
  public readItem(): DeclaredAccess {
    return this.to('dynamodb:GetItem');
  }

  /** Read items whose keys are known, one by one or in batches: `GetItem`, `BatchGetItem`. */
  public readItems(): DeclaredAccess {
    return this.to('dynamodb:BatchGetItem', 'dynamodb:GetItem');
  }

  /** Find items by key condition, in the table and the named indexes: `Query`. */
  public queryItems(): DeclaredAccess {
    return this.to('dynamodb:Query');
  }

  /** Read everything, in the table and the named indexes: `Scan`. */
  public scanItems(): DeclaredAccess {
    if (this.leadingKeys.length > 0) {
      naming(this.table, () => {
        throw new AccessError('unsupported-resource', '"dynamodb:Scan" asks for no partition key: use queryItems()');
      });
    }
    return this.to('dynamodb:Scan');
  }

  /** Create or replace items: `PutItem`. */
  public putItems(): DeclaredAccess {
    return this.to('dynamodb:PutItem');
  }

  /** Change items in place: `UpdateItem`. */
  public updateItems(): DeclaredAccess {
    return this.to('dynamodb:UpdateItem');
  }

  /** Delete items: `DeleteItem`. */
  public deleteItems(): DeclaredAccess {
    return this.to('dynamodb:DeleteItem');
  }

  /** Create, replace, change and delete items, also in batches: `PutItem`, `UpdateItem`, `DeleteItem`, `BatchWriteItem`. */
  public writeItems(): DeclaredAccess {
    return this.to('dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
  }

  /** Check conditions on items inside a transaction: `ConditionCheckItem`. Its other parts need their own access. */
  public checkItems(): DeclaredAccess {
    return this.to('dynamodb:ConditionCheckItem');
  }

  /** Read items with PartiQL, by their keys and not by scans: `PartiQLSelect`. */
  public selectItems(): DeclaredAccess {
    return this.declareOn(['dynamodb:PartiQLSelect'], { BoolIfExists: { 'dynamodb:FullTableScan': ['false'] } });
  }

  /** Create, change and delete items with PartiQL: `PartiQLInsert`, `PartiQLUpdate`, `PartiQLDelete`. */
  public changeItems(): DeclaredAccess {
    return this.to('dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate');
  }

  /** Read the table's stream from code. An event source needs no declaration: it brings its own access. */
  public readStream(): DeclaredAccess {
    const { tableStreamArn } = this.table;
    if (tableStreamArn === undefined) {
      return naming(this.table, () => {
        throw new AccessError('unreadable-resource', 'the table has no stream: set "stream" (Table) or "dynamoStream" (TableV2)');
      });
    }
    const access = this.declare(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      'stream',
      [tableStreamArn],
      [],
    );
    return standingFor(this.table, byArn(tableStreamArn), access);
  }

  private checked(names: readonly string[]): readonly string[] {
    return naming(this.table, () => {
      const wrong = names.find((name) => hasWildcard(name) || name === '');
      if (wrong !== undefined) {
        throw new AccessError('wildcard-resource', `"${wrong}" names no index: name each index that the code queries`);
      }
      return names;
    });
  }

  private to(...actions: string[]): DeclaredAccess {
    return this.declareOn(actions, {});
  }

  private declareOn(actions: readonly string[], conditions: Conditions): DeclaredAccess {
    const { tableArn, tableName } = this.table;
    const access = declareAccess(
      this.table,
      [
        {
          actions,
          targets: [
            ...(this.includesTable ? [{ type: 'table', arn: tableArn }] : []),
            ...this.indexes.map((name) => ({ type: 'index', arn: `${tableArn}/index/${name}` })),
          ],
          conditions: joinConditions(conditions, this.leadingKeys.length === 0 ? {} : everyValue('dynamodb:LeadingKeys', this.leadingKeys)),
        },
      ],
      this.keyWith([tableName]),
    );
    const [index, another] = this.indexes;
    return standingFor(
      this.table,
      {
        [EnvironmentValue.IDENTIFIER]: nameOrArn(this.table, tableName, tableArn),
        [EnvironmentValue.ARN]: tableArn,
        [EnvironmentValue.NAME]: tableName,
        ...(index === undefined || another !== undefined ? {} : { [EnvironmentValue.INDEX]: index }),
      },
      access,
    );
  }

  private declare(actions: readonly string[], type: string, arns: readonly string[], context: readonly string[]): DeclaredAccess {
    return declareAccess(this.table, [{ actions, targets: arns.map((arn) => ({ type, arn })) }], this.keyWith(context));
  }

  private keyWith(context: readonly string[]) {
    const { encryptionKey, env } = this.table;
    return encryptionKey === undefined ? undefined : { key: encryptionKey, region: env.region, context };
  }
}
