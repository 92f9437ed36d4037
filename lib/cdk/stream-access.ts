import type { aws_kinesis as kinesis } from 'aws-cdk-lib';
import type { DeclaredAccess } from './declared-access';
import { declareAccess } from './reference-access';

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
    return declareAccess(
      this.stream,
      [
        { actions: ['kinesis:ListShards'], targets: [{ type: 'stream', arn: streamArn }] },
        {
          actions: ['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'],
          targets: [{ type: 'consumer', arn: consumer.streamConsumerArn }],
        },
      ],
      this.key(),
    );
  }

  private to(...actions: string[]): DeclaredAccess {
    return declareAccess(this.stream, [{ actions, targets: [{ type: 'stream', arn: this.stream.streamArn }] }], this.key());
  }

  private key() {
    const { encryptionKey, env } = this.stream;
    return encryptionKey === undefined ? undefined : { key: encryptionKey, region: env.region, context: [] };
  }
}
