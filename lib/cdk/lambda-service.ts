import { ArnFormat, type aws_ec2 as ec2, aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { compileAccess, compileWithoutResource, type Target } from '../access/compile';
import { keyConditions } from '../access/key-operations';
import { type Conditions, mergeStatements } from '../access/statement';
import { patternAllows } from '../core/iam/action';
import { loadReference } from '../reference';
import { mergePolicyStatements, toPolicyStatement } from './statements';

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

/** Where a function is attached to a VPC. */
export interface Attachment {
  readonly vpc: ec2.IVpc;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/**
 * Only requests that do not come from the function's code carry no `lambda:SourceFunctionArn`: Lambda manages the interfaces,
 * the code cannot (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-best-practice).
 */
const NOT_FROM_CODE: Conditions = { Null: { 'lambda:SourceFunctionArn': ['true'] } };

/**
 * Managing the network interfaces of a function in a VPC: the actions of `AWSLambdaVPCAccessExecutionRole`, on the subnets and
 * security groups of the function. Interfaces are `network-interface/*` of this account and region: EC2 chooses their ids when
 * Lambda creates them, and Lambda refuses a function whose role does not allow deleting any of them.
 */
export function networkStatements(function_: IConstruct, { vpc, subnetIds, securityGroupIds }: Attachment): readonly iam.PolicyStatement[] {
  const stack = Stack.of(function_);
  // The subnets of a shared VPC belong to the account that shares it.
  const owner = stack.splitArn(vpc.vpcArn, ArnFormat.SLASH_RESOURCE_NAME);
  const interfaces: Target = {
    type: 'network-interface',
    arn: stack.formatArn({ service: 'ec2', resource: 'network-interface', resourceName: '*' }),
  };
  const subnets = namesIn(subnetIds).map(
    (resourceName): Target => ({
      type: 'subnet',
      arn: stack.formatArn({ service: 'ec2', account: owner.account, region: owner.region, resource: 'subnet', resourceName }),
    }),
  );
  const groups = namesIn(securityGroupIds).map(
    (resourceName): Target => ({
      type: 'security-group',
      arn: stack.formatArn({ service: 'ec2', resource: 'security-group', resourceName }),
    }),
  );
  const reference = loadReference();
  return mergeStatements([
    ...compileAccess(reference, {
      actions: ['ec2:CreateNetworkInterface'],
      targets: [interfaces, ...subnets, ...groups],
      conditions: NOT_FROM_CODE,
    }),
    ...compileAccess(reference, {
      actions: ['ec2:AssignPrivateIpAddresses', 'ec2:DeleteNetworkInterface', 'ec2:UnassignPrivateIpAddresses'],
      targets: [interfaces],
      conditions: NOT_FROM_CODE,
    }),
    ...compileWithoutResource(reference, ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'], NOT_FROM_CODE),
  ]).map(toPolicyStatement);
}

/** A list that is known only at deployment has no names yet. */
function namesIn(ids: readonly string[]): readonly string[] {
  return Token.isUnresolved(ids) ? ['*'] : ids;
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
