import { Stack, Token } from 'aws-cdk-lib';
import { type DeclaredAccess, standingForName } from './declared-access';
import { EnvironmentValue, type ValueOf } from './environment-value';
import { accessToArn } from './operations';
import { nameInArn } from './resource-place';
import { textOf } from './token-text';

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
    const { collectionArn } = this;
    const id = nameInArn(collectionArn);
    const endpoint: ValueOf = (scope) => {
      const region = Token.isUnresolved(collectionArn) ? Stack.of(scope).region : (collectionArn.split(':')[3] ?? '');
      return `https://${id}.${region}.aoss.amazonaws.com`;
    };
    const values = {
      [EnvironmentValue.IDENTIFIER]: endpoint,
      [EnvironmentValue.ARN]: collectionArn,
      [EnvironmentValue.NAME]: id,
      [EnvironmentValue.ENDPOINT]: endpoint,
    };
    return standingForName(textOf(collectionArn), values, accessToArn(collectionArn, ['aoss:APIAccessAll']));
  }
}
