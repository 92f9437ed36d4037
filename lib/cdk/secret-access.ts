import type { aws_secretsmanager as secretsmanager } from 'aws-cdk-lib';
import type { Conditions } from '../access/statement';
import { byArn, type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { exactNames } from './exact-names';
import { declareAccess } from './reference-access';
import { placeOf } from './resource-place';

/**
 * Access to a secret of Secrets Manager. A secret with a customer managed key brings the operations on that key, for Secrets
 * Manager and this secret only.
 */
export class SecretAccess {
  /** @internal */
  public static _of(secret: secretsmanager.ISecret): SecretAccess {
    return new SecretAccess(secret);
  }

  private constructor(private readonly secret: secretsmanager.ISecret) {}

  /** Read the value: `GetSecretValue`. */
  public read(): DeclaredAccess {
    return this.to('secretsmanager:GetSecretValue');
  }

  /** Store a new version of the value: `PutSecretValue`. */
  public write(): DeclaredAccess {
    return this.to('secretsmanager:PutSecretValue');
  }

  /**
   * Read the value that has this label, and no other: `GetSecretValue` whose request names the label.
   *
   * @param stage such as `AWSCURRENT`
   */
  public readStage(stage: string): DeclaredAccess {
    const stages = exactNames(this.secret, 'label', [stage]);
    return this.declare({ StringEquals: { 'secretsmanager:VersionStage': stages } }, 'secretsmanager:GetSecretValue');
  }

  /** Read what is known about the secret, and not its value: `DescribeSecret`. */
  public describe(): DeclaredAccess {
    return this.to('secretsmanager:DescribeSecret');
  }

  /**
   * What a function needs that rotates the secret: `DescribeSecret`, `GetSecretValue`, `PutSecretValue`,
   * `UpdateSecretVersionStage`. A new password is `Access.withoutResource('secretsmanager:GetRandomPassword')`.
   */
  public rotate(): DeclaredAccess {
    return this.to(
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetSecretValue',
      'secretsmanager:PutSecretValue',
      'secretsmanager:UpdateSecretVersionStage',
    );
  }

  /** Have the secret rotated now: `RotateSecret`. */
  public startRotation(): DeclaredAccess {
    return this.to('secretsmanager:RotateSecret');
  }

  private to(...actions: string[]): DeclaredAccess {
    return this.declare({}, ...actions);
  }

  private declare(conditions: Conditions, ...actions: string[]): DeclaredAccess {
    const { secretArn, secretFullArn, secretName, encryptionKey } = this.secret;
    // A secret imported by name lacks the six characters that Secrets Manager adds to it.
    const arn = secretFullArn ?? `${secretArn}-??????`;
    const context = secretFullArn === undefined ? [] : [secretFullArn];
    const access = declareAccess(
      this.secret,
      [{ actions, targets: [{ type: 'Secret', arn }], conditions }],
      encryptionKey === undefined ? undefined : { key: encryptionKey, region: placeOf(this.secret, secretArn).region, context },
    );
    return standingFor(this.secret, { ...byArn(secretFullArn ?? secretArn), [EnvironmentValue.NAME]: secretName }, access);
  }
}
