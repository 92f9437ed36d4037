import { ArnFormat, type CfnResource, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Target } from '../access/compile';
import { resourceIn } from './token-text';

/** What the app says of the clusters and brokers that Lambda reads from. Of those that it imports it knows the ARN only. */

/** Where the network interfaces of a poller are: the subnets and security groups of the cluster or broker. */
export interface SourceNetwork {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** The network of a cluster or broker; undefined in a list that is not known. */
export function networkOf(arn: string): Partial<SourceNetwork> {
  const resource = resourceIn(arn);
  switch (resource?.cfnResourceType) {
    case 'AWS::MSK::Cluster':
      return {
        subnetIds: names(read(resource, 'brokerNodeGroupInfo', 'clientSubnets')),
        securityGroupIds: names(read(resource, 'brokerNodeGroupInfo', 'securityGroups')),
      };
    case 'AWS::MSK::ServerlessCluster':
      return {
        subnetIds: names(read(resource, 'vpcConfigs', '0', 'subnetIds')),
        securityGroupIds: names(read(resource, 'vpcConfigs', '0', 'securityGroups')),
      };
    case 'AWS::AmazonMQ::Broker':
      return { subnetIds: names(read(resource, 'subnetIds')), securityGroupIds: names(read(resource, 'securityGroups')) };
    case 'AWS::DocDB::DBCluster':
      return { subnetIds: subnetsOfGroup(resource), securityGroupIds: names(read(resource, 'vpcSecurityGroupIds')) };
    default:
      return {};
  }
}

function subnetsOfGroup(cluster: CfnResource): readonly string[] | undefined {
  const name = read(cluster, 'dbSubnetGroupName');
  const group = typeof name === 'string' ? resourceIn(name) : undefined;
  return group === undefined ? undefined : names(read(group, 'subnetIds'));
}

/**
 * Whether clients of a cluster of MSK sign their requests. Lambda does when the mapping names no credentials and the cluster
 * allows it: an imported cluster may.
 */
export function usesIamAuthentication(arn: string): boolean {
  const resource = resourceIn(arn);
  if (resource?.cfnResourceType !== 'AWS::MSK::Cluster') return true;
  return read(resource, 'clientAuthentication', 'sasl', 'iam', 'enabled') === true;
}

/** The name and the id of a cluster of the app: AWS chooses the id, and no two clusters of a region have one name. */
export function nameOfCluster(arn: string): string | undefined {
  const name = nameOf(arn, 'clusterName');
  return name === undefined ? undefined : `${name}/*`;
}

/** The name of a registry of the app. */
export function nameOfRegistry(arn: string): string | undefined {
  return nameOf(arn, 'name');
}

function nameOf(arn: string, property: string): string | undefined {
  const resource = resourceIn(arn);
  const name = resource === undefined || arn.startsWith('arn:') ? undefined : textOf(read(resource, property));
  return name === undefined || Token.isUnresolved(name) ? undefined : name;
}

/** The stream that a consumer of the app reads from. */
export function streamOfConsumer(arn: string): string | undefined {
  const consumer = resourceIn(arn);
  return consumer === undefined ? undefined : textOf(read(consumer, 'streamArn'));
}

/** The cluster of DocumentDB, its parameter group and its subnet group; those of an imported cluster may have any name. */
export function documentTargets(scope: IConstruct, arn: string): readonly Target[] {
  const cluster = resourceIn(arn);
  const own = cluster?.cfnResourceType === 'AWS::DocDB::DBCluster' ? cluster : undefined;
  const [, partition, , region, account] = arn.startsWith('arn:') ? arn.split(':') : [];
  const arnOf = (resource: string, resourceName: string) =>
    Stack.of(scope).formatArn({
      partition,
      region,
      account,
      service: 'rds',
      resource,
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  const parameters = own === undefined ? ['*'] : parameterGroups(own);
  const subnets = own === undefined ? '*' : (textOf(read(own, 'dbSubnetGroupName')) ?? 'default');
  return [
    { type: 'cluster', arn },
    ...parameters.map((name): Target => ({ type: 'cluster-pg', arn: arnOf('cluster-pg', name) })),
    { type: 'subgrp', arn: arnOf('subgrp', subnets) },
  ];
}

/** Without a group of its own a cluster has the default one of its version. Lambda reads from clusters of these versions. */
function parameterGroups(cluster: CfnResource): readonly string[] {
  const name = textOf(read(cluster, 'dbClusterParameterGroupName'));
  if (name !== undefined) return [name];
  const version = textOf(read(cluster, 'engineVersion'));
  const major = version === undefined || Token.isUnresolved(version) ? undefined : version.split('.').slice(0, 2).join('.');
  return major === undefined ? ['default.docdb4.0', 'default.docdb5.0'] : [`default.docdb${major}`];
}

/** The value at a path below a resource; undefined where it is not written, or known only at deployment. */
function read(resource: CfnResource, ...path: readonly string[]): unknown {
  let value: unknown = resource;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function names(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && !Token.isUnresolved(value) && value.every((name) => typeof name === 'string') ? value : undefined;
}
