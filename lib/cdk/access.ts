import type {
  aws_cognito as cognito,
  aws_dynamodb as dynamodb,
  aws_events as events,
  aws_kinesisfirehose as firehose,
  aws_iam as iam,
  aws_cognito_identitypool as identitypool,
  aws_kinesis as kinesis,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_s3 as s3,
  aws_scheduler as scheduler,
  aws_secretsmanager as secretsmanager,
  aws_ses as ses,
  aws_stepfunctions as sfn,
  aws_sns as sns,
  aws_sqs as sqs,
  aws_ssm as ssm,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { BucketAccess } from './bucket-access';
import type { DeclaredAccess } from './declared-access';
import { DeliveryStreamAccess } from './delivery-stream-access';
import { EmailIdentityAccess } from './email-identity-access';
import { EventBusAccess } from './event-bus-access';
import { FunctionAccess } from './function-access';
import { IdentityPoolAccess } from './identity-pool-access';
import { KeyAccess } from './key-access';
import { accessToArn, accessToConstruct, accessWithoutResource } from './operations';
import { ParameterAccess, ParameterPathAccess, type ParameterPathOptions } from './parameter-access';
import { QueueAccess } from './queue-access';
import { RoleAccess } from './role-access';
import { ScheduleGroupAccess } from './schedule-group-access';
import { SecretAccess } from './secret-access';
import { StateMachineAccess } from './state-machine-access';
import { StreamAccess } from './stream-access';
import { TableAccess } from './table-access';
import { MetricsAccess, TracingAccess } from './telemetry-access';
import { TopicAccess } from './topic-access';
import { UserPoolAccess } from './user-pool-access';

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

  /** Access to an event bus of EventBridge. */
  public static eventBus(bus: events.IEventBus): EventBusAccess {
    return EventBusAccess._of(bus);
  }

  /** Access to a state machine of Step Functions, and its executions. */
  public static stateMachine(stateMachine: sfn.IStateMachine): StateMachineAccess {
    return StateMachineAccess._of(stateMachine);
  }

  /** Access to a data stream of Kinesis. */
  public static stream(stream: kinesis.IStream): StreamAccess {
    return StreamAccess._of(stream);
  }

  /** Access to a delivery stream of Data Firehose. */
  public static deliveryStream(deliveryStream: firehose.IDeliveryStream): DeliveryStreamAccess {
    return DeliveryStreamAccess._of(deliveryStream);
  }

  /** Access to one parameter of Systems Manager. */
  public static parameter(parameter: ssm.IParameter): ParameterAccess {
    return ParameterAccess._of(parameter);
  }

  /** Access to a key of KMS that code calls itself. */
  public static key(key: kms.IKey): KeyAccess {
    return KeyAccess._of(key);
  }

  /** Access to the schedules of a group of EventBridge Scheduler. */
  public static scheduleGroup(group: scheduler.IScheduleGroup): ScheduleGroupAccess {
    return ScheduleGroupAccess._of(group);
  }

  /** Access to a role, to take it on or to hand it to a service. */
  public static role(role: iam.IRole): RoleAccess {
    return RoleAccess._of(role);
  }

  /** Access to an identity of SES, to send from. */
  public static emailIdentity(identity: ses.IEmailIdentity): EmailIdentityAccess {
    return EmailIdentityAccess._of(identity);
  }

  /** Access to the users of a Cognito user pool. */
  public static userPool(userPool: cognito.IUserPool): UserPoolAccess {
    return UserPoolAccess._of(userPool);
  }

  /** Access to a Cognito identity pool. */
  public static identityPool(identityPool: identitypool.IIdentityPool): IdentityPoolAccess {
    return IdentityPoolAccess._of(identityPool);
  }

  /**
   * Access to all parameters of Systems Manager below a path, in the account and region of the function.
   *
   * @param path such as `/orders/prod`, without wildcards
   */
  public static parametersByPath(path: string, options: ParameterPathOptions = {}): ParameterPathAccess {
    return ParameterPathAccess._of(path, options);
  }

  /**
   * Access to the metrics of a namespace of CloudWatch.
   *
   * @param namespace exactly
   */
  public static metrics(namespace: string): MetricsAccess {
    return MetricsAccess._of(namespace);
  }

  /** Access to X-Ray, for code that traces without the `tracing` of its function. */
  public static tracing(): TracingAccess {
    return TracingAccess._of();
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
