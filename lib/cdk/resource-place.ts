import { type IResource, Stack, Token } from 'aws-cdk-lib';

/**
 * The ARN of what belongs to a resource: in its partition, region and account, also when it is imported from another one.
 *
 * @param arn of the resource
 * @param service that the new ARN names
 * @param rest what follows the account
 */
export function arnBeside(owner: IResource, arn: string, service: string, rest: string): string {
  const [, partition, , region, account] = Token.isUnresolved(arn)
    ? ['arn', Stack.of(owner).partition, '', owner.env.region, owner.env.account]
    : arn.split(':');
  return `arn:${partition}:${service}:${region}:${account}:${rest}`;
}

/** The ARN of what belongs to a resource that has no ARN of its own. */
export function arnWith(owner: IResource, service: string, rest: string): string {
  return `arn:${Stack.of(owner).partition}:${service}:${owner.env.region}:${owner.env.account}:${rest}`;
}
