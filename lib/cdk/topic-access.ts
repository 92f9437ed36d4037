import type { aws_sns as sns } from 'aws-cdk-lib';
import { AccessError } from '../access/access-error';
import { type Conditions, joinConditions } from '../access/statement';
import { byArn, type DeclaredAccess, standingFor, standingForName } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { exactNames } from './exact-names';
import { declareAccess, naming } from './reference-access';
import { placeOf } from './resource-place';
import { textOf } from './token-text';

/** Access to an SNS topic. A topic with a customer managed key brings the operations on that key, for SNS and this topic only. */
export class TopicAccess {
  /** @internal */
  public static _of(topic: sns.ITopic): TopicAccess {
    return new TopicAccess(topic);
  }

  private constructor(private readonly topic: sns.ITopic) {}

  /** Publish messages, one by one or in batches: `Publish`. */
  public publish(): DeclaredAccess {
    return this.to({}, 'sns:Publish');
  }

  /**
   * Subscribe endpoints of one protocol to the topic: `Subscribe`.
   *
   * @param protocol such as `email`, `sms`, `https`, `sqs`
   * @param endpoints exactly; any of the protocol when none is given
   */
  public subscribe(protocol: string, ...endpoints: string[]): DeclaredAccess {
    const protocols = exactNames(this.topic, 'protocol', [protocol]);
    const byProtocol: Conditions = { StringEquals: { 'sns:Protocol': protocols } };
    const named: Conditions =
      endpoints.length === 0 ? {} : { StringEquals: { 'sns:Endpoint': exactNames(this.topic, 'endpoint', endpoints) } };
    return this.to(joinConditions(byProtocol, named), 'sns:Subscribe');
  }

  /** List who is subscribed: `ListSubscriptionsByTopic`. */
  public listSubscriptions(): DeclaredAccess {
    return this.to({}, 'sns:ListSubscriptionsByTopic');
  }

  private to(conditions: Conditions, ...actions: string[]): DeclaredAccess {
    const { topicArn, topicName, masterKey } = this.topic;
    const access = declareAccess(
      this.topic,
      [{ actions, targets: [{ type: 'topic', arn: topicArn }], conditions }],
      masterKey === undefined ? undefined : { key: masterKey, region: placeOf(this.topic, topicArn).region, context: [topicArn] },
    );
    return standingFor(this.topic, { ...byArn(topicArn), [EnvironmentValue.NAME]: topicName }, access);
  }
}

/** Access to the devices of a platform application of SNS, which push notifications go to. */
export class PlatformApplicationAccess {
  /** @internal */
  public static _of(applicationArn: string): PlatformApplicationAccess {
    return new PlatformApplicationAccess(applicationArn);
  }

  private constructor(private readonly arn: string) {}

  /**
   * Send push notifications to devices of the application: `Publish` on its endpoints.
   *
   * @example
   * Access.platformApplication('arn:aws:sns:eu-west-1:111122223333:app/GCM/shop').publish();
   */
  public publish(): DeclaredAccess {
    const endpoints = naming(textOf(this.arn), () => endpointsOf(this.arn));
    const access = declareAccess(textOf(this.arn), [{ actions: ['sns:Publish'], targets: [{ type: 'topic', arn: endpoints }] }]);
    return standingForName(textOf(this.arn), byArn(this.arn), access);
  }
}

/** `…:app/GCM/shop` has devices `…:endpoint/GCM/shop/<id>`. */
function endpointsOf(applicationArn: string): string {
  const own = /^(.*:)app(\/[^/*?]+\/[^/*?]+)$/.exec(applicationArn);
  if (own === null) {
    throw new AccessError(
      'unreadable-resource',
      'write the ARN of the application, such as "arn:aws:sns:eu-west-1:111122223333:app/GCM/shop"',
    );
  }
  return `${own[1]}endpoint${own[2]}/*`;
}
