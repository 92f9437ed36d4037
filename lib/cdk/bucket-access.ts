import type { aws_s3 as s3 } from 'aws-cdk-lib';
import { AccessError } from '../access/access-error';
import type { Declaration } from '../access/compile';
import { hasWildcard } from '../core/iam/pattern';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { declareAccess, naming } from './reference-access';

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

/** Access to an S3 bucket. A bucket with a customer managed key brings the operations on that key, for S3 and these objects only. */
export class BucketAccess {
  /** @internal */
  public static _of(bucket: s3.IBucket): BucketAccess {
    return new BucketAccess(bucket);
  }

  private constructor(private readonly bucket: s3.IBucket) {}

  /**
   * Read objects and their metadata: `GetObject`. Without `listObjects`, reading a key that does not exist answers
   * "access denied" and not "not found".
   */
  public getObjects(selection: ObjectSelection = {}): DeclaredAccess {
    return this.toObjects(selection, 's3:GetObject');
  }

  /** Create and replace objects: `PutObject`. */
  public putObjects(selection: ObjectSelection = {}): DeclaredAccess {
    return this.toObjects(selection, 's3:PutObject');
  }

  /** Create and replace large objects in parts, and tidy up what fails: `PutObject`, `AbortMultipartUpload`, `ListMultipartUploadParts`. */
  public uploadObjects(selection: ObjectSelection = {}): DeclaredAccess {
    return this.toObjects(selection, 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject');
  }

  /** Delete objects: `DeleteObject`. In a versioned bucket this hides them; it deletes no version. */
  public deleteObjects(selection: ObjectSelection = {}): DeclaredAccess {
    return this.toObjects(selection, 's3:DeleteObject');
  }

  /** Read earlier versions of objects: `GetObjectVersion`. */
  public getObjectVersions(selection: ObjectSelection = {}): DeclaredAccess {
    return this.toObjects(selection, 's3:GetObjectVersion');
  }

  /** Delete versions of objects for good: `DeleteObjectVersion`. */
  public deleteObjectVersions(selection: ObjectSelection = {}): DeclaredAccess {
    return this.toObjects(selection, 's3:DeleteObjectVersion');
  }

  /** Read the tags of objects: `GetObjectTagging`. */
  public getObjectTags(selection: ObjectSelection = {}): DeclaredAccess {
    return this.toObjects(selection, 's3:GetObjectTagging');
  }

  /** Set the tags of objects, also of those that it creates: `PutObjectTagging`. */
  public putObjectTags(selection: ObjectSelection = {}): DeclaredAccess {
    return this.toObjects(selection, 's3:PutObjectTagging');
  }

  /** List the keys of objects: `ListBucket`, under the prefix or with one of the keys as its prefix. */
  public listObjects(selection: ObjectSelection = {}): DeclaredAccess {
    const { prefix, keys } = this.checked(selection);
    const prefixes = [...(prefix === undefined ? [] : [`${prefix}*`]), ...keys];
    const declaration: Declaration = {
      actions: ['s3:ListBucket'],
      targets: [{ type: 'bucket', arn: this.bucket.bucketArn }],
      ...(prefixes.length === 0 ? {} : { conditions: { StringLike: { 's3:prefix': prefixes } } }),
    };
    return this.standing(selection, declareAccess(this.bucket, [declaration]));
  }

  private toObjects(selection: ObjectSelection, ...actions: string[]): DeclaredAccess {
    const { bucketArn, encryptionKey, env } = this.bucket;
    const { prefix, keys } = this.checked(selection);
    const patterns = [...(prefix === undefined && keys.length > 0 ? [] : [`${prefix ?? ''}*`]), ...keys];
    const arns = patterns.map((pattern) => `${bucketArn}/${pattern}`);
    // With S3 Bucket Keys the context is the bucket, without them the object; a caller may choose either for each object.
    const key = encryptionKey === undefined ? undefined : { key: encryptionKey, region: env.region, context: [bucketArn, ...arns] };
    const access = declareAccess(this.bucket, [{ actions, targets: arns.map((arn) => ({ type: 'object', arn })) }], key);
    return this.standing(selection, access);
  }

  private standing({ prefix, keys = [] }: ObjectSelection, access: DeclaredAccess): DeclaredAccess {
    const { bucketArn, bucketName } = this.bucket;
    const [key, another] = keys;
    const values = {
      [EnvironmentValue.IDENTIFIER]: bucketName,
      [EnvironmentValue.ARN]: bucketArn,
      [EnvironmentValue.NAME]: bucketName,
      ...(prefix === undefined ? {} : { [EnvironmentValue.PREFIX]: prefix }),
      ...(key === undefined || another !== undefined ? {} : { [EnvironmentValue.OBJECT_KEY]: key }),
    };
    return standingFor(this.bucket, values, access);
  }

  private checked({ prefix, keys = [] }: ObjectSelection): { readonly prefix?: string; readonly keys: readonly string[] } {
    const wild = [prefix ?? '', ...keys].find((text) => hasWildcard(text));
    if (wild !== undefined) {
      naming(this.bucket, () => {
        throw new AccessError(
          'wildcard-resource',
          `"${wild}" holds a wildcard: a prefix stands for all keys that start with it, write it without "*" and "?"`,
        );
      });
    }
    return prefix === undefined || prefix === '' ? { keys } : { prefix, keys };
  }
}
