import type { aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { AccessError } from '../access/access-error';
import { conditionKeysOf } from '../access/compile';
import { type Conditions, everyValue, joinConditions } from '../access/statement';
import { hasWildcard } from '../core/iam/pattern';
import { loadReference } from '../reference';
import { byArn, type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue, nameOrArn } from './environment-value';
import { exactNames } from './exact-names';
import { declareAccess, naming } from './reference-access';
import { placeOf } from './resource-place';
import { joinAccess } from './scoped-access';

/** Which items and attributes of a table. */
interface ItemSelection {
  readonly indexes: readonly string[];
  readonly includesTable: boolean;
  readonly leadingKeys: readonly string[];
  readonly attributes: readonly string[];
}

/**
 * Access to a DynamoDB table. A table with a customer managed key brings `kms:Decrypt` on that key, for DynamoDB and this
 * table only.
 */
export class TableAccess {
  /** @internal */
  public static _of(table: dynamodb.ITable): TableAccess {
    return new TableAccess(table, { indexes: [], includesTable: true, leadingKeys: [], attributes: [] });
  }

  private constructor(
    private readonly table: dynamodb.ITable,
    private readonly selection: ItemSelection,
  ) {}

  /**
   * The same, for items with these partition keys only: it narrows reading, querying and writing items, and refuses `scanItems`,
   * which asks for no key.
   *
   * @param values of the partition key, without wildcards
   */
  public withLeadingKeys(...values: string[]): TableAccess {
    const keys = exactNames(this.table, 'partition key', values);
    return this.with({ leadingKeys: [...this.selection.leadingKeys, ...keys] });
  }

  /**
   * The same, for these attributes only: reading asks for them by name, in a projection, and writing answers with no other
   * attribute. Name the attributes of the key and of each condition, too: DynamoDB counts all that a request mentions.
   *
   * @param names of attributes, without wildcards
   *
   * @example
   * declare const flights: dynamodb.Table;
   * Access.table(flights).withAttributes('id', 'airline', 'departs').readItems();
   */
  public withAttributes(...names: string[]): TableAccess {
    const attributes = exactNames(this.table, 'attribute', names);
    return this.with({ attributes: [...this.selection.attributes, ...attributes] });
  }

  /**
   * The same, with secondary indexes: `queryItems` and `scanItems` also work on these.
   *
   * @param names names of global or local secondary indexes, without wildcards
   */
  public withIndexes(...names: string[]): TableAccess {
    return this.with({ indexes: [...this.selection.indexes, ...this.checked(names)] });
  }

  /**
   * Only these secondary indexes, and not the table: for `queryItems` and `scanItems`.
   *
   * @param names names of global or local secondary indexes, without wildcards
   */
  public onlyIndexes(...names: string[]): TableAccess {
    return this.with({ indexes: this.checked(names), includesTable: false });
  }

  /** Read single items whose keys are known: `GetItem`. */
  public readItem(): DeclaredAccess {
    return this.to('dynamodb:GetItem');
  }

  /** Read items whose keys are known, one by one or in batches: `GetItem`, `BatchGetItem`. */
  public readItems(): DeclaredAccess {
    return this.to('dynamodb:BatchGetItem', 'dynamodb:GetItem');
  }

  /** Read items whose keys are known, in batches: `BatchGetItem`. */
  public batchReadItems(): DeclaredAccess {
    return this.to('dynamodb:BatchGetItem');
  }

  /** Read items inside transactions, and not otherwise: `GetItem` of `TransactGetItems`. */
  public readInTransactions(): DeclaredAccess {
    return this.inTransaction('TransactGetItems', 'dynamodb:GetItem');
  }

  /** Find items by key condition, in the table and the named indexes: `Query`. */
  public queryItems(): DeclaredAccess {
    return this.to('dynamodb:Query');
  }

  /** Read everything, in the table and the named indexes: `Scan`. */
  public scanItems(): DeclaredAccess {
    if (this.selection.leadingKeys.length > 0) {
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

  /** Create, replace and delete items, in batches: `BatchWriteItem`. */
  public batchWriteItems(): DeclaredAccess {
    return this.to('dynamodb:BatchWriteItem');
  }

  /**
   * Create, replace, change and delete items inside transactions, and not otherwise: `PutItem`, `UpdateItem`, `DeleteItem` of
   * `TransactWriteItems`, and `ConditionCheckItem`, which there is in transactions only.
   */
  public writeInTransactions(): DeclaredAccess {
    const written = ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
    return this.standing(joinAccess(this.inTransaction('TransactWriteItems', ...written), this.checkItems()));
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

  /** Create items with PartiQL: `PartiQLInsert`. */
  public partiQlInsert(): DeclaredAccess {
    return this.to('dynamodb:PartiQLInsert');
  }

  /** Change items with PartiQL: `PartiQLUpdate`. */
  public partiQlUpdate(): DeclaredAccess {
    return this.to('dynamodb:PartiQLUpdate');
  }

  /** Delete items with PartiQL: `PartiQLDelete`. */
  public partiQlDelete(): DeclaredAccess {
    return this.to('dynamodb:PartiQLDelete');
  }

  /** Read how the table is made, and how far it is: `DescribeTable`. */
  public describe(): DeclaredAccess {
    return this.onTable('dynamodb:DescribeTable');
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

  private with(selection: Partial<ItemSelection>): TableAccess {
    return new TableAccess(this.table, { ...this.selection, ...selection });
  }

  private to(...actions: string[]): DeclaredAccess {
    return this.declareOn(actions, {});
  }

  private inTransaction(operation: string, ...actions: string[]): DeclaredAccess {
    return this.declareOn(actions, { StringEquals: { 'dynamodb:EnclosingOperation': [operation] } });
  }

  private declareOn(actions: readonly string[], conditions: Conditions): DeclaredAccess {
    const { tableArn, tableName } = this.table;
    const { indexes, includesTable, leadingKeys } = this.selection;
    const targets = [
      ...(includesTable ? [{ type: 'table', arn: tableArn }] : []),
      ...indexes.map((name) => ({ type: 'index', arn: `${tableArn}/index/${name}` })),
    ];
    const keys = leadingKeys.length === 0 ? {} : everyValue('dynamodb:LeadingKeys', leadingKeys);
    const declarations = actions.map((action) => ({
      actions: [action],
      targets,
      conditions: joinConditions(conditions, keys, this.attributeConditions(action)),
    }));
    return this.standing(declareAccess(this.table, declarations, this.keyWith([tableName])));
  }

  /**
   * Only the named attributes: what is asked for names them (and does not ask for all), and no others come back
   * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html).
   */
  private attributeConditions(action: string): Conditions {
    const { attributes } = this.selection;
    if (attributes.length === 0) return {};
    const known = conditionKeysOf(loadReference(), action);
    return joinConditions(
      everyValue('dynamodb:Attributes', attributes),
      known.has('dynamodb:Select') ? { StringEquals: { 'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'] } } : {},
      WRITING.has(action) ? { StringEqualsIfExists: { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_NEW', 'UPDATED_OLD'] } } : {},
    );
  }

  /** What concerns the table as a whole. */
  private onTable(...actions: string[]): DeclaredAccess {
    const { tableArn } = this.table;
    return this.standing(declareAccess(this.table, [{ actions, targets: [{ type: 'table', arn: tableArn }] }]));
  }

  private declare(actions: readonly string[], type: string, arns: readonly string[], context: readonly string[]): DeclaredAccess {
    return declareAccess(this.table, [{ actions, targets: arns.map((arn) => ({ type, arn })) }], this.keyWith(context));
  }

  private standing(access: DeclaredAccess): DeclaredAccess {
    const { tableArn, tableName } = this.table;
    const [index, another] = this.selection.indexes;
    const values = {
      [EnvironmentValue.IDENTIFIER]: nameOrArn(this.table, tableName, tableArn),
      [EnvironmentValue.ARN]: tableArn,
      [EnvironmentValue.NAME]: tableName,
      ...(index === undefined || another !== undefined ? {} : { [EnvironmentValue.INDEX]: index }),
    };
    return standingFor(this.table, values, access);
  }

  private keyWith(context: readonly string[]) {
    const { encryptionKey, tableArn } = this.table;
    return encryptionKey === undefined ? undefined : { key: encryptionKey, region: placeOf(this.table, tableArn).region, context };
  }
}

/** What answers with attributes of the item that it writes. */
const WRITING: ReadonlySet<string> = new Set([
  'dynamodb:DeleteItem',
  'dynamodb:PartiQLDelete',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
]);
