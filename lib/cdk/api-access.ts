import { type aws_apigateway as apigateway, type aws_apigatewayv2 as apigatewayv2, type IResource, Stack } from 'aws-cdk-lib';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue, type ResourceValues } from './environment-value';
import { exactNames } from './exact-names';
import { declareAccess } from './reference-access';
import { arnWith } from './resource-place';

/** One method of an API, in one stage. */
export interface ApiMethod {
  /** `GET`, `POST` and so on, or `ANY`. */
  readonly method: string;

  /** The path as the API declares it: `/orders/{id}`. A parameter stands for any text. */
  readonly path: string;

  /** The stage: `prod`, or `$default`. */
  readonly stage: string;
}

/** Access to an API of API Gateway whose methods ask for IAM authorization. */
export class ApiAccess {
  /** @internal */
  public static _ofRest(api: apigateway.IRestApi): ApiAccess {
    return new ApiAccess(api, api.restApiId);
  }

  /** @internal */
  public static _ofHttp(api: apigatewayv2.IHttpApi): ApiAccess {
    return new ApiAccess(api, api.apiId);
  }

  private constructor(
    private readonly api: IResource,
    private readonly apiId: string,
  ) {}

  /**
   * Call one method: `execute-api:Invoke`.
   *
   * @example
   * declare const prices: apigateway.RestApi;
   * Access.restApi(prices).invoke({ stage: 'prod', method: 'GET', path: '/prices/{item}' });
   */
  public invoke({ method, path, stage }: ApiMethod): DeclaredAccess {
    exactNames(this.api, 'method', [method, stage]);
    const [written = ''] = exactNames(this.api, 'path', [path]);
    const pattern = written.replace(/^\//, '').replace(/\{[^}]*\}/g, '*');
    const rest = `${this.apiId}/${stage}/${method === 'ANY' ? '*' : method}/${pattern}`;
    const access = declareAccess(this.api, [
      { actions: ['execute-api:Invoke'], targets: [{ type: 'execute-api-general', arn: arnWith(this.api, 'execute-api', rest) }] },
    ]);
    return standingFor(this.api, endpointOf(this.api, this.apiId, stage === '$default' ? '' : stage), access);
  }
}

/** Access to the connections of a WebSocket API. */
export class WebSocketApiAccess {
  /** @internal */
  public static _of(api: apigatewayv2.IWebSocketApi): WebSocketApiAccess {
    return new WebSocketApiAccess(api);
  }

  private constructor(private readonly api: apigatewayv2.IWebSocketApi) {}

  /**
   * Send to clients, look up and close their connections: `execute-api:ManageConnections`.
   *
   * @param stage that the clients are connected to
   *
   * @example
   * declare const chat: apigatewayv2.WebSocketApi;
   * Access.webSocketApi(chat).manageConnections('prod');
   */
  public manageConnections(stage: string): DeclaredAccess {
    return this.to(stage, 'DELETE', 'GET', 'POST');
  }

  /** Send to clients: `execute-api:ManageConnections` with `POST`. */
  public postToConnections(stage: string): DeclaredAccess {
    return this.to(stage, 'POST');
  }

  /** Look up connections: `execute-api:ManageConnections` with `GET`. */
  public getConnections(stage: string): DeclaredAccess {
    return this.to(stage, 'GET');
  }

  /** Close connections: `execute-api:ManageConnections` with `DELETE`. */
  public deleteConnections(stage: string): DeclaredAccess {
    return this.to(stage, 'DELETE');
  }

  private to(stage: string, ...methods: string[]): DeclaredAccess {
    exactNames(this.api, 'stage', [stage]);
    const targets = methods.map((method) => ({
      type: 'execute-api-general',
      arn: arnWith(this.api, 'execute-api', `${this.api.apiId}/${stage}/${method}/@connections/*`),
    }));
    const access = declareAccess(this.api, [{ actions: ['execute-api:ManageConnections'], targets }]);
    return standingFor(this.api, endpointOf(this.api, this.api.apiId, stage), access);
  }
}

/** The URL that API Gateway itself gives a stage; a domain of your own has another. */
function endpointOf(api: IResource, apiId: string, stage: string): ResourceValues {
  const url = `https://${apiId}.execute-api.${api.env.region}.${Stack.of(api).urlSuffix}/${stage}`;
  return { [EnvironmentValue.IDENTIFIER]: url, [EnvironmentValue.ENDPOINT]: url, [EnvironmentValue.NAME]: apiId };
}
