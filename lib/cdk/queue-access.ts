import type { aws_sqs as sqs } from 'aws-cdk-lib';
import { byArn, type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { declareAccess } from './reference-access';
import { placeOf } from './resource-place';
import { joinAccess } from './scoped-access';

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

  /** Receive messages: `ReceiveMessage`. */
  public receive(): DeclaredAccess {
    return this.to('sqs:ReceiveMessage');
  }

  /** Delete messages that were received, one by one or in batches: `DeleteMessage`. */
  public deleteMessages(): DeclaredAccess {
    return this.to('sqs:DeleteMessage');
  }

  /** Delay messages that were received, one by one or in batches: `ChangeMessageVisibility`. */
  public delayMessages(): DeclaredAccess {
    return this.to('sqs:ChangeMessageVisibility');
  }

  /** Delete all messages at once: `PurgeQueue`. */
  public purge(): DeclaredAccess {
    return this.to('sqs:PurgeQueue');
  }

  /** Read how many messages there are, and how the queue is made: `GetQueueAttributes`. */
  public readAttributes(): DeclaredAccess {
    return this.to('sqs:GetQueueAttributes');
  }

  /** Ask for the URL of the queue by its name: `GetQueueUrl`. */
  public findUrl(): DeclaredAccess {
    return this.to('sqs:GetQueueUrl');
  }

  /**
   * Move the messages of this dead-letter queue to another queue, follow that and stop it: `StartMessageMoveTask`,
   * `ListMessageMoveTasks`, `CancelMessageMoveTask`, with `ReceiveMessage`, `DeleteMessage` and `GetQueueAttributes` here and
   * `SendMessage` there.
   */
  public redriveTo(queue: sqs.IQueue): DeclaredAccess {
    const moving = ['sqs:CancelMessageMoveTask', 'sqs:ListMessageMoveTasks', 'sqs:StartMessageMoveTask'];
    const from = this.to(...moving, 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage');
    const { queueArn, queueName } = this.queue;
    return standingFor(
      this.queue,
      { ...byArn(queueArn), [EnvironmentValue.NAME]: queueName },
      joinAccess(from, QueueAccess._of(queue).send()),
    );
  }

  private to(...actions: string[]): DeclaredAccess {
    const { queueArn, queueName, queueUrl, encryptionMasterKey } = this.queue;
    const access = declareAccess(
      this.queue,
      [{ actions, targets: [{ type: 'queue', arn: queueArn }] }],
      encryptionMasterKey === undefined
        ? undefined
        : { key: encryptionMasterKey, region: placeOf(this.queue, queueArn).region, context: [queueArn] },
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
