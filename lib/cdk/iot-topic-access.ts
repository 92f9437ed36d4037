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

/** Access to the shadows of one thing of AWS IoT, in the account and region of the function. */
export class IotThingAccess {
  /** @internal */
  public static _of(thing: string): IotThingAccess {
    const [name = ''] = refuseInexact('thing', [thing]);
    return new IotThingAccess(name);
  }

  private constructor(private readonly thing: string) {}

  /**
   * Read what is known of the thing: `GetThingShadow`.
   *
   * @example
   * Access.iotThing('gate-7').readShadow();
   */
  public readShadow(): DeclaredAccess {
    return this.to('iot:GetThingShadow');
  }

  /** Change what is wanted of the thing: `UpdateThingShadow`. */
  public updateShadow(): DeclaredAccess {
    return this.to('iot:UpdateThingShadow');
  }

  /** Forget what is known of the thing: `DeleteThingShadow`. */
  public deleteShadow(): DeclaredAccess {
    return this.to('iot:DeleteThingShadow');
  }

  private to(action: string): DeclaredAccess {
    const { thing } = this;
    const access = new ScopedAccess((scope) => {
      const arn = Stack.of(scope).formatArn({ service: 'iot', resource: 'thing', resourceName: thing });
      return declareAccess(scope, [{ actions: [action], targets: [{ type: 'thing', arn }] }]);
    });
    return standingForName(thing, { [EnvironmentValue.IDENTIFIER]: thing, [EnvironmentValue.NAME]: thing }, access);
  }
}
