import type { aws_secretsmanager as secretsmanager } from 'aws-cdk-lib';
import { byArn, type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { declareAccess } from './reference-access';

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

  private to(...actions: string[]): DeclaredAccess {
    const { secretArn, secretFullArn, secretName, encryptionKey, env } = this.secret;
    // A secret imported by name lacks the six characters that Secrets Manager adds to it.
    const arn = secretFullArn ?? `${secretArn}-??????`;
    const context = secretFullArn === undefined ? [] : [secretFullArn];
    const access = declareAccess(
      this.secret,
      [{ actions, targets: [{ type: 'Secret', arn }] }],
      encryptionKey === undefined ? undefined : { key: encryptionKey, region: env.region, context },
    );
    return standingFor(this.secret, { ...byArn(secretFullArn ?? secretArn), [EnvironmentValue.NAME]: secretName }, access);
  }
}
