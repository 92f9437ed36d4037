import { aws_iam as iam, type aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Services that say for which account they call a function, and for which the constructs of CDK write no source: without one
 * they call it for any of their customers. The thing that calls cannot be named: it waits for the permission.
 * - load balancers (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html)
 * - the rotation of secrets (https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html)
 */
const SOURCELESS: ReadonlySet<string> = new Set(['elasticloadbalancing.amazonaws.com', 'secretsmanager.amazonaws.com']);

/** The permission, for the account of the function only where CDK names no source. */
export function withSource(function_: IConstruct, permission: lambda.Permission): lambda.Permission {
  const { principal, sourceArn, sourceAccount } = permission;
  const hasSource = sourceArn !== undefined || sourceAccount !== undefined || Object.keys(principal.policyFragment.conditions).length > 0;
  const isSourceless = principal instanceof iam.ServicePrincipal && SOURCELESS.has(principal.service);
  return hasSource || !isSourceless ? permission : { ...permission, sourceAccount: Stack.of(function_).account };
}
