import type { aws_kinesisfirehose as firehose } from 'aws-cdk-lib';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { declareAccess } from './reference-access';

/** Access to a delivery stream of Data Firehose. Firehose uses the keys of the stream with permissions of its own. */
export class DeliveryStreamAccess {
  /** @internal */
  public static _of(deliveryStream: firehose.IDeliveryStream): DeliveryStreamAccess {
    return new DeliveryStreamAccess(deliveryStream);
  }

  private constructor(private readonly deliveryStream: firehose.IDeliveryStream) {}

  /**
   * Put records, one by one or in batches: `PutRecord`, `PutRecordBatch`.
   *
   * @example
   * declare const archive: firehose.DeliveryStream;
   * Access.deliveryStream(archive).write();
   */
  public write(): DeclaredAccess {
    return this.to('firehose:PutRecord', 'firehose:PutRecordBatch');
  }

  /** Put records one by one: `PutRecord`. */
  public putRecord(): DeclaredAccess {
    return this.to('firehose:PutRecord');
  }

  /** Put records in batches: `PutRecordBatch`. */
  public putRecordBatch(): DeclaredAccess {
    return this.to('firehose:PutRecordBatch');
  }

  private to(...actions: string[]): DeclaredAccess {
    const { deliveryStreamArn, deliveryStreamName } = this.deliveryStream;
    return standingFor(
      this.deliveryStream,
      {
        [EnvironmentValue.IDENTIFIER]: deliveryStreamName,
        [EnvironmentValue.ARN]: deliveryStreamArn,
        [EnvironmentValue.NAME]: deliveryStreamName,
      },
      declareAccess(this.deliveryStream, [{ actions, targets: [{ type: 'deliverystream', arn: deliveryStreamArn }] }]),
    );
  }
}
