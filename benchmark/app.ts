import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';

/** Seven resources for each function, two for all of a stack, and CloudFormation's limit is 500. */
const functionsPerStack = 70;

/**
 * A serverless app of the usual shape: every function has a role with its policy, a log group, a table, and a queue with its policy.
 * It is written so that no check has much to report: what is measured is checking, not printing.
 */
export function serverlessApp(functions: number, outdir: string): App {
  // As the CDK CLI has it: templates name the constructs.
  const app = new App({ outdir, analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } });
  for (let first = 0; first < functions; first += functionsPerStack) {
    const stack = new Stack(app, `Stack${first / functionsPerStack}`);
    const failed = new Queue(stack, 'Failed', { enforceSSL: true });
    for (let index = first; index < Math.min(first + functionsPerStack, functions); index++) addFunction(stack, index, failed);
  }
  return app;
}

function addFunction(stack: Stack, index: number, failed: Queue): void {
  const table = new Table(stack, `Table${index}`, {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const queue = new Queue(stack, `Queue${index}`, { enforceSSL: true, deadLetterQueue: { queue: failed, maxReceiveCount: 3 } });
  const logGroup = new LogGroup(stack, `Logs${index}`, { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
  const role = new Role(stack, `Role${index}`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const handler = new LambdaFunction(stack, `Function${index}`, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
    role,
    logGroup,
    environment: { TABLE: table.tableName, QUEUE: queue.queueUrl },
  });
  handler.addToRolePolicy(allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], table.tableArn));
  handler.addToRolePolicy(allow(['sqs:SendMessage'], queue.queueArn));
  handler.addToRolePolicy(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn));
}

function allow(actions: string[], resource: string): PolicyStatement {
  return new PolicyStatement({ effect: Effect.ALLOW, actions, resources: [resource] });
}
