import { Stack } from 'aws-cdk-lib';
import { type DeclaredAccess, standingForName } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { refuseInexact } from './exact-names';
import { declareAccess } from './reference-access';
import { ScopedAccess } from './scoped-access';

/** Access to topics of AWS IoT, in the account and region of the function. */
export class IotTopicAccess {
  /** @internal */
  public static _of(topics: readonly string[]): IotTopicAccess {
    return new IotTopicAccess(refuseInexact('topic', topics));
  }

  private constructor(private readonly topics: readonly string[]) {}

  /**
   * Publish messages: `Publish`.
   *
   * @example
   * Access.iotTopics('orders/placed').publish();
   */
  public publish(): DeclaredAccess {
    return this.to('iot:Publish');
  }

  /** Publish messages that stay for who subscribes later: `Publish`, `RetainPublish`. */
  public publishRetained(): DeclaredAccess {
    return this.to('iot:Publish', 'iot:RetainPublish');
  }

  /** Read the message that stays: `GetRetainedMessage`. */
  public readRetained(): DeclaredAccess {
    return this.to('iot:GetRetainedMessage');
  }

  private to(...actions: string[]): DeclaredAccess {
    const access = new ScopedAccess((scope) => {
      const arns = this.topics.map((topic) => Stack.of(scope).formatArn({ service: 'iot', resource: 'topic', resourceName: topic }));
      return declareAccess(scope, [{ actions, targets: arns.map((arn) => ({ type: 'topic', arn })) }]);
    });
    const [topic, another] = this.topics;
    if (topic === undefined || another !== undefined) return access;
    return standingForName(topic, { [EnvironmentValue.IDENTIFIER]: topic, [EnvironmentValue.NAME]: topic }, access);
  }
}
