import type { SymbolicString } from '../template/symbolic';
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
  const parsed = parseArn(arn);
  if (
    parsed?.service === 'iam' &&
    parsed.account === 'aws' &&
    typeof parsed.resource === 'string' &&
    parsed.resource.startsWith('policy/')
  ) {
    const name = parsed.resource.slice(parsed.resource.lastIndexOf('/') + 1);
    return { owner: 'aws', path: parsed.resource.slice('policy/'.length, -name.length), name };
  }
  if (typeof arn !== 'string' && arn.parts.length === 1) {
    const [hole] = arn.parts;
    if (typeof hole !== 'string' && hole?.kind === 'resource' && hole.resourceType === 'AWS::IAM::ManagedPolicy')
      return { owner: 'template' };
  }
  return { owner: 'unread' };
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
