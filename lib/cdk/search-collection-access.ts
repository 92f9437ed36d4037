import type { DeclaredAccess } from './declared-access';
import { accessToArn } from './operations';

/** Access to a collection of OpenSearch Serverless. Its data access policy must let the function in, too, and says to which indexes. */
export class SearchCollectionAccess {
  /** @internal */
  public static _of(collectionArn: string): SearchCollectionAccess {
    return new SearchCollectionAccess(collectionArn);
  }

  private constructor(private readonly collectionArn: string) {}

  /**
   * Call the API of the collection: `aoss:APIAccessAll`.
   *
   * @example
   * declare const products: opensearchserverless.CfnCollection;
   * Access.searchCollection(products.attrArn).callApi();
   */
  public callApi(): DeclaredAccess {
    return accessToArn(this.collectionArn, ['aoss:APIAccessAll']);
  }
}
