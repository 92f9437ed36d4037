import type { aws_s3 as s3 } from 'aws-cdk-lib';
import type { Conditions } from '../access/statement';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { type ListSelection, type ObjectSelection, type ObjectStore, toListing, toObjects, toStore } from './object-access';
import { placeOf } from './resource-place';

/** The objects of a bucket, as the conditions narrow them. */
export function storeOf(bucket: s3.IBucket, conditions: Conditions = {}): ObjectStore {
  const { bucketArn, encryptionKey } = bucket;
  return {
    owner: bucket,
    arn: bucketArn,
    types: { store: 'bucket', object: 'object' },
    objectArn: (pattern) => `${bucketArn}/${pattern}`,
    conditions,
    // With S3 Bucket Keys the context is the bucket, without them the object; a caller may choose either for each object.
    keyFor: (arns) =>
      encryptionKey === undefined
        ? undefined
        : { key: encryptionKey, region: placeOf(bucket, bucketArn).region, context: [bucketArn, ...arns] },
  };
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

  /** Read the size, checksum and parts of objects: `GetObjectAttributes`, `GetObject`, which the call needs both. */
  public getObjectAttributes(selection: ObjectSelection = {}): DeclaredAccess {
    return this.toObjects(selection, 's3:GetObject', 's3:GetObjectAttributes');
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

  /** Take the tags off objects: `DeleteObjectTagging`. */
  public deleteObjectTags(selection: ObjectSelection = {}): DeclaredAccess {
    return this.toObjects(selection, 's3:DeleteObjectTagging');
  }

  /** Read how long objects are locked: `GetObjectRetention`, `GetObjectLegalHold`. */
  public getObjectLocks(selection: ObjectSelection = {}): DeclaredAccess {
    return this.toObjects(selection, 's3:GetObjectLegalHold', 's3:GetObjectRetention');
  }

  /** Lock objects for a time: `PutObjectRetention`. It does not let locks in governance mode be broken. */
  public putObjectRetention(selection: ObjectSelection = {}): DeclaredAccess {
    return this.toObjects(selection, 's3:PutObjectRetention');
  }

  /** Lock objects until told otherwise, and unlock them: `PutObjectLegalHold`. */
  public putObjectLegalHolds(selection: ObjectSelection = {}): DeclaredAccess {
    return this.toObjects(selection, 's3:PutObjectLegalHold');
  }

  /** Fetch objects back from an archive: `RestoreObject`. */
  public restoreObjects(selection: ObjectSelection = {}): DeclaredAccess {
    return this.toObjects(selection, 's3:RestoreObject');
  }

  /** List the keys of objects: `ListBucket`, under the prefix or with one of the keys as its prefix. */
  public listObjects(selection: ListSelection = {}): DeclaredAccess {
    return this.standing(selection, toListing(storeOf(this.bucket), selection, 's3:ListBucket'));
  }

  /** List the versions of objects: `ListBucketVersions`, as `listObjects` does. */
  public listObjectVersions(selection: ListSelection = {}): DeclaredAccess {
    return this.standing(selection, toListing(storeOf(this.bucket), selection, 's3:ListBucketVersions'));
  }

  /** List uploads in parts that are not complete, of all keys: `ListBucketMultipartUploads`. */
  public listUploads(): DeclaredAccess {
    return this.standing({}, toStore(storeOf(this.bucket), 's3:ListBucketMultipartUploads'));
  }

  /** Ask for the region of the bucket: `GetBucketLocation`. */
  public locate(): DeclaredAccess {
    return this.standing({}, toStore(storeOf(this.bucket), 's3:GetBucketLocation'));
  }

  private toObjects(selection: ObjectSelection, ...actions: string[]): DeclaredAccess {
    return this.standing(selection, toObjects(storeOf(this.bucket), selection, ...actions));
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
}
