import { Fn, type IResource, Stack, Token } from 'aws-cdk-lib';

/**
 * The ARN of what belongs to a resource: in its partition, region and account, also when it is imported from another one.
 *
 * @param arn of the resource
 * @param service that the new ARN names
 * @param rest what follows the account
 */
export function arnBeside(owner: IResource, arn: string, service: string, rest: string): string {
  const { partition, region, account } = placeOf(owner, arn);
  return `arn:${partition}:${service}:${region}:${account}:${rest}`;
}

/** Where a resource is. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Where the ARN says that the resource is; where the construct does, when the ARN is known at deployment only or does not say. */
export function placeOf(owner: IResource, arn: string): Place {
  const [, partition, , region, account] = arn.split(':');
  return {
    partition: partition || Stack.of(owner).partition,
    region: region || owner.env.region,
    account: account || owner.env.account,
  };
}

/** The ARN of what belongs to a resource that has no ARN of its own. */
export function arnWith(owner: IResource, service: string, rest: string): string {
  return `arn:${Stack.of(owner).partition}:${service}:${owner.env.region}:${owner.env.account}:${rest}`;
}

/** What follows the first slash of an ARN: the name of a place index, the id of a knowledge base. */
export function nameInArn(arn: string): string {
  return Token.isUnresolved(arn) ? Fn.select(1, Fn.split('/', arn)) : arn.slice(arn.indexOf('/') + 1);
}
