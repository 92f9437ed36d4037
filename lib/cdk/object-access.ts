import type { IConstruct } from 'constructs';
import { AccessError } from '../access/access-error';
import { type Conditions, joinConditions } from '../access/statement';
import { hasWildcard } from '../core/iam/pattern';
import type { DeclaredAccess } from './declared-access';
import { declareAccess, naming } from './reference-access';
import type { ResourceKey } from './resource-keys';

/** Which objects of a bucket. */
export interface ObjectSelection {
  /**
   * The objects whose keys start with this text, such as `in/`. No wildcards.
   *
   * @default - all objects, unless `keys` is given
   */
  readonly prefix?: string;

  /**
   * The objects with exactly these keys. No wildcards.
   *
   * @default - none
   */
  readonly keys?: string[];
}

/** Which keys of a bucket are listed. */
export interface ListSelection extends ObjectSelection {
  /**
   * What keys are grouped by: `/` lists one level of folders.
   *
   * @default - any, or none
   */
  readonly delimiter?: string;
}

/** Where objects are: in a bucket, or behind an access point. */
export interface ObjectStore {
  readonly owner: IConstruct | string;
  /** Of the bucket, or the access point. */
  readonly arn: string;
  /** The names that the service authorization reference has for it and for its objects. */
  readonly types: { readonly store: string; readonly object: string };
  readonly objectArn: (pattern: string) => string;
  readonly conditions: Conditions;
  /** The key of the objects with these ARNs. */
  readonly keyFor: (objectArns: readonly string[]) => ResourceKey | undefined;
}

/** Operations on objects. */
export function toObjects(store: ObjectStore, selection: ObjectSelection, ...actions: string[]): DeclaredAccess {
  const { prefix, keys } = checked(store, selection);
  const patterns = [...(prefix === undefined && keys.length > 0 ? [] : [`${prefix ?? ''}*`]), ...keys];
  const arns = patterns.map(store.objectArn);
  const targets = arns.map((arn) => ({ type: store.types.object, arn }));
  return declareAccess(store.owner, [{ actions, targets, conditions: store.conditions }], store.keyFor(arns));
}

/** Operations that list keys: under the prefix, or with one of the keys as the prefix. */
export function toListing(store: ObjectStore, selection: ListSelection, ...actions: string[]): DeclaredAccess {
  const { prefix, keys } = checked(store, selection);
  const { delimiter } = selection;
  const prefixes = [...(prefix === undefined ? [] : [`${prefix}*`]), ...keys];
  const conditions = joinConditions(
    store.conditions,
    prefixes.length === 0 ? {} : { StringLike: { 's3:prefix': prefixes } },
    delimiter === undefined ? {} : { StringEquals: { 's3:delimiter': [delimiter] } },
  );
  return declareAccess(store.owner, [{ actions, targets: [{ type: store.types.store, arn: store.arn }], conditions }]);
}

/** Operations on the bucket, or the access point, as a whole. */
export function toStore(store: ObjectStore, ...actions: string[]): DeclaredAccess {
  const { arn, types, conditions } = store;
  return declareAccess(store.owner, [{ actions, targets: [{ type: types.store, arn }], conditions }]);
}

function checked(
  store: ObjectStore,
  { prefix, keys = [] }: ObjectSelection,
): { readonly prefix?: string; readonly keys: readonly string[] } {
  const wild = [prefix ?? '', ...keys].find((text) => hasWildcard(text));
  if (wild !== undefined) {
    naming(store.owner, () => {
      throw new AccessError(
        'wildcard-resource',
        `"${wild}" holds a wildcard: a prefix stands for all keys that start with it, write it without "*" and "?"`,
      );
    });
  }
  return prefix === undefined || prefix === '' ? { keys } : { prefix, keys };
}
