import type {
  aws_dynamodb as dynamodb,
  aws_lambda as lambda,
  aws_s3 as s3,
  aws_secretsmanager as secretsmanager,
  aws_sns as sns,
  aws_sqs as sqs,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { BucketAccess } from './bucket-access';
import type { DeclaredAccess } from './declared-access';
import { FunctionAccess } from './function-access';
import { accessToArn, accessToConstruct, accessWithoutResource } from './operations';
import { QueueAccess } from './queue-access';
import { SecretAccess } from './secret-access';
import { TableAccess } from './table-access';
import { TopicAccess } from './topic-access';

/**
 * Declares access: the operations that code calls, on the resources that it calls them on. Every builder answers with the
 * exact actions and ARNs, and with what the resource's own encryption key needs.
 *
 * A key of another account, and a key whose policy does not delegate to IAM, must also allow the role in its key policy;
 * keys made by CDK in the same account need nothing more.
 */
export class Access {
  /** Access to a DynamoDB table (`Table` or `TableV2`). */
  public static table(table: dynamodb.ITable): TableAccess {
    return TableAccess._of(table);
  }

  /** Access to an S3 bucket. */
  public static bucket(bucket: s3.IBucket): BucketAccess {
    return BucketAccess._of(bucket);
  }

  /** Access to an SQS queue. */
  public static queue(queue: sqs.IQueue): QueueAccess {
    return QueueAccess._of(queue);
  }

  /** Access to an SNS topic. */
  public static topic(topic: sns.ITopic): TopicAccess {
    return TopicAccess._of(topic);
  }

  /** Access to a secret of Secrets Manager. */
  public static secret(secret: secretsmanager.ISecret): SecretAccess {
    return SecretAccess._of(secret);
  }

  /** Access to a Lambda function, or to one version or alias of it. */
  public static lambdaFunction(fn: lambda.IFunction): FunctionAccess {
    return FunctionAccess._of(fn);
  }

  /**
   * Operations on any resource of any service: `Access.to(stateMachine, 'states:StartExecution')`. The operations are
   * checked against AWS's service authorization reference: that they exist, and that they work on this kind of resource.
   *
   * @param construct an L1 or L2 construct, also an imported one
   * @param actions `service:Operation`, without wildcards
   */
  public static to(construct: IConstruct, ...actions: string[]): DeclaredAccess {
    return accessToConstruct(construct, actions);
  }

  /**
   * Operations on the resource with this ARN: `Access.toArn(bucket.arnForObjects('in/*'), 's3:GetObject')`. A wildcard may
   * only stand below one named resource. An ARN that is known only at deployment is not checked against the operations.
   *
   * @param arn of one resource, or of what lies below one
   * @param actions `service:Operation`, without wildcards
   */
  public static toArn(arn: string, ...actions: string[]): DeclaredAccess {
    return accessToArn(arn, actions);
  }

  /**
   * Operations that name no resource, such as `cloudwatch:PutMetricData`, or that list all of a kind, such as
   * `rds:DescribeDBInstances`: they are allowed on `*`, the form that AWS takes. An operation that works on one resource is
   * refused here.
   *
   * @param actions `service:Operation`, without wildcards
   */
  public static withoutResource(...actions: string[]): DeclaredAccess {
    return accessWithoutResource(actions);
  }

  private constructor() {}
}
