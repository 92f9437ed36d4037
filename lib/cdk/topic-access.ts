import type { aws_sns as sns } from 'aws-cdk-lib';
import { byArn, type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { declareAccess } from './reference-access';

/** Access to an SNS topic. A topic with a customer managed key brings the operations on that key, for SNS and this topic only. */
export class TopicAccess {
  /** @internal */
  public static _of(topic: sns.ITopic): TopicAccess {
    return new TopicAccess(topic);
  }

  private constructor(private readonly topic: sns.ITopic) {}

  /** Publish messages, one by one or in batches: `Publish`. */
  public publish(): DeclaredAccess {
    const { topicArn, topicName, masterKey, env } = this.topic;
    const access = declareAccess(
      this.topic,
      [{ actions: ['sns:Publish'], targets: [{ type: 'topic', arn: topicArn }] }],
      masterKey === undefined ? undefined : { key: masterKey, region: env.region, context: [topicArn] },
    );
    return standingFor(this.topic, { ...byArn(topicArn), [EnvironmentValue.NAME]: topicName }, access);
  }
}
