import {
  aws_lambda_destinations as destinations,
  aws_events as events,
  aws_kms as kms,
  aws_lambda as lambda,
  type Stack,
  aws_s3 as s3,
  aws_sns as sns,
  aws_sqs as sqs,
} from 'aws-cdk-lib';
import { code } from '../stacks';
import type { Integration } from './integration';

const source = 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html';

function keyOf(stack: Stack): kms.IKey {
  return kms.Key.fromKeyArn(stack, 'Key', stack.formatArn({ service: 'kms', resource: 'key', resourceName: '0b7d1c5e' }));
}

/** The constructs of `aws-lambda-destinations`. */
export const asyncDestinations: readonly Integration[] = [
  {
    name: 'SqsDestination',
    source,
    attach: (stack, fn) => {
      const queue = new sqs.Queue(stack, 'Failed', { queueName: 'failed', encryptionMasterKey: keyOf(stack) });
      fn.configureAsyncInvoke({ onFailure: new destinations.SqsDestination(queue), retryAttempts: 1 });
    },
    surplus: [
      'sqs:GetQueueAttributes on <Failed.Arn>',
      'sqs:GetQueueUrl on <Failed.Arn>',
      'kms:ReEncrypt* on KEY',
      'kms:GenerateDataKey* on KEY',
    ],
  },
  {
    name: 'SnsDestination',
    source,
    attach: (stack, fn) => {
      const topic = new sns.Topic(stack, 'Failed', { topicName: 'failed', masterKey: keyOf(stack) });
      fn.configureAsyncInvoke({ onFailure: new destinations.SnsDestination(topic) });
    },
    surplus: ['kms:GenerateDataKey* on KEY'],
  },
  {
    name: 'S3Destination',
    source,
    attach: (stack, fn) => {
      const bucket = new s3.Bucket(stack, 'Lost', { bucketName: 'lost' });
      fn.configureAsyncInvoke({ onFailure: new destinations.S3Destination(bucket) });
    },
    surplus: [
      's3:GetObject* on <Lost.Arn>/*',
      's3:GetBucket* on <Lost.Arn>',
      's3:List* on <Lost.Arn>',
      's3:PutObjectRetention on <Lost.Arn>/*',
      's3:Abort* on <Lost.Arn>/*',
    ],
    elsewhere: ['data/require-bucket-tls', 'observability/require-bucket-access-log'],
  },
  {
    name: 'EventBridgeDestination',
    source,
    attach: (stack, fn) => {
      const bus = new events.EventBus(stack, 'Bus', { eventBusName: 'orders' });
      fn.configureAsyncInvoke({ onSuccess: new destinations.EventBridgeDestination(bus) });
    },
  },
  {
    name: 'EventBridgeDestination of the default bus',
    source,
    attach: (_, fn) => fn.configureAsyncInvoke({ onSuccess: new destinations.EventBridgeDestination() }),
  },
  {
    name: 'LambdaDestination',
    source,
    attach: (stack, fn) => {
      const next = new lambda.Function(stack, 'Next', { ...code, functionName: 'next' });
      fn.configureAsyncInvoke({ onSuccess: new destinations.LambdaDestination(next) });
    },
    surplus: ['lambda:InvokeFunction on <Next.Arn>:*'],
    elsewhere: ['resilience/require-failure-destination'],
  },
  {
    name: 'LambdaDestination with the response only',
    source,
    attach: (stack, fn) => {
      const next = new lambda.Function(stack, 'Next', { ...code, functionName: 'next' });
      fn.configureAsyncInvoke({ onSuccess: new destinations.LambdaDestination(next, { responseOnly: true }) });
    },
    elsewhere: ['resilience/require-failure-destination'],
  },
];
