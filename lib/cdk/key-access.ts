import type { aws_kms as kms } from 'aws-cdk-lib';
import type { Conditions } from '../access/statement';
import { byArn, type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { declareAccess, keyArn } from './reference-access';

/** Access to a key of KMS that code calls itself. The keys of buckets, tables and other resources come with the access to these. */
export class KeyAccess {
  /** @internal */
  public static _of(key: kms.IKey): KeyAccess {
    return new KeyAccess(key, {});
  }

  private constructor(
    private readonly key: kms.IKey,
    private readonly context: Readonly<Record<string, string>>,
  ) {}

  /**
   * The same, with this encryption context only: it narrows encrypting, decrypting and making data keys.
   *
   * @example
   * declare const key: kms.Key;
   * Access.key(key).withEncryptionContext({ tenant: 'orders' }).decrypt();
   */
  public withEncryptionContext(context: { [name: string]: string }): KeyAccess {
    return new KeyAccess(this.key, { ...this.context, ...context });
  }

  /** Encrypt data of up to four kilobytes: `Encrypt`. */
  public encrypt(): DeclaredAccess {
    return this.inContext('kms:Encrypt');
  }

  /** Decrypt data, and data keys: `Decrypt`. */
  public decrypt(): DeclaredAccess {
    return this.inContext('kms:Decrypt');
  }

  /** Make data keys to encrypt with: `GenerateDataKey`. */
  public generateDataKey(): DeclaredAccess {
    return this.inContext('kms:GenerateDataKey');
  }

  /** Make data keys for later, in encrypted form: `GenerateDataKeyWithoutPlaintext`. */
  public generateDataKeyWithoutPlaintext(): DeclaredAccess {
    return this.inContext('kms:GenerateDataKeyWithoutPlaintext');
  }

  /** Encrypt and decrypt with data keys, as the AWS Encryption SDK does: `GenerateDataKey`, `Encrypt`, `Decrypt`. */
  public encryptDecrypt(): DeclaredAccess {
    return this.inContext('kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey');
  }

  /** Make pairs of data keys: `GenerateDataKeyPair`. */
  public generateDataKeyPair(): DeclaredAccess {
    return this.inContext('kms:GenerateDataKeyPair');
  }

  /** Encrypt under this key what is encrypted under it already: `ReEncryptFrom`, `ReEncryptTo`. */
  public reEncrypt(): DeclaredAccess {
    return this.inContext('kms:ReEncryptFrom', 'kms:ReEncryptTo');
  }

  /** Decrypt to encrypt under another key: `ReEncryptFrom`. */
  public reEncryptFrom(): DeclaredAccess {
    return this.inContext('kms:ReEncryptFrom');
  }

  /** Encrypt what was encrypted under another key: `ReEncryptTo`. */
  public reEncryptTo(): DeclaredAccess {
    return this.inContext('kms:ReEncryptTo');
  }

  /** Read what is known about the key: `DescribeKey`. */
  public describe(): DeclaredAccess {
    return this.to('kms:DescribeKey');
  }

  /** Sign: `Sign`. */
  public sign(): DeclaredAccess {
    return this.to('kms:Sign');
  }

  /** Verify signatures: `Verify`. */
  public verify(): DeclaredAccess {
    return this.to('kms:Verify');
  }

  /** Read the public key: `GetPublicKey`. */
  public readPublicKey(): DeclaredAccess {
    return this.to('kms:GetPublicKey');
  }

  /** Make message authentication codes: `GenerateMac`. */
  public generateMac(): DeclaredAccess {
    return this.to('kms:GenerateMac');
  }

  /** Verify message authentication codes: `VerifyMac`. */
  public verifyMac(): DeclaredAccess {
    return this.to('kms:VerifyMac');
  }

  private inContext(...actions: string[]): DeclaredAccess {
    const named = Object.entries(this.context).map(([name, value]): [string, string[]] => [`kms:EncryptionContext:${name}`, [value]]);
    return this.declare(actions, named.length === 0 ? {} : { StringEquals: Object.fromEntries(named) });
  }

  /** Asymmetric keys and codes know no encryption context. */
  private to(...actions: string[]): DeclaredAccess {
    return this.declare(actions, {});
  }

  private declare(actions: readonly string[], conditions: Conditions): DeclaredAccess {
    const access = declareAccess(this.key, () => [{ actions, targets: [{ type: 'key', arn: keyArn(this.key) }], conditions }]);
    return standingFor(this.key, { ...byArn(keyArn(this.key)), [EnvironmentValue.NAME]: this.key.keyId }, access);
  }
}
