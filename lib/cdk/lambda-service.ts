import { aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { compileAccess } from '../access/compile';
import { keyConditions } from '../access/key-operations';
import { loadReference } from '../reference';
import { toPolicyStatement } from './statements';

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
