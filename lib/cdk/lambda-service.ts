import { aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { compileAccess } from '../access/compile';
import { keyConditions } from '../access/key-operations';
import { patternAllows } from '../core/iam/action';
import { loadReference } from '../reference';
import { mergePolicyStatements, toPolicyStatement } from './statements';

export { narrowGrants } from './narrow-grants';
export { type Attachment, networkStatements } from './network-interfaces';

/**
 * Permissions that a role holds for the Lambda service: what it does with the function's role before and around the code.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 */

/** Writing to one log group, which exists: its streams and their events. */
export function logStatements(logGroupArn: string): readonly iam.PolicyStatement[] {
  const arn = Token.isUnresolved(logGroupArn) || logGroupArn.endsWith(':*') ? logGroupArn : `${logGroupArn}:*`;
  return [new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [arn] })];
}

/** Decrypting the environment variables when an execution environment starts. */
export function environmentKeyStatements(function_: IConstruct, keyArn: string): readonly iam.PolicyStatement[] {
  const targets = [{ type: 'key', arn: keyArn }];
  const conditions = keyConditions('lambda', Stack.of(function_).region, []);
  return compileAccess(loadReference(), { actions: ['kms:Decrypt'], targets, conditions }).map(toPolicyStatement);
}

/** Saving and reading the progress of durable executions of one function. */
export function durableStatements(functionArn: string): readonly iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      actions: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
      resources: [`${functionArn}:*`],
    }),
  ];
}

/** What Lambda calls on the targets of asynchronous invocations and of failed events: the rest of CDK's grants is not needed for them. */
const DESTINATION_ACTIONS = [
  'events:PutEvents',
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'lambda:InvokeFunction',
  's3:ListBucket',
  's3:PutObject',
  'sns:Publish',
  'sqs:SendMessage',
];

/**
 * Narrows the grants that CDK's destinations make to what Lambda does with a destination
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html). Statements without wildcards stay as
 * they are, statements about other services too.
 */
export function narrowDestination(statement: iam.PolicyStatement): readonly iam.PolicyStatement[] {
  if (!statement.actions.some((action) => action.includes('*')) || Token.isUnresolved(statement.resources)) return [statement];
  const known = DESTINATION_ACTIONS.filter((action) => statement.actions.some((pattern) => patternAllows(pattern, action)));
  const isCovered = statement.actions.every((pattern) => /^(kms|s3):/.test(pattern));
  if (!isCovered) return [statement];
  const narrowed = known.flatMap((action) => {
    const resources = statement.resources.filter((arn) => fits(action, arn));
    return resources.length === 0 ? [] : [new iam.PolicyStatement({ actions: [action], resources, conditions: statement.conditions })];
  });
  return mergePolicyStatements(narrowed);
}

/** Listing works on buckets, writing on objects. */
function fits(action: string, arn: string): boolean {
  if (action === 's3:ListBucket') return !arn.endsWith('/*');
  return action !== 's3:PutObject' || arn.endsWith('/*');
}

/**
 * CDK allows mounting on every file system that has the access point; the file system is named by the statements beside it
 * (https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html).
 */
export function narrowMounting(
  fileSystemStatements: readonly iam.PolicyStatement[],
): (statement: iam.PolicyStatement) => readonly iam.PolicyStatement[] {
  const named = fileSystemStatements.flatMap(({ resources }) => resources).filter((resource) => resource !== '*');
  return (statement) => {
    const isMounting = statement.actions.every((action) => action.startsWith('elasticfilesystem:Client'));
    if (!isMounting || named.length === 0 || !statement.resources.includes('*')) return [statement];
    return [new iam.PolicyStatement({ actions: statement.actions, resources: [...new Set(named)], conditions: statement.conditions })];
  };
}
