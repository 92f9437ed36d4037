import { ArnFormat, type aws_ec2 as ec2, type aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { compileAccess, compileWithoutResource, type Target } from '../access/compile';
import { mergeStatements } from '../access/statement';
import { loadReference } from '../reference';
import type { SourceNetwork } from './polled-resources';
import { NOT_FROM_CODE } from './service-calls';
import { toPolicyStatement } from './statements';

/**
 * Permissions to manage network interfaces, which Lambda does and the code cannot
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-best-practice). Interfaces are
 * `network-interface/*` of this account and region: EC2 chooses their ids when Lambda creates them, and Lambda refuses a
 * function whose role does not allow deleting any of them.
 */

/** Where a function is attached to a VPC. */
export interface Attachment extends SourceNetwork {
  readonly vpc: Pick<ec2.IVpc, 'vpcArn'>;
}

/** For a function in a VPC: the actions of `AWSLambdaVPCAccessExecutionRole`, on the subnets and security groups of the function. */
export function networkStatements(function_: IConstruct, { vpc, ...network }: Attachment): readonly iam.PolicyStatement[] {
  // The subnets of a shared VPC belong to the account that shares it.
  const owner = Stack.of(function_).splitArn(vpc.vpcArn, ArnFormat.SLASH_RESOURCE_NAME);
  return interfaceStatements(function_, network, owner, {
    manages: ['ec2:AssignPrivateIpAddresses', 'ec2:DeleteNetworkInterface', 'ec2:UnassignPrivateIpAddresses'],
    looksUp: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'],
  });
}

/**
 * For a poller that reaches a cluster or broker in its VPC, in the subnets and security groups of that cluster; in any of the
 * account and region where they are not known
 * (https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html).
 */
export function pollerNetworkStatements(scope: IConstruct, network: Partial<SourceNetwork>): readonly iam.PolicyStatement[] {
  const { subnetIds = ['*'], securityGroupIds = ['*'] } = network;
  return interfaceStatements(
    scope,
    { subnetIds, securityGroupIds },
    {},
    {
      manages: ['ec2:DeleteNetworkInterface'],
      looksUp: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
    },
  );
}

function interfaceStatements(
  scope: IConstruct,
  { subnetIds, securityGroupIds }: SourceNetwork,
  subnetOwner: { readonly account?: string; readonly region?: string },
  { manages, looksUp }: { readonly manages: readonly string[]; readonly looksUp: readonly string[] },
): readonly iam.PolicyStatement[] {
  const stack = Stack.of(scope);
  const target = (type: string, resourceName: string, { account, region }: typeof subnetOwner = {}): Target => ({
    type,
    arn: stack.formatArn({ service: 'ec2', account, region, resource: type, resourceName }),
  });
  const interfaces = target('network-interface', '*');
  const subnets = namesIn(subnetIds).map((name) => target('subnet', name, subnetOwner));
  const groups = namesIn(securityGroupIds).map((name) => target('security-group', name));
  const reference = loadReference();
  return mergeStatements([
    ...compileAccess(reference, {
      actions: ['ec2:CreateNetworkInterface'],
      targets: [interfaces, ...subnets, ...groups],
      conditions: NOT_FROM_CODE,
    }),
    ...compileAccess(reference, { actions: manages, targets: [interfaces], conditions: NOT_FROM_CODE }),
    ...compileWithoutResource(reference, looksUp, NOT_FROM_CODE),
  ]).map(toPolicyStatement);
}

/** A list that is known only at deployment has no names yet. */
function namesIn(ids: readonly string[]): readonly string[] {
  return Token.isUnresolved(ids) ? ['*'] : ids;
}
