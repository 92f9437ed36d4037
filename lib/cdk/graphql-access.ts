import type { aws_appsync as appsync } from 'aws-cdk-lib';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { exactNames } from './exact-names';
import { declareAccess } from './reference-access';

/** Access to a GraphQL API of AppSync that asks for IAM authorization. */
export class GraphqlApiAccess {
  /** @internal */
  public static _of(api: appsync.IGraphqlApi): GraphqlApiAccess {
    return new GraphqlApiAccess(api);
  }

  private constructor(private readonly api: appsync.IGraphqlApi) {}

  /**
   * Read these fields of `Query`: `appsync:GraphQL`.
   *
   * @param fields names, without wildcards
   *
   * @example
   * declare const shop: appsync.GraphqlApi;
   * Access.graphqlApi(shop).query('orders', 'order');
   */
  public query(...fields: string[]): DeclaredAccess {
    return this.to('Query', fields);
  }

  /** Call these fields of `Mutation`: `appsync:GraphQL`. */
  public mutate(...fields: string[]): DeclaredAccess {
    return this.to('Mutation', fields);
  }

  /** Listen to these fields of `Subscription`: `appsync:GraphQL`. */
  public subscribe(...fields: string[]): DeclaredAccess {
    return this.to('Subscription', fields);
  }

  private to(type: string, fields: readonly string[]): DeclaredAccess {
    const targets = exactNames(this.api, 'field', fields).map((field) => ({
      type: 'field',
      arn: `${this.api.arn}/types/${type}/fields/${field}`,
    }));
    const access = declareAccess(this.api, [{ actions: ['appsync:GraphQL'], targets }]);
    const { apiId, arn } = this.api;
    const url = 'graphqlUrl' in this.api && typeof this.api.graphqlUrl === 'string' ? this.api.graphqlUrl : undefined;
    const endpoint = url === undefined ? {} : { [EnvironmentValue.IDENTIFIER]: url, [EnvironmentValue.ENDPOINT]: url };
    return standingFor(this.api, { ...endpoint, [EnvironmentValue.ARN]: arn, [EnvironmentValue.NAME]: apiId }, access);
  }
}
