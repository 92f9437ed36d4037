import { type aws_cloudfront as cloudfront, Stack } from 'aws-cdk-lib';
import { byArn, type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { declareAccess } from './reference-access';

/** Access to a distribution of CloudFront. */
export class DistributionAccess {
  /** @internal */
  public static _of(distribution: cloudfront.IDistribution): DistributionAccess {
    return new DistributionAccess(distribution);
  }

  private constructor(private readonly distribution: cloudfront.IDistribution) {}

  /**
   * Take files out of the caches: `CreateInvalidation`.
   *
   * @example
   * declare const site: cloudfront.Distribution;
   * Access.distribution(site).invalidate();
   */
  public invalidate(): DeclaredAccess {
    return this.to('cloudfront:CreateInvalidation');
  }

  /** Ask whether files are out of the caches: `GetInvalidation`. */
  public readInvalidations(): DeclaredAccess {
    return this.to('cloudfront:GetInvalidation');
  }

  private to(action: string): DeclaredAccess {
    const { distributionId, distributionDomainName } = this.distribution;
    const { partition } = Stack.of(this.distribution);
    // CloudFront is in no region, so its ARNs name none.
    const arn = `arn:${partition}:cloudfront::${this.distribution.env.account}:distribution/${distributionId}`;
    const values = {
      [EnvironmentValue.IDENTIFIER]: distributionId,
      [EnvironmentValue.ARN]: arn,
      [EnvironmentValue.ENDPOINT]: distributionDomainName,
    };
    return standingFor(
      this.distribution,
      values,
      declareAccess(this.distribution, [{ actions: [action], targets: [{ type: 'distribution', arn }] }]),
    );
  }
}

/** Access to a key value store of CloudFront. */
export class KeyValueStoreAccess {
  /** @internal */
  public static _of(store: cloudfront.IKeyValueStore): KeyValueStoreAccess {
    return new KeyValueStoreAccess(store);
  }

  private constructor(private readonly store: cloudfront.IKeyValueStore) {}

  /**
   * Read values: `GetKey`, `ListKeys`.
   *
   * @example
   * declare const redirects: cloudfront.KeyValueStore;
   * Access.keyValueStore(redirects).readValues();
   */
  public readValues(): DeclaredAccess {
    return this.to('cloudfront-keyvaluestore:GetKey', 'cloudfront-keyvaluestore:ListKeys');
  }

  /** Write and delete values, for which the code asks for the version of the store first: `DescribeKeyValueStore`, `PutKey`, `DeleteKey`, `UpdateKeys`. */
  public writeValues(): DeclaredAccess {
    return this.to(
      'cloudfront-keyvaluestore:DeleteKey',
      'cloudfront-keyvaluestore:DescribeKeyValueStore',
      'cloudfront-keyvaluestore:PutKey',
      'cloudfront-keyvaluestore:UpdateKeys',
    );
  }

  private to(...actions: string[]): DeclaredAccess {
    const { keyValueStoreArn } = this.store;
    const access = declareAccess(this.store, [{ actions, targets: [{ type: 'key-value-store', arn: keyValueStoreArn }] }]);
    return standingFor(this.store, byArn(keyValueStoreArn), access);
  }
}
