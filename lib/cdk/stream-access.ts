import type { aws_kinesis as kinesis } from 'aws-cdk-lib';
import { byArn, type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue, nameOrArn } from './environment-value';
import { declareAccess } from './reference-access';
import { placeOf } from './resource-place';

/** Access to a data stream of Kinesis. A stream with a customer managed key brings the operations on that key, for Kinesis only. */
export class StreamAccess {
  /** @internal */
  public static _of(stream: kinesis.IStream): StreamAccess {
    return new StreamAccess(stream);
  }

  private constructor(private readonly stream: kinesis.IStream) {}

  /**
   * Write records, one by one or in batches: `PutRecord`, `PutRecords`.
   *
   * @example
   * declare const clicks: kinesis.Stream;
   * Access.stream(clicks).write();
   */
  public write(): DeclaredAccess {
    return this.to('kinesis:PutRecord', 'kinesis:PutRecords');
  }

  /** Write records one by one: `PutRecord`. */
  public putRecord(): DeclaredAccess {
    return this.to('kinesis:PutRecord');
  }

  /** Write records in batches: `PutRecords`. */
  public putRecords(): DeclaredAccess {
    return this.to('kinesis:PutRecords');
  }

  /**
   * Read records from code: `DescribeStreamSummary`, `ListShards`, `GetShardIterator`, `GetRecords`. An event source needs no
   * declaration: it brings its own access.
   */
  public read(): DeclaredAccess {
    return this.to('kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards');
  }

  /** Read records of shards that are known: `GetShardIterator`, `GetRecords`. */
  public readShards(): DeclaredAccess {
    return this.to('kinesis:GetRecords', 'kinesis:GetShardIterator');
  }

  /** Read through a consumer with throughput of its own: `SubscribeToShard` and `DescribeStreamConsumer` on it, `ListShards` on the stream. */
  public subscribe(consumer: kinesis.IStreamConsumer): DeclaredAccess {
    const { streamArn } = this.stream;
    const { streamConsumerArn } = consumer;
    const access = declareAccess(
      this.stream,
      [
        { actions: ['kinesis:ListShards'], targets: [{ type: 'stream', arn: streamArn }] },
        {
          actions: ['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'],
          targets: [{ type: 'consumer', arn: streamConsumerArn }],
        },
      ],
      this.key(),
    );
    return standingFor(consumer, byArn(streamConsumerArn), access);
  }

  private to(...actions: string[]): DeclaredAccess {
    const { streamArn, streamName } = this.stream;
    return standingFor(
      this.stream,
      {
        // The name of a stream is looked up in the caller's own account; its ARN goes into another parameter of the calls.
        [EnvironmentValue.IDENTIFIER]: nameOrArn(this.stream, streamName, streamArn),
        [EnvironmentValue.ARN]: streamArn,
        [EnvironmentValue.NAME]: streamName,
      },
      declareAccess(this.stream, [{ actions, targets: [{ type: 'stream', arn: streamArn }] }], this.key()),
    );
  }

  private key() {
    const { encryptionKey, streamArn } = this.stream;
    return encryptionKey === undefined ? undefined : { key: encryptionKey, region: placeOf(this.stream, streamArn).region, context: [] };
  }
}
