import type { aws_s3 as s3 } from 'aws-cdk-lib';
import { AccessError } from '../access/access-error';
import type { Conditions } from '../access/statement';
import { hasWildcard } from '../core/iam/pattern';
import { storeOf } from './bucket-access';
import { byArn, type DeclaredAccess, standingForName } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { type ListSelection, type ObjectSelection, type ObjectStore, toListing, toObjects } from './object-access';
import { declareAccess, naming } from './reference-access';
import { nameInArn } from './resource-place';
import { joinAccess } from './scoped-access';
import { textOf } from './token-text';

/**
 * Access to objects through an access point of S3. The bucket must let them in, too: by its policy, which may leave the
 * decision to its access points, or by the bucket that is given here, and then through this access point only.
 */
export class AccessPointAccess {
  /** @internal */
  public static _of(accessPointArn: string, bucket: s3.IBucket | undefined): AccessPointAccess {
    return new AccessPointAccess(oneArn(accessPointArn, 'accessPoint.attrArn'), textOf(accessPointArn), bucket);
  }

  private constructor(
    private readonly arn: string,
    private readonly name: string,
    private readonly bucket: s3.IBucket | undefined,
  ) {}

  /**
   * Read objects and their metadata: `GetObject`.
   *
   * @example
   * declare const reports: s3.CfnAccessPoint;
   * declare const lake: s3.Bucket;
   * Access.accessPoint(reports.attrArn, lake).getObjects({ prefix: 'reports/' });
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

  /** Delete objects: `DeleteObject`. */
  public deleteObjects(selection: ObjectSelection = {}): DeclaredAccess {
    return this.toObjects(selection, 's3:DeleteObject');
  }

  /** List the keys of objects: `ListBucket`, under the prefix or with one of the keys as its prefix. */
  public listObjects(selection: ListSelection = {}): DeclaredAccess {
    return this.declare(selection, (store) => toListing(store, selection, 's3:ListBucket'));
  }

  private toObjects(selection: ObjectSelection, ...actions: string[]): DeclaredAccess {
    return this.declare(selection, (store) => toObjects(store, selection, ...actions));
  }

  private declare({ prefix }: ObjectSelection, through: (store: ObjectStore) => DeclaredAccess): DeclaredAccess {
    const { arn, bucket } = this;
    const own: ObjectStore = {
      owner: this.name,
      arn,
      types: { store: 'accesspoint', object: 'accesspointobject' },
      objectArn: (pattern) => `${arn}/object/${pattern}`,
      conditions: {},
      keyFor: () => undefined,
    };
    const behind = bucket === undefined ? [] : [storeOf(bucket, { ArnEquals: { 's3:DataAccessPointArn': [arn] } })];
    const values = { ...byArn(arn), ...(prefix === undefined ? {} : { [EnvironmentValue.PREFIX]: prefix }) };
    return standingForName(this.name, values, joinAccess(...[own, ...behind].map(through)));
  }
}

/** Access to a directory bucket of S3 Express One Zone: sessions, in which its objects are read or written. */
export class DirectoryBucketAccess {
  /** @internal */
  public static _of(bucketArn: string): DirectoryBucketAccess {
    return new DirectoryBucketAccess(oneArn(bucketArn, 'bucket.attrArn'));
  }

  private constructor(private readonly arn: string) {}

  /**
   * Read objects, and list them: `CreateSession`, for sessions that read only.
   *
   * @example
   * declare const features: s3express.CfnDirectoryBucket;
   * Access.directoryBucket(features.attrArn).readObjects();
   */
  public readObjects(): DeclaredAccess {
    return this.inSession({ StringEquals: { 's3express:SessionMode': ['ReadOnly'] } });
  }

  /** Read, list, create, replace and delete objects: `CreateSession`, for sessions of both kinds. */
  public writeObjects(): DeclaredAccess {
    return this.inSession({});
  }

  private inSession(conditions: Conditions): DeclaredAccess {
    const { arn } = this;
    const name = nameInArn(arn);
    const access = declareAccess(textOf(arn), [{ actions: ['s3express:CreateSession'], targets: [{ type: 'bucket', arn }], conditions }]);
    const values = { [EnvironmentValue.IDENTIFIER]: name, [EnvironmentValue.ARN]: arn, [EnvironmentValue.NAME]: name };
    return standingForName(textOf(arn), values, access);
  }
}

/** The ARN of one thing. */
function oneArn(arn: string, example: string): string {
  const name = textOf(arn);
  if (hasWildcard(arn)) {
    naming(name, () => {
      throw new AccessError('wildcard-resource', `give the ARN of one, such as "${example}"`);
    });
  }
  return arn;
}
