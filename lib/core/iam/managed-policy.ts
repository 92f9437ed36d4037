import { type SymbolicString, soleHole } from '../template/symbolic';
import { parseArn } from './arn';

/**
 * Whose managed policy an attachment names.
 * - `aws`: one that AWS wrote, by its name and path
 * - `template`: one of the input, which is judged as a document
 * - `unread`: one that is not in the input
 */
export type AttachedPolicy =
  | { readonly owner: 'aws' /** `service-role/`, or empty. */; readonly path: string; readonly name: string }
  | { readonly owner: 'template' }
  | { readonly owner: 'unread' };

/** Understands the ARN of an attached policy, in any partition; AWS's own have the account `aws`. */
export function attachedPolicy(arn: SymbolicString): AttachedPolicy {
  if (typeof arn === 'string') return readPolicy(arn);
  let policy = policies.get(arn);
  if (policy === undefined) {
    policy = readPolicy(arn);
    policies.set(arn, policy);
  }
  return policy;
}

/** Each value is asked about by several rules, and stands for hundreds of roles. */
const policies = new WeakMap<object, AttachedPolicy>();

function readPolicy(arn: SymbolicString): AttachedPolicy {
  const hole = soleHole(arn);
  if (hole !== undefined) {
    return { owner: hole.kind === 'resource' && hole.resourceType === 'AWS::IAM::ManagedPolicy' ? 'template' : 'unread' };
  }
  const parsed = parseArn(arn);
  if (parsed?.service !== 'iam' || parsed.account !== 'aws') return { owner: 'unread' };
  const { resource } = parsed;
  if (typeof resource !== 'string' || !resource.startsWith('policy/')) return { owner: 'unread' };
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  return { owner: 'aws', path: resource.slice('policy/'.length, -name.length), name };
}

/** AWS's managed policies that only let a function or a stage of an API run: their wildcards stay within logs, traces and polling. */
const executionPolicies = new Set([
  'AWSLambdaBasicExecutionRole',
  'AWSLambdaDynamoDBExecutionRole',
  'AWSLambdaKinesisExecutionRole',
  'AWSLambdaMSKExecutionRole',
  'AWSLambdaSQSQueueExecutionRole',
  'AWSLambdaVPCAccessExecutionRole',
  'AWSXRayDaemonWriteAccess',
  'AmazonAPIGatewayPushToCloudWatchLogs',
  'CloudWatchLambdaInsightsExecutionRolePolicy',
]);

/** Whether AWS's managed policy `name` does no more than let a function or a stage of an API run. */
export function isExecutionPolicy(name: string): boolean {
  return executionPolicies.has(name);
}

/** The names of AWS's managed policies by which a holder can make itself an administrator, or take over what runs the account. */
const administrators = new Set([
  'AdministratorAccess',
  'AWSOrganizationsFullAccess',
  'DatabaseAdministrator',
  'IAMFullAccess',
  'NetworkAdministrator',
  'PowerUserAccess',
  'SecretsManagerReadWrite',
  'SystemAdministrator',
]);

/** Whether AWS's managed policy `name` makes its holder an administrator, of the account or of a field of it. */
export function isAdministratorPolicy(name: string): boolean {
  return administrators.has(name) || name.startsWith('AdministratorAccess-');
}

/** Whether AWS's managed policy `name` grants all of a service: `AmazonS3FullAccess`, `AWSLambda_FullAccess`, `AmazonDynamoDBFullAccess_v2`. */
export function isFullAccessPolicy(name: string): boolean {
  return name.includes('FullAccess');
}
