import { AspectPriority, Aspects, Duration, type aws_iam as iam, aws_lambda as lambda, aws_sqs as sqs } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { FunctionGuard } from './function-guard';
import { servicesIn } from './function-role-guard';

/** Services that do not wait for the answer of a function (https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html). */
const ASYNCHRONOUS = /^(?:cloudformation|codecommit|config|events|iot|lambda\.alarms\.cloudwatch|s3|ses|sns)\.amazonaws\.com/;

/** Whether a principal that may call a function does not wait for its answer. */
export function startsAsynchronously(scope: IConstruct, principal: iam.IPrincipal): boolean {
  return servicesIn(scope, principal).some((service) => ASYNCHRONOUS.test(service));
}

/**
 * Lambda tries an asynchronous call three times, and then the event is gone. A function that is called so and says nothing of
 * its failures gets a dead-letter queue, when all that calls it is known: a destination may be configured after the source.
 */
export function keepFailures(guard: FunctionGuard, { deadLetterQueueEnabled }: lambda.FunctionOptions): void {
  if (deadLetterQueueEnabled === false) return;
  const { fn, invocation } = guard;
  const visit = (node: unknown) => {
    const isKept = invocation.keepsFailures || fn.deadLetterQueue !== undefined || fn.deadLetterTopic !== undefined;
    const resource = fn.node.defaultChild;
    if (node !== fn || !invocation.isAsynchronous || isKept || !(resource instanceof lambda.CfnFunction)) return;
    const deadLetterQueue = new sqs.Queue(fn, 'DeadLetterQueue', { retentionPeriod: Duration.days(14), enforceSSL: true });
    resource.deadLetterConfig = { targetArn: deadLetterQueue.queueArn };
    Object.assign(fn, { deadLetterQueue });
    guard.holdDeadLetters();
  };
  Aspects.of(fn).add({ visit }, { priority: AspectPriority.MUTATING });
}
