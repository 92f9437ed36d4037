import type { aws_appsync as appsync } from 'aws-cdk-lib';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { exactNames } from './exact-names';
import { declareAccess } from './reference-access';

/** Access to an Event API of AppSync that asks for IAM authorization. */
export class EventApiAccess {
  /** @internal */
  public static _of(api: appsync.IEventApi): EventApiAccess {
    return new EventApiAccess(api);
  }

  private constructor(private readonly api: appsync.IEventApi) {}

  /** Open a connection, which listening needs: `EventConnect`. */
  public connect(): DeclaredAccess {
    return this.to('appsync:EventConnect', 'api', [this.api.apiArn]);
  }

  /**
   * Publish events to the channels of these namespaces: `EventPublish`.
   *
   * @param namespaces names, without wildcards
   *
   * @example
   * declare const live: appsync.EventApi;
   * Access.eventApi(live).publish('scores');
   */
  public publish(...namespaces: string[]): DeclaredAccess {
    return this.to('appsync:EventPublish', 'channelNamespace', this.arnsOf(namespaces));
  }

  /** Listen to the channels of these namespaces: `EventSubscribe`. It needs `connect`, too. */
  public subscribe(...namespaces: string[]): DeclaredAccess {
    return this.to('appsync:EventSubscribe', 'channelNamespace', this.arnsOf(namespaces));
  }

  private arnsOf(namespaces: readonly string[]): readonly string[] {
    return exactNames(this.api, 'namespace', namespaces).map((name) => `${this.api.apiArn}/channelNamespace/${name}`);
  }

  private to(action: string, type: string, arns: readonly string[]): DeclaredAccess {
    const { apiArn, apiId, httpDns } = this.api;
    const access = declareAccess(this.api, [{ actions: [action], targets: arns.map((arn) => ({ type, arn })) }]);
    const values = {
      [EnvironmentValue.IDENTIFIER]: httpDns,
      [EnvironmentValue.ARN]: apiArn,
      [EnvironmentValue.NAME]: apiId,
      [EnvironmentValue.ENDPOINT]: httpDns,
    };
    return standingFor(this.api, values, access);
  }
}
