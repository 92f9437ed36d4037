import type { aws_efs as efs } from 'aws-cdk-lib';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { declareAccess } from './reference-access';

/** Access to a file system of EFS through one access point. The `filesystem` of a function brings its own. */
export class FileSystemAccess {
  /** @internal */
  public static _of(accessPoint: efs.IAccessPoint): FileSystemAccess {
    return new FileSystemAccess(accessPoint);
  }

  private constructor(private readonly accessPoint: efs.IAccessPoint) {}

  /**
   * Mount it, and read files: `ClientMount`.
   *
   * @example
   * declare const models: efs.AccessPoint;
   * Access.fileSystem(models).read();
   */
  public read(): DeclaredAccess {
    return this.to('elasticfilesystem:ClientMount');
  }

  /** Mount it, read and write files: `ClientMount`, `ClientWrite`. */
  public readWrite(): DeclaredAccess {
    return this.to('elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite');
  }

  /** Mount it, read and write files as root: `ClientMount`, `ClientWrite`, `ClientRootAccess`. */
  public readWriteAsRoot(): DeclaredAccess {
    return this.to('elasticfilesystem:ClientMount', 'elasticfilesystem:ClientRootAccess', 'elasticfilesystem:ClientWrite');
  }

  private to(...actions: string[]): DeclaredAccess {
    const { accessPointArn, fileSystem } = this.accessPoint;
    const access = declareAccess(this.accessPoint, [
      {
        actions,
        targets: [{ type: 'file-system', arn: fileSystem.fileSystemArn }],
        conditions: { StringEquals: { 'elasticfilesystem:AccessPointArn': [accessPointArn] } },
      },
    ]);
    return standingFor(this.accessPoint, { [EnvironmentValue.ARN]: accessPointArn }, access);
  }
}
