import type { Model } from '../../lib/core/model/model';
import type { Path } from '../../lib/core/path';
import { below } from '../../lib/core/path';
import { defineRule } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

/** What each type does without the property, where that is public. Types that are not listed are private then. */
const publicWithout: Readonly<Record<string, 'always' | 'in-default-vpc'>> = {
  'AWS::DMS::ReplicationInstance': 'always',
  'AWS::RDS::DBInstance': 'in-default-vpc',
};

/** Switches of another name that make a store public: type → property path, the value that opens it. */
const otherSwitches: Readonly<Record<string, { readonly path: readonly string[]; readonly opens: string }>> = {
  'AWS::MSK::Cluster': { path: ['BrokerNodeGroupInfo', 'ConnectivityInfo', 'PublicAccess', 'Type'], opens: 'SERVICE_PROVIDED_EIPS' },
};

const database = (more: { readonly [key: string]: string | boolean }) => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro', DBSubnetGroupName: 'private', ...more },
});

export default defineRule({
  meta: {
    id: 'endpoint/no-public-database',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Databases and brokers have no public address',
    rationale:
      'A publicly accessible database gets an address that resolves on the internet: one wide security group or one leaked password then gives strangers the data. Applications reach a private one from inside the VPC.',
    references: [
      'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Hiding',
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html#cfn-rds-dbinstance-publiclyaccessible',
    ],
    catalogue: ['NET-RDS-PUBLIC', 'NET-REDSHIFT-PUBLIC', 'NET-DMS-PUBLIC', 'NET-MQ-PUBLIC', 'NET-MSK-PUBLIC'],
    peers: [
      'CKV_AWS_17',
      'CKV_AWS_69',
      'CKV_AWS_87',
      'CKV_AWS_89',
      'cfn_nag F22',
      'AWS-0180',
      'RDS_INSTANCE_PUBLIC_ACCESS_CHECK',
      'cdk-nag RDSInstancePublicAccess',
      'Security Hub RDS.2',
    ],
  },
  messages: {
    public: {
      what: '{type} "{name}" has {property} {value}: its address is reachable from the internet',
      fix: 'set {property} to {closed} ("publiclyAccessible: false", in private subnets) and reach it from inside the VPC, through a bastion with Session Manager, or through a VPN',
    },
    publicByDefault: {
      what: '{type} "{name}" sets no {property}, and the default is public',
      fix: 'set {property} to {closed}',
    },
    publicInDefaultVpc: {
      what: '{type} "{name}" sets neither {property} nor DBSubnetGroupName: in a default VPC with an internet gateway it is made public',
      fix: 'set {property} to {closed}, or name a subnet group of private subnets in "DBSubnetGroupName"',
    },
    undecided: {
      what: 'whether {type} "{name}" is public cannot be decided: {property} is {value}',
      fix: 'write {property} {closed}, or give the parameter that decides it that value as its default',
    },
  },
  examples: {
    valid: [
      { title: 'a database without a public address', resources: { Database: database({ PubliclyAccessible: false }) } },
      { title: 'a database in a subnet group, whose default is private', resources: { Database: database({}) } },
    ],
    invalid: [
      {
        title: 'a database with a public address',
        resources: { Database: database({ PubliclyAccessible: 'true' }) },
        reports: ['public'],
      },
      {
        title: 'a replication instance with the default, which is public',
        resources: { Migration: { Type: 'AWS::DMS::ReplicationInstance', Properties: { ReplicationInstanceClass: 'dms.t3.micro' } } },
        reports: ['publicByDefault'],
      },
      {
        title: 'a database in whatever VPC is the default one',
        resources: { Database: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres' } } },
        reports: ['publicInDefaultVpc'],
      },
      {
        title: 'a choice that is made at deployment',
        template: {
          Parameters: { Public: { Type: 'String' } },
          Resources: {
            Database: {
              Type: 'AWS::RDS::DBInstance',
              Properties: { Engine: 'postgres', DBSubnetGroupName: 'private', PubliclyAccessible: { Ref: 'Public' } },
            },
          },
        },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    for (const template of model.templates) {
      for (const resource of template.resources.values()) {
        const { type } = resource;
        if (!('PubliclyAccessible' in resource.properties || type in publicWithout || type in otherSwitches)) continue;
        const other = Object.hasOwn(otherSwitches, type) ? otherSwitches[type] : undefined;
        const path = other?.path ?? ['PubliclyAccessible'];
        const opens = other?.opens ?? 'true';
        const property = path.at(-1) ?? '';
        const closed = other === undefined ? '"false"' : '"DISABLED"';
        const data = { type, name: model.nameOf(resource), property, closed };
        for (const element of model.values(resource, ...path)) {
          const isOpen = typeof element.value === 'string' && element.value.trim().toLowerCase() === opens.toLowerCase();
          if (typeof element.value === 'string' && !isOpen) continue;
          const value = model.show(element, resource);
          yield {
            message: isOpen ? ('public' as const) : ('undecided' as const),
            resource,
            at: element.at,
            evidence: `${property} ${value}`,
            data: { ...data, value: isOpen ? value : `"${value}"` },
          };
        }
        if (!model.resolverOf(template).canBeAbsent(resource.properties.PubliclyAccessible)) continue;
        const at = model.propertiesOf(resource);
        const evidence = `${property} absent`;
        if (publicWithout[type] === 'always') yield { message: 'publicByDefault' as const, resource, at, evidence, data };
        else if (publicWithout[type] === 'in-default-vpc' && !placedByOthers(model, resource, at)) {
          yield { message: 'publicInDefaultVpc' as const, resource, at, evidence, data, atMost: 'warning' as const };
        }
      }
    }
  },
});

/** Whether a subnet group, a cluster or a replica's source decides where the instance lives. */
function placedByOthers(model: Model, resource: Resource, at: Path): boolean {
  const resolver = model.resolverOf(resource.template);
  return ['DBSubnetGroupName', 'DBClusterIdentifier', 'SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier'].some(
    (property) => resolver.strings(resource.properties[property], below(at, property)).length > 0,
  );
}
