import type { aws_sqs as sqs } from 'aws-cdk-lib';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { declareAccess } from './reference-access';

/** Access to an SQS queue. A queue with a customer managed key brings the operations on that key, for SQS and this queue only. */
export class QueueAccess {
  /** @internal */
  public static _of(queue: sqs.IQueue): QueueAccess {
    return new QueueAccess(queue);
  }

  private constructor(private readonly queue: sqs.IQueue) {}

  /** Send messages, one by one or in batches: `SendMessage`. */
  public send(): DeclaredAccess {
    return this.to('sqs:SendMessage');
  }

  /**
   * Receive messages from code, and delete or delay them: `ReceiveMessage`, `DeleteMessage`, `ChangeMessageVisibility`.
   * An event source needs no declaration: it brings its own access.
   */
  public consume(): DeclaredAccess {
    return this.to('sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage');
  }

  private to(...actions: string[]): DeclaredAccess {
    const { queueArn, queueName, queueUrl, encryptionMasterKey, env } = this.queue;
    const access = declareAccess(
      this.queue,
      [{ actions, targets: [{ type: 'queue', arn: queueArn }] }],
      encryptionMasterKey === undefined ? undefined : { key: encryptionMasterKey, region: env.region, context: [queueArn] },
    );
    return standingFor(
      this.queue,
      {
        [EnvironmentValue.IDENTIFIER]: queueUrl,
        [EnvironmentValue.ARN]: queueArn,
        [EnvironmentValue.NAME]: queueName,
        [EnvironmentValue.ENDPOINT]: queueUrl,
      },
      access,
    );
  }
}
